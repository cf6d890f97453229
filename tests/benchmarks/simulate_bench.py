"""simulate_factory beside the same hall written by hand in SimPy, with no kit: twice, and the same to the last car.

`booked_by_hand` is what somebody writes who has seen that weekends and staff hours can be booked when a car comes in:
SimPy's own Resource for the places and a process for each car. `day_by_day` is the hall as it is told: on Saturdays the
owners who came in first build, every weekday morning the hours are shared out. It knows nothing of bookings.
"""

from __future__ import annotations

import statistics
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
import simpy

import casekit as ck
from casekit.models._hall import gaps_until, streams
from casekit.models.factory_floor import COLUMNS

BUYERS = 250
SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = {100: 41, 1_000: 21, 10_000: 9, 100_000: 5}
DAYS = 365
Times = tuple[list[float], list[float], list[float]]


def run() -> list[dict[str, Any]]:
    """From a hundred cars to a hundred thousand; the runs must agree before anything is timed."""
    factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    rows = []
    for cars in SIZES:
        years = cars / BUYERS

        def ours(years: float = years) -> pd.DataFrame:
            return ck.simulate_factory(
                factory, BUYERS, years=years, warm_up=0.2 * years, replications=1, progress=False
            )

        def booked(years: float = years) -> pd.DataFrame:
            return _table(booked_by_hand, factory, years)

        def days(years: float = years) -> pd.DataFrame:
            return _table(day_by_day, factory, years)

        works = [ours, booked, days]
        made = [work() for work in works]
        for peer in made[1:]:
            pd.testing.assert_frame_equal(made[0][peer.columns], peer, check_exact=False, rtol=1e-6)
        taken = _in_turns(ROUNDS[cars], *works)
        rows.append(
            {
                "measure": f"simulate_factory, {cars:,} cars ({cars / taken[0]:,.0f} a second)",
                "unit": "s",
                "ours": taken[0],
                "peer": taken[1],
                "target": "<= 1.1",
                "peer_is": f"by hand in SimPy, weekends and hours booked ({cars / taken[1]:,.0f} a second)",
            }
        )
    day = {**rows[-1], "peer": taken[2], "peer_is": f"by hand in SimPy, day by day ({cars / taken[2]:,.0f} a second)"}
    return [*rows, day]


def booked_by_hand(gaps: list[float], end: float, f: Any) -> Times:
    """Places as a Resource, a process for each car; weekends and hours booked when it comes in."""
    env = simpy.Environment()
    hall = simpy.Resource(env, capacity=int(f.places))
    ordered: list[float] = []
    came_in: list[float] = []
    left: list[float] = []
    share = Fraction(int(f.weekends_a_year) * 7, int(f.days_a_year))
    weeks = range(int(end / 7) + 100)
    sundays = [7 * week + 7 for week in weeks if ceil((week + 1) * share) > ceil(week * share)]
    families: dict[int, int] = defaultdict(int)
    builders = float(f.staff - f.sales_staff)
    free: dict[int, float] = {}
    work = float(f.staff_hours_a_car / (f.hours_a_person / (f.days_a_year * 5 / 7)))
    room, owner_weekends, build_time = int(f.weekend_families), int(f.owner_weekends), float(f.build_time)

    def car() -> Iterator[Any]:
        ordered.append(env.now)
        with hall.request() as place:
            yield place
            now = env.now
            done = now + build_time
            weekend, needed = bisect_left(sundays, now + 2 - 1e-9), owner_weekends
            while needed:
                if families[weekend] < room:
                    families[weekend] += 1
                    needed -= 1
                    done = max(done, sundays[weekend])
                weekend += 1
            day, needed_work = ceil(now - 1e-9), work
            while needed_work > 1e-9:
                if day % 7 < 5:
                    rest = free.get(day, builders)
                    take = min(2, rest, needed_work)
                    free[day] = rest - take
                    needed_work -= take
                day += 1
            came_in.append(now)
            left.append(max(done, day))
            yield env.timeout(left[-1] - now)

    def orders() -> Iterator[Any]:
        for gap in gaps:
            yield env.timeout(gap)
            env.process(car())

    env.process(orders())
    env.run(until=end)
    return ordered, came_in, left


def day_by_day(gaps: list[float], end: float, f: Any) -> Times:
    """The hall as it is told, with an event for each day: nobody books, whoever came in first is served first."""
    env = simpy.Environment()
    places = simpy.Resource(env, capacity=int(f.places))
    cars: list[dict[str, Any]] = []
    ordered: list[float] = []
    hall: list[dict[str, Any]] = []
    share = Fraction(int(f.weekends_a_year) * 7, int(f.days_a_year))
    work = float(f.staff_hours_a_car / (f.hours_a_person / (f.days_a_year * 5 / 7)))

    def car() -> Iterator[Any]:
        ordered.append(env.now)
        with places.request() as place:
            yield place
            mine = {"in": env.now, "out": np.inf, "weekends": int(f.owner_weekends), "work": work}
            mine["owner_done"], mine["staff_done"] = env.event(), env.event()
            if not mine["weekends"]:
                mine["owner_done"].succeed()
            if mine["work"] <= 1e-9:
                mine["staff_done"].succeed()
            cars.append(mine)
            hall.append(mine)
            yield env.timeout(float(f.build_time)) & mine["owner_done"] & mine["staff_done"]
            mine["out"] = env.now
            hall.remove(mine)

    def orders() -> Iterator[Any]:
        for gap in gaps:
            yield env.timeout(gap)
            env.process(car())

    def tell(name: str, those: list[dict[str, Any]], at: float) -> Iterator[Any]:
        yield env.timeout(at - env.now)
        for each in those:
            each[name].succeed()

    def weekends() -> Iterator[Any]:
        week = 0
        while True:
            yield env.timeout(7 * week + 5 + 1e-7 - env.now)  # after whoever comes in as the day begins
            if ceil((week + 1) * share) > ceil(week * share):
                guests = [each for each in hall if each["weekends"]][: int(f.weekend_families)]
                for each in guests:
                    each["weekends"] -= 1
                env.process(tell("owner_done", [each for each in guests if not each["weekends"]], 7 * week + 7))
            week += 1

    def mornings() -> Iterator[Any]:
        day = 0
        while True:
            yield env.timeout(day + 1e-7 - env.now)
            hours, done = max(float(f.staff - f.sales_staff), 0.0), []
            for each in hall:
                if each["work"] > 1e-9:
                    take = min(2, hours, each["work"])
                    hours -= take
                    each["work"] -= take
                    done += [each] if each["work"] <= 1e-9 else []
            env.process(tell("staff_done", done, day + 1))
            day += 1 if day % 7 < 4 else 3

    for process in (orders, weekends, mornings):
        env.process(process())
    env.run(until=end)
    return ordered, [each["in"] for each in cars], [each["out"] for each in cars]


def _table(work: Callable[[list[float], float, Any], Times], factory: Any, years: float) -> pd.DataFrame:
    """The columns that somebody would look at, by hand."""
    end, start = years * DAYS, 0.2 * years * DAYS
    gaps = gaps_until(end, DAYS / BUYERS, streams(1, BUYERS, 1)[0])
    ordered, came_in, left = (np.array(times) for times in work(gaps, end, factory))
    queued = np.append(came_in, np.full(len(ordered) - len(came_in), end))
    waits = (came_in - ordered[: len(came_in)])[came_in > start]
    gone = (left <= end) & (left > start)
    found = {
        "arrived": len(ordered),
        "built": int((left <= end).sum()),
        "waiting_at_end": len(ordered) - len(came_in),
        "wait_days": waits.mean(),
        "share_waited": (waits > 1e-6).mean(),
        "hall_days": (left - came_in)[gone].mean(),
        "queue_mean": (queued.clip(start, end) - ordered.clip(start, end)).sum() / (end - start),
        "in_hall_mean": (left.clip(start, end) - came_in.clip(start, end)).sum() / (end - start),
    }
    assert set(found) <= set(COLUMNS)
    return pd.DataFrame([found])


def _in_turns(rounds: int, *works: Callable[[], Any]) -> list[float]:
    taken = [[_seconds(work) for work in works] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
