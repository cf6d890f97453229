"""A student's whole walk on the page, from a file address, with the network cut."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from casekit.export.page import page_text, to_page
from casekit.library import load

from .._chromium import ARGUMENTS, browser_path
from .conftest import LOCAL

WORD = "Chandler"
CASE = load("local-motors")
FIRST, LAST = CASE.walk[0].id, CASE.walk[-1].id
SENTENCE = "I fund factory 2 when 63 buyers have paid in full by 31 December 2011."


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return to_page(CASE, tmp_path_factory.mktemp("walk") / "local-motors.html", word=WORD)


@pytest.fixture
def walk(chromium: Any, page_file: Path) -> Iterator[Callable[..., Any]]:
    with opening(chromium, page_file) as open_it:
        yield open_it


@contextlib.contextmanager
def opening(chromium: Any, file: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page offline; at the end it may have met no error, and asked for nothing outside."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def open_it(width: int = 960, scheme: str = "light", path: Path = file, script: str = "") -> Any:
        size = {"width": width, "height": 800}
        context = chromium.new_context(viewport=size, color_scheme=scheme, offline=True, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        follow(page, troubles)
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready]")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert troubles == []


def follow(page: Any, troubles: list[str]) -> None:
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("console", lambda said: troubles.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith(LOCAL) else troubles.append(f"request: {r.url}"))


def section(page: Any) -> Any:
    return page.locator(".walk-step:not([hidden])")


def name(page: Any) -> str:
    return str(section(page).get_attribute("data-step"))


def go(page: Any, step: str) -> Any:
    page.evaluate("(step) => { location.hash = step; }", step)
    page.wait_for_selector(f'.walk-step[data-step="{step}"]:not([hidden])')
    return section(page)


def place_bets(page: Any, *steps: str) -> None:
    for step in steps:
        go(page, step).get_by_role("button", name="Place my bet").click()
        section(page).locator(".ck-line").wait_for()


def answers(page: Any) -> list[dict[str, Any]]:
    return list(page.evaluate("JSON.parse(localStorage.getItem('casekit:local-motors')).answers"))


def saved(page: Any) -> dict[str, Any]:
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save my answers").click()
    content = json.loads(Path(caught.value.path()).read_text(encoding="utf-8"))
    assert caught.value.suggested_filename == f"local-motors-answers-{content['reader']}.json"
    return dict(content)


def fits(page: Any, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name(page)


def answer_by_mouse(page: Any) -> None:
    """Do what the step asks, with a pointer."""
    here, step = section(page), name(page)
    if here.locator(".walk-option").count():
        here.locator(".walk-option").nth(1 if step == "vote-1" else 2).click()
        here.get_by_role("button", name="Keep my vote").click()
        here.locator(".walk-votes").wait_for()
    bet = here.get_by_role("button", name="Place my bet")
    if bet.count():
        # The answer is not on the screen before the bet.
        assert not here.locator(".ck-line").count() and not here.locator(".ck-after").count()
        box = here.locator("input[type=range]").bounding_box()
        page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
        bet.click()
        here.locator(".ck-line").wait_for()
    if here.locator("select").count():
        here.locator("select").select_option(index=3)
        assert here.locator(".walk-picked").count() == 1
    if here.locator(".ck-explorer").count():
        here.locator(".ck-canvas svg").wait_for()
    for field in here.locator("textarea").all():
        field.fill(SENTENCE if step == "tripwire" else f"Said at {step}.")


@pytest.mark.parametrize(("width", "scheme"), [(960, "light"), (360, "dark")])
def test_a_whole_walk_by_mouse(walk: Callable[..., Any], width: int, scheme: str) -> None:
    from casekit.teach.codes import decode, encode

    page = walk(width, scheme)
    seen = []
    for at in range(len(CASE.walk)):
        seen.append(name(page))
        assert page.locator("#walk-where").inner_text() == f"Step {at + 1} of {len(CASE.walk) + 1}"
        answer_by_mouse(page)
        fits(page, width)
        if name(page) == "vote-2":
            assert "You moved from B to C." in section(page).inner_text()
        page.get_by_role("button", name="Next").click()
    assert seen == [step.id for step in CASE.walk]
    assert name(page) == "@save"
    fits(page, width)
    assert "7 of 7 bets placed, 2 of 2 votes kept." in section(page).inner_text()
    content = saved(page)
    assert [content[key] for key in ("casekit", "case", "part")] == [1, "local-motors", "A"]
    assert "name" not in content
    given = {(each["step"], each["kind"]): each for each in content["answers"]}
    assert given["vote-1", "vote"]["value"] == "B" and given["vote-2", "vote"]["value"] == "C"
    assert given["tripwire", "text"]["value"] == SENTENCE
    assert given["hall", "say"]["value"] == "Said at hall."
    assert given["half-built", "bet"]["value"] == pytest.approx(75, abs=3)
    assert [step.id for step in CASE.walk if step.kind == "bet"] == [s for s, kind in given if kind == "bet"]
    code = page.locator(".walk-code").inner_text()
    assert code == encode(CASE, content["answers"])
    assert decode(CASE, code)[0]["value"] == "B"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_headline_stays_beside_a_low_slider(walk: Callable[..., Any], width: int) -> None:
    page = walk(width)
    place_bets(page, *(step.id for step in CASE.walk if step.kind == "bet"))
    here = go(page, "hall")
    here.locator(".ck-canvas svg").wait_for()
    bar = page.locator(".walk-bar").bounding_box()["y"]
    low = here.locator(".ck-row").all()[-3].locator("input[type=range]")
    low.focus()
    assert low.bounding_box()["y"] + 22 <= bar
    assert here.locator(".ck-headline").bounding_box()["y"] >= 0


def tab_to(page: Any, wanted: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} cannot be reached by Tab in {name(page)}")


def test_a_whole_walk_by_keyboard(walk: Callable[..., Any]) -> None:
    page = walk()
    for step in CASE.walk:
        assert name(page) == step.id
        if step.id != FIRST:
            assert page.evaluate("document.activeElement.id") == f"walk-h-{step.id}"
        if step.kind == "vote":
            tab_to(page, "[type=radio]")
            page.keyboard.press("Space")
            tab_to(page, "[type=range]")
            page.keyboard.press("ArrowRight")
            tab_to(page, "[type=submit]")
            page.keyboard.press("Enter")
        elif step.kind == "bet":
            tab_to(page, "[type=range]")
            page.keyboard.press("PageUp")
            tab_to(page, ".ck-strong")
            page.keyboard.press("Enter")
            section(page).locator(".ck-line").wait_for()
        elif step.kind == "explore":
            tab_to(page, "[type=range]")
            before = name(page)
            page.keyboard.press("ArrowRight")  # moves the slider, and not the page
            assert name(page) == before
            tab_to(page, "textarea")
            page.keyboard.type("moved")
            page.keyboard.press("ArrowRight")
            assert name(page) == before
            tab_to(page, ".walk-strong")
        elif step.kind == "write":
            tab_to(page, "textarea")
            page.keyboard.type(SENTENCE)
            tab_to(page, ".walk-strong")
        page.keyboard.press("ArrowRight")
    assert name(page) == "@save"
    given = {(each["step"], each["kind"]): each for each in answers(page)}
    assert [given["vote-1", "vote"][key] for key in ("value", "sure")] == ["A", 60]
    assert given["tripwire", "text"]["value"] == SENTENCE
    assert sum(kind == "bet" for _, kind in given) == 7
    page.keyboard.press("ArrowLeft")
    assert name(page) == LAST
    # Every step is in the list, and Back of the browser works too.
    page.locator(".walk-list summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".walk-list li").count() == len(CASE.walk) + 1
    assert page.locator(".walk-list li", has_text="done").count() == 10
    page.locator(".walk-list a").first.press("Enter")
    assert name(page) == FIRST
    page.go_back()
    page.wait_for_selector(f'[data-step="{LAST}"]:not([hidden])')


def test_a_step_shows_no_answer_before_its_bet(walk: Callable[..., Any]) -> None:
    page = walk()
    for step in ("hall", "rule", "believe"):
        here = go(page, step)
        assert "bet that you have not placed yet" in here.inner_text()
        assert "77" not in here.inner_text() and not here.locator("table, .ck-explorer, .ck-sum").count()
    section(page).get_by_role("button", name="Bet first: How many cars stand half-built?").click()
    assert name(page) == "half-built"
    section(page).get_by_role("button", name="Place my bet").click()
    section(page).locator(".ck-line").wait_for()
    assert "You guessed 20 cars. Now move something." in go(page, "hall").inner_text()
    assert "about 77 cars half-built at once" in section(page).inner_text()
    assert "77 cars" in go(page, "believe").locator("table").inner_text()


def test_fifty_settings_give_python_s_numbers(walk: Callable[..., Any], factory: Any) -> None:
    from casekit.engine import change, outputs_of

    page = walk()
    place_bets(page, "half-built")
    here = go(page, "hall")
    here.locator(".ck-canvas svg").wait_for()
    dice = random.Random(9)
    data = json.loads(page.locator("#walk-data").text_content())
    inputs = next(step for step in data["steps"] if step["id"] == "hall")["explorer"]["inputs"]
    rows = [{row["name"]: dice.uniform(*row["slider"]) for row in inputs} for _ in range(50)]
    theirs = page.evaluate(
        """async (rows) => { const { explorer } = document.querySelector('[data-step="hall"] .walk-body');
        const said = [];
        for (const row of rows) {
          explorer.set(row);
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          said.push(explorer.outputs());
        }
        return said; }""",
        rows,
    )
    kinds = outputs_of(factory)
    for row, said in zip(rows, theirs, strict=True):
        made = change(factory, **row)
        for output in kinds:
            ours = made._value(output)
            if ours != ours:
                assert said[output] != said[output] or said[output] is None
            else:
                assert said[output] == pytest.approx(float(ours), rel=1e-9, abs=1e-6), output


def test_axe_finds_nothing_serious(walk: Callable[..., Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = []
    for width, scheme in ((960, "light"), (360, "dark")):
        page = walk(width, scheme)
        place_bets(page, "half-built", "second-vote")
        few = ["hook", "vote-1", "riskiest", "half-built", "hall"]
        steps = [step.id for step in CASE.walk] if width == 960 else few
        for step in [*steps, "@save"]:
            here = go(page, step)
            if here.locator(".ck-explorer").count():
                here.locator(".ck-canvas svg").wait_for()
            for each in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]:
                found.append((scheme, step, each["id"], each["impact"], each["nodes"][0]["html"][:120]))
    assert [each for each in found if each[3] in ("serious", "critical")] == []
    assert found == []


def test_answers_are_there_after_the_tab_is_killed(chromium: Any, page_file: Path, tmp_path: Path) -> None:
    def session() -> Any:
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=browser_path(), args=ARGUMENTS, offline=True
        )

    def opened(context: Any) -> Any:
        page = context.new_page()
        follow(page, troubles)
        page.goto(page_file.as_uri())
        page.wait_for_selector("body[data-ready]")
        return page

    from playwright.sync_api import Error

    troubles: list[str] = []
    context = session()
    page = opened(context)
    place_bets(page, "half-built")
    go(page, "tripwire").locator("textarea").type(SENTENCE)
    page.wait_for_timeout(400)  # the pause after which a draft is kept
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page = opened(context)
    assert name(page) == "tripwire"
    assert section(page).locator("textarea").input_value() == SENTENCE
    context.close()

    context = session()  # and after the browser was closed
    page = opened(context)
    assert section(page).locator("textarea").input_value() == SENTENCE
    assert "You said 20 cars." in go(page, "half-built").inner_text()
    section(page).get_by_role("button", name="Bet again").click()
    field = section(page).locator("input[type=text]")
    field.fill("75")
    section(page).get_by_role("button", name="Place my bet").click()
    section(page).locator(".ck-line").wait_for()
    assert [each["value"] for each in answers(page) if each["kind"] == "bet"] == [20, 75]

    go(page, "@save").get_by_role("button", name="Erase my answers").click()
    section(page).get_by_role("button", name="No, keep them").click()
    assert len(answers(page)) == 3
    section(page).get_by_role("button", name="Erase my answers").click()
    section(page).get_by_role("button", name="Yes, erase them").click()
    assert answers(page) == []
    assert go(page, "tripwire").locator("textarea").input_value() == ""
    assert go(page, "half-built").get_by_role("button", name="Place my bet").is_visible()
    context.close()
    assert troubles == []


def test_the_word_opens_what_came_after(walk: Callable[..., Any]) -> None:
    page = walk()
    here = go(page, "@save")
    here.get_by_label("The word").fill("Phoenix")
    here.get_by_role("button", name="Open what came after").click()
    here.get_by_text("That is not the word.").wait_for()
    assert page.locator(".walk-list li").count() == len(CASE.walk) + 1
    here.get_by_label("The word").fill(" CHANDLER ")
    here.get_by_label("The word").press("Enter")
    later = [step for step in load("local-motors", "B").walk if step.part == "B"]
    page.wait_for_selector(f'[data-step="{later[0].id}"]:not([hidden])')
    for step in later:
        assert name(page) == step.id
        if step.kind == "bet":
            section(page).get_by_role("button", name="Place my bet").click()
            section(page).locator(".ck-line").wait_for()
        page.locator(".walk-bar .walk-strong").click()
    assert name(page) == "@save"
    assert "$208,333" in go(page, "empty-hall").inner_text()
    assert "In January 2022 Local Motors closed" in go(page, "ending").inner_text()
    looked = go(page, "look-back").inner_text()
    assert "$99,900" in looked and "You wrote no tripwire." in looked
    go(page, "@save")
    assert saved(page)["part"] == "B"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } })", "keeps nothing"),
        ("Object.defineProperty(window.Crypto.prototype, 'subtle', { get: () => undefined })", "no cryptography"),
        ("localStorage.setItem('casekit:local-motors', '{\"casekit\":1,\"answers\":[null,7]')", ""),
    ],
)
def test_what_a_browser_may_lack(walk: Callable[..., Any], script: str, said: str) -> None:
    page = walk(script=script)
    place_bets(page, "half-built")
    here = go(page, "@save")
    assert "1 of 7 bets placed" in here.inner_text()
    if "cryptography" in said:
        here.get_by_label("The word").fill(WORD)
        here.get_by_role("button", name="Open what came after").click()
    if said:
        page.get_by_text(said).wait_for()


def test_hostile_text_runs_nowhere(walk: Callable[..., Any], tmp_path: Path) -> None:
    from casekit.case import read_case

    from ..export.test_page import hostile_folder

    place = hostile_folder(tmp_path)
    path = tmp_path / "hostile.html"
    path.write_text(page_text(read_case(place), read_case(place, "B"), WORD), encoding="utf-8", newline="\n")
    page = walk(path=path)
    place_bets(page, "half-built", "members")
    for step in ("hook", "case", "riskiest", "hall", "weigh", "vote-1", "tripwire", "@save"):
        here = go(page, step)
        if here.locator(".walk-option").count():
            here.locator(".walk-option").first.click()
            here.get_by_role("button", name="Keep my vote").click()
    section(page).get_by_label("The word").fill(WORD)
    section(page).get_by_label("The word").press("Enter")
    page.wait_for_selector('[data-step="later-price"]:not([hidden])')
    go(page, "ending")
    go(page, "look-back")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, script:not([type])").count() == 0


def test_on_paper_every_step_is_open_and_black_on_white(walk: Callable[..., Any]) -> None:
    page = walk(scheme="dark")
    page.evaluate("window.print = () => { window.printed = true; }")
    go(page, "@save").get_by_role("button", name="Print all steps").click()
    page.wait_for_function("window.printed")
    page.emulate_media(media="print", color_scheme="dark")
    heights = page.eval_on_selector_all(
        ".walk-step:not([data-step='@save'])", "(all) => all.map((each) => each.getBoundingClientRect().height)"
    )
    assert len(heights) == len(CASE.walk) and min(heights) > 40
    colors = "(node) => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]"
    for where in (".walk", ".ck-view", ".casekit"):
        assert page.locator(where).first.evaluate(colors) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], where
    assert page.locator(".walk-bar").is_hidden()
