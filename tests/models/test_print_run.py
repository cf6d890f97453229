"""The newsvendor: one run, or one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from casekit.engine import change
from casekit.models.print_run import PrintRun

RUN = PrintRun(
    price=15,
    unit_cost=4.5,
    leftover_value=3,
    on_demand_cost=10,
    mean_demand=1200,
    demand_spread=500,
    run=1500,
    setup_cost=2500,
)


def test_the_textbooks_newsvendor() -> None:
    """G. Cachon and C. Terwiesch, "Matching Supply with Demand": the Hammer 3/2 wetsuit of O'Neill."""
    hammer = PrintRun(
        price=190,
        unit_cost=110,
        leftover_value=90,
        on_demand_cost=110,
        mean_demand=3192,
        demand_spread=1181,
        run=4196,
        setup_cost=0,
    )
    assert hammer.critical_share == pytest.approx(0.80)
    assert hammer.best_run == pytest.approx(4186, abs=1)
    assert hammer.lost == pytest.approx(130, abs=2) and hammer.leftover == pytest.approx(1134, abs=3)


def test_drawn_demand_gives_the_same() -> None:
    demand = 1200 + 500 * np.random.default_rng(1).standard_normal(1_000_000)
    sold = np.minimum(demand, 1500)
    assert RUN.sold == pytest.approx(sold.mean(), rel=0.001)
    assert RUN.result == pytest.approx((15 * sold + 3 * (1500 - sold)).mean() - 4.5 * 1500 - 2500, rel=0.005)
    assert RUN.chance_sold_out == pytest.approx((demand > 1500).mean(), abs=0.002)


def test_the_best_run_is_the_best() -> None:
    found = minimize_scalar(lambda run: -change(RUN, run=run).result, bounds=(500, 4000), method="bounded")
    assert RUN.best_run == pytest.approx(found.x, rel=1e-3)


def test_where_printing_cannot_pay_there_is_no_best_run() -> None:
    assert math.isnan(change(RUN, unit_cost=16).best_run)


def test_where_a_leftover_brings_its_cost_no_run_is_too_large() -> None:
    safe = change(RUN, leftover_value=5)
    assert math.isnan(safe.best_run)
    assert change(safe, run=20_000).result > change(safe, run=10_000).result


def test_waiting_pays_once_demand_is_uncertain_enough() -> None:
    assert change(RUN, demand_spread=1, run=1200).gain_of_waiting < 0 < change(RUN, demand_spread=3000).gain_of_waiting
