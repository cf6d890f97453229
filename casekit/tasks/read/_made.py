"""From the checked shape of a task to the task; what the asked part does not allow is left out here, and only here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ...canvas import BLOCKS
from ..bank import JUDGEMENT, Answer, Bank, Chart, Criterion, Item, Mistake, Own, Range, Sketch, Task
from . import _shape as s


def made(shape: s.TaskShape, model: str, line: int) -> Task:
    """The task of a shape that was checked.

    Parameters
    ----------
    shape
        As it stands in the file.
    model
        The bank's model, for tasks that name none of their own.
    line
        Where it begins.
    """
    return Task(
        id=shape.id, kind=shape.kind, title=shape.title or shape.id.replace("-", " ").replace("_", " ").capitalize(),
        question=shape.question, points=shape.points, part=shape.part, minutes=shape.minutes,
        judgement=shape.kind in JUDGEMENT, model=shape.model or model,
        draws={name: Range(each.low, each.high, each.step) for name, each in shape.draw.items()},
        inputs={name: Own(each.unit, each.figure, each.label) for name, each in shape.inputs.items()},
        hint=shape.hint, see=shape.see, line=line, **_own(shape),
    )  # fmt: skip


def item_id(task: str, text: str) -> str:
    """The id of an item: a few letters made from its text, so that nothing tells its place in the file.

    >>> item_id("whom-do-you-believe", "The founder"), item_id("another", "The founder")
    ('0523eb', '58cb0a')
    """
    return hashlib.sha256(f"{task}/{text}".encode()).hexdigest()[:6]


def as_known(task: Task, part: str) -> Task:
    """A task as a class of that part gets it: without the items and mistakes of a later one."""
    if part == "B":
        return task

    def early(items: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(each for each in items if each.part == "A")

    return replace(
        task, items=early(_apart(task.items)), because=early(task.because), mistakes=early(task.mistakes)
    )  # fmt: skip


def _apart(items: Iterable[Item]) -> Iterator[Item]:
    """The items of an order in which who stood level with a later one stands where that one stood."""
    above: Item | None = None
    for item in items:
        above = replace(item, same=above.same) if above is not None and above.part == "B" and item.same else item
        yield above


def bank_as_known(bank: Bank, part: str) -> Bank:
    """A bank as a class of that part gets it."""
    if part == "B":
        return bank
    return replace(bank, tasks={id: as_known(task, part) for id, task in bank.tasks.items() if task.part == "A"})


def _own(shape: s.TaskShape) -> dict[str, Any]:
    """What only tasks of this kind have."""
    found: dict[str, Any] = {}
    if isinstance(shape, s.AnsweredShape):
        given = shape.answer
        answer = Answer(given.formula, given.figure, given.simulation, given.column, given.at)
        found |= {"answer": answer, "unit": shape.unit}
    if isinstance(shape, s.NumberShape | s.SketchShape | s.FormulaShape):
        found["mistakes"] = tuple(Mistake(m.formula, m.slip, m.hint, m.see, m.part) for m in shape.mistakes)
    if isinstance(shape, s.NumberShape | s.SketchShape):
        found["within"] = shape.within
    if isinstance(shape, s.NumberShape | s.ChooseShape) and "chart" in shape.model_fields_set:
        c = shape.chart
        found["chart"] = Chart(c.by, c.output, c.low, c.high, c.table, c.x, c.y, c.title, c.alt)
    if isinstance(shape, s.SketchShape):
        along = shape.along
        found["sketch"] = Sketch(along.input, tuple(along.at), shape.height.low, shape.height.high)
    elif isinstance(shape, s.FormulaShape):
        found |= {"names": shape.names, "function": getattr(shape, "function", "")}
    elif isinstance(shape, s.BetShape):
        found |= {"low": shape.low, "high": shape.high, "log": shape.log, "near": shape.near}
        found |= {
            "ask": shape.missed.question,
            "items": tuple(_missed(shape.id, each) for each in shape.missed.options),
        }
    elif isinstance(shape, s.ChooseShape):
        found["items"] = tuple(_option(shape.id, each) for each in shape.options)
        because = tuple(_option(shape.id, each) for each in shape.because.options)
        found |= {"ask": shape.because.question, "because": because}
    else:
        found |= _listed(shape)
    return found


def _listed(shape: s.TaskShape) -> dict[str, Any]:
    if isinstance(shape, s.OrderShape):
        return {"items": tuple(_item(shape.id, each, same=each.same) for each in shape.items)}
    if isinstance(shape, s.StrikeShape):
        return {"items": tuple(_item(shape.id, each, right=each.strike) for each in shape.sentences)}
    if isinstance(shape, s.CanvasShape):
        items = tuple(_item(shape.id, each, bins=each.bin) for each in shape.items)
        given = {key: BLOCKS[key] for key in BLOCKS if key in (shape.bins or BLOCKS)}
        return {"items": items, "bins": given if shape.kind == "canvas" else dict(shape.bins)}
    if isinstance(shape, s.EssayShape):
        rubric = tuple(Criterion(each.criterion, each.points, each.yes, each.no) for each in shape.rubric)
        return {"words": int(shape.words), "rubric": rubric}
    return {}


def _item(task: str, shape: s.ItemShape, **more: Any) -> Item:
    return Item(id=item_id(task, shape.text), text=shape.text, why=shape.why, part=shape.part, **more)


def _option(task: str, shape: s.OptionShape) -> Item:
    return _item(task, shape, right=shape.right, slip=shape.slip, see=shape.see)


def _missed(task: str, shape: s.MissedShape) -> Item:
    return _item(task, shape, when=shape.when, slip=shape.slip, see=shape.see)
