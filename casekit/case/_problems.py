"""Mistakes in a case folder, each with its file, its line and the mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .._errors import KitError


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
        return f"{self.file}, line {self.line}: {self.sentence}" if self.line else f"{self.file}: {self.sentence}"


@dataclass
class Problems:
    """What has been found so far, in the order of the files and their lines."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, sentence: str, level: str = "error", part: str = "A") -> None:
        """Note a problem, once."""
        problem = Problem(file, line, sentence, level, part)
        if problem not in self.found:
            self.found.append(problem)

    def sorted(self) -> list[Problem]:
        """Return them file by file in the order of their first mention, then by line."""
        files = list(
            dict.fromkeys(["case.yaml", "sources.yaml", "figures.csv", "timeline.csv", *(p.file for p in self.found)])
        )
        return sorted(self.found, key=lambda p: (files.index(p.file), p.line))

    def raise_first(self, folder: Path, part: str) -> None:
        """Raise a KitError with the first error, and say how many more there are.

        A reader of part A is not told what a row of part B says, only that there is something to mend.
        """
        errors = [p for p in self.sorted() if p.level == "error"]
        if errors:
            more = f" (and {len(errors) - 1} more: casekit validate {folder} lists them)" if errors[1:] else ""
            first = next((p for p in errors if part == "B" or p.part != "B"), None)
            if first is None:
                raise KitError(f"There is a mistake in part B: casekit validate {folder} names it.")
            raise KitError(f"{first}{more}")
