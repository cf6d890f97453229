"""The look of every chart: one theme, for white paper and for dark."""

from __future__ import annotations

from typing import Any

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'

# The colors of LOOK: blue is the plan, orange a limit or a conflict, green and purple further series. The live view
# swaps each color of the first table for its twin in the second when the reader's theme is dark.
LIGHT = {
    "ink": "#1b1f23",
    "dim": "#5c6570",
    "line": "#d5dce3",
    "faint": "#e6eaee",
    "blue": "#005f96",
    "orange": "#b34700",
    "green": "#006b4e",
    "purple": "#7a3f74",
    "paper": "#ffffff",
}
DARK = {
    "ink": "#e8ebee",
    "dim": "#a9b2bc",
    "line": "#3a424b",
    "faint": "#262d34",
    "blue": "#56b4e9",
    "orange": "#ff9a4d",
    "green": "#35c79a",
    "purple": "#d79bd0",
    "paper": "#111111",
}


def config() -> dict[str, Any]:
    """The Vega-Lite configuration of the kit, for white paper."""
    return {
        "background": LIGHT["paper"],
        "font": FONT,
        # Wider at the left: a browser's letters may be wider than those that the picture was measured with.
        "padding": {"left": 24, "right": 8, "top": 8, "bottom": 8},
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "fontSize": 17,
            "fontWeight": 600,
            "color": LIGHT["ink"],
            "subtitleColor": LIGHT["dim"],
            "subtitleFontSize": 13,
            "offset": 12,
        },
        "axis": {
            "labelColor": LIGHT["dim"],
            "titleColor": LIGHT["dim"],
            "gridColor": LIGHT["faint"],
            "domainColor": LIGHT["line"],
            "tickColor": LIGHT["line"],
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelAngle": 0,
        },
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "start"},
        "legend": {"disable": True},
        "text": {"color": LIGHT["ink"], "fontSize": 12},
    }


def on_dark_paper(spec: Any) -> Any:
    """A chart's specification with each color of the white theme swapped for its twin on dark paper."""
    if isinstance(spec, str):
        twin = {color: DARK[name] for name, color in LIGHT.items()}
        return twin.get(spec.lower(), spec)
    if isinstance(spec, list):
        return [on_dark_paper(each) for each in spec]
    if isinstance(spec, dict):
        return {key: on_dark_paper(value) for key, value in spec.items()}
    return spec


def number_axis(unit: str, **rules: Any) -> Any:
    """An axis whose numbers read as in the text: 2,000, $6 million, 40%."""
    import altair as alt

    if unit.startswith("USD"):
        # Half a dollar is no 500 thousandths but 50 cents: below a thousand there is no prefix.
        small = "format(datum.value, datum.value % 1 ? '$,.2f' : '$,.0f')"
        said = "replace(format(datum.value, '$,~s'), 'M', ' million')"
        return alt.Axis(labelExpr=f"abs(datum.value) < 1000 ? {small} : {said}", **rules)
    # Vega would take a plain "," for an exponent's format here.
    said = "'.0%'" if unit == "share" else "',.6~f'"
    return alt.Axis(labelExpr=f"format(datum.value, {said})", **rules)
