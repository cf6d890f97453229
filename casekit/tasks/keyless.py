"""A sheet, a task, and what of it is a student's own, without what tells the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def without_keys(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A sheet without the keys of what counts; practice keeps its own.

    >>> task = {"id": "t", "kind": "number", "practice": False, "key": {"hint": "No."}, "asked": "day", "units": []}
    >>> shown = without_keys({"tasks": [task], "students": [{"t": {"key": 7.0}}]})
    >>> shown["tasks"], shown["students"]
    ([{'id': 't', 'kind': 'number', 'practice': False, 'units': [], 'key': None}], [{'t': {'key': None}}])
    """
    counts = {task["id"] for task in sheet["tasks"] if not task["practice"]}
    tasks = [open_task(task) if task["id"] in counts else task for task in sheet["tasks"]]
    students = [{id: open_own(own) if id in counts else own for id, own in each.items()} for each in sheet["students"]]
    return {**sheet, "tasks": tasks, "students": students}


def open_task(task: Mapping[str, Any]) -> dict[str, Any]:
    """A task without its key, without the unit that a number is asked in, and without how its units go over.

    >>> open_task({"kind": "number", "key": {}, "asked": "day", "units": [{"unit": "day", "factor": 1.0}]})
    {'kind': 'number', 'units': [{'unit': 'day', 'factor': None}], 'key': None}
    """
    hidden = ("key", "asked", "words") if task["kind"] == "number" else ("key",)
    kept = {name: value for name, value in task.items() if name not in hidden}
    if kept.get("units"):
        kept["units"] = [{**each, "factor": None} for each in kept["units"]]
    return {**kept, "key": None}


def open_own(own: Mapping[str, Any], *, bet: bool = True) -> dict[str, Any]:
    """What of a task is the student's own, without its key.

    Parameters
    ----------
    own
        As in a sheet.
    bet
        Leave the answer of a bet in, which is shown as soon as the bet is placed.

    Examples
    --------
    >>> open_own({"inputs": {}, "answer": 77.0, "where": "Miske", "key": None}, bet=False)
    {'inputs': {}, 'key': None}
    """
    hidden = ("key",) if bet else ("key", "answer", "where")
    return {**{name: value for name, value in own.items() if name not in hidden}, "key": None}
