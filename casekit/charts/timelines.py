"""Numbers over time, each where its source puts it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._html import escape, view
from .._tables import need
from ..evidence import middle_of
from ..units import say
from .comparisons import finish
from .picture import Picture
from .theme import LIGHT, number_axis

if TYPE_CHECKING:
    import pandas as pd


def over_time(
    table: pd.DataFrame, *, title: str, y_title: str, unit: str = "", date: str = "date", value: str = "value",
    series: str = "", join: bool = False, says: str = "",
) -> Picture:  # fmt: skip
    """Points over time, with their numbers beside them.

    Parameters
    ----------
    table
        One row a report; rows without a date or a value are left out.
    title
        A question or a claim.
    y_title
        What the numbers are, with their unit.
    unit
        The unit of the numbers.
    date, value, series
        The columns with dates (YYYY, YYYY-MM or YYYY-MM-DD), numbers and, if wanted, what each row belongs to.
    join
        Join the points of a series by steps: each holds until the next.
    says
        What a reader should see; else the first and the last are told.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"date": ["2009-07", "2013-03"], "value": [50000.0, 99900.0]})
    >>> over_time(table, title="What did the car cost?", y_title="price, USD", unit="USD").sentence
    'What did the car cost? From $50,000 in 2009-07 to $99,900 in 2013-03.'
    """
    need(table, date, value, *filter(None, (series,)))
    rows = table.dropna(subset=[value]).loc[lambda t: t[date].astype(str).str.match(r"\d{4}")]
    rows = rows.assign(
        when=[_day(str(each)) for each in rows[date]],
        value=rows[value].astype(float),
        series=rows[series] if series else "",
    ).sort_values("when", kind="stable")
    rows["said"] = [say(each, unit) for each in rows["value"]]
    rows["text"] = _labels(rows, "USD" if unit.startswith("USD") else "")
    chart = _points(rows[["when", "value", "text", "series"]], unit, join)
    told = "No dated figure."
    if len(rows):
        first, end = rows.iloc[0], rows.iloc[-1]
        told = f"From {first['said']} in {first[date]} to {end['said']} in {end[date]}."
    return finish(chart, title, says or f"{title} {told}", height=260, subtitle=y_title)


def _points(rows: pd.DataFrame, unit: str, join: bool) -> Any:
    """Points with their labels, and the name of each series at its last one."""
    import altair as alt

    names = list(dict.fromkeys(rows["series"]))
    color = alt.Color(
        "series:N",
        legend=None,
        scale=alt.Scale(domain=names, range=[LIGHT[c] for c in ("blue", "orange", "green", "purple")][: len(names)]),
    )
    base = alt.Chart(rows).encode(
        x=alt.X("when:T", title=None, axis=_time_axis(rows["when"]), scale=alt.Scale(padding=36)),
        y=alt.Y("value:Q", title=None, axis=number_axis(unit)),
        color=color,
        shape=alt.Shape("series:N", legend=None, scale=alt.Scale(domain=names)),
    )
    chart = base.mark_point(filled=True, size=80, opacity=1)
    if join:
        chart = base.mark_line(interpolate="step-after", strokeWidth=2).encode(shape=alt.value("circle")) + chart
    chart = chart + base.mark_text(align="left", dx=8, dy=-8, fontSize=12).encode(text="text:N")
    if any(names):
        last = base.transform_window(
            place="row_number()", sort=[alt.SortField("when", "descending")], groupby=["series"]
        )
        chart = chart + last.transform_filter("datum.place == 1").mark_text(
            align="center", dy=-24, fontSize=12, fontWeight=600
        ).encode(text="series:N")
    return chart


def _time_axis(days: pd.Series[str]) -> Any:
    """Years; months where everything happens within three years."""
    import altair as alt

    years = int(days.max()[:4]) - int(days.min()[:4]) if len(days) else 0
    if years < 3:
        return alt.Axis(format="%b %Y", tickCount=5)
    return alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1 + years // 15})


def _labels(rows: pd.DataFrame, unit: str) -> list[str]:
    """The number beside each point, unless it only repeats the one before it or would lie on another."""
    import pandas as pd

    days = pd.to_datetime(rows["when"]).map(pd.Timestamp.toordinal)
    wide = max(1, days.max() - days.min()) if len(days) else 1
    tall = max(rows["value"].max(), 0) - min(rows["value"].min(), 0) or 1.0
    placed: list[tuple[float, float]] = []
    before: dict[str, float] = {}
    labels = []
    for day, value, series in zip(days, rows["value"], rows["series"], strict=True):
        crowded = any(abs(day - x) < 0.11 * wide and abs(value - y) < 0.07 * tall for x, y in placed)
        labels.append("" if crowded or before.get(series) == value else say(value, unit))
        if labels[-1]:
            placed.append((day, value))
        before[series] = value
    return labels


@dataclass(frozen=True)
class Events:
    """A timeline to read: date, event and source, one row each. It draws itself in a notebook and in a terminal."""

    rows: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        return "\n".join(f"{date or '(undated)':10}  {event}  ({where})" for date, event, where in self.rows)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        items = "".join(
            f'<li><span class="ck-when">{escape(_say_date(date))}</span><span>{escape(event)} '
            f'<span class="ck-dim ck-small">{escape(where)}</span></span></li>'
            for date, event, where in self.rows
        )
        return view(f'<ol class="ck-events">{items}</ol>', _EVENTS)


_EVENTS = """.ck-view .ck-events{list-style:none;margin:0;padding:0 0 0 12px;border-left:2px solid var(--ck-line)}
.ck-view .ck-events li{display:grid;grid-template-columns:9em 1fr;gap:2px 12px;padding:3px 0}
.ck-view .ck-when{color:var(--ck-dim)}
@container (max-width:420px){.ck-view .ck-events li{grid-template-columns:1fr}}"""


def events(table: pd.DataFrame) -> Events:
    """A timeline to read, in the order of its rows.

    Parameters
    ----------
    table
        As a case's `timeline` has it: at least date, event and where.

    Examples
    --------
    >>> import pandas as pd
    >>> events(pd.DataFrame({"date": ["2008-03-25"], "event": ["The community opens."], "where": ["blog"]}))
    2008-03-25  The community opens.  (blog)
    """
    rows = table[["date", "event", "where"]].fillna("").astype(str).itertuples(index=False)
    return Events(tuple((date, event, where) for date, event, where in rows))


def _say_date(date: str) -> str:
    """A date as a reader says it: 25 March 2008, March 2008, 2008."""
    if not date:
        return "undated"
    year, *rest = date.split("-")
    month = calendar.month_name[int(rest[0])] if rest else ""
    return " ".join(part for part in (str(int(rest[1])) if len(rest) > 1 else "", month, year) if part)


def _day(date: str) -> str:
    """A date of any precision as a day: the middle of what it names."""
    return str(middle_of(date) or date)
