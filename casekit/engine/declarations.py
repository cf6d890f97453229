"""What an author of a model writes: inputs, and outputs that are traced into trees when the class is defined."""

from __future__ import annotations

import inspect
import math
import os
import traceback
from collections.abc import Callable
from typing import Any, cast, overload

import numpy as np

from .._errors import KitError, near
from .nodes import Call, Name, Node, NotArithmetic, Value, as_node, names_in, tracing


class Input:
    """Something that a person can set.

    Parameters
    ----------
    unit
        Its unit, as text.
    default
        Used where a case says nothing: an assumption, with its `reason`.
    slider
        How far a hand may move it (a belief about it is a figure's low and high).
    between
        What it can be at all, where its slider does not say so: a correlation is between -1 and 1.
    group, label, help
        Where it stands in an explorer, its name there, and a few words on what it means.
    step, log
        The slider's step, and whether it moves by ratios.
    fixed
        A constant of the world, such as the days of a year: no slider.
    reason
        Why the default is what it is.
    """

    def __init__(
        self,
        unit: str,
        *,
        default: float | None = None,
        slider: tuple[float, float] | None = None,
        between: tuple[float, float] | None = None,
        group: str = "",
        label: str = "",
        help: str = "",
        step: float | None = None,
        log: bool = False,
        fixed: bool = False,
        reason: str = "",
    ) -> None:
        self.unit = unit
        self.default = default
        self.slider = slider
        self.between = between
        self.group = group
        self.label = label
        self.help = help
        self.step = step
        self.log = log
        self.fixed = fixed
        self.reason = reason
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.label = self.label or name.replace("_", " ").capitalize()

    @overload
    def __get__(self, instance: None, owner: type) -> Input: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...

    def __get__(self, instance: Any, owner: type) -> Input | Value:
        return self if instance is None else cast(Value, _as_read(instance._value(self.name)))


class Horizon(Input):
    """How far a model looks ahead: a whole number of its steps, and what gives it a time.

    A model has one, and beside it a fixed input `step`: the length of one period. Both stand in one unit.

    Parameters
    ----------
    unit
        Its unit, as text.
    longest
        The furthest that it may be set to, in its unit.
    options
        As for an input.

    Examples
    --------
    >>> from casekit.engine import Model, elapsed
    >>> class Savings(Model):
    ...     horizon = Horizon("year", longest=50, default=3, reason="an example")
    ...     step = Input("year", default=1, fixed=True)
    ...     saved_a_year = Input("USD/year", default=100, reason="an example")
    ...     @output("USD")
    ...     def saved(self) -> Value:
    ...         \"\"\"What has been saved so far.\"\"\"
    ...         return self.saved_a_year * elapsed(self.horizon, self.step)
    >>> Savings().saved
    array([100., 200., 300.])
    """

    def __init__(self, unit: str, *, longest: float, **options: Any) -> None:
        super().__init__(unit, **options)
        self.longest = longest


class Output:
    """A number that a model gives, or a series of them; made by `@output(unit)` from a method of plain arithmetic."""

    def __init__(self, method: Callable[[Any], Value], unit: str, label: str) -> None:
        self.method = method
        self.unit = unit
        self.sentence = _first_line(method.__doc__)
        self.name = ""
        self.label = label
        self.place = f"{os.path.basename(method.__code__.co_filename)}, line {method.__code__.co_firstlineno}"
        self.node: Node
        self.series = False  # one value for each period
        self.state = False  # uses its own last value
        self.__doc__ = method.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.label = self.label or name.replace("_", " ").capitalize()

    @overload
    def __get__(self, instance: None, owner: type) -> Output: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...

    def __get__(self, instance: Any, owner: type) -> Output | Value:
        if instance is None:
            return self
        value = instance._read(self.name)
        if isinstance(self.node, Call) and self.node.labels:
            return cast(Value, _as_label(value, self.node.labels))
        return cast(Value, _as_read(value))


def output(unit: str, *, label: str = "") -> Callable[[Callable[[Any], Value]], Output]:
    """Make a method of plain arithmetic an output of its model.

    Parameters
    ----------
    unit
        The unit that the arithmetic must come out in.
    label
        Its name for a reader; else the method's own name.

    Examples
    --------
    >>> from casekit.engine import Model
    >>> class Shop(Model):
    ...     price = Input("USD/vehicle", default=3.0, reason="an example")
    ...     sold = Input("vehicle/year", default=2.0, reason="an example")
    ...     @output("USD/year")
    ...     def revenue(self) -> Value:
    ...         \"\"\"What the buyers pay in a year.\"\"\"
    ...         return self.price * self.sold
    >>> Shop().revenue
    6.0
    """
    if callable(unit):
        name = getattr(unit, "__name__", "the method")
        raise KitError(f'Say the unit of {name}: write @output("USD") above it, with its own unit.')
    return lambda method: Output(method, unit, label)


class _Names:
    """Stands in for `self` while a method is traced: every input and output is a named node."""

    def __init__(self, names: frozenset[str], model: str) -> None:
        object.__setattr__(self, "_known", (names, model))

    def __getattr__(self, name: str) -> Node:
        names, model = object.__getattribute__(self, "_known")
        if name not in names:
            raise NotArithmetic(f'{model} has no input or output "{name}". {near(name, sorted(names))}')
        return Name(name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise NotArithmetic("An output gives a number back; it sets nothing on self.")


def trace(each: Output, names: frozenset[str], model: str) -> Node:
    """The tree of one output; what is not plain arithmetic is told with its line."""
    code = each.method.__code__
    try:
        with tracing(code):
            return as_node(each.method(_Names(names, model)))
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.name == code.co_name]
        place = f"{os.path.basename(code.co_filename)}, line {lines[-1] if lines else code.co_firstlineno}"
        said = str(error) if isinstance(error, KitError) else f"this is not plain arithmetic ({error})."
        if isinstance(error, NameError) and error.name in names:
            said = f"write self.{error.name}."
        raise KitError(f"{place}: {model}.{each.name}: {said}") from error


def in_order(outputs: dict[str, Output], model: str) -> dict[str, Output]:
    """Outputs so that each comes after those it needs; one that depends on itself is refused."""
    ordered: dict[str, Output] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in ordered:
            return
        if name in path:
            circle = " > ".join([*path[path.index(name) :], name])
            raise KitError(f"{outputs[name].place}: {model}.{name} depends on itself ({circle}). Break the circle.")
        for needed in names_in(outputs[name].node):
            if needed.name in outputs and needed.name != name:  # its own last value is no circle
                visit(needed.name, (*path, name))
        ordered[name] = outputs[name]

    for name in outputs:
        visit(name, ())
    return ordered


def _as_read(value: Any) -> Any:
    """What a person reads is a float, not np.float64(76.7); an array can be read and not written, since it is kept."""
    if not isinstance(value, np.ndarray):
        return float(value)
    view = value.view() if value.dtype == np.float64 else value.astype(np.float64)
    view.flags.writeable = False
    return view


def _as_label(value: Any, labels: tuple[str, ...]) -> Any:
    if isinstance(value, np.ndarray):
        names = np.array([*labels, "not available"])
        return names[np.where(np.isnan(value), len(labels), value).astype(int)]
    return "not available" if math.isnan(value) else labels[int(value)]


def _first_line(text: str | None) -> str:
    return inspect.cleandoc(text or "").split("\n", 1)[0]
