"""Pictures over time: Python and the browser draw the same, a hand moves them, and their words can be read."""

from __future__ import annotations

import itertools
import json
import math
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import casekit as ck
from casekit.engine import Explorer as Shown
from casekit.engine import Horizon, Input, Mark, Model, Value, View, change, elapsed, output, where
from casekit.models.community import CommunityGrowth
from casekit.models.rollout import Rollout
from casekit.widgets import _assets, _picture
from casekit.widgets._payload import payload_of

Opened = Callable[..., Any]


class Pump(Model):
    """Water that rises and falls, with gaps: what a model of the kit does not do, a picture must still bear."""

    hours = Horizon("hour", longest=48, default=12, slider=(2, 24), reason="a test")
    step = Input("hour", default=0.5, fixed=True)
    push = Input("unit", slider=(-9, 9), default=4, reason="a test")
    pull = Input("unit/hour", slider=(-2, 2), default=0.5, reason="a test")
    dry = Input("hour", slider=(0, 24), default=3, reason="a test")
    late = Input("hour", slider=(0, 24), default=20, reason="a test")

    @output("unit", label="Water")
    def water(self) -> Value:
        """A curve with one turn; not there early and late."""
        time = elapsed(self.hours, self.step)
        there = self.push * time / self.late - self.pull * time * (time - self.dry) / self.late
        return where(time < self.dry, float("nan"), where(time > self.late, float("nan"), there))

    @output("hour", label="Longest")
    def longest(self) -> Value:
        """A number that hangs on how far one looks."""
        return where(self.hours > self.late, float("nan"), self.hours * self.push / 4)

    explorer = Shown(
        title="Does it rise?",
        claim="push",
        answer="longest",
        lead="{claim} make",
        headline="{answer}.",
        views=(
            View(
                id="water",
                title="Water",
                x="hours",
                y="water",
                x_title="hours",
                y_title="water",
                line="push",
                line_text="as much as is pushed: {value}",
                marks=(Mark("highest", "at most {y}"), Mark("dry", "dry until {x}: {y}"), Mark("last", "at last {y}")),
            ),
            View(
                id="longest",
                title="Longest",
                x="hours",
                y="longest",
                x_title="hours looked at",
                y_title="longest",
                line="late",
                line_text="as late as {value}",
                marks=(Mark("hours", "now {y}"), Mark("dry", "dry: {y}")),
            ),
        ),
    )


@pytest.fixture(scope="module")
def models() -> dict[str, Model]:
    found: dict[str, Model] = {"pump": Pump()}
    for part in ("A", "B"):
        case = ck.load("local-motors", part=part)
        found[f"rollout {part}"] = Rollout.from_case(case)
        found[f"community {part}"] = CommunityGrowth.from_case(case)
    return found


def moved(model: Model, payload: dict[str, Any], dice: random.Random) -> dict[str, float]:
    """Some inputs anywhere on their sliders, or at one of their figures."""
    values = {row["name"]: row["value"] for row in payload["inputs"]}
    for row in payload["inputs"]:
        low, high = row["slider"]
        if dice.random() < 0.5:
            figures = [figure["value"] for figure in row["figures"]]
            value = dice.choice([low, high, dice.uniform(low, high), *figures])
            values[row["name"]] = round(value / row["whole"]) * row["whole"] if row["whole"] else value
    return values


DRAW = """async ([series, runtime, payload, rows]) => {
  const load = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const { viewData, viewSentence } = await load(series);
  const { kit } = await load(runtime);
  const { compute } = await load(payload.code);
  const run = (values) => compute({ ...payload.fixed, ...values }, kit);
  return JSON.stringify(rows.map((values) => payload.views.map((view) => {
    const data = viewData(payload, view, run, values, null);
    return { data, said: viewSentence(payload, view, data) };
  })));
}"""


def alike(ours: Any, theirs: Any, scale: float) -> bool:
    """The same numbers and words; what JSON cannot say is null."""
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(alike(a, b, scale) for a, b in zip(ours, theirs, strict=True))
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(alike(ours[key], theirs[key], scale) for key in ours)
    if isinstance(ours, int | float):
        if theirs is None or not math.isfinite(ours):
            return theirs is None
        return abs(ours - theirs) <= 1e-9 * max(abs(ours), scale, 1e-300)
    return bool(ours == theirs)


@pytest.mark.parametrize("name", ["pump", "rollout A", "rollout B", "community A", "community B"])
def test_python_and_the_browser_draw_the_same(tab: Opened, models: dict[str, Model], name: str) -> None:
    model = models[name]
    payload, dice = payload_of(model), random.Random(name)
    rows = [{row["name"]: row["value"] for row in payload["inputs"]}]
    rows += [moved(model, payload, dice) for _ in range(40)]
    page = tab()
    page.goto("data:text/html,<title>numbers</title>")
    theirs = json.loads(page.evaluate(DRAW, [_assets.joined("series.js"), _assets.joined("runtime.js"), payload, rows]))
    for values, drawn in zip(rows, theirs, strict=True):
        now = change(model, **values)
        for view, seen in zip(payload["views"], drawn, strict=True):
            data = _picture.view_data(payload, view, now)
            size = max((abs(point["y"]) for point in data["curve"]), default=0.0)
            assert seen["said"] == _picture.view_sentence(view, data, now), (view["id"], values)
            for key in seen["data"]:
                assert alike(data[key], seen["data"][key], size), (view["id"], key, values)


# ---- on a page


@pytest.fixture(scope="module")
def plan(models: dict[str, Model]) -> Model:
    """A network whose cars leave something over, so that its money comes back."""
    changed: Model = change(models["rollout B"], variable_cost=47_000, horizon=12)
    return changed


@pytest.fixture(scope="module")
def plan_file(plan: Model, file_of: Callable[..., Path]) -> Path:
    return file_of(plan)


@pytest.fixture(scope="module")
def community_file(models: dict[str, Model], file_of: Callable[..., Path]) -> Path:
    return file_of(models["community B"])


def frames(page: Any) -> None:
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def said(page: Any) -> str:
    frames(page)
    told = str(page.locator(".ck-sentence").inner_text())
    assert "\u2212$" not in told, "a minus may part from its number"
    return told.replace("\u2060", "")


def slider(page: Any, name: str) -> Any:
    return page.locator(f'[data-input="{name}"] input[type=range]')


def test_each_picture_says_what_python_says(opened: Opened, plan: Model, plan_file: Path) -> None:
    page, payload = opened(plan_file), payload_of(plan)
    assert _picture.headline(payload, plan) in page.locator(".ck-headline").inner_text()
    for tab, view in zip(page.locator(".ck-tab").all(), payload["views"], strict=True):
        tab.click()
        assert said(page) == _picture.view_sentence(view, _picture.view_data(payload, view, plan), plan)
    assert "from −$21.1 million in year 1 to −$42 million in year 3, then rises to $427 million in year 12" in (
        _picture.view_sentence(payload["views"][0], _picture.view_data(payload, payload["views"][0], plan), plan)
    )


def headline(page: Any) -> str:
    frames(page)
    return str(page.locator(".ck-headline").inner_text())


def test_the_headline_tells_both_answers_and_what_was_kept_of_both(
    opened: Opened, plan: Model, plan_file: Path
) -> None:
    page = opened(plan_file)
    assert "at the deepest point. The money earns 39% a year." in headline(page)
    page.get_by_role("button", name="Keep this and compare").click()
    page.evaluate("window.explorer.set({ variable_cost: 50000 })")
    assert "at the deepest point. There is no rate of return." in headline(page)
    assert "$1.02 billion now, $42 million kept; not available now, 39% kept" in headline(page)
    assert said(page).count("The money put in is not back at the end.") == 1
    page.wait_for_function("document.querySelector('.ck-explorer [role=status]').textContent.includes('no rate of')")
    burns = change(plan, variable_cost=50_000)
    assert _picture.headline(payload_of(plan), burns) in headline(page)


@pytest.mark.parametrize("view", ["growth", "active"])
def test_the_headline_of_one_picture_is_as_in_python(
    opened: Opened, models: dict[str, Model], file_of: Callable[..., Path], view: str
) -> None:
    model = change(models["community A"], active_share=0.01)
    page = opened(file_of(model, view=view))
    assert headline(page).strip() == _picture.headline(payload_of(model, view=view), model)


def lines(page: Any) -> int:
    frames(page)
    return int(page.locator(".ck-canvas svg .mark-line path").count())


def test_each_rival_plan_is_a_faint_line_and_the_plan_itself_is_drawn_once(
    opened: Opened, plan: Model, plan_file: Path
) -> None:
    page = opened(plan_file, width=1900)
    figures = next(row["figures"] for row in payload_of(plan)["inputs"] if row["name"] == "planned_factories")
    values = sorted({figure["value"] for figure in figures})
    assert len(values) > 4
    assert lines(page) == len(values)
    for value in values:
        assert page.locator(".ck-canvas svg text", has_text=f"{value:g} factories").count() == 1
    page.evaluate("window.explorer.set({ planned_factories: 20 })")
    assert lines(page) == len(values)
    page.evaluate("window.explorer.set({ planned_factories: 33 })")
    assert lines(page) == len(values) + 1
    assert page.locator(".ck-canvas svg text", has_text="33 factories").count() == 1


@pytest.mark.parametrize("width", [360, 960, 1900])
def test_the_words_at_the_ends_of_lines_do_not_run_into_each_other(opened: Opened, plan_file: Path, width: int) -> None:
    page = opened(plan_file, width=width)
    for values in ("{}", "{ planned_factories: 3 }", "{ planned_factories: 100 }", "{ variable_cost: 60000 }"):
        page.evaluate(f"window.explorer.set({values})")
        frames(page)
        boxes = page.evaluate("""[...document.querySelectorAll('.ck-canvas svg text')]
          .filter((node) => /^[0-9.,]+( factor(y|ies))?( .)?$/.test(node.textContent) && !node.closest('.role-axis'))
          .map((node) => node.getBoundingClientRect()).map(({ top, bottom }) => [(top + bottom) / 2])""")
        heights = sorted(top for (top,) in boxes)
        assert len(heights) > 4
        assert min(b - a for a, b in itertools.pairwise(heights)) > 10
        right = page.evaluate("""Math.max(...[...document.querySelectorAll('.ck-canvas svg text')]
          .map((node) => node.getBoundingClientRect().right))""")
        assert right <= page.locator(".ck-canvas").evaluate("(node) => node.getBoundingClientRect().right") + 1


# Where the words within a picture stand, and how many lines go through each; the paper around a letter is left out.
STRUCK = """() => {
  const svg = document.querySelector('.ck-canvas svg');
  const words = [...svg.querySelectorAll('.mark-text text')]
    .filter((node) => node.textContent && getComputedStyle(node).stroke === 'none' && !node.closest('.role-axis'));
  const lines = [...svg.querySelectorAll('.mark-line path')].map((path) => {
    const many = Math.ceil(path.getTotalLength() / 2);
    return Array.from({ length: many }, (_, at) => path.getPointAtLength(2 * at).matrixTransform(path.getScreenCTM()));
  });
  const frame = svg.getBoundingClientRect();
  return words.map((node) => {
    const box = node.getBoundingClientRect();
    const inside = ({ x, y }) => x > box.left + 1 && x < box.right - 1 && y > box.top + 2 && y < box.bottom - 2;
    return {
      text: node.textContent, box: [box.left, box.right, box.top + 2, box.bottom - 2],
      cut: box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom,
      lines: lines.filter((points) => points.some(inside)).length,
    };
  });
}"""


@pytest.mark.parametrize("width", [360, 390, 430])
def test_words_on_a_phone_are_whole_and_keep_clear_of_lines_and_of_each_other(
    opened: Opened, models: dict[str, Model], file_of: Callable[..., Path], width: int
) -> None:
    page = opened(file_of(change(models["rollout A"], variable_cost=47_000, horizon=12), view="cash"), width=width)
    for ramp_up, horizon in ((3, 12), (3, 16), (2, 12), (4, 14), (1, 8), (5, 20), (0, 12)):
        page.evaluate(f"window.explorer.set({{ ramp_up: {ramp_up}, horizon: {horizon} }})")
        frames(page)
        words = page.evaluate(STRUCK)
        assert [each["text"] for each in words if each["cut"]] == [], (ramp_up, horizon)
        level = [each for each in words if re.search("all that was|put in is", each["text"])]
        assert level and all(each["lines"] < 2 for each in level), (ramp_up, horizon, level)
        for one, other in itertools.combinations([each for each in words if " " in each["text"]], 2):
            a, b = one["box"], other["box"]
            assert a[0] >= b[1] or a[1] <= b[0] or a[2] >= b[3] or a[3] <= b[2], (one["text"], other["text"])


def test_the_horizon_goes_by_whole_steps(opened: Opened, plan_file: Path) -> None:
    page = opened(plan_file)
    handle = slider(page, "horizon")
    handle.press("ArrowRight")
    assert handle.get_attribute("aria-valuetext") == "13 years"
    assert "in year 13." in said(page)
    field = page.locator('[data-input="horizon"] input[type=text]')
    field.fill("8.6")
    field.press("Enter")
    assert field.input_value() == "9"
    assert page.evaluate("window.explorer.values().horizon") == 9
    assert "in year 9." in said(page)
    outputs = page.evaluate("window.explorer.outputs()")
    assert outputs["@time"] == list(range(1, 10))
    assert len(outputs["cash_position"]) == 9


def test_what_was_kept_stays_as_long_as_it_was(opened: Opened, plan_file: Path) -> None:
    page = opened(plan_file)
    end = """(text) => [...document.querySelectorAll('.ck-canvas svg .role-axis text')]
      .some((node) => node.textContent === text)"""
    page.get_by_role("button", name="Keep this and compare").click()
    slider(page, "horizon").press("Home")
    assert "The line that was kept ends at $427 million." in said(page)
    assert page.evaluate(end, "12")
    assert page.locator(".ck-canvas svg text", has_text="kept").count() >= 1
    page.get_by_role("button", name="Drop what was kept").click()
    frames(page)
    assert not page.evaluate(end, "12")
    assert page.evaluate(end, "4")


def test_a_hand_may_move_while_another_picture_comes(opened: Opened, plan_file: Path) -> None:
    page = opened(plan_file)
    page.evaluate("""async () => {
      const [first, second] = document.querySelectorAll('.ck-tab');
      for (let at = 0; at < 12; at += 1) {
        [second, first][at % 2].click();
        window.explorer.set({ ramp_up: at / 4, horizon: 6 + at });
        await new Promise(requestAnimationFrame);
      }
    }""")
    page.wait_for_function("document.querySelectorAll('.ck-canvas svg .mark-line path').length > 4")
    assert "in year 17." in said(page)


def test_counts_on_record_are_rings_that_a_hand_can_ask(opened: Opened, community_file: Path) -> None:
    page = opened(community_file)
    seen = payload_of(CommunityGrowth.from_case(ck.load("local-motors", part="B")))["views"][0]["seen"]
    page.evaluate("window.explorer.set({ horizon: 12 })")
    frames(page)
    rings = ".ck-canvas svg .mark-symbol path[stroke-width='1.5']"
    assert page.locator(rings).count() == len(seen) > 8
    assert f"{len(seen)} counts on record (rings)" in said(page)
    page.locator(rings).last.hover()
    page.wait_for_function("document.querySelector('.ck-canvas [title]')?.title")
    told = page.locator(".ck-canvas [title]").first.get_attribute("title")
    assert told in [count["text"] for count in seen]
    assert "members" in told
    page.evaluate("window.explorer.set({ horizon: 2 })")
    assert "more are beyond this picture" in said(page)


@pytest.mark.parametrize("width", [360, 960, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_axe_finds_nothing(opened: Opened, plan_file: Path, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(plan_file, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".ck-canvas svg").evaluate("(n) => n.getBoundingClientRect().right") <= width
    found = [
        (each["id"], each["nodes"][0]["html"][:120])
        for each in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert found == []
