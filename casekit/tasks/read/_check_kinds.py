"""Whether a task of each kind can be solved: something to choose, an order to find, points that add up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from ..._errors import near
from ...canvas import BLOCKS
from ...case._yaml import Key
from . import _shape as s
from ._known import Place, listed
from ._made import item_id

WORDS = 120  # of an essay: what two people mark alike
PLACES = (3, 12)  # of a line
Said = Iterator[tuple[Any, ...]]  # a sentence, and the path of what it is about
WHENS = {"below": "too low", "near": "about right", "above": "too high"}


def check_kind(place: Place) -> None:
    """Note every mistake that belongs to the kind of a task; what is left of it in part A is looked at for itself."""
    shape = place.shape
    _twice(place)
    parts = {getattr(each, "part", "A") for _, items in listed(shape) for each in items}
    for part in ("A", "B") if "B" in parts and shape.part == "A" else ("B",):
        before = "" if part == "B" else "In part A, without what came later: "
        for sentence, *path in _KINDS[shape.kind](shape, partial(_seen, part=part)) if shape.kind in _KINDS else ():
            place.say(before + sentence, *path)


def _seen(items: Iterable[Any], part: str) -> list[Any]:
    return [each for each in items if part == "B" or each.part == "A"]


def _twice(place: Place) -> None:
    """Name each text that stands in a task twice; the second could not be told from the first."""
    seen: set[str] = set()
    for path, items in listed(place.shape):
        for at, each in enumerate(items):
            if isinstance(each, s.ItemShape):
                id = item_id(place.shape.id, each.text)
                if id in seen:
                    place.say(f'The text "{each.text}" is there twice. Change one of them.', *path, at, "text")
                seen.add(id)


def _choose(shape: s.ChooseShape, seen: Callable[..., list[Any]]) -> Said:
    yield from _options(seen(shape.options), ("options",))
    if "because" in shape.model_fields_set:
        yield from _options(seen(shape.because.options), ("because", "options"))


def _options(options: Sequence[s.OptionShape], path: tuple[Key, ...]) -> Said:
    right = sum(each.right for each in options)
    if len(options) < 2:
        yield "There are fewer than two options to choose from. Write more.", *path
    elif not right:
        yield "No option is right. Write right: yes under one.", *path
    elif right == len(options):
        yield "Every option is right, so there is nothing to choose. Write one that is wrong.", *path


def _order(shape: s.OrderShape, seen: Callable[..., list[Any]]) -> Said:
    items = seen(shape.items)
    if len(items) < 3:
        yield "There are fewer than three things to put in order. Write more.", "items"
        return
    if items[0].same:
        yield (
            "The first item is as good as the one above it, and there is none. Take same: out.",
            "items",
            shape.items.index(items[0]),
            "same",
        )
    if all(each.same for each in items[1:]):
        yield "All items are as good as each other, so there is no order. Take one same: out.", "items"


def _strike(shape: s.StrikeShape, seen: Callable[..., list[Any]]) -> Said:
    sentences = seen(shape.sentences)
    struck = sum(each.strike for each in sentences)
    if not struck:
        yield "No sentence is to be struck. Write strike: yes under one that does not follow.", "sentences"
    elif struck == len(sentences):
        yield "Every sentence is to be struck. Write one that follows.", "sentences"


def _sort(shape: s.CanvasShape, seen: Callable[..., list[Any]]) -> Said:
    canvas = shape.kind == "canvas"
    bins: Mapping[str, str] = shape.bins or BLOCKS if canvas else shape.bins
    for key in [key for key in shape.bins if canvas and key not in BLOCKS]:
        yield f'The canvas has no block "{key}". {near(key, BLOCKS, "Blocks")}', "bins"
    if len(bins) < 2:
        yield "There are fewer than two bins to sort into. Write more.", "bins"
    if not seen(shape.items):
        yield "There is nothing to sort. Write items.", "items"
    for at, each in enumerate(shape.items):
        if each not in seen(shape.items):
            continue
        for key in [key for key in each.bin if key not in bins]:
            yield f'There is no bin "{key}". {near(key, bins, "Bins")}', "items", at, "bin"
        if not each.bin or set(each.bin) >= set(bins):
            yield "It belongs everywhere or nowhere, so nobody can be wrong. Mend its bin.", "items", at, "bin"


def _sketch(shape: s.SketchShape, seen: Any) -> Said:
    at, height = shape.along.at, shape.height
    if not PLACES[0] <= len(at) <= PLACES[1]:
        mend = f"Write {PLACES[0]} to {PLACES[1]} of them."
        yield f"The line has {len(at)} places, which is too few or too many to draw. {mend}", "along", "at"
    if any(not low < high for low, high in pairwise(at)):
        yield "The places of a line rise from left to right. Sort them, each once.", "along", "at"
    if not height.low < height.high:
        yield "The height needs from and to, the smaller number first.", "height"


def _bet(shape: s.BetShape, seen: Callable[..., list[Any]]) -> Said:
    if not shape.low < shape.high:
        yield "A bet needs low and high, the smaller number first.", "low"
    elif shape.log and shape.low <= 0:
        yield "A slider that moves by ratios (log) needs a low above 0.", "low"
    options = seen(shape.missed.options)
    missing = [when for when in WHENS if when not in {each.when for each in options}]
    if missing:
        said = ", ".join(f"{when} ({WHENS[when]})" for when in missing)
        yield (
            f"No option says what a bet missed that was {said}. Write one with when: {missing[0]}.",
            "missed",
            "options",
        )


def _essay(shape: s.EssayShape, seen: Any) -> Said:
    if shape.words > WORDS or not float(shape.words).is_integer():
        yield f"An essay has a whole number of words, {WORDS} at the most. Write words: {WORDS}.", "words"
    total = sum(each.points for each in shape.rubric)
    if not math.isclose(total, shape.points, abs_tol=1e-9):
        yield f"The rubric has {total:g} points and the task {shape.points:g}. Mend one of them.", "rubric"


_KINDS: Mapping[str, Callable[[Any, Callable[..., list[Any]]], Said]] = {
    "choose": _choose, "order": _order, "strike": _strike, "sort": _sort, "canvas": _sort, "sketch": _sketch,
    "bet": _bet, "essay": _essay,
}  # fmt: skip
