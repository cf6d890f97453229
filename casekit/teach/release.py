"""From an assignment to what students get: a page, a notebook, and numbers of one's own for each of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from .._errors import KitError
from ..export.sheet_page import handed_out, in_words, sheet_page
from ..tasks.bank import Asked, Assignment
from ..tasks.keyless import without_keys
from ..tasks.read import read_assignment
from ..tasks.sheet import make_sheet
from ..tasks.times import is_past
from .course import HAND_OUT, Course, Handed
from .in_nbgrader import dumped, nbgrader_files
from .roster import LIKE_THIS, Student
from .sheet_notebook import notebook_of, sheet_file

Progress: TypeAlias = Callable[[str, int, int], None]
Files: TypeAlias = dict[str, Callable[[], bytes]]
NBGRADER = "nbgrader"


@dataclass(frozen=True)
class Release:
    """What was released.

    Parameters
    ----------
    assignment
        Its name.
    hand_out
        The folder that holds everything for students, and nothing else.
    students
        Who has which code; nobody where any word will do as code.
    written
        How many files are new, or other than before.
    sentences
        What was made, what changed, and what comes next.
    """

    assignment: str
    hand_out: Path
    students: tuple[Student, ...]
    written: int
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    __repr__ = __str__


def release(
    assignment: str | Path | Assignment,
    roster: str | os.PathLike[str] | None = None,
    folder: str | os.PathLike[str] | None = None,
    *,
    each: bool = True,
    force: bool = False,
    nbgrader: bool = False,
    progress: Progress | None = None,
) -> Release:
    """Release an assignment to a class: the page, the notebook, and the sheet that both read.

    Released again it keeps everybody's code and numbers, and says what changed.

    Parameters
    ----------
    assignment
        An assignment of the kit by its name, or the path of one.
    roster
        A CSV file with an id and a name for each student. Practice needs none: any word will do as code.
    folder
        The course folder, for the instructor alone; else `course` here. `teach.course` shows what is in it.
    each
        Also make the files of each student, in which the code is filled in.
    force
        Write over files that were changed, and give students other numbers than they had.
    nbgrader
        Also make the source of an nbgrader course.
    progress
        Is told what is made, how many are done, and of how many.

    Returns
    -------
    Release
        With sentences for the instructor.

    Raises
    ------
    KitError
        When what counts has no roster, the roster has a mistake, or a file or a student's number was changed since.

    Examples
    --------
    >>> import tempfile
    >>> made = release("local-motors-practice", folder=tempfile.mkdtemp())
    >>> sorted(path.suffix for path in made.hand_out.iterdir())
    ['.html', '.ipynb', '.json']
    """
    asked = assignment if isinstance(assignment, Assignment) else read_assignment(assignment)
    return _released(asked, roster, Course(folder), each, force, nbgrader, progress or (lambda what, done, of: None))


def _released(
    asked: Assignment, roster: str | os.PathLike[str] | None, course: Course, each: bool, force: bool, nbgrader: bool,
    tell: Progress,
) -> Release:  # fmt: skip
    if asked.graded and roster is None and not course.codes_file.exists():
        raise KitError(f"{asked.title} counts, so each student needs numbers: name a roster with --roster. {LIKE_THIS}")
    begins = course.is_new
    students, notes = course.students(roster)
    key = course.key() if students else b""
    # In the order of their letters: that of the roster would tell whose code is whose.
    codes = sorted(student.code for student in students) if students else None
    whole = make_sheet(asked, codes, key, keys=nbgrader, progress=partial(tell, "Numbers"))
    sheet = without_keys(whole)
    handed = Handed(course, asked.name)
    changes = _changes(handed, asked, sheet, force)
    files = _hand_out(sheet, each)
    if nbgrader:
        files |= _nbgrader(nbgrader_files(asked, sheet, whole, students))
    handed.check(files, force)
    course.write_codes(students, force) if students else None
    about = {"release": sheet["release"], "tasks": _digests(asked)}
    written = handed.write(files, about, lambda done: tell("Files", done, len(files)))
    sentences = [*notes, *changes, *_said(asked, handed, sheet, students, files, written)]
    if begins and students:
        sentences.insert(0, f"A new course begins in {course.folder}.")
    return Release(asked.name, handed.hand_out, tuple(students), written, tuple(sentences))


def _hand_out(sheet: Mapping[str, Any], each: bool) -> Files:
    """Everything for students: how each file is called, and how it is made."""
    files = _three(sheet, "", HAND_OUT)
    if each and sheet["codes"] is not None:
        for code in sheet["codes"]:
            files |= _three(sheet, code, f"{HAND_OUT}/each/{code}")
    return files


def _three(sheet: Mapping[str, Any], code: str, place: str) -> Files:
    from nbformat import writes

    name = sheet["assignment"]
    return {
        f"{place}/{name}.html": lambda: sheet_page(sheet, code).encode(),
        f"{place}/{name}.ipynb": lambda: (writes(notebook_of(sheet, code)) + "\n").encode(),
        f"{place}/{sheet_file(sheet)}": lambda: dumped(handed_out(sheet, code)[0]),
    }


def _nbgrader(made: Mapping[str, bytes]) -> Files:
    # One folder for the whole course: nbgrader keeps its assignments side by side.
    return {f"../{NBGRADER}/{name}": partial(bytes, data) for name, data in made.items()}


# ---- what changed since the last time ----


def _changes(handed: Handed, asked: Assignment, sheet: Mapping[str, Any], force: bool) -> list[str]:
    """What is other than it was released, a sentence each; numbers that students may have begun with need `force`."""
    before = handed.read(f"{HAND_OUT}/{sheet_file(sheet)}")
    if before is None or before["casekit_sheet"] != sheet["casekit_sheet"]:
        return []
    said = [
        f'{what.capitalize()}: "{before[what]}" became "{sheet[what]}".'
        for what in ("title", "due", "opens")
        if before[what] != sheet[what]
    ]
    old, new = ({task["id"]: task for task in each["tasks"]} for each in (before, sheet))
    said += [f"{id} is asked no more." for id in old if id not in new]
    said += [f"{id} is new." for id in new if id not in old]
    digests = handed.about.get("tasks", {})
    for id in (id for id in new if id in old):
        said += _change_of(id, old[id], new[id], digests.get(id), _digests(asked)[id])
    both = [id for id in new if id in old]
    if [id for id in old if id in both] != both:
        said.append("The tasks stand in another order.")
    others = _other_numbers(before, sheet, both)
    if others and not force:
        raise KitError(
            f"{_listed(others)}: students would find other numbers than those that were released, and what they have "
            "answered would not fit. Leave the draws and figures as they were, or release all the same with --force."
        )
    return [*said, *(f"{_listed(others)}: students have other numbers now." for _ in others[:1])]


def _change_of(id: str, old: Mapping[str, Any], new: Mapping[str, Any], before: Any, now: str) -> list[str]:
    said = []
    if old["points"] != new["points"]:
        said.append(f"{id}: {old['points']:g} points became {new['points']:g}.")
    if old["practice"] != new["practice"]:
        said.append(f"{id} {'is practice now' if new['practice'] else 'counts now'}.")
    seen = [
        {key: value for key, value in task.items() if key not in ("points", "practice", "key")} for task in (old, new)
    ]
    if seen[0] != seen[1]:
        said.append(f"{id}: what students see was changed.")
    elif not said and before is not None and before != now:
        said.append(f"{id}: its answer, its known mistakes or its help was changed.")
    return said


def _other_numbers(before: Mapping[str, Any], sheet: Mapping[str, Any], ids: Sequence[str]) -> list[str]:
    """The tasks whose numbers changed for somebody who had some."""
    if before["codes"] is None or sheet["codes"] is None:
        return []
    pairs = [
        (before["students"][before["codes"][code]], sheet["students"][sheet["codes"][code]])
        for code in sheet["codes"]
        if code in before["codes"]
    ]
    return [id for id in ids if any(old[id]["inputs"] != new[id]["inputs"] for old, new in pairs)]


def _digests(asked: Assignment) -> dict[str, str]:
    """A mark of each task with all that belongs to it, answers too, which says nothing of them."""
    return {each.task.id: _digest(each) for each in asked.asked}


def _digest(asked: Asked) -> str:
    return hashlib.sha256(repr(replace(asked.task, line=0)).encode()).hexdigest()[:16]


# ---- what is said at the end ----


def _said(
    asked: Assignment, handed: Handed, sheet: Mapping[str, Any], students: Sequence[Student], files: Files, written: int
) -> list[str]:
    page = f"{HAND_OUT}/{asked.name}.html"
    whom = f"for {len(students):,} student{'s' * (len(students) != 1)}" if students else "for all"
    new = "nothing had to be written anew" if not written else f"{written:,} files were written"
    said = [f"{asked.title} is released {whom}: {new} in {handed.folder}."]
    if is_past(asked.due):
        said.append(f"It was due on {in_words(asked.due)}, which is past: change `due` in {asked.path.name}.")
    stale = sorted(name for name in handed.others if name not in files and name.startswith(f"{HAND_OUT}/"))
    if stale:
        what = "a file" if len(stale) == 1 else f"{len(stale):,} files"
        said.append(f"In {HAND_OUT}/ {what} of an earlier release were left, such as {stale[0]}. Remove what is old.")
    if not students:
        return [*said, f"Next: put {page} on your learning platform. Any word will do as code; it chooses the numbers."]
    said.append(f"Next: put {page} on your learning platform, and tell each student the code in codes.csv.")
    said.append("key.txt and codes.csv are for you alone. Keep a copy of both: nothing can be marked without the key.")
    if any(name.startswith("..") for name in files):
        place = handed.course.folder / NBGRADER
        said.append(f"In {place} start `nbgrader generate_assignment {asked.name}`, and later `nbgrader autograde`.")
    return said


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 5 else f"{', '.join(names[:4])} and {len(names) - 4} more"
