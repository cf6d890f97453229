"""Time in a model: which outputs are series, where a verb over time may stand, and states over their own past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .._errors import KitError
from .flows import STEP
from .nodes import Call, Name, Node, evaluate, names_in
from .printing import to_text

if TYPE_CHECKING:
    from .declarations import Output


def mark_series(outputs: Mapping[str, Output], model: str, horizon: str) -> None:
    """Note on each output whether it is a series and whether it uses its own past.

    Parameters
    ----------
    outputs
        A model's outputs with their trees, each after those that it needs.
    model, horizon
        The model's name, and its horizon's ("" when it has none).

    Raises
    ------
    KitError
        When a verb over time meets something without time, or an output uses itself other than by `previous`.
    """
    known: dict[str, bool] = {}
    for name, made in outputs.items():
        made.state = any(each.name == name for each in names_in(made.node))
        known[name] = made.state  # while its own tree is looked at
        made.series = known[name] = _has_time(made, made.node, known, horizon) or made.state
        if made.series and not horizon:
            raise KitError(
                f"{made.place}: {model}.{name} goes over time, and {model} has no horizon. "
                'Give it horizon = Horizon("year", ...) and step = Input("year", default=1, fixed=True, ...).'
            )


def _has_time(made: Output, node: Node, known: Mapping[str, bool], horizon: str) -> bool:
    """Whether a tree is a series; a verb over time in the wrong place is refused."""

    def refuse(sentence: str) -> KitError:
        file = made.place.split(",")[0]
        return KitError(f"{file}, line {node.line}: {made.name}: in {to_text(node)}, {sentence}")

    if isinstance(node, Name):
        if made.state and node.name == made.name:
            raise refuse(f"it uses itself. Its own last value is previous(self.{made.name}, first value).")
        return known.get(node.name, False)
    if not isinstance(node, Call):
        return False
    verb, args = node.verb, node.args
    if verb.name == "elapsed" and horizon and [_name(arg) for arg in args] != [horizon, STEP]:
        raise refuse(f"elapsed() tells the model's own time. Write elapsed(self.{horizon}, self.{STEP}).")
    if verb.time and any(each.name == made.name for each in names_in(node)):
        if verb.name != "previous" or _name(args[0]) != made.name:
            own = f"previous(self.{made.name}, first value)"
            raise refuse(f"its own past is asked for while it is being made. Only {own} can be.")
        with_time = [True, _has_time(made, args[1], known, horizon)]
    else:
        with_time = [_has_time(made, arg, known, horizon) for arg in args]
    if verb.time in ("keeps", "ends") and not with_time[0]:
        raise refuse(f"{verb.name}() needs a series, and {to_text(args[0])} has no time in it.")
    others = with_time if verb.time == "makes" else with_time[1:]
    if verb.time and any(others):
        raise refuse(f"{verb.name}() takes one number beside the series, not one for each period.")
    return verb.time in ("makes", "keeps") or (not verb.time and any(with_time))


def _name(node: Node) -> str:
    return node.name if isinstance(node, Name) else ""


def value_of_output(made: Output, value_of: Callable[[str], Any], periods: int) -> Any:
    """The number, series or draws that an output gives; `value_of` gives the value behind each other name."""
    return _over_its_past(made, value_of, periods) if made.state else evaluate(made.node, value_of)


def _over_its_past(made: Output, value_of: Callable[[str], Any], periods: int) -> Any:
    """A state, one period after the other; what does not hang on it is worked out once, whole."""
    whole: dict[int, tuple[Any, bool]] = {}
    past: list[Any] = []
    own = _calls_over(made.node, made.name)

    def in_period(node: Node, at: int) -> Any:
        if isinstance(node, Call) and id(node) in own:
            if node.verb.name == "previous":
                return past[-1] if past else in_period(node.args[1], at)
            return node.verb.numeric(*[in_period(arg, at) for arg in node.args])
        if id(node) not in whole:
            value = evaluate(node, value_of)
            whole[id(node)] = value, np.ndim(value) == 2  # inside the engine a series has a column for its draws
        value, with_time = whole[id(node)]
        return value[at] if with_time else value

    for at in range(periods):
        past.append(in_period(made.node, at))
    return np.stack(np.broadcast_arrays(*(np.atleast_1d(value) for value in past)))


def _calls_over(node: Node, name: str) -> set[int]:
    """The calls of a tree, by identity, that have a name in them."""
    if not isinstance(node, Call) or all(each.name != name for each in names_in(node)):
        return set()
    return {id(node)}.union(*(_calls_over(arg, name) for arg in node.args))
