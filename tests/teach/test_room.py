"""The instructor's room: every button says what it did, where the file is, or in a sentence why not."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import casekit as ck
from casekit import _working_copy


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return ck.instructor()


def press(room: Any, name: str) -> str:
    """Press a button, and read the line beneath it."""
    children = list(room.children)
    at = next(n for n, child in enumerate(children) if getattr(child, "description", "") == name)
    children[at].click()
    assert not children[at].disabled
    return unescape(re.sub(r"<br>", "\n", children[at + 1].value).replace("</div>", "").split(">", 1)[1])


def test_the_note_is_shown_folded_with_its_sources(room: Any) -> None:
    assert "part B included" in press(room, "Show the teaching note")
    assert "<summary" in room.note.value and "Teaching plan" in room.note.value
    assert 'title="Miske' in room.note.value and "<table>" in room.note.value


def test_the_page_is_built_and_named(room: Any, tmp_path: Path) -> None:
    said = press(room, "Build the page")
    assert said == f"{tmp_path / 'local-motors.html'} is written. It holds part A and nothing later."
    room._word.value = "ab"
    assert "word" in press(room, "Build the page")


def test_the_handout_is_built_and_named(room: Any, tmp_path: Path) -> None:
    room._kind.value = "html"
    assert press(room, "Build the handout") == f"{tmp_path / 'local-motors-handout.html'} is written."
    room._reader.value = "instructor"
    assert press(room, "Build the handout") == f"{tmp_path / 'local-motors-teaching-note.html'} is written."


def test_the_class_is_drawn_from_files_codes_and_hands(room: Any, classroom: Path, case: Any) -> None:
    from casekit.teach import codes

    room._folder.value = str(classroom)
    room._codes.value = codes.encode(case, [{"step": "half-built", "kind": "bet", "value": 77}]) + "\n16ZZ"
    room._fields["vote-1"].value = "A 3, B 1"
    said = press(room, "Show the class")
    assert said.startswith("33 people have answered.\n") and "has 4 characters" in said
    assert " of 28 moved: " in room.drawn.value and "<script" not in room.drawn.value
    said = press(room, "Make the page for the projector")
    assert "local-motors-class.html is written. Open it in a browser." in said
    room._fields["vote-1"].value = "A lot"
    assert "Write each letter with its number" in press(room, "Show the class")


def test_a_mistake_is_a_sentence_and_never_a_traceback(room: Any, tmp_path: Path, monkeypatch: Any) -> None:
    assert "There is nothing to draw yet." in press(room, "Show the class")
    room._folder.value = str(tmp_path / "<b>none</b>")
    said = press(room, "Show the class")
    assert "is not there" in said and "Traceback" not in said
    assert all("<b>none" not in str(child.value) for child in room.children if type(child).__name__ == "HTML")
    room._out.value = str(tmp_path / "nowhere")
    assert "There is no folder" in press(room, "Build the page")
    room._own.value = str(tmp_path / "no-case")
    assert press(room, "Show the teaching note") and room._hands.children == ()
    monkeypatch.setattr(type(room), "_case", lambda self, part="A": 1 / 0)
    assert "That did not work (ZeroDivisionError" in press(room, "Show the teaching note")


def test_a_hostile_note_is_shown_as_text(room: Any, tmp_path: Path, root: Path) -> None:
    import shutil

    own = tmp_path / "own"
    shutil.copytree(root / "data" / "cases" / "local-motors", own)
    (own / "teaching-note.md").write_text(
        "## <img src=x onerror=alert(1)>\n\n<script>alert(1)</script> [x](javascript:alert(1)) "
        "[<b>2,000</b>](fig:claimed-capacity) ![y](https://example.org/y.png)\n\n"
        '| <i> |\n| --- |\n| "><svg onload=1> |\n',
        encoding="utf-8",
    )
    room._own.value = str(own)
    press(room, "Show the teaching note")
    assert not re.search(r"<(img|script|svg|i|b)\b|href=.javascript", room.note.value.split("</style>")[-1])
    (own / "teaching-note.md").unlink()
    assert "has no teaching-note.md" in press(room, "Show the teaching note")


def test_part_b_is_asked_for_only_when_it_is_open(room: Any) -> None:
    assert "pace" not in room._fields
    room._fields["half-built"].value = "30"
    room._later.value = True
    assert "pace" in room._fields and room._fields["half-built"].value == "30"


def test_a_stored_room_says_what_to_do(room: Any) -> None:
    data, _ = room._repr_mimebundle_()
    assert data["text/plain"] == "The instructor's room. Run this cell, and its buttons stand here."


def test_the_working_copy_offers_the_room_and_opens_the_case(root: Path, tmp_path: Path) -> None:
    changes = _working_copy.update(root / "notebooks", tmp_path / "copy")
    books = [change.name for change in changes if change.name.endswith(".ipynb")]
    assert books[0] == "01-local-motors.ipynb" and "instructor.ipynb" in books


def test_the_notebook_has_two_short_cells(root: Path) -> None:
    book = json.loads((root / "notebooks" / "instructor.ipynb").read_text(encoding="utf-8"))
    text, code = book["cells"]
    assert len("".join(text["source"]).split()) <= 100 and len(code["source"]) <= 3
    assert code["metadata"]["jupyter"]["source_hidden"]


def test_an_assignment_is_previewed_its_answers_shown_and_released(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")  # no browser opens
    part = room.exercises
    assert dict(part.chosen.options)["Local Motors, before the vote"] == "local-motors"
    part.chosen.value = "local-motors"
    said = press(room, "Open it as a student sees it")
    assert "local-motors.html is written. Open it in a browser." in said
    assert "The answers to Local Motors, before the vote stand below." in press(room, "Show the answers")
    assert "cars_a_year * build_time" in part.answers.value and "<script" not in part.answers.value
    assert "name its file at Roster" in press(room, "Release it"), "it speaks of fields, not of options"
    (tmp_path / "class.csv").write_text("id,name\n1,Ada\n2,<b>Ben</b>\n", encoding="utf-8")
    part.roster.value = str(tmp_path / "class.csv")
    said = press(room, "Release it")
    assert "is released for 2 students" in said and part.bar.layout.display == "none"
    page = tmp_path / "course" / "local-motors" / "hand-out" / "local-motors.html"
    page.write_text("mine", encoding="utf-8")
    said = press(room, "Release it")
    assert "tick the box above that writes over files" in said and "--" not in said
    room._force.value = True
    assert "is released for 2 students" in press(room, "Release it")
    part.own.value = str(tmp_path / "none")
    assert "none" in press(room, "Show the answers")
