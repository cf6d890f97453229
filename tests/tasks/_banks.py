"""The kit's banks for the tests: their tasks for two hundred students, and what is right in them by hand."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from typing import Any

from casekit._paths import exercises_dir
from casekit.tasks.bank import Asked, Assignment, Bank, Task
from casekit.tasks.read import read_bank
from casekit.tasks.sheet import make_sheet
from casekit.teach.reference import references

STUDENTS = 200
KEY = b"a key of the tests"
CODES = [f"S{at:03d}" for at in range(STUDENTS)]
NAMES = sorted(file.parent.name for file in exercises_dir().glob("*/tasks.yaml"))

Own = Mapping[str, float]


class ByHand:
    """What a bank's `_by_hand_<name>.py` says: the answers once more, where the roads lead, and equal quantities."""

    def __init__(self, name: str) -> None:
        module = importlib.import_module(f"._by_hand_{name.replace('-', '_')}", __package__)
        self.right: dict[str, Callable[[Own], float]] = module.BY_HAND
        self.roads: dict[str, Callable[[Own], list[float]]] = module.ROADS
        self.equal: dict[str, Callable[[float], list[Any]]] = module.EQUAL


@functools.cache
def by_hand(name: str) -> ByHand:
    return ByHand(name)


@functools.cache
def bank(name: str, part: str = "B") -> Bank:
    return read_bank(name, part=part)


def whole(name: str, part: str, practice: bool) -> Assignment:
    found = bank(name, part)
    return Assignment(
        name, "All of it", part, found, tuple(Asked(each, each.points, practice) for each in found.tasks.values())
    )


@functools.cache
def everything(name: str, part: str = "B", practice: bool = False) -> dict[str, Any]:
    """All tasks of a part for two hundred students, with their key."""
    return make_sheet(whole(name, part, practice), CODES, KEY, keys=True)


def of(name: str, id: str) -> tuple[Task, dict[str, Any], list[dict[str, Any]]]:
    """A task of a bank, the same on the sheet, and what is each student's own."""
    sheet = everything(name)
    shared = next(task for task in sheet["tasks"] if task["id"] == id)
    return bank(name).task(id), shared, [student[id] for student in sheet["students"]]


def tasks_of(*kinds: str) -> list[tuple[str, str]]:
    """The tasks of some kinds in all banks, or all tasks: bank and id."""
    return [(name, task.id) for name in NAMES for task in bank(name).tasks.values() if not kinds or task.kind in kinds]


def right_value(name: str, shared: dict[str, Any], own: dict[str, Any], assignment: Assignment | None = None) -> Any:
    """The reference answer, as it is saved."""
    id = shared["id"]
    return references(assignment or whole(name, "B", False), {"tasks": [shared]}, {id: own})[id]


def told(verdict: Mapping[str, Any]) -> None:
    """A verdict is one sentence for a person, with help in three steps where something is to be learned."""
    said = verdict["said"]
    assert said and not said[0].islower() and said.endswith(".") and len(said) < 200, said
    for word in ("Traceback", "Error", "None", "nan", "KeyError"):
        assert word not in said
    if verdict["verdict"] in ("mistake", "wrong", "unit"):
        assert len(verdict["help"]) == 3 and all(verdict["help"][1:]), verdict
