"""What an answer is worth, and what it tells: right, a known wrong road, or no answer yet. It never raises.

`widgets/judge.js` is its twin and says the same words; a test holds the two together.

A verdict is plain data: `verdict`, `points` (None where nobody can say yet), `of`, `said` (a sentence, plain text) and
`help` (safe HTML: what kind of slip it is, where to look, what to read again).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from .._errors import KitError
from .._html import escape
from ..units import number as write
from ..units import say, words_alone
from . import formulas

Verdict: TypeAlias = dict[str, Any]

ESSAY = 6_000  # characters
_NOTHING = "There is no answer yet."
_RIGHT = "Right."


def judge(task: Mapping[str, Any], own: Mapping[str, Any], value: Any) -> Verdict:
    """Judge one answer.

    Parameters
    ----------
    task, own
        One task of a sheet, and what of it is the student's own.
    value
        The answer as it is saved.

    Returns
    -------
    dict
        The verdict. An answer that is none ("odd") is not to be saved; a graded one is "recorded", whatever it is.
    """
    try:
        odd = _odd(task, own, value)
        if odd:
            return _verdict(task, "odd", 0.0, odd)
        if task["kind"] == "essay":
            return _verdict(task, "by-hand", None, "Kept. Somebody reads it with the rubric.")
        if task["kind"] == "bet" and value.get("missed") is None:
            return _placed(task, own, value)
        if task.get("key") is None:
            said = "Recorded. It is marked later; until then you can change it."
            return _verdict(task, "recorded", None, said)
        return _KINDS[task["kind"]](task, own, value)
    except (KitError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError):
        # A file changed by hand can hold anything; what fits no kind of task is no answer.
        return _verdict(task, "odd", 0.0, "This is no answer to this task.")


def _verdict(
    task: Mapping[str, Any], verdict: str, share: float | None, said: str, help: Sequence[str] = ()
) -> Verdict:
    points = None if share is None else round(task["points"] * share, 4)
    return {"verdict": verdict, "points": points, "of": task["points"], "said": said, "help": [each for each in help]}


def _right(task: Mapping[str, Any], said: str = _RIGHT) -> Verdict:
    return _verdict(task, "right", 1.0, said)


def _quarters(share: float) -> float:
    """A share of the points in quarters, rounded down: two people who count get the same."""
    return math.floor(max(0.0, share) * 4 + 1e-9) / 4


# ---- what is no answer ----


def _odd(task: Mapping[str, Any], own: Mapping[str, Any], value: Any) -> str:
    """Why this is no answer to this kind of task; "" when it is one."""
    kind = task["kind"]
    if not _has_shape(kind, value):
        raise TypeError("another shape of answer")
    if kind in ("number", "bet"):
        return _odd_number(task, value)
    if kind == "choose":
        known = {each["id"] for each in task["items"]}
        if value["choice"] not in known:
            return "Choose one of them first."
        because = task.get("because")
        if because and value.get("because") not in {each["id"] for each in because["items"]}:
            return "Now say why: choose a reason too."
        return ""
    if kind in ("order", "strike"):
        return _odd_list(task, value)
    if kind in ("sort", "canvas"):
        bins = {each["key"] for each in task["bins"]}
        left = sum(value.get(each["id"]) not in bins for each in task["items"])
        return f"{left} of {len(task['items'])} {'is' if left == 1 else 'are'} still to be placed." if left else ""
    if kind == "sketch":
        count = len(task["x"]["at"])
        placed = sum(_is_number(each) for each in value)
        short = len(value) != count or placed < count
        return f"The line has {placed} of its {count} points. Draw all of them." if short else ""
    if kind == "essay":
        return _odd_text(task, value)
    if kind == "formula":
        if not isinstance(value, str):
            return _NOTHING
        try:
            formulas.read_formula(value, [each["name"] for each in task["names"]])
        except KitError as error:
            return str(error)
        return ""
    return "" if isinstance(value["source"], str) and value["source"].strip() else _NOTHING


def _has_shape(kind: str, value: Any) -> bool:
    """Whether an answer has the shape of its kind, in Python and in JSON alike."""
    if kind in ("formula", "essay"):
        return True  # what is no text is told so
    if kind in ("order", "strike"):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, list if kind == "sketch" else Mapping)


def _odd_number(task: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    given = value["number" if task["kind"] == "number" else "bet"]
    if given is None:
        return _NOTHING
    if not isinstance(given, int | float) or isinstance(given, bool):
        return "A number is asked for."
    if not math.isfinite(given):
        return "This is no finite number. Look for a division by zero."
    if task["kind"] == "bet" and value.get("missed") is not None:
        known = {each["id"] for each in task["missed"]["items"]}
        return "" if value["missed"] in known else "Choose what your bet missed."
    return ""


def _odd_list(task: Mapping[str, Any], value: Sequence[str]) -> str:
    known = [each["id"] for each in task["items"]]
    if task["kind"] == "order":
        return "" if sorted(value) == sorted(known) else "Put all of them in order, each once."
    if not value:
        return "Strike at least one sentence."
    return "" if set(value) <= set(known) and len(set(value)) == len(value) else "Strike sentences of this text."


def _odd_text(task: Mapping[str, Any], value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        return _NOTHING
    words = len(value.split())
    if len(value) > ESSAY or words > task["words"]:
        return f"This has {words:,} words; {task['words']} are the most. Shorten it."
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


# ---- numbers ----


def _number(task: Mapping[str, Any], own: Mapping[str, Any], value: Mapping[str, Any]) -> Verdict:
    key, given = own["key"], float(value["number"])
    units = {each["unit"]: each for each in task["units"]}
    unit = units.get(value.get("unit"))
    factor = unit["factor"] if unit else None
    meant = given if factor is None else given * factor
    if abs(meant - key["value"]) <= key["within"] and (factor is not None or not units):
        return _right(task, f"Right: {say(key['value'], task['asked'])}.")
    if abs(given - key["value"]) <= key["within"]:
        said = "The number is right; its unit is not." if unit else "The number is right; its unit is missing."
        asked = escape(words_alone(task["words"]))
        look = f"What is counted here, and for how long? Think of the unit: {asked}."
        first = "The same number of something else is another answer." if unit else "A number alone says nothing."
        return _verdict(task, "unit", 0.5, said, [first, look, task["key"]["see"]])
    for road in key["roads"]:
        if abs(meant - road["value"]) <= road["within"]:
            return _known_road(task, road["mistakes"])
    near = abs(meant - key["value"]) <= key["near"]
    if near:
        said = "Close, and not close enough."
        first = "Something was rounded on the way: keep all digits until the end. A year has 365 days here."
    else:
        said = "Not yet, and no common mistake gives this number."
        first = f"It is too {'large' if meant > key['value'] else 'small'}."
    return _verdict(task, "wrong", 0.0, said, [first, task["key"]["hint"], task["key"]["see"]])


def _known_road(task: Mapping[str, Any], which: Sequence[int]) -> Verdict:
    found = [task["key"]["mistakes"][at] for at in which]
    if len(found) == 1:
        said = "Not yet: this is a common mistake."
        return _verdict(task, "mistake", 0.0, said, [found[0]["slip"], found[0]["hint"], found[0]["see"]])
    said = f"Not yet: {len(found)} common mistakes give this."
    help = [" Or: ".join(dict.fromkeys(each[level] for each in found)) for level in ("slip", "hint", "see")]
    return _verdict(task, "mistake", 0.0, said, help)


def _sketch(task: Mapping[str, Any], own: Mapping[str, Any], value: Sequence[float]) -> Verdict:
    key = own["key"]
    off = [at for at, (a, b) in enumerate(zip(value, key["values"], strict=True)) if abs(a - b) > key["within"]]
    if not off:
        return _right(task, "Right: your line lies on it.")
    which = [
        at
        for road in key["roads"]
        if all(abs(a - b) <= key["within"] for a, b in zip(value, road["values"], strict=True))
        for at in road["mistakes"]
    ]
    if which:
        return _known_road(task, which)
    count, first = len(value), off[0]
    said = f"{count - len(off)} of {count} points lie on the line."
    too = "high" if value[first] > key["values"][first] else "low"
    look = f"At {escape(task['x']['said'][first])} your line is too {too}."
    share = 0.5 if len(off) <= count / 4 else 0.0
    verdict = "partly" if share else "wrong"
    return _verdict(task, verdict, share, said, [look, task["key"]["hint"], task["key"]["see"]])


# ---- formulas ----


def _formula(task: Mapping[str, Any], own: Mapping[str, Any], value: str) -> Verdict:
    tree = formulas.read_formula(value, [each["name"] for each in task["names"]])
    return _compared(task, formulas.values_at(tree, task["key"]["points"]), "formula")


def _function(task: Mapping[str, Any], own: Mapping[str, Any], value: Mapping[str, Any]) -> Verdict:
    ran = value.get("ran")
    if isinstance(ran, Mapping):
        if ran.get("error"):
            return _verdict(task, "wrong", 0.0, str(ran["error"])[:300], ["", task["key"]["hint"], task["key"]["see"]])
        met = _compared(task, _numbers(ran["values"]), "function")
        if met["verdict"] == "right" and ran.get("arrays"):
            said = f"Right for single numbers, not for arrays. {ran['arrays']}"[:300]
            return _verdict(task, "partly", 0.5, said, ["", task["key"]["hint"], task["key"]["see"]])
        return met
    try:
        names = [each["name"] for each in task["names"]]
        found = formulas.function_values(value["source"], names, task["key"]["points"])
    except KitError as error:
        return _verdict(task, "recorded", None, f"Kept. {error}")
    return _compared(task, found, "function")


def _compared(task: Mapping[str, Any], found: Sequence[float], what: str) -> Verdict:
    key, right = task["key"], _numbers(task["key"]["values"])
    if formulas.same(found, right):
        return _right(task, f"Right: the {what} gives the right number at {len(found)} of {len(found)} trials.")
    which = [at for at, road in enumerate(key["roads"]) if formulas.same(found, _numbers(road))]
    if which:
        return _known_road(task, which)
    factor = formulas.factor_between(found, right)
    hits = sum(formulas.same([a], [b]) for a, b in zip(found, right, strict=True))
    said = f"Not yet: it gives the right number at {hits} of {len(found)} trials."
    first = "It is no common mistake. Try it on numbers that you can work out in your head."
    if factor == -1:
        first = "It has the right size and the wrong sign."
    elif not math.isnan(factor):
        first = f"It is always {write(factor)} times what it should be."
    return _verdict(task, "wrong", 0.0, said, [first, key["hint"], key["see"]])


def _numbers(values: Sequence[float | None]) -> list[float]:
    return [math.nan if value is None else float(value) for value in values]


# ---- choosing, ordering, striking, sorting ----


def _why(key: Mapping[str, Any], id: str) -> list[str]:
    why = key["why"].get(id, {})
    return [why.get("slip", ""), why.get("hint") or key["hint"], why.get("see") or key["see"]]


def _choose(task: Mapping[str, Any], own: Mapping[str, Any], value: Mapping[str, Any]) -> Verdict:
    key = task["key"]
    if value["choice"] not in key["right"]:
        return _verdict(task, "mistake", 0.0, "Not this one.", _why(key, value["choice"]))
    if task.get("because") and value["because"] not in key["because"]:
        said = "The choice is right; the reason is not."
        return _verdict(task, "partly", 0.5, said, _why(key, value["because"]))
    return _right(task)


def _order(task: Mapping[str, Any], own: Mapping[str, Any], value: Sequence[str]) -> Verdict:
    key, texts = task["key"], {each["id"]: each["text"] for each in task["items"]}
    ranks = [key["ranks"][id] for id in value]
    pairs = [(a, b) for at, a in enumerate(ranks) for b in ranks[at + 1 :] if a != b]
    good = sum(a < b for a, b in pairs)
    if good == len(pairs):
        return _right(task)
    share = _quarters(2 * good / len(pairs) - 1)
    at = next(at for at in range(len(ranks) - 1) if ranks[at] > ranks[at + 1])
    high, low = value[at], value[at + 1]
    look = f"These two stand the wrong way round: “{escape(texts[high])}” and “{escape(texts[low])}”."
    said = f"{good} of {len(pairs)} pairs stand the right way round."
    help = [look, key["why"].get(low) or key["why"].get(high) or key["hint"], key["see"]]
    return _verdict(task, "partly" if share else "wrong", share, said, help)


def _strike(task: Mapping[str, Any], own: Mapping[str, Any], value: Sequence[str]) -> Verdict:
    key, right = task["key"], set(task["key"]["right"])
    wrong = [each["id"] for each in task["items"] if each["id"] in value and each["id"] not in right]
    hits = len(right & set(value))
    if hits == len(right) and not wrong:
        return _right(task)
    share = _quarters((hits - len(wrong)) / len(right))
    said = f"{hits} of {len(right)} that do not follow {'is' if hits == 1 else 'are'} struck"
    said += f", and {len(wrong)} that {'does' if len(wrong) == 1 else 'do'}." if wrong else "."
    first = "You struck a sentence that follows from the case." if wrong else "There is one more that does not follow."
    help = [first, (key["why"].get(wrong[0]) if wrong else "") or key["hint"], key["see"]]
    return _verdict(task, "partly" if share else "wrong", share, said, help)


def _sort(task: Mapping[str, Any], own: Mapping[str, Any], value: Mapping[str, str]) -> Verdict:
    key, items = task["key"], task["items"]
    wrong = [each for each in items if value[each["id"]] not in key["bins"][each["id"]]]
    if not wrong:
        return _right(task)
    share = _quarters((len(items) - len(wrong)) / len(items))
    said = f"{len(items) - len(wrong)} of {len(items)} stand where they belong."
    help = [f"Look again at “{escape(wrong[0]['text'])}”.", key["why"].get(wrong[0]["id"]) or key["hint"], key["see"]]
    return _verdict(task, "partly" if share else "wrong", share, said, help)


# ---- bets ----


def region(bet: float, answer: float, near: float) -> str:
    """Where a bet lies: "near" the answer, "below" or "above" it.

    >>> region(30, 77, 0.25), region(70, 77, 0.25), region(800, 77, 0.25)
    ('below', 'near', 'above')
    """
    if abs(bet - answer) <= near * abs(answer):
        return "near"
    return "below" if bet < answer else "above"


def _placed(task: Mapping[str, Any], own: Mapping[str, Any], value: Mapping[str, Any]) -> Verdict:
    said = f"You said {_with_words(value['bet'], task)}; it is {_with_words(own['answer'], task)}."
    return _verdict(task, "placed", 0.0, f"{said} Now say what your bet missed.")


def _bet(task: Mapping[str, Any], own: Mapping[str, Any], value: Mapping[str, Any]) -> Verdict:
    key = task["key"]
    if key["when"][value["missed"]] == region(value["bet"], own["answer"], key["near"]):
        return _right(task, "This is what your bet missed." if key["when"][value["missed"]] != "near" else _RIGHT)
    said = (
        f"You said {_with_words(value['bet'], task)} and it is {_with_words(own['answer'], task)}: this does not fit."
    )
    return _verdict(task, "mistake", 0.0, said, _why(key, value["missed"]))


def _with_words(value: float, task: Mapping[str, Any]) -> str:
    return say(value, task["asked"], rounded=True)


_KINDS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any], Any], Verdict]] = {
    "number": _number,
    "sketch": _sketch,
    "formula": _formula,
    "function": _function,
    "choose": _choose,
    "order": _order,
    "strike": _strike,
    "sort": _sort,
    "canvas": _sort,
    "bet": _bet,
}
