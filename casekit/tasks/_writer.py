"""Writes one task of a sheet: what is the same for everybody, what is a student's own, and the key to both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._errors import KitError
from .._html import plain
from .._numbers import round_step
from ..canvas import BLOCKS
from ..units import TIMES, convert, same_kind, say_exactly, unit_words, words_alone
from ._key import own_key, shared_key
from .bank import Asked, Assignment, Item, Task
from .numbers import PRACTICE, shuffled
from .reckon import BRACES, Reckoner

if TYPE_CHECKING:
    from ..case import Case

_SHORT = 60  # letters of a text within a sentence


class Writer:
    """Writes one task of a sheet.

    Parameters
    ----------
    asked, assignment, case
        What is asked, in which assignment, about which case.
    """

    def __init__(self, asked: Asked, assignment: Assignment, case: Case) -> None:
        self.asked = asked
        self.task: Task = asked.task
        self.assignment = assignment
        self.case = case
        self.reckoner = Reckoner(self.task, case)
        self.question, self.places = _places(self.task, self.reckoner)

    def shared(self) -> dict[str, Any]:
        """What is the same for everybody."""
        task = self.task
        found: dict[str, Any] = {
            "id": task.id, "kind": task.kind, "title": plain(task.title), "points": self.asked.points,
            "practice": self.asked.practice, "judgement": task.judgement, "by_hand": task.by_hand,
            "minutes": task.minutes, "question": self.case.prose(self.question),
            "key": None if task.by_hand else shared_key(task, self.case, self.reckoner),
        }  # fmt: skip
        return {**found, **_SHARED[task.kind](self)}

    def own(self, code: str, key: bytes) -> dict[str, Any]:
        """What is a student's own."""
        if not (key or self.asked.practice):
            raise KitError(f'"{plain(self.task.title)}" counts, so its numbers need the key of its course.')
        seed = PRACTICE if self.asked.practice else key
        about = (self.assignment.name, self.task.id, code)
        inputs = self.reckoner.inputs(seed, *about)
        said = [(say_exactly if whole else _bare)(inputs[name], unit) for name, unit, whole in self.places]
        found: dict[str, Any] = {"inputs": inputs, "said": said}
        if self.task.kind in ("choose", "order", "sort", "canvas", "bet"):
            found["order"] = shuffled([item.id for item in self.task.items], seed, *about, "order")
        if self.task.because:
            found["because_order"] = shuffled([item.id for item in self.task.because], seed, *about, "because")
        if self.task.kind == "bet":
            found["answer"] = float(self.reckoner.right(inputs))
            found["where"] = self._where()
        found["key"] = own_key(self.task, self.reckoner, inputs)
        return found

    def _where(self) -> str:
        answer = self.task.answer
        if answer is not None and answer.figure:
            return self.case.figure(answer.figure).where
        return "worked out from the case's figures"

    def _number(self) -> dict[str, Any]:
        # That a share is asked for may be known: "26%" and 0.26 are the same then, on both doors.
        share = {"share": True} if self.task.unit == "share" else {}
        asked = {"asked": self.task.unit, "words": list(unit_words(self.task.unit))}
        return {"units": self._units(), "chart": self._chart(), **share, **asked}

    def _units(self) -> list[dict[str, Any]]:
        """The units on the menu: that which is asked for, those of the question, and some that are near to it."""
        unit = self.task.unit
        if unit in ("", "share"):
            return []
        known = [unit, *(self.reckoner.named(name).unit for name in self.reckoner.names)]
        top = unit.split("/")[0]
        if top in TIMES:
            known += [name for name in ("day", "week", "month", "year") if name != top]
        known += [f"{top}/year", f"{top}/month"] if "/" not in unit and top not in TIMES else [top]
        offered = {name for name in known if name not in ("", "share")}
        menu = [{"unit": name, "words": list(unit_words(name)), "factor": self._factor(name)} for name in offered]
        return sorted(menu, key=lambda each: said_unit(str(each["unit"])))

    def _factor(self, unit: str) -> float | None:
        return float(convert(1.0, unit, self.task.unit)) if same_kind(unit, self.task.unit) else None

    def _chart(self) -> dict[str, str] | None:
        if self.task.chart is None:
            return None
        from ._chart import chart_of

        return chart_of(self.task.chart, self.reckoner)

    def _choose(self) -> dict[str, Any]:
        because = {"html": self.case.prose(self.task.ask or "Why?"), "items": self._items(self.task.because)}
        return {
            "items": self._items(self.task.items),
            "because": because if self.task.because else None,
            "chart": self._chart(),
        }

    def _list(self) -> dict[str, Any]:
        return {"items": self._items(self.task.items, in_text_order=self.task.kind == "strike")}

    def _sort(self) -> dict[str, Any]:
        bins = self.task.bins or BLOCKS
        return {
            "bins": [{"key": key, "label": plain(label)} for key, label in bins.items()],
            "items": self._items(self.task.items),
        }

    def _sketch(self) -> dict[str, Any]:
        sketch, task = self.task.sketch, self.task
        assert sketch is not None  # `read` asks for it
        across = self.reckoner.named(sketch.by)
        return {
            "x": {
                "label": across.label, "unit": list(unit_words(across.unit)), "at": list(sketch.at),
                "said": [say_exactly(x, across.unit) for x in sketch.at],
            },
            "y": {
                "label": self.reckoner.label or task.title, "unit": list(unit_words(task.unit)),
                "low": sketch.low, "high": sketch.high,
            },
        }  # fmt: skip

    def _formula(self) -> dict[str, Any]:
        named = {name: self.reckoner.named(name) for name in self.task.names}
        names = [{"name": name, "label": each.label, "unit": said_unit(each.unit)} for name, each in named.items()]
        own = {"function": self.task.function} if self.task.kind == "function" else {}
        return {"names": names, "result": said_unit(self.task.unit), **own}

    def _bet(self) -> dict[str, Any]:
        task = self.task
        return {
            "unit": list(unit_words(task.unit)), "asked": task.unit, "low": task.low, "high": task.high,
            "log": task.log and task.low > 0, "start": task.low, "step": round_step(task.high - task.low, 200),
            "missed": {
                "html": self.case.prose(task.ask or "What did your bet miss?"), "items": self._items(task.items),
            },
        }  # fmt: skip

    def _essay(self) -> dict[str, Any]:
        rubric = [
            {"html": self.case.prose(each.text), "points": each.points, "yes": plain(each.yes), "no": plain(each.no)}
            for each in self.task.rubric
        ]
        return {"words": self.task.words, "rubric": rubric}

    def _items(self, items: Sequence[Item], *, in_text_order: bool = False) -> list[dict[str, str]]:
        shown = [{"id": item.id, "html": self.case.prose(item.text), "text": _shortened(item.text)} for item in items]
        return shown if in_text_order else sorted(shown, key=lambda item: item["id"])


_SHARED: Mapping[str, Callable[[Writer], dict[str, Any]]] = {
    "number": Writer._number,
    "choose": Writer._choose,
    "order": Writer._list,
    "strike": Writer._list,
    "sort": Writer._sort,
    "canvas": Writer._sort,
    "sketch": Writer._sketch,
    "formula": Writer._formula,
    "function": Writer._formula,
    "bet": Writer._bet,
    "essay": Writer._essay,
}


def said_unit(unit: str) -> str:
    """A unit in words, for one who writes a formula.

    >>> said_unit("USD/vehicle"), said_unit("share"), said_unit(""), said_unit("day")
    ('dollars a car', 'a share, such as 0.2', 'a plain number', 'days')
    """
    if unit == "share":
        return "a share, such as 0.2"
    return words_alone(unit_words(unit)) or "a plain number"


def _places(task: Task, reckoner: Reckoner) -> tuple[str, list[tuple[str, str, bool]]]:
    """A question with its own numbers as {0}, {1}; and of each its name, its unit, and whether it is said with it.

    A text that goes on with the unit's words has the bare number: "{cars_a_year} cars a year".
    """
    places: list[tuple[str, str, bool]] = []
    written, end = "", 0
    for found in BRACES.finditer(task.question):
        unit = reckoner.named(found[1]).unit
        before, one, many = unit_words(unit)
        rest, so_far = task.question[found.end() :], task.question[: found.start()]
        follows = any(words and rest.startswith(words) for words in (one, many))
        bare = follows and (not before or so_far.endswith("$"))
        written += f"{task.question[end : found.start()]}{{{len(places)}}}"
        places.append((found[1], unit, not bare))
        end = found.end()
    return written + task.question[end:], places


def _bare(value: float, unit: str) -> str:
    """A number without its unit, as the text goes on with it."""
    before, one, many = unit_words(unit)
    text = say_exactly(value, unit).removeprefix(before)
    return text.removesuffix(many).removesuffix(one) if many else text


def _shortened(text: str) -> str:
    text = plain(text).replace("**", "")
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rsplit(' ', 1)[0]}…"
