"""Is it worth entering? The entrant's sum, and a contest of equals in balance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from casekit._errors import KitError
from casekit.engine import change
from casekit.engine.model import slid
from casekit.models.participation import Participation

ENTRY = Participation(prize=2000, winners=10, entries=1500, hours=8, hour_value=20, other_value=100, entry_cost=20)


def test_probability_times_value_less_the_cost_of_effort() -> None:
    assert ENTRY.expected_prize == pytest.approx(2000 / 150)
    assert ENTRY.pay_an_hour == pytest.approx(2000 / 150 / 8)
    assert ENTRY.gain == pytest.approx(2000 / 150 + 100 - 160)
    assert change(ENTRY, other_value=ENTRY.other_needed).gain == pytest.approx(0)
    assert ENTRY.firm_pays_an_hour == pytest.approx(20_000 / 12_000)


@given(st.floats(2, 500), st.floats(1, 1e5))
def test_in_balance_nobody_gains_by_more_or_less_effort(rivals: float, prize: float) -> None:
    """Tullock's contest: given what the others put in, the effort that pays best is the one of the formula."""
    made = change(ENTRY, prize=prize, winners=1, entries=rivals)
    others = (rivals - 1) * made.effort_each
    best = minimize_scalar(
        lambda own: own - prize * own / (own + others), bounds=(0, prize), method="bounded", options={"xatol": 1e-9}
    )
    assert made.effort_each == pytest.approx(best.x, rel=1e-3, abs=1e-3)
    assert made.gain_each == pytest.approx(-best.fun, rel=1e-3, abs=1e-3)


def test_many_put_in_together_nearly_the_prize() -> None:
    crowd = change(ENTRY, winners=1, entries=1000)
    assert crowd.effort_of_all == pytest.approx(2000 * 999 / 1000)
    assert change(crowd, entries=2).effort_of_all == pytest.approx(1000)


def test_a_prize_four_times_as_large_draws_twice_as_many() -> None:
    once, more = ENTRY, change(ENTRY, prize=8000)
    assert more.entries_until_nobody_gains == pytest.approx(2 * once.entries_until_nobody_gains)
    at_the_end = change(once, entries=once.entries_until_nobody_gains)
    assert at_the_end.gain_each == pytest.approx(20)


def test_nobody_enters_where_being_in_costs_more_than_the_prize() -> None:
    assert change(ENTRY, prize=19, entry_cost=20).entries_until_nobody_gains == 0
    assert change(ENTRY, prize=20, entry_cost=20).entries_until_nobody_gains == 10  # one for each prize


@given(st.floats(1, 100), st.floats(1, 10_000))
def test_what_the_firm_pays_for_an_hour_is_what_an_hour_can_expect(winners: float, entries: float) -> None:
    moved = slid(ENTRY, winners=winners, entries=entries)
    assert moved.firm_pays_an_hour == pytest.approx(moved.pay_an_hour)


def test_more_winners_than_entries_get_a_sentence() -> None:
    with pytest.raises(KitError, match=r"winners is a part of entries: 10 entries cannot be more than 4 entries\."):
        change(ENTRY, entries=4)
