"""The part of the instructor's room that previews an assignment, shows its key, and releases it."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from .._errors import KitError

if TYPE_CHECKING:
    from ..tasks.bank import Assignment
    from .room import Room


class ExercisesPart:
    """Fields and buttons for one assignment, in the order in which an instructor needs them.

    Parameters
    ----------
    room
        Says where files go, and whether they may be written over.
    """

    def __init__(self, room: Room) -> None:
        from ..tasks.read import assignments, read_assignment
        from .room import _named

        known = [(read_assignment(name).title, name) for name in assignments()]
        self._room = room
        self.chosen = widgets.Dropdown(options=known, **_named("Assignment"))
        self.own = widgets.Text(placeholder="only for an assignment of your own", **_named("Its folder"))
        self.roster = widgets.Text(placeholder="class.csv: a list with id and name", **_named("Roster"))
        self.course = widgets.Text(placeholder="course, in the folder above", **_named("Folder of your course"))
        self.each = widgets.Checkbox(
            value=True, description="Also files for each student, with the code filled in", indent=False,
            layout=self.own.layout,
        )  # fmt: skip
        self.bar = widgets.IntProgress(description="", layout=widgets.Layout(width="min(100%, 46em)", display="none"))
        self.answers = widgets.HTML()

    def parts(self) -> list[Any]:
        """The widgets, from top to bottom."""
        from .room import _heading

        about = "A page and a notebook, with numbers of their own for each student. You alone keep the key."
        act = self._room._action
        return [
            _heading("What do students work on?", about), self.chosen, self.own,
            *act("Open it as a student sees it", self._preview, "Making the page ..."),
            *act("Show the answers", self._answers, "Working them out ..."),
            self.roster, self.course, self.each,
            *act("Release it", self._release, "Releasing ..."), self.bar, self.answers,
        ]  # fmt: skip

    def _assignment(self) -> Assignment:
        from ..tasks.read import read_assignment

        own = self.own.value.strip()
        if not own and not self.chosen.value:
            raise KitError("The kit has no assignment here. Name the folder of your own.")
        return read_assignment(Path(own).expanduser() if own else str(self.chosen.value))

    def _course(self) -> Path:
        given = self.course.value.strip()
        return Path(given).expanduser() if given else self._room._place() / "course"

    def _preview(self) -> str:
        from ..export._chrome import has_screen
        from .preview import preview

        made = preview(self._assignment(), folder=self._course())
        if has_screen() and webbrowser.open(made.page.as_uri()):
            return f"{made.page} opens in your browser."
        return f"{made.page} is written. Open it in a browser."

    def _answers(self) -> str:
        from .preview import answers_html

        asked = self._assignment()
        self.answers.value = answers_html(asked, folder=self._course())
        return f"The answers to {asked.title} stand below. They are for you, not for the projector."

    def _release(self) -> str:
        from .release import release

        roster = self.roster.value.strip()
        try:
            made = release(
                self._assignment(), Path(roster).expanduser() if roster else None, self._course(), each=self.each.value,
                force=self._room._force.value, progress=self._tell,
            )  # fmt: skip
        except KitError as error:
            raise KitError(_with_fields(str(error))) from None
        finally:
            self.bar.layout.display = "none"
        return str(made)

    def _tell(self, what: str, done: int, of: int) -> None:
        self.bar.layout.display = None
        self.bar.description, self.bar.max, self.bar.value = what, of, done


def _with_fields(sentence: str) -> str:
    """A sentence that names the options of the command line, with the names of the fields here."""
    names = {
        "name a roster with --roster": "name its file at Roster",
        "with --folder": "at Folder of your course",
        "add --force": "tick the box above that writes over files",
        "with --force": "with the box above that writes over files",
    }
    for option, field in names.items():
        sentence = sentence.replace(option, field)
    return sentence
