"""A small case, made anew in a folder of its own for each test, with mistakes put in on request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

CASE = """\
schema: 1
slug: bikes
title: Bike Works
tagline: bicycles drawn by their riders
parts: [A, B]
decision:
  day: 2010-05-26
  who: Ann, founder
  hook: "[63](fig:orders-jan) people have paid [$99](fig:fee) each."
  question: Build the first hall?
  options:
    A: {label: Build it, text: "for [$6 million](fig:hall-miske)"}
    B: {label: Wait}
head:
  - {label: a hall costs, quantity: hall_cost}
  - {label: paid so far, quantity: paid}
segments:
  riders: {label: Riders, color: blue}
  makers: {label: Makers, color: green}
quantities:
  hall_cost: {label: A hall costs, default: hall-miske, help: land and machines}
  paid: {label: Paid so far, default: paid-jan}
canvas:
  key_partners:
    - {id: makers, text: Small makers, segment: makers, figures: [hall-miske], part: A}
  channels:
    - id: website
      text: The website
      segment: riders
      sources:
        - {source: miske, locator: para 3}
      part: A
    - {id: mouth, text: Word of mouth, segment: riders, part: A}
  key_activities: []
  key_resources: []
  value_propositions: []
  customer_relationships: []
  customer_segments: []
  cost_structure: []
  revenue_streams: []
pros:
  - id: cheap
    claim: Design costs little.
    source: miske
    locator: para 5
    part: A
    for:
      - {text: "A fee of [$99](fig:fee).", figures: [fee], part: A}
    against:
      - {text: Staff redraw it., source: globe, part: A}
cons: []
bets:
  - id: orders
    question: How many have paid?
    unit: person
    low: 0
    high: 500
    start: 100
    answer: {figure: orders-jan}
    after: It was [63](fig:orders-jan).
    part: A
models: {}
tables:
  members: {title: Members, unit: member}
"""
SOURCES = """\
miske:
  title: How Bike Works works
  author: Igor Miske
  date: 2010
  url: https://example.org/miske
  trust: B
  part: A
globe: {title: Bikes, publisher: The Globe, date: 2009-02, part: A}
"""
FIGURES = """\
id,quantity,value,low,high,unit,as_of,kind,source,locator,part,note
hall-miske,hall_cost,6000000,,,USD,2010-05,reported,miske,para 9,A,
hall-globe,hall_cost,5000000,,,USD,2009-02,company-claim,globe,box,A,"About, said the founder
on two lines"
orders-jan,orders,63,,,person,2010-01,reported,miske;globe,para 2; page 1,A,
fee,fee,99,,,USD/person,,reported,miske,para 2,A,
paid-jan,paid,6237,,,USD,,derived,,[orders-jan] * [fee],A,
places,places,24,12,40,vehicle,,assumption,,,A,Two rows of twelve.
"""
TIMELINE = """\
date,event,kind,figures,source,locator,part
2008-03-25,The site opens,launch,,miske,para 1,A
2010-01,"[63](fig:orders-jan) have paid",money,orders-jan,miske,para 2,A
"""
MEMBERS = """\
date,members,source,locator,part
2009,3000,globe,box,A
2010,4000,miske,para 7,A
"""


class Folder:
    """A case folder that a test can change before reading it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        for name, text in {
            "case.yaml": CASE, "sources.yaml": SOURCES, "figures.csv": FIGURES, "timeline.csv": TIMELINE,
            "tables/members.csv": MEMBERS,
        }.items():  # fmt: skip
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text, encoding="utf-8", newline="")

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "bikes")


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str], Folder]:
    return lambda name: Folder(tmp_path / name / "bikes")
