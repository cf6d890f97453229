"""What a professor prints: everything is in it, nothing of part B is, and nothing of a stranger's folder runs."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casekit import _markdown as md
from casekit._errors import KitError
from casekit.case import Case
from casekit.export import _chrome, _write
from casekit.export.handout import to_handout
from casekit.library import load

docx = pytest.importorskip("docx")
HOSTILE = '<img src=x onerror=alert(1)></title><script>alert(2)</script>"]}--> =cmd|x'


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_write, "_list", lambda: tmp_path / "state" / "written.json")


@pytest.fixture(scope="module")
def case() -> Case:
    return load("local-motors")


@pytest.fixture(scope="module")
def both() -> Case:
    return load("local-motors", part="B")


def plain_of(path: Path) -> str:
    """All the text that a file shows or hides, markup off; of a Word file every part of it."""
    if path.suffix == ".html":
        texts = [path.read_text(encoding="utf-8")]
    else:
        with zipfile.ZipFile(path) as archive:
            texts = [
                archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith((".xml", ".rels"))
            ]
    import html

    return html.unescape(re.sub(r"<[^>]*>", "", " ".join(texts)))


def later_things(case: Case, both: Case) -> set[str]:
    """What only part B has: titles of sources, ids, later bets, the epilogue's sentences."""
    new = set(both._sources) - set(case._sources)
    early = " ".join(f"{s.title} {s.author} {s.publisher}" for s in case._sources.values()) + case.story
    found = {both._sources[id].title for id in new} | {both._sources[id].url for id in new}
    found |= {md.plain(md.spans(bet.question)) for bet in both.bets if bet.part == "B"}
    found |= {note.text for note in both.canvas if note.part == "B"}
    found |= {
        s.strip() for s in re.split(r"(?<=[.?])\s+", md.plain(tuple(md.walk(md.parse(both.epilogue))))) if s.strip()
    }
    return {text for text in found if len(text) > 7 and text not in early}


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_handout_of_part_a_holds_all_of_it_and_nothing_later(
    case: Case, both: Case, tmp_path: Path, kind: str
) -> None:
    text = plain_of(to_handout(case, tmp_path / f"class.{kind}"))
    for heading in (
        "Would this car be ready for Las Vegas?",
        "Exhibit 4",
        "Customer segments",
        "What should you bring",
    ):
        assert heading in text
    for bet in case.bets:
        assert md.plain(md.spans(bet.question)) in text
    for option in case.decision.options:
        assert text.count(option.label) >= 3, "in the case, and in both votes"
    for words in ("first vote", "second vote", "I fund factory 2 when", "Igor Miske", "$2,277 = 23 × $99", "Part A"):
        assert words in text
    assert "fig:" not in text and "](" not in text
    later = later_things(case, both)
    assert len(later) > 40
    assert [each for each in later if each in text] == []
    assert "Little's law" not in text, "an answer"


def test_part_b_holds_what_came_after(case: Case, both: Case, tmp_path: Path) -> None:
    text = plain_of(to_handout(both, tmp_path / "class.html"))
    assert "Chandler, Arizona" in text and "Parts A and B" in text
    assert sum(each in text for each in later_things(case, both)) > 30, "so the test of part A can find them"
    assert all(md.plain(md.spans(bet.question)) in text for bet in both.bets)


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_the_instructors_file_is_apart_and_says_so(case: Case, tmp_path: Path, kind: str) -> None:
    text = plain_of(to_handout(case, tmp_path / f"note.{kind}", reader="instructor"))
    assert text.index("For instructors only. This file holds part B") < text.index("Synopsis")
    for words in ("Board plan", "What happened next", "weekend-crowd", "533 cars a year", "cars-a-year-sold (part B)"):
        assert words in text


def test_the_word_file_has_real_headings_and_tables(case: Case, tmp_path: Path) -> None:
    document = docx.Document(str(to_handout(case, tmp_path / "class.docx", paper="letter")))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[0].startswith("Local Motors") and "Exhibit 1: What has been paid, and what is promised?" in headings
    heads = [table.rows[0]._tr.xml for table in document.tables]
    assert sum("w:tblHeader" in head for head in heads) == len(heads) - 1, "all but the canvas"
    about = document.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.title.startswith("Local Motors")
    assert round(document.sections[0].page_width.mm) == 216
    assert document.sections[1].page_width > document.sections[1].page_height, "the canvas lies on its side"
    order = [child.tag.split("}")[1] for child in document.tables[0]._tbl.tblPr]
    assert order.index("tblBorders") < order.index("tblLook"), "Word is strict about the order"


def test_the_page_fetches_nothing_and_runs_nothing(case: Case, tmp_path: Path) -> None:
    text = to_handout(case, tmp_path / "class.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|<img|<iframe|\bon\w+=|@import|url\(", text)
    assert "size:auto" in text and "break-inside:avoid" in text


@pytest.fixture
def hostile(root: Path, tmp_path: Path) -> Case:
    folder = tmp_path / "local-motors"
    shutil.copytree(root / "data" / "cases" / "local-motors", folder)
    story = f'# {HOSTILE}\n\n{HOSTILE} [a](javascript:alert(3)) ![b](http://x.test/p.png) [c](https://x.test/"onx=)\n\n'
    (folder / "case.md").write_text(
        story + f"## Exhibits\n\n| {HOSTILE.replace('|', '')} | b |\n| - | - |\n| 1 | 2 |\n"
    )
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    text = text.replace("title: Local Motors\n", f"title: {quoted}\n", 1).replace(
        "label: One full factory", f"label: {quoted}"
    )
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def test_a_hostile_case_stays_text(hostile: Case, tmp_path: Path) -> None:
    text = to_handout(hostile, tmp_path / "class.html").read_text(encoding="utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert not re.search(r"<img|<script|javascript:alert\(3\)\"|</style>.*</style>", text)
    assert text.count("<title>") == 1 and text.count("</style>") == 1
    written = to_handout(hostile, tmp_path / "class.docx").read_bytes()
    assert "<img src=x onerror=alert(1)>" in docx.Document(io.BytesIO(written)).paragraphs[0].text


def test_characters_that_xml_has_no_place_for_are_left_out() -> None:
    from casekit.export._handout_docx import _clean

    assert _clean("a\x00b\ud800c\ufffed") == "abcd"


# The file -------------------------------------------------------------------------------------------


def test_a_file_that_was_changed_is_left_alone(case: Case, tmp_path: Path) -> None:
    path = to_handout(case, tmp_path / "class.html")
    assert to_handout(case, path) == path, "its own file is written again"
    path.write_text("my notes", encoding="utf-8")
    with pytest.raises(KitError, match="was changed since the kit wrote it"):
        to_handout(case, path)
    assert path.read_text(encoding="utf-8") == "my notes"
    assert to_handout(case, path, force=True).read_text(encoding="utf-8").startswith("<!doctype")
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["class.html"]


def test_a_strangers_file_and_a_link_are_left_alone(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("mine", encoding="utf-8")
    with pytest.raises(KitError, match="not the kit's"):
        to_handout(case, tmp_path / "a.html")
    with pytest.raises(KitError, match="There is no folder"):
        to_handout(case, tmp_path / "none" / "a.html")


def test_a_held_file_is_one_sentence(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr("os.replace", held)
    with pytest.raises(KitError, match="Close the program that holds it") as error:
        to_handout(case, tmp_path / "class.html")
    assert "\n" not in str(error.value)
    assert not list(tmp_path.glob(".casekit*"))


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"path": "x.odt"}, 'not "odt"'),
        ({"path": "x.html", "reader": "studnt"}, 'Did you mean "student"'),
        ({"path": "x.html", "paper": "a5"}, "Known: a4, letter"),
    ],
)
def test_a_mistyped_word_is_one_sentence(case: Case, how: dict[str, Any], sentence: str) -> None:
    with pytest.raises(KitError, match=sentence):
        to_handout(case, **how)


def test_a_case_without_a_note_has_no_instructors_file(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "data" / "cases" / "local-motors", tmp_path / "local-motors")
    for name in ("teaching-note.md", "case.md"):
        (tmp_path / "local-motors" / name).unlink()
    bare = load(tmp_path / "local-motors")
    with pytest.raises(KitError, match=r"has no teaching-note.md"):
        to_handout(bare, tmp_path / "a.html", reader="instructor")
    assert "What do you put money into" in plain_of(to_handout(bare, tmp_path / "b.html")), "the decision stands in"


# The browser ----------------------------------------------------------------------------------------


def test_without_a_browser_one_sentence_offers_the_others(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CASEKIT_BROWSER", raising=False)
    monkeypatch.setattr(_chrome, "_candidates", lambda: iter(()))
    with pytest.raises(KitError, match=r"needs Chrome, Edge or Chromium.*--to html.*--to docx") as error:
        to_handout(case, tmp_path / "class.pdf")
    assert "\n" not in str(error.value) and not (tmp_path / "class.pdf").exists()
    monkeypatch.setenv("CASEKIT_BROWSER", str(tmp_path / "no-browser"))
    with pytest.raises(KitError, match="CASEKIT_BROWSER names"):
        to_handout(case, tmp_path / "class.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for the browser")
@pytest.mark.parametrize(("body", "sentence"), [("exit 3", "gave no PDF"), ("sleep 30", "did not finish in 1 seconds")])
def test_a_browser_that_does_not_print_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, sentence: str
) -> None:
    script = tmp_path / "browser"
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("CASEKIT_BROWSER", str(script))
    with pytest.raises(KitError, match=sentence):
        _chrome.print_pdf("<p>x", tmp_path, timeout=1)
    assert [each.name for each in tmp_path.iterdir()] == ["browser"], "nothing is left behind"


def test_windows_and_mac_homes_are_looked_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edge = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.touch()
    monkeypatch.delenv("CASEKIT_BROWSER", raising=False)
    monkeypatch.setattr(_chrome.shutil, "which", lambda name: None)
    monkeypatch.setattr(_chrome.sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))
    assert str(edge) in _chrome.browsers()


def test_the_pdf_is_paginated(
    case: Case, tmp_path: Path, need: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = os.environ.get("CASEKIT_BROWSER") or need(*_chrome.NAMES)
    monkeypatch.setenv("CASEKIT_BROWSER", browser)
    path = to_handout(case, tmp_path / "class.pdf")
    data = path.read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b", data))
    assert 8 <= pages <= 13
    assert b"Linux" not in data and str(tmp_path).encode() not in data, "nothing of the machine"
    assert [each.name for each in tmp_path.iterdir() if each.name != "state"] == ["class.pdf"]


def test_the_command_writes_here_and_says_what_is_in_it(kit: Callable[..., Any], home: Path) -> None:
    done = kit("handout", "local-motors", "--to", "html")
    assert done.returncode == 0, done.stderr
    assert "It holds part A and nothing of part B." in done.stdout
    assert (home / "local-motors-handout.html").is_file()
    (home / "local-motors-handout.html").write_text("mine", encoding="utf-8")
    again = kit("handout", "local-motors", "--to", "html")
    assert again.returncode == 2 and "--force" in again.stderr and "Traceback" not in again.stderr
    note = kit("handout", "local-motors", "--to", "docx", "--for", "instructor")
    assert "for the instructor alone" in note.stdout and (home / "local-motors-teaching-note.docx").is_file()
    both = kit("handout", "local-motors", "--to", "docx", "--out", "x.pdf")
    assert both.returncode == 2 and "Leave one of the two out" in both.stderr
