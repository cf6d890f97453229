"""Formulas as text, read into the same nodes as a model's methods: nothing is ever evaluated as code."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

import numpy as np

from .._errors import KitError
from .nodes import Name, Node, Number, call, evaluate, names_in, verbs_in
from .verbs import VERBS

LONGEST = 2_000  # characters; far beyond any formula that a person can read

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
}
_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
}
_FUNCTIONS = {verb.name: verb for verb in VERBS.values() if not verb.symbol and verb.name != "smallest"}
_HOW_MANY = {
    **{"where": 3, "exp": 1, "log": 1, "sqrt": 1, "normal_cdf": 1, "normal_quantile": 1},
    **{"best_below": 3, "best_of": 1, "both_above": 3},
    **{"elapsed": 2, "cumulative": 1, "previous": 2, "total": 1, "lowest": 1, "highest": 1, "last": 1},
    **{"discounted": 2, "irr": 1, "sign_changes": 1},
}
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")


def parse(text: str) -> Node:
    """A formula's text as a tree.

    Parameters
    ----------
    text
        Numbers, names, `+ - * / **`, brackets, one comparison, and the functions of the vocabulary. A name with
        hyphens stands in square brackets: `[options-jan-2010] * [reservation-fee]`.

    Raises
    ------
    KitError
        With one sentence, for anything else.

    Examples
    --------
    >>> from casekit.engine.printing import to_text
    >>> to_text(parse("cars * (price - cost)"))
    'cars * (price - cost)'
    >>> parse("open(name)")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: The formula "open(name)" uses open(), which is no function of the kit. ...
    """
    if len(text) > LONGEST:
        raise KitError(f"A formula may be {LONGEST:,} characters long; this one has {len(text):,}.")
    references: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        references.append(match[1].strip())
        return f"(__reference_{len(references) - 1}__)"

    try:
        tree = ast.parse(_REFERENCE.sub(stand_in, text).strip(), mode="eval")
        return _read(tree.body, text, references)
    except (SyntaxError, ValueError, MemoryError) as error:
        raise KitError(f'The formula "{text}" cannot be read. Write it as price * (1 - discount).') from error
    except RecursionError as error:
        raise KitError(_too_deep(text)) from error


def _too_deep(text: str) -> str:
    return f'The formula "{text[:40]}..." is nested too deeply. Write it in two steps.'


def _read(node: ast.expr, text: str, references: list[str]) -> Node:
    def read(node: ast.expr) -> Node:
        return _read(node, text, references)

    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return Number(_as_float(node.value, text))
    if isinstance(node, ast.Name):
        match = re.fullmatch(r"__reference_(\d+)__", node.id)
        known = match and int(match[1]) < len(references)  # else somebody typed such a name
        return Name(references[int(match[1])] if match and known else node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return call(_BINARY[type(node.op)], read(node.left), read(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return call("negative", read(node.operand))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd):
        return read(node.operand)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARED:
        return call(_COMPARED[type(node.ops[0])], read(node.left), read(node.comparators[0]))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return _read_call(node.func.id, [read(arg) for arg in node.args], text)
    raise KitError(
        f'The formula "{text}" has a part that is not plain arithmetic: {ast.unparse(node)}. '
        "Use names, numbers, + - * / **, one comparison inside where(), and the functions of the kit."
    )


def _as_float(value: float, text: str) -> float:
    try:
        return float(value)
    except OverflowError as error:
        raise KitError(f'The formula "{text}" has a number that is too large.') from error


def _read_call(name: str, args: list[Node], text: str) -> Node:
    if name not in _FUNCTIONS:
        known = ", ".join(sorted(_FUNCTIONS))
        raise KitError(f'The formula "{text}" uses {name}(), which is no function of the kit. There are {known}.')
    wanted = _HOW_MANY.get(name)
    if (wanted and len(args) != wanted) or not args:
        raise KitError(f'The formula "{text}" gives {name}() {len(args)} values; it takes {wanted or "one or more"}.')
    return call(name, *args)


def evaluate_text(text: str, values: Mapping[str, float]) -> float:
    """The number that a formula's text gives.

    Parameters
    ----------
    text
        The formula, as `parse` reads it.
    values
        A number for each name.

    Raises
    ------
    KitError
        When the formula cannot be read, or a name has no value.

    Examples
    --------
    >>> evaluate_text("[options-jan-2010] * fee", {"options-jan-2010": 63, "fee": 99})
    6237.0
    """
    tree = parse(text)
    try:
        for verb in verbs_in(tree):
            if verb.time:
                raise KitError(
                    f'The formula "{text}" uses {verb.name}(), which needs a series; here there are only numbers.'
                )
        for name in names_in(tree):
            if name.name not in values:
                raise KitError(f'The formula "{text}" uses {name.name}, which has no value here.')
        with np.errstate(all="ignore"):
            return float(evaluate(tree, lambda name: np.float64(values[name])))
    except RecursionError as error:
        raise KitError(_too_deep(text)) from error
