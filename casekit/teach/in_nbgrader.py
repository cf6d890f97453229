"""An assignment as the source of an nbgrader course, and the points that its hidden tests ask for.

The right answers stand in a file of their own beside `source/`, and not in the hidden tests: nbgrader shows those to
students in its feedback.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._errors import KitError
from ..tasks.bank import Assignment
from ..tasks.whose import own_of
from .mark import marked
from .reference import references
from .roster import Student
from .sheet_notebook import notebook_of, sheet_file

if TYPE_CHECKING:
    from .sheet import Sheet

MARKING = "casekit-marking"  # the folder with the right answers, beside `source`
_UP = 6  # folders above a notebook in which it is looked for
_CONFIG = '''"""Settings of this nbgrader course; nbgrader reads them where it is started."""

c = get_config()
# What is left of a reference answer in the release: nothing, since the line to fill in stands above it.
c.ClearSolutions.code_stub = {"python": ""}
'''


def nbgrader_files(
    assignment: Assignment, sheet: Mapping[str, Any], marking: Mapping[str, Any], students: Iterable[Student]
) -> dict[str, bytes]:
    """The files of an nbgrader course, by their names in its folder.

    Parameters
    ----------
    assignment
        What is asked.
    sheet
        For students, without the keys of what counts.
    marking
        The same with `keys=True`.
    students
        Who has which code; where nbgrader knows a student by the id of the roster, the code of that id counts.
    """
    from nbformat import writes

    code = next(iter(sheet["codes"])) if sheet["codes"] is not None else "reference"
    right = references(assignment, marking, own_of(marking, code))
    source = f"source/{assignment.name}"
    notebook = notebook_of(sheet, code, source=right)
    answers = {"casekit_marking": 1, "sheet": marking, "of": {student.id: student.code for student in students}}
    return {
        "nbgrader_config.py": _CONFIG.encode(),
        f"{source}/{assignment.name}.ipynb": (writes(notebook) + "\n").encode(),
        f"{source}/{sheet_file(sheet)}": dumped(sheet),
        f"{MARKING}/{assignment.name}.json": dumped(answers),
    }


def dumped(value: Any) -> bytes:
    """Plain data as the bytes of a file, the same every time."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()


def points_of(sheet: Sheet, task: str) -> float:
    """The points for what is recorded of a task, as nbgrader's hidden tests ask for them while it marks.

    Parameters
    ----------
    sheet
        The student's, with the answers that were given.
    task
        Its id.

    Raises
    ------
    KitError
        When the right answers are nowhere above the notebook.
    """
    found = _marking(sheet._sheet["assignment"])
    whole = found["sheet"] if found is not None else sheet._sheet
    code = found["of"].get(Path.cwd().parent.name, sheet._code) if found is not None else sheet._code
    asked = next(each for each in whole["tasks"] if each["id"] == task)
    if asked["key"] is None and not asked["by_hand"]:
        raise KitError(
            f"The right answers are not here. Put the folder {MARKING}, which `casekit release --nbgrader` wrote, "
            "beside the folder `source` of the course."
        )
    answers = sheet._saved.content["answers"]
    given = [each for each in answers if isinstance(each, Mapping) and each.get("task") == task]
    mark = marked(asked, own_of(whole, code)[task], given)
    return float(mark.points or 0.0)


def _marking(name: str) -> dict[str, Any] | None:
    here = Path.cwd()
    for folder in (here, *list(here.parents)[:_UP]):
        path = folder / MARKING / f"{name}.json"
        if path.is_file():
            return dict(json.loads(path.read_text(encoding="utf-8")))
    return None
