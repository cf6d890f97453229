"""The numbers that Threadless' texts say of its models, computed again: bets, the teaching note and the notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import casekit as ck
from casekit._paths import cases_dir
from casekit.engine import best_of, change

from ._texts import Row, Rows, each_in, minutes, missing, text_of

HOME = Path(cases_dir()) / "threadless"


@cache
def case() -> ck.Case:
    return ck.load("threadless")


def contest(**inputs: float) -> ck.DesignContest:
    return change(ck.DesignContest.from_case(case()), **inputs)


def crowd(**inputs: float) -> ck.CrowdVote:
    return change(ck.CrowdVote.from_case(case()), **inputs)


def printing(**inputs: float) -> ck.PrintRun:
    return change(ck.PrintRun.from_case(case()), **inputs)


def pay(**inputs: float) -> ck.PrizeOrRoyalty:
    return change(ck.PrizeOrRoyalty.from_case(case()), **inputs)


def entry(**inputs: float) -> ck.Participation:
    return change(ck.Participation.from_case(case()), **inputs)


def dollars(value: float) -> str:
    return ("−" if round(value) < 0 else "") + f"${abs(round(value)):,}"


def cents(value: float) -> str:
    return f"${value:.2f}"


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def two(value: float) -> str:
    return f"{value:.2f}"


def plain(value: float) -> str:
    """A number of two digits, without the digits of a zero."""
    return f"{value:.2f}" if round(value, 2) else "0"


def units(value: float) -> str:
    return f"{value:,.0f}"


def waiting_pays(**inputs: float) -> float:
    return float(ck.solve(printing(**inputs), "gain_of_waiting", to=0, by="on_demand_cost"))


def sold_out_nine_times() -> float:
    return float(ck.solve(printing(), "chance_sold_out", to=0.9, by="run"))


# --- who enters


def the_evening() -> Iterator[Row]:
    yield "With 3 hours it is {}, with 20 it is {}.", [
        cents(entry(hours=3).pay_an_hour), cents(entry(hours=20).pay_an_hour)]  # fmt: skip
    yield "the rest must be worth {}. Without any rest it pays up to {} entries a week", [
        dollars(entry().other_needed), alone := units(float(ck.solve(entry(other_value=0), "gain", to=0, by="entries")))
    ]  # fmt: skip
    assert float(entry().entries) / float(alone) == pytest.approx(12)
    yield "For money alone: {} entries. The rest: {}.", [alone, dollars(entry().other_needed)]
    assert entry().firm_pays_an_hour == pytest.approx(entry().pay_an_hour)
    yield "for $20,000, so the firm buys drawing at the same $1.67", []


# --- the vote


def the_vote() -> Iterator[Row]:
    said_of = ((1500, 0, "0 (a lottery)"), (1500, 0.1, "0.1"), (1500, 0.3, "0.30 (assumed)"), (1500, 0.5, "0.5"),
               (150, 0.3, "0.30"), (150, 0.4, "0.40"))  # fmt: skip
    for designs, quality, said in said_of:
        c = contest(designs=designs, vote_quality=quality)
        yield f"| {designs:,} | {said} | {{}} | {{}} | {{}} |", [
            two(c.best_score), plain(c.best_standing), percent(c.success_share)]  # fmt: skip
    needed = float(ck.solve(contest(designs=150), "best_standing", to=contest().best_standing, by="vote_quality"))
    yield "A vote of {} makes 150 designs as good as 1,500. One more design is worth about {} cents.", [
        two(needed), f"{100 * contest().worth_of_one_more:.0f}"]  # fmt: skip
    yield "a little ahead ({} against {})", [
        percent(contest().success_share), percent(contest(designs=150, vote_quality=0.4).success_share)]  # fmt: skip


def skewed() -> Iterator[Row]:
    mean, spread = contest().mean_demand, contest().demand_spread
    logs = np.sqrt(np.log(1 + (spread / mean) ** 2))  # a lognormal of the same mean and spread
    stands = (np.log(contest().enough / mean) + logs**2 / 2) / logs
    other = contest(enough=mean + stands * spread)
    few = contest(enough=1e-6)
    yield "so that {} of all designs would sell less than nothing", [percent(1 - few.base_rate)]
    yield "{} of all designs sell enough instead of {}, and {} of the ten that are printed instead of {}", [
        percent(other.base_rate), percent(contest().base_rate),
        percent(other.success_share), percent(contest().success_share)]  # fmt: skip


def whose_votes() -> Iterator[Row]:
    yield "At 250 votes the quality is {}, and {} with endless votes", [
        two(crowd().vote_quality), two(crowd().vote_quality_everybody)]  # fmt: skip
    yield "With 50 votes, as on the app, it is {}.", [two(crowd(votes=50).vote_quality)]
    yield "take it from {} to {}.", [
        two(crowd(buyers_among=0.05).vote_quality), two(crowd(buyers_among=0.4).vote_quality)]  # fmt: skip
    yield "(−0.1), it is {}.", [two(crowd(others_match=-0.1).vote_quality)]
    yield "Votes 250 to 1,500: {} stays. Buyers 15% to 25%: {}.", [
        two(crowd(votes=1500).vote_quality), two(crowd(buyers_among=0.25).vote_quality)]  # fmt: skip


# --- the run


def the_run() -> Iterator[Row]:
    best = printing().best_run
    for run in (round(sold_out_nine_times()), 1200, 1500, round(best)):
        p = printing(run=run)
        yield f"| {run:,} | {{}} | {{}} | {{}} |", [
            percent(p.chance_sold_out), units(p.leftover), dollars(p.result)]  # fmt: skip
    yield "one should be 15 / 16.5 = {} sure to meet demand", [f"{100 * printing().critical_share:.1f}%"]
    yield "{} if a leftover brings nothing, {} at $4", [
        units(printing(leftover_value=0).best_run), units(printing(leftover_value=4).best_run)]  # fmt: skip
    assert np.isnan(printing(leftover_value=7).best_run), "no run is too large"
    yield "sold out in {}. {}: in 90%. Best run {}: in {}. Waiting pays from {} down", [
        percent(printing().chance_sold_out), units(sold_out_nine_times()), units(best),
        percent(printing(run=best).chance_sold_out), cents(waiting_pays())]  # fmt: skip


def waiting() -> Iterator[Row]:
    spread = float(ck.solve(printing(), "gain_of_waiting", to=0, by="demand_spread"))
    yield "waiting costs {}; at $8 it costs {}, and from {} down it pays", [
        dollars(-printing().gain_of_waiting), dollars(-printing(on_demand_cost=8).gain_of_waiting),
        cents(waiting_pays())]  # fmt: skip
    yield "It pays, too, once the spread of demand reaches {}", [units(spread)]
    yield "A seller's price of $9 would still leave waiting {} behind", [
        dollars(-printing(on_demand_cost=9).gain_of_waiting)]  # fmt: skip


# --- the share


def the_share() -> Iterator[Row]:
    best = pay(profit_margin=0.35, price=22.5)
    yield "20% × 35% × $22.50 = ${}, that is {} shirts", [f"{best.royalty_per_unit:.3f}", units(best.units_that_repay)]
    yield "the rule would cost {} more a design, at 10% it would save {}", [
        dollars(pay(profit_margin=0.35).firm_pays_more), dollars(-pay(profit_margin=0.1).firm_pays_more)]  # fmt: skip
    per_shirt = pay().royalty_per_unit
    for shirts, said in ((1500, "a first run"), (1750, "the middle one (assumed)"), (3600, "the mean"),
                         (140_000, "the best seller")):  # fmt: skip
        yield f"| {said} | {shirts:,} | $2,000 | {{}} | {{}} |", [
            dollars(per_shirt * shirts), dollars(1000 + per_shirt / 2 * shirts)]  # fmt: skip
    half = pay(prize=1000, royalty=0.1)
    assert half.units_that_repay == pytest.approx(pay().units_that_repay)
    yield "{} of designs gain. C has the same {}", [percent(pay().share_better_off), percent(half.share_better_off)]
    again = 500 / 1500
    yield "it is {} cents a shirt from the second run on", [f"{100 * again:.0f}"]
    yield "the best seller would have had about {} more", [dollars(500 * ((140_000 - 1500) // 1500))]
    yield "{} gain, 70% lose, the firm pays {} more.", [
        percent(pay().share_better_off), dollars(pay().firm_pays_more)]  # fmt: skip


def how_firm() -> Iterator[Row]:
    for said, name, low, high in (
        ("net profit | 10% | 35%", "profit_margin", 0.1, 0.35),
        ("price that is paid | $10 | $22.50", "price", 10, 22.5),
        ("sold of the middle design | 1,000 | 2,500", "median_units", 1000, 2500),
        ("spread | 0.8 | 1.6", "spread", 0.8, 1.6),
    ):
        ends = [pay(**{name: value}) for value in (low, high)]
        gain = [percent(each.share_better_off) for each in ends]
        more = [dollars(each.firm_pays_more) for each in ends]
        yield f"| {said} | {{}} to {{}} | {{}} to {{}} |", gain + more
        assert max(each.share_better_off for each in ends) < 0.5, "in none of these does half gain"
        assert ends[0].firm_pays_more < 0 < ends[1].firm_pays_more


def what_came() -> Iterator[Row]:
    floor = pay(minimum=1)
    yield "{} of designs gain, and the firm pays {} more for each", [
        percent(floor.share_better_off), dollars(floor.firm_pays_more)]  # fmt: skip
    assert change(floor, profit_margin=0.1).royalty_per_unit == 1
    then = pay(price=11.63)
    yield "the share would have been {}, {} shirts and {} of designs", [
        cents(then.royalty_per_unit), units(then.units_that_repay), percent(then.share_better_off)]  # fmt: skip


# --- bets and notebooks


def bets() -> Iterator[Row]:
    small, large = contest(designs=150), contest()
    yield "to score {} standard deviations above", [two(small.best_score)]
    yield "{}. Ten times the work adds {}.", [two(large.best_score), two(large.best_score - small.best_score)]
    yield "the best design's demand stands {} standard deviations", [two(large.best_standing)]
    yield "{}. A slightly better vote", [two(contest(designs=150, vote_quality=0.4).best_standing)]
    yield "votes a design its quality is {}", [two(crowd().vote_quality)]
    yield "Still {}. More votes", [two(crowd(votes=1500).vote_quality)]
    yield "{}: on average {} shirts are left. Who wants to sell out nine times in ten must print {}.", [
        percent(printing().chance_sold_out), units(printing().leftover), units(sold_out_nine_times())]  # fmt: skip
    yield "About {}. Seven in ten lose, and the firm pays on average {} more", [
        percent(pay().share_better_off), dollars(pay().firm_pays_more)]  # fmt: skip
    yield "About {} less, for a design of which 1,450 can be sold.", [dollars(-printing().gain_of_waiting)]
    yield "{}, after {}: it takes 2,000 shirts now.", [
        percent(pay(minimum=1).share_better_off), percent(pay().share_better_off)]  # fmt: skip
    assert printing().run < printing().best_run


def between_the_cells() -> Iterator[Row]:
    yield "Picked at random, {} in 100 would (assumed).", [f"{100 * contest().base_rate:.0f}"]
    p = printing()
    assert (p.price - p.unit_cost) / (p.unit_cost - p.leftover_value) == pytest.approx(10)
    yield "Here the first mistake is ten times as dear.", []


IN = {
    "teaching-note.md": [the_evening, the_vote, skewed, whose_votes, the_run, waiting, the_share, how_firm, what_came],
    "case.yaml": [bets],
    "08-threadless.ipynb": [between_the_cells],
}


@each_in(IN)
def test_a_text_says_what_the_models_say(name: str, rows: Rows) -> None:
    assert missing(rows, text_of(HOME / name)) == []


def test_what_the_assumptions_are_read_from() -> None:
    """Their notes: the mean and the best of all designs printed, the vote's quality, and what it leaves of demand."""
    p = pay()
    assert p.mean_units == pytest.approx(case().figure("units-a-design").value, rel=0.01)
    best = p.median_units * np.exp(p.spread * float(best_of(4400)))
    assert best == pytest.approx(case().figure("best-seller").value, rel=0.1)
    assert "is near 3,600" in case().figure("median-1750").note
    assert crowd().vote_quality == pytest.approx(contest().vote_quality, abs=0.02)
    assert printing().mean_demand == pytest.approx(contest().printed_demand, rel=0.02)
    left = contest().demand_spread * np.sqrt(1 - contest().vote_quality ** 2)
    assert printing().demand_spread == pytest.approx(left, rel=0.02)


def test_the_minutes_of_the_class_add_up() -> None:
    ends, short = minutes(HOME)
    assert list(ends.values())[-1] == 84
    marks = [ends[name] for name in (
        "What does an evening bring?", "How many voters, or which?", "“Every shirt sells out”", "Who gains?",
        "Argue, then vote again")]  # fmt: skip
    told = "At minute {} the artist is done, at {} the vote, at {} the run, at {} the share, at {} the second vote."
    assert told.format(*marks) in text_of(HOME / "teaching-note.md")
    assert short == 50
