"""A number explained: the formula in the author's order, the same with numbers, and where each number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .engine import figures_of, inputs_of, output_named, outputs_of
from .engine.nodes import Call, names_in
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


def explain(model: Model, output: str) -> Explanation:
    """Explain one output of a model.

    Parameters
    ----------
    model
        A model.
    output
        The name of one of its outputs.

    Raises
    ------
    KitError
        When the model has no such output; the nearest name is suggested.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> explain(factory, "cars_in_build").formula
    'Planned cars a year × Days for one car / Days a year'
    """
    outputs, inputs = outputs_of(model), inputs_of(model)
    made = output_named(model, output)
    named: dict[str, Input | Output] = {**inputs, **outputs}
    labels = {name: each.label for name, each in named.items()}
    names = list(dict.fromkeys(name.name for name in names_in(made.node)))

    def said(name: str) -> str:
        return _said(getattr(model, name), named[name].unit)

    if isinstance(made.node, Call) and made.node.labels:
        formula = "the smallest of " + ", ".join(limit.lower() for limit in made.node.labels)
        numbers = "the smallest of " + ", ".join(
            f"{said(n)} ({limit.lower()})" for n, limit in zip(names, made.node.labels, strict=True)
        )
    else:
        formula = to_text(made.node, labels.__getitem__, _plain_number, reader=True)
        numbers = to_text(made.node, lambda name: _bracketed(said(name)), _plain_number, reader=True)
    terms = tuple(Term(name, labels[name], said(name), _where(model, name)) for name in names)
    return Explanation(made.label, made.sentence, formula, numbers, _said(getattr(model, output), made.unit), terms)


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
