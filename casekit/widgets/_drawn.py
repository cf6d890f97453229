"""Lines as they are drawn: straight from point to point, and not over a gap; as drawn.js has them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

Points = list[dict[str, Any]]
Span = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, right, bottom, top."""


def points_of(xs: Sequence[float], ys: Sequence[float], **more: Any) -> Points:
    """Points of a line, numbered so that it is not drawn over a gap."""
    run = 0
    points: Points = []
    for x, y in zip(xs, ys, strict=True):
        if math.isfinite(y):
            points.append({"x": float(x), "y": float(y), "run": run, **more})
        else:
            run += 1
    return points


def height_at(line: Points, x: float) -> float:
    """How high a drawn line is at x; NaN beside it and in a gap."""
    at = next((place for place, point in enumerate(line) if point["x"] >= x), -1)
    if at < 0:
        return math.nan
    end = line[at]
    if end["x"] == x:
        return float(end["y"])
    start = line[at - 1] if at else end
    if at == 0 or start["run"] != end["run"]:
        return math.nan
    return float(start["y"] + (end["y"] - start["y"]) * ((x - start["x"]) / (end["x"] - start["x"])))


def crossings(line: Points, level: float) -> list[tuple[float, bool]]:
    """Where a drawn line comes up to a level (True), or falls below it."""
    found = []
    for start, end in itertools.pairwise(line):
        up = end["y"] >= level
        if start["run"] == end["run"] and (start["y"] >= level) != up:
            share = (level - start["y"]) / (end["y"] - start["y"])
            found.append((start["x"] + (end["x"] - start["x"]) * share, up))
    return found


def passes(line: Points, box: Box) -> bool:
    """Whether a drawn line goes through a box; it is looked at in seven places."""
    left, right, bottom, top = box
    start, end = max(left, line[0]["x"]), min(right, line[-1]["x"])
    if start > end:
        return False
    heights = [height_at(line, min(end, start + (end - start) * at / 6)) for at in range(7)]
    return any(
        not (math.isnan(one) or math.isnan(next)) and max(one, next) > bottom and min(one, next) < top
        for one, next in itertools.pairwise(heights)
    )
