"""The pictures of an explorer as plain data: what each draws, checked against the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .._errors import KitError, near
from ..engine import horizon_of, inputs_of, is_series, outputs_of, seen_of
from ..units import say, unit_words
from ._overtime import SPOTS
from ._spec import spec, time_spec

if TYPE_CHECKING:
    from ..engine import Model, Seen, View


def view_rows(views: Iterable[View], model: Model, rows: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The views of an explorer as plain data.

    Parameters
    ----------
    views
        What is drawn.
    model
        The model, its inputs single numbers.
    rows
        The payload's inputs that have a slider, by name.

    Raises
    ------
    KitError
        When a view names what the model does not have, or draws a series against anything but time.
    """
    return [_row(view, model, rows) for view in views]


def _row(view: View, model: Model, rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    _check_names(view, model, rows)
    over_time = is_series(model, view.y)
    _check_time(view, model, over_time)
    row: dict[str, Any] = {
        "id": view.id,
        "title": view.title,
        "x": view.x,
        "y": view.y,
        "xTitle": view.x_title,
        "yTitle": view.y_title,
        "hline": _line(view),
        "marks": [{"input": mark.input, "text": mark.text} for mark in view.marks],
        "overTime": over_time,
        # With one figure, or none, there is nothing to compare.
        "compare": view.compare if view.compare and len(_values(rows[view.compare])) > 1 else "",
        "seen": [_count(count, outputs_of(model)[view.y].unit) for count in seen_of(model).get(view.y, [])],
    }
    across = rows[view.x]
    units = (tuple(across["unit"]), unit_words(outputs_of(model)[view.y].unit))
    low, high = across["slider"]
    if over_time:
        row["spec"] = time_spec(row, units=units, yearly=high / across["whole"] <= 40)
    else:
        row["spec"] = spec(row, (low, high), log=across["log"] and low > 0, units=units)
    return row


def _check_names(view: View, model: Model, rows: dict[str, dict[str, Any]]) -> None:
    """Each name that a view uses is the model's."""
    outputs, line = outputs_of(model), _line(view)
    named: list[tuple[str, str, Iterable[str]]] = [(view.x, "input", rows), (view.y, "output", outputs)]
    spots = SPOTS if is_series(model, view.y) else ()
    named += [(mark.input, "input", [*spots, *rows]) for mark in view.marks]
    if line and "input" in line:
        named.append((line["input"], "input or output", {**rows, **outputs}))
    if view.compare:
        named.append((view.compare, "input", rows))
    for name, kind, known in named:
        if name not in known:
            raise KitError(f'The view "{view.id}" has no {kind} "{name}". {near(name, known)}')


def _check_time(view: View, model: Model, over_time: bool) -> None:
    """A series is drawn over time, one number over an input; what belongs to the one is not asked of the other."""
    horizon, where = horizon_of(model), f'The view "{view.id}"'
    if over_time and view.x != horizon:
        raise KitError(
            f"{where} draws {view.y}, which has a value for each period, over {view.x}. "
            f'Draw it over time, with x="{horizon}", or draw an output of one number.'
        )
    if is_series(model, view.line):
        raise KitError(
            f"{where} has {view.line} as its level line, and that has a value for each period: name one number."
        )
    if view.compare and not over_time:
        raise KitError(f"{where} compares {view.compare}, and only a picture over time can: let y be a series.")
    if view.compare == horizon and over_time:
        raise KitError(f"{where} compares {horizon}, which is how far the picture goes. Compare another input.")
    unit = inputs_of(model)[view.x].unit
    for mark in view.marks:
        if over_time and mark.input not in SPOTS and inputs_of(model)[mark.input].unit != unit:
            raise KitError(
                f"{where} marks {mark.input}, which is no time. In a picture over time mark "
                f'"lowest", "highest", "last" or an input in {unit}s.'
            )


def _values(row: dict[str, Any]) -> set[float]:
    return {figure["value"] for figure in row["figures"]}


def _line(view: View) -> dict[str, Any] | None:
    if not view.line:
        return None
    words = {"text": view.line_text, "never": view.line_never}
    try:
        return {"value": float(view.line), **words}
    except ValueError:
        return {"input": view.line, **words}


def _count(count: Seen, unit: str) -> dict[str, Any]:
    """A count on record as a dot, and what a hand over it reads."""
    when = f", {count.figure.as_of}" if count.figure.as_of else ""
    return {"x": count.time, "y": count.value, "text": f"{say(count.value, unit)}{when} ({count.figure.where})"}
