"""How long the money lasts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from casekit.engine import change
from casekit.models.runway import CashRunway

FIRM = CashRunway(
    cash=16_000_000,
    fixed_costs=8_000_000,
    launches_a_year=26,
    development_cost=250_000,
    delay=6,
    on_sale=36,
    revenue_a_product=181_000,
    fade=0.5,
    margin_left=0.15,
)


def test_the_money_is_counted_month_by_month() -> None:
    plain = change(FIRM, launches_a_year=0, fade=0)
    left = 36 * 181_000 * 0.15 - 8_000_000
    assert plain.cash_position[11] == pytest.approx(16_000_000 + left)
    assert plain.runway == pytest.approx(math.ceil(16_000_000 / -left * 12) - 1)


def test_the_same_by_hand() -> None:
    waiting, on_sale, cash, months = 0.0, 36.0, 16e6, []
    for _ in range(36):
        begun = waiting + 26 / 12
        came = begun / (0.5 + 1 / 12) / 12
        waiting, on_sale = begun - came, (on_sale + came) / (1 + 0.5 / 12)
        cash += (on_sale * 181_000 * 0.15 - 26 * 250_000 - 8e6) / 12
        months.append(cash)
    np.testing.assert_allclose(FIRM.cash_position, months)
    assert FIRM.runway == pytest.approx(next(at for at, left in enumerate(months) if left < 0))


def test_in_the_long_run_as_many_are_in_development_and_on_sale_as_littles_law_says() -> None:
    settled = change(FIRM, horizon=20)
    assert settled.in_development[-1] == pytest.approx(26 * 6 / 12)  # what begins, times its months
    assert settled.products_on_sale[-1] == pytest.approx(26 / 0.5, rel=1e-3)  # each sells for two years
    at_once = change(FIRM, delay=0)
    assert (at_once.in_development == 0).all() and at_once.arrivals == pytest.approx(26)


def test_money_that_lasts_has_no_end() -> None:
    rich = change(FIRM, margin_left=0.6, launches_a_year=0, fixed_costs=0)
    assert math.isnan(rich.runway) and rich.peak_need == 0 and rich.lowest_cash == 16_000_000


def test_more_launches_dip_first() -> None:
    good = change(FIRM, revenue_a_product=2_000_000, fixed_costs=1_000_000, on_sale=0, horizon=6)
    more = change(good, launches_a_year=100)
    assert more.peak_need > good.peak_need and more.cash_at_end > good.cash_at_end
    assert more.runway < 12
