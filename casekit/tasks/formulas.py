"""A formula that a student writes, and a function: read as text, compared as formulas, never run as code.

Two formulas are the same when they give the same number at a dozen points that were drawn for the task, as WeBWorK
and STACK compare what cannot be reduced to one form. A mistake's formula is compared in the same way.
"""

from __future__ import annotations

import ast
import math
import textwrap
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from .._errors import KitError
from ..engine import parse
from ..engine.nodes import Call, Node, evaluate, names_in, verbs_in

LONGEST = 2_000
DEEPEST = 100  # brackets within brackets, steps within steps: so that Python and the browser refuse the same ones
SAME = 1e-6  # of the size of the numbers compared
_SIGNS = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "^": "**"}
_RETURNED = "@returned"  # no name of a student's
_MORE = "The function is more than plain arithmetic, so it has to be run."
_NO_FORMULA = "This is no formula yet. Write it with the names, numbers, + - * / and brackets."
_TOO_DEEP = "This formula is nested too deeply. Write it more simply."


def read_formula(text: str, names: Sequence[str]) -> Node:
    """A student's formula as a tree.

    Parameters
    ----------
    text
        As typed: × ÷ − and ^ are understood, and a `=` with a name before it is passed over.
    names
        What it may use.

    Raises
    ------
    KitError
        With a sentence for the student.

    Examples
    --------
    >>> from casekit.engine.printing import to_text
    >>> to_text(read_formula("price = cost × (1 + markup)", ["cost", "markup"]))
    'cost * (1 + markup)'
    >>> read_formula("costs * 2", ["cost", "markup"])
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: "costs" is not among the names. Names: cost, markup.
    """
    text = _as_typed(text)
    if _brackets(text) > DEEPEST:
        raise KitError(_TOO_DEEP)
    try:
        tree = parse(text)
        used, verbs, deep = list(names_in(tree)), list(verbs_in(tree)), _depth(tree) > DEEPEST
    except RecursionError:
        raise KitError(_TOO_DEEP) from None
    except KitError as error:
        deep = isinstance(error.__cause__, RecursionError | MemoryError)
        raise KitError(_TOO_DEEP if deep else _NO_FORMULA) from None
    if deep:
        raise KitError(_TOO_DEEP)
    for name in used:
        if name.name not in names:
            raise KitError(f'"{name.name}" is not among the names. Names: {", ".join(names)}.')
    if any(verb.time for verb in verbs):
        raise KitError(_NO_FORMULA)
    return tree


def function_values(source: str, names: Sequence[str], points: Sequence[Mapping[str, float]]) -> list[float]:
    r"""What a student's function gives, where it is plain: assignments, then one `return` of plain arithmetic.

    Parameters
    ----------
    source
        The text of one `def` or of a lambda. It is read, and never run.
    names
        What its arguments stand for, in order.
    points
        A number for each name, at each point.

    Raises
    ------
    KitError
        With a sentence, when it is not as plain as that; it may still be right when it is run.

    Examples
    --------
    >>> source = "def f(cars, days):\n    share = days / 365\n    return cars * share"
    >>> function_values(source, ["cars_a_year", "build_time"], [{"cars_a_year": 730.0, "build_time": 14.0}])
    [28.0]
    """
    if len(source) > 5 * LONGEST:
        raise KitError(f"A function may be {5 * LONGEST:,} characters long; this one has {len(source):,}.")
    arguments, steps = _body(source)
    if len(arguments) != len(names):
        raise KitError(f"The function takes {len(arguments)} values; it should take {len(names)}: {', '.join(names)}.")
    trees = [(name, _parsed(text)) for name, text in steps]
    found = []
    for point in points:
        # Step by step, and not by putting one formula into the next, which may double its length each time.
        known = {given: np.float64(point[name]) for given, name in zip(arguments, names, strict=True)}
        for name, tree in trees:
            known[name] = _worked_out(tree, known)
        found.append(float(known[_RETURNED]))
    return found


def values_at(tree: Node, points: Sequence[Mapping[str, float]]) -> list[float]:
    """The number that a tree gives at each point; not available is NaN.

    >>> values_at(parse("a / b"), [{"a": 1.0, "b": 2.0}])
    [0.5]
    """
    with np.errstate(all="ignore"):
        return [float(evaluate(tree, lambda name, at=point: np.float64(at[name]))) for point in points]  # type: ignore[misc]


def same(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two lists of numbers are the same, to a millionth; where one is not available neither may the other be.

    >>> same([1.0, math.nan], [1.0000001, math.nan]), same([1.0], [1.1])
    (True, False)
    """
    return all(
        (math.isnan(a) and math.isnan(b))
        or a == b
        or (math.isfinite(a - b) and abs(a - b) <= SAME * max(abs(a), abs(b)))
        for a, b in zip(one, other, strict=True)
    )


def factor_between(one: Sequence[float], other: Sequence[float]) -> float:
    """The fixed factor by which `one` is larger at every point; NaN when there is none."""
    ratios = [a / b for a, b in zip(one, other, strict=True) if b and math.isfinite(a) and math.isfinite(b)]
    if len(ratios) < len(one) or not ratios[0] or any(abs(r - ratios[0]) > SAME * abs(ratios[0]) for r in ratios):
        return math.nan
    return ratios[0]


def _as_typed(text: str) -> str:
    """What was typed, in the signs that `parse` reads, and without a name and a `=` before it."""
    if len(text) > LONGEST:
        raise KitError(f"A formula may be {LONGEST:,} characters long; this one has {len(text):,}.")
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    before, equals, after = text.partition("=")
    text = (after if equals and before.strip().isidentifier() and not after.startswith("=") else text).strip()
    if not text:
        raise KitError(_NO_FORMULA)
    return text


def _brackets(text: str) -> int:
    """How many brackets stand within one another."""
    return max(accumulate((sign in "([{") - (sign in ")]}") for sign in text))


def _depth(tree: Node) -> int:
    return 1 + max(map(_depth, tree.args), default=0) if isinstance(tree, Call) else 1


def _parsed(text: str) -> Node:
    if "[" in text:  # a list in Python; in a formula of an author the name of a figure
        raise KitError(_MORE)
    try:
        return parse(text)
    except KitError:
        raise KitError(_MORE) from None


def _worked_out(tree: Node, known: Mapping[str, Any]) -> Any:
    def value(name: str) -> Any:
        if name not in known:
            raise KitError(f'The function uses "{name}", which it is not given.')
        return known[name]

    try:
        if any(verb.time for verb in verbs_in(tree)):
            raise KitError(_MORE)
        with np.errstate(all="ignore"):
            return np.float64(evaluate(tree, value))
    except RecursionError:
        raise KitError(_MORE) from None


def _body(source: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of its arguments, and its steps (name and formula), the last of which is what it returns."""
    try:
        (statement,) = ast.parse(textwrap.dedent(source)).body
        if isinstance(statement, ast.Assign | ast.Expr) and isinstance(statement.value, ast.Lambda):
            return _arguments(statement.value.args), [(_RETURNED, ast.unparse(statement.value.body))]
        if not isinstance(statement, ast.FunctionDef) or statement.decorator_list:
            raise KitError(_MORE)
        *before, last = [each for each in statement.body if not _is_text(each)] or [ast.Pass()]
        steps = []
        for each in before:
            if not (isinstance(each, ast.Assign) and len(each.targets) == 1 and isinstance(each.targets[0], ast.Name)):
                raise KitError(_MORE)
            steps.append((each.targets[0].id, ast.unparse(each.value)))
        if not isinstance(last, ast.Return) or last.value is None:
            raise KitError(_MORE)
        return _arguments(statement.args), [*steps, (_RETURNED, ast.unparse(last.value))]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise KitError("This is not one function that Python can read.") from None


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _arguments(args: ast.arguments) -> list[str]:
    if args.vararg or args.kwarg or args.kwonlyargs or args.defaults or args.posonlyargs:
        raise KitError(_MORE)
    return [each.arg for each in args.args]
