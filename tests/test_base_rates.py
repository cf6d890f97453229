"""Base rates are figures of the cases, side by side."""

from __future__ import annotations

import csv
import io
import re

import pytest

import casekit as ck
from casekit._errors import KitError
from casekit._html import is_safe_url
from casekit.base_rates import STAGES, file, filled

HEADER = "stage,case,figure,what,conflict\n"


def test_the_file_says_what_the_cases_say() -> None:
    """Changed a figure, or added a row? `python -m casekit.base_rates` writes the file anew."""
    stored = file().read_text(encoding="utf-8")
    assert stored == filled(stored)


def test_every_case_and_every_stage_is_there_and_every_row_can_be_looked_up() -> None:
    rates = ck.base_rates(part="B")
    assert set(rates["case"]) == set(ck.cases()["slug"]) and list(dict.fromkeys(rates["stage"])) == list(STAGES)
    assert not rates.duplicated(["stage", "case", "figure"]).any()
    for name in ("what", "source", "locator", "text", "unit"):
        assert (rates[name].str.len() > 0).all(), name
    for row in rates.itertuples():
        found = ck.load(row.case, part=row.part).figure(row.figure)  # in part A too, where it says so
        assert (found.value, found.text) == (pytest.approx(row.value), row.text)
        assert all(map(is_safe_url, filter(None, row.url.split("; "))))


def test_no_later_rate_spoils_a_class() -> None:
    early, all_ = ck.base_rates(), ck.base_rates(part="B")
    assert set(early["part"]) == {"A"} and set(all_["part"]) == {"A", "B"}
    later = all_[all_["part"] == "B"]
    assert not set(later["figure"] + later["case"]) & set(early["figure"] + early["case"])


def test_one_stage_and_one_case() -> None:
    rates = ck.base_rates("approved", "lego-ideas", part="B")
    assert set(rates["stage"]) == {"approved"} and set(rates["case"]) == {"lego-ideas"}
    assert ((rates["low"] < rates["value"]) & (rates["value"] < rates["high"])).all()  # Wilson's, about a small count


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: ck.base_rates("approvd"), 'There is no stage "approvd". Did you mean "approved"?'),
        (lambda: ck.base_rates(case="quirkey"), 'No base rates are known of "quirkey". Did you mean "quirky"?'),
        (
            lambda: ck.base_rates("printed", "lego-ideas"),
            'Of lego-ideas no rate of the stage "printed" is known in part A. '
            "It has qualified, approved, launched, payout.",
        ),
        (lambda: ck.base_rates(part="C"), 'A case has the parts "A" and "B", not \'C\'.'),
        (
            lambda: ck.charts.rates(ck.base_rates("payout", "local-motors"), title="?"),
            'This table holds no shares. Take a stage that is one, such as base_rates("approved").',
        ),
    ],
)
def test_what_is_not_there_gets_one_sentence(call: object, sentence: str) -> None:
    with pytest.raises(KitError) as refused:
        call()  # type: ignore[operator]
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("stage,case,figure,what\n", "base-rates.csv, line 1: the column conflict is missing."),
        (HEADER + "gone,quirky,fee-2011,x,\n", 'base-rates.csv, line 2: There is no stage "gone".'),
        (
            HEADER + "time,quirk,fee-2011,x,\n",
            'base-rates.csv, line 2: There is no case "quirk". Did you mean "quirky"?',
        ),
        (HEADER + "time,quirky,fee-2012,x,\n", 'base-rates.csv, line 2: Quirky has no figure "fee-2012" in part B.'),
        (
            HEADER + "active,quirky,cash-12,x,\n",
            "base-rates.csv, line 2: cash-12 is assumed, and a base rate is counted.",
        ),
    ],
)
def test_a_row_that_cannot_be_filled_names_its_line(text: str, sentence: str) -> None:
    with pytest.raises(KitError) as refused:
        filled(text)
    assert str(refused.value).startswith(sentence)


def test_a_row_is_filled_from_the_figure_alone() -> None:
    row = next(csv.DictReader(io.StringIO(filled(HEADER + "time,quirky,months-to-shop,to the shop,\n"))))
    assert (row["value"], row["low"], row["high"], row["unit"], row["title"]) == ("4.5", "3", "6", "month", "Quirky")
    assert row["source"] and row["url"].startswith("http") and row["locator"]


def test_rates_are_drawn_on_a_scale_of_ratios_with_what_the_count_allows() -> None:
    rates = ck.base_rates(part="B")
    picture = ck.charts.rates(rates[rates["stage"].isin(["chosen", "launched"])], title="How fine is the sieve?")
    assert "1 in 225" in picture.svg() and "1 in 2,885" in picture.sentence
    assert "LEGO Ideas: approved to become a set, of all ideas that came to an end (2020-07)" in picture.svg()


def test_a_range_that_begins_at_nothing_is_drawn_to_the_edge() -> None:
    one = ck.base_rates("approved", "lego-ideas").head(1).assign(low=0.0)
    picture = ck.charts.rates(one, title="How many?")
    assert "NaN" not in picture.svg()
    said = "How many? LEGO Ideas: ideas approved in review, of those that qualified (2014): 21%."
    assert picture.sentence == said


def test_rates_without_a_range_stand_apart_too() -> None:
    alone = ck.base_rates("printed")
    assert alone["low"].isna().all()
    svg = ck.charts.rates(alone, title="How many are printed?").svg()
    places = {found for found in re.findall(r'aria-label="value: [^"]*"[^>]*transform="translate\(([0-9.]+),', svg)}
    assert len(places) == len(alone)
