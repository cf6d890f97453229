"""The kit's banks of tasks: what is right passes, each known wrong road is recognised, and nothing else is taken.

What holds for every bank stands here, once; the answers by hand stand in `_by_hand_<bank>.py`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import casekit as ck
from casekit._errors import KitError
from casekit._html import plain
from casekit.case import Case
from casekit.tasks.bank import JUDGEMENT, SLIPS, Range, Task
from casekit.tasks.judge import judge, region
from casekit.tasks.read import check_exercises, find_assignment, read_assignment
from casekit.tasks.reckon import BRACES, Reckoner
from casekit.tasks.sheet import make_sheet
from casekit.tasks.values import value_of
from casekit.units import say, say_exactly

from .._parts import leaks
from ._banks import CODES, KEY, NAMES, bank, by_hand, everything, of, right_value, tasks_of, told

# ---- what is in it ----


@pytest.mark.parametrize("name", NAMES)
def test_it_says_nothing_that_the_validator_minds(name: str) -> None:
    assert [str(problem) for problem in check_exercises(bank(name).folder)] == []


@pytest.mark.parametrize(("name", "id"), [each for each in tasks_of() if each not in tasks_of("essay", "bet")])
def test_a_task_knows_how_it_goes_wrong(name: str, id: str) -> None:
    task = bank(name).task(id)
    assert task.hint and task.see and task.title.endswith(("?", "”")) and task.question
    if task.kind in ("number", "formula", "function"):
        assert 3 <= len(task.mistakes) <= 6
    for mistake in task.mistakes:
        assert mistake.slip in SLIPS and mistake.hint.endswith((".", "?"))
    for item in (*task.items, *task.because):
        if not (task.kind == "choose" and item.right):
            assert item.why.endswith((".", "?")), item.text
        assert not item.slip or item.slip in SLIPS or item.slip.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_the_graded_assignment_rests_on_judgement(name: str) -> None:
    assignment = read_assignment(name)
    judged = sum(each.points for each in assignment.asked if each.task.judgement)
    by_machine = sum(each.points for each in assignment.asked if each.task.judgement and not each.task.by_hand)
    assert 5 <= len(assignment.asked) <= 7 and assignment.graded and not any(each.practice for each in assignment.asked)
    assert judged * 2 >= assignment.points and by_machine * 2 > judged
    assert assignment.minutes == 30 and abs(sum(each.task.minutes for each in assignment.asked) - 30) <= 3
    assert all(each.task.judgement == (each.task.kind in JUDGEMENT) for each in assignment.asked)


@pytest.mark.parametrize("name", NAMES)
def test_practice_is_open_and_shows_no_answer_that_counts(name: str) -> None:
    practice, graded = read_assignment(f"{name}-practice"), read_assignment(name)
    assert find_assignment(f"{name}-practice").name == "practice.yaml"
    assert 6 <= len(practice.asked) <= 10 and all(each.practice for each in practice.asked) and not practice.graded
    assert len({each.task.kind for each in practice.asked} - {"essay"}) >= 5
    assert not any(each.task.by_hand for each in practice.asked)
    shared = {each.task.id for each in practice.asked} & {each.task.id for each in graded.asked}
    assert all(bank(name).task(id).kind == "number" and bank(name).task(id).draws for id in shared)


# ---- what is right ----


@pytest.mark.parametrize(("name", "id"), tasks_of())
def test_the_reference_passes(name: str, id: str) -> None:
    task, shared, students = of(name, id)
    for own in students[: 1 if task.names else None]:  # in a formula nothing is one's own
        verdict = judge(shared, own, right_value(name, shared, own))
        assert verdict["verdict"] == ("by-hand" if task.kind == "essay" else "right"), (own, verdict)
        assert verdict["points"] == (None if task.kind == "essay" else task.points)
        told(verdict)


@pytest.mark.parametrize(("name", "id"), tasks_of("number"))
def test_what_is_right_is_so_by_hand(name: str, id: str) -> None:
    _task, _shared, students = of(name, id)
    for own in students:
        assert own["key"]["value"] == pytest.approx(by_hand(name).right[id](own["inputs"]), rel=1e-6)
    assert len({json.dumps(own["inputs"]) for own in students}) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_worked_out_by_hand(name: str) -> None:
    numbers = [id for of_bank, id in tasks_of("number") if of_bank == name]
    known = by_hand(name)
    assert list(known.right) == list(known.roads) == list(known.equal) == numbers


@pytest.mark.parametrize(("name", "id"), tasks_of("number"))
def test_a_rounded_answer_passes(name: str, id: str) -> None:
    """Three digits, as one writes them down."""
    task, shared, students = of(name, id)
    for own in students:
        rounded = float(f"{own['key']['value']:.3g}")
        assert judge(shared, own, {"number": rounded, "unit": task.unit or None})["verdict"] == "right"


@pytest.mark.parametrize(("name", "id"), tasks_of("number", "sketch"))
def test_numbers_of_ones_own_are_such_as_a_person_writes(name: str, id: str) -> None:
    task, _shared, students = of(name, id)
    for own in students:
        assert own["inputs"].keys() == task.draws.keys()
        for each, value in own["inputs"].items():
            range_ = task.draws[each]
            steps = (value - range_.low) / range_.step
            assert range_.low <= value <= range_.high and steps == pytest.approx(round(steps), abs=1e-9)
        assert all(len(said) <= 24 for said in own["said"])


@pytest.mark.parametrize(("name", "id"), tasks_of("bet"))
def test_for_each_bet_there_is_one_thing_that_it_missed(name: str, id: str) -> None:
    task, shared, (own, *_) = of(name, id)
    when = shared["key"]["when"]
    assert sorted(each for each in when.values() if each) == ["above", "below", "near"] and "" in when.values()
    for bet in np.linspace(task.low, task.high, 41):
        where = region(bet, own["answer"], task.near)
        for missed, fits in when.items():
            verdict = judge(shared, own, {"bet": float(bet), "missed": missed})
            assert verdict["verdict"] == ("right" if fits == where else "mistake")
            told(verdict)


# ---- what is wrong ----


@pytest.mark.parametrize(("name", "id"), tasks_of("number"))
def test_each_mistake_is_recognised(name: str, id: str) -> None:
    task, shared, students = of(name, id)
    mistakes = shared["key"]["mistakes"]
    for own in students:
        roads = by_hand(name).roads[id](own["inputs"])
        assert len(roads) == len(task.mistakes)
        for at, number in enumerate(roads):
            verdict = judge(shared, own, {"number": number, "unit": task.unit if shared["units"] else None})
            assert verdict["verdict"] == "mistake", (id, at, own["inputs"], verdict)
            for level, part in enumerate(("slip", "hint", "see")):
                assert mistakes[at][part] in verdict["help"][level]
            told(verdict)


@pytest.mark.parametrize(("name", "id"), tasks_of("number", "sketch"))
def test_the_roads_are_not_many_ways_to_one_number(name: str, id: str) -> None:
    """Of a hundred wrong answers at least ninety have one mistake alone to blame."""
    task, _shared, students = of(name, id)
    known = range(len(task.mistakes))
    alone = [road["mistakes"] for own in students for road in own["key"]["roads"] if set(road["mistakes"]) & set(known)]
    assert sum(len(each) == 1 for each in alone) >= 0.9 * len(alone)


@pytest.mark.parametrize(("name", "id"), tasks_of("sketch"))
def test_a_wrong_line_is_recognised(name: str, id: str) -> None:
    task, shared, students = of(name, id)
    reckoner = Reckoner(task, ck.load(bank(name).case, part="B"))
    for own in students:
        for at, values in reckoner.wrong(own["inputs"]):
            verdict = judge(shared, own, [float(value) for value in values])
            assert verdict["verdict"] == "mistake" and shared["key"]["mistakes"][at]["hint"] in verdict["help"][1]
            told(verdict)


@pytest.mark.parametrize(("name", "id"), tasks_of("formula", "function"))
def test_a_wrong_formula_is_recognised(name: str, id: str) -> None:
    task, shared, (own, *_) = of(name, id)
    for at, mistake in enumerate(task.mistakes):
        value: Any = mistake.formula
        if task.kind == "function":
            value = {"source": f"def f({', '.join(task.names)}):\n    return {mistake.formula}"}
        verdict = judge(shared, own, value)
        assert verdict["verdict"] == "mistake", mistake
        assert verdict["help"] == [shared["key"]["mistakes"][at][each] for each in ("slip", "hint", "see")]
        told(verdict)


@pytest.mark.parametrize(("name", "id"), tasks_of("choose"))
def test_every_other_choice_says_why_not(name: str, id: str) -> None:
    task, shared, (own, *_) = of(name, id)
    key = shared["key"]
    right, because = key["right"][0], key["because"][0]
    assert len(key["right"]) == len(key["because"]) == 1
    for item in shared["items"]:
        if item["id"] != right:
            verdict = judge(shared, own, {"choice": item["id"], "because": because})
            assert verdict["verdict"] == "mistake" and all(verdict["help"])
            told(verdict)
    for item in shared["because"]["items"]:
        if item["id"] != because:
            verdict = judge(shared, own, {"choice": right, "because": item["id"]})
            assert verdict["verdict"] == "partly" and verdict["points"] == task.points / 2 and all(verdict["help"])
            told(verdict)


@pytest.mark.parametrize(("name", "id"), tasks_of("choose"))
def test_length_does_not_give_a_choice_away(name: str, id: str) -> None:
    for items in (bank(name).task(id).items, bank(name).task(id).because):
        lengths = sorted(len(plain(item.text)) for item in items)
        right = next(len(plain(item.text)) for item in items if item.right)
        assert right < 1.35 * lengths[-2]


@pytest.mark.parametrize(("name", "id"), tasks_of("order"))
def test_two_in_the_wrong_order_are_named(name: str, id: str) -> None:
    _task, shared, (own, *_) = of(name, id)
    ranks = shared["key"]["ranks"]
    right = right_value(name, shared, own)
    for at in range(len(right) - 1):
        swapped = [*right[:at], right[at + 1], right[at], *right[at + 2 :]]
        verdict = judge(shared, own, swapped)
        same = ranks[right[at]] == ranks[right[at + 1]]
        assert verdict["verdict"] == ("right" if same else "partly")
        told(verdict)
    assert judge(shared, own, right[::-1])["points"] == 0


@pytest.mark.parametrize(("name", "id"), tasks_of("strike"))
def test_one_too_many_or_one_too_few(name: str, id: str) -> None:
    task, shared, (own, *_) = of(name, id)
    right = right_value(name, shared, own)
    assert 2 <= len(right) < len(shared["items"]) / 2
    for item in shared["items"]:
        wrong = [each for each in right if each != item["id"]] if item["id"] in right else [*right, item["id"]]
        verdict = judge(shared, own, wrong)
        assert verdict["verdict"] == "partly" and verdict["points"] < task.points
        told(verdict)
    everything_struck = judge(shared, own, [each["id"] for each in shared["items"]])
    assert everything_struck["points"] == 0


@pytest.mark.parametrize(("name", "id"), tasks_of("sort", "canvas"))
def test_one_in_a_wrong_place_is_named(name: str, id: str) -> None:
    _task, shared, (own, *_) = of(name, id)
    right = right_value(name, shared, own)
    for item in shared["items"]:
        allowed = shared["key"]["bins"][item["id"]]
        other = next(each["key"] for each in shared["bins"] if each["key"] not in allowed)
        verdict = judge(shared, own, {**right, item["id"]: other})
        assert verdict["verdict"] == "partly" and shared["key"]["why"][item["id"]] == verdict["help"][1]
        told(verdict)


# ---- what is no answer ----

ODD: list[Any] = [None, "", "   ", ..., math.nan, math.inf, -math.inf, [0.0] * 100_000, {}, [], object(), True, print]


@pytest.mark.parametrize(("name", "id"), tasks_of())
@pytest.mark.parametrize("given", ODD, ids=lambda given: type(given).__name__ + repr(given)[:8])
def test_what_is_no_answer_is_told_in_a_sentence(name: str, id: str, given: Any) -> None:
    _task, shared, (own, *_) = of(name, id)
    try:
        value = value_of(shared, own, given)
    except KitError as error:
        told({"verdict": "odd", "said": str(error)})
        return
    verdict = judge(shared, own, value)
    allowed = ("odd",) if shared["kind"] in ("number", "formula", "function", "sketch") else ("odd", "wrong", "by-hand")
    assert verdict["verdict"] in allowed, (id, value, verdict)
    told(verdict)


@pytest.mark.parametrize(("name", "id"), tasks_of())
def test_a_file_changed_by_hand_is_no_answer(name: str, id: str) -> None:
    _task, shared, (own, *_) = of(name, id)
    good = right_value(name, shared, own)
    broken: list[Any] = [
        None, 7, "x" * 30_000, [], [None] * 5, [math.nan] * 5, {}, {"choice": []}, {"source": 7},
        {"number": math.nan, "unit": "day"}, {"number": "77", "unit": None}, {"bet": math.inf, "missed": None},
    ]  # fmt: skip
    for value in broken:
        verdict = judge(shared, own, value)
        assert verdict["verdict"] == "odd", (id, value, verdict)
        told(verdict)
    assert judge(shared, own, good)["verdict"] in ("right", "by-hand")


@pytest.mark.parametrize(("name", "id"), tasks_of("number"))
def test_an_equal_quantity_is_right(name: str, id: str) -> None:
    _task, shared, students = of(name, id)
    for own in students[:20]:
        for given in by_hand(name).equal[id](own["key"]["value"]):
            assert judge(shared, own, value_of(shared, own, given))["verdict"] == "right", given


@pytest.mark.parametrize(("name", "id"), tasks_of("number"))
def test_the_right_number_in_another_unit(name: str, id: str) -> None:
    task, shared, students = of(name, id)
    if task.unit == "share":  # 0.25 and 25% are both read as a share
        assert not shared["units"]
    for own in students[:20] if shared["units"] else []:
        for unit in [None, *(each["unit"] for each in shared["units"] if each["factor"] is None)]:
            verdict = judge(shared, own, {"number": own["key"]["value"], "unit": unit})
            assert verdict["verdict"] == "unit" and verdict["points"] == task.points / 2
            told(verdict)


@pytest.mark.parametrize(("name", "id"), tasks_of("essay"))
def test_an_essay_that_is_too_long_is_told_so(name: str, id: str) -> None:
    task, shared, (own, *_) = of(name, id)
    assert judge(shared, own, "word " * task.words)["verdict"] == "by-hand"
    assert f"{task.words + 1} words" in judge(shared, own, "word " * (task.words + 1))["said"]
    assert sum(each.points for each in task.rubric) == task.points
    assert all(each.yes and each.no for each in task.rubric)


# ---- part A ----


# What a student of part A gets is searched for everything of part B, numbers too: the texts with all help, and what is
# a student's own, but for the drawn numbers and what is worked out from them. A number out of the midst of a range
# tells nothing: it is one of many, each as likely, and nobody can see that it comes up again later. (Quirky draws what
# a development costs in steps of $10,000, so that somebody gets the $400,000 that one text names in 2015.) A range does
# tell where it ends and what it lies around. So these are searched instead of what happens to be drawn from it, and a
# drawn number has to be said as it was drawn, so that nothing else can stand in its place.


def not_drawn(own: Mapping[str, Any], task: Task, ranges: Mapping[str, Range]) -> dict[str, Any]:
    """What is a student's own without its key, its drawn numbers and how they are said."""
    kept = {part: value for part, value in own.items() if part not in ("key", "inputs")}
    kept["inputs"] = {name: value for name, value in own["inputs"].items() if name not in ranges}
    if not kept["inputs"]:
        assert len(own["said"]) == len(BRACES.findall(task.question))
        del kept["said"]
    return kept


def told_by_ranges(task: Task, case_a: Case, case_b: Case) -> list[str]:
    """What of part B the ranges of a task tell: a number where one ends, or a figure of that unit amid one."""
    reckoner, found = Reckoner(task, case_a), []
    for name, range_ in reckoner.ranges.items():
        unit, ends = reckoner.named(name).unit, (range_.low, range_.high)
        said = [*ends, *(say_exactly(end, unit) for end in ends)]
        found += leaks(json.dumps(said, ensure_ascii=False), case_a, case_b)
        middle = sum(ends) / 2
        around = leaks(json.dumps([middle, say_exactly(middle, unit)], ensure_ascii=False), case_a, case_b)
        late = case_b.figures.query("part == 'B' and unit == @unit")["value"]
        found += [each for each in around if each in {f"number: {say(value, unit)}" for value in late}]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_part_a_says_nothing_of_part_b(name: str) -> None:
    a, b = ck.load(bank(name).case), ck.load(bank(name).case, part="B")
    for sheet in (everything(name, "A"), everything(name, "A", practice=True), everything(name, "B")):
        tasks = bank(name, sheet["part"]).tasks
        ranges = {id: Reckoner(task, a if sheet["part"] == "A" else b).ranges for id, task in tasks.items()}
        students = [each for student in sheet["students"] for each in student.items()]
        own = [not_drawn(each, tasks[id], ranges[id]) for id, each in students]
        found = leaks(json.dumps([sheet["tasks"], own], ensure_ascii=False), a, b)
        late = sheet["part"] == "B" and any(task.part == "B" for task in tasks.values())
        assert len(found) > 2 if late else found == []
    assert read_assignment(name).part == read_assignment(f"{name}-practice").part == "A"


@pytest.mark.parametrize("name", NAMES)
def test_no_range_of_part_a_tells_a_number_of_part_b(name: str) -> None:
    a, b = ck.load(bank(name).case), ck.load(bank(name).case, part="B")
    assert [(id, found) for id, task in bank(name, "A").tasks.items() if (found := told_by_ranges(task, a, b))] == []


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (120_000, 388_000, "$388,000 a product"),  # it ends at what the speaker cost, which came out later
        (300_000, 500_000, "$400,000 a product"),  # it lies around what is said of the later products
        (120_000, 500_000, ""),  # both may be drawn, and it is told of neither
    ],
)
def test_a_range_tells_where_it_ends_and_what_it_lies_around(low: float, high: float, told: str) -> None:
    a, b = ck.load("quirky"), ck.load("quirky", part="B")
    task = bank("quirky").task("one-hit")
    ranges = {**task.draws, "development_cost": Range(low, high, 4_000)}
    found = told_by_ranges(replace(task, draws=ranges), a, b)
    assert f"number: {told}" in found if told else found == []


@pytest.mark.parametrize(("name", "id"), [each for each in tasks_of() if bank(each[0]).task(each[1]).draws])
def test_a_drawn_number_is_said_as_it_was_drawn(name: str, id: str) -> None:
    """To the last digit, so that who reckons by hand meets the answer, and nothing else is said in its place."""
    task, _shared, students = of(name, id)
    names = BRACES.findall(task.question)
    for own in students:
        for each, said in zip(names, own["said"], strict=True):
            number, scale = re.fullmatch(r"\$?([\d,]+(?:\.\d+)?)(%| million| billion)?(?: .*)?", said).groups()
            times = {"%": 0.01, " million": 1e6, " billion": 1e9}.get(scale or "", 1.0)
            assert float(number.replace(",", "")) * times == pytest.approx(own["inputs"][each], rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_a_task_of_part_a_is_the_same_task_in_part_b(name: str) -> None:
    """Its picture and its items, but for those that are marked B."""
    early = {task["id"]: task for task in everything(name, "A")["tasks"]}
    for task in everything(name, "B")["tasks"]:
        if task["id"] in early:
            other = early[task["id"]]
            assert task["question"] == other["question"] and task.get("chart") == other.get("chart")
            late = {item.id for item in bank(name).task(task["id"]).items if item.part == "B"}
            shown = [item["id"] for item in task.get("items", []) if item["id"] not in late]
            assert [item["id"] for item in other.get("items", [])] == shown


@pytest.mark.parametrize("name", NAMES)
def test_a_graded_sheet_holds_no_key(name: str) -> None:
    sheet = make_sheet(read_assignment(name), CODES[:3], KEY)
    text = json.dumps(sheet)
    assert all(task["key"] is None for task in sheet["tasks"])
    assert all(own["key"] is None for student in sheet["students"] for own in student.values())
    for asked in read_assignment(name).asked:
        for item in (*asked.task.items, *asked.task.because):
            assert not item.why or plain(item.why) not in plain(text)
        for mistake in asked.task.mistakes:
            assert mistake.formula not in text and mistake.hint not in text


@pytest.mark.parametrize("name", NAMES)
def test_another_key_draws_other_numbers(name: str) -> None:
    sheets = [make_sheet(read_assignment(name), CODES[:40], key) for key in (KEY, b"another")]
    drawn = [each.task.id for each in read_assignment(name).asked if each.task.kind == "number"]
    one, other = ([[own[id]["inputs"] for id in drawn] for own in sheet["students"]] for sheet in sheets)
    assert drawn and sum(a == b for a, b in zip(one, other, strict=True)) < 5
