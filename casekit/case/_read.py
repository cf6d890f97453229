"""From a checked folder to a Case; what the asked part does not allow is left out here, and only here."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import KitError, near
from ..canvas import BLOCKS, Canvas, Note, Segment
from ..evidence import REFERENCE, Citation, Figure, Source
from ._arguments import Argument, Arguments, Evidence
from ._case import Bet, Case, Decision, Option, Quantity, Table, Tile
from ._csv import Sheet
from ._folder import TEXT_COLUMNS, FigureRow, Folder, read_folder
from ._problems import Problem
from ._simulations import Simulations
from ._simulations import made as made_simulation
from ._values import NUMBER, START, number
from ._walk import made
from ._walks import WalkRead

if TYPE_CHECKING:
    from ._shape import ArgumentShape, CaseShape, EvidenceShape

LATER = "a later source, named in part B"


def read_case(folder: str | Path, part: str = "A", walk: str = "") -> Case:
    """Read a case folder.

    Parameters
    ----------
    folder
        Where case.yaml lies.
    part
        "A": what was known on the day of the decision, and nothing else; "B": all of it.
    walk
        Which of the case's walks: "" for the one in case.yaml, or the name of a folder of walks/.

    Raises
    ------
    KitError
        With the first mistake in the folder, and how many more there are; or when there is no such walk.
    """
    from ._check import cross

    path = Path(folder)
    if part not in ("A", "B"):
        further = f' If it is a further class, write walk="{part}".' if len(str(part)) > 1 else ""
        raise KitError(
            f'There is no part "{part}". Ask for part="A" (what was known) or part="B" (with what came after).{further}'
        )
    found = read_folder(path)
    cross(found, units=False)
    found.problems.raise_first(path, part, walk)
    if found.case is None:
        raise KitError(f"{path / 'case.yaml'} is empty.")
    if part not in found.case.parts:
        raise KitError(f"{found.case.title} has no part {part}; it has part {' and '.join(found.case.parts)} only.")
    return case_of(found, found.case, part, _walk_named(found, walk))


def case_of(folder: Folder, shape: CaseShape, part: str, walk: WalkRead) -> Case:
    """Return the case of a folder in which no mistake was found, in one part and with one of its walks."""
    return _Builder(folder, shape, part).case(walk)


def _walk_named(folder: Folder, name: str) -> WalkRead:
    """Return one walk of a folder that has been checked; an unknown name raises a KitError with the nearest."""
    for walk in folder.walks:
        if walk.name == name:
            return walk
    known = [walk.name for walk in folder.walks if walk.name]
    title = folder.case.title if folder.case else folder.path.name
    hint = near(name, known, "Beside its first, it has") if known else "It has one walk, which needs no name."
    raise KitError(f'{title} has no walk "{name}". {hint}')


def check_case(folder: str | Path) -> list[Problem]:
    """Return every mistake in a case folder that can be seen without a model, with its file and line."""
    from ._check import cross

    return cross(read_folder(Path(folder)), units=True)


class _Builder:
    def __init__(self, folder: Folder, shape: CaseShape, part: str) -> None:
        self.folder = folder
        self.shape = shape
        self.part = part
        self.late: dict[str, Source] = {}
        self.known = {
            id: Source(
                id, s.title, s.author, s.publisher, s.date, s.url, s.trust, s.part, s.seen, s.short
            )
            for id, s in folder.sources.items()
            if self.sees(s.part)
        }  # fmt: skip
        self.rows = {row.id: row for row in folder.figures if self.sees(row.part)}
        self.figures: dict[str, Figure] = {}
        for id in self.rows:
            self.figure(id)
        self.figures = {id: self.figures[id] for id in self.rows}

    def sees(self, part: str) -> bool:
        return part == "A" or self.part == "B"

    def source(self, id: str) -> Source:
        """Return a source; one that came later has a number only, and its place in it goes with its name."""
        if id in self.known:
            return self.known[id]
        return self.late.setdefault(id, Source(f"later-{len(self.late) + 1}", LATER, called="a later source"))

    def cited(self, ids: Iterable[str], locator: str) -> tuple[tuple[Source, ...], str]:
        ids = tuple(ids)
        sources = tuple(self.source(id) for id in ids)
        return sources, locator if all(id in self.known for id in ids) else ""

    def citations(self, ids: Iterable[str], locator: str) -> tuple[Citation, ...]:
        sources, place = self.cited(ids, locator)
        return tuple(Citation(source, place) for source in sources)

    def figure(self, id: str) -> Figure:
        if id not in self.figures:
            row: FigureRow = self.rows[id]
            inputs = [
                i for i in dict.fromkeys(REFERENCE.findall(row.locator)) if row.kind == "derived" and i in self.rows
            ]
            sources, locator = self.cited(row.source, row.locator)
            self.figures[id] = Figure(
                row.id, row.quantity, row.value, row.unit, row.kind, row.part, row.low, row.high, row.as_of, sources,
                locator, row.note, tuple(self.figure(each) for each in inputs),
            )  # fmt: skip
        return self.figures[id]

    def chosen(self, ids: Iterable[str]) -> tuple[Figure, ...]:
        return tuple(self.figures[id] for id in ids if id in self.figures)

    def case(self, walk: WalkRead) -> Case:
        shape, told = self.shape, walk.shape or self.shape
        quantities = {figure.quantity for figure in self.figures.values()}
        canvas = self.canvas()
        models, starts = self.models(quantities)
        arguments = {
            side: Arguments(title, tuple(self.argument(item) for item in items if self.sees(item.part)))
            for side, title, items in (
                ("pros", "Why it could work", shape.pros),
                ("cons", "Why it could fail", shape.cons),
            )
        }
        events, tables = self.events(), self.tables()
        return Case(
            slug=shape.slug, title=told.title, tagline=told.tagline or shape.tagline, part=self.part,
            folder=self.folder.path.resolve(),
            decision=self.decision(walk), canvas=canvas, pros=arguments["pros"], cons=arguments["cons"],
            bets=self.bets(walk),
            segments=canvas.segments,
            head=tuple(Tile(tile.label, tile.quantity) for tile in shape.head if tile.quantity in quantities),
            walk=tuple(made(step) for step in walk.steps if self.sees(step.part)),
            story=walk.story, epilogue=walk.epilogue if self.part == "B" else "",
            walk_name=walk.name, walks={each.name: each.shape.title for each in self.folder.walks if each.shape},
            simulations=self.simulations(),
            _quantities={
                key: Quantity(key, q.label, q.default if q.default in self.figures else "", q.help)
                for key, q in shape.quantities.items() if key in quantities
            },
            _models=models, _starts=starts, _figures=self.figures,
            _sources=self.known | {source.id: source for source in self.late.values()}, _events=events, _tables=tables,
        )  # fmt: skip

    def models(self, quantities: set[str]) -> tuple[dict[str, dict[str, str]], dict[str, dt.date]]:
        """Return which quantity fills what of each model, and the days at which time begins; a later day is later."""
        filled = {
            model: {name: key for name, key in inputs.items() if name != START and key in quantities}
            for model, inputs in self.shape.models.items()
        }
        seen = {model: found for model, found in filled.items() if found or not set(self.shape.models[model]) - {START}}
        days = {model: self.shape.models[model].get(START, "") for model in seen}
        until = self.shape.decision.day  # it may be a month only
        known = {model: day for model, day in days.items() if day and (self.part == "B" or day[: len(until)] <= until)}
        return seen, {model: dt.date.fromisoformat(day) for model, day in known.items()}

    def simulations(self) -> Simulations:
        return Simulations({
            name: made_simulation(name, told, self.folder.simulations[name])
            for name, told in self.shape.simulations.items() if self.sees(told.part)
        })  # fmt: skip

    def decision(self, walk: WalkRead) -> Decision:
        """Return the decision; a further walk may lead to it, and ask for it, in words of its own."""
        told, own = self.shape.decision, walk.shape if walk.name else None
        options = tuple(Option(k, o.label, o.text) for k, o in told.options.items() if self.sees(o.part))
        hook, question = getattr(own, "hook", ""), getattr(own, "question", "")
        return Decision(told.day, told.who, hook or told.hook, question or told.question, options)

    def canvas(self) -> Canvas:
        notes = tuple(
            Note(
                note.id, note.text, note.segment, self.chosen(note.figures),
                tuple(c for s in note.sources for c in self.citations([s.source], s.locator)), note.part, block,
            )
            for block in BLOCKS for note in getattr(self.shape.canvas, block) if self.sees(note.part)
        )  # fmt: skip
        used = {note.segment for note in notes}
        segments: Mapping[str, Segment] = {
            key: Segment(key, s.label, s.color)
            for key, s in self.shape.segments.items()
            if key in used or self.part == "B"
        }
        return Canvas(notes, segments)

    def argument(self, item: ArgumentShape) -> Argument:
        def said(items: Iterable[EvidenceShape]) -> tuple[Evidence, ...]:
            return tuple(
                Evidence(e.text, self.chosen(e.figures), self.citations(e.source, e.locator), e.part)
                for e in items
                if self.sees(e.part)
            )

        cited = self.citations(item.source, item.locator)
        return Argument(item.id, item.claim, said(item.speaks_for), said(item.against), cited, item.part)

    def bets(self, walk: WalkRead) -> tuple[Bet, ...]:
        return tuple(
            Bet(
                b.id, b.question, b.unit, b.low, b.high, b.start, b.log, b.after, b.part,
                self.figures.get(b.answer.figure), b.answer.model, b.answer.output, dict(b.answer.set),
                b.answer.simulation, b.answer.column, math.nan if b.answer.at is None else b.answer.at,
            )
            for b in walk.bets if self.sees(b.part)
        )  # fmt: skip

    def events(self) -> tuple[Mapping[str, str], ...]:
        found = []
        for row in self.folder.events:
            if self.sees(row["part"]):
                sources, locator = self.cited(row.ids("source"), row["locator"])
                figures = ";".join(figure.id for figure in self.chosen(row.ids("figures")))
                own = {name: row[name] for name in ("date", "event", "kind", "part")}
                found.append(own | {"figures": figures, "source": ";".join(s.id for s in sources), "locator": locator})
        return tuple(found)

    def tables(self) -> dict[str, Table]:
        return {
            name: self.table(name, self.folder.tables[name])
            for name in self.shape.tables
            if any(self.sees(row["part"]) for row in self.folder.tables[name].rows)
        }

    def table(self, name: str, sheet: Sheet) -> Table:
        """Return the rows that the part allows; a column filled in later rows only is left out with them."""
        told = self.shape.tables[name]
        rows = [row for row in sheet.rows if self.sees(row["part"])]
        columns = [c for c in sheet.columns if any(row[c] for row in rows) or not any(row[c] for row in sheet.rows)]
        numeric = {c for c in columns if c not in TEXT_COLUMNS and _numeric([row[c] for row in rows], sheet)}
        cells: list[tuple[str | float | None, ...]] = []
        for row in rows:
            sources, locator = self.cited(row.ids("source"), row["locator"])
            own = {**row.cells, "source": ";".join(source.id for source in sources), "locator": locator}
            cells.append(tuple(_cell(own[c], sheet) if c in numeric else own[c] for c in columns))
        return Table(name, told.title, told.unit, told.note, tuple(columns), tuple(cells))


def _numeric(cells: list[str], sheet: Sheet) -> bool:
    filled = [cell for cell in cells if cell]
    plain = [cell for cell in filled if NUMBER.fullmatch(cell) or sheet.decimal_comma]
    try:
        return bool(filled) and len(plain) == len(filled) and all(_cell(cell, sheet) is not None for cell in plain)
    except ValueError:
        return False


def _cell(text: str, sheet: Sheet) -> float | None:
    return number(text, decimal_comma=sheet.decimal_comma) if text else None
