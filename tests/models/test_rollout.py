"""The roll-out against sums by hand, and what only moving it shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit.engine import change
from casekit.models.rollout import Rollout

# The plan's own numbers, with a car that leaves 3,000 dollars over.
PAYING = Rollout(
    planned_factories=40, rollout_years=11, factory_cost=6e6, cars_a_year=2_000, staff=40, price=50_000,
    variable_cost=47_000, wage=70_000, discount_rate=0.15, ramp_up=1, learning=0,
)  # fmt: skip


def by_hand(plan: Rollout) -> list[float]:
    """The money of each year in plain Python, year by year."""
    money, open_before, working = [], 0.0, 0.0
    for year in range(1, int(plan.horizon) + 1):
        opened = min(plan.planned_factories, plan.planned_factories / plan.rollout_years * year)
        working += (opened - working) / (plan.ramp_up + 1)
        cars = plan.cars_a_year * working
        wages = opened * plan.staff * plan.wage
        money.append(cars * (plan.price - plan.variable_cost) - wages - (opened - open_before) * plan.factory_cost)
        open_before = opened
    return money


@pytest.mark.parametrize("years", [1.0, 4.0, 11.0, 20.0])
@pytest.mark.parametrize("ramp_up", [0.0, 1.0, 3.0])
def test_year_by_year(years: float, ramp_up: float) -> None:
    plan = change(PAYING, rollout_years=years, ramp_up=ramp_up)
    money = by_hand(plan)
    np.testing.assert_allclose(plan.cash, money, rtol=1e-12)
    np.testing.assert_allclose(plan.cash_position, np.cumsum(money), rtol=1e-9)
    assert plan.peak_need == pytest.approx(max(0.0, -np.cumsum(money).min()))
    assert plan.npv == pytest.approx(sum(each / 1.15**at for at, each in enumerate(money)))


def test_the_first_factories_pay_for_the_later_ones() -> None:
    """Forty factories cost 240 million dollars; a sixth of it has to be raised."""
    assert PAYING.planned_factories * PAYING.factory_cost == 240e6
    assert PAYING.peak_need == pytest.approx(42e6)
    assert PAYING.payback == 5


def test_a_rate_of_return_does_not_see_the_size_of_a_plan() -> None:
    small, large = change(PAYING, planned_factories=20), change(PAYING, planned_factories=100)
    assert small.irr == pytest.approx(large.irr, rel=1e-9)
    assert large.peak_need == pytest.approx(5 * small.peak_need)
    assert large.npv == pytest.approx(5 * small.npv)


def test_haste_costs_more_than_it_earns() -> None:
    hasty = change(PAYING, rollout_years=4)
    assert hasty.peak_need > 2.5 * PAYING.peak_need
    assert abs(hasty.irr - PAYING.irr) < 0.03


def test_a_factory_that_pays_nobody_has_no_rate_and_each_further_one_deepens_the_hole() -> None:
    losing = change(PAYING, variable_cost=50_000)
    assert losing.sign_changes == 0
    assert math.isnan(losing.irr) and math.isnan(losing.payback)
    assert change(losing, planned_factories=50).peak_need > losing.peak_need > 1e9


def test_a_gold_mine_has_no_rate_either() -> None:
    mine = change(PAYING, variable_cost=36_000, ramp_up=0)
    assert mine.peak_need == 0 and mine.payback == 0
    assert math.isnan(mine.irr) and mine.sign_changes == 0


def test_learning_saves_its_share_with_each_doubling() -> None:
    plan = change(PAYING, planned_factories=1, rollout_years=1, ramp_up=0, learning=0.2, horizon=8)
    assert plan.cars_so_far[[0, 1, 3, 7]].tolist() == [2_000, 4_000, 8_000, 16_000]
    np.testing.assert_allclose(plan.cost_of_a_car[[0, 1, 3, 7]], 47_000 * 0.8 ** np.arange(4))


@settings(max_examples=100, deadline=None)
@given(st.floats(1, 100), st.floats(1, 20), st.floats(0, 5))
def test_no_more_factories_than_planned_and_none_closes(planned: float, years: float, ramp_up: float) -> None:
    plan = change(PAYING, planned_factories=planned, rollout_years=years, ramp_up=ramp_up, horizon=24)
    assert (plan.open_factories <= planned).all() and (plan.openings >= -1e-9).all()
    assert (plan.working <= plan.open_factories * (1 + 1e-12)).all() and (np.diff(plan.working) >= -1e-9).all()
    assert plan.open_factories[-1] == pytest.approx(planned)


@pytest.mark.parametrize("years", [0, 10_000])
def test_a_horizon_beyond_reason(years: float) -> None:
    with pytest.raises(KitError, match="horizon must be a whole number of steps of 1 year, up to 60 years; it is"):
        change(PAYING, horizon=years)


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"discount_rate": -0.05}, "discount_rate cannot be below zero; it is −5%"),
        ({"discount_rate": 42}, r"discount_rate is a share: 42 is 4,200%\. For 42% write 0\.42\."),
        ({"planned_factories": -4}, "planned_factories cannot be below zero; it is −4 factories"),
        ({"price": "50000"}, r'price has no figure "50000"\. Write a number, without quotes\.'),
        ({"price": [1, 2, 3], "wage": [1, 2]}, "the same number of values; price holds 3 and wage holds 2"),
    ],
)
def test_slips_are_told(inputs: dict[str, object], told: str) -> None:
    with pytest.raises(KitError, match=told):
        change(PAYING, **inputs)


def test_no_years_to_open_them_in_is_not_available() -> None:
    assert math.isnan(change(PAYING, rollout_years=0).peak_need)
