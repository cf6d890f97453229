"""A task in a notebook: the browser's half in a real page, with the Python widget behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casekit.tasks.judge import judge
from casekit.widgets.task import TaskWidget

from .._sheets import SECRET, TASKS, practice_sheet
from .conftest import _quoted
from .test_sheet_page import press

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A task</title><link rel="icon" href="data:,">
<style>body{{margin:12px}}{css}</style><main></main><script type="module">
const load = (text) => import(URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }})));
const widget = (await load({module})).default;
window.show = (payload) => {{
  const hears = new Set();
  const el = document.querySelector("main").appendChild(document.createElement("div"));
  const stop = widget.render({{ el, model: {{
    get: () => payload, on: (_, hear) => hears.add(hear), off: (_, hear) => hears.delete(hear),
    send: (message) => window.toPython(JSON.stringify(message)),
  }} }});
  window.views = [...(window.views ?? []), (message) => hears.forEach((hear) => hear(message))];
  return () => {{ stop(); el.remove(); }};
}};
window.fromPython = (text) => window.views.forEach((tell) => tell(JSON.parse(text)));
window.ready = true;
</script>"""


@pytest.fixture
def asked(tab: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Shows a widget in a page of its own; what it says goes to Python and back."""

    def show(widget: TaskWidget, *, kernel: bool = True, width: int = 760) -> Any:
        page = tab(width=width)
        path = tmp_path / "task.html"
        path.write_text(PAGE.format(css=widget._css, module=_quoted(widget._esm)), encoding="utf-8")
        sent: list[str] = []
        widget.send = lambda content, buffers=None: sent.append(json.dumps(content))  # type: ignore[method-assign]

        def hear(text: str) -> list[str]:
            sent.clear()
            if kernel:
                widget._hear(widget, json.loads(text), [])
            return list(sent)

        page.expose_function("askPython", hear)
        page.goto(path.as_uri())
        page.wait_for_function("window.ready")
        page.evaluate("""() => {
          window.toPython = async (text) => (await window.askPython(text)).forEach((each) => window.fromPython(each));
        }""")
        page.evaluate("(payload) => { window.close = window.show(payload); }", widget.payload)
        return page

    return show


def widget_of(id: str, state: dict[str, Any] | None = None, **more: Any) -> TaskWidget:
    task = next(each for each in practice_sheet()["tasks"] if each["id"] == id)
    own = practice_sheet()["students"][0][id]
    return TaskWidget(task, own, state, lambda value: judge(task, own, value), **more)


def test_wrong_helped_and_right_and_there_again(asked: Callable[..., Any]) -> None:
    levels: list[int] = []
    widget = widget_of("cars", on_help=levels.append)
    own = practice_sheet()["students"][0]["cars"]
    page = asked(widget)
    assert own["said"][0] in page.inner_text("main")
    page.get_by_role("textbox").fill(str(own["inputs"]["cars_a_year"] * own["inputs"]["build_time"]))
    page.locator("select").select_option("vehicle")
    press(page)
    page.get_by_text("this is a common mistake").wait_for()
    assert SECRET not in page.content() and "Put both on one clock." not in page.content()
    page.get_by_role("button", name="Tell me more").click()
    assert "Put both on one clock." in page.inner_text("main")
    page.get_by_role("textbox").fill(f"{own['key']['value']:.3f}")
    press(page)
    page.get_by_text("2 of 2 points").wait_for()
    assert levels == [1, 2] and widget.tries == 2
    # The cell is run again: what was answered comes from Python.
    page.evaluate("window.close()")
    page.evaluate("(payload) => { window.close = window.show(payload); }", widget.payload)
    page.get_by_text("2 of 2 points").wait_for()
    assert page.get_by_role("textbox").input_value() == f"{own['key']['value']:.3f}".rstrip("0")
    assert "2 tries" in page.inner_text("main")


def test_two_views_and_an_answer_from_a_cell(asked: Callable[..., Any]) -> None:
    widget = widget_of("whom")
    page = asked(widget)
    page.evaluate("(payload) => { window.show(payload); }", widget.payload)
    first, second = page.locator(".ck-task").nth(0), page.locator(".ck-task").nth(1)
    assert first.locator(".ck-letter").all_inner_texts() == ["A", "B", "C", "A", "B", "C"]
    first.locator("input").nth(1).check()
    first.locator("input").nth(4).check()
    press(first)
    second.locator(".ck-met-line").wait_for()
    assert second.locator("input").nth(1).is_checked()
    items = [each["id"] for each in widget._task["items"]]
    widget.show({"value": {"choice": items[0], "because": None}, "old": "An earlier answer."})
    page.evaluate("(text) => window.fromPython(text)", json.dumps({"type": "state", "state": widget._shown()}))
    assert first.locator(f'input[value="{items[0]}"]').is_checked() and "An earlier answer." in first.inner_text()
    assert not first.locator(".ck-verdict-box").is_visible()


def test_a_bet_gets_its_answer_from_python(asked: Callable[..., Any]) -> None:
    widget = widget_of("bet")
    page = asked(widget)
    assert "77" not in page.inner_text("main")
    page.locator(".ck-number").fill("30")
    press(page)
    page.locator(".ck-line").wait_for()
    assert "about 77 cars: 2.6 times your guess" in page.inner_text("main")
    page.evaluate("window.close()")
    page.evaluate("(payload) => { window.show(payload); }", widget.payload)
    page.locator(".ck-line").wait_for()


def test_without_a_kernel_a_sentence_says_so(asked: Callable[..., Any]) -> None:
    page = asked(widget_of("share"), kernel=False)
    page.clock.install()
    page.get_by_role("textbox").fill("26%")
    press(page)
    page.clock.fast_forward(7_000)
    assert "no kernel is running" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("id", [task.id for task in TASKS])
def test_every_kind_fits_and_axe_finds_nothing(asked: Callable[..., Any], id: str) -> None:
    width = 360
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = asked(widget_of(id), width=width)
    page.locator(".ck-task").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cell = {"rules": {"page-has-heading-one": {"enabled": False}, "heading-order": {"enabled": False}}}
    found = axe.run(page, options={"resultTypes": ["violations"], **cell}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
