"""The tasks on Local Motors: what is right passes, each known wrong road is recognised, and nothing else is taken."""

from __future__ import annotations

import functools
import json
import math
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import casekit as ck
from casekit._errors import KitError
from casekit._html import plain
from casekit._paths import exercises_dir
from casekit.engine import inputs_of, outputs_of
from casekit.models import model_named
from casekit.tasks.bank import JUDGEMENT, KINDS, SLIPS, Asked, Assignment, Bank, Task
from casekit.tasks.judge import judge, region
from casekit.tasks.read import check_exercises, find_assignment, read_assignment, read_bank
from casekit.tasks.reckon import Reckoner
from casekit.tasks.sheet import make_sheet
from casekit.tasks.values import value_of
from casekit.teach.reference import references
from casekit.units import unit_registry

from .._parts import leaks

NAME = "local-motors"
STUDENTS = 200
KEY = b"a key of the tests"
CODES = [f"S{at:03d}" for at in range(STUDENTS)]
IDS = [
    "cars-in-build", "two-years", "price-that-pays", "price-with-the-hall", "whom-do-you-believe", "what-the-dots-show",
    "whom-to-ask-first", "strike-the-memo", "reserved-sold-built", "who-is-who", "a-share-of-the-hall", "days-of-work",
    "tripwire", "eighty-two", "left-of-the-price",
]  # fmt: skip
WAGES = 20 * 70_000

# The same answers once more, by hand: what is right for some numbers of one's own.
BY_HAND: dict[str, Callable[[Mapping[str, float]], float]] = {
    "cars-in-build": lambda own: own["cars_a_year"] * own["build_time"] / 365,
    "two-years": lambda own: 2 * WAGES / (own["first_year"] + own["second_year"]),
    "eighty-two": lambda own: 82 * (3_200_000 + own["left_out"]) / 3_200_000,
    "left-of-the-price": lambda own: 3_200_000 / 82 / own["price"],
}
# And where the roads lead that the bank knows, in its order.
ROADS: dict[str, Callable[[Mapping[str, float]], list[float]]] = {
    "cars-in-build": lambda own: [
        own["cars_a_year"] * own["build_time"],
        own["cars_a_year"] * own["build_time"] / 260,
        own["cars_a_year"] * own["build_time"] * 5 / 7 / 365,
        own["cars_a_year"] * (own["build_time"] + 4) / 365,
        own["cars_a_year"] / 365,
        own["cars_a_year"] / own["build_time"],
    ],
    "two-years": lambda own: [
        (WAGES / own["first_year"] + WAGES / own["second_year"]) / 2,
        WAGES / (own["first_year"] + own["second_year"]),
        WAGES / own["second_year"],
        2 * WAGES / own["second_year"],
        2 * 70_000 / (own["first_year"] + own["second_year"]),
    ],
    "eighty-two": lambda own: [
        82,
        82 * own["left_out"] / 3_200_000,
        (3_200_000 + own["left_out"]) / 74_900,
        (3_200_000 + own["left_out"]) / (74_900 - 3_200_000 / 82),
        82 * 3_200_000 / (3_200_000 + own["left_out"]),
    ],
    "left-of-the-price": lambda own: [
        3_200_000 / 82 / (own["price"] - 3_200_000 / 82),
        1 - 3_200_000 / 82 / own["price"],
        own["price"] / (3_200_000 / 82),
        3_200_000 / 82 / 50_000,
    ],
}


@functools.cache
def bank(part: str = "B") -> Bank:
    return read_bank(NAME, part=part)


def whole(part: str, practice: bool) -> Assignment:
    found = bank(part)
    asked = tuple(Asked(task, task.points, practice) for task in found.tasks.values())
    return Assignment(NAME, "All of it", part, found, asked)


@functools.cache
def everything(part: str = "B", practice: bool = False) -> dict[str, Any]:
    """All tasks of a part for two hundred students, with their key."""
    return make_sheet(whole(part, practice), CODES, KEY, keys=True)


def of(id: str) -> tuple[Task, dict[str, Any], list[dict[str, Any]]]:
    """A task of the bank, the same on the sheet, and what is each student's own."""
    sheet = everything()
    shared = next(task for task in sheet["tasks"] if task["id"] == id)
    return bank().task(id), shared, [student[id] for student in sheet["students"]]


def ids_of(kind: str) -> list[str]:
    return [id for id in IDS if bank().task(id).kind == kind]


def right_value(shared: dict[str, Any], own: dict[str, Any], assignment: Assignment | None = None) -> Any:
    """The reference answer, as it is saved."""
    id = shared["id"]
    return references(assignment or whole("B", False), {"tasks": [shared]}, {id: own})[id]


def told(verdict: Mapping[str, Any]) -> None:
    """A verdict is one sentence for a person, with help in three steps where something is to be learned."""
    said = verdict["said"]
    assert said and not said[0].islower() and said.endswith(".") and len(said) < 200, said
    for word in ("Traceback", "Error", "None", "nan", "KeyError"):
        assert word not in said
    if verdict["verdict"] in ("mistake", "wrong", "unit"):
        assert len(verdict["help"]) == 3 and all(verdict["help"][1:]), verdict


# ---- what is in it ----


def test_the_bank_has_every_kind() -> None:
    assert list(bank().tasks) == IDS
    assert {task.kind for task in bank().tasks.values()} == set(KINDS)
    assert sum(task.part == "A" for task in bank().tasks.values()) == 13
    assert sum(task.kind == "essay" for task in bank().tasks.values()) == 1
    assert set(bank("A").tasks) == {id for id, task in bank().tasks.items() if task.part == "A"}


def test_it_says_nothing_that_the_validator_minds() -> None:
    assert [str(problem) for problem in check_exercises(bank().folder)] == []


@pytest.mark.parametrize("id", [id for id in IDS if id not in ("tripwire", "days-of-work")])
def test_a_task_knows_how_it_goes_wrong(id: str) -> None:
    task = bank().task(id)
    assert task.hint and task.see and task.title.endswith(("?", "”")) and task.question
    if task.kind in ("number", "formula", "function"):
        assert 3 <= len(task.mistakes) <= 6
    for mistake in task.mistakes:
        assert mistake.slip in SLIPS and mistake.hint.endswith((".", "?"))
    for item in (*task.items, *task.because):
        if not (task.kind == "choose" and item.right):
            assert item.why.endswith((".", "?")), item.text
        assert not item.slip or item.slip in SLIPS or item.slip.endswith(".")


def test_the_wrong_roads_are_of_many_kinds() -> None:
    tasks = bank().tasks.values()
    slips = {mistake.slip for task in tasks for mistake in task.mistakes}
    slips |= {item.slip for task in tasks for item in (*task.items, *task.because)}
    assert slips >= {
        "clocks", "gross-net", "left-out", "counted-twice", "mean-of-ratios", "margin-markup", "wrong-base",
        "wrong-question", "survivors", "upside-down", "one-for-all", "straight-line", "wrong-word", "wrong-source",
    }  # fmt: skip


def test_the_graded_assignment_rests_on_judgement() -> None:
    assignment = read_assignment(NAME)
    judged = sum(each.points for each in assignment.asked if each.task.judgement)
    by_machine = sum(each.points for each in assignment.asked if each.task.judgement and not each.task.by_hand)
    assert 5 <= len(assignment.asked) <= 7 and assignment.graded and not any(each.practice for each in assignment.asked)
    assert judged * 2 >= assignment.points and by_machine * 2 > judged
    assert assignment.minutes == 30 and abs(sum(each.task.minutes for each in assignment.asked) - 30) <= 3
    assert all(each.task.judgement == (each.task.kind in JUDGEMENT) for each in assignment.asked)


def test_practice_is_open_and_shows_no_answer_that_counts() -> None:
    practice, graded = read_assignment(f"{NAME}-practice"), read_assignment(NAME)
    assert find_assignment(f"{NAME}-practice").name == "practice.yaml"
    assert 8 <= len(practice.asked) <= 10 and all(each.practice for each in practice.asked) and not practice.graded
    assert {each.task.kind for each in practice.asked} == set(KINDS) - {"strike", "essay"}
    shared = {each.task.id for each in practice.asked} & {each.task.id for each in graded.asked}
    assert shared and all(bank().task(id).kind == "number" and bank().task(id).draws for id in shared)


# ---- what is right ----


@pytest.mark.parametrize("id", IDS)
def test_the_reference_passes(id: str) -> None:
    task, shared, students = of(id)
    for own in students[: 1 if task.names else None]:  # in a formula nothing is one's own
        verdict = judge(shared, own, right_value(shared, own))
        assert verdict["verdict"] == ("by-hand" if task.kind == "essay" else "right"), (own, verdict)
        assert verdict["points"] == (None if task.kind == "essay" else task.points)
        told(verdict)


@pytest.mark.parametrize("id", BY_HAND)
def test_what_is_right_is_so_by_hand(id: str) -> None:
    _task, _shared, students = of(id)
    for own in students:
        assert own["key"]["value"] == pytest.approx(BY_HAND[id](own["inputs"]), rel=1e-6)
    assert len({json.dumps(own["inputs"]) for own in students}) >= 12


@pytest.mark.parametrize("id", BY_HAND)
def test_a_rounded_answer_passes(id: str) -> None:
    """Three digits, as one writes them down."""
    task, shared, students = of(id)
    for own in students:
        rounded = float(f"{own['key']['value']:.3g}")
        assert judge(shared, own, {"number": rounded, "unit": task.unit or None})["verdict"] == "right"


@pytest.mark.parametrize("id", [*BY_HAND, "a-share-of-the-hall"])
def test_numbers_of_ones_own_are_such_as_a_person_writes(id: str) -> None:
    task, _shared, students = of(id)
    for own in students:
        assert own["inputs"].keys() == task.draws.keys()
        for name, value in own["inputs"].items():
            range_ = task.draws[name]
            assert range_.low <= value <= range_.high and (value - range_.low) % range_.step == pytest.approx(0)
        assert all(len(said) <= 24 for said in own["said"])


def test_two_roads_to_one_formula() -> None:
    _task, shared, (own, *_) = of("price-that-pays")
    for text in (
        "staff * wage / buyers_a_year + variable_cost",
        "price = (variable_cost × buyers_a_year + wage × staff) ÷ buyers_a_year",
    ):
        assert judge(shared, own, text)["verdict"] == "right"


def test_a_function_in_steps() -> None:
    _task, shared, (own, *_) = of("price-with-the-hall")
    source = """def f(a, b, c, d, e, g):
    wages = b * c
    hall = d / e
    return a + (wages + hall) / g"""
    assert judge(shared, own, {"source": source})["verdict"] == "right"


@pytest.mark.parametrize("id", ids_of("bet"))
def test_for_each_bet_there_is_one_thing_that_it_missed(id: str) -> None:
    task, shared, (own, *_) = of(id)
    when = shared["key"]["when"]
    assert sorted(each for each in when.values() if each) == ["above", "below", "near"] and "" in when.values()
    for bet in np.linspace(task.low, task.high, 41):
        where = region(bet, own["answer"], task.near)
        for missed, fits in when.items():
            verdict = judge(shared, own, {"bet": float(bet), "missed": missed})
            assert verdict["verdict"] == ("right" if fits == where else "mistake")
            told(verdict)


# ---- what is wrong ----


@pytest.mark.parametrize("id", ROADS)
def test_each_mistake_is_recognised(id: str) -> None:
    task, shared, students = of(id)
    mistakes = shared["key"]["mistakes"]
    for own in students:
        roads = ROADS[id](own["inputs"])
        assert len(roads) == len(task.mistakes)
        for at, number in enumerate(roads):
            verdict = judge(shared, own, {"number": number, "unit": task.unit if shared["units"] else None})
            assert verdict["verdict"] == "mistake", (id, at, own["inputs"], verdict)
            for level, part in enumerate(("slip", "hint", "see")):
                assert mistakes[at][part] in verdict["help"][level]
            told(verdict)


@pytest.mark.parametrize("id", [*ROADS, "a-share-of-the-hall"])
def test_the_roads_are_not_many_ways_to_one_number(id: str) -> None:
    """Of a hundred wrong answers at least ninety have one mistake alone to blame."""
    task, _shared, students = of(id)
    known = range(len(task.mistakes))
    alone = [road["mistakes"] for own in students for road in own["key"]["roads"] if set(road["mistakes"]) & set(known)]
    assert sum(len(each) == 1 for each in alone) >= 0.9 * len(alone)


@pytest.mark.parametrize("id", ids_of("sketch"))
def test_a_wrong_line_is_recognised(id: str) -> None:
    task, shared, students = of(id)
    reckoner = Reckoner(task, ck.load(NAME, part="B"))
    for own in students:
        for at, values in reckoner.wrong(own["inputs"]):
            verdict = judge(shared, own, [float(value) for value in values])
            assert verdict["verdict"] == "mistake" and shared["key"]["mistakes"][at]["hint"] in verdict["help"][1]
            told(verdict)


@pytest.mark.parametrize("id", [*ids_of("formula"), *ids_of("function")])
def test_a_wrong_formula_is_recognised(id: str) -> None:
    task, shared, (own, *_) = of(id)
    for at, mistake in enumerate(task.mistakes):
        value: Any = mistake.formula
        if task.kind == "function":
            value = {"source": f"def f({', '.join(task.names)}):\n    return {mistake.formula}"}
        verdict = judge(shared, own, value)
        assert verdict["verdict"] == "mistake", mistake
        assert verdict["help"] == [shared["key"]["mistakes"][at][each] for each in ("slip", "hint", "see")]
        told(verdict)


@pytest.mark.parametrize("id", ids_of("choose"))
def test_every_other_choice_says_why_not(id: str) -> None:
    task, shared, (own, *_) = of(id)
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


@pytest.mark.parametrize("id", ids_of("choose"))
def test_length_does_not_give_a_choice_away(id: str) -> None:
    for items in (bank().task(id).items, bank().task(id).because):
        lengths = sorted(len(plain(item.text)) for item in items)
        right = next(len(plain(item.text)) for item in items if item.right)
        assert right < 1.35 * lengths[-2]


@pytest.mark.parametrize("id", ids_of("order"))
def test_two_in_the_wrong_order_are_named(id: str) -> None:
    _task, shared, (own, *_) = of(id)
    ranks = shared["key"]["ranks"]
    right = right_value(shared, own)
    for at in range(len(right) - 1):
        swapped = [*right[:at], right[at + 1], right[at], *right[at + 2 :]]
        verdict = judge(shared, own, swapped)
        same = ranks[right[at]] == ranks[right[at + 1]]
        assert verdict["verdict"] == ("right" if same else "partly")
        told(verdict)
    assert judge(shared, own, right[::-1])["points"] == 0


@pytest.mark.parametrize("id", ids_of("strike"))
def test_one_too_many_or_one_too_few(id: str) -> None:
    task, shared, (own, *_) = of(id)
    right = right_value(shared, own)
    assert 2 <= len(right) < len(shared["items"]) / 2
    for item in shared["items"]:
        wrong = [each for each in right if each != item["id"]] if item["id"] in right else [*right, item["id"]]
        verdict = judge(shared, own, wrong)
        assert verdict["verdict"] == "partly" and verdict["points"] < task.points
        told(verdict)
    everything_struck = judge(shared, own, [each["id"] for each in shared["items"]])
    assert everything_struck["points"] == 0


@pytest.mark.parametrize("id", [*ids_of("sort"), *ids_of("canvas")])
def test_one_in_a_wrong_place_is_named(id: str) -> None:
    _task, shared, (own, *_) = of(id)
    right = right_value(shared, own)
    for item in shared["items"]:
        allowed = shared["key"]["bins"][item["id"]]
        other = next(each["key"] for each in shared["bins"] if each["key"] not in allowed)
        verdict = judge(shared, own, {**right, item["id"]: other})
        assert verdict["verdict"] == "partly" and shared["key"]["why"][item["id"]] == verdict["help"][1]
        told(verdict)


# ---- what is no answer ----

ODD: list[Any] = [None, "", "   ", ..., math.nan, math.inf, -math.inf, [0.0] * 100_000, {}, [], object(), True, print]


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("given", ODD, ids=lambda given: type(given).__name__ + repr(given)[:8])
def test_what_is_no_answer_is_told_in_a_sentence(id: str, given: Any) -> None:
    _task, shared, (own, *_) = of(id)
    try:
        value = value_of(shared, own, given)
    except KitError as error:
        told({"verdict": "odd", "said": str(error)})
        return
    verdict = judge(shared, own, value)
    allowed = ("odd",) if shared["kind"] in ("number", "formula", "function", "sketch") else ("odd", "wrong", "by-hand")
    assert verdict["verdict"] in allowed, (id, value, verdict)
    told(verdict)


@pytest.mark.parametrize("id", IDS)
def test_a_file_changed_by_hand_is_no_answer(id: str) -> None:
    _task, shared, (own, *_) = of(id)
    good = right_value(shared, own)
    broken: list[Any] = [
        None, 7, "x" * 30_000, [], [None] * 5, [math.nan] * 5, {}, {"choice": []}, {"source": 7},
        {"number": math.nan, "unit": "day"}, {"number": "77", "unit": None}, {"bet": math.inf, "missed": None},
    ]  # fmt: skip
    for value in broken:
        verdict = judge(shared, own, value)
        assert verdict["verdict"] == "odd", (id, value, verdict)
        told(verdict)
    assert judge(shared, own, good)["verdict"] in ("right", "by-hand")


EQUAL: dict[str, Callable[[float], list[Any]]] = {
    "cars-in-build": lambda x: [(x, "cars"), f"{x} cars", unit_registry().Quantity(x, "vehicle")],
    "two-years": lambda x: [(x, "dollars a car"), f"${x:,.2f} a car", f"{x / 1e6} million dollars per car"],
    "eighty-two": lambda x: [(x, "vehicle"), f"{x:.1f} cars"],
    "left-of-the-price": lambda x: [x, f"{100 * x}%", (100 * x, "%")],
}


@pytest.mark.parametrize("id", EQUAL)
def test_an_equal_quantity_is_right(id: str) -> None:
    _task, shared, students = of(id)
    for own in students[:20]:
        for given in EQUAL[id](own["key"]["value"]):
            assert judge(shared, own, value_of(shared, own, given))["verdict"] == "right", given


def test_a_bet_in_weeks_is_one_in_days() -> None:
    _task, shared, (own, *_) = of("days-of-work")
    value = value_of(shared, own, unit_registry().Quantity(2, "week"))
    assert value["bet"] == pytest.approx(14)
    assert judge(shared, own, value)["verdict"] == "placed"


@pytest.mark.parametrize("id", [id for id in BY_HAND if id != "left-of-the-price"])
def test_the_right_number_in_another_unit(id: str) -> None:
    task, shared, students = of(id)
    for own in students[:20]:
        for unit in [None, *(each["unit"] for each in shared["units"] if each["factor"] is None)]:
            verdict = judge(shared, own, {"number": own["key"]["value"], "unit": unit})
            assert verdict["verdict"] == "unit" and verdict["points"] == task.points / 2
            told(verdict)


def test_an_essay_that_is_too_long_is_told_so() -> None:
    task, shared, (own, *_) = of("tripwire")
    assert judge(shared, own, "word " * 120)["verdict"] == "by-hand"
    assert "121 words" in judge(shared, own, "word " * 121)["said"]
    assert sum(each.points for each in task.rubric) == task.points
    assert all(each.yes and each.no for each in task.rubric)


# ---- part A ----


def test_part_a_says_nothing_of_part_b() -> None:
    """The texts with all help, and everybody's numbers; what is worked out from those may by chance be any number."""
    a, b = ck.load(NAME), ck.load(NAME, part="B")
    for sheet in (everything("A"), everything("A", practice=True), everything("B")):
        students = [task for each in sheet["students"] for task in each.values()]
        own = [{name: part for name, part in task.items() if name != "key"} for task in students]
        found = leaks(json.dumps([sheet["tasks"], own], ensure_ascii=False), a, b)
        assert found == [] if sheet["part"] == "A" else len(found) > 5
    for name in (NAME, f"{NAME}-practice"):
        assert read_assignment(name).part == "A"


def test_an_assignment_refuses_a_task_of_part_b(tmp_path: Path) -> None:
    file = tmp_path / "assignment.yaml"
    file.write_text(
        f"schema: 1\ntitle: Too early\nbank: {NAME}\npart: A\ntasks: [cars-in-build, eighty-two]\n", encoding="utf-8"
    )
    with pytest.raises(KitError, match="part B"):  # which of its tasks, part A does not say
        read_assignment(file)
    assert any("eighty-two" in str(problem) for problem in check_exercises(tmp_path))


def test_a_task_of_part_a_is_the_same_task_in_part_b() -> None:
    """Its picture and its items, but for those that are marked B."""
    early = {task["id"]: task for task in everything("A")["tasks"]}
    for task in everything("B")["tasks"]:
        if task["id"] in early:
            other = early[task["id"]]
            assert task["question"] == other["question"] and task.get("chart") == other.get("chart")
            late = {item.id for item in bank().task(task["id"]).items if item.part == "B"}
            shown = [item["id"] for item in task.get("items", []) if item["id"] not in late]
            assert [item["id"] for item in other.get("items", [])] == shown


def test_a_graded_sheet_holds_no_key() -> None:
    sheet = make_sheet(read_assignment(NAME), CODES[:3], KEY)
    text = json.dumps(sheet)
    assert all(task["key"] is None for task in sheet["tasks"])
    assert all(own["key"] is None for student in sheet["students"] for own in student.values())
    for asked in read_assignment(NAME).asked:
        for item in (*asked.task.items, *asked.task.because):
            assert not item.why or plain(item.why) not in plain(text)
        for mistake in asked.task.mistakes:
            assert mistake.formula not in text and mistake.hint not in text


def test_another_key_draws_other_numbers() -> None:
    sheets = [make_sheet(read_assignment(NAME), CODES[:40], key) for key in (KEY, b"another")]
    one, other = ([own["cars-in-build"]["inputs"] for own in sheet["students"]] for sheet in sheets)
    assert sum(a == b for a, b in zip(one, other, strict=True)) < 5


# ---- the page for who writes tasks ----


@functools.cache
def readme() -> str:
    return (exercises_dir() / "README.md").read_text(encoding="utf-8")


def test_each_task_to_copy_is_sound(tmp_path: Path) -> None:
    """One of each kind, joined at the end of a copy of the bank as the page says, and asked in an assignment."""
    mine = shutil.copytree(bank().folder, tmp_path / "my-class")
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", readme(), re.DOTALL) if "- id:" in block]
    ids = re.findall(r"^  - id: (\S+)", "".join(blocks), re.MULTILINE)
    with (mine / "tasks.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + "".join(blocks))
    (mine / "practice.yaml").write_text(
        f"schema: 1\ntitle: All of them\npart: A\nminutes: 60\npractice: yes\ntasks: [{', '.join(ids)}]\n",
        encoding="utf-8",
    )
    assert [str(problem) for problem in check_exercises(mine)] == []
    read = read_assignment(mine / "practice.yaml")
    assert {each.task.kind for each in read.asked} == set(KINDS) - {"function"} and len(ids) == 10
    sheet = make_sheet(read, variants=20)
    for shared in sheet["tasks"]:
        for student in sheet["students"]:
            value = right_value(shared, student[shared["id"]], read)
            assert judge(shared, student[shared["id"]], value)["verdict"] in ("right", "by-hand")


def test_a_formula_becomes_a_function_by_the_line_that_is_named(tmp_path: Path) -> None:
    block = next(block for block in re.findall(r"```yaml\n(.*?)```", readme(), re.DOTALL) if "kind: formula" in block)
    kind, line = re.search(r"or (kind: function), and a line more: (function: \w+)", block).groups()
    text = re.sub(r"kind: formula.*", f"{kind}\n    {line}", block)
    head = f"schema: 1\ncase: {NAME}\nmodel: MicroFactory\ntasks:\n"
    (tmp_path / "tasks.yaml").write_text(head + text, encoding="utf-8")
    assert [str(problem) for problem in check_exercises(tmp_path)] == []


def test_the_page_names_what_there_is() -> None:
    known = {*inputs_of(model_named("MicroFactory")), *outputs_of(model_named("MicroFactory"))}
    listed = re.search(r"the inputs are (.*?)A number that it does", readme(), re.DOTALL)[1]
    assert len(names := re.findall(r"`(\w+)`", listed)) > 15 and set(names) <= known
    table = readme().split("## The words for a mistake")[1].split("\n## ")[0].split("| --- |")[1]
    words = re.findall(r"`([a-z-]+)`", table)
    assert sorted(words) == sorted(SLIPS)
    prose = re.sub(r"```.*?```|^\|[^\n]*", "", readme(), flags=re.DOTALL | re.MULTILINE)
    assert 700 < len(prose.split()) < 1_000
