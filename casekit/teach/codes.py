"""The short code of a reader's votes and bets, to paste into a chat or to read out.

The format
----------
The fields are the votes and bets of part A, in the order of the walk. Each gives characters of Crockford's base 32
(0-9 and A-Z without I, L, O and U; their values are 0 to 31):

- a vote gives two: the place of the option in the case's list, from 0; then how sure, divided by ten and rounded half
  up, 0 to 10. `Z` (31) is "not said"; a vote that was not cast is `ZZ`.
- a bet gives one: its place on its slider, rounded half up to one of 31, from 0 at the low end to 30 at the high end;
  by ratios where the slider moves by ratios. `Z` is "no bet". The value comes back to a thirtieth of the slider.
- last comes one check character. With the arithmetic of the field of 32 elements (x⁵ = x² + 1) it is the start value
  plus the sum of each value times x to the power of its place, counted from 1. The powers of x differ, so that each
  single mistyped character and each swap of two is caught. The start value folds what is asked: of
  `step:kind:options;` of each field, sum = sum × 31 + letter, from 7, modulo 65,521, and that modulo 32. So a code of
  another case seldom fits.

A code of another walk than the first begins with the walk's name and a colon (`network:1ZB4-...`), so that nobody can
take a code of one class for one of the other.

Characters stand in groups of four with hyphens between. Reading is lenient: letters of either size, O for 0, I and L
for 1, spaces, dots and hyphens anywhere. The first bet of a step counts, and the last vote.
`casekit/export/web/codes.js` is the twin of `encode`; a test compares both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._crockford import ALPHABET, BETWEEN, check_value, lenient
from .._errors import KitError
from ._asked import asked

if TYPE_CHECKING:
    from ..case import Case

NONE = 31
PLACES = 30
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def fields(case: Case) -> list[dict[str, Any]]:
    """What a code holds, in order: the votes and bets of part A of a case's walk.

    Returns
    -------
    list of dict
        `step` and `kind` ("vote" or "bet"); a vote has `options`, a bet `low`, `high` and `log`. It is what the page
        hands to codes.js.

    Examples
    --------
    >>> import casekit as ck
    >>> [field["kind"] for field in fields(ck.load("local-motors"))][:2]
    ['vote', 'bet']
    """
    found: list[dict[str, Any]] = []
    for question in asked(case):
        if question.part != "A":
            continue
        if question.kind == "vote":
            letters = [option.letter for option in case.decision.options]
            found.append({"step": question.step, "kind": "vote", "options": letters})
        elif question.bet is not None:
            bet = question.bet
            log = bool(bet.log and bet.low > 0)
            ends = {"low": float(bet.low), "high": float(bet.high), "log": log}
            found.append({"step": question.step, "kind": "bet", **ends})
    return found


def encode(case: Case, answers: Iterable[Mapping[str, Any]]) -> str:
    """The short code of some answers.

    Parameters
    ----------
    case
        The case that was answered.
    answers
        As in an answers file: each with `step`, `kind`, `value` and, for a vote, `sure`.

    Examples
    --------
    >>> import casekit as ck
    >>> lm = ck.load("local-motors")
    >>> answers = [{"step": "vote-1", "kind": "vote", "value": "B", "sure": 60}]
    >>> decode(lm, encode(lm, answers)) == answers
    True
    """
    asked_for, given = fields(case), list(answers)
    values = [value for field in asked_for for value in _values(field, given)]
    text = "".join(ALPHABET[value] for value in [*values, _check(asked_for, values)])
    groups = "-".join(text[at : at + 4] for at in range(0, len(text), 4))
    return f"{case.walk_name}:{groups}" if case.walk_name else groups


def decode(case: Case, code: str) -> list[dict[str, Any]]:
    """The answers in a short code.

    Parameters
    ----------
    case
        The case that was answered.
    code
        As a reader typed or read it out.

    Returns
    -------
    list of dict
        One for each vote and bet that was given, in the order of the walk.

    Raises
    ------
    KitError
        When the code is mistyped; it says which group of four looks wrong where that can be known. Or when it belongs
        to another walk of the case.
    """
    asked_for, code = fields(case), _of_the_walk(case, code)
    values = _typed(code, sum(2 if field["kind"] == "vote" else 1 for field in asked_for) + 1)
    # A character that cannot stand where it stands says more than the check can.
    answers, at = [], 0
    for field in asked_for:
        if field["kind"] == "bet":
            if values[at] != NONE:
                answers.append({"step": field["step"], "kind": "bet", "value": _on_slider(field, values[at])})
            at += 1
            continue
        option, sure = values[at], values[at + 1]
        if option != NONE and option >= len(field["options"]):
            raise KitError(_wrong(code, at, f"no vote is written {ALPHABET[option]}"))
        if 10 < sure < NONE or (option == NONE and sure != NONE):
            raise KitError(_wrong(code, at + 1, f"{ALPHABET[sure]} does not say how sure a vote is"))
        if option != NONE:
            sureness = {} if sure == NONE else {"sure": sure * 10}
            answers.append({"step": field["step"], "kind": "vote", "value": field["options"][option], **sureness})
        at += 2
    if _check(asked_for, values[:-1]) != values[-1]:
        raise KitError(
            f'The code "{_short(code)}" does not fit: a character is mistyped, or it belongs to another case. '
            "Compare it group by group with the reader's screen."
        )
    return answers


def _of_the_walk(case: Case, code: str) -> str:
    """A code without the name of its walk, which must be that of the case."""
    name, colon, rest = code.rpartition(":")
    if name.strip().casefold() == case.walk_name:
        return rest
    if colon:
        raise KitError(f'The code "{_short(code)}" belongs to the walk "{_short(name)}", not to {_walk(case)}.')
    raise KitError(
        f'The code "{_short(code)}" names no walk, so it is of the first. Codes of {_walk(case)} begin with '
        f'"{case.walk_name}:".'
    )


def _walk(case: Case) -> str:
    return f'the walk "{case.walk_name}"' if case.walk_name else f"the first walk of {case.title}"


def place(field: Mapping[str, Any], value: float) -> int:
    """Where a bet stands on its slider, 0 to 30; 31 where it is not a number.

    >>> place({"low": 0, "high": 300, "log": False}, 77)
    8
    """
    low, high = float(field["low"]), float(field["high"])
    if not math.isfinite(value) or not high > low:
        return NONE
    held = min(high, max(low, value))
    ratios = field["log"] and low > 0
    share = math.log(held / low) / math.log(high / low) if ratios else (held - low) / (high - low)
    return math.floor(share * PLACES + 0.5)


def _on_slider(field: Mapping[str, Any], at: int) -> float:
    low, high = float(field["low"]), float(field["high"])
    share = at / PLACES
    return low * (high / low) ** share if field["log"] and low > 0 else low + (high - low) * share


def _values(field: Mapping[str, Any], answers: list[Mapping[str, Any]]) -> list[int]:
    own = [each for each in answers if each.get("step") == field["step"] and each.get("kind") == field["kind"]]
    if field["kind"] == "bet":
        return [place(field, float(own[0]["value"]))] if own else [NONE]
    if not own or own[-1]["value"] not in field["options"]:
        return [NONE, NONE]
    sure = own[-1].get("sure")
    said = isinstance(sure, int | float) and not isinstance(sure, bool) and 0 <= sure <= 100
    return [field["options"].index(own[-1]["value"]), math.floor(float(sure or 0) / 10 + 0.5) if said else NONE]


def _check(asked_for: list[dict[str, Any]], values: list[int]) -> int:
    text = "".join(f"{field['step']}:{field['kind']}:{''.join(field.get('options', ()))};" for field in asked_for)
    start = 7
    for letter in text:
        start = (start * 31 + ord(letter)) % 65521
    return check_value(values, start % 32)


def _typed(code: str, length: int) -> list[int]:
    """The values of the characters that were typed; a KitError where there are too many, too few or strange ones."""
    groups = [group for group in BETWEEN.split(lenient(code[:200])) if group]
    typed = "".join(groups)
    for at, letter in enumerate(typed[:length]):
        if letter not in ALPHABET:
            raise KitError(_wrong(code, at, f"{_short(letter)!r} is no character of a code"))
    if len(typed) != length:
        # Where the reader kept the groups, one of another size is the culprit.
        sizes = [4] * (length // 4) + [length % 4] * bool(length % 4)
        odd = [n for n, (group, size) in enumerate(zip(groups, sizes, strict=False)) if len(group) != size]
        where = " A code of another case? Name it, --case."
        if len(groups) == len(sizes) and len(odd) == 1:
            where = f" The {_ordinal(odd[0])} group has {len(groups[odd[0]])} instead of {sizes[odd[0]]}."
        raise KitError(f'The code "{_short(code)}" has {len(typed)} characters; {length} are needed.{where}')
    return [ALPHABET.index(letter) for letter in typed]


def _wrong(code: str, at: int, why: str) -> str:
    return f'The code "{_short(code)}" looks wrong in its {_ordinal(at // 4)} group: {why}.'


def _ordinal(at: int) -> str:
    return _ORDINALS[at] if at < len(_ORDINALS) else f"{at + 1}th"


def _short(code: str) -> str:
    """What was typed, short enough for a sentence and without characters that would spoil it."""
    text = "".join(letter if letter.isprintable() else "?" for letter in code.strip()[:40])
    return text + ("..." if len(code.strip()) > 40 else "")
