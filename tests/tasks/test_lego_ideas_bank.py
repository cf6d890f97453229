"""What is special to the tasks on LEGO Ideas: numbers that texts work out, and what no draw may change."""

from __future__ import annotations

import re

import pytest

import casekit as ck
from casekit._html import plain
from casekit.engine import change
from casekit.models import model_named
from casekit.tasks.judge import judge
from casekit.tasks.read import read_assignment
from casekit.tasks.values import value_of

from ._banks import bank, of

NAME = "lego-ideas"
CASE = ck.load(NAME, part="B")
FUNNEL = model_named("StageGateFunnel").from_case(ck.load(NAME))


def value(id: str) -> float:
    return float(CASE.figure(id).value)


def at(output: str, **inputs: float) -> float:
    return float(getattr(change(FUNNEL, **inputs), output))


def test_the_range_of_none_is_the_one_of_the_model() -> None:
    """The task says Wilson's formula for a count of none, which the model has for every count."""
    _task, _shared, students = of(NAME, "none-of-so-many")
    for own in students:
        wilson = at("seen_high", qualified_seen=own["inputs"]["looked_at"], approved_seen=0)
        assert own["key"]["value"] == pytest.approx(wilson, rel=1e-9)


def test_a_chance_rounded_on_the_way_is_no_mistake() -> None:
    """0.11% for 0.1125%: who rounds so, and takes the royalty to the dollar, is right."""
    _task, shared, students = of(NAME, "pay-an-hour")
    for own in students:
        royalty = round(0.007 * 99.99 * own["inputs"]["units_sold"])
        pay = 0.0011 * royalty / own["inputs"]["hours"]
        assert judge(shared, own, value_of(shared, own, (pay, "dollars an hour")))["verdict"] == "right"


def test_the_first_gate_is_not_in_the_chance_from_the_start() -> None:
    _task, shared, (own, *_) = of(NAME, "chance-from-the-start")
    for text in (
        "approvals_a_round / (submitted / rounds_a_year)",
        "chance = qualify_share × (rounds_a_year × approvals_a_round ÷ (submitted × qualify_share))",
    ):
        assert judge(shared, own, text)["verdict"] == "right"
    wide, narrow = (at("chance_from_start", qualify_share=share) for share in (0.04275, 0.0072))
    assert wide == pytest.approx(narrow)


def test_a_level_or_a_straight_line_is_wrong_for_everybody() -> None:
    """Whatever is drawn, neither any level line nor the straight one between the right ends passes."""
    _task, shared, students = of(NAME, "more-in-line")
    for own in students:
        right = own["key"]["values"]
        straight = [right[0] - (right[0] - right[3]) * (x - 500) / 3500 for x in (500, 1000, 2000, 4000)]
        for line in (straight, *([level / 100] * 4 for level in range(61))):
            assert judge(shared, own, line)["verdict"] != "right"


def test_the_ranges_are_wilsons_and_they_overlap() -> None:
    text = str(bank(NAME).task("a-better-year"))
    ends = []
    for year, (approved, qualified) in {"2017": (2, 24), "2019": (7, 31)}.items():
        seen = [at(f"seen_{end}", approved_seen=approved, qualified_seen=qualified) for end in ("low", "high")]
        assert all(f"{100 * each:.1f}%" in text for each in seen)
        assert seen == pytest.approx([CASE.figure(f"rate-{year}").low, CASE.figure(f"rate-{year}").high], abs=1e-4)
        ends.append(seen)
    assert ends[0][1] > ends[1][0] and "between 11.4% and 25.8%" in text
    assert f"{100 * 5 / 24:.1f}%" in text  # with three approvals more
    tenfold = (
        at("seen_high", approved_seen=20, qualified_seen=240),
        at("seen_low", approved_seen=70, qualified_seen=310),
    )
    assert tenfold[0] < tenfold[1]  # "With ten times as many ideas these ranges would not meet."


def test_the_rate_falls_though_no_fewer_are_approved() -> None:
    """What the task says of the rounds, and that LEGO's own number of sets gives the rate that it names."""
    text = str(bank(NAME).task("calendar-or-quality"))
    assert value("approvals-2015-2019") == pytest.approx(1.5, abs=0.05) and "1.5 in a round" in text
    assert value("sets-a-year-lego") / value("rounds-a-year") == FUNNEL.approvals_a_round == 1.5
    assert value("rate-57") == pytest.approx(at("approval_rate"))
    assert value("times-more") == pytest.approx(6, rel=0.02)  # "six times as many", "a sixth"
    assert value("rate-57") == pytest.approx(value("rate-2015-2019") / 6, rel=0.02)


def test_the_assignment_gives_no_bet_of_the_class_away() -> None:
    """It is done before class: what a class bets on stands in it only where the case asks for it beforehand.

    The case asks at its end for today's sets, for the pay of an hour and for the rate of the round of 57.
    """
    assert "before" in read_assignment(NAME).title and "after class" in read_assignment(f"{NAME}-practice").about
    asked = "".join(str(each.task) for each in read_assignment(NAME).asked)
    cited = set(re.findall(r"fig:([\w-]+)", asked))
    answers = {bet.figure for bet in CASE.bets if bet.part == "A" and bet.figure}
    assert cited & answers <= {"sets-on-the-day"} and not cited & {
        "approvals-2020",
        "approved-2020-decided",
        "chance-now",
    }


def test_the_line_runs_where_its_words_say() -> None:
    chart = bank(NAME).task("calendar-or-quality").chart
    assert chart is not None and (chart.low, chart.high) == (700, 8_000)
    said = [int(each) / 100 for each in re.findall(r"about (\d+)%", chart.alt)]
    assert said == [pytest.approx(at("approval_rate", submitted=x), abs=0.005) for x in (700, 8_000)]


def test_the_levers_do_what_is_said_of_them() -> None:
    consolation = (FUNNEL.qualify_share - FUNNEL.chance_from_start) * 500
    pays = [
        at("royalty_an_hour", royalty=0.1),
        at("royalty_an_hour", approvals_a_round=3),
        at("royalty_an_hour", hours=75),
        (FUNNEL.expected_royalty + consolation) / FUNNEL.hours,
        at("royalty_an_hour", net_share=0.8),
        at("royalty_an_hour", qualify_share=value("qualify-ten")),
        at("royalty_an_hour", submitted=2 * FUNNEL.submitted),
    ]
    items = bank(NAME).task("order-the-levers").items
    for item, pay, next_ in zip(items, pays, [*pays[1:], 0], strict=True):
        assert f"${pay:.2f}" in plain(item.why), item
        assert pay == pytest.approx(next_) or pay > 1.05 * next_  # none of them is a matter of a cent
    assert f"${consolation:.2f} more" in plain(items[3].why)
    assert round(1 / (FUNNEL.qualify_share - FUNNEL.chance_from_start)) == 24
    assert [item.same for item in items] == [place == 2 for place in range(7)]


def test_the_hours_behind_a_set_are_everybodys() -> None:
    _task, _shared, (own, *_) = of(NAME, "hours-behind-a-set")
    assert own["answer"] == pytest.approx(value("hours-a-year") / value("sets-a-year-lego"))


def test_the_sets_and_rounds_are_counted_as_the_tables_have_them() -> None:
    sets, rounds = (table[table["part"] == "A"] for table in (CASE.tables["sets"], CASE.tables["review_rounds"]))
    assert len(sets) == value("sets-on-the-day")
    told = rounds[rounds["round"].str.contains("201[5-9]")].groupby("series")["value"].sum()
    assert told["qualified"] == value("qualified-2015-2019") and told["approved"] == value("approved-2015-2019")
    none = rounds[(rounds["series"] == "approved") & (rounds["value"] == 0)]["round"].tolist()
    assert "First 2015" in none and value("most-2015-2019") == 13  # "In 2015 a round of 13 ended without an approval."
    assert value("approved-2020-07") - value("sets-2020-07") == 7  # "Seven fewer than were approved by then."


def test_as_much_as_the_outlet_is_more_than_any_set_is_assumed_to_sell() -> None:
    """What the task is for: at every price that is drawn it takes more than the case dares to assume, 75,000."""
    _task, _shared, students = of(NAME, "as-much-as-the-outlet")
    assert min(own["key"]["value"] for own in students) > 3 * value("units-sold")
    assert max(own["inputs"]["outlet_price"] for own in students) <= value("bdp-price") + 10


def test_what_options_say_in_passing_stands_in_the_case() -> None:
    """Numbers of texts that have no link: the ends of ranges, and what two figures give together."""
    refused = f"At {FUNNEL.approvals_a_round:g} approvals {value('refused-57'):g} of them"
    assert refused in str(bank(NAME).task("what-23-says"))
    assert value("bdp-royalty") / value("royalty-rate") == pytest.approx(5)  # "Five times the share"
    assert (CASE.figure("median-days").low, CASE.figure("median-days").high) == (52, 396)
    assert f"day {10_000 / 3_000 * 200:.0f}," in str(bank(NAME).task("whose-median"))
