"""What a student hands to `check`, as the plain value that is saved; what is none has its sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .._errors import KitError, near
from ..units import TIMES, convert, same_kind, trouble, unit_words, words_alone

MOST = 200  # items of a list; texts are held by their own limits
LONGEST = 20_000
_MONEY = re.compile(r"^([−-]?)\s*\$\s*")
_NUMBER = re.compile(
    r"^([−-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?)\s*(thousand|million|billion)?\s*(.*)$", re.I
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


def value_of(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, more: Any = None) -> Any:
    """The value that is saved.

    Parameters
    ----------
    task, own
        One task of a sheet, and what of it is the student's own.
    given
        What was handed over: a number or a quantity, text such as "77 cars", a list, a dict, a function.
    more
        The second half: the unit of a number, the reason of a choice, what a bet missed.

    Raises
    ------
    KitError
        With one sentence for the student.

    Examples
    --------
    >>> cars = {"kind": "number", "units": [{"unit": "vehicle", "words": ["", " car", " cars"], "factor": None}]}
    >>> value_of(cars, {}, "77 cars")
    {'number': 77.0, 'unit': 'vehicle'}
    >>> value_of(cars, {}, "many")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: "many" is no number. Write a number and its unit: 123, "cars".
    """
    if given is None or given is ... or (isinstance(given, str) and not given.strip()):
        raise KitError("There is no answer yet. Put yours where the dots stand.")
    return _KINDS[task["kind"]](task, own, given, None if more is ... else more)


# ---- numbers ----


def _number(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, unit: Any) -> dict[str, Any]:
    example = _example(task)
    if hasattr(given, "magnitude") and hasattr(given, "units"):  # a pint quantity, of whatever registry
        given, unit = given.magnitude, unit if unit is not None else str(given.units)
    if isinstance(given, tuple | list) and len(given) == 2 and isinstance(given[1], str) and unit is None:
        given, unit = given
    if isinstance(given, str):
        text = given
        given, said = _read(text, task, example)
        if unit is not None and said is not None:  # what is left of the text is no second unit
            raise KitError(f"{_shown(text)} is no number. {example}.")
        unit = unit if unit is not None else said
    number = _one_number(given, example)
    known = {each["unit"]: each for each in task["units"]}
    if not known:
        if unit is not None and str(unit).strip() not in ("", "share", "%", "dimensionless"):
            raise KitError(f"A plain number is asked for here, without {_shown(str(unit))}.")
        return {"number": number / 100 if str(unit).strip() == "%" else number, "unit": None}
    if unit is None:
        return {"number": number, "unit": None}
    if not isinstance(unit, str):
        raise KitError(f"A unit is text: {example}.")
    name = _unit(unit, known)
    if name in known:
        return {"number": number, "unit": name}
    # Another unit of one kind with one of the menu: weeks where days stand there.
    for other in known:
        if same_kind(name, other):
            return {"number": float(convert(number, name, other)), "unit": other}
    return {"number": number, "unit": name}


def _example(task: Mapping[str, Any]) -> str:
    if not task["units"]:
        return "Write a number, such as 0.25"
    return f'Write a number and its unit: 123, "{words_alone(task["units"][0]["words"])}"'


def _read(text: str, task: Mapping[str, Any], example: str) -> tuple[float, str | None]:
    """A number and its unit out of "77 cars", "$50,000 a car", "1.5%", "6 million"."""
    plain = text.strip().replace("−", "-")
    money = _MONEY.match(plain)
    found = _NUMBER.match(_MONEY.sub(r"\1", plain))
    if not found or not re.search(r"\d", found[1]):
        raise KitError(f"{_shown(text)} is no number. {example}.")
    number = float(found[1].replace(",", "")) * _SCALES.get((found[2] or "").lower(), 1.0)
    rest = found[3].strip()
    if re.match(r",\d", rest):
        raise KitError(f"{_shown(text)}: write decimals with a point, and thousands as 2,000 or 2000.")
    if re.match(r"[\d.]", rest):
        raise KitError(f"{_shown(text)} is no number. {example}.")
    if rest == "%":
        return (number / 100, None) if not task["units"] else (number, "%")
    if money:
        rest = f"dollars {rest}".strip()
    return number, rest or None


def _one_number(given: Any, example: str) -> float:
    if callable(given):
        raise KitError(f"This is a function. Call it, and hand over what it gives. {example}.")
    if isinstance(given, bool):
        raise KitError(f"{given} is no number. {example}.")
    shape = getattr(given, "shape", None)
    if (shape not in (None, ()) or isinstance(given, list | tuple | dict | set)) and _size(given) != 1:
        raise KitError(f"One number is asked for, and this holds {_size(given):,}.")
    try:
        number = float(given.item() if shape is not None and hasattr(given, "item") else given)
    except (TypeError, ValueError, OverflowError):
        raise KitError(f"This is no number (it is of the kind {type(given).__name__}). {example}.") from None
    if math.isnan(number):
        raise KitError("This is not a number (NaN): something before it was not available.")
    if math.isinf(number):
        raise KitError("This is no finite number. Look for a division by zero.")
    return number


def _size(given: Any) -> int:
    size = getattr(given, "size", None)
    return int(size) if isinstance(size, int) else len(given) if hasattr(given, "__len__") else 1


def _unit(text: str, known: Mapping[str, Any]) -> str:
    """A unit of the kit by its name or by its words: "vehicle/year", "cars a year", "dollars a car"."""
    plain = " ".join(text.casefold().replace("/", " / ").split())
    if plain in ("%", "percent"):
        raise KitError("A percentage is no unit here: say what is counted.")
    words = plain.replace(" per ", " a ").replace(" an ", " a ").replace("$", "dollars")
    for name in known:
        if words in _words_of(name):
            return name
    for name in (*TIMES, "USD", "vehicle", "person"):
        if words in _words_of(name):
            return name
    compact = text.strip().replace(" ", "").replace("dollars", "USD").replace("dollar", "USD")
    try:
        if not trouble(compact) and compact:
            return compact
    except (TypeError, ValueError):
        pass
    offered = [words_alone(unit_words(name)) for name in known]
    raise KitError(f"{_shown(text)} is no unit that is known here. {near(plain, offered, 'Units')}")


def _words_of(unit: str) -> set[str]:
    before, one, many = unit_words(unit)
    money = "dollars" if before else ""
    said = {" ".join(f"{money}{each}".replace(" an ", " a ").split()) for each in (one, many)}
    return {*said, *({each.replace("dollars", "dollar", 1) for each in said} if money else ()), unit.casefold()}


# ---- choosing, ordering, striking, sorting ----


def _choose(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, because: Any) -> dict[str, Any]:
    if isinstance(given, list | tuple) and len(given) == 2 and because is None:
        given, because = given
    choice = _item(given, task["items"], own.get("order"))
    reasons = task.get("because")
    if not reasons or because is None:
        return {"choice": choice, "because": None}
    return {"choice": choice, "because": _item(because, reasons["items"], own.get("because_order"))}


def _item(given: Any, items: Sequence[Mapping[str, Any]], order: Sequence[str] | None = None) -> str:
    """An item by its letter as shown (A, B ...), by its text, or by the words that it begins with."""
    if not isinstance(given, str):
        raise KitError("Write the letter of what you choose, or its first words, in quotes.")
    shown = list(order) if order else [each["id"] for each in items]
    plain = " ".join(given.casefold().split()).rstrip("….")
    if len(plain) == 1 and plain.isalpha():
        at = ord(plain) - ord("a")
        if 0 <= at < len(shown):
            return shown[at]
        raise KitError(f"There is no {given.strip().upper()}; the letters go to {chr(ord('A') + len(shown) - 1)}.")
    found = [each["id"] for each in items if " ".join(each["text"].casefold().split()).startswith(plain)]
    if len(found) == 1:
        return str(found[0])
    if len(found) > 1:
        raise KitError(f"{_shown(given)} begins more than one of them. Write a few words more, or its letter.")
    if plain in {each["id"] for each in items}:
        return plain
    raise KitError(f"{_shown(given)} is none of them. Write its letter, or its first words.")


def _order(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, more: Any) -> list[str]:
    found = [_item(each, task["items"], own.get("order")) for each in _listed(given)]
    missing = len(task["items"]) - len(set(found))
    if missing or len(found) != len(set(found)):
        raise KitError(f"Put all {len(task['items'])} in order, each once; {missing} are missing.")
    return found


def _strike(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, more: Any) -> list[str]:
    found = []
    for each in _listed(given):
        if isinstance(each, int) and not isinstance(each, bool) and 1 <= each <= len(task["items"]):
            found.append(task["items"][each - 1]["id"])  # the third sentence
        else:
            found.append(_item(each, task["items"]))
    return list(dict.fromkeys(found))


def _listed(given: Any) -> list[Any]:
    if isinstance(given, str) and len(given) <= 2 * 26 and re.fullmatch(r"[A-Za-z](?:[\s,>]+[A-Za-z])*", given.strip()):
        return re.split(r"[\s,>]+", given.strip())
    if isinstance(given, str | int):
        return [given]
    if not isinstance(given, list | tuple):
        raise KitError('A list is asked for, such as ["B", "A", "C"].')
    if len(given) > MOST:
        raise KitError(f"This list has {len(given):,} parts; there are not so many here.")
    return list(given)


def _sort(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, more: Any) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise KitError('Write what goes where: {"A": "bin", "B": "bin"}.')
    if len(given) > MOST:
        raise KitError(f"This has {len(given):,} parts; there are not so many here.")
    bins = {each["label"].casefold(): each["key"] for each in task["bins"]}
    bins |= {each["key"].casefold(): each["key"] for each in task["bins"]}
    found = {}
    for item, place in given.items():
        if not isinstance(place, str) or place.strip().casefold() not in bins:
            labels = [each["label"] for each in task["bins"]]
            raise KitError(f"{_shown(str(place))} is no place here. {near(str(place), labels, 'Places')}")
        found[_item(item, task["items"], own.get("order"))] = bins[place.strip().casefold()]
    return found


# ---- lines, formulas, functions, bets, texts ----


def _sketch(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, more: Any) -> list[float]:
    count = len(task["x"]["at"])
    values = given.tolist() if hasattr(given, "tolist") else given
    if not isinstance(values, list | tuple):
        raise KitError(f"A list of {count} numbers is asked for, one for each place.")
    if len(values) != count:
        raise KitError(f"A list of {count} numbers is asked for, and this has {len(values):,}.")
    return [_one_number(value, "Write numbers") for value in values]


def _formula(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, more: Any) -> str:
    if not isinstance(given, str):
        names = ", ".join(each["name"] for each in task["names"])
        raise KitError(f'A formula is asked for, as text in quotes, with these names: {names}. Such as "a * b".')
    return _text(given)


def _function(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, more: Any) -> dict[str, Any]:
    if not isinstance(given, str):
        raise KitError(f"Hand over the function itself: {task['function']}, without brackets.")
    if not re.search(r"\b(def|lambda)\b", given):
        raise KitError(f"This text is no function. Hand over {task['function']} itself, without quotes.")
    return {"source": _text(given)}


def _bet(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, missed: Any) -> dict[str, Any]:
    number = _number({"units": [], **{key: task[key] for key in ("kind",)}}, own, _without_unit(given, task), None)
    chosen = None if missed is None else _item(missed, task["missed"]["items"], own.get("order"))
    return {"bet": number["number"], "missed": chosen}


def _without_unit(given: Any, task: Mapping[str, Any]) -> Any:
    if hasattr(given, "magnitude"):
        return convert(given.magnitude, str(given.units), task["asked"])
    if not isinstance(given, str):
        return given
    for words in task["unit"][1:]:
        if words.strip() and words.strip() != "%":
            given = given.strip().removesuffix(words.strip()).strip()
    return given.lstrip("$") if task["unit"][0] else given


def _essay(task: Mapping[str, Any], own: Mapping[str, Any], given: Any, more: Any) -> str:
    if not isinstance(given, str):
        raise KitError('Write your text between quotes: """...""".')
    return _text(given)


def _text(given: str) -> str:
    if len(given) > LONGEST:
        raise KitError(f"This text has {len(given):,} characters; that is more than anybody reads.")
    return given.strip()


def _shown(text: str) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in text.strip())
    return f'"{text[:40]}..."' if len(text) > 40 else f'"{text}"'


_KINDS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any], Any, Any], Any]] = {
    "number": _number,
    "choose": _choose,
    "order": _order,
    "strike": _strike,
    "sort": _sort,
    "canvas": _sort,
    "sketch": _sketch,
    "formula": _formula,
    "function": _function,
    "bet": _bet,
    "essay": _essay,
}
