"""A case folder read file by file into checked rows; how they fit together is `check`'s matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from .._errors import KitError, near
from ..evidence import KINDS
from . import _csv, _yaml
from ._files import LIMIT, Unreadable, names, read_text, reserved
from ._problems import Problems
from ._simulations import read_simulations
from ._values import NUMBER, became_a_date, date, is_id, number
from ._walks import WalkRead, read_walks

if TYPE_CHECKING:
    from ._shape import CaseShape, SourceShape

FIGURE_COLUMNS = [
    "id",
    "quantity",
    "value",
    "low",
    "high",
    "unit",
    "as_of",
    "kind",
    "source",
    "locator",
    "part",
    "note",
]
EVENT_COLUMNS = ["date", "event", "kind", "figures", "source", "locator", "part"]
TEXT_COLUMNS = {"source", "locator", "part", "note", "date", "as_of", "kind", "figures"}
MOST_TABLES = 100
_LIKE_A_NUMBER = re.compile(r"[$€£]?\s*[+−-]?[0-9][0-9.,'’\s]*(%|thousand|million|billion)?", re.IGNORECASE)
T = TypeVar("T")


@dataclass(frozen=True)
class FigureRow:
    """A row of figures.csv, its cells read."""

    line: int
    id: str
    quantity: str
    value: float
    low: float | None
    high: float | None
    unit: str
    as_of: str
    kind: str
    source: tuple[str, ...]
    locator: str
    part: str
    note: str


@dataclass
class Folder:
    """Everything that was read, with the problems met on the way."""

    path: Path
    problems: Problems = field(default_factory=Problems)
    yaml: _yaml.Document = field(default_factory=_yaml.Document)
    case: CaseShape | None = None
    source_yaml: _yaml.Document = field(default_factory=_yaml.Document)
    sources: dict[str, SourceShape] = field(default_factory=dict)
    figures: list[FigureRow] = field(default_factory=list)
    raw_figures: list[_csv.Row] = field(default_factory=list)
    events: list[_csv.Row] = field(default_factory=list)
    tables: dict[str, _csv.Sheet] = field(default_factory=dict)
    simulations: dict[str, _csv.Sheet] = field(default_factory=dict)
    walks: list[WalkRead] = field(default_factory=list)  # that of case.yaml first
    room: int = 2 * LIMIT  # how much may still be read
    yaml_room: int = 2 * _yaml.LIMIT  # and how much of it as YAML, which is slow to read

    def text(self, name: str) -> str | None:
        """Read a file of the folder; None where there is none or, with a problem noted, it cannot be read."""
        try:
            text = read_text(self.path, name, min(LIMIT, self.room))
            self.room -= len(text or "")
            return text
        except Unreadable as error:
            self.problems.add(name, error.line, error.sentence)
            return None

    def document(self, name: str) -> _yaml.Document | None:
        """Read a YAML file of the folder; None where there is none, and an empty one where it cannot be read."""
        noted = self.problems.noted
        if (text := self.text(name)) is None:
            return None if self.problems.noted == noted else _yaml.Document()
        self.yaml_room -= len(text)
        try:
            if self.yaml_room < 0 and len(text) <= _yaml.LIMIT:
                most = f"{2 * _yaml.LIMIT:,} characters are the most"
                raise Unreadable(0, f"The folder's YAML files are too long together; {most}. Leave a walk out.")
            return _yaml.read(text)
        except Unreadable as error:
            self.problems.add(name, error.line, error.sentence)
            return _yaml.Document()

    def holds(self, path: Path) -> bool:
        """Whether a path is inside the folder, wherever links lead."""
        try:
            return path.resolve().is_relative_to(self.path.resolve())
        except (OSError, RuntimeError):  # a link to itself
            return False

    def inside(self, name: str, each: str, most: int) -> list[Path]:
        """Return what a folder of the case holds, hidden files apart, in the order of the names.

        Parameters
        ----------
        name, each
            The folder, such as "tables", and what is in it, such as "one .csv file for each table".
        most
            How many files it may hold.
        """
        home = self.path / name
        if not home.is_dir():
            if home.exists():
                self.problems.add(name, 0, f"It is a file. Make it a folder that holds {each}.")
            return []
        if not self.holds(home):
            self.problems.add(name, 0, "It is a link that leaves the case folder. Put the folder itself here.")
            return []
        found = sorted(home.iterdir())
        if len(found) > most:
            self.problems.add(name, 0, f"It holds {len(found):,} files; {most} are the most. Leave some out.")
        return [path for path in found[:most] if not path.name.startswith((".", "~$"))]


def read_folder(path: Path) -> Folder:
    """Read a case folder, and note every mistake that can be seen in one file alone.

    Raises
    ------
    KitError
        When there is no such folder, or it holds no case.yaml.
    """
    if not path.is_dir():
        raise KitError(f"There is no folder {path}.")
    if not (path / "case.yaml").exists():
        raise KitError(f"{path} is not a case: it holds no case.yaml.")
    from ._shape import read_case_shape, read_source_shapes

    folder = Folder(path)
    for name, sentence in names(path):
        folder.problems.add(name, 0, sentence)
    if (document := folder.document("case.yaml")) is not None:
        folder.yaml = document
        folder.case = read_case_shape(document, folder.problems) if document.data else None
    if (document := folder.document("sources.yaml")) is not None:
        folder.source_yaml = document
        folder.sources = read_source_shapes(document, folder.problems)
    if (text := folder.text("figures.csv")) is not None:
        sheet = _csv.read(
            "figures.csv",
            text,
            FIGURE_COLUMNS,
            FIGURE_COLUMNS[:3] + FIGURE_COLUMNS[5:6] + FIGURE_COLUMNS[7:11],
            folder.problems,
        )
        folder.raw_figures = sheet.rows
        folder.figures = [row for raw in sheet.rows if (row := _figure(sheet, raw, folder.problems))]
    if (text := folder.text("timeline.csv")) is not None:
        sheet = _csv.read("timeline.csv", text, EVENT_COLUMNS, ["date", "event", "part"], folder.problems)
        folder.events = [row for row in sheet.rows if _event(row, folder.problems)]
    _read_tables(folder)
    read_simulations(folder)
    first = WalkRead("", folder.yaml, folder.case)
    first.read_texts(folder)
    folder.walks.append(first)
    read_walks(folder)
    return folder


def _figure(sheet: _csv.Sheet, row: _csv.Row, problems: Problems) -> FigureRow | None:
    before = problems.noted

    def say(sentence: str) -> None:
        problems.add("figures.csv", row.line, sentence, part=row["part"])

    def value(column: str) -> float | None:
        return _try(lambda: number(row[column], decimal_comma=sheet.decimal_comma), say) if row[column] else None

    key = row["id"]
    if not key:
        say("The id is missing. Use small letters, digits and hyphens, such as first-factory.")
    elif not is_id(key):
        say(f'"{key}" cannot be an id. Use small letters, digits and hyphens, such as first-factory.')
    if not row["quantity"]:
        say("The quantity is missing. Say what this is a figure of, such as factory_cost.")
    elif not is_id(row["quantity"]):
        say(f'"{row["quantity"]}" cannot name a quantity. Use small letters, digits and _, such as factory_cost.')
    if not row["value"]:
        say("The value is missing.")
    amount, low, high = value("value"), value("low"), value("high")
    _check_kind(row, low, high, say)
    if row["as_of"]:
        _try(lambda: date(row["as_of"]), say)
    if became_a_date(row["locator"]):
        say(
            f'A spreadsheet seems to have turned the locator into a date ("{row["locator"]}"). Write it as "page 5-10".'
        )
    if row["part"] not in ("A", "B"):
        say(f'The part is "{row["part"]}". Write A (known on the day of the decision) or B (came later).')
    if amount is None or problems.noted > before:
        return None
    return FigureRow(
        row.line, key, row["quantity"], amount, low, high, row["unit"], row["as_of"], row["kind"], row.ids("source"),
        row["locator"], row["part"], row["note"],
    )  # fmt: skip


def _check_kind(row: _csv.Row, low: float | None, high: float | None, say: Callable[[str], None]) -> None:
    kind = row["kind"]
    if kind not in KINDS:
        say(f'The kind "{kind}" is not known. {near(kind, KINDS)}')
    if kind == "assumption" and not (row["low"] and row["high"] and row["note"]):
        say("An assumption needs low and high, and in the note the reason why.")
    if kind == "derived" and "[" not in row["locator"]:
        say("A derived figure needs its arithmetic in the locator, such as [orders] * [fee].")
    if kind in ("reported", "company-claim", "estimate") and not row["source"]:
        say(f'A figure of the kind "{kind}" needs a source. Write an id of sources.yaml.')
    if kind in ("derived", "assumption") and row["source"]:
        say(f'A figure of the kind "{kind}" has no source of its own. Leave the cell empty.')
    if low is not None and high is not None and low > high:
        say("low is larger than high. Swap them.")


def _event(row: _csv.Row, problems: Problems) -> bool:
    before = problems.noted
    if not row["event"]:
        problems.add("timeline.csv", row.line, "The event is missing.", part=row["part"])
    if row["date"]:  # an event that no source dates has none, and stands where it belongs in the order
        _try(lambda: date(row["date"]), lambda text: problems.add("timeline.csv", row.line, text, part=row["part"]))
    if row["part"] not in ("A", "B"):
        problems.add("timeline.csv", row.line, f'The part is "{row["part"]}". Write A or B.')
    return problems.noted == before


def _read_tables(folder: Folder) -> None:
    for path in folder.inside("tables", "one .csv file for each table", MOST_TABLES):
        name, file = path.stem, f"tables/{path.name}"
        if path.suffix != ".csv" or not is_id(name) or reserved(name):
            folder.problems.add(
                file,
                0,
                "A table's name is small letters, digits and hyphens, then .csv, and no name of a device.",
            )
        elif (text := folder.text(file)) is not None:
            sheet = _csv.read(file, text, [], ["source", "part"], folder.problems)
            _check_table(sheet, folder.problems)
            folder.tables[name] = sheet


def _check_table(sheet: _csv.Sheet, problems: Problems) -> None:
    for row in sheet.rows:
        if row["part"] not in ("A", "B"):
            problems.add(sheet.file, row.line, f'The part is "{row["part"]}". Write A or B.')
        for column in ("date", "as_of"):
            if row[column]:
                _try(lambda: date(row[column]), lambda text: problems.add(sheet.file, row.line, text, part=row["part"]))  # noqa: B023
    for column in sheet.columns:
        filled = [row for row in sheet.rows if row[column]]
        plain = [row for row in filled if NUMBER.fullmatch(row[column])]
        meant = len(plain) * 2 > len(filled) or all(_LIKE_A_NUMBER.fullmatch(row[column]) for row in filled)
        if column in TEXT_COLUMNS or not meant:
            continue
        for row in filled:
            _try(
                lambda: number(row[column], decimal_comma=sheet.decimal_comma),  # noqa: B023
                lambda text: problems.add(sheet.file, row.line, text, part=row["part"]),  # noqa: B023
            )


def _try(read: Callable[[], T], say: Callable[[str], None]) -> T | None:
    try:
        return read()
    except ValueError as error:
        say(str(error))
        return None
