"""A number over another: one line, or the picture of an explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..units import say
from .comparisons import WIDTH, finish
from .picture import Picture
from .theme import LIGHT, config, number_axis

if TYPE_CHECKING:
    import pandas as pd

    from ..engine import View


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


def curve_spec(view: View, *, x_range: tuple[float, float], money: bool = False) -> dict[str, Any]:
    """The specification of an explorer's picture, without its data.

    Parameters
    ----------
    view
        What it draws.
    x_range
        From where to where its line runs.
    money
        Whether y is money.

    Returns
    -------
    dict
        Vega-Lite with the named datasets `curve` (x, y, series: now or kept), `rules` (value, label) and `marks` (x, y,
        label, role: plan, other or limit; align, dx, dy), and the signals `yLow` and `yHigh`.
    """
    import altair as alt

    role = alt.Scale(domain=["plan", "other", "limit"], range=[LIGHT["blue"], LIGHT["ink"], LIGHT["orange"]])
    series = alt.Scale(domain=["now", "kept"], range=[LIGHT["blue"], LIGHT["dim"]])
    x = alt.X(
        "x:Q", title=view.x_title, scale=alt.Scale(domain=list(x_range), nice=False), axis=number_axis("", tickCount=6)
    )
    y_scale = alt.Scale(domain=[alt.ExprRef("yLow"), alt.ExprRef("yHigh")], nice=False)
    y = alt.Y("y:Q", title=None, scale=y_scale, axis=number_axis("USD" if money else "", tickCount=5))
    y_rule = alt.Y("value:Q", title=None, scale=y_scale)
    rules = alt.Chart(alt.NamedData("rules"))
    marks = alt.Chart(alt.NamedData("marks"))
    label: dict[str, Any] = dict(
        align=alt.ExprRef("datum.align"), dx=alt.ExprRef("datum.dx"), dy=alt.ExprRef("datum.dy"), fontSize=12
    )
    chart = (
        alt.Chart(alt.NamedData("curve"))
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(x=x, y=y, detail="series:N", color=alt.Color("series:N", scale=series, legend=None))
        + rules.mark_rule(color=LIGHT["orange"], strokeWidth=1.5).encode(y=y_rule)
        + rules.mark_text(color=LIGHT["orange"], align="right", dx=-2, dy=-8, fontSize=12).encode(
            y=y_rule, x=alt.value("width"), text="label:N"
        )
        + marks.mark_point(filled=True, size=90, opacity=1).encode(
            x=x, y=y, color=alt.Color("role:N", scale=role, legend=None)
        )
        + marks.mark_text(**label).encode(x=x, y=y, text="label:N")
    )
    params = [{"name": "yLow", "value": 0}, {"name": "yHigh", "value": 1}]
    # The two color scales are apart: a series is no role.
    spec: dict[str, Any] = (
        chart.resolve_scale(color="independent").properties(width=WIDTH, height=240).to_dict(validate=False)
    )
    return {**spec, "params": params, "config": config()}
