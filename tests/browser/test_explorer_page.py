"""The explorer on a plain page in a real browser: the same modules as in a notebook, and no Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Opened = Callable[..., Any]


def row(page: Any, name: str) -> Any:
    return page.locator(f'[data-input="{name}"]')


def slider(page: Any, name: str) -> Any:
    return row(page, name).locator("input[type=range]")


def limit(page: Any, name: str) -> Any:
    return page.locator(f'[data-output="{name}"]')


def frames(page: Any) -> None:
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def bar(page: Any, name: str) -> float:
    frames(page)
    return float(limit(page, name).locator(".ck-bar-fill").evaluate("(node) => node.getBoundingClientRect().width"))


def headline(page: Any) -> str:
    frames(page)
    return str(page.locator(".ck-headline").inner_text())


def line(page: Any) -> str:
    frames(page)
    return str(page.locator(".ck-canvas svg .mark-line path").last.get_attribute("d"))


def test_the_first_view_says_what_python_says(opened: Opened, factory: Any) -> None:
    from casekit.widgets import _picture
    from casekit.widgets._payload import payload_of

    page, payload = opened(), payload_of(factory)
    assert _picture.headline(payload, factory) in headline(page)
    for told in _picture.limits(payload, factory):
        words = page.locator(".ck-limit", has_text=told["label"]).inner_text()
        assert told["words"] in words
        assert told["first"] in words
    for tab, view in zip(page.locator(".ck-tab").all(), payload["views"], strict=True):
        tab.click()
        data = _picture.view_data(payload, view, factory)
        # A minus does not part from the sign of money; else it is Python's sentence, letter for letter.
        told = page.locator(".ck-sentence").inner_text()
        assert "\u2212$" not in told
        assert told.replace("\u2060", "") == _picture.view_sentence(view, data, factory)


def test_the_keyboard_moves_words_bars_and_line(opened: Opened) -> None:
    page = opened()
    handle = slider(page, "build_time")
    before, width, path = headline(page), bar(page, "enough_places"), line(page)
    handle.focus()
    page.keyboard.press("ArrowLeft")
    assert handle.get_attribute("aria-valuetext") == "13 days"
    page.keyboard.press("PageUp")
    assert handle.get_attribute("aria-valuetext") == "23 days"
    page.keyboard.press("End")
    assert handle.get_attribute("aria-valuetext") == "60 days"
    page.keyboard.press("Home")
    assert handle.get_attribute("aria-valuetext") == "3 days"
    assert headline(page) != before
    assert bar(page, "enough_places") > width
    assert line(page) != path
    assert page.evaluate("window.changes.at(-1).build_time") == 3
    page.wait_for_function("document.querySelector('.ck-explorer [role=status]').textContent.includes('means')")


def test_a_hand_lands_on_round_numbers(opened: Opened) -> None:
    page = opened()
    box = slider(page, "cars_a_year").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.62, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    value = page.evaluate("window.explorer.values().cars_a_year")
    assert value % 10 == 0
    assert 2200 < value < 2800


def test_a_typed_number(opened: Opened) -> None:
    page = opened()
    field = row(page, "cars_a_year").locator("input[type=text]")
    for typed, value in (("1,000", 1000), ("$1500", 1500), ("1.2 thousand", 1200), ("2,500 cars a year", 2500)):
        field.fill(typed)
        field.press("Enter")
        assert page.evaluate("window.explorer.values().cars_a_year") == value
    assert "2,500 cars a year" in headline(page)
    problem = row(page, "cars_a_year").locator(".ck-problem")
    for typed, said in (
        ("lots", "“lots” is not a number. Write it like 2,500."),
        ("9,000", "1 car a year to 4,000 cars a year"),
    ):
        field.fill(typed)
        field.press("Enter")
        assert said in problem.inner_text()
        assert page.evaluate("window.explorer.values().cars_a_year") == 2500
        assert field.input_value() == "2,500"
    field.fill("7")
    field.press("Escape")
    assert field.input_value() == "2,500"
    assert problem.is_hidden()


def test_a_chip_opens_to_the_sources_and_flips_the_figure(opened: Opened) -> None:
    page = opened()
    chip = row(page, "cars_a_year").locator("button.ck-chip")
    assert "differ" in chip.inner_text()
    chip.focus()
    page.keyboard.press("Enter")
    box = page.locator(".ck-pop:popover-open")
    assert box.locator(".ck-card").count() >= 2
    assert box.locator('.ck-card[aria-pressed="true"]').inner_text().startswith("2,000 cars a year")
    page.keyboard.press("Escape")
    assert box.count() == 0
    assert chip.evaluate("(node) => node === document.activeElement")
    chip.click()
    page.locator(".ck-card:focus").wait_for()
    page.keyboard.press("ArrowDown")
    page.locator(".ck-card:focus", has_text="40 cars a year").press("Enter")
    assert "40 cars a year" in headline(page)
    assert "1.5 cars" in headline(page)
    assert chip.evaluate("(node) => node === document.activeElement")
    page.get_by_role("button", name="Back to the source's figures").click()
    assert "2,000 cars a year" in headline(page)
    assert "differ" in chip.inner_text()


def test_a_number_of_ones_own_is_nobody_elses(opened: Opened) -> None:
    page = opened()
    slider(page, "places").press("ArrowRight")
    assert "your number" in row(page, "places").inner_text()


def test_keep_and_compare(opened: Opened) -> None:
    page = opened()
    keep = page.get_by_role("button", name="Keep this and compare")
    keep.click()
    field = row(page, "build_time").locator("input[type=text]")
    field.fill("6")
    field.press("Enter")
    assert "33 cars now, 77 cars kept" in headline(page)
    assert page.locator(".ck-canvas svg .mark-line path").count() == 2
    assert page.locator(".ck-canvas svg text", has_text="kept").count() >= 1
    assert limit(page, "enough_places").locator(".ck-bar-kept").is_visible()
    page.get_by_role("button", name="Drop what was kept").click()
    assert "kept" not in headline(page)


def test_only_what_is_below_the_plan_runs_out(opened: Opened) -> None:
    page = opened()
    page.evaluate(
        """window.explorer.set({cars_a_year: 10, buyers_a_year: 1000, price: 150000, variable_cost: 20000})"""
    )
    frames(page)
    assert page.locator(".ck-verdict").inner_text() == "Nothing runs out: enough for the plan."
    assert page.locator(".ck-first").count() == 0
    page.evaluate("window.explorer.set({cars_a_year: 2000, buyers_a_year: 100})")
    frames(page)
    first = page.locator(".ck-first")
    assert first.count() == 1
    assert "run out first" in first.inner_text()


@pytest.mark.parametrize("width", [360, 960, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(opened: Opened, width: int, scheme: str) -> None:
    page = opened(width=width, scheme=scheme)
    page.get_by_role("button", name="Place my bet").click()
    page.locator(".ck-line").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".ck-canvas svg").evaluate("(n) => n.getBoundingClientRect().right") <= width
    faint = page.evaluate(FAINT_TEXT, 14 if width == 1920 else 11)
    assert faint == []


# Every visible text with its contrast against the paper under it, and its size; those that fail are returned.
FAINT_TEXT = """(least) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => channels(color).slice(0, 3)
    .map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const paper = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (channels(color)[3] > 250) return color;
    }
    return "#ffffff";
  };
  const failed = [];
  for (const node of document.querySelectorAll(".casekit *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const box = node.getBoundingClientRect();
    if (!(own || node.matches("input[type=text]")) || box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(node);
    const text = node.ownerSVGElement ? style.fill : style.color;
    if (node.ownerSVGElement && style.stroke !== "none") continue;
    const [a, b] = [light(text), light(paper(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    if (contrast < 4.5 || size < least) failed.push([node.textContent.slice(0, 40), contrast.toFixed(2), size]);
  }
  return failed;
}"""


@pytest.mark.parametrize(("width", "scheme"), [(1090, "light"), (1090, "dark"), (390, "light"), (390, "dark")])
def test_what_a_hand_changes_stays_while_a_low_slider_is_moved(opened: Opened, width: int, scheme: str) -> None:
    page = opened(width=width, height=800, scheme=scheme)
    low = page.locator(".ck-row").all()[-2].locator("input[type=range]")
    seen = [".ck-headline", ".ck-canvas"] if width > 760 else [".ck-headline"]
    for side in ("end", "center"):
        low.evaluate("(node, block) => node.scrollIntoView({ block, behavior: 'instant' })", side)
        for part in seen:
            box = page.locator(f".ck-explorer {part}").bounding_box()
            assert box["y"] > -30 and box["y"] + box["height"] <= 800, (part, side)
    # It covers no slider that the keyboard comes to.
    head = page.locator(".ck-headline").bounding_box()
    for handle in page.locator(".ck-row input[type=range]").all()[::-1]:
        handle.focus()
        top = handle.bounding_box()["y"]
        assert width > 760 or top >= head["y"] + head["height"] or page.locator(".ck-headline").bounding_box()["y"] > 0


def test_it_follows_the_theme_while_it_stands(opened: Opened) -> None:
    page = opened()
    ink = "(getComputedStyle(document.querySelector('.ck-canvas svg .mark-line path')).stroke)"
    assert page.evaluate(ink) == "rgb(0, 95, 150)"
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    page.wait_for_function(f"{ink} === 'rgb(86, 180, 233)'")
    assert page.locator(".ck-explorer").get_attribute("data-theme") == "dark"


def test_print_is_black_on_white(opened: Opened) -> None:
    page = opened(scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    style = "getComputedStyle(document.querySelector('.ck-explorer'))"
    assert page.evaluate(f"{style}.color") == "rgb(0, 0, 0)"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"


def test_without_vega_all_else_works(opened: Opened, file_without_vega: Path) -> None:
    page = opened(file_without_vega)
    page.locator(".ck-status", has_text="cannot be drawn here (no library)").wait_for()
    slider(page, "build_time").press("Home")
    assert "about 16 cars" in headline(page)
    assert "16 cars" in page.locator(".ck-sentence").inner_text()


def test_everything_has_a_name(opened: Opened) -> None:
    page = opened()
    nameless = page.evaluate("""[...document.querySelectorAll('.casekit :is(input, button)')]
      .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim())).map((node) => node.outerHTML)""")
    assert nameless == []
    assert page.locator('.ck-canvas[role="img"]').get_attribute("aria-label")
    assert page.get_by_role("group", name="The build").count() == 1


def test_a_bet_keeps_its_answer_until_it_is_placed(opened: Opened) -> None:
    page = opened()
    bet = page.locator(".ck-bet")
    assert "77" not in bet.inner_html()
    # On one line: the slider, the number, the button.
    tops = [bet.locator(each).bounding_box()["y"] for each in ("input[type=range]", "input[type=text]", "button")]
    assert max(tops) - min(tops) < 12
    field = bet.locator("input[type=text]")
    field.fill("20")
    page.get_by_role("button", name="Place my bet").click()
    bet.locator(".ck-line").wait_for()
    said = bet.inner_text()
    assert "You said 20 cars. The answer is about 77 cars: 3.8 times your guess." in said
    assert "So many." in said
    assert "Source: Miske, para 8" in said
    assert bet.locator("img").count() == 0
    page.get_by_role("button", name="Bet again").click()
    field.fill("75")
    page.get_by_role("button", name="Place my bet").click()
    bet.locator(".ck-line").wait_for()
    assert "Right: about 77 cars." in bet.inner_text()
    assert "Your first bet: 20 cars." in bet.inner_text()


def test_two_points_in_one_place_share_their_words(opened: Opened) -> None:
    page = opened(width=360)
    page.evaluate("window.explorer.set({cars_a_year: 40})")
    frames(page)
    page.locator(".ck-canvas svg text", has_text="the plan: 1.5 cars; the buyers: 2.4 cars").first.wait_for()
    assert "The plan: 1.5 cars; the buyers: 2.4 cars." in page.locator(".ck-sentence").inner_text()


def test_a_crossing_between_whole_numbers_is_told_as_python_tells_it(opened: Opened, file_of: Any) -> None:
    """A gate of 0.45 is not rounded to 0, as a year may be."""
    import casekit as ck
    from casekit.widgets import _picture
    from casekit.widgets._payload import payload_of

    model = ck.ProductPortfolio.from_case(ck.load("quirky"))
    payload = payload_of(model)
    page, view = opened(file_of(model)), next(each for each in payload["views"] if each["id"] == "gate")
    page.locator(".ck-tab").nth(payload["views"].index(view)).click()
    frames(page)
    told = page.locator(".ck-sentence").inner_text().replace("\u2060", "")
    assert told == _picture.view_sentence(view, _picture.view_data(payload, view, model), model)
    assert "reached at 0.45" in told
