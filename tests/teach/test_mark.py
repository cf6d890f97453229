"""Marks from the saved file alone: what a student wrote into it beside the answers gains nothing."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from casekit._errors import KitError
from casekit.tasks.read import read_assignment
from casekit.tasks.sheet import make_sheet
from casekit.teach.mark import mark
from casekit.teach.reference import references

KEY = b"an instructor's key"
CODE = "K7M42"


@pytest.fixture(scope="module")
def assignment() -> Any:
    return read_assignment("local-motors")


@pytest.fixture(scope="module")
def saved(assignment: Any) -> dict[str, Any]:
    sheet = make_sheet(assignment, [CODE], KEY, keys=True)
    own = sheet["students"][0]
    right = references(assignment, sheet, own)
    answers = [{"task": id, "value": right[id], "inputs": own[id]["inputs"], "at": "2027"} for id in right]
    return {"casekit": 1, "assignment": "local-motors", "code": CODE, "answers": answers}


def test_the_reference_brings_everything_but_what_has_to_be_read(assignment: Any, saved: dict[str, Any]) -> None:
    found = mark(assignment, saved, KEY)
    essays = sum(row.of for row in found.rows if row.verdict == "by-hand")
    assert found.points + found.pending == found.of == assignment.points
    assert found.pending == essays
    assert list(found.table["task"]) == [each.task.id for each in assignment.asked]


def test_points_and_verdicts_in_the_file_count_for_nothing(assignment: Any, saved: dict[str, Any]) -> None:
    forged = copy.deepcopy(saved)
    for each in forged["answers"]:
        each |= {"value": None, "points": 99, "verdict": "right", "key": {"value": 1}, "of": 1e9}
    found = mark(assignment, {**forged, "points": 100, "students": [], "tasks": []}, KEY)
    assert found.points == 0 and found.of == assignment.points


def test_easier_numbers_in_the_file_count_for_nothing(assignment: Any, saved: dict[str, Any]) -> None:
    number = next(each.task.id for each in assignment.asked if each.task.kind == "number")
    forged = copy.deepcopy(saved)
    one = next(each for each in forged["answers"] if each["task"] == number)
    one["inputs"] = dict.fromkeys(one["inputs"], 1.0)
    one["value"] = {**one["value"], "number": 0.0027}
    row = next(row for row in mark(assignment, forged, KEY).rows if row.task == number)
    assert row.points == 0 and "other numbers" in row.note


def test_another_key_or_code_has_other_numbers(assignment: Any, saved: dict[str, Any]) -> None:
    whole = mark(assignment, saved, KEY).points
    assert mark(assignment, saved, b"another").points < whole
    assert mark(assignment, {**saved, "code": "9QX34"}, KEY).points < whole


def test_the_last_answer_counts_and_the_first_bet(assignment: Any, saved: dict[str, Any]) -> None:
    number = next(each.task.id for each in assignment.asked if each.task.kind == "number")
    inputs = next(each["inputs"] for each in saved["answers"] if each["task"] == number)
    wrong = {"task": number, "value": {"number": 1, "unit": None}, "inputs": inputs, "at": "2026"}
    before = mark(assignment, {**saved, "answers": [wrong, *saved["answers"]]}, KEY)
    after = mark(assignment, {**saved, "answers": [*saved["answers"], wrong]}, KEY)
    assert before.points == mark(assignment, saved, KEY).points > after.points
    assert next(row.tries for row in after.rows if row.task == number) == 2


def test_a_bet_cannot_be_moved_once_its_answer_was_seen() -> None:
    practice = read_assignment("local-motors-practice")
    sheet = make_sheet(practice, ["K7M42"], keys=True)
    task = next(each for each in sheet["tasks"] if each["kind"] == "bet")
    own = sheet["students"][0][task["id"]]
    near = next(id for id, when in task["key"]["when"].items() if when == "near")
    first = {"task": task["id"], "value": {"bet": task["low"], "missed": None}, "inputs": own["inputs"], "at": "1"}
    later = {**first, "value": {"bet": own["answer"], "missed": near}, "at": "2"}
    saved = {"casekit": 1, "assignment": practice.name, "code": "K7M42", "answers": [first, later]}
    assert next(row for row in mark(practice, saved).rows if row.task == task["id"]).points == 0


@pytest.mark.parametrize(
    "damage",
    [
        {"answers": "text"},
        {"answers": None},
        {"code": None},
        {"code": ""},
        {"code": "x" * 1000},
        {"assignment": "another"},
    ],
)
def test_a_file_that_is_none_is_told_so(assignment: Any, saved: dict[str, Any], damage: dict[str, Any]) -> None:
    with pytest.raises(KitError):
        mark(assignment, {**saved, **damage}, KEY)


@pytest.mark.parametrize("value", [None, [], {}, "x", 1e999, {"number": "1"}, {"choice": []}, [[[]]], "<script>"])
def test_whatever_stands_in_an_answer_it_is_marked(assignment: Any, saved: dict[str, Any], value: Any) -> None:
    answers = [{**each, "value": value} for each in saved["answers"]]
    found = mark(assignment, {**saved, "answers": [*answers, None, 3, {"task": []}]}, KEY)
    assert found.points == 0


def test_the_student_sees_the_points_that_the_teacher_gives(
    assignment: Any, saved: dict[str, Any], tmp_path: Path
) -> None:
    import json

    from casekit.tasks.counting import counting_value
    from casekit.tasks.saved import Saved

    number = next(each.task.id for each in assignment.asked if each.task.kind == "number")
    right_one = next(each for each in saved["answers"] if each["task"] == number)
    late = [
        {**right_one, "value": {"number": None, "unit": None}, "at": "2027-02-01T10:00:00.000Z"},
        {
            **right_one,
            "value": {"number": 1, "unit": None},
            "inputs": {"cars_a_year": 1},
            "at": "2027-02-01T11:00:00.000Z",
        },
    ]
    answers = [{**each, "at": "2027-01-01T10:00:00.000Z"} for each in saved["answers"]] + late
    sheet = make_sheet(assignment, [CODE], KEY, keys=True)
    whole = {**saved, "case": "local-motors", "part": "A", "release": sheet["release"], "answers": answers}
    (tmp_path / f"local-motors-answers-{CODE}.json").write_text(json.dumps(whole), encoding="utf-8")
    kept = Saved.open(tmp_path, sheet, CODE)
    assert kept.last(number)["value"] == right_one["value"]  # type: ignore[index]
    assert mark(assignment, whole, KEY).points == mark(assignment, saved, KEY).points
    assert counting_value({"kind": "number"}, kept.of(number)) == right_one["value"]


def test_a_code_that_no_roster_gives_is_told_so(assignment: Any, saved: dict[str, Any]) -> None:
    for code in ("\ud800", "K7M4", "K7M43"):
        with pytest.raises(KitError):
            mark(assignment, {**saved, "code": code}, KEY)


def test_what_counts_is_not_marked_without_its_key(assignment: Any, saved: dict[str, Any]) -> None:
    with pytest.raises(KitError, match="need the key of its course"):
        mark(assignment, saved)
