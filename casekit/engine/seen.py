"""Counts on record: what a series over time can be held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..evidence import middle_of
from ..units import convert

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from ..evidence import Figure


@dataclass(frozen=True)
class Seen:
    """One count on record.

    Parameters
    ----------
    time
        When, after the model's start, in the unit of its horizon.
    value
        In the output's unit.
    figure
        Where it comes from.
    """

    time: float
    value: float
    figure: Figure


def seen_since(start: datetime.date, figures: Iterable[Figure], time_unit: str, unit: str) -> list[Seen]:
    """Dated figures as counts after a start, the earliest first.

    Parameters
    ----------
    start
        The day of time 0.
    figures
        Figures of one quantity; those without a date are left out.
    time_unit, unit
        The units of time and value.
    """
    counts = [
        Seen(float(convert((day - start).days, "day", time_unit)), float(convert(each.value, each.unit, unit)), each)
        for each in figures
        if (day := middle_of(each.as_of)) is not None
    ]
    return sorted(counts, key=lambda count: count.time)
