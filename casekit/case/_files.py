"""Opening the files of a case folder: only plain files inside it, of a sane size, in UTF-8."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

MEGABYTE = 1_000_000
LIMIT = 2 * MEGABYTE
RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}
KNOWN = {
    "case.yaml", "sources.yaml", "figures.csv", "timeline.csv", "tables", "simulations", "walks", "case.md",
    "epilogue.md", "teaching-note.md",
}  # fmt: skip
WALK_FILES = {"walk.yaml", "case.md", "epilogue.md", "teaching-note.md"}
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Unreadable(Exception):
    """A file that cannot be read: the line (0 for the whole file) and the sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


def reserved(name: str) -> bool:
    """Whether Windows keeps this name for a device.

    >>> reserved("con"), reserved("aux.csv"), reserved("contests")
    (True, True, False)
    """
    return name.split(".")[0].casefold() in RESERVED


def read_text(folder: Path, name: str, limit: int = LIMIT) -> str | None:
    """Return the text of a file of the folder, or None when there is no such file.

    Parameters
    ----------
    folder
        The case folder.
    name
        A path inside it, such as "tables/members.csv".
    limit
        How many bytes it may have.

    Raises
    ------
    Unreadable
        When it leaves the folder, is no plain file, is too large or is not UTF-8.
    """
    path = folder / name
    try:
        real = path.resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise Unreadable(0, "It is a link to a file that is not there. Put the file itself here.") from None
        return None
    except (OSError, RuntimeError) as error:
        raise Unreadable(0, f"It cannot be opened ({error}).") from None
    if not real.is_relative_to(folder.resolve()):
        raise Unreadable(0, "It is a link that leaves the case folder. Put the file itself here.")
    if not real.is_file():
        raise Unreadable(0, "It is not a plain file.")
    try:
        with real.open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            size = f"It is larger than {LIMIT // MEGABYTE} MB" if limit == LIMIT else "The folder's files are too large"
            raise Unreadable(0, f"{size}. A case holds text and small tables only.")
    except OSError as error:
        raise Unreadable(0, f"It cannot be read ({error.strerror or error}).") from None
    return _decode(data)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            0, 'It is saved as UTF-16 ("Unicode text"). Save it as UTF-8; a spreadsheet calls it "CSV UTF-8".'
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            line, 'It is not saved as UTF-8. In a spreadsheet choose "CSV UTF-8" when you save it.'
        ) from None
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(line, f"There is a hidden control character (U+{ord(found[0]):04X}). Delete it.")
    return text


def names(folder: Path, known: Collection[str] = KNOWN) -> list[tuple[str, str]]:
    """Return what other machines would not take, or the kit would not find, among the names of a folder's files."""
    found: list[tuple[str, str]] = []
    seen: dict[str, str] = {}
    for name in sorted(os.listdir(folder))[:1000]:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            mend = "Windows and macOS cannot hold both in one folder. Remove one of them."
            found.append((name, f'There is also a file "{other}". {mend}'))
        elif name.casefold() in known and name not in known:
            found.append((name, f"The kit reads {name.casefold()} only, in small letters. Rename it."))
        elif reserved(name):
            found.append((name, "Windows keeps this name for a device. Choose another."))
    return found
