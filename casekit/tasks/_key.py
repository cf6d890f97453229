"""The key to a task: the right answer, where the known wrong roads lead, and what is said to who took one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._html import escape, plain
from .bank import SLIPS, Item, Mistake, Task
from .reckon import Reckoner

if TYPE_CHECKING:
    from ..case import Case

NEAR = 5.0  # times the tolerance: as far as rounding on the way leads
_LOOK = "Go back to the question: what is asked for, of what, and for how long?"
# Wrong roads that every number has; an author need not name them.
_AUTOMATIC = {
    "thousands": (
        "The digits are right and the size is not.",
        "Count the zeros: thousands, millions, or a share that was taken for a percentage.",
    ),
    "sign": ("It has the right size and the wrong sign.", "Ask what is taken from what."),
}
_SIZES = (1e3, 1e-3, 1e6, 1e-6, 1e2, 1e-2)


def shared_key(task: Task, case: Case, reckoner: Reckoner) -> dict[str, Any]:
    """What of the key is the same for everybody."""
    see = _see(task.see, case)
    key: dict[str, Any] = {"hint": case.prose(task.hint) or _LOOK, "see": see}
    mistakes = [_mistake(each, case, see, key["hint"]) for each in task.mistakes]
    if task.kind == "number":
        mistakes += [{"slip": slip, "hint": hint, "see": see} for slip, hint in _AUTOMATIC.values()]
    if mistakes:
        key["mistakes"] = mistakes
    if task.kind in ("formula", "function"):
        points, values, roads = reckoner.at_points(task.id)
        key |= {"points": points, "values": _finite(values), "roads": [_finite(road) for road in roads]}
        key["mistakes"] = mistakes
    items = (*task.items, *task.because)
    if task.kind == "choose":
        key |= {"right": _right(task.items), "because": _right(task.because), "why": _whys(items, case)}
    elif task.kind == "order":
        key |= {"ranks": _ranks(task.items), "why": _why_texts(items, case)}
    elif task.kind == "strike":
        key |= {"right": _right(task.items), "why": _why_texts(items, case)}
    elif task.kind in ("sort", "canvas"):
        key |= {"bins": {item.id: list(item.bins) for item in items}, "why": _why_texts(items, case)}
    elif task.kind == "bet":
        key |= {"when": {item.id: item.when for item in items}, "why": _whys(items, case), "near": task.near}
    return key


def own_key(task: Task, reckoner: Reckoner, inputs: Mapping[str, float]) -> dict[str, Any] | None:
    """What of the key belongs to a student's own numbers."""
    if task.kind not in ("number", "sketch"):
        return None
    right = reckoner.right(inputs)
    within = reckoner.within(right)
    roads: list[dict[str, Any]] = []
    for at, value in reckoner.wrong(inputs):
        known = next((road for road in roads if _one_road(road["value"], value, road["within"])), None)
        if known is not None:
            known["mistakes"].append(at)
        else:
            roads.append({"value": value, "mistakes": [at], "within": reckoner.within(value)})
    if task.kind == "sketch":
        shown = [{"values": [float(each) for each in road["value"]], "mistakes": road["mistakes"]} for road in roads]
        return {"values": [float(each) for each in right], "within": within, "roads": shown}
    right = float(right)
    for at, value in automatic(right, len(task.mistakes)):
        if all(abs(value - road["value"]) > road["within"] for road in roads) and abs(value - right) > 2 * within:
            roads.append({"value": value, "mistakes": [at], "within": reckoner.within(value)})
    return {"value": right, "within": within, "near": NEAR * within, "roads": roads}


def automatic(right: float, first: int) -> list[tuple[int, float]]:
    """Where the wrong roads lead that every number has: the place among the mistakes, and the value."""
    return [*((first, right * size) for size in _SIZES), (first + 1, -right)] if right else []


def _one_road(one: Any, other: Any, within: float) -> bool:
    import numpy as np

    return bool(np.all(np.abs(one - other) <= within))


def _mistake(mistake: Mistake, case: Case, see: str, hint: str) -> dict[str, str]:
    return {
        "slip": escape(SLIPS.get(mistake.slip, mistake.slip)) or "Something is put together in another way.",
        "hint": case.prose(mistake.hint) or hint,
        "see": _see(mistake.see, case) or see,
    }


def _whys(items: tuple[Item, ...], case: Case) -> dict[str, dict[str, str]]:
    return {
        item.id: {
            "slip": escape(SLIPS.get(item.slip, item.slip)), "hint": case.prose(item.why), "see": _see(item.see, case),
        }
        for item in items
        if item.slip or item.why or item.see
    }  # fmt: skip


def _why_texts(items: tuple[Item, ...], case: Case) -> dict[str, str]:
    return {item.id: case.prose(item.why) for item in items if item.why}


def _right(items: tuple[Item, ...]) -> list[str]:
    return sorted(item.id for item in items if item.right)


def _ranks(items: tuple[Item, ...]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    rank = -1
    for item in items:
        rank += 0 if item.same and ranks else 1
        ranks[item.id] = rank
    return ranks


def _see(see: str, case: Case) -> str:
    """What to read again, as safe HTML: a section of the case, or a figure."""
    if not see:
        return ""
    if see.startswith("fig:"):
        figure = case.figure(see.removeprefix("fig:"))
        return f"Look it up: {escape(case.label(figure.quantity))}, {escape(figure.shown)} ({escape(figure.where)})."
    return f"Read again in the case: “{escape(plain(see))}”"


def _finite(values: list[float]) -> list[float | None]:
    """Numbers that JSON can hold: not available is null."""
    return [value if math.isfinite(value) else None for value in values]
