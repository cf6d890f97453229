"""Time in a model: series, verbs over time, a state over its own past, and what an author is told about them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from casekit._errors import KitError
from casekit.engine import (
    Horizon,
    Input,
    Model,
    Value,
    change,
    cumulative,
    discounted,
    elapsed,
    evaluate_text,
    flows,
    highest,
    inputs_behind,
    inputs_of,
    irr,
    is_series,
    last,
    lowest,
    output,
    over_draws,
    previous,
    prove_units,
    reaching,
    sign_changes,
    times_of,
    total,
)
from casekit.explain import explain
from casekit.solve import solve
from casekit.study import by_source, over_time, scenarios, sweep


class Savings(Model):
    """Money put aside each year, with interest: small enough to check by hand."""

    horizon = Horizon("year", longest=50, default=3, slider=(1, 10), reason="a test")
    step = Input("year", default=1, fixed=True)
    saved_a_year = Input("USD/year", default=100.0, slider=(0, 200), reason="a test")
    interest = Input("share", default=0.10, slider=(0, 1), reason="a test")
    start = Input("USD", default=1000.0, slider=(0, 2000), reason="a test")

    @output("USD")
    def balance(self) -> Value:
        """What is there at the end of each year."""
        return previous(self.balance, self.start) * (1 + self.interest) + self.saved_a_year * self.step

    @output("USD")
    def paid_in(self) -> Value:
        """What was put aside so far."""
        return self.saved_a_year * elapsed(self.horizon, self.step)

    @output("USD")
    def at_the_end(self) -> Value:
        """What is there at the end."""
        return last(self.balance)


def test_a_state_goes_on_from_its_own_last_value() -> None:
    assert Savings().balance.tolist() == pytest.approx([1200, 1420, 1662])
    assert Savings().at_the_end == pytest.approx(1662)
    assert Savings().paid_in.tolist() == [100, 200, 300]
    assert times_of(Savings(horizon=2)).tolist() == [1, 2]
    prove_units(Savings)


def test_shapes() -> None:
    many = Savings(interest=np.array([0.0, 0.1]))
    assert many.balance.shape == (3, 2)
    assert many.balance[:, 1].tolist() == pytest.approx([1200, 1420, 1662])
    assert many.at_the_end.shape == (2,)
    assert many.paid_in.shape == (3,), "what does not hang on the draws has no axis for them"
    assert Savings(interest=np.array([0.1])).balance.shape == (3, 1)
    assert isinstance(Savings().at_the_end, float)
    assert is_series(Savings, "balance") and not is_series(Savings, "at_the_end")
    assert inputs_behind(Savings, "at_the_end") == set(inputs_of(Savings))


def test_draws_of_a_series() -> None:
    table = over_draws(Savings(), ["balance", "at_the_end"], {"interest": np.array([0.0, 0.1])})
    assert table["balance"].shape == (3, 2)
    assert table["at_the_end"].tolist() == pytest.approx([1300, 1662])


# --- published cash flows --------------------------------------------------------------------------------------------

# Gitman (2003), as cited in the documentation of numpy-financial's irr.
GITMAN = [([-100, 39, 59, 55, 20], 0.28095), ([-100, 0, 0, 74], -0.0955)]


@pytest.mark.parametrize(("money", "rate"), GITMAN)
def test_a_rate_of_return_from_a_textbook(money: list[float], rate: float) -> None:
    assert float(irr(np.array(money, dtype=float))) == pytest.approx(rate, abs=5e-5)


def test_the_oil_pump_has_two_rates_and_so_none() -> None:
    """Lorie and Savage's pump (1955): -1,600, 10,000, -10,000 is worth nothing at 25% and at 400%.

    A spreadsheet finds only one of them (25%, or 400%, depending on its guess). At 10% the pump loses 773.55, at 50% it
    gains 622.22.
    """
    pump = np.array([-1600.0, 10_000.0, -10_000.0])
    assert float(discounted(pump, 0.25)) == pytest.approx(0, abs=1e-9)
    assert float(discounted(pump, 4.00)) == pytest.approx(0, abs=1e-9)
    assert float(discounted(pump, 0.10)) == pytest.approx(-773.55, abs=0.005)
    assert float(discounted(pump, 0.50)) == pytest.approx(622.22, abs=0.005)
    assert math.isnan(float(irr(pump)))
    assert float(sign_changes(pump)) == 2


@pytest.mark.parametrize(
    ("money", "changes"),
    [([1, 2, 3], 0), ([0, 0, 0], 0), ([-1, 0, 0, 2], 1), ([-1, 2, 0, -3, 4], 3), ([0, -1, 1], 1), ([5, -6], 1)],
)
def test_sign_changes_pass_over_what_is_zero(money: list[float], changes: int) -> None:
    assert float(sign_changes(np.array(money, dtype=float))) == changes
    assert math.isnan(float(irr(np.array(money, dtype=float)))) == (changes != 1)


FLOWS = arrays(np.float64, st.tuples(st.integers(2, 15), st.integers(1, 4)), elements=st.floats(-1e6, 1e6, width=32))


@settings(max_examples=150, deadline=None)
@given(FLOWS)
def test_at_its_rate_of_return_money_is_worth_nothing(money: Any) -> None:
    rates = flows.irr(money)
    for column, rate in zip(money.T, np.atleast_1d(rates), strict=True):
        if math.isnan(rate):
            continue
        scale = float(np.sum(np.abs(column) * (1 + rate) ** -np.arange(len(column))))
        assert abs(float(discounted(column, rate))) <= 1e-6 * scale


@settings(max_examples=150, deadline=None)
@given(FLOWS)
def test_verbs_over_time_are_what_a_loop_gives(money: Any) -> None:
    for at in range(money.shape[1]):
        column = [float(value) for value in money[:, at]]
        assert flows.total(money)[at] == pytest.approx(sum(column), rel=1e-12, abs=1e-6)
        assert flows.cumulative(money)[-1, at] == pytest.approx(sum(column), rel=1e-12, abs=1e-6)
        assert flows.lowest(money)[at] == min(column) and flows.highest(money)[at] == max(column)
        assert flows.previous(money, 7.0)[:, at].tolist() == [7.0, *column[:-1]]


def test_not_available_spreads_over_time() -> None:
    gap = np.array([1.0, math.nan, -3.0])
    for verb in (total, lowest, highest, irr, sign_changes):
        assert math.isnan(float(verb(gap))), verb
    assert np.isnan(cumulative(gap)).tolist() == [False, True, True]
    assert math.isnan(float(discounted(np.array([1.0, 1.0]), -1.0))), "money discounted at -100% has no worth"


# --- what an author is told ------------------------------------------------------------------------------------------


def define(body: Any, unit: str = "USD", **others: Any) -> Any:
    fields = {
        "horizon": Horizon("year", longest=50, default=3, reason="a test"),
        "step": Input("year", default=1, fixed=True),
        "price": Input("USD", default=3.0, reason="a test"),
        "made": output(unit)(body),
        **others,
    }
    return type("Written", (Model,), {name: value for name, value in fields.items() if value is not None})


MISTAKES = [
    (lambda self: total(self.price), r"test_time.py, line \d+: made: in total\(price\), total\(\) needs a series"),
    (lambda self: self.made + 1, "it uses itself. Its own last value is previous"),
    (lambda self: total(previous(self.made, 0) + self.made), "its own past is asked for while it is being made"),
    (lambda self: cumulative(previous(self.made, 0)), "its own past is asked for while it is being made"),
    (lambda self: self.price + highest(previous(self.made, 0)), "its own past is asked for"),
    (lambda self: previous(previous(self.made, 1), 0), r"Only previous\(self.made, first value\) can be"),
    (lambda self: elapsed(self.price, self.step), r"Write elapsed\(self.horizon, self.step\)"),
    (lambda self: elapsed(self.horizon, self.horizon), "tells the model's own time"),
    (lambda self: discounted(self.price * elapsed(self.horizon, self.step), elapsed(self.horizon, self.step)),
     "takes one number beside the series"),
    (lambda self: previous(self.price * elapsed(self.horizon, self.step), elapsed(self.horizon, self.step)),
     "takes one number beside the series"),
    (lambda self: self.price if total(elapsed(self.horizon, self.step)) else 0.0, "cannot be drawn, printed or solved"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "told"), MISTAKES)
def test_a_verb_over_time_in_the_wrong_place(body: Any, told: str) -> None:
    with pytest.raises(KitError, match=told):
        define(body)


def test_a_series_asks_for_a_horizon_and_a_horizon_for_a_step() -> None:
    with pytest.raises(KitError, match=r"has no horizon\. Give it horizon = Horizon"):
        define(lambda self: elapsed(self.price, self.price), horizon=None)
    with pytest.raises(KitError, match=r"has a horizon and no step\. Add step = Input"):
        define(lambda self: self.price, step=None)
    with pytest.raises(KitError, match=r"has 2 horizons, horizon and other\. Keep one\."):
        define(lambda self: self.price, other=Horizon("year", longest=5, default=3, reason="a test"))


def test_two_outputs_in_a_circle_are_refused() -> None:
    with pytest.raises(KitError, match=r"depends on itself \(made > second > made\)"):
        define(lambda self: previous(self.second, 0), second=output("USD")(lambda self: previous(self.made, 0)))


def test_units_are_proved_over_time() -> None:
    written = define(lambda self: previous(self.made, self.step) + self.price)
    with pytest.raises(KitError, match="USD and year cannot be the value before and the first value"):
        prove_units(written)


@pytest.mark.parametrize("years", [0, -1, 2.5, 10_000, math.nan, math.inf])
def test_a_horizon_is_whole_steps_and_not_without_end(years: float) -> None:
    with pytest.raises(KitError, match="horizon must be a whole number of steps of 1 year, up to 50 years; it is"):
        Savings(horizon=years)


def test_a_horizon_is_one_number() -> None:
    with pytest.raises(KitError, match="horizon sets how many periods there are: give one number"):
        Savings(horizon=[1, 2])
    for name in ("horizon", "step"):
        with pytest.raises(
            KitError, match=f"{name} sets how many periods there are, and cannot vary from draw to draw"
        ):
            over_draws(Savings(), ["at_the_end"], {name: np.array([1.0, 2.0])})
    with pytest.raises(KitError, match="draws along one"):
        Savings(interest=np.ones((2, 2)))
    with pytest.raises(KitError, match="cannot be solved for"):
        solve(Savings(), "at_the_end", to=2000, by="horizon")


@pytest.mark.parametrize("step", [0.5, 1e-9, 0, [1.0, 2.0], math.nan])
def test_the_step_is_no_input(step: Any) -> None:
    """A yearly rate of return with half-yearly steps would be no yearly one; steps without end would take forever."""
    with pytest.raises(KitError, match=r"step is the length of one period, 1 year: its rates hang on it\. Leave it\."):
        Savings(step=step)


def test_a_model_reaches_as_far_as_it_is_asked_and_may_go() -> None:
    assert [reaching(Savings(), time).horizon for time in (0.2, 3, 3.1, 1e9)] == [2, 3, 4, 50]


def test_a_formula_of_numbers_has_no_time() -> None:
    with pytest.raises(KitError, match="needs a series; here there are only numbers"):
        evaluate_text("total(price)", {"price": 3})


# --- studies ---------------------------------------------------------------------------------------------------------


def test_studies_over_time() -> None:
    assert over_time(Savings(), "balance")["balance"].tolist() == pytest.approx([1200, 1420, 1662])
    assert list(over_time(Savings())) == ["time", "balance", "paid_in"]
    both = scenarios({"none": Savings(interest=0), "ten": Savings()}, "at_the_end")
    assert dict(zip(both["scenario"], both["at_the_end"], strict=True)) == pytest.approx({"none": 1300, "ten": 1662})
    lines = scenarios({"none": Savings(interest=0), "ten": Savings(horizon=2)}, "balance")
    assert lines.groupby("scenario").size().to_dict() == {"none": 3, "ten": 2}
    assert sweep(Savings(), "at_the_end", "horizon", [1, 3])["at_the_end"].tolist() == pytest.approx([1200, 1662])
    assert float(solve(Savings(), "at_the_end", to=1662, by="interest")) == pytest.approx(0.10)


def test_a_series_is_no_number_for_a_study() -> None:
    for study in (lambda: by_source(Savings(), "balance"), lambda: sweep(Savings(), "balance", "interest")):
        with pytest.raises(KitError, match="balance is a series, one value for each period"):
            study()
    with pytest.raises(KitError, match="balance is a series"):
        solve(Savings(), "balance", to=5, by="interest")
    with pytest.raises(KitError, match="at_the_end is one number, not a series"):
        over_time(Savings(), "at_the_end")
    with pytest.raises(KitError, match="of one kind of model"):
        scenarios({"a": Savings(), "b": define(lambda self: self.price)()}, "made")


def test_one_period_is_explained_with_the_value_before_it() -> None:
    said = explain(Savings(), "balance", at=2)
    assert said.label == "Balance (after 2 years)"
    assert said.with_numbers == "$1,200 × (1 + 10%) + $100 a year × 1 year"
    assert said.result == "$1,420"
    assert explain(Savings(), "balance", at=1).with_numbers == "$1,000 × (1 + 10%) + $100 a year × 1 year"
    assert explain(Savings(), "balance").result == "$1,662"
    assert explain(Savings(), "paid_in", at=2).with_numbers == "$100 a year × 2 years"
    with pytest.raises(KitError, match="no period at 7 years; there are 1 year, 2 years and so on to 3 years"):
        explain(Savings(), "balance", at=7)
    assert change(Savings(), interest=0).at_the_end == 1300
