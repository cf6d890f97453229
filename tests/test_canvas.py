from __future__ import annotations

import re

import pytest
from rich.console import Console

from casekit.canvas import BLOCKS, Canvas, Note, Segment
from casekit.evidence import Citation, Figure, Source

MISKE = Source("miske", "How it works", author="Igor Miske", url="https://example.org/m")
COST = Figure("cost", "cost", 6e6, "USD", "reported", sources=(MISKE,), locator="para 9")
GUESS = Figure("guess", "guess", 24, "vehicle", "assumption", low=12, high=40, note="two rows")
CANVAS = Canvas(
    (
        Note("hall", "The hall", "buyers", (COST,), (Citation(MISKE, "para 3"),), block="cost_structure"),
        Note("word", "Word of mouth", "buyers", block="channels"),
        Note("places", "Places", "", (GUESS,), block="key_resources"),
    ),
    {"buyers": Segment("buyers", "Buyers", "blue")},
)


def test_nine_blocks_in_order():
    assert next(iter(BLOCKS)) == "key_partners" and len(BLOCKS) == 9
    page = CANVAS._repr_html_()
    assert re.findall(r'<h4 class="ck-block-name">([^<]+)</h4>', page) == list(BLOCKS.values())


def test_a_note_says_whom_it_is_for_and_what_it_rests_on():
    page = CANVAS._repr_html_()
    assert "buyers · $6 million · " in page and "1 source" in page
    assert "no evidence yet" in page and "24 cars · " in page and "assumed" in page


def test_dashed_means_no_evidence_and_nothing_else():
    page = re.sub("<style>.*?</style>", "", CANVAS._repr_html_(), flags=re.DOTALL)
    assert page.count("ck-bare") == 1
    assert re.search(r'ck-blue ck-bare"><div class="ck-face">Word of mouth', page)


def test_evidence_is_reached_without_a_mouse():
    page = CANVAS._repr_html_()
    details = re.findall(r"<details.*?</details>", page, re.DOTALL)
    assert len(details) == 2
    assert "<summary>" in details[0] and "two rows" in details[0]
    assert 'href="https://example.org/m"' in details[1] and "para 3" in details[1]


def test_blocks_by_name():
    assert [note.id for note in CANVAS["channels"]] == ["word"]
    assert len(CANVAS) == 3 and str(CANVAS) == "Business model canvas: 3 notes, 1 without evidence"
    with pytest.raises(KeyError, match="is no block of the canvas"):
        CANVAS["chanells"]


def test_in_a_terminal_with_markup_as_text():
    console = Console(width=80)
    with console.capture() as captured:
        console.print(Canvas((Note("x", "[red]x[/red]", block="channels"),)), CANVAS)
    text = captured.get()
    assert "[red]x[/red]" in text and "Word of mouth  buyers · no evidence yet" in text


def test_nothing_of_a_note_becomes_markup():
    bad = '"><script>alert(1)</script>'
    source = Source(bad, bad, bad, url=f"https://x/{bad}")
    figure = Figure(bad, bad, 1.0, "", "reported", sources=(source,), locator=bad, note=bad)
    note = Note(bad, bad, "s", (figure,), (Citation(source, bad),), block="channels")
    page = Canvas((note, Note("b", bad, "s", block="channels")), {"s": Segment("s", bad, bad)})._repr_html_()
    assert "<script" not in page
