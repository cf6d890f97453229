"""Real JupyterLab in a real browser: a bet, a slider, Python and page in step, and no request to anywhere else."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
NOTEBOOKS = HERE.parents[1] / "notebooks"
CELLS = (
    'import casekit as ck\nlm = ck.load("local-motors")\nbet = ck.bet(lm, "half-built")\nbet',
    "explorer = ck.explore(ck.MicroFactory.from_case(lm), guess=bet)\nexplorer",
    "explorer",
    "print(explorer.values['build_time'], bet.guess, bet.placed, round(explorer.model.cars_in_build))",
)


def helper() -> Any:
    """lab.py beside this file, whatever the tests' import mode."""
    if "casekit_tests_lab" not in sys.modules:
        spec = importlib.util.spec_from_file_location("casekit_tests_lab", HERE / "lab.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["casekit_tests_lab"] = module
        spec.loader.exec_module(module)
    return sys.modules["casekit_tests_lab"]


@pytest.fixture(scope="module")
def lab(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    helper().write_notebook(folder / "small.ipynb", *CELLS)
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(notebook, folder / notebook.name)
    with helper().running_lab(folder, home) as running:
        yield running


def chart_of(explorer: Any) -> str:
    return str(explorer.locator(".ck-canvas svg .mark-line path").last.get_attribute("d"))


def test_bet_move_and_see(lab: Any, tab: Callable[..., Any]) -> None:
    page = tab(width=1280, height=1600, local=lab.local)
    lab.open(page, "small.ipynb")
    lab.run_all(page)
    bet, explorer, second = (
        page.locator(".ck-bet"),
        page.locator(".ck-explorer").first,
        page.locator(".ck-explorer").nth(1),
    )
    explorer.locator(".ck-canvas svg").wait_for()
    second.locator(".ck-canvas svg").wait_for()
    assert "77" not in bet.inner_text()

    field = bet.locator("input[type=text]")
    field.fill("30")
    bet.get_by_role("button", name="Place my bet").click()
    bet.locator(".ck-line").wait_for()
    assert "You said 30 cars. The answer is about 77 cars: 2.6 times your guess." in bet.inner_text()
    explorer.get_by_text("You guessed 30 cars.").wait_for()

    before, meter = chart_of(explorer), explorer.locator('[data-output="enough_places"]').inner_text()
    handle = explorer.locator('[data-input="build_time"] input[type=range]')
    handle.focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    # The shortcuts of JupyterLab stay out: "d d" would delete the cell, "a" would add one.
    cells = page.locator(".jp-Cell").count()
    for key in "ddab":
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells
    explorer.get_by_text("about 33 cars half-built at once.").wait_for()
    assert explorer.locator('[data-output="enough_places"]').inner_text() != meter
    page.wait_for_function(
        "(old) => document.querySelector('.ck-canvas svg .mark-line path').getAttribute('d') !== old", arg=before
    )
    # A second view of the same explorer follows the first.
    second.get_by_text("about 33 cars half-built at once.").wait_for()

    page.locator(".jp-CodeCell").last.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator(".jp-CodeCell").last.get_by_text("6.0 30.0 True 33").wait_for()


@pytest.mark.parametrize("width", [1280, 700])
def test_the_headline_stays_while_a_low_slider_is_moved(lab: Any, tab: Callable[..., Any], width: int) -> None:
    page = tab(width=width, height=800, local=lab.local)
    lab.open(page, "small.ipynb")
    lab.run_all(page)
    explorer = helper().scroll_to(page, ".ck-explorer")
    explorer.locator(".ck-canvas svg").wait_for()
    low = explorer.locator(".ck-row").all()[-2]
    low.evaluate("(node) => node.scrollIntoView({ block: 'end', behavior: 'instant' })")
    top = page.locator(".jp-WindowedPanel-outer").bounding_box()["y"]
    seen = [".ck-headline", ".ck-canvas"] if explorer.bounding_box()["width"] > 760 else [".ck-headline"]
    for part in seen:
        box = explorer.locator(part).bounding_box()
        assert box["y"] >= top and box["y"] + box["height"] < 800, part


def test_what_is_stored_says_it_without_a_kernel(lab: Any, tab: Callable[..., Any], factory: Any) -> None:
    import casekit as ck

    data, _ = ck.explore(factory)._repr_mimebundle_()
    page = tab(local=lab.local)
    page.set_content(f"<body data-jp-theme-light='true'>{data['text/html']}</body>")
    said = page.locator("body").inner_text()
    assert "2,000 cars a year means about 77 cars half-built at once." in said
    assert "run out first" in said
    picture = page.locator("img").first
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 100")
    assert "77 cars" in picture.get_attribute("alt")


@pytest.mark.skipif(not (NOTEBOOKS / "01-local-motors.ipynb").exists(), reason="the notebook is not written yet")
def test_the_first_notebook_from_top_to_bottom(lab: Any, tab: Callable[..., Any]) -> None:
    page = tab(width=1280, height=1000, local=lab.local)
    lab.open(page, "01-local-motors.ipynb")
    lab.run_all(page)
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    bet = helper().scroll_to(page, ".ck-bet")
    bet.get_by_role("button", name="Place my bet").click()
    bet.locator(".ck-line").wait_for()
    explorer = helper().scroll_to(page, '.ck-explorer:has([data-input="build_time"])')
    explorer.locator(".ck-canvas svg").wait_for()
    before = chart_of(explorer)
    explorer.locator('[data-input="build_time"] input[type=range]').press("End")
    until = time.monotonic() + 10
    while chart_of(explorer) == before and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert chart_of(explorer) != before
