"""Local Motors with one more walk, a short one: the same figures in another class."""
# ruff: noqa: E501 - a step is one line

from __future__ import annotations

import shutil
from pathlib import Path

from casekit._paths import cases_dir

NAME, TITLE = "brief", "Local Motors in ten minutes"
# The ids of the first vote and the first bet are those of the first walk, so that only the walk keeps them apart.
WALK = f"""\
title: {TITLE}
steps:
  - {{id: hook, read: case, title: The promise, part: A}}
  - {{id: vote-1, vote: first, title: Would you?, part: A}}
  - {{id: half-built, bet: places-held, title: How many paid?, part: A}}
  - {{id: wait, bet: days-in-line, title: How long?, part: A}}
  - {{id: queue, step_through: line, title: When does the wait begin?, say: What would you promise?, guess: days-in-line, part: A}}
  - {{id: tripwire, write: tripwire, say: I would build when, part: A}}
  - {{id: vote-2, vote: again, part: A}}
  - {{id: later-price, bet: price-then, title: What did it cost then?, part: B}}
  - {{id: ending, reveal: epilogue, title: The end of it, part: B}}
bets:
  - id: places-held
    question: How many people have put down money?
    unit: order
    low: 0
    high: 300
    start: 100
    answer: {{figure: options-jan-2010}}
    after: "[63](fig:options-jan-2010) of them, by one count."
    part: A
  - id: days-in-line
    question: How long does an owner wait when 200 buy in a year?
    unit: day
    low: 0
    high: 100
    start: 10
    answer: {{simulation: line, column: wait_days, at: 200}}
    part: A
  - id: price-then
    question: What did the car cost in the third year?
    unit: USD/vehicle
    low: 0
    high: 200000
    start: 50000
    answer: {{figure: price-2013}}
    after: "[$99,900](fig:price-2013)."
    part: B
"""
STORY = """\
# A promise of ninety-nine dollars

[63](fig:options-jan-2010) people have paid.

## What should you bring to class?

1. How many will buy?
2. How many can be built?
"""
EPILOGUE = """\
# The price rose and rose

It was [$99,900](fig:price-2013) in the end.
"""
NOTE = """\
# In ten minutes: teaching note

## Synopsis

Ten minutes for a short class.

## Board plan

One column.
"""
SIMULATION = """\
  line:
    title: How long does an owner wait in line?
    model: MicroFactory
    by: buyers_a_year
    shows: {wait_days: {label: Days an owner waits, unit: day}}
    headline: "With {by}, an owner waits {wait_days}."
    limits: {enough_weekends: "the weekends are enough for {value}"}
    how: simulate_factory(factory, seed=1)
"""
LEVELS = "buyers_a_year,wait_days,wait_days_low,wait_days_high\n100,2,1,3\n200,14,10,18\n300,,,\n"


def with_walk(home: Path) -> Path:
    """Copy Local Motors into a folder, with the short walk and its simulation; without its other walks."""
    place = home / "local-motors"
    shutil.copytree(cases_dir() / "local-motors", place, ignore=shutil.ignore_patterns("walks"))
    text = (place / "case.yaml").read_text(encoding="utf-8")
    head = "\nsimulations:\n"
    text = text.replace(head, head + SIMULATION) if head in text else text + head + SIMULATION
    files = {
        "case.yaml": text, "simulations/line.csv": LEVELS, f"walks/{NAME}/walk.yaml": WALK,
        f"walks/{NAME}/case.md": STORY, f"walks/{NAME}/epilogue.md": EPILOGUE, f"walks/{NAME}/teaching-note.md": NOTE,
    }  # fmt: skip
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    return place
