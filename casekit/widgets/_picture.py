"""What is stored beside an explorer, for a reader without a kernel: the same picture, bars and words as HTML.

The numbers and sentences are those of series.js and meter.js; a test compares the two.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from .._html import escape, view
from ..charts.theme import config
from ..engine import inputs_of, outputs_of, slid
from ..units import about, number, say, unit_words
from ._drawn import crossings, height_at, points_of
from ._labels import labelled, placed
from ._overtime import NEVER, capital, level_said, near_step, time_data, time_sentence, without_time
from ._spec import BELOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..engine import Model

_POINTS = 81


def view_data(payload: dict[str, Any], view: dict[str, Any], model: Model) -> dict[str, Any]:
    """The datasets of a view: curve, rules and marks; over time also rivals, ends and seen."""
    if not view["overTime"]:
        return _plain_data(payload, view, model)
    return time_data(payload, view, model, fit_range)


def _plain_data(payload: dict[str, Any], view: dict[str, Any], model: Model) -> dict[str, Any]:
    """A picture of one number over an input."""
    across = next(row for row in payload["inputs"] if row["name"] == view["x"])
    low, high = across["slider"]
    x_unit, y_unit = inputs_of(model)[view["x"]].unit, outputs_of(model)[view["y"]].unit

    def at(x: float) -> float:
        return float(getattr(slid(model, **{view["x"]: x}), view["y"]))

    xs, ys = _drawn(view, across, model, at)
    curve = points_of(xs, ys, series="now")
    marks: list[dict[str, Any]] = []
    for place, mark in enumerate(view["marks"]):
        x = float(getattr(model, mark["input"]))
        y = height_at(curve, x) if across["whole"] else at(x)
        if low <= x <= high and math.isfinite(y):
            said = say(y, without_time(y_unit), rounded=True)
            label = mark["text"].replace("{x}", number(x)).replace("{y}", said)
            marks.append({"x": x, "y": y, "label": label, "role": "other" if place else "plan"})
    rules: list[dict[str, Any]] = []
    line = view["hline"]
    value = math.nan if not line else float(line["value"] if "value" in line else getattr(model, line["input"]))
    if math.isfinite(value):
        whole = across["whole"]
        x = next((x for x, _ in crossings(curve, value)), math.nan) if whole else _crossing(at, xs, ys, value)
        where = say(near_step(model, x) if whole else x, x_unit, rounded=True)
        said = f"reached at {where}" if math.isfinite(x) else NEVER
        rules.append({"value": value, "label": line["text"].replace("{value}", _level(value, y_unit)), "said": said})
        if math.isfinite(x) and all(abs(mark["x"] - x) >= (high - low) / 100 for mark in marks):
            marks.append({"x": x, "y": value, "label": where, "role": "limit"})
    rules = [labelled(rule, curve, (low, high)) for rule in rules]
    return {
        "curve": curve,
        "rules": rules,
        "marks": placed(marks, curve, (low, high), rules, log=across["log"]),
        "gap": _gap(xs, curve, x_unit),
    }


def _drawn(
    view: dict[str, Any], across: dict[str, Any], model: Model, at: Callable[[float], float]
) -> tuple[list[float], list[float]]:
    """The points of a line: at even steps or ratios; an input that sets how many periods there are by whole steps."""
    low, high = across["slider"]
    if across["whole"]:
        steps = round((high - low) / across["step"])
        stride = math.ceil(steps / (_POINTS - 1)) or 1
        places = [low + place * stride * across["step"] for place in range(steps // stride + 1)]
        return places, [at(x) for x in places]
    shares = np.arange(_POINTS) / (_POINTS - 1)
    grid = low * (high / low) ** shares if across["log"] else low + (high - low) * shares
    inside = [x for x in (getattr(model, mark["input"]) for mark in view["marks"]) if low < x < high]
    xs = np.unique(np.array([*grid, *inside]))
    ys = np.broadcast_to(getattr(slid(model, **{view["x"]: xs}), view["y"]), xs.shape)
    return xs.tolist(), ys.tolist()


def _level(value: float, unit: str) -> str:
    """A level names what it counts in its own words ("all 24 places full"); money and shares keep their signs."""
    before, _, after = unit_words(unit)
    return say(value, without_time(unit), rounded=True) if before or after == "%" else about(value)


def _gap(xs: list[float], line: list[dict[str, Any]], unit: str) -> str:
    missing = len(xs) - len(line)
    if not missing or not line:
        return ""
    if line[0]["x"] == xs[missing]:
        return f"Not available below about {say(line[0]['x'], unit, rounded=True)}."
    if line[-1]["x"] == xs[len(line) - 1]:
        return f"Not available above about {say(line[-1]['x'], unit, rounded=True)}."
    return f"Not available on {say(missing / len(xs), 'share', rounded=True)} of this line."


def _crossing(at: Callable[[float], float], xs: list[float], ys: list[float], value: float) -> float:
    """Where the line crosses a level, by halving the first interval in which it does; NaN when it never does."""
    for place in range(1, len(xs)):
        start, end = ys[place - 1] - value, ys[place] - value
        if math.isnan(start) or math.isnan(end) or start * end > 0 or start == end:
            continue
        low, high = xs[place - 1], xs[place]
        if start == 0:
            return low
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if (at(middle) - value) * start > 0 else (low, middle)
        return (low + high) / 2
    return math.nan


def fit_range(data: dict[str, Any]) -> tuple[float, float]:
    """A round lower and upper end for the upright axis."""
    points = [point["y"] for key in ("curve", "marks", "seen") for point in data.get(key, ())]
    ys = [*points, *(rule["value"] for rule in data["rules"]), 0]
    low, high = min(ys), max(ys)
    # Lines to compare with may leave the picture before the line itself looks flat.
    rivals, beyond = [point["y"] for point in data.get("rivals", ())], 1.5 * (high - low)
    low, high = max(low - beyond, min([low, *rivals])), min(high + beyond, max([high, *rivals]))
    span = high - low or 1
    unit = 10.0 ** math.floor(math.log10(span / 4))
    step = unit * next(each for each in (1, 2, 2.5, 5, 10) if each * unit * 5 >= span)
    half = step / 2
    return math.floor(low / half + 1e-9) * half, math.ceil(high / half - 1e-9) * half


def _course(ys: list[float]) -> str:
    low, high = min(ys), max(ys)
    slack = 1e-6 * max(1e-12, abs(low), abs(high))
    if high - low <= slack:
        return "stays"
    if high > max(ys[0], ys[-1]) + slack:
        return "rises, then falls,"
    if low < min(ys[0], ys[-1]) - slack:
        return "falls, then rises,"
    return "rises" if ys[-1] > ys[0] else "falls"


def view_sentence(view: dict[str, Any], data: dict[str, Any], model: Model) -> str:
    """What a reader should have seen in the picture."""
    if view["overTime"]:
        return time_sentence(view, data, model)
    across, up = inputs_of(model)[view["x"]].unit, outputs_of(model)[view["y"]].unit
    title = capital(view["yTitle"])
    if not data["curve"]:
        return f"{title}: not available anywhere on this line."
    ys = [point["y"] for point in data["curve"]]
    how = _course(ys)
    # Beside 153 cars, 0.04 is none.
    most = max(abs(y) for y in ys)
    first, last = ({"x": data["curve"][at]["x"], "y": 0.0 if abs(ys[at]) < 0.005 * most else ys[at]} for at in (0, -1))
    start, end = say(first["y"], up, rounded=True), say(last["y"], up, rounded=True)
    left, right = say(first["x"], across), say(last["x"], across)
    said = [
        f"{title}: the line stays at {start} from {left} to {right}."
        if how == "stays"
        else f"{title}: the line {how} from {start} at {left} to {end} at {right}."
    ]
    named = [mark["label"] for mark in data["marks"] if mark["role"] != "limit" and mark["label"]]
    if named:
        said.append(f"{capital('; '.join(named))}.")
    for rule in data["rules"]:
        never = view["hline"]["never"].replace("{value}", _level(rule["value"], up))
        said.append(level_said(rule, never, rule["label"]))
    if data["gap"]:
        said.append(data["gap"])
    return " ".join(said)


def headline(payload: dict[str, Any], model: Model) -> str:
    """The claim, and what is told beside it: "2,000 cars a year means about 77 cars half-built at once."."""
    shown = payload["headline"]
    lead = shown["text"].replace("{input}", say(getattr(model, shown["input"]), inputs_of(model)[shown["input"]].unit))
    told = [lead, _claimed(shown, model, bare=shown["bare"])]
    if shown["also"]:
        told.append(_claimed(shown["also"], model))
    return " ".join(filter(None, told))


def _claimed(told: dict[str, Any], model: Model, *, bare: bool = False) -> str:
    """A sentence on an output with its number in it, or that there is none; of a series the number is its end."""
    value = float(np.ravel(getattr(model, told["output"]))[-1])
    unit = outputs_of(model)[told["output"]].unit
    said = say(value, "" if bare else unit, rounded=bool(unit))  # a plain number is told in full: 1.06 is not 1.01
    return str(told["claim"].replace("{output}", said) if math.isfinite(value) else told["missing"])


def plural(label: str) -> bool:
    """Whether a limit's label stands for many: "Buyers run out first", "Floor space runs out first"."""
    head = re.split(r" (?:to|of|in|for|on|at|that|who|a|an) ", label)[0].strip()
    return bool(re.search(r"[^s]s$", head) or re.search(r"(people|staff|men|women)$", head, re.IGNORECASE))


def limits(payload: dict[str, Any], model: Model) -> list[dict[str, Any]]:
    """The rows of the meter: label, share of the plan, words, and whether it runs out first."""
    plan = float(getattr(model, payload["headline"]["input"]))
    values = [float(getattr(model, limit["output"])) for limit in payload["limits"]]
    known = [(value, at) for at, value in enumerate(values) if not math.isnan(value)]
    least = min(known)[1] if known and min(known)[0] < plan else -1
    rows = []
    for at, (limit, value) in enumerate(zip(payload["limits"], values, strict=True)):
        missing = math.isnan(value)
        enough = (
            "cannot be said"
            if missing
            else "enough for any number"
            if math.isinf(value)
            else f"enough for {about(max(0.0, value))}"
        )
        share = 0.0 if missing or plan <= 0 else min(1.0, max(0.0, value / plan))
        verb = ("run out first" if plural(limit["label"]) else "runs out first") if at == least else ""
        rows.append({"label": limit["label"], "share": share, "words": enough, "first": verb})
    return rows


def stored_html(payload: dict[str, Any], model: Model, picture: str) -> str:
    """The explorer's starting state as HTML for a reader without a kernel; `picture` is HTML already."""
    rows = "".join(_row(row) for row in limits(payload, model))
    style = "width:100%;max-width:640px;border-collapse:collapse;border:0;margin:8px 0;color:inherit;font:inherit"
    table = f'<table style="{style}">{rows}</table>' if rows else ""
    body = f'<p class="ck-head">{escape(payload["title"])}</p><p>{escape(headline(payload, model))}</p>{table}{picture}'
    return view(body)


def _row(row: dict[str, Any]) -> str:
    color = "orange" if row["first"] else "blue"
    bar = f"height:12px;width:{100 * row['share']:.1f}%;background:var(--ck-{color},#005f96)"
    cells = (
        ("padding:2px 12px 2px 0;border:0;text-align:left", _loud(escape(row["label"]), row)),
        (
            "padding:2px 0;border:0;width:40%",
            f'<div style="background:var(--ck-line,#d5dae0)"><div style="{bar}"></div></div>',
        ),
        ("padding:2px 0 2px 12px;border:0;text-align:left", row["words"] + _first(row)),
    )
    inner = "".join(f'<td style="{style}">{cell}</td>' for style, cell in cells)
    return f'<tr style="background:none">{inner}</tr>'


def _loud(text: str, row: dict[str, Any]) -> str:
    return f'<b style="color:var(--ck-orange,#b34700)">{text}</b>' if row["first"] else text


def _first(row: dict[str, Any]) -> str:
    return f": {_loud(row['first'], row)}" if row["first"] else ""


def filled(spec: dict[str, Any], data: dict[str, Any], title: str) -> dict[str, Any]:
    """A view's spec with its numbers in it, to be drawn without a browser."""
    low, high = fit_range(data)
    params = [{"name": "yLow", "value": low}, {"name": "yHigh", "value": high}]
    if "right" in data:
        ends = {"xHigh": data["right"], "beside": data["beside"], "below": BELOW}
        params += [{"name": name, "value": value} for name, value in ends.items()]
    rows = {name: rows for name, rows in data.items() if isinstance(rows, list)}
    return {**spec, "params": params, "datasets": rows, "title": title, "config": {**config(), "axisY": {}}}
