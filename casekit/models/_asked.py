"""What the simulations ask of a model before any wait: single numbers, and the levels to run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .._errors import KitError
from .._numbers import number_of
from ..engine import Model


def single(model: Model, name: str, by: str, kind: str) -> float:
    """One number of a model; `by` is the name whose levels may be given instead, `kind` what one model stands for."""
    value = getattr(model, name)
    if np.ndim(value):
        more = f"name the levels, {by}=[...]" if name == by else f"change({kind}, {name}=...)"
        raise KitError(f"{name} holds {np.size(value):,} values, and a simulation takes one {kind}: {more}.")
    return number_of(name, value)


def levels_of(model: Model, by: str, asked: float | Sequence[float] | None, kind: str) -> list[float]:
    """The levels of `by` to run, each once; the model's own when nothing is asked."""
    if asked is None:
        return [single(model, by, by, kind)]
    try:
        levels = np.atleast_1d(np.asarray(asked, dtype=np.float64)).ravel().tolist()
    except (TypeError, ValueError) as error:
        raise KitError(f"{by} must be a number or several, not {asked!r}.") from error
    if not levels:
        raise KitError(f"{by} holds no level to run.")
    return list(dict.fromkeys(number_of(by, level) + 0.0 for level in levels))
