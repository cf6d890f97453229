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
    case: Case | str | Path,
    path: str | os.PathLike[str] | None = None,
    *,
    reader: str = "student",
    paper: str = "a4",
    force: bool = False,
) -> Path:
    """Write what is printed for a class, and return where.

    For students: the case with its exhibits, the canvas, a sheet to prepare and one for the class, and where the
    numbers come from; of the part that was loaded, and nothing else. For the instructor: the teaching note with its
    board plan, and the answers to the bets; part B is in it.

    Parameters
    ----------
    case
        A case, or the name or folder of one, of which part A of its first walk is taken.
    path
        Where to write; its ending says what: .pdf, .docx or .html. Else a PDF in the current folder.
    reader
        "student" or "instructor".
    paper
        "a4" or "letter".
    force
        Write over a file that was changed since the kit wrote it.

    Raises
    ------
    KitError
        When the ending is not one of the three, no browser can print a PDF, or the file may not be written.

    Examples
    --------
    >>> import casekit as ck, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ck.to_handout(ck.load("local-motors"), Path(folder) / "class.html").name
    'class.html'
    """
    for word, known, what in ((reader, READERS, "reader"), (paper, PAPERS, "paper")):
        if word not in known:
            raise KitError(f'The {what} cannot be "{word}". {near(word, known)}')
    from ..case import Case
    from ..library import load

    case = case if isinstance(case, Case) else load(case)
    target = Path(path) if path is not None else Path(default_name(case, reader, "pdf"))
    kind = _format(target.suffix[1:])
    target = check_target(target, force)
    return put(target, _built(case, kind, reader, paper, target.parent), force)


def target_of(case: Case, out: Path | None, to: str | None, reader: str) -> Path:
    """Return the file that is meant by a name, which may be missing, and a format, which may be missing too.

    >>> from casekit.library import load
    >>> lm = load("local-motors")
    >>> target_of(lm, None, "docx", "student").name, target_of(lm, Path("x"), None, "student").name
    ('local-motors-handout.docx', 'x.pdf')
    """
    ending = out.suffix[1:] if out else ""
    kind = _format(to or ending or "pdf")
    if ending and _format(ending) != kind:
        raise KitError(f"{out} does not end in .{kind}, and --to says {kind}. Leave one of the two out.")
    return Path(default_name(case, reader, kind)) if out is None else out if ending else out.with_suffix(f".{kind}")


def _format(kind: str) -> str:
    if kind.casefold() not in FORMATS:
        raise KitError(f'A handout is pdf, docx or html, not "{kind}". {near(kind, FORMATS, "Write one of")}')
    return kind.casefold()


def default_name(case: Case, reader: str, kind: str) -> str:
    """Return how a handout is called when nobody says so."""
    return f"{case.stem}-{'handout' if reader == 'student' else 'teaching-note'}.{kind}"


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
