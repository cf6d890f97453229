"""The shape of tasks.yaml and of assignment.yaml, as pydantic models: one for each kind of task.

This module imports pydantic at its top, so it is itself imported only where an exercise is read.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from ..._errors import near
from ...case._problems import Problems
from ...case._sentences import note
from ...case._shape import Id, Part, Shape, known_schema, said
from ...case._yaml import Document, Key
from ..bank import KINDS, Within
from ._typed import Amount, Moment, Percentage, Positive, Tolerance, Word, Words, names_of

# A key that tells the kind where nobody has written it.
_TELLING = {
    "options": "choose", "sentences": "strike", "rubric": "essay", "missed": "bet", "along": "sketch", "bins": "sort",
    "function": "function", "names": "formula", "items": "order",
}  # fmt: skip


def _formula(value: Any) -> Any:
    return {"formula": value} if isinstance(value, str) else value


def _own(value: Any) -> Any:
    return {"figure": value} if isinstance(value, str) else value


def _asked(value: Any) -> Any:
    return {"task": value} if isinstance(value, str) else value


def _item(value: Any) -> Any:
    """An item may be its text alone; a text that a colon has cut in two is told as such."""
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict) and "text" not in value and (cut := next((k for k in value if " " in k), "")):
        raise ValueError(f'"{cut}" looks like a text with a colon in it. Put the whole text in quotes.')
    return value


def _sorted(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError(f'It is not said where "{value}" belongs. Write {{text: ..., bin: ...}}.')
    return _item(value)


def _range(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError(f'"{value}" does not say what is drawn. Write it as {{from: 7, to: 21, step: 1}}.')
    return value


def _bins(value: Any) -> Any:
    value = names_of(value)
    if isinstance(value, list):
        return {each: each.replace("_", " ").replace("-", " ").capitalize() for each in value if isinstance(each, str)}
    return value


def _bin(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class OwnShape(Shape):
    """A number of the task's own."""

    figure: str = ""
    unit: str = ""
    label: str = ""


class RangeShape(Shape):
    """From where to where a number is drawn, on which step."""

    low: Amount = Field(alias="from")
    high: Amount = Field(alias="to")
    step: Positive


class AnswerShape(Shape):
    """Where a right answer comes from."""

    formula: str = ""
    figure: str = ""
    simulation: str = ""
    column: str = ""
    at: Amount = 0.0


class MistakeShape(Shape):
    """A known wrong road."""

    formula: str
    slip: str = ""
    hint: str = ""
    see: str = ""
    part: Part = "A"


class ItemShape(Shape):
    """What all items have: what the student reads, and what is said when it went wrong."""

    text: str
    why: str = ""
    part: Part = "A"


class OptionShape(ItemShape):
    """One thing to choose."""

    right: bool = False
    slip: str = ""
    see: str = ""


class RankedShape(ItemShape):
    """One thing to put in order."""

    same: bool = False


class SentenceShape(ItemShape):
    """One sentence of a memo."""

    strike: bool = False


class SortedShape(ItemShape):
    """One thing to sort."""

    bin: Annotated[tuple[str, ...], BeforeValidator(_bin)]


class MissedShape(ItemShape):
    """One thing that a bet may have missed."""

    when: Literal["below", "near", "above", ""] = ""
    slip: str = ""
    see: str = ""


Option = Annotated[OptionShape, BeforeValidator(said(_item))]


class BecauseShape(Shape):
    """The reason that is asked for beside a choice."""

    question: str = ""
    options: list[Option]


class AfterBetShape(Shape):
    """What is asked once the answer to a bet is known."""

    question: str = ""
    options: list[Annotated[MissedShape, BeforeValidator(said(_item))]]


class ChartShape(Shape):
    """A picture to read."""

    by: str = ""
    output: str = ""
    low: Amount = Field(default=0.0, alias="from")
    high: Amount = Field(default=0.0, alias="to")
    table: str = ""
    x: str = ""
    y: str = ""
    title: str = ""
    alt: str = ""


class AlongShape(Shape):
    """Along which input a line is drawn, and at which of its values."""

    input: str
    at: list[Amount]


class HeightShape(Shape):
    """From where to where the height of a line goes."""

    low: Amount = Field(alias="from")
    high: Amount = Field(alias="to")


class CriterionShape(Shape):
    """One line of a rubric."""

    criterion: str
    points: Positive
    yes: str = ""
    no: str = ""


class TaskShape(Shape):
    """What tasks of every kind have."""

    id: Id
    title: str = ""
    part: Part = "A"
    minutes: Positive = 4.0
    points: Positive
    kind: str = "number"
    question: str
    model: str = ""
    inputs: dict[Word, Annotated[OwnShape, BeforeValidator(_own)]] = Field(default={})
    draw: dict[str, Annotated[RangeShape, BeforeValidator(said(_range))]] = Field(default={})
    hint: str = ""
    see: str = ""


class AnsweredShape(TaskShape):
    """A task whose right answer is worked out."""

    answer: Annotated[AnswerShape, BeforeValidator(_formula)]
    unit: str = ""


class NumberShape(AnsweredShape):
    """A number with its unit."""

    within: Tolerance = Within()
    mistakes: list[MistakeShape] = Field(default=[])
    chart: ChartShape = ChartShape()


class SketchShape(AnsweredShape):
    """A line to draw."""

    along: AlongShape
    height: HeightShape
    within: Tolerance = Within(0.08)
    mistakes: list[MistakeShape] = Field(default=[])


class FormulaShape(AnsweredShape):
    """A formula to write."""

    names: Words
    mistakes: list[MistakeShape] = Field(default=[])


class FunctionShape(FormulaShape):
    """A function to write."""

    function: Word


class BetShape(AnsweredShape):
    """A bet, and what it missed."""

    low: Amount
    high: Amount
    log: bool = False
    near: Percentage = 0.25
    missed: AfterBetShape


class ChooseShape(TaskShape):
    """One thing to choose, and why."""

    options: list[Option]
    because: BecauseShape = BecauseShape(options=[])
    chart: ChartShape = ChartShape()


class OrderShape(TaskShape):
    """Things to put in order."""

    items: list[Annotated[RankedShape, BeforeValidator(said(_item))]]


class StrikeShape(TaskShape):
    """Sentences, some of which do not follow."""

    sentences: list[Annotated[SentenceShape, BeforeValidator(said(_item))]]


class CanvasShape(TaskShape):
    """Notes to put on the canvas."""

    bins: Annotated[dict[str, str], BeforeValidator(_bins)] = Field(default={})
    items: list[Annotated[SortedShape, BeforeValidator(said(_sorted))]]


class SortShape(CanvasShape):
    """Things to sort."""

    bins: Annotated[dict[Id, str], BeforeValidator(_bins)]


class EssayShape(TaskShape):
    """A few sentences, with the rubric that they are read by."""

    words: Positive = 120
    rubric: list[CriterionShape]


class BankShape(Shape):
    """All of tasks.yaml; each task is fitted by itself, in the shape of its kind."""

    version: int = Field(alias="schema")
    case: str
    model: str = ""
    tasks: list[dict[str, Any]]


class AskedShape(Shape):
    """One task of an assignment."""

    task: str
    points: Positive = 1.0
    practice: bool = False


class AssignmentShape(Shape):
    """All of assignment.yaml."""

    version: int = Field(alias="schema")
    title: str
    about: str = ""
    bank: str = ""
    part: Part = "A"
    opens: Moment = ""
    due: Moment = ""
    minutes: Positive = 30.0
    practice: bool = False
    tasks: list[Annotated[AskedShape, BeforeValidator(_asked)]]


SHAPES: dict[str, type[TaskShape]] = {
    "number": NumberShape, "choose": ChooseShape, "order": OrderShape, "strike": StrikeShape, "sort": SortShape,
    "canvas": CanvasShape, "sketch": SketchShape, "formula": FormulaShape, "function": FunctionShape, "bet": BetShape,
    "essay": EssayShape,
}  # fmt: skip


def read_bank_shape(file: str, document: Document, problems: Problems) -> BankShape | None:
    """Fit the head of tasks.yaml into its shape; None, and problems noted, where it does not fit."""
    if not known_schema(file, document, problems):
        return None
    try:
        return BankShape.model_validate(document.data)
    except ValidationError as error:
        note(file, document, BankShape, error, problems)
    return None


def read_assignment_shape(file: str, document: Document, problems: Problems) -> AssignmentShape | None:
    """Fit an assignment into its shape; None, and problems noted, where it does not fit."""
    if not known_schema(file, document, problems):
        return None
    try:
        return AssignmentShape.model_validate(document.data)
    except ValidationError as error:
        note(file, document, AssignmentShape, error, problems)
    return None


def read_task_shape(
    file: str, document: Document, at: int, data: dict[str, Any], problems: Problems
) -> TaskShape | None:
    """Fit one task into the shape of its kind; None, and problems noted, where it does not fit."""
    path: tuple[Key, ...] = ("tasks", at)
    kind = data.get("kind") or ("number" if "answer" in data and "missed" not in data else "")
    if not isinstance(kind, str) or kind not in SHAPES:
        told = next((known for key, known in _TELLING.items() if key in data), "")
        mend = f"Write kind: {told}." if told and not kind else near(str(kind), KINDS, "Kinds")
        sentence = f'There is no kind of task "{kind}".' if kind else "It is not said what kind of task this is."
        problems.add(file, document.line((*path, "kind")), f"{sentence} {mend}")
        return None
    shape, before = SHAPES[kind], problems.noted
    allowed = _keys(shape)
    for key in [key for key in data if key not in allowed]:
        others = [name for name, other in SHAPES.items() if key in _keys(other)]
        if others:
            sentence = f'"{key}" belongs to tasks of the kind {" or ".join(others)}, and this one is {kind}.'
            problems.add(file, document.line((*path, key)), f"{sentence} Change the kind, or take it out.")
        data = {other: value for other, value in data.items() if other != key or not others}
    try:
        found = shape.model_validate({**data, "kind": kind})
        return found if problems.noted == before else None
    except ValidationError as error:
        note(file, document, shape, error, problems, path)
    return None


def _keys(shape: type[TaskShape]) -> set[str]:
    return {info.alias or name for name, info in shape.model_fields.items()}
