"""Whatever a model of the kit says, it says on every surface: units, pint, scalars and arrays."""

from __future__ import annotations

import functools
import itertools
import math
import operator
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm

from casekit.engine import Model, horizon_of, inputs_of, is_series, outputs_of, over_draws, prove_units, times_of
from casekit.engine.nodes import Call, Name, Node, Number
from casekit.models import MODELS, model_named
from casekit.units import parts, unit_registry

MODEL_CLASSES = [model_named(name) for name in MODELS]


def values_within_sliders(model: type[Model], furthest: float = math.inf) -> st.SearchStrategy[dict[str, float]]:
    """A value for each input; a horizon is a whole number, no further than `furthest`."""
    sliders = {name: each.slider for name, each in inputs_of(model).items() if each.slider is not None}
    # No hand sets a share of 1e-300: a quotient by it has left what a float can hold.
    drawn = {name: st.floats(*ends).map(lambda v: v if abs(v) > 1e-9 else 0.0) for name, ends in sliders.items()}
    if horizon := horizon_of(model):
        low, high = sliders[horizon]
        drawn[horizon] = st.integers(int(low), int(max(low, min(high, furthest)))).map(float)
    return st.fixed_dictionaries(drawn).map(lambda values: within_wholes(model, values))


def within_wholes(model: type[Model], values: dict[str, float]) -> dict[str, float]:
    """A part that was drawn larger than its whole, cut to it."""
    return values | {part: min(values[part], values[whole]) for part, whole in model.part_of}


@pytest.mark.parametrize("model", MODEL_CLASSES, ids=lambda m: m.__name__)
def test_units_agree(model: Any) -> None:
    prove_units(model)


@pytest.mark.parametrize("model", MODEL_CLASSES, ids=lambda m: m.__name__)
def test_everything_says_what_it_is(model: Any) -> None:
    for name, each in inputs_of(model).items():
        assert each.help and each.label, f"{name} says nothing about itself"
        assert each.fixed or each.slider, f"{name} cannot be moved"
        assert each.default is None or each.fixed or each.reason, f"{name} assumes without a reason"
    for name, made in outputs_of(model).items():
        assert made.sentence.endswith((".", "?", ").")), f"{name} has no sentence"


@pytest.mark.parametrize("model", MODEL_CLASSES, ids=lambda m: m.__name__)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_pint_agrees_with_the_proof(model: Any, data: st.DataObject) -> None:
    made = model(**data.draw(values_within_sliders(model, furthest=5)))
    registry = unit_registry()
    quantities = {name: registry.Quantity(getattr(made, name), each.unit) for name, each in inputs_of(model).items()}
    periods = len(times_of(made)) if horizon_of(model) else 0
    for name, each in outputs_of(model).items():
        if each.series:
            quantities[name] = []
            for at in range(periods):  # a state finds its own past in the list that it is growing
                quantities[name].append(by_pint(each.node, quantities, at, periods))
                compare(quantities[name][at], getattr(made, name)[at], each.unit)
            continue
        quantities[name] = by_pint(each.node, quantities, None, periods)
        compare(quantities[name], getattr(made, name), each.unit)


def compare(found: Any, wanted: Any, unit: str) -> None:
    if isinstance(found, str):
        assert found == wanted
        return
    powers = {name: power for name, power in found.units._units.items() if name != "share"}
    assert powers == {n: p for n, p in parts(unit)} or found.magnitude in (0, math.inf)
    if math.isnan(wanted):
        assert not math.isfinite(found.magnitude)
    else:
        assert found.magnitude == pytest.approx(wanted, rel=1e-9, abs=1e-9 * max(1.0, abs(found.magnitude)))


def by_pint(node: Node, quantities: dict[str, Any], at: int | None, periods: int) -> Any:
    """The same tree in pint quantities, one period at a time: a second opinion that knows nothing of the engine."""
    registry = unit_registry()
    if isinstance(node, Number):
        return registry.Quantity(node.value, "")
    if isinstance(node, Name):
        value = quantities[node.name]
        return value[at] if isinstance(value, list) else value
    assert isinstance(node, Call)

    def series(until: int) -> list[Any]:
        return [by_pint(node.args[0], quantities, t, periods) for t in range(until)]

    match node.verb.name:
        case "elapsed":
            return (at + 1) * by_pint(node.args[1], quantities, None, periods)  # type: ignore[operator]
        case "previous":
            return (
                by_pint(node.args[0], quantities, at - 1, periods) if at else by_pint(node.args[1], quantities, at, 0)
            )
        case "cumulative":
            return functools.reduce(operator.add, alike(series(at + 1)))  # type: ignore[operator]
        case "total":
            return functools.reduce(operator.add, alike(series(periods)))
        case "lowest":
            return min(series(periods))
        case "highest":
            return max(series(periods))
        case "last":
            return series(periods)[-1]
        case "discounted":
            rate = by_pint(node.args[1], quantities, None, periods).to("").magnitude
            return functools.reduce(operator.add, [flow / (1 + rate) ** t for t, flow in enumerate(series(periods))])
        case "irr":
            return registry.Quantity(rate_of([flow.magnitude for flow in series(periods)]), "")
        case "sign_changes":
            return registry.Quantity(turns([flow.magnitude for flow in series(periods)]), "")
    return by_pint_at_once(node, [by_pint(arg, quantities, at, periods) for arg in node.args])


def turns(flows: list[float]) -> float:
    signs = [math.copysign(1, flow) for flow in flows if flow != 0]
    return float(sum(a != b for a, b in itertools.pairwise(signs)))


def rate_of(flows: list[float]) -> float:
    if turns(flows) != 1:
        return math.nan
    worth = lambda rate: sum(flow / (1 + rate) ** t for t, flow in enumerate(flows))  # noqa: E731
    return float(brentq(worth, -0.99, 1e6, xtol=1e-14, rtol=1e-14)) if worth(-0.99) * worth(1e6) < 0 else math.nan


def alike(args: list[Any]) -> list[Any]:
    """Quantities with the unit of one another where they are zero or not available, which fit any unit."""
    known = next((a for a in args if not a.dimensionless), args[0])
    return [unit_registry().Quantity(a.magnitude, known.units) if a.magnitude in (0, math.nan) else a for a in args]


def quantile(share: float) -> float:
    return NormalDist().inv_cdf(share) if 0 < share < 1 else math.nan


def best_of(count: float) -> float:
    """The mean of the highest, straight from its density."""
    if not count >= 1:
        return math.nan
    height = lambda x: x * count * norm.pdf(x) * norm.cdf(x) ** (count - 1)  # noqa: E731
    return float(quad(height, -12, 12, points=[0, 2, 4], epsabs=1e-13, limit=400)[0])


def best_below(mark: float, correlation: float, count: float) -> float:
    """The chance below a mark, over the density of the best score."""
    if math.isnan(mark + correlation) or not count >= 1:
        return math.nan
    if correlation == 1:
        return float(norm.cdf(mark) ** count)
    rest = math.sqrt(1 - correlation**2)
    height = lambda x: (  # noqa: E731
        count * norm.pdf(x) * norm.cdf(x) ** (count - 1) * norm.cdf((mark - correlation * x) / rest)
    )
    return float(quad(height, -12, 12, points=[0, 2, 4], epsabs=1e-13, limit=400)[0])


def both_above(first: float, second: float, correlation: float) -> float:
    """The chance that both are above, over the first one's density."""
    if math.isnan(first + second + correlation):
        return math.nan
    rest = math.sqrt(1 - correlation**2)
    height = lambda x: norm.pdf(x) * norm.cdf((correlation * x - second) / rest)  # noqa: E731
    start = min(max(first, -12), 12)
    ends = [p for p in {second / correlation if correlation else 0, 0, 2, 4} if start < p < 12]
    return float(quad(height, start, 12, points=ends or None, epsabs=1e-14, limit=400)[0])


CHANCES = {
    "exp": math.exp,
    "normal_quantile": quantile,
    "best_below": best_below,
    "best_of": best_of,
    "both_above": both_above,
}


def by_pint_at_once(node: Call, args: list[Any]) -> Any:
    registry = unit_registry()
    match node.verb.name:
        case "add":
            return operator.add(*alike(args))
        case "subtract":
            return operator.sub(*alike(args))
        case "multiply":
            return args[0] * args[1]
        case "divide":
            return (
                args[0] / args[1] if args[1].magnitude else registry.Quantity(math.nan, args[0].units / args[1].units)
            )
        case "maximum":
            return max(alike(args), key=lambda a: a.magnitude)
        case "minimum":
            return min(alike(args), key=lambda a: a.magnitude)
        case "greater" | "greater_equal" | "less":
            test = {"greater": operator.gt, "greater_equal": operator.ge, "less": operator.lt}[node.verb.name]
            return registry.Quantity(float(test(*alike(args))), "")
        case "negative":
            return -args[0]
        case "power":
            return args[0] ** args[1].to("").magnitude
        case "log":
            value = args[0].to("").magnitude
            return registry.Quantity(math.log(value) if value > 0 else math.nan, "")
        case "where":
            chosen = args[1] if args[0].magnitude else args[2]
            other = args[2] if args[0].magnitude else args[1]
            return registry.Quantity(chosen.magnitude, other.units) if math.isnan(chosen.magnitude) else chosen
        case "sqrt":
            return args[0] ** 0.5
        case "normal_cdf":
            return registry.Quantity(0.5 * math.erfc(-args[0].to("").magnitude / math.sqrt(2)), "")
        case "exp" | "normal_quantile" | "best_below" | "best_of" | "both_above":
            return registry.Quantity(CHANCES[node.verb.name](*(arg.to("").magnitude for arg in args)), "")
        case "less_equal":
            return registry.Quantity(float(operator.le(*alike(args))), "")
        case "smallest":
            assert len({str(a.units) for a in args}) == 1
            return node.labels[min(range(len(args)), key=lambda i: args[i].magnitude)]
    raise AssertionError(f"the oracle does not know {node.verb.name}")


@pytest.mark.parametrize("model", MODEL_CLASSES, ids=lambda m: m.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_arrays_give_what_scalars_give(model: Any, data: st.DataObject) -> None:
    draws = data.draw(st.lists(values_within_sliders(model), min_size=1, max_size=6))
    same = {horizon: draws[0][horizon] for horizon in [horizon_of(model)] if horizon}  # never an array
    varying = [name for name in draws[0] if name not in same]
    together = model(**same, **{name: np.array([draw[name] for draw in draws]) for name in varying})
    for name in outputs_of(model):
        columns = getattr(together, name)
        shape = (len(times_of(together)), len(draws)) if is_series(model, name) else (len(draws),)
        columns = columns[:, None] if is_series(model, name) and columns.ndim == 1 else columns
        for at, draw in enumerate(draws):
            alone = np.asarray(getattr(model(**{**draw, **same}), name))
            together_at = np.broadcast_to(columns, shape)[..., at]
            if alone.dtype.kind == "U":
                assert together_at == alone
            else:
                np.testing.assert_allclose(together_at, alone, rtol=1e-12 if name != "irr" else 1e-9, atol=0)


@pytest.mark.parametrize("model", MODEL_CLASSES, ids=lambda m: m.__name__)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_draws_give_what_scalars_give(model: Any, data: st.DataObject) -> None:
    draws = data.draw(st.lists(values_within_sliders(model), min_size=1, max_size=3))
    names = [name for name in outputs_of(model) if not isinstance(getattr(model(**draws[0]), name), str)]
    varying = [name for name in draws[0] if name != horizon_of(model)]
    table = over_draws(model(**draws[0]), names, {name: np.array([draw[name] for draw in draws]) for name in varying})
    same = {name: draws[0][name] for name in draws[0] if name not in varying}
    for at, draw in enumerate(draws):
        alone = model(**{**draw, **same})
        for name in names:
            np.testing.assert_allclose(table[name][..., at], getattr(alone, name), rtol=1e-9, atol=0)
