"""Stored simulations: what the runs of one show, level by level of one input, with how sure they are.

`simulations/<name>.csv` holds plain numbers: first the column of the input, then each column of `shows`, and beside it,
where it is known, from where to where it lies (`<column>_low`, `<column>_high`). An empty cell is not available.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .._errors import KitError, near
from . import _csv
from ._files import reserved
from ._values import is_id, number

if TYPE_CHECKING:
    import pandas as pd

    from ._folder import Folder
    from ._shape import AnswerShape, SimulationShape

HOME = "simulations"
MOST = 50  # simulations
MOST_LEVELS = 500
ENDS = ("_low", "_high")
HOLE = re.compile(r"\{([^{}]*)\}")  # in a sentence, what a level fills; levels.js has the same
Say = Callable[[str], None]


@dataclass(frozen=True)
class Shown:
    """How a column of a simulation is said: its label, and its unit."""

    label: str
    unit: str = ""


@dataclass(frozen=True)
class Simulation:
    """What the runs of a simulation show, level by level of one input of a model.

    Parameters
    ----------
    name, title
        Its name in the case, and its question.
    model, by
        A model, and the input of it that is stepped through.
    shows
        The columns that are shown, each with its label and unit.
    headline
        A sentence with {by} and {column} in it, which a level fills.
    limits
        Outputs of the model that are limits of `by`, each with a sentence in which {value} is its number.
    how, note
        The call that made the numbers, and prose about them.
    part
        "A" or "B".
    columns, rows
        The numbers: `by` first, its levels rising; NaN where one is not available.

    Examples
    --------
    >>> wait = Simulation("wait", "How long?", by="buyers", shows={"days": Shown("Days", "day")},
    ...                   columns=("buyers", "days"), rows=((100.0, 3.0), (200.0, 8.5)))
    >>> wait.value("days", 200), wait.levels
    (8.5, (100.0, 200.0))
    """

    name: str
    title: str
    model: str = ""
    by: str = ""
    shows: Mapping[str, Shown] = field(default_factory=dict)
    headline: str = ""
    limits: Mapping[str, str] = field(default_factory=dict)
    how: str = ""
    note: str = ""
    part: str = "A"
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[float, ...], ...] = ()

    @property
    def levels(self) -> tuple[float, ...]:
        """The levels of `by`, rising."""
        return tuple(row[0] for row in self.rows)

    @property
    def table(self) -> pd.DataFrame:
        """The numbers, a fresh table; `attrs` holds its title and note."""
        import pandas as pd

        from .._html import plain

        table = pd.DataFrame(list(self.rows), columns=list(self.columns), dtype=float)
        table.attrs = {"title": self.title, "note": plain(self.note)}
        return table

    def value(self, column: str, at: float) -> float:
        """Return the number of a column at a level.

        Parameters
        ----------
        column
            One of the columns.
        at
            One of the levels, in the unit of `by`.

        Raises
        ------
        KitError
            When there is no such column, or no such level.
        """
        if column not in self.columns:
            raise KitError(
                f'The simulation "{self.name}" has no column "{column}". {near(column, self.columns, "Columns")}'
            )
        if at not in self.levels:
            raise KitError(f'The simulation "{self.name}" was not run at {at:,g}. {nearest(self.levels, at)}')
        return self.rows[self.levels.index(at)][self.columns.index(column)]


class Simulations(dict[str, Simulation]):
    """Simulations by name; an unknown name suggests the nearest."""

    def __missing__(self, name: str) -> Simulation:
        raise KitError(f'There is no simulation "{name}". {near(name, self, "Simulations")}')


def nearest(levels: tuple[float, ...], at: float) -> str:
    """Name the levels on both sides of a number that is none of them.

    >>> nearest((100.0, 200.0, 300.0), 180), nearest((100.0,), 10), nearest((), 1)
    ('The nearest levels are 100 and 200.', 'The nearest level is 100.', 'It has no levels.')
    """
    sides = [max((x for x in levels if x < at), default=None), min((x for x in levels if x > at), default=None)]
    found = [f"{side:,.12g}" for side in sides if side is not None]
    if not found:
        return "It has no levels."
    return f"The nearest levels are {' and '.join(found)}." if found[1:] else f"The nearest level is {found[0]}."


# Reading --------------------------------------------------------------------------------------------


def read_simulations(folder: Folder) -> None:
    """Read each file of simulations/; the columns that it must have are those that case.yaml shows."""
    described = folder.case.simulations if folder.case else {}
    for path in folder.inside(HOME, "one .csv file for each simulation", MOST):
        name, file = path.stem, f"{HOME}/{path.name}"
        if path.suffix != ".csv" or not is_id(name) or reserved(name):
            sentence = "A simulation's name is small letters, digits and hyphens, then .csv, and no name of a device."
            folder.problems.add(file, 0, sentence)
        elif (text := folder.text(file)) is not None:
            told = described.get(name)
            required = list(dict.fromkeys([told.by, *told.shows])) if told else []
            folder.simulations[name] = _csv.read(file, text, [], required, folder.problems)


def made(name: str, told: SimulationShape, sheet: _csv.Sheet) -> Simulation:
    """A simulation of the shape that it has in case.yaml, with its numbers; both were checked before."""
    rows = tuple(tuple(_number(row[column], sheet) for column in sheet.columns) for row in sheet.rows)
    shows = {column: Shown(shown.label, shown.unit) for column, shown in told.shows.items()}
    return Simulation(
        name, told.title, told.model, told.by, shows, told.headline, dict(told.limits), told.how, told.note, told.part,
        tuple(sheet.columns), rows,
    )  # fmt: skip


def _number(text: str, sheet: _csv.Sheet) -> float:
    return number(text, decimal_comma=sheet.decimal_comma) if text else math.nan


# Checking -------------------------------------------------------------------------------------------


def check_simulations(folder: Folder) -> None:
    """Note every mistake in the stored simulations that can be seen without a model."""
    told = folder.case.simulations if folder.case else None
    if told is None:
        return
    for name, sheet in folder.simulations.items():
        if name not in told:
            mend = near(name, [key for key in told if key not in folder.simulations], "Not yet there")
            folder.problems.add(sheet.file, 0, f"case.yaml says nothing about it under simulations. {mend}")
    broken = {problem.file for problem in folder.problems.found}
    for name, each in told.items():
        for sentence, *path in _told(folder, each):
            folder.problems.add("case.yaml", folder.yaml.line(("simulations", name, *path)), sentence)
        sheet_of_it = folder.simulations.get(name)
        if sheet_of_it is not None:
            _sheet(folder, each, sheet_of_it)
        elif f"{HOME}/{name}.csv" not in broken:
            sentence = f"There is no file {HOME}/{name}.csv. {near(name, folder.simulations, 'Files')}"
            folder.problems.add("case.yaml", folder.yaml.line(("simulations", name)), sentence)


def _told(folder: Folder, told: SimulationShape) -> Iterator[tuple[str, ...]]:
    from .. import units

    models = folder.case.models if folder.case else {}
    if told.model not in models:
        yield f'There is no model "{told.model}" under models. {near(told.model, models, "Models")}', "model"
    if not told.shows:
        yield "A simulation shows one column or more, each with its label and unit.", "shows"
    if "by" in told.shows:
        yield 'In a headline {by} is the level. Give the column "by" another name.', "shows", "by"
    if told.by in told.shows:
        yield f'"{told.by}" is what is stepped through. Show what comes of it.', "shows", told.by
    for column, shown in told.shows.items():
        if sentence := units.trouble(shown.unit):
            yield sentence, "shows", column, "unit"
    yield from ((sentence, "headline") for sentence in hole_troubles(told.headline, ["by", *told.shows]))
    for output, text in told.limits.items():
        yield from ((sentence, "limits", output) for sentence in hole_troubles(text, ["value"]))


def hole_troubles(text: str, known: list[str], where: str = "here") -> Iterator[str]:
    """Name what stands in braces and is not known; nothing in braces is ever looked up beyond these names."""
    for name in HOLE.findall(text):
        if name not in known:
            yield f"Nothing fills {{{name}}} {where}. {near(name, known, 'What may stand in braces')}"
    if re.search(r"[{}]", HOLE.sub("", text)):
        yield f"A brace has no twin {where}. Write what is to be filled as {{{known[0]}}}."


def _sheet(folder: Folder, told: SimulationShape, sheet: _csv.Sheet) -> None:
    def say(line: int, sentence: str) -> None:
        folder.problems.add(sheet.file, line, sentence, part=told.part)

    if not sheet.columns:
        return  # what is wrong with its columns is noted already
    if sheet.columns[0] != told.by:
        say(1, f'The first column must be "{told.by}", which is stepped through. Move it to the front.')
        return
    for column in told.shows:
        have = [column + end in sheet.columns for end in ENDS]
        if any(have) and not all(have):
            lacks, has = ENDS if have[1] else ENDS[::-1]
            say(1, f'There is "{column}{has}" and no "{column}{lacks}". Write both ends, or none.')
    if len(sheet.rows) < 2:
        say(1, "There is nothing to step through. Write a row for each level, two or more.")
    if len(sheet.rows) > MOST_LEVELS:
        say(sheet.rows[MOST_LEVELS].line, f"It has more than {MOST_LEVELS} levels. Nobody steps through so many.")
    before = -math.inf
    for row in sheet.rows:
        values: dict[str, float] = {}
        for column in sheet.columns:
            try:
                values[column] = _number(row[column], sheet)
            except ValueError as error:
                say(row.line, str(error))
        level = values.get(told.by, before)
        if math.isnan(level):
            say(row.line, f'The column "{told.by}" is empty. Each row is for a level.')
        elif told.by in values and not level > before:
            say(
                row.line,
                f"{told.by} must rise from row to row: {level:,.12g} comes after {before:,.12g}. Sort the rows.",
            )
        before = before if math.isnan(level) else level
        for column in told.shows:
            low, value, high = (values.get(column + end, math.nan) for end in (ENDS[0], "", ENDS[1]))
            if low > value or value > high or low > high:
                say(row.line, f"{column} is {value:,.12g}, and that is not between {low:,.12g} and {high:,.12g}.")


def answer_troubles(folder: Folder, answer: AnswerShape, part: str) -> Iterator[str]:
    """Say what is wrong with a bet's answer that names a simulation."""
    simulations = folder.case.simulations if folder.case else {}
    told = simulations.get(answer.simulation)
    if told is None:
        yield f'There is no simulation "{answer.simulation}". {near(answer.simulation, simulations, "Simulations")}'
        return
    if part == "A" and told.part == "B":
        yield f'The simulation "{answer.simulation}" is part B, and this is part A. Make this part B.'
    if answer.column not in told.shows:
        near_by = near(answer.column, told.shows, "It shows")
        yield f'The simulation "{answer.simulation}" shows no column "{answer.column}". {near_by}'
        return
    sheet = folder.simulations.get(answer.simulation)
    if answer.at is None or sheet is None or not sheet.columns:
        return
    try:
        value = made(answer.simulation, told, sheet).value(answer.column, answer.at)
    except KitError as error:
        yield str(error)
        return
    except ValueError:
        return  # a cell that cannot be read is named where it stands
    if math.isnan(value):
        yield f"The simulation has no {answer.column} at {answer.at:,.12g}. Choose a level that has one."
