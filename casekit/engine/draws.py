"""Many draws through a model, in blocks that fit a processor's cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .._errors import KitError
from .flows import STEP
from .model import horizon_of, input_named, inputs_of, output_named, periods_of
from .series import value_of_output

if TYPE_CHECKING:
    from .model import Model

BLOCK = (
    15_360  # draws at a time, fixed for good: arrays of 120 kB; from 128 kB on each one costs the system fresh pages
)


def over_draws(
    model: Model, outputs: Sequence[str], draws: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Several outputs over many draws of some inputs.

    Parameters
    ----------
    model
        Its other inputs stay as they are.
    outputs
        Names of outputs.
    draws
        For each input that varies, an array of shape (draws,) in its unit.

    Returns
    -------
    dict
        Output -> array of shape (draws,), for a series (periods, draws). An output that names a limit gives its place,
        from 0.

    Raises
    ------
    KitError
        For a name that the model does not have, or arrays of different lengths.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> over_draws(factory, ["cars_in_build"], {"build_time": np.array([6.0, 14.0])})["cars_in_build"].round(1)
    array([32.9, 76.7])
    """
    count = _how_many(model, draws)
    series = {name: output_named(model, name).series for name in outputs}
    given = {name: np.asarray(values, dtype=np.float64) for name, values in draws.items()}
    same = {name: model._value(name) for name in inputs_of(model) if name not in given}
    periods = periods_of(model)
    results = {name: np.empty((periods, count) if over_time else count) for name, over_time in series.items()}
    size = max(1, BLOCK // max(1, periods))
    with np.errstate(all="ignore"):
        for start in range(0, count, size):
            block = slice(start, start + size)
            known = {**same, **{name: values[block] for name, values in given.items()}}
            value_of = _one_block(model, known, periods)
            for name, result in results.items():
                result[..., block] = value_of(name)
    return results


def _how_many(model: Model, draws: Mapping[str, NDArray[np.float64]]) -> int:
    """The number of draws, once it is sure that they are draws of inputs, all as many."""
    lengths = {len(values) for values in draws.values()}
    if len(lengths) > 1:
        raise KitError(f"All inputs need the same number of draws; here they have {sorted(lengths)}.")
    for name in draws:
        input_named(model, name)
        if horizon_of(model) and name in (horizon_of(model), STEP):
            raise KitError(f"{name} sets how many periods there are, and cannot vary from draw to draw.")
    return lengths.pop() if lengths else 1


def _one_block(model: Model, known: dict[str, Any], periods: int) -> Callable[[str], Any]:
    """The value behind a name within one block, each output computed once."""

    def value_of(name: str) -> Any:
        if name not in known:
            known[name] = value_of_output(model._outputs[name], value_of, periods)
        return known[name]

    return value_of
