"""The finance chief's sum, read backwards."""

from __future__ import annotations

import pytest

from casekit.engine import change
from casekit.models.development import DevelopmentBreakEven

SUM = DevelopmentBreakEven(development_cost=3.2e6, break_even_cars=82, price=99_900, left_out=40e6)


def test_82_cars_say_what_a_car_leaves_over() -> None:
    assert SUM.contribution_implied == pytest.approx(39_024.39, abs=0.005)
    costs = {price: change(SUM, price=price).variable_cost_implied for price in (59_000, 74_900, 99_900)}
    assert costs == {price: pytest.approx(cost, abs=1) for price, cost in
                     {59_000: 19_976, 74_900: 35_876, 99_900: 60_876}.items()}  # fmt: skip
    assert change(SUM, price=74_900).contribution_share == pytest.approx(0.521, abs=5e-4)


def test_what_was_left_out_takes_a_thousand_cars_more() -> None:
    assert SUM.cars_for_all == pytest.approx(1_107, abs=1)
    assert change(SUM, left_out=0).cars_for_all == pytest.approx(82)
