"""Whose answers they are: the code that a student types, the numbers that go with it, and the file's name."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .._errors import KitError
from ._answers_file import files_of
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
    word = "".join(letter for letter in text if letter.isprintable()).strip()  # a mark may hide a space
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
    ('local-motors-answers-K7M42.json', 'local-motors-answers-Ada-L-a99ca185.json')
    """
    # A word that has to be changed for it carries a mark, so that no two words come to one name.
    marked = code if re.fullmatch("[A-Za-z0-9_]+", code) else f"{code}-{variant_of(code, 2**32):08x}"
    word = re.sub("[^A-Za-z0-9_]+", "-", marked).lstrip("-")
    return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', sheet['assignment'])[:60]}-answers-{word}.json"
