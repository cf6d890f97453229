"""Thirty students' files, some of them broken or hostile, become one class view, without names."""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import casekit as ck
from casekit.teach.projector import page_html

HERE = Path(__file__).parent


def helper() -> Any:
    """conftest.py beside this file, whatever the tests' import mode."""
    name = "casekit_tests_class"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / "conftest.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="module")
def shared(case: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return helper().fill(case, tmp_path_factory.mktemp("class"))


@pytest.fixture(scope="module")
def view(shared: Path) -> Any:
    """One view for all who only look: its pictures are drawn once."""
    return ck.class_view(shared)


@pytest.fixture(scope="module")
def page(view: Any) -> str:
    return page_html(view)


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_thirty_files_become_one_class_view(view: Any) -> None:
    assert view.people == "28 people have answered."
    assert len(view.notes) == 2
    assert list(view.bets) == [bet.id for bet in view.case.bets]
    before, after = (vote.counts for vote in view.tally.votes)
    assert sum(before.values()) == sum(after.values()) == 28
    moved = sum(a != b for a, b in view.tally.pairs)
    assert view.votes.sentence.startswith(f"{moved} of 28 moved: ")
    assert len(view.tripwires) == 28
    for picture in view.pictures:
        assert picture.svg().startswith("<svg") and picture.sentence


def test_each_bet_stands_against_its_answer(view: Any) -> None:
    (half,) = [each for each in view.tally.bets if each.bet.id == "half-built"]
    values = view.table.query("step == 'half-built'")["value"].astype(float)
    assert half.median == values.median()
    assert half.answer == pytest.approx(2000 * 14 / 365)
    assert half.within == (abs(values - half.answer) <= 0.1 * half.answer).sum()
    assert f"Within 10% of it: {half.within or 'none'}." in view.bets["half-built"].sentence
    assert "The answer: 77 cars." in view.bets["half-built"].sentence


def test_what_was_missed_most_comes_first() -> None:
    hands = {"half-built": [20, 20, 20], "kit-maker": [500, 530, 560], "price-that-pays": [85000, 90000, 200000]}
    said = ck.class_view(hands=hands).missed.sentence
    assert "The middle of the class said 20 cars, the answer is 77 cars: 3.8 times as much." in said
    assert said.endswith("Nearest: “And the neighbor?”, about right.")
    nothing = ck.class_view(hands={"half-built": [0, 0, 0]}).missed
    assert "too low" in nothing.sentence and nothing.svg()


def test_only_the_first_bet_and_the_last_vote_count(tmp_path: Path, case: Any) -> None:
    for seed in range(3):
        file = helper().student(case, seed)
        file["answers"] = [{"step": "half-built", "kind": "bet", "value": value} for value in (30, 77)]
        file["answers"] += [{"step": "vote-1", "kind": "vote", "value": value} for value in "AD"]
        helper().save(tmp_path, file)
    view = ck.class_view(tmp_path)
    assert view.tally.bets[0].values == (30, 30, 30)
    assert dict(view.tally.votes[0].counts) == {"D": 3}


def test_fewer_than_three_answers_show_no_dots_and_say_why(tmp_path: Path, case: Any) -> None:
    for seed in range(2):
        helper().save(tmp_path, helper().student(case, seed))
    view = ck.class_view(tmp_path)
    for picture in view.bets.values():
        assert "2 people have bet so far. From the third on the picture shows them" in picture.sentence
        assert '"circle"' not in json.dumps(picture.spec)
    assert "2 people have voted so far." in view.votes.sentence
    texts = "".join(re.findall(r"<text[^>]*>([^<]*)", view.votes.svg()))
    assert not re.search(r"\d", texts)
    assert view.tripwires == () and "I fund" not in page_html(view)


def test_part_a_shows_nothing_of_part_b(tmp_path: Path, case: Any) -> None:
    later = ck.load("local-motors", part="B")
    for seed in range(3):
        helper().save(tmp_path, helper().student(later, seed))
    early, both = ck.class_view(tmp_path), ck.class_view(tmp_path, part="B")
    assert "price-2013" not in early.bets and "price-2013" in both.bets
    assert "99,900" not in page_html(early) and "99,900" in page_html(both)


def test_hands_codes_and_files_add_up(shared: Path, view: Any, case: Any) -> None:
    from casekit.teach import codes

    code = codes.encode(case, [{"step": "half-built", "kind": "bet", "value": 77}])
    hands = {"vote-1": "A 2, C 1", "half-built": "10 20 300", "members": [16]}
    more = ck.class_view(shared, codes=[code], hands=hands)
    assert more.tally.votes[0].voters == view.tally.votes[0].voters + 3
    (bet,) = [each for each in more.tally.bets if each.bet.id == "half-built"]
    assert len(bet.values) == 28 + 1 + 3 and bet.rounded == 1
    assert "1 came as a short code" in more.bets["half-built"].sentence


def test_hands_alone_know_how_many_moved_at_least() -> None:
    view = ck.class_view(hands={"vote-1": {"A": 10, "B": 5, "C": 5}, "vote-2": {"A": 4, "C": 17}})
    assert view.votes.sentence.startswith("At least 11 moved. Before: A 10, B 5, C 5, D 0.")
    assert view.people == "21 people have answered."


@pytest.mark.parametrize(
    ("hands", "says"),
    [
        ({"vote-9": {"A": 1}}, 'asks for no "vote-9"'),
        ({"vote-1": {"Q": 1}}, 'There is no option "Q"'),
        ({"vote-1": "lots for A"}, "Write each letter with its number"),
        ({"vote-1": "A 3, A 4"}, "is there twice"),
        ({"vote-1": {"A": -1}}, "whole number"),
        ({"vote-1": {"A": 99999}}, "whole number"),
        ({"half-built": "30 many"}, '"many" is not a number'),
        ({"half-built": [1e9]}, "goes from 0 cars to 300 cars"),
        ({"half-built": [1] * 3000}, "at most 2,000"),
    ],
)
def test_hands_that_do_not_fit_are_one_sentence(hands: Any, says: str) -> None:
    with pytest.raises(ck.KitError) as error:
        ck.class_view(hands=hands)
    assert says in str(error.value)


def test_no_answers_at_all_are_no_error(tmp_path: Path) -> None:
    view = ck.class_view(tmp_path)
    assert view.pictures == [] and view.people == "Nobody has answered yet."
    assert view._repr_mimebundle_()["text/plain"] and "Nobody" in page_html(view)


def test_nobody_can_be_recognized(shared: Path, view: Any, page: str) -> None:
    shown = page + str(view._repr_mimebundle_())
    for path in shared.glob("*.json"):
        assert path.stem not in shown
    for reader in set(view.table["reader"]):
        assert reader not in shown
    # The order of sentences is that of no file.
    assert list(view.tripwires) != list(view.table.query("kind == 'text'")["value"])


def test_hostile_text_is_shown_as_text(view: Any, page: str) -> None:
    hostile = helper().HOSTILE
    for html in (page, view._repr_mimebundle_()["text/html"]):
        assert "<script" not in html and "<img src=x" not in html and "\u202e" not in html
        assert "&lt;img src=x onerror=&quot;document.title=1&quot;&gt;" in html
    assert hostile.replace(" \u202e", " ") in view.tripwires


def test_the_page_is_not_put_over_another_file(tmp_path: Path) -> None:
    view = ck.class_view(hands={"vote-1": "A 3"})
    mine = tmp_path / "mine.html"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(ck.KitError):
        view.to_page(mine)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert view.to_page(tmp_path / "class.html") == view.to_page(tmp_path / "class.html")


def test_the_command_writes_and_names_the_page(classroom: Path) -> None:
    from typer.testing import CliRunner

    from casekit.cli import app

    done = CliRunner().invoke(app, ["class", str(classroom)])
    assert done.exit_code == 0
    assert "local-motors-answers-empty.json is empty." in done.stdout
    assert "28 people have answered." in done.stdout
    assert (classroom / "class.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    wrong = CliRunner().invoke(app, ["class", str(classroom / "none")])
    assert isinstance(wrong.exception, ck.KitError) and "is not there" in str(wrong.exception)


@pytest.mark.browser
def test_the_projector_page_in_a_real_browser(page: str, tmp_path: Path, chromium: Any) -> None:
    path = tmp_path / "class.html"
    path.write_text(page, encoding="utf-8")
    for width, height, scheme in ((1920, 1080, "light"), (960, 540, "dark")):
        tab = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        troubles: list[str] = []
        tab.on("pageerror", lambda error, to=troubles: to.append(str(error)))
        tab.on("console", lambda message, to=troubles: to.append(message.text))
        tab.on("request", lambda r, to=troubles: None if r.url.startswith(("file:", "data:")) else to.append(r.url))
        tab.goto(path.as_uri())
        assert tab.title() == "Local Motors: what the class said"
        assert tab.locator("script").count() == 0 and tab.locator("[onerror]").count() == 0
        assert tab.get_by_text("onerror=").count() > 0
        # One question fills a screen, pictures fit it, and nothing runs over its side.
        for at in range(1, 9):
            section = tab.locator(f"#s{at}")
            assert section.bounding_box()["height"] <= height + 2
            assert section.locator("img").evaluate("(image) => image.naturalWidth") > 100
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        # The smallest text: HTML as it is laid out, pictures by how far they are enlarged.
        small = tab.evaluate("""() => {
          const own = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
          const texts = [...document.querySelectorAll("body *")].filter(own);
          const enlarged = (image) => Math.min(image.width / image.naturalWidth, image.height / image.naturalHeight);
          return Math.min(...texts.map((node) => parseFloat(getComputedStyle(node).fontSize)),
            ...[...document.images].map((image) => 12 * enlarged(image)));
        }""")
        assert small >= (14 if width == 1920 else 11), small
        tab.get_by_role("link", name="Who moved?").click()
        tab.keyboard.press("Tab")
        assert tab.url.endswith("#s1")
        assert troubles == []
        tab.close()


@pytest.mark.parametrize(("low", "high"), [(1e6, 1e9), (5e6, 4.6e7), (2e6, 4e8), (1e3, 1e9)])
def test_numbers_under_an_axis_of_ratios_do_not_touch(low: float, high: float) -> None:
    from dataclasses import replace

    from casekit.teach import _pictures
    from casekit.teach._tally import Guessed

    case = ck.load("local-motors", walk="network")
    bet = replace(case.bet("most-cash"), low=low, high=high, log=True, unit="USD")
    question = ck.class_view(None, case, hands={"worst-moment": [1e8] * 3}).tally.bets[0].question
    picture = _pictures.bet(Guessed(question, bet, (low, low * 2, high), high / 2, 0, 0))
    shown = (
        r'<text text-anchor="\w+" transform="translate\(([0-9.]+),[0-9.]+\)"[^>]*fill="#5c6570" opacity="1">([^<]+)<'
    )
    ticks = sorted((float(x), text) for x, text in re.findall(shown, picture.svg()))
    assert 3 <= len(ticks) <= 7
    assert all(right[0] - left[0] > 6 * len(right[1]) for left, right in itertools.pairwise(ticks[:-1])), ticks
