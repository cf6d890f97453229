"""Local Motors: its numbers once more, by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casekit.units import unit_registry

WAGES = 20 * 70_000

# The same answers once more, by hand: what is right for some numbers of one's own.
BY_HAND: dict[str, Callable[[Mapping[str, float]], float]] = {
    "cars-in-build": lambda own: own["cars_a_year"] * own["build_time"] / 365,
    "two-years": lambda own: 2 * WAGES / (own["first_year"] + own["second_year"]),
    "eighty-two": lambda own: 82 * (3_200_000 + own["left_out"]) / 3_200_000,
    "left-of-the-price": lambda own: 3_200_000 / 82 / own["price"],
}
# And where the roads lead that the bank knows, in its order.
ROADS: dict[str, Callable[[Mapping[str, float]], list[float]]] = {
    "cars-in-build": lambda own: [
        own["cars_a_year"] * own["build_time"],
        own["cars_a_year"] * own["build_time"] / 260,
        own["cars_a_year"] * own["build_time"] * 5 / 7 / 365,
        own["cars_a_year"] * (own["build_time"] + 4) / 365,
        own["cars_a_year"] / 365,
        own["cars_a_year"] / own["build_time"],
    ],
    "two-years": lambda own: [
        (WAGES / own["first_year"] + WAGES / own["second_year"]) / 2,
        WAGES / (own["first_year"] + own["second_year"]),
        WAGES / own["second_year"],
        2 * WAGES / own["second_year"],
        2 * 70_000 / (own["first_year"] + own["second_year"]),
    ],
    "eighty-two": lambda own: [
        82,
        82 * own["left_out"] / 3_200_000,
        (3_200_000 + own["left_out"]) / 74_900,
        (3_200_000 + own["left_out"]) / (74_900 - 3_200_000 / 82),
        82 * 3_200_000 / (3_200_000 + own["left_out"]),
    ],
    "left-of-the-price": lambda own: [
        3_200_000 / 82 / (own["price"] - 3_200_000 / 82),
        1 - 3_200_000 / 82 / own["price"],
        own["price"] / (3_200_000 / 82),
        3_200_000 / 82 / 50_000,
    ],
}

# The same quantity, said in other words.
EQUAL: dict[str, Callable[[float], list[Any]]] = {
    "cars-in-build": lambda x: [(x, "cars"), f"{x} cars", unit_registry().Quantity(x, "vehicle")],
    "two-years": lambda x: [(x, "dollars a car"), f"${x:,.2f} a car", f"{x / 1e6} million dollars per car"],
    "eighty-two": lambda x: [(x, "vehicle"), f"{x:.1f} cars"],
    "left-of-the-price": lambda x: [x, f"{100 * x}%", (100 * x, "%")],
}
