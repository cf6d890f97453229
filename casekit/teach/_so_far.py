"""How far a student is: the points, what is left, and the sheet as a notebook shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._html import escape
from ..tasks.counting import counts
from ..tasks.times import is_past
from ._given import Given
from ._said import WORDS, Points, Row, count, framed, safe, table_of


def points_of(given: Given) -> Points:
    """The points so far; where anything is graded, practice is not among them."""
    rows, have, of = [], 0.0, 0.0
    for id, task in given.tasks.items():
        verdict = given.verdict(id)
        rows.append(_row(given, task, verdict))
        if counts(given.sheet, task):
            have, of = have + (verdict["points"] or 0.0), of + task["points"]
    return Points(_sentence(given, have, of), tuple(rows), have, of)


def next_of(given: Given) -> str:
    """What to do next."""
    left = given.left
    return f'Next: sheet.ask("{left[0]}")' if left else f"Your answers are in {given.saved.path.name}."


def notes_of(given: Given) -> list[str]:
    """What the student should know of the answers file."""
    return [*given.saved.notes, *([given.saved.trouble] if given.saved.trouble else [])]


def html_of(given: Given) -> str:
    """The sheet as a notebook shows it."""
    sheet, points = given.sheet, points_of(given)
    facts = [
        f"{sheet['minutes']:g} minutes" if sheet.get("minutes") else "",
        sheet["line"],
        f"due {sheet['due']}" if sheet["due"] else "",
        f"your numbers: {given.who}" if given.code != "practice" else "",
    ]
    body = [
        f'<p class="ck-title">{escape(sheet["title"])}</p>',
        f'<p class="ck-dim">{escape(" · ".join(filter(None, facts)))}</p>',
        f"<p>{safe(sheet['about'])}</p>" if sheet["about"] else "",
        f"<p><strong>{escape(points.said)}</strong></p>{table_of(points.rows)}",
        f"<p>{escape(next_of(given))}</p>",
        f'<p class="ck-dim">Each answer is kept at once in {escape(given.saved.path.name)}.</p>',
        *(f"<p>{escape(note)}</p>" for note in notes_of(given)),
    ]
    return framed("".join(body))


def late(sheet: Mapping[str, Any]) -> str:
    """That the time is over, where it is; the answer is kept all the same."""
    return f"It was due {sheet['due']}; it is kept with its time." if is_past(sheet["due"]) else ""


def _row(given: Given, task: Mapping[str, Any], verdict: Mapping[str, Any]) -> Row:
    shape, word = WORDS.get(verdict["verdict"], ("", "open"))
    tries, of = given.tries(task["id"]), f"of {task['points']:g}"
    state = word[0].lower() + word[1:]
    if verdict["verdict"] == "open" and given.old(task["id"]):
        state = "open: your earlier answer was to other numbers"
    if verdict["verdict"] == "placed":
        state = "placed: say what it missed"
    elif verdict["points"] is not None:
        of = f"{verdict['points']:g} {of}"
    state += f", {tries} tries" if tries > 1 else ""
    return Row(task["id"], task["title"], of, shape, state if counts(given.sheet, task) else f"{state} (practice)")


def _sentence(given: Given, have: float, of: float) -> str:
    left = given.left
    some = ", ".join(left[:3]) + (" ..." if len(left) > 3 else ".")
    rest = f"{count(len(left), 'task')} left: {some}" if left else "No task is left."
    if not given.sheet["graded"]:
        return f"{have:g} of {count(of, 'point')} so far. {rest}"
    asked = [id for id, task in given.tasks.items() if counts(given.sheet, task)]
    kept = sum(id not in left for id in asked)
    return f"{kept} of {count(len(asked), 'task')} that count {'is' if kept == 1 else 'are'} answered. {rest}"
