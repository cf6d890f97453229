"""Answers put into notebooks, right ones and wrong ones."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from casekit.teach.reference import in_code


def with_answers(book: Any, sheet: Mapping[str, Any], values: Mapping[str, Any], code: str = "") -> Any:
    """A released notebook into which a student has typed a code and answers."""
    book = copy.deepcopy(book)
    tasks = {task["id"]: task for task in sheet["tasks"]}
    for cell in book.cells:
        if cell.id == "start" and code:
            assert 'code = ""' in cell.source
            cell.source = cell.source.replace('code = ""', f'code = "{code}"')
        id = cell.id.removeprefix("answer-")
        if id != cell.id and id in values:
            cell.source += f"\n{in_code(tasks[id], values[id])}"
    return book


def wrong_value(task: Mapping[str, Any], own: Mapping[str, Any], right: Any) -> Any:
    """An answer to a task that is wrong and brings nothing."""
    kind, key = task["kind"], task["key"]
    if kind == "number":
        return {"number": own["key"]["roads"][0]["value"], "unit": right["unit"]}
    if kind == "choose":
        because = [each["id"] for each in task["because"]["items"]] if task["because"] else []
        choice = next(each["id"] for each in task["items"] if each["id"] not in key["right"])
        return {"choice": choice, "because": next((id for id in because if id not in key["because"]), None)}
    if kind == "order":
        return list(reversed(right))
    if kind == "strike":
        return [each["id"] for each in task["items"] if each["id"] not in key["right"]]
    if kind in ("sort", "canvas"):
        bins = [each["key"] for each in task["bins"]]
        return {id: next(bin for bin in bins if bin not in belongs) for id, belongs in key["bins"].items()}
    if kind == "sketch":
        return [0 for _ in right]
    if kind == "bet":
        missed = next(id for id, when in key["when"].items() if not when)
        return {"bet": right["bet"], "missed": missed}
    if kind == "formula":
        return task["names"][0]["name"]
    if kind == "function":
        return {
            "source": f"def {task['function']}({', '.join(each['name'] for each in task['names'])}):\n    return 1\n"
        }
    return right
