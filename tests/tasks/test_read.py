"""A bank and an assignment as somebody who does not program writes them: each mistake has its line and its mend."""
# ruff: noqa: E501 - a row says what is changed and what is said, on one line

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit._paths import exercises_dir
from casekit.tasks.bank import SLIPS
from casekit.tasks.read import (
    _known,
    _tried,
    assignments,
    check_exercises,
    checked,
    find_assignment,
    read_assignment,
    read_bank,
)

TASKS = """\
schema: 1
case: local-motors
model: MicroFactory
tasks:
  - id: cars-in-build
    title: Cars in the hall
    points: 2
    minutes: 4
    question: One factory builds {cars_a_year} cars a year, each in {build_time}. How many stand half-built?
    answer: cars_in_build
    unit: vehicle
    within: 2%
    draw: {cars_a_year: {from: 500, to: 2000, step: 100}, build_time: {from: 7, to: 21, step: 1}}
    hint: Picture one day. The plan says [2,000](fig:claimed-capacity).
    see: What would a factory be?
    mistakes:
      - formula: cars_a_year * build_time
        slip: clocks
        hint: Put both on one clock.
        see: fig:build-time-miske
      - {formula: answer * 12, slip: You counted months., part: B}
  - id: paid
    points: 1
    question: Each of {reserved} people pays the fee. How much is paid?
    inputs: {reserved: {unit: order, label: Places reserved}, fee: reservation-fee}
    draw: {reserved: {from: 20, to: 80, step: 5}}
    answer: reserved * fee + [options-jan-2010] * 0
    unit: USD
  - id: whom
    kind: choose
    points: 2
    question: Whom do you believe?
    options:
      - {text: Both, right: yes}
      - {text: Miske alone, slip: wrong-source, why: He names no source.}
      - {text: The epilogue, part: B}
    because:
      options: [{text: "He counts, and says how", right: yes}, He is right]
  - id: order
    kind: order
    points: 1
    question: Best first.
    items: [The first, {text: As good, same: yes}, The last]
  - id: strike
    kind: strike
    points: 2
    question: Strike.
    sentences: [It is so., {text: So all is., strike: yes}]
  - id: sort
    kind: sort
    points: 1
    question: Sort.
    bins: [said, paid]
    items: [{text: A promise, bin: said}, {text: The fee, bin: [paid]}]
  - id: canvas
    kind: canvas
    points: 1
    question: Place.
    items: [{text: A blog, bin: channels}]
  - id: sketch
    kind: sketch
    points: 1
    question: Draw the cars in the hall.
    answer: cars_in_build
    unit: vehicle
    along: {input: build_time, at: [7, 14, 21]}
    height: {from: 0, to: 250}
  - id: formula
    kind: formula
    points: 1
    question: Which price pays for all?
    names: [variable_cost, wage, staff, buyers_a_year]
    answer: variable_cost + staff * wage / buyers_a_year
    unit: USD/vehicle
    mistakes: [{formula: staff * wage / buyers_a_year, slip: left-out}]
  - id: function
    kind: function
    points: 1
    function: left_over
    question: What is left of a price?
    names: [price, variable_cost]
    answer: contribution
    unit: USD/vehicle
  - id: bet
    kind: bet
    points: 2
    question: For how many days?
    answer: {figure: options-in-days}
    unit: day
    low: 0
    high: 365
    missed:
      options: [{text: Less, when: below}, {text: More, when: above}, {text: Well, when: near}, Nothing]
  - id: wait
    points: 1
    question: How long is the wait at 300?
    answer: {simulation: waiting, column: wait_days, at: 300}
    unit: day
    chart: {table: reservations, x: date, y: value, title: Places, alt: Five dots}
  - id: essay
    kind: essay
    points: 2
    question: Write your tripwire.
    rubric: [{criterion: A number, points: 1, yes: forty}, {criterion: A date, points: 1}]
  - id: later
    part: B
    model: DevelopmentBreakEven
    points: 1
    question: It took {left_out} more. How many cars?
    answer: cars_for_all
    unit: vehicle
    draw: {left_out: {from: 8000000, to: 36000000, step: 1000000}}
    see: fig:break-even-2014
"""
ASSIGNMENT = """\
schema: 1
title: Before the vote
about: Five tasks.
part: A
opens: 2027-02-01
due: 2027-02-08 23:59
minutes: 30
tasks:
  - cars-in-build
  - {task: whom, points: 3}
  - strike
  - bet
  - essay
  - {task: formula, practice: yes}
"""

# What is changed in tasks.yaml: old, new; then what is said, line included.
WRONG = [
    ("schema: 1\n", "", 'tasks.yaml, line 1: The line "schema: 1" is missing.'),
    ("schema: 1", "schema: 2", "line 1: The schema is 2; this casekit reads 1. Update casekit"),
    ("case: local-motors", "case: local-motor", 'line 2: There is no case "local-motor". Did you mean "local-motors"?'),
    ("case: local-motors", "case: ./nowhere", "line 2: There is no folder"),
    ("model: MicroFactory", "model: MicroFactor", 'The kit has no model "MicroFactor". Did you mean "MicroFactory"?'),
    ("model: MicroFactory", "models: MicroFactory", 'line 3: There is no key "models" here. Did you mean "model"?'),
    # what a task has
    ("    hint: Picture", "    hnt: Picture", 'line 14: There is no key "hnt" here. Did you mean "hint"?'),
    ("kind: choose", "kind: chose", 'line 30: There is no kind of task "chose". Did you mean "choose"?'),
    ("    kind: choose\n", "", "line 29: It is not said what kind of task this is. Write kind: choose."),
    ("kind: strike", "kind: order", '"sentences" belongs to tasks of the kind strike, and this one is order.'),
    ("id: paid", "id: cars-in-build", 'The id "cars-in-build" is used twice.'),
    ("id: paid", "id: Paid so far", '"Paid so far" cannot be an id.'),
    ("    points: 2\n    minutes", "    minutes", 'line 5: "points" is missing here. Add a line "points: ...".'),
    ("points: 2\n    minutes", "points: 0\n    minutes", 'line 7: "0" is too little. Write a number above 0.'),
    ("points: 2\n    minutes", "points: two\n    minutes", 'line 7: "two" is not a number.'),
    ("points: 2\n    minutes", "points: 2 points\n    minutes", 'line 7: "2 points" is not a number. Write 2.'),
    ("question: Whom do", "question: Whom: do", 'line 32: There is a ": " inside a text. Put the whole text in quotes.'),
    ("    question: Sort.\n", "", '"question" is missing here.'),
    # braces and draws
    ("{cars_a_year} cars", "{cars_per_year} cars", 'line 9: Nothing fills {cars_per_year} in this task. Did you mean "cars_a_year"?'),
    ("{cars_a_year} cars", "{cars_a_year cars", "line 9: A brace has no twin in this task."),
    ("{cars_a_year} cars", "{cars_in_build} cars", "{cars_in_build} is what MicroFactory works out; students are given inputs."),
    ("Picture one day", "Picture {build_time}", "line 14: {build_time} is filled in the question only; this is the same for everybody."),
    ("cars_a_year: {from: 500, to: 2000, step: 100}, ", "", "line 9: cars_a_year is in braces, so each student gets a number of their own, and its figure (2,000 cars a year) has no low and high. Write here: draw: {cars_a_year: {from: 1500, to: 2500, step: 50}}"),
    ("    draw: {reserved: {from: 20, to: 80, step: 5}}\n", "", "Write here: draw: {reserved: {from: 5, to: 20, step: 1}}"),
    ("{build_time}. How", "14 days. How", 'line 13: The question has no {build_time}, so it is not drawn.'),
    ("from: 7, to: 21, step: 1", "from: 7, to: 21, step: 4", "line 13: From 7 in steps of 4 nobody gets to 21. Write to: 19, or another step."),
    ("from: 7, to: 21, step: 1", "from: 7, to: 21, step: 40", "From 7 in steps of 40 nobody gets to 21. Write a smaller step."),
    ("from: 7, to: 21, step: 1", "from: 21, to: 7, step: 1", "It is drawn from 21 to 7. Write the smaller number under from."),
    ("from: 7, to: 21, step: 1", "from: 7, to: 21, step: 0", 'line 13: "0" is too little.'),
    ("from: 7, to: 21, step: 1", "from: 7, to: 21, step: 1e-9", "Take a larger step."),
    ("from: 7, to: 21, step: 1", "from: 7 days, to: 21, step: 1", 'line 13: "7 days" is not a number. Write 7.'),
    ("from: 7, to: 21, step: 1", "from: 7, till: 21, step: 1", 'There is no key "till" here.'),
    ("{from: 7, to: 21, step: 1}", "7-21", 'line 13: "7-21" does not say what is drawn. Write it as {from: 7, to: 21, step: 1}.'),
    # inputs of its own
    ("fee: reservation-fee", "fee: reservations-fee", 'There is no figure "reservations-fee". Did you mean "reservation-fee"?'),
    ("fee: reservation-fee", "price: reservation-fee", "MicroFactory has price already."),
    ("fee: reservation-fee", "a-fee: reservation-fee", '"a-fee" cannot be a name in a formula.'),
    ("unit: order, label", "unit: orders, label", 'The unit "orders" is not known. Did you mean "order"?'),
    ("{unit: order, label: Places reserved}", "{label: Places reserved}", '"reserved" is either a figure of the case or a unit alone.'),
    ("Each of {reserved} people", "Each of them", '"reserved" is a unit alone, and nobody is given its number. Write {reserved} where the question gives it'),
    # formulas, units, tolerance
    ("answer: cars_in_build\n    unit: vehicle\n    within", "answer: cars_in_bild\n    unit: vehicle\n    within", 'line 10: "cars_in_bild" is no input and no output of MicroFactory. Did you mean "cars_in_build"?'),
    ("answer: cars_in_build\n    unit: vehicle\n    within", "answer: cars_in_build *\n    unit: vehicle\n    within", 'line 10: The formula "cars_in_build *" cannot be read.'),
    ("answer: cars_in_build\n    unit: vehicle\n    within", "answer: open('x')\n    unit: vehicle\n    within", "line 10: The formula"),
    ("answer: cars_in_build\n    unit: vehicle\n    within", "answer: runs_out_first\n    unit: vehicle\n    within", "runs_out_first of MicroFactory is a name, not a number."),
    ("answer: cars_in_build\n    unit: vehicle\n    within", "answer: last(cars_in_build)\n    unit: vehicle\n    within", "last() is for a course over time"),
    ("answer: cars_in_build\n    unit: vehicle\n    within", "answer: {figure: built, at: 3}\n    unit: vehicle\n    within", "line 10: An answer is a formula, or {figure: its-id}, or {simulation"),
    ("unit: vehicle\n    within", "unit: person\n    within", 'line 11: The answer is asked for in "person", and cars_in_build is in "vehicle". Write unit: vehicle.'),
    ("    unit: vehicle\n    within", "    within", 'line 10: The answer has no unit here, and cars_in_build is in "vehicle".'),
    ("unit: vehicle\n    within", "unit: vehicel\n    within", 'line 11: The unit "vehicel" is not known. Did you mean "vehicle"?'),
    ("within: 2%", "within: roughly", 'line 12: "roughly" does not say how far an answer may be off. Write a percentage, such as 1%'),
    ("within: 2%", "within: 200%", "does not say how far"),
    ("[options-jan-2010]", "options-jan-2010", "Write a figure in square brackets: [options-jan-2010]."),
    ("[options-jan-2010]", "[options-jan-2011]", 'There is no figure "options-jan-2011". Did you mean "options-jan-2010"?'),
    ("[options-jan-2010]", "[break-even-2014]", 'The figure "break-even-2014" is part B, and this is part A.'),
    ("(fig:claimed-capacity)", "(fig:break-even-2014)", "line 14: The figure"),
    ("[2,000](fig:claimed-capacity)", "[3,000](fig:claimed-capacity)", '"3,000" does not agree with the figure "claimed-capacity", 2,000.'),
    ("[2,000](fig:claimed-capacity)", "[2,000](fig:claimed capacity)", "A link to a figure is not whole."),
    # mistakes and what is read again
    ("formula: cars_a_year * build_time", "formula: cars_a_year * build_time / 365", 'line 17: The mistake "cars_a_year * build_time / 365" leads to the right answer, whatever is drawn.'),
    ("formula: cars_a_year * build_time", "formula: log(0 - build_time)", "leads to no number, whatever is drawn"),
    ("formula: cars_a_year * build_time", "formula: cars_a_yaer * build_time", 'line 17: "cars_a_yaer" is no input'),
    ("{formula: staff * wage / buyers_a_year", "{formula: staff / buyers_a_year * wage + variable_cost", "leads to the right answer, whatever is drawn"),
    ("slip: clocks", "slip: clock", 'line 18: There is no slip "clock". Did you mean "clocks"?'),
    ("see: What would a factory be?", "see: What could a factory be?", 'line 15: The text of the case has no heading "What could a factory be?". Did you mean "What would a factory be?"?'),
    ("see: What would a factory be?", "see: Exhibit 3", "Did you mean \"Exhibit 3: Who says what about “2,000”, the factories and their cost?\"?"),
    ("see: fig:build-time-miske", "see: fig:build-time", 'There is no figure "build-time"'),
    # kinds
    ("{text: Both, right: yes}", "Both", "line 33: No option is right. Write right: yes under one."),
    ("{text: The epilogue, part: B}", "{text: The epilogue, part: B, right: perhaps}", '"right" is "perhaps". Write true or false.'),
    ("      - {text: Both, right: yes}\n", "      - {text: Both, right: yes, part: B}\n", "In part A, without what came later: There are fewer than two options to choose from."),
    ("{text: \"He counts, and says how\", right: yes}, He is right", "{text: He counts, right: yes}, {text: He is right, right: yes}", "Every option is right"),
    ("{text: Both, right: yes}", "{text: Both, right: yes}\n      - Both", 'The text "Both" is there twice.'),
    ("      - {text: Both, right: yes}", "      - Both of them: Miske and Carsales", '"Both of them" looks like a text with a colon in it. Put the whole text in quotes.'),
    ("items: [The first, {text: As good, same: yes}, The last]", "items: [The first, The last]", "There are fewer than three things to put in order."),
    ("items: [The first, {text: As good, same: yes}, The last]", "items: [{text: The first, same: yes}, As good, The last]", "The first item is as good as the one above it"),
    ("The last]", "{text: The last, same: yes}]", "All items are as good as each other"),
    ("{text: So all is., strike: yes}", "So all is.", "No sentence is to be struck."),
    ("[It is so., ", "[{text: It is so., strike: yes}, ", "Every sentence is to be struck."),
    ("{text: A promise, bin: said}", "A promise", 'line 54: It is not said where "A promise" belongs. Write {text: ..., bin: ...}.'),
    ("bin: said}", "bin: sayd}", 'There is no bin "sayd". Did you mean "said"?'),
    ("bin: said}", "bin: [said, paid]}", "It belongs everywhere or nowhere"),
    ("bins: [said, paid]", "bins: [Not said, paid]", '"Not said" cannot be an id.'),
    ("bin: channels", "bin: channel", 'There is no bin "channel". Did you mean "channels"?'),
    ("    items: [{text: A blog", "    bins: [channels, partners]\n    items: [{text: A blog", 'The canvas has no block "partners".'),
    ("at: [7, 14, 21]", "at: [7, 21, 14]", "The places of a line rise from left to right."),
    ("at: [7, 14, 21]", "at: [7, 14]", "The line has 2 places"),
    ("along: {input: build_time", "along: {input: buildtime", 'There is no input "buildtime". Did you mean "build_time"?'),
    ("question: Draw the", "question: In {build_time} draw the", "The line runs along build_time, so the question cannot give one number for it."),
    ("height: {from: 0, to: 250}", "height: {from: 0, to: 100}", "The right answer is 38.4 cars to 115 cars, and the height goes from 0 cars to 100 cars. Make it wider."),
    ("names: [variable_cost, wage, staff, buyers_a_year]", "names: [variable_cost, wage, staff]", "The answer hangs on buyers_a_year as well."),
    ("names: [variable_cost, wage, staff, buyers_a_year]", "names: [variable_cost, wage, stuff, buyers_a_year]", '"stuff" is no input, and a formula is written in inputs. Did you mean "staff"?'),
    ("names: [price, variable_cost]", "names: [price]", "The answer hangs on variable_cost as well."),
    ("function: left_over", "function: left over", '"left over" cannot be a name in a formula.'),
    ("{text: Less, when: below}", "{text: Less}", "No option says what a bet missed that was below (too low). Write one with when: below."),
    ("{text: Less, when: below}", "{text: Less, when: under}", '"when" cannot be "under".'),
    ("high: 365", "high: 10", "The right answer is 11.5 days, and the bet goes from 0 days to 10 days."),
    ("high: 365", "high: 365\n    log: yes", "needs a low above 0"),
    ("high: 365", "high: 365\n    near: 25", '"25" is no percentage. Write it as 25%.'),
    ("figure: options-in-days", "figure: options-in-day", 'There is no figure "options-in-day".'),
    ("simulation: waiting", "simulation: waitings", 'There is no simulation "waitings". Did you mean "waiting"?'),
    ("column: wait_days", "column: wait_hours", 'shows no column "wait_hours". Did you mean "wait_days"?'),
    ("at: 300", "at: 301", "was not run at 301"),
    ("table: reservations", "table: reservation", 'The case has no table "reservation". Did you mean "reservations"?'),
    ("y: value", "y: values", 'The table "reservations" has no column "values". Did you mean "value"?'),
    ("{table: reservations, x: date, y: value,", "{by: build_tim, output: cars, from: 1, to: 9,", 'MicroFactory has no input "build_tim". Did you mean "build_time"?'),
    ("{table: reservations, x: date, y: value,", "{", "A chart is drawn of {by, output, from, to}, or of {table, x, y}."),
    ("criterion: A number, points: 1", "criterion: A number, points: 2", "The rubric has 3 points and the task 2."),
    ("kind: essay", "kind: essay\n    words: 300", "An essay has a whole number of words, 120 at the most."),
    # parts
    ("    part: B\n    model: Dev", "    model: Dev", "fills the model DevelopmentBreakEven in part B only. Make this part B."),
    ("part: B\n    model: Dev", "part: C\n    model: Dev", '"part" cannot be "C". Known: A, B.'),
]  # fmt: skip

# What is changed in assignment.yaml.
WRONG_PLAN = [
    ("title: Before", "titles: Before", 'assignment.yaml, line 2: There is no key "titles" here. Did you mean "title"?'),
    ("- strike", "- strik", 'assignment.yaml, line 11: The bank has no task "strik". Did you mean "strike"?'),
    ("- strike", "- bet", 'line 12: The task "bet" is there twice. Ask it once.'),
    ("- strike", "- later", 'line 11: The task "later" is part B, and this assignment is part A.'),
    ("points: 3", "points: -1", 'line 10: "-1" is too little.'),
    ("- essay", "- {task: essay, points: 5}", "line 13: The rubric of this essay has 2 points."),
    ("due: 2027-02-08 23:59", "due: 2027-01-08", "line 6: It is due (2027-01-08) before it opens (2027-02-01)."),
    ("due: 2027-02-08 23:59", "due: 08.02.2027", 'line 6: "08.02.2027" is not a date of the kit. Write 2027-'),
    ("due: 2027-02-08 23:59", "due: 2027-02-30", "line 6: \"2027-02-30\" is not in the calendar."),
    ("due: 2027-02-08 23:59", "due: 2027-02-08 24:30", '"24:30" is no time of day. Write it as 23:59, such as 2027-02-08 23:59.'),
    ("due: 2027-02-08 23:59", "due: 2027-02", '"2027-02" names no day.'),
    ("part: A", "part: a", '"part" cannot be "a". Did you mean "A"?'),
    ("about: Five", "bank: nowhere\nabout: Five", 'line 3: There is no bank of tasks "nowhere".'),
    ("about: Five", "bank: ../nowhere\nabout: Five", "There is no folder"),
    ("  - strike\n  - bet\n", "  - paid\n  - wait\n  - sketch\n  - function\n", "line 8: Of 11 points that count, 5 rest on judgement; 5.5 are needed"),
    ("tasks:\n", "practice: perhaps\ntasks:\n", '"practice" is "perhaps". Write true or false.'),
]  # fmt: skip

WARNED = [
    ("minutes: 30", "minutes: 20", "assignment.yaml, line 7: Its tasks take 24 minutes, and it says 20."),
    ("  - strike\n  - bet\n  - essay\n  - {task: formula, practice: yes}\n", "  - strike\n", "It has 3 tasks; one that counts has 5 to 7."),
    ("  - {task: whom, points: 3}\n  - strike\n  - bet\n", "  - sort\n", "Of 3 points for judgement only 1 are marked by machine"),
    ("  - strike\n", "  - strike\n  - wait\n", 'Everybody has the same numbers in "wait", so answers can be passed on.'),
]  # fmt: skip


class Folder:
    """A folder of exercises that a test can change before reading it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.write("tasks.yaml", TASKS)
        self.write("assignment.yaml", ASSIGNMENT)

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8", newline="")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def said(self, level: str = "error") -> list[str]:
        return [str(problem) for problem in check_exercises(self.path) if problem.level == level]


@pytest.fixture(scope="session")
def cases() -> Callable[[str | Path], _known.Known]:
    """The kit's case, read once for all tests of this file."""
    return functools.cache(_known.open_case)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cases: Callable[[str | Path], _known.Known]) -> Folder:
    monkeypatch.setattr(_known, "open_case", cases)
    monkeypatch.setattr(_tried, "DRAWS", 3)
    return Folder(tmp_path / "before-the-vote")


def test_a_sound_bank_of_every_kind_has_nothing_wrong(folder: Folder) -> None:
    assert folder.said() == []
    assert folder.said("warning") == []


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG)
def test_a_mistake_in_tasks_yaml(folder: Folder, old: str, new: str, sentence: str) -> None:
    folder.replace("tasks.yaml", old, new)
    found = folder.said()
    assert any(sentence in each for each in found), found
    assert len([each for each in found if each.startswith("tasks.yaml, line")]) <= 2, "it is said once"
    with pytest.raises(KitError) as caught:
        read_bank(folder.path)
    assert "tasks.yaml" in str(caught.value) or "part B" in str(caught.value)


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG_PLAN)
def test_a_mistake_in_an_assignment(folder: Folder, old: str, new: str, sentence: str) -> None:
    folder.replace("assignment.yaml", old, new)
    found = folder.said()
    assert any(sentence in each for each in found), found
    assert all(each.startswith("assignment.yaml, line") for each in found)
    with pytest.raises(KitError):
        read_assignment(folder.path)


@pytest.mark.parametrize(("old", "new", "sentence"), WARNED)
def test_what_is_unwise_is_a_warning(folder: Folder, old: str, new: str, sentence: str) -> None:
    folder.replace("assignment.yaml", old, new)
    assert folder.said() == []
    assert any(sentence in each for each in folder.said("warning")), folder.said("warning")
    assert read_assignment(folder.path).title == "Before the vote"


def test_one_essay_is_enough(folder: Folder) -> None:
    essay = TASKS[TASKS.index("  - id: essay") : TASKS.index("  - id: later")]
    folder.write("tasks.yaml", TASKS + essay.replace("id: essay", "id: another"))
    folder.replace("assignment.yaml", "- essay\n", "- essay\n  - another\n")
    assert any("It asks for 2 essays" in each for each in folder.said())


def test_a_few_sets_of_numbers_are_named_where_they_are_asked(folder: Folder) -> None:
    folder.replace("tasks.yaml", "from: 500, to: 2000, step: 100", "from: 500, to: 600, step: 100")
    folder.replace("tasks.yaml", "from: 7, to: 21, step: 1", "from: 7, to: 8, step: 1")
    said = 'assignment.yaml, line 9: There are 4 sets of numbers in "cars-in-build", so answers can be passed on.'
    assert any(said in each for each in folder.said("warning"))


def test_a_number_that_is_not_drawn_is_the_same_for_everybody(folder: Folder) -> None:
    folder.replace(
        "tasks.yaml", "{cars_a_year} cars a year, each in {build_time}", "2,000 cars a year, each in 14 days"
    )
    folder.replace(
        "tasks.yaml",
        "    draw: {cars_a_year: {from: 500, to: 2000, step: 100}, build_time: {from: 7, to: 21, step: 1}}\n",
        "",
    )
    assert folder.said() == []
    assert any("Nothing is drawn, so everybody has the same numbers." in each for each in folder.said("warning"))


def test_part_a_holds_nothing_of_part_b(folder: Folder) -> None:
    bank = read_bank(folder.path, part="A")
    assert "later" not in bank.tasks and "later" in read_bank(folder.path).tasks
    assert [item.text for item in bank.task("whom").items] == ["Both", "Miske alone"]
    assert [mistake.formula for mistake in bank.task("cars-in-build").mistakes] == ["cars_a_year * build_time"]
    assert read_assignment(folder.path).bank.tasks.keys() == bank.tasks.keys()
    folder.replace("assignment.yaml", "part: A", "part: B")
    folder.replace("assignment.yaml", "- strike", "- later")
    later = read_assignment(folder.path)
    assert later.part == "B" and len(later.task("whom").task.items) == 3


def test_who_knows_part_a_is_not_told_of_part_b(folder: Folder) -> None:
    folder.replace("tasks.yaml", "answer: cars_for_all", "answer: cars_for_al")
    with pytest.raises(KitError, match=r"There is a mistake in part B: casekit validate .* names it"):
        read_assignment(folder.path)
    with pytest.raises(KitError, match="cars_for_al"):
        read_bank(folder.path)


def test_an_assignment_is_as_it_was_written(folder: Folder) -> None:
    folder.replace("assignment.yaml", "23:59", "23:59 +01:00")
    found = read_assignment(folder.path / "assignment.yaml")
    assert (found.name, found.title, found.part, found.minutes) == ("before-the-vote", "Before the vote", "A", 30)
    assert (found.opens, found.due) == ("2027-02-01", "2027-02-08 23:59+01:00")
    assert [each.task.id for each in found.asked] == ["cars-in-build", "whom", "strike", "bet", "essay", "formula"]
    assert [each.points for each in found.asked] == [2, 3, 2, 2, 2, 1] and found.points == 11
    assert [each.practice for each in found.asked] == [False] * 5 + [True]
    assert found.task("cars-in-build").task.line == 5
    assert found.task("cars-in-build").task.within.share == 0.02


def test_the_bank_of_an_assignment_may_lie_elsewhere(folder: Folder, tmp_path: Path) -> None:
    mine = tmp_path / "my class"
    mine.mkdir()
    text = ASSIGNMENT.replace("title:", "bank: ../before-the-vote\ntitle:")
    (mine / "first.yaml").write_text(text, encoding="utf-8")
    assert read_assignment(mine / "first.yaml").name == "my-class-first"
    assert check_exercises(mine) == []
    (mine / "first.yaml").write_text(
        text.replace("../before-the-vote", "local-motors").replace("strike", "strike-the-memo"), encoding="utf-8"
    )
    assert any('The bank has no task "bet"' in str(each) for each in check_exercises(mine))
    folder.replace("tasks.yaml", "kind: choose", "kind: chose")
    (mine / "first.yaml").write_text(text, encoding="utf-8")
    (only,) = [each for each in check_exercises(mine) if each.level == "error"]
    assert "There are mistakes in its bank: casekit validate" in only.sentence and only.line == 2


def test_a_case_of_ones_own_is_seen_from_the_file(folder: Folder, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    shutil.copytree(root / "data" / "cases" / "local-motors", folder.path.parent / "my-case")
    folder.replace("tasks.yaml", "case: local-motors", "case: ../my-case")
    assert folder.said() == []
    assert read_bank(folder.path).case == folder.path.parent / "my-case"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_not_followed_out_of_the_folder(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(TASKS, encoding="utf-8")
    (folder.path / "tasks.yaml").unlink()
    (folder.path / "tasks.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(KitError, match="It is a link that leaves"):
        read_bank(folder.path)


@pytest.mark.parametrize("name", ["", "no-such", "./no-such", Path("no-such"), 7, None, "../x/../y", "a\0b/c"])
def test_what_is_no_assignment_is_told_in_a_sentence(name: object) -> None:
    for read in (find_assignment, read_assignment, read_bank, check_exercises):
        with pytest.raises(KitError) as caught:
            read(name)  # type: ignore[arg-type]
        assert len(str(caught.value).splitlines()) == 1


def test_the_names_of_the_kit_are_known() -> None:
    assert "local-motors" in assignments()
    for name in assignments():
        assert find_assignment(name).is_relative_to(exercises_dir())
        assert read_assignment(name).name == name
    with pytest.raises(KitError, match='Did you mean "local-motors"'):
        find_assignment("local-motor")
    with pytest.raises(KitError, match="is a bank of tasks"):
        find_assignment(exercises_dir() / "local-motors" / "tasks.yaml")


def test_the_kits_own_exercises_are_sound() -> None:
    for folder in exercises_dir().iterdir():
        if folder.is_dir():
            assert [str(each) for each in check_exercises(folder) if each.level == "error"] == []


def test_every_slip_may_be_named(folder: Folder) -> None:
    mistakes = "".join(f"      - {{formula: cars_a_year / {at + 2}, slip: {slip}}}\n" for at, slip in enumerate(SLIPS))
    folder.replace("tasks.yaml", "    mistakes:\n", f"    mistakes:\n{mistakes}")
    assert folder.said() == []


# ---- casekit validate ------------------------------------------------------------------------------


def test_validate_takes_a_folder_a_file_and_a_name(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path
) -> None:
    monkeypatch.chdir(folder.path)
    for place in (".", "tasks.yaml", "assignment.yaml", str(folder.path), "local-motors-practice"):
        assert checked(place) == []
    folder.replace("tasks.yaml", "kind: choose", "kind: chose")
    for place in (".", "tasks.yaml", "assignment.yaml"):
        assert any('"chose"' in str(problem) for problem, _ in checked(place)), place
    for place in ("nothing", "./nothing", "nothing.yaml"):
        with pytest.raises(KitError):
            checked(place)
    for name in ("case.yaml", "sources.yaml", "figures.csv", "tables", "simulations"):  # a case with its own exercises
        source = root / "data" / "cases" / "local-motors" / name
        shutil.copytree(source, folder.path / name) if source.is_dir() else shutil.copy(source, folder.path)
    folder.replace("case.yaml", "title: Local Motors", "titles: Local Motors")
    said = [str(problem) for problem, _ in checked(".")]
    assert any('"titles"' in each for each in said) and any('"chose"' in each for each in said)


def test_validate_at_a_terminal(kit: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    folder = Folder(tmp_path / "mine")
    folder.replace("assignment.yaml", "minutes: 30", "minutes: 20")
    done = kit("validate", str(folder.path))
    assert done.returncode == 0, done.stderr
    assert "(The exercises can be used all the same.)" in done.stdout
    folder.replace("assignment.yaml", "- strike", "- strik")
    done = kit("validate", str(folder.path / "assignment.yaml"))
    assert done.returncode == 1
    assert 'assignment.yaml, line 11: The bank has no task "strik". Did you mean "strike"?' in done.stdout


# ---- damage -----------------------------------------------------------------------------------------

GARBLED: list[Callable[[str], str]] = [
    lambda line: line[: len(line) // 2] + "\n",
    lambda line: line.partition(":")[0] + ":\n",
    lambda line: line + line,
    lambda line: "   " + line,
    lambda line: line.lstrip(),
    lambda line: line.partition(":")[0] + ": [1, {a: b}, -1e30]\n",
    lambda line: line.partition(":")[0] + ": {}}{x} * (\n",
    lambda line: line.partition(":")[0] + ": -1\n",
    lambda line: line.replace("a", "\u202e").replace("e", "%s"),
]


def read_all(folder: Folder, names: bool = True) -> None:
    """Read everything; only a KitError may come of it."""
    for problem in check_exercises(folder.path):
        assert len(str(problem).splitlines()) == 1 and len(str(problem)) < 700
    for read in (read_bank, read_assignment) if names else ():
        try:
            read(folder.path)
        except KitError as error:
            assert len(str(error).splitlines()) == 1


@pytest.mark.parametrize("name", ["tasks.yaml", "assignment.yaml"])
@pytest.mark.parametrize("how", ["deleted", "garbled"])
def test_no_damage_to_a_line_is_a_traceback(folder: Folder, name: str, how: str) -> None:
    lines = (TASKS if name == "tasks.yaml" else ASSIGNMENT).splitlines(keepends=True)
    for at, line in enumerate(lines):
        put = "" if how == "deleted" else GARBLED[at % len(GARBLED)](line)
        folder.write(name, "".join([*lines[:at], put, *lines[at + 1 :]]))
        read_all(folder, at % 10 == 0)


@given(st.data())
def test_no_damage_anywhere_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, cases: Callable[[str | Path], _known.Known], data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_known, "open_case", cases)
        patch.setattr(_tried, "DRAWS", 1)
        folder = Folder(tmp_path_factory.mktemp("damaged") / "exercises")
        name = data.draw(st.sampled_from(["tasks.yaml", "assignment.yaml"]))
        text = TASKS if name == "tasks.yaml" else ASSIGNMENT
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        put = data.draw(
            st.one_of(
                st.text(max_size=20),
                st.sampled_from(
                    ["{", "}", "[", "]", ": ", "- ", "\n", "1e999", "{x}", "fig:", "NaN", "**", "9**9**9**9"]
                ),
            )
        )
        folder.write(name, (text[:start] + put + text[end:]).encode("utf-8", "replace").decode())
        read_all(folder, data.draw(st.booleans()))


def test_files_that_are_none(folder: Folder) -> None:
    for content in (
        b"",
        b"\xff\xfe\x00",
        b"\x00" * 99,
        b"a: " + b"[" * 5000,
        b"tasks: 1",
        b"schema: 1\ncase: local-motors\ntasks: []\n",
        b"x" * 3_000_000,
        b"- 1\n- 2\n",
    ):
        for name in ("tasks.yaml", "assignment.yaml"):
            folder.write("tasks.yaml", TASKS)
            (folder.path / name).write_bytes(content)
            assert folder.said()
            read_all(folder)


def test_a_folder_in_place_of_a_file_is_told(folder: Folder) -> None:
    (folder.path / "tasks.yaml").unlink()
    (folder.path / "tasks.yaml").mkdir()
    assert any("not a plain file" in each for each in folder.said())


# ---- what it costs ----------------------------------------------------------------------------------


def test_reading_needs_no_heavy_library() -> None:
    code = (
        "import sys; from casekit.tasks.read import read_bank; read_bank('local-motors');"
        "print([name for name in ('scipy.optimize', 'scipy.special', 'sympy', 'altair', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_long_bank_is_read_while_one_waits(folder: Folder) -> None:
    head, first = TASKS[: TASKS.index("  - id: cars")], TASKS[TASKS.index("  - id: cars") : TASKS.index("  - id: paid")]
    folder.write("tasks.yaml", head + "".join(first.replace("cars-in-build", f"task-{at}", 1) for at in range(210)))
    start = time.perf_counter()
    assert any("more than 200 tasks" in each for each in folder.said())
    assert time.perf_counter() - start < 60
