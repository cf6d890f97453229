"""The tables of a case as pandas DataFrames; imported where one is asked for, since pandas takes a while."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from .._html import plain
from ..evidence import Figure, Source, say_where
from ._folder import EVENT_COLUMNS, FIGURE_COLUMNS

if TYPE_CHECKING:
    from ._case import Case, Table

SOURCES = ["id", "title", "author", "publisher", "date", "url", "trust", "part", "seen"]


def figures(case: Case) -> pd.DataFrame:
    """Return every figure, with its label, whether it is the default, and its text."""
    defaults: dict[str, str] = {}
    for figure in case._figures.values():
        defaults.setdefault(figure.quantity, case.rivals(figure.quantity)[0].id)
    rows = [
        _figure(figure, case.label(figure.quantity), defaults[figure.quantity]) for figure in case._figures.values()
    ]
    frame = pd.DataFrame(rows, columns=[*FIGURE_COLUMNS, "label", "default", "text", "where"])
    return frame.astype({"value": float, "low": float, "high": float, "default": bool})


def _figure(figure: Figure, label: str, default: str) -> dict[str, Any]:
    own = {name: getattr(figure, name) for name in FIGURE_COLUMNS if name not in ("source", "note")}
    source = ";".join(source.id for source in figure.sources)
    more = {"label": label, "default": figure.id == default, "text": figure.text, "where": figure.where}
    return {**own, "source": source, "note": plain(figure.note), **more}


def timeline(case: Case) -> pd.DataFrame:
    """Return the events in their order, as plain text."""
    rows = [
        {
            **event,
            "event": plain(event["event"]),
            "where": say_where([case._sources[id] for id in event["source"].split(";") if id], event["locator"]),
        }
        for event in case._events
    ]
    return pd.DataFrame(rows, columns=[*EVENT_COLUMNS, "where"])


def sources(case: Case) -> pd.DataFrame:
    """Return the sources, each with the number of figures that stand in it."""
    counts = Counter(source.id for figure in case._figures.values() for source in set(figure.sources))
    rows = [_source(source) | {"figures": counts[source.id]} for source in case._sources.values()]
    return pd.DataFrame(rows, columns=[*SOURCES, "figures"])


def _source(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in SOURCES}


def table(table: Table, sources: Mapping[str, Source]) -> pd.DataFrame:
    """Return the rows of a table, each with its source and the place in it in words; columns of numbers are numbers."""
    frame = pd.DataFrame([list(row) for row in table.rows], columns=list(table.columns))
    for column in frame.columns:
        if any(isinstance(cell, float) for cell in frame[column]):
            frame[column] = frame[column].astype(float)
    if "source" in frame:
        places = frame["locator"].fillna("") if "locator" in frame else [""] * len(frame)
        cited = [[sources[id] for id in str(cell).split(";") if id in sources] for cell in frame["source"].fillna("")]
        frame["where"] = [say_where(each, place) for each, place in zip(cited, places, strict=True)]
    frame.attrs = {"title": table.title, "unit": table.unit, "note": plain(table.note)}
    return frame
