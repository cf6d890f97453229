"""The stepper without Python: on a plain page its words are Python's; in a walk it waits for its bet."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import casekit as ck
from casekit.case import Step
from casekit.export.page import page_text
from casekit.widgets import _assets, _levels

from ..widgets.test_stepper import HOSTILE, stepper, table, waiting
from .conftest import LOCAL, _quoted
from .test_explorer_page import FAINT_TEXT

LOAD = """async (text) => {
  window.levels = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}"""
SAID = """([payload, room]) => payload.levels.map((_, at) => payload.views.map((view) => {
  const data = levels.stepsData(payload, view, at, room);
  const column = levels.columnOf(payload, view.column);
  return [levels.sayHeadline(payload, at), levels.sayMean(column, at), levels.sayRange(column, at), data,
    levels.stepsRange(data), levels.stepsSentence(payload, view, data)];
}))"""


def odd_tables() -> Iterator[dict[str, Any]]:
    """Payloads of many shapes: gaps, losses, shares, money, nothing at all, limits near and far."""
    yield stepper().payload
    limits = {"first {value}": 55.0, "a much longer sentence of a limit at {value}": 200.0, "third": 500.0}
    limits |= {"{value}": 5e3, "none {value}": math.nan}
    yield stepper(limits=limits, headline="{places_busy} at {by} and {queue_mean}.").payload
    levels = [-5.0, 0.0, 2.5, 10.0, 1000.0]
    columns = {
        "loss": [-3e6, -1.0, 0.0, 2e6, 1.25e9], "flat": [14.001, 14.0, 14.02, 13.99, 14.01],
        "hill": [1.0, 5.0, 9.0, 5.0, 1.0], "valley": [9.0, 5.0, 1.0, 5.0, 9.0], "none": [math.nan] * 5,
        "holes": [math.nan, 1.0, math.nan, math.nan, 0.004], "share": [0.0, 0.1, 0.125, 0.9999, 1.0],
    }  # fmt: skip
    units = {"loss": "USD", "share": "share", "hill": "day"}
    made = pd.DataFrame({"x": levels, **columns})
    for name in columns:
        made[f"{name}_low"], made[f"{name}_high"] = made[name] - 0.004, made[name] + 0.004
    made.loc[2, ["hill_low", "hill_high"]] = math.nan
    shows = {name: {"label": name, "unit": units.get(name, "")} for name in columns}
    yield ck.step_through(made, by="x", shows=shows, limits={"here {value}": 2.5}).payload


@pytest.mark.parametrize("at", range(3))
def test_the_browser_says_what_python_says(tab: Callable[..., Any], at: int) -> None:
    page = tab()
    page.goto("data:text/html,<title>levels</title>")
    page.evaluate(LOAD, _assets.joined("levels.js"))
    payload = list(odd_tables())[at]
    for room in (250, 500):
        theirs = json.loads(page.evaluate(f"(given) => JSON.stringify(({SAID})(given))", [payload, room]))
        for place, views in enumerate(theirs):
            for view, (headline, mean, between, data, ends, sentence) in zip(payload["views"], views, strict=True):
                column = _levels.column_of(payload, view["column"])
                ours = _levels.steps_data(payload, view, place, room)
                assert headline == list(_levels.say_headline(payload, place))
                assert mean == _levels.say_mean(column, place)
                assert between == _levels.say_range(column, place)
                assert data == ours
                assert ends == pytest.approx(_levels.steps_range(ours))
                assert sentence == _levels.steps_sentence(payload, view, ours)


# ---- on a plain page


def plain_page(payload: dict[str, Any], vega: str, guess: str = "") -> str:
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{margin:12px}} @media (prefers-color-scheme:dark){{body{{background:#111}}}}
{_assets.text("casekit.css")}</style><main></main>
<script type="module">
const load = (text) => import(URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }})));
const module = await load({_quoted(_assets.joined("stepper.js"))});
window.sent = [];
window.stepper = module.mount(document.querySelector("main"), {_quoted(payload)}, {{
  guess: {_quoted(guess)}, strict: true, onChange: (at, final) => window.sent.push([at, final]),
  requestVega: async () => {{ {vega} }},
}});
await window.stepper.ready;
window.ready = true;
</script></html>"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    from casekit.widgets._vega import vega_bundle

    folder, vega = tmp_path_factory.mktemp("plain"), f"return {_quoted(vega_bundle().decode())}"

    def write(payload: dict[str, Any], drawn: bool = True) -> Path:
        path = folder / f"{len(list(folder.iterdir()))}.html"
        text = plain_page(payload, vega if drawn else 'throw new Error("no library")', "You guessed 10 days.")
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def opened(tab: Callable[..., Any], plain: Callable[..., Path]) -> Callable[..., Any]:
    def open_it(payload: dict[str, Any] | None = None, drawn: bool = True, **how: Any) -> Any:
        page = tab(**how)
        page.goto(plain(stepper().payload if payload is None else payload, drawn).as_uri())
        page.wait_for_function("window.ready")
        return page

    return open_it


def headline(page: Any) -> str:
    return str(page.locator(".ck-headline").inner_text())


def line(page: Any) -> str:
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return str(page.locator(".ck-canvas svg .mark-line path").last.get_attribute("d"))


def test_the_keyboard_steps_through_the_levels(opened: Callable[..., Any]) -> None:
    page = opened()
    assert page.locator(".ck-guess").inner_text() == "You guessed 10 days. Now move the slider."
    hand = page.locator("input[type=range]")
    assert hand.get_attribute("aria-valuetext") == "20 cars a year"
    assert headline(page) == "With 20 cars a year, an owner waits 0 days for a place."
    before = line(page)
    hand.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert hand.get_attribute("aria-valuetext") == "300 cars a year"
    assert headline(page) == "With 300 cars a year, an owner waits 12 days for a place."
    assert page.locator('[data-column="wait_days"]').inner_text().split("\n")[-1] == "12 days (11 to 13)"
    assert line(page) == before  # up to the limit the picture stands still
    page.keyboard.press("End")
    assert headline(page) == "With 360 cars a year, an owner waits 300 days for a place."
    assert "not available" in page.locator('[data-column="places_busy"]').inner_text()
    page.wait_for_function(
        "(old) => document.querySelector('.ck-canvas svg .mark-line path').getAttribute('d') !== old", arg=before
    )
    live = page.locator(".ck-stepper [role=status]")
    page.wait_for_function("document.querySelector('.ck-stepper [role=status]').textContent.includes('300 days')")
    assert "Places with a car in them: not available." in live.text_content()
    page.keyboard.press("Home")
    assert page.evaluate("window.stepper.at()") == 0
    assert page.evaluate("window.sent.at(-1)") == [0, True]


def test_a_hand_and_two_buttons(opened: Callable[..., Any]) -> None:
    page = opened()
    box = page.locator("input[type=range]").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.62, box["y"] + box["height"] / 2)
    assert page.locator("output").inner_text() == "300 cars a year"
    more, fewer = (page.get_by_role("button", name=f"One level {way}: Buyers a year") for way in ("up", "down"))
    more.click()
    assert page.locator("output").inner_text() == "310 cars a year"
    for _ in range(6):
        fewer.click()
    fewer.click(force=True)  # where it ends it says so, and does nothing
    assert page.locator("output").inner_text() == "20 cars a year"
    assert fewer.get_attribute("aria-disabled") == "true"
    assert page.evaluate("window.sent.every(([at]) => at >= 0 && at < 9)")


def test_another_column_is_pictured(opened: Callable[..., Any]) -> None:
    page = opened()
    payload = stepper().payload
    assert page.locator(".ck-canvas svg text", has_text="the weekends are enough for 312").count() >= 1
    for at, view in enumerate(payload["views"]):
        page.locator(".ck-tab").nth(at).click()
        data = _levels.steps_data(payload, view, 0)
        assert page.locator(".ck-sentence").inner_text() == _levels.steps_sentence(payload, view, data)
        page.locator(".ck-canvas svg").wait_for()
    page.wait_for_timeout(100)
    assert page.locator(".ck-canvas svg text", has_text="100%").count() >= 1


@pytest.mark.parametrize("width", [360, 960, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(opened: Callable[..., Any], width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(width=width, scheme=scheme)
    for at in (0, 5, 8):
        page.evaluate(f"window.stepper.set({at})")
        page.wait_for_timeout(50)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".ck-canvas svg").evaluate("(n) => n.getBoundingClientRect().right") <= width
        faint = page.evaluate(FAINT_TEXT, 14 if width == 1920 else 11)
        # A disabled button may be faint.
        assert faint == []
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    # A plain page of the test has no heading of its own.
    assert [
        (each["id"], each["nodes"][0]["html"][:120]) for each in found if each["id"] != "page-has-heading-one"
    ] == []


def test_without_the_drawing_library_the_words_are_there(opened: Callable[..., Any]) -> None:
    page = opened(drawn=False)
    assert "The picture cannot be drawn here (no library)" in page.locator(".ck-status").inner_text()
    page.locator("input[type=range]").press("End")
    assert headline(page).endswith("300 days for a place.")
    assert "the line rises from 0 days" in page.locator(".ck-sentence").inner_text()


def test_hostile_words_are_words(opened: Callable[..., Any]) -> None:
    told = stepper(
        shows={"wait_days": {"label": HOSTILE, "unit": "day"}}, title=HOSTILE, label=HOSTILE, how=HOSTILE, note=HOSTILE,
        limits={HOSTILE: 312.0}, headline="{by}, <img src=x onerror=window.hacked=1> {wait_days}",
    )  # fmt: skip
    page = opened(told.payload)
    page.locator("input[type=range]").press("End")
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert page.locator(".ck-title").inner_text() == HOSTILE


# ---- in a walk


@pytest.fixture(scope="module")
def walk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A walk of a bet that the stored table answers, and the table."""
    early = ck.load("local-motors")
    bet = dataclasses.replace(
        early.bets[0], id="wait", question="How many days does an owner wait with 300 buyers a year?", unit="day",
        low=0, high=100, start=20, log=False, after="", figure=None, model="", output="", simulation="waiting",
        column="wait_days", at=300.0,
    )  # fmt: skip
    walk = (
        Step("guess", "bet", what="wait", title="How long is the wait?"),
        Step(
            "queue", "step_through", what="waiting", title="When does waiting begin?", guess="wait", say="What is it?"
        ),
    )
    stored = type(early.simulations)({"waiting": waiting()})
    case = dataclasses.replace(early, bets=(bet,), walk=walk, simulations=stored)
    path = tmp_path_factory.mktemp("walk") / "walk.html"
    path.write_text(page_text(case), encoding="utf-8", newline="\n")
    return path


@pytest.mark.parametrize(("width", "scheme"), [(960, "light"), (360, "dark")])
def test_in_a_walk_it_waits_for_its_bet(chromium: Any, walk_file: Path, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    troubles: list[str] = []
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith(LOCAL) else troubles.append(r.url))
    page.goto(walk_file.as_uri())
    page.wait_for_selector("body[data-ready]")
    page.evaluate("location.hash = 'queue'")
    here = page.locator(".walk-step:not([hidden])")
    here.get_by_text("bet that you have not placed yet").wait_for()
    assert here.locator(".ck-stepper").count() == 0
    here.get_by_role("button", name="Bet first: How long is the wait?").click()
    here.get_by_role("button", name="Place my bet").click()
    here.locator(".ck-line").wait_for()
    assert "The answer is 12 days" in here.inner_text()
    page.get_by_role("button", name="Next").click()
    here.locator(".ck-canvas svg").wait_for()
    assert "You guessed 20 days. Now move the slider." in here.inner_text()
    hand = here.locator("input[type=range]")
    for level, wait in zip(table()["buyers_a_year"], table()["wait_days"], strict=True):
        assert f"With {level:.0f} cars a year" in headline(page)
        column = stepper().payload["columns"][0]
        assert _levels.say_mean(column, list(table()["wait_days"]).index(wait)) in headline(page)
        hand.press("ArrowRight")  # moves the slider, and not the page
    assert here.get_attribute("data-step") == "queue"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.run(page, options={"resultTypes": ["violations"]}).response["violations"] == []
    context.close()
    assert troubles == []
