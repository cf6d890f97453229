"""A number explained."""

from __future__ import annotations

import numpy as np
import pytest

from casekit._errors import KitError
from casekit.engine import change
from casekit.explain import explain
from casekit.library import load
from casekit.models.capacity import MicroFactory


@pytest.fixture
def factory() -> MicroFactory:
    return MicroFactory.from_case(load("local-motors"))


def test_formula_numbers_result_and_sources(factory: MicroFactory) -> None:
    told = explain(factory, "cars_in_build")
    assert told.formula == "Planned cars a year × Days for one car / Days a year"
    assert told.with_numbers == "2,000 cars a year × 14 days / 365 days a year"
    assert told.result == "76.7 cars"
    where = {term.name: term.where for term in told.terms}
    assert "Miske" in where["cars_a_year"]
    assert where["days_a_year"] == "a year of 365 days"
    assert told.result in str(told) and told.result in told._repr_html_()


def test_a_value_of_ones_own_says_so(factory: MicroFactory) -> None:
    told = explain(change(factory, build_time=6), "cars_in_build")
    assert {term.name: term.where for term in told.terms}["build_time"] == "set by hand"


def test_the_authors_order_and_brackets_stay(factory: MicroFactory) -> None:
    assert explain(factory, "profit").formula == "Planned cars a year × What is left of a car's price − Wages a year"


def test_what_runs_out_first_is_explained_in_words(factory: MicroFactory) -> None:
    told = explain(factory, "runs_out_first")
    assert told.result == "Wages"
    assert "63 cars a year" in told.with_numbers


def test_a_choice_is_said_as_a_sentence(factory: MicroFactory) -> None:
    told = explain(change(factory, price=40_000), "break_even_volume")
    left = "What is left of a car's price"
    assert told.formula == f"Wages a year / {left} where {left} > 0, otherwise not available"
    assert told.with_numbers.endswith("where (−$10,000 a car) > 0, otherwise not available")
    assert told.result == "not available"


def test_many_values_are_told_as_a_range(factory: MicroFactory) -> None:
    told = explain(change(factory, days_a_year=np.array([365.0, 360.0])), "cars_in_build")
    assert told.result == "76.7 cars to 77.8 cars"
    assert {term.name: term.where for term in told.terms}["days_a_year"] == "set by hand"


def test_a_number_of_the_author_is_written_in_full() -> None:
    from casekit.engine import Input, Model, Value, output

    class Small(Model):
        price = Input("USD", default=2.0, reason="a test")

        @output("USD")
        def many(self) -> Value:
            """A million of them."""
            return self.price * 1_000_000

    assert explain(Small(price=-2), "many").with_numbers == "(−$2) × 1,000,000"


def test_a_wrong_name_is_told(factory: MicroFactory) -> None:
    with pytest.raises(KitError, match='Did you mean "cars_in_build"'):
        explain(factory, "cars_in_bild")


def test_labels_of_strangers_are_escaped() -> None:
    from casekit.engine import Input, Model, Value, output

    class Sly(Model):
        price = Input("USD", default=1.0, label="<script>alert(1)</script>", reason="a test")

        @output("USD", label="<b>twice</b>")
        def twice(self) -> Value:
            """<i>Twice</i> the price."""
            return self.price * 2

    html = explain(Sly(), "twice")._repr_html_()
    assert "<script>" not in html and "<b>twice" not in html and "<i>Twice" not in html
