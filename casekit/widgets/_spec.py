"""The Vega-Lite text of an explorer's picture.

Its datasets (`curve`, `rules`, `marks`; over time also `rivals`, `ends`, `seen`) and the ends of its axes (`yLow`,
`yHigh`; over time also `xHigh`, and what is kept free `beside` and `below`) are filled by whoever shows it: series.js
in a browser, _picture.py for the picture that is stored. Colors are the kit's on white paper; chart.js exchanges them
on dark paper.
"""

from __future__ import annotations

import math
from typing import Any

from ..charts.theme import LIGHT

BLUE, ORANGE, INK, DIM, PAPER = (LIGHT[name] for name in ("blue", "orange", "ink", "dim", "paper"))
Words = tuple[str, str, str]
ABOVE, BELOW = 16, 18  # pixels within a picture over time that are kept for labels; chart.js sets the lower ones
_HALO = {"stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round", "color": PAPER}
_X = {"field": "x", "type": "quantitative"}
_Y = {"field": "y", "type": "quantitative"}
_ROLES = {"plan": BLUE, "limit": ORANGE, "other": INK, "kept": DIM, "rival": DIM, "seen": "transparent"}
_COLOR = {
    "field": "role",
    "type": "nominal",
    "legend": None,
    "scale": {"domain": list(_ROLES), "range": list(_ROLES.values())},
}


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
    scale = {"domain": [start, high], "nice": False, "type": "log" if log else "linear"}
    lines = [_rule(), _rule_label(), _line("kept"), _line("now")]
    made = _whole(view, units, scale, [*lines, _points(), _halo(), _point_labels()])
    if log:
        made["encoding"]["x"]["axis"]["values"] = _ratios(low, high)
    return made


def _ratios(low: float, high: float) -> list[float]:
    """What an axis of ratios names: powers of ten; where these are few, twice and five times each as well.

    >>> _ratios(2, 10_000), _ratios(5, 300)
    ([10.0, 100.0, 1000.0, 10000.0], [5.0, 10.0, 20.0, 50.0, 100.0, 200.0])
    """
    powers = [10.0**power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    tens = [each for each in powers if low <= each <= high]
    return tens if len(tens) > 3 else [n * each for each in powers for n in (1, 2, 5) if low <= n * each <= high]


def time_spec(view: dict[str, Any], *, units: tuple[Words, Words], yearly: bool) -> dict[str, Any]:
    """A Vega-Lite spec for a view over time.

    Parameters
    ----------
    view
        A view of the payload: `xTitle`, `yTitle`.
    units
        How x and y are said: before, after one, after many.
    yearly
        Whether the periods are few enough to show each as a point.
    """
    scale = {"domain": [0, {"expr": "xHigh"}], "nice": False, "range": [0, {"expr": "width - beside"}]}
    lines = [_rule(), _rivals(), _line("kept"), _line("now"), *([_periods()] if yearly else [])]
    halos = [_rule_label(**_HALO), _halo()]
    made = _whole(view, units, scale, [*lines, *halos, _seen(), _points(), _ends(), _rule_label(), _point_labels()])
    ends = {"xHigh": 1, "beside": 0, "below": BELOW}
    made["params"] += [{"name": name, "value": value} for name, value in ends.items()]
    # Labels stand within the picture: what stands outside would make Vega draw the picture smaller.
    made["encoding"]["y"]["scale"]["range"] = [{"expr": "height - below"}, ABOVE]
    made["encoding"]["x"]["axis"]["labelPadding"] = 4
    made["layer"][0]["encoding"] |= {"x": {"value": 0}, "x2": {"value": {"expr": "width - beside"}}}
    for layer in made["layer"]:
        if layer["mark"]["type"] == "text":
            layer["mark"]["clip"] = True
    if yearly:
        made["encoding"]["x"]["axis"]["tickMinStep"] = 1
    return made


def _whole(
    view: dict[str, Any], units: tuple[Words, Words], scale: dict[str, Any], layers: list[dict[str, Any]]
) -> dict[str, Any]:
    """A spec from its layers."""
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
        "scale": scale,
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
        "layer": layers,
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
    if unit[0]:
        plain = f"{size} % 1 && {size} >= 0.1 ? format({size}, ',.2f') : {plain}"  # cents
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
        "encoding": {"detail": {"field": "run"}},
    }


def _periods() -> dict[str, Any]:
    """A small point at each period of the line, so that it is seen that nothing is known between them."""
    return {
        "data": {"name": "curve"},
        "transform": [{"filter": "datum.series === 'now'"}],
        "mark": {"type": "point", "filled": True, "size": 16, "opacity": 1, "color": BLUE},
    }


def _rivals() -> dict[str, Any]:
    """A faint line for each rival figure."""
    return {
        "data": {"name": "rivals"},
        "mark": {"type": "line", "clip": True, "color": DIM, "strokeWidth": 1.25, "opacity": 0.5},
        "encoding": {"detail": [{"field": "of"}, {"field": "run"}]},
    }


def _ends() -> dict[str, Any]:
    """What each line stands for, beside its end and outside of the picture."""
    align = {"expr": "datum.align || 'left'"}
    return {
        "data": {"name": "ends"},
        "mark": {"type": "text", "align": align, "baseline": "middle", "dx": {"expr": "datum.dx || 6"}},
        "encoding": {
            "x": {"value": {"expr": "width - beside"}},
            "text": {"field": "label"},
            "color": _COLOR,
        },
    }


def _seen() -> dict[str, Any]:
    """Counts on record, as rings that a hand can ask."""
    return {
        "data": {"name": "seen"},
        "mark": {"type": "point", "size": 45, "fill": PAPER, "stroke": INK, "strokeWidth": 1.5, "opacity": 1},
        "encoding": {"tooltip": {"field": "text"}},
    }


def _rule() -> dict[str, Any]:
    return {
        "data": {"name": "rules"},
        "mark": {"type": "rule", "color": ORANGE, "strokeWidth": 1.5},
        "encoding": {"x": None, "y": {"field": "value", "type": "quantitative"}},
    }


def _rule_label(**style: Any) -> dict[str, Any]:
    return {
        "data": {"name": "rules"},
        "mark": {
            "type": "text",
            "align": {"expr": "datum.align"},
            "dx": {"expr": "datum.align === 'right' ? -2 : 4"},
            "dy": {"expr": "datum.dy"},
            "lineBreak": "\n",
            "color": ORANGE,
            **style,
        },
        "encoding": {
            "x": {"field": "at", "type": "quantitative"},
            "y": {"field": "value", "type": "quantitative"},
            "text": {"field": "label"},
        },
    }


def _points() -> dict[str, Any]:
    return {
        "data": {"name": "marks"},
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
        "encoding": {"color": _COLOR},
    }


def _text_mark(**style: Any) -> dict[str, Any]:
    place = {
        "align": {"expr": "datum.align"},
        "dx": {"expr": "datum.dx"},
        "dy": {"expr": "datum.dy"},
        "lineBreak": "\n",
    }
    return {
        "data": {"name": "marks"},
        "mark": {"type": "text", **place, **style},
        "encoding": {"text": {"field": "label"}},
    }


def _halo() -> dict[str, Any]:
    """The paper's color around a label, so that a line behind it does not strike through it."""
    return _text_mark(**_HALO)


def _point_labels() -> dict[str, Any]:
    return _text_mark(color=INK)
