"""A model: a class whose inputs and outputs are plain arithmetic, each with a unit and a sentence."""

from __future__ import annotations

import inspect
import math
import os
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast, overload

import numpy as np

from .._errors import KitError, did_you_mean
from ..units import convert
from .nodes import Call, Name, Node, NotArithmetic, Value, as_node, evaluate, names_in, tracing

if TYPE_CHECKING:
    from ..case import Case
    from ..evidence import Figure
    from .views import Explorer


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


class Output:
    """A number that a model gives; made by `@output(unit)` from a method of plain arithmetic."""

    def __init__(self, method: Callable[[Any], Value], unit: str, label: str) -> None:
        self.method = method
        self.unit = unit
        self.sentence = _first_line(method.__doc__)
        self.name = ""
        self.label = label
        self.place = f"{os.path.basename(method.__code__.co_filename)}, line {method.__code__.co_firstlineno}"
        self.node: Node
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
        value = instance._value(self.name)
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
    return lambda method: Output(method, unit, label)


class _Names:
    """Stands in for `self` while a method is traced: every input and output is a named node."""

    def __init__(self, names: frozenset[str], model: str) -> None:
        object.__setattr__(self, "_known", (names, model))

    def __getattr__(self, name: str) -> Node:
        names, model = object.__getattribute__(self, "_known")
        if name not in names:
            raise NotArithmetic(f"{model} has no input or output {name!r}.{did_you_mean(name, names)}")
        return Name(name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise NotArithmetic("An output gives a number back; it sets nothing on self.")


class Model:
    """The economics of one question, written once.

    A subclass declares inputs (`Input`) and outputs (methods under `@output`). The class is checked when it is defined:
    whatever is not plain arithmetic, or depends on itself, is a KitError that names the line.

    Parameters
    ----------
    values
        A number, an array, a pint quantity or a Figure for each input. What is not given takes its default.

    Raises
    ------
    KitError
        For an unknown name, a missing input, or a value in a unit of another kind.
    """

    explorer: ClassVar[Explorer | None] = None
    _inputs: ClassVar[dict[str, Input]] = {}
    _outputs: ClassVar[dict[str, Output]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        found = {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()}
        cls._inputs = {name: value for name, value in found.items() if isinstance(value, Input)}
        outputs = {name: value for name, value in found.items() if isinstance(value, Output)}
        names = frozenset(cls._inputs) | frozenset(outputs)
        for each in outputs.values():
            each.node = _trace(each, names, cls.__name__)
        cls._outputs = _in_order(outputs, cls.__name__)

    def __init__(self, **values: Any) -> None:
        figures: dict[str, Figure] = {}
        rivals: dict[str, list[Figure]] = values.pop("_rivals", {})
        state: dict[str, Any] = {}
        for name, value in values.items():
            state[name], figure = _at_the_door(input_named(self, name), value, rivals.get(name, []))
            if figure is not None:
                figures[name] = figure
        for name, each in self._inputs.items():
            if name not in state:
                if each.default is None:
                    raise KitError(
                        f"{type(self).__name__} needs a value for {name} (in {each.unit or 'plain numbers'})."
                    )
                state[name] = np.float64(each.default)
        object.__setattr__(self, "_state", state)
        object.__setattr__(self, "_figures", figures)
        object.__setattr__(self, "_rivals", rivals)

    @classmethod
    def from_case(cls, case: Case, **changes: Any) -> Self:
        """The model with its inputs filled from a case's figures, each remembering its source.

        Parameters
        ----------
        case
            A case whose `models` names this model.
        changes
            Values for some inputs instead; the id of a rival figure, as text, chooses that figure.

        Raises
        ------
        KitError
            When the case says nothing about this model.
        """
        rivals = {name: case.rivals(quantity) for name, quantity in case.quantities_of(cls.__name__).items()}
        values: dict[str, Any] = {name: figures[0] for name, figures in rivals.items() if figures}
        return cls(**{**values, **changes, "_rivals": rivals})

    def __setattr__(self, name: str, value: Any) -> None:
        raise KitError(f"A model keeps its values. Write change(model, {name}={value!r}) for a new one.")

    def __dir__(self) -> list[str]:
        return [*self._inputs, *self._outputs]

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{name}={_short(self._state[name])}" for name, each in self._inputs.items() if not each.fixed
        )
        return f"{type(self).__name__}({shown})"

    def _value(self, name: str) -> Any:
        """The value of an input or output, as computed: each output once."""
        state: dict[str, Any] = self._state
        if name not in state:
            with np.errstate(all="ignore"):
                state[name] = evaluate(self._outputs[name].node, self._value)
        return state[name]

    _state: dict[str, Any]
    _figures: dict[str, Figure]
    _rivals: dict[str, list[Figure]]


def change(model: Any, **changes: Any) -> Any:
    """The same model with some inputs changed; the old one stays as it is.

    Parameters
    ----------
    model
        A model.
    changes
        New values; the id of a rival figure, as text, chooses that figure.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> change(factory, build_time=6).cars_in_build < factory.cars_in_build
    True
    """
    kept = {name: model._figures.get(name, model._state[name]) for name in model._inputs}
    return type(model)(**{**kept, **changes, "_rivals": model._rivals})


def inputs_of(model: Model | type[Model]) -> dict[str, Input]:
    """A model's inputs by name, in the author's order."""
    return dict(model._inputs)


def outputs_of(model: Model | type[Model]) -> dict[str, Output]:
    """A model's outputs by name, each after those that it needs."""
    return dict(model._outputs)


def input_named(model: Model, name: str) -> Input:
    """One input of a model; a KitError with the nearest name when it has none of that name."""
    if name not in model._inputs:
        raise KitError(f"{type(model).__name__} has no input {name!r}.{did_you_mean(name, model._inputs)}")
    return model._inputs[name]


def output_named(model: Model, name: str) -> Output:
    """One output of a model; a KitError with the nearest name when it has none of that name."""
    if name not in model._outputs:
        hint = did_you_mean(name, model._outputs) or f" It has {', '.join(model._outputs)}."
        raise KitError(f"{type(model).__name__} has no output {name!r}.{hint}")
    return model._outputs[name]


def figures_of(model: Model) -> dict[str, Figure]:
    """The figure behind each input that has one."""
    return dict(model._figures)


def rivals_of(model: Model) -> dict[str, list[Figure]]:
    """All figures that a case has for each input, the default first."""
    return {name: list(figures) for name, figures in model._rivals.items()}


def limits_of(model: Model | type[Model], output: str) -> dict[str, str]:
    """The limits that an output made with `smallest` compares: label -> output.

    Examples
    --------
    >>> from casekit.models.capacity import MicroFactory
    >>> limits_of(MicroFactory, "runs_out_first")["Buyers"]
    'enough_buyers'
    """
    node = cast(Call, model._outputs[output].node)
    return {label: cast(Name, arg).name for label, arg in zip(node.labels, node.args, strict=True)}


def _trace(each: Output, names: frozenset[str], model: str) -> Node:
    code = each.method.__code__
    try:
        with tracing(code):
            return as_node(each.method(_Names(names, model)))
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.name == code.co_name]
        place = f"{os.path.basename(code.co_filename)}, line {lines[-1] if lines else code.co_firstlineno}"
        said = str(error) if isinstance(error, KitError) else f"this is not plain arithmetic ({error})."
        raise KitError(f"{place}: {model}.{each.name}: {said}") from error


def _in_order(outputs: dict[str, Output], model: str) -> dict[str, Output]:
    """Outputs so that each comes after those it needs; one that depends on itself is refused."""
    ordered: dict[str, Output] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in ordered:
            return
        if name in path:
            circle = " > ".join([*path[path.index(name) :], name])
            raise KitError(f"{outputs[name].place}: {model}.{name} depends on itself ({circle}). Break the circle.")
        for needed in names_in(outputs[name].node):
            if needed.name in outputs:
                visit(needed.name, (*path, name))
        ordered[name] = outputs[name]

    for name in outputs:
        visit(name, ())
    return ordered


def _at_the_door(each: Input, value: Any, rivals: list[Figure]) -> tuple[Any, Figure | None]:
    """A value as float64 in the input's unit, and the figure that it came from."""
    if isinstance(value, str):
        chosen = [figure for figure in rivals if figure.id == value]
        if not chosen:
            known = [figure.id for figure in rivals]
            raise KitError(
                f"{each.name} has no figure {value!r}.{did_you_mean(value, known)} It has: {', '.join(known) or 'none'}."
            )
        value = chosen[0]
    figure = None
    if hasattr(value, "quantity") and hasattr(value, "unit") and hasattr(value, "kind"):
        figure, value = value, convert(value.value, value.unit, each.unit)
    elif hasattr(value, "magnitude"):
        value = convert(value.magnitude, str(value.units), each.unit)
    try:
        return np.array(value, dtype=np.float64)[()], figure
    except (TypeError, ValueError) as error:
        raise KitError(f"{each.name} must be a number or an array, not {value!r}.") from error


def _as_read(value: Any) -> Any:
    """What a person reads is a float, not np.float64(76.7); an array can be read and not written, since it is kept."""
    if not isinstance(value, np.ndarray):
        return float(value)
    view = value.view()
    view.flags.writeable = False
    return view


def _as_label(value: Any, labels: tuple[str, ...]) -> Any:
    if isinstance(value, np.ndarray):
        names = np.array([*labels, "not available"])
        return names[np.where(np.isnan(value), len(labels), value).astype(int)]
    return "not available" if math.isnan(value) else labels[int(value)]


def _short(value: Any) -> str:
    return f"<{value.size} values>" if isinstance(value, np.ndarray) else f"{value:g}"


def _first_line(text: str | None) -> str:
    return inspect.cleandoc(text or "").split("\n", 1)[0]


__all__ = [
    "Input",
    "Model",
    "Output",
    "change",
    "figures_of",
    "inputs_of",
    "limits_of",
    "output",
    "outputs_of",
    "rivals_of",
]
