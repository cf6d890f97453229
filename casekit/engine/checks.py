"""What is checked of a model: its declarations when the class is defined, its values at the door."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from .._errors import KitError, near
from ..units import say
from .declarations import Horizon, Input, Output
from .flows import STEP

if TYPE_CHECKING:
    from .views import Explorer


def check_slider(each: Input, model: str) -> None:
    """A slider goes from a lower number to a higher one."""
    slider: Any = each.slider
    try:
        good = slider is None or (float(slider[0]) < float(slider[1]) and len(slider) == 2)
    except (TypeError, ValueError, IndexError):
        good = False
    if not good:
        raise KitError(f"{model}.{each.name}: a slider is two numbers, the lower one first: slider=(1, 100).")


def check_explorer(shown: Explorer, inputs: dict[str, Input], outputs: dict[str, Output], model: str) -> None:
    """What an explorer says and draws is there to be said and drawn."""
    asked: list[tuple[str, str, Mapping[str, Any]]] = [
        ("claim", shown.claim, inputs),
        ("answer", shown.answer, outputs),
        ("also", shown.also, outputs),
        ("limits", shown.limits, outputs),
    ]
    for view in shown.views:
        asked += [(f'view "{view.id}"', view.x, inputs), (f'view "{view.id}"', view.y, outputs)]
    for what, name, known in asked:
        if name and name not in known:
            raise KitError(f'{model}.explorer: {what} names "{name}", which is not there. {near(name, known)}')
    if shown.also and not (shown.also_text and shown.also_missing):
        raise KitError(f"{model}.explorer: also needs also_text, with {{also}} in it, and also_missing.")
    for text, hole in ((shown.lead, "{claim}"), (shown.headline, "{answer}"), (shown.also_text, "{also}")):
        if "{" in text.replace(hole, ""):
            raise KitError(f'{model}.explorer: "{text}" has a hole that is not filled. There is {hole}.')


def horizon_among(inputs: dict[str, Input], model: str) -> str:
    """The name of a model's horizon; beside it there must be a fixed step."""
    found = [name for name, each in inputs.items() if isinstance(each, Horizon)]
    if len(found) > 1:
        raise KitError(f"{model} has {len(found)} horizons, {' and '.join(found)}. Keep one.")
    step = inputs.get(STEP)
    if found and not (step and step.fixed and (step.default or 0) > 0 and step.unit == inputs[found[0]].unit):
        line = f'{STEP} = Input("{inputs[found[0]].unit}", default=1, fixed=True)'
        if step is None:
            raise KitError(f"{model} has a horizon and no step. Add {line}.")
        raise KitError(f"{model}.{STEP} is fixed, longer than 0, and in its horizon's unit: {line}.")
    return found[0] if found else ""


def check_time(name: str, inputs: Mapping[str, Input], state: Mapping[str, Any], arrays: frozenset[str]) -> None:
    """A horizon of one number, with whole steps and within its bounds; draws along one axis."""
    each, length = cast(Horizon, inputs[name]), float(inputs[STEP].default or 0)
    if STEP in arrays or state[STEP] != length:
        raise KitError(f"{STEP} is the length of one period, {say(length, each.unit)}: its rates hang on it. Leave it.")
    span = f"a whole number of steps of {say(length, each.unit)}, up to {say(each.longest, each.unit)}"
    if name in arrays:
        raise KitError(f"{name} sets how many periods there are: give one number, {span}.")
    steps = float(state[name]) / length
    if not (0.5 < steps < math.inf and abs(steps - round(steps)) < 1e-6 and state[name] <= each.longest):
        raise KitError(f"{name} must be {span}; it is {say(float(state[name]), each.unit)}.")
    for other in arrays:
        if state[other].ndim > 1:
            raise KitError(f"{other} has {state[other].ndim} axes; over time a model takes draws along one.")


def check_shapes(shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Inputs that hold arrays hold as many values as one another."""
    try:
        np.broadcast_shapes(*shapes.values())
    except ValueError as error:
        held = " and ".join(f"{name} holds {shape[0] if len(shape) == 1 else shape}" for name, shape in shapes.items())
        raise KitError(f"Arrays of inputs need the same number of values; {held}.") from error


def check_parts(parts: Iterable[tuple[str, str]], inputs: Mapping[str, Input], state: Mapping[str, Any]) -> None:
    """A part is at most its whole: no more is approved than was handed in."""
    for part, whole in parts:
        small, large = np.broadcast_arrays(state[part], state[whole])
        over = np.flatnonzero(small > large)
        if over.size:
            more, fewer = (say(float(each.flat[over[0]]), inputs[part].unit) for each in (small, large))
            raise KitError(f"{part} is a part of {whole}: {more} cannot be more than {fewer}.")


def check_range(each: Input, value: Any) -> None:
    """What no slider of this input allows for by its kind: fewer than none, and a share of more than all."""
    if each.slider is None or isinstance(each, Horizon):  # how far a model looks has its own check
        return
    low, high = (float(np.min(value)), float(np.max(value))) if np.size(value) else (0.0, 0.0)
    if low < 0 <= each.slider[0] and not (each.between and each.between[0] < 0):
        raise KitError(f"{each.name} cannot be below zero; it is {say(low, each.unit)}.")
    if each.between and not (each.between[0] <= low and high <= each.between[1]):
        out = low if low < each.between[0] else high
        ends = " and ".join(say(end, each.unit) for end in each.between)
        raise KitError(f"{each.name} lies between {ends}; it is {say(out, each.unit)}.")
    if each.unit == "share" and high > 1 >= each.slider[1]:
        raise KitError(f"{each.name} is a share: {high:g} is {say(high, 'share')}. For {high:g}% write {high / 100:g}.")
