"""A number over another: one line, or several beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._tables import need
from ..units import say
from .comparisons import finish, only_numbers
from .picture import Picture
from .theme import LIGHT, number_axis

if TYPE_CHECKING:
    import pandas as pd


def line(
    table: pd.DataFrame, *, title: str, x: str, y: str, x_title: str, y_title: str, x_unit: str = "", y_unit: str = "",
    series: str = "", low: str = "", high: str = "", points: pd.DataFrame | None = None, says: str = "",
) -> Picture:  # fmt: skip
    """One line over a table, such as `study.sweep` gives; or one for each series, such as `study.scenarios` gives.

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
    series
        The column that says which line a row belongs to; its name stands at the line's end.
    low, high
        The columns of a band around the line, such as an interval.
    points
        Dots beside the line, with columns `time` and `value`, such as the counts of a fit.
    says
        What a reader should see; else where each line starts and ends.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"days": [6.0, 14.0], "cars": [33.0, 77.0]})
    >>> line(table, title="Days and cars", x="days", y="cars", x_title="days", y_title="cars", y_unit="vehicle",
    ...      x_unit="day").sentence
    'Days and cars: from 33 cars at 6 days to 77 cars at 14 days.'
    """
    need(table, x, y, *filter(None, (series, low, high)))
    only_numbers(table[y])
    columns = {x: "x", y: "y", **({series: "series"} if series else {}), **({low: "low", high: "high"} if low else {})}
    rows = table[list(columns)].dropna(subset=[x, y]).rename(columns=columns)
    rows["series"] = rows["series"].astype(str) if series else ""
    chart = _lines(rows, x_title, number_axis(x_unit), number_axis(y_unit))
    if points is not None:
        chart = chart + _dots(points)
    sentence = says or _told(title, rows, x_unit, y_unit)
    return finish(chart, title, sentence, height=260 if series else 230, subtitle=y_title)


def _lines(rows: pd.DataFrame, x_title: str, x_axis: Any, y_axis: Any) -> Any:
    """A line for each series with its name at the end, over a band where there is one."""
    import altair as alt

    names = list(dict.fromkeys(rows["series"]))
    colors = [LIGHT[name] for name in ("blue", "orange", "green", "purple", "ink", "dim")]
    across = alt.X("x:Q", title=x_title, axis=x_axis)
    base = alt.Chart(rows).encode(
        x=across,
        y=alt.Y("y:Q", title=None, axis=y_axis),
        color=alt.Color("series:N", legend=None, scale=alt.Scale(domain=names, range=colors[: len(names)])),
    )
    chart: Any = base.mark_line(strokeWidth=2.5)
    if "low" in rows:
        band = alt.Chart(rows).mark_area(color=LIGHT["blue"], opacity=0.18)
        chart = band.encode(x=across, y=alt.Y("low:Q"), y2="high:Q") + chart
    if any(names):
        ends = rows.groupby("series", sort=False).tail(1)
        text = base.properties(data=ends).mark_text(align="left", dx=6, fontSize=12, fontWeight=600)
        chart = chart + text.encode(text="series:N")
    return chart


def _dots(points: pd.DataFrame) -> Any:
    import altair as alt

    dots = alt.Chart(points.rename(columns={"time": "x", "value": "y"})[["x", "y"]])
    return dots.mark_point(filled=True, size=60, color=LIGHT["orange"], opacity=1).encode(x="x:Q", y="y:Q")


def _told(title: str, rows: pd.DataFrame, x_unit: str, y_unit: str) -> str:
    """Where each line starts and ends."""
    if not len(rows):
        return f"{title}: not available anywhere."
    told = []
    for name in dict.fromkeys(rows["series"]):
        each = rows[rows["series"] == name]
        first, last = each.iloc[0], each.iloc[-1]
        start, end = (say(point["y"], y_unit, rounded=True) for point in (first, last))
        where = (say(point["x"], x_unit) for point in (first, last))
        who = f"{name}, " if name else ""
        told.append(f"{who}from {start} at {next(where)} to {end} at {next(where)}")
    return f"{title.rstrip('.?')}: {'; '.join(told)}."
