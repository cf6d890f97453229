"""One task of a bank as it stands in the file, where whatever is wrong with it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...case._problems import Problems
from ...case._shape import Shape
from ...case._yaml import Document, Key
from . import _shape as s
from ._where import TASKS


@dataclass
class Place:
    """One task of a bank, as it stands in the file: who finds something wrong says it here.

    Parameters
    ----------
    document, at, shape, problems
        What was read, which of the tasks this is, and where mistakes are noted.
    file
        What the file is called in a sentence.
    """

    document: Document
    at: int
    shape: s.TaskShape
    problems: Problems
    file: str = TASKS
    before: int = field(init=False)

    def __post_init__(self) -> None:
        self.before = self.problems.noted

    def say(self, sentence: str, *path: Key, level: str = "error", part: str = "") -> None:
        """Note a mistake at a path of the task."""
        line = self.document.line(("tasks", self.at, *path))
        self.problems.add(self.file, line, sentence, level, part or self.shape.part)

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
