"""Whether an assignment can be given: tasks that exist, times that follow each other, and enough judgement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from ..._errors import near
from ...units import number
from ..bank import JUDGEMENT, Asked, Bank
from ..times import time_of
from ._shape import AskedShape, AssignmentShape
from ._tried import FEWEST, Tried

FEW, MANY = 5, 7  # tasks of an assignment that counts
Say = Callable[..., None]


def asked_of(shape: AssignmentShape, bank: Bank, unread: Collection[str], say: Say) -> list[Asked]:
    """The tasks that an assignment asks, those apart that cannot be asked, which is noted.

    Parameters
    ----------
    shape, bank
        The assignment, and all tasks that it may ask.
    unread
        Tasks that are there and have mistakes of their own, which are noted where they stand.
    say
        Notes a sentence at a path of the assignment.
    """
    found: list[Asked] = []
    for at, each in enumerate(shape.tasks):
        task = bank.tasks.get(each.task)
        earlier = [task.id for task in bank.tasks.values() if shape.part == "B" or task.part == "A"]
        if task is None and each.task in unread:
            continue
        if task is None:
            say(f'The bank has no task "{each.task}". {near(each.task, earlier, "Tasks")}', "tasks", at)
        elif task.part == "B" and shape.part == "A":
            mend = "Take it out, or write part: B above."
            say(f'The task "{each.task}" is part B, and this assignment is part A. {mend}', "tasks", at, part="B")
        elif any(other.task.id == task.id for other in found):
            say(f'The task "{each.task}" is there twice. Ask it once.', "tasks", at)
        else:
            found.append(Asked(task, _points(each, task.points), _practice(each, shape.practice)))
            if task.kind == "essay" and found[-1].points != task.points:
                mend = "Write no points here, or change the rubric."
                say(f"The rubric of this essay has {task.points:g} points. {mend}", "tasks", at, "points")
    return found


def _points(each: AskedShape, of_task: float) -> float:
    return each.points if "points" in each.model_fields_set else of_task


def _practice(each: AskedShape, of_all: bool) -> bool:
    return each.practice if "practice" in each.model_fields_set else of_all


def check_plan(shape: AssignmentShape, asked: list[Asked], tried: Mapping[str, Tried], say: Say) -> None:
    """Note what is wrong with an assignment as a whole.

    Parameters
    ----------
    shape, asked
        As it stands in the file, and what it asks.
    tried
        What trying each task of the bank has shown, by its id.
    say
        Notes a sentence at a path of the assignment.
    """
    if not shape.tasks:
        say("It asks nothing. Write the ids of tasks, each behind a hyphen.", "tasks")
    if shape.opens and shape.due and not _follow(shape.opens, shape.due):
        say(f"It is due ({shape.due}) before it opens ({shape.opens}). Mend one of them.", "due")
    minutes = sum(each.task.minutes for each in asked)
    if minutes > shape.minutes:
        sentence = f"Its tasks take {number(minutes)} minutes, and it says {number(shape.minutes)}. Mend one of them."
        say(sentence, "minutes" if "minutes" in shape.model_fields_set else "tasks", level="warning")
    essays = [each for each in asked if each.task.kind == "essay"]
    if len(essays) > 1:
        say(f"It asks for {len(essays)} essays, and somebody has to read each of them. Keep one.", "tasks")
    if any(not each.practice for each in asked):
        for sentence, level in _graded(shape, asked):
            say(sentence, "tasks", level=level)
        _copied(shape, asked, tried, say)


def _follow(opens: str, due: str) -> bool:
    begins, ends = time_of(opens), time_of(due, end=True)
    if (begins.tzinfo is None) != (ends.tzinfo is None):  # a time without an offset is one of the same place
        begins, ends = begins.replace(tzinfo=None), ends.replace(tzinfo=None)
    return begins < ends


def _graded(shape: AssignmentShape, asked: list[Asked]) -> Iterator[tuple[str, str]]:
    """Say what is wrong with an assignment that counts: anyone can compute with the kit, so half of it is judgement."""
    if not FEW <= len(shape.tasks) <= MANY:
        yield f"It has {len(shape.tasks)} tasks; one that counts has {FEW} to {MANY}.", "warning"
    counted = [each for each in asked if not each.practice]
    if len(asked) < len(shape.tasks):
        return  # a task that could not be read may be the one that is missed below
    total = sum(each.points for each in counted)
    judged = sum(each.points for each in counted if each.task.judgement)
    by_machine = sum(each.points for each in counted if each.task.judgement and not each.task.by_hand)
    if judged < total / 2 - 1e-9:
        found = (
            f"Of {number(total)} points that count, {number(judged)} rest on judgement; {number(total / 2)} are needed"
        )
        mend = f"Ask more of the kinds {', '.join(JUDGEMENT)}, or make others practice."
        yield f"{found}, since anybody can compute with the kit. {mend}", "error"
    elif by_machine < judged / 2 - 1e-9:
        found = f"Of {number(judged)} points for judgement only {number(by_machine)} are marked by machine"
        yield f"{found}, so somebody has to read much. Ask fewer points for the essay.", "warning"


def _copied(shape: AssignmentShape, asked: list[Asked], tried: Mapping[str, Tried], say: Say) -> None:
    """Name each task that counts and has next to no numbers of one's own, at its own line."""
    places = {each.task: at for at, each in enumerate(shape.tasks)}
    for each in asked:
        task = each.task
        if each.practice or task.kind not in ("number", "sketch"):
            continue
        sets = tried[task.id].sets if task.id in tried else FEWEST
        if sets < FEWEST and (sets > 1 or (task.answer and not task.answer.formula) or task.kind == "sketch"):
            many = "Everybody has the same numbers" if sets == 1 else f"There are {sets} sets of numbers"
            sentence = f'{many} in "{task.id}", so answers can be passed on. Draw from more, or make it practice.'
            say(sentence, "tasks", places[task.id], level="warning")


def tasks_named(data: Any) -> list[str]:
    """The ids in the raw lines of a bank, also of tasks that could not be read."""
    tasks = data.get("tasks") if isinstance(data, dict) else None
    return [str(each.get("id", "")) for each in tasks or [] if isinstance(each, dict)]
