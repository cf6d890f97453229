"""The numbers behind one task for one student: what was drawn, what is right, and where the known wrong roads lead."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .._errors import KitError, near
from ..engine import change, inputs_of, is_series, outputs_of, parse
from ..engine.nodes import Name, evaluate
from ..models import model_named
from ..units import convert, same_kind
from .bank import Answer, Range, Task
from .numbers import counted_whole, drawn, range_between

if TYPE_CHECKING:
    from ..case import Case
    from ..engine import Model

TRIES = 200  # draws in which a wrong road cannot be told from the right one are drawn again, this often
APART = 2.0  # times the tolerance: so far a wrong road stays away from the right answer
BRACES = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True)
class Named:
    """A number with a name: how it is called, and its unit."""

    label: str
    unit: str


class Reckoner:
    """Works out one task of a case.

    Parameters
    ----------
    task
        The task.
    case
        The case, in the part that the class knows.
    """

    def __init__(self, task: Task, case: Case) -> None:
        self.task = task
        self.case = case
        self.model: Model | None = model_named(task.model).from_case(case) if task.model in case.models else None
        self._inputs = inputs_of(self.model) if self.model is not None else {}
        self._outputs = outputs_of(self.model) if self.model is not None else {}
        self._drawn: tuple[dict[str, float], Model | None] = ({}, self.model)
        self.names = list(dict.fromkeys(BRACES.findall(task.question)))
        self.ranges = {name: found for name in self.names if (found := self._range(name)) is not None}
        self.answer_tree = parse(task.answer.formula) if task.answer and task.answer.formula else None
        self.roads = [(parse(each.formula), at) for at, each in enumerate(task.mistakes)]

    @property
    def label(self) -> str:
        """How the right answer is called, where it is one number of the model; "" elsewhere."""
        lone = self._lone(self.answer_tree)
        return lone.label if lone else ""

    def named(self, name: str) -> Named:
        """How an input is called, and its unit; a KitError for a name that the task does not have."""
        if name in self.task.inputs:
            own = self.task.inputs[name]
            if own.figure:
                figure = self.case.figure(own.figure)
                return Named(own.label or self.case.label(figure.quantity), figure.unit)
            return Named(own.label or name.replace("_", " "), own.unit)
        if name in self._inputs:
            return Named(self._inputs[name].label, self._inputs[name].unit)
        known = [*self.task.inputs, *self._inputs]
        raise KitError(f'The task "{self.task.id}" has no input "{name}". {near(name, known, "Inputs")}')

    def output(self, name: str) -> Named:
        """How an output of the model is called, and its unit."""
        if name not in self._outputs:
            raise KitError(f'The task "{self.task.id}" asks for "{name}". {near(name, self._outputs, "Outputs")}')
        return Named(self._outputs[name].label, self._outputs[name].unit)

    def at(self, name: str, inputs: Mapping[str, float]) -> float:
        """An output of the model under some inputs, in its own unit."""
        return float(getattr(self._model_at(inputs), name))

    def _range(self, name: str) -> Range | None:
        """From where to where a name is drawn; None when it stays as it is."""
        if name in self.task.draws:
            return self.task.draws[name]
        self.named(name)
        if name in self.task.inputs:
            own = self.task.inputs[name]
            figure = self.case.figure(own.figure) if own.figure else None
        else:
            figures = self.case.quantities_of(self.task.model)
            figure = self.case.rivals(figures[name])[0] if name in figures else None
        if figure is None or figure.low is None or figure.high is None or not figure.high > figure.low:
            return None
        unit = self.named(name).unit
        low, high = (float(convert(each, figure.unit, unit)) for each in (figure.low, figure.high))
        return range_between(low, high, unit)

    def inputs(self, key: bytes, *about: str) -> dict[str, float]:
        """What a student gets: numbers in which each wrong road can be told from the right answer.

        Raises
        ------
        KitError
            When hundreds of draws gave none: the ranges, the tolerance or a mistake have to be mended.
        """
        for attempt in range(TRIES if self.ranges else 1):
            own = {name: drawn(range_, key, *about, name, str(attempt)) for name, range_ in self.ranges.items()}
            found = {name: own[name] if name in own else self._known(name, self.model) for name in self.names}
            if self.task.kind not in ("number", "sketch") or not self._falls_together(found):
                return found
        culprit = self.task.mistakes[self._falls_together(found)[0]].formula
        raise KitError(
            f'The task "{self.task.id}": its mistake "{culprit}" cannot be told from the right answer'
            f"{' in hundreds of draws' if self.ranges else ''}. Draw from other numbers, or ask for a closer answer."
        )

    def _falls_together(self, inputs: Mapping[str, float]) -> list[int]:
        right, roads = self.right(inputs), self.wrong(inputs)
        zone = APART * np.asarray(self.within(right))
        return [at for at, value in roads if bool(np.all(np.abs(np.asarray(value) - right) <= zone))]

    def right(self, inputs: Mapping[str, float]) -> Any:
        """The right answer: a number, or for a line one number for each of its places."""
        if self.task.sketch is not None:
            return np.array(
                [self._one(self.answer_tree, {**inputs, self.task.sketch.by: x}) for x in self.task.sketch.at]
            )
        return self._answer(self.task.answer, inputs)

    def wrong(self, inputs: Mapping[str, float]) -> list[tuple[int, Any]]:
        """Where each known wrong road leads, those left out that lead nowhere: its place among the mistakes, value."""
        found: list[tuple[int, Any]] = []
        for tree, at in self.roads:
            if self.task.sketch is not None:
                places = [{**inputs, self.task.sketch.by: x} for x in self.task.sketch.at]
                value: Any = np.array([self._one(tree, place) for place in places])
            else:
                value = self._one(tree, inputs)
            if np.all(np.isfinite(value)):
                found.append((at, value))
        return found

    def within(self, right: Any) -> float:
        """How far an answer may be off, in its unit."""
        within = self.task.within
        if within.amount:
            return within.amount
        if self.task.sketch is not None:
            return within.share * (self.task.sketch.high - self.task.sketch.low)
        # What arithmetic itself may be off; and of things that are counted, the nearest whole one is an answer too.
        own = max(within.share, 1e-9) * abs(float(right)) + 1e-12
        whole = counted_whole(self.task.unit) and abs(right) >= 10
        return max(own, abs(round(right) - right) + 1e-9) if whole else own

    def at_points(self, key: str, count: int = 12) -> tuple[list[dict[str, float]], list[float], list[list[float]]]:
        """Points at which formulas are compared: the points, the right values, and those of each mistake."""
        points: list[dict[str, float]] = []
        for at in range(count):
            point = {name: drawn(self._wide(name), b"", key, name, str(at)) for name in self.task.names}
            points.append(point)
        right = [self._one(self.answer_tree, point) for point in points]
        return points, right, [[self._one(tree, point) for point in points] for tree, _ in self.roads]

    def _wide(self, name: str) -> Range:
        """Where a name of a formula is tried: its slider, else its range."""
        each = self._inputs.get(name)
        if each is not None and each.slider is not None:
            low, high = (float(end) for end in each.slider)
            low = low if low > 0 else high / 100
            return Range(low, high, (high - low) / 997)
        found = self._range(name)
        return found if found is not None else Range(2.0, 99.0, 0.1)

    def _answer(self, answer: Answer | None, inputs: Mapping[str, float]) -> float:
        if answer is None:
            raise KitError(f'The task "{self.task.id}" has no answer.')
        if answer.figure:
            figure = self.case.figure(answer.figure)
            return float(convert(figure.value, figure.unit, self.task.unit))
        if answer.simulation:
            simulation = self.case.simulations[answer.simulation]
            value = simulation.value(answer.column, answer.at)
            return float(convert(value, simulation.shows[answer.column].unit, self.task.unit))
        value = self._one(self.answer_tree, inputs)
        if not math.isfinite(value):
            raise KitError(f'The task "{self.task.id}" has no answer for some of its numbers. Draw from others.')
        return value

    def _one(self, tree: Any, inputs: Mapping[str, float]) -> float:
        """What a formula gives under some inputs; NaN where it is not available."""
        values, model = dict(inputs), self._model_at(inputs)

        def value_of(name: str) -> Any:
            if name == "answer" and name not in values:
                values[name] = self._answer(self.task.answer, inputs)
            if name not in values:
                values[name] = self._known(name, model)
            return np.float64(values[name])

        with np.errstate(all="ignore"):
            value = float(evaluate(tree, value_of))
        # A lone name has a unit, which the task may ask for in another: hours for days.
        lone = self._lone(tree)
        unit = lone.unit if lone else self.task.unit
        return float(convert(value, unit, self.task.unit)) if same_kind(unit, self.task.unit) else value

    def _lone(self, tree: Any) -> Named | None:
        """What a formula of one name alone names, where it is an input or output of the model."""
        if isinstance(tree, Name) and tree.name in self._inputs:
            return Named(self._inputs[tree.name].label, self._inputs[tree.name].unit)
        if isinstance(tree, Name) and tree.name in self._outputs:
            return Named(self._outputs[tree.name].label, self._outputs[tree.name].unit)
        return None

    def _model_at(self, inputs: Mapping[str, float]) -> Model | None:
        """The model under some inputs; made once for all formulas of a draw."""
        if self.model is None:
            return None
        own = {name: value for name, value in inputs.items() if name not in self.task.inputs and name in self._inputs}
        if own != self._drawn[0]:
            self._drawn = (own, change(self.model, **own) if own else self.model)
        return self._drawn[1]

    def _known(self, name: str, model: Model | None) -> float:
        own = self.task.inputs.get(name)
        if own is not None and own.figure:
            return self.case.figure(own.figure).value
        if model is not None and (name in self._inputs or name in self._outputs) and not is_series(model, name):
            return float(getattr(model, name))
        if own is not None:
            raise KitError(f'The task "{self.task.id}" has nothing to draw {name} from. Write draw: {{{name}: ...}}.')
        return self.case.figure(name).value
