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
from ..engine import change, inputs_of, outputs_of
from ..units import about, number, say, unit_words

if TYPE_CHECKING:
    from ..engine import Model

_POINTS = 81
_WIDTH = 500


def view_data(payload: dict[str, Any], view: dict[str, Any], model: Model) -> dict[str, Any]:
    """The datasets of a view: curve, rules and marks."""
    across = next(row for row in payload["inputs"] if row["name"] == view["x"])
    low, high = across["slider"]
    x_unit, y_unit = inputs_of(model)[view["x"]].unit, outputs_of(model)[view["y"]].unit
    shares = np.arange(_POINTS) / (_POINTS - 1)
    grid = low * (high / low) ** shares if across["log"] else low + (high - low) * shares
    inside = [x for x in (getattr(model, mark["input"]) for mark in view["marks"]) if low < x < high]
    xs = np.unique(np.array([*grid, *inside]))
    ys = np.broadcast_to(getattr(change(model, **{view["x"]: xs}), view["y"]), xs.shape)
    curve = [{"x": float(x), "y": float(y), "series": "now"} for x, y in zip(xs, ys, strict=True) if math.isfinite(y)]

    def at(x: float) -> float:
        return float(getattr(change(model, **{view["x"]: x}), view["y"]))

    marks: list[dict[str, Any]] = []
    for place, mark in enumerate(view["marks"]):
        x = float(getattr(model, mark["input"]))
        y = at(x)
        if low <= x <= high and math.isfinite(y):
            # Money is said without its "a year": the axis says it.
            said = say(y, "USD" if unit_words(y_unit)[0] else y_unit, rounded=True)
            label = mark["text"].replace("{x}", number(x)).replace("{y}", said)
            marks.append({"x": x, "y": y, "label": label, "role": "other" if place else "plan"})
    rules: list[dict[str, Any]] = []
    if view["hline"]:
        line = view["hline"]
        value = float(line["value"] if "value" in line else getattr(model, line["input"]))
        x = _crossing(at, xs, ys - value, value)
        if math.isfinite(value):
            rules.append({"value": value, "label": line["text"].replace("{value}", about(value)), "x": x})
        if math.isfinite(x) and all(abs(mark["x"] - x) >= (high - low) / 100 for mark in marks):
            marks.append({"x": x, "y": value, "label": say(x, x_unit, rounded=True), "role": "limit"})
    return {
        "curve": curve,
        "rules": [_labelled(rule, curve, low, high) for rule in rules],
        "marks": _placed(marks, curve, low, high, rules),
    }


def _crossing(at: Any, xs: Any, above: Any, value: float) -> float:
    """Where the line crosses a level, by halving the first interval in which it does; NaN when it never does."""
    for place in range(1, len(xs)):
        start, end = above[place - 1], above[place]
        if math.isnan(start) or math.isnan(end) or start * end > 0 or start == end:
            continue
        low, high = float(xs[place - 1]), float(xs[place])
        if start == 0:
            return low
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if (at(middle) - value) * start > 0 else (low, middle)
        return (low + high) / 2
    return math.nan


def _placed(
    marks: list[dict[str, Any]], curve: list[dict[str, Any]], low: float, high: float, rules: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Labels that stand clear of the line, of level lines and of each other."""
    now = [point["y"] for point in curve]
    ys = [*now, *(rule["value"] for rule in rules), 0]
    wide, tall = high - low, max(ys) - min(ys) or 1
    rise = now[-1] - now[0] if len(now) > 1 else 0
    boxes: list[_Box] = []
    done: list[dict[str, Any]] = []
    for mark in _spoken(marks, wide, tall):
        mostly = -1 if (mark["x"] - low) / wide > 0.55 else 1
        best = (math.inf, (0, 0, 0), (0.0, 0.0, 0.0, 0.0))
        for side, up, far in _sides(rise >= 0, abs(rise) < 0.02 * tall):
            box = _box(mark, side, up, far, wide, tall)
            outside = box[0] < low or box[1] > high + 0.03 * wide
            met = sum(_meet(box, other) for other in boxes) + sum(box[2] < rule["value"] < box[3] for rule in rules)
            cost = 0.5 * far + 2 * outside + met + 0.1 * (side != mostly)
            if cost < best[0]:
                best = (cost, (side, up, far), box)
        side, up, far = best[1]
        boxes.append(best[2])
        dy = (-12 if up > 0 else 14) - 15 * up * far
        done.append({**mark, "align": "left" if side > 0 else "right", "dx": 8 * side, "dy": dy})
    return done


def _spoken(marks: list[dict[str, Any]], wide: float, tall: float) -> list[dict[str, Any]]:
    """Two points in one place share their words: side by side, neither label would have room."""
    said: list[dict[str, Any]] = []
    for mark in marks:
        near = [
            other
            for other in said
            if other["label"]
            and "limit" not in (other["role"], mark["role"])
            and abs(other["x"] - mark["x"]) < 0.02 * wide
            and abs(other["y"] - mark["y"]) < 0.02 * tall
        ]
        if near:
            near[0]["label"] = f"{near[0]['label']}; {mark['label']}"
        said.append({**mark, "label": ""} if near else dict(mark))
    return said


_Box = tuple[float, float, float, float]


def _sides(rises: bool, flat: bool) -> list[tuple[int, int, int]]:
    """Where a label may stand: right or left, above or below, near or further off."""
    near = [(1, -1), (1, 1), (-1, 1), (-1, -1)] if flat else [(1, -1), (-1, 1)] if rises else [(1, 1), (-1, -1)]
    return [(side, up, far) for far in (0, 1) for side, up in near]


def _box(mark: dict[str, Any], side: int, up: int, far: int, wide: float, tall: float) -> _Box:
    xs = [mark["x"] + side * away * wide for away in (0.01, 0.02 + 5.8 * len(mark["label"]) / _WIDTH)]
    heights = [mark["y"] + up * (away + 0.08 * far) * tall for away in (0.02, 0.1)]
    return min(xs), max(xs), min(heights), max(heights)


def _meet(a: _Box, b: _Box) -> bool:
    return a[0] < b[1] and a[1] > b[0] and a[2] < b[3] and a[3] > b[2]


def _labelled(rule: dict[str, Any], curve: list[dict[str, Any]], low: float, high: float) -> dict[str, Any]:
    first, last = (abs(curve[at]["y"] - rule["value"]) if curve else 0 for at in (0, -1))
    right = last >= first
    top = all(point["y"] < rule["value"] for point in curve) and rule["value"] >= 0
    return {**rule, "at": high if right else low, "align": "right" if right else "left", "dy": 12 if top else -8}


def fit_range(data: dict[str, Any]) -> tuple[float, float]:
    """A round lower and upper end for the upright axis."""
    ys = (
        [point["y"] for key in ("curve", "marks") for point in data[key]]
        + [rule["value"] for rule in data["rules"]]
        + [0]
    )
    low, high = min(ys), max(ys)
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def view_sentence(view: dict[str, Any], data: dict[str, Any], model: Model) -> str:
    """What a reader should have seen in the picture."""
    across, up = inputs_of(model)[view["x"]].unit, outputs_of(model)[view["y"]].unit
    title = _capital(view["yTitle"])
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
        said.append(f"{_capital('; '.join(named))}.")
    for rule in data["rules"]:
        reached = math.isfinite(rule["x"])
        where = f"reached at {say(rule['x'], across, rounded=True)}" if reached else "the line never gets there"
        said.append(f"{_capital(rule['label'])} ({where}).")
    return " ".join(said)


def headline(payload: dict[str, Any], model: Model) -> str:
    """The claim in one sentence: "2,000 cars a year means about 77 cars half-built at once."."""
    shown = payload["headline"]
    unit, output = inputs_of(model)[shown["input"]].unit, outputs_of(model)[shown["output"]]
    value = float(getattr(model, shown["output"]))
    lead = shown["text"].replace("{input}", say(getattr(model, shown["input"]), unit))
    claim = shown["claim"].replace("{output}", say(value, output.unit, rounded=True))
    return f"{lead} {claim}" if math.isfinite(value) else f"{lead} {output.label}: not available."


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
    plain = {
        name: [{key: value for key, value in row.items() if value == value} for row in rows]
        for name, rows in data.items()
    }
    return {**spec, "params": params, "datasets": plain, "title": title, "config": {**config(), "axisY": {}}}
