"""What a stored table says at a level, in words and as a picture, for a reader without a kernel.

The numbers and sentences are those of levels.js; a test compares the two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeGuard

from .._html import escape, view
from ..case._simulations import HOLE
from ..charts.theme import config
from ..units import say
from ._overtime import capital
from ._picture import fit_range

_WIDTH = 500
_LETTER = 5.8


def _given(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _plainly(value: float, column: dict[str, Any]) -> float:
    """Beside 150 days, 0.04 is none."""
    most = max((abs(each) for each in (*column["values"], *column["high"]) if _given(each)), default=0.0)
    return 0.0 if abs(value) < 0.005 * most else value


def _rounded(column: dict[str, Any], at: int) -> bool:
    """Whether a column is said as one says it aloud at a level, and not with more digits to tell its ends apart."""
    low, high = column["low"][at], column["high"][at]
    if not (_given(low) and _given(high)):
        return True
    start, end = (say(_plainly(each, column), column["unitName"], rounded=True) for each in (low, high))
    return start != end


def _say_short(column: dict[str, Any], at: int) -> str:
    value = column["values"][at]
    if not _given(value):
        return "not available"
    return say(_plainly(value, column), column["unitName"], rounded=_rounded(column, at))


def say_mean(column: dict[str, Any], at: int) -> str:
    """A column's mean: "about 12 days", "14 days" when it is 14 exactly, "not available"."""
    value, said = column["values"][at], _say_short(column, at)
    if not _given(value):
        return said
    shown = value * 100 if column["unit"][2] == "%" else value
    return said if shown == round(shown) and abs(shown) < 1e6 else f"about {said}"


def say_range(column: dict[str, Any], at: int) -> str:
    """Its range: "10 to 14", in the unit of the mean that stands before it; "" where there is none."""
    low, high = column["low"][at], column["high"][at]
    if not (_given(low) and _given(high)):
        return ""
    unit = column["unitName"] if column["unit"][0] or column["unit"][2] == "%" else ""
    start, end = (say(_plainly(each, column), unit, rounded=_rounded(column, at)) for each in (low, high))
    return "the runs agree" if start == end else f"{start} to {end}"


def column_of(payload: dict[str, Any], name: str) -> dict[str, Any]:
    """A column of the payload by its name."""
    found: dict[str, Any] = next(column for column in payload["columns"] if column["name"] == name)
    return found


def say_headline(payload: dict[str, Any], at: int) -> tuple[str, str]:
    """The headline with its numbers, in two pieces: what is set, and what it means."""
    columns = {column["name"]: column for column in payload["columns"]}
    missing: set[str] = set()

    def fill(found: re.Match[str]) -> str:
        if found[1] == "by":
            return say(payload["levels"][at], payload["by"]["unitName"])
        if found[1] not in columns:  # braces in the label of a column
            return found[0]
        if not _given(columns[found[1]]["values"][at]):
            missing.add(found[1])
        return say_mean(columns[found[1]], at)

    lead, claim = (HOLE.sub(fill, payload["headline"][piece]) for piece in ("lead", "claim"))
    if missing:
        lacking = [column["label"] for column in payload["columns"] if column["name"] in missing]
        claim = " ".join(f"{label}: not available." for label in lacking)
    return lead, claim


def _broken(label: str, room: float) -> str:
    """A label on two lines where one has no room."""
    spaces = [at for at, letter in enumerate(label) if letter == " "]
    if _LETTER * len(label) <= room or not spaces:
        return label
    cut = min(spaces, key=lambda at: abs(2 * at - len(label)))
    return f"{label[:cut]}\n{label[cut + 1 :]}"


def _runs(there: list[bool], row: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows where something is there, numbered so that a line is not drawn over a gap."""
    run, rows = 0, []
    for place, here in enumerate(there):
        run += not here
        if here:
            rows.append({**row(place), "run": run})
    return rows


def steps_data(payload: dict[str, Any], shown: dict[str, Any], at: int, room: float = _WIDTH) -> dict[str, Any]:
    """The datasets of a view at one level: band, levels, rules and now."""
    column, xs = column_of(payload, shown["column"]), payload["levels"]
    low, high = shown["domain"]
    ys, lows, highs = column["values"], column["low"], column["high"]
    levels = _runs([_given(y) for y in ys], lambda place: {"x": xs[place], "y": ys[place]})
    both = [_given(a) and _given(b) for a, b in zip(lows, highs, strict=True)]
    band = _runs(both, lambda place: {"x": xs[place], "low": lows[place], "high": highs[place]})
    rules: list[dict[str, Any]] = []
    rows = 0
    for limit in payload["limits"]:
        x = limit["value"]
        if not _given(x) or not low <= x <= high:
            continue
        share = (x - low) / (high - low)
        left = share > 0.5
        label = _broken(limit["label"], room * (share if left else 1 - share) - 8)
        place = {"align": "right", "dx": -5} if left else {"align": "left", "dx": 5}
        rules.append({"x": x, "label": label, **place, "dy": 15 * rows})
        rows += len(label.split("\n"))
    y = ys[at] if _given(ys[at]) else None
    now = {
        "x": xs[at], "y": y, "high": highs[at] if _given(highs[at]) else None, "cap": shown["cap"],
        "label": _say_short(column, at),
    }  # fmt: skip
    data = {"band": band, "levels": levels, "rules": rules, "now": [now]}
    top = steps_range(data)[1]
    left = (xs[at] - low) / (high - low) > 0.4
    now |= {"align": "right", "dx": -8} if left else {"align": "left", "dx": 8}
    now["dy"] = 16 if y is not None and y > 0.82 * top else -12
    return data


def steps_range(data: dict[str, Any]) -> tuple[float, float]:
    """The ends of the upright axis: it shows the elbow before the first limit, and grows where the hand goes higher."""
    now = data["now"][0]
    cap = math.inf if now["cap"] is None else now["cap"]
    ys = [*(row["y"] for row in data["levels"]), *(row[end] for row in data["band"] for end in ("low", "high"))]
    shown = [*(y for y in ys if y <= cap), *(y for y in (now["y"], now["high"]) if _given(y))]
    lines = sum(len(rule["label"].split("\n")) for rule in data["rules"])
    head = (1 + 0.09 * lines) * max(0.0, *shown) if shown else 0.0
    low, high = fit_range({"curve": [{"y": y} for y in (*shown, head)], "rules": [], "marks": []})
    return low, high if high > low else low + 1


def _trend(ys: list[float]) -> str:
    first, last, low, high = ys[0], ys[-1], min(ys), max(ys)
    slack = max(0.03 * (high - low), 0.01 * max(abs(low), abs(high)))
    if high - low <= 2 * slack:
        return "stays"
    if high > max(first, last) + slack:
        return "rises, then falls,"
    if low < min(first, last) - slack:
        return "falls, then rises,"
    return "rises" if last > first else "falls"


def _listed(words: list[str]) -> str:
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def _say_limit(payload: dict[str, Any], view: dict[str, Any], column: dict[str, Any], limit: dict[str, Any]) -> str:
    value = limit["value"]
    if not _given(value):
        return f"{capital(limit['bare'])}: not available."
    if not view["domain"][0] <= value <= view["domain"][1]:
        return f"{capital(limit['label'])}, which is beyond this picture."
    below = [at for at, x in enumerate(payload["levels"]) if x <= value and _given(column["values"][at])]
    if not below:
        return f"{capital(limit['label'])}."
    level = say(payload["levels"][below[-1]], payload["by"]["unitName"])
    return f"{capital(limit['label'])} (at {level}: {say_mean(column, below[-1])})."


def steps_sentence(payload: dict[str, Any], view: dict[str, Any], data: dict[str, Any]) -> str:
    """What a reader should have seen in the picture."""
    column, x_unit = column_of(payload, view["column"]), payload["by"]["unitName"]
    levels, label = data["levels"], capital(column["label"])
    if not levels:
        return f"{label}: not available at any level."
    first, last = (payload["levels"].index(row["x"]) for row in (levels[0], levels[-1]))
    left, right = (say(payload["levels"][at], x_unit) for at in (first, last))
    how = _trend([_plainly(row["y"], column) for row in levels])
    said = [
        f"{label}: the line stays near {_say_short(column, first)} from {left} to {right}."
        if how == "stays"
        else f"{label}: the line {how} from {say_mean(column, first)} at {left} to {say_mean(column, last)} at {right}."
    ]
    said += [_say_limit(payload, view, column, limit) for limit in payload["limits"]]
    pairs = zip(payload["levels"], column["values"], strict=True)
    gaps = [say(x, x_unit) for x, y in pairs if not _given(y)]
    if gaps:
        many = f"{len(gaps)} of the {len(payload['levels'])} levels"
        said.append(f"Not available at {many if len(gaps) > 3 else _listed(gaps)}.")
    top = steps_range(data)[1]
    if any(row["y"] > top for row in levels):
        shown = say(top, column["unitName"], rounded=True)
        said.append(f"The picture is cut off above {shown}.")
    return " ".join(said)


def filled_steps(view: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """A view's spec with its numbers in it, to be drawn without a browser."""
    low, high = steps_range(data)
    params = [{"name": "yLow", "value": low}, {"name": "yHigh", "value": high}]
    return {
        **view["spec"], "params": params, "datasets": data, "title": view["title"],
        "config": {**config(), "axisY": {}},
    }  # fmt: skip


def stored_html(payload: dict[str, Any], at: int, picture: str) -> str:
    """The stepper at a level as HTML for a reader without a kernel; `picture` is HTML already."""
    lead, claim = say_headline(payload, at)
    style = "border-collapse:collapse;border:0;margin:8px 0;color:inherit;font:inherit"
    rows = "".join(_row(column, at) for column in payload["columns"])
    foot = "".join(f'<p class="ck-dim">{line}</p>' for line in foot_lines(payload))
    body = (
        f'<h3 class="ck-head">{escape(payload["title"])}</h3><p>{escape(lead)} <b>{escape(claim)}</b></p>'
        f'<table style="{style}">{rows}</table>{picture}{foot}'
    )
    return view(body)


def foot_lines(payload: dict[str, Any]) -> Iterable[str]:
    """How the table was made, and how sure it is, as safe HTML."""
    if payload["sure"]:
        yield escape(payload["sure"])
    if payload["how"]:
        yield f"Made with <code>{escape(payload['how'])}</code>."
    if payload["note"]:
        yield payload["note"]


def _row(column: dict[str, Any], at: int) -> str:
    between = say_range(column, at)
    said = f"<b>{escape(say_mean(column, at))}</b>{f' ({escape(between)})' if between else ''}"
    cells = (("padding:2px 16px 2px 0", escape(column["label"])), ("padding:2px 0", said))
    inner = "".join(f'<td style="{style};border:0;text-align:left">{cell}</td>' for style, cell in cells)
    return f'<tr style="background:none">{inner}</tr>'


def cap_of(column: dict[str, Any], levels: list[float], limits: list[float]) -> float | None:
    """Where the upright axis may end, so that what happens before the first limit is seen; None for all of it.

    Past a limit a queue grows as long as the runs last: drawn whole, it makes all that came before it look flat.
    """
    first = min((limit for limit in limits if levels[0] < limit < levels[-1]), default=math.inf)
    tops = [high if _given(high) else y for y, high in zip(column["values"], column["high"], strict=True)]
    before = max((y for x, y in zip(levels, tops, strict=True) if x < first and _given(y)), default=0.0)
    most = max((y for y in tops if _given(y)), default=0.0)
    cap = max(2.5 * before, most / 20)
    return cap if math.isfinite(first) and before > 0 and most > cap else None


def domain_of(levels: list[float], limits: list[float]) -> list[float]:
    """How far the picture goes: all levels, limits that are not far beyond them, and zero where it is near."""
    reach = (levels[-1] - levels[0]) / 2
    ends = [*levels, *(limit for limit in limits if levels[0] - reach <= limit <= levels[-1] + reach)]
    low, high = min(ends), max(ends)
    return [0.0 if 0 <= low <= 0.1 * high else low, high]
