"""One run of the hall: orders, places, weekends and staff. `factory_floor` fills it and reads it.

Weekends and staff hours are booked when a car comes in, since whoever came in first is served first: cars that come
later change nothing for it, so that all of a car's days in the hall are known at that moment. What would be an event
for every weekend and every working day becomes a few sums, and the result is the same to the last car.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, inf, sqrt

import numpy as np
from simpy import Environment, Event

WEEK, WEEKDAYS = 7, 5  # a run starts on a Monday; Saturday is day 5
_SLACK = 1e-9  # sums of days, and shares of a person's day, are exact to about this


@dataclass(frozen=True)
class Hall:
    """What a run needs to know of a factory, as numbers.

    Parameters
    ----------
    places
        Cars that can stand in the hall at once.
    build_time
        Days that a car needs at least.
    owner_weekends
        Weekends that an owner needs.
    cars_a_weekend
        Cars whose owners can be guided on one weekend.
    open_weekends
        Share of all weekends on which owners come, at most 1.
    person_days
        Staff work on one car, in working days of one person.
    builders
        People who build on a working day.
    people_a_car
        How many of them can work on one car at once.
    """

    places: int
    build_time: float
    owner_weekends: int
    cars_a_weekend: float
    open_weekends: float
    person_days: float
    builders: float
    people_a_car: float


class Weekends:
    """The book of weekends: an owner takes the next ones with room. Closed weekends are not numbered."""

    def __init__(self, hall: Hall, end: float) -> None:
        self._needed = hall.owner_weekends
        self._room = hall.cars_a_weekend
        self._share = hall.open_weekends
        self.booked: dict[int, int] = {}
        self._end = self.first(end)
        self._full_before = 0

    def first(self, now: float) -> int:
        """The number of the first weekend that starts now or later."""
        week = max(0, ceil((now - WEEKDAYS) / WEEK - _SLACK))
        return ceil(week * self._share - _SLACK)

    def done(self, now: float) -> float:
        """The day on which the owner of a car that comes in now has built enough; the weekends are booked."""
        left, booked, room = self._needed, self.booked, self._room
        if left == 0:
            return now
        if room < 1:
            return inf
        weekend = self._full_before = max(self.first(now), self._full_before)
        while True:
            if weekend >= self._end:
                return inf
            taken = booked.get(weekend, 0)
            if taken < room:
                booked[weekend] = taken + 1
                left -= 1
                if left == 0:
                    break
            elif weekend == self._full_before:
                self._full_before += 1
            weekend += 1
        return WEEK * floor(weekend / self._share + _SLACK) + WEEK


class Staff:
    """The book of working days: the car that came in first is worked on first, by a few people at once."""

    def __init__(self, hall: Hall, end: float) -> None:
        self._needed = hall.person_days
        self._builders = hall.builders
        self._people = min(hall.people_a_car, hall.builders)
        self.free: dict[int, float] = {}  # what is left of a day that somebody has booked, in person-days
        self._end = self.first(end)
        self._full_before = 0

    @staticmethod
    def first(now: float) -> int:
        """The number of the first working day that starts now or later."""
        week, day = divmod(ceil(now - _SLACK), WEEK)
        return WEEKDAYS * week + min(day, WEEKDAYS)

    def done(self, now: float) -> float:
        """The day at whose end the staff are done with a car that comes in now; their hours are booked."""
        left, free, builders, people = self._needed, self.free, self._builders, self._people
        if left <= _SLACK:
            return now
        if people <= _SLACK:
            return inf
        day = self._full_before = max(self.first(now), self._full_before)
        while True:
            if day >= self._end:
                return inf
            rest = free.get(day, builders)
            take = min(people, rest, left)
            if take > _SLACK:
                free[day] = rest - take
                left -= take
                if left <= _SLACK:
                    break
            elif day == self._full_before:
                self._full_before += 1
            day += 1
        week, day = divmod(day, WEEKDAYS)
        return WEEK * week + day + 1


class Run:
    """One run: when each order came, when its car came in, and when it left.

    Parameters
    ----------
    hall
        The factory.
    gaps
        Days from each order to the next.
    end
        The last day.
    stays
        Days that each car spends in the hall; else the weekends and the staff say so.
    """

    def __init__(self, hall: Hall, gaps: Iterable[float], end: float, stays: Iterator[float] | None = None) -> None:
        self.ordered, self.came_in, self.left = array("d"), array("d"), array("d")
        self.weekends = Weekends(hall, end)
        self.staff = Staff(hall, end)
        self._hall = hall
        self._end = end
        self._stay: Callable[[float], float] = self._booked if stays is None else lambda now: next(stays)
        self._waiting = 0
        self._open = 0
        self._free: list[Event] = []  # one for each place that waits for a car
        self._days = Environment()
        self._days.process(self._orders(gaps))

    def go(self, slices: int = 1) -> Iterator[float]:
        """Run to the end in slices: after each, the share that is done."""
        for done in range(1, slices + 1):
            self._days.run(until=self._end * (done / slices))
            yield done / slices

    def _orders(self, gaps: Iterable[float]) -> Generator[Event, None, None]:
        """Owners order, and one by one they queue."""
        days, free, places = self._days, self._free, self._hall.places
        for gap in gaps:
            yield days.timeout(gap)
            self.ordered.append(days.now)
            self._waiting += 1
            if free:
                free.pop().succeed()
            elif self._open < places:
                self._open += 1
                days.process(self._place())

    def _place(self) -> Generator[Event, None, None]:
        """One place in the hall: it takes the car that has waited longest, keeps it, and takes the next."""
        days, came_in, left, stay_from = self._days, self.came_in, self.left, self._stay
        while True:
            while not self._waiting:
                free = days.event()
                self._free.append(free)
                yield free
            self._waiting -= 1
            now = days.now
            stay = stay_from(now)
            came_in.append(now)
            left.append(now + stay)
            yield days.timeout(stay)

    def _booked(self, now: float) -> float:
        """Days in the hall of a car that comes in now: at least the build, its owner's weekends and the staff."""
        return max(self._hall.build_time, self.weekends.done(now) - now, self.staff.done(now) - now)


def shortest_stay(hall: Hall) -> float:
    """Days in the hall of a car that is alone in it, from the best day of the week to start."""
    century = 36_500.0
    return min(
        max(hall.build_time, Weekends(hall, century).done(day) - day, Staff(hall, century).done(day) - day)
        for day in range(WEEK)
    )


def streams(seed: int, level: float, replication: int) -> list[np.random.Generator]:
    """Two streams of numbers for a run: for its orders, and for the days in the hall.

    They come from the seed, the level's own bits and the replication, so that they are the same whichever other runs
    are made. A factory that is changed meets the same orders.
    """
    key = (*np.array([level], dtype="<f8").view("<u4").tolist(), replication)
    return [np.random.default_rng(each) for each in np.random.SeedSequence(seed, spawn_key=key).spawn(2)]


def gaps_until(end: float, mean: float, orders: np.random.Generator) -> list[float]:
    """The days from each order to the next, up to the end; a longer run begins with the same ones."""
    expected = end / mean
    gaps = np.empty(0)
    while True:
        more = orders.standard_exponential(int(expected + 4 * sqrt(expected)) + 10)
        gaps = np.concatenate([gaps, more * mean])
        times = np.cumsum(gaps)
        if times[-1] > end:
            kept: list[float] = gaps[: np.searchsorted(times, end)].tolist()
            return kept
