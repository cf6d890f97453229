"""A sheet with a task of each kind, as a student meets them: as open practice, and as what counts."""
# ruff: noqa: E501 - a task reads best with its texts on one line each

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

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
)  # fmt: skip
from casekit.tasks.codes import code_of

KEY = b"a key of the tests"
CODES = tuple(code_of(KEY, student) for student in ("s1", "s2"))
PRICE = "variable_cost + wage * staff / buyers_a_year"
NAMES = ("variable_cost", "wage", "staff", "buyers_a_year")
IN_BUILD: dict[str, Any] = {"answer": Answer("cars_in_build"), "unit": "vehicle"}
SECRET = "Sentence that only a key holds"


def item(text: str, **more: Any) -> Item:
    return Item(hashlib.sha256(text.encode()).hexdigest()[:6], text, **more)


def task(kind: str, id: str, title: str, question: str, **more: Any) -> Task:
    more = {"points": 2.0, "model": "MicroFactory", "judgement": kind in JUDGEMENT, "hint": f"{SECRET}.", **more}
    return Task(id=id, kind=kind, title=title, question=question, **more)


TASKS = [
    task(
        "number", "cars", "How many cars stand in the hall?",
        "One factory builds {cars_a_year} cars a year. From the first bolt to the keys each takes {build_time}, weekends "
        "included. How many cars stand half-built in the hall at any time?",
        **IN_BUILD, draws={"cars_a_year": Range(600, 2400, 50), "build_time": Range(7, 21, 1)},
        mistakes=(
            Mistake("cars_a_year * build_time", "clocks", "The plan counts years and the build counts days. Put both on one clock."),
            Mistake("cars_a_year / build_time", "upside-down", "If each car stayed longer, would there be more of them, or fewer?"),
        ),
        see="What would a factory be?",
    ),
    task(
        "number", "share", "How much of a year is that?", "Of {reserved} places reserved, which share of the plan's cars a year is that?",
        unit="share", answer=Answer("reserved / cars_a_year"), draws={"reserved": Range(20, 80, 5)}, inputs={"reserved": Own("order")},
    ),
    task(
        "choose", "whom", "Whom do you believe?", "Five texts give a number of cars a year. Which one can carry a plan?",
        items=(
            item("The founder's interview: 2,000 cars a year in each factory", slip="wrong-source", why="Who says it, and who gains when it is believed?"),
            item("The count of places reserved, since each of them was paid", right=True),
            item("The press kit, since three papers printed the same number", slip="counted-twice", why="Three papers, and how many sources?"),
        ),
        ask="Why this one?",
        because=(
            item("It is the newest", why="New is not the same as counted."),
            item("Somebody paid for what it counts", right=True),
            item("It is the largest", why="Nothing follows from that."),
        ),
    ),
    task(
        "order", "trust", "Whom to ask first?", "Put them in order: first whom you would call before the vote.",
        items=(
            item("A buyer who has paid $99"), item("A mechanic of the first hall", why="He has seen a car being built."),
            item("The founder", why="He was heard already."), item("A paper that printed the press kit"),
        ),
    ),
    task(
        "strike", "memo", "What does not follow?", "A memo for the board. Strike what does not follow from the case.",
        items=(
            item("By January 2010, 63 people had paid $99 for a place."), item("So 63 cars are sold.", right=True, why="A place is not a car."),
            item("A build takes about two weeks."), item("So a hall with 24 places can build 2,000 cars a year.", right=True, why="Count the places once more."),
            item("Whether the others pay the rest is not known yet."),
        ),
    ),
    task(
        "sort", "sold", "Reserved, sold or built?", "Say of each what it counts.", bins={"reserved": "Reserved", "sold": "Sold", "built": "Built"},
        items=(
            item("63 people paid $99", bins=("reserved",), why="What did they get for it?"), item("A car with its keys handed over", bins=("built",)),
            item("A contract with the whole price in it", bins=("sold",)), item("A name on a list for a visit", bins=("reserved",)),
        ),
    ),
    task(
        "canvas", "blocks", "Where does it stand?", "Put each note into its block of the canvas.",
        items=(
            item("Freelance designers", bins=("key_partners",)), item("Factory: $6 million each", bins=("cost_structure",)),
            item("Word of mouth", bins=("channels",)), item("Off-road enthusiasts who buy a kit", bins=("customer_segments",)),
            item("Building it yourself, with family and friends", bins=("value_propositions",), why="Is it done for the buyer, or by the buyer?"),
        ),
    ),
    task(
        "sketch", "line", "Draw how it grows", "Draw how many cars stand half-built when each build takes longer.", **IN_BUILD,
        within=Within(0.08), sketch=Sketch("build_time", (7, 14, 21, 28, 35), 0, 250),
        mistakes=(Mistake("cars_in_build * 0 + 77", "straight-line", "Longer in the hall, and no more of them?"),),
    ),
    task(
        "formula", "price", "Which price pays everybody?", "Which price pays for a car's own cost and for everybody's wages, with nothing left over?",
        names=NAMES, answer=Answer(PRICE), unit="USD/vehicle",
        mistakes=(Mistake("wage * staff / buyers_a_year", "left-out", "At this price the people are paid. Who pays for the engine?"),),
    ),
    task(
        "function", "price-again", "The same as a function", "Write the price as a function, for one number and for many.",
        names=NAMES, answer=Answer(PRICE), unit="USD/vehicle", function="price",
    ),
    task(
        "bet", "bet", "Bet before you move it", "How many cars stand <half-built> in the hall, if the plan is right?", **IN_BUILD, low=1, high=1000, log=True,
        ask="What did your bet miss?",
        items=(
            item("Each car stays for days, and new ones start every day", when="below"), item("A year has 365 days", when="above"),
            item("Nothing: it was near", when="near"), item("The color of the cars"),
        ),
    ),
    task(
        "essay", "tripwire", "Your tripwire", "Which single fact would change your vote, and by when do you want it?", points=3.0,
        rubric=(Criterion("Names a number that can be checked", 2, "63 paid in full", "more buyers"), Criterion("Names a date", 1, "by 31 December 2011", "soon")),
    ),
    task(
        "number", "read", "Read it from the picture", "How many cars stand half-built when a build takes {build_time}?", **IN_BUILD, within=Within(0.05),
        draws={"build_time": Range(7, 35, 1)}, chart=Chart("build_time", "cars_in_build", 3, 40),
    ),
]  # fmt: skip


def assignment(*, practice: bool, tasks: list[Task] | None = None, name: str = "try") -> Assignment:
    tasks = TASKS if tasks is None else tasks
    # Where the others count, one stays open.
    asked = tuple(Asked(each, each.points, practice or each.id == "share") for each in tasks)
    bank = Bank("local-motors", {each.id: each for each in tasks}, Path("."))
    title = "Local Motors, practice" if practice else "Local Motors, before the vote"
    about = "You sit on the board on 26 May 2010 and know nothing later."
    due = "" if practice else "2027-02-08 23:59"
    return Assignment(name, title, "A", bank, asked, about=about, due=due, minutes=40)


@functools.cache
def practice_sheet() -> dict[str, Any]:
    """Open practice: any word is a code. Nobody changes it."""
    from casekit.tasks.sheet import make_sheet

    return make_sheet(assignment(practice=True, name="try-practice"), variants=5)


@functools.cache
def graded_sheet() -> dict[str, Any]:
    """What counts, for two students. Nobody changes it."""
    from casekit.tasks.sheet import make_sheet

    return make_sheet(assignment(practice=False), CODES, KEY)


@functools.cache
def key_sheet() -> dict[str, Any]:
    """The same with its keys, which no student gets."""
    from casekit.tasks.sheet import make_sheet

    return make_sheet(assignment(practice=False), CODES, KEY, keys=True)
