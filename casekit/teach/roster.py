"""The roster: who is in the class, and the short code of each, which stands in for the name from then on."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from .._errors import KitError
from ..case._csv import Row, Sheet, read
from ..case._files import LIMIT, Unreadable, read_text
from ..case._problems import Problems
from ..tasks.codes import codes_of, read_code

MOST = 5_000  # students
LONGEST = 200  # characters of an id or a name
LIKE_THIS = 'A roster is a CSV file with lines such as "id,name" and "2031,Ada Byron".'
# How the columns are called in the lists that schools have; the first one that is there counts.
IDS = ("id", "student_id", "user_id", "id_number", "student_number", "matriculation_number", "number")
NAMES = ("name", "full_name", "student", "student_name", "email", "email_address", "e-mail")
FIRST, LAST = ("first_name", "firstname", "given_name"), ("last_name", "lastname", "surname", "family_name")
_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # how a cell begins that a spreadsheet runs
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)  # what a spreadsheet makes of a long number
# Signs without a width: two ids that look alike have to be the same. Names keep them: some scripts need them.
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Student:
    """One student.

    Parameters
    ----------
    id
        As the school writes it: text, so that 00217 keeps its zeros.
    name
        For the instructor's eyes alone.
    code
        Five letters, the last of them a check; "" as long as none is given.
    """

    id: str
    name: str
    code: str = ""


def read_roster(path: str | os.PathLike[str]) -> list[Student]:
    r"""Read a class from a CSV file with an id and a name for each student.

    Parameters
    ----------
    path
        The file, as a spreadsheet or a learning platform saves it; the columns stand in any order, further ones are
        left alone.

    Raises
    ------
    KitError
        With the line, when an id or a name is missing, is there twice, or would be run by a spreadsheet.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "class.csv"
    >>> _ = file.write_text("Name;ID\nAda Byron;00217\n", encoding="utf-8")
    >>> read_roster(file)
    [Student(id='00217', name='Ada Byron', code='')]
    """
    sheet = _sheet(Path(path).expanduser())
    found: dict[str, tuple[Student, int]] = {}
    for row in sheet.rows:
        student = _student(sheet, row)
        same = found.setdefault(student.id.casefold(), (student, row.line))
        if same[1] != row.line:
            where = f"{sheet.file}, line {row.line}"
            raise KitError(f'{where}: the id "{student.id}" is in line {same[1]} already. Remove one of the two.')
    if not found:
        raise KitError(f"{sheet.file} names no student. {LIKE_THIS}")
    return [student for student, _ in found.values()]


def with_codes(students: Iterable[Student], key: bytes, known: Sequence[Student] = ()) -> list[Student]:
    """Give each student a code: the one that is known already, else the one that the key gives for the id.

    Parameters
    ----------
    students
        The class.
    key
        The instructor's key: the same key and id give the same code.
    known
        Students who have a code. Who of them is not in the class any more stays, after the others.

    Raises
    ------
    KitError
        When an id has lost the zeros that it began with: its student would get a second code.

    Examples
    --------
    >>> ada, ben = with_codes([Student("2031", "Ada"), Student("2032", "Ben")], b"key")
    >>> with_codes([Student("2033", "Cleo"), Student("2031", "Ada Byron")], b"key", [ada, ben])[1].code == ada.code
    True
    """
    codes = {student.id.casefold(): student.code for student in known}
    taken = set(codes.values())
    bare = {id.lstrip("0"): id for id in codes}
    given: list[Student] = []
    for student in students:
        code = codes.pop(student.id.casefold(), "")
        before = bare.get(student.id.casefold().lstrip("0"), student.id.casefold())
        if before != student.id.casefold():
            raise KitError(
                f"The id {student.id} of {student.name} was {before} before: a spreadsheet takes zeros away. "
                "Save the column as text, with its zeros."
            )
        if not code:
            code = next(code for code in codes_of(key, student.id) if code not in taken)
            taken.add(code)
        given.append(replace(student, code=code))
    return [*given, *(student for student in known if student.id.casefold() in codes)]


def read_codes(path: Path, key: bytes) -> tuple[list[Student], list[str]]:
    """Read the codes that were given before, as `codes_csv` writes them.

    Parameters
    ----------
    path
        The file; where there is none, nobody has a code.
    key
        The instructor's key, which tells whether a code is that of its id.

    Returns
    -------
    tuple
        The students, and one sentence for each line that was left out because its code is not that of its id: a
        spreadsheet that saves the file makes 217 of 00217.
    """
    if not path.exists():
        return [], []
    sheet = _sheet(path)
    if "code" not in sheet.columns:
        raise KitError(f'{path} has no column "code". Put back the file that the kit wrote, or remove it.')
    students: dict[str, Student] = {}
    notes: list[str] = []
    for row in sheet.rows:
        try:
            student = replace(_student(sheet, row), code=read_code(row["code"]))
        except KitError as error:
            notes.append(f"{path.name}, line {row.line} was left out: {error}")
            continue
        if student.code in students or student.code not in islice(codes_of(key, student.id), 5):
            why = f'"{student.code}" is not the code of the id "{student.id}"; a spreadsheet may have changed the id.'
            notes.append(f"{path.name}, line {row.line} was left out: {why}")
            continue
        students[student.code] = student
    return list(students.values()), notes


def codes_csv(students: Iterable[Student]) -> str:
    r"""The list of codes for the instructor; what a spreadsheet would run begins with an apostrophe.

    >>> codes_csv([Student("2031", "Ada Byron", "K7M42")])
    'id,name,code\r\n2031,Ada Byron,K7M42\r\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["id", "name", "code"])
    writer.writerows([_tame(student.id), _tame(student.name), student.code] for student in students)
    return text.getvalue()


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUNS) else cell


def _sheet(path: Path) -> Sheet:
    """A roster's columns and rows; the first thing that is wrong with the file is the sentence."""
    place = path.resolve()
    if place.is_file() and place.stat().st_size > LIMIT:
        raise KitError(f"{path.name} is too large for a roster. {LIKE_THIS}")
    try:
        text = read_text(place.parent, place.name)
    except Unreadable as error:
        where = f"{path.name}, line {error.line}" if error.line else path.name
        raise KitError(f"{where}: {error.sentence}") from None
    if text is None:
        raise KitError(f"There is no file {path}. {LIKE_THIS}")
    problems = Problems()
    sheet = read(path.name, text, (), (), problems)
    wrong = [problem for problem in problems.sorted() if problem.level == "error"]
    if wrong and len(sheet.rows) >= MOST:
        raise KitError(f"{path.name} has more than {MOST:,} students. Make a course of its own for each part of them.")
    if wrong:
        raise KitError(str(wrong[0]))
    return sheet


def _student(sheet: Sheet, row: Row) -> Student:
    id = " ".join(_UNSEEN.sub("", row[_column(sheet, IDS, "id")]).split())
    name = " ".join(_name(sheet, row).split())
    where = f"{sheet.file}, line {row.line}"
    for what, text in (("id", id), ("name", name)):
        if not text:
            raise KitError(f"{where}: the {what} is missing. Write it there, or remove the line.")
        if text.startswith(_RUNS):
            mend = "Begin it with a letter or a digit."
            raise KitError(f'{where}: a spreadsheet would run the {what} "{text[:40]}" as a formula. {mend}')
        if len(text) > LONGEST:
            raise KitError(f"{where}: the {what} has {len(text):,} characters; {LONGEST} are the most. Shorten it.")
    if _SHORTENED.fullmatch(id):
        mend = "Make the column of the ids one of text, and save it again."
        raise KitError(f'{where}: a spreadsheet has shortened the id to "{id}". {mend}')
    return Student(unicodedata.normalize("NFC", id), unicodedata.normalize("NFC", name))


def _name(sheet: Sheet, row: Row) -> str:
    first, last = ([name for name in names if name in sheet.columns] for names in (FIRST, LAST))
    if first and last and not any(name in sheet.columns for name in NAMES[:4]):
        return f"{row[first[0]]} {row[last[0]]}"
    return row[_column(sheet, NAMES, "name")]


def _column(sheet: Sheet, names: Sequence[str], what: str) -> str:
    found = next((name for name in names if name in sheet.columns), None)
    if found is None:
        there = ", ".join(f'"{name[:40]}"' for name in sheet.columns[:8])
        raise KitError(f"{sheet.file} has no column for the {what}; its first row names {there}. {LIKE_THIS}")
    return found
