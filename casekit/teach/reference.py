"""The right answer to each task, as a value that is marked and as the line of code that gives it: for instructors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .._errors import KitError
from ..engine import inputs_of, outputs_of, parse
from ..engine.nodes import Call, Name, Node, Number
from ..engine.printing import to_text
from ..tasks.as_text import plain_text
from ..tasks.bank import Assignment
from ..tasks.judge import region
from ..tasks.reckon import Reckoner
from ..tasks.sheet import case_of
from ..units import words_alone

_DIGITS = 8  # of a number: more than any tolerance asks for, fewer than a person minds


def references(assignment: Assignment, sheet: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The right answer to each task of an assignment, for one student's numbers.

    Parameters
    ----------
    assignment
        What is asked.
    sheet
        Made from it with `keys=True`.
    own
        What of the sheet is the student's own, by task.

    Returns
    -------
    dict
        By task, what `judge` takes: all points, and for an essay what its rubric asks for.

    Examples
    --------
    >>> from casekit.tasks.read import read_assignment
    >>> from casekit.tasks.sheet import make_sheet
    >>> from casekit.tasks.judge import judge
    >>> assignment = read_assignment("local-motors")
    >>> sheet = make_sheet(assignment, ["K7M42"], b"mine", keys=True)
    >>> own = sheet["students"][0]
    >>> right = references(assignment, sheet, own)
    >>> {judge(task, own[task["id"]], right[task["id"]])["verdict"] for task in sheet["tasks"]} <= {"right", "by-hand"}
    True
    """
    return {task["id"]: _reference(assignment, task, own[task["id"]]) for task in sheet["tasks"]}


def _reference(assignment: Assignment, task: Mapping[str, Any], own: Mapping[str, Any]) -> Any:
    kind, key = task["kind"], task["key"]
    if kind == "number":
        return {"number": _short(own["key"]["value"]), "unit": task["asked"] if task["units"] else None}
    if kind == "choose":
        return {"choice": key["right"][0], "because": key["because"][0] if key["because"] else None}
    if kind == "order":
        return sorted(key["ranks"], key=lambda id: key["ranks"][id])
    if kind == "strike":
        return [each["id"] for each in task["items"] if each["id"] in key["right"]]
    if kind in ("sort", "canvas"):
        return {id: bins[0] for id, bins in key["bins"].items()}
    if kind == "sketch":
        return [_short(value) for value in own["key"]["values"]]
    if kind == "bet":
        return _bet(task, own)
    if kind == "essay":
        asked = " ".join(each["yes"] or plain_text(each["html"]) for each in task["rubric"]).split()
        return " ".join(asked[: task["words"]])
    formula = formula_of(assignment, task["id"])
    if kind == "formula":
        return formula
    names = ", ".join(each["name"] for each in task["names"])
    return {"source": f"def {task['function']}({names}):\n    return {formula}\n"}


def _bet(task: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A bet, and what it missed; where nothing fits a good bet, one that lies beside the answer."""
    near, answer = task["key"]["near"], own["answer"]
    for bet in (answer, answer * (1 - 2 * near), answer * (1 + 2 * near)):
        where = region(bet, answer, near)
        for id, when in task["key"]["when"].items():
            if when == where and task["low"] <= bet <= task["high"]:
                return {"bet": _short(bet), "missed": id}
    raise KitError(f'The task "{task["id"]}" has no option that fits any bet. Write "when: near" to one of them.')


def formula_of(assignment: Assignment, id: str) -> str:
    """The right answer to a task as a formula in the names that its students have."""
    asked = assignment.task(id).task
    if asked.answer is None:
        raise KitError(f'The task "{id}" has no answer.')
    reckoner = Reckoner(asked, case_of(assignment))
    return to_text(_in_names(parse(asked.answer.formula), asked.names, reckoner))


def _in_names(node: Node, names: Sequence[str], reckoner: Reckoner) -> Node:
    """A tree in which everything but the given names is written out, or is a number."""
    if isinstance(node, Call):
        return Call(node.verb, tuple(_in_names(arg, names, reckoner) for arg in node.args), node.labels)
    if not isinstance(node, Name) or node.name in names:
        return node
    outputs = outputs_of(reckoner.model) if reckoner.model is not None else {}
    if node.name in outputs:
        return _in_names(outputs[node.name].node, names, reckoner)
    if reckoner.model is not None and node.name in inputs_of(reckoner.model):
        return Number(float(getattr(reckoner.model, node.name)))
    own = reckoner.task.inputs.get(node.name)
    return Number(reckoner.case.figure(own.figure if own and own.figure else node.name).value)


def in_code(task: Mapping[str, Any], value: Any) -> str:
    """The lines of a notebook that give an answer.

    Examples
    --------
    >>> task = {"id": "half-built", "kind": "number", "units": [{"unit": "vehicle", "words": ["", " car", " cars"]}]}
    >>> in_code(task, {"number": 76.7, "unit": "vehicle"})
    'sheet.check("half-built", 76.7, "cars")'
    """
    kind = task["kind"]
    if kind == "function":
        return f"{value['source'].strip()}\n\n\n{_check(task, [task['function']])}"
    if kind == "number":
        units = [words_alone(each["words"]) for each in task["units"] if each["unit"] == value["unit"]]
        return _check(task, [repr(value["number"]), *map(_quoted, units)])
    if kind == "choose":
        given = [_item(value["choice"], task["items"])]
        reasons = task["because"]["items"] if task["because"] else []
        return _check(task, given + [_item(value["because"], reasons)] * bool(reasons and value["because"]))
    if kind in ("order", "strike"):
        return _check(task, [_several("[", [_item(id, task["items"]) for id in value], "]")])
    if kind in ("sort", "canvas"):
        placed = [f"{_item(id, task['items'])}: {_quoted(bin)}" for id, bin in value.items()]
        return _check(task, [_several("{", placed, "}")])
    if kind == "bet":
        missed = [_item(value["missed"], task["missed"]["items"])] if value["missed"] else []
        return _check(task, [repr(value["bet"]), *missed])
    if kind == "essay":
        text = value.replace("\\", "\\\\").replace('"', '\\"')
        return _check(task, [f'"""{text}"""'])
    return _check(task, [_quoted(value) if isinstance(value, str) else repr(value)])


def _check(task: Mapping[str, Any], given: Sequence[str]) -> str:
    return f"sheet.check({', '.join([_quoted(task['id']), *given])})"


def _several(opening: str, parts: Sequence[str], closing: str) -> str:
    return "\n    ".join([opening, *(f"{part}," for part in parts)]) + f"\n{closing}"


def _item(id: str, items: Sequence[Mapping[str, Any]]) -> str:
    """An item by its first words, where no other begins so."""
    words = {each["id"]: " ".join(each["text"].split()).rstrip("….") for each in items}
    alone = sum(other.casefold().startswith(words[id].casefold()) for other in words.values()) == 1
    return _quoted(words[id] if alone and len(words[id]) > 1 else id)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _short(value: float) -> float | int:
    short = float(f"{value:.{_DIGITS}g}")
    return int(short) if short.is_integer() else short
