"""What a stepper's JavaScript is given: a stored table as JSON, and the Vega-Lite text of its pictures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._errors import KitError
from .._tables import need
from ..case._simulations import ENDS, MOST_LEVELS, hole_troubles
from ..study import table_of_levels
from ..units import check_unit, number, unit_words
from ._levels import cap_of, domain_of
from ._spec import BLUE, DIM, INK, ORANGE, PAPER, spec

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

# Where a headline is cut in two: at the first comma that is not within a hole.
_COMMA = re.compile(r"((?:\{[^{}]*\}|[^{}])*?), (.*)", re.DOTALL)


@dataclass(frozen=True)
class Telling:
    """How a table is told.

    Parameters
    ----------
    title
        What it answers.
    by, label, unit
        The column of the levels, how it is called, and its unit.
    shows
        Column -> how it is called, and its unit.
    headline
        A sentence with {by} and columns in braces.
    limits
        Sentence, with {value} in it or not -> a number in the unit of `by`; NaN where it is not available.
    how, note
        How the table was made, as text; and prose about it, as safe HTML.
    confidence
        Which share of ranges made like these holds the average of endless runs (of runs, 0.95); None when nothing is
        said of it.
    """

    title: str
    by: str
    label: str
    unit: str
    shows: Mapping[str, tuple[str, str]]
    headline: str
    limits: Mapping[str, float]
    how: str = ""
    note: str = ""
    confidence: float | None = 0.95


def payload_of_table(table: pd.DataFrame, told: Telling) -> dict[str, Any]:
    """A stepper as plain data; what is not available is None.

    Parameters
    ----------
    table
        One row a level, or one a level and run.
    told
        How it is told.

    Raises
    ------
    KitError
        When a column is missing, has a brace in its name or holds no numbers, there are fewer than two levels or more
        than 500, or a hole of the headline has no column.
    """
    table = _checked(table, told)
    rows = levels_of(table, told)
    levels = [float(level) for level in rows[told.by]]
    limits = [
        {"value": _none(value), "label": text.replace("{value}", number(value)), "bare": _bare(text)}
        for text, value in told.limits.items()
    ]
    known = [value for value in told.limits.values() if math.isfinite(value)]
    columns = [_column(rows, name, label, unit) for name, (label, unit) in told.shows.items()]
    domain = domain_of(levels, known)
    return {
        "title": told.title,
        "by": {"name": told.by, "label": told.label, "unit": list(unit_words(told.unit)), "unitName": told.unit},
        "levels": levels,
        "columns": columns,
        "headline": _headline(told),
        "limits": limits,
        "sure": _sure(columns, 0.95 if told.confidence and has_runs(table, told) else told.confidence),
        "how": told.how,
        "note": told.note,
        "views": [_view(told, column, domain, cap_of(column, levels, known)) for column in columns],
    }


def levels_of(table: pd.DataFrame, told: Telling) -> pd.DataFrame:
    """One row a level, rising; runs of the same level become their mean and its 95% interval."""
    if not has_runs(table, told):
        return table.sort_values(told.by, ignore_index=True)
    return table_of_levels(table, told.shows, told.by)


def has_runs(table: pd.DataFrame, told: Telling) -> bool:
    """Whether a table holds several runs of a level, and not yet what they have in common."""
    return bool(table[told.by].duplicated().any())


def shows_of(
    table: pd.DataFrame, by: str, shows: Mapping[str, Any] | Iterable[str] | None
) -> dict[str, tuple[str, str]]:
    """Columns with label and unit, from what a caller wrote; those that have a range, or else all, when nothing."""
    if shows is None:
        plain = [str(name) for name in table.columns if name != by and not str(name).endswith(ENDS)]
        numbers = [name for name in plain if name in table.columns and table[name].dtype.kind in "iuf"]
        ranged = [name for name in numbers if all(name + end in table.columns for end in ENDS)]
        shows = ranged or [name for name in numbers if name not in ("replication", "replications", "low", "high")]
    if isinstance(shows, str):
        raise KitError(f'shows= takes a list of columns, or each with its label and unit, not the text "{shows}".')
    if not isinstance(shows, Iterable):
        raise KitError(f"shows= takes a list of columns, or each with its label and unit, not {shows!r}.")
    given: dict[str, Any] = dict(shows) if isinstance(shows, Mapping) else {name: None for name in shows}
    return {str(name): _label_and_unit(str(name), each) for name, each in given.items()}


def _label_and_unit(name: str, given: Any) -> tuple[str, str]:
    words = in_words(name)
    if given is None or isinstance(given, str):
        return given or words, ""
    if isinstance(given, Mapping):
        unknown = [key for key in given if key not in ("label", "unit")]
        if unknown:
            raise KitError(f'shows= of "{name}" holds "{unknown[0]}". Write its label and its unit, and nothing else.')
        return str(given.get("label") or words), str(given.get("unit") or "")
    if hasattr(given, "label"):
        return str(given.label or words), str(getattr(given, "unit", ""))
    raise KitError(f'shows= of "{name}" is {given!r}. Write a label, or {{"label": ..., "unit": ...}}.')


def in_words(name: str) -> str:
    """The name of a column as a label.

    >>> in_words("buyers_a_year")
    'Buyers a year'
    """
    said = name.replace("_", " ").strip()
    return said[:1].upper() + said[1:]


def _checked(table: pd.DataFrame, told: Telling) -> pd.DataFrame:
    """The columns that are told, as plain numbers; what cannot be told is refused."""
    import pandas as pd

    if not told.shows:
        raise KitError("There is no column to show. Name one or more in shows=.")
    numbers = {name: _numbers(table, name) for name in (told.by, *told.shows)}
    if not has_runs(table, told):
        ends = [end for name in told.shows for end in _ends_of(name, table) if end in table.columns]
        numbers |= {end: _numbers(table, end) for end in ends}
    if "by" in told.shows:
        raise KitError('In a headline {by} is the level. Give the column "by" another name.')
    for unit in (told.unit, *(unit for _, unit in told.shows.values())):
        check_unit(unit)
    if not all(math.isfinite(level) for level in numbers[told.by]):
        raise KitError(f'A level of "{told.by}" is not a number. Give every row its level.')
    many = len(set(numbers[told.by]))
    if many < 2:
        raise KitError(f'A stepper needs two levels of "{told.by}" or more; this table has {many}.')
    if many > MOST_LEVELS:
        raise KitError(f'"{told.by}" has {many:,} levels, and {MOST_LEVELS} is the most. Leave some out.')
    for sentence in hole_troubles(told.headline, ["by", *told.shows], "in the headline"):
        raise KitError(sentence)
    return pd.DataFrame(numbers)


def _numbers(table: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """A column as numbers; NaN where one is not available."""
    import pandas as pd

    if re.search(r"[{}]", name):
        raise KitError(f'The column "{name}" has a brace in its name, and braces mark what a level fills. Rename it.')
    need(table, name)
    column: Any = table[name]
    if column.ndim > 1:
        raise KitError(f'The table has the column "{name}" twice. Keep one of them.')
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_complex_dtype(column):
        raise KitError(f'The column "{name}" does not hold numbers, and a stepper shows numbers.')
    found: NDArray[np.float64] = column.to_numpy(dtype=float, na_value=math.nan)
    return found


def _ends_of(name: str, rows: pd.DataFrame) -> tuple[str, str]:
    """The columns in which the range of another stands; a table that `interval` made has it in "low" and "high"."""
    return ("low", "high") if name == "mean" and "mean_low" not in rows.columns else (name + ENDS[0], name + ENDS[1])


def _column(rows: pd.DataFrame, name: str, label: str, unit: str) -> dict[str, Any]:
    def numbers(column: str) -> list[float | None]:
        if column not in rows.columns:
            return [None] * len(rows)
        return [_none(float(value)) for value in rows[column]]

    low, high = (numbers(end) for end in _ends_of(name, rows))
    words = list(unit_words(unit))
    return {
        "name": name, "label": label, "unit": words, "unitName": unit,
        "values": numbers(name), "low": low, "high": high,
    }  # fmt: skip


def _none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _bare(text: str) -> str:
    """A limit's sentence without its number.

    >>> _bare("the weekends are enough for {value}")
    'the weekends are enough for'
    """
    return re.sub(r"\s+", " ", text.replace("{value}", "")).strip()


def _headline(told: Telling) -> dict[str, str]:
    """The claim in two pieces, cut at its first comma: what is set, and what it means."""
    name, (label, _) = next(iter(told.shows.items()))
    set_to = "At {by}" if told.unit else f"{told.label} at {{by}}"
    said = told.headline or f"{set_to}, {label[:1].lower()}{label[1:]}: {{{name}}}."
    cut = _COMMA.fullmatch(said)
    return {"lead": f"{cut[1]},", "claim": cut[2]} if cut else {"lead": "", "claim": said}


def _sure(columns: list[dict[str, Any]], confidence: float | None) -> str:
    if confidence is None or not any(end is not None for column in columns for end in column["low"]):
        return ""
    return (
        "In brackets, how sure the runs are: a range made this way holds the average of endless runs "
        f"{number(100 * confidence)} times in 100. The band in the picture is the same range."
    )


def _view(told: Telling, column: dict[str, Any], domain: list[float], cap: float | None) -> dict[str, Any]:
    # Where a tab says what is drawn, the axis need only say in what.
    many = column["unit"][2].strip()
    y_title = many if len(told.shows) > 1 and many not in ("", "%") else column["label"]
    titles = {"xTitle": told.label[:1].lower() + told.label[1:], "yTitle": y_title}
    units = (unit_words(told.unit), unit_words(column["unitName"]))
    drawn = spec(titles, (domain[0], domain[1]), log=False, units=units)
    return {
        "column": column["name"], "title": column["label"], "domain": domain, "cap": cap,
        "spec": {**drawn, "layer": _layers()},
    }  # fmt: skip


def _layers() -> list[dict[str, Any]]:
    point: dict[str, Any] = {"data": {"name": "now"}, "transform": [{"filter": "isValid(datum.y)"}]}
    missing: dict[str, Any] = {"data": {"name": "now"}, "transform": [{"filter": "!isValid(datum.y)"}]}
    y_of = {"type": "quantitative"}
    text = {"text": {"field": "label"}}
    side = {"align": {"expr": "datum.align"}, "dx": {"expr": "datum.dx"}}
    beside = {"type": "text", **side, "dy": {"expr": "datum.dy"}}
    # The words of a limit hang from the top of the picture.
    above = {**beside, "baseline": "top", "lineBreak": "\n", "dy": {"expr": "datum.dy + 1"}}
    foot = {"type": "text", **side, "dy": -8, "color": INK}
    halo = {"stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round", "color": PAPER}
    line = {"type": "line", "clip": True, "color": BLUE, "strokeWidth": 2}
    return [
        {
            "data": {"name": "band"}, "mark": {"type": "area", "clip": True, "color": BLUE, "opacity": 0.2},
            "encoding": {"y": {"field": "low", **y_of}, "y2": {"field": "high"}, "detail": {"field": "run"}},
        },
        _upright("now", DIM, 0.5),
        _upright("rules", ORANGE, 1.5),
        {"data": {"name": "levels"}, "mark": line, "encoding": {"detail": {"field": "run"}}},
        {"data": {"name": "levels"}, "mark": {"type": "circle", "clip": True, "color": BLUE, "size": 18, "opacity": 1}},
        {**point, "mark": {"type": "circle", "color": BLUE, "size": 90, "opacity": 1}},
        *({"data": {"name": "rules"}, "mark": {**above, **ink}, "encoding": {"y": {"value": 0}, **text}}
          for ink in (halo, {"color": ORANGE})),
        *({**point, "mark": {**beside, **ink}, "encoding": text} for ink in (halo, {"color": INK})),
        {**missing, "mark": foot, "encoding": {"y": {"value": {"expr": "height"}}, **text}},
    ]  # fmt: skip


def _upright(name: str, color: str, width: float) -> dict[str, Any]:
    return {
        "data": {"name": name}, "mark": {"type": "rule", "color": color, "strokeWidth": width},
        "encoding": {"y": None},
    }  # fmt: skip
