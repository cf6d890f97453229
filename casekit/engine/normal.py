"""Three questions about normal draws that no closed formula answers, by one rule of integration.

The rule is tanh-sinh (H. Takahasi and M. Mori, "Double exponential formulas for numerical integration", 1974): it does
not mind that a normal quantile has no value at the ends. `normal.js` has the same points, so that both say the same.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

STEEP = 0.7  # a correlation from which on `best_below` averages over what the score leaves open
_SPACING, _REACH = 0.1, 34  # 69 points: 1e-15 for the best of n, 1e-12 for two draws correlated by up to 0.99


def _points() -> tuple[tuple[float, float, float], ...]:
    """Points between 0 and 1, each with what is left to 1 and its weight; the weights add up to 1."""
    points = []
    for place in range(-_REACH, _REACH + 1):
        t = place * _SPACING
        stretch = math.pi * math.sinh(t)
        share, rest = 1 / (1 + math.exp(-stretch)), 1 / (1 + math.exp(stretch))
        points.append((share, rest, _SPACING * math.pi * math.cosh(t) * share * rest))
    return tuple(points)


POINTS = _points()


def best_of(count: Any) -> Any:
    """The expected highest of `count` standard normal draws.

    The mean of a highest draw is its quantile, averaged over all shares: that of the draw itself, at the share's nth
    root. H. A. David and H. N. Nagaraja, "Order Statistics" (2003), chapter 2. Not available below one draw.
    """
    count = np.asarray(count, dtype=np.float64)
    draws = np.where(count >= 1, count, math.nan)
    total = 0.0 * draws
    for share, rest, weight in POINTS:
        total = total + weight * _best_at(share, rest, draws)
    total = np.where(draws == 1, 0.0, total)  # to the last digit, on every surface
    return np.where(np.isfinite(total), total, math.nan)[()]


def _best_at(share: float, rest: float, draws: Any) -> Any:
    """What the highest of so many draws stays below with the chance `share`; `rest` is what is left to 1."""
    from scipy.special import ndtri

    root = (math.log(share) if share < 0.5 else math.log1p(-rest)) / draws
    below, above = np.exp(root), -np.expm1(root)
    # Each tail is read from its own end: 1 - 1e-20 is 1.
    return np.where(above < 0.5, -ndtri(above), ndtri(below))


def best_below(mark: Any, correlation: Any, count: Any) -> Any:
    """The chance that what goes along with a score falls below a mark, for the best by score of `count` draws.

    It is the correlation times the best score, and what the score leaves open. The chance is averaged over the best
    score or, where that tells nearly all, over what it leaves open: the one of the two that is less steep. Not
    available below one draw, and for a correlation beyond -1 and 1.
    """
    from scipy.special import ndtr

    mark, correlation, count = (np.asarray(value, dtype=np.float64) for value in (mark, correlation, count))
    draws = np.where((count >= 1) & np.isfinite(count), count, math.nan)
    unknown = np.sqrt(1 - correlation * correlation)
    over_score, over_rest = 0.0 * (unknown + draws), 0.0 * (unknown + draws)
    for share, rest, weight in POINTS:
        over_score = over_score + weight * ndtr((mark - correlation * _best_at(share, rest, draws)) / unknown)
        within = ndtr((mark - unknown * _best_at(share, rest, 1.0)) / correlation) ** draws
        over_rest = over_rest + weight * np.where(correlation > 0, within, 1 - within)
    chance = np.where(np.abs(correlation) < STEEP, over_score, over_rest)
    return np.where(np.isnan(mark + draws), math.nan, np.clip(chance, 0.0, 1.0))[()]


def both_above(first: Any, second: Any, correlation: Any) -> Any:
    """The chance that two standard normal draws with a correlation are both above their marks.

    Plackett's formula: the chance of independent draws, and the integral of the density over the correlation, here
    along its arc sine (R. L. Plackett, "A reduction formula for normal multivariate integrals", Biometrika 41, 1954).
    Not available for a correlation beyond -1 and 1.
    """
    from scipy.special import ndtr

    first, second, correlation = (np.asarray(value, dtype=np.float64) for value in (first, second, correlation))
    angle = np.arcsin(correlation)
    squares, product = first * first + second * second, 2 * first * second
    total = 0.0 * angle
    for share, _, weight in POINTS:
        sine, cosine = np.sin(angle * share), np.cos(angle * share)
        total = total + weight * np.exp((product * sine - squares) / (2 * cosine * cosine))
    chance = ndtr(-first) * ndtr(-second) + angle / (2 * math.pi) * total
    # Draws that go together, or against one another, are one draw.
    chance = np.where(correlation == 1, ndtr(-np.maximum(first, second)), chance)
    chance = np.where(correlation == -1, ndtr(-first) - ndtr(second), chance)
    return np.clip(chance, 0.0, 1.0)[()]
