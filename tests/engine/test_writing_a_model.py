"""What an author of a model is told."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from casekit._errors import KitError
from casekit.engine import Explorer, Input, Model, Value, View, change, output, prove_units, smallest, where


def define(body: Any, unit: str = "USD") -> type[Model]:
    """A model whose one output has this body."""

    class Written(Model):
        price = Input("USD", default=3.0, reason="a test")
        cost = Input("USD", default=2.0, reason="a test")
        days = Input("day", default=4.0, reason="a test")
        made = output(unit)(body)

    return Written


def with_if(self: Any) -> Value:
    if self.price > self.cost:
        return self.price
    return self.cost


def with_equality(self: Any) -> Value:
    return where(self.price == self.cost, 1.0, 0.0)


def with_round(self: Any) -> Value:
    return round(self.price * 2)


def with_min(self: Any) -> Value:
    return min(self.price, self.cost)


def with_chain(self: Any) -> Value:
    return where(1 < self.price < 3, 1.0, 0.0)


def with_and(self: Any) -> Value:
    return self.price and self.cost


def with_not(self: Any) -> Value:
    return not self.price


def with_int(self: Any) -> Value:
    return int(self.price)


def with_math(self: Any) -> Value:
    return math.log(self.price)


def with_numpy(self: Any) -> Value:
    return np.exp(self.price)


def with_numpy_minimum(self: Any) -> Value:
    return np.minimum(self.price, self.cost)


def with_abs(self: Any) -> Value:
    return abs(self.price)


def with_floor(self: Any) -> Value:
    return self.price // 2


def with_remainder(self: Any) -> Value:
    return self.price % 2


def with_loop(self: Any) -> Value:
    return sum(self.price)


def with_index(self: Any) -> Value:
    return self.price[0]


def with_typo(self: Any) -> Value:
    return self.prise * 2


def with_text(self: Any) -> Value:
    return "three"


def with_nothing(self: Any) -> Value:
    return None


def with_memory(self: Any) -> Value:
    self.kept = self.price
    return self.kept


MISTAKES = {
    with_if: "where(condition",
    with_equality: "Equality",
    with_round: "rounded where a reader sees them",
    with_min: "minimum()",
    with_chain: "chained comparisons",
    with_and: "where(condition",
    with_not: "where(condition",
    with_int: "whole or broken",
    with_math: "exp, log, sqrt",
    with_numpy: "instead of NumPy's",
    with_numpy_minimum: "instead of NumPy's",
    with_abs: "maximum(x, -x)",
    with_floor: "Write a / b",
    with_remainder: "remainder",
    with_loop: "not a list",
    with_index: "not a list",
    with_typo: 'Did you mean "price"?',
    with_text: "is not a number",
    with_nothing: "is not a number",
    with_memory: "sets nothing",
}


@pytest.mark.parametrize("body", MISTAKES, ids=lambda body: body.__name__)
def test_each_mistake_is_told_in_one_sentence_with_its_line(body: Any) -> None:
    with pytest.raises(KitError) as caught:
        define(body)
    said = str(caught.value)
    first = body.__code__.co_firstlineno
    file, rest = said.split(", line ", 1)
    line = int(rest.split(":", 1)[0])
    assert file == "test_writing_a_model.py"
    assert first <= line <= first + 3
    assert MISTAKES[body] in said
    assert "\n" not in said


def test_an_output_that_depends_on_itself_is_told() -> None:
    with pytest.raises(KitError, match=r"test_writing_a_model.py, line \d+: .*depends on itself \(a > b > a\)"):

        class Circle(Model):
            @output("USD")
            def a(self) -> Value:
                return self.b

            @output("USD")
            def b(self) -> Value:
                return self.a * 2


@pytest.mark.parametrize(
    ("body", "unit", "said"),
    [
        (lambda self: self.price + self.days, "USD", "USD and day cannot be added"),
        (lambda self: self.price * self.days, "USD", "comes out in USD*day"),
        (lambda self: where(self.price > self.days, self.price, self.cost), "USD", "cannot be compared"),
        (lambda self: where(self.price > 0, self.price, self.days), "USD", "two answers"),
        (lambda self: 2.0**self.price, "", "needs a plain number"),
        (lambda self: self.price + 1, "USD", "cannot be added"),
    ],
)
def test_a_unit_that_does_not_fit_is_told_with_its_line(body: Any, unit: str, said: str) -> None:
    with pytest.raises(KitError, match=r"test_writing_a_model.py, line \d+: ") as caught:
        prove_units(define(body, unit))
    assert said in str(caught.value)


def test_a_zero_fits_any_unit() -> None:
    prove_units(define(lambda self: where(self.price > 0, self.price, 0)))


def test_no_hidden_conversion() -> None:
    """A week added to days would need a factor of 7 that nobody wrote."""

    class Mixed(Model):
        days = Input("day", default=1.0, reason="a test")
        weeks = Input("week", default=1.0, reason="a test")

        @output("day")
        def both(self) -> Value:
            return self.days + self.weeks

    with pytest.raises(KitError, match="day and week cannot be added"):
        prove_units(Mixed)


def test_values_are_converted_at_the_door() -> None:
    from casekit.units import unit_registry

    model = define(lambda self: self.days * self.price, "USD*day")
    assert model(days=unit_registry().Quantity(2, "week")).days == 14
    with pytest.raises(KitError, match="cannot be said in"):
        model(days=unit_registry().Quantity(2, "vehicle"))


def test_a_quantity_of_pints_own_registry_is_converted_too() -> None:
    import pint

    assert define(with_sum)(days=pint.UnitRegistry().Quantity(2, "week")).days == 14


def with_sum(self: Any) -> Value:
    return self.price + self.cost


def test_a_missing_input_and_a_wrong_name_are_told() -> None:
    class Needs(Model):
        price = Input("USD")

        @output("USD")
        def twice(self) -> Value:
            return self.price * 2

    with pytest.raises(KitError, match="needs a value for price"):
        Needs()
    with pytest.raises(KitError, match='Did you mean "price"'):
        Needs(prise=3)
    with pytest.raises(KitError, match="must be a number"):
        Needs(price=[[1], [2, 3]])
    with pytest.raises(KitError, match="must be a number"):
        Needs(price=None)


def test_a_model_keeps_its_values() -> None:
    model = define(with_sum)()
    with pytest.raises(KitError, match="change"):
        model.price = 9
    assert change(model, price=9).made == 11
    assert model.made == 5


def test_an_array_given_or_read_cannot_change_a_model() -> None:
    mine = np.array([1.0, 2.0])
    model = define(with_sum)(price=mine)
    mine[:] = 100
    assert model.made.tolist() == [3, 4]
    with pytest.raises(ValueError, match="read-only"):
        model.made[0] = 7


def test_dir_shows_inputs_and_outputs_only() -> None:
    assert dir(define(with_sum)()) == ["cost", "days", "made", "price"]


def test_a_person_reads_floats() -> None:
    assert type(define(with_sum)().made) is float


@pytest.mark.parametrize(
    ("body", "made"),
    [
        (lambda self: (self.price > 1) + (self.cost > 1), [1, 2]),
        (lambda self: (self.price > 1) - (self.cost > 1), [-1, 0]),
        (lambda self: -(self.price > 1), [0, -1]),
        (lambda self: self.price > 1, [0, 1]),
    ],
)
def test_comparisons_count_as_one_and_zero(body: Any, made: list[float]) -> None:
    """As they do in a browser: NumPy alone holds that True + True is True."""
    model = define(body, "")
    assert [model(price=price).made for price in (0.0, 3.0)] == made
    together = model(price=np.array([0.0, 3.0])).made
    assert together.dtype == np.float64 and together.tolist() == made


def test_which_is_smallest_names_the_limit() -> None:
    class Limits(Model):
        a = Input("USD", default=1.0, reason="a test")
        b = Input("USD", default=2.0, reason="a test")

        @output("")
        def first(self) -> Value:
            return smallest({"left": self.a, "right": self.b})

    assert Limits().first == "left"
    assert Limits(a=2).first == "left", "the first of equals"
    assert Limits(a=math.nan).first == "right", "what is not available is left out"
    assert Limits(a=math.nan, b=math.nan).first == "not available"
    assert Limits(a=np.array([1.0, 5.0, np.nan])).first.tolist() == ["left", "right", "right"]


GOOD = {"title": "?", "claim": "price", "answer": "double", "lead": "{claim} is", "headline": "{answer}."}


def test_what_is_declared_is_checked_when_the_class_is_defined() -> None:
    def shown(**changes: Any) -> Any:
        class Written(Model):
            price = Input("USD", default=3.0, slider=(1, 9), reason="a test")

            @output("USD")
            def double(self) -> Value:
                """Twice the price."""
                return self.price * 2

            explorer = Explorer(
                **{
                    "title": "?",
                    "claim": "price",
                    "answer": "double",
                    "lead": "{claim} is",
                    "headline": "{answer}.",
                    **changes,
                }
            )

        return Written

    shown()
    view = View(id="a", title="?", x="price", y="dubble", x_title="", y_title="")
    for changes, told in [
        ({"claim": "prise"}, 'claim names "prise", which is not there. Did you mean "price"'),
        ({"answer": "price"}, 'answer names "price", which is not there'),
        ({"headline": "{reply}."}, "has a hole that is not filled. There is {answer}"),
        ({"views": (view,)}, 'view "a" names "dubble", which is not there. Did you mean "double"'),
    ]:
        with pytest.raises(KitError, match=re.escape(told)):
            shown(**changes)


@pytest.mark.parametrize("slider", [(9, 1), 100, ("a", "b", "c"), (1, 1)])
def test_a_slider_is_two_numbers(slider: Any) -> None:
    with pytest.raises(KitError, match=r"Written.price: a slider is two numbers, the lower one first"):
        type("Written", (Model,), {"price": Input("USD", default=3.0, slider=slider, reason="a test")})


def test_a_forgotten_unit_and_a_forgotten_self() -> None:
    with pytest.raises(KitError, match="Say the unit of revenue: write @output"):
        output(revenue)  # type: ignore[arg-type]
    with pytest.raises(KitError, match=r"write self\.price"):
        define(lambda self: price * 2)  # type: ignore[name-defined]  # noqa: F821


def revenue(self: Any) -> Value:
    return 1.0
