"""Numbers that a caller gives, checked at the door: what is none has its sentence, before any work is done with it."""

from __future__ import annotations

import math
from typing import Any

from ._errors import KitError


def number_of(name: str, value: Any, least: float = 0.0) -> float:
    """A finite number, or a sentence.

    Parameters
    ----------
    name
        What the sentence calls it.
    value
        What was given; text is no number, even when it reads like one.
    least
        The smallest that will do; -math.inf when any number will.

    Raises
    ------
    KitError
        When it is no number, is not finite, or is less.

    Examples
    --------
    >>> number_of("years", 10), number_of("level", -2.5, least=-math.inf)
    (10.0, -2.5)
    >>> number_of("years", "10")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: years must be a number, not '10'.
    """
    try:
        if isinstance(value, str | bytes):
            raise TypeError
        number = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise KitError(f"{name} must be a number, not {_short(value)}.") from error
    if not math.isfinite(number) or number < least:
        bound = f" of at least {least:g}" if math.isfinite(least) else ""
        raise KitError(f"{name} must be a number{bound}, not {number:g}.")
    return number


def round_step(span: float, count: int) -> float:
    """The largest round step, 1, 2 or 5 with zeros, of which a span holds at least so many.

    >>> round_step(25_000, 20), round_step(0.3, 200)
    (1000.0, 0.001)
    """
    raw = span / count
    size = 10.0 ** math.floor(math.log10(raw) + 1e-9)
    return max(factor * size for factor in (1, 2, 5) if factor * size <= raw * 1.0001)


def count_of(name: str, value: Any, least: int = 0) -> int:
    """A whole number, or a sentence.

    Parameters
    ----------
    name, value, least
        As for `number_of`.

    Raises
    ------
    KitError
        When it is no number, not a whole one, or is less.

    Examples
    --------
    >>> count_of("replications", 20.0, least=1)
    20
    """
    number = number_of(name, value, least)
    if not number.is_integer():
        raise KitError(f"{name} must be a whole number, not {number:g}.")
    return int(value)


def _short(value: Any) -> str:
    try:
        said = repr(value)
    except ValueError:  # a whole number of more digits than Python writes
        said = f"one of so many digits ({type(value).__name__})"
    return said if len(said) <= 100 else f"{said[:100]}..."
