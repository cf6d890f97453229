"""The vocabulary: one entry a verb, with all its rules.

How it computes on floats and arrays, what it does to units, and how it is written for a reader, in a formula's text,
in JavaScript and in SymPy. *Not available* is NaN, and spreads.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from . import flows, normal

UnitPowers: TypeAlias = dict[str, float]
"""A unit as names and powers; an empty one is a plain number."""


class UnitMisfit(Exception):
    """A verb applied to units that do not fit; the text says why, without the place."""


@dataclass(frozen=True)
class Verb:
    """One verb and its rules.

    Parameters
    ----------
    name
        As it is written in a formula's text when it has no symbol.
    numeric
        On float64 scalars and arrays.
    units
        From the units of its arguments (None: fits anything, such as a zero) to the unit of its result.
    symbol, binds
        The infix symbol and how tightly it binds; a verb without a symbol is written as a function.
    reader
        The symbol, or the function's name, as a reader sees it; {0}, {1} ... stand for its arguments.
    javascript
        The infix symbol, or the name of the helper in runtime.js.
    time
        What it does with time: makes a series out of numbers, keeps its first argument's series, or ends it in one
        number. A verb without one works on each period by itself.
    """

    name: str
    numeric: Callable[..., Any]
    units: Callable[..., UnitPowers | None]
    symbol: str = ""
    binds: int = 9
    reader: str = ""
    javascript: str = ""
    time: Literal["", "makes", "keeps", "ends"] = ""


# --- numbers ---------------------------------------------------------------------------------------------------------


def _on_numbers(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of NumPy on float64: of two comparisons it would take the logical `or` for their sum."""
    return functools.partial(function, dtype=np.float64)


def _clean(values: Any) -> bool:
    """Whether every number is finite: their sum is, and one pass over them is cheaper than a test of each."""
    return math.isfinite(np.add.reduce(values, axis=None)) if isinstance(values, np.ndarray) else math.isfinite(values)


def _divide(a: Any, b: Any) -> Any:
    """By zero there is no answer."""
    if not isinstance(b, np.ndarray):
        return np.divide(a, b) if b != 0 else a * math.nan
    result = np.divide(a, b)
    return result if _clean(result) else np.where(b == 0, math.nan, result)


def _raise(base: Any, exponent: Any) -> Any:
    """NumPy holds that not available to the power of 0 is 1; here it spreads."""
    result = np.float_power(base, exponent)
    return np.where(np.isnan(base) | np.isnan(exponent) | ~np.isfinite(result), math.nan, result)[()]


def _finite(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, not available where it has no finite value."""

    def finite(*args: Any) -> Any:
        result = function(*args)
        return np.where(np.isfinite(result), result, math.nan)[()]

    return finite


def _fold(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """A function of two, over any number. (np.minimum(a, b, c) would write into c.)"""

    def folded(first: Any, *rest: Any) -> Any:
        for other in rest:
            first = function(first, other)
        return first

    return folded


def _compare(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """A comparison as 1, 0 or not available."""

    def compared(a: Any, b: Any) -> Any:
        holds = function(a, b)
        if _clean(a) and _clean(b):
            return holds
        return np.where(np.isnan(a) | np.isnan(b), math.nan, holds)[()]

    return compared


def _where(condition: Any, then: Any, otherwise: Any) -> Any:
    holds = condition if getattr(condition, "dtype", None) == np.bool_ else np.asarray(condition) != 0
    chosen = _choose(holds, then, otherwise)
    return chosen if holds is condition else np.where(np.isnan(condition), math.nan, chosen)[()]


def _choose(holds: Any, then: Any, otherwise: Any) -> Any:
    """np.where by bits, without a branch: no processor predicts a random draw (3.7 times as fast)."""
    if not isinstance(holds, np.ndarray):
        return np.where(holds, then, otherwise)[()]
    if not isinstance(otherwise, np.ndarray) and math.isnan(otherwise) and isinstance(then, np.ndarray):
        # A float with all bits set is a NaN.
        return (then.view(np.int64) | np.subtract(holds.view(np.int8), 1, dtype=np.int64)).view(np.float64)
    mask = np.negative(holds.view(np.int8), dtype=np.int64)
    one, other = (np.asarray(value, dtype=np.float64).view(np.int64) for value in (then, otherwise))
    return ((one & mask) | (other & ~mask)).view(np.float64)


def _normal_cdf(value: Any) -> Any:
    from scipy.special import ndtr

    return ndtr(value)


def _normal_quantile(share: Any) -> Any:
    from scipy.special import ndtri

    return ndtri(share)


def _smallest(*limits: Any) -> Any:
    stacked = np.stack(np.broadcast_arrays(*limits))
    gone = np.isnan(stacked)
    place = np.argmin(np.where(gone, math.inf, stacked), axis=0)
    return np.where(gone.all(axis=0), math.nan, place)[()]


# --- units -----------------------------------------------------------------------------------------------------------


def say_powers(powers: UnitPowers | None) -> str:
    """A unit as an author would write it."""
    if not powers:
        return "a plain number"
    up = [name + _power(power) for name, power in powers.items() if power > 0]
    down = [name + _power(-power) for name, power in powers.items() if power < 0]
    return "/".join(["*".join(up) or "1", *down])


def _power(power: float) -> str:
    return "" if power == 1 else f"**{power:g}"


def _same(doing: str) -> Callable[..., UnitPowers | None]:
    """All arguments in one unit; the result too."""

    def same(*units: UnitPowers | None) -> UnitPowers | None:
        known = [unit for unit in units if unit is not None]
        for unit in known[1:]:
            if unit != known[0]:
                raise UnitMisfit(f"{say_powers(known[0])} and {say_powers(unit)} cannot be {doing}")
        return known[0] if known else None

    return same


def _compared(*units: UnitPowers | None) -> UnitPowers:
    _same("compared")(*units)
    return {}


def _first(unit: UnitPowers | None, *others: UnitPowers | None) -> UnitPowers | None:
    """The unit of the first argument; the others are plain numbers."""
    _plain(*others)
    return unit


def _unitless(*units: UnitPowers | None) -> UnitPowers:
    return {}


def _chosen(condition: UnitPowers | None, *branches: UnitPowers | None) -> UnitPowers | None:
    return _same("the two answers of one where()")(*branches)


def _plain(*units: UnitPowers | None) -> UnitPowers:
    for unit in units:
        if unit:
            raise UnitMisfit(f"it needs a plain number, not {say_powers(unit)}")
    return {}


def _times(a: UnitPowers | None, b: UnitPowers | None, sign: int = 1) -> UnitPowers | None:
    if a is None and b is None:
        return None
    powers = dict(a or {})
    for name, power in (b or {}).items():
        powers[name] = powers.get(name, 0) + sign * power
    return {name: power for name, power in sorted(powers.items()) if power}


def raised(base: UnitPowers | None, exponent: float) -> UnitPowers:
    """The unit of a power whose exponent is a number."""
    return {name: power * exponent for name, power in (base or {}).items() if exponent}


def _verb(name: str, numeric: Callable[..., Any], units: Callable[..., UnitPowers | None], **rules: Any) -> Verb:
    return Verb(name, numeric, units, **{"javascript": name, "reader": name, **rules})


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        _verb("add", _on_numbers(np.add), _same("added"), symbol="+", binds=4, reader="+", javascript="+"),
        _verb(
            "subtract",
            _on_numbers(np.subtract),
            _same("subtracted"),
            symbol="-",
            binds=4,
            reader="−",
            javascript="-",
        ),
        _verb("multiply", _on_numbers(np.multiply), _times, symbol="*", binds=5, reader="×", javascript="*"),
        _verb(
            "divide",
            _divide,
            lambda a, b: _times(a, b, -1),
            symbol="/",
            binds=5,
            reader="/",
            javascript="div",
        ),
        _verb("negative", _on_numbers(np.negative), lambda a: a, symbol="-", binds=6, reader="−", javascript="-"),
        _verb("power", _raise, _plain, symbol="**", binds=7, reader="^", javascript="power"),
        _verb("less", _compare(np.less), _compared, symbol="<", binds=3, reader="<", javascript="lt"),
        _verb(
            "less_equal",
            _compare(np.less_equal),
            _compared,
            symbol="<=",
            binds=3,
            reader="≤",
            javascript="le",
        ),
        _verb("greater", _compare(np.greater), _compared, symbol=">", binds=3, reader=">", javascript="gt"),
        _verb(
            "greater_equal",
            _compare(np.greater_equal),
            _compared,
            symbol=">=",
            binds=3,
            reader="≥",
            javascript="ge",
        ),
        _verb("minimum", _fold(np.minimum), _same("compared"), reader="the smallest of"),
        _verb("maximum", _fold(np.maximum), _same("compared"), reader="the largest of"),
        _verb("where", _where, _chosen, reader="{1} where {0}, otherwise {2}"),
        _verb("exp", _finite(_on_numbers(np.exp)), _plain),
        _verb("log", _finite(np.log), _plain),
        _verb("sqrt", _finite(np.sqrt), lambda a: raised(a, 0.5), reader="the square root of"),
        _verb("normal_cdf", _normal_cdf, _plain, reader="the normal chance below"),
        _verb("normal_quantile", _finite(_normal_quantile), _plain, reader="the normal value at"),
        _verb(
            "best_below",
            normal.best_below,
            _plain,
            reader="the chance that the best of {2} normal draws, by a score correlated {1}, is below {0}",
        ),
        _verb("best_of", normal.best_of, _plain, reader="the expected best of {0} normal draws"),
        _verb(
            "both_above",
            normal.both_above,
            _plain,
            reader="the chance that two normal draws, correlated {2}, are above {0} and {1}",
        ),
        _verb("smallest", _smallest, _compared, reader="which is smallest of"),
        _verb("elapsed", flows.elapsed, _same("steps of one horizon"), reader="the time so far", time="makes"),
        _verb("cumulative", flows.cumulative, _first, reader="the running total of {0}", time="keeps"),
        _verb(
            "previous",
            flows.previous,
            _same("the value before and the first value"),
            reader="{0} one period before (at first {1})",
            time="keeps",
        ),
        _verb("total", flows.total, _first, reader="the total of {0}", time="ends"),
        _verb("lowest", flows.lowest, _first, reader="the lowest of {0}", time="ends"),
        _verb("highest", flows.highest, _first, reader="the highest of {0}", time="ends"),
        _verb("last", flows.last, _first, reader="{0} in the last period", time="ends"),
        _verb("discounted", flows.discounted, _first, reader="{0}, discounted at {1} a period", time="ends"),
        _verb("irr", flows.irr, _unitless, reader="the rate of return of {0}", time="ends"),
        _verb("sign_changes", flows.sign_changes, _unitless, reader="the changes of sign of {0}", time="ends"),
    )
}
