"""The shape of case.yaml, of the walks beside it and of sources.yaml, as pydantic models.

This module imports pydantic at its top, so it is itself imported only where a folder is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from ._files import reserved
from ._problems import Problems
from ._sentences import note
from ._values import date, is_id, number
from ._yaml import Document

SCHEMA = 1


def said(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Turn a ValueError with a sentence into pydantic's own, so that the sentence arrives as it is."""

    def run(value: Any) -> Any:
        try:
            return check(value)
        except ValueError as error:
            raise PydanticCustomError("said", "{sentence}", {"sentence": str(error)}) from None

    return run


def _number(value: Any) -> Any:
    return number(value) if isinstance(value, str) else value


def _ids(value: Any) -> Any:
    """Ids as a list, or as one text with semicolons, as in a table."""
    if isinstance(value, str):
        value = value.split(";")
    return [v.strip() if isinstance(v, str) else v for v in value] if isinstance(value, list) else value


def _key(value: str) -> str:
    if not is_id(value):
        raise ValueError(f'"{value}" cannot be an id. Use small letters, digits and hyphens, such as first-factory.')
    return value


def _slug(value: str) -> str:
    _key(value)
    if reserved(value):
        raise ValueError(f'"{value}" is a name that Windows keeps for a device. Choose another.')
    return value


def _parts(value: list[str]) -> list[str]:
    if "A" not in value:
        raise ValueError("A case has part A, what was known on the day. Write [A] or [A, B].")
    return value


def _url(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s\"'<>\\]+", value, re.IGNORECASE):
        raise ValueError(f'"{value}" is not the address of a web page. Write it as https://example.org/page.')
    return value


def _cited(value: Any) -> Any:
    return {"source": value} if isinstance(value, str) else value


Number = Annotated[float, BeforeValidator(said(_number))]
Ids = Annotated[tuple[str, ...], BeforeValidator(_ids)]
Id = Annotated[str, AfterValidator(said(_key))]
Part = Literal["A", "B"]
Color = Literal["blue", "green", "gray", "orange", "purple"]


class Shape(BaseModel):
    """A mapping that allows its own keys only."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True, frozen=True)


class SourceShape(Shape):
    """One source in sources.yaml."""

    title: str
    author: str = ""
    publisher: str = ""
    date: str = ""
    url: Annotated[str, AfterValidator(said(_url))] = ""
    trust: Literal["A", "B", "C", "D", ""] = ""
    part: Part
    seen: str = ""
    short: str = ""


class OptionShape(Shape):
    """One way to decide."""

    label: str
    text: str = ""
    part: Part = "A"


class DecisionShape(Shape):
    """Who decides what, when, between which options."""

    day: Annotated[str, AfterValidator(said(date))]
    who: str
    hook: str
    question: str
    options: dict[str, OptionShape]


class TileShape(Shape):
    """One number at the head of a case."""

    label: str
    quantity: str


class SegmentShape(Shape):
    """Whom a note of the canvas is for."""

    label: str
    color: Color = "gray"


class QuantityShape(Shape):
    """What rival figures are figures of."""

    label: str
    default: str = ""
    help: str = ""


class CitedShape(Shape):
    """A source, and the place in it."""

    source: str
    locator: str = ""


class NoteShape(Shape):
    """One note of the canvas."""

    id: Id
    text: str
    segment: str = ""
    figures: Ids = ()
    sources: list[Annotated[CitedShape, BeforeValidator(_cited)]] = []
    part: Part


class CanvasShape(Shape):
    """The nine blocks."""

    key_partners: list[NoteShape] = []
    key_activities: list[NoteShape] = []
    key_resources: list[NoteShape] = []
    value_propositions: list[NoteShape] = []
    customer_relationships: list[NoteShape] = []
    channels: list[NoteShape] = []
    customer_segments: list[NoteShape] = []
    cost_structure: list[NoteShape] = []
    revenue_streams: list[NoteShape] = []


class EvidenceShape(Shape):
    """What speaks for or against a claim."""

    text: str
    figures: Ids = ()
    source: Ids = ()
    locator: str = ""
    part: Part


class ArgumentShape(Shape):
    """One pro or con: a claim with its evidence."""

    id: Id
    claim: str
    source: Ids = ()
    locator: str = ""
    part: Part
    speaks_for: list[EvidenceShape] = Field(default=[], alias="for")
    against: list[EvidenceShape] = []


class AnswerShape(Shape):
    """What a bet is held against."""

    figure: str = ""
    model: str = ""
    output: str = ""
    set: dict[str, Number] = {}
    simulation: str = ""
    column: str = ""
    at: Number | None = None


class BetShape(Shape):
    """A question to bet on."""

    id: Id
    question: str
    unit: str = ""
    low: Number
    high: Number
    start: Number
    log: bool = False
    answer: AnswerShape
    after: str = ""
    part: Part


class AskedShape(Shape):
    """A model and one of its outputs, with some inputs set."""

    model: str = ""
    output: str = ""
    input: str = ""
    set: dict[str, str] = {}


class StepShape(Shape):
    """One step of the walk; which of its kinds it is, and that it is one, is checked with the rest of the walk."""

    id: Id
    title: str = ""
    text: str = ""
    part: Part
    read: Literal["case", "decision", "text", ""] = ""
    canvas: Literal["look", "pick", ""] = ""
    vote: Literal["first", "again", ""] = ""
    bet: str = ""
    explore: str = ""
    explain: AskedShape = AskedShape()
    by_source: AskedShape = AskedShape()
    step_through: str = ""
    write: str = ""
    pros_cons: Literal["both", "pros", "cons", ""] = ""
    reveal: Literal["epilogue", "answers", ""] = ""
    view: str = ""
    guess: str = ""
    set: dict[str, str] = {}
    say: str = ""


class TableShape(Shape):
    """What a table of the case shows."""

    title: str
    unit: str = ""
    note: str = ""


class ShownShape(Shape):
    """How a column of a simulation is said."""

    label: str
    unit: str = ""


class SimulationShape(Shape):
    """What the runs of a simulation show, level by level of one input of a model."""

    title: str
    model: str
    by: str
    shows: dict[Id, ShownShape]
    headline: str
    limits: dict[str, str] = {}
    how: str
    note: str = ""
    part: Part = "A"


class CaseShape(Shape):
    """All of case.yaml."""

    version: int = Field(alias="schema")
    slug: Annotated[str, AfterValidator(said(_slug))]
    title: str
    tagline: str = ""
    parts: Annotated[list[Part], AfterValidator(said(_parts))] = ["A", "B"]
    decision: DecisionShape
    head: list[TileShape] = []
    segments: dict[str, SegmentShape] = {}
    quantities: dict[str, QuantityShape] = {}
    canvas: CanvasShape = CanvasShape()
    pros: list[ArgumentShape] = []
    cons: list[ArgumentShape] = []
    bets: list[BetShape] = []
    models: dict[str, dict[str, str]] = {}
    tables: dict[Id, TableShape] = {}
    simulations: dict[Id, SimulationShape] = {}
    walk: list[StepShape] = []


class WalkShape(Shape):
    """All of a walk.yaml: what one more walk of a case has in place of the case's own."""

    title: str
    tagline: str = ""
    hook: str = ""
    question: str = ""
    bets: list[BetShape] = []
    walk: list[StepShape] = Field(alias="steps")


def known_schema(file: str, document: Document, problems: Problems) -> bool:
    """Whether a file says that it is written for this casekit; if not, that is noted."""
    version = document.data.get("schema")
    if version is None:
        problems.add(file, 1, 'The line "schema: 1" is missing. Write it first.')
    elif version != str(SCHEMA):
        newer = isinstance(version, str) and bool(re.fullmatch(r"[1-9][0-9]{0,5}", version)) and int(version) > SCHEMA
        mend = "Update casekit: it was written for a newer one." if newer else f"Write schema: {SCHEMA}."
        sentence = f"The schema is {str(version)[:20]}; this casekit reads {SCHEMA}. {mend}"
        problems.add(file, document.line(("schema",)), sentence)
    return version == str(SCHEMA)


def read_case_shape(document: Document, problems: Problems) -> CaseShape | None:
    """Fit case.yaml into its shape; None, and problems noted, where it does not fit."""
    if not known_schema("case.yaml", document, problems):
        return None
    try:
        return CaseShape.model_validate(document.data)
    except ValidationError as error:
        note("case.yaml", document, CaseShape, error, problems)
    return None


def read_walk_shape(file: str, document: Document, problems: Problems) -> WalkShape | None:
    """Fit a walk.yaml into its shape; None, and problems noted, where it does not fit."""
    try:
        return WalkShape.model_validate(document.data)
    except ValidationError as error:
        note(file, document, WalkShape, error, problems)
    return None


def read_source_shapes(document: Document, problems: Problems) -> dict[str, SourceShape]:
    """Fit sources.yaml into its shape: those sources that fit, with problems noted for the others."""
    found: dict[str, SourceShape] = {}
    for key, value in document.data.items():
        try:
            _key(key)
        except ValueError as error:
            problems.add("sources.yaml", document.line((key,)), str(error))
        try:
            found[key] = SourceShape.model_validate(value)
        except ValidationError as error:
            note("sources.yaml", document, SourceShape, error, problems, (key,))
    return found
