"""A line is drawn with the mouse, a finger or keys, or typed; and is read, shown and taken back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from casekit.widgets import _assets

from .conftest import _quoted
from .test_explorer_page import FAINT_TEXT

DAYS = [7, 14, 21, 28, 35]
CARS = {
    "x": {"label": "build time", "unit": ["", " day", " days"], "at": DAYS, "said": [f"{day} days" for day in DAYS]},
    "y": {"label": "cars in the hall", "unit": ["", " car", " cars"], "low": 0, "high": 200},
}
PRICES = [36_000, 40_000, 45_000, 50_000, 55_000, 60_000, 70_000, 80_000]
SHARES = {
    "x": {
        "label": "Price",
        "unit": ["$", " a car", " a car"],
        "at": PRICES,
        "said": [f"${price:,} a car" for price in PRICES],
    },
    "y": {"label": "<b>Share</b> who would buy", "unit": ["", "%", "%"], "low": 0, "high": 1},
}
HALL = {
    "x": {
        "label": "Cars a year",
        "unit": ["", " car a year", " cars a year"],
        "at": [100],
        "said": ["100 cars a year"],
    },
    "y": {"label": "Cost of the hall", "unit": ["$", " for each car a year", " for each car a year"]},
}
HALL["y"] |= {"low": -20_000, "high": 80_000}


@pytest.fixture
def drawing(tab: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a page with a line to draw, in the frame of a task and in a form."""

    def open_it(task: dict[str, Any] = CARS, value: Any = None, **how: Any) -> Any:
        page = tab(**how)
        styles = "".join(_assets.text(name) for name in ("casekit.css", "task.css", "sketch.css"))
        page.set_content(
            f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Draw</title><style>body{{margin:12px}}
@media (prefers-color-scheme:dark){{body{{background:#111}}}}{styles}</style><form id="home"></form>
<script type="module">
const load = (text) => import(URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }})));
const {{ sketch }} = await load({_quoted(_assets.joined("sketch.js"))});
const {{ frame, followTheme }} = await load({_quoted(_assets.text("common.js"))});
const root = frame("ck-task", "Draw");
const [place, onChange] = [document.createElement("div"), (line) => changes.push(line)];
root.append(place);
document.querySelector("#home").append(root);
document.querySelector("#home").addEventListener("submit", () => (window.sent = true));
followTheme(root);
window.changes = [];
window.hand = sketch(place, {_quoted(task)}, {{}}, {{ value: {_quoted(value)}, onChange }});
window.ready = true;
</script>"""
        )
        page.wait_for_function("window.ready")
        return page

    return open_it


def line(page: Any) -> Any:
    return page.evaluate("hand.value()")


def at(page: Any, place: int, height: float, task: dict[str, Any] = CARS) -> tuple[float, float]:
    """The pixel on the page above one x, at a height in the line's unit."""
    box = page.locator(".ck-sketch-dot").nth(place).bounding_box()
    grid = [each.bounding_box()["y"] for each in page.locator(".ck-sketch-grid").all()]
    share = (height - task["y"]["low"]) / (task["y"]["high"] - task["y"]["low"])
    return box["x"] + box["width"] / 2, max(grid) - share * (max(grid) - min(grid))


def stroke(page: Any, *points: tuple[float, float], steps: int = 1) -> None:
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=steps)
    page.mouse.up()


def near(ours: Any, wanted: list[float | None], within: float = 2.5) -> bool:
    return len(ours) == len(wanted) and all(
        (a is None and b is None) or (a is not None and b is not None and abs(a - b) <= within)
        for a, b in zip(ours, wanted, strict=True)
    )


def test_it_starts_empty_and_the_points_lie_hollow_at_the_bottom(drawing: Callable[..., Any]) -> None:
    page = drawing()
    assert line(page) is None
    assert page.locator(".ck-sketch-hollow").count() == 5
    assert page.locator(".ck-sketch-line").get_attribute("d") == ""
    assert page.get_by_role("button", name="Start again").is_hidden()
    assert page.get_by_role("slider").first.get_attribute("aria-valuetext") == "not drawn yet, at 7 days"


@pytest.mark.parametrize("steps", [1, 3, 40])
def test_one_stroke_draws_the_line_however_fast(drawing: Callable[..., Any], steps: int) -> None:
    page = drawing()
    stroke(page, at(page, 0, 40), at(page, 4, 180), steps=steps)
    assert near(line(page), [40, 75, 110, 145, 180])
    assert page.evaluate("changes.at(-1)") == line(page)
    assert page.locator(".ck-sketch-hollow").count() == 0
    stroke(page, at(page, 4, 20), at(page, 2, 60), steps=steps)
    assert near(line(page), [40, 75, 60, 40, 20])


def test_a_point_is_moved_alone_and_a_trembling_hand_does_not_matter(drawing: Callable[..., Any]) -> None:
    page = drawing(value=[40, 80, 120, 160, 200])
    (x, low), (_, high) = at(page, 2, 120), at(page, 2, 30)
    stroke(page, (x + 4, low), (x - 9, low + 40), (x + 12, high), steps=8)
    assert near(line(page), [40, 80, 30, 160, 200])
    before = line(page)[2]
    page.keyboard.press("ArrowUp")  # the point in hand has the keys
    assert line(page)[2] == pytest.approx(before + 2)


def test_a_stroke_that_begins_between_two_points_leaves_the_one_behind_it(drawing: Callable[..., Any]) -> None:
    page = drawing(value=[40, 80, 120, 160, 200])
    (x, _), (_, y) = at(page, 1, 0), at(page, 1, 10)
    gap = at(page, 2, 0)[0] - x
    stroke(page, (x + 0.4 * gap, y), at(page, 3, 10), steps=9)
    assert near(line(page), [40, 80, 10, 10, 200])
    page.mouse.click(x + 0.4 * gap, y)
    assert near(line(page), [40, 10, 10, 10, 200])


def test_half_a_line_has_holes_and_a_mouse_button_that_is_not_the_first_draws_nothing(
    drawing: Callable[..., Any],
) -> None:
    page = drawing()
    stroke(page, at(page, 1, 50), at(page, 2, 100))
    assert near(line(page), [None, 50, 100, None, None])
    assert page.get_by_text("2 of 5 points are drawn.").is_visible()
    before = line(page)
    page.mouse.click(*at(page, 4, 100), button="right")
    assert line(page) == before


def test_a_finger_draws(drawing: Callable[..., Any]) -> None:
    page = drawing(width=360)
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    points = [at(page, 0, 150), at(page, 1, 130), at(page, 4, 10)]
    for kind, point in [("touchStart", points[0]), *(("touchMove", each) for each in points[1:]), ("touchEnd", None)]:
        touched = [] if point is None else [{"x": point[0], "y": point[1]}]
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})
    page.wait_for_function("hand.value()?.every((each) => each !== null)")
    assert near(line(page), [150, 130, 90, 50, 10], 4)
    assert page.evaluate("scrollY") == 0


def test_keys_move_a_point_by_a_hundredth_and_by_a_tenth(drawing: Callable[..., Any]) -> None:
    page = drawing()
    point = page.get_by_role("slider", name="cars in the hall at 21 days")
    point.focus()
    for key, wanted in [
        ("ArrowUp", 2), ("ArrowRight", 4), ("PageUp", 24), ("ArrowDown", 22), ("ArrowLeft", 20), ("PageDown", 0),
        ("ArrowDown", 0), ("End", 200), ("ArrowUp", 200), ("Home", 0), ("PageUp", 20),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert line(page)[2] == wanted, key
    assert point.get_attribute("aria-valuetext") == "20 cars at 21 days"
    assert point.get_attribute("aria-valuenow") == "20"
    assert page.locator(".ck-sketch-ring").nth(2).evaluate("(n) => getComputedStyle(n).stroke") == "rgb(0, 95, 150)"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # at the bottom, and placed
    assert line(page) == [None, None, 20, 0, None]
    page.keyboard.press("Delete")
    assert line(page) == [None, None, 20, None, None]


def test_numbers_can_be_typed(drawing: Callable[..., Any]) -> None:
    page = drawing()
    page.get_by_text("Type the numbers instead").click()
    field = page.get_by_role("textbox", name="cars in the hall at 14 days")
    field.fill("76.7")
    field.press("Enter")
    assert line(page) == [None, 76.7, None, None, None]
    assert page.evaluate("window.sent") is None
    for text, said in [("many", "“many” is not a number."), ("201", "Cars in the hall can go from 0 cars to 200 cars")]:
        field.fill(text)
        field.blur()
        assert page.get_by_role("alert").inner_text().startswith(said)
        assert field.get_attribute("aria-invalid") == "true" and line(page)[1] == 76.7
    field.fill("76.7")  # as it was
    field.blur()
    assert page.get_by_role("alert").count() == 0 and field.get_attribute("aria-invalid") is None
    field.fill("1")
    field.blur()
    assert page.get_by_role("alert").count() == 0 and line(page)[1] == 1
    field.fill("")
    field.blur()
    assert line(page) is None
    stroke(page, at(page, 1, 100), at(page, 1, 100))
    assert float(field.input_value()) == line(page)[1]


def test_a_line_comes_back_and_is_taken_back(drawing: Callable[..., Any]) -> None:
    page = drawing(value=[1, None, 3, "4", 5])
    assert line(page) == [1, None, 3, None, 5]
    page.evaluate("hand.set([10, 20, 30, 40, 50])")
    assert line(page) == [10, 20, 30, 40, 50] and page.evaluate("changes") == []
    assert "All 5 points" in page.locator(".ck-sketch-said").inner_text()
    page.get_by_role("button", name="Start again").click()
    assert line(page) is None and page.evaluate("changes") == [[None] * 5]
    page.evaluate("hand.set(null)")
    page.evaluate("hand.destroy()")
    assert page.locator(".ck-sketch").count() == 0


def test_the_right_line_is_drawn_beside_it_and_said(drawing: Callable[..., Any]) -> None:
    page = drawing(value=[10, 20, 30, 40, 50])
    page.evaluate("hand.showRight([38.4, 76.7, 115, 153, 190])")
    told = "The answer: 38 cars at 7 days; 77 cars at 14 days; 115 cars at 21 days; 153 cars at 28 days"
    assert page.locator(".ck-sketch-answer").inner_text().startswith(told)
    assert page.locator(".ck-sketch-right-point").count() == 5
    assert page.locator("svg text", has_text="the answer").count() == 1
    assert page.locator("svg text", has_text="you").count() == 1
    for nothing in ("null", "[1, 2]", "[1, 2, 3, 4, null]"):
        page.evaluate(f"hand.showRight({nothing})")
        assert page.locator(".ck-sketch-right").count() == 0 and page.locator(".ck-sketch-answer").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 960, 1920])
@pytest.mark.parametrize("task", [CARS, SHARES, HALL])
def test_it_fits_and_is_legible(drawing: Callable[..., Any], task: dict[str, Any], width: int, scheme: str) -> None:
    low, high = task["y"]["low"], task["y"]["high"]
    count = len(task["x"]["at"])
    page = drawing(task, value=[low + (high - low) * 0.4] * count, width=width, scheme=scheme)
    page.evaluate("(line) => hand.showRight(line)", [low + (high - low) * 0.9] * count)
    page.get_by_text("Type the numbers instead").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(FAINT_TEXT, 14 if width == 1920 else 11) == []
    edge = page.locator(".ck-sketch").bounding_box()
    for text in page.locator(".ck-sketch svg text").all():
        box = text.bounding_box()
        assert box["x"] >= edge["x"] - 1 and box["x"] + box["width"] <= edge["x"] + edge["width"] + 1
    numbers = page.locator(".ck-sketch svg text.ck-sketch-number[text-anchor=middle]").all()
    boxes = [each.bounding_box() for each in numbers]
    assert all(a["x"] + a["width"] <= b["x"] for a, b in itertools.pairwise(boxes))
    assert page.locator(".ck-sketch b").count() == 0


def test_a_line_that_was_hidden_is_laid_out_when_it_is_seen(drawing: Callable[..., Any]) -> None:
    page = drawing(value=[10, 20, 30, 40, 50])
    page.evaluate("document.querySelector('#home').hidden = true")
    page.set_viewport_size({"width": 400, "height": 700})
    page.evaluate("document.querySelector('#home').hidden = false")
    page.wait_for_function("document.querySelector('.ck-sketch-plot').viewBox.baseVal.width < 400")
    stroke(page, at(page, 0, 100), at(page, 4, 100))
    assert near(line(page), [100] * 5, 3)
