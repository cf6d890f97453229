"""CSV as spreadsheets save it: a byte-order mark, commas, semicolons or tabs, quoted line breaks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .._errors import near
from ._problems import Problems

MOST_ROWS = 5_000
MOST_COLUMNS = 200
_FORMULA = re.compile(r"[=@]|[+-][^|!(]*[|!(]")  # at the beginning of a cell
LONGEST = 20_000  # characters of a cell
_BROKEN = 20  # rows that cannot be read, after which the rest of the file is left alone


@dataclass
class Row:
    """One row: the line on which it begins, and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def ids(self, column: str) -> tuple[str, ...]:
        """Return the ids in a cell, separated by semicolons."""
        return tuple(part.strip() for part in self[column].split(";") if part.strip())


@dataclass
class Sheet:
    """A whole file."""

    file: str
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    decimal_comma: bool = False


def separator(header: str, expected: Sequence[str] = ()) -> str:
    r"""Return the separator of a header row: the one that yields the most expected columns, else the most cells.

    >>> separator("id;value;unit", ["id", "unit"]), separator("date\tmembers")
    (';', '\t')
    """

    def score(sign: str) -> tuple[int, int]:
        names = [name.strip().strip('"').casefold() for name in header.split(sign)]
        return len(set(names) & set(expected)), len(names)

    return max([",", ";", "\t"], key=score)


def read(file: str, text: str, expected: Sequence[str], required: Sequence[str], problems: Problems) -> Sheet:
    """Read a CSV file; wrong columns and broken rows are noted as problems.

    Parameters
    ----------
    file, text
        The name that problems carry, and the content.
    expected, required
        Columns that may and must be there; without `expected` any further column may be there.
    """
    sheet = Sheet(file)
    start = 0
    if found := re.match(r"sep=(.)\r?\n", text):
        text, start = text[found.end() :], 1
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = found[1] if found else separator(first, expected or required)
    sheet.decimal_comma = sign == ";"
    for line, cells in _rows(file, text, start, sign, problems):
        if not any(cell.strip() for cell in cells):
            continue
        if not sheet.columns:
            _head(sheet, line, cells, expected, required, problems)
            if not sheet.columns:
                return sheet
        elif len(sheet.rows) == MOST_ROWS or problems.full(file):
            if not problems.full(file):
                problems.add(
                    file, line, f"It has more than {MOST_ROWS:,} rows. A case holds small tables; leave some out."
                )
            break
        else:
            _take(sheet, line, cells, required, problems)
    if not sheet.columns and not first:
        problems.add(file, 0, f"It is empty. Its first row names the columns: {', '.join(expected or required)}.")
    return sheet


def _rows(file: str, text: str, start: int, sign: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield each row and the line on which it begins; reading goes on with the line after a row that is broken."""
    at, line = 0, start + 1
    for _ in range(_BROKEN):
        rest = io.StringIO(text[at:], newline="")
        reader = csv.reader(rest, delimiter=sign, strict=True)
        begins, before = 0, line
        try:
            for cells in reader:
                yield line, cells
                line, begins = before + reader.line_num, rest.tell()
            return
        except csv.Error as error:
            problems.add(file, line, f"This row cannot be read ({error}). {_mend(str(error))}")
        broken = re.compile(r"\r\n|\n|\r").search(text, at + begins)
        if broken is None:
            return
        at, line = broken.end(), line + 1


def _mend(error: str) -> str:
    if "unexpected end" in error:
        return "A quote is opened and not closed."
    if "field limit" in error:
        return "A cell holds a whole book: a quote is opened and not closed, or the text belongs elsewhere."
    return 'Inside quotes write " as "".'


def _head(
    sheet: Sheet,
    line: int,
    cells: list[str],
    expected: Sequence[str],
    required: Sequence[str],
    problems: Problems,
) -> None:
    columns = [re.sub(r"\s+", "_", cell.strip().casefold()) for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS:
        mend = f"Keep {MOST_COLUMNS} at the most."
        problems.add(sheet.file, line, f"It has {len(columns):,} columns. A case holds small tables. {mend}")
        return
    wrong = False
    missing = [name for name in required if name not in columns]
    for name in dict.fromkeys(columns):
        if columns.count(name) > 1:
            problems.add(
                sheet.file,
                line,
                f'The column "{name}" is here twice.' if name else "Two columns have no name.",
            )
            wrong = True
        elif not name:
            problems.add(sheet.file, line, "A column has no name. Name it or remove it.")
            wrong = True
        elif expected and name not in expected:
            problems.add(sheet.file, line, f'There is no column "{name}". {near(name, missing or expected, "Columns")}')
    if missing:
        names = ", ".join(f'"{name}"' for name in missing)
        problems.add(
            sheet.file,
            line,
            f"The column{'s' if missing[1:] else ''} {names} {'are' if missing[1:] else 'is'} missing.",
        )
    sheet.columns = [] if wrong or missing else columns


def _take(sheet: Sheet, line: int, cells: list[str], required: Sequence[str], problems: Problems) -> None:
    extra = [cell for cell in cells[len(sheet.columns) :] if cell.strip()]
    if extra:
        problems.add(
            sheet.file, line, f'The row has {len(cells)} cells for {len(sheet.columns)} columns ("{extra[0]}"). '
            "Put a text that holds the separator in quotes."
        )  # fmt: skip
        return
    missing = [name for name in sheet.columns[len(cells) :] if name in required]
    if missing:
        problems.add(
            sheet.file, line, f"The row has {len(cells)} cells for {len(sheet.columns)} columns and ends before "
            f'"{missing[0]}". Fill it up; an empty cell needs its separator too.'
        )  # fmt: skip
        return
    if long := next((cell for cell in cells if len(cell) > LONGEST), ""):
        problems.add(sheet.file, line, f"A cell has {len(long):,} characters; {LONGEST:,} are the most. Shorten it.")
        return
    cells = [cell.strip() for cell in cells]
    if run := next((cell for cell in cells if _FORMULA.match(cell)), ""):
        problems.add(
            sheet.file, line, f'A spreadsheet would run the cell "{run}" as a formula. Begin it with a word.', "warning"
        )
    cells += [""] * (len(sheet.columns) - len(cells))
    sheet.rows.append(Row(line, dict(zip(sheet.columns, cells, strict=False))))
