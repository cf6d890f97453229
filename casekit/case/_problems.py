"""Mistakes in a case folder, each with its file, its line and the mend."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from .._errors import KitError

MOST = 100  # problems of one file; whoever has more mends the first ones and asks again
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a case folder.

    Parameters
    ----------
    file, line
        Where; line 0 means the file as a whole.
    sentence
        What is wrong and how to mend it.
    level
        "error" where the case cannot be read as it stands, "warning" where it can.
    part
        The part that the sentence speaks of.

    Examples
    --------
    >>> print(Problem("figures.csv", 7, "The unit 'dy' is not known. Did you mean 'day'?"))
    figures.csv, line 7: The unit 'dy' is not known. Did you mean 'day'?
    """

    file: str
    line: int
    sentence: str
    level: str = "error"
    part: str = "A"

    def __str__(self) -> str:
        if self.sentence.startswith(self.file):
            return self.sentence
        return f"{self.file}, line {self.line}: {self.sentence}" if self.line else f"{self.file}: {self.sentence}"


@dataclass
class Problems:
    """What has been found so far, in the order of the files and their lines.

    Examples
    --------
    >>> problems = Problems()
    >>> problems.add("figures.csv", 2, f'"{"9" * 5000}" is too large for a number.')
    >>> len(problems.found[0].sentence)
    112
    """

    found: list[Problem] = field(default_factory=list)
    noted: int = 0
    _seen: set[Problem] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, file: str, line: int, sentence: str, level: str = "error", part: str = "A") -> None:
        """Note a problem, once, on one line of a length that can be read."""
        self.noted += 1
        problem = Problem(_tame(file), line, _tame(sentence), level, part)
        if problem in self._seen or self.full(file):
            return
        self._seen.add(problem)
        self.found.append(problem)
        self._counts[file] = self._counts.get(file, 0) + 1
        if self.full(file):
            more = f"There may be more than these {MOST} mistakes here. Mend them, and check again."
            self.found.append(Problem(_tame(file), 0, more, level))

    def full(self, file: str) -> bool:
        """Whether a file has so many problems that no more of them are noted."""
        return self._counts.get(file, 0) >= MOST

    def sorted(self) -> list[Problem]:
        """Return them file by file in the order of their first mention, then by line."""
        files = list(
            dict.fromkeys(["case.yaml", "sources.yaml", "figures.csv", "timeline.csv", *(p.file for p in self.found)])
        )
        places = {file: place for place, file in enumerate(files)}
        return sorted(self.found, key=lambda p: (places[p.file], p.line))

    def raise_first(self, folder: Path, part: str, walk: str = "") -> None:
        """Raise a KitError with the first error, and say how many more there are.

        A reader of part A is not told what a row of part B says, only that there is something to mend. A mistake in one
        of walks/ stops that walk and no other: who writes a new class still teaches the old one.
        """
        own = f"walks/{walk}"
        errors = [
            p for p in self.sorted()
            if p.level == "error" and (not p.file.startswith("walks/") or p.file == own or p.file.startswith(f"{own}/"))
        ]  # fmt: skip
        if errors:
            more = f" (and {len(errors) - 1} more: casekit validate {folder} lists them)" if errors[1:] else ""
            first = next((p for p in errors if part == "B" or p.part != "B"), None)
            if first is None:
                raise KitError(f"There is a mistake in part B: casekit validate {folder} names it.")
            raise KitError(f"{first}{more}")


def _tame(text: str) -> str:
    """A stranger's text within a sentence: without signs that move a cursor, and cut where it is long."""
    shown = "".join(sign if sign.isprintable() else " " if sign.isspace() else "?" for sign in text[:20_000])
    shown = _QUOTED.sub(lambda found: f'"{found[1][:80]}..."' if len(found[1]) > 80 else found[0], shown)
    return shown if len(shown) <= 600 else f"{shown[:450]} ... {shown[-140:]}"
