"""The tree behind an output: numbers, names, and verbs applied to them.

A model's methods are called once with nodes instead of numbers. Plain arithmetic on nodes builds the tree and
keeps the author's order and names; whatever is not plain arithmetic says so in one sentence.
"""

from __future__ import annotations

import contextlib
import contextvars
import sys
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any, NoReturn, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from .._errors import KitError
from . import verbs
from .verbs import Verb

Value: TypeAlias = float | NDArray[np.float64]
"""What an input or output is when read: a float, or an array of draws or of values along a slider."""

_tracing: contextvars.ContextVar[CodeType | None] = contextvars.ContextVar("tracing", default=None)

_USE_INSTEAD = {
    "==": "Equality of two measured numbers is never plain arithmetic. Compare with <= or >= inside where().",
    "if": "A choice between numbers is written where(condition, then, otherwise), minimum() or maximum(); "
    "`if`, `and`, `or`, `not`, min(), max() and chained comparisons cannot be drawn, printed or solved.",
    "round": "Leave numbers unrounded; they are rounded where a reader sees them.",
    "int": "Leave numbers whole or broken as they come; int(), range() and indexing cut them.",
    "float": "Use the functions of casekit.engine (exp, log, sqrt ...) instead of float() and the math module.",
    "abs": "Write maximum(x, -x).",
    "numpy": "Use minimum, maximum, where, exp, log, sqrt of casekit.engine instead of NumPy's, "
    "so that the workbook and the page can say the same.",
    "//": "Whole division cuts numbers. Write a / b.",
    "%": "A remainder is not plain arithmetic here.",
    "list": "An input is one number, not a list: it cannot be indexed, looped over or measured with len().",
}


class NotArithmetic(KitError):
    """An author's text that is not plain arithmetic."""


def _refuse(what: str) -> NoReturn:
    raise NotArithmetic(_USE_INSTEAD[what])


class Node:
    """One point of the tree. Arithmetic on nodes makes nodes."""

    __slots__ = ("line",)

    def __init__(self) -> None:
        self.line = _line_of_author()

    def __add__(self, other: Any) -> Node:
        return call("add", self, other)

    def __radd__(self, other: Any) -> Node:
        return call("add", other, self)

    def __sub__(self, other: Any) -> Node:
        return call("subtract", self, other)

    def __rsub__(self, other: Any) -> Node:
        return call("subtract", other, self)

    def __mul__(self, other: Any) -> Node:
        return call("multiply", self, other)

    def __rmul__(self, other: Any) -> Node:
        return call("multiply", other, self)

    def __truediv__(self, other: Any) -> Node:
        return call("divide", self, other)

    def __rtruediv__(self, other: Any) -> Node:
        return call("divide", other, self)

    def __pow__(self, other: Any) -> Node:
        return call("power", self, other)

    def __rpow__(self, other: Any) -> Node:
        return call("power", other, self)

    def __neg__(self) -> Node:
        return call("negative", self)

    def __pos__(self) -> Node:
        return self

    def __lt__(self, other: Any) -> Node:
        return call("less", self, other)

    def __le__(self, other: Any) -> Node:
        return call("less_equal", self, other)

    def __gt__(self, other: Any) -> Node:
        return call("greater", self, other)

    def __ge__(self, other: Any) -> Node:
        return call("greater_equal", self, other)

    # From here on: what people write by habit, and what to write instead.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> NoReturn:
        _refuse("==")

    def __ne__(self, other: object) -> NoReturn:
        _refuse("==")

    def __bool__(self) -> NoReturn:
        _refuse("if")

    def __round__(self, digits: int = 0) -> NoReturn:
        _refuse("round")

    def __floor__(self) -> NoReturn:
        _refuse("round")

    def __ceil__(self) -> NoReturn:
        _refuse("round")

    def __trunc__(self) -> NoReturn:
        _refuse("int")

    def __int__(self) -> NoReturn:
        _refuse("int")

    def __index__(self) -> NoReturn:
        _refuse("int")

    def __float__(self) -> NoReturn:
        _refuse("float")

    def __complex__(self) -> NoReturn:
        _refuse("float")

    def __abs__(self) -> NoReturn:
        _refuse("abs")

    def __floordiv__(self, other: Any) -> NoReturn:
        _refuse("//")

    def __rfloordiv__(self, other: Any) -> NoReturn:
        _refuse("//")

    def __mod__(self, other: Any) -> NoReturn:
        _refuse("%")

    def __rmod__(self, other: Any) -> NoReturn:
        _refuse("%")

    def __array_ufunc__(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("numpy")

    def __array_function__(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("numpy")

    def __array__(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("numpy")

    def __len__(self) -> NoReturn:
        _refuse("list")

    def __iter__(self) -> NoReturn:
        _refuse("list")

    def __getitem__(self, item: Any) -> NoReturn:
        _refuse("list")


class Number(Node):
    """A plain number that the author wrote."""

    __slots__ = ("value",)

    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = value


class Name(Node):
    """An input, or another output, by its name: the tree refers to it as a spreadsheet refers to a cell."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Call(Node):
    """A verb applied to nodes. `labels` name the limits of `smallest`."""

    __slots__ = ("args", "labels", "verb")

    def __init__(self, verb: Verb, args: tuple[Node, ...], labels: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.verb = verb
        self.args = args
        self.labels = labels


def as_node(value: Any) -> Node:
    """A number as a node; a node as it is."""
    if isinstance(value, Node):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, np.floating, np.integer)):
        raise NotArithmetic(f"{value!r} is not a number, an input or an output.")
    return Number(float(value))


def call(name: str, *args: Any, labels: tuple[str, ...] = ()) -> Node:
    """The node of a verb applied to nodes and numbers."""
    return Call(verbs.VERBS[name], tuple(as_node(arg) for arg in args), labels)


def evaluate(node: Node, value_of: Callable[[str], Any]) -> Any:
    """The number or array that a tree gives.

    Parameters
    ----------
    node
        The tree.
    value_of
        Gives the value behind a name, as float64.
    """
    if isinstance(node, Call):
        return node.verb.numeric(*[evaluate(arg, value_of) for arg in node.args])
    return value_of(node.name) if isinstance(node, Name) else cast(Number, node).value


def names_in(node: Node) -> Iterator[Name]:
    """Every name in a tree, in the author's order."""
    if isinstance(node, Name):
        yield node
    elif isinstance(node, Call):
        for arg in node.args:
            yield from names_in(arg)


def verbs_in(node: Node) -> Iterator[Verb]:
    """Every verb in a tree, the outer before the inner."""
    if isinstance(node, Call):
        yield node.verb
        for arg in node.args:
            yield from verbs_in(arg)


def _line_of_author() -> int:
    """The line of the author's method that is being traced; 0 outside a trace."""
    code = _tracing.get()
    if code is None:
        return 0
    frame: Any = sys._getframe(2)
    while frame is not None and frame.f_code is not code:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


@contextlib.contextmanager
def tracing(code: CodeType) -> Iterator[None]:
    """While this lasts, nodes remember the line of the author's text that made them."""
    token = _tracing.set(code)
    try:
        yield
    finally:
        _tracing.reset(token)
