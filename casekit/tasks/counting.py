"""What counts, of tasks and of answers: the same for the student who reads the points and for who marks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .judge import judge

_MOST = 60  # numbers of one task


def counts(sheet: Mapping[str, Any], task: Mapping[str, Any]) -> bool:
    """Whether a task counts: practice does only where everything is practice."""
    return not (sheet["graded"] and task["practice"])


def reason_against(task: Mapping[str, Any], own: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """Why an answer does not count: "inputs", it was given to other numbers; "value", it is no answer; "" when it does.

    Parameters
    ----------
    task, own
        One task of a sheet, and what of it is the student's own.
    answer
        An answer of a file, with its `value` and `inputs`.
    """
    inputs = answer.get("inputs")
    if not isinstance(inputs, Mapping) or len(inputs) > _MOST or dict(inputs) != dict(own["inputs"]):
        return "inputs"
    return "value" if judge(task, own, answer.get("value"))["verdict"] == "odd" else ""


def counting_value(task: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]) -> Any:
    """The value that counts, of answers that do: the last one.

    Of a bet it is the first number, which was said before the answer was seen, and what was said of it last.

    >>> bets = [{"value": {"bet": 5, "missed": None}}, {"value": {"bet": 77, "missed": "a1b2c3"}}]
    >>> counting_value({"kind": "bet"}, bets)
    {'bet': 5, 'missed': 'a1b2c3'}
    """
    if task["kind"] != "bet":
        return answers[-1]["value"]
    missed = [each["value"]["missed"] for each in answers if each["value"].get("missed") is not None]
    return {"bet": answers[0]["value"]["bet"], "missed": missed[-1] if missed else None}
