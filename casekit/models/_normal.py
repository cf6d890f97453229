"""What several models ask of the normal distribution, in the engine's own verbs."""

from __future__ import annotations

import math

from ..engine import Value, exp


def density(place: Value) -> Value:
    """The height of the standard normal curve at a place.

    Examples
    --------
    >>> round(float(density(0.0)), 4)
    0.3989
    """
    return exp(-place * place / 2.0) / math.sqrt(2 * math.pi)
