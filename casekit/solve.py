"""Solve a model for an input: exactly where it can be, numerically where not."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from ._errors import KitError
from .engine import horizon_of, input_named, inputs_of, is_series, output_named, outputs_of, over_draws
from .engine.nodes import Call, Name, Node, Number
from .units import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from .engine import Input, Model

POINTS = 2_001  # of the numeric search over the slider's range

Kind = Literal["one", "none", "several", "stretch", "every", "out of range"]


class _NoExactForm(Exception):
    """SymPy has no form for this, or found no answer in closed form."""


@dataclass(frozen=True)
class Solution:
    """The answer to "which value of this input gives that output?".

    Attributes
    ----------
    kind
        "one", "several", "none", "stretch" (every value between two), "every" (the input makes no difference), or
        "out of range" (there is an answer, beyond the input's slider).
    values
        The answers, smallest first, in the input's unit.
    exact
        Whether they come from algebra (else from a numeric search).
    text
        One sentence for a reader.
    """

    kind: Kind
    values: tuple[float, ...]
    exact: bool
    text: str

    def __float__(self) -> float:
        if len(self.values) != 1:
            raise KitError(self.text)
        return self.values[0]

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from ._html import escape, view

        return view(f"<b>{escape(self.text)}</b>")


def solve(model: Model, output: str, *, to: float, by: str) -> Solution:
    """The value of one input at which an output takes a value.

    Parameters
    ----------
    model
        A model whose values are single numbers.
    output
        One of its outputs.
    to
        The value wanted, in the output's unit.
    by
        The input to move, within its slider.

    Returns
    -------
    Solution
        With its kind, the values, and a sentence.

    Raises
    ------
    KitError
        For a name that the model does not have, a value wanted that is no number, or values that are arrays.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"), cars_a_year=40, staff=20)
    >>> solve(factory, "profit", to=0, by="price").values
    (85000.0,)
    >>> solve(factory, "profit", to=0, by="cars_a_year").kind
    'none'
    """
    if not _is_number(to):
        raise KitError(f"Say a number that {output} should take, such as to=0; {to!r} is none.")
    low, high = _checked(model, output, by).slider or (-math.inf, math.inf)
    kind: Kind
    try:
        exact, (kind, found) = True, _by_algebra(model, output, to, by)
        # A root of the algebra counts only if the model itself gives the value there.
        found = sorted({root for root in found if _gives(model, output, to, by, root)})
    except _NoExactForm:
        exact, (kind, found) = False, _by_search(model, output, to, by)
    values = tuple(found)
    if kind == "several":
        values = tuple(root for root in found if low <= root <= high) or values
        beyond = bool(values) and not low <= values[0] <= high
        kind = "out of range" if beyond else "none" if not values else "one" if len(values) == 1 else "several"
    return Solution(kind, values, exact, _sentence(model, output, to, by, kind, values, exact))


def _is_number(value: object) -> bool:
    return isinstance(value, numbers.Real) and math.isfinite(value)


def _checked(model: Model, output: str, by: str) -> Input:
    """The input to move, once it is sure that there is something to solve."""
    output_named(model, output)
    moved = input_named(model, by)
    if moved.fixed:
        raise KitError(f"{by} is a constant ({moved.help}) and cannot be moved.")
    for name in inputs_of(model):
        if isinstance(getattr(model, name), np.ndarray):
            raise KitError(f"{name} holds {getattr(model, name).size} values; solve needs one number for each input.")
    if isinstance(getattr(model, output), str):
        raise KitError(f"{output} is a name, not a number: there is nothing to solve for.")
    if is_series(model, output):
        raise KitError(f"{output} is a series, one value for each period. Solve for an output that is one number.")
    if by == horizon_of(model):
        raise KitError(f"{by} sets how many periods there are, and cannot be solved for.")
    return moved


def _gives(model: Model, output: str, to: float, by: str, root: float) -> bool:
    value = _at(model, output, by, root)
    scale = max(abs(to), 1.0, abs(root) * 1e-3)
    return math.isfinite(value) and abs(value - to) <= 1e-6 * scale


def _at(model: Model, output: str, by: str, value: float) -> float:
    """The output at one value of the input, which may be one that no model can be made with: fewer than none."""
    return float(over_draws(model, [output], {by: np.array([value])})[output][0])


def _sentence(model: Model, output: str, to: float, by: str, kind: Kind, values: tuple[float, ...], exact: bool) -> str:
    moved, made = input_named(model, by), output_named(model, output)
    wanted = f"{made.label} = {say(to, made.unit)}"
    how = "solved exactly" if exact else "found by numeric search"
    low, high = moved.slider or (-math.inf, math.inf)
    span = f"{say(low, moved.unit)} to {say(high, moved.unit)}" if moved.slider else "any"
    found = [say(value, moved.unit) for value in values]
    sentences = {
        "one": lambda: f"{wanted} when {moved.label} = {found[0]} ({how}).",
        "several": lambda: f"{wanted} at {len(values)} values of {moved.label}: {' and '.join(found)} ({how}).",
        "stretch": lambda: f"{wanted} at every {moved.label} from {found[0]} to {found[-1]} ({how}).",
        "every": lambda: f"{wanted} whatever {moved.label} is: it makes no difference here ({how}).",
        "out of range": lambda: f"{wanted} asks for {moved.label} = {' or '.join(found)}, outside {span} ({how}).",
        "none": lambda: f"No value of {moved.label} gives {wanted} ({how}{'' if exact else f', over {span}'}).",
    }
    return sentences[kind]()


# --- by algebra ------------------------------------------------------------------------------------------------------


def _by_algebra(model: Model, output: str, to: float, by: str) -> tuple[Kind, list[float]]:
    """The real roots, or that every value will do; _NoExactForm where SymPy cannot say."""
    import sympy as sp  # type: ignore[import-untyped]

    unknown = sp.Symbol(by, real=True)
    known: dict[str, Any] = {by: unknown}

    def value_of(name: str) -> Any:
        if name not in known:
            outputs = outputs_of(model)
            if name in outputs:
                known[name] = _to_sympy(outputs[name].node, value_of)
            else:
                known[name] = _rational(getattr(model, name))
        return known[name]

    equation = value_of(output) - _rational(to)
    equation = equation.rewrite(sp.Piecewise) if equation.has(sp.Min, sp.Max) else equation
    equation = sp.simplify(sp.piecewise_fold(equation)) if equation.has(sp.Piecewise) else sp.simplify(equation)
    if equation is sp.nan or not equation.has(unknown):
        # Judged by the model itself: the number wanted may be a rounded one.
        here = float(getattr(model, by))
        return ("every" if _gives(model, output, to, by, here) else "none"), []
    try:
        roots = sp.solve(equation, unknown)
    except (NotImplementedError, TypeError, ValueError, RecursionError) as error:
        raise _NoExactForm from error
    numbers = []
    for root in roots:
        if not (hasattr(root, "is_real") and root.is_real and root.is_number):
            raise _NoExactForm
        numbers.append(float(root))
    if not numbers and not equation.is_rational_function(unknown):
        raise _NoExactForm  # an empty list then only means that SymPy knows no way
    return "several", numbers


def _rational(value: Any) -> Any:
    import sympy as sp

    return sp.nan if math.isnan(value) else sp.Rational(str(float(value)))


def _to_sympy(node: Node, value_of: Any) -> Any:
    import sympy as sp

    if isinstance(node, Number):
        return _rational(node.value)
    if isinstance(node, Name):
        return value_of(node.name)
    node = cast(Call, node)
    rules: dict[str, Any] = {
        "add": lambda a, b: a + b,
        "subtract": lambda a, b: a - b,
        "multiply": lambda a, b: a * b,
        "divide": lambda a, b: sp.nan if b == 0 else a / b,
        "negative": lambda a: -a,
        "power": lambda a, b: a**b,
        "less": sp.Lt,
        "less_equal": sp.Le,
        "greater": sp.Gt,
        "greater_equal": sp.Ge,
        "minimum": sp.Min,
        "maximum": sp.Max,
        "where": lambda c, a, b: sp.Piecewise((a, c), (b, True)),
        "exp": sp.exp,
        "log": sp.log,
        "sqrt": sp.sqrt,
    }
    if node.verb.name not in rules:
        raise _NoExactForm
    try:
        return rules[node.verb.name](*(_to_sympy(arg, value_of) for arg in node.args))
    except (TypeError, ValueError) as error:
        raise _NoExactForm from error


# --- by search -------------------------------------------------------------------------------------------------------


def _edge(gap: Callable[[float], float], inside: float, outside: float) -> float:
    """Where a stretch of answers ends between a point in it and the next one, by halving."""
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if gap(middle) == 0 else (inside, middle)
    return float(inside)


def _by_search(model: Model, output: str, to: float, by: str) -> tuple[Kind, list[float]]:
    """Roots over the slider's range: sign changes between 2,001 points, each closed in on."""
    from scipy.optimize import brentq

    low, high = input_named(model, by).slider or (-1e9, 1e9)
    points = np.linspace(low, high, POINTS)
    gaps = over_draws(model, [output], {by: points})[output] - to
    level = np.flatnonzero(gaps == 0)
    if len(level) == POINTS:
        return "every", []

    def gap(value: float) -> float:
        return _at(model, output, by, value) - to

    if len(level) > 1 and len(level) == level[-1] - level[0] + 1:
        first, last = int(level[0]), int(level[-1])
        start = _edge(gap, points[first], points[max(first - 1, 0)])
        return "stretch", [start, _edge(gap, points[last], points[min(last + 1, POINTS - 1)])]
    roots = [float(points[i]) for i in level]
    for i in np.flatnonzero(gaps[:-1] * gaps[1:] < 0):
        root = float(brentq(gap, points[i], points[i + 1]))
        # Where the output jumps past the value wanted, the sign changes and there is no answer.
        if abs(gap(root)) <= 1e-3 * max(abs(gaps[i]), abs(gaps[i + 1])):
            roots.append(root)
    return "several", sorted(roots)
