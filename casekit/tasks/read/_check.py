"""Whether a task fits its case: names that exist, formulas to be read, units that agree, parts and links that hold."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ... import units
from ..._errors import KitError, near
from ..._html import LINK
from ...case._prose import disagreement
from ...case._shape import AnswerShape
from ...case._simulations import HOLE, answer_troubles, hole_troubles
from ...case._values import number
from ...case._yaml import Key
from ...engine import inputs_behind, parse
from ...engine.nodes import Name, Node, names_in, verbs_in
from ...library import no_number, of_one_kind
from ..bank import SLIPS
from . import _shape as s
from ._known import Known, Place, Vocabulary, listed

MOST_STEPS = 100_000
ANSWER = "An answer is a formula, or {figure: its-id}, or {simulation: its-name, column: its-column, at: 300}."


def check_task(place: Place, known: Known, model: str) -> None:
    """Note every mistake in a task that can be seen without drawing a number.

    Parameters
    ----------
    place
        The task.
    known
        The case.
    model
        The bank's model, for a task that names none of its own.
    """
    if place.shape.part not in known.parts:
        place.say("The case has part A only. Write part: A, or leave the line out.", "part")
        return
    _check_texts(place, known)
    model = place.shape.model or model
    try:
        vocabulary = known.vocabulary(model, place.shape.part) if model else Vocabulary("", {}, {})
    except KitError as error:
        place.say(str(error), "model")
        return
    _Check(place, known, vocabulary).run()
    _check_chart(place, known, vocabulary)


class _Check:
    def __init__(self, place: Place, known: Known, vocabulary: Vocabulary) -> None:
        self.place = place
        self.shape = place.shape
        self.known = known
        self.vocabulary = vocabulary
        self.say = place.say
        self.holes = HOLE.findall(place.shape.question)
        self.names: tuple[str, ...] = getattr(place.shape, "names", ())

    def run(self) -> None:
        self.own_inputs()
        self.question()
        for name, each in self.shape.draw.items():
            self.draw(name, each)
        if isinstance(self.shape, s.AnsweredShape):
            self.answer(self.shape)
        for at, mistake in enumerate(getattr(self.shape, "mistakes", [])):
            self.formula(mistake.formula, self.place.part(mistake.part), "mistakes", at, "formula", extra=("answer",))
        if isinstance(self.shape, s.FormulaShape):
            self.written_in(self.shape)
        if isinstance(self.shape, s.SketchShape):
            self.along(self.shape.along.input)

    # What is given to the student -------------------------------------------------------------------

    def own_inputs(self) -> None:
        names = self.vocabulary
        along = self.shape.along.input if isinstance(self.shape, s.SketchShape) else ""
        for name, own in self.shape.inputs.items():
            path: tuple[Key, ...] = ("inputs", name)
            if name in names.inputs or name in names.outputs:
                self.say(f"{names.name} has {name} already. Leave it out here, or give it another name.", *path)
            if bool(own.figure) == bool(own.unit):
                mend = f"Write {name}: reservation-fee, or {name}: {{unit: order, label: Places reserved}}."
                self.say(f'"{name}" is either a figure of the case or a unit alone. {mend}', *path)
            elif own.figure:
                self.figure(own.figure, *path)
            elif self.unit(own.unit, *path, "unit") and name not in (*self.holes, *self.names, along):
                mend = f"Write {{{name}}} where the question gives it, or name its figure here."
                self.say(f'"{name}" is a unit alone, and nobody is given its number. {mend}', *path)

    def question(self) -> None:
        """Check what stands in braces in the question."""
        text, inputs = self.shape.question, self.vocabulary.inputs
        for name in self.holes:
            if name in self.vocabulary.outputs:
                sentence = f"{{{name}}} is what {self.vocabulary.name} works out; students are given inputs."
                self.say(f"{sentence} {near(name, inputs, 'Inputs')}", "question")
                text = text.replace(f"{{{name}}}", "")
        known = [*self.shape.inputs, *inputs]
        if not known and self.holes:
            mend = f'Name the model, or write under inputs what "{self.holes[0]}" is.'
            self.say(f"Nothing fills {{{self.holes[0]}}}, since the task has no model. {mend}", "question")
            return
        for sentence in hole_troubles(text, known or ["its-name"], "in this task"):
            self.say(sentence, "question")

    def draw(self, name: str, each: s.RangeShape) -> None:
        steps = (each.high - each.low) / each.step
        if name not in (*self.holes, *self.names):
            mend = near(name, self.holes, "In braces") if self.holes else f"Write {{{name}}} where it is given."
            self.say(f"The question has no {{{name}}}, so it is not drawn. {mend}", "draw", name)
        elif not each.low < each.high:
            sentence = f"It is drawn from {each.low:.10g} to {each.high:.10g}. Write the smaller number under from."
            self.say(sentence, "draw", name)
        elif steps > MOST_STEPS:
            self.say(f"It has {steps:,.0f} steps of {each.step:.10g}. Take a larger step.", "draw", name)
        elif abs(steps - round(steps)) > 1e-6 * max(1.0, steps):
            last = each.low + math.floor(steps) * each.step
            mend = f"Write to: {last:.10g}, or another step." if last > each.low else "Write a smaller step."
            sentence = f"From {each.low:.10g} in steps of {each.step:.10g} nobody gets to {each.high:.10g}. {mend}"
            self.say(sentence, "draw", name)

    def along(self, name: str) -> None:
        known = [*self.shape.inputs, *self.vocabulary.inputs]
        if name not in known:
            self.say(f'There is no input "{name}". {near(name, known, "Inputs")}', "along", "input")
        elif name in self.holes:
            mend = f"Take {{{name}}} out of it."
            self.say(f"The line runs along {name}, so the question cannot give one number for it. {mend}", "question")

    # The right answer -------------------------------------------------------------------------------

    def answer(self, shape: s.AnsweredShape) -> None:
        answer, fits = shape.answer, self.unit(shape.unit, "unit")
        simulated = {"simulation", "column", "at"} & answer.model_fields_set
        if sum(map(bool, (answer.formula, answer.figure, simulated))) != 1 or len(simulated) not in (0, 3):
            self.say(ANSWER, "answer")
        elif not answer.formula and not isinstance(shape, s.NumberShape | s.BetShape):
            self.say(f"The answer to a task of the kind {shape.kind} is a formula, such as staff * wage.", "answer")
        elif answer.figure:
            if self.figure(answer.figure, "answer") and fits:
                self.fits(f'the figure "{answer.figure}"', self.known.rows[answer.figure].unit)
        elif answer.simulation:
            told = AnswerShape(simulation=answer.simulation, column=answer.column, at=answer.at)
            troubles = list(answer_troubles(self.known.folder, told, shape.part))
            for sentence in troubles:
                self.say(sentence, "answer")
            if fits and not troubles:
                shown = self.known.case("B").simulations[answer.simulation].shows[answer.column]
                self.fits(answer.column, shown.unit)
        else:
            tree = self.formula(answer.formula, shape.part, "answer")
            if fits and isinstance(tree, Name):
                self.fits(tree.name, self.unit_of(tree.name))

    def fits(self, name: str, unit: str) -> None:
        """Note that an answer is in a unit of another kind than is asked for."""
        asked = getattr(self.shape, "unit", "")
        if not of_one_kind(unit, asked):
            said = f'is asked for in "{asked}"' if asked else "has no unit here"
            mend = f"Write unit: {unit}." if unit else "Take the unit out."
            where = f'is in "{unit}"' if unit else "has none"
            self.say(f"The answer {said}, and {name} {where}. {mend}", "unit" if asked else "answer")

    def unit_of(self, name: str) -> str:
        """The unit of a name that a formula may use."""
        own = self.shape.inputs.get(name)
        if own is not None:
            return self.known.rows[own.figure].unit if own.figure in self.known.rows else own.unit
        each = self.vocabulary.inputs.get(name) or self.vocabulary.outputs.get(name)
        return each.unit if each is not None else self.known.rows[name].unit

    def unit(self, unit: str, *path: Key) -> bool:
        """Whether the kit knows a unit; if not, that is noted."""
        if sentence := units.trouble(unit):
            self.say(sentence, *path)
        return not sentence

    def figure(self, id: str, *path: Key) -> bool:
        """Whether a figure may be used in the task's part; if not, that is noted."""
        if sentence := self.known.figure_trouble(id, self.shape.part):
            self.say(sentence, *path)
        return not sentence

    # Formulas ---------------------------------------------------------------------------------------

    def formula(self, text: str, part: str, *path: Key, extra: tuple[str, ...] = ()) -> Node | None:
        """The tree of a formula, where it can be read and its names are known; else None, and that is noted."""
        try:
            tree = parse(text)
            names = list(dict.fromkeys(name.name for name in names_in(tree)))
            timed = next((verb.name for verb in verbs_in(tree) if verb.time), "")
        except RecursionError:
            self.say("The formula is nested too deeply. Write it more simply.", *path, part=part)
            return None
        except KitError as error:
            self.say(str(error), *path, part=part)
            return None
        wrong = [sentence for name in names if name not in extra and (sentence := self.name_trouble(name, text, part))]
        if timed:
            wrong.append(f"{timed}() is for a course over time, and a task has single numbers. Name an output.")
        for sentence in wrong:
            self.say(sentence, *path, part=part)
        return None if wrong else tree

    def name_trouble(self, name: str, text: str, part: str) -> str:
        """What is wrong with a name in a formula; "" when nothing is."""
        names = self.vocabulary
        if name in self.shape.inputs or name in names.inputs:
            return ""
        if name in names.outputs:
            return no_number(names.kind, name) if names.kind else ""
        if name in self.known.rows or not name.isidentifier():
            return self.known.figure_trouble(name, part)
        for id, row in self.known.rows.items():
            meant = row.quantity == name or ("-" in id and name in id.split("-") and id in text)
            if meant and not self.known.figure_trouble(id, part):
                return f'"{name}" is no name here. Write a figure in square brackets: [{id}].'
        of = f"no input and no output of {names.name}" if names.name else "no input of this task, which has no model"
        return f'"{name}" is {of}. {near(name, [*self.shape.inputs, *names.inputs, *names.outputs], "Names")}'

    def written_in(self, shape: s.FormulaShape) -> None:
        """Check what a student may use in a formula: inputs, and all that the answer hangs on."""
        names = self.vocabulary
        known = [*shape.inputs, *names.inputs]
        for name in shape.names:
            if name not in known:
                sentence = f'"{name}" is no input, and a formula is written in inputs.'
                self.say(f"{sentence} {near(name, known, 'Inputs')}", "names")
        if len(set(shape.names)) < max(1, len(shape.names)):
            self.say("Each name stands there once, and there is one at least. Mend the list.", "names")
        if not self.place.sound:
            return
        behind: set[str] = set()
        for each in names_in(parse(shape.answer.formula)):
            behind |= inputs_behind(names.kind, each.name) if each.name in names.outputs and names.kind else {each.name}
        fixed = {name for name, each in names.inputs.items() if each.fixed}
        if missing := [name for name in known if name in behind - fixed - set(shape.names)]:
            self.say(f"The answer hangs on {', '.join(missing)} as well. Add it to the names.", "names")


# What is read ---------------------------------------------------------------------------------------


def _check_texts(place: Place, known: Known) -> None:
    """Note what is wrong with links, braces, headings and slips in everything that is read."""
    for text, part, path in _texts(place.shape):
        part = place.part(part)
        for sentence in link_troubles(text, part, known):
            place.say(sentence, *path, part=part)
        if path != ("question",) and (hole := HOLE.search(text)):
            sentence = f"{hole[0]} is filled in the question only; this is the same for everybody. Say it without."
            place.say(sentence, *path, part=part)
    for see, part, path in _found(place.shape, "see"):
        if sentence := known.see_trouble(see, place.part(part)):
            place.say(sentence, *path, part=place.part(part))
    for slip, part, path in _found(place.shape, "slip"):
        if slip and " " not in slip and slip not in SLIPS:
            mend = f"{near(slip, SLIPS, 'Slips')} Or say it in a sentence of your own."
            place.say(f'There is no slip "{slip}". {mend}', *path, part=place.part(part))


def link_troubles(text: str, part: str, known: Known) -> Iterator[str]:
    """What is wrong with the links of a text that a class of this part reads, a sentence each."""
    for found in LINK.finditer(text):
        row = known.rows.get(found[2])
        if (trouble := known.figure_trouble(found[2], part)) or (row and (trouble := disagreement(found[1], row))):
            yield trouble
    if re.search("fig:", LINK.sub("", text), re.IGNORECASE):
        yield "A link to a figure is not whole. Write it as [2,000](fig:its-id), without spaces."


def _texts(shape: s.TaskShape) -> Iterator[tuple[str, str, tuple[Key, ...]]]:
    """Everything of a task that a student reads: the text, its part, and its place."""
    for name in ("title", "question", "hint"):
        yield getattr(shape, name), "A", (name,)
    for name in ("text", "why", "hint", "slip", "criterion", "yes", "no"):
        yield from _found(shape, name)
    for name in ("because", "missed"):
        if name in shape.model_fields_set:
            yield getattr(shape, name).question, "A", (name, "question")
    if "chart" in shape.model_fields_set:
        chart: s.ChartShape = getattr(shape, "chart")  # noqa: B009
        yield chart.title, "A", ("chart", "title")
        yield chart.alt, "A", ("chart", "alt")


def _found(shape: s.TaskShape, name: str) -> Iterator[tuple[str, str, tuple[Key, ...]]]:
    """One field of whatever is listed in a task, and `see` of the task itself: the text, its part, its place."""
    if name == "see":
        yield shape.see, "A", ("see",)
    for path, items in listed(shape):
        for at, each in enumerate(items):
            if text := getattr(each, name, ""):
                yield text, getattr(each, "part", "A"), (*path, at, name)


def _check_chart(place: Place, known: Known, vocabulary: Vocabulary) -> None:
    """Note what is wrong with a picture: an output along an input, or two columns of a table."""
    if "chart" not in place.shape.model_fields_set:
        return
    chart: s.ChartShape = getattr(place.shape, "chart")  # noqa: B009
    if bool(chart.table) == bool(chart.by or chart.output):
        place.say("A chart is drawn of {by, output, from, to}, or of {table, x, y}. Write one of the two.", "chart")
        return
    for sentence, key in _table(chart, place, known) if chart.table else _curve(chart, vocabulary):
        place.say(sentence, "chart", key)


def _curve(chart: s.ChartShape, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    name = vocabulary.name or "The task"
    if chart.by not in vocabulary.inputs:
        yield f'{name} has no input "{chart.by}". {near(chart.by, vocabulary.inputs, "Inputs")}', "by"
    if chart.output not in vocabulary.outputs:
        yield f'{name} has no output "{chart.output}". {near(chart.output, vocabulary.outputs, "Outputs")}', "output"
    elif vocabulary.kind and (sentence := no_number(vocabulary.kind, chart.output)):
        yield sentence, "output"
    if not chart.low < chart.high:
        yield "A chart needs from and to, the smaller number first.", "from"


def _table(chart: s.ChartShape, place: Place, known: Known) -> Iterator[tuple[str, str]]:
    name, tables = chart.table, known.folder.tables
    if name not in tables:
        yield f'The case has no table "{name}". {near(name, tables, "Tables")}', "table"
        return
    columns = tables[name].columns
    wrong = [(key, column) for key, column in (("x", chart.x), ("y", chart.y)) if column not in columns]
    for key, column in wrong:
        yield f'The table "{name}" has no column "{column}". {near(column, columns, "Columns")}', key
    rows = [row for row in tables[name].rows if place.shape.part == "B" or row["part"] == "A"]
    if not wrong and not any(_is_number(row[chart.y]) and row[chart.x] for row in rows):
        yield f'The column "{chart.y}" holds no numbers in part {place.shape.part}, so nothing is drawn.', "y"


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(number(text))
    except ValueError:
        return False
