from __future__ import annotations

import pytest
from rich.console import Console

from casekit.evidence import Citation, Figure, Source, agree, chip, say_where

MISKE = Source("miske", "How it works", author="Igor Miske", url="https://example.org/m", date="2010")
RYAN = Source("ryan", "A look", author="Ann Ryan; Bo Li", publisher="The Globe")


def figure(value=6e6, unit="USD", kind="reported", **more):
    return Figure("hall", "hall_cost", value, unit, kind, **more)


@pytest.mark.parametrize(
    ("source", "short"),
    [
        (MISKE, "Miske"),
        (RYAN, "Ryan and others"),
        (Source("a", "t", author="Miske, Igor"), "Miske"),
        (Source("a", "t", author="Local Motors", publisher="Local Motors blog"), "Local Motors"),
        (Source("a", "t", publisher="Wired"), "Wired"),
        (Source("a", "A short title"), "A short title"),
        (Source("a", "t", author="Igor Miske", called="the article"), "the article"),
    ],
)
def test_a_source_in_a_word_or_two(source, short):
    assert source.short == short


def test_a_source_in_a_line():
    assert MISKE.cite == "Igor Miske, “How it works” (2010)"
    assert Source("a", "Only a title").cite == "Only a title"


@pytest.mark.parametrize(
    ("made", "where"),
    [
        (figure(sources=(MISKE,), locator="para 9"), "Miske, para 9"),
        (figure(sources=(MISKE, RYAN), locator="para 9; page 2"), "Miske, para 9; Ryan and others, page 2"),
        (figure(sources=(MISKE, RYAN), locator="para 9"), "Miske and Ryan and others"),
        (figure(kind="assumption"), "assumed"),
        (figure(kind="derived", locator="[a] / 2 - 1"), "derived, a later figure ÷ 2 − 1"),
    ],
)
def test_where_a_figure_comes_from(made, where):
    assert made.where == where


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (30, 50, "factory", "30–50 factories"),
        (10, 12, "year", "10–12 years"),
        (4e6, 6e6, "USD", "$4 million–$6 million"),
        (36000, 61000, "USD/vehicle", "$36,000–$61,000 a car"),
        (0.1, 0.2, "share", "10–20%"),
        (None, 50, "factory", ""),
    ],
)
def test_a_range_is_said_once_with_its_unit(low, high, unit, text):
    assert figure(low or 1, unit, low=low, high=high).range == text


def test_a_reported_range_is_shown_and_a_believed_one_is_not():
    assert figure(40, "factory", low=30, high=50).shown == "30–50 factories"
    assert figure(40, "factory", "assumption", low=30, high=50).shown == "40 factories"


def test_rivals_in_other_units_can_agree():
    weeks, days = figure(2, "week"), figure(14, "day")
    assert agree([weeks, days])
    assert not agree([weeks, figure(15, "day")])


def test_the_chip_says_who_differs():
    one, other = figure(sources=(MISKE,)), figure(5e6, sources=(RYAN,))
    assert chip([one, other]) == "2 sources, they differ"
    assert chip([one, figure(sources=(RYAN,))]) == "2 sources agree"
    assert chip([one, figure(5e6, sources=(MISKE,))]) == "2 figures, they differ"
    assert chip([figure(kind="assumption")]) == "assumed"
    assert chip([]) == ""


def test_a_figure_is_a_number_and_draws_itself():
    made = figure(sources=(MISKE,), locator="para 9", note="as [$6](fig:x) said")
    assert float(made) == 6e6
    assert str(made) == "$6 million (Miske, para 9)"
    assert repr(made) == "<Figure hall: $6 million (Miske, para 9)>"
    page = made._repr_html_()
    assert "$6 million" in page and 'href="https://example.org/m"' in page and "as $6 said" in page
    console = Console(width=80)
    with console.capture() as captured:
        console.print(made)
    assert "$6 million" in captured.get() and "Miske, para 9" in captured.get()


def test_nothing_of_a_source_becomes_markup():
    bad = '"><script>alert(1)</script>'
    source = Source(bad, bad, bad, bad, bad, "javascript:alert(1)", bad, seen=bad)
    made = Figure(bad, bad, 1.0, "", "reported", as_of=bad, sources=(source,), locator=bad, note=bad)
    for page in (made._repr_html_(), source._repr_html_()):
        assert "<script" not in page and "javascript:" not in page


def test_a_citation_says_the_place():
    assert Citation(MISKE, "para 9").where == "Miske, para 9"
    assert say_where([]) == ""
