"""Arithmetic over time: series as NumPy arrays with time on the first axis."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = "step"  # what a model with a horizon calls the length of one period
LOWEST_RATE, HIGHEST_RATE = -0.99, 1e6  # between these a rate of return is looked for
_Array = NDArray[np.float64]


def periods(horizon: float, step: float) -> int:
    """How many steps fill a horizon."""
    return round(float(horizon) / float(step))


def elapsed(horizon: Any, step: Any) -> _Array:
    """The time at the end of each period, of shape (periods, 1): a column, so that it meets draws of shape (draws,)."""
    return np.asarray(np.arange(1, periods(horizon, step) + 1, dtype=np.float64)[:, None] * float(step))


def total(series: _Array) -> Any:
    """The sum over all periods."""
    return np.add.reduce(series, axis=0)


def cumulative(series: _Array) -> _Array:
    """The sum so far, in each period."""
    return np.cumsum(series, axis=0)


def previous(series: _Array, first: Any) -> _Array:
    """The series one period late; `first` stands in the first one."""
    shape = np.broadcast_shapes(np.shape(first), series.shape[1:])
    late = np.empty((len(series), *shape))
    late[0] = first
    late[1:] = series[:-1]
    return late


def lowest(series: _Array) -> Any:
    """The smallest value of all periods."""
    return np.minimum.reduce(series, axis=0)


def highest(series: _Array) -> Any:
    """The largest value of all periods."""
    return np.maximum.reduce(series, axis=0)


def last(series: _Array) -> Any:
    """The value in the last period."""
    return series[-1]


def discounted(flows: _Array, rate: Any) -> Any:
    """Flows in today's money: the first counts in full, each later one is one period further off."""
    factor = np.where(np.asarray(rate) > -1, 1.0 + np.asarray(rate), math.nan)
    periods_off = np.arange(len(flows), dtype=np.float64).reshape(-1, *[1] * max(factor.ndim, np.ndim(flows) - 1))
    # To the power of 0 NumPy makes 1 even of what is not available.
    return np.add.reduce(flows * factor**-periods_off, axis=0) + 0 * factor


def sign_changes(flows: _Array) -> Any:
    """How often flows go from money out to money in, or back; a period without money is passed over."""
    before = changes = np.zeros(np.shape(flows)[1:])
    for now in np.sign(flows):
        changes = changes + (now * before < 0) + 0 * now  # not available spreads
        before = np.where(now == 0, before, now)
    return changes[()]


def irr(flows: _Array) -> Any:
    """The rate at which flows are worth nothing today; not available unless they change sign exactly once.

    With one change of sign there is one such rate (Descartes' rule of signs); with none or several, a spreadsheet's
    answer depends on where it starts to look.
    """
    from scipy.optimize import elementwise

    one = sign_changes(flows) == 1
    if not np.any(one):
        return np.where(one, math.nan, math.nan)[()]
    columns = np.where(
        one, flows, np.arange(len(flows)).reshape(-1, *[1] * np.ndim(one)) - 0.5
    )  # a stand-in with a rate
    scaled = np.moveaxis(columns / np.maximum.reduce(np.abs(columns), axis=0), 0, -1)

    def worth(growth: Any, *terms: Any) -> Any:
        """Worth today, at a rate given as log(1 + rate); Horner's rule from the last period."""
        factor, value = np.exp(-growth), terms[-1]
        for term in terms[-2::-1]:
            value = value * factor + term
        return value

    ends = (math.log1p(LOWEST_RATE), math.log1p(HIGHEST_RATE))
    found = elementwise.find_root(worth, ends, args=tuple(np.moveaxis(scaled, -1, 0)))
    return np.where(one & found.success, np.expm1(found.x), math.nan)[()]
