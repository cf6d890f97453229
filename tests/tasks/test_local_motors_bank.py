"""What is special to the tasks on Local Motors, which also are the examples of the page for who writes tasks."""

from __future__ import annotations

import functools
import re
import shutil
from pathlib import Path

import pytest

from casekit._errors import KitError
from casekit._paths import exercises_dir
from casekit.engine import inputs_of, outputs_of
from casekit.models import model_named
from casekit.tasks.bank import KINDS, SLIPS
from casekit.tasks.judge import judge
from casekit.tasks.read import check_exercises, read_assignment
from casekit.tasks.sheet import make_sheet
from casekit.tasks.values import value_of
from casekit.units import unit_registry

from ._banks import bank, of, right_value

NAME = "local-motors"
IDS = [
    "cars-in-build", "two-years", "price-that-pays", "price-with-the-hall", "whom-do-you-believe", "what-the-dots-show",
    "whom-to-ask-first", "strike-the-memo", "reserved-sold-built", "who-is-who", "a-share-of-the-hall", "days-of-work",
    "tripwire", "eighty-two", "left-of-the-price",
]  # fmt: skip

# ---- what is in it ----


def test_the_bank_has_every_kind() -> None:
    assert list(bank(NAME).tasks) == IDS
    assert {task.kind for task in bank(NAME).tasks.values()} == set(KINDS)
    assert sum(task.part == "A" for task in bank(NAME).tasks.values()) == 13
    assert sum(task.kind == "essay" for task in bank(NAME).tasks.values()) == 1
    assert set(bank(NAME, "A").tasks) == {id for id, task in bank(NAME).tasks.items() if task.part == "A"}


def test_the_wrong_roads_are_of_many_kinds() -> None:
    tasks = bank(NAME).tasks.values()
    slips = {mistake.slip for task in tasks for mistake in task.mistakes}
    slips |= {item.slip for task in tasks for item in (*task.items, *task.because)}
    assert slips >= {
        "clocks", "gross-net", "left-out", "counted-twice", "mean-of-ratios", "margin-markup", "wrong-base",
        "wrong-question", "survivors", "upside-down", "one-for-all", "straight-line", "wrong-word", "wrong-source",
    }  # fmt: skip


def test_practice_has_every_kind_that_is_marked_at_once() -> None:
    practice, graded = read_assignment(f"{NAME}-practice"), read_assignment(NAME)
    assert {each.task.kind for each in practice.asked} == set(KINDS) - {"strike", "essay"}
    assert {each.task.id for each in practice.asked} & {each.task.id for each in graded.asked}


# ---- what is right ----


def test_two_roads_to_one_formula() -> None:
    _task, shared, (own, *_) = of(NAME, "price-that-pays")
    for text in (
        "staff * wage / buyers_a_year + variable_cost",
        "price = (variable_cost × buyers_a_year + wage × staff) ÷ buyers_a_year",
    ):
        assert judge(shared, own, text)["verdict"] == "right"


def test_a_function_in_steps() -> None:
    _task, shared, (own, *_) = of(NAME, "price-with-the-hall")
    source = """def f(a, b, c, d, e, g):
    wages = b * c
    hall = d / e
    return a + (wages + hall) / g"""
    assert judge(shared, own, {"source": source})["verdict"] == "right"


def test_a_bet_in_weeks_is_one_in_days() -> None:
    _task, shared, (own, *_) = of(NAME, "days-of-work")
    value = value_of(shared, own, unit_registry().Quantity(2, "week"))
    assert value["bet"] == pytest.approx(14)
    assert judge(shared, own, value)["verdict"] == "placed"


# ---- part A ----


def test_an_assignment_refuses_a_task_of_part_b(tmp_path: Path) -> None:
    file = tmp_path / "assignment.yaml"
    file.write_text(
        f"schema: 1\ntitle: Too early\nbank: {NAME}\npart: A\ntasks: [cars-in-build, eighty-two]\n", encoding="utf-8"
    )
    with pytest.raises(KitError, match="part B"):  # which of its tasks, part A does not say
        read_assignment(file)
    assert any("eighty-two" in str(problem) for problem in check_exercises(tmp_path))


# ---- the page for who writes tasks ----


@functools.cache
def readme() -> str:
    return (exercises_dir() / "README.md").read_text(encoding="utf-8")


def test_each_task_to_copy_is_sound(tmp_path: Path) -> None:
    """One of each kind, joined at the end of a copy of the bank as the page says, and asked in an assignment."""
    mine = shutil.copytree(bank(NAME).folder, tmp_path / "my-class")
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
            value = right_value(NAME, shared, student[shared["id"]], read)
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
