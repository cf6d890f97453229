"""The best of many draws and two correlated draws, against tables, SciPy and closed formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, owens_t

from casekit.engine import best_below, best_of, both_above

# H. A. David and H. N. Nagaraja, "Order Statistics" (2003), and H. Leon Harter, "Expected values of normal order
# statistics", Biometrika 48 (1961), table 1: the expected highest of n.
HARTER = {2: 0.56419, 3: 0.84628, 5: 1.16296, 10: 1.53875, 20: 1.86748, 50: 2.24907, 100: 2.50759, 200: 2.74604}


@pytest.mark.parametrize(("count", "highest"), HARTER.items())
def test_the_best_of_many_is_the_textbooks(count: int, highest: float) -> None:
    assert float(best_of(count)) == pytest.approx(highest, abs=5e-6)


def test_the_first_few_have_closed_formulas() -> None:
    assert float(best_of(1.0)) == pytest.approx(0, abs=1e-14)
    assert float(best_of(2.0)) == pytest.approx(1 / math.sqrt(math.pi), rel=1e-14)
    assert float(best_of(3.0)) == pytest.approx(1.5 / math.sqrt(math.pi), rel=1e-14)


def test_the_best_of_draws_is_what_draws_give() -> None:
    draws = np.random.default_rng(3).standard_normal((20_000, 150)).max(axis=1)
    assert float(best_of(150.0)) == pytest.approx(draws.mean(), abs=4 * draws.std() / math.sqrt(len(draws)))


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_more_draws_have_a_higher_best(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert best_of(low) <= best_of(high) + 1e-12


@pytest.mark.parametrize("count", [0.99, 0.0, -3.0, math.nan, math.inf])
def test_there_is_no_best_of_less_than_one(count: float) -> None:
    assert math.isnan(best_of(count))


def by_owen(a: float, b: float, rho: float) -> float:
    """D. B. Owen's reduction (1956), which SciPy has; for marks that are not zero."""
    h, k, root = -a, -b, math.sqrt(1 - rho * rho)
    turned = 0.0 if h * k > 0 else 0.5
    return float(
        0.5 * (ndtr(h) + ndtr(k))
        - owens_t(h, (k - rho * h) / (h * root))
        - owens_t(k, (h - rho * k) / (k * root))
        - turned
    )


marks = st.floats(0.01, 6).flatmap(lambda size: st.sampled_from([size, -size]))


@given(marks, marks, st.floats(-0.99, 0.99))
def test_two_draws_above_their_marks_are_owens(a: float, b: float, rho: float) -> None:
    assert float(both_above(a, b, rho)) == pytest.approx(by_owen(a, b, rho), abs=1e-11)


@given(st.floats(-0.99, 0.99))
def test_above_their_means_is_sheppards_formula(rho: float) -> None:
    """W. F. Sheppard (1899): a quarter, and the arc sine of the correlation over two pi."""
    assert float(both_above(0.0, 0.0, rho)) == pytest.approx(0.25 + math.asin(rho) / (2 * math.pi), abs=1e-12)


@given(marks, marks)
def test_draws_that_go_together_are_one_draw(a: float, b: float) -> None:
    assert float(both_above(a, b, 1.0)) == pytest.approx(float(ndtr(-max(a, b))))
    assert float(both_above(a, b, -1.0)) == pytest.approx(max(float(ndtr(-a) - ndtr(b)), 0.0))


@pytest.mark.parametrize("rho", [1.01, -1.5, math.nan])
def test_a_correlation_beyond_one_is_not_available(rho: float) -> None:
    assert math.isnan(both_above(0.5, 0.5, rho))


def test_arrays_give_what_numbers_give() -> None:
    counts, marks_, rhos = np.array([1.0, 10.0, 0.5]), np.array([0.2, -1.0, 0.0]), np.array([0.3, -0.9, 2.0])
    np.testing.assert_array_equal(best_of(counts), [best_of(float(n)) for n in counts])
    alone = [both_above(float(m), 1.0, float(r)) for m, r in zip(marks_, rhos, strict=True)]
    np.testing.assert_allclose(both_above(marks_, 1.0, rhos), alone, rtol=1e-14)


# ---- the best by a score, in what goes along with it


@pytest.mark.parametrize(("mark", "rho", "count"), [(1.0, 0.9, 10), (1.0, 0.95, 2), (1.0, 0.1, 83), (0.5, 0.4, 150)])
def test_how_often_the_best_falls_short_is_what_draws_give(mark: float, rho: float, count: int) -> None:
    dice = np.random.default_rng(7)
    score = dice.standard_normal((100_000, count)).max(axis=1)
    drawn = rho * score + math.sqrt(1 - rho * rho) * dice.standard_normal(len(score))
    chance = float(best_below(mark, rho, float(count)))
    assert (drawn < mark).mean() == pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / len(score)))


@given(st.floats(-5, 5), st.floats(-1, 1))
def test_the_best_of_one_is_a_draw_like_any(mark: float, rho: float) -> None:
    assert float(best_below(mark, rho, 1.0)) == pytest.approx(float(ndtr(mark)), abs=1e-9)


@given(st.floats(-3, 3), st.integers(1, 10_000))
def test_a_score_that_says_nothing_chooses_nothing_and_one_that_knows_all_is_the_score(mark: float, count: int) -> None:
    assert float(best_below(mark, 0.0, float(count))) == pytest.approx(float(ndtr(mark)), abs=1e-12)
    assert [float(best_below(end, 0.5, float(count))) for end in (-math.inf, math.inf)] == [0.0, pytest.approx(1)]
    assert float(best_below(mark, 1.0, float(count))) == pytest.approx(float(ndtr(mark)) ** count, abs=1e-12)
    assert float(best_below(mark, -1.0, float(count))) == pytest.approx(1 - float(ndtr(-mark)) ** count, abs=1e-12)


@pytest.mark.parametrize(("rho", "count"), [(1.2, 5), (-1.2, 5), (0.5, 0.5), (-1, 0.5), (0.5, math.inf)])
def test_there_is_no_chance_of_what_cannot_be(rho: float, count: float) -> None:
    assert math.isnan(best_below(0.5, rho, count))
