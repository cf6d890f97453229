"""A number explained: the formula in the author's order, the same with numbers, and where each number comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ._errors import KitError
from ._numbers import number_of
from .engine import figures_of, horizon_of, inputs_of, is_series, output_named, outputs_of, times_of
from .engine.nodes import Call, Name, Node, names_in
from .engine.printing import to_text
from .units import say

if TYPE_CHECKING:
    from rich.console import RenderableType

    from .engine import Input, Model, Output


@dataclass(frozen=True)
class Term:
    """One name in a formula: what it is called, its value as said, and where that comes from."""

    name: str
    label: str
    text: str
    where: str


@dataclass(frozen=True)
class Explanation:
    """One output of a model, explained. It draws itself in a notebook and in a terminal.

    Attributes
    ----------
    label, sentence
        What the output is.
    formula
        In the author's order, in words.
    with_numbers
        The same formula with its numbers.
    result
        The result with its unit.
    terms
        Each name in the formula with its value and source.
    """

    label: str
    sentence: str
    formula: str
    with_numbers: str
    result: str
    terms: tuple[Term, ...]

    def __str__(self) -> str:
        rows = "\n".join(f"  {term.label}: {term.text} ({term.where})" for term in self.terms)
        return (
            f"{self.sentence}\n\n{self.label}\n  = {self.formula}\n  = {self.with_numbers}\n  = {self.result}\n\n{rows}"
        )

    __repr__ = __str__

    def __rich__(self) -> RenderableType:
        from rich.text import Text

        return Text(str(self))

    def _repr_html_(self) -> str:
        from ._html import escape, view

        rows = "".join(
            f"<span>{escape(term.label)}</span><span><b>{escape(term.text)}</b> "
            f'<span class="ck-dim">{escape(term.where)}</span></span>'
            for term in self.terms
        )
        body = (
            f'<p class="ck-dim">{escape(self.sentence)}</p>'
            f'<div class="ck-sum"><div><b>{escape(self.label)}</b></div><div>= {escape(self.formula)}</div>'
            f"<div>= {escape(self.with_numbers)}</div>"
            f'<div>= <b class="ck-head">{escape(self.result)}</b></div></div><div class="ck-terms">{rows}</div>'
        )
        return view(body, _STYLE)


_STYLE = """.ck-view .ck-sum>div+div{padding-left:16px}.ck-view .ck-sum{margin:8px 0 12px}
.ck-view .ck-terms{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}.ck-view p{margin:0}
@container (max-width:420px){.ck-view .ck-terms{grid-template-columns:1fr}}"""


def explain(model: Model, output: str, *, at: float | None = None) -> Explanation:
    """Explain one output of a model.

    Parameters
    ----------
    model
        A model.
    output
        The name of one of its outputs.
    at
        For an output over time: the period to explain, as its time in the horizon's unit; else the last one.

    Raises
    ------
    KitError
        When the model has no such output, and the nearest name is suggested; or no period at that time.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> explain(factory, "cars_in_build").formula
    'Planned cars a year × Days for one car / Days a year'
    """
    made = output_named(model, output)
    if at is not None and not made.series:
        raise KitError(f"{output} is one number, not a series: leave out at=.")
    period = _period(model, output, at) if made.series else None
    seen = _InPeriod(model, period)
    node = seen.shown(made.node)
    names = list(dict.fromkeys(name.name for name in names_in(node)))
    if isinstance(node, Call) and node.labels:
        formula = "the smallest of " + ", ".join(limit.lower() for limit in node.labels)
        numbers = "the smallest of " + ", ".join(
            f"{seen.said(n)} ({limit.lower()})" for n, limit in zip(names, node.labels, strict=True)
        )
    else:
        formula = to_text(node, seen.label, _plain_number, reader=True)
        numbers = to_text(node, lambda name: _bracketed(seen.said(name)), _plain_number, reader=True)
    terms = tuple(Term(name, seen.label(name), seen.said(name), seen.where(name)) for name in names)
    when = "" if period is None else f" ({_time(model, period)})"
    return Explanation(f"{made.label}{when}", made.sentence, formula, numbers, seen.said(output), terms)


def _period(model: Model, output: str, at: float | None) -> int:
    """The place of a time among a model's periods; the last one where none is asked for."""
    times = times_of(model)
    if at is None:
        return len(times) - 1
    when = number_of("at", at, -math.inf)
    near = int(np.argmin(np.abs(times - when)))
    if abs(times[near] - when) > 0.51 * times[0]:  # times are said rounded: 0.17 years are two months
        unit = inputs_of(model)[horizon_of(model)].unit
        raise KitError(f"{output} has no period at {say(when, unit)}; there are {_told(times, unit)}.")
    return near


def _time(model: Model, period: int) -> str:
    return f"after {say(float(times_of(model)[period]), inputs_of(model)[horizon_of(model)].unit, rounded=True)}"


def _told(times: Any, unit: str) -> str:
    first = ", ".join(say(float(time), unit, rounded=True) for time in times[:2])
    return f"{first} and so on to {say(float(times[-1]), unit)}"


_BEFORE, _ELAPSED = " (one period before)", "time so far"


class _InPeriod:
    """How the names of a formula are seen: their labels, values and sources, in one period where there is time.

    In a period, `previous(x, first)` is seen as a name of its own, with the value that x had, and `elapsed` as a time.
    """

    def __init__(self, model: Model, period: int | None) -> None:
        self.model = model
        self.period = period
        self.named: dict[str, Input | Output] = {**inputs_of(model), **outputs_of(model)}

    def shown(self, node: Node) -> Node:
        """A tree as it is shown in a period."""
        if not isinstance(node, Call) or self.period is None or node.verb.time == "ends":
            return node
        if node.verb.name == "elapsed":
            return Name(_ELAPSED)
        if node.verb.name == "previous" and isinstance(node.args[0], Name):
            return Name(f"{node.args[0].name}{_BEFORE}") if self.period else self.shown(node.args[1])
        return Call(node.verb, tuple(self.shown(arg) for arg in node.args), node.labels)

    def label(self, name: str) -> str:
        if name == _ELAPSED:
            return "Time so far"
        plain = name.removesuffix(_BEFORE)
        return f"{self.named[plain].label}{name[len(plain) :]}"

    def said(self, name: str) -> str:
        if name == _ELAPSED:
            unit = inputs_of(self.model)[horizon_of(self.model)].unit
            return say(float(times_of(self.model)[self.period or 0]), unit, rounded=True)
        plain = name.removesuffix(_BEFORE)
        value = getattr(self.model, plain)
        if self.period is not None and is_series(self.model, plain):
            value = value[self.period - (plain != name)]
            value = float(value) if np.ndim(value) == 0 else value
        elif is_series(self.model, plain) and value.ndim == 1:
            ends = [say(float(value[at]), self.named[plain].unit) for at in (0, -1)]
            return f"{ends[0]} … {ends[1]} ({len(value)} periods)"
        return _said(value, self.named[plain].unit)

    def where(self, name: str) -> str:
        """Where a value comes from, in words."""
        if name == _ELAPSED:
            return "the end of this period"
        return _where(self.model, name.removesuffix(_BEFORE))


def _plain_number(value: float) -> str:
    """A number that the author wrote, in full: 1,000,000 and not 1e+06."""
    return f"{value:,.12g}".replace("-", "−")


def _bracketed(text: str) -> str:
    """A negative number in brackets, so that no two minus signs meet."""
    return f"({text})" if text.startswith("−") else text


def _said(value: Any, unit: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "U" or not value.size:
            return f"{value.size} values"
        known = value[~np.isnan(value)]
        if not known.size:
            return say(float("nan"), unit)
        return f"{say(float(known.min()), unit)} to {say(float(known.max()), unit)}"
    return say(value, unit)


def _where(model: Model, name: str) -> str:
    """Where a value comes from, in words."""
    figures, inputs = figures_of(model), inputs_of(model)
    if name in figures:
        return figures[name].where
    if name not in inputs:
        return f"computed. {outputs_of(model)[name].sentence}"
    each = inputs[name]
    if each.default is not None and np.all(getattr(model, name) == each.default):
        return each.help if each.fixed else f"assumed: {each.reason}"
    return "set by hand"
