"""Whatever is built as part A says nothing of part B: searched for, and the search itself tried with planted leaks."""
# ruff: noqa: E501 - a row says what is planted, on one line

from __future__ import annotations

import base64
import dataclasses
import html
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

import casekit as ck
from casekit._errors import KitError
from casekit._html import plain
from casekit.case import Case
from casekit.export.page import page_text
from casekit.units import say

from ._parts import leaks

WORD = "Chandler"
NAMES = tuple(ck.cases()["slug"])
WALKS = [(name, walk) for name in NAMES for walk in ck.load(name).walks]


@pytest.fixture(scope="module", params=WALKS, ids=lambda param: "-".join(filter(None, param)))
def a(request: pytest.FixtureRequest) -> Case:
    name, walk = request.param
    return ck.load(name, walk=walk)


@pytest.fixture(scope="module")
def b(a: Case) -> Case:
    return ck.load(a.slug, part="B", walk=a.walk_name)


@pytest.fixture(scope="module", params=NAMES)
def both(request: pytest.FixtureRequest) -> tuple[Case, Case]:
    """Part A and part B, for what is the same in every walk of a case."""
    return ck.load(request.param), ck.load(request.param, part="B")


@pytest.fixture(scope="module")
def model(a: Case) -> Any:
    """The first model of a case."""
    return getattr(ck, next(iter(a.models))).from_case(a)


@pytest.fixture(scope="module")
def lm() -> tuple[Case, Case]:
    """The case in which leaks are planted, to try the search itself."""
    return ck.load("local-motors"), ck.load("local-motors", part="B")


def reachable(thing: object, texts: list[str], seen: set[int]) -> None:
    """Every text and number that can be reached from a thing by its attributes, items and properties."""
    if id(thing) in seen or isinstance(thing, type | ModuleType) or callable(thing):
        return
    seen.add(id(thing))
    if isinstance(thing, str | int | float | Path):
        texts.append(str(thing))
    elif isinstance(thing, pd.DataFrame):
        texts.append(thing.to_csv() + json.dumps(thing.attrs))
    elif isinstance(thing, dict | MappingProxyType):
        for key, value in thing.items():
            reachable(key, texts, seen)
            reachable(value, texts, seen)
    elif isinstance(thing, tuple | list | set | frozenset):
        for value in thing:
            reachable(value, texts, seen)
    elif hasattr(thing, "__dict__"):
        for value in vars(thing).values():
            reachable(value, texts, seen)
        for name in dir(type(thing)):
            if isinstance(getattr(type(thing), name, None), property):
                reachable(getattr(thing, name), texts, seen)


def drawn(thing: Any) -> str:
    """What a notebook stores of a thing, and what a terminal shows."""
    screen = Console(file=io.StringIO(), width=200)
    if hasattr(thing, "__rich__"):
        screen.print(thing)
    texts = [screen.file.getvalue(), str(thing), repr(thing)]  # type: ignore[attr-defined]
    if hasattr(thing, "_repr_html_"):
        texts.append(thing._repr_html_())
    if hasattr(thing, "_repr_mimebundle_"):
        made = thing._repr_mimebundle_()
        texts.append(json.dumps(made[0] if isinstance(made, tuple) else made, ensure_ascii=False))
    return "\n".join(texts)


def without_programs(page: str) -> str:
    """A page without the kit's own modules, the drawing library and the styles, which are the same for every case."""
    page = re.sub(
        r'(<script type="application/json" id="walk-(?:explorer|bet|stepper|vega)">).*?</script>',
        r"\1",
        page,
        flags=re.DOTALL,
    )
    return re.sub(r"<(style|script type=\"module\"|script)>.*?</(?:style|script)>", "", page, flags=re.DOTALL)


def without_axes(text: str) -> str:
    """A text without the marks on the axes of its pictures: they follow the slider of a bet, not its answer."""

    def bare(svg: str) -> str:
        return re.sub(r'<g class=\\?"mark-text role-axis-label\\?".*?</g>', "", svg, flags=re.DOTALL)

    def image(found: re.Match[str]) -> str:
        return found[1] + base64.b64encode(bare(base64.b64decode(found[2]).decode()).encode()).decode()

    return bare(re.sub(r"(data:image/svg\+xml;base64,)([A-Za-z0-9+/=]+)", image, text))


# ---- what is built ----


def test_a_loaded_case(a: Case, b: Case) -> None:
    texts: list[str] = []
    reachable(a, texts, set())
    texts += [drawn(each) for each in (a, a.canvas, a.pros, a.cons, *a._figures.values(), *a._sources.values())]
    assert leaks("\n".join(texts), a, b) == []
    # The same roads lead to part B where it is.
    late: list[str] = []
    reachable(b, late, set())
    assert len(leaks("\n".join(late), a, b)) > (300 if a.slug == "local-motors" else 100)


def test_the_verbs(both: tuple[Case, Case]) -> None:
    from casekit.engine import inputs_of, is_series, outputs_of, rivals_of, seen_of

    a, b = both
    things, texts = [ck.charts.events(a.timeline)], []
    for name in a.models:
        model = getattr(ck, name).from_case(a)
        texts += [json.dumps([f.id for found in rivals_of(model).values() for f in found]), str(inputs_of(model))]
        texts.append(str(seen_of(model)))
        things += [model, type(model)]
        for output in outputs_of(model):
            if is_series(model, output):  # it has no one answer to be told by source
                things.append(ck.explain(model, output))
                continue
            table = ck.by_source(model, output)
            texts.append(table.to_csv())
            things.append(ck.explain(model, output))
            if len(table) and table["answer"].dtype == float and table["answer"].notna().any():
                things.append(ck.charts.by_source(table, title="Whom do you believe?"))
    for name, table in a.tables.items():
        numbers = [column for column in table.columns if table[column].dtype == float]
        if "date" in table and numbers:
            things.append(ck.charts.over_time(table, title=table.attrs["title"], y_title=name, value=numbers[0]))
    assert leaks("\n".join([*texts, *map(drawn, things)]), a, b) == []


def test_the_widgets(a: Case, b: Case) -> None:
    bets = [ck.bet(a, bet.id) for bet in a.bets]
    models = [getattr(ck, name).from_case(a) for name in a.models]
    explorers = [ck.explore(each, view=view.id) for each in models for view in type(each).explorer.views]
    told = [json.dumps(bet._reveal(), ensure_ascii=False) for bet in bets]
    views = type(models[0]).explorer.views if a.slug == "local-motors" else ()  # elsewhere a number comes up by chance
    first = [ck.explore(models[0], view=view.id) for view in views]
    for things in ([ck.explore(models[0]), *first, *bets], [*map(ck.explore, models), *explorers]):
        texts = [json.dumps(each.payload, ensure_ascii=False) for each in things]
        found = leaks("\n".join([*texts, *told, *map(drawn, things)]), a, b)
        # Among all that models compute along their lines a later number comes up by chance; its words do not.
        assert [each for each in found if things[-1] in bets or not each.startswith("number")] == []


def test_the_notebooks(a: Case, b: Case, root: Path) -> None:
    """Its own notebooks, those of the instructor, and those that speak of several cases."""
    slugs = "|".join(NAMES)
    books = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((root / "notebooks").glob("*.ipynb"))
        if a.slug in path.stem or not re.search(slugs, path.stem)
    }
    late = [text for stem, text in books.items() if stem.endswith("part-b")]
    assert late and len(books) >= 4
    for stem, text in books.items():
        # Where several cases speak, the number of one is now and then that of another.
        several = a.slug not in stem and stem != "instructor"
        found = [each for each in leaks(text, a, b) if not (several and each.startswith("number"))]
        assert stem.endswith("part-b") or found == [], stem
    assert len(leaks("".join(late), a, b)) > 5, "the search finds what part B's notebook stores"


@pytest.mark.parametrize("word", [None, WORD])
def test_the_page(a: Case, b: Case, word: str | None) -> None:
    page = page_text(a, b if word else None, word)
    assert leaks(without_programs(page), a, b) == []
    assert "walk-vega" in page and len(without_programs(page)) < len(page) / 3
    assert len(leaks(without_programs(page_text(b)), a, b)) > 50


def test_the_page_of_a_case_loaded_as_part_b(a: Case, b: Case, tmp_path: Path) -> None:
    path = ck.to_page(b, tmp_path / "page.html")
    assert leaks(without_programs(path.read_text(encoding="utf-8")), a, b) == []


def test_the_handout(a: Case, b: Case, tmp_path: Path) -> None:
    page = ck.to_handout(a, tmp_path / "handout.html")
    assert leaks(page.name + page.read_text(encoding="utf-8"), a, b) == []
    word = ck.to_handout(a, tmp_path / "handout.docx")
    with zipfile.ZipFile(word) as held:
        own = [name for name in held.namelist() if not re.search(r"theme|styles|settings|fontTable|thumbnail", name)]
        texts = [name + held.read(name).decode() for name in own]
    assert a.title in "".join(texts)
    assert leaks("\n".join(texts), a, b) == []
    late = ck.to_handout(b, tmp_path / "late.html").read_text(encoding="utf-8")
    assert len(leaks(late, a, b)) > 50


@pytest.mark.browser
def test_the_handout_as_pdf(a: Case, b: Case, tmp_path: Path, need: Callable[..., str]) -> None:
    need("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
    path = ck.to_handout(a, tmp_path / "handout.pdf")
    told = subprocess.run(
        [need("pdftotext"), str(path), "-"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert a.title in told
    about = path.read_bytes().decode("latin-1")
    assert leaks(told + " ".join(re.findall(r"/(?:Title|Author|URI)\s*\(([^)]*)\)", about)), a, b) == []


def test_the_class_view_and_its_page(a: Case, b: Case, tmp_path: Path) -> None:
    bets = {step.id: [a.bet(step.what).start] * 4 for step in a.walk if step.kind == "bet"}
    votes = {step.id: {"A": 4, "B": 3} for step in a.walk if step.kind == "vote"}
    view = ck.class_view(case=a, hands={**bets, **votes})
    page = view.to_page(tmp_path / "class.html")
    shown = drawn(view) + "\n".join(map(drawn, view.pictures)) + page.read_text(encoding="utf-8")
    assert leaks(without_axes(shown), a, b) == []
    told = leaks(without_axes(drawn(ck.class_view(case=b, hands=late(b)))), a, b)
    assert len(told) > (5 if a.slug == "local-motors" else 2)


def late(b: Case) -> dict[str, Any]:
    """A show of hands on what came later."""
    return {step.id: [b.bet(step.what).start] * 4 for step in b.walk if step.kind == "bet" and step.part == "B"}


@pytest.mark.parametrize("command", [["list"], ["show", "SLUG"], ["page", "SLUG"], ["handout", "SLUG", "--to", "html"]])
def test_the_commands(command: list[str], a: Case, b: Case, kit: Callable[..., Any], home: Path) -> None:
    """What a command prints and the names of the files that it leaves; part A is the default of each."""
    before = set(home.rglob("*"))
    command = [a.slug if each == "SLUG" else each for each in command]
    if a.walk_name and command != ["list"]:
        command = [*command, "--walk", a.walk_name]
    done = kit(*command)
    assert done.returncode == 0, done.stderr
    made = [path for path in home.rglob("*") if path not in before and path.suffix == ".html"]
    assert leaks(done.stdout + done.stderr + " ".join(path.name for path in made), a, b) == []
    for path in made:
        assert leaks(without_programs(path.read_text(encoding="utf-8")), a, b) == []


def test_a_module_does_not_take_the_place_of_a_verb() -> None:
    """The page imports casekit.explain, the module; `ck.explain` stays the function."""
    told = "import casekit as ck, casekit.export._page_steps, casekit.solve; ck.explain.__call__; print(type(ck.explain).__name__, type(ck.solve).__name__)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["function", "function"]


# ---- errors ----


def test_an_error_does_not_suggest_what_came_later(a: Case, b: Case, model: Any) -> None:
    """Asking part A for what only part B has, or for something near it, tells no name of part B."""
    from casekit.engine import change

    early = {*a._figures, *(bet.id for bet in a.bets), *a._quantities, *(step.id for step in a.walk), *a._sources}
    figures, bets = [id for id in b._figures if id not in early], [bet.id for bet in b.bets if bet.id not in early]
    quantities, steps = (
        [key for key in b._quantities if key not in early],
        [step.id for step in b.walk if step.id not in early],
    )
    assert figures and quantities and steps and (bets or a.walk_name)
    kind, explorer, hands = type(model), ck.explore(model), {"A": 3}
    filled = next(iter(a.quantities_of(kind.__name__)))
    asked: list[tuple[str, Callable[[str], Any]]] = []
    for id in figures[::6]:  # each asks for all known names; every sixth keeps it short
        asked += [(id, a.figure), (id, lambda x: change(model, **{filled: x})), (id, lambda x: explorer.set(**{filled: x})),
                  (id, lambda x: kind.from_case(a, **{filled: x}))]  # fmt: skip
    asked += [(id, each) for id in bets for each in (a.bet, lambda x: ck.bet(a, x))]
    asked += [(key, a.rivals) for key in quantities]
    asked += [(id, lambda x: ck.class_view(case=a, hands={x: hands})) for id in steps]
    asked += [(name, a.quantities_of) for name in b.models if name not in a.models]
    asked += [(name, lambda x: a.simulations[x]) for name in b.simulations if name not in a.simulations]
    told = []
    for id, ask in asked:
        for typed in (id, id[:-1], f"{id}x"):
            with pytest.raises(KitError) as error:
                ask(typed)
            told.append(str(error.value).replace(typed, ""))  # the word that was asked for comes back
    assert leaks("\n".join(dict.fromkeys(told)), a, b) == []


# ---- the search itself ----


def secrets(a: Case, b: Case) -> dict[str, str]:
    """Something of each kind that only part B has."""
    figure = next(f for f in b._figures.values() if f.part == "B" and f.id not in a._figures)
    source = next(
        s for s in b._sources.values() if s.part == "B" and s.author and s.publisher and len(s.title.split()) > 3
    )
    note = next(note for note in b.canvas if note.part == "B")
    said = next(e for item in b.pros for e in item.against if e.part == "B")
    bet = next(bet for bet in b.bets if bet.part == "B")
    step = next(step for step in b.walk if step.part == "B" and step.text)
    event = next(event for event in b._events if event["part"] == "B")
    key = "break_even_cars"
    price = b._figures["price-2013"]
    rows = next(table for name, table in b._tables.items() if name == "members").rows
    return {
        "figure's id": figure.id, "source's id": source.id, "source's address": source.url, "title": source.title,
        "author": source.author, "publisher": source.publisher, "note's id": note.id, "note": note.text,
        "evidence": plain(said.text), "bet's id": bet.id, "bet": plain(bet.question), "what follows a bet": plain(bet.after),
        "step's id": step.id, "step": plain(step.text), "event": plain(event["event"]), "quantity's key": key,
        "quantity's label": b._quantities[key].label, "sentence of the epilogue": plain(b.epilogue).split("\n\n")[1],
        "price": say(price.value, price.unit), "price in data": f'{{"value": {price.value}}}', "price without a comma": f'"value":{price.value:.0f},',
        "members": next(f"{row[2]:,.0f} members" for row in rows if "B" in row and row[2] > 9_000),
        "quantity of money": say(b._figures["capital-2014"].value, "USD"),
    }  # fmt: skip


WRAPPED: dict[str, Callable[[str], str]] = {
    "as text": lambda text: text,
    "in capitals of a heading": lambda text: f"<h2>{html.escape(text)}</h2>",
    "in an attribute": lambda text: f'<span title="x: {html.escape(text)}">x</span>',
    "as JSON": lambda text: json.dumps({"note": text}),
    "as JSON in JSON": lambda text: json.dumps({"cell": json.dumps({"note": f"a {text} b"})}),
    "as JSON in HTML": lambda text: f'<div data-x="{html.escape(json.dumps([text]))}"></div>',
    "over two lines": lambda text: text.replace(" ", "\n   ", 1),
    "as an image": lambda text: f'<img src="data:image/svg+xml;base64,{base64.b64encode(f"<svg><text>{html.escape(text)}</text></svg>".encode()).decode()}">',
    "as an image in HTML in JSON": lambda text: json.dumps(f'<img src="data:image/svg+xml;base64,{base64.b64encode(f"<svg><text>{html.escape(text)}</text></svg>".encode()).decode()}">'),
}  # fmt: skip


@pytest.mark.parametrize("way", WRAPPED)
def test_every_planted_leak_is_found(way: str, lm: tuple[Case, Case]) -> None:
    a, b = lm
    around = a._repr_html_()
    assert leaks(around, a, b) == []
    missed = [
        kind for kind, secret in secrets(a, b).items() if not leaks(f"{around[:500]}\n{WRAPPED[way](secret)}\n", a, b)
    ]
    assert missed == []


def test_a_sentence_with_markup_inside_is_found(lm: tuple[Case, Case]) -> None:
    a, b = lm
    for bet in b.bets:
        if bet.part == "B":
            assert leaks(b.prose(bet.after), a, b)
            assert leaks(f"<p>{b.prose(bet.question)}</p>", a, b)


def test_a_leak_in_loading_is_found_although_part_a_then_has_it(lm: tuple[Case, Case]) -> None:
    a, b = lm
    figure = b._figures["price-2013"]
    spoiled = dataclasses.replace(a, _figures={**a._figures, figure.id: figure})
    assert leaks(spoiled.figures.to_csv(), spoiled, b)


def test_what_part_a_has_too_is_no_leak(lm: tuple[Case, Case]) -> None:
    a, b = lm
    for text in (
        "The factory costs $6 million.",
        "2,000 cars a year",
        "Igor Miske, para 9",
        "paid-members",
        a.story,
        "in 2012",
        "99,90",
    ):
        assert leaks(text, a, b) == [], text
