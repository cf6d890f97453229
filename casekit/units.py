"""The units of this field, and how a number is said to a reader.

A small pint registry: money, cars, people, places and time, with a year of 365 days (pint's own is
365.25, and then 2,000 cars a year times 14 days is 76.66 cars, not 76.71).
"""

from __future__ import annotations

import functools
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ._errors import KitError, near

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pint

# name -> (one, many) as a reader says it. Each is a unit of its own: a car is not a person.
COUNTED: dict[str, tuple[str, str]] = {
    "vehicle": ("car", "cars"),
    "person": ("person", "people"),
    "family": ("family", "families"),
    "member": ("member", "members"),
    "design": ("design", "designs"),
    "idea": ("idea", "ideas"),
    "entry": ("entry", "entries"),
    "vote": ("vote", "votes"),
    "unit": ("unit", "units"),
    "order": ("order", "orders"),
    "factory": ("factory", "factories"),
    "contest": ("contest", "contests"),
    "product": ("product", "products"),
    "file": ("file", "files"),
    "point": ("point", "points"),
    "source": ("source", "sources"),
    "site": ("site", "sites"),
    "segment": ("segment", "segments"),
    "step": ("step", "steps"),
    "foot": ("foot", "feet"),
    "mile": ("mile", "miles"),
    "gallon": ("gallon", "gallons"),
    "horsepower": ("horsepower", "horsepower"),
    "weekend": ("weekend", "weekends"),
    "set": ("set", "sets"),
    "shirt": ("shirt", "shirts"),
    "round": ("round", "rounds"),
    "supporter": ("supporter", "supporters"),
}
TIMES: dict[str, tuple[str, str, str]] = {
    "hour": ("hour", "hours", "[time]"),
    "day": ("day", "days", "24 * hour"),
    "week": ("week", "weeks", "7 * day"),
    "month": ("month", "months", "year / 12"),
    "year": ("year", "years", "365 * day"),
}
ALIASES = {"vehicle": "car", "person": "people", "USD": "dollar"}
_WORDS = {**COUNTED, **{name: (one, many) for name, (one, many, _) in TIMES.items()}}
_KNOWN = ("USD", "share", *_WORDS, *ALIASES.values())
_FACTOR = r"(?:1|[^\W\d]\w*(?:\s*\*\*\s*-?[0-9](?:\.[0-9]+)?)?)"
_SHAPE = re.compile(rf"\s*(?:{_FACTOR}(?:\s*[*/]\s*{_FACTOR})*)?\s*")


@functools.cache
def unit_registry() -> pint.UnitRegistry[float]:
    """The pint registry of the kit.

    Returns
    -------
    pint.UnitRegistry
        Money (USD), countable things (vehicle, person, design, vote ...), weekends and time; a year has 365 days,
        and a `share` is a plain number that is shown as a percentage.

    Examples
    --------
    >>> unit_registry().Quantity(2, "week").to("day").magnitude
    14
    """
    import pint

    registry: Any = pint.UnitRegistry(None, on_redefinition="ignore")
    registry.define("USD = [money] = _ = dollar")
    registry.define("share = []")
    for name in COUNTED:
        alias = f" = _ = {ALIASES[name]}" if name in ALIASES else ""
        registry.define(f"{name} = [{name}]{alias}")
    # In this order, since each line needs the ones above it.
    for name in ("hour", "day", "week", "year", "month"):
        registry.define(f"{name} = {TIMES[name][2]}")
    return registry  # type: ignore[no-any-return]


@functools.cache
def parts(unit: str) -> tuple[tuple[str, float], ...]:
    """A unit taken apart into names and powers, sorted; a share and a plain number are both empty.

    Parameters
    ----------
    unit
        A unit as text, such as "vehicle/year".

    Raises
    ------
    KitError
        When a name is unknown; the nearest known one is suggested.

    Examples
    --------
    >>> parts("USD/vehicle")
    (('USD', 1), ('vehicle', -1))
    """
    if sentence := trouble(unit):
        raise KitError(sentence)
    container = unit_registry().parse_units(unit)._units
    return tuple(sorted((name, _plain(power)) for name, power in container.items() if name != "share"))


def trouble(unit: str) -> str:
    """What is wrong with a unit, in a sentence with the mend; "" when nothing is. It needs no registry.

    Only names, `*`, `/` and small powers reach pint, which would work out 9**9**9 for as long as it takes.

    Examples
    --------
    >>> trouble("hour/person/year"), trouble("USD**9**9")
    ('', '"USD**9**9" is not a unit. Write it as USD/vehicle or hour/person/year.')
    """
    for name in re.findall(r"[^\W\d]\w*", unit):
        if name not in _KNOWN:
            return f'The unit "{name}" is not known. {near(name, _KNOWN, "Units")}'
    return "" if _SHAPE.fullmatch(unit) else f'"{unit}" is not a unit. Write it as USD/vehicle or hour/person/year.'


def _plain(power: Any) -> float:
    return int(power) if float(power).is_integer() else float(power)


def check_unit(unit: str) -> None:
    """Raise a KitError with one sentence when `unit` is not a unit of the kit.

    Examples
    --------
    >>> check_unit("hour/vehicle")
    >>> check_unit("vehicl/year")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: The unit "vehicl" is not known. Did you mean "vehicle"?
    """
    parts(unit)


def same_kind(a: str, b: str) -> bool:
    """Whether a value in `a` can be said in `b`: days and years yes, cars and people no.

    Examples
    --------
    >>> same_kind("day", "year"), same_kind("vehicle", "person")
    (True, False)
    """
    parts(a), parts(b)
    registry = unit_registry()
    return bool(registry.parse_units(a).dimensionality == registry.parse_units(b).dimensionality)


def convert(value: Any, unit: str, to: str) -> Any:
    """A value said in another unit.

    Parameters
    ----------
    value
        A number or an array, in `unit`.
    unit, to
        Units of one kind.

    Raises
    ------
    KitError
        When the two are of different kinds.

    Examples
    --------
    >>> convert(2, "week", "day")
    14.0
    >>> convert(2, "week", "person")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: A value in 'week' cannot be said in 'person': the two measure different things.
    """
    if parts(unit) == parts(to):
        return value
    if not same_kind(unit, to):
        raise KitError(f"A value in {unit!r} cannot be said in {to!r}: the two measure different things.")
    registry = unit_registry()
    return value * registry.Quantity(1.0, unit).to(to).magnitude


def unit_words(unit: str) -> tuple[str, str, str]:
    """How a unit is said: what stands before the number, and what follows one and many.

    Examples
    --------
    >>> unit_words("vehicle/year")
    ('', ' car a year', ' cars a year')
    >>> unit_words("USD/vehicle")
    ('$', ' a car', ' a car')
    >>> unit_words("USD*year/vehicle")
    ('$', ' for each car a year', ' for each car a year')
    >>> unit_words("share")
    ('', '%', '%')
    """
    if unit == "share":
        return ("", "%", "%")
    up = {name: power for name, power in parts(unit) if power > 0}
    down = [name for name in _denominator(unit) if name not in up]
    money = "$" if up.pop("USD", 0) else ""
    per = "".join(f" a {_WORDS[name][0]}" for name in down)
    per = re.sub(r" a (?=[aeio]|hour)", " an ", per)
    if money and up and down:
        # USD / (vehicle/year): what one car of yearly capacity costs.
        each = f" for each {per.split(' ', 2)[2]} a {_WORDS[next(iter(up))][0]}"
        return (money, each, each)
    one = "-".join(_WORDS[name][0] for name in up)
    many = "-".join([*(_WORDS[name][0] for name in list(up)[:-1]), *(_WORDS[name][1] for name in list(up)[-1:])])
    return (money, (f" {one}" if one else "") + per, (f" {many}" if many else "") + per)


def words_alone(words: Sequence[str]) -> str:
    """A unit without a number, from its words.

    Examples
    --------
    >>> words_alone(unit_words("USD/vehicle")), words_alone(unit_words("day"))
    ('dollars a car', 'days')
    """
    return f"{'dollars' if words[0] else ''}{words[2]}".strip()


def _denominator(unit: str) -> list[str]:
    """Names with a negative power, time last: hours a person a year."""
    names = [name for name, power in parts(unit) if power < 0]
    return sorted(names, key=lambda name: (name in TIMES, name))


def number(value: float) -> str:
    """A number for a reader: English format, no more digits than help.

    Examples
    --------
    >>> number(2000), number(76.712), number(1.534), number(0.0020)
    ('2,000', '76.7', '1.53', '0.002')
    >>> number(float("nan")), number(-5)
    ('not available', '−5')
    """
    return _number(value, about=False)


def about(value: float) -> str:
    """A number rounded as one says it aloud: 77, not 76.7.

    Examples
    --------
    >>> about(76.712), about(1.534), about(0.0564), about(40_582.7), about(12_345)
    ('77', '1.5', '0.056', '40,600', '12,345')
    """
    return _number(value, about=True)


def _number(value: float, *, about: bool) -> str:
    if not math.isfinite(value):
        return "not available"
    size = abs(value)
    whole = abs(value - round(value)) <= 1e-9 * max(1.0, size)
    if about and size >= 10_000 and not whole:
        digits = 2 - math.floor(math.log10(size))
    elif size >= 100 or whole:
        digits = 0
    elif size >= 10:
        digits = 0 if about else 1
    elif size >= 1:
        digits = 1 if about else 2
    else:
        digits = (1 if about else 2) - math.floor(math.log10(size))
    text = f"{_round(size, digits):,.{max(0, digits)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if value < 0 and text != "0" else text


def _round(size: float, digits: int) -> float:
    """Round half away from zero, as JavaScript's Math.round and readers do."""
    scale = 10.0**digits
    return math.floor(size * scale + 0.5) / scale


def say(value: float, unit: str, *, rounded: bool = False) -> str:
    """A value with its unit, as a reader says it.

    Parameters
    ----------
    value
        A number, in `unit`; NaN is said as "not available".
    unit
        A unit of the kit.
    rounded
        Round as one says it aloud.

    Examples
    --------
    >>> say(6_000_000, "USD"), say(50_000, "USD/vehicle"), say(2000, "vehicle/year")
    ('$6 million', '$50,000 a car', '2,000 cars a year')
    >>> say(7.5, "USD/unit"), say(13.333, "USD/entry"), say(0.394, "USD/hour"), say(0.0143, "USD/unit")
    ('$7.50 a unit', '$13.33 an entry', '$0.39 an hour', '$0.0143 a unit')
    >>> say(1, "day"), say(76.71, "vehicle", rounded=True), say(0.014, "share")
    ('1 day', '77 cars', '1.4%')
    """
    before, one, many = unit_words(unit)
    if not math.isfinite(value):
        return "not available"
    if many == "%":
        value = value * 100
    text = _money(value, about=rounded) if before else _number(value, about=rounded)
    sign, text = ("−", text[1:]) if text.startswith("−") else ("", text)
    return f"{sign}{before}{text}{one if text == '1' else many}"


def say_exactly(value: float, unit: str) -> str:
    """A value with its unit and with all its digits, for somebody who is to reckon with it.

    Examples
    --------
    >>> say_exactly(16.25, "USD/unit"), say_exactly(1_235_000, "USD"), say_exactly(0.1234, "share")
    ('$16.25 a unit', '$1,235,000', '12.34%')
    >>> say_exactly(6_000_000, "USD"), say_exactly(12.5, "USD/unit"), say_exactly(125.5, "day")
    ('$6 million', '$12.50 a unit', '125.5 days')
    """
    before, one, many = unit_words(unit)
    in_millions = before and abs(value) >= 1e6 and float(f"{value:.3g}") == value
    if in_millions or not math.isfinite(value):
        return say(value, unit)
    size = abs(value) * (100 if many == "%" else 1)
    text = f"{Decimal(f'{size:.12g}'):,f}"  # twelve digits: what adding steps leaves over is rounded away
    if before and re.search(r"\.\d$", text):
        text += "0"
    return f"{'−' if value < 0 else ''}{before}{text}{one if text == '1' else many}"


def _money(value: float, *, about: bool) -> str:
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size * 0.9995:
            digits = 2 - math.floor(math.log10(abs(value) / size) + 1e-12)
            text = f"{_round(abs(value) / size, digits):,.{max(0, digits)}f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return ("−" if value < 0 else "") + f"{text} {word}"
    size = abs(value)
    if 0.1 <= size < (10 if about else 100) and abs(value - round(value)) > 0.005:
        return f"{'−' if value < 0 else ''}{_round(size, 2):.2f}"  # cents
    return _number(value, about=about and size < 10_000)
