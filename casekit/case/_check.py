"""How the files of a case fit together: ids that exist, parts that hold, units that agree, numbers in prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from .._errors import near
from .._html import LINK
from ..canvas import BLOCKS
from ..evidence import REFERENCE
from ._bets import check_bet_units, check_bets, known_unit
from ._csv import Row
from ._folder import FigureRow, Folder
from ._problems import Problem, Problems
from ._prose import disagreement
from ._simulations import check_simulations
from ._strange import strange
from ._values import START, day
from ._walk import check_walk
from ._walk import prose as walk_prose
from ._yaml import Key

if TYPE_CHECKING:
    from ._shape import ArgumentShape, CaseShape

Say = Callable[[str], None]
TIRED = 300  # problems, after which the near word is not looked for any more
DEEPEST = 20  # derived figures in a row; more than a reader follows


def cross(folder: Folder, *, units: bool) -> list[Problem]:
    """Check how the parts of a folder fit together; return all problems, those of reading included.

    Parameters
    ----------
    folder
        What was read.
    units
        Also check units, which needs pint and takes a while the first time.
    """
    check = _Check(folder)
    check.figures()
    check.tables()
    check.events()
    if folder.case:
        check.case(folder.case)
        check.arguments(folder.case)
        check_simulations(folder)
        for walk in folder.walks:
            check_bets(folder, folder.case, walk, check.figure)
            check_walk(folder, folder.case, walk, check.figure)
        check.canvas(folder.case)
    check.prose()
    strange(folder)
    if units:
        check.units()
    else:
        check.unit_names()
    return folder.problems.sorted()


def _misspelled(quantity: str, described: list[str]) -> str:
    """A hint when a quantity looks like a described one; a rival figure with a typo would vanish without a word."""
    hint = near(quantity, described) if described else ""
    return hint if hint.startswith("Did you mean") else ""


class _Check:
    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.problems: Problems = folder.problems
        self.rows = {row.id: row for row in folder.figures}
        self.quantities = {row.quantity for row in folder.figures}
        self.described = list(folder.case.quantities) if folder.case else []
        self.early = {row.quantity for row in folder.figures if row.part == "A"}
        # A figure whose row could not be read is named by its own problem, not by every reader of it.
        self.whole = not any(problem.file == "figures.csv" for problem in folder.problems.found)
        self.cited_whole = bool(self.folder.source_yaml.data) or not any(
            problem.file == "sources.yaml" for problem in folder.problems.found
        )
        self.rivals: dict[str, list[str]] = {}
        for row in folder.figures:
            self.rivals.setdefault(row.quantity, []).append(row.id)

    def at(self, *path: Key) -> Say:
        line = self.folder.yaml.line(path)
        return lambda sentence: self.problems.add("case.yaml", line, sentence)

    def row(self, file: str, line: int, part: str = "A") -> Say:
        return lambda sentence: self.problems.add(file, line, sentence, part=part)

    def figure(self, id: str, part: str, say: Say) -> None:
        row = self.rows.get(id)
        if row is None:
            if self.whole and self.problems.noted < TIRED:
                known = [key for key, each in self.rows.items() if part == "B" or each.part == "A"]
                say(f'There is no figure "{id}". {near(id, known, "Figures")}')
        elif part == "A" and row.part == "B":
            say(
                f'The figure "{id}" is part B, and this is part A. Use a figure that was known, or move this to part B.'
            )

    def source(self, id: str, say: Say) -> None:
        if id in self.folder.sources or id in self.folder.source_yaml.data or not self.cited_whole:
            return
        if self.problems.noted < TIRED:
            say(f'There is no source "{id}" in sources.yaml. {near(id, self.folder.sources, "Sources")}')

    def quantity(self, key: str, say: Say) -> None:
        if key not in self.quantities and self.whole and self.problems.noted < TIRED:
            say(f'figures.csv has no figure of "{key}". {near(key, self.quantities, "Quantities")}')

    def figures(self) -> None:
        first: dict[str, int] = {}
        for row in self.folder.figures:
            say = self.row("figures.csv", row.line, row.part)
            if row.id in first:
                say(f'The id "{row.id}" is on line {first[row.id]} already. Give each row its own.')
            first.setdefault(row.id, row.line)
            for source in row.source:
                self.source(source, say)
            if row.part == "B" and self.folder.case and "B" not in self.folder.case.parts:
                say("This case has part A only (parts in case.yaml). Write A, or add B there.")
            if row.quantity not in self.described and (hint := _misspelled(row.quantity, self.described)):
                say(f'The quantity "{row.quantity}" is not described in case.yaml. {hint}')
            for id in REFERENCE.findall(row.locator) if row.kind == "derived" else []:
                self.figure(id, row.part, say)
        self._order()

    def _order(self) -> None:
        """Check that derived figures can be computed one after the other, in few steps."""
        derived = {row.id: row for row in self.folder.figures if row.kind == "derived"}
        needed = {id: set(REFERENCE.findall(row.locator)) & set(derived) for id, row in derived.items()}
        steps: dict[str, int] = {}
        try:
            for id in TopologicalSorter(needed).static_order():
                steps[id] = 1 + max((steps[each] for each in needed[id]), default=0)
        except CycleError as error:
            for id in set(error.args[1]):
                self.row("figures.csv", derived[id].line, derived[id].part)(
                    f'The arithmetic of "{id}" leads back to itself. Compute it from figures that stand on their own.'
                )
            return
        for id, count in steps.items():
            if count == DEEPEST + 1:  # those that rest on it are deeper still
                self.row("figures.csv", derived[id].line, derived[id].part)(
                    f'The arithmetic of "{id}" rests on more than {DEEPEST} figures in a row. Shorten the chain.'
                )

    def events(self) -> None:
        for row in self.folder.events:
            say = self.row("timeline.csv", row.line, row["part"])
            self._cited(row, say)
            for id in row.ids("figures"):
                self.figure(id, row["part"], say)

    def tables(self) -> None:
        described = self.folder.case.tables if self.folder.case else None
        for name, sheet in self.folder.tables.items():
            if described is not None and name not in described:
                mend = near(name, [key for key in described if key not in self.folder.tables], "Not yet there")
                self.row(sheet.file, 0)(f"case.yaml says nothing about this table under tables. {mend}")
            for row in sheet.rows:
                self._cited(row, self.row(sheet.file, row.line, row["part"]))
        broken = {problem.file for problem in self.problems.found}
        for name in described or {}:
            if name not in self.folder.tables and f"tables/{name}.csv" not in broken:
                self.at("tables", name)(
                    f"There is no file tables/{name}.csv. {near(name, self.folder.tables, 'Files')}"
                )

    def _cited(self, row: Row, say: Say) -> None:
        for id in row.ids("source"):
            self.source(id, say)

    def case(self, case: CaseShape) -> None:
        if case.slug != self.folder.path.resolve().name:
            self.problems.add(
                "case.yaml", self.folder.yaml.line(("slug",)),
                f'The slug "{case.slug}" is not the name of the folder ({self.folder.path.resolve().name}).', "warning",
            )  # fmt: skip
        if len(case.decision.options) < 2:
            self.at("decision", "options")("A decision has two options or more, such as A and B.")
        for at, tile in enumerate(case.head):
            say = self.at("head", at, "quantity")
            self.quantity(tile.quantity, say)
            self._chosen(case, tile.quantity, say)
        for key, quantity in case.quantities.items():
            say = self.at("quantities", key)
            self.quantity(key, say)
            if quantity.default:
                self._default(key, quantity.default, self.at("quantities", key, "default"))
        for model, inputs in case.models.items():
            for name, key in inputs.items():
                say = self.at("models", model, name)
                if name == START:
                    self._day(key, say)
                    continue
                self.quantity(key, say)
                self._chosen(case, key, say)

    def _day(self, text: str, say: Say) -> None:
        try:
            day(text)
        except ValueError as error:
            say(str(error))

    def _default(self, key: str, default: str, say: Say) -> None:
        row = self.rows.get(default)
        rivals = self.rivals.get(key, [])
        if row is None or row.quantity != key:
            if self.whole:
                say(f'"{default}" is no figure of {key}. {near(default, rivals, "Its figures")}')
        elif row.part == "B" and key in self.early:
            say(f'The default "{default}" is part B, but {key} has figures of part A. Choose one of those.')

    def _chosen(self, case: CaseShape, key: str, say: Say) -> None:
        rivals = self.rivals.get(key, [])
        if len(rivals) > 1 and not (key in case.quantities and case.quantities[key].default):
            say(f"{key} has {len(rivals)} figures and no default. Name one under quantities: {', '.join(rivals[:6])}.")

    def canvas(self, case: CaseShape) -> None:
        missing = [block for block in BLOCKS if ("canvas", block) not in self.folder.yaml.lines]
        if missing:
            self.problems.add(
                "case.yaml", self.folder.yaml.line(("canvas",)),
                f"The canvas lacks {', '.join(missing)}. Write {missing[0]}: [] where there is nothing to say.",
                "warning",
            )  # fmt: skip
        notes = [(block, at, note) for block in BLOCKS for at, note in enumerate(getattr(case.canvas, block))]
        self._unique([(note.id, ("canvas", block, at, "id")) for block, at, note in notes])
        for block, at, note in notes:
            path: tuple[Key, ...] = ("canvas", block, at)
            if note.segment and note.segment not in case.segments:
                known = near(note.segment, case.segments, "Segments")
                self.at(*path, "segment")(f'There is no segment "{note.segment}". {known}')
            for id in note.figures:
                self.figure(id, note.part, self.at(*path, "figures"))
            for cited in note.sources:
                self.source(cited.source, self.at(*path, "sources"))

    def arguments(self, case: CaseShape) -> None:
        both: list[tuple[str, int, ArgumentShape]] = [
            *(("pros", at, item) for at, item in enumerate(case.pros)),
            *(("cons", at, item) for at, item in enumerate(case.cons)),
        ]
        self._unique([(item.id, (side, at, "id")) for side, at, item in both])
        for side, at, item in both:
            for id in item.source:
                self.source(id, self.at(side, at, "source"))
            for word, said in (("for", item.speaks_for), ("against", item.against)):
                for place, evidence in enumerate(said):
                    for id in evidence.source:
                        self.source(id, self.at(side, at, word, place, "source"))
                    part = "B" if item.part == "B" else evidence.part
                    for id in evidence.figures:
                        self.figure(id, part, self.at(side, at, word, place, "figures"))

    def _unique(self, ids: Iterable[tuple[str, tuple[Key, ...]]]) -> None:
        ids = list(ids)
        counts = Counter(id for id, _ in ids)
        seen: set[str] = set()
        for id, path in ids:
            if counts[id] > 1 and id in seen:
                self.at(*path)(f'The id "{id}" is used twice. Give each its own.')
            seen.add(id)

    def prose(self) -> None:
        for file, first, part, text in prose_of(self.folder):
            line, end = first, 0
            for found in LINK.finditer(text):
                if file.endswith(".md"):
                    line, end = line + text.count("\n", end, found.start()), found.start()
                say = self.row(file, line)
                self.figure(found[2], part, say)
                row = self.rows.get(found[2])
                if row is not None and (sentence := disagreement(found[1], row)):
                    say(sentence)

    def unit_names(self) -> None:
        """Check that each unit is made of known names, without the registry behind them."""
        from .. import units

        for row in self.folder.figures:
            if sentence := units.trouble(row.unit):
                self.row("figures.csv", row.line, row.part)(sentence)
        for walk in self.folder.walks:
            for at, bet in enumerate(walk.bets):
                if sentence := units.trouble(bet.unit):
                    self.problems.add(walk.yaml_file, walk.line("bets", at, "unit"), sentence)

    def units(self) -> None:
        from .. import units

        first: dict[str, FigureRow] = {}
        for row in self.folder.figures:
            say = self.row("figures.csv", row.line, row.part)
            if not known_unit(row.unit, say):
                continue
            other = first.setdefault(row.quantity, row)
            if not units.same_kind(row.unit, other.unit):
                say(
                    f'Figures of {row.quantity} need units of one kind: "{row.unit}" here, '
                    f'"{other.unit}" on line {other.line}.'
                )  # fmt: skip
        for name, told in self.folder.case.simulations.items() if self.folder.case else ():
            for column, shown in told.shows.items():
                known_unit(shown.unit, self.at("simulations", name, "shows", column, "unit"))
        for walk in self.folder.walks:
            check_bet_units(self.folder, walk, self.rows)


def prose_of(folder: Folder) -> Iterator[tuple[str, int, str, str]]:
    """Yield every text that may link numbers: its file, line, part and content."""
    yield from (("figures.csv", row.line, row.part, row.note) for row in folder.figures if row.note)
    yield from (("timeline.csv", row.line, row["part"], row["event"]) for row in folder.events)
    for walk in folder.walks:
        yield walk.file("case.md"), 1, "A", walk.story
        yield walk.file("epilogue.md"), 1, "B", walk.epilogue
        yield walk.file("teaching-note.md"), 1, "B", walk.teaching
    if folder.case:
        for path, part, text in _case_prose(folder, folder.case):
            yield "case.yaml", folder.yaml.line(path), part, text
    for walk in folder.walks:
        yield from walk_prose(walk)
        for key in ("hook", "question") if walk.name else ():
            yield walk.yaml_file, walk.line(key), "A", getattr(walk.shape, key, "")


def _case_prose(folder: Folder, case: CaseShape) -> Iterator[tuple[tuple[Key, ...], str, str]]:
    early = {row.quantity for row in folder.figures if row.part == "A"}
    yield ("decision", "hook"), "A", case.decision.hook
    yield ("decision", "question"), "A", case.decision.question
    for letter, option in case.decision.options.items():
        yield ("decision", "options", letter, "label"), option.part, option.label
        yield ("decision", "options", letter, "text"), option.part, option.text
    for key, quantity in case.quantities.items():
        yield ("quantities", key, "help"), "A" if key in early else "B", quantity.help
    for block in BLOCKS:
        for at, note in enumerate(getattr(case.canvas, block)):
            yield ("canvas", block, at, "text"), note.part, note.text
    for name, simulation in case.simulations.items():
        yield ("simulations", name, "note"), simulation.part, simulation.note
    for name, table in case.tables.items():
        sheet = folder.tables.get(name)
        part = "A" if sheet and any(row["part"] == "A" for row in sheet.rows) else "B"
        yield ("tables", name, "note"), part, table.note
    for side, items in (("pros", case.pros), ("cons", case.cons)):
        for at, item in enumerate(items):
            yield (side, at, "claim"), item.part, item.claim
            for word, said in (("for", item.speaks_for), ("against", item.against)):
                for place, evidence in enumerate(said):
                    part = "B" if item.part == "B" else evidence.part
                    yield (side, at, word, place, "text"), part, evidence.text
