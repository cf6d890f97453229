"""What is special to the tasks on Quirky: odd answers that are right, and numbers that texts work out."""

from __future__ import annotations

import re

import pytest

import casekit as ck
from casekit._html import plain
from casekit.engine import change
from casekit.models import model_named
from casekit.tasks.judge import judge
from casekit.tasks.values import value_of

from ._banks import bank, of

NAME = "quirky"
PORTFOLIO = model_named("ProductPortfolio").from_case(ck.load(NAME))


def gain(**inputs: float) -> float:
    """What the average product gains by one change."""
    return float(change(PORTFOLIO, **inputs).mean_result - PORTFOLIO.mean_result)


def test_every_royalty_that_breaks_even_is_below_zero() -> None:
    """So that the task asks of everybody what it means."""
    _task, shared, students = of(NAME, "royalty-below-zero")
    for own in students:
        right = own["key"]["value"]
        assert right < -0.15
        for said in (f"{100 * right:.4g}%", f"−{-100 * right:.4g}%", round(right, 4)):
            assert judge(shared, own, value_of(shared, own, said))["verdict"] == "right", said


def test_minus_44_percent_is_what_the_model_says() -> None:
    text = str(bank(NAME).task("what-minus-means"))
    takes = PORTFOLIO.development_cost / PORTFOLIO.mean_revenue
    assert f"−{-100 * PORTFOLIO.royalty_that_breaks_even:.0f}%" in text
    assert f"takes {100 * takes:.0f} cents" in text and f"−{100 * (takes - 0.4):.0f}%" in text
    assert f"{PORTFOLIO.hit_revenue // PORTFOLIO.average_revenue:.0f} times as much" in text


def test_the_levers_do_what_is_said_of_them() -> None:
    left = PORTFOLIO.mean_contribution
    gains = [4 * left, gain(development_cost=100_000), gain(margin=0.4), gain(selling_years=4), gain(royalty=0)]
    gains.append(gain(launches=104))
    items = bank(NAME).task("order-the-levers").items
    assert len(items) == len(gains)
    for item, value, next_ in zip(items[:-1], gains, gains[1:], strict=False):
        assert f"${value:,.0f}" in plain(item.why), item
        assert value == pytest.approx(next_) or value > next_
    assert [item.same for item in items] == [at == 3 for at in range(6)] and gains[-1] == 0


def test_the_line_crosses_zero_where_its_words_say() -> None:
    chart = bank(NAME).task("gate-or-royalty").chart
    assert chart is not None and "minus 196,000 dollars at a gate of 0.1 to zero at about 0.45" in chart.alt
    at = {gate: float(change(PORTFOLIO, gate=gate).mean_result) for gate in (0.1, 0.44, 0.46, 0.5, 0.6)}
    assert round(at[0.1], -3) == -196_000 and at[0.44] < 0 < at[0.46] and at[0.6] > 100_000
    assert at[0.5] > 0 > float(change(PORTFOLIO, royalty=0).mean_result)  # the gate does it, the royalty does not


def test_the_chances_are_those_of_the_counts() -> None:
    """Each answer but the right one divides what it names."""
    said = " ".join(plain(item.text) for item in bank(NAME).task("chance-of-an-idea").items)
    found = ck.load(NAME, part="B").figure
    on_sale, begun = found("on-sale-2012").value, found("begun-2012").value
    for share, counts in (
        ("15%", on_sale / found("chosen-2011").value),
        ("26%", on_sale / (on_sale + begun)),
        ("0.7%", found("launches-165").value / found("ideas-a-year").value),
        ("35%", found("on-sale-2014").value / found("developed-2014-04").value),
        ("13%", found("approved-on-sale").value),
    ):
        assert share in said and float(share[:-1]) / 100 == pytest.approx(counts, rel=0.03)
    assert found("chosen-share-2011").value < 0.005


def test_the_presale_price_seems_to_fit_the_rule() -> None:
    """At $25 a dollar is what shops bring, so that who takes that price needs no sale on the site."""
    _task, shared, students = of(NAME, "a-dollar-a-unit")
    for own in students:
        assert 0 < own["key"]["value"] < 1
        verdict = judge(shared, own, {"number": 0.0, "unit": None})
        assert verdict["verdict"] == "mistake" and re.search(r"\$25", verdict["help"][1])
