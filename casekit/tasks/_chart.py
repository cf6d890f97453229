"""The picture of a task: drawn when the sheet is made, for both papers, and beside it the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..units import TIMES, say, unit_words
from .bank import Chart
from .numbers import counted_whole
from .reckon import Reckoner

if TYPE_CHECKING:
    import pandas as pd

    from ..charts.picture import Picture


_POINTS = 60
_ROWS = 12
_WORDS = 4  # that can stand in one picture, each with its color and shape
_NARROW = 290  # of the plot, so that the whole picture fits a phone


def chart_of(chart: Chart, reckoner: Reckoner) -> dict[str, Any]:
    """A picture as plain data.

    Returns
    -------
    dict
        `svg` and `dark`, the picture on white and on dark paper; `alt`, what it shows, without what is asked for; and
        `table` with `columns` and `rows` of text, for who cannot see it.
    """
    rows, units, titles = _of_table(chart, reckoner) if chart.table else _of_model(chart, reckoner)
    title = chart.title or f"{titles[1]} by {titles[0].casefold()}"
    alt = chart.alt or f"{title}. The numbers stand in the table beside it."
    picture = _drawn(rows, title, titles, units, alt, dots=bool(chart.table))
    shown = rows.iloc[:: max(1, round((len(rows) - 1) / (_ROWS - 1)))]
    told = [[_said(x, units[0]), _said(y, units[1])] for x, y in shown[["x", "y"]].itertuples(index=False)]
    columns = list(titles)
    if "word" in shown:
        columns.append("What")
        told = [[*row, word] for row, word in zip(told, shown["word"], strict=True)]
    return {
        "svg": picture.svg(), "dark": picture.svg(dark=True), "alt": alt,
        "table": {"columns": columns, "rows": told},
    }  # fmt: skip


def _drawn(
    rows: pd.DataFrame, title: str, titles: tuple[str, str], units: tuple[str, str], alt: str, *, dots: bool
) -> Any:
    from ..charts import line, over_time

    if dots and rows["x"].map(lambda x: isinstance(x, str)).all():
        words = "word" if "word" in rows and rows["word"].nunique() <= _WORDS else ""
        picture = over_time(
            rows, title=title, date="x", value="y", series=words, y_title=titles[1], unit=units[1], says=alt
        )
        return _worded(picture) if words else picture
    return line(
        rows, title=title, x="x", y="y", x_title=titles[0], y_title=titles[1], x_unit=units[0], y_unit=units[1],
        says=alt,
    )  # fmt: skip


def _worded(picture: Picture) -> Picture:
    """The same dots, each with its own word beside its number instead of one word above the last of its kind."""
    picture.spec["layer"] = picture.spec["layer"][:-1]
    picture.spec["width"] = _NARROW
    for rows in picture.spec["datasets"].values():
        for row in rows:
            row["text"] = f"{row['text']} {row['series']}" if row["text"] else ""
    return picture


def _of_model(chart: Chart, reckoner: Reckoner) -> tuple[Any, tuple[str, str], tuple[str, str]]:
    import numpy as np
    import pandas as pd

    across, up = reckoner.named(chart.by), reckoner.output(chart.output)
    places = np.linspace(chart.low, chart.high, _POINTS)
    rows = pd.DataFrame({"x": places, "y": [reckoner.at(chart.output, {chart.by: float(x)}) for x in places]})
    return rows, (across.unit, up.unit), (across.label, up.label)


def _of_table(chart: Chart, reckoner: Reckoner) -> tuple[Any, tuple[str, str], tuple[str, str]]:
    import pandas as pd

    table = reckoner.case.tables[chart.table]
    if reckoner.task.part == "A":  # what a task of part A asks about a picture stays true in a class that knows more
        table = table[table["part"] == "A"]
    rows = pd.DataFrame({"x": table[chart.x], "y": pd.to_numeric(table[chart.y], errors="coerce")}).dropna()
    unit = str(table.attrs.get("unit", ""))
    if "series" in table and table.loc[rows.index, "series"].nunique() > 1:
        rows["word"] = table.loc[rows.index, "series"].astype(str)
    # Where the sources count under several words, none of them names the axis or stands behind every number.
    if "word" in rows and counted_whole(unit) and unit not in TIMES:
        return rows, ("", ""), (chart.x.replace("_", " ").capitalize(), "How many")
    # A column "value" says no more than its unit does.
    up = unit_words(unit)[2].strip() if chart.y == "value" else ""
    return rows, ("", unit), (chart.x.replace("_", " ").capitalize(), (up or chart.y.replace("_", " ")).capitalize())


def _said(value: Any, unit: str) -> str:
    return value if isinstance(value, str) else say(float(value), unit, rounded=True)
