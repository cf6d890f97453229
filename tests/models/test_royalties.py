"""Who gets what of a sale, and a prize against a share."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit.engine import change
from casekit.models.royalties import PrizeOrRoyalty, RoyaltyWaterfall

SALE = RoyaltyWaterfall(
    retail_price=30,
    wholesale_share=0.5,
    direct_share=0.03,
    pool_direct=0.30,
    pool_wholesale=0.10,
    inventor_part=0.40,
    influencers=800,
    unit_cost=9,
    units_a_year=165_784,
    development_cost=250_000,
)
PRIZE = PrizeOrRoyalty(prize=2000, royalty=0.20, minimum=0, price=15, profit_margin=0.10, median_units=1500, spread=1.0)


def test_a_unit_is_shared_out_to_the_last_cent() -> None:
    assert SALE.wholesale_price == 15 and SALE.retailer_per_unit == 15
    assert SALE.pool_per_unit == pytest.approx(0.03 * 30 * 0.30 + 0.97 * 15 * 0.10)
    assert SALE.inventor_per_unit == pytest.approx(0.4 * SALE.pool_per_unit)
    assert SALE.units_that_repay == pytest.approx(250_000 / SALE.left_per_unit)


@given(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0, 1))
def test_what_a_buyer_pays_goes_somewhere(direct: float, pool: float, shop_pool: float, part: float) -> None:
    made = change(SALE, direct_share=direct, pool_direct=pool, pool_wholesale=shop_pool, inventor_part=part)
    shop = (1 - direct) * made.retailer_per_unit
    hands = [shop, made.unit_cost, made.inventor_per_unit, made.others_per_unit, made.left_per_unit]
    assert sum(hands) == pytest.approx(30)
    assert made.one_influencer_a_year * 800 == pytest.approx(made.others_a_year, abs=1e-6)


def test_a_share_of_revenue_is_owed_on_a_loss_too() -> None:
    dear = change(SALE, unit_cost=15)
    assert dear.left_per_unit < 0 < dear.pool_per_unit
    assert math.isnan(dear.units_that_repay)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"retail_price": -1}, "retail_price cannot be below zero; it is −$1 a unit."),
        ({"inventor_part": 40}, "inventor_part is a share: 40 is 4,000%. For 40% write 0.4."),
    ],
)
def test_shares_that_exceed_the_whole_get_a_sentence(wrong: dict[str, float], sentence: str) -> None:
    with pytest.raises(KitError) as told:
        change(SALE, **wrong)
    assert str(told.value) == sentence


def test_units_that_repay_a_prize() -> None:
    assert PRIZE.units_that_repay == pytest.approx(2000 / (0.20 * 0.10 * 15))
    assert change(PRIZE, profit_margin=0.35).units_that_repay == pytest.approx(1904.8, abs=0.05)
    assert change(PRIZE, minimum=0.25, royalty=0).units_that_repay == 8000
    assert change(PRIZE, minimum=1.0).units_that_repay == 2000


def test_who_gains_is_what_drawn_designs_say() -> None:
    sold = 1500 * np.exp(1.0 * np.random.default_rng(2).standard_normal(400_000))
    assert PRIZE.share_better_off == pytest.approx((sold > PRIZE.units_that_repay).mean(), abs=0.002)
    assert PRIZE.mean_units == pytest.approx(sold.mean(), rel=0.01)
    even = change(PRIZE, profit_margin=PRIZE.even_profit_margin)
    assert even.firm_pays_more == pytest.approx(0, abs=1e-9)
