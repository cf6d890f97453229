"""The walks of a case: the one in case.yaml, and each folder of walks/, which tells the same case in another class.

A folder of walks/ holds walk.yaml (title, tagline, hook, question, steps, bets), case.md, epilogue.md and
teaching-note.md; all else (figures, canvas, sources, models, the options of the decision) is the case's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ._files import WALK_FILES, names, reserved
from ._values import is_id
from ._yaml import Document, Key

if TYPE_CHECKING:
    from ._folder import Folder
    from ._shape import BetShape, CaseShape, StepShape, WalkShape

HOME = "walks"
MOST_WALKS = 10
LONGEST = 40  # letters of a name, which is part of the names of files and of short codes


def walk_file(walk: str, name: str) -> str:
    """Return the place of a text in the case folder, by the walk that it belongs to; "" is the walk of case.yaml.

    >>> walk_file("", "case.md"), walk_file("network", "case.md")
    ('case.md', 'walks/network/case.md')
    """
    return f"{HOME}/{walk}/{name}" if walk else name


@dataclass
class WalkRead:
    """One walk as it was read: its name ("" for the one in case.yaml), its YAML, and its texts."""

    name: str = ""
    yaml: Document = field(default_factory=Document)
    shape: CaseShape | WalkShape | None = None
    story: str = ""
    epilogue: str = ""
    teaching: str = ""

    @property
    def steps(self) -> list[StepShape]:
        """Its steps; none where its YAML could not be read."""
        return self.shape.walk if self.shape else []

    @property
    def bets(self) -> list[BetShape]:
        """Its bets; none where its YAML could not be read."""
        return self.shape.bets if self.shape else []

    @property
    def yaml_file(self) -> str:
        """The file that holds its steps and bets."""
        return self.file("walk.yaml") if self.name else "case.yaml"

    def file(self, name: str) -> str:
        """The place of one of its texts in the case folder."""
        return walk_file(self.name, name)

    def line(self, *path: Key) -> int:
        """The line of a path in its YAML file; its steps are under "walk" there and here, or under "steps"."""
        return self.yaml.line(("steps", *path[1:]) if self.name and path[:1] == ("walk",) else path)

    def read_texts(self, folder: Folder) -> None:
        """Read what is assigned, what came after, and the note."""
        self.story = folder.text(self.file("case.md")) or ""
        self.epilogue = folder.text(self.file("epilogue.md")) or ""
        self.teaching = folder.text(self.file("teaching-note.md")) or ""


def read_walks(folder: Folder) -> None:
    """Read each folder of walks/, and note what can be seen in one file alone."""
    from ._shape import read_walk_shape

    for path in folder.inside(HOME, "one folder for each walk", MOST_WALKS):
        place = f"{HOME}/{path.name}"
        if not is_id(path.name) or reserved(path.name) or len(path.name) > LONGEST:
            sentence = "A walk's name is small letters, digits and hyphens, such as network, and no name of a device."
            folder.problems.add(place, 0, sentence)
        elif not folder.holds(path):
            folder.problems.add(place, 0, "It is a link that leaves the case folder. Put the folder itself here.")
        elif not path.is_dir():
            folder.problems.add(place, 0, "It is a file. Make it a folder that holds walk.yaml and the texts.")
        else:
            for name, sentence in names(path, WALK_FILES):
                folder.problems.add(f"{place}/{name}", 0, sentence)
            walk = WalkRead(path.name)
            document = folder.document(walk.yaml_file)
            if document is None:
                folder.problems.add(place, 0, "It holds no walk.yaml. Write one, with title: and steps:.")
                continue
            walk.yaml = document
            if document.data:
                walk.shape = read_walk_shape(walk.yaml_file, document, folder.problems)
            walk.read_texts(folder)
            folder.walks.append(walk)
