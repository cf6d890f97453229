"""Two classes on one case: their answers, codes and views are never taken for each other's."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import casekit as ck
from casekit._errors import KitError
from casekit.case import Case
from casekit.library import load
from casekit.teach import codes
from casekit.teach.answers import from_codes, read_answers

from .._walks import NAME, TITLE, with_walk

VOTE = {"step": "vote-1", "kind": "vote", "value": "B", "sure": 60, "at": "2026-03-02T09:30:00Z"}
BET = {"step": "half-built", "kind": "bet", "value": 60, "at": "2026-03-02T09:31:00Z"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_walk(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def first(place: Path) -> Case:
    return load(place)


@pytest.fixture(scope="module")
def brief(place: Path) -> Case:
    return load(place, walk=NAME)


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def hand_in(folder: Path, name: str, **more: Any) -> None:
    file = {"casekit": 1, "case": "local-motors", "part": "A", "reader": name, "answers": [VOTE, BET], **more}
    (folder / f"{name}.json").write_text(json.dumps(file), encoding="utf-8")


def test_files_of_two_walks_are_kept_apart(first: Case, brief: Case, tmp_path: Path) -> None:
    hand_in(tmp_path, "of-the-first")
    hand_in(tmp_path, "of-the-brief", walk=NAME)
    hand_in(tmp_path, "of-another", walk="network")
    hand_in(tmp_path, "odd", walk=["x"])
    found = read_answers(tmp_path, brief)
    assert {row.reader for row in found.rows} == {"of-the-brief"}
    assert set(found.notes) == {
        'of-the-first.json answers the first walk of local-motors, not the walk "brief". It was left out. '
        "Take out --walk.",
        'of-another.json answers the walk "network" of local-motors, not the walk "brief". It was left out.',
        'odd.json answers the walk "?" of local-motors, not the walk "brief". It was left out.',
    }
    early = read_answers(tmp_path, first)
    assert {row.reader for row in early.rows} == {"of-the-first"}
    assert (
        'of-the-brief.json answers the walk "brief" of local-motors, not the first walk. It was left out. '
        "Add --walk brief." in early.notes
    )


def test_a_code_of_a_walk_begins_with_its_name(first: Case, brief: Case) -> None:
    code = codes.encode(brief, [VOTE, BET])
    assert code.startswith("brief:1") and ":" not in codes.encode(first, [VOTE, BET])
    groups = code.removeprefix("brief:")
    for typed in (code, code.lower(), f" Brief : {groups} ", f"BRIEF:{groups.replace('-', ' ')}"):
        assert [each["value"] for each in codes.decode(brief, typed)] == ["B", 60.0]


def test_no_code_of_one_walk_is_read_as_one_of_another(first: Case, brief: Case) -> None:
    """Not even where its length and its check would fit by chance."""
    code, early = codes.encode(brief, [VOTE, BET]), codes.encode(first, [VOTE, BET])
    with pytest.raises(KitError, match=r'belongs to the walk "brief", not to the first walk of Local Motors'):
        codes.decode(first, code)
    with pytest.raises(KitError, match=r'names no walk, so it is of the first\. Codes of the walk "brief" begin with'):
        codes.decode(brief, early)
    with pytest.raises(KitError, match=r'belongs to the walk "network", not to the walk "brief"'):
        codes.decode(brief, code.replace("brief", "network"))
    chance = random.Random(1)
    for _ in range(500):
        length = len(code.split(":")[1].replace("-", ""))
        with pytest.raises(KitError, match="names no walk"):
            codes.decode(brief, "".join(chance.choices(codes.ALPHABET, k=length)))
    found = from_codes(brief, [code, early])
    assert {row.reader for row in found.rows} == {"code-1"} and len(found.notes) == 1
    with pytest.raises(KitError, match="looks wrong in its first group"):
        codes.decode(brief, "brief:?" + code.split(":")[1][1:])


def test_the_class_view_of_a_walk(place: Path, tmp_path: Path, kit: Any) -> None:
    for name in "abc":
        hand_in(tmp_path, name, walk=NAME)
    hand_in(tmp_path, "stray")
    view = ck.class_view(tmp_path, place, walk=NAME, hands={"wait": [3, 30, 50]})
    assert list(view.bets) == ["places-held", "days-in-line"] and len(view.notes) == 1
    assert "The answer: 63" in view.bets["places-held"].sentence and "14 days" in view.bets["days-in-line"].sentence
    assert "price-then" in ck.class_view(None, load(place, "B", NAME), hands={"later-price": [50_000] * 3}).bets
    page = view.to_page(tmp_path / "view.html").read_text(encoding="utf-8")
    assert TITLE in page and "99,900" not in page
    shown = kit("class", str(tmp_path), "--case", f"{place}/").stdout
    assert f"It was left out. Add --walk {NAME}." in " ".join(shown.split())
    with pytest.raises(KitError, match=r'no walk "briefs"\. Did you mean "brief"'):
        ck.class_view(tmp_path, place, walk="briefs")
    done = kit("class", str(tmp_path), "--case", f"{place}/", "--walk", NAME)
    assert done.returncode == 0 and "3 people have answered." in done.stdout, done.stderr
    assert "stray.json answers the first walk of local-motors" in done.stdout


def press(room: Any, name: str) -> str:
    children = list(room.children)
    at = next(n for n, child in enumerate(children) if getattr(child, "description", "") == name)
    children[at].click()
    return str(children[at + 1].value)


def test_the_room_offers_the_walks_of_the_case(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    room = ck.instructor()
    room._own.value = str(place)
    assert list(room._walk.options) == [("Local Motors", ""), (TITLE, NAME)] and room._walk.layout.display is None
    room._fields["vote-1"].value = "A 3"
    room._walk.value = NAME
    assert room.case.title == TITLE and "wait" in room._fields and "second-vote" not in room._fields
    assert room._fields["vote-1"].value == "", "a show of hands of another class"
    room._fields["vote-1"].value = "A 3"
    assert "Ten minutes for a short class" in (press(room, "Show the teaching note") and room.note.value)
    press(room, "Build the page")
    room._kind.value = "html"
    press(room, "Build the handout")
    press(room, "Make the page for the projector")
    names = {path.name for path in tmp_path.glob("*.html")}
    assert names == {f"local-motors-brief{end}.html" for end in ("", "-handout", "-class")}


def test_the_room_offers_no_choice_where_there_is_one_walk(place: Path, tmp_path: Path) -> None:
    import shutil

    alone = Path(shutil.copytree(place, tmp_path / "local-motors"))
    shutil.rmtree(alone / "walks")
    room = ck.instructor()
    room._own.value = str(place)
    room._walk.value = NAME
    room._own.value = str(alone)
    assert room.case.walk_name == "" and room._walk.layout.display == "none"
    room._own.value = str(tmp_path / "none")
    assert room._walk.layout.display == "none" and room._hands.children == ()
