"""What a bank of tasks may speak of, which is the case in both parts; and where what is wrong with a task is said."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ... import _markdown as md
from ..._errors import KitError, near
from ...case._folder import Folder, read_folder
from ...case._problems import Problems
from ...case._shape import Shape
from ...case._yaml import Document, Key
from ...library import folder_of
from . import _shape as s
from ._where import TASKS

if TYPE_CHECKING:
    from ...case import Case
    from ...case._folder import FigureRow
    from ...engine import Input, Model, Output

_MARKS = str.maketrans("’‘“”", "''\"\"", "*_")


@dataclass(frozen=True)
class Vocabulary:
    """The names of a model: what can be set, and what it works out."""

    name: str
    inputs: Mapping[str, Input]
    outputs: Mapping[str, Output]
    kind: type[Model] | None = None


class Known:
    """A case as those see it who write tasks about it.

    Parameters
    ----------
    folder
        The case, read and found sound.
    """

    def __init__(self, folder: Folder) -> None:
        from ...case._read import case_of

        assert folder.case is not None
        self.folder = folder
        self.parts = tuple(folder.case.parts)
        self.cases: dict[str, Case] = {
            part: case_of(folder, folder.case, part, folder.walks[0]) for part in self.parts
        }  # fmt: skip
        self.rows: dict[str, FigureRow] = {row.id: row for row in folder.figures}
        self.headings = functools.cache(self._headings)
        self.vocabulary = functools.cache(self._vocabulary)

    def case(self, part: str) -> Case:
        """The case in a part; all of it where it has no such part."""
        return self.cases.get(part, self.cases["A"])

    def figure_trouble(self, id: str, part: str) -> str:
        """What is wrong with a figure's id in a text of a part; "" when nothing is."""
        row = self.rows.get(id)
        if row is None:
            known = [key for key, each in self.rows.items() if part == "B" or each.part == "A"]
            return f'There is no figure "{id}". {near(id, known, "Figures")}'
        if part == "A" and row.part == "B":
            return (
                f'The figure "{id}" is part B, and this is part A. Use a figure that was known, or move this to part B.'
            )
        return ""

    def _headings(self, part: str) -> dict[str, str]:
        """The headings of the case's text below its title, by what is left of them when marks are put aside."""
        case = self.case(part)
        found = {}
        for text in (case.story, case.epilogue):
            blocks = md.parse(text, "The case") if text.strip() else []
            for block in blocks:
                if isinstance(block, md.Heading) and block.level in (2, 3):
                    found[plain_heading(block.text)] = block.text
        return found

    def see_trouble(self, see: str, part: str) -> str:
        """What is wrong with what is to be read again; "" when nothing is."""
        if see.startswith("fig:"):
            return self.figure_trouble(see.removeprefix("fig:"), part)
        known = self.headings(part)
        if not see or plain_heading(see) in known:
            return ""
        begun = [text for key, text in known.items() if key.startswith(plain_heading(see))]
        hint = f'Did you mean "{begun[0]}"?' if begun else near(see, known.values(), "Headings")
        later = "B" in self.parts and part == "A" and plain_heading(see) in self.headings("B")
        if later:
            return f'"{see}" is a heading of part B, and this is part A. {near("", known.values(), "Headings")}'
        return f'The text of the case has no heading "{see}". {hint}'

    def _vocabulary(self, model: str, part: str) -> Vocabulary:
        """The names of a model of the case.

        Raises
        ------
        KitError
            When the kit has no such model, the case does not fill it, or does so in part B only.
        """
        from ...engine import inputs_of, outputs_of
        from ...models import model_named

        kind = model_named(model)
        if model not in self.case(part).models:
            title = self.case("A").title
            if model in self.case("B").models:
                raise KitError(f"{title} fills the model {model} in part B only. Make this part B.")
            known = ", ".join(self.case(part).models)
            raise KitError(f"{title} says nothing about the model {model} under models. It fills {known or 'none'}.")
        kind.from_case(self.case(part))
        return Vocabulary(model, inputs_of(kind), outputs_of(kind), kind)


def plain_heading(text: str) -> str:
    """A heading without its signs, its case and its kind of quotes.

    >>> plain_heading("### Who says “2,000”?")
    'who says "2,000"?'
    """
    return " ".join(re.sub(r"^#+\s*", "", text).translate(_MARKS).casefold().split())


def open_case(name: str | Path) -> Known:
    """Read the case that a bank is about.

    Raises
    ------
    KitError
        When there is no such case, or a mistake stands in its files.
    """
    from ...case._check import cross

    path = folder_of(name)
    folder = read_folder(path)
    cross(folder, units=False)
    try:
        folder.problems.raise_first(path, "B")
    except KitError as error:
        raise KitError(f"The case has a mistake: {error}") from None
    if folder.case is None:
        raise KitError(f"{path / 'case.yaml'} is empty.")
    return Known(folder)


@dataclass
class Place:
    """One task of a bank, as it stands in the file: who finds something wrong says it here.

    Parameters
    ----------
    document, at, shape, problems
        What was read, which of the tasks this is, and where mistakes are noted.
    """

    document: Document
    at: int
    shape: s.TaskShape
    problems: Problems
    before: int = field(init=False)

    def __post_init__(self) -> None:
        self.before = self.problems.noted

    def say(self, sentence: str, *path: Key, level: str = "error", part: str = "") -> None:
        """Note a mistake at a path of the task."""
        line = self.document.line(("tasks", self.at, *path))
        self.problems.add(TASKS, line, sentence, level, part or self.shape.part)

    @property
    def sound(self) -> bool:
        """Whether nothing was noted so far."""
        return self.problems.noted == self.before

    def part(self, part: str = "A") -> str:
        """The part of something within the task: that of the task, or later."""
        return "B" if "B" in (part, self.shape.part) else "A"


def listed(shape: s.TaskShape) -> Iterator[tuple[tuple[Key, ...], list[Shape]]]:
    """The lists of a task: their places, and what they hold."""
    for key in ("options", "items", "sentences", "mistakes", "rubric"):
        if hasattr(shape, key):
            yield (key,), getattr(shape, key)
    for key in ("because", "missed"):
        if key in shape.model_fields_set:
            yield (key, "options"), getattr(shape, key).options
