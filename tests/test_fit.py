"""What counts on record tell, and what they do not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from casekit._errors import KitError
from casekit.engine import Seen, change
from casekit.evidence import Figure
from casekit.fit import fit
from casekit.library import load
from casekit.models.community import CommunityGrowth

TRUE = {"potential": 60_000.0, "innovation": 0.02, "imitation": 0.9, "founders": 20.0, "active_share": 0.01}
BY = ["potential", "innovation", "imitation"]


def growth(times: Any, noise: float = 0.05, seed: int = 1, horizon: float = 10) -> CommunityGrowth:
    """A community that grew as `TRUE` says and was counted at some times, each count off by a few percent."""
    plain = CommunityGrowth(**TRUE, buyer_share=0.01, horizon=12)
    rng = np.random.default_rng(seed)
    exact = np.interp(times, np.arange(1, 145) / 12, plain.members)
    figure = Figure("count", "members", 1.0, "member", "reported", "A")
    seen = [
        Seen(float(time), float(value), figure)
        for time, value in zip(times, exact * np.exp(noise * rng.normal(size=len(times))), strict=True)
    ]
    return CommunityGrowth(**TRUE, buyer_share=0.01, horizon=horizon, _seen={"members": seen})


def test_many_counts_past_the_bend_settle_every_input() -> None:
    found = fit(growth(np.arange(0.5, 11, 0.5)), "members", BY)
    for row in found.inputs.itertuples():
        assert row.low < TRUE[row.input] < row.high
        assert row.tells.startswith("between ")
    assert found.inputs.set_index("input").loc["potential", "high"] < 70_000
    end = found.band.iloc[-1]
    assert end["low"] < np.interp(10, np.arange(1, 145) / 12, growth([1.0], horizon=12).members) < end["high"]


def test_few_early_counts_set_no_end_to_the_growth() -> None:
    found = fit(growth([0.5, 0.8, 1.2, 1.6, 2.0]), "members", BY)
    tells = found.inputs.set_index("input")["tells"]
    assert "set no upper end" in tells["potential"]
    end = found.band.iloc[-1]
    assert end["high"] > 5 * end["low"], "ten years on, the band is as good as open"
    assert "nine chances in ten, if the model is right" in found.text


def test_nine_intervals_in_ten_hold_the_truth() -> None:
    held = [
        row.low <= TRUE[row.input] <= row.high
        for seed in range(25)
        for row in fit(growth(np.arange(0.5, 10.5, 1.0), 0.1, seed), "members", BY, draws=8_000).inputs.itertuples()
    ]
    assert 0.80 <= np.mean(held) <= 0.99


def test_the_same_seed_gives_the_same_intervals() -> None:
    counted = growth(np.arange(0.5, 8, 1.0))
    one, two, other = (fit(counted, "members", BY, seed=seed).inputs for seed in (3, 3, 4))
    assert one.equals(two)
    assert not one.equals(other)
    np.testing.assert_allclose(one["high"], other["high"], rtol=0.1)


@pytest.mark.parametrize("seed", range(1, 9))
def test_what_the_class_of_local_motors_is_told_does_not_hang_on_the_seed(seed: int) -> None:
    told = {
        part: fit(CommunityGrowth.from_case(load("local-motors", part), horizon=10), "members", BY, seed=seed)
        for part in ("A", "B")
    }
    early, late = (each.inputs.set_index("input")["tells"] for each in told.values())
    assert early["potential"] == "the counts do not tell"
    assert early["innovation"].startswith("between ") and "set no lower end" in early["imitation"]
    assert "set no upper end" in late["potential"]
    assert late["innovation"].startswith("between ") and late["imitation"].startswith("between ")
    assert told["A"].band["high"].iloc[-1] > 7 * told["A"].band["low"].iloc[-1]


def test_counts_before_the_start_are_left_out() -> None:
    counted = growth(np.arange(-0.5, 4, 0.5))
    assert fit(counted, "members", BY).counts["time"].min() >= 0


def test_only_counts_up_to_a_time() -> None:
    counted = growth(np.arange(0.5, 8, 0.5))
    assert len(fit(counted, "members", BY, until=3).counts) == 6


@pytest.mark.parametrize(
    ("output", "by", "told"),
    [
        ("members", ["potential", "innovation", "imitation"], r"3 counts cannot settle 3 inputs\. Fit fewer"),
        ("members_at_end", ["potential"], "members_at_end is one number; only a series"),
        ("active", ["potential"], "There are no dated counts of active"),
        ("members", ["horizon"], "horizon cannot be fitted: it has no range to look in"),
        ("members", ["step"], "step cannot be fitted"),
        ("members", ["potentiol"], r'has no input "potentiol"\. Did you mean "potential"\?'),
    ],
)
def test_what_cannot_be_fitted_is_told(output: str, by: list[str], told: str) -> None:
    with pytest.raises(KitError, match=told):
        fit(growth([1.0, 2.0, 3.0]), output, by)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"draws": -1}, "draws must be a number of at least 1000, not -1"),
        ({"draws": 1500.5}, "draws must be a whole number"),
        ({"seed": -1}, "seed must be a number of at least 0"),
        ({"until": "2"}, "until must be a number, not '2'"),
        ({"by": []}, "Name at least one input to fit"),
    ],
)
def test_odd_options_are_told(options: dict[str, Any], told: str) -> None:
    with pytest.raises(KitError, match=told):
        fit(growth(np.arange(0.5, 8, 0.5)), "members", **{"by": BY, **options})


def test_draws_are_no_single_number() -> None:
    with pytest.raises(KitError, match="imitation holds 2 values; a fit needs one number for each input"):
        fit(change(growth(np.arange(0.5, 8, 0.5)), imitation=[0.3, 0.4]), "members", ["potential"])


def test_counts_that_no_curve_comes_near_are_no_fit() -> None:
    figure = Figure("count", "members", 1.0, "member", "reported", "A")
    jumps = [Seen(1 + at / 10, 10.0 if at % 2 else 1e7, figure) for at in range(5)]
    counted = CommunityGrowth(**TRUE, buyer_share=0.01, _seen={"members": jumps})
    with pytest.raises(KitError, match=r"No curve runs near the counts: the best one is off by a factor of \d"):
        fit(counted, "members", BY)
    with pytest.raises(KitError, match="No curve runs near the counts"):
        fit(change(growth(np.arange(0.5, 8, 0.5)), potential=10), "members", "innovation")
