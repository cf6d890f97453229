"""Many draws at once give what one at a time gives, whatever the block."""

from __future__ import annotations

import numpy as np
import pytest

from casekit._errors import KitError
from casekit.engine import change, outputs_of, over_draws
from casekit.engine import draws as module
from casekit.library import load
from casekit.models.capacity import MicroFactory


@pytest.fixture
def factory() -> MicroFactory:
    return MicroFactory.from_case(load("local-motors"))


def some_draws(count: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    return {"cars_a_year": rng.uniform(1, 4000, count), "price": rng.uniform(3e4, 1e5, count)}


@pytest.mark.parametrize("block", [1, 7, 1000, 10**6])
def test_the_block_changes_nothing(factory: MicroFactory, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = some_draws(1000)
    names = [name for name in outputs_of(factory) if name != "runs_out_first"]
    monkeypatch.setattr(module, "BLOCK", block)
    table = over_draws(factory, names, drawn)
    whole = change(factory, **drawn)
    for name in names:
        np.testing.assert_array_equal(table[name], np.broadcast_to(getattr(whole, name), (1000,)))


def test_an_output_without_the_varying_inputs_fills_its_row(factory: MicroFactory) -> None:
    wages = over_draws(factory, ["wages"], some_draws(5))["wages"]
    assert wages.tolist() == [factory.wages] * 5


def test_what_is_not_available_stays_so(factory: MicroFactory) -> None:
    drawn = {"price": np.array([np.nan, 50_000.0, 78_000.0]), "variable_cost": np.full(3, 50_000.0)}
    even = over_draws(factory, ["break_even_volume"], drawn)["break_even_volume"]
    assert np.isnan(even[:2]).all() and even[2] == 100


def test_the_limit_that_runs_out_first_is_its_place(factory: MicroFactory) -> None:
    assert over_draws(factory, ["runs_out_first"], {"price": np.array([50_000.0, 150_000.0])})[
        "runs_out_first"
    ].tolist() == [1, 0]


def test_wrong_draws_are_told(factory: MicroFactory) -> None:
    with pytest.raises(KitError, match="same number of draws"):
        over_draws(factory, ["profit"], {"price": np.ones(2), "wage": np.ones(3)})
    with pytest.raises(KitError, match='Did you mean "price"'):
        over_draws(factory, ["profit"], {"prise": np.ones(2)})
    with pytest.raises(KitError, match="no output"):
        over_draws(factory, ["profits_of_all"], {"price": np.ones(2)})
