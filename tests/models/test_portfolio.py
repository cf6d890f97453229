"""Many launches, few hits: the closed formulas against draws, and what the gate does."""

from __future__ import annotations

import numpy as np
import pytest

from casekit._errors import KitError
from casekit.engine import change
from casekit.models.portfolio import ProductPortfolio, simulate_portfolio
from casekit.solve import solve

YEAR = ProductPortfolio(
    launches=36,
    average_revenue=180_000,
    hit_revenue=2_635_501,
    selling_years=2,
    spread=1.5,
    margin=0.25,
    royalty=0.10,
    development_cost=250_000,
    chosen_share=0.003,
    gate_now=0.1,
    gate=0.1,
)


def test_no_royalty_rescues_the_average_product_and_a_better_gate_does() -> None:
    assert change(YEAR, royalty=0).mean_result < 0 > YEAR.royalty_that_breaks_even
    assert solve(YEAR, "mean_result", to=0, by="royalty").kind in {"none", "out of range"}
    assert change(YEAR, gate=0.6).mean_result > 0


def test_more_launches_of_the_same_lose_more() -> None:
    assert change(YEAR, launches=150).result < YEAR.result < 0
    assert change(YEAR, launches=150).products_that_pay > YEAR.products_that_pay


def test_one_hit_pays_for_one_and_a_half_launches() -> None:
    assert YEAR.launches_one_hit_pays == pytest.approx(1.58, abs=0.005)


def gated(portfolio: ProductPortfolio, ideas: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Every idea scored and sold; a second road that knows nothing of the formulas: who would have passed?"""
    dice = np.random.default_rng(seed)
    score = dice.standard_normal(ideas)
    quality = portfolio.gate * score + np.sqrt(1 - portfolio.gate**2) * dice.standard_normal(ideas)
    passed = score >= np.quantile(score, 1 - portfolio.chosen_share)
    return np.exp(portfolio.spread * quality), passed


@pytest.mark.parametrize("gate", [0.1, 0.5])
def test_the_gates_formulas_are_what_scored_ideas_give(gate: float) -> None:
    made = change(YEAR, gate=gate, chosen_share=0.02, spread=1.0)
    revenue, passed = gated(made, 3_000_000, 11)
    revenue *= made.median_idea
    assert made.mean_revenue == pytest.approx(revenue[passed].mean(), rel=0.02)
    assert made.chance_pays == pytest.approx((revenue[passed] >= made.break_even_revenue).mean(), abs=0.006)


def test_the_best_tenth_is_the_lorenz_curve_of_a_lognormal() -> None:
    revenue = np.sort(np.exp(1.5 * np.random.default_rng(4).standard_normal(1_000_000)))[::-1]
    assert YEAR.best_tenth_share == pytest.approx(revenue[:100_000].sum() / revenue.sum(), abs=0.01)


def test_drawn_years_agree_with_the_formulas() -> None:
    years = simulate_portfolio(YEAR, [36], replications=20_000, seed=3)
    assert years.hits.mean() == pytest.approx(YEAR.products_that_pay, rel=0.03)
    assert years.result.mean() == pytest.approx(YEAR.result, rel=0.02)


def test_the_same_seed_draws_the_same_years_and_more_launches_hang_less_on_one() -> None:
    one, two = (simulate_portfolio(YEAR, [30, 150], replications=300, seed=9) for _ in range(2))
    assert one.equals(two) and not one.equals(simulate_portfolio(YEAR, [30, 150], replications=300, seed=10))
    means = one.groupby("launches").mean()
    assert means.top_share[30] > means.top_share[150] and means.hits[30] < means.hits[150]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: simulate_portfolio(YEAR, [0]), "launches: a year has one product or more; give numbers from 1 up."),
        (
            lambda: simulate_portfolio(YEAR, replications=0),
            "replications is the number of years drawn; 0 is none. Give 1 or more.",
        ),
        (
            lambda: simulate_portfolio(change(YEAR, development_cost=np.array([1e5, 2e5]))),
            "development_cost holds 2 values, and a simulation takes one portfolio: "
            "change(portfolio, development_cost=...).",
        ),
        (lambda: simulate_portfolio(YEAR, [1.5]), "launches is 1.5: a simulation needs a whole number."),
        (
            lambda: simulate_portfolio(YEAR, [1_000_000], replications=2_000),
            "That is 2,000,000,000 products to draw, and at most 20,000,000 are: take fewer replications or launches.",
        ),
        (
            lambda: simulate_portfolio(change(YEAR, chosen_share=1), [3]),
            "This portfolio has no revenue to draw: average_revenue and selling_years must be more than 0, and "
            "chosen_share between 0 and 1.",
        ),
        (lambda: simulate_portfolio(YEAR, "many"), "launches must be a number or several, not 'many'."),
        (lambda: change(YEAR, gate=1.3), "gate lies between 0 and 1; it is 1.3."),
        (lambda: change(YEAR, development_cost=-5), "development_cost cannot be below zero; it is −$5 a product."),
    ],
)
def test_what_cannot_be_gets_a_sentence(call: object, sentence: str) -> None:
    with pytest.raises(KitError) as told:
        call()  # type: ignore[operator]
    assert str(told.value) == sentence
