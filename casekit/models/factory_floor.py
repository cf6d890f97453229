"""The micro-factory day by day: owners order at random, queue for a place, and come at weekends.

**A run.** Orders arrive one at a time at random (Poisson). An owner waits, first come first served, for one of the
`places`. From then on three things go side by side, and the car leaves when all three are done:

- the car needs at least `build_time` days;
- its owner needs `owner_weekends` weekends and books the next ones with room: `weekend_families` families on each;
- the staff who build (`staff` less `sales_staff`) give it `staff_hours_a_car` hours. Each has `hours_a_person` hours a
  year, the same on every day from Monday to Friday; cars that came in first are served first, by at most
  `people_a_car` people at once, and a person may share a day between cars.

A weekend ends on Sunday night, the staff are done at the end of a working day, and a car that comes in during a day or
a weekend starts with the next one. So the shortest time in the hall is the simulation's own: `build_time`, or longer
where weekends and working days do not fit into it. Two weekends take 9 to 16 days, by the day of the week on which the
car comes in; with a build of 14 days, a car that comes in on a Saturday or a Sunday stands there for up to 16, and on
average a car that is never held up stands there for 14 2/7.

**The closed form.** Its limits (`enough_places`, `enough_weekends`, `enough_staff_hours`) hold here as well: a run has
`weekends_a_year` open weekends a year, though 365 days have 52.14, and no more staff hours than the closed form. Each
limit takes the other two for granted, and every one of them says how many cars can be built when nobody minds waiting.
How long owners wait below the limits is what the runs are for.

**Left out.** Nobody gives up or falls ill; the guides of a weekend are not taken from the staff's hours; a place is
free again at once.

**Too many orders.** Above a limit the queue grows for as long as a run lasts. `wait_days` is then no property of the
factory: it depends on `years`, and it is too low, because those who wait longest have not come in yet. `settles` is
False there, and `waiting_at_end` and `waited_at_end_days` count those who are still waiting.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from .._errors import KitError
from .._numbers import count_of, number_of
from ._hall import WEEK, WEEKDAYS, Run, Staff, Weekends, gaps_until, shortest_stay, streams
from ._plan import Plan, planned

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame
    from rich.progress import Progress

    from .capacity import MicroFactory

MOST_SERVERS = 1_000_000
_SLICE = 5_000  # cars between two words on how far a run is
_PATIENCE = 1.0  # seconds before a bar is worth its place


def simulate_factory(
    factory: MicroFactory, buyers_a_year: float | Sequence[float] | None = None, *, years: float = 10,
    warm_up: float = 2, replications: int = 20, seed: int = 1, exponential: bool = False, people_a_car: float = 2,
    progress: bool | Callable[[float], Any] = True,
) -> DataFrame:  # fmt: skip
    """The years of one factory, event by event and many times over; the module says what happens in a run.

    Parameters
    ----------
    factory
        One factory: the inputs that a run needs hold one number each.
    buyers_a_year
        Orders a year, one level or several (each is run once); else the factory's own.
    years, warm_up
        Length of a run, and the part of it before measuring starts, since the hall starts empty (year).
    replications, seed
        Runs of each level; where their numbers start. A run's numbers do not depend on which others are run.
    exponential
        The textbook queue M/M/c instead: exponential days in the hall with mean `build_time`, no owners, no staff.
    people_a_car
        Staff who can work on one car at once (person; an assumption).
    progress
        True draws a bar in a terminal, after a second, and leaves nothing in a notebook. A function is called with
        the share done, at least every 5,000 cars; whatever it raises stops the simulation.

    Returns
    -------
    pandas.DataFrame
        One row a level and replication. What each column is, with its unit: `casekit.models.factory_floor.COLUMNS`.

    Raises
    ------
    KitError
        For what no run can be made of, and for more than 5,000,000 cars in all.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> runs = simulate_factory(factory, [100, 300], years=6, replications=5)
    >>> runs.groupby("buyers_a_year")["hall_days"].mean().round().tolist()
    [14.0, 19.0]
    """
    import pandas as pd

    plan = planned(factory, buyers_a_year, (years, warm_up), (replications, seed), exponential, people_a_car)
    with _telling(progress) as tell:
        return pd.DataFrame(list(_rows(plan, tell)))


COLUMNS = {
    "buyers_a_year": "orders a year (vehicle/year)",
    "replication": "number of the run, from 1",
    "arrived": "orders in the whole run (vehicle): built + in_hall_at_end + waiting_at_end",
    "built": "cars that left the hall in the whole run (vehicle)",
    "in_hall_at_end": "cars in the hall when the run ends (vehicle)",
    "waiting_at_end": "owners still waiting for a place when the run ends (family)",
    "waited_at_end_days": "how long those have waited so far (day, mean; NaN when there are none)",
    "built_a_year": "cars that left the hall, after the warm-up (vehicle/year)",
    "wait_days": "from order to a place, mean of the cars that came in after the warm-up (day)",
    "wait_p90_days": "what 90 of 100 of them waited at most (day)",
    "share_waited": "those of them who waited at all (share)",
    "hall_days": "from a place to the keys, mean of the cars that left after the warm-up (day)",
    "queue_mean": "owners waiting for a place, averaged over time after the warm-up (family)",
    "in_hall_mean": "cars in the hall, averaged over time after the warm-up (vehicle)",
    "places_busy": "places with a car in them, averaged over time after the warm-up (share)",
    "weekends_busy": "places of families on open weekends that were taken, after the warm-up (share)",
    "staff_busy": "hours of the staff who build that were used, after the warm-up (share)",
    "settles": "False when more is ordered than places, weekends or staff are ever enough for: the queue only grows",
}


def erlang_c(load: float, servers: int) -> float:
    """The chance that somebody has to wait in the queue M/M/c (Erlang's second formula, Erlang C).

    Parameters
    ----------
    load
        Arrivals times the mean service time: how many would be busy at any time if nobody had to wait.
    servers
        How many can be served at once.

    Returns
    -------
    float
        A share; 1 when the load is as large as the servers or larger, since then everybody waits in the end. The mean
        wait is this share x mean service time / (servers - load).

    Raises
    ------
    KitError
        For a negative load, or servers that are not a whole number from 1 to 1,000,000.

    Notes
    -----
    B / (1 - load / servers x (1 - B)), with Erlang's first formula B by its recursion over the servers (Erlang 1917).

    Examples
    --------
    >>> round(erlang_c(10, 14), 12)
    0.174131933595
    """
    load, servers = number_of("load", load), count_of("servers", servers)
    if not 1 <= servers <= MOST_SERVERS:
        raise KitError(f"servers must be at least 1 and at most {MOST_SERVERS:,}, not {servers:,}.")
    if load >= servers:
        return 1.0
    lost = 1.0
    for busy in range(1, servers + 1):
        lost = load * lost / (busy + load * lost)
    return lost / (1 - load / servers * (1 - lost))


def _rows(plan: Plan, tell: Callable[[float], Any]) -> Iterator[dict[str, Any]]:
    """Run after run, each measured."""
    limit = _most_cars_a_year(plan)
    years = plan.end / plan.days_a_year
    weights = {level: level * years + 10 for level in plan.levels}
    whole, done = sum(weights.values()) * plan.replications, 0.0
    for level in plan.levels:
        for replication in range(1, plan.replications + 1):
            run = started(plan, level, replication)
            for share in run.go(max(1, round(level * years / _SLICE))):
                tell(min(1.0, (done + share * weights[level]) / whole))
            done += weights[level]
            found = {"buyers_a_year": level, "replication": replication, **_measured(plan, run)}
            yield {**found, "settles": level == 0 or level < limit}


def started(plan: Plan, level: float, replication: int) -> Run:
    """A run that is ready to go."""
    orders, days = streams(plan.seed, level, replication)
    gaps = gaps_until(plan.end, plan.days_a_year / level, orders) if level else []
    stays = iter((days.standard_exponential(len(gaps)) * plan.hall.build_time).tolist()) if plan.exponential else None
    return Run(plan.hall, gaps, plan.end, stays)


def _measured(plan: Plan, run: Run) -> dict[str, float]:
    """One run as the numbers of `COLUMNS`."""
    start, end, span = plan.start, plan.end, plan.end - plan.start
    ordered, came_in, left = np.array(run.ordered), np.array(run.came_in), np.array(run.left)
    waiting = ordered[len(came_in) :]
    waits = (came_in - ordered[: len(came_in)])[came_in > start]
    gone = left <= end
    measured = gone & (left > start)
    built = int(gone.sum())
    in_hall = _overlap(came_in, left, start, end) / span
    queue = _overlap(ordered, np.concatenate([came_in, np.full(len(waiting), end)]), start, end) / span
    return {
        "arrived": len(ordered),
        "built": built,
        "in_hall_at_end": len(came_in) - built,
        "waiting_at_end": len(waiting),
        "waited_at_end_days": _mean(end - waiting),
        "built_a_year": int(measured.sum()) * plan.days_a_year / span,
        "wait_days": _mean(waits),
        "wait_p90_days": float(np.quantile(waits, 0.9)) if len(waits) else math.nan,
        "share_waited": _mean(waits > 0),
        "hall_days": _mean((left - came_in)[measured]),
        "queue_mean": queue,
        "in_hall_mean": in_hall,
        "places_busy": in_hall / plan.hall.places,
        "weekends_busy": math.nan if plan.exponential else _weekends_busy(plan, run.weekends),
        "staff_busy": math.nan if plan.exponential else _staff_busy(plan, run.staff),
    }


def _overlap(since: NDArray[np.float64], until: NDArray[np.float64], start: float, end: float) -> float:
    """The days of all these times together that lie between start and end."""
    return float((np.clip(until, start, end) - np.clip(since, start, end)).sum())


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else math.nan


def _weekends_busy(plan: Plan, book: Weekends) -> float:
    first, last = book.first(plan.start), book.first(plan.end)
    room = plan.hall.cars_a_weekend * (last - first)
    taken = sum(count for weekend, count in book.booked.items() if first <= weekend < last)
    return taken / room if room else math.nan


def _staff_busy(plan: Plan, book: Staff) -> float:
    first, last = book.first(plan.start), book.first(plan.end)
    hours = plan.hall.builders * (last - first)
    taken = sum(plan.hall.builders - free for day, free in book.free.items() if first <= day < last)
    return taken / hours if hours else math.nan


def _most_cars_a_year(plan: Plan) -> float:
    """What the places, the weekends and the staff are each enough for: the least of the three (vehicle/year)."""
    hall, days = plan.hall, plan.days_a_year
    stay = hall.build_time if plan.exponential else shortest_stay(hall)
    limits = [
        (hall.places * days, stay),
        (hall.cars_a_weekend * hall.open_weekends * days / WEEK, hall.owner_weekends),
        (hall.builders * days * WEEKDAYS / WEEK, hall.person_days),
    ]
    return min(room / needed if needed else math.inf for room, needed in limits)


@contextmanager
def _telling(progress: bool | Callable[[float], Any]) -> Iterator[Callable[[float], Any]]:
    """What to call with the share done: the caller's own function, or a bar once the wait has grown long."""
    if callable(progress):
        yield progress
        return
    bar: Progress | None = None
    due = monotonic() + _PATIENCE if progress else math.inf

    def tell(share: float) -> None:
        nonlocal bar
        if monotonic() > due:
            bar = bar or _bar()
            bar.update(bar.task_ids[0], completed=share)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()


def _bar() -> Progress:
    """A bar in a terminal. In a notebook it is not drawn: even one that is taken away leaves an output in the cell."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=console.is_jupyter or not console.is_terminal)
    bar.add_task("Simulating", total=1.0)
    bar.start()
    return bar
