"""A stranger's case whose every text is a program: nothing of it runs, wherever it is drawn."""
# ruff: noqa: E501 - a row says what is put in, on one line

from __future__ import annotations

import base64
import csv
import io
import itertools
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import casekit as ck
from casekit import library
from casekit._paths import cases_dir
from casekit.case import Case
from casekit.case._yaml import read

from .conftest import LOCAL, page_text

# Each of these says that it ran: by a mark on the window, a dialog, or a request to somewhere else.
MARK = "window.__ran=1"
WAYS = (
    f'<img src="https://evil.invalid/i.png" onerror="{MARK}">', f"<script>{MARK}</script>", f"</script><script>{MARK}</script>",
    f"<svg onload={MARK}>", f"</style></template></textarea></title><svg onload={MARK}>", f"<iframe srcdoc='<script>{MARK}</script>'></iframe>",
    f"[a](javascript:{MARK})", f"javascript:{MARK}", f"\" autofocus onfocus={MARK} x=\"", f"' onmouseover={MARK} x='", f"`${{{MARK}}}`",
    f"{{{{constructor.constructor('{MARK}')()}}}}", "<style>@import url(https://evil.invalid/s.css);</style>", "<link rel=stylesheet href=https://evil.invalid/l.css>",
    "<base href=https://evil.invalid/>", "<meta http-equiv=refresh content='0;url=https://evil.invalid/'>", "<!--", "]]>",
    "![i](https://evil.invalid/m.png)", "=cmd|' /C calc'!A0", "\\u003cscript\\u003e\u2028", "<a href=https://evil.invalid/>x</a>",
)  # fmt: skip
EVIL = " ".join(WAYS)
WORD = "Chandler"
# Keys of case.yaml and sources.yaml whose text is shown, and nothing looks up.
TEXTS = {
    "title", "tagline", "who", "hook", "question", "label", "text", "help", "claim", "after", "note", "say", "locator",
    "author", "publisher", "seen", "short", "date",
}  # fmt: skip
CELLS = {"note", "event", "series", "kind", "locator"}


def evil(turns: Iterator[str] = itertools.cycle(WAYS)) -> str:  # noqa: B008 - goes on from text to text
    """The two worst, and the next two in turn: all of them in every text would be more than a case may hold."""
    return " ".join([WAYS[0], WAYS[2], next(turns), next(turns)])


def poisoned(data: Any, key: str = "") -> Any:
    if isinstance(data, dict):
        return {name: poisoned(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [poisoned(value) for value in data]
    return f"{data} {evil()}" if key in TEXTS else data


def poison(path: Path) -> None:
    for name in ("case.yaml", "sources.yaml"):
        data = poisoned(read((path / name).read_text(encoding="utf-8")).data)
        (path / name).write_text(
            json.dumps(data, ensure_ascii=False, indent=1).replace("\u2028", "\\u2028"), encoding="utf-8"
        )
    for file in (path / "figures.csv", path / "timeline.csv", *(path / "tables").glob("*.csv")):
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
        for row in rows:
            for column, cell in row.items():
                known = file.name == "figures.csv" and (
                    column == "kind" or (column == "locator" and row["kind"] == "derived")
                )
                if column in CELLS and not known:
                    row[column] = f"{cell} {evil()}"
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        file.write_text(out.getvalue(), encoding="utf-8")
    for file in path.glob("*.md"):
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text(
            "\n".join(f"{line} {evil()}" if line and "|" not in line else line for line in lines), encoding="utf-8"
        )


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stranger") / "local-motors"
    shutil.copytree(cases_dir() / "local-motors", path)
    poison(path)
    return path


@pytest.fixture(scope="session", params=["A", "B"])
def case(stranger: Path, request: pytest.FixtureRequest) -> Case:
    return library.load(stranger, part=request.param)


@pytest.fixture
def guarded(chromium: Any) -> Iterator[Callable[[str | Path], Any]]:
    """Opens a page or a text; at the end nothing may have run, asked, moved away or complained."""
    troubles: list[str] = []
    pages: list[Any] = []

    def opened(what: str | Path) -> Any:
        page = chromium.new_page()
        pages.append(page)
        page.set_default_timeout(30_000)
        page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda said: troubles.append(f"console: {said.text}") if said.type == "error" else None)
        page.on(
            "request", lambda r: None if r.url.startswith((*LOCAL, "about:")) else troubles.append(f"request: {r.url}")
        )
        page.on("popup", lambda _: troubles.append("popup"))
        if isinstance(what, Path):
            page.goto(what.as_uri())
        else:
            page.set_content(what)
        return page

    yield opened
    for page in pages:
        check(page)
        page.close()
    assert troubles == []


def check(page: Any) -> None:
    """Wake everything that sleeps on the page, then look whether it ran."""
    page.evaluate(
        """() => {
          for (const one of document.querySelectorAll("template")) document.body.append(one.content.cloneNode(true));
          for (const one of document.querySelectorAll("details")) one.open = true;
          for (const one of document.querySelectorAll("[hidden]")) one.hidden = false;
          for (const one of document.querySelectorAll("*"))
            for (const name of ["mouseover", "focus", "load", "error"]) one.dispatchEvent(new Event(name));
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.__ran") is None
    odd = "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name))).length"
    assert page.evaluate(odd) == 0
    hrefs = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    assert not [href for href in hrefs if href.lower().lstrip().startswith(("javascript:", "data:text", "vbscript:"))]
    assert (
        page.evaluate("document.querySelectorAll('iframe, object, embed, base, meta[http-equiv=refresh]').length") == 0
    )


@pytest.mark.parametrize(
    "html", [f"<p>{WAYS[0]}</p>", f"<svg onload={MARK}></svg>", "<a href='javascript:1'>a</a>", "<iframe></iframe>"]
)
def test_the_guard_sees_what_runs(html: str, chromium: Any) -> None:
    page = chromium.new_page()
    page.set_content(html)
    with pytest.raises(AssertionError):
        check(page)
    page.close()


def drawn(thing: Any) -> list[str]:
    """What a notebook stores of a thing, as it would put it into its page."""
    if hasattr(thing, "_repr_mimebundle_"):
        made = thing._repr_mimebundle_()
        data = made[0] if isinstance(made, tuple) else made
        svg = data.get("image/svg+xml", "")
        image = f'<img src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'
        return [data["text/html"], *([svg, image] if svg else [])]
    return [thing._repr_html_()]


def pictures(case: Case) -> list[Any]:
    found: list[Any] = [ck.charts.events(case.timeline)]
    for name, table in case.tables.items():
        numbers = [column for column in table.columns if table[column].dtype == float]
        if "date" in table and numbers and len(table):
            series = "series" if "series" in table else ""
            found.append(
                ck.charts.over_time(
                    table, title=table.attrs["title"], y_title=f"{name} {EVIL}", value=numbers[0], series=series
                )
            )
    return found


def test_nothing_runs_in_a_notebook(case: Case, guarded: Callable[..., Any]) -> None:
    factory, contest = ck.MicroFactory.from_case(case), ck.ContestLead.from_case(case)
    things = [
        case, case.canvas, case.pros, case.cons, *case._figures.values(), *case._sources.values(), *(ck.bet(case, b.id) for b in case.bets),
        ck.explore(factory, guess=EVIL, title=EVIL), ck.explain(factory, "profit"), ck.explain(contest, "chance_same_winner"),
        case.figures, case.timeline, case.sources, *case.tables.values(), ck.by_source(factory, "cars_in_build"), *pictures(case),
        ck.charts.by_source(ck.by_source(factory, "cars_in_build"), title=EVIL),
        ck.charts.bars(case.figures.head(6), title=EVIL, label="where"),
    ]  # fmt: skip
    parts = [part for thing in things for part in drawn(thing)]
    assert any("&lt;script&gt;" in part for part in parts)
    page = guarded(
        "<!doctype html><meta charset=utf-8><title>notebook</title><body data-jp-theme-light=true>" + "\n".join(parts)
    )
    assert "window.__ran=1" in page.inner_text("body")


def test_nothing_runs_in_the_live_explorer_and_bet(case: Case, guarded: Callable[..., Any], tmp_path: Path) -> None:
    from casekit.widgets._payload import payload_of
    from casekit.widgets._vega import vega_bundle

    payload = payload_of(ck.MicroFactory.from_case(case), title=EVIL)
    bet = ck.bet(case, case.bets[0].id)
    vega, asked, reveal = (
        json.dumps(each).replace("<", "\\u003c") for each in (vega_bundle().decode(), bet.payload, bet._reveal())
    )
    text = page_text(payload, vega=f"return {vega}", guess=EVIL)
    start, end = text.index("window.bet = bet.mount"), text.index("await window.explorer.ready")
    mount = f'window.bet = bet.mount(document.querySelector("#bet"), {asked}, {{ reveal: async () => ({reveal}) }});\n'
    path = tmp_path / "live.html"
    path.write_text(text[:start] + mount + text[end:], encoding="utf-8")
    page = guarded(path)
    page.wait_for_function("window.ready")
    page.get_by_role("button", name="Place my bet").click()
    page.locator(".ck-after").wait_for()
    for chip in page.locator(".ck-explorer button").all():
        if chip.is_visible():
            chip.click()
    assert "window.__ran=1" in page.inner_text("body")


@pytest.mark.parametrize("word", [None, WORD])
def test_nothing_runs_on_the_page(
    stranger: Path, word: str | None, guarded: Callable[..., Any], tmp_path: Path
) -> None:
    page = guarded(ck.to_page(stranger, tmp_path / "walk.html", word=word))
    page.wait_for_selector("body[data-ready]")
    steps = len(library.load(stranger).walk)
    walk(page, steps)
    if word:
        assert page.locator(".walk-step").count() == steps + 1  # with the one that saves
        page.get_by_label("The word").fill(word)
        page.get_by_role("button", name="Open what came after").click()
        page.locator(".walk-step").nth(steps + 2).wait_for(state="attached")
        walk(page, len(library.load(stranger, part="B").walk) - steps)
    assert "window.__ran=1" in page.inner_text("body")


def walk(page: Any, steps: int) -> None:
    """Every step: everything that can be pressed or written is."""
    for _ in range(steps):
        here = page.locator(".walk-step:not([hidden])")
        if here.locator(".walk-option").count():
            here.locator(".walk-option").first.click()
        for field in here.locator("textarea").all():
            field.fill(EVIL)
        for button in here.get_by_role("button").all():
            if button.is_visible() and button.is_enabled():
                button.click()
        if here.locator(".ck-explorer").count():
            here.locator(".ck-canvas svg").first.wait_for()
        if page.get_by_role("button", name="Next").is_visible():
            page.get_by_role("button", name="Next").click()


@pytest.mark.parametrize("reader", ["student", "instructor"])
def test_nothing_runs_in_a_handout(case: Case, reader: str, guarded: Callable[..., Any], tmp_path: Path) -> None:
    page = guarded(ck.to_handout(case, tmp_path / "handout.html", reader=reader))
    assert "window.__ran=1" in page.inner_text("body")
    word = ck.to_handout(case, tmp_path / "handout.docx", reader=reader)
    with zipfile.ZipFile(word) as held:
        links = "".join(held.read(name).decode() for name in held.namelist() if name.endswith(".rels"))
        outside = re.findall(r'<Relationship (?=[^>]*TargetMode="External")[^>]*>', links)
        text = held.read("word/document.xml").decode()
    # Ordinary links to pages, which a reader may press; nothing that Word fetches or runs by itself.
    assert all('/hyperlink"' in each and re.search(r'Target="https?://', each) for each in outside)
    assert not re.search(r"<w:instrText[^>]*>(?!\s*(?:PAGE|NUMPAGES)\b)", text)
    assert "<script" not in text and "&lt;script&gt;" in text


def test_nothing_runs_in_a_class_view(case: Case, guarded: Callable[..., Any], tmp_path: Path) -> None:
    bets = {step.id: step.what for step in case.walk if step.kind == "bet"}
    for reader in ("abcdef", "bcdefg", "cdefgh", "defghj"):
        answers = [
            {"step": step.id, "kind": "text" if step.kind == "write" else "say", "value": EVIL, "at": EVIL}
            for step in case.walk
        ]
        answers += [
            {"step": step, "kind": "bet", "value": case.bet(what).start, "at": ""} for step, what in bets.items()
        ]
        answers += [
            {"step": step.id, "kind": "vote", "value": "A", "sure": 60, "at": ""}
            for step in case.walk
            if step.kind == "vote"
        ]
        answers += [
            {"step": step.id, "kind": "pick", "value": EVIL, "at": ""} for step in case.walk if step.kind == "canvas"
        ]
        file = {
            "casekit": 1,
            "case": "local-motors",
            "part": "A",
            "reader": reader,
            "name": EVIL,
            "started": EVIL,
            "answers": answers,
        }
        (tmp_path / f"local-motors-answers-{reader}.json").write_text(json.dumps(file), encoding="utf-8")
    view = ck.class_view(tmp_path, case)
    guarded(view.to_page(tmp_path / "class.html"))
    guarded("<!doctype html><meta charset=utf-8><title>notebook</title>" + "".join(drawn(view)))
