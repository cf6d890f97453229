"""Formulas and functions of students: the same economics in another form is the same; nothing is ever run."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit.tasks.formulas import factor_between, function_values, read_formula, same, values_at

NAMES = ["price", "cost", "cars"]
POINTS = [{"price": 3.0 + at, "cost": 2.0 + at / 7, "cars": 10.0 - at} for at in range(12)]


def values(text: str) -> list[float]:
    return values_at(read_formula(text, NAMES), POINTS)


@pytest.mark.parametrize(
    "text",
    [
        "(price - cost) * cars",
        "cars*(price-cost)",
        "price * cars - cost * cars",
        "left = cars × (price − cost)",
        "cars * price * (1 - cost / price)",
        "-(cost - price) * cars ^ 1",
        " ( price-cost )\t* cars ",
    ],
)
def test_one_formula_in_many_forms(text: str) -> None:
    assert same(values(text), values("(price - cost) * cars"))


@pytest.mark.parametrize(
    "text", ["(price - cost) * 1.001 * cars", "price - cost * cars", "price * cars", "cars - cars"]
)
def test_another_formula_is_another(text: str) -> None:
    assert not same(values(text), values("(price - cost) * cars"))


def test_what_is_not_available_is_so_on_both_sides() -> None:
    assert same(values("price / (cars - cars)"), values("cost / (cars - cars)"))
    assert not same(values("price / (cars - cars)"), values("price"))


def test_a_fixed_factor_is_found_and_a_changing_one_is_not() -> None:
    assert factor_between(values("365 * price"), values("price")) == pytest.approx(365)
    assert math.isnan(factor_between(values("price * cost"), values("price")))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "This is no formula yet"),
        ("price +", "This is no formula yet"),
        ("open('x')", "This is no formula yet"),
        ("price if cars else cost", "This is no formula yet"),
        ("prices * 2", '"prices" is not among the names. Names: price, cost, cars.'),
        ("total(price)", "This is no formula yet"),
        ("price == cost", "This is no formula yet"),
        ("price" * 1000, "A formula may be 2,000 characters long"),
        ("(" * 900 + "price" + ")" * 900, "nested too deeply"),
        ("-" * 1900 + "price", "nested too deeply"),
    ],
)
def test_what_is_no_formula_is_told_so(text: str, says: str) -> None:
    with pytest.raises(KitError) as told:
        read_formula(text, NAMES)
    assert says in str(told.value)


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_a_sentence(text: str) -> None:
    try:
        tree = read_formula(text, NAMES)
    except KitError as error:
        assert len(str(error)) < 200
    else:
        assert len(values_at(tree, POINTS)) == 12


def test_a_function_is_read_with_the_names_that_its_writer_gave() -> None:
    source = '''
    def left(p, c, n):
        """What is left."""
        each = p - c
        return each * n
    '''
    assert function_values(source, NAMES, POINTS) == values("(price - cost) * cars")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("def f(p, c):\n    return p", "takes 2 values; it should take 3"),
        ("def f(p, c, n):\n    return q", 'uses "q", which it is not given'),
        ("def f(p, c, n):\n    import os\n    return p", "has to be run"),
        ("def f(p, c, n):\n    return np.minimum(p, c)", "has to be run"),
        ("@cache\ndef f(p, c, n):\n    return p", "has to be run"),
        ("def f(p, c, n=1):\n    return p", "has to be run"),
        ("def f(p, c, n): pass", "has to be run"),
        ("not python (", "not one function that Python can read"),
        ("x = 1\ny = 2", "not one function that Python can read"),
        ("f = lambda p, c, n: total(p)", "has to be run"),
        ("def f(p, c, n):\n    return " + "-" * 3000 + "p", "not one function"),
    ],
)
def test_a_function_that_is_more_is_left_for_who_runs_it(source: str, says: str) -> None:
    with pytest.raises(KitError) as told:
        function_values(source, NAMES, POINTS)
    assert says in str(told.value)


@pytest.mark.parametrize("text", ["1e999", "-1e999", "1e200 * 1e200", "price * 1e999"])
def test_what_is_infinite_is_the_same_as_nothing_else(text: str) -> None:
    assert not same(values(text), values("(price - cost) * cars"))
    assert same(values(text), values(text))
