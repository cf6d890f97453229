"""The numbers that LEGO Ideas' texts say of its models, computed again: bets, steps, note and notebooks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import casekit as ck
from casekit._paths import cases_dir
from casekit.engine import change

from ._texts import Row, Rows, each_in, minutes, missing, text_of

HOME = Path(cases_dir()) / "lego-ideas"


@cache
def figure(id: str) -> float:
    value = ck.load("lego-ideas", "B").figure(id).value
    assert value is not None
    return float(value)


@cache
def funnel() -> ck.StageGateFunnel:
    return ck.StageGateFunnel.from_case(ck.load("lego-ideas"))


@cache
def entry() -> ck.Participation:
    return ck.Participation.from_case(ck.load("lego-ideas"))


@cache
def decided() -> pd.DataFrame:
    """One row a round with a result: what qualified, what was approved, and the year of its window."""
    rounds = ck.load("lego-ideas", "B").tables["review_rounds"]
    both = rounds.pivot(index="round", columns="series", values="value").dropna()
    return both.assign(year=both.index.str[-4:].astype(int))


def moved(**inputs: float) -> ck.StageGateFunnel:
    return change(funnel(), **inputs)


def counted(approved: float, looked_at: float, times: float = 1) -> ck.StageGateFunnel:
    return moved(approved_seen=approved, qualified_seen=looked_at, times_as_many=times)


def behind_the_bar() -> ck.StageGateFunnel:
    return moved(qualify_share=figure("qualify-ten"))


def dollars(value: float) -> str:
    return f"${round(value):,}"


def cents(value: float) -> str:
    return f"${value:.2f}"


def percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f}%"


# --- bets and steps: case.yaml


def the_bets() -> Iterator[Row]:
    f = funnel()
    yield "About {}. A launched set might bring {} (assumed: 75,000 sold, 70% of the list price as net sales), and", [
        cents(f.royalty_an_hour), dollars(f.royalty_if_launched)]  # fmt: skip
    yield "and the chance is {}.", [percent(f.chance_from_start, 2)]
    before = counted(figure("approved-2015-2019"), figure("qualified-2015-2019"))
    yield "{}, where it was {} in 2015 to 2019. Nothing has been said about a single idea", [
        percent(f.approval_rate), percent(before.seen_rate)]  # fmt: skip
    assert behind_the_bar().chance_from_start == pytest.approx(f.chance_from_start)
    yield "{}, as before. The calendar has {} places a year", [
        percent(behind_the_bar().chance_from_start, 2), f"{f.launched_a_year:.1f}"]  # fmt: skip
    yield "set: {{qualify_share: {}}}", [f"{figure('qualify-ten'):.4f}"]
    yield "Up to {}. And 7 of 31 in 2019 may be as little as {}.", [
        percent(counted(2, 24).seen_high), percent(counted(7, 31).seen_low)]  # fmt: skip
    yield "About {}. One launch is assumed to cost {}.", [
        dollars((57 - f.approvals_a_round) * figure("consolation-c")), dollars(f.launch_cost)]  # fmt: skip


def the_steps() -> Iterator[Row]:
    e = entry()
    yield "What else must there be, for one who expects {}?", [dollars(e.expected_prize)]
    assert behind_the_bar().qualified_a_round == pytest.approx(9.6)
    assert moved(submitted=figure("submitted-small")).qualified_a_round == pytest.approx(9.6)
    yield "from {} (about ten a round qualify) to 10,000", [f"{figure('submitted-small'):.0f}"]
    yield "Here ten a round qualify. The rate stands near {} again", [percent(behind_the_bar().approval_rate, 0)]
    yield "The rate of 2015 to 2019 was at least {}. Does this range reach it?", [percent(counted(23, 144).seen_low)]
    assert counted(29, 637).seen_high < counted(23, 144).seen_low, "they no longer touch"
    assert counted(3, 61).seen_high > counted(23, 144).seen_low, "in May 2021 they did"
    kind = moved(consolation=figure("consolation-c"))
    assert kind.refusing_cost < kind.launch_cost, "a year of refusing does not pay for one launch"


def the_arguments() -> Iterator[Row]:
    f, e = funnel(), entry()
    yield "it is worth about {}, or {} an hour", [dollars(f.expected_royalty), cents(f.royalty_an_hour)]
    yield "would have to be worth about {} (rests on assumptions)", [dollars(e.other_needed)]
    before = moved(qualify_share=0.16, approvals_a_round=figure("rate-2015-2019") * 640 / 3)
    yield "From about {} an hour to about {} for one who has qualified", [
        dollars(before.royalty_an_hour_after), dollars(f.royalty_an_hour_after)]  # fmt: skip


# --- the teaching note


def the_count() -> Iterator[Row]:
    since = figure("sets-on-the-day") - figure("sets-2018")
    yield "The {} that came since, in two and a half years, make {} a year", [f"{since:.0f}", f"{since / 2.5:.1f}"]


def the_hour() -> Iterator[Row]:
    f = funnel()
    few, many = moved(submitted=2500), moved(submitted=6500)
    yield "one in {}; one in {} to one in {} over the range", [
        f"{float(each.ideas_for_one_launch):,.0f}" for each in (f, few, many)]  # fmt: skip
    for name, text, low, high in (
        ("hours", "| hours (assumed) | 500 | 40", 500, 40),
        ("units_sold", "| units sold (assumed) | 10,000 | 300,000", 10_000, 300_000),
        ("submitted", "| ideas a year (assumed) | 6,500 | 2,500", 6500, 2500),
        ("net_share", "| net sales (assumed) | 55% | 90%", 0.55, 0.9),
        ("royalty", "| royalty (known) | 1% | 10%", 0.01, 0.1),
        ("approvals_a_round", "| approvals a round | 1.5 | 3", 1.5, 3),
    ):
        yield f"{text} | {{}} to {{}} |", [cents(moved(**{name: each}).royalty_an_hour) for each in (low, high)]
    kindest = moved(hours=40, units_sold=300_000, submitted=2500, net_share=0.9)
    harshest = moved(hours=500, units_sold=10_000, submitted=6500, net_share=0.55)
    assert harshest.royalty_an_hour < 0.01
    yield "With all four assumptions at their kindest it is {}", [cents(kindest.royalty_an_hour)]
    worth = f.royalty * figure("hour-value") / f.royalty_an_hour
    yield "the royalty would have to be {} of net sales", [percent(worth, 0)]
    yield "ten times the royalty pays {}", [cents(moved(royalty=0.1).royalty_an_hour)]
    assert cents(moved(submitted=figure("submitted-2018")).royalty_an_hour) == "$0.61"


def the_rest() -> Iterator[Row]:
    e = entry()
    yield "from {} to {} over the range of the hours, and from {} to {} over that of an hour's worth", [
        dollars(change(e, **{name: value}).other_needed)
        for name, value in (("hours", 40), ("hours", 500), ("hour_value", 5), ("hour_value", 40))]  # fmt: skip
    yield "and then the entry loses {}", [dollars(-e.gain)]
    few = change(e, entries=57)
    yield "For one of the 57 the royalty to expect is {}, and the rest still has to be worth {}", [
        dollars(few.expected_prize), dollars(few.other_needed)]  # fmt: skip
    assert float(e.entries_until_nobody_gains) == pytest.approx(20, abs=1.5)
    yield "Prizes alone would draw about 20 entries between two rounds", []


def the_roads() -> Iterator[Row]:
    for id, road in (("approvals-2015-2019", "| 1.53 |"), ("approvals-2020", "| 1.50 |")):
        f = moved(approvals_a_round=figure(id))
        yield f"{road} {{}} | {{}} |", [f"{f.launched_a_year:.1f}", percent(f.approval_rate)]
    yield "the 61 of 2020 would have brought about {} approvals", [f"{61 * figure('rate-2015-2019'):.1f}"]
    rate = figure("rate-2015-2019")
    chance = sum(math.comb(61, k) * rate**k * (1 - rate) ** (61 - k) for k in range(4))
    yield "By chance alone so few come in {} of 1,000 cases", [f"{1000 * chance:.0f}"]


def the_rounds() -> Iterator[Row]:
    early = decided().query("2015 <= year <= 2019")
    large, small = early.query("qualified >= 10"), early.query("qualified < 10")
    words = {7: "seven", 8: "eight"}
    yield "The {} with ten ideas or more ({} ideas) approved {} each on average, the {} smaller ones ({} ideas) {}.", [
        words[len(large)], f"{large.qualified.sum():.0f}", f"{large.approved.mean():.1f}",
        words[len(small)], f"{small.qualified.sum():.0f}", f"{small.approved.mean():.1f}"]  # fmt: skip
    yield "ideas and approvals go along with each other by {}", [f"{early.qualified.corr(early.approved):.2f}"]
    later = decided().query("2020 <= year <= 2024")
    assert len(early) == len(later) == 15
    yield "Over these fifteen rounds ideas and approvals go along by {}", [
        f"{later.qualified.corr(later.approved):.2f}"]  # fmt: skip
    yield "A round had {} times the ideas and {} times the approvals", [
        f"{later[each].sum() / early[each].sum():.1f}" for each in ("qualified", "approved")]  # fmt: skip


def the_calendar() -> Iterator[Row]:
    for ideas, row in (
        (figure("submitted-small"), "| 674 | {} | {} | {} |"),
        (2600, "| 2,600 | {} | {} | {} |"),
        (8000, "| 8,000 | {} | {} | {} |"),
        (10_000, "| 10,000 | {} | {} | {} |"),
    ):
        f = moved(submitted=ideas)
        round_of = f"{f.qualified_a_round:.1f}".removesuffix(".0")
        yield row, [f"{f.qualified_a_round:.0f}" if ideas == 2600 else round_of, percent(f.approval_rate),
                    cents(f.royalty_an_hour)]  # fmt: skip


def the_bar() -> Iterator[Row]:
    f, bar = funnel(), behind_the_bar()
    yield "once qualified an hour pays {}, and from the start", [cents(bar.royalty_an_hour_after)]
    clock = f.qualified_a_year - bar.qualified_a_year
    yield "{} are refused by the board in a year, not {}; {} run out of time instead", [
        f"{bar.refused_a_year:.1f}", f"{f.refused_a_year:.1f}", f"{clock:.1f}"]  # fmt: skip
    yield "Today {} a year hear it from the board. Behind the bar {} do, and {} hear it from the clock", [
        f"{f.refused_a_year:.1f}", f"{bar.refused_a_year:.1f}", f"{clock:.1f}"]  # fmt: skip
    yield "The firm saves {} a year of looking", [dollars(clock * f.review_cost)]
    yield "with 2,600 ideas a year an hour pays {}", [cents(moved(submitted=2600).royalty_an_hour)]


def the_places() -> Iterator[Row]:
    f, double = funnel(), moved(approvals_a_round=3)
    yield "{} of those that qualify, {} an hour. They also need {} launches a year in place of {}", [
        percent(double.approval_rate), cents(double.royalty_an_hour), f"{double.launched_a_year:.0f}",
        f"{f.launched_a_year:.1f}"]  # fmt: skip
    more = (double.launched_a_year - f.launched_a_year) * f.launch_cost
    yield "(assumed) {} million more", [cents(more / 1e6)]
    same = figure("rate-2015-2019") * 57
    yield "the rate of 2015 to 2019 takes {} approvals a round, {} sets a year", [f"{same:.1f}", f"{3 * same:.0f}"]
    assert moved(approvals_a_round=3, submitted=8000).approval_rate == pytest.approx(f.approval_rate)


def the_kind_no() -> Iterator[Row]:
    kind = moved(consolation=figure("consolation-c"))
    refused = figure("refused-57")
    yield "a round, from {} to {} over the assumed range", [dollars(refused * 100), dollars(refused * 2500)]
    assert dollars(kind.refusing_cost) == "$416,250"
    assert round(kind.launch_cost / (refused * figure("consolation-c"))) == 18
    yield "and 18 rounds of gifts are one", []
    double = change(kind, approvals_a_round=3)
    less = kind.refusing_cost - double.refusing_cost
    yield "cheaper by {} a year, or {}, for there are still {} to refuse", [
        dollars(less), percent(less / kind.refusing_cost), f"{double.refused_a_year:.0f}"]  # fmt: skip
    yield "is {} for each of 150 hours", [cents(figure("consolation-c") / figure("hours"))]


def the_outlet() -> Iterator[Row]:
    price = figure("price-recent")
    yield "would be {}; Ideas pays {} on the one run that is known", [
        dollars(figure("commission-afol") * figure("run-afol") * price),
        dollars(moved(units_sold=figure("run-shinkai")).royalty_if_launched)]  # fmt: skip
    yield "13 of 31 invited is {}", [percent(13 / 31, 0)]


def the_ranges() -> Iterator[Row]:
    yield "Everything from {} to {} fits both", [percent(counted(7, 31).seen_low), percent(counted(2, 24).seen_high)]
    for times, piece in (
        (3, "With three times as many of each the ranges still meet ({} and {})"),
        (4, "with four times they part ({} and {})"),
    ):
        yield piece, [percent(counted(7, 31, times).seen_low), percent(counted(2, 24, times).seen_high)]
    ten, low = counted(7, 31, 10), counted(2, 24, 10)
    yield "with ten times they are {} to {} and {} to {}.", [
        percent(each) for each in (ten.seen_low, ten.seen_high, low.seen_low, low.seen_high)]  # fmt: skip
    yield "(Fisher's) gives {} for these two years, and {} for 2015 to 2019 against the 61", [
        f"{fisher(7, 31, 2, 24):.2f}", f"{fisher(23, 144, 3, 61):.2f}"]  # fmt: skip


def fisher(a: int, of_a: int, b: int, of_b: int) -> float:
    """How often chance alone makes two shares differ at least as much: Fisher's exact test, both sides."""
    both, every = a + b, of_a + of_b
    ways = {k: math.comb(of_a, k) * math.comb(of_b, both - k) for k in range(max(0, both - of_b), min(both, of_a) + 1)}
    return sum(each for each in ways.values() if each <= ways[a]) / math.comb(every, both)


# --- the notebooks


def between_the_cells() -> Iterator[Row]:
    assert percent(figure("rate-2015-2019"), 0) == "16%" and round(1 / figure("rate-2015-2019")) == 6
    yield "Before 2020 about one in six was approved.", []
    assert moved(consolation=500).refusing_cost < funnel().launch_cost
    yield "A year of refusing kindly costs less than one launch", []
    words = {7: "Seven"}
    yield "{} sets wait for theirs already", [words[round(figure("waiting"))]]


def between_the_later_cells() -> Iterator[Row]:
    assert round(figure("submitted-between"), -3) == funnel().submitted == 4000
    yield "A later count bears out the 4,000, which the class had assumed.", []
    words = {8: "Eight"}
    yield "{} sets were in progress at once, more than ever.", [words[round(figure("in-progress-2021"))]]


IN = {
    "case.yaml": [the_bets, the_steps, the_arguments],
    "teaching-note.md": [the_count, the_hour, the_rest, the_roads, the_rounds, the_calendar, the_bar, the_places,
                         the_kind_no, the_outlet, the_ranges],
    "06-lego-ideas.ipynb": [between_the_cells],
    "06-lego-ideas-part-b.ipynb": [between_the_later_cells],
}  # fmt: skip


@each_in(IN)
def test_a_text_says_what_the_models_say(name: str, rows: Rows) -> None:
    assert missing(rows, text_of(HOME / name)) == []


def test_the_tables_add_up_to_the_figures() -> None:
    """The rounds of a span give the counts that bets, ranges and models use; the sets their sums and medians."""
    by_year = decided().groupby("year")[["qualified", "approved"]].sum()
    spans = {"2012-2014": (2012, 2014), "2015-2019": (2015, 2019), "2020-2024": (2020, 2024)}
    spans |= {str(year): (year, year) for year in range(2015, 2025)}
    for name, (first, last) in spans.items():
        seen = by_year.loc[first:last].sum()
        assert (seen.qualified, seen.approved) == (figure(f"qualified-{name}"), figure(f"approved-{name}")), name
    sets = ck.load("lego-ideas").tables["sets"]
    assert len(sets) == figure("sets-on-the-day") and sets.price.median() == pytest.approx(figure("price-all"))
    assert (sets.year <= 2018).sum() == figure("sets-2018")
    assert sets.property.value_counts().to_dict() == {
        "licensed": figure("sets-licensed"), "own": figure("sets-own"), "NASA": figure("sets-nasa")}  # fmt: skip
    assert sets.pieces.median() == figure("pieces-median")
    assert sets[sets.date >= "2019"].price.median() == pytest.approx(figure("price-recent"))
    later = ck.load("lego-ideas", "B").tables["sets"]
    assert len(later) == figure("sets-2025") and later.price.median() == pytest.approx(figure("price-2025"))
    assert (later.year >= 2021).sum() / 5 == pytest.approx(figure("sets-a-year-later"))


def test_every_range_of_a_rate_is_wilsons() -> None:
    """The low and high marks of the rates are what the model says of their counts."""
    case = ck.load("lego-ideas", "B")
    spans = ["2012-2014", "2015-2019", "2017", "2018", "2019", "2020-decided", "2020-2024", "all"]
    for name in spans:
        made = counted(figure(f"approved-{name}"), figure(f"qualified-{name}"))
        rate = case.figure(f"rate-{name}")
        assert (rate.low, rate.high) == pytest.approx((made.seen_low, made.seen_high), abs=6e-5), name
    rate = case.figure("rate-2021-1")
    assert (rate.low, rate.high) == pytest.approx((counted(2, 57).seen_low, counted(2, 57).seen_high), abs=6e-5)


def test_the_rate_falls_and_nothing_about_an_idea_changes() -> None:
    """The lesson of the case: as entries rise approvals stay, so the rate goes as one over the entries."""
    ideas = np.array([674.0, 2000, 4000, 8000, 16000])
    rates = ck.sweep(funnel(), "approval_rate", by="submitted", over=ideas)["approval_rate"]
    assert np.allclose(rates * ideas, rates[0] * ideas[0])
    launches = ck.sweep(funnel(), "launched_a_year", by="submitted", over=ideas)["launched_a_year"]
    assert np.allclose(launches, 4.5)


def test_the_minutes_of_the_class_add_up() -> None:
    ends, short = minutes(HOME)
    told = "At minute {} the hour is paid, at {} the calendar is found, at {} the bar is judged, at {} the kind no"
    told += ", at {} the second vote is counted."
    marks = [ends[name] for name in (
        "And what does an hour pay?", "Did the ideas get worse?", "Does a higher bar help a creator?",
        "What does a kind no cost?", "Argue, then vote again")]  # fmt: skip
    assert list(ends.values())[-1] == 88
    assert told.format(*marks) in text_of(HOME / "teaching-note.md")
    assert short == 50
