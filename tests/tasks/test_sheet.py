"""What a student gets: own numbers, each wrong road apart from the right one, and no key to what counts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from casekit._errors import KitError
from casekit.tasks.bank import Answer, Item, Mistake, Range
from casekit.tasks.sheet import make_sheet


def test_the_question_holds_the_students_own_numbers(practice: dict[str, Any]) -> None:
    task, own = practice["tasks"][0], practice["students"][0]["cars"]
    text = task["question"]
    for at, said in enumerate(own["said"]):
        text = text.replace(f"{{{at}}}", said)
    cars, days = own["inputs"]["cars_a_year"], own["inputs"]["build_time"]
    assert text == f"One factory builds {cars:,.0f} cars a year, each in {days:.0f} days. How many stand half-built?"


def test_a_number_is_said_as_it_is_reckoned(made: Any) -> None:
    """16.25 was said as 16.3: who reckons by hand with what is said has to meet the answer, to the last digit."""
    cars, share = (made(practice=True).asked[at].task for at in (0, 1))
    days = replace(cars, draws={"cars_a_year": Range(1_234.5, 1_234.6, 0.1), "build_time": Range(16.25, 16.3, 0.05)})
    text = replace(share, question="Of {reserved} orders?", draws={"reserved": Range(20.125, 20.125, 1)}, id="bare")
    sketch = next(each.task for each in made(practice=True).asked if each.task.kind == "sketch")
    assert sketch.sketch is not None
    line = replace(sketch, sketch=replace(sketch.sketch, at=(10.25, 20.5)))
    sheet = make_sheet(made(practice=True, tasks=[days, text, line]), [f"C{at}" for at in range(20)])
    for own in sheet["students"]:
        cars_a_year, build_time = own["cars"]["inputs"]["cars_a_year"], own["cars"]["inputs"]["build_time"]
        assert own["cars"]["said"] == [f"{cars_a_year:,.1f}", f"{build_time:g} days"]
        assert own["bare"]["said"] == ["20.125"]
    assert {own["cars"]["said"][1] for own in sheet["students"]} == {"16.25 days", "16.3 days"}
    assert sheet["tasks"][2]["x"]["said"] == ["10.25 days", "20.5 days"]


def test_what_counts_comes_without_anything_of_its_key(graded: dict[str, Any], made: Any) -> None:
    text = json.dumps(graded)
    full = make_sheet(made(practice=False), ["K7M42", "9QX34"], b"key", keys=True)
    assert graded["students"][0]["cars"]["inputs"] == full["students"][0]["cars"]["inputs"]
    for words in (
        "Put both on one clock.",
        "And the parts?",
        "Not here.",
        '"asked": "USD/vehicle"',
        "clocks are mixed",
    ):
        assert words in json.dumps(full) or words.startswith('"asked')
        assert words not in text
    assert all(unit["factor"] is None for unit in graded["tasks"][0]["units"])
    assert str(full["students"][0]["cars"]["key"]["value"]) not in text


def test_the_place_in_the_bank_tells_nothing(graded: dict[str, Any]) -> None:
    for task in graded["tasks"]:
        if task["kind"] in ("choose", "order", "sort"):
            ids = [each["id"] for each in task["items"]]
            assert ids == sorted(ids)


def test_each_has_numbers_of_their_own_and_the_key_decides(made: Any) -> None:
    codes = [f"C{at:04}" for at in range(60)]
    one, same, other = (
        [own["cars"]["inputs"] for own in make_sheet(made(practice=False), codes, key)["students"]]
        for key in (b"one", b"one", b"other")
    )
    assert one == same and one != other
    assert len({tuple(each.values()) for each in one}) > 50


def test_a_wrong_road_is_never_within_reach_of_the_right_answer(made: Any) -> None:
    # At 12 days `cars_a_year / 30` is within a percent of the right answer, which is cars * days / 365.
    cars = replace(made(practice=True).asked[0].task, mistakes=(Mistake("cars_a_year * 12.1 / 365", "clocks"),))
    sheet = make_sheet(made(practice=True, tasks=[cars]), [f"C{at}" for at in range(200)])
    assert 12.0 not in {own["cars"]["inputs"]["build_time"] for own in sheet["students"]}


def test_a_road_that_cannot_be_told_from_the_right_one_is_named(made: Any) -> None:
    cars = replace(made(practice=True).asked[0].task, mistakes=(Mistake("cars_in_build * 1.001", "clocks"),))
    with pytest.raises(KitError, match=r'mistake "cars_in_build \* 1\.001" cannot be told from the right answer'):
        make_sheet(made(practice=True, tasks=[cars]), variants=1)


def test_a_lone_output_is_said_in_the_unit_that_is_asked_for(made: Any) -> None:
    task = replace(made(practice=True).asked[0].task, answer=Answer("build_time"), unit="week", mistakes=())
    own = make_sheet(made(practice=True, tasks=[task]), variants=1)["students"][0]["cars"]
    assert own["key"]["value"] == pytest.approx(own["inputs"]["build_time"] / 7)


def test_a_stored_simulation_and_a_figure_can_be_the_answer(made: Any) -> None:
    wait = replace(
        made(practice=True).asked[0].task, question="How long?", draws={}, mistakes=(), unit="day",
        answer=Answer(simulation="waiting", column="wait_days", at=300),
    )  # fmt: skip
    fee = replace(wait, id="fee", unit="USD/order", answer=Answer(figure="reservation-fee"))
    own = make_sheet(made(practice=True, tasks=[wait, fee]), variants=1)["students"][0]
    assert own["cars"]["key"]["value"] == pytest.approx(4, abs=1) and own["fee"]["key"]["value"] == 99


def test_what_a_stranger_wrote_is_text(made: Any) -> None:
    evil = '<img src=x onerror="alert(1)">'
    whom = made(practice=True).asked[2].task
    task = replace(whom, question=evil, items=(*whom.items, Item("abcdef", evil, why=evil)))
    assert "<img" not in json.dumps({**make_sheet(made(practice=True, tasks=[task]), variants=1), "tasks": [
        {**each, "items": [{**one, "text": ""} for one in each["items"]]}
        for each in make_sheet(made(practice=True, tasks=[task]), variants=1)["tasks"]
    ]})  # fmt: skip


def test_a_picture_comes_with_its_numbers_and_for_both_papers(practice: dict[str, Any]) -> None:
    chart = next(each for each in practice["tasks"] if each["id"] == "read")["chart"]
    assert chart["svg"].startswith("<svg") and chart["dark"] != chart["svg"]
    assert len(chart["table"]["rows"]) in range(10, 15) and chart["table"]["columns"][0] == "Days for one car"


def test_the_mark_of_a_release_changes_with_what_is_asked(made: Any) -> None:
    tasks = [each.task for each in made(practice=True).asked]
    changed = [replace(tasks[0], question=f"{tasks[0].question} Today?"), *tasks[1:]]
    marks = [
        make_sheet(made(practice=True, tasks=each), variants=1, keys=keys)["release"]
        for each, keys in ((tasks, False), (tasks, True), (changed, False))
    ]
    assert marks[0] == marks[1] != marks[2]


def test_a_number_without_a_range_stays_as_it_is_and_a_narrow_draw_is_kept(made: Any) -> None:
    task = replace(made(practice=True).asked[0].task, draws={"build_time": Range(7, 8, 1)})
    sheet = make_sheet(made(practice=True, tasks=[task]), [f"C{at}" for at in range(40)])
    assert {own["cars"]["inputs"]["build_time"] for own in sheet["students"]} == {7.0, 8.0}
    assert {own["cars"]["inputs"]["cars_a_year"] for own in sheet["students"]} == {2000.0}
