"""Threadless: its numbers once more, by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casekit.units import unit_registry

PRIZE, SHARE, LEAST, LEAST_2015 = 2_000, 0.2, 0.25, 1.0
TO_EXPECT = 10 * PRIZE / 1_500  # of one design, in a week of 2009


def _a_shirt(own: Mapping[str, float]) -> float:
    """What a shirt brings its artist."""
    return max(SHARE * own["profit_margin"] * own["price"], LEAST)


def _evening(own: Mapping[str, float]) -> float:
    return own["hours_of_mine"] * own["an_hour"]


def _too_many(own: Mapping[str, float]) -> float:
    """What a shirt loses that is not sold at full price."""
    return own["unit_cost"] - own["leftover_value"]


def _too_few(own: Mapping[str, float]) -> float:
    """What is lost where a shirt could have been sold."""
    return own["price"] - own["unit_cost"]


# What is right for some numbers of one's own.
BY_HAND: dict[str, Callable[[Mapping[str, float]], float]] = {
    "shirts-that-repay": lambda own: PRIZE / _a_shirt(own),
    "worth-of-an-evening": lambda own: _evening(own) - TO_EXPECT,
    "how-often-sold-out": lambda own: 1 - _too_few(own) / (_too_few(own) + _too_many(own)),
    "when-a-dollar-decides": lambda own: LEAST_2015 / SHARE / own["paid"],
}
# And where the roads lead that the bank knows, in its order.
ROADS: dict[str, Callable[[Mapping[str, float]], list[float]]] = {
    "shirts-that-repay": lambda own: [
        PRIZE / (SHARE * own["price"]),
        PRIZE / (SHARE * (own["price"] - 4.5)),
        PRIZE / (own["profit_margin"] * own["price"]),
        8_000,
        PRIZE / (_a_shirt(own) + LEAST),
        _a_shirt(own) / PRIZE,
    ],
    "worth-of-an-evening": lambda own: [
        _evening(own),
        PRIZE - _evening(own),
        _evening(own) + TO_EXPECT,
        TO_EXPECT,
        own["an_hour"] - TO_EXPECT / own["hours_of_mine"],
        1_500 * _evening(own) - 20_000,
    ],
    "how-often-sold-out": lambda own: [
        _too_few(own) / (_too_few(own) + _too_many(own)),
        own["unit_cost"] / own["price"],
        _too_many(own) / own["price"],
        _too_many(own) / _too_few(own),
        1 - own["leftover_value"] / own["unit_cost"],
        1 - own["unit_cost"] / own["price"],
    ],
    "when-a-dollar-decides": lambda own: [
        LEAST_2015 / own["paid"],
        SHARE * LEAST_2015 / own["paid"],
        LEAST / (SHARE * own["paid"]),
        LEAST_2015 / (SHARE * 22.5),
        SHARE * own["paid"] / LEAST_2015,
    ],
}

# The same quantity, said in other words.
EQUAL: dict[str, Callable[[float], list[Any]]] = {
    "shirts-that-repay": lambda x: [(x, "units"), f"{x} units", unit_registry().Quantity(x, "unit")],
    "worth-of-an-evening": lambda x: [(x, "dollars"), f"${x:,.2f}", unit_registry().Quantity(x, "USD")],
    "how-often-sold-out": lambda x: [x, f"{100 * x}%", (100 * x, "%")],
    "when-a-dollar-decides": lambda x: [x, f"{100 * x}%", (100 * x, "%")],
}
