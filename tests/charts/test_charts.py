"""Every picture has a title, axes with units, a sentence, and both papers."""

from __future__ import annotations

import itertools
import json
import re

import pandas as pd
import pytest

import casekit as ck
from casekit import charts
from casekit._errors import KitError
from casekit.charts.theme import DARK, LIGHT

TABLE = pd.DataFrame({"date": ["2009-07", "2010", "", "2013-03-01"], "value": [5e4, 5e4, 1.0, 99_900]})
SERIES = pd.DataFrame({"x": [1.0, 2, 1, 2], "y": [3.0, 4, 5, 6], "who": ["a", "a", "b", "b"]})
SERIES = SERIES.assign(low=SERIES["y"] - 1, high=SERIES["y"] + 1)


def pictures() -> dict[str, charts.Picture]:
    return {
        "bars": charts.bars(pd.DataFrame({"label": ["a", "b"], "value": [1.0, 6e6]}), title="Who?", unit="USD"),
        "line": charts.line(
            pd.DataFrame({"x": [1.0, 2], "y": [3.0, 4]}), title="How?", x="x", y="y", x_title="days", y_title="cars"
        ),
        "lines": charts.line(
            SERIES,
            title="Which?",
            x="x",
            y="y",
            series="who",
            low="low",
            high="high",
            x_title="years",
            y_title="USD",
            points=pd.DataFrame({"time": [1.5], "value": [2.0]}),
            y_unit="USD",
            x_unit="year",
        ),
        "over_time": charts.over_time(TABLE, title="When?", y_title="price, USD", unit="USD"),
        "by_source": charts.by_source(
            pd.DataFrame(
                {
                    "input": ["a"],
                    "figure": ["f"],
                    "value": [1.0],
                    "said": ["1 day"],
                    "source": ["S"],
                    "answer": [2.0],
                    "used": [True],
                }
            ),
            title="Whom?",
        ),
    }


LABEL = re.compile(
    r'<text text-anchor="(start|middle|end)" transform="translate\(([-0-9.]+),[-0-9.]+\)"[^>]*'
    r'fill="#5c6570" opacity="1">([^<]*)</text>'
)


def labels(svg: str) -> list[tuple[float, float, str]]:
    """What is read beside the axes: where each word begins and ends, about, and the word."""
    found = [(float(x), 6.5 * len(text), anchor, text) for anchor, x, text in LABEL.findall(svg)]
    starts = {"start": 0.0, "middle": 0.5, "end": 1.0}
    return [(x - starts[how] * wide, x + (1 - starts[how]) * wide, text) for x, wide, how, text in found]


def test_a_row_of_rival_figures_begins_with_its_value_and_is_never_cut() -> None:
    long = "derived from Las Vegas Review-Journal and 2oceansvibe"
    table = pd.DataFrame(
        {"input": "price", "said": "$99,900 a car", "source": [long, "S", "S"], "answer": [6e4, 2e4, 1e4], "used": True}
    )
    picture = charts.by_source(table, title="Whom?", unit="USD/vehicle")
    rows = [text for _, _, text in labels(picture.svg()) if "·" in text]
    assert rows[0] == "$99,900 a car · derived from Las … 2oceansvibe"
    assert rows[1:] == ["$99,900 a car · S"] * 2, "two rows that read the same are two rows"
    assert long in picture.sentence


@pytest.mark.parametrize("ends", [(-19e6, 13e6), (0, 61_000), (0, 134), (0, 1.02e9)])
def test_numbers_under_an_axis_do_not_touch(ends: tuple[float, float]) -> None:
    table = pd.DataFrame({"input": "a", "said": "1", "source": "S", "answer": list(ends), "used": True})
    svg = charts.by_source(table, title="Whom?", unit="USD").svg()
    ticks = sorted(each for each in labels(svg) if each[2].lstrip("−").startswith("$"))
    assert len(ticks) >= 3
    assert all(left[1] < right[0] for left, right in itertools.pairwise(ticks)), ticks


@pytest.mark.parametrize("name", pictures())
def test_a_picture_says_what_it_shows(name: str) -> None:
    picture = pictures()[name]
    stored = picture._repr_mimebundle_()
    assert stored["text/plain"] == picture.sentence
    assert len(re.findall("<img ", stored["text/html"])) == 2
    assert stored["text/html"].count(f'alt="{picture.sentence}"') == 2
    assert f"<title>{picture.sentence}</title>" in stored["image/svg+xml"]
    title = picture.spec["title"]
    assert (title if isinstance(title, str) else title["text"]).endswith("?")


@pytest.mark.parametrize("name", pictures())
def test_dark_paper_uses_dark_colors_only(name: str) -> None:
    dark = pictures()[name].svg(dark=True).lower()
    assert DARK["paper"] in dark
    for color in set(LIGHT.values()) - set(DARK.values()) - {"#ffffff"}:
        assert color not in dark


def test_several_lines_are_told_one_after_the_other_and_named_where_they_end() -> None:
    picture = pictures()["lines"]
    assert picture.sentence == "Which: a, from $3 at 1 year to $4 at 2 years; b, from $5 at 1 year to $6 at 2 years."
    assert all(f">{name}<" in picture.svg() for name in "ab")


def test_rival_figures_are_named_by_input_only_where_there_are_several() -> None:
    table = pd.DataFrame(
        {"input": ["day_count", "price"], "said": ["1 day", "$2"], "source": "S", "answer": [1.0, 2.0]}
    )
    both = charts.by_source(table.assign(used=True), title="Whom?").sentence
    assert "(day count 1 day · S)" in both and "(price $2 · S)" in both
    assert "(1 day · S)" in charts.by_source(table.head(1).assign(used=True), title="Whom?").sentence


def test_bars_of_any_table_say_what_they_show() -> None:
    twice = pd.DataFrame({"label": ["a", "b"], "value": [1.0, 2.0]}, index=[0, 0])
    assert charts.bars(twice, title="Who?").sentence == "Who? The most: b, 2. The least: a, 1."
    for empty in (twice.head(0), twice.assign(value=float("nan"))):
        picture = charts.bars(empty, title="Who?")
        assert picture.sentence == "Who? No number is available."
        assert "<svg" in picture.svg()
    assert charts.bars(twice.assign(value=[-1.0, -2.0]), title="Who?").svg().count("<svg") == 1


def test_names_cannot_be_drawn_as_numbers() -> None:
    factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    with pytest.raises(KitError, match="names, not numbers"):
        charts.by_source(ck.by_source(factory, "runs_out_first"), title="Whom?")
    table = ck.sweep(factory, "runs_out_first", by="places")
    with pytest.raises(KitError, match="names, not numbers"):
        charts.line(table, title="?", x="places", y="runs_out_first", x_title="", y_title="")


def test_a_sentence_of_strangers_is_escaped() -> None:
    picture = charts.bars(pd.DataFrame({"label": ["<script>x</script>"], "value": [1.0]}), title='"><script>?')
    stored = picture._repr_mimebundle_()
    assert "<script>" not in stored["text/html"]
    assert "<script>" not in stored["image/svg+xml"]


def test_rows_without_a_date_are_left_out() -> None:
    rows = json.dumps(pictures()["over_time"].spec)
    assert rows.count('"said"') == 0 and rows.count('"when"') == 3 + rows.count('"field": "when"')
