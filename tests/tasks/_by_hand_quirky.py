"""Quirky: its numbers once more, by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casekit.units import unit_registry

HIT, ALL = 2_635_501, 6_525_999  # revenue of 2011: Pivot Power, and all 36 products
LIFE = 2 * ALL / 36


def _a_year(own: Mapping[str, float]) -> float:
    """What people, rent and developments cost a year."""
    return 6_000_000 + own["launches_a_year"] * 250_000


# What is right for some numbers of one's own.
BY_HAND: dict[str, Callable[[Mapping[str, float]], float]] = {
    "one-hit": lambda own: HIT * (own["margin"] - 0.1) / own["development_cost"],
    "royalty-below-zero": lambda own: own["margin"] - own["development_cost"] / LIFE,
    "months-of-money": lambda own: own["cash"] / ((_a_year(own) - 0.15 * ALL) / 12),
    "a-dollar-a-unit": lambda own: (1 - 0.04 * own["a_unit"]) / (0.12 * own["a_unit"] - 0.04 * own["a_unit"]),
}
# And where the roads lead that the bank knows, in its order.
ROADS: dict[str, Callable[[Mapping[str, float]], list[float]]] = {
    "one-hit": lambda own: [
        HIT / own["development_cost"],
        HIT * own["margin"] / own["development_cost"],
        HIT * own["margin"] * 0.9 / own["development_cost"],
        HIT * (own["margin"] - 0.04) / own["development_cost"],
        ALL / 36 * (own["margin"] - 0.1) / own["development_cost"],
        own["development_cost"] / (HIT * (own["margin"] - 0.1)),
    ],
    "royalty-below-zero": lambda own: [
        own["margin"] - own["development_cost"] / (ALL / 36),
        own["development_cost"] / LIFE - own["margin"],
        own["development_cost"] / LIFE,
        own["margin"] - own["development_cost"] / HIT,
        1 - own["development_cost"] / (LIFE * own["margin"]),
        1 - own["development_cost"] / LIFE,
    ],
    "months-of-money": lambda own: [
        12 * own["cash"] / _a_year(own),
        12 * own["cash"] / (_a_year(own) - ALL),
        12 * own["cash"] / (6_000_000 - 0.15 * ALL),
        12 * own["cash"] / (_a_year(own) - 6_000_000 - 0.15 * ALL),
        own["cash"] / (_a_year(own) - 0.15 * ALL),
        12 * own["cash"] / (6_250_000 - 0.15 * ALL),
    ],
    "a-dollar-a-unit": lambda own: [
        (1 / own["a_unit"] - 0.1) / 0.2,
        0,
        1 / own["a_unit"],
        1 / own["a_unit"] / 0.12,
        1 - (1 / own["a_unit"] - 0.04) / 0.08,
    ],
}

# The same quantity, said in other words.
EQUAL: dict[str, Callable[[float], list[Any]]] = {
    "one-hit": lambda x: [(x, "products"), f"{x} products", unit_registry().Quantity(x, "product")],
    "royalty-below-zero": lambda x: [x, f"{100 * x}%", (100 * x, "%")],
    "months-of-money": lambda x: [(x, "months"), (x / 12, "years"), unit_registry().Quantity(x / 12, "year")],
    "a-dollar-a-unit": lambda x: [x, f"{100 * x}%", (100 * x, "%")],
}
