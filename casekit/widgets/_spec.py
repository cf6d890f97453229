"""The Vega-Lite text of an explorer's picture.

Its three datasets (`curve`, `rules`, `marks`) and the ends of its upright axis (`yLow`, `yHigh`) are filled by whoever
shows it: series.js in a browser, _picture.py for the picture that is stored. Colors are the kit's on white paper;
chart.js exchanges them on dark paper.
"""

from __future__ import annotations

from typing import Any

from ..charts.theme import LIGHT

BLUE, ORANGE, INK, DIM, PAPER = (LIGHT[name] for name in ("blue", "orange", "ink", "dim", "paper"))
Words = tuple[str, str, str]
_X = {"field": "x", "type": "quantitative"}
_Y = {"field": "y", "type": "quantitative"}
_ROLES = {"plan": BLUE, "limit": ORANGE, "other": INK, "kept": DIM}


def spec(view: dict[str, Any], slider: tuple[float, float], *, log: bool, units: tuple[Words, Words]) -> dict[str, Any]:
    """A Vega-Lite spec for one view of an explorer.

    Parameters
    ----------
    view
        A view of the payload: `xTitle`, `yTitle`.
    slider, log
        How far the input along the bottom goes, and whether it goes by ratios.
    units
        How x and y are said: before, after one, after many.
    """
    low, high = slider
    # A line that starts at 1 of 4,000 reads better from zero.
    start = low if log or low < 0 or low > 0.1 * high else 0
    # The gap under the picture is for the labels of points near its foot.
    x_axis = {
        "grid": False,
        "domain": False,
        "ticks": False,
        "labelPadding": 18,
        "tickCount": 5,
        "labelFlush": True,
        "labelExpr": _label(units[0]),
    }
    y_axis = {"tickCount": 4, "domain": False, "ticks": False, "labelExpr": _label(units[1])}
    x = {
        **_X,
        "title": view["xTitle"],
        "axis": {**x_axis, "titleAnchor": "end", "titlePadding": 4},
        "scale": {"domain": [start, high], "nice": False, "type": "log" if log else "linear"},
    }
    y = {
        **_Y,
        "title": view["yTitle"],
        "axis": {**y_axis, **_TITLE_ABOVE},
        "scale": {"domain": [{"expr": "yLow"}, {"expr": "yHigh"}], "nice": False},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "params": [{"name": "yLow", "value": 0}, {"name": "yHigh", "value": 1}],
        "width": 560,
        "height": 260,
        "encoding": {"x": x, "y": y},
        "layer": [_rule(), _rule_label(high), _line("kept"), _line("now"), _points(), _halo(), _point_labels()],
    }


_TITLE_ABOVE = {
    "titleAngle": 0,
    "titleAlign": "left",
    "titleAnchor": "start",
    "titleX": 0,
    "titleY": -14,
    "titleBaseline": "bottom",
}


def _label(unit: tuple[str, str, str]) -> str:
    """Axis labels as the kit writes numbers: 2,000, $1.5 million, 40%, with a real minus sign."""
    size = "abs(datum.value)"
    if unit[2] == "%":
        return "format(datum.value * 100, ',~r') + '%'"
    plain = f"format({size}, ',~r')"
    scales = "".join(
        f"{size} >= {scale} ? format({size} / {scale}, ',~r') + ' {word}' : "
        for scale, word in (("1e9", "billion"), ("1e6", "million"))
    )
    return f"(datum.value < 0 ? '\u2212' : '') + '{unit[0]}' + ({scales if unit[0] else ''}{plain})"


def _line(series: str) -> dict[str, Any]:
    now = series == "now"
    return {
        "data": {"name": "curve"},
        "transform": [{"filter": f"datum.series === '{series}'"}],
        "mark": {
            "type": "line",
            "clip": True,
            "color": BLUE if now else DIM,
            "strokeWidth": 2 if now else 1.5,
            "opacity": 1 if now else 0.8,
        },
    }


def _rule() -> dict[str, Any]:
    return {
        "data": {"name": "rules"},
        "mark": {"type": "rule", "color": ORANGE, "strokeWidth": 1.5},
        "encoding": {"x": None, "y": {"field": "value", "type": "quantitative"}},
    }


def _rule_label(high: float) -> dict[str, Any]:
    return {
        "data": {"name": "rules"},
        "mark": {
            "type": "text",
            "align": {"expr": "datum.align"},
            "dx": {"expr": "datum.align === 'right' ? -2 : 4"},
            "dy": {"expr": "datum.dy"},
            "color": ORANGE,
        },
        "encoding": {
            "x": {"field": "at", "type": "quantitative"},
            "y": {"field": "value", "type": "quantitative"},
            "text": {"field": "label"},
        },
    }


def _points() -> dict[str, Any]:
    color = {
        "field": "role",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(_ROLES), "range": list(_ROLES.values())},
    }
    return {
        "data": {"name": "marks"},
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
        "encoding": {"color": color},
    }


def _text_mark(**style: Any) -> dict[str, Any]:
    place = {"align": {"expr": "datum.align"}, "dx": {"expr": "datum.dx"}, "dy": {"expr": "datum.dy"}}
    return {
        "data": {"name": "marks"},
        "mark": {"type": "text", **place, **style},
        "encoding": {"text": {"field": "label"}},
    }


def _halo() -> dict[str, Any]:
    """The paper's color around a label, so that a line behind it does not strike through it."""
    return _text_mark(stroke=PAPER, strokeWidth=4, strokeJoin="round", color=PAPER)


def _point_labels() -> dict[str, Any]:
    return _text_mark(color=INK)
