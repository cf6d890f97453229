"""The growth of a community against Bass's formulas and published values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from casekit.engine import Horizon, Input, change, times_of
from casekit.models.community import CommunityGrowth

# Coefficients as tabulated in courses after Lilien and Rangaswamy; the peak years follow from ln(q/p)/(p+q), Bass,
# "A new product growth for model consumer durables", Management Science 15 (1969), 215-227. The first row is the mean
# over many studies in Sultan, Farley and Lehmann (1990).
PUBLISHED = [
    ("mean of many products", 0.03, 0.38, 6.193),
    ("color television", 0.005, 0.84, 6.064),
    ("black-and-white television", 0.028, 0.25, 7.875),
    ("air conditioners", 0.010, 0.42, 8.692),
    ("clothes dryers", 0.017, 0.36, 8.098),
]


def bass(p: float, q: float, years: Any) -> Any:
    """The closed form: the share that has joined, from nobody at the start."""
    decay = np.exp(-(p + q) * np.asarray(years))
    return (1 - decay) / (1 + q / p * decay)


def grown(p: float, q: float, **others: float) -> CommunityGrowth:
    values = {"potential": 1e6, "founders": 0, "active_share": 0.01, "buyer_share": 0.01, "horizon": 20, **others}
    return CommunityGrowth(innovation=p, imitation=q, **values)


@pytest.mark.parametrize(("name", "p", "q", "peak"), PUBLISHED)
def test_the_year_in_which_most_join(name: str, p: float, q: float, peak: float) -> None:
    model = grown(p, q)
    assert model.peak_time == pytest.approx(peak, abs=5e-4), name
    busiest = times_of(model)[int(np.argmax(model.joining))]
    assert busiest == pytest.approx(peak, abs=0.3), "the monthly state has its peak where the formula says"


def test_the_share_reached_year_by_year() -> None:
    shares = {1: 0.0358, 5: 0.3312, 10: 0.8128}  # of p = .03, q = .38
    for year, share in shares.items():
        assert bass(0.03, 0.38, year) == pytest.approx(share, abs=5e-5)
        assert grown(0.03, 0.38, horizon=year).share_reached == pytest.approx(share, abs=0.012)


def test_shorter_steps_come_nearer_to_the_formula() -> None:
    class Daily(CommunityGrowth):
        horizon = Horizon("year", longest=40, default=5, slider=(2, 12), reason="a test")
        step = Input("year", default=1 / 365, fixed=True)

    values = {"potential": 1e6, "founders": 0, "active_share": 0.01, "buyer_share": 0.01, "horizon": 5}
    off = {
        model.__name__: abs(model(innovation=0.03, imitation=0.38, **values).share_reached - bass(0.03, 0.38, 5))
        for model in (CommunityGrowth, Daily)
    }
    assert off["Daily"] < off["CommunityGrowth"] / 20
    assert off["Daily"] < 5e-4


def test_the_growth_ends_at_the_potential_and_never_turns_back() -> None:
    model = grown(0.05, 1.5, founders=20, potential=6_000, horizon=12)
    assert (np.diff(model.members) > 0).all() and model.members[-1] < 6_000
    assert model.share_reached > 0.999


def test_thirty_times_the_potential_hardly_moves_the_first_two_years() -> None:
    """Both curves run as near to the counts up to May 2010 as any; nine years on they are three times apart."""
    small = grown(0.32, 0.71, potential=6_000, founders=20, horizon=10)
    large = grown(0.0106, 0.0, potential=200_000, founders=20, horizon=10)
    seen = (times_of(small) >= 0.7) & (times_of(small) <= 2.2)
    np.testing.assert_allclose(large.members[seen], small.members[seen], rtol=0.06)
    assert large.members_at_end > 3 * small.members_at_end


def test_nobody_draws_anybody() -> None:
    alone = grown(0.1, 0.0)
    assert math.isnan(alone.peak_time)
    assert (np.diff(alone.joining) < 0).all()
    assert change(alone, buyer_share=0).buyers.tolist() == [0.0] * 240
