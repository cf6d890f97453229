"""What a verdict tells: right, the unit, exactly the mistake made, or no answer yet; whatever is handed over."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit.tasks.judge import judge

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def of(sheet: dict[str, Any], id: str, value: Any) -> dict[str, Any]:
    task = next(each for each in sheet["tasks"] if each["id"] == id)
    return judge(task, sheet["students"][0][id], value)


def own_key(sheet: dict[str, Any], id: str) -> Any:
    return sheet["students"][0][id]["key"]


def key(sheet: dict[str, Any], id: str) -> Any:
    return next(each for each in sheet["tasks"] if each["id"] == id)["key"]


def test_right_with_its_unit(practice: dict[str, Any]) -> None:
    value = own_key(practice, "cars")["value"]
    found = of(practice, "cars", {"number": value, "unit": "vehicle"})
    assert (found["verdict"], found["points"], found["help"]) == ("right", 2.0, [])
    rounded = of(practice, "cars", {"number": value * 1.009, "unit": "vehicle"})
    assert rounded["verdict"] == "right"


@pytest.mark.parametrize(("unit", "word"), [("vehicle/year", "is not"), (None, "is missing"), ("day", "is not")])
def test_right_number_wrong_unit(practice: dict[str, Any], unit: str | None, word: str) -> None:
    found = of(practice, "cars", {"number": own_key(practice, "cars")["value"], "unit": unit})
    assert found["verdict"] == "unit" and found["points"] == 1.0
    assert word in found["said"] and "cars" in found["help"][1]


def test_the_mistake_that_was_made_is_named(practice: dict[str, Any]) -> None:
    inputs = practice["students"][0]["cars"]["inputs"]
    found = of(practice, "cars", {"number": inputs["cars_a_year"] * inputs["build_time"], "unit": "vehicle"})
    assert found["verdict"] == "mistake" and found["points"] == 0.0
    assert found["help"][0].startswith("Two clocks are mixed") and found["help"][1] == "Put both on one clock."
    assert "Miske, para 9" in found["help"][2]


def test_two_roads_to_one_number_are_both_named(made: Any) -> None:
    from casekit.tasks.bank import Mistake
    from casekit.tasks.sheet import make_sheet

    cars = made(practice=True).asked[0].task
    both = (Mistake("cars_a_year * 2", "clocks", "This way."), Mistake("2 * cars_a_year", "wrong-sign", "That way."))
    sheet = make_sheet(made(practice=True, tasks=[type(cars)(**{**vars(cars), "mistakes": both})]), variants=1)
    twice = 2 * sheet["students"][0]["cars"]["inputs"]["cars_a_year"]
    found = of(sheet, "cars", {"number": twice, "unit": "vehicle"})
    assert found["verdict"] == "mistake" and found["said"].startswith("Not yet: 2 common mistakes")
    assert found["help"][1] == "This way. Or: That way."


@pytest.mark.parametrize(("factor", "word"), [(1000, "size"), (1e-6, "size"), (-1, "sign"), (1.03, "rounded")])
def test_slips_that_every_number_knows(practice: dict[str, Any], factor: float, word: str) -> None:
    found = of(practice, "cars", {"number": factor * own_key(practice, "cars")["value"], "unit": "vehicle"})
    assert found["verdict"] in ("mistake", "wrong") and word in found["help"][0]


def test_a_share_that_was_taken_for_a_percentage(practice: dict[str, Any]) -> None:
    value = own_key(practice, "share")["value"]
    assert of(practice, "share", {"number": value, "unit": None})["verdict"] == "right"
    assert of(practice, "share", {"number": 100 * value, "unit": None})["verdict"] == "mistake"


def test_a_choice_and_its_reason(practice: dict[str, Any]) -> None:
    right, reason = key(practice, "whom")["right"][0], key(practice, "whom")["because"][0]
    items = next(each for each in practice["tasks"] if each["id"] == "whom")
    other = next(each["id"] for each in items["items"] if each["text"] == "nobody")
    bad = next(each["id"] for each in items["because"]["items"] if each["text"] == "in all")
    assert of(practice, "whom", {"choice": right, "because": reason})["points"] == 2.0
    half = of(practice, "whom", {"choice": right, "because": bad})
    assert (half["verdict"], half["points"], half["help"][1]) == ("partly", 1.0, "Not here.")
    none = of(practice, "whom", {"choice": other, "because": reason})
    assert none["points"] == 0.0 and none["help"][0] == "Only those who came through are counted."
    assert of(practice, "whom", {"choice": right, "because": None})["verdict"] == "odd"


def test_an_order_is_worth_its_pairs(practice: dict[str, Any]) -> None:
    ranks = key(practice, "order")["ranks"]
    best = sorted(ranks, key=ranks.__getitem__)
    assert of(practice, "order", best)["points"] == 2.0
    swapped = of(practice, "order", [best[1], best[0], best[2]])
    assert swapped["said"].startswith("2 of 3 pairs") and swapped["points"] == 0.5
    assert of(practice, "order", best[::-1])["points"] == 0.0
    assert of(practice, "order", best[:2])["verdict"] == "odd"


def test_what_is_as_good_as_its_neighbor_may_stand_either_way(practice: dict[str, Any]) -> None:
    ranks = key(practice, "tied")["ranks"]
    one, *middle, last = sorted(ranks, key=ranks.__getitem__)
    assert of(practice, "tied", [one, *middle, last])["verdict"] == "right"
    assert of(practice, "tied", [one, *middle[::-1], last])["verdict"] == "right"


def test_striking_what_follows_costs_what_striking_the_other_brought(practice: dict[str, Any]) -> None:
    (right,) = key(practice, "strike")["right"]
    ids = [each["id"] for each in next(t for t in practice["tasks"] if t["id"] == "strike")["items"]]
    assert of(practice, "strike", [right])["points"] == 2.0
    both = of(practice, "strike", ids)
    assert both["points"] == 0.0 and "2 that do" in both["said"]
    assert of(practice, "strike", [])["verdict"] == "odd"


def test_sorting_takes_either_place_where_either_will_do(practice: dict[str, Any]) -> None:
    bins = key(practice, "sort")["bins"]
    for which in (0, -1):
        assert of(practice, "sort", {id: places[which] for id, places in bins.items()})["verdict"] == "right"
    all_paid = of(practice, "sort", dict.fromkeys(bins, "paid"))
    assert all_paid["said"] == "2 of 3 stand where they belong." and all_paid["points"] == 1.0
    missing = of(practice, "sort", {next(iter(bins)): "paid"})
    assert missing["said"] == "2 of 3 are still to be placed."


def test_a_line_is_right_flat_or_off(practice: dict[str, Any]) -> None:
    values = own_key(practice, "sketch")["values"]
    assert of(practice, "sketch", [value + 10 for value in values])["verdict"] == "right"
    assert of(practice, "sketch", [40.0] * len(values))["help"][1] == "Longer in the hall?"
    off = of(practice, "sketch", [values[0], values[1] + 200, *values[2:]])
    assert off["points"] == 1.0 and off["help"][0] == "At 14 days your line is too high."
    assert of(practice, "sketch", values[:2])["said"] == "The line has 2 of its 4 points. Draw all of them."


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("variable_cost + wage * staff / buyers_a_year", "right"),
        ("price = (variable_cost × buyers_a_year + staff × wage) ÷ buyers_a_year", "right"),
        ("wage*staff/buyers_a_year", "mistake"),
        ("2 * (variable_cost + wage * staff / buyers_a_year)", "wrong"),
        ("wages * staff", "odd"),
        ("__import__('os')", "odd"),
        ("1 +", "odd"),
        ("(" * 500 + "wage" + ")" * 500, "odd"),
        ("2 ** 2 ** 2 ** 2 ** 2 ** 2", "wrong"),
    ],
)
def test_a_formula_is_compared_as_a_formula(practice: dict[str, Any], text: str, verdict: str) -> None:
    assert of(practice, "formula", text)["verdict"] == verdict


def test_a_formula_off_by_a_factor_is_told_the_factor(practice: dict[str, Any]) -> None:
    found = of(practice, "formula", "12 * (variable_cost + wage * staff / buyers_a_year)")
    assert found["help"][0] == "It is always 12 times what it should be."


def test_a_function_is_read_and_never_run(practice: dict[str, Any]) -> None:
    plain = "def price(parts, wage, staff, buyers):\n    wages = wage * staff\n    return parts + wages / buyers\n"
    assert of(practice, "function", {"source": plain})["verdict"] == "right"
    assert of(practice, "function", {"source": "lambda a, b, c, d: b * c / d"})["verdict"] == "mistake"
    more = "def price(a, b, c, d):\n    open('/tmp/x', 'w')\n    return a"
    found = of(practice, "function", {"source": more})
    assert found["verdict"] == "recorded" and found["points"] is None


def test_a_function_whose_length_doubles_at_each_step_is_worked_out_at_once(practice: dict[str, Any]) -> None:
    doubling = "".join(f"    a = a + a + {at}\n" for at in range(300))
    assert of(practice, "function", {"source": f"def price(a, b, c, d):\n{doubling}    return a"})["verdict"] == "wrong"


def test_a_bet_is_no_matter_of_points_but_what_it_missed_is(practice: dict[str, Any]) -> None:
    when = {name: id for id, name in key(practice, "bet")["when"].items()}
    assert of(practice, "bet", {"bet": 5, "missed": None})["verdict"] == "placed"
    assert of(practice, "bet", {"bet": 5, "missed": when["below"]})["points"] == 2.0
    assert of(practice, "bet", {"bet": 5, "missed": when["above"]})["points"] == 0.0
    assert of(practice, "bet", {"bet": 80, "missed": when["near"]})["points"] == 2.0
    assert of(practice, "bet", {"bet": 80, "missed": when[""]})["points"] == 0.0


def test_an_essay_waits_for_a_reader_and_has_an_end(practice: dict[str, Any]) -> None:
    assert of(practice, "essay", "I fund it when ten have paid.")["points"] is None
    assert of(practice, "essay", "word " * 121)["said"] == "This has 121 words; 120 are the most. Shorten it."
    assert of(practice, "essay", " \n")["verdict"] == "odd"


def test_what_counts_is_recorded_and_nothing_is_told(graded: dict[str, Any]) -> None:
    for task in graded["tasks"]:
        assert task["key"] is None and graded["students"][0][task["id"]]["key"] is None
    for number in (1, 54.7):
        found = of(graded, "cars", {"number": number, "unit": "vehicle"})
        assert (found["verdict"], found["points"], found["help"]) == ("recorded", None, [])
    assert of(graded, "cars", {"number": math.nan, "unit": "vehicle"})["verdict"] == "odd"


@given(ANYTHING)
def test_whatever_is_handed_over_gets_a_sentence_and_never_an_error(practice: dict[str, Any], value: Any) -> None:
    for task in practice["tasks"]:
        for given_ in (value, {"number": value, "unit": value}, {"choice": value, "because": value}, {"bet": value}):
            found = judge(task, practice["students"][0][task["id"]], given_)
            assert found["said"] and found["points"] in (None, 0.0, *_worth(task))
            json.dumps(found, allow_nan=False)


def _worth(task: dict[str, Any]) -> list[float]:
    return [task["points"] * quarter / 4 for quarter in range(1, 5)]
