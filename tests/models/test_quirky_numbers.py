"""The numbers that Quirky's texts say of its models, computed again: bets, steps, note and notebooks."""

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

HOME = Path(cases_dir()) / "quirky"
STORED = pd.read_csv(HOME / "simulations" / "launches.csv").set_index("launches")


@cache
def sale() -> ck.RoyaltyWaterfall:
    return ck.RoyaltyWaterfall.from_case(ck.load("quirky"))


@cache
def portfolio() -> ck.ProductPortfolio:
    return ck.ProductPortfolio.from_case(ck.load("quirky"))


@cache
def runway() -> ck.CashRunway:
    return ck.CashRunway.from_case(ck.load("quirky"))


def launched(**inputs: float) -> ck.ProductPortfolio:
    return change(portfolio(), **inputs)


def gate_needed(**inputs: float) -> str:
    return f"{float(ck.solve(launched(**inputs), 'mean_result', to=0, by='gate')):.2f}"


def months(**inputs: float) -> str:
    return f"{float(change(runway(), **inputs).runway):.0f}"


def dollars(value: float) -> str:
    return ("−" if round(value) < 0 else "") + f"${abs(round(value)):,}"


def cents(value: float) -> str:
    return ("−" if value < 0 else "") + f"${abs(value):.2f}"


def millions(value: float) -> str:
    return ("−" if value < 0 else "") + f"${abs(value) / 1e6:.1f} million"


def percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f}%".replace("-", "−")


# --- one product


def the_cake() -> Iterator[Row]:
    w = sale()
    every = change(w, pool_wholesale=0.3)
    nothing = float(ck.solve(w, "left_per_unit", to=0, by="pool_wholesale"))
    yield "the company takes {}, which is the $15.90 of the slide. The pool gets {} of it, the inventor {}", [
        cents(w.revenue_per_unit), cents(w.pool_per_unit), cents(w.inventor_per_unit)]  # fmt: skip
    yield "one of the 350 others (assumed) {} cents", [f"{100 * w.one_influencer_per_unit:.1f}"]
    yield "that is {} for the inventor, and {} for each of the others. The company keeps {} a unit, {} a year.", [
        dollars(w.inventor_a_year), dollars(w.one_influencer_a_year), cents(w.left_per_unit),
        dollars(w.company_a_year)]  # fmt: skip
    yield "a unit leaves {}, and the better it sells", [cents(every.left_per_unit)]
    yield "Nothing is left at a pool of {}", [percent(nothing, 1)]
    yield "even this reading leaves {}", [cents(change(every, unit_cost=w.revenue_per_unit * 0.6).left_per_unit)]
    yield "A shop pays {}; 10% pool: {} left; 30%: {}; nothing left at {}", [
        f"{w.wholesale_price + 1e-9:.2f}".join(["$", ""]), cents(w.left_per_unit), cents(every.left_per_unit),
        percent(nothing)]  # fmt: skip


# --- the average product


def the_royalty() -> Iterator[Row]:
    p = portfolio()
    takes = p.development_cost / p.mean_revenue
    yield "= {} of its revenue; the margin is 25%. The royalty that breaks even is 25% − {} = {}", [
        percent(takes), percent(takes), percent(p.royalty_that_breaks_even)]  # fmt: skip
    yield "Royalty that breaks even: {}.", [percent(p.royalty_that_breaks_even)]
    cheap = float(ck.solve(p, "mean_result", to=0, by="development_cost"))
    yield "a development of {}, or 4.6 times the revenue", [dollars(cheap)]
    assert 0.19 < cheap / p.development_cost < 0.23, "about a fifth of what we assume"
    assert launched(royalty=0, margin=0.4).mean_result < 0 > launched(royalty=0).mean_result


def the_tickets() -> Iterator[Row]:
    hits = [f"{launched(launches=n).products_that_pay:.1f}" for n in (36, 104, 239)]
    results = [millions(launched(launches=n).result) for n in (36, 104)]
    yield "Of 36 launches {} repay themselves, of 104 {}, of 239 {}.", hits
    yield "so 36 end at {}, 104 at {}.", results
    yield "104 tickets: about four hits, {}.", [f"−${-launched(launches=104).result / 1e6:.0f} million"]
    yield "{} of the years with 10 launches end below zero, and {} of those with 104", [
        percent(STORED.lost[10]), percent(STORED.lost[104], 1)]  # fmt: skip
    yield "One launch in about {} repays itself", [f"{1 / portfolio().chance_pays:.0f}"]


def the_gate() -> Iterator[Row]:
    for gate, said in ((0, "0 (a lottery)"), (0.1, "0.1 (today, assumed)"), (0.3, "0.3"), (0.45, "0.45"),
                       (0.5, "0.5 (to wish for)"), (0.6, "0.6")):  # fmt: skip
        p = launched(gate=gate)
        lift = f"{p.gate_lift:.2f}" if gate == 0 else f"{p.gate_lift:.1f}" if gate != 0.1 else "1"
        yield f"| {said} | {{}} | {{}} | {{}} |", [lift, dollars(p.mean_result), percent(p.chance_pays)]
    with_it, without = gate_needed(), gate_needed(royalty=0)
    yield "With the royalty the line crosses zero at {}, without it at {}. So the royalty is worth {} of gate", [
        with_it, without, f"{float(with_it) - float(without):.2f}"]  # fmt: skip
    yield "a gate of {}; without royalty 2.8 times, {}.", [with_it, without]
    yield "a hard choice, about {} standard deviations out", [f"{portfolio().mark:.1f}"]


def how_firm() -> Iterator[Row]:
    for said, low, high in (
        ("margin (assumed) | 15% | 40%", {"margin": 0.15}, {"margin": 0.4}),
        ("development (assumed) | $500,000 | $100,000", {"development_cost": 500_000}, {"development_cost": 100_000}),
        ("years on sale (assumed) | 1 | 4", {"selling_years": 1}, {"selling_years": 4}),
    ):
        yield f"| {said} | {{}} to {{}} | {{}} to {{}} |", [
            dollars(launched(**low).mean_result), dollars(launched(**high).mean_result),
            gate_needed(**low), gate_needed(**high)]  # fmt: skip
        for each in (low, high):
            assert launched(**each).mean_result < 0 > launched(**each, royalty=0).mean_result, "no single change"
    yield "| spread (assumed) | 1.5 | 2.2 | not at all | {} to {} |", [gate_needed(spread=1.5), gate_needed(spread=2.2)]
    cheap = launched(development_cost=100_000, selling_years=4)
    yield "four years on sale the average product earns {}, royalty and all", [dollars(cheap.mean_result)]
    corner = launched(margin=0.4, selling_years=4)
    yield "it is {} with it and {} without", [
        dollars(corner.mean_result), dollars(change(corner, royalty=0).mean_result)]  # fmt: skip


# --- the money


def the_money() -> Iterator[Row]:
    yield "lasts {} months with 30 launches a year, {} with 104, {} with 10, {} with none", [
        months(), months(launches_a_year=104), months(launches_a_year=10), months(launches_a_year=0)]  # fmt: skip
    yield "104 launches: {} months. 30: {}. 10: {}. None: {}.", [
        months(launches_a_year=104), months(), months(launches_a_year=10), months(launches_a_year=0)]  # fmt: skip
    yield "= about {}; CashRunway", [f"{12 * 12e6 / (6e6 + 30 * 250_000 - 6_525_999 * 0.15):.1f}"]
    yield "and says {}. Either is right", [months()]
    behind = launched(gate=0.5)
    lifted = behind.mean_revenue / behind.selling_years
    yield "all products lifted to {} a year", [dollars(lifted)]
    yield "the money lasts {} months in place of {}", [
        months(launches_a_year=10, revenue_a_product=lifted), months(launches_a_year=10)]  # fmt: skip
    yield "and nothing else sells, it is {}", [months(launches_a_year=10, revenue_a_product=lifted, on_sale=0)]
    yield "leaves {}; to pay $6 million it takes {} of them a year", [
        dollars(behind.mean_result), f"{6e6 / behind.mean_result:.0f}"]  # fmt: skip


# --- a prize instead of a share


def prize() -> ck.PrizeOrRoyalty:
    p = portfolio()
    middle = p.mean_revenue * math.exp(-(p.spread**2) / 2) / 15.897198
    return ck.PrizeOrRoyalty(prize=0.04 * p.mean_revenue, royalty=0.16, minimum=0, price=15.897198, profit_margin=0.25,
                             median_units=middle, spread=p.spread)  # fmt: skip


def the_prize() -> Iterator[Row]:
    pay = prize()
    assert pay.firm_pays_more == pytest.approx(0, abs=1), "the same for the firm"
    yield "The same {} for each inventor", [dollars(pay.prize)]
    yield "about {} in 100 inventors would gain by it", [f"{100 * (1 - pay.share_better_off):.0f}"]


# --- part B


def the_panel() -> Iterator[Row]:
    panel = launched(gate=0.23)
    yield "It multiplies revenue by {} where 4.6 was needed: {} in place of {}.", [
        f"{panel.gate_lift:.1f}", dollars(panel.mean_result), dollars(portfolio().mean_result)]  # fmt: skip
    yield "a development of $95,000 makes it pay ({})", [dollars(change(panel, development_cost=95_000).mean_result)]
    yield "four years on sale ({}); taking the royalty away does not ({})", [
        dollars(change(panel, margin=0.4, selling_years=4).mean_result),
        dollars(change(panel, royalty=0).mean_result)]  # fmt: skip


def the_dollar_a_unit() -> Iterator[Row]:
    later = ck.RoyaltyWaterfall.from_case(ck.load("quirky", "B"))
    share = float(ck.solve(later, "inventor_per_unit", to=1, by="direct_share"))
    yield "{} of units. The slides have 3%", [percent(share, 1)]


# --- bets, steps and notebooks


def bets() -> Iterator[Row]:
    hits = launched(launches=104).products_that_pay
    assert 3.5 < hits < 4.5 and 1 < portfolio().products_that_pay < 2
    yield "About four, in place of one or two from 36 launches.", []
    yield "About {} times. It takes 4.6 times", [f"{launched(gate=0.5).gate_lift:.1f}"]
    yield "About {} months. Development is paid before a product sells", [months()]
    short = -portfolio().mean_result
    assert (short + launched(royalty=0).mean_result) / short < 0.2
    yield "What the community gets is less than a fifth of what is missing.", []
    yield "About {} times; 4.6 were needed.", [f"{launched(gate=0.23).gate_lift:.1f}"]
    lifted = launched(gate=0.5).mean_revenue / portfolio().selling_years
    assert lifted == pytest.approx(1e6, rel=0.02)
    yield "a million dollars, what a gate of 0.5 would bring", []
    assert change(sale(), pool_wholesale=0.3).left_per_unit < 0
    yield "the first reading leaves the company less than nothing", []


def ending() -> Iterator[Row]:
    share = float(ck.load("quirky", "B").figure("idea-to-product").value)
    yield "About one in {} became a product", [f"{round(1 / share, -2):,.0f}"]


def between_the_cells() -> Iterator[Row]:
    p = portfolio()
    yield "The margin takes 25 cents of a dollar (assumed), the development of an average product {}.", [
        f"{100 * p.development_cost / p.mean_revenue:.0f}"]  # fmt: skip
    yield "at 0.5 a product leaves {} dollars", [f"{launched(gate=0.5).mean_result:,.0f}"]
    assert 1 - prize().share_better_off == pytest.approx(0.8, abs=0.02)
    yield "Four in five would gain by the prize", []
    yield "that is 16 cents of the 25 that are left", []


IN = {
    "teaching-note.md": [the_cake, the_royalty, the_tickets, the_gate, how_firm, the_money, the_prize, the_panel,
                         the_dollar_a_unit],
    "case.yaml": [bets],
    "epilogue.md": [ending],
    "04-quirky.ipynb": [between_the_cells],
}  # fmt: skip


@each_in(IN)
def test_a_text_says_what_the_models_say(name: str, rows: Rows) -> None:
    assert missing(rows, text_of(HOME / name)) == []


def test_the_stored_years_are_those_of_the_formula() -> None:
    """The drawn years and the formulas say the same of hits and money, within what two thousand years allow."""
    for launches, row in STORED.iterrows():
        p = launched(launches=float(launches))
        assert row.hits_low - 0.2 < p.products_that_pay < row.hits_high + 0.2
        assert abs(row.result - p.result) < 2 * (row.result_high - row.result_low)
    runs = ck.simulate_portfolio(portfolio(), [int(each) for each in STORED.index], replications=2000, seed=1)
    means = runs.groupby("launches").mean()
    for column, to in (("hits", 4), ("top_share", 4), ("lost", 4), ("result", 0)):
        assert means[column].round(to).tolist() == STORED[column].tolist()


def test_what_the_spread_is_read_from() -> None:
    """The note of the assumed spread: the best of 36, and how often it brings more than Pivot Power's share."""
    note = ck.load("quirky").figure("spread-175").note
    said_of = {1.5: ("one of eight", 1 / 8), 1.75: ("one of five", 1 / 5), 2.2: ("two of five", 2 / 5)}
    for spread, (said, chance) in said_of.items():
        runs = ck.simulate_portfolio(launched(spread=spread), [36], replications=4000)
        assert float((runs.top_share > 0.4038).mean()) == pytest.approx(chance, abs=0.035), said
        assert said in note
    runs = ck.simulate_portfolio(portfolio(), [36], replications=4000)
    assert float(np.median(runs.top_share)) == pytest.approx(0.27, abs=0.015)


def test_the_minutes_of_the_class_add_up() -> None:
    ends, short = minutes(HOME)
    assert list(ends.values())[-1] == 88
    marks = [ends[name] for name in (
        "How many others can the hit carry?", "“Thirty cents of every dollar.”", "Would more tickets help?",
        "What if the gate knew more?", "Argue, then vote again")]  # fmt: skip
    told = "At minute {} the hit is told, at {} the cake is cut, at {} the tickets are drawn, at {} the gate is found"
    told += ", at {} the second vote is counted."
    assert told.format(*marks) in text_of(HOME / "teaching-note.md")
    assert short == 50
