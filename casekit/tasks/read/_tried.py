"""A task tried with numbers: whether each has an answer, and a mistake is not right by chance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..._errors import KitError
from ...units import say
from ..bank import Task
from ..formulas import same
from ..numbers import PRACTICE, drawn, range_between, values_of
from ..reckon import APART, Reckoner
from . import _shape as s
from ._known import Known, Place
from ._made import as_known

if TYPE_CHECKING:
    from ...case import Case

DRAWS = 24
FEWEST = 5  # sets of numbers, so that a neighbour's answer is seldom one's own


@dataclass(frozen=True)
class Tried:
    """What trying a task tells an assignment: how many sets of numbers there are."""

    sets: int


def try_task(place: Place, task: Task, known: Known) -> Tried:
    """Work a task out with many numbers, in each part whose class may get it, and note what goes wrong.

    Parameters
    ----------
    place, task
        The task as it stands in the file, and as it was made.
    known
        The case.
    """
    tried = Tried(1)
    for part in known.parts if task.part == "A" else ("B",):
        if not place.sound:
            break
        try:
            tried = _Trial(place, as_known(task, part), known.case(part)).run()
        except KitError as error:
            place.say(str(error))
    return tried


class _Trial:
    def __init__(self, place: Place, task: Task, case: Case) -> None:
        self.place = place
        self.task = task
        self.case = case
        self.reckoner = Reckoner(task, case)

    def run(self) -> Tried:
        self.undrawn()
        sets = math.prod(len(values_of(each)) for each in self.reckoner.ranges.values())
        if self.place.sound and self.task.kind in ("number", "sketch", "bet"):
            self.numbers()
        elif self.place.sound and self.task.kind in ("formula", "function"):
            self.formulas()
        if self.task.kind == "number" and not self.reckoner.names and self.task.answer and self.task.answer.formula:
            mend = "Put an input of the answer in braces, such as {build_time}."
            self.place.say(f"Nothing is drawn, so everybody has the same numbers. {mend}", "question", level="warning")
        return Tried(sets)

    def undrawn(self) -> None:
        """Name each input in braces that cannot be drawn, with the line that would do."""
        for name in self.reckoner.names:
            if name in self.reckoner.ranges:
                continue
            value, unit = self.value(name), self.reckoner.named(name).unit
            if value is None or value == 0:
                draw, known = "{from: 5, to: 20, step: 1}", "it has no number yet"
            else:
                low, high = sorted((0.75 * value, 1.25 * value))
                range_ = range_between(low, high, unit)
                draw = f"{{from: {range_.low:.10g}, to: {range_.high:.10g}, step: {range_.step:.10g}}}"
                known = f"its figure ({say(value, unit)}) has no low and high"
            sentence = f"{name} is in braces, so each student gets a number of their own, and {known}."
            self.place.say(f"{sentence} Write here: draw: {{{name}: {draw}}}", "question")

    def value(self, name: str) -> float | None:
        """The number that a name has in the case; None for a unit alone."""
        own = self.task.inputs.get(name)
        if own is None:
            return self.reckoner.at(name, {})
        return self.case.figure(own.figure).value if own.figure else None

    def draws(self) -> Iterator[dict[str, float]]:
        """Numbers to try: all at their low ends, all at their high ends, then drawn."""
        ranges = self.reckoner.ranges
        if not ranges:
            yield {}
            return
        yield {name: values_of(each)[0] for name, each in ranges.items()}
        yield {name: values_of(each)[-1] for name, each in ranges.items()}
        for at in range(DRAWS):
            yield {name: drawn(each, PRACTICE, "tried", self.task.id, name, str(at)) for name, each in ranges.items()}

    def numbers(self) -> None:
        import numpy as np

        tries: list[tuple[Any, dict[int, Any]]] = []
        for inputs in self.draws():
            right = self.right(inputs)
            if right is None:
                return
            tries.append((right, dict(self.reckoner.wrong(inputs))))
        for at in range(len(self.task.mistakes)):
            roads = [(wrong[at], right) for right, wrong in tries if at in wrong]
            zone = [APART * self.reckoner.within(right) for _, right in roads]
            together = [bool(np.all(np.abs(w - r) <= z)) for (w, r), z in zip(roads, zone, strict=True)]
            self.mistake(at, bool(roads), bool(roads) and all(together))
        if self.reckoner.ranges and all(np.array_equal(right, tries[0][0]) for right, _ in tries):
            sentence = "The answer is the same whatever is drawn. Draw an input that the answer hangs on."
            self.place.say(sentence, "question", level="warning")
        if self.place.sound:
            for at in range(3):  # draws in which no mistake falls together with the answer are not too hard to find
                self.reckoner.inputs(PRACTICE, "tried", str(at))

    def right(self, inputs: Mapping[str, float]) -> Any:
        """The right answer; None, and that is noted, where it is not available or cannot be given."""
        import numpy as np

        task = self.task
        told = ", ".join(f"{name} {say(value, self.reckoner.named(name).unit)}" for name, value in inputs.items())
        here = f" with {told}" if told else ""
        try:
            right = self.reckoner.right(inputs)
        except KitError:
            right = math.nan
        if not np.all(np.isfinite(right)):
            mend = "Draw from other numbers, or mend the formula." if inputs else "Mend the formula."
            self.place.say(f"There is no answer{here}. {mend}", "answer")
            return None
        low, high = (task.sketch.low, task.sketch.high) if task.sketch else (task.low, task.high)
        if task.kind in ("sketch", "bet") and not (np.min(right) >= low and np.max(right) <= high):
            ends = " to ".join(say(float(end), task.unit) for end in dict.fromkeys((np.min(right), np.max(right))))
            key, what = ("height", "height goes") if task.sketch else ("low", "bet goes")
            between = f"from {say(low, task.unit)} to {say(high, task.unit)}"
            self.place.say(f"The right answer{here} is {ends}, and the {what} {between}. Make it wider.", key)
            return None
        return right

    def formulas(self) -> None:
        _, right, roads = self.reckoner.at_points(self.task.id)
        if not any(math.isfinite(value) for value in right):
            self.place.say("The answer is not available at any of the numbers that were tried. Mend it.", "answer")
            return
        for at, road in enumerate(roads):
            self.mistake(at, any(math.isfinite(value) for value in road), same(right, road))

    def mistake(self, at: int, available: bool, together: bool) -> None:
        """Note a mistake that leads nowhere, or to the right answer."""
        mistake = self.task.mistakes[at]
        shapes: list[s.MistakeShape] = getattr(self.place.shape, "mistakes", [])
        place = next(
            place for place, each in enumerate(shapes) if each.formula == mistake.formula and each.part == mistake.part
        )
        if not available:
            sentence = (
                f'The mistake "{mistake.formula}" leads to no number, whatever is drawn. Mend it, or leave it out.'
            )
        elif together:
            sentence = (
                f'The mistake "{mistake.formula}" leads to the right answer, whatever is drawn. Mend one of them.'
            )
        else:
            return
        self.place.say(sentence, "mistakes", place, "formula", part=mistake.part)
