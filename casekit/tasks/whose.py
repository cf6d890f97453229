"""Whose answers they are: the code that a student types, the numbers that go with it, and the file's name."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .._errors import KitError
from .._json import Strange
from ._answers_file import files_of, read_file
from .codes import read_code, shown_code
from .numbers import variant_of

WORD = 40  # letters of a word that serves as code


def find_code(sheet: Mapping[str, Any], text: str = "") -> str:
    """Whose sheet it is: the code that a student typed, as the sheet has it.

    Parameters
    ----------
    sheet
        A sheet. One that was made for a single student needs no code.
    text
        What was typed; where no roster says who gets what, any word will do.

    Raises
    ------
    KitError
        When a code is needed, is mistyped, or is nobody's here.

    Examples
    --------
    >>> find_code({"codes": {"K7M42": 0}, "title": "Before the vote"}), find_code({"codes": None}, " Ada ")
    ('K7M42', 'Ada')
    """
    codes = sheet["codes"]
    if not isinstance(text, str):
        raise KitError(f"A code is text, such as K7M4-2, not {type(text).__name__}.")
    word = "".join(letter for letter in text.strip() if letter.isprintable())
    if codes is None:
        if len(word) > WORD:
            raise KitError(f"A word for your numbers may have {WORD} letters; this one has {len(word):,}.")
        return word or "practice"
    if not word and len(codes) == 1:
        return str(next(iter(codes)))
    if not word:
        raise KitError(
            f'{sheet["title"]} has numbers for each student. Give the code that you were sent: code="K7M4-2".'
        )
    code = read_code(word)
    if code not in codes:
        raise KitError(f"There is no code {shown_code(code)} in this assignment. Ask who sent it to you.")
    return code


def own_of(sheet: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    """What of a sheet is a student's own, by task."""
    students, codes = sheet["students"], sheet["codes"]
    if codes is None:
        return students[variant_of(code, len(students))]  # type: ignore[no-any-return]
    if code not in codes:
        raise KitError(f"There is no code {code} in this assignment. Ask who sent it to you.")
    return students[codes[code]]  # type: ignore[no-any-return]


def codes_in(folder: str | os.PathLike[str], assignment: str) -> list[str]:
    """The codes under which a folder holds answers to an assignment, the one that was written to last first."""
    found: dict[str, float] = {}
    for path, data in files_of(Path(folder).expanduser(), assignment):
        code = data.get("code")
        if isinstance(code, str) and 0 < len(code) <= WORD and code.isprintable():
            with contextlib.suppress(OSError):
                found[code] = max(found.get(code, 0.0), path.stat().st_mtime)
    return sorted(found, key=lambda code: -found[code])


def file_name(sheet: Mapping[str, Any], code: str) -> str:
    """How an answers file is called.

    >>> file_name({"assignment": "local-motors"}, "K7M42"), file_name({"assignment": "local-motors"}, "Ada L./../")
    ('local-motors-answers-K7M42.json', 'local-motors-answers-Ada-L.json')
    """
    # A word in letters that not every system can put into a name has a number in its place.
    word = re.sub(r"[^A-Za-z0-9_]+", "-", code).strip("-") or f"{variant_of(code, 2**32):08x}"
    return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', sheet['assignment'])[:60]}-answers-{word}.json"


def free_name(folder: Path, sheet: Mapping[str, Any], code: str) -> Path:
    """The file of this code; where two words come to one name, the second has a number behind it."""
    first = folder / file_name(sheet, code)
    for path in _numbered(first):
        try:
            data = read_file(path)
        except (Strange, OSError):
            return path
        whose = data.get("code") if data is not None and data.get("assignment") == sheet["assignment"] else code
        if whose == code or not isinstance(whose, str):
            return path
    return first


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    for number in range(2, 100):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")
