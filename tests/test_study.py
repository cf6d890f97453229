"""The same question under other figures."""

from __future__ import annotations

import pytest

from casekit._errors import KitError
from casekit.engine import change
from casekit.library import load
from casekit.models.capacity import MicroFactory
from casekit.study import by_source, sweep


@pytest.fixture
def factory() -> MicroFactory:
    return MicroFactory.from_case(load("local-motors"))


def test_one_word_two_readings(factory: MicroFactory) -> None:
    table = by_source(factory, "cars_in_build").set_index("figure")
    assert table.loc["claimed-capacity", "answer"] == pytest.approx(76.7, abs=0.05)
    assert table.loc["forty-each", "answer"] == pytest.approx(1.5, abs=0.05)
    assert table.loc["claimed-capacity", "used"] and not table.loc["forty-each", "used"]


def test_of_two_figures_that_agree_one_is_used(factory: MicroFactory) -> None:
    days = by_source(factory, "cars_in_build").query("input == 'build_time'")
    assert days["answer"].nunique() == 1 and days["used"].tolist() == [True, False]
    by_hand = by_source(change(factory, build_time=14), "cars_in_build").query("input == 'build_time'")
    assert by_hand["used"].all()


def test_only_figures_that_the_output_rests_on(factory: MicroFactory) -> None:
    assert set(by_source(factory, "cars_in_build")["input"]) <= {"cars_a_year", "build_time"}
    assert by_source(factory, "contribution")["input"].isin(["price", "variable_cost"]).all()


def test_tables_are_fresh(factory: MicroFactory) -> None:
    table = by_source(factory, "cars_in_build")
    table["answer"] = 0.0
    assert (by_source(factory, "cars_in_build")["answer"] > 0).all()


def test_a_sweep_runs_over_the_slider(factory: MicroFactory) -> None:
    table = sweep(factory, "cars_in_build", by="build_time")
    assert table["build_time"].iloc[[0, -1]].tolist() == [3, 60]
    assert table["cars_in_build"].is_monotonic_increasing
    level = sweep(change(factory, price=50_000, variable_cost=50_000), "profit", by="cars_a_year")
    assert level["profit"].nunique() == 1


def test_wrong_names_are_told(factory: MicroFactory) -> None:
    with pytest.raises(KitError, match='Did you mean "price"'):
        sweep(factory, "profit", by="prise")
    with pytest.raises(KitError, match="no slider"):
        sweep(factory, "profit", by="days_a_year")
    with pytest.raises(KitError, match="no output"):
        by_source(factory, "nothing")
