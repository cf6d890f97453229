"""What an author of a model may write beside plain arithmetic: a few functions, each the same for nodes and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from . import verbs
from .nodes import Node, Value, call


def _apply(name: str, *args: Any) -> Any:
    """A verb on nodes makes a node; on numbers and arrays it gives the number."""
    if any(isinstance(arg, Node) for arg in args):
        return call(name, *args)
    with np.errstate(all="ignore"):
        return verbs.VERBS[name].numeric(*(np.asarray(a, dtype=float)[()] for a in args))


def minimum(*values: Value) -> Value:
    """The smallest of several numbers; not available when one of them is not.

    Examples
    --------
    >>> float(minimum(3.0, 2.0))
    2.0
    """
    return cast(Value, _apply("minimum", *values))


def maximum(*values: Value) -> Value:
    """The largest of several numbers; not available when one of them is not.

    Examples
    --------
    >>> float(maximum(3.0, 2.0))
    3.0
    """
    return cast(Value, _apply("maximum", *values))


def where(condition: Any, then: Value, otherwise: Value) -> Value:
    """`then` where the condition holds, else `otherwise`; not available where the condition is not.

    Examples
    --------
    >>> float(where(1 > 0, 5.0, 6.0))
    5.0
    """
    return cast(Value, _apply("where", condition, then, otherwise))


def exp(value: Value) -> Value:
    """E to the power of a plain number.

    Examples
    --------
    >>> float(exp(0.0))
    1.0
    """
    return cast(Value, _apply("exp", value))


def log(value: Value) -> Value:
    """The natural logarithm; not available for zero and below.

    Examples
    --------
    >>> float(log(1.0)), float(log(0.0))
    (0.0, nan)
    """
    return cast(Value, _apply("log", value))


def sqrt(value: Value) -> Value:
    """The square root; not available below zero.

    Examples
    --------
    >>> float(sqrt(9.0))
    3.0
    """
    return cast(Value, _apply("sqrt", value))


def normal_cdf(value: Value) -> Value:
    """The chance that a standard normal draw is below `value`.

    Examples
    --------
    >>> float(normal_cdf(0.0))
    0.5
    """
    return cast(Value, _apply("normal_cdf", value))


def normal_quantile(share: Value) -> Value:
    """The value below which a standard normal draw falls with this chance; not available outside 0 to 1.

    Examples
    --------
    >>> round(float(normal_quantile(0.975)), 4)
    1.96
    """
    return cast(Value, _apply("normal_quantile", share))


def best_of(count: Value) -> Value:
    """The expected highest of so many standard normal draws; not available below one.

    Examples
    --------
    >>> round(float(best_of(10.0)), 4), round(float(best_of(1500.0)), 2)
    (1.5388, 3.36)
    """
    return cast(Value, _apply("best_of", count))


def best_below(mark: Value, correlation: Value, count: Value) -> Value:
    """The chance that the best of so many normal draws, chosen by a score, is below a mark in what goes along with it.

    Examples
    --------
    >>> round(float(best_below(1.0, 0.1, 83.0)), 3), round(float(best_below(1.0, 0.0, 83.0)), 3)
    (0.776, 0.841)
    """
    return cast(Value, _apply("best_below", mark, correlation, count))


def both_above(first: Value, second: Value, correlation: Value) -> Value:
    """The chance that two standard normal draws with a correlation are above their marks, both of them.

    Examples
    --------
    >>> round(float(both_above(0.0, 0.0, 0.5)), 4)
    0.3333
    """
    return cast(Value, _apply("both_above", first, second, correlation))


def smallest(limits: Mapping[str, Value]) -> Value:
    """Which of several limits is the smallest: its place among them, from 0; the first of equals.

    Parameters
    ----------
    limits
        Label -> number, in one unit. Those that are not available are left out.

    Examples
    --------
    >>> float(smallest({"buyers": 63.0, "places": 626.0}))
    0.0
    """
    if any(isinstance(value, Node) for value in limits.values()):
        return cast(Value, call("smallest", *limits.values(), labels=tuple(limits)))
    return cast(Value, verbs.VERBS["smallest"].numeric(*(np.asarray(v, dtype=float)[()] for v in limits.values())))


# --- over time: a series has time on its first axis ------------------------------------------------------------------


def elapsed(horizon: Value, step: Value) -> Value:
    """The time at the end of each period: one step, two steps, and so on to the horizon. This makes a series.

    Parameters
    ----------
    horizon
        How far to look, such as 12 years.
    step
        The length of one period, in the same unit.

    Examples
    --------
    >>> elapsed(3.0, 1.0)
    array([1., 2., 3.])
    """
    made = _apply("elapsed", horizon, step)
    return cast(Value, made if isinstance(made, Node) else made[:, 0])


def cumulative(series: Value) -> Value:
    """The sum of a series so far, in each period. A rate (USD/year) is multiplied by the step first.

    Examples
    --------
    >>> cumulative(np.array([1.0, 2.0, 3.0]))
    array([1., 3., 6.])
    """
    return cast(Value, _apply("cumulative", series))


def previous(series: Value, first: Value) -> Value:
    """A series one period late. An output may use its own last value with it.

    Parameters
    ----------
    series
        The series; or, within the output `x`, `self.x` itself.
    first
        What stands before the first period.

    Examples
    --------
    >>> previous(np.array([1.0, 2.0, 3.0]), 0.0)
    array([0., 1., 2.])
    """
    return cast(Value, _apply("previous", series, first))


def total(series: Value) -> Value:
    """The sum of a series over all its periods. A rate (USD/year) is multiplied by the step first.

    Examples
    --------
    >>> float(total(np.array([1.0, 2.0, 3.0])))
    6.0
    """
    return cast(Value, _apply("total", series))


def lowest(series: Value) -> Value:
    """The smallest value of a series.

    Examples
    --------
    >>> float(lowest(np.array([1.0, -2.0, 3.0])))
    -2.0
    """
    return cast(Value, _apply("lowest", series))


def highest(series: Value) -> Value:
    """The largest value of a series.

    Examples
    --------
    >>> float(highest(np.array([1.0, -2.0, 3.0])))
    3.0
    """
    return cast(Value, _apply("highest", series))


def last(series: Value) -> Value:
    """The value of a series in its last period.

    Examples
    --------
    >>> float(last(np.array([1.0, -2.0, 3.0])))
    3.0
    """
    return cast(Value, _apply("last", series))


def discounted(flows: Value, rate: Value) -> Value:
    """What flows of money are worth today: the first period's counts in full, each later one is a period further off.

    Parameters
    ----------
    flows
        Money in each period, what is paid out negative.
    rate
        The discount for one period, as a share; not available at -1 and below.

    Examples
    --------
    >>> round(float(discounted(np.array([-1600.0, 10000.0, -10000.0]), 0.10)), 2)
    -773.55
    """
    return cast(Value, _apply("discounted", flows, rate))


def irr(flows: Value) -> Value:
    """The rate of return of flows of money; not available unless they change sign exactly once.

    Examples
    --------
    >>> round(float(irr(np.array([-100.0, 39.0, 59.0, 55.0, 20.0]))), 5)
    0.28095
    >>> float(irr(np.array([-1600.0, 10000.0, -10000.0])))  # 25% and 400% would both do
    nan
    """
    return cast(Value, _apply("irr", flows))


def sign_changes(flows: Value) -> Value:
    """How often flows of money turn from out to in, or back; a period without money is passed over.

    Examples
    --------
    >>> float(sign_changes(np.array([-1600.0, 10000.0, -10000.0])))
    2.0
    """
    return cast(Value, _apply("sign_changes", flows))


not_available: Value = float("nan")
"""What an output is when there is no answer, such as the volume that breaks even at a loss on every car."""
