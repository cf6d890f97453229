"""Real JupyterLab in a real browser: the stepper and Python in step, and work at a button that runs, stops and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .test_lab import helper

CELLS = (
    """import casekit as ck, pandas as pd, time
ends = {"days_low": [0.3, 2, 10], "days_high": [1, 4, 14]}
runs = pd.DataFrame({"buyers": [100, 200, 300], "days": [0.4, 3, 12], **ends})
told = {"by": "buyers", "shows": {"days": {"label": "Days of waiting", "unit": "day"}}}
stepper = ck.step_through(runs, **told)
stepper""",
    """def work(progress):
    step = 0
    while True:
        time.sleep(0.02)
        progress(1 - 0.99**step)
        step += 1
        if step == 10:
            print("ten steps")
slow = ck.at_button("Take your time", work)
slow""",
    """def fast(progress):
    progress(0.5)
    return ck.step_through(runs, **told)
quick = ck.at_button("Be quick", fast)
quick""",
    """def wrong():
    raise ck.KitError("There are no places in " + "the hall.")
ck.at_button("Go wrong", wrong)""",
    "print(stepper.level, slow.running, slow.result is None, quick.result is None)",
)


@pytest.fixture(scope="module")
def lab(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    helper().write_notebook(folder / "steps.ipynb", *CELLS)
    with helper().running_lab(folder, home) as running:
        yield running


def ask(page: Any, said: str) -> None:
    """Run the last cell, which answers whatever else is going on."""
    last = page.locator(".jp-CodeCell").last
    last.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    last.get_by_text(said).wait_for(timeout=5_000)


def test_step_run_stop_and_come_back(lab: Any, tab: Callable[..., Any]) -> None:
    page = tab(width=1280, height=2200, local=lab.local)
    lab.open(page, "steps.ipynb")
    lab.run_all(page)
    stepper = page.locator(".ck-stepper").first
    stepper.locator(".ck-canvas svg").wait_for()
    # Nothing ran by itself.
    page.locator(".jp-CodeCell").last.get_by_text("100.0 False True True").wait_for()

    stepper.locator("input[type=range]").press("End")
    stepper.get_by_text("days of waiting: 12 days.").wait_for()

    page.get_by_role("button", name="Take your time").click()
    page.get_by_text("ten steps", exact=True).wait_for()
    # The notebook answers while the work goes on, and the stepper's level has reached Python.
    ask(page, "300.0 True True True")
    stepper.locator("input[type=range]").press("Home")
    stepper.get_by_text("days of waiting: about 0.4 days.").wait_for()
    page.get_by_text("Running: ").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped after ").wait_for()
    ask(page, "100.0 False True True")

    page.get_by_role("button", name="Be quick").click()
    page.get_by_text("Done in ").wait_for()
    page.locator(".ck-stepper").nth(1).locator(".ck-canvas svg").wait_for()
    page.get_by_role("button", name="Go wrong").click()
    page.locator(".ck-bad", has_text="There are no places in the hall.").wait_for()
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    ask(page, "100.0 False True False")

    # After a reload the reader's level and result are there again.
    stepper.locator("input[type=range]").press("End")
    ask(page, "300.0 False True False")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_text("Save Notebook", exact=True).click()
    page.locator(".jp-mod-dirty").wait_for(state="detached")
    page.reload()
    page.locator(".ck-stepper").nth(1).wait_for(timeout=60_000)
    page.locator(".ck-stepper").first.get_by_text("days of waiting: 12 days.").wait_for()
    page.get_by_text("Done in ").wait_for()
