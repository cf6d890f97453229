"""Solve: no answer, one, several, a stretch, every value, and one out of reach are told apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit.engine import Input, Model, Value, change, exp, maximum, minimum, output
from casekit.library import load
from casekit.models.capacity import MicroFactory
from casekit.models.contest import ContestLead
from casekit.solve import _by_search, solve


class Curve(Model):
    """Shapes with known roots."""

    x = Input("", slider=(-10, 10), default=1.0, reason="a test")
    shift = Input("", slider=(-10, 10), default=0.0, reason="a test")

    @output("")
    def square(self) -> Value:
        """X squared."""
        return self.x**2 + self.shift

    @output("")
    def flat_then_up(self) -> Value:
        """Zero up to 2, then rising."""
        return maximum(self.x - 2, 0)

    @output("")
    def capped(self) -> Value:
        """Rising, and capped at 4."""
        return minimum(self.x, 4)

    @output("")
    def wave(self) -> Value:
        """Without a closed form: x e^x."""
        return self.x * exp(self.x)

    @output("")
    def jump(self) -> Value:
        """From far below zero to far above it, and never zero."""
        return exp(self.x) / (self.x - 4.999)

    @output("")
    def constant(self) -> Value:
        """No x in it."""
        return self.shift * 1


@pytest.fixture
def factory() -> MicroFactory:
    return MicroFactory.from_case(load("local-motors"))


@pytest.mark.parametrize(
    ("output", "to", "kind", "values"),
    [
        ("square", 9, "several", (-3, 3)),
        ("square", 0, "one", (0,)),
        ("square", -1, "none", ()),
        ("square", 400, "out of range", (-20, 20)),
        ("flat_then_up", 3, "one", (5,)),
        ("flat_then_up", -1, "none", ()),
        ("capped", 3, "one", (3,)),
        ("capped", 5, "none", ()),
        ("constant", 0, "every", ()),
        ("constant", 1, "none", ()),
    ],
)
def test_answers_are_told_apart(output: str, to: float, kind: str, values: tuple[float, ...]) -> None:
    answer = solve(Curve(), output, to=to, by="x")
    assert answer.kind == kind
    assert answer.values == pytest.approx(values)


def test_a_stretch_of_answers_is_one() -> None:
    answer = solve(Curve(), "flat_then_up", to=0, by="x")
    assert answer.kind == "stretch"
    assert answer.values == pytest.approx((-10, 2), abs=1e-9)


def test_the_ends_of_a_stretch_are_found_between_the_points(factory: MicroFactory) -> None:
    answer = solve(factory, "people_paid", to=0, by="price")
    assert answer.text.startswith(
        "People the buyers' money pays = 0 people at every Price from $20,000 a car to $50,000 a"
    )


def test_where_algebra_has_no_form_it_searches_and_says_so() -> None:
    answer = solve(Curve(), "wave", to=2, by="x")
    assert float(answer) * np.exp(float(answer)) == pytest.approx(2)
    normal = solve(ContestLead(lead=0.002, vote_noise=0.1), "chance_same_winner", to=0.9, by="lead")
    assert (normal.kind, normal.exact) == ("one", False)
    assert "numeric search" in normal.text
    assert float(normal) == pytest.approx(0.1 * np.sqrt(2) * 1.2815515655446, rel=1e-6)


def test_a_jump_past_the_value_is_no_answer() -> None:
    assert _by_search(Curve(), "jump", 0.0, "x") == ("several", [])
    assert solve(Curve(), "jump", to=0, by="x").kind == "none"


@pytest.mark.parametrize("to", [np.nan, np.inf, "0"])
def test_the_value_wanted_is_a_number(factory: MicroFactory, to: float) -> None:
    with pytest.raises(KitError, match="Say a number that profit should take"):
        solve(factory, "profit", to=to, by="price")


def test_only_one_answer_is_a_number() -> None:
    with pytest.raises(KitError, match="2 values"):
        float(solve(Curve(), "square", to=9, by="x"))


def test_what_cannot_be_solved_for_is_told(factory: MicroFactory) -> None:
    with pytest.raises(KitError, match="constant"):
        solve(factory, "profit", to=0, by="days_a_year")
    with pytest.raises(KitError, match='Did you mean "price"'):
        solve(factory, "profit", to=0, by="prise")
    with pytest.raises(KitError, match="one number for each input"):
        solve(change(factory, price=np.array([1.0, 2.0])), "profit", to=0, by="staff")
    with pytest.raises(KitError, match="is a name"):
        solve(factory, "runs_out_first", to=0, by="price")


NUMBERS = ["cars_in_build", "contribution", "profit", "enough_places", "enough_staff_hours", "payback", "people_paid"]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(NUMBERS), st.floats(0.05, 0.95), st.data())
def test_every_answer_gives_the_output_asked_for(name: str, share: float, data: st.DataObject) -> None:
    """Set an input somewhere, read the output, and ask for it back."""
    factory = MicroFactory.from_case(load("local-motors"), price=80_000)
    by = data.draw(st.sampled_from(["cars_a_year", "build_time", "price", "variable_cost", "staff", "places"]))
    low, high = MicroFactory._inputs[by].slider or (0, 1)
    wanted = getattr(change(factory, **{by: low + share * (high - low)}), name)
    if np.isnan(wanted):
        return
    answer = solve(factory, name, to=wanted, by=by)
    assert answer.kind in {"one", "several", "every", "stretch"}
    for root in answer.values:
        assert getattr(change(factory, **{by: root}), name) == pytest.approx(wanted, rel=1e-6, abs=1e-6)
