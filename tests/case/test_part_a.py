# ruff: noqa: E501
"""What came after the day of the decision is absent from part A: planted everywhere, found nowhere."""

from __future__ import annotations

import io
import pickle
import re
import tempfile
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from casekit._paths import cases_dir
from casekit.case import Case, check_case, read_case

CASE = """\
schema: 1
slug: bikes
title: Bike Works
parts: [A, B]
decision:
  day: 2010-05-26
  who: Ann
  hook: Would you?
  question: Build it?
  options:
    A: {{label: Build}}
    B: {{label: Wait}}
    C: {{label: {0}, text: {1}, part: B}}
head:
  - {{label: a hall costs, quantity: hall_cost}}
  - {{label: {2}, quantity: built}}
segments:
  riders: {{label: Riders, color: blue}}
  later: {{label: {3}, color: green}}
quantities:
  hall_cost: {{label: A hall costs, default: hall}}
  built: {{label: {4}, default: built-2012, help: {5}}}
canvas:
  channels:
    - {{id: web, text: Website, segment: riders, figures: [hall], part: A}}
    - {{id: {6}, text: {7}, segment: later, figures: [built-2012], sources: [{{source: obituary, locator: {8}}}], part: B}}
  key_partners: []
  key_activities: []
  key_resources: []
  value_propositions: []
  customer_relationships: []
  customer_segments: []
  cost_structure: []
  revenue_streams: []
pros:
  - id: cheap
    claim: It costs little.
    source: obituary
    locator: {9}
    part: A
    for:
      - {{text: {10}, figures: [built-2012], source: obituary, locator: {11}, part: B}}
    against:
      - {{text: So it is., source: press, part: A}}
  - {{id: {12}, claim: {13}, part: B, for: [{{text: {14}, part: A}}]}}
cons:
  - {{id: dear, claim: It costs much., part: A, against: [{{text: {15}, part: B}}]}}
bets:
  - {{id: {16}, question: {17}, unit: vehicle, low: 0, high: 99, start: 5, answer: {{figure: built-2012}}, after: {18}, part: B}}
models:
  {19}: {{cars: built}}
  MicroFactory: {{factory_cost: hall_cost, {20}: built}}
tables:
  built: {{title: {21}, note: {22}}}
  members: {{title: Members}}
simulations:
  late:
    title: {23}
    model: MicroFactory
    by: buyers_a_year
    shows: {{wait_days: {{label: {24}, unit: day}}}}
    headline: "{25} {{by}}"
    limits: {{enough_places: "{26}"}}
    how: {27}
    note: {28}
    part: B
"""
WALK = """\
title: The fee
tagline: what a promise costs
steps:
  - {{id: early, read: case, part: A}}
  - {{id: {0}, bet: {1}, title: {2}, text: {3}, say: {4}, part: B}}
  - {{id: {5}, step_through: late, part: B}}
bets:
  - {{id: {1}, question: {6}, unit: day, low: 0, high: 99, start: 5, answer: {{simulation: late, column: wait_days, at: 7770003}}, after: {7}, part: B}}
"""
LEVELS = "buyers_a_year,wait_days\n1,2\n7770003,7\n"
SOURCES = """\
press: {{title: Press, part: A}}
obituary: {{title: {0}, author: {1}, publisher: {2}, url: "https://example.org/{3}", seen: {4}, short: {5}, part: B}}
unread: {{title: {6}, part: B}}
"""
FIGURES = """\
id,quantity,value,low,high,unit,as_of,kind,source,locator,part,note
hall,hall_cost,6000000,,,USD,,reported,obituary,{0},A,
hall-later,hall_cost,7770001,,,USD,,reported,obituary,page 2,B,{1}
built-2012,built,61,,,vehicle,2012,reported,obituary,page 3,B,{2}
"""
TIMELINE = """\
date,event,kind,figures,source,locator,part
2008,The site opens,launch,,obituary,{0},A
2012,{1},{2},built-2012,obituary,page 3,B
"""
BUILT = "date,cars,source,locator,part\n2012,61,obituary,{0},B\n"
MEMBERS = "date,members,{0},source,locator,part\n2009,3000,,obituary,{1},A\n2012,7770002,{2},obituary,{3},B\n"
COUNTS = {
    "case.yaml": 29,
    "sources.yaml": 7,
    "figures.csv": 3,
    "timeline.csv": 3,
    "tables/built.csv": 1,
    "tables/members.csv": 4,
    "walks/fee/walk.yaml": 8,
    "simulations/late.csv": 0,
}
TEXTS = {"case.yaml": CASE, "sources.yaml": SOURCES, "figures.csv": FIGURES, "timeline.csv": TIMELINE,
         "tables/built.csv": BUILT, "tables/members.csv": MEMBERS, "walks/fee/walk.yaml": WALK,
         "simulations/late.csv": LEVELS}  # fmt: skip


def build(folder: Path, secret: str) -> list[str]:
    """Write the case with one secret word, numbered, in each place; return the words."""
    words, place = [], 0
    for home in ("tables", "simulations", "walks/fee"):
        (folder / home).mkdir(parents=True)
    for name, text in TEXTS.items():
        own = [f"{secret}{place + n}z" for n in range(COUNTS[name])]
        place += len(own)
        words += own
        (folder / name).write_text(text.format(*own), encoding="utf-8")
    for name in ("epilogue.md", "walks/fee/epilogue.md", "teaching-note.md", "walks/fee/teaching-note.md"):
        words.append(f"{secret}{place}z")
        (folder / name).write_text(f"# {words[-1]}\n", encoding="utf-8")
        place += 1
    return words


def everything(case: Case) -> str:
    """All text that can be reached from a case, by whatever road."""
    screen = Console(file=io.StringIO(), width=200)
    drawn = [case, case.canvas, case.pros, case.cons, *case._figures.values(), *case._sources.values()]
    for each in drawn:
        if hasattr(each, "__rich__"):
            screen.print(each)
    frames = [case.figures, case.timeline, case.sources, *case.tables.values()]
    frames += [simulation.table for simulation in case.simulations.values()]
    texts = [screen.file.getvalue(), repr(pickle.dumps(case)), *(frame.to_csv() + str(frame.attrs) for frame in frames)]
    texts += [each._repr_html_() + str(each) + repr(each) for each in drawn]
    texts += [" ".join(case.tables), " ".join(case.models)]
    _walk(case, texts, set())
    return "\n".join(texts)


def _walk(thing: object, texts: list[str], seen: set[int]) -> None:
    if id(thing) in seen or isinstance(thing, type | ModuleType | pd.DataFrame) or callable(thing):
        return
    seen.add(id(thing))
    if isinstance(thing, str | int | float | Path):
        texts.append(str(thing))
    elif isinstance(thing, dict):
        for key, value in thing.items():
            _walk(key, texts, seen)
            _walk(value, texts, seen)
    elif isinstance(thing, tuple | list | set):
        for value in thing:
            _walk(value, texts, seen)
    elif hasattr(thing, "__dict__"):
        for value in vars(thing).values():
            _walk(value, texts, seen)
        for name in dir(type(thing)):
            if isinstance(getattr(type(thing), name, None), property):
                _walk(getattr(thing, name), texts, seen)


@settings(max_examples=10, deadline=None)
@given(st.from_regex(r"[a-y]{6,9}", fullmatch=True))
def test_part_a_holds_nothing_of_part_b(secret):
    secret = f"q{secret}"
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "bikes")
        words = build(folder, secret)
        assert check_case(folder) == []
        part_b = "".join(everything(read_case(folder, "B", walk)) for walk in ("", "fee"))
        assert [word for word in words[:-2] if word not in part_b] == []  # a note is in no case
        part_a = "".join(everything(read_case(folder, walk=walk)) for walk in ("", "fee"))
        assert secret not in part_a
        assert "what a promise costs" in part_a
        for trace in ("obituary", "7770001", "7770002", "7770003", "built-2012", "hall-later"):
            assert trace in part_b
            assert trace not in part_a


def test_a_later_source_keeps_a_number_and_nothing_else(tmp_path):
    build(tmp_path / "bikes", "secret")
    case = read_case(tmp_path / "bikes")
    hall = case.figure("hall")
    assert [source.id for source in hall.sources] == ["later-1"]
    assert hall.sources[0].cite == "a later source, named in part B"
    assert (hall.where, hall.locator) == ("a later source", "")
    assert list(case.figures["source"]) == ["later-1"]
    assert list(case.sources["id"]) == ["press", "later-1"]
    assert list(case.tables) == ["members"]
    assert list(case.segments) == ["riders"]
    assert case.quantities_of("MicroFactory") == {"factory_cost": "hall_cost"}
    assert [tile.label for tile in case.head] == ["a hall costs"]


def test_part_b_shows_both(tmp_path):
    build(tmp_path / "bikes", "secret")
    case = read_case(tmp_path / "bikes", "B")
    assert [figure.id for figure in case.rivals("hall_cost")] == ["hall", "hall-later"]
    assert {note.part for note in case.canvas} == {"A", "B"}
    assert case.epilogue.startswith("# secret")


@pytest.mark.parametrize("path", sorted(p.parent for p in cases_dir().glob("*/case.yaml")), ids=lambda p: p.name)
def test_the_kit_s_own_cases_keep_part_b_out_of_part_a(path):
    late, early = read_case(path, "B"), read_case(path, "A")
    text = everything(early)
    figures, sources = late.figures.query("part == 'B'"), late.sources.query("part == 'B'")
    notes = [note.text for note in late.canvas if note.part == "B"]
    events = list(late.timeline.query("part == 'B'")["event"])
    titles = [title for title in sources["title"] if len(title.split()) > 3]  # "Local Motors" may stand anywhere
    words = [*figures["id"], *figures["note"], *sources["id"], *titles, *sources["url"], *notes, *events]
    assert words
    assert [word for word in words if word and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)] == []
