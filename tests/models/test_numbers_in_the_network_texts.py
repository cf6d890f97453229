"""The numbers that the second Local Motors class says of its models, computed again: in bets, steps and the note.

A row is a piece of a text, without its links, with holes for what is computed. It fails when the text changes, and when
a model, a figure or the stored simulation does. Linked numbers are held by `casekit validate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import casekit as ck
from casekit._paths import cases_dir
from casekit.engine import change, seen_of, times_of

Row = tuple[str, list[str]]

HOME = Path(cases_dir()) / "local-motors"
NETWORK = HOME / "walks" / "network"
STORED = pd.read_csv(HOME / "simulations" / "waiting.csv").set_index("buyers_a_year")
CURVES = {50_000: (0.03, 0.38), 500_000: (0.003, 0.38), 6_000: (0.38, 0.5)}
DAYS = {"mid-2008-12": 265, "mid-2009-07": 477, "mid-2010-05": 781, "2011-05-26": 1157,
        "2012-03": 1460, "mid-2012-11": 1696, "mid-2017-06": 3369, "2018-03": 3650}  # fmt: skip


@cache
def text_of(name: str, *, lines: bool = False) -> str:
    """A text without links and marks of emphasis, in one line or in its own."""
    text = re.sub(r"\[([^\]]*)\]\(fig:[^)]*\)", r"\1", (NETWORK / name).read_text(encoding="utf-8")).replace("*", "")
    return text if lines else re.sub(r"\s+", " ", text)


@cache
def plan() -> ck.Rollout:
    return ck.Rollout.from_case(ck.load("local-motors", walk="network"), variable_cost="variable-cost-47000")


def rollout(**inputs: float | str) -> ck.Rollout:
    return change(plan(), **inputs)


@cache
def growth(potential: int, **inputs: float) -> ck.CommunityGrowth:
    innovation, imitation = CURVES[potential]
    start = ck.CommunityGrowth.from_case(ck.load("local-motors", walk="network"))
    return change(start, potential=potential, innovation=innovation, imitation=imitation, horizon=10, **inputs)


def members(potential: int, when: str) -> float:
    curve = growth(potential)
    return float(np.interp(DAYS[when] / 365, times_of(curve), curve.members))


def taking_part(potential: int, share: float) -> tuple[float, float]:
    """Those who take part 26 months after the opening (25 May 2010), and at the end of year 4."""
    active = growth(potential, active_share=share).active
    return float(active[25]), float(active[47])


def rounded(value: float, to: int) -> str:
    return f"{round(value / to) * to:,}"


def millions(dollars: float, digits: int = 1) -> str:
    return f"{dollars / 1e6:.{digits}f}".removesuffix(".0").replace("-", "−")


def one_digit(dollars: float) -> str:
    return f"{dollars / 1e6:.1f}".replace("-", "−")


def percent(share: float) -> str:
    return f"{100 * share:.0f}%".replace("-", "−")


def cost_that_ends_at_zero(**inputs: float) -> float:
    """The cost of a car at which all money is back at the end of 12 years: the undiscounted sum is zero."""
    return float(ck.solve(rollout(**inputs, discount_rate=0), "npv", to=0, by="variable_cost"))


def third_year_taken_as_full() -> float:
    """The worst moment by hand, with a factory that is half full, three quarters full, then full."""
    opened = 40 / 11
    year = [opened * (6 * sum([0.5, 0.75, 1][:n]) - 2.8 * n - 6) for n in (1, 2, 3)]
    return -sum(year)


def odds(near: int, far: int, without: float | None = None, month: str = "") -> float:
    """How many times the fit holds one curve likelier than another: its errors to the power of the counts over two."""
    counts = [c for c in seen_of(growth(near))["members"] if not (c.value == without and str(c.figure.as_of) == month)]
    errors = {}
    for each in (near, far):
        curve = growth(each)
        modeled = np.interp([count.time for count in counts], times_of(curve), curve.members)
        errors[each] = float(np.sum(np.log(modeled / [count.value for count in counts]) ** 2))
    return float((errors[far] / errors[near]) ** (len(counts) / 2))


# --- the money


def the_first_years() -> Iterator[Row]:
    p = rollout()
    left = p.cars * (p.price - p.variable_cost)
    for at in range(4):
        cells = [f"{p.open_factories[at]:.2f}", f"{p.working[at]:.2f}"]
        cells += [one_digit(x[at]) for x in (left, -p.wages, -p.investment, p.cash, p.cash_position)]
        yield f"| {at + 1} | {{}} | {{}} | {{}} | {{}} | {{}} | {{}} | {{}} |", cells
    yield "So ${} million, about a sixth of", [millions(p.peak_need)]
    yield "year 3 ends at ${} million", [f"{third_year_taken_as_full():.1f}"]
    yield "finds ${} million: right method", [f"{third_year_taken_as_full():.0f}"]


def what_moves_it() -> Iterator[Row]:
    costs = [rollout(variable_cost=cost) for cost in (46_000, 46_500, 47_000, 47_500, 48_000, 49_000)]
    yield "| Money needed, millions | {} | {} | {} | {} | {} | {} |", [millions(p.peak_need, 0) for p in costs]
    yield "| Rate over 12 years | {} | {} | {} | {} | {} | none |", [percent(p.irr) for p in costs[:-1]]
    assert costs[-1].sign_changes == 0
    late, early = (float(ck.solve(rollout(discount_rate=r), "npv", to=0, by="variable_cost"))
                   for r in ("discount-late", "discount-early"))  # fmt: skip
    yield (
        "to the late investor at ${}, to the early one at ${}. So ${} of a car lies",
        [f"{late:,.0f}", f"{early:,.0f}", f"{late - early:,.0f}"],
    )
    slow = [rollout(ramp_up=years) for years in (0, 1, 2, 3)]
    yield "ramp-up 0, 1, 2, 3 years: ${}, ${}, ${} and ${} million; the rate falls from {} to {}, {} and {}.", [
        *(millions(p.peak_need, 0) for p in slow), *(percent(p.irr) for p in slow)]  # fmt: skip
    yield "Ramp-up 0, 1, 2, 3 years: {}, {}, {}, {}.", [millions(p.peak_need, 0) for p in slow]
    hasty = [rollout(rollout_years=years) for years in (12, 11, 8, 6, 4)]
    needs = [millions(p.peak_need) for p in hasty]
    yield "in 12, 11, 8, 6, 4 years: ${}, ${}, ${}, ${} and ${} million, while the rate only moves from {} to {}.", [
        *needs, percent(hasty[0].irr), percent(hasty[-1].irr)]  # fmt: skip
    yield "Years 12, 11, 6, 4: {}, {}, {}, {}.", [needs[0], needs[1], needs[3], needs[4]]
    yield "A car at $46,000, $47,000, $48,000: {}, {}, {}.", [millions(costs[at].peak_need, 0) for at in (0, 2, 4)]
    seen = rollout(horizon=8)
    assert seen.peak_need == plan().peak_need
    yield "the deepest point is the same, but the rate there is {}", [percent(seen.irr)]


def rates_and_losses() -> Iterator[Row]:
    plans = [rollout(planned_factories=n) for n in (20, 25, 40, 50)]
    yield "Every plan at the same pace earns {}", [percent(plans[0].irr)]
    assert {percent(p.irr) for p in plans} == {percent(plan().irr)}
    yield "they need ${} million (20), ${} million (25), ${} million (40) and ${} million (50)", [
        f"{p.peak_need / 1e6:.2f}".removesuffix("0").removesuffix(".0") for p in plans]  # fmt: skip
    worth = [
        f"{rollout(discount_rate=rate).npv / 1e6:.1f}".replace("-", "−$")
        for rate in ("discount-early", "discount-late")
    ]
    yield "Measured at 42% the plan for 40 is worth {} million (net present value), at 33% ${} million.", worth
    at_once = rollout(planned_factories=1, rollout_years=1)
    yield "over 20 years the plan earns {}, and one factory that opens at once (not over 11 years) earns {}", [
        percent(rollout(horizon=20).irr), percent(at_once.irr)]  # fmt: skip
    nothing = rollout(variable_cost=50_000)
    assert nothing.sign_changes == 0
    yield "12 years of 40 factories lose ${} million", [f"{-nothing.cash_position[-1] / 1e6:,.0f}"]
    dear = rollout(variable_cost=48_000)
    yield "at $48,000 the years do turn, the plan ends ${} million short, and the rate is {}.", [
        millions(-dear.cash_position[-1], 0), percent(dear.irr)]  # fmt: skip
    learned = change(nothing, learning=0.02)
    yield "With only 2% saved at each doubling the same plan needs ${} million and earns {}.", [
        millions(learned.peak_need, 0), percent(learned.irr)]  # fmt: skip
    yield "The plan builds some {} cars, nearly eight doublings", [rounded(learned.cars_so_far[-1], 1000)]
    assert 7.8 < np.log2(learned.cars_so_far[-1] / 2000) < 8
    few = rollout(cars_a_year=63)
    yield "and 40 of them ${} million in 12 years", [millions(-few.cash_position[-1], 0)]
    enough = float(ck.solve(rollout(discount_rate=0), "npv", to=0, by="cars_a_year"))
    yield (
        "from about {} cars a year on; at 1,500 the plan earns {}.",
        [rounded(enough, 10), percent(rollout(cars_a_year=1500).irr)],
    )


# --- the line


def the_line() -> Iterator[Row]:
    for orders in (63, 250, 280, 300, 312, 330):
        row = STORED.loc[orders]
        wait = {280: f"{row.wait_days:.1f}", 330: f"{row.wait_days:.0f}, and growing"}.get(
            orders, f"{row.wait_days:.0f}"
        )
        if orders in (300, 312):
            digits, more = (1, "") if orders == 300 else (0, ", and growing")
            said = [f"{each:.{digits}f}" for each in (row.wait_days, row.wait_days_low, row.wait_days_high)]
            wait = f"{said[0]} ({said[1]} to {said[2]}){more}"
        yield f"| {orders} | {{}} | {{}} | {{}} |", [percent(orders / 312), wait, f"{row.hall_days:.1f}"]
    yield "at 306 they show about {} days", [f"{STORED.loc[306].wait_days:.0f}"]
    yield "at 300 about {} and the long run", [f"{STORED.loc[300].wait_days:.0f}"]
    for before, after in ((280, 290), (290, 300)):
        assert 2.5 < STORED.loc[after].wait_days / STORED.loc[before].wait_days < 4, "about three times as long"


def the_two_together() -> Iterator[Row]:
    all_of_them, half = (cost_that_ends_at_zero(cars_a_year=312, staff=people) for people in (40, 20))
    yield "a car may cost about ${} with 40 people, ${} with 20.", [rounded(all_of_them, 100), rounded(half, 100)]
    yield "and about ${} for the factory as well", [rounded(50_000 - all_of_them, 100)]
    assert rollout(cars_a_year=312, staff=1).cash_position[-1] < 0, "Fewer people alone never do it."
    lean = rollout(cars_a_year=312, staff=20, variable_cost=36_000)
    yield "40 factories of 312 cars need ${} million and earn {}", [millions(lean.peak_need, 0), percent(lean.irr)]


# --- the community


def the_curves() -> Iterator[Row]:
    columns = {"mid-2008-12": 10, "mid-2009-07": 10, "mid-2010-05": 10, "2012-03": 100, "2018-03": 100}
    for potential, (innovation, imitation) in CURVES.items():
        to = {**columns, "2018-03": 1000} if potential == 500_000 else columns
        cells = [rounded(members(potential, when), each) for when, each in to.items()]
        yield f"| {potential:,}, {innovation}, {imitation} | {{}} | {{}} | {{}} | {{}} | {{}} |", cells
    begun = members(50_000, "2011-05-26")
    yield (
        "{} or more if it has only begun, {} if it is nearly full",
        [rounded(begun, 1000), rounded(members(6_000, "2011-05-26"), 100)],
    )
    assert members(500_000, "2011-05-26") > begun


def those_who_work() -> Iterator[Row]:
    now, by_ceiling, by_share = taking_part(50_000, 0.01), taking_part(500_000, 0.01), taking_part(50_000, 0.04)
    yield "in May 2010 from {} to {}, and at the end of year 4 from {} to {}; the share of 4% makes them {} and {}.", [
        f"{each:.0f}" for each in (now[0], by_ceiling[0], now[1], by_ceiling[1], *by_share)]  # fmt: skip
    yield "Ceiling up: {} for {}. Share up: {}.", [f"{each:.0f}" for each in (by_ceiling[0], now[0], by_share[0])]


def what_the_fit_says() -> Iterator[Row]:
    found = ck.fit(growth(50_000), "members", by=["potential", "innovation", "imitation"])
    assert found.inputs.set_index("input").loc["potential", "tells"] == "the counts do not tell"
    low, high = (rounded(float(found.band.iloc[-1][end]), 100) for end in ("low", "high"))
    yield "for March 2018 between {} and {} members", [low, rounded(float(high.replace(",", "")), 1000)]
    assert odds(6_000, 500_000) == pytest.approx(16, abs=0.5), "about sixteen to one"
    assert 20 < odds(6_000, 50_000) < 25, "over twenty to one"
    for far in (50_000, 500_000):
        assert 1.5 < odds(6_000, far, 2000, "2009-01") < 2.5, "two to one"
        assert odds(6_000, far, 1600, "2009-02") > 100, "over a hundred to one"


def later_curves() -> Iterator[Row]:
    ends = [rounded(members(each, "mid-2012-11"), 1000) for each in (6_000, 50_000, 500_000)]
    late = [rounded(members(each, "mid-2017-06"), 1000) for each in (6_000, 50_000, 500_000)]
    yield "say {}, {} and {} for November 2012 and {}, {} and {} for June 2017", [*ends, *late]


# --- bets and steps


def bets() -> Iterator[Row]:
    p = plan()
    yield "${} million, at the end of the third year", [millions(p.peak_need)]
    assert int(np.argmin(p.cash_position)) == 2 and p.cash[3] > 0 and (p.cash[3:] > 0).all()
    yield "factories earns {} a year over 12 years", [percent(rollout(planned_factories=20).irr)]
    yield "The same {}.", [percent(rollout(planned_factories=50).irr)]
    yield "About {} days.", [f"{STORED.loc[300].wait_days:.0f}"]
    yield "says about {} for March 2018", [rounded(members(50_000, "2018-03"), 1000)]
    yield "About {}, three times as many", [rounded(members(500_000, "2018-03"), 1000)]
    assert members(500_000, "2018-03") / members(50_000, "2018-03") == pytest.approx(3, abs=0.2)
    yield "say about {} and {} for that month, the third {}.", [
        rounded(members(each, "mid-2012-11"), 1000) for each in (50_000, 500_000, 6_000)]  # fmt: skip
    posting = 0.01 + 0.09  # of a hundred members by the rule of thumb: one does nearly all, nine do a little
    yield "of 20,000 who post that would be {}.", [f"{20_000 * 0.01 / posting:,.0f}"]


def steps() -> Iterator[Row]:
    yield (
        "With 20 people that takes a car of about ${}.",
        [rounded(cost_that_ends_at_zero(cars_a_year=312, staff=20), 100)],
    )
    now, then = taking_part(50_000, 0.01), taking_part(500_000, 0.01)
    yield "in May 2010 about {} take part instead of {}, at the end of year 4 {} instead of {}.", [
        f"{each:.0f}" for each in (then[0], now[0], then[1], now[1])]  # fmt: skip


IN = {
    "teaching-note.md": [the_first_years, what_moves_it, rates_and_losses, the_line, the_two_together, the_curves,
                         those_who_work, what_the_fit_says, later_curves],
    "walk.yaml": [bets, steps],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rows"), [(name, each) for name in IN for each in IN[name]], ids=lambda x: getattr(x, "__name__", x)
)
def test_a_text_says_what_the_models_say(name: str, rows: Callable[[], Iterator[Row]]) -> None:
    missing = [said for piece, values in rows() if (said := piece.format(*values)) not in text_of(name)]
    assert not missing


def test_at_the_limit_of_the_weekends_the_wait_has_no_end() -> None:
    """The note: about 24 days over ten years, 50 over forty, and longer after that."""
    hall = ck.MicroFactory.from_case(ck.load("local-motors"))
    runs = ck.simulate_factory(hall, 312, years=40, warm_up=2, replications=10, seed=1, progress=False)
    assert runs["wait_days"].mean() > 1.5 * STORED.loc[312].wait_days
    assert "over 10, 40 and 160 years is about 24, 50 and 120 days" in text_of("teaching-note.md")


def test_the_minutes_of_the_class_add_up() -> None:
    note = text_of("teaching-note.md", lines=True)
    table = note.split("## Teaching plan")[1].split("Against the clock.")[0]
    blocks = re.findall(r"^\| (\d) \|.*\| ([^|]+) \|$", table, re.MULTILINE)
    marks = np.cumsum([int(minutes) for minutes, _ in blocks])
    ends = dict(zip((board for _, board in blocks), marks, strict=True))
    assert ends["What happened"] == 80
    assert (
        f"The money is done at minute {ends['The money']}, the line at {ends['The line']}, "
        f"the community at {ends['The community']}, the vote at {ends['Vote']}."
    ) in text_of("teaching-note.md")
    short = re.findall(r"\((\d+)\)", note.split("In 50 minutes:")[1].split("\n")[0])
    assert sum(map(int, short)) == 50
