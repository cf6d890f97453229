"""The sheet: an assignment as plain data, which the notebook, the page, the check and the marking all read.

What is the same for everybody stands in `tasks`, what is a student's own in `students`. A task that counts comes
without its key; a practice task brings it, since who wants to can compute it with the kit anyway.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .._html import plain
from ._writer import Writer
from .bank import Assignment
from .keyless import open_task, without_keys

if TYPE_CHECKING:
    from ..case import Case

SCHEMA = 1
VARIANTS = 40  # sets of numbers where no roster says who gets which


def make_sheet(
    assignment: Assignment,
    codes: Sequence[str] | None = None,
    key: bytes = b"",
    variants: int = VARIANTS,
    *,
    keys: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """An assignment as plain data: dicts, lists, text and numbers alone, as CONTRIBUTING.md describes it.

    Parameters
    ----------
    assignment
        What is asked.
    codes
        The students' codes; None where any word will do as code, which then chooses one of `variants` sets of numbers.
    key
        The instructor's, under which the numbers of what counts are drawn.
    variants
        How many sets of numbers there are where no roster says who gets which.
    keys
        Give the right answers of what counts too. Such a sheet is for marking, and is never handed out.
    progress
        Is told how many students are done, and of how many.

    Raises
    ------
    KitError
        When a task cannot be worked out.

    Examples
    --------
    >>> from casekit.tasks.read import read_assignment
    >>> sheet = make_sheet(read_assignment("local-motors"), codes=["K7M42"], key=b"mine")
    >>> sheet["codes"], sheet["graded"], sheet["tasks"][0]["key"] is None
    ({'K7M42': 0}, True, True)
    """
    case = case_of(assignment)
    writers = [Writer(asked, assignment, case) for asked in assignment.asked]
    names = list(codes) if codes is not None else [f"variant-{at}" for at in range(variants)]
    students = []
    for at, code in enumerate(names):
        students.append({writer.task.id: writer.own(code, key) for writer in writers})
        if progress is not None:
            progress(at + 1, len(names))
    tasks = [writer.shared() for writer in writers]
    known = None if codes is None else {code: at for at, code in enumerate(names)}
    whole = {**_heading(assignment, case, tasks), "codes": known, "tasks": tasks, "students": students}
    return whole if keys else without_keys(whole)


def _heading(assignment: Assignment, case: Case, tasks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What stands above the tasks."""
    from ..case._look import part_line

    return {
        "casekit_sheet": SCHEMA, "assignment": assignment.name, "title": plain(assignment.title),
        "about": case.prose(assignment.about), "case": case.slug, "case_title": case.title, "part": assignment.part,
        "line": part_line(case), "opens": assignment.opens, "due": assignment.due, "minutes": assignment.minutes,
        "graded": assignment.graded, "release": _mark_of(assignment.name, tasks),
    }  # fmt: skip


def case_of(assignment: Assignment) -> Case:
    """The case of an assignment, in the part that its class knows."""
    from ..library import load

    return load(assignment.bank.case, part=assignment.part)


def _mark_of(name: str, tasks: Sequence[dict[str, Any]]) -> str:
    """A mark of what is asked: another one as soon as a question, a choice or a point is changed.

    It is the same with the keys and without.
    """
    text = json.dumps([name, [_asked(task) for task in tasks]], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _asked(task: dict[str, Any]) -> dict[str, Any]:
    """A task without its picture and without what only a key tells."""
    kept = {word: value for word, value in open_task(task).items() if word not in ("key", "chart", "asked")}
    units = [each["unit"] for each in task.get("units", ())]
    return {**kept, "units": units} if units else kept
