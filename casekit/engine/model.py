"""A model: a class whose inputs and outputs are plain arithmetic, each with a unit and a sentence."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import numpy as np
from numpy.typing import NDArray

from .._errors import KitError, near
from ..units import convert
from . import flows
from .checks import check_explorer, check_parts, check_range, check_shapes, check_slider, check_time, horizon_among
from .declarations import Horizon, Input, Output, in_order, trace
from .flows import STEP
from .nodes import Call, Name, names_in
from .seen import Seen, seen_since
from .series import mark_series, value_of_output

if TYPE_CHECKING:
    from ..case import Case
    from ..evidence import Figure
    from .views import Explorer


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
    part_of: ClassVar[tuple[tuple[str, str], ...]] = ()  # an input, and the one that it cannot exceed: its whole
    _inputs: ClassVar[dict[str, Input]] = {}
    _outputs: ClassVar[dict[str, Output]] = {}
    _horizon: ClassVar[str] = ""
    _behind: ClassVar[dict[str, frozenset[str]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        found = {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()}
        cls._inputs = {name: value for name, value in found.items() if isinstance(value, Input)}
        for slid in cls._inputs.values():
            check_slider(slid, cls.__name__)
        outputs = {name: value for name, value in found.items() if isinstance(value, Output)}
        names = frozenset(cls._inputs) | frozenset(outputs)
        for each in outputs.values():
            each.node = trace(each, names, cls.__name__)
        cls._outputs = in_order(outputs, cls.__name__)
        cls._horizon = horizon_among(cls._inputs, cls.__name__)
        mark_series(cls._outputs, cls.__name__, cls._horizon)
        cls._behind = _inputs_behind(cls._inputs, cls._outputs, cls._horizon)
        if cls.explorer is not None:
            check_explorer(cls.explorer, cls._inputs, cls._outputs, cls.__name__)

    def __init__(self, *case: Any, **values: Any) -> None:
        if case:
            name = type(self).__name__
            raise KitError(f"Give {name} its values by name, or fill it from a case: {name}.from_case(case).")
        figures: dict[str, Figure] = {}
        rivals: dict[str, list[Figure]] = values.pop("_rivals", {})
        seen: dict[str, list[Seen]] = values.pop("_seen", {})
        slid = values.pop("_slid", False)
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
        arrays = frozenset(name for name in self._inputs if isinstance(state[name], np.ndarray))
        check_shapes({name: state[name].shape for name in self._inputs if name in arrays})
        if not slid:
            check_parts(self.part_of, self._inputs, state)
        if self._horizon:
            check_time(self._horizon, self._inputs, state, arrays)
        object.__setattr__(self, "_arrays", arrays)
        object.__setattr__(self, "_state", state)
        object.__setattr__(self, "_figures", figures)
        object.__setattr__(self, "_rivals", rivals)
        object.__setattr__(self, "_seen", seen)

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
        if not hasattr(case, "quantities_of"):
            raise KitError(f'from_case takes a case, such as load("local-motors"), not {_kind(case)}.')
        found = {name: case.rivals(quantity) for name, quantity in case.quantities_of(cls.__name__).items()}
        rivals = {name: figures for name, figures in found.items() if name not in cls._outputs}
        values: dict[str, Any] = {name: figures[0] for name, figures in rivals.items() if figures}
        counted = {name: figures for name, figures in found.items() if is_series(cls, name)}
        start = case.start_of(cls.__name__) if counted else None
        time_unit = cls._inputs[cls._horizon].unit if cls._horizon else ""
        seen = {
            name: seen_since(start, figures, time_unit, cls._outputs[name].unit)
            for name, figures in counted.items()
            if start is not None
        }
        return cls(**{**values, **changes, "_rivals": rivals, "_seen": seen})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        hint = near(name, [*self._inputs, *self._outputs])
        raise AttributeError(f'{type(self).__name__} has no input or output "{name}". {hint}')

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
                state[name] = value_of_output(self._outputs[name], self._value, periods_of(self))
        return state[name]

    def _read(self, name: str) -> Any:
        """The value as a person sees it: without the column for draws, when what it hangs on is not drawn."""
        value = self._value(name)
        if not self._horizon or not isinstance(value, np.ndarray) or self._behind[name] & self._arrays:
            return value
        return value[..., 0][()] if value.ndim else value

    _arrays: frozenset[str]
    _seen: dict[str, list[Seen]]
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
    return _changed(model, changes)


def slid(model: Any, **changes: Any) -> Any:
    """The same model as sliders move it, each by itself: a part may pass its whole, and the formulas hold it there."""
    return _changed(model, {**changes, "_slid": True})


def _changed(model: Any, changes: Mapping[str, Any]) -> Any:
    _need_model(model)
    kept = {name: model._figures.get(name, model._state[name]) for name in model._inputs}
    return type(model)(**{**kept, **changes, "_rivals": model._rivals, "_seen": model._seen})


def inputs_of(model: Model | type[Model]) -> dict[str, Input]:
    """A model's inputs by name, in the author's order."""
    _need_kind(model)
    return dict(model._inputs)


def outputs_of(model: Model | type[Model]) -> dict[str, Output]:
    """A model's outputs by name, each after those that it needs."""
    _need_kind(model)
    return dict(model._outputs)


def input_named(model: Model, name: str) -> Input:
    """One input of a model; a KitError with the nearest name when it has none of that name."""
    _need_model(model)
    found: Input | None = _named(name, model._inputs)
    if found is None:
        hint = "It is an output." if _named(name, model._outputs) else near(name, model._inputs, "Inputs")
        raise KitError(f"{type(model).__name__} has no input {_kind(name)}. {hint}")
    return found


def output_named(model: Model, name: str) -> Output:
    """One output of a model; a KitError with the nearest name when it has none of that name."""
    _need_model(model)
    found: Output | None = _named(name, model._outputs)
    if found is None:
        hint = (
            f"It is an input: model.{name}." if _named(name, model._inputs) else near(name, model._outputs, "Outputs")
        )
        raise KitError(f"{type(model).__name__} has no output {_kind(name)}. {hint}")
    return found


def _named(name: Any, known: Mapping[str, Any]) -> Any:
    """What bears a name; None for no name at all, such as a list."""
    return known.get(name) if isinstance(name, str) else None


def _need_model(model: Any) -> None:
    if isinstance(model, Model):
        return
    _need_kind(model)
    raise KitError(f"{model.__name__} is the kind of model. Make one first: {model.__name__}.from_case(case).")


def _need_kind(model: Any) -> None:
    if not isinstance(model, Model) and not (isinstance(model, type) and issubclass(model, Model)):
        raise KitError(f"This takes a model, such as MicroFactory.from_case(case), not {_kind(model)}.")


def _kind(value: Any) -> str:
    """What was given, for a sentence: text and numbers as they are, anything else by its kind."""
    return json.dumps(value)[:60] if isinstance(value, str | int | float) else f"of the kind {type(value).__name__}"


def figures_of(model: Model) -> dict[str, Figure]:
    """The figure behind each input that has one."""
    return dict(model._figures)


def rivals_of(model: Model) -> dict[str, list[Figure]]:
    """All figures that a case has for each input, the default first."""
    return {name: list(figures) for name, figures in model._rivals.items()}


def seen_of(model: Model) -> dict[str, list[Seen]]:
    """The counts on record that a series can be held against: output -> counts, the earliest first."""
    return {name: list(counts) for name, counts in model._seen.items()}


def inputs_behind(model: Model | type[Model], output: str) -> frozenset[str]:
    """The inputs that an output depends on, through any number of other outputs."""
    return model._behind[output]


def is_series(model: Model | type[Model], name: str) -> bool:
    """Whether an output has one value for each period."""
    return name in model._outputs and model._outputs[name].series


def horizon_of(model: Model | type[Model]) -> str:
    """The name of the input that says how far a model looks ahead; "" for a model without time."""
    _need_kind(model)
    return model._horizon


def reaching(model: Any, time: float) -> Any:
    """The model with its horizon at the first period that ends at a time or after it, as far as it may go."""
    if not model._horizon:
        raise KitError(f"{type(model).__name__} has no horizon: nothing in it goes over time.")
    each, length = cast(Horizon, model._inputs[model._horizon]), float(model._state[STEP])
    steps = min(math.floor(each.longest / length + 1e-9), max(2, math.ceil(time / length - 1e-9)))
    return change(model, **{model._horizon: steps * length})


def periods_of(model: Model) -> int:
    """How many periods a model goes through; 0 for a model without time."""
    return flows.periods(model._state[model._horizon], model._state[STEP]) if model._horizon else 0


def times_of(model: Model) -> NDArray[np.float64]:
    """The time at the end of each period, in the horizon's unit.

    Examples
    --------
    >>> from casekit.models.rollout import Rollout
    >>> import casekit as ck
    >>> times_of(Rollout.from_case(ck.load("local-motors"), horizon=4))
    array([1., 2., 3., 4.])
    """
    return flows.elapsed(model._state[model._horizon], model._state[STEP])[:, 0]


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


def _inputs_behind(inputs: dict[str, Input], outputs: dict[str, Output], horizon: str) -> dict[str, frozenset[str]]:
    """The inputs behind each output; behind a series stands the horizon, which says how long it is."""
    found: dict[str, frozenset[str]] = {}
    for name, made in outputs.items():
        names = {each.name for each in names_in(made.node)} - {name} | ({horizon} if made.series else set())
        found[name] = frozenset(names & inputs.keys()).union(*(found[each] for each in names - inputs.keys()))
    return found


def _at_the_door(each: Input, value: Any, rivals: list[Figure]) -> tuple[Any, Figure | None]:
    """A value as float64 in the input's unit, and the figure that it came from."""
    if isinstance(value, str):
        chosen = [figure for figure in rivals if figure.id == value]
        if not chosen:
            known = [figure.id for figure in rivals]
            meant = not known or re.fullmatch(r"[\s$]*[-+]?[\d,.]+\s*%?\s*", value)
            hint = "Write a number, without quotes." if meant else near(value, known, "Its figures")
            raise KitError(f'{each.name} has no figure "{value}". {hint}')
        value = chosen[0]
    figure = None
    if hasattr(value, "quantity") and hasattr(value, "unit") and hasattr(value, "kind"):
        figure, value = value, convert(value.value, value.unit, each.unit)
    elif hasattr(value, "magnitude"):
        value = convert(value.magnitude, str(value.units), each.unit)
    if value is None:  # NumPy would take it for not available
        raise KitError(f"{each.name} must be a number or an array, not None.")
    try:
        number = np.array(value, dtype=np.float64)[()]
    except (TypeError, ValueError) as error:
        raise KitError(f"{each.name} must be a number or an array, not {value!r}.") from error
    check_range(each, number)
    return number, figure


def _short(value: Any) -> str:
    return f"<{value.size} values>" if isinstance(value, np.ndarray) else f"{value:g}"
