"""What a model's explorer draws: its headline, its limits and its pictures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A point on a curve, where an input stands.

    Parameters
    ----------
    input
        The input whose value is the point's x; in a picture over time, "lowest", "highest" or "last".
    text
        What is written beside it; `{x}` and `{y}` stand for its values.
    """

    input: str
    text: str


@dataclass(frozen=True)
class View:
    """One picture: an output over an input.

    Parameters
    ----------
    id, title
        A short name, and a title that asks or answers a question.
    x, y
        The input along the bottom and the output up the side. With the model's horizon along the bottom and a series up
        the side, the picture goes over time.
    x_title, y_title
        What they are called, with their units.
    line, line_text, line_never
        An input or output of y's unit drawn as a level line (or "0"), and its words; `{value}` stands for its value.
        `line_never` is a sentence, with the same hole, for a curve that never gets there, where the words alone would
        sound as if it did.
    marks
        Points on the curve.
    compare
        In a picture over time: an input whose rival figures each draw a faint line of their own.
    claim, lead
        The input and the first half of the headline, where the explorer's are about something else.
    """

    id: str
    title: str
    x: str
    y: str
    x_title: str
    y_title: str
    line: str = ""
    line_text: str = ""
    line_never: str = ""
    marks: tuple[Mark, ...] = ()
    compare: str = ""
    claim: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Explorer:
    """What `explore` shows of a model.

    Parameters
    ----------
    title
        The question above it.
    claim
        The input that the plan promises, which the limits are held against.
    answer
        The output in the headline.
    lead, headline
        The headline's two halves; `{claim}` and `{answer}` stand for the values.
    also, also_text, also_missing
        A second output of one number, and the sentence that tells it after the headline, with `{also}` for its value;
        and what is said where it is not available.
    limits
        The output that tells which limit is the smallest (made with `smallest`): its labels and outputs are the
        meter, each in the claim's unit.
    views
        The pictures, the first one shown first.
    """

    title: str
    claim: str
    answer: str
    lead: str
    headline: str
    also: str = ""
    also_text: str = ""
    also_missing: str = ""
    limits: str = ""
    views: tuple[View, ...] = ()
