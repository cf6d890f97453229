"""LEGO Ideas: its numbers once more, by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casekit.units import unit_registry

QUALIFY, APPROVED, ROUNDS, IDEAS = 57, 1.5, 3, 4_000  # in a round; in a round; a year; a year
CHANCE = APPROVED * ROUNDS / IDEAS
LAUNCH = 500_000
A_SET = 0.01 * 0.7 * 99.99  # what one set that is sold brings its creator
Z_SQUARED = 3.841459


def _launched(own: Mapping[str, float]) -> float:
    """What a launched idea brings its creator."""
    return A_SET * own["units_sold"]


def _a_round(own: Mapping[str, float]) -> float:
    """What looking, refusing and launching cost in one round."""
    return QUALIFY * own["review_cost"] + (QUALIFY - APPROVED) * own["consolation"] + APPROVED * LAUNCH


# What is right for some numbers of one's own.
BY_HAND: dict[str, Callable[[Mapping[str, float]], float]] = {
    "pay-an-hour": lambda own: CHANCE * _launched(own) / own["hours"],
    "cost-of-one-launch": lambda own: _a_round(own) / APPROVED,
    "none-of-so-many": lambda own: 1 / (1 + own["looked_at"] / Z_SQUARED),
    "as-much-as-the-outlet": lambda own: 30_000 * 0.05 * own["outlet_price"] / A_SET,
}
# And where the roads lead that the bank knows, in its order.
ROADS: dict[str, Callable[[Mapping[str, float]], list[float]]] = {
    "pay-an-hour": lambda own: [
        APPROVED / QUALIFY * _launched(own) / own["hours"],
        QUALIFY * ROUNDS / IDEAS * _launched(own) / own["hours"],
        _launched(own) / own["hours"],
        CHANCE * 0.01 * 99.99 * own["units_sold"] / own["hours"],
        4.5 / QUALIFY * _launched(own) / own["hours"],
        CHANCE * _launched(own),
    ],
    "cost-of-one-launch": lambda own: [
        LAUNCH + own["review_cost"] + own["consolation"],
        LAUNCH + 38 * own["review_cost"],
        LAUNCH + 37 * own["consolation"],
        38 * own["review_cost"] + 37 * own["consolation"],
        LAUNCH + (57 * own["review_cost"] + 52.5 * own["consolation"]) / 4.5,
        _a_round(own) / QUALIFY,
    ],
    "none-of-so-many": lambda own: [
        0,
        1 / own["looked_at"],
        Z_SQUARED / own["looked_at"],
        1.959964 / (own["looked_at"] + 1.959964),
        1 - Z_SQUARED / (own["looked_at"] + Z_SQUARED),
    ],
    "as-much-as-the-outlet": lambda own: [
        30_000 * 0.05 * own["outlet_price"] / (0.01 * 99.99),
        30_000 * 5 / 0.7,
        30_000 * own["outlet_price"] / (0.7 * 99.99),
        30_000 * 5,
    ],
}

# The same quantity, said in other words.
EQUAL: dict[str, Callable[[float], list[Any]]] = {
    "pay-an-hour": lambda x: [(x, "dollars an hour"), f"${x} an hour", unit_registry().Quantity(x, "USD/hour")],
    "cost-of-one-launch": lambda x: [(x, "dollars an idea"), f"${x:,.2f} an idea"],
    "none-of-so-many": lambda x: [x, f"{100 * x}%", (100 * x, "%")],
    "as-much-as-the-outlet": lambda x: [(x, "units"), f"{x:,.0f} units", unit_registry().Quantity(x, "unit")],
}
