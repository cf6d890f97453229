"""What a simulation of the factory is asked, checked at the door: each mistake has its sentence, before any wait."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .._errors import KitError
from .._numbers import count_of, number_of
from ._asked import levels_of, single
from ._hall import WEEK, WEEKDAYS, Hall
from .capacity import MicroFactory

MOST_CARS, MOST_RUNS, MOST_BOOKINGS, MOST_YEARS = 5_000_000, 20_000, 50_000_000, 1_000
_BY = "buyers_a_year"
_ALWAYS = ("places", "build_time", "days_a_year")
_WITH_OWNERS = (
    *("owner_weekends", "weekend_families", "families_a_car", "weekends_a_year"),
    *("staff", "sales_staff", "hours_a_person", "staff_hours_a_car"),
)
_WHOLE = ("places", "owner_weekends", "weekend_families")


@dataclass(frozen=True)
class Plan:
    """All that the runs need, checked; `start` and `end` of what is measured in days."""

    hall: Hall
    levels: list[float]
    days_a_year: float
    start: float
    end: float
    replications: int
    seed: int
    exponential: bool


def planned(
    factory: MicroFactory,
    buyers_a_year: float | Sequence[float] | None,
    span: tuple[float, float],
    runs: tuple[int, int],
    exponential: bool,
    people_a_car: float,
) -> Plan:
    """What is asked, checked: `span` is years and warm-up, `runs` replications and seed."""
    if not isinstance(factory, MicroFactory):
        raise KitError(f"simulate_factory needs a MicroFactory, not {type(factory).__name__}.")
    hall, days = _hall_of(factory, bool(exponential), people_a_car)
    years, warm_up = number_of("years", span[0]), number_of("warm_up", span[1])
    if not 0 < years <= MOST_YEARS:
        raise KitError(f"years must be more than 0 and at most {MOST_YEARS:,}, not {years:g}.")
    if warm_up >= years:
        raise KitError(
            f"warm_up ({warm_up:g} years) leaves nothing of the {years:g} years to measure: make it shorter."
        )
    replications, seed = (count_of(name, value) for name, value in zip(("replications", "seed"), runs, strict=True))
    if replications < 1:
        raise KitError("replications must be at least 1.")
    levels = levels_of(factory, _BY, buyers_a_year, "factory")
    plan = Plan(hall, levels, days, warm_up * days, years * days, replications, seed, bool(exponential))
    _check_size(plan)
    return plan


def _hall_of(factory: MicroFactory, exponential: bool, people_a_car: float) -> tuple[Hall, float]:
    """A factory as a run needs it, and the days of its year."""
    has = {
        name: single(factory, name, _BY, "factory") for name in (_ALWAYS if exponential else (*_ALWAYS, *_WITH_OWNERS))
    }
    for name in _WHOLE:
        if name in has and not has[name].is_integer():
            raise KitError(f"{name} is {has[name]:g}: a simulation needs a whole number.")
    if has["places"] < 1:
        raise KitError("The factory has no places, so that no car can ever come in. Give it at least one.")
    if has["days_a_year"] <= 0:
        raise KitError("days_a_year must be more than 0.")
    places, days = int(has["places"]), has["days_a_year"]
    if exponential:
        return Hall(places, has["build_time"], 0, math.inf, 1, 0, 0, 0), days
    share = has["weekends_a_year"] * WEEK / days
    if share > 1 + 1e-9:
        raise KitError(f"weekends_a_year is {has['weekends_a_year']:g}, and {days:g} days have {days / WEEK:.1f}.")
    hours_a_day = has["hours_a_person"] / (days * WEEKDAYS / WEEK)
    work, families = has["staff_hours_a_car"], has["families_a_car"]
    room = has["weekend_families"] // families if families else math.inf
    return Hall(
        places=places,
        build_time=has["build_time"],
        owner_weekends=int(has["owner_weekends"]),
        cars_a_weekend=room if share else 0.0,
        open_weekends=min(share, 1.0),
        person_days=work / hours_a_day if hours_a_day else math.inf if work else 0.0,
        builders=max(has["staff"] - has["sales_staff"], 0.0),
        people_a_car=number_of("people_a_car", people_a_car),
    ), days


def _check_size(plan: Plan) -> None:
    """Refuse what would take too long: the sentence comes before the wait."""
    runs = len(plan.levels) * plan.replications
    if runs > MOST_RUNS:
        raise KitError(f"That is {runs:,} runs, and at most {MOST_RUNS:,} are made: take fewer replications or levels.")
    cars = sum(plan.levels) * plan.end / plan.days_a_year * plan.replications
    if cars > MOST_CARS:
        raise KitError(
            f"That is about {cars:,.0f} cars in all, and at most {MOST_CARS:,} are simulated: take fewer years, "
            "replications or buyers."
        )
    hall, weeks = plan.hall, plan.end / WEEK + 1
    people = min(hall.people_a_car, hall.builders)
    days = min(hall.person_days / people if people else 0.0, weeks * WEEKDAYS)
    bookings = cars * (min(hall.owner_weekends, weeks) + days)
    if bookings > MOST_BOOKINGS:
        raise KitError(
            f"That is about {bookings:,.0f} weekends and working days to book, more than {MOST_BOOKINGS:,}; a car "
            f"needs {hall.owner_weekends:,} and {days:,.0f} of them here. Take fewer years or replications."
        )
