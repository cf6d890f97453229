"""A number over another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..units import say
from .comparisons import finish, only_numbers
from .picture import Picture
from .theme import LIGHT, number_axis

if TYPE_CHECKING:
    import pandas as pd


def line(
    table: pd.DataFrame, *, title: str, x: str, y: str, x_title: str, y_title: str, x_unit: str = "", y_unit: str = "",
    says: str = "",
) -> Picture:  # fmt: skip
    """One line over a table, such as `study.sweep` gives.

    Parameters
    ----------
    table
        One row a point, in the order in which they are joined.
    title
        A question or a claim.
    x, y
        The columns along the bottom and up the side.
    x_title, y_title
        What they are called, with their units.
    x_unit, y_unit
        Their units, for the sentence and for percentages on the axis.
    says
        What a reader should see; else where the line starts and ends.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"days": [6.0, 14.0], "cars": [33.0, 77.0]})
    >>> line(table, title="Days and cars", x="days", y="cars", x_title="days", y_title="cars", y_unit="vehicle",
    ...      x_unit="day").sentence
    'Days and cars: from 33 cars at 6 days to 77 cars at 14 days.'
    """
    import altair as alt

    only_numbers(table[y])
    rows = table[[x, y]].dropna().rename(columns={x: "x", y: "y"})
    chart = (
        alt.Chart(rows)
        .mark_line(color=LIGHT["blue"], strokeWidth=2.5)
        .encode(
            x=alt.X("x:Q", title=x_title, axis=number_axis(x_unit)),
            y=alt.Y("y:Q", title=None, axis=number_axis(y_unit)),
        )
    )
    told = f"{title}: not available anywhere."
    if len(rows):
        first, last = rows.iloc[0], rows.iloc[-1]
        told = (
            f"{title.rstrip('.?')}: from {say(first['y'], y_unit, rounded=True)} at {say(first['x'], x_unit)} "
            f"to {say(last['y'], y_unit, rounded=True)} at {say(last['x'], x_unit)}."
        )
    return finish(chart, title, says or told, height=230, subtitle=y_title)
