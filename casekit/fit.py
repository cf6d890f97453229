"""Fit a series to the counts on record, and say what they do not tell.

Every set of inputs within the sliders is held possible; those whose series runs near the counts weigh more. The weight
is (sum of squared errors of the logarithms) ** (-counts / 2): the chance of the counts when each is off by a factor,
lognormal, whose size is not known either (A. Gelman and others, Bayesian Data Analysis, 3rd ed. 2013, chapters 3 and
14, with the noninformative prior on its logarithm). A least-squares curve with standard errors would have to take the
sliders' ends for granted, and reports a narrow interval where the counts are flat in an input.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ._errors import KitError
from ._numbers import count_of, number_of
from .engine import horizon_of, input_named, inputs_of, output_named, over_draws, reaching, seen_of, times_of
from .engine.nodes import Value
from .units import number, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from .engine import Input, Model, Seen

MARKS = (0.05, 0.5, 0.95)  # an interval that holds nine chances in ten, as a figure's low and high do
ENOUGH = 1_000  # effective draws: fewer, and an interval would be noise
ROUNDS = 6
FARTHEST = 2.0  # the factor by which the best curve may miss the counts on average
KEPT = 2_000  # draws that the band is made from
_END = 0.1  # of a slider, at each end of it
_OPEN = 0.25  # of what an end would weigh, were nothing known: with more, the counts set no end there


@dataclass(frozen=True)
class Fit:
    """What counts on record say about the inputs of a series, and what they do not.

    Attributes
    ----------
    inputs
        A row for each input: `input`, `low`, `middle`, `high` (90% interval, in its unit), `tells` (in words).
    band
        A row for each period: `time`, `low`, `middle`, `high` of the series.
    counts
        The counts that were used: `time`, `value`, `source`.
    text
        What they say about the end of the horizon, in a sentence.
    """

    inputs: pd.DataFrame
    band: pd.DataFrame
    counts: pd.DataFrame
    text: str

    def __str__(self) -> str:
        return "\n".join([self.text, *(f"  {row.label}: {row.tells}" for row in self.inputs.itertuples())])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from ._html import escape, view

        rows = "".join(
            f"<span>{escape(row.label)}</span><span><b>{escape(row.tells)}</b></span>"
            for row in self.inputs.itertuples()
        )
        return view(f'<p>{escape(self.text)}</p><div class="ck-terms">{rows}</div>', _STYLE)


_STYLE = ".ck-view .ck-terms{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}.ck-view p{margin:0 0 8px}"


def fit(
    model: Model, output: str, by: Sequence[str] | str, *, until: float = math.inf, draws: int = 20_000, seed: int = 1
) -> Fit:
    """Which values of some inputs let a series run near the counts on record.

    Parameters
    ----------
    model
        A model filled from a case that has counts for the output; its inputs are single numbers.
    output
        An output over time, with counts on record; each weighs alike, one that repeats another too.
    by
        The inputs to fit, each within its slider; the others stay.
    until
        Use only counts up to this time, in the horizon's unit.
    draws, seed
        How many sets of inputs are tried in each round, and the seed that they come from.

    Returns
    -------
    Fit
        Intervals of the inputs, a band for the series up to the model's horizon, and what they mean in words.

    Raises
    ------
    KitError
        When there are no counts, or not more of them than inputs; an input has no slider; or no set of inputs within
        the sliders runs near the counts.

    Examples
    --------
    >>> import casekit as ck
    >>> growth = ck.CommunityGrowth.from_case(ck.load("local-motors"))
    >>> found = fit(growth, "members", by=["potential", "innovation", "imitation"])
    >>> found.inputs.set_index("input").loc["potential", "tells"]
    'the counts do not tell'
    """
    import pandas as pd

    draws, seed = count_of("draws", draws, least=ENOUGH), count_of("seed", seed)
    inputs = {name: _movable(model, name) for name in ([by] if isinstance(by, str) else by)}
    counts = _enough(_counts(model, output), until, len(inputs))
    rng = np.random.default_rng(seed)
    shares, weights = _near_the_counts(model, output, counts, inputs, rng, draws)
    drawn = {name: _on_slider(inputs[name], share) for name, share in shares.items()}
    rows = [_row(each, shares[name], drawn[name], weights) for name, each in inputs.items()]
    kept = rng.choice(draws, KEPT, p=weights)
    band = _band(model, output, {name: values[kept] for name, values in drawn.items()})
    table = pd.DataFrame([{"time": c.time, "value": c.value, "source": c.figure.where} for c in counts])
    return Fit(pd.DataFrame(rows), band, table, _told(model, output, len(counts), band))


def _enough(counts: list[Seen], until: float, inputs: int) -> list[Seen]:
    """The counts up to a time, once it is sure that they are more than the inputs to fit."""
    if not inputs:
        raise KitError("Name at least one input to fit: by=['potential'].")
    last = until if until == math.inf else number_of("until", until)
    known = [count for count in counts if 0 <= count.time <= last and count.value > 0]
    if len(known) <= inputs:
        raise KitError(f"{len(known)} counts cannot settle {inputs} inputs. Fit fewer inputs, or find more counts.")
    return known


def _band(model: Model, output: str, drawn: dict[str, Any]) -> pd.DataFrame:
    """The middle and the ends of a series over draws, in each period."""
    import pandas as pd

    low, middle, high = np.quantile(over_draws(model, [output], drawn)[output], MARKS, axis=1)
    return pd.DataFrame({"time": times_of(model), "low": low, "middle": middle, "high": high})


def _counts(model: Model, output: str) -> list[Seen]:
    if not output_named(model, output).series:
        raise KitError(f"{output} is one number; only a series can be held against counts over time.")
    for name in inputs_of(model):
        if isinstance(getattr(model, name), np.ndarray):
            raise KitError(f"{name} holds {getattr(model, name).size:,} values; a fit needs one number for each input.")
    counts = seen_of(model).get(output, [])
    if not counts:
        raise KitError(f"There are no dated counts of {output}. Give the case some, under models: in case.yaml.")
    return counts


def _movable(model: Model, name: str) -> Input:
    each = input_named(model, name)
    if each.slider is None or name == horizon_of(model):
        raise KitError(f"{name} cannot be fitted: it has no range to look in.")
    return each


def _on_slider(each: Input, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values evenly over a slider, by ratios where the slider moves by ratios."""
    low, high = each.slider or (0.0, 1.0)
    if each.log and low > 0:
        return np.asarray(low * (high / low) ** share)
    return np.asarray(low + (high - low) * share)


def _near_the_counts(
    model: Model, output: str, counts: Sequence[Seen], inputs: Mapping[str, Input], rng: np.random.Generator, draws: int
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Places on the sliders with weights that add up to 1, by adaptive importance sampling.

    The first round looks everywhere alike. Each later one looks where the one before found weight, with a multivariate
    t distribution, and weighs by the density that it drew from, so that what is held possible stays even over the
    sliders (O. Cappé and others, "Population Monte Carlo", J. Computational and Graphical Statistics 13, 2004).
    """
    from scipy.stats import multivariate_t

    places: NDArray[np.float64] = rng.random((draws, len(inputs)))
    density: NDArray[np.float64] = np.ones(draws)
    effective = 0.0
    for _ in range(ROUNDS):
        inside = np.all((places >= 0) & (places <= 1), axis=1)
        shares = {name: np.clip(places[:, at], 0, 1) for at, name in enumerate(inputs)}
        near = _nearness(model, output, counts, {n: _on_slider(inputs[n], share) for n, share in shares.items()})
        weights = np.where(inside, near / density, 0.0)
        if not weights.any():
            break
        weights /= weights.sum()
        effective = 1 / float(np.sum(weights**2))
        if effective >= ENOUGH:
            return shares, weights
        spread = np.atleast_2d(np.cov(places.T, aweights=weights)) + 1e-6 * np.eye(len(inputs))
        proposal = multivariate_t(weights @ places, spread, df=3, seed=rng)
        places = np.asarray(proposal.rvs(draws)).reshape(draws, len(inputs))
        density = np.asarray(proposal.pdf(places), dtype=np.float64)
    raise KitError(
        f"Only {effective:,.0f} of {draws:,} sets of inputs run near the counts, too few for an interval. "
        "Try more draws, or fit fewer inputs."
    )


def _nearness(model: Model, output: str, counts: Sequence[Seen], drawn: dict[str, Any]) -> NDArray[np.float64]:
    """How likely each draw makes the counts, beside the likeliest; nothing where all of them are far off."""
    times, values = (np.array([getattr(count, name) for count in counts]) for name in ("time", "value"))
    reach = reaching(model, float(times.max()))
    lines, ends = over_draws(reach, [output], drawn)[output], times_of(reach)
    right = np.clip(np.searchsorted(ends, times), 1, len(lines) - 1)
    share = np.clip((times - ends[right - 1]) / (ends[right] - ends[right - 1]), 0, 1)[:, None]
    with np.errstate(all="ignore"):
        modeled = np.log(lines[right - 1] * (1 - share) + lines[right] * share)
        errors = np.add.reduce((modeled - np.log(values)[:, None]) ** 2, axis=0)
        logs = np.where(np.isfinite(errors), -len(counts) / 2 * np.log(errors), -math.inf)
    best = float(np.exp(np.sqrt(np.nanmin(errors) / len(counts)))) if np.isfinite(errors).any() else math.inf
    if best > FARTHEST:
        off = "has no value there" if math.isinf(best) else f"is off by a factor of {best:,.2g} on average"
        raise KitError(f"No curve runs near the counts: the best one {off}. Fit other inputs, or look at the others.")
    return np.asarray(np.exp(logs - logs.max()))


def _row(each: Input, share: Value, values: Any, weights: Any) -> dict[str, Any]:
    """The interval of one input, and what the counts tell about it."""
    order = np.argsort(values)
    along = np.cumsum(weights[order])
    low, middle, high = (float(values[order][np.searchsorted(along, mark)]) for mark in MARKS)
    no_lower = float(weights[share < _END].sum()) > _OPEN * _END
    no_upper = float(weights[share > 1 - _END].sum()) > _OPEN * _END
    said = [say(_two_digits(value), each.unit) for value in (low, high)]
    tells = f"between {said[0]} and {said[1]}"
    if no_lower and no_upper:
        tells = "the counts do not tell"
    elif no_upper:
        tells = f"at least {said[0]}; the counts set no upper end"
    elif no_lower:
        tells = f"at most {said[1]}; the counts set no lower end"
    return {"input": each.name, "label": each.label, "low": low, "middle": middle, "high": high, "tells": tells}


def _told(model: Model, output: str, counts: int, band: pd.DataFrame) -> str:
    made, unit = output_named(model, output), inputs_of(model)[horizon_of(model)].unit
    last = band.iloc[-1]
    ends = number(_two_digits(float(last["low"]))), say(_two_digits(float(last["high"])), made.unit)
    when = say(float(last["time"]), unit)
    return (
        f"{counts} counts on record. After {when}: {made.label.lower()} between {ends[0]} and {ends[1]} "
        f"(nine chances in ten, if the model is right)."
    )


def _two_digits(value: float) -> float:
    """An interval's end with the digits that it deserves."""
    return float(f"{value:.2g}")
