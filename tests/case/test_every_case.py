"""What every case of the kit has: enough figures, sources that carry them, a class that bets before it shows."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import casekit as ck
from casekit._paths import cases_dir, data_dir, exercises_dir, notebooks_dir
from casekit.export.handout import to_handout

HOMES = sorted(path.parent for path in cases_dir().glob("*/case.yaml"))


@pytest.fixture(params=HOMES, ids=lambda path: path.name)
def home(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def words(*texts: str) -> set[str]:
    """Every name that stands in some texts."""
    return {word for text in texts for word in re.findall(r"[a-z0-9_-]+", text)}


def texts(*paths: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in paths]


def told(home: Path) -> list[str]:
    """What a case tells: all its texts without the list of its quantities, which names every one of them."""
    written = texts(*(path for path in home.rglob("*.yaml") if path.name != "sources.yaml"), *home.rglob("*.md"))
    written += texts(home / "timeline.csv")
    return [re.sub(r"^quantities:\n(?:[ #].*\n|\n)*", "", text, flags=re.M) for text in written]


def rows(home: Path) -> list[dict[str, str]]:
    with (home / "figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_is_whole(home: Path) -> None:
    for name in ("case.md", "epilogue.md", "teaching-note.md", "timeline.csv", "sources.yaml"):
        assert (home / name).is_file(), name
    bank = {path.name for path in (exercises_dir() / home.name).glob("*.yaml")}
    assert bank >= {"tasks.yaml", "assignment.yaml", "practice.yaml"}
    stems = {re.sub(r"^\d\d-", "", path.stem) for path in notebooks_dir().glob("*.ipynb")}
    assert {home.name, f"{home.name}-part-b", f"{home.name}-exercises"} <= stems


def test_it_has_forty_figures_and_eight_sources_besides_the_article_and_all_are_used(home: Path) -> None:
    case, found = ck.load(home.name, part="B"), rows(home)
    assert len(found) >= 40
    carrying = case.sources.query("figures > 0")
    assert len(carrying) >= 9  # the article, and eight more
    bank = (exercises_dir() / home.name).glob("*.yaml")
    elsewhere = texts(*bank, *notebooks_dir().glob(f"*{home.name}*.ipynb"), data_dir() / "base-rates.csv")
    said = words(*told(home), *elsewhere, *(row["locator"] for row in found if row["kind"] == "derived"))
    used = {row["quantity"] for row in found if row["id"] in said or row["quantity"] in said}
    assert [row["id"] for row in found if row["quantity"] not in used] == []  # a rival stands beside the one in use
    cited, prose = words(*told(home), *texts(*home.rglob("*.csv"))), "".join(texts(*home.rglob("*.md")))
    assert [row.id for row in case.sources.itertuples() if row.id not in cited and row.title not in prose] == []


def test_sources_that_differ_stand_side_by_side(home: Path) -> None:
    case = ck.load(home.name, part="B")
    counts = case.figures.groupby("quantity").size()
    assert (counts > 1).sum() >= 5
    assert any(step.kind == "by_source" for step in case.walk)


def test_it_is_cited_by_author_title_and_paragraph(home: Path) -> None:
    """The article of each case stands in its sources, and its paragraphs in the claims for and against."""
    case = ck.load(home.name, part="B")
    places = [citation.locator for claim in [*case.pros, *case.cons] for citation in claim.sources]
    assert len(places) >= 6 and sum("para" in place for place in places) >= 5


def test_the_class_bets_before_it_shows_and_votes_twice(home: Path) -> None:
    case = ck.load(home.name, part="B")
    placed: set[str] = set()
    for step in case.walk:
        assert not step.guess or step.guess in placed, f"{step.id} repeats a guess that nobody has made yet"
        placed |= {step.what} if step.kind == "bet" else set()
    assert {bet.id for bet in case.bets} == placed
    early = [step for step in case.walk if step.part == "A"]
    assert sum(step.kind == "bet" for step in early) >= 6
    assert sum(step.kind == "bet" for step in case.walk if step.part == "B") >= 2
    assert [step.what for step in early if step.kind == "vote"] == ["first", "again"]
    assert {"write", "pros_cons", "canvas", "explore"} <= {step.kind for step in early}
    assert any(step.kind == "reveal" for step in case.walk if step.part == "B")


def test_its_handout_holds_the_case_and_nothing_of_part_b(home: Path, tmp_path: Path) -> None:
    case, later = ck.load(home.name), ck.load(home.name, part="B")
    text = to_handout(case, tmp_path / "handout.html").read_text(encoding="utf-8")
    assert case.decision.question in text
    first = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", later.epilogue.split("\n\n")[1]).split(".")[0]
    assert len(first) > 20 and first.split(",")[0] not in text
