"""Marks from saved answers alone: nothing that a student wrote is run, and nothing of the file but the answers counts.

The numbers of each student are drawn anew from the code and the instructor's key, so that a file in which the numbers,
the points or the verdicts were changed gains nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._errors import KitError
from ..tasks.codes import read_code
from ..tasks.counting import counting_value, reason_against
from ..tasks.judge import judge
from ..tasks.numbers import variant_of
from ..tasks.sheet import VARIANTS, make_sheet

if TYPE_CHECKING:
    import pandas as pd

    from ..tasks.bank import Assignment

MOST = 5_000  # answers of one file that are looked at


@dataclass(frozen=True)
class Mark:
    """What one task brought.

    Parameters
    ----------
    task, title
        Which task.
    points, of
        The points, None where somebody has to read or run the answer first, and the most there is.
    counts
        Whether it counts, or was practice.
    verdict, said
        The verdict on the answer that counts; "missing" where there is none.
    tries
        How many answers were given.
    note
        What the instructor should know; "" when there is nothing.
    """

    task: str
    title: str
    points: float | None
    of: float
    counts: bool
    verdict: str
    said: str
    tries: int = 0
    note: str = ""


@dataclass(frozen=True)
class Marks:
    """The marks of one student for one assignment.

    Parameters
    ----------
    code
        The student's code.
    rows
        One mark for each task, in the order of the assignment.
    """

    code: str
    rows: tuple[Mark, ...]

    @property
    def points(self) -> float:
        """The points of what counts, as far as they are known."""
        return sum(row.points or 0.0 for row in self._counting())

    @property
    def of(self) -> float:
        """The most that there is."""
        return sum(row.of for row in self._counting())

    @property
    def pending(self) -> float:
        """The points that wait for somebody who reads or runs the answer."""
        return sum(row.of for row in self._counting() if row.points is None)

    def _counting(self) -> Sequence[Mark]:
        """What counts; where everything is practice, all of it."""
        return [row for row in self.rows if row.counts] or self.rows

    @property
    def table(self) -> pd.DataFrame:
        """A fresh table, one row a task, with the columns of `Mark`."""
        import pandas as pd

        return pd.DataFrame([vars(row) for row in self.rows], columns=list(Mark.__dataclass_fields__))

    def __repr__(self) -> str:
        waits = f", {self.pending:g} to be read" if self.pending else ""
        return f"<Marks of {self.code}: {self.points:g} of {self.of:g} points{waits}>"


def mark(assignment: Assignment, saved: Mapping[str, Any], key: bytes = b"") -> Marks:
    """Mark what one student saved.

    Parameters
    ----------
    assignment
        What was asked.
    saved
        The content of an answers file.
    key
        The instructor's key, under which the assignment was released.

    Raises
    ------
    KitError
        When the file belongs to another assignment, or has no code.

    Examples
    --------
    >>> from casekit.tasks.read import read_assignment
    >>> assignment = read_assignment("local-motors")
    >>> mark(assignment, {"assignment": "local-motors", "code": "K7M42", "answers": []}, b"key").points
    0.0
    """
    found: Any = saved  # a stranger's file
    if not isinstance(found, Mapping) or found.get("assignment") != assignment.name:
        raise KitError(f"This file holds no answers to {assignment.name}.")
    code, answers = found.get("code"), found.get("answers")
    if not isinstance(code, str) or not 0 < len(code) <= 80 or not code.isprintable() or not isinstance(answers, list):
        raise KitError("This file has no code or no list of answers.")
    if assignment.graded:
        code = read_code(code)
    given: dict[str, list[Mapping[str, Any]]] = {}
    for answer in answers[:MOST]:
        if isinstance(answer, Mapping) and isinstance(answer.get("task"), str):
            given.setdefault(answer["task"], []).append(answer)
    sheet = _sheet_of(assignment, code, key, given)
    own = sheet["students"][0]
    rows = [marked(task, own[task["id"]], given.get(task["id"], [])) for task in sheet["tasks"]]
    return Marks(code, tuple(rows))


def _sheet_of(
    assignment: Assignment, code: str, key: bytes, given: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    """The sheet of one code. Practice without a roster has sets of numbers; what was recorded tells which it was."""
    sheet = make_sheet(assignment, [code], key, keys=True)
    if assignment.graded:
        return sheet
    other = make_sheet(assignment, [f"variant-{variant_of(code, VARIANTS)}"], key, keys=True)

    def agreeing(sheet: Mapping[str, Any]) -> int:
        own = sheet["students"][0]
        return sum(given_[-1].get("inputs") == own[id]["inputs"] for id, given_ in given.items() if id in own)

    return other if agreeing(other) >= agreeing(sheet) else sheet


def marked(task: Mapping[str, Any], own: Mapping[str, Any], given: Sequence[Mapping[str, Any]]) -> Mark:
    """Mark one task.

    Parameters
    ----------
    task, own
        Of a sheet that was made with `keys=True`.
    given
        The answers to it, the oldest first.
    """

    def row(points: float | None, verdict: str, said: str, note: str = "") -> Mark:
        counts = not task["practice"]
        return Mark(task["id"], task["title"], points, task["points"], counts, verdict, said, len(given), note)

    if not given:
        return row(0.0, "missing", "There is no answer.")
    why = [reason_against(task, own, each) for each in given]
    counting = [each for each, reason in zip(given, why, strict=True) if not reason]
    if not counting:
        other = "Every answer was given to other numbers than those of this code." if "inputs" in why else ""
        return row(0.0, "missing", "There is no answer that counts.", other)
    value = counting_value(task, counting)
    if task["kind"] == "function":
        value = {"source": value["source"]}  # what it gave on the student's machine is the student's word
    verdict = judge(task, own, value)
    points: float | None = verdict["points"]
    note = "The function has to be run." if task["kind"] == "function" and points is None else ""
    return row(points, verdict["verdict"], verdict["said"], note)
