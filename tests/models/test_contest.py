"""The best of many, what a vote knows, and the textbooks' numbers for both."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

import casekit as ck
from casekit._errors import KitError
from casekit.engine import change
from casekit.models.contest import CrowdVote, DesignContest

CONTEST = DesignContest(
    designs=1500, printed=10, vote_quality=0.30, mean_demand=1000, demand_spread=500, enough=1500, margin=8
)
VOTE = CrowdVote(votes=250, buyers_among=0.3, others_match=0.2, vote_spread=2)


def test_a_better_vote_beats_a_bigger_crowd() -> None:
    few = change(CONTEST, designs=150, vote_quality=0.40)
    assert round(CONTEST.best_score, 2) == 3.36 and round(few.best_score, 2) == 2.65
    assert round(CONTEST.best_standing, 2) == 1.01 and round(few.best_standing, 2) == 1.06


# H. C. Taylor and J. T. Russell (1939), tables for a base rate of 0.50 and of 0.20: selection ratio, validity -> share.
TAYLOR_RUSSELL = [
    (0.50, 0.10, 0.50, 0.84),
    (0.50, 0.50, 0.50, 0.67),
    (0.50, 0.20, 0.30, 0.67),
    (0.50, 0.05, 0.90, 1.00),
    (0.20, 0.10, 0.50, 0.52),
    (0.20, 0.50, 0.50, 0.31),
]


@pytest.mark.parametrize(("base", "chosen", "validity", "share"), TAYLOR_RUSSELL)
def test_the_share_that_succeeds_is_taylor_and_russells(
    base: float, chosen: float, validity: float, share: float
) -> None:
    enough = 1000 + 500 * NormalDist().inv_cdf(1 - base)
    made = change(CONTEST, designs=1000, printed=1000 * chosen, vote_quality=validity, enough=enough)
    assert made.base_rate == pytest.approx(base)
    assert made.success_share == pytest.approx(share, abs=0.0051)


def test_a_lottery_chooses_no_better_than_chance_and_all_made_are_all() -> None:
    assert change(CONTEST, vote_quality=0).success_share == pytest.approx(CONTEST.base_rate)
    everything = change(CONTEST, printed=1500)
    assert everything.success_share == everything.base_rate and everything.printed_standing == 0


def test_the_winner_falls_back_by_what_the_vote_does_not_know() -> None:
    assert CONTEST.best_demand == pytest.approx(1000 + 0.30 * CONTEST.best_score * 500)
    draws = np.random.default_rng(5)
    score = draws.standard_normal((4_000, 1500))
    best = score.max(axis=1)
    demand = 0.3 * best + math.sqrt(1 - 0.09) * draws.standard_normal(4_000)
    assert CONTEST.best_standing == pytest.approx(demand.mean(), abs=0.06)
    assert CONTEST.chance_best_fails == pytest.approx((demand < 1).mean(), abs=0.03)


@given(st.floats(2, 9_000), st.floats(0.01, 0.95))
def test_one_more_design_adds_less_than_the_one_before(designs: float, quality: float) -> None:
    now = change(CONTEST, designs=designs, printed=1, vote_quality=quality)
    later = change(now, designs=designs + 1)
    assert 0 < later.one_more < now.one_more
    assert now.worth_of_one_more == pytest.approx(later.best_demand * 8 - now.best_demand * 8, abs=1e-6)


def test_no_number_of_votes_mends_the_wrong_voters() -> None:
    many = change(VOTE, votes=1e9)
    assert VOTE.vote_quality < many.vote_quality == pytest.approx(VOTE.vote_quality_everybody, abs=1e-6)
    assert many.vote_quality_everybody < 0.75 < change(VOTE, buyers_among=0.9).vote_quality


@given(st.floats(5, 5_000), st.floats(0, 1), st.floats(-0.5, 0.9), st.floats(0.2, 10))
def test_chance_only_blurs_a_vote(votes: float, buyers: float, match: float, spread: float) -> None:
    made = change(VOTE, votes=votes, buyers_among=buyers, others_match=match, vote_spread=spread)
    assert abs(made.vote_quality) <= abs(made.vote_quality_everybody) <= 1 + 1e-12


def test_the_chance_that_the_best_fails_is_the_mean_over_where_its_score_may_stand() -> None:
    for designs in (2, 10, 83, 1500):
        shares = (np.arange(20_000) + 0.5) / 20_000
        best = norm.ppf(shares ** (1 / designs))
        for quality in (0.1, 0.5, 0.9):
            exact = norm.cdf((1 - quality * best) / math.sqrt(1 - quality**2)).mean()
            made = change(CONTEST, designs=designs, printed=1, vote_quality=quality)
            assert made.chance_best_fails == pytest.approx(exact, abs=1e-4)


def test_a_better_vote_never_makes_the_best_one_fail_more_often() -> None:
    """Where more than half of all fail, and with two designs as with many."""
    for designs in (2, 10, 1500):
        few = change(CONTEST, designs=designs, printed=1)
        chances = ck.sweep(few, "chance_best_fails", by="vote_quality", over=np.linspace(0, 1, 41))["chance_best_fails"]
        assert (np.diff(chances) < 1e-9).all()


def test_a_vote_is_worth_what_drawn_votes_are_worth() -> None:
    draws = np.random.default_rng(7)
    buyers = draws.standard_normal(400_000)
    others = 0.2 * buyers + math.sqrt(1 - 0.04) * draws.standard_normal(400_000)
    mean_vote = 0.3 * buyers + 0.7 * others + 2 / math.sqrt(250) * draws.standard_normal(400_000)
    assert VOTE.vote_quality == pytest.approx(np.corrcoef(mean_vote, buyers)[0, 1], abs=0.005)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"vote_quality": 1.2}, "vote_quality lies between −1 and 1; it is 1.2."),
        ({"margin": -3}, "margin cannot be below zero; it is −$3 a unit."),
        ({"printed": 2000}, "printed is a part of designs: 2,000 designs cannot be more than 1,500 designs."),
    ],
)
def test_what_cannot_be_gets_a_sentence(wrong: dict[str, float], sentence: str) -> None:
    with pytest.raises(KitError) as told:
        change(CONTEST, **wrong)
    assert str(told.value) == sentence


def test_what_local_motors_says_of_a_praised_design_is_what_its_numbers_say() -> None:
    """The con, the step and the teaching note: 2.4, 0.24, 16, 22, 78, 75 and 40."""
    contest = DesignContest.from_case(ck.load("local-motors"))
    crowd, knowing = ck.change(contest, designs=830), ck.change(contest, vote_quality=0.5)
    assert f"{contest.best_score:.1f}" == "2.4" and f"{contest.best_standing:.2f}" == "0.24"
    said = [contest.base_rate, 1 - contest.chance_best_fails]
    said += [contest.chance_best_fails, crowd.chance_best_fails, knowing.chance_best_fails]
    assert [f"{each:.0%}" for each in said] == ["16%", "22%", "78%", "75%", "40%"]


def test_a_vote_may_go_against_demand() -> None:
    """A correlation below zero is possible and says so by its bounds: the best design then stands below the mean."""
    assert change(CONTEST, vote_quality=-0.5).best_standing == pytest.approx(-0.5 * CONTEST.best_score)
    with pytest.raises(KitError, match=r"lies between −1 and 1; it is −1\.2"):
        change(CONTEST, vote_quality=-1.2)


def test_a_number_in_quotes_is_told_to_come_without() -> None:
    shirts = ck.PrintRun.from_case(ck.load("threadless"))
    with pytest.raises(KitError, match=r'price has no figure "\$25". Write a number, without quotes.'):
        change(shirts, price="$25")


def test_a_mistyped_name_of_the_kit_suggests_the_right_one() -> None:
    with pytest.raises(AttributeError, match=r"casekit has no 'Participaton'\. Did you mean \"Participation\"\?"):
        ck.Participaton  # noqa: B018
