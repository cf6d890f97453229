"""Whether what is read in a task holds: links, headings, slips, and the picture."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ..._errors import near
from ..._html import LINK
from ...case._prose import disagreement
from ...case._simulations import HOLE
from ...case._values import number
from ...case._yaml import Key
from ...library import no_number
from ..bank import SLIPS
from . import _shape as s
from ._known import Known, Vocabulary
from ._place import Place, listed


def check_texts(place: Place, known: Known) -> None:
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


def check_chart(place: Place, known: Known, vocabulary: Vocabulary) -> None:
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
