"""`to_handout(case, path)`: what is printed for a class, as PDF, Word or HTML."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import KitError, near
from ._write import check_target, put

if TYPE_CHECKING:
    from ..case import Case

FORMATS = ("pdf", "docx", "html")
READERS = ("student", "instructor")
PAPERS = ("a4", "letter")


def to_handout(
    case: Case,
    path: str | os.PathLike[str] | None = None,
    *,
    reader: str = "student",
    paper: str = "a4",
    force: bool = False,
) -> Path:
    """Write what is printed for a class.

    For students: the case with its exhibits, the canvas, a sheet of the questions to prepare, a sheet for the votes,
    bets and the tripwire, and where the numbers come from; of the part that the case was loaded in, and nothing else.
    For the instructor: the teaching note with its board plan, and the answers to the bets; part B is in it.

    Parameters
    ----------
    case
        A case.
    path
        Where to write; its ending says what: .pdf, .docx or .html. Else a PDF in the current folder.
    reader
        "student" or "instructor".
    paper
        "a4" or "letter".
    force
        Write over a file that was changed since the kit wrote it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    KitError
        When the ending is not one of the three, no browser can print a PDF, or the file may not be written.

    Examples
    --------
    >>> import tempfile
    >>> import casekit as ck
    >>> folder = Path(tempfile.mkdtemp())
    >>> to_handout(ck.load("local-motors"), folder / "class.html").name
    'class.html'
    """
    for word, known, what in ((reader, READERS, "reader"), (paper, PAPERS, "paper")):
        if word not in known:
            raise KitError(f'The {what} cannot be "{word}". {near(word, known)}')
    target = Path(path) if path is not None else Path(default_name(case, reader, "pdf"))
    kind = target.suffix[1:].casefold()
    if kind not in FORMATS:
        raise KitError(f'A handout ends in .pdf, .docx or .html, and "{target.name}" does not. Change its ending.')
    target = check_target(target, force)
    return put(target, _built(case, kind, reader, paper, target.parent), force)


def default_name(case: Case, reader: str, kind: str) -> str:
    """Return how a handout is called when nobody says so."""
    return f"{case.slug}-{'handout' if reader == 'student' else 'teaching-note'}.{kind}"


def _built(case: Case, kind: str, reader: str, paper: str, near_by: Path) -> bytes:
    from ._handout_parts import instructor, student

    handout = student(case) if reader == "student" else instructor(case)
    if kind == "docx":
        from ._handout_docx import document

        return document(handout, paper)
    from ._handout_html import page

    if kind == "html":
        return page(handout).encode("utf-8")
    from ._chrome import print_pdf

    return print_pdf(page(handout, paper), near_by)
