"""A small bank with a task of each kind, made by hand: what the kit's own bank asks may change, this does not."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from casekit.tasks.bank import (
    JUDGEMENT,
    Answer,
    Asked,
    Assignment,
    Bank,
    Chart,
    Criterion,
    Item,
    Mistake,
    Own,
    Range,
    Sketch,
    Task,
    Within,
)

PRICE = "variable_cost + wage * staff / buyers_a_year"
NAMES = ("variable_cost", "wage", "staff", "buyers_a_year")


def item(text: str, **more: Any) -> Item:
    return Item(hashlib.sha256(text.encode()).hexdigest()[:6], text, **more)


def task(id: str, kind: str, question: str, **more: Any) -> Task:
    more = {"points": 2.0, "model": "MicroFactory", "judgement": kind in JUDGEMENT, **more}
    return Task(id=id, kind=kind, title=id, question=question, **more)


CARS = "One factory builds {cars_a_year} cars a year, each in {build_time}. How many stand half-built?"
CARS_MISTAKES = (
    Mistake("cars_a_year * build_time", "clocks", "Put both on one clock."),
    Mistake("cars_a_year / build_time", "upside-down", "Longer in the hall: more of them or fewer?"),
)
DRAWS = {"cars_a_year": Range(600, 2400, 50), "build_time": Range(7, 21, 1)}
IN_BUILD: dict[str, Any] = {"answer": Answer("cars_in_build"), "unit": "vehicle"}
TASKS = [
    task("cars", "number", CARS, **IN_BUILD, draws=DRAWS, mistakes=CARS_MISTAKES, see="fig:build-time-miske"),
    task(
        "share", "number", "Of {reserved} places, which share of the plan's cars is that?", unit="share",
        answer=Answer("reserved / cars_a_year"), draws={"reserved": Range(20, 80, 5)},
        inputs={"reserved": Own("order")},
    ),
    task(
        "whom", "choose", "Whom?",
        items=(item("Miske", right=True), item("nobody", slip="survivors", why="Look at both."), item("all")),
        because=(item("a year", right=True), item("in all", why="Not here."), item("old")),
    ),
    task("order", "order", "In order?", items=(item("first"), item("second", why="Above."), item("third"))),
    task("tied", "order", "In order?", items=(item("one"), item("two"), item("too", same=True), item("last"))),
    task("strike", "strike", "Strike.", items=(item("It is so."), item("So all is.", right=True), item("It was."))),
    task(
        "sort", "sort", "Sort.", bins={"paid": "Paid", "said": "Said"},
        items=(item("$99", bins=("paid",)), item("a promise", bins=("said",)), item("either", bins=("paid", "said"))),
    ),
    task("canvas", "canvas", "Place.", items=(item("a blog", bins=("channels",)), item("BMW", bins=("key_partners",)))),
    task(
        "sketch", "sketch", "Draw.", **IN_BUILD, within=Within(0.08),
        sketch=Sketch("build_time", (7, 14, 21, 28), 0, 250),
        mistakes=(Mistake("cars_in_build * 0 + 40", "straight-line", "Longer in the hall?"),),
    ),
    task(
        "formula", "formula", "Which price?", names=NAMES, answer=Answer(PRICE), unit="USD/vehicle",
        mistakes=(Mistake("wage * staff / buyers_a_year", "left-out", "And the parts?"),),
    ),
    task(
        "function", "function", "Which price?", names=NAMES, answer=Answer(PRICE), unit="USD/vehicle", function="price",
        mistakes=(Mistake("wage * staff / buyers_a_year", "left-out", "And the parts?"),),
    ),
    task(
        "bet", "bet", "How many?", **IN_BUILD, low=1, high=1000, log=True,
        items=(item("more", when="below"), item("fewer", when="above"), item("close", when="near"), item("magic")),
    ),
    task("essay", "essay", "Write.", points=3.0, rubric=(Criterion("a number", 2), Criterion("a date", 1))),
    task(
        "read", "number", "Read it at {build_time}.", **IN_BUILD, within=Within(0.05),
        draws={"build_time": Range(7, 21, 1)},
        chart=Chart("build_time", "cars_in_build", 3, 40),
    ),
]  # fmt: skip


def assignment(*, practice: bool, tasks: list[Task] | None = None, name: str = "try") -> Assignment:
    tasks = TASKS if tasks is None else tasks
    asked = tuple(Asked(each, each.points, practice) for each in tasks)
    bank = Bank("local-motors", {each.id: each for each in tasks}, Path("."))
    return Assignment(name, "Try it", "A", bank, asked)


@pytest.fixture(scope="session")
def practice() -> dict[str, Any]:
    from casekit.tasks.sheet import make_sheet

    return make_sheet(assignment(practice=True), variants=5)


@pytest.fixture(scope="session")
def graded() -> dict[str, Any]:
    from casekit.tasks.sheet import make_sheet

    return make_sheet(assignment(practice=False), ["K7M42", "9QX34"], b"key")


@pytest.fixture(scope="session")
def made() -> Any:
    return assignment
