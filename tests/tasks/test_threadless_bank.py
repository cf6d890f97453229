"""What is special to the tasks on Threadless: numbers that texts work out, and answers that look odd and are right."""

from __future__ import annotations

from statistics import NormalDist

import pytest

import casekit as ck
from casekit._html import plain
from casekit.engine import change
from casekit.models import model_named
from casekit.tasks.reckon import Reckoner

from ._banks import bank, of

NAME = "threadless"
CASE = ck.load(NAME)
CONTEST, VOTE, RUN, PAY = (
    model_named(name).from_case(CASE) for name in ("DesignContest", "CrowdVote", "PrintRun", "PrizeOrRoyalty")
)


def texts(id: str) -> str:
    """Everything that a task says, without its links."""
    task = bank(NAME).task(id)
    said = [task.question, *(f"{item.text} {item.why}" for item in (*task.items, *task.because))]
    return plain(" ".join(said))


def test_the_share_is_never_below_the_least() -> None:
    """Else the least would be the answer for some, and a mistake for others."""
    _task, _shared, students = of(NAME, "shirts-that-repay")
    for own in students:
        assert 0.2 * own["inputs"]["profit_margin"] * own["inputs"]["price"] > 0.25


def test_the_best_run_sells_out_seldom() -> None:
    """So that the task speaks against “every design sells out”, and the model says the same of its best run."""
    _task, _shared, students = of(NAME, "how-often-sold-out")
    for own in students:
        assert 0.02 < own["key"]["value"] < 0.3
        at_best = change(RUN, **own["inputs"])
        chance = change(at_best, run=at_best.best_run).chance_sold_out
        assert chance == pytest.approx(own["key"]["value"], abs=1e-6)


def test_the_best_scores_are_those_of_so_many_normal_draws() -> None:
    said, normal = texts("more-designs"), NormalDist()
    for many, score in ((10, 1.54), (500, 3.04), (1_000, 3.24), (1_500, 3.36), (2_000, 3.44)):
        assert f"of {many:,} it" in said.lower() and f"{score}" in said
        assert change(CONTEST, designs=many).best_score == pytest.approx(score, abs=0.005)
        # E[max] = the sum of what is not yet reached, above zero and below: integrated in small steps.
        steps = [at / 200 for at in range(-1_600, 1_600)]
        above = sum(1 - normal.cdf(x) ** many for x in steps if x >= 0)
        below = sum(normal.cdf(x) ** many for x in steps if x < 0)
        assert (above - below) / 200 == pytest.approx(score, abs=0.01)


def test_a_wrong_line_lies_on_the_paper() -> None:
    task, _shared, students = of(NAME, "more-designs")
    reckoner = Reckoner(task, CASE)
    assert task.sketch is not None
    for own in students:
        lines = [reckoner.right(own["inputs"]), *(values for _, values in reckoner.wrong(own["inputs"]))]
        assert all(task.sketch.low <= value <= task.sketch.high for line in lines for value in line)


def test_the_winner_disappoints_by_as_much_as_is_said() -> None:
    said = texts("the-winner-disappoints")
    assert f"some {CONTEST.best_score:.2f} standard deviations" in said
    expected = CONTEST.mean_demand + CONTEST.best_score * CONTEST.demand_spread
    assert f"{round(expected, -2):,.0f} of it printed" in said
    assert f"about {round(CONTEST.best_demand, -2):,.0f} are sold" in said
    assert CONTEST.best_demand == pytest.approx(2 * CONTEST.mean_demand, rel=0.01)  # “twice what a random design would”
    assert change(VOTE, votes=1_500).vote_quality < 0.32  # too few votes is not the reason


def test_the_average_lies_above_the_line_and_the_middle_below() -> None:
    said = texts("the-average-artist")
    assert PAY.median_units < PAY.units_that_repay < PAY.mean_units
    assert PAY.share_better_off < 0.5 and PAY.firm_pays_more > 0
    best = change(PAY, profit_margin=0.35)
    assert f"it takes {best.units_that_repay:,.0f}" in said and best.median_units < best.units_that_repay
    assert CASE.figure("units-a-design").value == (9 * 1_000 + 27_000) / 10
    assert 1_500 * PAY.royalty_per_unit == pytest.approx(900)


def test_the_line_crosses_zero_where_its_words_say() -> None:
    chart = bank(NAME).task("run-or-wait").chart
    assert chart is not None
    at = {cost: float(change(RUN, on_demand_cost=cost).gain_of_waiting) for cost in (7, 7.65, 7.75, 9, 10, 13)}
    assert f"about {at[7]:.0f} dollars" in chart.alt and f"minus {-at[13]:,.0f} dollars" in chart.alt
    assert at[7.65] > 0 > at[7.75] and at[9] < 0 and at[10] < 0
    assert f"${RUN.on_demand_cost - RUN.unit_cost:.2f} more" in texts("run-or-wait")
    few = CASE.figure("break-few").value
    assert 50 < few < RUN.run  # for 50 people single shirts are cheaper, for a run they are not


def test_each_change_of_the_vote_does_what_is_said_of_it() -> None:
    changes = (
        {"buyers_among": 1}, {"buyers_among": 0.25}, {"votes": 1_500}, {}, {"votes": 50}, {"others_match": -0.1},
    )  # fmt: skip
    quality = [float(change(VOTE, **each).vote_quality) for each in changes]
    assert quality == sorted(quality, reverse=True) and quality[0] > 0.97
    items = bank(NAME).task("what-makes-a-vote-better").items
    assert len(items) == len(quality) and not any(item.same for item in items)
    for item, value in zip(items[1:], quality[1:], strict=True):
        assert f"{value:.2f}" in plain(item.why) or f"{value:.3f}" in plain(item.why), item


def test_one_more_design_is_worth_cents() -> None:
    task, _shared, (own, *_) = of(NAME, "one-more-design")
    assert own["answer"] == pytest.approx(CONTEST.worth_of_one_more)
    assert task.low < own["answer"] < 1
    # By hand: every design has the same chance to be the best, and is then ahead by the gap to the next best.
    gap = CONTEST.one_more * 1_501
    assert own["answer"] == pytest.approx(gap / 1_501 * 0.3 * 800 * 7.5) and 0.2 < gap < 0.4


def test_the_share_mattered_only_in_the_best_years() -> None:
    """At the price of 2014 a dollar is a fifth of a profit of 32%; the best profit ever told is 35%."""
    _task, _shared, students = of(NAME, "when-a-dollar-decides")
    assert all(0.2 < own["key"]["value"] < 0.5 for own in students)
    at_2014 = 1 / (0.2 * ck.load(NAME, part="B").figure("price-2014").value)
    assert 0.31 < at_2014 < CASE.figure("margin-35").value
