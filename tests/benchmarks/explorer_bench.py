"""Key press to painted chart: the whole explorer in JupyterLab, beside an ipywidgets slider with a JupyterChart.

Both are moved by real key presses in the same browser. The clock starts at the event's own time stamp and stops when
the headline and the line of the chart have both changed and a frame has been drawn after that: a MutationObserver sees
the change, the next animation frame is awaited, and a message that is posted in it arrives when it has been painted.
So the figure is an upper bound, by up to one frame (16.7 ms). The peer does less: one slider, one line, no meter.
The picture over time draws a faint line for each rival figure beside its own; the view "pace" runs a whole roll-out for
each of its 81 points.
"""

from __future__ import annotations

import importlib.util
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

CELLS = {
    "explorer.ipynb": ('import casekit as ck\nck.explore(ck.MicroFactory.from_case(ck.load("local-motors")))',),
    "over-time.ipynb": (
        "import casekit as ck\nfrom casekit.models.rollout import Rollout\n"
        'ck.explore(Rollout.from_case(ck.load("local-motors"), variable_cost=47_000))',
    ),
    "rollouts.ipynb": (
        "import casekit as ck\nfrom casekit.models.rollout import Rollout\n"
        'ck.explore(Rollout.from_case(ck.load("local-motors"), variable_cost=47_000), "pace")',
    ),
    "peer.ipynb": (
        "import altair as alt, ipywidgets as widgets\n"
        "alt.JupyterChart.enable_offline()\n"
        "days = alt.param(name='days', value=14)\n"
        "chart = (alt.Chart(alt.sequence(0, 4050, 50, as_='x')).transform_calculate(y='datum.x * days / 365')\n"
        "         .add_params(days).mark_line().encode(x='x:Q', y=alt.Y('y:Q', scale=alt.Scale(domain=[0, 700]))))\n"
        "drawn = alt.JupyterChart(chart, embed_options={'renderer': 'svg', 'actions': False})\n"
        "slider = widgets.IntSlider(value=14, min=3, max=60)\n"
        "label = widgets.Label('')\n"
        "def show(change):\n"
        "    label.value = f'about {2000 * change.new / 365:.0f} cars'\n"
        "    drawn.params.days = change.new\n"
        "slider.observe(show, 'value')\n"
        "widgets.VBox([slider, label, drawn])",
    ),
}
PLACES = {
    "explorer.ipynb": ('[data-input="build_time"] input[type=range]', ".ck-claim", ".ck-canvas svg .mark-line path"),
    "over-time.ipynb": ('[data-input="ramp_up"] input[type=range]', ".ck-claim", ".ck-canvas svg .mark-line path"),
    "rollouts.ipynb": ('[data-input="ramp_up"] input[type=range]', ".ck-claim", ".ck-canvas svg .mark-line path"),
    "peer.ipynb": (".noUi-handle", ".widget-label:not(.widget-slider *)", "svg.marks .mark-line path"),
}
WATCH = """([label, line]) => {
  let start = 0;
  addEventListener("keydown", (event) => { start = event.timeStamp; }, true);
  const channel = new MessageChannel();
  const state = () => [document.querySelector(label).textContent, document.querySelector(line).getAttribute("d")];
  window.nextMove = () => new Promise((done) => {
    const before = state();
    const watcher = new MutationObserver(() => {
      const now = state();
      if (now[0] === before[0] || now[1] === before[1]) return;
      watcher.disconnect();
      const changed = performance.now() - start;
      channel.port1.onmessage = () => done([changed, performance.now() - start]);
      requestAnimationFrame(() => channel.port2.postMessage(0));
    });
    const all = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["d"] };
    watcher.observe(document.body, all);
  });
}"""


def _helpers() -> tuple[Any, Any]:
    """The browser tests' own lab and browser, whatever the import mode."""
    found = []
    for name in ("browser/lab.py", "_chromium.py"):
        path = Path(__file__).parents[1] / name
        spec = importlib.util.spec_from_file_location(f"casekit_bench_{path.stem}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        found.append(module)
    return found[0], found[1]


def _measure(running: Any, browser: Any, notebook: str, moves: int) -> tuple[list[float], list[float]]:
    page = browser.new_page(viewport={"width": 1280, "height": 1300})
    page.set_default_timeout(60_000)
    running.open(page, notebook)
    running.run_all(page)
    handle, label, line = PLACES[notebook]
    page.locator(line).first.wait_for(state="attached")
    page.wait_for_timeout(1000)
    page.evaluate(WATCH, [label, line])
    page.locator(handle).first.focus()
    pairs = []
    for move in range(moves + 5):
        page.evaluate("window.moved = window.nextMove(); 0")
        page.keyboard.press("ArrowRight" if (move // 15) % 2 == 0 else "ArrowLeft")
        pairs.append(page.evaluate("window.moved"))
        page.wait_for_timeout(37)  # so that presses fall anywhere within a frame
    page.close()
    changed, painted = zip(*pairs[5:], strict=True)
    return list(changed), list(painted)


def measure(moves: int = 60) -> dict[str, dict[str, float]]:
    """Both, in milliseconds: medians to the change and to the painted frame, and the painted one's 95% mark."""
    from playwright.sync_api import sync_playwright

    lab, browsers = _helpers()
    home = Path(tempfile.mkdtemp(prefix="casekit-bench-"))
    folder = home / "notebooks"
    folder.mkdir()
    for name, cells in CELLS.items():
        lab.write_notebook(folder / name, *cells)
    result = {}
    try:
        with lab.running_lab(folder, home) as running, sync_playwright() as driver:
            found = browsers.browser_path() or driver.chromium.executable_path
            browser = driver.chromium.launch(executable_path=found, args=browsers.ARGUMENTS)
            for notebook in CELLS:
                changed, painted = _measure(running, browser, notebook, moves)
                result[notebook.removesuffix(".ipynb")] = {
                    "changed": statistics.median(changed),
                    "painted": statistics.median(painted),
                    "painted_p95": statistics.quantiles(painted, n=20)[-1],
                }
            browser.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return result


def run(moves: int = 60) -> list[dict[str, Any]]:
    """The rows that `python3 start.py bench` prints."""
    found = measure(moves)
    rows = (
        ("key press to painted chart in JupyterLab, median", "explorer", "painted", "<=33 ms"),
        ("key press to changed line and words, median", "explorer", "changed", ""),
        ("key press to painted chart, 95% of presses", "explorer", "painted_p95", ""),
        ("painted chart of a roll-out over time, median", "over-time", "painted", "<=33 ms"),
        ("painted chart over time, 95% of presses", "over-time", "painted_p95", ""),
        ("painted chart of 81 roll-outs, median", "rollouts", "painted", "<=33 ms"),
    )
    peer_is = "ipywidgets slider, kernel, JupyterChart"
    return [
        {"measure": words, "ours": found[name][key], "peer": found["peer"][key], "unit": "ms", "target": target,
         "peer_is": peer_is}
        for words, name, key, target in rows
    ]  # fmt: skip


if __name__ == "__main__":
    print(measure())
