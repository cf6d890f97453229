"""A bank of tasks and an assignment from it, as plain data that `read` fills and everything else uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .._errors import KitError, near

KINDS = {
    "number": "a number with its unit",
    "choose": "choose, and say why",
    "order": "put in order",
    "strike": "strike what does not follow",
    "sort": "sort",
    "canvas": "fill the canvas",
    "sketch": "draw a line",
    "formula": "write a formula",
    "function": "write a function",
    "bet": "bet, then say what the bet missed",
    "essay": "write a few sentences",
}
JUDGEMENT = ("choose", "order", "strike", "sort", "canvas", "bet", "essay")
BY_HAND = ("essay",)

# What kind of slip a mistake is: the first help that a student gets. An author names the word.
SLIPS = {
    "clocks": "Two clocks are mixed: hours, days, weeks, months or years.",
    "gross-net": "This is before something is taken off: gross, where the question asks for net.",
    "wholesale-retail": "Two prices are mixed: what the shop pays and what the buyer pays.",
    "left-out": "Something that has to be paid, or counted, is left out.",
    "counted-twice": "Something is counted twice.",
    "mean-of-ratios": "Ratios were averaged. Add up first, then divide.",
    "margin-markup": "Margin and markup are mixed: a share of the price is no share of the cost.",
    "survivors": "Only those who came through are counted.",
    "wrong-base": "The parts are right and the whole is not: look at what is divided by what.",
    "wrong-question": "This number answers another question.",
    "upside-down": "The division is upside down.",
    "one-for-all": "What holds for one was taken for all, or what holds for all for one.",
    "straight-line": "This grows in a straight line; the thing itself does not.",
    "wrong-word": "One word is taken for another: look at what each of them means here.",
    "wrong-source": "This rests on a text that cannot carry it.",
    "wrong-sign": "A plus and a minus have changed places.",
}


@dataclass(frozen=True)
class Range:
    """From where to where a number is drawn, and on which step a person would write it."""

    low: float
    high: float
    step: float


@dataclass(frozen=True)
class Own:
    """A number of the task's own, which is no input of its model: a figure of the case, or a unit alone."""

    unit: str = ""
    figure: str = ""
    label: str = ""


@dataclass(frozen=True)
class Answer:
    """Where a right answer comes from: a formula's text, a figure, or a stored simulation at a level."""

    formula: str = ""
    figure: str = ""
    simulation: str = ""
    column: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class Within:
    """How far an answer may be off: a share of the right one, or so much in its unit."""

    share: float = 0.01
    amount: float = 0.0


@dataclass(frozen=True)
class Mistake:
    """A known wrong road: its formula, what kind of slip it is, where to look, and what to read again."""

    formula: str
    slip: str = ""
    hint: str = ""
    see: str = ""
    part: str = "A"


@dataclass(frozen=True)
class Item:
    """Something to choose, to order, to strike or to sort.

    Parameters
    ----------
    id
        A few letters made from its text, so that nothing tells its place in the bank.
    text
        What the student reads.
    right
        To be chosen; in a memo, to be struck.
    why
        Said when it went wrong.
    slip, see
        As for a mistake.
    bins
        Where it belongs, when it is sorted; more than one when either will do.
    same
        In an order: as good as the one above it.
    when
        In a bet: "below", "near" or "above", for whom this is what the bet missed.
    part
        The part that it speaks of.
    """

    id: str
    text: str
    right: bool = False
    why: str = ""
    slip: str = ""
    see: str = ""
    bins: tuple[str, ...] = ()
    same: bool = False
    when: str = ""
    part: str = "A"


@dataclass(frozen=True)
class Sketch:
    """A line to draw: along which input, at which of its values, and from where to where its height goes."""

    by: str
    at: tuple[float, ...]
    low: float
    high: float


@dataclass(frozen=True)
class Chart:
    """A picture to read: an output along an input, or two columns of a table of the case."""

    by: str = ""
    output: str = ""
    low: float = 0.0
    high: float = 0.0
    table: str = ""
    x: str = ""
    y: str = ""
    title: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric: what is asked for, its points, and what does and does not count."""

    text: str
    points: float
    yes: str = ""
    no: str = ""


@dataclass(frozen=True)
class Task:
    """One task of a bank; which fields count depends on its kind (exercises/README.md says which)."""

    id: str
    kind: str
    title: str
    question: str
    points: float
    part: str = "A"
    minutes: float = 4.0
    judgement: bool = False
    model: str = ""
    answer: Answer | None = None
    unit: str = ""
    within: Within = field(default_factory=Within)
    draws: Mapping[str, Range] = field(default_factory=dict)
    inputs: Mapping[str, Own] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    hint: str = ""
    see: str = ""
    chart: Chart | None = None
    items: tuple[Item, ...] = ()
    ask: str = ""
    because: tuple[Item, ...] = ()
    bins: Mapping[str, str] = field(default_factory=dict)
    sketch: Sketch | None = None
    names: tuple[str, ...] = ()
    function: str = ""
    low: float = 0.0
    high: float = 0.0
    log: bool = False
    near: float = 0.25
    words: int = 120
    rubric: tuple[Criterion, ...] = ()
    line: int = 0

    @property
    def by_hand(self) -> bool:
        """Whether somebody has to read the answer."""
        return self.kind in BY_HAND


@dataclass(frozen=True)
class Bank:
    """The tasks of one case.

    Parameters
    ----------
    case
        The case: a name of the kit, or a folder.
    tasks
        By their ids, in the order of the file.
    folder
        Where tasks.yaml stands.
    """

    case: str | Path
    tasks: Mapping[str, Task]
    folder: Path

    def task(self, id: str) -> Task:
        """Return one task; an unknown id raises a KitError that suggests the nearest."""
        if id not in self.tasks:
            raise KitError(f'The bank has no task "{id}". {near(id, self.tasks, "Tasks")}')
        return self.tasks[id]


@dataclass(frozen=True)
class Asked:
    """A task as an assignment asks it: for so many points, and open or not."""

    task: Task
    points: float
    practice: bool


@dataclass(frozen=True)
class Assignment:
    """Which tasks of a bank, in which order, for how many points, and until when.

    Parameters
    ----------
    name
        How its files are called: local-motors.
    title, about
        For who reads it.
    part
        "A" or "B": what the class knows.
    bank
        Where its tasks come from.
    asked
        The tasks in order.
    opens, due
        As written in the file, an ISO date or date and time; "" when there is none.
    minutes
        How long it should take.
    path
        The file.
    """

    name: str
    title: str
    part: str
    bank: Bank
    asked: tuple[Asked, ...]
    about: str = ""
    opens: str = ""
    due: str = ""
    minutes: float = 30.0
    path: Path = Path()

    @property
    def graded(self) -> bool:
        """Whether any of its tasks counts."""
        return any(not each.practice for each in self.asked)

    @property
    def points(self) -> float:
        """What all its tasks are worth, practice left out where there is more than practice."""
        return sum(each.points for each in self.asked if not (self.graded and each.practice))

    def task(self, id: str) -> Asked:
        """Return one task as it is asked; an unknown id raises a KitError that suggests the nearest."""
        found = {each.task.id: each for each in self.asked}
        if id not in found:
            raise KitError(f'{self.title} has no task "{id}". {near(id, found, "Tasks")}')
        return found[id]
