"""A real Chromium for the tests that need one, and a page that holds an explorer without any Python behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

LOCAL = ("data:", "blob:", "file:")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def tab(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages. At the end none of them may have met an error or asked for anything outside."""
    opened: list[Any] = []
    troubles: list[str] = []

    def new(width: int = 960, height: int = 900, scheme: str = "light", local: tuple[str, ...] = LOCAL) -> Any:
        page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("request", lambda r: None if r.url.startswith(local) else troubles.append(f"request: {r.url}"))
        page.on("websocket", lambda s: None if s.url.startswith(local) else troubles.append(f"socket: {s.url}"))
        opened.append(page)
        return page

    yield new
    for page in opened:
        page.close()
    assert troubles == []


@pytest.fixture(scope="session")
def factory() -> Any:
    """The model of the first case, with that case's figures."""
    import casekit as ck

    return ck.MicroFactory.from_case(ck.load("local-motors"))


BET = {
    "id": "half-built", "question": "How many stand <b>half-built</b>?", "unit": ["", " car", " cars"],
    "low": 1, "high": 500, "start": 30, "log": True, "step": 1,
}  # fmt: skip
ANSWER = {"answer": 76.7, "after": "So <b>many</b>.<img src=x onerror=alert(1)>", "where": "Miske, para 8"}


def _quoted(value: Any) -> str:
    return json.dumps(value).replace("<", "\\u003c")


def page_text(payload: dict[str, Any], *, vega: str, guess: str = "") -> str:
    """A plain page with an explorer and a bet, from the same modules as in a notebook."""
    from casekit.widgets import _assets

    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{margin:12px}} @media (prefers-color-scheme:dark){{body{{background:#111}}}}
{_assets.text("casekit.css")}</style><div id="explorer"></div><div id="bet"></div>
<script type="module">
const load = (text) => import(URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }})));
const explorer = await load({_quoted(_assets.joined("explorer.js"))});
const bet = await load({_quoted(_assets.joined("bet.js"))});
window.changes = [];
window.explorer = explorer.mount(document.querySelector("#explorer"), {_quoted(payload)}, {{
  guess: {_quoted(guess)}, onChange: (values) => window.changes.push(values),
  requestVega: async () => {{ {vega} }},
}});
window.bet = bet.mount(document.querySelector("#bet"), {_quoted(BET)}, {{ reveal: async () => ({_quoted(ANSWER)}) }});
await window.explorer.ready;
window.ready = true;
</script>"""


@pytest.fixture(scope="session")
def file_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes the page with the explorer of a model, as a file that is opened from disk."""

    def write(model: Any, **how: Any) -> Path:
        from casekit.widgets._payload import payload_of
        from casekit.widgets._vega import vega_bundle

        path = tmp_path_factory.mktemp("page") / "explorer.html"
        vega = f"return {_quoted(vega_bundle().decode())}"
        path.write_text(page_text(payload_of(model, **how), vega=vega), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def explorer_file(factory: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a file, opened from disk."""
    from casekit.widgets._payload import payload_of
    from casekit.widgets._vega import vega_bundle

    text = page_text(
        payload_of(factory), vega=f"return {_quoted(vega_bundle().decode())}", guess="You guessed 30 cars."
    )
    path = tmp_path_factory.mktemp("page") / "explorer.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def file_without_vega(factory: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same page where the drawing library cannot be had."""
    from casekit.widgets._payload import payload_of

    path = tmp_path_factory.mktemp("page") / "bare.html"
    path.write_text(page_text(payload_of(factory), vega='throw new Error("no library")'), encoding="utf-8")
    return path


@pytest.fixture
def opened(tab: Callable[..., Any], explorer_file: Path) -> Callable[..., Any]:
    """Opens the page with the explorer and waits until it stands."""

    def open_it(path: Path = explorer_file, **how: Any) -> Any:
        page = tab(**how)
        page.goto(path.as_uri())
        page.wait_for_function("window.ready")
        return page

    return open_it
