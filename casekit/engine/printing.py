"""A tree written out: for a reader, as a formula's text, and as JavaScript."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from .flows import STEP
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
        sentence = reader and isinstance(node, Call) and "{0}" in node.verb.reader
        return f"({text})" if sentence or _binds(node) < at_least else text

    return write(node)


def _for_reader(verb: Verb, args: list[str]) -> str:
    if "{0}" in verb.reader:
        return verb.reader.format(*args)
    if verb.time == "makes":
        return verb.reader  # what the horizon is divided into, a reader sees on the axis
    return f"{verb.reader} ({', '.join(args)})"


def _binds(node: Node) -> int:
    if isinstance(node, Call):
        return node.verb.binds
    return 6 if isinstance(node, Number) and node.value < 0 else 9


class _Script:
    """JavaScript for the trees of one model, one after the other.

    What a verb over time needs whole is worked out first, in a line of its own: `before` collects these lines.
    """

    def __init__(self, name: Callable[[str], str], series: frozenset[str] = frozenset(), step: str = "") -> None:
        self.name = name
        self.series = series
        self.step = step
        self.before: list[str] = []
        self._count = 0

    def expression(self, node: Node, state: str = "") -> str:
        """A tree as an expression; one with time in it is the expression for the period `t`.

        Parameters
        ----------
        node
            The tree.
        state
            The name of the output whose own past it uses, if it does: its last value is called `past`.
        """
        if isinstance(node, Number):
            return repr(node.value) if math.isfinite(node.value) else "NaN"
        if isinstance(node, Name):
            return f"{self.name(node.name)}[t]" if node.name in self.series else self.name(node.name)
        node = cast(Call, node)
        if node.verb.name == "elapsed":
            return f"((t + 1) * {self.step})"
        if node.verb.name == "previous":
            first = self.expression(node.args[1], state)
            own = isinstance(node.args[0], Name) and node.args[0].name == state
            late = "past" if own else f"{self.whole(node.args[0])}[t - 1]"
            return f"(t ? {late} : {first})"
        if node.verb.time:
            others = [self.expression(arg) for arg in node.args[1:]]
            made = self._first(f"k.{node.verb.javascript}({', '.join([self.whole(node.args[0]), *others])})")
            return f"{made}[t]" if node.verb.time == "keeps" else made
        args = [self.expression(arg, state) for arg in node.args]
        sign = node.verb.javascript
        if sign not in _INFIX_IN_JAVASCRIPT:
            return f"k.{sign}({', '.join(args)})"
        return f"({sign}{args[0]})" if len(args) == 1 else f"({args[0]} {sign} {args[1]})"

    def whole(self, node: Node) -> str:
        """A series as the array of all its periods."""
        if isinstance(node, Name):
            return self.name(node.name)
        return self._first(f"k.over(n, (t) => {self.expression(node)})")

    def _first(self, expression: str) -> str:
        self._count += 1
        self.before.append(f"const s{self._count} = {expression};")
        return f"s{self._count}"


def to_javascript(node: Node, name: Callable[[str], str]) -> str:
    """A tree without time as a JavaScript expression; `k` holds the helpers of runtime.js.

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
    return _Script(name).expression(node)


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
        object with a number for each output, in an order in which each comes after those that it needs. An output
        over time is an array, and "@time" then holds the time of each of its periods.
    """
    from .model import horizon_of, inputs_of, is_series, outputs_of

    inputs, outputs, horizon = inputs_of(model), outputs_of(model), horizon_of(model)
    series = frozenset(name for name in outputs if is_series(model, name))
    step = _reach("i", STEP)
    script = _Script(lambda word: _reach("i" if word in inputs else "o", word), series, step)
    lines = ["const o = {};"]
    if horizon:
        lines.append(f"const n = k.periods({_reach('i', horizon)}, {step});")
        lines.append(f'o["@time"] = k.over(n, (t) => (t + 1) * {step});')
    for name, output in outputs.items():
        expression = script.expression(output.node, name if output.state else "")
        lines += script.before
        script.before.clear()
        over = "k.through(n, (t, past) =>" if output.state else "k.over(n, (t) =>"
        made = f"{over} {expression})" if name in series else expression
        lines.append(f"{_reach('o', name)} = {made};  // {_one_line(output.sentence)}")
    body = "".join(f"  {line}\n" for line in lines)
    return f"export function compute(i, k) {{\n{body}  return o;\n}}\n"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u2028", " ").replace("\u2029", " ")).strip()


__all__ = ["javascript", "to_javascript", "to_text"]
