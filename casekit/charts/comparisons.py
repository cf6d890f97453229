"""Quantities side by side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from .._errors import KitError
from .._tables import need
from ..units import about, say
from .picture import Picture
from .theme import LIGHT, config, number_axis

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 520
LONGEST = 34  # letters of a source's name; longer ones lose their middle
# Few enough ticks that no two numbers touch, and none where two would.
SPARSE: dict[str, Any] = {"tickCount": 5, "labelSeparation": 12}


def bars(
    table: pd.DataFrame, *, title: str, value: str = "value", label: str = "label", unit: str = "", says: str = ""
) -> Picture:
    """Bars from zero, each with its name and its number.

    Parameters
    ----------
    table
        One row a bar.
    title
        A question or a claim.
    value, label
        The columns with the numbers and the names.
    unit
        The unit of the numbers.
    says
        What a reader should see; else the largest and the smallest are told.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": ["paid so far", "one factory"], "value": [6237.0, 6e6]})
    >>> bars(table, title="Who has paid?", unit="USD").sentence
    'Who has paid? The most: one factory, $6 million. The least: paid so far, $6,237.'
    """
    import altair as alt

    rows: Any = table[[label, value]].rename(columns={label: "label", value: "value"})
    # Numbered anew: in a table put together from others a row's number may stand for two.
    rows = rows.assign(text=[say(each, unit) for each in rows["value"]]).reset_index(drop=True)
    known = rows["value"].dropna()
    ends = [min(0.0, known.min()), max(0.0, known.max()) * 1.3 or 1.0] if len(known) else [0.0, 1.0]
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=240, labelFontSize=13))
    )
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=ends))
    chart = base.mark_bar(color=LIGHT["blue"], height=18).encode(x=x) + base.mark_text(
        align="left", dx=6, fontSize=13
    ).encode(x=x, text="text:N")
    told = f"{title} No number is available."
    if len(known):
        top, bottom = rows.loc[known.idxmax()], rows.loc[known.idxmin()]
        told = f"{title} The most: {top['label']}, {top['text']}. The least: {bottom['label']}, {bottom['text']}."
    return finish(chart, title, says or told, height=34 * len(rows))


def by_source(table: pd.DataFrame, *, title: str, unit: str = "", says: str = "") -> Picture:
    """The answer under each rival figure, one row a figure; the one in use is filled.

    Parameters
    ----------
    table
        As `study.by_source` gives it.
    title
        A question or a claim.
    unit
        The unit of the answers.
    says
        What a reader should see; else the range of answers is told.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> picture = by_source(ck.by_source(factory, "cars_in_build"), title="Whom do you believe?", unit="vehicle")
    >>> picture.sentence.startswith("Whom do you believe?")
    True
    """
    import altair as alt

    need(table, "input", "said", "source", "answer", "used")
    only_numbers(table["answer"])
    rows, drawn = _rival_rows(table, unit)
    axis = alt.Axis(labelLimit=0, grid=True, labelExpr=f"{json.dumps(drawn)}[datum.value]")
    base = alt.Chart(rows).encode(
        y=alt.Y("row:O", sort=None, title=None, axis=axis),
        x=alt.X("answer:Q", title=None, axis=number_axis(unit, **SPARSE), scale=alt.Scale(nice=True, zero=True)),
        color=alt.condition("datum.used", alt.value(LIGHT["blue"]), alt.value(LIGHT["orange"])),
    )
    chart = base.mark_point(filled=True, size=110) + base.mark_text(align="left", dx=9, fontSize=12).encode(
        text="text:N"
    )
    told = "There is only one figure for each input."
    if len(rows):
        low, high = rows.loc[rows["answer"].idxmin()], rows.loc[rows["answer"].idxmax()]
        told = f"From {low['text']} ({low['label']}) to {high['text']} ({high['label']})."
    return finish(chart, title, says or f"{title} {told}", height=30 * max(1, len(rows)))


def rates(table: pd.DataFrame, *, title: str, says: str = "") -> Picture:
    """Shares side by side on a scale of ratios, each with its range where one is known: one in 10, one in 1,000.

    Parameters
    ----------
    table
        As `casekit.base_rates` gives it; rows that are no shares, or none of anything, are left out.
    title
        A question or a claim.
    says
        What a reader should see; else the largest and the smallest are told.

    Examples
    --------
    >>> import casekit as ck
    >>> rates(ck.base_rates("chosen", "quirky"), title="How fine is the sieve?").sentence
    'How fine is the sieve? From Quirky: chosen to be developed, of ideas handed in (2011-08): 1 in 225, to Quirky: ...'
    """
    import altair as alt

    need(table, "title", "what", "value", "low", "high", "unit", "as_of")
    rows: Any = table[(table["unit"] == "share") & (table["value"] > 0)].reset_index(drop=True)
    if rows.empty:
        raise KitError('This table holds no shares. Take a stage that is one, such as base_rates("approved").')
    dated = [f"{row.what} ({row.as_of})" if row.as_of else row.what for row in rows.itertuples()]
    rows = rows.assign(label=[f"{case}: {what}" for case, what in zip(rows["title"], dated, strict=True)])
    rows = rows.assign(row=range(len(rows)), text=[_one_in(each) for each in rows["value"]])
    start = rows["value"].where(~(rows["low"] > 0), rows["low"]).min() / 2
    rows["low"] = rows["low"].clip(lower=start)  # a scale of ratios has no zero
    scale = alt.Scale(type="log", domain=[start, 1])
    said = "datum.value < 1 ? '1 in ' + format(1 / datum.value, ',.0f') : 'all'"
    axis = alt.Axis(labelExpr=said, values=[1, 0.1, 0.01, 0.001, 0.0001])
    labels = alt.Axis(labelLimit=0, grid=True, labelExpr=f"{json.dumps(rows['label'].tolist())}[datum.value]")
    base = alt.Chart(rows).encode(y=alt.Y("row:O", title=None, axis=labels))
    low = alt.X("low:Q", title=None, axis=axis, scale=scale)
    at = alt.X("value:Q", title=None, axis=axis, scale=scale)
    chart = base.mark_point(filled=True, size=90, color=LIGHT["blue"], opacity=1).encode(x=at)
    if rows["low"].notna().any():  # a column of nothing would spoil the scale
        chart = base.mark_rule(color=LIGHT["blue"], strokeWidth=2, opacity=0.6).encode(x=low, x2="high:Q") + chart
    chart = chart + base.mark_text(dy=-11, fontSize=12).encode(x=at, text="text:N")
    top, bottom = rows.loc[rows["value"].idxmax()], rows.loc[rows["value"].idxmin()]
    told = f"From {bottom['label']}: {bottom['text']}, to {top['label']}: {top['text']}."
    if len(rows) == 1:
        told = f"{top['label']}: {top['text']}."
    return finish(chart, title, says or f"{title} {told}", height=44 * len(rows))


def _one_in(share: float) -> str:
    """A share as one says it: "16%" or, when it is small, "1 in 225".

    >>> _one_in(0.16), _one_in(1 / 225)
    ('16%', '1 in 225')
    """
    return say(share, "share", rounded=True) if share > 0.1 else f"1 in {about(1 / share)}"


def _rival_rows(table: pd.DataFrame, unit: str) -> tuple[Any, list[str]]:
    """The rows that have an answer, and what an axis calls each: the value first, since the rows differ in it."""
    rows: Any = table.dropna(subset=["answer"]).reset_index(drop=True)
    several = rows["input"].nunique() > 1
    values = [f"{row.input.replace('_', ' ')} {row.said}" if several else row.said for row in rows.itertuples()]
    rows = rows.assign(
        row=range(len(rows)),
        label=[f"{value} · {source}" for value, source in zip(values, rows["source"], strict=True)],
        text=[say(each, unit, rounded=True) for each in rows["answer"]],
    )
    return rows, [f"{value} · {shortened(source)}" for value, source in zip(values, rows["source"], strict=True)]


def shortened(text: str) -> str:
    """A name that is too long for an axis, without its middle.

    >>> shortened("derived from Las Vegas Review-Journal and 2oceansvibe")
    'derived from Las … 2oceansvibe'
    """
    if len(text) <= LONGEST:
        return text
    start = text[: LONGEST // 2 + 3].rsplit(" ", 1)[0]
    return f"{start} … {text[len(start) + 3 - LONGEST :].split(' ', 1)[-1]}"


def only_numbers(column: pd.Series[Any]) -> None:
    """Refuse answers that are names, such as the limit that runs out first."""
    if any(isinstance(each, str) for each in column):
        raise KitError("These answers are names, not numbers, and cannot be drawn. Read them in the table.")


def finish(chart: Any, title: str, sentence: str, *, height: int, subtitle: str = "") -> Picture:
    """An Altair chart in the kit's look, as a picture."""
    heading: Any = {"text": title, "subtitle": subtitle} if subtitle else title
    spec = cast("dict[str, Any]", chart.properties(title=heading, width=WIDTH, height=height).to_dict())
    spec["config"] = config()
    return Picture(spec, sentence)
