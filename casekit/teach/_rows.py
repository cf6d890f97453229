"""Single answers, checked one by one: what comes from a reader's file is a stranger's."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .._html import plain
from ..tasks.times import moment
from ._asked import Asked, asked

if TYPE_CHECKING:
    from ..case import Case

COLUMNS = ("reader", "step", "kind", "value", "sure", "at", "from_code")
TEXT = 1_000  # characters of a sentence that are kept
MANY = 2_000  # answers of one reader that are looked at
_READER = re.compile(r"[A-Za-z0-9_-]{1,32}")
# Control characters, and those that turn the direction of the text around them.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


@dataclass(frozen=True)
class Row:
    """One answer that can be used: `value` is a letter, a number in the bet's unit, a note's text, or a sentence."""

    reader: str
    step: str
    kind: str
    value: str | float
    sure: float = math.nan
    at: datetime | None = None
    from_code: bool = False


def usable(case: Case, reader: str, answers: Iterable[Any], *, from_code: bool = False) -> tuple[list[Row], int]:
    """The answers that fit what a case asks, and how many do not."""
    known = {(question.step, question.kind): question for question in asked(case)}
    choices = {
        "vote": {option.letter for option in case.decision.options},
        "pick": {plain(note.text) for note in case.canvas},
    }
    rows, odd = [], 0
    for number, answer in enumerate(answers):
        if number >= MANY:
            break
        row = None
        if isinstance(answer, Mapping):
            step, kind = answer.get("step"), answer.get("kind")
            question = known.get((step, kind)) if isinstance(step, str) and isinstance(kind, str) else None
            if question is None:
                continue  # a step of another edition, or a kind that this one does not draw
            row = _row(question, choices.get(question.kind), answer, reader, from_code)
        odd += row is None
        rows += [row] if row else []
    return rows, odd


def _row(
    question: Asked, choices: set[str] | None, answer: Mapping[str, Any], reader: str, from_code: bool
) -> Row | None:
    given = answer.get("value")
    value: str | float
    if question.bet is not None:
        value = _number(given)
        if not question.bet.low <= value <= question.bet.high:
            return None
    elif not isinstance(given, str):
        return None
    else:
        value = clean(given, TEXT) if choices is None else given
        if not value or (choices is not None and value not in choices):
            return None
    sure = _number(answer.get("sure"))
    said = question.kind == "vote" and 0 <= sure <= 100
    at = moment(answer.get("at"))
    return Row(reader, question.step, question.kind, value, sure if said else math.nan, at, from_code)


def _number(given: Any) -> float:
    """A number of a file; not available where it is none."""
    good = isinstance(given, int | float) and not isinstance(given, bool)
    return float(given) if good and math.isfinite(given) else math.nan


def clean(text: str, limit: int) -> str:
    r"""A text on one line, without hidden characters, cut where it is too long. It is not HTML yet.

    >>> clean("  I fund\n factory 2  ", 9)
    'I fund fa…'
    """
    text = " ".join(_HIDDEN.sub(" ", text[: 4 * limit]).split())
    return text if len(text) <= limit else text[:limit].rstrip() + "…"


def reader_of(given: Any) -> str:
    """A reader's random letters; "" where they are missing or odd."""
    return given if isinstance(given, str) and _READER.fullmatch(given) else ""


def counted(rows: Iterable[Row]) -> Iterator[Row]:
    """One answer for each reader and step: the first bet, and the last of everything else."""
    kept: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        key = (row.reader, row.step, row.kind)
        if row.kind != "bet" or key not in kept:
            kept[key] = row
    yield from kept.values()
