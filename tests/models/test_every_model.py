"""Whatever a model of the kit says, it says on every surface: units, pint, scalars and arrays."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casekit.engine import inputs_of, outputs_of, prove_units
from casekit.engine.nodes import Call, Name, Node, Number
from casekit.models import MODELS, model_named
from casekit.units import parts, unit_registry

MODEL_CLASSES = [model_named(name) for name in MODELS]


def values_within_sliders(model: type) -> st.SearchStrategy[dict[str, float]]:
    return st.fixed_dictionaries(
        {name: st.floats(*each.slider) for name, each in inputs_of(model).items() if each.slider is not None}
    )


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
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_pint_agrees_with_the_proof(model: Any, data: st.DataObject) -> None:
    made = model(**data.draw(values_within_sliders(model)))
    registry = unit_registry()
    quantities = {name: registry.Quantity(getattr(made, name), each.unit) for name, each in inputs_of(model).items()}
    for name, each in outputs_of(model).items():
        found = by_pint(each.node, quantities)
        quantities[name] = found
        if isinstance(found, str):
            assert found == getattr(made, name)
            continue
        wanted = getattr(made, name)
        assert dict(found.units._units) == {n: p for n, p in parts(each.unit)} or found.magnitude in (0, math.inf)
        if math.isnan(wanted):
            assert not math.isfinite(found.magnitude)
        else:
            assert found.magnitude == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def by_pint(node: Node, quantities: dict[str, Any]) -> Any:
    """The same tree in pint quantities: a second opinion that knows nothing of the engine's rules."""
    registry = unit_registry()
    if isinstance(node, Number):
        return registry.Quantity(node.value, "")
    if isinstance(node, Name):
        return quantities[node.name]
    assert isinstance(node, Call)
    args = [by_pint(arg, quantities) for arg in node.args]
    known = next((a for a in args if not a.dimensionless), args[0])
    alike = [registry.Quantity(a.magnitude, known.units) if a.magnitude in (0, math.nan) else a for a in args]
    match node.verb.name:
        case "add":
            return alike[0] + alike[1]
        case "subtract":
            return alike[0] - alike[1]
        case "multiply":
            return args[0] * args[1]
        case "divide":
            return (
                args[0] / args[1] if args[1].magnitude else registry.Quantity(math.nan, args[0].units / args[1].units)
            )
        case "maximum":
            return max(alike, key=lambda a: a.magnitude)
        case "minimum":
            return min(alike, key=lambda a: a.magnitude)
        case "greater":
            return registry.Quantity(float(alike[0] > alike[1]), "")
        case "where":
            chosen = args[1] if args[0].magnitude else args[2]
            other = args[2] if args[0].magnitude else args[1]
            return registry.Quantity(chosen.magnitude, other.units) if math.isnan(chosen.magnitude) else chosen
        case "sqrt":
            return args[0] ** 0.5
        case "normal_cdf":
            return registry.Quantity(0.5 * math.erfc(-args[0].to("").magnitude / math.sqrt(2)), "")
        case "smallest":
            assert len({str(a.units) for a in args}) == 1
            return node.labels[min(range(len(args)), key=lambda i: args[i].magnitude)]
    raise AssertionError(f"the oracle does not know {node.verb.name}")


@pytest.mark.parametrize("model", MODEL_CLASSES, ids=lambda m: m.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_arrays_give_what_scalars_give(model: Any, data: st.DataObject) -> None:
    draws = data.draw(st.lists(values_within_sliders(model), min_size=2, max_size=6))
    together = model(**{name: np.array([draw[name] for draw in draws]) for name in draws[0]})
    for name in outputs_of(model):
        column = np.broadcast_to(getattr(together, name), (len(draws),))
        for value, draw in zip(column, draws, strict=True):
            alone = getattr(model(**draw), name)
            assert value == alone or (math.isnan(value) and math.isnan(alone))
