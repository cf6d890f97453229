"""The micro-factory: the figures that the case rests on."""

from __future__ import annotations

import math

import numpy as np
import pytest

from casekit.engine import change
from casekit.library import load
from casekit.models.capacity import MicroFactory
from casekit.solve import solve


@pytest.fixture
def factory() -> MicroFactory:
    return MicroFactory.from_case(load("local-motors"))


def test_the_plan_asks_for_77_places(factory: MicroFactory) -> None:
    assert factory.cars_in_build == pytest.approx(2000 * 14 / 365)
    assert change(factory, build_time=6).cars_in_build == pytest.approx(32.9, abs=0.05)


def test_77_families_every_weekend(factory: MicroFactory) -> None:
    assert factory.families_each_weekend == pytest.approx(76.9, abs=0.05)


def test_36_staff_hours_a_car_at_1800_hours_and_40_at_2000(factory: MicroFactory) -> None:
    assert change(factory, hours_a_person=1800).staff_hours_per_planned_car == 36
    assert change(factory, hours_a_person=2000).staff_hours_per_planned_car == 40


def test_the_flip_turns_a_full_hall_into_an_empty_one(factory: MicroFactory) -> None:
    flipped = change(factory, cars_a_year="forty-each")
    assert flipped.cars_a_year == 40
    assert flipped.cars_in_build == pytest.approx(1.5, abs=0.05)
    assert factory.factory_cost_per_yearly_car == pytest.approx(3_000)
    assert flipped.factory_cost_per_yearly_car == pytest.approx(150_000)


def test_buyers_and_wages_run_out_before_places_and_days(factory: MicroFactory) -> None:
    first_two = sorted(
        ["enough_buyers", "enough_wages", "enough_places", "enough_weekends", "enough_staff_hours"],
        key=lambda name: getattr(factory, name),
    )[:2]
    assert set(first_two) == {"enough_buyers", "enough_wages"}
    assert factory.runs_out_first == "Wages"


def test_at_a_loss_on_every_car_no_volume_breaks_even(factory: MicroFactory) -> None:
    level = change(factory, price=50_000, variable_cost=50_000)
    assert math.isnan(level.break_even_volume)
    assert math.isnan(level.payback)
    answer = solve(level, "profit", to=0, by="cars_a_year")
    assert answer.kind == "none"
    assert "No value of Planned cars a year" in answer.text


def test_the_price_that_pays_20_people_from_40_cars_is_85000(factory: MicroFactory) -> None:
    small = change(factory, cars_a_year=40, staff=20, wage=70_000, variable_cost=50_000)
    answer = solve(small, "profit", to=0, by="price")
    assert (answer.kind, answer.exact, float(answer)) == ("one", True, 85_000)
    assert float(solve(change(small, staff=40), "profit", to=0, by="price")) == 120_000


def test_moving_the_volume_does_not_move_the_loss(factory: MicroFactory) -> None:
    losses = change(factory, cars_a_year=np.array([1.0, 63.0, 2000.0, 4000.0])).profit
    assert len(set(losses.tolist())) == 1
    assert losses[0] == -factory.wages
