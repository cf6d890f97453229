"""The page and the handout of a walk hold that walk, and nothing of another one or of part B."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import casekit as ck
from casekit._errors import KitError
from casekit.case import Case
from casekit.export import _write
from casekit.export._sealed import unseal
from casekit.export.page import page_text
from casekit.library import load, validate
from casekit.teach import codes

from .._walks import NAME, TITLE, with_walk

FIRST = ("What should you bring", "half-built: 77", "Two build weekends")
LATE = ("The price rose and rose", "later-price", "price-then", "third year", "99,900")


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_write, "_list", lambda: tmp_path / "state" / "written.json")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_walk(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def brief(place: Path) -> Case:
    return load(place, walk=NAME)


def data(page: str, name: str = "walk-data") -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def bare(page: str) -> str:
    """The text of a page, without the drawing library."""
    return html.unescape(re.sub(r'id="walk-vega">.*?</script>', "", page, flags=re.S))


def test_the_fixture_is_a_good_case(place: Path) -> None:
    found = [problem for problem in validate(place) if problem.level == "error"]
    assert all("teaching-note.md" in problem.file for problem in found), "a note of two parts, and nothing else"


def test_the_page_of_a_walk(brief: Case, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = ck.to_page(brief)
    assert path.name == "local-motors-brief.html"
    page = path.read_text(encoding="utf-8")
    own = data(page)
    assert (own["case"], own["walk"], own["title"]) == ("local-motors", NAME, TITLE)
    assert [step["id"] for step in own["steps"]] == [
        "hook",
        "vote-1",
        "half-built",
        "wait",
        "queue",
        "tripwire",
        "vote-2",
    ]
    assert own["fields"] == codes.fields(brief)
    assert {step["id"]: step["needs"] for step in own["steps"]}["queue"] == ["wait"]
    assert f"<title>{TITLE}</title>" in page and "A promise of ninety-nine dollars" in page
    assert [words for words in LATE if words in bare(page)] == []
    assert data(page_text(load(place)))["walk"] == ""


def test_a_walk_leads_to_its_decision_and_asks_for_it_in_its_own_words(tmp_path: Path) -> None:
    other = with_walk(tmp_path)
    path = other / "walks" / NAME / "walk.yaml"
    text = path.read_text(encoding="utf-8").replace("read: case", "read: decision")
    own = "hook: Ninety-nine dollars hold a place.\nquestion: What do you promise for [$99](fig:reservation)?\n"
    fee = load(other).figures.query("unit == 'USD'").iloc[0]
    own = own.replace("[$99](fig:reservation)", f"[{fee['text']}](fig:{fee['id']})")
    path.write_text(f"{own}{text}", encoding="utf-8", newline="\n")
    case = load(other, walk=NAME)
    page = page_text(case)
    vote = next(step for step in data(page)["steps"] if step["kind"] == "vote")
    assert "What do you promise for" in vote["question"] and 'title="' in vote["question"]
    assert "Ninety-nine dollars hold a place." in bare(page)
    assert "What do you promise for" in text_of(ck.to_handout(case, tmp_path / "class.html"))
    assert "Ninety-nine dollars hold a place." not in bare(page_text(load(other)))


def test_a_page_of_part_b_of_a_walk_is_that_of_part_a(brief: Case, place: Path, tmp_path: Path) -> None:
    whole = ck.to_page(load(place, "B", NAME), tmp_path / "page.html")
    assert whole.read_text(encoding="utf-8") == page_text(brief)


def test_the_sealed_part_of_a_walk_is_its_own(brief: Case, tmp_path: Path) -> None:
    page = ck.to_page(brief, tmp_path / "page.html", "Chandler").read_text(encoding="utf-8")
    assert [words for words in LATE if words in bare(page)] == []
    inside = json.loads(unseal(data(page, "walk-sealed"), "chandler"))
    assert [step["id"] for step in inside["steps"]] == ["later-price", "ending"]
    assert "The price rose and rose" in inside["html"]


def test_a_walk_without_steps_says_where_they_go(place: Path, tmp_path: Path) -> None:
    other = with_walk(tmp_path)
    path = other / "walks" / NAME / "walk.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"title: x\nsteps: []\n{text[text.index('bets:') :]}", encoding="utf-8")
    with pytest.raises(KitError, match=f"Write its steps under steps: in walks/{NAME}/walk.yaml"):
        page_text(load(other, walk=NAME))


def text_of(path: Path) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<style.*?</style>", "", path.read_text("utf-8"), flags=re.S)))


def test_the_handout_of_a_walk(brief: Case, place: Path, tmp_path: Path) -> None:
    text = text_of(ck.to_handout(brief, tmp_path / "class.html"))
    for words in ("A promise of ninety-nine dollars", "How many people have put down money?", "How many can be built?",
                  "I would build when", "Part A", "One full factory", "Customer segments"):  # fmt: skip
        assert words in text, words
    first = text_of(ck.to_handout(load(place), tmp_path / "first.html"))
    assert "A promise of ninety-nine dollars" not in first and "put down money?" not in first
    assert [words for words in LATE if words in text] == []
    late = text_of(ck.to_handout(load(place, "B", NAME), tmp_path / "late.html"))
    assert [words for words in ("The price rose and rose", "third year", "99,900") if words not in late] == []


def test_the_teaching_note_of_a_walk(brief: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(ck.to_handout(brief, tmp_path / "note.html", reader="instructor"))
    assert "Ten minutes for a short class." in text and "Learning objectives" not in text
    for bet, answer in (("places-held", "63"), ("days-in-line", "14 days"), ("price-then (part B)", "$99,900")):
        assert re.search(rf"{re.escape(bet)}.*{re.escape(answer)}", text, re.S), bet


def test_a_walk_without_a_note_says_which_file_it_wants(place: Path, tmp_path: Path) -> None:
    other = with_walk(tmp_path)
    (other / "walks" / NAME / "teaching-note.md").unlink()
    with pytest.raises(KitError, match=f"has no walks/{NAME}/teaching-note.md"):
        ck.to_handout(load(other, walk=NAME), tmp_path / "note.html", reader="instructor")


def test_the_commands_take_a_walk(place: Path, kit: Callable[..., Any], home: Path) -> None:
    here = f"{place}/"
    page = kit("page", here, "--walk", NAME)
    assert page.returncode == 0 and (home / "local-motors-brief.html").is_file(), page.stderr
    assert kit("handout", here, "--walk", NAME, "--to", "html").returncode == 0
    assert (home / "local-motors-brief-handout.html").is_file()
    note = kit("handout", here, "--walk", NAME, "--to", "html", "--for", "instructor")
    assert note.returncode == 0 and (home / "local-motors-brief-teaching-note.html").is_file()
    shown = kit("show", here, "--walk", NAME)
    assert TITLE in shown.stdout and "The case has a further walk: Local Motors (without --walk)." in shown.stdout
    assert f"The case has a further walk: {TITLE} (--walk {NAME})." in kit("show", here).stdout
    for command in (["page", here], ["handout", here, "--to", "html"], ["show", here]):
        done = kit(*command, "--walk", "briefs")
        assert (
            done.returncode == 2 and done.stderr.strip() == 'Local Motors has no walk "briefs". Did you mean "brief"?'
        )
