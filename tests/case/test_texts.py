"""The case to assign and the teaching note: every mistake is named with its file, its line and the mend."""
# ruff: noqa: E501 - a row says what is changed and what is said, on one line

from __future__ import annotations

from typing import Any

import pytest

from casekit.case._folder import read_folder
from casekit.case._texts import HEADINGS, check_texts
from casekit.library import validate

NOTE = """\
# Bike Works: teaching note

## Synopsis

[63](fig:orders-jan) people have paid.

## Learning objectives

Count.

## Target audience

Anybody. The class takes 25 minutes.

## Assignment questions

1. How many?

## Teaching plan

| Minutes | Block | What happens | Bet | Vote | Board |
| --- | --- | --- | --- | --- | --- |
| 5 | Would you? | Vote. | - | first vote | Vote |
| 15 | Who paid? | Bet. | orders | - | Money, Vote |
| 5 | Again | Vote. | - | re-vote | Vote |

## Board plan

| Column | What stands there |
| --- | --- |
| Vote | A, B |
| Money | $99 |

## Analysis

### One

It is 63.

## Common wrong turns

1. None.

## What happened next

*Part B.*

## References

- Miske.
"""
STORY = (
    "# Bike Works: build the hall?\n\n"
    + "Nobody knows. " * 850
    + "\n\n## Exhibits\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"
)

BROKEN_NOTES = [
    ("## Synopsis\n", "", 'teaching-note.md: The part "## Synopsis" is missing. Write it first.'),
    ("## Board plan", "Board plan", 'line 19: The part "## Board plan" is missing. Write it after “Teaching plan”.'),
    ("## Analysis", "## Analyses", 'line 34: "Analyses" is none of the ten parts of a teaching note. Did you mean "Analysis"?'),
    ("### One", "## One", 'line 36: "One" is none of the ten parts of a teaching note.'),
    ("## References\n", "## References\n\n## Synopsis\n", 'line 50: The part "Synopsis" is there twice.'),
    ("| 15 |", "| 10 |", "line 21: The minutes of the plan add up to 20, and line 13 says 25. Mend one of them."),
    ("| 15 |", "| a quarter |", 'line 24: "a quarter" is not a number of minutes.'),
    ("The class takes 25 minutes.", "", 'line 21: The note does not say how long the class is. Write "The class takes 25 minutes."'),
    ("| orders |", "| order |", 'line 24: There is no bet "order" in case.yaml. Did you mean "orders"?'),
    ("Money, Vote |", "Monye |", 'line 24: The board plan has no column "Monye". Did you mean "Money"?'),
    ("Money, Vote |", "- |", "line 24: The block names no column of the board. Columns: Vote, Money."),
    ("| Bet | Vote |", "| Bet | Voice |", "line 21: The table of the plan has no column Vote."),
    ("[63](fig:orders-jan)", "[63](fig: orders-jan)", "teaching-note.md, line 5: A link to a figure is not whole."),
]  # fmt: skip


def said(folder: Any) -> list[str]:
    return [str(problem) for problem in check_texts(read_folder(folder.path))]


def test_texts_that_are_not_there_are_not_missed(folder: Any) -> None:
    assert said(folder) == []


def test_good_texts_pass(folder: Any) -> None:
    folder.write("teaching-note.md", NOTE)
    folder.write("case.md", STORY)
    assert said(folder) == []
    assert list(map(str, validate(folder.path))) == []


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN_NOTES)
def test_a_broken_note_is_named_with_its_line(folder: Any, old: str, new: str, sentence: str) -> None:
    folder.write("teaching-note.md", NOTE)
    folder.replace("teaching-note.md", old, new)
    found = said(folder)
    assert any(sentence in each for each in found), found
    assert len(found) <= 3, found


@pytest.mark.parametrize("name", HEADINGS)
def test_each_part_is_missed(folder: Any, name: str) -> None:
    folder.write("teaching-note.md", NOTE.replace(f"## {name}\n", ""))
    assert [each for each in said(folder) if f'The part "## {name}" is missing.' in each]


def test_parts_out_of_order_are_named(folder: Any) -> None:
    before, objectives, after = NOTE.partition("## Learning objectives\n\nCount.\n")
    folder.write("teaching-note.md", before + after + objectives)
    (found,) = said(folder)
    assert "line 48" in found and '"Learning objectives" stands after "References". Move it up' in found


def test_a_plan_without_a_vote_is_named(folder: Any) -> None:
    folder.write("teaching-note.md", NOTE.replace("first vote", "-").replace("re-vote", "-"))
    (found,) = said(folder)
    assert "line 21: No block of the plan holds a vote." in found


def test_a_plan_without_a_table_is_named(folder: Any) -> None:
    folder.write("teaching-note.md", NOTE.replace("| --- | --- | --- | --- | --- | --- |\n", ""))
    assert "line 19: The plan has no table." in said(folder)[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# Short\n\nToo short.\n", "case.md, line 1: It has 3 words beside its exhibits"),
        (STORY + "more words here " * 100_000, "case.md is longer than 80,000 characters. Shorten it."),
        (STORY + "\n\nSee [63] (fig:orders-jan).", "A link to a figure is not whole."),
        (
            STORY + "\n\nAs “The Long Goodbye” says.",
            '"The Long Goodbye" belongs to the source "obituary", which is part B',
        ),
        (STORY + "\n\nAs *Ann Later* says.", '"Ann Later" belongs to the source "obituary"'),
        (STORY + "\n\n**" + "*a **b " * 3000, None),
        ("# t\n\n" + "**a " * 3000 + "b** " * 3000, "too deep to read"),
    ],
)
def test_a_broken_case_is_named(folder: Any, text: str, sentence: str | None) -> None:
    later = "obituary: {title: The Long Goodbye, author: Ann Later and Igor Miske, date: 2022, part: B}\n"
    folder.write("sources.yaml", folder.read("sources.yaml") + later)
    folder.write("case.md", text)
    found = said(folder)
    assert sentence is None or any(sentence in each for each in found), found


def test_a_name_that_an_earlier_source_bears_is_no_secret(folder: Any) -> None:
    later = "obituary: {title: The Long Goodbye, author: Igor Miske, publisher: The Globe, date: 2022, part: B}\n"
    folder.write("sources.yaml", folder.read("sources.yaml") + later)
    folder.write("case.md", STORY + "\n\nIgor Miske wrote it for *The Globe*.")
    assert said(folder) == []


def test_the_length_of_a_case_is_a_warning(folder: Any) -> None:
    folder.write("case.md", "# Short\n\nToo short.\n")
    assert [problem.level for problem in check_texts(read_folder(folder.path))] == ["warning"]
