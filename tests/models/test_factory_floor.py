"""The factory day by day: against the textbook, against a simulation that knows no bookings, and under bad input."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from casekit import library
from casekit._errors import KitError
from casekit.engine import change
from casekit.models._hall import gaps_until, streams
from casekit.models._plan import planned
from casekit.models.capacity import MicroFactory
from casekit.models.factory_floor import COLUMNS, erlang_c, simulate_factory, started
from casekit.study import interval, table_of_levels

STORED = Path(__file__).parents[2] / "data/cases/local-motors/simulations/waiting.csv"
# What the case says of one factory, its plan, and its buyers on the day of the decision.
PLAN: dict[str, float] = {
    **{"cars_a_year": 2000, "buyers_a_year": 63, "price": 50_000, "variable_cost": 50_000, "wage": 70_000},
    **{"build_time": 14, "owner_weekends": 2, "staff_hours_a_car": 80, "places": 24, "weekend_families": 12},
    **{"staff": 40, "sales_staff": 12, "hours_a_person": 1800, "factory_cost": 6_000_000},
}


@pytest.fixture
def factory() -> MicroFactory:
    return MicroFactory(**PLAN)


def bench() -> Any:
    """The bench's own hall, written day by day and with no kit."""
    path = Path(__file__).parents[1] / "benchmarks" / "simulate_bench.py"
    spec = importlib.util.spec_from_file_location("casekit_simulate_bench", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def quiet(factory: MicroFactory, levels: Any = None, **options: Any) -> pd.DataFrame:
    return simulate_factory(factory, levels, **{"progress": False, **options})


def mean(runs: pd.DataFrame, column: str) -> dict[float, float]:
    return {float(level): float(value) for level, value in runs.groupby("buyers_a_year")[column].mean().items()}


# --- the textbook


# Published: pyworkforce's README (100 calls in 30 minutes of 3 minutes each: a load of 10; 14 agents); Thomopoulos 2012
# as worked in queuecomputer's vignette on M/M/k queues (Lq); Render and others, alternative example 14.3 (L 3/4); an
# exercise of a simulation text (load 0.8, one server: Lq 3.2, L 4; the L of 5 in its last sentence is wrong).
def test_erlang_c_is_the_published_one() -> None:
    assert erlang_c(10, 14) == pytest.approx(0.1741319335950498, abs=1e-12)
    assert erlang_c(10, 11) == pytest.approx(0.682118, abs=5e-7)
    assert erlang_c(48, 55) == pytest.approx(0.238701, abs=5e-7)
    assert 3.0 / (14 - 10) * 60 * erlang_c(10, 14) == pytest.approx(7.836, abs=5e-4)  # the mean wait in seconds
    for load, servers, queue, digits in ((0.8, 1, 3.2, 9), (0.8, 3, 0.01892092, 8), (2.5, 3, 3.511236, 6)):
        assert erlang_c(load, servers) * load / (servers - load) == pytest.approx(queue, abs=10**-digits)
    load = 20 / 30
    assert load + erlang_c(load, 2) * load / (2 - load) == pytest.approx(3 / 4)


def test_erlang_c_at_its_edges() -> None:
    assert erlang_c(0, 3) == 0
    assert erlang_c(3, 3) == erlang_c(7, 3) == 1
    spare = 1_000 / math.sqrt(999_000)  # with very many servers: Halfin and Whitt 1981
    many = 1 / (1 + spare * stats.norm.cdf(spare) / stats.norm.pdf(spare))
    assert erlang_c(999_000, 1_000_000) == pytest.approx(many, rel=1e-3)
    assert erlang_c(1e-300, 5) == 0
    for load, servers in ((-1, 2), (math.nan, 2), (math.inf, 2), (1, 0), (1, 2.5), (1, 10**9), ("a", 2)):
        with pytest.raises(KitError, match="must be"):
            erlang_c(load, servers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("load", "servers", "waits", "queue"),
    [(0.8, 1, 0.8, 3.2), (0.8, 3, None, 0.01892092), (2.5, 3, None, 3.511236), (10, 14, 0.1741319335950498, None)],
)
def test_the_exponential_case_is_the_queue_of_the_textbook(
    load: float, servers: int, waits: float | None, queue: float | None
) -> None:
    """One order a day, so that a load is a mean time in the hall in days."""
    hall = MicroFactory(**{**PLAN, "places": servers, "build_time": load, "buyers_a_year": 365})
    runs = quiet(hall, years=22, replications=30, exponential=True, seed=2010)
    expected = {
        "share_waited": erlang_c(load, servers) if waits is None else waits,
        "queue_mean": erlang_c(load, servers) * load / (servers - load) if queue is None else queue,
        "wait_days": erlang_c(load, servers) * load / (servers - load),
        "hall_days": load,
        "in_hall_mean": load,
        "places_busy": load / servers,
    }
    for column, value in expected.items():
        found = interval(runs, column, confidence=0.99).iloc[0]
        assert found["low"] <= value <= found["high"], (column, value, dict(found))
        assert found["high"] - found["low"] < 0.25 * value, column  # an interval that holds everything proves nothing
    assert runs["weekends_busy"].isna().all() and runs["staff_busy"].isna().all() and runs["settles"].all()


@pytest.mark.parametrize("exponential", [False, True])
def test_littles_law(factory: MicroFactory, exponential: bool) -> None:
    """Cars in the hall are throughput times time in the hall, and the queue is orders times waits (Little 1961)."""
    level = 560 if exponential else 295
    runs = quiet(factory, level, years=30, replications=20, exponential=exponential)
    a_day = runs["built_a_year"] / 365
    orders = level / 365
    for name, difference, size in (
        ("hall", runs["in_hall_mean"] - a_day * runs["hall_days"], runs["in_hall_mean"].mean()),
        ("queue", runs["queue_mean"] - orders * runs["wait_days"], runs["queue_mean"].mean()),
    ):
        found = interval(pd.DataFrame({"at": level, "difference": difference}), "difference", "at", 0.99).iloc[0]
        assert found["low"] <= 0 <= found["high"], (name, dict(found))
        assert found["high"] - found["low"] < 0.1 * size, name
        assert size > 0.5, name


# --- the closed form, and what it cannot show


@pytest.mark.parametrize(
    ("limit", "more"),
    [
        ("enough_weekends", {}),
        ("enough_places", {"weekend_families": 80, "staff": 200}),
        ("enough_staff_hours", {"weekend_families": 80, "places": 120}),
    ],
)
def test_the_limits_of_the_closed_form_hold_here_too(factory: MicroFactory, limit: str, more: dict[str, float]) -> None:
    """With orders without end, a factory builds what its smallest limit says, and never more."""
    tight = change(factory, **more)
    value = float(getattr(tight, limit))
    assert value == min(tight.enough_places, tight.enough_weekends, tight.enough_staff_hours)
    runs = quiet(tight, [0.9 * value, 1.6 * value], replications=4)
    built = mean(runs, "built_a_year")
    assert built[1.6 * value] == pytest.approx(value, rel=0.01)
    assert built[0.9 * value] == pytest.approx(0.9 * value, rel=0.03)
    assert runs.groupby("buyers_a_year")["settles"].all().tolist() == [True, False]
    busy = {"enough_weekends": "weekends_busy", "enough_places": "places_busy", "enough_staff_hours": "staff_busy"}
    assert mean(runs, busy[limit])[1.6 * value] == pytest.approx(1, abs=0.01)


def test_waiting_grows_long_before_the_limit_and_the_plan(factory: MicroFactory) -> None:
    """The weekends are enough for 312 cars; a car stays longer from 250 on, and owners wait weeks before 312."""
    runs = quiet(factory, [100, 250, 280, 300, 310], replications=30)
    waits, hall = mean(runs, "wait_days"), mean(runs, "hall_days")
    assert waits[100] == 0 and waits[250] < 0.1
    assert 0.1 < waits[280] < 1 < waits[300] < 10 < waits[310]
    assert waits[310] > 3 * waits[300] > 9 * waits[280]
    assert 14 < hall[100] < 14.5 < hall[250] < 16 < hall[280] < hall[300] < hall[310] < 28
    assert runs["settles"].all()


def test_the_shortest_time_in_the_hall_is_the_simulations_own(factory: MicroFactory) -> None:
    """A car that comes in on a Saturday or Sunday needs the second weekend after: up to 16 days, on average 14 2/7."""
    always_open = change(factory, weekends_a_year=365 / 7)
    alone = interval(quiet(always_open, 20, replications=40, years=12), "hall_days", confidence=0.99).iloc[0]
    assert alone["low"] <= 14 + 2 / 7 <= alone["high"]
    # Eleven and a half days of one person; two people can do it in six, one in twelve working days.
    slow = quiet(change(factory, build_time=1, owner_weekends=0), 5, people_a_car=1, replications=10)
    quick = quiet(change(factory, build_time=1, owner_weekends=0), 5, people_a_car=2, replications=10)
    assert 15 < slow["hall_days"].mean() < 18 and 7 < quick["hall_days"].mean() < 10


def test_of_all_weekends_the_years_52_are_open(factory: MicroFactory) -> None:
    half = change(factory, weekends_a_year=26)
    built = mean(quiet(half, 400, replications=3), "built_a_year")[400]
    assert built == pytest.approx(half.enough_weekends, rel=0.01) and half.enough_weekends == 156


# --- the same as a simulation that knows no bookings


@st.composite
def small_factories(draw: st.DrawFn) -> MicroFactory:
    return MicroFactory(
        **{
            **PLAN,
            "places": draw(st.integers(1, 8)),
            "build_time": draw(st.sampled_from([0.5, 3, 6, 14, 21.25])),
            "owner_weekends": draw(st.integers(0, 4)),
            "weekend_families": draw(st.integers(1, 6)),
            "staff": draw(st.sampled_from([1, 2, 2.5, 6])),
            "sales_staff": draw(st.sampled_from([0, 0.5])),
            "staff_hours_a_car": draw(st.sampled_from([0, 7, 36, 80, 150])),
            "weekends_a_year": draw(st.sampled_from([20, 52])),
        }
    )


@settings(max_examples=60)
@given(small=small_factories(), buyers=st.sampled_from([5, 40, 120, 300]), seed=st.integers(0, 10_000))
def test_bookings_change_nothing(small: MicroFactory, buyers: float, seed: int) -> None:
    """The runs of the kit are those of a hall with an event for every day, to the last car."""
    run = started(planned(small, buyers, (2, 0), (1, seed), False, 2), buyers, 1)
    assert list(run.go(3))[-1] == 1
    gaps = gaps_until(730, 365 / buyers, streams(seed, buyers, 1)[0])
    ordered, came_in, left = bench().day_by_day(gaps, 730, small)
    assert run.ordered.tolist() == pytest.approx(ordered)
    assert run.came_in.tolist() == pytest.approx(came_in, abs=1e-6)
    mine = [day for day in run.left if day < 729.9]
    assert sorted(mine) == pytest.approx(sorted(day for day in left if day < 729.9), abs=1e-6)


@settings(max_examples=60)
@given(small=small_factories(), buyers=st.sampled_from([5, 40, 120, 1000]), seed=st.integers(0, 10_000))
def test_nothing_is_lost_and_nothing_overflows(small: MicroFactory, buyers: float, seed: int) -> None:
    run = started(planned(small, buyers, (3, 0), (1, seed), False, 2), buyers, 1)
    list(run.go())
    came_in, left = np.array(run.came_in), np.array(run.left)
    moves = sorted([(day, 1) for day in came_in] + [(day, -1) for day in left])  # who leaves makes room first
    assert max(np.cumsum([step for _, step in moves]), default=0) <= small.places
    assert max(run.weekends.booked.values(), default=0) <= small.weekend_families
    assert min(run.staff.free.values(), default=0) > -1e-6
    assert (np.diff(came_in) >= 0).all() and (came_in >= np.array(run.ordered)[: len(came_in)]).all()
    assert (left - came_in >= small.build_time - 1e-9).all()
    row = quiet(small, buyers, years=3, warm_up=0, replications=1, seed=seed).iloc[0]
    assert row["arrived"] == len(run.ordered) == row["built"] + row["in_hall_at_end"] + row["waiting_at_end"]
    # As many family weekends as the cars that left needed, and no more than those in the hall can still add.
    taken, needed = sum(run.weekends.booked.values()), small.owner_weekends
    assert row["built"] * needed <= taken <= (row["built"] + row["in_hall_at_end"]) * needed


# --- the same numbers again


def test_the_same_seed_gives_the_same_numbers(factory: MicroFactory) -> None:
    both = quiet(factory, [100, 300], replications=4, years=4)
    pd.testing.assert_frame_equal(both, quiet(factory, [100, 300], replications=4, years=4))
    other = quiet(factory, [300], replications=2, years=4)
    pd.testing.assert_frame_equal(
        other, both[(both["buyers_a_year"] == 300) & (both["replication"] <= 2)].reset_index(drop=True)
    )
    turned = quiet(factory, [300, 100, 300], replications=4, years=4)
    assert turned["buyers_a_year"].tolist() == [300] * 4 + [100] * 4
    pd.testing.assert_frame_equal(turned.sort_values(["buyers_a_year", "replication"], ignore_index=True), both)
    assert not quiet(factory, 300, replications=4, years=4, seed=2)["arrived"].equals(both["arrived"][4:])
    assert both[both["buyers_a_year"] == 300]["arrived"].nunique() > 1


def test_a_factory_that_is_changed_meets_the_same_orders(factory: MicroFactory) -> None:
    more = change(factory, weekend_families=20)
    assert quiet(factory, 300)["arrived"].equals(quiet(more, 300)["arrived"])
    assert quiet(more, 300)["wait_days"].mean() < quiet(factory, 300)["wait_days"].mean()


def test_the_factorys_own_buyers_and_every_column(factory: MicroFactory) -> None:
    runs = quiet(factory, years=3, replications=2)
    assert runs["buyers_a_year"].tolist() == [63, 63] and runs["replication"].tolist() == [1, 2]
    assert list(runs.columns) == list(COLUMNS)
    assert runs["arrived"].dtype.kind == "i" and runs["settles"].dtype == bool
    runs["arrived"] = 0
    assert (quiet(factory, years=3, replications=2)["arrived"] > 0).all()


def test_orders_come_at_random_and_at_their_rate(factory: MicroFactory) -> None:
    counts = quiet(factory, 100, years=1, warm_up=0, replications=400)["arrived"]
    assert abs(counts.mean() - 100) < 2.6 * 10 / 20  # 99% of means of 400 such counts
    low, high = stats.chi2.ppf([0.005, 0.995], 399) / 399 * 100  # a Poisson count varies as much as its mean
    assert low < counts.var() < high


# --- what is odd, and what is too much


def test_more_orders_than_can_ever_be_built(factory: MicroFactory) -> None:
    runs = quiet(factory, [2000, 4000], replications=5)
    assert not runs["settles"].any()
    assert (runs["arrived"] == runs["built"] + runs["in_hall_at_end"] + runs["waiting_at_end"]).all()
    assert (runs["waiting_at_end"] > 0.8 * runs["arrived"]).all()
    # Those who wait longest have not come in: the mean wait depends on how long the run is.
    longer = quiet(factory, 2000, years=20, replications=2)["wait_days"].mean()
    assert longer > 1.7 * mean(runs, "wait_days")[2000] > 1000
    assert mean(runs, "waited_at_end_days")[2000] == pytest.approx(1539, rel=0.05)  # half of what was not served


def test_at_the_limit_itself_the_queue_does_not_settle(factory: MicroFactory) -> None:
    runs = quiet(factory, [311, 312], replications=1, years=3)
    assert runs["settles"].tolist() == [True, False] and factory.enough_weekends == 312
    assert quiet(factory, 625, replications=1, exponential=True)["settles"].all()
    assert not quiet(factory, 626, replications=1, exponential=True)["settles"].any()
    # Two people need 22 working days for a car: 24 places are enough for 292 cars, not for the closed form's 625.
    slow = change(factory, staff_hours_a_car=300, staff=200, weekend_families=80)
    runs = quiet(slow, [270, 310], replications=4)
    assert slow.enough_places > 600 and runs.groupby("buyers_a_year")["settles"].all().tolist() == [True, False]
    assert mean(runs, "built_a_year")[310] < 295


def test_a_great_hall_that_is_always_full_comes_to_an_end(factory: MicroFactory) -> None:
    """Cars that come in late look for a free day behind years that are booked out."""
    vast = change(factory, places=5_000, weekend_families=1, staff=13)
    runs = quiet(vast, 4_000, replications=6)
    assert (runs["in_hall_at_end"] == 5_000).all()


@pytest.mark.parametrize(
    "more",
    [{"weekend_families": 0}, {"staff": 12}, {"sales_staff": 99}, {"hours_a_person": 0}, {"weekends_a_year": 0}],
    ids=lambda more: next(iter(more)),
)
def test_a_hall_in_which_no_car_is_ever_finished(factory: MicroFactory, more: dict[str, float]) -> None:
    runs = quiet(change(factory, **more), 200, replications=2, years=4)
    assert (runs["built"] == 0).all() and (runs["in_hall_at_end"] == 24).all() and not runs["settles"].any()
    assert runs["hall_days"].isna().all() and (runs["built_a_year"] == 0).all() and (runs["waiting_at_end"] > 0).all()


def test_nobody_orders(factory: MicroFactory) -> None:
    row = quiet(factory, 0, replications=1).iloc[0]
    assert row["arrived"] == 0 and row["settles"] and row["queue_mean"] == 0 and row["staff_busy"] == 0
    assert math.isnan(row["wait_days"]) and math.isnan(row["wait_p90_days"])
    assert quiet(factory, [1e-300, 5e-324], replications=1)["arrived"].sum() == 0


def test_a_car_that_needs_nobody(factory: MicroFactory) -> None:
    bare = change(factory, owner_weekends=0, staff_hours_a_car=0, staff=0, weekend_families=0)
    row = quiet(bare, 100, replications=1).iloc[0]
    assert row["settles"] and row["hall_days"] == pytest.approx(14)
    assert quiet(change(bare, build_time=0), 100, replications=1)["hall_days"].iloc[0] == 0


@pytest.mark.parametrize(
    ("levels", "options", "sentence"),
    [
        (100, {"years": 0}, "years must be more than 0 and at most 1,000, not 0"),
        (100, {"years": 10_000}, "years must be more than 0 and at most 1,000"),
        (100, {"years": -1}, "years must be a number of at least 0"),
        (100, {"years": 2}, r"warm_up \(2 years\) leaves nothing of the 2 years"),
        (100, {"warm_up": math.nan}, "warm_up must be a number"),
        (-5, {}, "buyers_a_year must be a number of at least 0, not -5"),
        ([100, math.nan], {}, "buyers_a_year must be a number of at least 0, not nan"),
        (math.inf, {}, "buyers_a_year must be a number of at least 0, not inf"),
        ("many", {}, "buyers_a_year must be a number or several, not 'many'"),
        ([], {}, "no level"),
        (100, {"replications": 0}, "replications must be at least 1"),
        (100, {"replications": 2.5}, "replications must be a whole number"),
        (100, {"replications": 10**6}, "1,000,000 runs"),
        (100, {"seed": -1}, "seed must be a number of at least 0"),
        (100, {"people_a_car": -1}, "people_a_car must be a number of at least 0"),
        (1e9, {}, "about 200,000,000,000 cars in all, and at most 5,000,000"),
        (100_000, {"years": 1000, "replications": 1}, "at most 5,000,000"),
    ],
)
def test_bad_questions_get_a_sentence(
    factory: MicroFactory, levels: Any, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(KitError, match=sentence):
        quiet(factory, levels, **options)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"places": 0}, "no places"),
        ({"places": 2.5}, "places is 2.5: a simulation needs a whole number"),
        ({"owner_weekends": 1.5}, "owner_weekends is 1.5"),
        ({"weekend_families": -1}, "weekend_families cannot be below zero; it is −1 family"),
        ({"build_time": math.nan}, "build_time must be a number of at least 0, not nan"),
        ({"staff": [10, 20]}, "staff holds 2 values"),
        ({"buyers_a_year": np.ones(7)}, r"buyers_a_year holds 7 values.*buyers_a_year=\[\.\.\.\]"),
        ({"weekends_a_year": 60}, "weekends_a_year is 60, and 365 days have 52.1"),
        ({"days_a_year": 0}, "days_a_year must be more than 0"),
        ({"staff_hours_a_car": 1e12, "buyers_a_year": 20_000}, "weekends and working days to book"),
    ],
)
def test_factories_that_cannot_be_run_get_a_sentence(
    factory: MicroFactory, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(KitError, match=sentence):
        quiet(change(factory, **more))
    with pytest.raises(KitError, match="needs a MicroFactory, not dict"):
        quiet({})  # type: ignore[arg-type]


def test_arrays_elsewhere_do_not_matter(factory: MicroFactory) -> None:
    assert len(quiet(change(factory, price=np.ones(5)), 50, replications=1)) == 1


# --- progress


def test_progress_is_told_and_can_stop_it(factory: MicroFactory) -> None:
    told: list[float] = []
    simulate_factory(factory, [100, 2000], replications=3, progress=told.append)
    assert told == sorted(told) and told[-1] == pytest.approx(1) and 0 < told[0] < 0.1
    assert max(np.diff(told)) < 0.2  # also within a long run

    class Stopped(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.2:
            raise Stopped

    with pytest.raises(Stopped):
        simulate_factory(factory, 4000, years=100, replications=10, progress=stop)


def test_a_bar_only_in_a_terminal_and_only_when_it_takes_long(
    factory: MicroFactory, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("casekit.models.factory_floor._PATIENCE", 0)
    simulate_factory(factory, 2000, replications=2)
    assert capfd.readouterr() == ("", "")  # no terminal, as in a notebook's kernel
    monkeypatch.setenv("FORCE_COLOR", "1")
    simulate_factory(factory, 2000, replications=2)
    out, err = capfd.readouterr()
    assert out == "" and "Simulating" in err
    monkeypatch.setattr("casekit.models.factory_floor._PATIENCE", 1000)
    simulate_factory(factory, 100, replications=1)
    simulate_factory(factory, 100, replications=1, progress=False)
    assert capfd.readouterr() == ("", "")


# --- intervals


def test_an_interval_is_students(factory: MicroFactory) -> None:
    runs = quiet(factory, [280, 300], replications=8)
    found = interval(runs, "wait_days", confidence=0.9).set_index("buyers_a_year")
    waits = runs[runs["buyers_a_year"] == 300]["wait_days"]
    low, high = stats.t.interval(0.9, 7, waits.mean(), stats.sem(waits))
    assert found.loc[300, ["mean", "low", "high", "replications"]].tolist() == pytest.approx(
        [waits.mean(), low, high, 8]
    )
    assert found["settles"].tolist() == [each for _, each in runs.groupby("buyers_a_year")["settles"].all().items()]
    assert interval(runs, "settles")["mean"].tolist() == [1, 1]


def test_with_one_run_there_is_no_interval(factory: MicroFactory) -> None:
    found = interval(quiet(factory, 300, replications=1), "wait_days").iloc[0]
    assert found["replications"] == 1 and found["mean"] > 0
    assert math.isnan(found["low"]) and math.isnan(found["high"])
    none = interval(quiet(factory, 0, replications=3), "wait_days").iloc[0]
    assert none["replications"] == 0 and math.isnan(none["mean"])


def test_an_interval_of_what_is_not_there() -> None:
    runs = pd.DataFrame({"buyers_a_year": [1, 1], "wait_days": [1.0, 2.0], "name": ["a", "b"]})
    with pytest.raises(KitError, match=r'no column "wait_day"\. Did you mean "wait_days"'):
        interval(runs, "wait_day")
    with pytest.raises(KitError, match="holds words"):
        interval(runs, "name")
    for confidence in (0, 1, 95, math.nan):
        with pytest.raises(KitError, match=r"confidence must be (between 0 and 1|a number)"):
            interval(runs, "wait_days", confidence=confidence)


def test_of_a_hundred_intervals_about_95_hold_the_truth() -> None:
    numbers = np.random.default_rng(7).exponential(3.0, size=(2000, 12))
    runs = pd.DataFrame({"trial": np.repeat(np.arange(2000), 12), "value": numbers.ravel()})
    found = interval(runs, "value", by="trial")
    held = ((found["low"] <= 3) & (found["high"] >= 3)).mean()
    assert 0.90 < held < 0.96  # a little less for numbers as skewed as these


# --- the stored table


def test_the_stored_table_is_what_the_runs_say() -> None:
    stored = pd.read_csv(STORED)
    columns = ["wait_days", "queue_mean", "hall_days"]
    assert list(stored.columns) == ["buyers_a_year", *(f"{c}{end}" for c in columns for end in ("", "_low", "_high"))]
    assert stored["buyers_a_year"].is_monotonic_increasing and 13 <= len(stored) <= 17
    assert stored["buyers_a_year"].iloc[0] == 20 and {63, 300, 312} <= set(stored["buyers_a_year"])
    again = [20, 280, 300]
    factory = MicroFactory.from_case(library.load("local-motors"))
    runs = quiet(factory, again, years=10, warm_up=2, replications=40, seed=1)
    pd.testing.assert_frame_equal(
        stored[stored["buyers_a_year"].isin(again)].reset_index(drop=True),
        table_of_levels(runs, columns),
        check_dtype=False,
        rtol=0,
        atol=1e-4,
    )
