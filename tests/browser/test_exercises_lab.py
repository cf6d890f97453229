"""Exercises in real JupyterLab: a wrong answer, its hint, the right one; the kernel dies, and the points are there."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .._sheets import practice_sheet
from .test_lab import helper

CELLS = (
    'import os\nimport casekit as ck\nsheet = ck.exercises("try.sheet.json")\nprint("pid", os.getpid())',
    'sheet.ask("cars")',
    'sheet.check("share", ...)',
    "sheet.points",
)
FORM, CHECK, POINTS = 1, 2, 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    (folder / "try.sheet.json").write_text(json.dumps(practice_sheet()), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def lab(chromium: Any, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    helper().write_notebook(folder / "exercises.ipynb", *CELLS)
    with helper().running_lab(folder, tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def page(lab: Any, folder: Path, tab: Callable[..., Any]) -> Any:
    for kept in folder.glob("*-answers-*.json"):
        kept.unlink()
    helper().write_notebook(folder / "exercises.ipynb", *CELLS)
    opened = tab(width=1280, height=2200, local=lab.local)
    lab.open(opened, "exercises.ipynb")
    lab.run_all(opened)
    return opened


def cell(page: Any, at: int) -> Any:
    return page.locator(".jp-CodeCell").nth(at)


def write(page: Any, at: int, text: str) -> Any:
    """Put a text in the place of a cell's, run it, and give what it shows once the kernel is done."""
    cell(page, at).locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    return run(page, at)


def run(page: Any, at: int) -> Any:
    cell(page, at).locator(".cm-content").click()
    prompt = cell(page, at).locator(".jp-InputPrompt")
    before = prompt.inner_text()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        """([at, before]) => {
          const cell = document.querySelectorAll('.jp-CodeCell')[at];
          const said = cell.querySelector('.jp-InputPrompt').innerText;
          return said !== before && /\\d/.test(said);
        }""",
        arg=[at, before],
    )
    return cell(page, at).locator(".jp-OutputArea-output").first


def answers(folder: Path) -> list[dict[str, Any]]:
    (path,) = folder.glob("*-answers-*.json")
    return json.loads(path.read_text(encoding="utf-8"))["answers"]


def right(task: str) -> float:
    """The right number of a student who gave no word for it."""
    from casekit.tasks.whose import own_of

    return float(own_of(practice_sheet(), "practice")[task]["key"]["value"])


ACCEPT = ".jp-Dialog .jp-mod-accept"


def kill(page: Any) -> None:
    """Let the kernel die as it does when memory runs out; the server starts another one, and JupyterLab says so."""
    said = cell(page, 0).locator(".jp-OutputArea-output").inner_text()
    os.kill(int(re.search(r"pid (\d+)", said)[1]), getattr(signal, "SIGKILL", signal.SIGTERM))
    page.locator(ACCEPT).first.wait_for()
    quiet = 0
    while quiet < 10:  # it may say so more than once
        quiet += 1
        if page.locator(ACCEPT).count():
            page.locator(ACCEPT).first.click()
            quiet = 0
        page.wait_for_timeout(200)
    page.get_by_text(re.compile(r"\| Idle")).wait_for()


def restart_and_run_all(page: Any) -> None:
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_text("Restart Kernel and Run All Cells…", exact=True).click()
    page.locator(ACCEPT).click()
    page.wait_for_function("() => document.querySelectorAll('.jp-CodeCell')[3].innerText.includes('[4]:')")


def test_in_a_cell(page: Any, lab: Any, folder: Path) -> None:
    output = run(page, CHECK)
    output.get_by_text("There is no answer yet. Put yours where the dots stand.").wait_for()
    assert not list(folder.glob("*-answers-*.json"))

    output = write(page, CHECK, 'sheet.check("share", 0.9)')
    output.get_by_text("Not yet").wait_for()
    assert "Help" not in output.inner_text().split("More help")[0] and 'sheet.hint("share")' in output.inner_text()
    assert output.locator("ol.ck-help li").count() == 1
    output = write(page, CHECK, 'sheet.hint("share")')
    output.locator("ol.ck-help li").nth(1).wait_for()

    output = write(page, CHECK, f'sheet.check("share", {right("share")!r})')
    output.get_by_text("Right").first.wait_for()
    assert "2 tries" in output.inner_text()
    run(page, POINTS).get_by_text("2 of 27 points so far.").wait_for()
    before = answers(folder)

    restart_and_run_all(page)
    shown = cell(page, POINTS).locator(".jp-OutputArea-output").inner_text()
    assert "2 of 27 points so far." in shown and re.search(r"2 of 2\s+Right, 2 tries|2 of 2\s+right, 2 tries", shown)
    assert answers(folder) == before


def test_in_a_form(page: Any, lab: Any, folder: Path) -> None:
    form = cell(page, FORM).locator(".ck-task")
    form.get_by_label("Your answer").fill("1")
    unit = form.get_by_label("In which unit?")
    unit.select_option(label="cars")
    form.get_by_role("button", name="Check").click()
    form.get_by_text("Not yet").wait_for()
    assert form.locator(".ck-help").count() == 1
    form.get_by_role("button", name="Tell me more").click()
    form.locator(".ck-help").nth(1).wait_for()
    # Another wrong one opens what was open before, and one level more.
    form.get_by_label("Your answer").fill("2")
    form.get_by_role("button", name="Check").click()
    form.locator(".ck-help").nth(2).wait_for()

    form.get_by_label("Your answer").fill(f"{right('cars'):.6f}")
    form.get_by_role("button", name="Check").click()
    form.get_by_text("Right").first.wait_for()
    run(page, POINTS).get_by_text("2 of 27 points so far.").wait_for()
    before = answers(folder)
    assert [each.get("help") for each in before] == [2, 3, 3] and before[0]["value"] == {"number": 1, "unit": "vehicle"}

    kill(page)
    lab.run_all(page)
    form = cell(page, FORM).locator(".ck-task")
    form.get_by_text("Right").first.wait_for()
    assert float(form.get_by_label("Your answer").input_value()) == pytest.approx(right("cars"), abs=1e-5)
    assert "3 tries" in form.inner_text()
    assert "2 of 27 points so far." in cell(page, POINTS).inner_text()
    assert answers(folder) == before


def test_the_form_and_a_cell_are_one(page: Any, folder: Path) -> None:
    form = cell(page, FORM).locator(".ck-task")
    write(page, CHECK, 'sheet.check("cars", 1, "cars")').get_by_text("Not yet").wait_for()
    form.get_by_text("Not yet").wait_for()
    assert form.get_by_label("Your answer").input_value() == "1"
    form.get_by_label("Your answer").fill(f"{right('cars'):.6f}")
    form.get_by_role("button", name="Check").click()
    form.get_by_text("Right").first.wait_for()
    run(page, POINTS).get_by_text("2 of 27 points so far.").wait_for()
    # All cells once more, the old answer in the check cell with them: what was answered later counts.
    restart_and_run_all(page)
    cell(page, CHECK).get_by_text("Not counted").wait_for()
    assert "2 of 27 points so far." in cell(page, POINTS).inner_text() and len(answers(folder)) == 2


def test_a_name_that_is_missing(page: Any) -> None:
    write(page, CHECK, "del sheet")
    output = run(page, POINTS)
    output.get_by_text('"sheet" is not there yet. Run the cells above first').wait_for()
    assert "Traceback" not in output.inner_text()
