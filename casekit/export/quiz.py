"""An assignment as a quiz of a learning platform: QTI 1.2 in a zip for Canvas, Moodle XML for Moodle.

The kinds of tasks that a platform can ask go out, each number task as a bank of variants; what cannot is named. The
file holds the answers: it is for the platform's import, and for no student.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import KitError, near
from .._numbers import count_of
from ..tasks.numbers import PRACTICE
from ._quiz_parts import Place, named, places_of

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ..tasks.bank import Assignment

MOST = 500  # variants; a platform's import takes minutes for more
VARIANTS = 20
PLATFORMS = {"qti": "Canvas", "moodle": "Moodle"}
_ENDS = {"qti": "canvas.zip", "moodle": "moodle.xml"}


@dataclass(frozen=True)
class Quiz:
    """A quiz that was written.

    Parameters
    ----------
    path
        The file.
    platform
        "Canvas" or "Moodle".
    inside
        How many variants each question has, by its task's id; a reason asked for is "id/why".
    points
        What all of it is worth.
    left_out
        Sentences: which tasks are not in it, and why.
    notes
        Sentences: what the platform asks or marks in another way.
    """

    path: Path
    platform: str
    inside: Mapping[str, int]
    points: float
    left_out: tuple[str, ...]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        """One sentence a line, with how to use it last."""
        asked, bank = len(self.inside), sum(self.inside.values())
        first = f"{self.path} asks {asked} {'question' if asked == 1 else 'questions'} for {self.points:g} points"
        first += f", in {bank} variants." if bank > asked else "."
        return "\n".join((first, *self.left_out, *self.notes, _HOW[self.platform]))


_HOW = {
    "Canvas": "Import it into a course of Canvas: Settings, Import Course Content, QTI .zip file. "
    "Each student gets one variant of each task.",
    "Moodle": "Import it into a question bank of Moodle: Import, Moodle XML format. Each task has a category there; "
    "“Add: a random question” from it gives each student of a quiz one variant.",
}


def to_quiz(
    to: str | None,
    assignment: Assignment | str | Path,
    path: str | os.PathLike[str] | None = None,
    *,
    variants: int = VARIANTS,
    key: bytes = b"",
    force: bool = False,
) -> Quiz:
    """Write an assignment as a quiz that a learning platform imports.

    Parameters
    ----------
    to
        "qti", a zip for Canvas, or "moodle", XML with a category of variants for each task; None: as the file ends.
    assignment
        What is asked, its name, or its file.
    path
        Where; else the assignment's name with -canvas.zip or -moodle.xml, here.
    variants
        How many sets of numbers are drawn for each task.
    key
        The instructor's; without one the numbers are those of open practice.
    force
        Write over a file that was changed since the kit wrote it.

    Raises
    ------
    KitError
        When there is no such form, no task can be asked by a quiz, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     quiz = to_quiz("qti", "local-motors", Path(folder) / "quiz.zip", variants=2)
    >>> quiz.platform, quiz.path.name
    ('Canvas', 'quiz.zip')
    """
    from ._write import check_target

    form = _form(to, path)
    if count_of("variants", variants, least=1) > MOST:
        raise KitError(f"A bank may have {MOST} variants of a task; {variants:,} were asked for.")
    asked = _read(assignment)
    target = check_target(path if path is not None else f"{asked.name}-{_ENDS[form]}", force)
    return _written(form, asked, target, variants, key, force)


def _written(form: str, asked: Assignment, target: Path, variants: int, key: bytes, force: bool) -> Quiz:
    from ..tasks.sheet import make_sheet
    from ._write import put

    sheet = make_sheet(asked, key=key or PRACTICE, variants=variants, keys=True)
    platform = PLATFORMS[form]
    places, left_out, notes = places_of(sheet, platform)
    if form == "qti":
        places, refused = _without_zero(places)
        left_out += refused
    if not places:
        raise KitError(f"{asked.title} has no task that a quiz of {platform} can ask. {' '.join(left_out)}")
    drawn = any(sheet["students"][0][task["id"]]["inputs"] for task in sheet["tasks"] if not task["practice"])
    if drawn and not key:
        notes.append(
            "Its numbers are those of open practice, which whoever has the kit can work out: "
            "--key FILE draws them under your key."
        )
    put(target, _bytes(form, places, sheet), force)
    inside = {place.id: len(place.questions) for place in places}
    return Quiz(target, platform, inside, sum(place.points for place in places), tuple(left_out), tuple(notes))


def _form(to: str | None, path: str | os.PathLike[str] | None) -> str:
    if to is None:
        return "moodle" if path is not None and Path(path).suffix.casefold() == ".xml" else "qti"
    if to.casefold() not in PLATFORMS:
        raise KitError(f'A quiz goes out as qti or moodle, not as "{to}". {near(to, PLATFORMS, "Forms")}')
    return to.casefold()


def _read(assignment: Assignment | str | Path) -> Assignment:
    if not isinstance(assignment, str | Path):
        return assignment
    from ..tasks.read import read_assignment

    return read_assignment(assignment)


def _bytes(form: str, places: Sequence[Place], sheet: Mapping[str, Any]) -> bytes:
    if form == "moodle":
        from ._moodle import moodle

        return moodle(places, sheet["title"])
    from ._qti import qti

    # What counts is shown when the teacher says so: the next student may sit beside this one.
    return qti(places, sheet["title"], sheet["about"], show_answers=not sheet["graded"])


def _without_zero(places: Sequence[Place]) -> tuple[list[Place], list[str]]:
    from ._qti import near_zero

    kept: list[Place] = []
    refused: list[str] = []
    for place in places:
        fit = tuple(question for question in place.questions if not near_zero(question))
        if fit:
            kept.append(replace(place, questions=fit))
        else:
            refused.append(f"Left out: {named(place.title)} Its answers are too near to zero for Canvas.")
    return kept, refused
