"""Python and the browser say the same: the verbs, every output of every model, and how a number is written."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from casekit import units
from casekit.engine import (
    Horizon,
    Input,
    Model,
    Value,
    cumulative,
    elapsed,
    highest,
    horizon_of,
    inputs_of,
    is_series,
    javascript,
    last,
    lowest,
    minimum,
    output,
    outputs_of,
    previous,
    times_of,
    total,
)
from casekit.engine.verbs import VERBS
from casekit.models import MODELS, model_named
from casekit.widgets import _assets

IMPORT = """async (text) => {{
  const m = await import(URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }})));
  {rest}
}}"""


@pytest.fixture
def page(tab: Callable[..., Any]) -> Any:
    opened = tab()
    opened.goto("data:text/html,<title>numbers</title>")
    for name in ("runtime.js", "common.js"):
        opened.evaluate(IMPORT.format(rest="Object.assign(window, m);"), _assets.joined(name))
    return opened


def call(page: Any, script: str, rows: Any) -> Any:
    """A script over rows; NaN travels both ways as null."""
    revive = "JSON.parse(text, (key, value) => (value === null ? NaN : value))"
    text = json.dumps(rows).replace("NaN", "null")
    return json.loads(page.evaluate(f"(text) => JSON.stringify({revive}.map({script}))", text))


def close(a: Any, b: Any, scale: float, tolerance: float = 1e-9) -> bool:
    missing = (a is None or math.isnan(a), b is None or math.isnan(b))
    return missing == (True, True) or (missing == (False, False) and abs(a - b) <= tolerance * max(1e-300, scale))


NUMBERS = [-1e6, -50.0, -2.0, -1.0, -0.5, -1e-9, 0.0, 1e-9, 0.25, 0.5, 0.999, 1.0, 2.0, 3.5, 40.0, 1e3, 1e300, math.nan]
ONE = {"exp", "log", "sqrt", "normal_cdf", "normal_quantile", "best_of"}
SEVERAL = {"minimum", "maximum", "smallest", "where", "best_below", "both_above"}


@pytest.mark.parametrize(
    "name", [name for name, verb in VERBS.items() if verb.javascript.isidentifier() and not verb.time]
)
def test_a_verb_means_the_same(page: Any, name: str) -> None:
    verb = VERBS[name]
    many = 1 if name in ONE else 3 if name in SEVERAL else 2
    dice = random.Random(name)
    rows = [[dice.choice(NUMBERS) for _ in range(many)] for _ in range(400)]
    rows += [[dice.uniform(-9, 9) for _ in range(many)] for _ in range(400)]
    rows = [row for row in rows if name != "where" or row[0] in (0.0, 1.0) or math.isnan(row[0])]
    theirs = call(page, f"(row) => kit.{verb.javascript}(...row)", rows)
    for row, said in zip(rows, theirs, strict=True):
        with np.errstate(all="ignore"):
            ours = float(verb.numeric(*(np.float64(value) for value in row)))
        if math.isinf(ours):
            continue  # JSON has no infinity
        # The best of one draw is zero, and a chance may be a small difference of two.
        assert close(ours, said, 1.0 if name in {"best_below", "best_of", "both_above"} else abs(ours)), (
            name,
            row,
            ours,
            said,
        )


def test_the_normal_distribution_to_twelve_digits(page: Any) -> None:
    from scipy.special import ndtr, ndtri

    xs = [float(x) for x in np.linspace(-37, 9, 2001)]
    for x, said in zip(xs, call(page, "(x) => kit.normal_cdf(x)", xs), strict=True):
        assert close(float(ndtr(x)), said, float(ndtr(x)), 1e-12), x
    shares = [float(p) for p in [*np.logspace(-300, -1, 600), *np.linspace(0.01, 0.99, 400), 0.999999, 1 - 1e-12]]
    for p, said in zip(shares, call(page, "(p) => kit.normal_quantile(p)", shares), strict=True):
        assert close(float(ndtri(p)), said, max(1.0, abs(float(ndtri(p)))), 1e-9), p


# `elapsed` and `previous` have no helper of their own: they are written into the model's own lines.
WRITTEN_OUT = {"elapsed", "previous"}


def flows_of(dice: random.Random) -> list[float]:
    """Money over some periods: any, none in some of them, one turn from out to in, several, or something missing."""
    many = dice.choice([1, 2, 3, 12, 60])
    kind = dice.choice(["any", "gaps", "one turn", "several", "all out", "zero", "missing", "large"])
    row = [dice.uniform(-9, 9) for _ in range(many)]
    if kind == "gaps":
        return [value if dice.random() < 0.5 else 0.0 for value in row]
    if kind == "one turn":
        turn = dice.randrange(many + 1)
        return [-abs(value) if at < turn else abs(value) for at, value in enumerate(row)]
    if kind == "several":
        return [abs(value) * (-1) ** (at // 2 + 1) for at, value in enumerate(row)]
    if kind == "missing":
        return [math.nan if at == many // 2 else value for at, value in enumerate(row)]
    return {"all out": [-abs(value) for value in row], "zero": [0.0] * many, "large": [v * 1e9 for v in row]}.get(
        kind, row
    )


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.time and name not in WRITTEN_OUT])
def test_a_verb_over_time_means_the_same(page: Any, name: str) -> None:
    verb = VERBS[name]
    dice = random.Random(name)
    rates = [-2.0, -1.0, -0.5, 0.0, 0.1, 0.42, 3.0, math.nan] if name == "discounted" else []
    rows = [[flows_of(dice), *([dice.choice(rates)] if rates else [])] for _ in range(800)]
    theirs = call(page, f"(row) => kit.{verb.javascript}(...row)", rows)
    for row, said in zip(rows, theirs, strict=True):
        with np.errstate(all="ignore"):
            # Inside the engine a series has a column for its draws.
            ours = np.ravel(verb.numeric(np.array(row[0])[:, None], *row[1:]))
        scale = max([abs(value) for value in row[0] if value == value], default=0.0)
        for mine, other in zip(ours, said if isinstance(said, list) else [said], strict=True):
            assert close(float(mine), other, max(abs(float(mine)), 0 if name == "irr" else scale)), (
                name,
                row,
                ours,
                said,
            )


class Pond(Model):
    """Everything that is written into a model's own lines: time, the value before, a state, a verb over a verb."""

    horizon = Horizon("year", longest=60, default=5, slider=(1, 20), reason="a test")
    step = Input("year", default=0.25, fixed=True)
    fish = Input("unit", slider=(0, 50), default=10, reason="a test")
    growth = Input("1/year", slider=(-1, 1), default=0.5, reason="a test")
    room = Input("unit", slider=(20, 90), default=80, reason="a test")

    @output("unit")
    def living(self) -> Value:
        """A state over its own past, with a choice in it."""
        before = previous(self.living, self.fish)
        return minimum(before + before * self.growth * (1 - before / self.room) * self.step, self.room * 2)

    @output("year")
    def time(self) -> Value:
        """The time at the end of each period."""
        return elapsed(self.horizon, self.step)

    @output("unit")
    def late(self) -> Value:
        """One series a period late, in a sum."""
        return previous(self.living * 2, self.fish) - cumulative(self.living - previous(self.living, 0))

    @output("unit")
    def most(self) -> Value:
        """A number out of series, back in a series' arithmetic."""
        return highest(self.late) - lowest(self.living) + total(self.living * self.time) / last(self.time)


@pytest.mark.parametrize("name", [*sorted(MODELS), "Pond"])
def test_a_model_gives_the_same_numbers(page: Any, name: str) -> None:
    model = Pond if name == "Pond" else model_named(name)
    page.evaluate(IMPORT.format(rest="window.compute = m.compute;"), javascript(model))
    dice = random.Random(name)
    rows = []
    for _ in range(300):
        row = {}
        for key, each in inputs_of(model).items():
            low, high = each.slider or (each.default or 0.0, each.default or 1.0)
            row[key] = dice.choice([low, high, dice.uniform(low, high)])
            if key == horizon_of(model):
                step = float(inputs_of(model)["step"].default or 1)
                row[key] = max(1, round(row[key] / step)) * step
            if each.fixed and each.default is not None:
                row[key] = float(each.default)
        for part, whole in model.part_of:
            row[part] = min(row[part], row[whole])
        rows.append(row)
    theirs = call(page, "(row) => compute(row, kit)", rows)
    for row, said in zip(rows, theirs, strict=True):
        made = model(**row)
        # What is subtracted sets the size of the error: a profit near zero is a difference of large numbers.
        told = [v for each in said.values() for v in (each if isinstance(each, list) else [each]) if v is not None]
        scale = max(abs(value) for value in [*row.values(), *told])
        for name_of in outputs_of(model):
            ours, theirs_too = np.ravel(made._read(name_of)), said[name_of]
            assert isinstance(theirs_too, list) == is_series(model, name_of)
            for mine, other in zip(ours, theirs_too if is_series(model, name_of) else [theirs_too], strict=True):
                assert close(float(mine), other, max(abs(float(mine)), 1e-3 * scale)), (name_of, row)
        if horizon_of(model):
            assert said["@time"] == pytest.approx(times_of(made), rel=1e-12)


UNITS = ["", "USD", "vehicle", "vehicle/year", "USD/vehicle", "hour/person/year", "share", "day", "USD/year"]


def test_a_number_is_written_the_same(page: Any) -> None:
    dice = random.Random(1)
    values = [0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.125, 12.25, 99.95, 100.5, 999.5, 0.0999, 999_499.0, 999_500.0, 1e6,
              1.005e6, 9.995e8, 1e9, math.nan, 76.712, 2000, -0.0004, 1e12]  # fmt: skip
    values += [dice.choice([-1, 1]) * 10 ** dice.uniform(-6, 12) for _ in range(3000)]
    values += [round(value, dice.randint(0, 4)) for value in values if abs(value) < 1e6]
    rows = [[value, list(units.unit_words(unit))] for unit in UNITS for value in values]
    theirs = call(
        page, "([value, unit]) => [number(value), about(value), say(value, unit), sayAbout(value, unit)]", rows
    )
    at = iter(theirs)
    for unit in UNITS:
        for value in values:
            ours = [
                units.number(value),
                units.about(value),
                units.say(value, unit),
                units.say(value, unit, rounded=True),
            ]
            assert ours == next(at), (value, unit)


def test_what_a_person_types(page: Any) -> None:
    typed = {"2,000": 2000, "$50,000": 50000, "6 million": 6e6, "-1.5": -1.5, "−2": -2, ".5": 0.5, "1,5": None,
             "12 apples": None, "": None, "1e5": None, "2%": None}  # fmt: skip
    said = call(page, "(text) => readNumber(text)", list(typed))
    assert said == list(typed.values())
    assert call(page, "(text) => readNumber(text, ['', '%', '%'])", ["2%", "2"]) == [0.02, 0.02]
