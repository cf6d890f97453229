"""Where the words of a picture stand, so that they keep clear of its lines and of each other; as labels.js does it."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, field, replace
from typing import Any

from ._drawn import Box, Points, Span, passes

WIDTH, HEIGHT = 500, 260  # of a stored picture, in pixels
_LETTER, _LINE, _END = 5.5, 15, 14
_BREAK = re.compile(r" (?!(?:million|billion)\b|[0-9])")  # a number stays with its word
_ANY_SIDE = [(1, -1), (1, 1), (-1, 1), (-1, -1)]


@dataclass
class Full:
    """What a picture over time has in it, so that labels can keep clear of it.

    Parameters
    ----------
    tall, low, high
        How much the upright axis spans, and between which heights a label may stand.
    lines, rivals, dots, taken
        The line itself, the faint ones, the counts on record, and the boxes of labels that stand already.
    """

    tall: float
    low: float = -math.inf
    high: float = math.inf
    lines: list[Points] = field(default_factory=list)
    rivals: list[Points] = field(default_factory=list)
    dots: Points = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)


def _sides(rises: bool, flat: bool) -> list[tuple[int, int]]:
    """Right or left, above or below: where a line that goes one way leaves room."""
    return _ANY_SIDE if flat else [(1, -1), (-1, 1)] if rises else [(1, 1), (-1, -1)]


def placed(marks: Points, curve: Points, span: Span, rules: Points, *, log: bool = False) -> Points:
    """Labels of points that stand clear of a line, which goes one way, of level lines and of their words.

    Parameters
    ----------
    marks
        Points with a label.
    curve, rules
        The line, and level lines with their words, as `labelled` gives them.
    span, log
        The two ends of the axis along the bottom, and whether it goes by ratios.
    """
    ys = [*(point["y"] for point in curve), *(rule["value"] for rule in rules), 0]
    tall = max(ys) - min(ys) or 1
    along = math.log if log else float
    low, high = along(span[0]), along(span[1])
    taken = [_words(rule, low, high, tall) for rule in rules if rule["label"]]
    moved = [{**mark, "x": along(mark["x"])} for mark in marks]
    stood = _stand(moved, curve, (low, high), rules, Full(tall, taken=taken), over_time=False)[0]
    return [{**done, "x": mark["x"]} for done, mark in zip(stood, marks, strict=True)]


def _words(rule: dict[str, Any], low: float, high: float, tall: float) -> Box:
    """The box of a level line's words, at the end where they stand."""
    length = (5 + _LETTER * len(rule["label"])) / WIDTH * (high - low)
    ends = (high - length, high) if rule["align"] == "right" else (low, low + length)
    away = (-18, -2) if rule["dy"] > 0 else (2, 18)
    return (*ends, *(rule["value"] + each * tall / HEIGHT for each in away))


def arranged(marks: Points, curve: Points, span: Span, rules: Points, full: Full) -> tuple[Points, Points]:
    """Labels of points and of level lines in a picture over time.

    Whichever come first take the best places; the order is taken in which all together strike through less.

    Parameters
    ----------
    marks, curve, span, rules
        As for `placed`.
    full
        What the picture has in it; the places that the labels take are put down there.
    """
    best: tuple[float, Points, Points, list[Box]] = (math.inf, [], [], [])
    for levels_first in (False, True) if rules else (False,):
        here = replace(full, taken=[*full.taken])
        early = _levels(rules, span, here) if levels_first else None
        points, cost = _stand(marks, curve, span, rules, here, over_time=True)
        levels, more = early or _levels(rules, span, here)
        if cost + more < best[0] - 1e-9:
            best = (cost + more, points, levels, here.taken)
    full.taken[:] = best[3]
    return best[1], best[2]


def _stand(
    marks: Points, curve: Points, span: Span, rules: Points, here: Full, *, over_time: bool
) -> tuple[Points, float]:
    """Labels of points, each where it strikes through least, and how much they strike through together."""
    now = [point["y"] for point in curve]
    (low, high), tall = span, here.tall
    wide = high - low
    rise = now[-1] - now[0] if len(now) > 1 else 0
    # Over time there are more ways to keep a label within the picture: several lines, and above or below its point.
    cut = 5 if over_time else 2
    sides = [*_ANY_SIDE, (0, -1), (0, 1)] if over_time else _sides(rise >= 0, abs(rise) < 0.02 * tall)
    done: Points = []
    total = 0.0
    for mark in _spoken(marks, wide, tall):
        mostly = -1 if (mark["x"] - low) / wide > 0.55 else 1
        best: tuple[float, dict[str, Any], Box] = (math.inf, {}, (0.0, 0.0, 0.0, 0.0))
        ways = _told(mark["label"]) if over_time else [mark["label"]]
        for (more, label), far, (side, up) in itertools.product(enumerate(ways), (0, 1), sides):
            told = {**mark, "label": label}
            box = _beside(told, side, up, far, wide, tall)
            cost = 0.5 * far + cut * (box[0] < low or box[1] > high + 0.03 * wide) + _struck(box, here)
            cost = cost + sum(box[2] < rule["value"] < box[3] for rule in rules)
            cost = cost + 0.1 * (side != mostly) + 0.2 * more
            if cost < best[0]:
                best = (cost, {**told, **_standing(told, side, up, far)}, box)
        if mark["label"]:
            here.taken.append(best[2])
            total += best[0]
        done.append(best[1])
    return done, total


def _told(label: str) -> list[str]:
    """The same words on one line, and on more."""
    return list(dict.fromkeys([label, *(_label_in_lines(label, share * WIDTH) for share in (0.75, 0.5, 0.35))]))


def _spoken(marks: Points, wide: float, tall: float) -> Points:
    """Two points in one place share their words: side by side, neither label would have room."""
    said: Points = []
    for mark in marks:
        near = [
            other
            for other in said
            if other["label"]
            and {other["role"], mark["role"]} <= {"plan", "other"}
            and abs(other["x"] - mark["x"]) < 0.02 * wide
            and abs(other["y"] - mark["y"]) < 0.02 * tall
        ]
        if near:
            near[0]["label"] = f"{near[0]['label']}; {mark['label']}"
        said.append({**mark, "label": ""} if near else dict(mark))
    return said


def _beside(mark: dict[str, Any], side: int, up: int, far: int, wide: float, tall: float) -> Box:
    """The box of a label beside a point: 8 pixels to the side, 12 above or 14 below, 15 more further off."""
    lines = mark["label"].split("\n")
    more = _LINE * (len(lines) - 1)
    long = 10 + _LETTER * max(map(len, lines))
    ends = (side * 5, side * long) if side else (-long / 2, long / 2)
    xs = [mark["x"] + away * wide / WIDTH for away in ends]
    off = (5, 19 + more) if up > 0 else (7, 21 + more)
    heights = [mark["y"] + up * (away + _LINE * far) * tall / HEIGHT for away in off]
    return min(xs), max(xs), min(heights), max(heights)


def _standing(mark: dict[str, Any], side: int, up: int, far: int) -> dict[str, Any]:
    dy = (-12 - _LINE * mark["label"].count("\n") if up > 0 else 14) - _LINE * up * far
    return {"align": {1: "left", -1: "right"}.get(side, "center"), "dx": 8 * side, "dy": dy}


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[1] and a[1] > b[0] and a[2] < b[3] and a[3] > b[2]


def _struck(box: Box, full: Full) -> float:
    """What a label in a box would strike through: labels that stand already, lines, dots, the ends of the picture."""
    left, right, bottom, top = box
    labels = sum(_meet(box, other) for other in full.taken)
    lines, rivals = (sum(passes(line, box) for line in lines) for lines in (full.lines, full.rivals))
    dots = sum(bool(left < dot["x"] < right and bottom < dot["y"] < top) for dot in full.dots)
    beyond = bottom < full.low or top > full.high
    return 3.0 * beyond + 3 * labels + lines + min(0.6, 0.3 * rivals) + 0.7 * dots


def dots_named(label: str, span: Span, full: Full) -> Points:
    """One name for all dots, beside the dot where it strikes through least; none where there is no room for it."""
    low, high = span
    best: tuple[float, Points] = (math.inf, [])
    for dot, (side, up) in itertools.product(full.dots, _ANY_SIDE):
        mark = {"x": dot["x"], "y": dot["y"], "label": label, "role": "seen"}
        box = _beside(mark, side, up, 0, high - low, full.tall)
        cost = _struck(box, full) + 2 * (box[0] < low or box[1] > high)
        if cost < best[0]:
            best = (cost, [{**mark, **_standing(mark, side, up, 0)}])
    return best[1] if best[0] < 0.7 else []


def labelled(rule: dict[str, Any], curve: Points, span: Span) -> dict[str, Any]:
    """A level line with its words at the end where the curve is further away."""
    first, last = (abs(curve[at]["y"] - rule["value"]) if curve else 0 for at in (0, -1))
    right = last >= first
    # Above the line, unless nothing else is as high.
    top = all(point["y"] < rule["value"] for point in curve) and rule["value"] >= 0
    at, align = (span[1], "right") if right else (span[0], "left")
    return {**rule, "at": at, "align": align, "dy": 12 if top else -8}


def _levels(rules: Points, span: Span, full: Full) -> tuple[Points, float]:
    """Level lines with their words at either end, where they strike through least; long ones are broken."""
    low, high = span
    done: Points = []
    total = 0.0
    for rule in rules:
        best: tuple[float, dict[str, Any], Box] = (math.inf, {}, (0.0, 0.0, 0.0, 0.0))
        one, *several = (_in_lines(rule["label"], share * WIDTH) for share in (0.9, 0.75, 0.5, 0.35))
        ways = [one, *several] if len(one) == 1 else several
        for lines, (right, up) in itertools.product(ways, ((0, 1), (1, 1), (0, -1), (1, -1))):
            length = (5 + _LETTER * max(map(len, lines))) / WIDTH * (high - low)
            away = (6, _LINE * len(lines)) if up > 0 else (5, 4 + _LINE * len(lines))
            heights = [rule["value"] + up * each * full.tall / HEIGHT for each in away]
            ends = (high - length, high) if right else (low, low + length)
            box = (*ends, min(heights), max(heights))
            cost = _struck(box, full) + 0.2 * (up < 0)
            if cost < best[0]:
                place = {"at": span[right], "align": ("left", "right")[right]}
                dy = -8 - _LINE * (len(lines) - 1) if up > 0 else 12
                best = (cost, {"label": "\n".join(lines), **place, "dy": dy}, box)
        full.taken.append(best[2])
        total += best[0]
        done.append({**rule, **best[1]})
    return done, total


def _label_in_lines(text: str, width: float) -> str:
    """What two points share goes on a line each before anything else is broken."""
    if _LETTER * len(text) <= width:
        return text
    return "\n".join(line for piece in re.split(r"(?<=;) ", text) for line in _in_lines(piece, width))


def _in_lines(text: str, width: float) -> list[str]:
    """A text on as few lines as there is room for, all about equally long."""
    few = math.ceil(_LETTER * len(text) / width)
    limit = math.ceil(len(text) / few) if few else 0
    while True:
        lines: list[str] = []
        for word in _BREAK.split(text):
            if lines and len(f"{lines[-1]} {word}") <= limit:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        if len(lines) <= max(1, few):
            return lines
        limit += 1


def apart(ends: Points, span: Span, pixel: float) -> Points:
    """The words at the ends of several lines, each as near to its line as the others let it.

    Neighbors that would stand too close are spread around their middle.

    Parameters
    ----------
    ends
        Each with its `y`.
    span
        Between which heights they stand.
    pixel
        How much of the upright axis a pixel is.
    """
    low, high = span
    gap = _END * pixel
    order = sorted(ends, key=lambda end: -end["y"])
    groups: list[tuple[float, int]] = []
    for at, end in enumerate(order):
        total, many = end["y"] + at * gap, 1
        while groups and groups[-1][0] / groups[-1][1] <= total / many:
            above = groups.pop()
            total, many = above[0] + total, above[1] + many
        groups.append((total, many))
    least = low + (len(order) - 1) * gap
    even = [min(high, max(least, total / many)) for total, many in groups for _ in range(many)]
    return [{**end, "y": even[at] - at * gap} for at, end in enumerate(order)]
