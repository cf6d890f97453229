"""Numbers of one's own: drawn evenly on a step that a person would write, from a key, an assignment and a code.

A public seed is no secret in an open kit: who knows it can compute anybody's numbers. So what is graded is drawn under
the instructor's key (HMAC with SHA-256), and practice under a key that everybody has.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Sequence

from .._errors import KitError
from .._numbers import round_step
from ..units import COUNTED, TIMES, parts
from .bank import Range

PRACTICE = b"casekit: practice is open"
AT_LEAST = 20  # values to draw from, where the range allows it


def drawn(range_: Range, key: bytes, *about: str) -> float:
    """One number of a range, each of its values as likely as any other.

    Parameters
    ----------
    range_
        From where to where, and on which step.
    key
        The instructor's; PRACTICE where everybody may know.
    about
        What it is drawn for: the assignment, the task, the name, the student's code, the attempt.

    Examples
    --------
    >>> drawn(Range(7, 21, 1), b"key", "local-motors", "cars", "build_time", "K7M42") in range(7, 22)
    True
    """
    return _value(range_, _number(key, *about) % _count(range_))


def shuffled(ids: Sequence[str], key: bytes, *about: str) -> list[str]:
    """Ids in an order of one's own.

    >>> sorted(shuffled(["a", "b", "c"], b"key", "K7M42"))
    ['a', 'b', 'c']
    """
    return sorted(ids, key=lambda id: (_number(key, *about, id), id))


def variant_of(code: str, count: int) -> int:
    """Which of some sets of numbers a word gets where no roster says it: FNV-1a of its UTF-8, 32 bits.

    Source: G. Fowler, L. C. Noll, K.-P. Vo and D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft).

    >>> variant_of("practice", 40) == variant_of("practice", 40) < 40
    True
    """
    value = 0x811C9DC5
    for byte in code.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value % count


def values_of(range_: Range) -> list[float]:
    """All numbers of a range, from its low end in its steps.

    >>> values_of(Range(5, 20, 5)), values_of(Range(0.1, 0.3, 0.1)), values_of(Range(7, 12, 2))
    ([5.0, 10.0, 15.0, 20.0], [0.1, 0.2, 0.3], [7.0, 9.0, 11.0])
    """
    return [_value(range_, at) for at in range(_count(range_))]


def _count(range_: Range) -> int:
    low, high, step = range_.low, range_.high, range_.step
    if not (step > 0 and math.isfinite(low) and math.isfinite(high) and high >= low):
        raise KitError(f"Nothing can be drawn from {low:g} to {high:g} in steps of {step:g}.")
    steps = math.floor((high - low) / step + 1e-9)
    if steps > 1_000_000:
        raise KitError(f"From {low:g} to {high:g} there are more than a million steps of {step:g}. Take a larger step.")
    return steps + 1


def _value(range_: Range, at: int) -> float:
    digits = 10 - min(0, math.floor(math.log10(range_.step)))  # what adding steps leaves over is rounded away
    return round(float(range_.low) + at * range_.step, digits)


def range_between(low: float, high: float, unit: str) -> Range:
    """The range between the two marks of a figure, on a step that a person would write: 1, 2 or 5 and zeros.

    Things and days are counted whole. The ends are rounded inwards to the step.

    Examples
    --------
    >>> range_between(36_000, 61_000, "USD/vehicle")
    Range(low=36000.0, high=61000.0, step=1000.0)
    >>> range_between(30, 50, "factory"), range_between(0.02, 0.3, "share")
    (Range(low=30.0, high=50.0, step=1.0), Range(low=0.02, high=0.3, step=0.01))
    """
    if not high > low:
        raise KitError(f"Nothing can be drawn between {low:g} and {high:g}.")
    step = round_step(high - low, AT_LEAST)
    if counted_whole(unit):
        step = max(step, 1.0)
    first, last = math.ceil(low / step - 1e-9) * step, math.floor(high / step + 1e-9) * step
    if last <= first and counted_whole(unit):
        raise KitError(f"There are no two whole numbers between {low:g} and {high:g}.")
    if last <= first:
        first, last = low, high
    return Range(round(first, 10), round(last, 10), round(step, 10))


def counted_whole(unit: str) -> bool:
    """Whether a unit counts whole things: cars, people, days; also cars a year."""
    names = [name for name, power in parts(unit) if power > 0]
    return len(names) == 1 and (names[0] in COUNTED or names[0] in TIMES) and names[0] != "point"


def _number(key: bytes, *about: str) -> int:
    text = "\x1f".join(about)  # a sign that stands in no name, so that two lists of names never look alike
    return int.from_bytes(hmac.new(key, text.encode(), hashlib.sha256).digest()[:8], "big")
