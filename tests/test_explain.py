"""A number explained."""

from __future__ import annotations

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
    assert explain(factory, "profit").formula == "Planned cars a year × Left of each car's price − Wages a year"


def test_what_runs_out_first_is_explained_in_words(factory: MicroFactory) -> None:
    told = explain(factory, "runs_out_first")
    assert told.result == "Wages"
    assert "63 cars a year" in told.with_numbers


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
