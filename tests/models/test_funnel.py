"""Ideas through gates: a rate that a calendar sets, an interval that is honest, a creator's pay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from casekit._errors import KitError
from casekit.engine import change
from casekit.engine.model import slid
from casekit.models.funnel import StageGateFunnel

FUNNEL = StageGateFunnel(
    submitted=1000,
    qualify_share=0.03,
    rounds_a_year=3,
    approvals_a_round=2,
    review_cost=2000,
    consolation=500,
    launch_cost=100_000,
    qualified_seen=31,
    approved_seen=7,
    list_price=100,
    net_share=0.7,
    royalty=0.01,
    units_sold=75_000,
    hours=150,
)


def test_the_rate_falls_as_entries_rise_though_no_idea_changed() -> None:
    rates = [change(FUNNEL, submitted=n).approval_rate for n in (1000, 3000, 5700)]
    assert rates == pytest.approx([0.2, 2 / 30, 2 / 57])
    assert change(FUNNEL, submitted=100).approval_rate == 1  # fewer qualify than there is room for


def test_what_a_creator_can_expect() -> None:
    assert FUNNEL.royalty_if_launched == pytest.approx(52_500)
    sampled = change(FUNNEL, submitted=4000)  # 0.15% from the start
    assert sampled.chance_from_start == pytest.approx(0.0015)
    assert sampled.expected_royalty == pytest.approx(78.75)
    assert sampled.royalty_an_hour == pytest.approx(0.525)
    assert sampled.royalty_an_hour_after == pytest.approx(17.5)


def test_costs_are_counted_once() -> None:
    assert FUNNEL.qualified_a_year == pytest.approx(30)
    assert FUNNEL.cost_a_year == pytest.approx(30 * 2000 + 24 * 500 + 6 * 100_000)
    assert FUNNEL.cost_per_launch == pytest.approx(FUNNEL.cost_a_year / 6)
    assert FUNNEL.refusing_cost == pytest.approx(24 * 2500)
    assert FUNNEL.ideas_for_one_launch == pytest.approx(1000 / 6)


def test_two_small_counts_do_not_tell_years_apart() -> None:
    better, worse = FUNNEL, change(FUNNEL, qualified_seen=24, approved_seen=2)
    assert (round(better.seen_low, 2), round(better.seen_high, 2)) == (0.11, 0.40)
    assert (round(worse.seen_low, 2), round(worse.seen_high, 2)) == (0.02, 0.26)
    assert worse.seen_high > better.seen_low


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), st.floats(0.5, 0.99))
def test_the_interval_is_wilsons(count: tuple[int, int], confidence: float) -> None:
    looked, approved = count
    made = change(FUNNEL, qualified_seen=looked, approved_seen=approved, confidence=confidence)
    theirs = binomtest(approved, looked).proportion_ci(confidence, method="wilson")
    assert (made.seen_low, made.seen_high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_no_more_are_approved_than_were_looked_at_while_a_slider_moves() -> None:
    moved = slid(FUNNEL, qualified_seen=10, approved_seen=50)
    assert moved.seen_rate == 1 and moved.seen_low < moved.seen_high == pytest.approx(1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"approved_seen": 40},
            "approved_seen is a part of qualified_seen: 40 ideas cannot be more than 31 ideas.",
        ),
        ({"qualify_share": 1.5}, "qualify_share is a share: 1.5 is 150%. For 1.5% write 0.015."),
        ({"list_price": -10}, "list_price cannot be below zero; it is −$10 a unit."),
    ],
)
def test_a_funnel_that_grows_gets_a_sentence(wrong: dict[str, float], sentence: str) -> None:
    with pytest.raises(KitError) as told:
        change(FUNNEL, **wrong)
    assert str(told.value) == sentence
