"""A million draws through MicroFactory, beside the same formulas by hand in NumPy and in a Python loop."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import casekit as ck
from casekit.engine import over_draws

DRAWS = 1_000_000
ROUNDS = 9
OUTPUTS = ("cars_in_build", "profit", "break_even_volume", "payback")


def run() -> list[dict[str, Any]]:
    """The same four outputs three ways; the answers must agree before anything is timed."""
    factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    rng = np.random.default_rng(2010)
    drawn = {
        "cars_a_year": rng.uniform(1, 4000, DRAWS),
        "build_time": rng.uniform(6, 28, DRAWS),
        "price": rng.uniform(40_000, 100_000, DRAWS),
        "variable_cost": rng.uniform(36_000, 61_000, DRAWS),
    }

    def ours() -> list[Any]:
        return list(over_draws(factory, OUTPUTS, drawn).values())

    def by_hand() -> list[Any]:
        return _by_hand(**drawn)

    for mine, theirs in zip(ours(), by_hand(), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12)
    taken = _in_turns(ours, by_hand)
    few = {name: values[:20_000].tolist() for name, values in drawn.items()}
    loop = min(_seconds(lambda: _loop(few)) for _ in range(3)) * DRAWS / 20_000
    row = {"measure": "MicroFactory, 1,000,000 draws, four outputs", "unit": "s", "ours": taken[0]}
    return [
        {**row, "peer": taken[1], "peer_is": "the same by hand in NumPy", "target": "<= 1"},
        {**row, "peer": loop, "peer_is": "a Python loop (timed on 20,000)", "target": "<= 1"},
    ]


def _by_hand(cars_a_year: Any, build_time: Any, price: Any, variable_cost: Any) -> list[Any]:
    with np.errstate(all="ignore"):
        wages = 40 * 70_000
        contribution = price - variable_cost
        profit = cars_a_year * contribution - wages
        return [
            cars_a_year * build_time / 365,
            profit,
            np.where(contribution > 0, wages / contribution, np.nan),
            np.where(profit > 0, 6_000_000 / profit, np.nan),
        ]


def _loop(drawn: dict[str, list[float]]) -> list[tuple[float, ...]]:
    made = []
    for cars, days, price, cost in zip(*drawn.values(), strict=True):
        contribution = price - cost
        profit = cars * contribution - 2_800_000
        even = 2_800_000 / contribution if contribution > 0 else float("nan")
        made.append((cars * days / 365, profit, even, 6_000_000 / profit if profit > 0 else float("nan")))
    return made


def _in_turns(*works: Callable[[], Any]) -> list[float]:
    rounds = [[_seconds(work) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
