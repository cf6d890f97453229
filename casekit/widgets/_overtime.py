"""Pictures over time that are stored: the numbers behind them, and the sentence that says what they show.

The numbers and words are those of overtime.js; a test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine import change, horizon_of, inputs_of, outputs_of, times_of
from ..engine.flows import STEP
from ..units import COUNTED, about, number, say, unit_words
from ._drawn import Box, Points, Span, crossings, height_at, points_of
from ._labels import HEIGHT, WIDTH, Full, apart, arranged, dots_named
from ._spec import BELOW

if TYPE_CHECKING:
    from ..engine import Input, Model

_SPOTS: dict[str, Callable[[Points], dict[str, Any]]] = {
    "lowest": lambda line: min(line, key=lambda point: point["y"]),
    "highest": lambda line: max(line, key=lambda point: point["y"]),
    "last": lambda line: line[-1],
}
SPOTS = tuple(_SPOTS)
NEVER = "the line never gets there"
_MEASURED = {"foot", "mile", "gallon", "horsepower"}  # a half of one is one


def without_time(unit: str) -> str:
    """Money is said without its "a year": the axis says it."""
    return "USD" if unit_words(unit)[0] else unit


def is_counted(unit: str) -> bool:
    """Whether a unit is of things of which there is no half."""
    return unit in COUNTED and unit not in _MEASURED


def say_count(value: float, unit: str) -> str:
    """A value at some time, as one says it aloud: of what is counted whole ones, and less than one by that name."""
    counted = is_counted(unit)
    if counted and 0 < value < 1:
        return f"less than {say(1, unit)}"
    return say(math.floor(value + 0.5) if counted and 1 <= value < 10 else value, unit, rounded=True)


def level_said(rule: dict[str, Any], never: str, text: str) -> str:
    """A level line in a sentence; one that is never reached may have a sentence of its own."""
    return never if never and rule["said"] == NEVER else f"{capital(text)} ({rule['said']})."


def near_step(model: Model, x: float) -> float:
    """A time rounded to whole steps of one, where time goes in such: a crossing between two is only about there."""
    return math.floor(x + 0.5) if math.isfinite(x) and float(getattr(model, STEP)).is_integer() else x


def _level(view: dict[str, Any], value: float, line: Points, model: Model) -> tuple[dict[str, Any], float]:
    """Where a line stands to a level: the line's words, and the point where it last crosses it."""
    found = crossings(line, value)
    text = view["hline"]["text"].replace("{value}", about(value))
    label = f"{text}: {_when_about(model, found[-1][0])}" if found else text
    rule = {"value": value, "text": text, "label": label, "said": _reached(line, value, found, model)}
    return rule, found[-1][0] if found else math.nan


def _heading_box(end: dict[str, Any], right: float, pixel: float) -> Box:
    left = right + (end["dx"] - 6 * len(end["label"])) * right / WIDTH
    return left, right, end["y"] - 8 * pixel, end["y"] + 8 * pixel


def time_data(
    payload: dict[str, Any], view: dict[str, Any], model: Model, axis_of: Callable[[dict[str, Any]], Span]
) -> dict[str, Any]:
    """The datasets of a view over time; `axis_of` gives the ends of the upright axis for what is drawn."""
    times, line = times_of(model), _line(model, view)
    right = float(getattr(model, view["x"]))
    rivals, ends = _compared(payload, view, model, line)
    seen = [count for count in view["seen"] if 0 <= count["x"] <= right]
    marks = _marks(line, view, model, float(times[-1]))
    rules: Points = []
    drawn = view["hline"]
    value = math.nan if not drawn else float(drawn["value"] if "value" in drawn else getattr(model, drawn["input"]))
    if math.isfinite(value):
        rule, at = _level(view, value, line, model)
        rules.append(rule)
        if math.isfinite(at):
            marks.append({"x": at, "y": value, "label": "", "role": "limit"})
    low, high = axis_of({"curve": line, "rules": rules, "marks": marks, "rivals": rivals, "seen": seen})
    pixel, span = (high - low) / HEIGHT, (0.0, right)
    told = _end_labels(payload, view, model, ends, (low, high))
    # Labels may stand a little below and above the axis.
    full = Full(
        high - low, low - BELOW * pixel, high + 18 * pixel, [line] if line else [], _lines_in(rivals), seen,
        [_heading_box(end, right, pixel) for end in told if "align" in end],
    )  # fmt: skip
    points, levels = arranged(marks, line, span, rules, full)
    return {
        "curve": line,
        "rivals": rivals,
        "ends": told,
        "seen": seen,
        "right": right,
        "rules": levels,
        "marks": [*points, *dots_named("counts on record" if len(seen) > 1 else "count on record", span, full)],
        "gap": _gap(times, line, model),
        "beside": end_room(payload, view, model),
    }


def _lines_in(rivals: Points) -> list[Points]:
    return [[point for point in rivals if point["of"] == of] for of in dict.fromkeys(point["of"] for point in rivals)]


def _line(model: Model, view: dict[str, Any], **more: Any) -> Points:
    times = times_of(model)
    return points_of(
        times.tolist(), np.broadcast_to(getattr(model, view["y"]), times.shape).tolist(), **(more or {"series": "now"})
    )


def _whole(x: float) -> bool:
    return abs(x - round(x)) < 1e-6


def _when(model: Model, x: float) -> str:
    """A time in words, such as "year 3" or "year 2.3"."""
    unit = unit_words(inputs_of(model)[horizon_of(model)].unit)
    return f"{unit[1].strip()} {number(round(x)) if _whole(x) else about(x)}"


def _when_about(model: Model, x: float) -> str:
    return f"about {_when(model, near_step(model, x))}"


def _reached(line: Points, level: float, found: list[tuple[float, bool]], model: Model) -> str:
    """Where a line stands to a level, in words."""
    if not found:
        return "the line is never below it" if line and line[0]["y"] >= level else NEVER
    x, up = found[-1]
    if len(found) > 1:
        return f"crossed {len(found)} times, at last {_when_about(model, x)}"
    return _when_about(model, x) if up else f"the line falls below it {_when_about(model, x)}"


def _short(unit: str) -> str:
    before, _, after = unit_words(unit)
    return "share" if after == "%" else "USD" if before else ""


def _end_unit(row: dict[str, Any], unit: str) -> str:
    """The unit of the values at the ends of lines: the whole of it where there is room for it."""
    return _short(unit) if max(len(say(figure["value"], unit)) for figure in row["figures"]) > 16 else unit


def end_room(payload: dict[str, Any], view: dict[str, Any], model: Model) -> float:
    """How many pixels the words at the ends of lines need."""
    if not view["compare"]:
        return 0
    row, unit = _compare_row(payload, view), inputs_of(model)[view["compare"]].unit
    numbers = [*(figure["value"] for figure in row["figures"]), *row["slider"]]
    return 20 + 6 * max(len(say(number, _end_unit(row, unit))) for number in numbers)


def _compare_row(payload: dict[str, Any], view: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in payload["inputs"] if row["name"] == view["compare"])
    return found


def _end_labels(payload: dict[str, Any], view: dict[str, Any], model: Model, ends: Points, span: Span) -> Points:
    """The words at the ends of lines; above values without a unit stands what they count."""
    if not ends:
        return []
    row, unit = _compare_row(payload, view), inputs_of(model)[view["compare"]].unit
    heading = "" if _end_unit(row, unit) == unit or row["unit"][0] else row["unit"][2].strip()
    (low, high), pixel = span, (span[1] - span[0]) / HEIGHT
    # An arrow says that a line ends outside of the picture.
    arrows = [" ↑" if end["y"] > high else " ↓" if end["y"] < low else "" for end in ends]
    told = [{**end, "label": end["label"] + arrow} for end, arrow in zip(ends, arrows, strict=True)]
    done = apart(told, (low, high - (6 if heading else 0) * pixel), pixel)
    if heading:
        place = {"align": "right", "dx": end_room(payload, view, model)}
        done.append({"y": high + 8 * pixel, "label": heading, "role": "rival", **place})
    return done


def _compared(payload: dict[str, Any], view: dict[str, Any], model: Model, line: Points) -> tuple[Points, Points]:
    """The same line under each other figure of an input, and the words at the ends of all of them."""
    if not view["compare"]:
        return [], []
    row = _compare_row(payload, view)
    unit, now = inputs_of(model)[row["name"]].unit, float(getattr(model, row["name"]))
    values = sorted({figure["value"] for figure in row["figures"]})
    others = [value for value in values if abs(value - now) > 1e-9 * max(1.0, abs(value), abs(now))]
    lines = [(value, _line(change(model, **{row["name"]: value}), view, of=value)) for value in others]
    said = _end_unit(row, unit)
    ends = [
        {"y": each[-1]["y"], "label": say(value, said), "role": "plan" if each is line else "rival"}
        for value, each in ([(now, line), *lines] if others else [])
        if each
    ]
    return [point for _, each in lines for point in each], ends


def _marks(line: Points, view: dict[str, Any], model: Model, end: float) -> Points:
    """Points on the line where the view wants them; "last" only where the line goes on to the end."""
    marks: Points = []
    unit = without_time(outputs_of(model)[view["y"]].unit)
    for place, mark in enumerate(view["marks"]):
        name = mark["input"]
        if name in _SPOTS:
            found = _SPOTS[name](line) if line else {"x": math.nan, "y": math.nan}
        else:
            x = float(getattr(model, name))
            found = {"x": x, "y": height_at(line, x)}
        # Where the deepest point is the end, one of the two is said.
        said_already = any(mark["x"] == found["x"] for mark in marks)
        if not math.isfinite(found["y"]) or (name == "last" and found["x"] != end) or said_already:
            continue
        said = say_count(found["y"], unit)
        label = mark["text"].replace("{x}", number(found["x"])).replace("{y}", said)
        marks.append({"x": found["x"], "y": found["y"], "label": label, "role": "other" if place else "plan"})
    return marks


def _gap(times: Any, line: Points, model: Model) -> str:
    missing = len(times) - len(line)
    if not missing or not line:
        return ""
    if line[0]["x"] == times[missing]:
        return f"Not available before {_when(model, line[0]['x'])}."
    if line[-1]["x"] == times[len(line) - 1]:
        return f"Not available after {_when(model, line[-1]['x'])}."
    return f"Not available in {missing} of the {len(times)} periods."


def _turns(line: Points) -> Points:
    """The line from its start over its highest and lowest point, where they lie between, to its end."""
    first, last = line[0], line[-1]
    low, high = _SPOTS["lowest"](line), _SPOTS["highest"](line)
    slack = 1e-6 * max(1e-12, abs(low["y"]), abs(high["y"]))
    if high["y"] - low["y"] <= slack:
        return [first]
    between = [high] if high["y"] > max(first["y"], last["y"]) + slack else []
    between += [low] if low["y"] < min(first["y"], last["y"]) - slack else []
    return [first, *sorted(between, key=lambda point: float(point["x"])), last]


def _course(line: Points, model: Model, unit: str) -> str:
    most = max(abs(point["y"]) for point in line)

    def saying(point: dict[str, Any]) -> str:
        return say_count(0.0 if abs(point["y"]) < 1e-6 * most else point["y"], unit)

    def there(point: dict[str, Any]) -> str:
        early = point["x"] == line[0]["x"] and not _whole(point["x"])
        return "at first" if early else f"in {_when(model, point['x'])}"

    first, *turns = _turns(line)
    if len(line) == 1:
        return f"{saying(first)} {there(first)}"
    if not turns:
        return f"the line stays at {saying(first)} until {_when(model, line[-1]['x'])}"
    legs = []
    for start, end in zip([first, *turns], turns, strict=False):
        origin = f" from {saying(first)} {there(first)}" if start is first else ""
        legs.append(f"{'rises' if end['y'] > start['y'] else 'falls'}{origin} to {saying(end)} {there(end)}")
    return f"the line {', '.join(legs[:-1])}, then {legs[-1]}" if len(legs) > 1 else f"the line {legs[0]}"


def _seen(counts: Points, data: dict[str, Any]) -> str:
    """How the line passes the counts on record."""
    if not counts:
        return ""
    many, beyond = len(data["seen"]), len(counts) - len(data["seen"])
    if not many:
        return f"{len(counts)} count{'' if len(counts) == 1 else 's'} on record, none within this picture."
    words = "1 count on record (a ring)" if many == 1 else f"{many} counts on record (rings)"
    counted = {"within 10% of": 0, "above": 0, "below": 0}
    for count in data["seen"]:
        here = height_at(data["curve"], max(count["x"], data["curve"][0]["x"]))
        if abs(here - count["y"]) <= 0.1 * abs(count["y"]):
            counted["within 10% of"] += 1
        elif not math.isnan(here):
            counted["above" if here > count["y"] else "below"] += 1
    parts = [(how, number) for how, number in counted.items() if number]
    if len(parts) == 1 and parts[0][1] == many:
        said = f"{parts[0][0]} {'it' if many == 1 else 'all of them'}"
    else:
        pieces = [f"{how} {number}" for how, number in parts]
        said = " and ".join(filter(None, [", ".join(pieces[:-1]), *pieces[-1:]]))
    rest = f"; {beyond} more {'is' if beyond == 1 else 'are'} beyond this picture" if beyond else ""
    return f"{words}: the line {f'is {said}' if said else 'does not pass there'}{rest}."


def _rivals(rivals: Points, compared: Input) -> str:
    values = list(dict.fromkeys(point["of"] for point in rivals))
    if not values:
        return ""
    *less, most = *(say(value, _short(compared.unit)) for value in values[:-1]), say(values[-1], compared.unit)
    said = f"{', '.join(less)} and {most}" if less else most
    return f"Faint line{'s' if less else ''}, {compared.label[:1].lower()}{compared.label[1:]}: {said}."


def time_sentence(view: dict[str, Any], data: dict[str, Any], model: Model) -> str:
    """What a reader should have seen in the picture."""
    line, title = data["curve"], capital(view["yTitle"])
    if not line:
        return f"{title}: not available in any period."
    # The line's own turns are said already.
    turns = {point["x"] for point in _turns(line)}
    named = [
        mark["label"]
        for mark in data["marks"]
        if mark["role"] in ("plan", "other") and mark["label"] and mark["x"] not in turns
    ]
    said = [
        f"{title}: {_course(line, model, outputs_of(model)[view['y']].unit)}.",
        f"{capital('; '.join(named))}." if named else "",
        *(level_said(rule, view["hline"]["never"], rule["text"]) for rule in data["rules"]),
        data["gap"],
        _seen(view["seen"], data),
        _rivals(data["rivals"], inputs_of(model)[view["compare"]]) if view["compare"] else "",
    ]
    return " ".join(filter(None, said))


def capital(text: str) -> str:
    """A text with its first letter large."""
    return text[:1].upper() + text[1:]
