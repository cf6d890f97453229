"""Two walks of one case in one browser: what was said in one class is not in the other, nor in its file or code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casekit.case import Case
from casekit.export.page import page_text
from casekit.library import load
from casekit.teach import codes
from casekit.teach.answers import read_answers

from .._walks import NAME, TITLE, with_walk


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Case]:
    place = with_walk(tmp_path_factory.mktemp("case"))
    return load(place), load(place, walk=NAME)


@pytest.fixture(scope="module")
def files(cases: tuple[Case, Case], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    home = tmp_path_factory.mktemp("pages")
    paths = [home / f"{case.stem}.html" for case in cases]
    for case, path in zip(cases, paths, strict=True):
        path.write_text(page_text(case), encoding="utf-8", newline="\n")
    return paths


@pytest.fixture
def pages(chromium: Any, files: list[Path]) -> Iterator[list[Any]]:
    """Both pages, open side by side in one browser without a network."""
    context = chromium.new_context(offline=True, accept_downloads=True)
    found, troubles = [], []
    for path in files:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready]")
        found.append(page)
    yield found
    context.close()
    assert troubles == []


def vote(page: Any, option: int) -> Any:
    page.evaluate("location.hash = 'vote-1'")
    here = page.locator(".walk-step:not([hidden])[data-step='vote-1']")
    here.locator(".walk-option").nth(option).click()
    here.get_by_role("button", name="Keep my vote").click()
    here.locator(".walk-votes").wait_for()
    return here


def saved(page: Any, folder: Path) -> tuple[str, dict[str, Any]]:
    page.evaluate("location.hash = '@save'")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save my answers").click()
    name = str(caught.value.suggested_filename)
    shutil.copy(caught.value.path(), folder / name)
    return name, json.loads((folder / name).read_text(encoding="utf-8"))


def test_answers_of_two_walks_are_kept_apart(pages: list[Any], cases: tuple[Case, Case], tmp_path: Path) -> None:
    first, brief = pages
    assert brief.title().endswith(TITLE)
    vote(first, 0)
    brief.reload()
    brief.wait_for_selector("body[data-ready]")
    brief.evaluate("location.hash = 'vote-1'")
    assert brief.locator("[data-step='vote-1'] .walk-votes").is_hidden(), "the vote of the other class"
    vote(brief, 2)
    assert sorted(brief.evaluate("Object.keys(localStorage)")) == [
        "casekit:local-motors",
        f"casekit:local-motors/{NAME}",
    ]
    told = [saved(page, tmp_path) for page in pages]
    assert [content.get("walk") for _, content in told] == [None, NAME]
    assert [content["answers"][0]["value"] for _, content in told] == ["A", "C"]
    assert [name for name, _ in told] == [
        f"{case.stem}-answers-{content['reader']}.json" for case, (_, content) in zip(cases, told, strict=True)
    ]
    for case, page, (_, content) in zip(cases, pages, told, strict=True):
        code = page.locator(".walk-code").inner_text()
        assert code == codes.encode(case, content["answers"])
        found = read_answers(tmp_path, case, codes=[code])
        assert {row.value for row in found.rows} == {content["answers"][0]["value"]}
        assert len(found.notes) == 1 and "It was left out." in found.notes[0]
    assert pages[1].locator(".walk-code").inner_text().startswith(f"{NAME}:")


def test_a_short_code_stands_on_one_line_on_a_phone(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    path.write_text(page_text(load("local-motors", walk="network")), encoding="utf-8", newline="\n")
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready]")
    vote(page, 0)
    page.evaluate("location.hash = '@save'")
    code = page.locator(".walk-code")
    assert code.inner_text().startswith("network:")
    many, beyond = code.evaluate("""(node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [range.getClientRects().length, node.scrollWidth - node.clientWidth];
    }""")
    assert (many, beyond) == (1, 0)
    page.close()


def test_looking_back_names_what_this_class_was_to_write(
    cases: tuple[Case, Case], tmp_path: Path, chromium: Any
) -> None:
    """A tripwire where the class was asked for one, and else a sentence."""
    place = with_walk(tmp_path)
    path = place / "walks" / NAME / "walk.yaml"
    steps = "  - {id: look, reveal: answers, part: B}\n"
    for asked, said in (("tripwire", "You wrote no tripwire."), ("next-factory", "You wrote no sentence.")):
        text = path.read_text(encoding="utf-8").replace(steps, "").replace("write: tripwire", f"write: {asked}")
        path.write_text(text.replace("bets:\n", f"{steps}bets:\n"), encoding="utf-8", newline="\n")
        file = tmp_path / f"{asked}.html"
        # What comes after, in clear: the door to part B is another test's.
        file.write_text(page_text(load(place, "B", NAME)), encoding="utf-8", newline="\n")
        page = chromium.new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("body[data-ready]")
        page.evaluate("location.hash = 'look'")
        assert page.locator("[data-step='look'] .walk-note", has_text="You wrote").inner_text() == said
        page.close()


def test_what_was_kept_for_another_walk_is_not_taken(pages: list[Any]) -> None:
    _, brief = pages
    vote(brief, 1)
    kept = json.loads(brief.evaluate(f"localStorage.getItem('casekit:local-motors/{NAME}')"))
    brief.evaluate(
        "([key, text]) => localStorage.setItem(key, text)",
        [f"casekit:local-motors/{NAME}", json.dumps({**kept, "walk": "network"})],
    )
    brief.reload()
    brief.wait_for_selector("body[data-ready]")
    brief.evaluate("location.hash = 'vote-1'")
    assert brief.locator("[data-step='vote-1'] .walk-votes").is_hidden()
