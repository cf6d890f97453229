"""What an explorer's JavaScript is given: a model as JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from .._errors import KitError, near
from .._html import plain
from .._numbers import round_step
from ..engine import (
    Explorer,
    Horizon,
    View,
    figures_of,
    horizon_of,
    inputs_of,
    is_series,
    javascript,
    limits_of,
    output_named,
    outputs_of,
    rivals_of,
)
from ..evidence import KINDS, chip
from ..units import convert, say, unit_words
from ._overtime import is_counted
from ._views import view_rows

if TYPE_CHECKING:
    from ..engine import Input, Model
    from ..evidence import Figure


def payload_of(
    model: Model, *, view: str | View | None = None, title: str | None = None, given: str = "set for this cell"
) -> dict[str, Any]:
    """The explorer of a model as plain data.

    Parameters
    ----------
    model
        A model whose inputs are single numbers, and whose class declares an `explorer`.
    view
        One of its pictures by id, or a View of your own; all of its pictures when left out.
    title
        Instead of the model's own.
    given
        What is said of a number that neither the case nor the reader gave.

    Raises
    ------
    KitError
        When the model declares no explorer, an input holds an array, or the view is unknown.
    """
    shown = declared(model)
    inputs = inputs_of(model)
    values = {name: _one_number(model, name) for name in inputs}
    moved = {name: each for name, each in inputs.items() if not each.fixed}
    rows = [_input(model, each, values[name], given) for name, each in moved.items()]
    return {
        "title": title or (shown.title if view is None else _views(shown, view)[0].title),
        "code": javascript(type(model)),
        "inputs": rows,
        "fixed": {name: values[name] for name, each in inputs.items() if each.fixed},
        "outputs": {
            name: {
                "label": each.label,
                "sentence": each.sentence,
                "unit": list(unit_words(each.unit)),
                "counted": is_counted(each.unit),
            }
            for name, each in outputs_of(model).items()
        },
        "headline": _headline(shown, model, view),
        "limits": [
            {"output": output, "label": label}
            for label, output in (limits_of(model, shown.limits) if shown.limits else {}).items()
        ],
        "views": view_rows(_views(shown, view), model, {row["name"]: row for row in rows}),
    }


def declared(model: Model) -> Explorer:
    """What the model's class says that its explorer shows."""
    shown = type(model).explorer
    if shown is None:
        raise KitError(f"{type(model).__name__} declares no explorer. Give the class an `explorer = Explorer(...)`.")
    return shown


def _one_number(model: Model, name: str) -> float:
    value = getattr(model, name)
    if isinstance(value, np.ndarray):
        raise KitError(f"An explorer shows one number for each input; {name} holds {value.size:,} values.")
    if not math.isfinite(value):
        raise KitError(f"An explorer shows one number for each input; {name} is not available.")
    return float(value)


def _input(model: Model, each: Input, value: float, given: str) -> dict[str, Any]:
    figures, used = _figures(model, each)
    records = [_record(figure, each.unit) for figure in figures]
    if not records and each.default is not None:
        records = [
            {
                "id": "default",
                "value": each.default,
                "text": say(each.default, each.unit),
                "where": "assumed",
                "kind": "assumption",
                "kindText": KINDS["assumption"],
                "note": each.reason,
                "cite": "",
            }
        ]
        used = 0 if value == each.default else None
    numbers = [value, *(record["value"] for record in records)]
    low, high = _slider(each, numbers)
    step, whole = each.step or step_of(low, high, numbers), 0.0
    if each.name == horizon_of(model):
        whole = float(model.step)
        low, high, step = _whole_steps(cast(Horizon, each), whole, low, high, step)
    words = (
        given
        if used is None
        else chip([figures[used], *(f for f in figures if f is not figures[used])])
        if figures
        else "assumed"
    )
    return {
        "name": each.name,
        "label": each.label,
        "help": each.help,
        "group": each.group,
        "unit": list(unit_words(each.unit)),
        "slider": [low, high],
        "step": step,
        "whole": whole,
        "value": value,
        "source": records[0]["value"] if records else value,
        "log": each.log and low > 0,
        "figures": records,
        "figure": used,
        "chip": words,
    }


def _figures(model: Model, each: Input) -> tuple[list[Figure], int | None]:
    """The figures of an input, the default first, and the place of the one in use."""
    figures = rivals_of(model).get(each.name, [])
    used = figures_of(model).get(each.name)
    if used is not None and all(used.id != figure.id for figure in figures):
        figures = [used, *figures]
    place = next((at for at, figure in enumerate(figures) if used is not None and figure.id == used.id), None)
    return figures, place


def _record(figure: Figure, unit: str) -> dict[str, Any]:
    value = float(convert(figure.value, figure.unit, unit))
    return {
        "id": figure.id,
        "value": value,
        "text": say(value, unit),
        "where": figure.where,
        "kind": figure.kind,
        "kindText": KINDS.get(figure.kind, figure.kind),
        "note": plain(figure.note),
        "cite": "; ".join(citation.source.cite for citation in figure.citations),
    }


def _slider(each: Input, values: list[float]) -> tuple[float, float]:
    """How far a hand may move: as declared, and wide enough for every figure."""
    low, high = each.slider or (0.0, 2 * max(map(abs, values)) or 1.0)
    return float(min(low, *values)), float(max(high, *values))


def _whole_steps(each: Horizon, whole: float, low: float, high: float, step: float) -> tuple[float, float, float]:
    """A slider that goes by whole steps of time, from one of them to the furthest that there may be."""
    first, last = max(1, math.ceil(low / whole - 1e-6)), math.floor(min(high, each.longest) / whole + 1e-6)
    return first * whole, max(first + 1, last) * whole, max(1, round(step / whole)) * whole


def step_of(low: float, high: float, values: list[float]) -> float:
    """About 200 steps of a round size; whole ones where every number is whole."""
    step = round_step(high - low, 200)
    whole = all(float(value).is_integer() for value in (low, high, *values)) and high - low >= 4
    return max(1.0, step) if whole else step


def _headline(shown: Explorer, model: Model, view: str | View | None) -> dict[str, Any]:
    """What the explorer says in a sentence or two; where one picture of something else was asked for, it is of that.

    The claim of a model is already about its own first picture over time.
    """
    views = _views(shown, view)
    answer = shown.answer if view is None else views[0].y
    if isinstance(view, str) and is_series(model, answer) and views[0] == shown.views[0]:
        answer = shown.answer
    output = output_named(model, answer)
    told = {"input": shown.claim, "output": answer, "text": "", "missing": f"{output.label}: not available."}
    more: dict[str, Any] = {"bare": False, "also": None}
    if answer == shown.answer:
        said = shown.headline if "about" in shown.headline.casefold() else f"about {shown.headline}"
        told |= {"text": shown.lead, "claim": said.replace("{answer}", "{output}")}
        if shown.also:
            text = shown.also_text.replace("{also}", "{output}")
            more["also"] = {"output": shown.also, "claim": text, "missing": shown.also_missing}
    elif answer == shown.also:
        told |= {"claim": shown.also_text.replace("{also}", "{output}"), "missing": shown.also_missing}
    elif output.series:
        # What a label counts by name is not named again behind the number.
        more["bare"] = f"{unit_words(output.unit)[2].strip()} " in f"{output.label.casefold()} "
        told["claim"] = f"{output.label} at the end: {{output}}."
    else:
        told |= {"text": shown.lead, "claim": f"{output.label[:1].lower()}{output.label[1:]}: {{output}}."}
        if views[0].lead:
            told |= {"input": views[0].claim, "text": views[0].lead}
    return {**told, "text": told["text"].replace("{claim}", "{input}"), **more}


def _views(shown: Explorer, view: str | View | None) -> tuple[View, ...]:
    if view is None:
        return shown.views
    if isinstance(view, View):
        return (view,)
    known = {each.id: each for each in shown.views}
    if view not in known:
        raise KitError(f'There is no view "{view}". {near(view, known, "Views")}')
    return (known[view],)
