"""Case: what one folder holds, as the day of its decision allows it to be seen."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .. import _html
from .._errors import KitError, near
from ..canvas import Canvas, Segment
from ..evidence import Figure, Source
from ._arguments import Arguments
from ._simulations import Simulation, Simulations
from ._walk import Step

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group


@dataclass(frozen=True)
class Option:
    """One way to decide."""

    letter: str
    label: str
    text: str = ""


@dataclass(frozen=True)
class Decision:
    """Who decides what, on which day, between which options."""

    day: str
    who: str
    hook: str
    question: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Tile:
    """A number at the head of a case: its label and its quantity."""

    label: str
    quantity: str


@dataclass(frozen=True)
class Quantity:
    """What rival figures are figures of."""

    key: str
    label: str
    default: str = ""
    help: str = ""


@dataclass(frozen=True)
class Bet:
    """A question to bet on before the answer is shown.

    Parameters
    ----------
    id, question, unit
        What is asked, and in which unit.
    low, high, start, log
        The slider: its ends, where it starts, and whether it moves by ratios.
    after
        What is shown once the bet is placed.
    figure
        The answer, where it is a figure of the case.
    model, output, set
        The answer, where it is an output of a model with some inputs set.
    simulation, column, at
        The answer, where it is what a stored simulation shows in a column at a level.
    """

    id: str
    question: str
    unit: str
    low: float
    high: float
    start: float
    log: bool = False
    after: str = ""
    part: str = "A"
    figure: Figure | None = None
    model: str = ""
    output: str = ""
    set: Mapping[str, float] = field(default_factory=dict)
    simulation: str = ""
    column: str = ""
    at: float = math.nan


@dataclass(frozen=True)
class Table:
    """A table of a case: what it shows, and its rows as text."""

    name: str
    title: str
    unit: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]


class _Tables(dict[str, "pd.DataFrame"]):
    """Tables by name; an unknown name suggests the nearest."""

    def __missing__(self, name: str) -> pd.DataFrame:
        raise KitError(f'There is no table "{name}". {near(name, self, "Tables")}')


@dataclass(frozen=True, repr=False, eq=False)
class Case:
    """A case: its story, canvas, pros and cons, figures, timeline, tables and bets.

    Made by `load`. A case of part A holds nothing that came after the day of the decision; one of part B holds both.

    Parameters
    ----------
    slug, title, tagline
        Its name as a folder, its name for readers, and what it is about in a line.
    part
        "A" or "B".
    folder
        Where it was read.
    decision, canvas, pros, cons, bets, segments, head
        What case.yaml says.
    walk
        The steps of the class, in order.
    story, epilogue
        The texts of case.md and, in part B, of epilogue.md; "" where there is none.
    walk_name, walks
        Which of the case's walks this is, "" for the one in case.yaml, and the title of each by its name. Title,
        tagline, walk, bets, story and epilogue are those of the walk; all else is the case's.
    simulations
        What stored runs show, by name.
    """

    slug: str
    title: str
    tagline: str
    part: str
    folder: Path
    decision: Decision
    canvas: Canvas
    pros: Arguments
    cons: Arguments
    bets: tuple[Bet, ...] = ()
    segments: Mapping[str, Segment] = field(default_factory=dict)
    head: tuple[Tile, ...] = ()
    walk: tuple[Step, ...] = ()
    story: str = ""
    epilogue: str = ""
    walk_name: str = ""
    walks: Mapping[str, str] = field(default_factory=dict)
    simulations: Mapping[str, Simulation] = field(default_factory=Simulations)
    _quantities: Mapping[str, Quantity] = field(default_factory=dict)
    _models: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _starts: Mapping[str, dt.date] = field(default_factory=dict)
    _figures: Mapping[str, Figure] = field(default_factory=dict)
    _sources: Mapping[str, Source] = field(default_factory=dict)
    _events: tuple[Mapping[str, str], ...] = ()
    _tables: Mapping[str, Table] = field(default_factory=dict)

    def figure(self, id: str) -> Figure:
        """Return one figure by its id; an unknown id raises a KitError that suggests the nearest."""
        if id not in self._figures:
            raise KitError(f'{self.title} has no figure "{id}" in part {self.part}. {near(id, self._figures)}')
        return self._figures[id]

    def rivals(self, quantity: str) -> list[Figure]:
        """Return the figures of one quantity, the default first; an unknown quantity raises a KitError."""
        found = [figure for figure in self._figures.values() if figure.quantity == quantity]
        if not found:
            known = dict.fromkeys(figure.quantity for figure in self._figures.values())
            raise KitError(f'{self.title} has no figures of "{quantity}" in part {self.part}. {near(quantity, known)}')
        default = self._quantities[quantity].default if quantity in self._quantities else ""
        return sorted(found, key=lambda figure: figure.id != default)

    def label(self, quantity: str) -> str:
        """Return how a quantity is called for readers."""
        if quantity in self._quantities:
            return self._quantities[quantity].label
        return quantity.replace("_", " ").capitalize()

    def help(self, quantity: str) -> str:
        """Return a few words on what a quantity means; "" where the case has none."""
        return self._quantities[quantity].help if quantity in self._quantities else ""

    def quantities_of(self, model: str) -> dict[str, str]:
        """Return which quantity fills which input of a model, or counts which of its outputs, by the model's name."""
        if model not in self._models:
            known = near(model, self._models)
            raise KitError(f'{self.title} says nothing about the model "{model}" in part {self.part}. {known}')
        return dict(self._models[model])

    def start_of(self, model: str) -> dt.date | None:
        """Return the day at which time begins in a model of this case; None where the case names none."""
        return self._starts.get(model)

    @property
    def stem(self) -> str:
        """How files made from this walk of the case are called: local-motors, local-motors-network."""
        return f"{self.slug}-{self.walk_name}" if self.walk_name else self.slug

    @property
    def models(self) -> tuple[str, ...]:
        """The names of the models that this case fills."""
        return tuple(self._models)

    def bet(self, id: str) -> Bet:
        """Return one bet by its id; an unknown id raises a KitError that suggests the nearest."""
        found = {bet.id: bet for bet in self.bets}
        if id not in found:
            raise KitError(f'{self.title} has no bet "{id}" in part {self.part}. {near(id, found)}')
        return found[id]

    def prose(self, text: str) -> str:
        """Return prose of this case as safe HTML, its linked numbers with their sources as tooltips."""
        return _html.prose(text, lambda id: self._figures[id].where if id in self._figures else None)

    @property
    def figures(self) -> pd.DataFrame:
        """All figures, a fresh table.

        The columns of figures.csv (id, quantity, value, low, high, unit, as_of, kind, source, locator, part, note),
        then `label` (how the quantity is called), `default` (whether it is the one in use among its rivals),
        `text` (the value with its unit, as a reader says it) and `where` (its source in a few words).
        """
        from ._frames import figures

        return figures(self)

    @property
    def timeline(self) -> pd.DataFrame:
        """What happened when, a fresh table: date, event, kind, figures, source, locator, part, where."""
        from ._frames import timeline

        return timeline(self)

    @property
    def sources(self) -> pd.DataFrame:
        """All sources, a fresh table: those of sources.yaml, and `figures`, how many figures stand in each."""
        from ._frames import sources

        return sources(self)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, each fresh, with `where` (its source in words); `attrs` holds title, unit and note."""
        from ._frames import table

        return _Tables({name: table(each, self._sources) for name, each in self._tables.items()})

    def __str__(self) -> str:
        counts = f"{len(self._figures)} figures, {len(self._sources)} sources, {len(self.canvas)} notes on the canvas"
        return f"{self.title}, {self._part()}: {counts}"

    def __repr__(self) -> str:
        walk = f", walk {self.walk_name}" if self.walk_name else ""
        counts = f"{len(self._figures)} figures, {len(self._sources)} sources"
        return f"<Case {self.slug}{walk}, part {self.part}: {counts}>"

    def _part(self) -> str:
        return "part A" if self.part == "A" else "parts A and B"

    def _repr_html_(self) -> str:
        from ._look import case_html

        return case_html(self)

    def __rich__(self) -> Group:
        from ._look import case_rich

        return case_rich(self)

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if not name.startswith("_")]
