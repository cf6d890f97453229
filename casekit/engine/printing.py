"""A tree written out: for a reader, as a formula's text, and as JavaScript."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from .nodes import Call, Name, Node, Number

if TYPE_CHECKING:
    from .model import Model
    from .verbs import Verb

_INFIX_IN_JAVASCRIPT = {"+", "-", "*"}


def to_text(
    node: Node,
    name: Callable[[str], str] = str,
    number: Callable[[float], str] = lambda value: repr(value).removesuffix(".0"),
    *,
    reader: bool = False,
) -> str:
    """A tree in the author's order, with only the brackets that it needs.

    Parameters
    ----------
    node
        The tree.
    name, number
        How a name and a plain number are written.
    reader
        With a reader's signs (× and −) instead of those that can be read back.

    Examples
    --------
    >>> from casekit.engine.text import parse
    >>> to_text(parse("(price - cost) * 2 / days"))
    '(price - cost) * 2 / days'
    """

    def write(node: Node) -> str:
        if isinstance(node, Number):
            return "not available" if math.isnan(node.value) else number(node.value)
        if isinstance(node, Name):
            return name(node.name)
        node = cast(Call, node)
        verb = node.verb
        sign = verb.reader if reader else verb.symbol
        if not verb.symbol:
            args = [bracketed(arg, 0) for arg in node.args]
            return _for_reader(verb, args) if reader else f"{verb.name}({', '.join(args)})"
        if len(node.args) == 1:
            return f"{sign}{bracketed(node.args[0], verb.binds)}"
        left, right = node.args
        if verb.name == "power":
            return f"{bracketed(left, verb.binds + 1)}{'^' if reader else ' ** '}{bracketed(right, verb.binds)}"
        return f"{bracketed(left, verb.binds)} {sign} {bracketed(right, verb.binds + 1)}"

    def bracketed(node: Node, at_least: int) -> str:
        text = write(node)
        sentence = reader and isinstance(node, Call) and node.verb.name == "where"
        return f"({text})" if sentence or _binds(node) < at_least else text

    return write(node)


def _for_reader(verb: Verb, args: list[str]) -> str:
    if verb.name == "where":
        return f"{args[1]} where {args[0]}, otherwise {args[2]}"
    return f"{verb.reader} ({', '.join(args)})"


def _binds(node: Node) -> int:
    if isinstance(node, Call):
        return node.verb.binds
    return 6 if isinstance(node, Number) and node.value < 0 else 9


def to_javascript(node: Node, name: Callable[[str], str]) -> str:
    """A tree as a JavaScript expression; `k` holds the helpers of runtime.js.

    Parameters
    ----------
    node
        The tree.
    name
        How a name is reached there, such as `i.price`.

    Examples
    --------
    >>> from casekit.engine.text import parse
    >>> to_javascript(parse("(price - cost) / days"), lambda name: f"i.{name}")
    'k.div((i.price - i.cost), i.days)'
    """

    def write(node: Node) -> str:
        if isinstance(node, Number):
            return repr(node.value) if math.isfinite(node.value) else "NaN"
        if isinstance(node, Name):
            return name(node.name)
        node = cast(Call, node)
        args = [write(arg) for arg in node.args]
        sign = node.verb.javascript
        if sign not in _INFIX_IN_JAVASCRIPT:
            return f"k.{sign}({', '.join(args)})"
        return f"({sign}{args[0]})" if len(args) == 1 else f"({args[0]} {sign} {args[1]})"

    return write(node)


def _reach(holder: str, name: str) -> str:
    """`i.price`, or `i["a name"]` where the name is no plain word."""
    return f"{holder}.{name}" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else f"{holder}[{json.dumps(name)}]"


def javascript(model: type[Model]) -> str:
    """A model as an ES module that computes every output.

    Parameters
    ----------
    model
        The model's class.

    Returns
    -------
    str
        `export function compute(i, k)`: `i` holds a number for each input, `k` the helpers of runtime.js; gives an
        object with a number for each output, in an order in which each comes after those that it needs.
    """
    from .model import inputs_of, outputs_of

    inputs = inputs_of(model)
    lines = ["export function compute(i, k) {", "  const o = {};"]
    for name, output in outputs_of(model).items():
        expression = to_javascript(output.node, lambda word: _reach("i" if word in inputs else "o", word))
        lines.append(f"  {_reach('o', name)} = {expression};  // {_one_line(output.sentence)}")
    return "\n".join([*lines, "  return o;", "}", ""])


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u2028", " ").replace("\u2029", " ")).strip()


__all__ = ["javascript", "to_javascript", "to_text"]
