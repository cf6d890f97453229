"""The page of every class of the kit, walked to its end with part B, offline; its explorers say what Python says."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import casekit as ck
from casekit.case import Case
from casekit.engine import Model, change, horizon_of, outputs_of
from casekit.export.page import to_page
from casekit.models import model_named

from .test_page_walk import answer_by_mouse, fits, go, name, opening, place_bets, section

WORD = "afterwards"
# The first class of Local Motors has its own test, to the last key press.
CLASSES = [
    (row.slug, walk)
    for row in ck.cases().itertuples()
    for walk in ["", *filter(None, row.walks.split(", "))]
    if (row.slug, walk) != ("local-motors", "")
]


@pytest.fixture(params=CLASSES, ids=lambda each: "-".join(filter(None, each)), scope="module")
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Path]:
    slug, walk = request.param
    path = to_page(ck.load(slug, walk=walk), tmp_path_factory.mktemp("page") / "page.html", word=WORD)
    return ck.load(slug, part="B", walk=walk), path


@pytest.fixture
def walk(chromium: Any, told: tuple[Case, Path]) -> Iterator[Callable[..., Any]]:
    with opening(chromium, told[1]) as open_it:
        yield open_it


def open_part_b(page: Any, case: Case) -> None:
    first = next(step.id for step in case.walk if step.part == "B")
    assert not page.locator(f'[data-step="{first}"]').count()
    go(page, "@save").get_by_label("The word").fill(WORD)
    section(page).get_by_label("The word").press("Enter")
    page.wait_for_selector(f'[data-step="{first}"]:not([hidden])')


@pytest.mark.parametrize(("width", "scheme"), [(960, "light"), (360, "dark")])
def test_a_class_is_walked_to_its_end(told: tuple[Case, Path], walk: Any, width: int, scheme: str) -> None:
    case, page = told[0], walk(width, scheme)
    seen = []
    for step in case.walk:
        if step.part == "B" and "@b" not in seen:
            open_part_b(page, case)
            seen.append("@b")
        go(page, step.id)
        answer_by_mouse(page)
        fits(page, width)
        here = section(page)
        assert here.locator("h1, h2").first.inner_text().strip()
        assert "not available" not in here.inner_text() and "NaN" not in here.inner_text(), step.id
        assert "bet that you have not placed yet" not in here.inner_text(), f"{step.id} comes before its bet"
        seen.append(name(page))
    assert [each for each in seen if each != "@b"] == [step.id for step in case.walk]


def test_explorers_say_what_python_says(told: tuple[Case, Path], walk: Any) -> None:
    case, page = told[0], walk()
    data = {step["id"]: step for step in json.loads(page.locator("#walk-data").text_content())["steps"]}
    place_bets(page, *(step.id for step in case.walk if step.kind == "bet" and step.part == "A"))
    explored = [step for step in case.walk if step.kind == "explore" and step.part == "A"]
    assert explored
    dice = random.Random(12)
    for step in explored:
        go(page, step.id).locator(".ck-canvas svg").first.wait_for()
        inputs = data[step.id]["explorer"]["inputs"]
        kind = model_named(step.model)
        rows = [_drawn(dice, kind, inputs) for _ in range(5)]
        said = page.evaluate(
            """async ([step, rows]) => {
              const { explorer } = document.querySelector(`[data-step="${step}"] .walk-body`);
              const all = [];
              for (const row of rows) {
                explorer.set(row);
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                all.push(explorer.outputs());
              }
              return all; }""",
            [step.id, rows],
        )
        for row, theirs in zip(rows, said, strict=True):
            model = change(change(kind.from_case(case), **_values(case, step.set)), **row)
            for output in outputs_of(kind):
                ours = model._value(output)
                if output not in theirs or np.ndim(ours) or isinstance(ours, str):
                    continue  # series and names are held by test_same_numbers.py
                if math.isnan(ours):
                    assert theirs[output] is None or math.isnan(theirs[output])
                else:
                    assert theirs[output] == pytest.approx(float(ours), rel=1e-7, abs=1e-6), (step.id, output)


def _drawn(dice: random.Random, kind: type[Model], inputs: list[dict[str, Any]]) -> dict[str, float]:
    """A place for each slider, as far as a part may go; the horizon stays, since its steps are whole."""
    row = {each["name"]: dice.uniform(*each["slider"]) for each in inputs if each["name"] != horizon_of(kind)}
    return row | {part: min(row[part], row[whole]) for part, whole in kind.part_of if part in row and whole in row}


def _values(case: Case, asked: Any) -> dict[str, Any]:
    return {key: case.figure(each) if isinstance(each, str) else each for key, each in asked.items()}
