"""Saved answers: the small files that readers hand in, read into one table.

Each file is a stranger's. It is read as plain data, within limits; what does not fit is left out, with one sentence.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._errors import KitError
from .._json import Strange, read_json
from .._paths import cases_dir
from ..tasks.times import moment
from ._rows import COLUMNS, Row, clean, reader_of, usable

if TYPE_CHECKING:
    import pandas as pd

    from ..case import Case

LIMIT = 200_000  # bytes of one file: a walk's answers are about 5,000
FILES = 2_000
DEPTH = 3  # a learning platform puts each reader's file in a folder of its own
SCHEMA = 1
ENOUGH = 4  # answers: two readers who agree on so many are rarer than a code that was pasted twice
_MENDS = {
    "is no plain file": ". It was left out.",
    "is empty": ". Ask for it again.",
    "is not text in UTF-8": ". Ask for it again.",
    "is damaged": ", so it cannot be read. Ask for it again.",
    "was cut off": ", so it cannot be read. Ask for it again.",
}


@dataclass(frozen=True)
class Answers:
    """What a class answered.

    Parameters
    ----------
    rows
        Every answer that fits the case, in the order in which each reader gave them.
    notes
        One sentence for each file or code that was left out, wholly or in part; for the instructor, not the class.
    names
        What readers called themselves, by reader; empty unless it was asked for.
    """

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> pd.DataFrame:
        """A fresh table, one row an answer.

        The columns are reader (random letters), step, kind (vote, bet, pick, text or say), value (a letter, a number
        in the bet's unit, a note of the canvas, or a sentence), sure (0 to 100), at (when, in UTC) and from_code
        (whether it comes from a short code, which rounds); where names were asked for, name.
        """
        import pandas as pd

        table = pd.DataFrame([{name: getattr(row, name) for name in COLUMNS} for row in self.rows], columns=COLUMNS)
        table["value"] = table["value"].astype(object)
        table["at"] = pd.to_datetime(table["at"], utc=True)
        table["sure"] = table["sure"].astype(float)
        if self.names:
            table.insert(1, "name", table["reader"].map(self.names).fillna(""))
        return table

    @property
    def readers(self) -> int:
        """How many readers there are."""
        return len({row.reader for row in self.rows})

    def __repr__(self) -> str:
        return f"<Answers of {self.readers} readers, {len(self.rows)} answers, {len(self.notes)} notes>"


def read_answers(
    folder: str | os.PathLike[str], case: Case, *, codes: Sequence[str] = (), names: bool = False
) -> Answers:
    """Read the answers files of a folder.

    Parameters
    ----------
    folder
        Holds the files that readers saved, also in folders of their own as a learning platform hands them out.
    case
        The case that they answered.
    codes
        Short codes that were pasted or read out, each of one more reader.
    names
        Keep the names that readers typed. They are dropped otherwise.

    Returns
    -------
    Answers
        With one sentence for each file or code that could not be used. Where two files are of one reader, the newest
        counts.

    Raises
    ------
    KitError
        When there is no such folder.
    """
    place = Path(folder).expanduser()
    if not place.is_dir():
        what = "is a file; name the folder that it is in" if place.exists() else "is not there"
        raise KitError(f"The folder {place} {what}.")
    files, notes = _newest(place, case)
    rows = [row for file in files for row in file.rows]
    more = from_codes(case, codes, besides=rows)
    known = {file.reader: file.called for file in files if file.called} if names else {}
    return Answers((*rows, *more.rows), (*notes, *more.notes), known)


def _newest(place: Path, case: Case) -> tuple[list[_File], list[str]]:
    """The files that can be used, one a reader, and a sentence for each of the others."""
    newest: dict[str, _File] = {}
    notes: list[str] = []
    for number, path in enumerate(_found(place)):
        if number >= FILES:
            notes.append(f"Only the first {FILES:,} files were read. Put one class in a folder.")
            break
        try:
            file = _read(path, place, case)
        except KitError as error:
            notes.append(str(error))
            continue
        notes += file.notes
        other = newest.get(file.reader)
        if other is not None:
            old, file = sorted((other, file), key=lambda each: each.age)
            notes.append(f"{file.name} and {old.name} are of one reader; the newer one, {file.name}, counts.")
        newest[file.reader] = file
    return list(newest.values()), notes


def from_codes(case: Case, codes: Sequence[str], *, besides: Iterable[Row] = ()) -> Answers:
    """The answers in short codes, one reader each.

    A code that holds four answers or more and was there before counts once: it was pasted twice, or its reader also
    handed in the file that is among `besides`.
    """
    from .codes import decode, encode

    files: dict[str, list[dict[str, Any]]] = {}
    for row in besides:
        files.setdefault(row.reader, []).append(vars(row))
    seen = {encode(case, given) for given in files.values()}
    rows: list[Row] = []
    notes: list[str] = []
    for number, code in enumerate(filter(str.strip, codes), start=1):
        try:
            given = decode(case, code)
        except KitError as error:
            notes.append(str(error))
            continue
        same = encode(case, given)
        if same in seen and len(given) >= ENOUGH:
            notes.append(f"The code {same} was there already; it counts once.")
            continue
        seen.add(same)
        rows += usable(case, f"code-{number}", given, from_code=True)[0]
    return Answers(tuple(rows), tuple(notes))


@dataclass(frozen=True)
class _File:
    name: str
    reader: str
    called: str
    age: tuple[datetime, float]
    rows: list[Row]
    notes: list[str]


def _found(folder: Path) -> Iterator[Path]:
    """The .json files of a folder and of those in it, in the order of their names; links and hidden ones are passed."""
    for base, folders, files in os.walk(folder):
        depth = len(Path(base).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")) and depth < DEPTH)
        for name in sorted(files):
            path = Path(base, name)
            if name.lower().endswith(".json") and not name.startswith((".", "_")) and not path.is_symlink():
                yield path


def _read(path: Path, folder: Path, case: Case) -> _File:
    name = clean(path.relative_to(folder).as_posix(), 120)
    data = _json(path, name)
    if not isinstance(data, dict) or "casekit" not in data:
        raise KitError(f"{name} is not a file of answers. It was left out.")
    if data["casekit"] != SCHEMA or isinstance(data["casekit"], bool):
        raise KitError(f"{name} was written for another version of casekit. Update casekit; it was left out.")
    if "assignment" in data and "reader" not in data:
        what = clean(data["assignment"], 40) if isinstance(data["assignment"], str) else "some exercises"
        raise KitError(f"{name} holds a student's answers to the assignment {what}, not to a walk. It was left out.")
    if data.get("case") != case.slug:
        other = clean(data["case"], 40) if isinstance(data.get("case"), str) else "no case"
        known = re.fullmatch(r"[a-z0-9-]+", other) and (cases_dir() / other / "case.yaml").is_file()
        mend = f" Add --case {other}." if known else ""
        raise KitError(f"{name} answers {other}, not {case.slug}. It was left out.{mend}")
    if (walk := data.get("walk") or "") != case.walk_name:
        known = isinstance(walk, str) and walk in case.walks
        mend = "" if not known else f" Add --walk {walk}." if walk else " Take out --walk."
        told = f"{name} answers {_walk(walk)} of {case.slug}, not {_walk(case.walk_name)}. It was left out."
        raise KitError(f"{told}{mend}")
    given = data.get("answers")
    if not isinstance(given, list):
        raise KitError(f"{name} holds no list of answers. It was left out.")
    own = reader_of(data.get("reader"))
    reader = own or f"file-{name}"  # without letters of its own each file is another reader
    rows, odd = usable(case, reader, given)
    notes = []
    if not rows:
        notes.append(f"{name} holds no answer that fits {case.title}.")
    elif odd:
        notes.append(f"{name}: {odd} of {len(given)} answers cannot be read; the rest counts.")
    called = data.get("name")
    last = max((row.at for row in rows if row.at), default=None) or moment(data.get("started"))
    age = (last or datetime.min.replace(tzinfo=UTC), path.stat().st_mtime)
    return _File(name, reader, clean(called, 80) if isinstance(called, str) else "", age, rows, notes)


def _json(path: Path, name: str) -> Any:
    try:
        return read_json(path, LIMIT)
    except OSError as error:
        raise KitError(f"{name} cannot be opened ({error.strerror or error}). It was left out.") from None
    except RecursionError:
        raise KitError(f"{name} is nested far too deep for answers. It was left out.") from None
    except Strange as strange:
        raise KitError(f"{name} {strange}{_MENDS.get(str(strange), '; answers are small. It was left out.')}") from None


def _walk(name: Any) -> str:
    """A walk of a case in a sentence."""
    return f'the walk "{clean(name, 40) if isinstance(name, str) else "?"}"' if name else "the first walk"
