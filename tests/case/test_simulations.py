"""Stored simulations: read as numbers, held against what case.yaml says of them, and answering bets."""
# ruff: noqa: E501 - a row says what is changed and what is said, on one line

from __future__ import annotations

import copy
import datetime as dt
import math
import pickle
import shutil
from pathlib import Path

import pytest

from casekit._errors import KitError
from casekit._paths import cases_dir
from casekit.case import check_case, read_case
from casekit.evidence import middle_of
from casekit.library import load, validate
from casekit.widgets.bets import answer_of
from casekit.widgets.stepper import step_through

from .conftest import Folder

TOLD = """\
models: {MicroFactory: {factory_cost: hall_cost}}
simulations:
  wait:
    title: How long does a rider wait?
    model: MicroFactory
    by: buyers_a_year
    shows:
      wait_days: {label: Days a rider waits, unit: day}
      queue_mean: {label: Riders waiting, unit: family}
    headline: "With {by}, a rider waits {wait_days}."
    limits: {enough_weekends: "the weekends are enough for {value}"}
    how: simulate(seed=1)
    note: For [$99](fig:fee).
"""
WALK = """\
walk:
  - {id: how-long, bet: how-long, part: A}
  - {id: queue, step_through: wait, title: The queue, say: Why?, guess: how-long, part: A}
"""
BET = """\
  - {id: how-long, question: How long?, unit: week, low: 0, high: 9, start: 1, answer: {simulation: wait, column: wait_days, at: 200}, part: A}
models: {}
"""
CSV = """\
buyers_a_year,wait_days,wait_days_low,wait_days_high,queue_mean
100,1,0.5,1.5,0
200,14,10,18,3.5
300,,,,
"""
FILE = "simulations/wait.csv"


@pytest.fixture
def stored(folder: Folder) -> Folder:
    folder.replace("case.yaml", "models: {}\n", BET)
    folder.replace("case.yaml", "models: {}\n", TOLD)
    folder.write("case.yaml", folder.read("case.yaml") + WALK)
    folder.write(FILE, CSV)
    return folder


def said(folder: Folder) -> list[str]:
    return [str(problem) for problem in check_case(folder.path)]


def test_a_simulation_is_read_as_numbers(stored: Folder) -> None:
    assert said(stored) == []
    wait = read_case(stored.path).simulations["wait"]
    assert (wait.name, wait.title, wait.model, wait.by) == (
        "wait",
        "How long does a rider wait?",
        "MicroFactory",
        "buyers_a_year",
    )
    assert {name: (shown.label, shown.unit) for name, shown in wait.shows.items()} == {
        "wait_days": ("Days a rider waits", "day"), "queue_mean": ("Riders waiting", "family"),
    }  # fmt: skip
    assert (wait.headline, wait.how) == ("With {by}, a rider waits {wait_days}.", "simulate(seed=1)")
    assert dict(wait.limits) == {"enough_weekends": "the weekends are enough for {value}"}
    assert list(wait.table.columns) == CSV.split("\n")[0].split(",") and wait.table.dtypes.unique().tolist() == [float]
    assert wait.levels == (100, 200, 300) and wait.value("wait_days_high", 200) == 18
    assert math.isnan(wait.value("wait_days", 300))
    table = wait.table
    table.loc[0, "wait_days"] = 99
    assert wait.table.loc[0, "wait_days"] == 1 and wait.table.attrs["note"] == "For $99."


def test_a_case_with_a_simulation_can_be_copied_and_pickled(stored: Folder) -> None:
    case = read_case(stored.path)
    for other in (copy.deepcopy(case), pickle.loads(pickle.dumps(case))):
        assert other.simulations["wait"].table.equals(case.simulations["wait"].table)


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda case: case.simulations["wat"], 'There is no simulation "wat". Did you mean "wait"?'),
        (
            lambda case: case.simulations["wait"].value("wait_day", 100),
            'has no column "wait_day". Did you mean "wait_days"?',
        ),
        (
            lambda case: case.simulations["wait"].value("wait_days", 150),
            "was not run at 150. The nearest levels are 100 and 200.",
        ),
    ],
)
def test_what_is_not_there_is_one_sentence(stored: Folder, ask, sentence: str) -> None:
    with pytest.raises(KitError) as error:
        ask(read_case(stored.path))
    assert sentence in str(error.value)


def test_a_step_steps_through_it_and_a_bet_is_answered_from_it(stored: Folder) -> None:
    case = read_case(stored.path)
    step = case.walk[1]
    assert (step.kind, step.what, step.title, step.say, step.guess) == (
        "step_through",
        "wait",
        "The queue",
        "Why?",
        "how-long",
    )
    bet = case.bet("how-long")
    assert (bet.simulation, bet.column, bet.at) == ("wait", "wait_days", 200)
    value, where = answer_of(case, bet)
    assert value == 2.0 and "simulated" in where, "14 days are two weeks"


def test_a_semicolon_and_a_decimal_comma_are_read(stored: Folder) -> None:
    stored.write(FILE, "\ufeffbuyers_a_year;wait_days;queue_mean\r\n100;1,5;0\r\n200;14;3,5\r\n")
    assert said(stored) == []
    assert read_case(stored.path).simulations["wait"].value("queue_mean", 200) == 3.5


def test_any_id_may_stand_in_a_headline_and_is_filled(stored: Folder) -> None:
    stored.replace("case.yaml", '    limits: {enough_weekends: "the weekends are enough for {value}"}\n', "")
    for file in ("case.yaml", FILE):
        stored.write(file, stored.read(file).replace("wait_days", "wait-days"))
    assert said(stored) == []
    stepper = step_through(read_case(stored.path), "wait")
    stepper.set(200)
    assert stepper.headline == "With 200 cars a year, a rider waits 14 days."


def test_part_b_is_absent_from_part_a(stored: Folder) -> None:
    stored.replace("case.yaml", "how: simulate", "part: B\n    how: simulate")
    found = said(stored)
    assert any('The simulation "wait" is part B, and this is part A. Make this part B.' in each for each in found)
    assert any('The simulation "wait" is part B, and this step is part A.' in each for each in found)
    text = (
        stored.read("case.yaml")
        .replace("at: 200}, part: A", "at: 200}, part: B")
        .replace("bet: how-long, part: A", "bet: how-long, part: B")
    )
    stored.write("case.yaml", text.replace("guess: how-long, part: A", "guess: how-long, part: B"))
    assert said(stored) == []
    assert read_case(stored.path).simulations == {} and "wait" in read_case(stored.path, "B").simulations


TELLING = [
    ("title: How long does a rider wait?", "titlex: x", 'There is no key "titlex" here. Did you mean "title"?'),
    ("    how: simulate(seed=1)\n", "", '"how" is missing here.'),
    ("  wait:\n", "  Wait:\n", '"Wait" cannot be an id.'),
    ("model: MicroFactory", "model: MicroFactry", 'line 67: There is no model "MicroFactry" under models. Did you mean "MicroFactory"?'),
    ("unit: family", "unit: familx", "line 71: The unit \"familx\" is not known."),
    ("{wait_days}.", "{wait_day}.", "line 72: Nothing fills {wait_day} here. Did you mean \"wait_days\"?"),
    ("{wait_days}.", "{wait_days.", "line 72: A brace has no twin here."),
    ("for {value}", "for {by}", "line 73: Nothing fills {by} here. What may stand in braces: value."),
    ("For [$99]", "For [$98]", 'line 75: "$98" does not agree with the figure "fee", 99.'),
    ("queue_mean: {label", "buyers_a_year: {label", 'line 71: "buyers_a_year" is what is stepped through. Show what comes of it.'),
    ("queue_mean: {label", "by: {label", 'line 71: In a headline {by} is the level. Give the column "by" another name.'),
    ("  wait:\n", "  weight:\n", 'line 65: There is no file simulations/weight.csv. Did you mean "wait"?'),
    ("step_through: wait", "step_through: wat", 'line 80: There is no simulation "wat" under simulations. Did you mean "wait"?'),
    ("step_through: wait", "step_through: wait, view: hall", "line 80: view, guess and set belong to a step with explore"),
    ("guess: how-long", "guess: how-lang", 'line 80: There is no bet "how-lang". Did you mean "how-long"?'),
    ("step_through: wait, title", "title", "line 80: A step needs exactly one of"),
    ("simulation: wait", "simulation: wat", 'line 62: There is no simulation "wat". Did you mean "wait"?'),
    ("column: wait_days", "column: wait_day", 'line 62: The simulation "wait" shows no column "wait_day". Did you mean "wait_days"?'),
    ("column: wait_days", "column: wait_days_low", 'line 62: The simulation "wait" shows no column "wait_days_low".'),
    ("at: 200", "at: 250", 'line 62: The simulation "wait" was not run at 250. The nearest levels are 200 and 300.'),
    ("at: 200", "at: 900", "line 62: The simulation \"wait\" was not run at 900. The nearest level is 300."),
    ("at: 200", "at: 300", "line 62: The simulation has no wait_days at 300. Choose a level that has one."),
    ("at: 200", "at: many", 'line 62: "many" is not a number.'),
    (", at: 200", "", "line 62: An answer names a figure, or a model and its output, or a simulation with its column and a level (at)."),
    ("simulation: wait, ", "", "line 62: An answer names a figure"),
    ("simulation: wait", "figure: fee, simulation: wait", "line 62: An answer names a figure"),
    ("unit: week", "unit: person", 'line 62: The bet is in "person" and its answer "wait_days" in "day": of two kinds.'),
    ("at: 200}", "at: 200, set: {price: 1}}", "line 62: set belongs to an answer with a model."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), TELLING)
def test_a_mistake_in_what_is_told_is_named_with_its_line(stored: Folder, old: str, new: str, sentence: str) -> None:
    stored.replace("case.yaml", old, new)
    found = said(stored)
    assert any(each.startswith("case.yaml, line ") and sentence in each for each in found), found
    if "of two kinds" not in sentence:  # what needs the registry of units is not asked when a case is read
        with pytest.raises(KitError):
            read_case(stored.path)


NUMBERS = [
    ("buyers_a_year,", "buyers,", 'line 1: The column "buyers_a_year" is missing.'),
    (",queue_mean", "", 'line 1: The column "queue_mean" is missing.'),
    ("wait_days_high", "wait_days_hgih", 'line 1: There is "wait_days_low" and no "wait_days_high". Write both ends, or none.'),
    ("wait_days_low", "wait_days_lo", 'line 1: There is "wait_days_high" and no "wait_days_low".'),
    ("buyers_a_year,wait_days,", "wait_days,buyers_a_year,", 'line 1: The first column must be "buyers_a_year"'),
    ("100,1,", "100,one,", 'line 2: "one" is not a number.'),
    ("100,1,", "100,nan,", 'line 2: "nan" is not a number.'),
    ("100,1,", "100,1e999,", 'line 2: "1e999" is too large'),
    ("100,1,", ",1,", 'line 2: The column "buyers_a_year" is empty. Each row is for a level.'),
    ("200,14", "100,14", "line 3: buyers_a_year must rise from row to row: 100 comes after 100. Sort the rows."),
    ("200,14", "50,14", "line 3: buyers_a_year must rise from row to row: 50 comes after 100."),
    ("14,10,18", "14,15,18", "line 3: wait_days is 14, and that is not between 15 and 18."),
    ("14,10,18", "14,10,13", "line 3: wait_days is 14, and that is not between 10 and 13."),
    ("14,10,18,3.5\n", "14,10,18\n", "line 3: The row has 4 cells for 5 columns"),
    (CSV[CSV.index("200"):], "", "line 1: There is nothing to step through. Write a row for each level, two or more."),
    (CSV, "", "It is empty. Its first row names the columns: buyers_a_year, wait_days, queue_mean."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), NUMBERS)
def test_a_mistake_in_the_numbers_is_named_with_its_line(stored: Folder, old: str, new: str, sentence: str) -> None:
    stored.replace(FILE, old, new)
    found = said(stored)
    assert any(each.startswith(FILE) and sentence in each for each in found), found
    with pytest.raises(KitError):
        read_case(stored.path)


def test_a_file_that_nobody_tells_of_is_named(stored: Folder) -> None:
    stored.write("simulations/weight.csv", CSV)
    stored.write("simulations/read me.txt", "x")
    found = said(stored)
    assert any(
        each.startswith("simulations/weight.csv: case.yaml says nothing about it under simulations.") for each in found
    )
    assert any("simulations/read me.txt: A simulation's name is small letters" in each for each in found)


# Against the models ---------------------------------------------------------------------------------


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """Local Motors with a simulation more, and with nothing in it that is still being written."""
    place = Path(
        shutil.copytree(cases_dir() / "local-motors", tmp_path / "local-motors", ignore=shutil.ignore_patterns("walks"))
    )
    told = (
        TOLD.split("simulations:\n")[1]
        .replace("  wait:", "  wait-here:")
        .replace("    note: For [$99](fig:fee).\n", "")
    )
    text = (place / "case.yaml").read_text(encoding="utf-8")
    head = "\nsimulations:\n"
    text = text.replace(head, head + told) if head in text else text + head + told
    (place / "case.yaml").write_text(text, encoding="utf-8")
    (place / "simulations").mkdir(exist_ok=True)
    (place / "simulations" / "wait-here.csv").write_text(CSV, encoding="utf-8")
    return place


def problems(place: Path, old: str, new: str) -> list[str]:
    text = (place / "case.yaml").read_text(encoding="utf-8")
    assert old in text
    (place / "case.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem) for problem in validate(place)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("wait-here:", "wait-here:", ""),
        ("    by: buyers_a_year\n", "    by: buyer_a_year\n", 'MicroFactory has no input "buyer_a_year". Did you mean "buyers_a_year"?'),
        ("{enough_weekends: ", "{enough_weekend: ", 'MicroFactory has no output "enough_weekend". Did you mean "enough_weekends"?'),
        ("{enough_weekends: ", "{runs_out_first: ", "runs_out_first of MicroFactory is a name, not a number. Name an output that is a number."),
        ("{enough_weekends: ", "{profit: ", 'profit is in "USD/year", and buyers_a_year in "vehicle/year": it cannot be a limit of it.'),
    ],
)  # fmt: skip
def test_a_simulation_is_held_against_its_model(kit: Path, old: str, new: str, sentence: str) -> None:
    words = ("buyer", "limit", "enough", "a name")
    found = [each for each in problems(kit, old, new) if any(word in each for word in words)]
    assert any(sentence in each and each.startswith("case.yaml, line") for each in found) if sentence else found == []


COUNTED = "    members: members\n    from: 2008-03-25\n"


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("    members: members\n", "members of CommunityGrowth is counted from a day on. Write that day here, such as from: 2008-03-25."),
        ("    members: members\n    from: soon\n", '"soon" is not a date of the kit.'),
        ("    members: members\n    from: 2008-03\n", '"2008-03" names no day. Write all of it, such as 2010-05-26.'),
        ("    members: staff\n    from: 2008-03-25\n", 'The output members is in "member" and staff in "person": of two kinds.'),
        ("    membrs: members\n    from: 2008-03-25\n", 'CommunityGrowth has no input "membrs". Did you mean "members"?'),
        ("    members_at_end: members\n    from: 2008-03-25\n", "CommunityGrowth has the output members_at_end at one time only"),
    ],
)  # fmt: skip
def test_an_output_over_time_is_counted_from_a_day_on(kit: Path, new: str, sentence: str) -> None:
    found = problems(kit, COUNTED, new)
    assert any(sentence in each and each.startswith("case.yaml, line") for each in found), found


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("    lead: contest_lead\n", "    lead: contest_lead\n    from: 2008-03-25\n", "No output over time of ContestLead is counted here, so no day begins one. Take it out."),
        (COUNTED, "    from: 2008-03-25\n", "No output over time of CommunityGrowth is counted here"),
        ("    ramp_up: ramp_up\n", "    ramp_up: ramp_up\n    step: rollout_years\n", "The step of Rollout is the length of its periods, and no figure sets it. Take it out."),
    ],
)  # fmt: skip
def test_the_clock_of_a_model_is_not_the_case_s(kit: Path, old: str, new: str, sentence: str) -> None:
    text = (kit / "case.yaml").read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + new.count("\n")
    found = problems(kit, old, new)
    assert any(each.startswith(f"case.yaml, line {line}: {sentence}") for each in found), found


def test_a_count_from_before_time_begins_is_named(kit: Path) -> None:
    text = (kit / "figures.csv").read_text(encoding="utf-8")
    rows = [(n, line.split(",")) for n, line in enumerate(text.split("\n"), 1) if ",members," in line]
    early = [(n, cells[0], cells[6]) for n, cells in rows if cells[6][:4] == "2008"]
    assert 0 < len(early) < len(rows)
    found = problems(kit, COUNTED, COUNTED.replace("2008-03-25", "2008-12-31"))
    assert [each for each in found if "before" in each] == [
        f'figures.csv, line {n}: The count "{id}" is of {day}'
        f"{f' (read as {middle_of(day)})' if len(day) < 10 else ''}, "
        "before CommunityGrowth begins (from: 2008-12-31). Mend one of them."
        for n, id, day in early
    ]


def test_a_count_without_a_date_is_named_with_its_row(kit: Path) -> None:
    path = kit / "figures.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if ",members," in line)
    cells = lines[at].split(",")
    cells[6] = ""
    path.write_text("\n".join([*lines[:at], ",".join(cells), *lines[at + 1 :]]), encoding="utf-8")
    found = [str(problem) for problem in validate(kit)]
    assert (
        f"figures.csv, line {at + 1}: members of CommunityGrowth is held against this count, and it has no date. Write as_of."
        in found
    )


def test_the_day_of_time_0_is_no_quantity(kit: Path) -> None:
    case = load(kit)
    assert case.quantities_of("CommunityGrowth")["members"] == "members"
    assert "from" not in case.quantities_of("CommunityGrowth")
    assert case.start_of("CommunityGrowth") == dt.date(2008, 3, 25) and case.start_of("MicroFactory") is None


def test_a_day_that_came_later_is_absent_from_part_a(kit: Path) -> None:
    text = (kit / "case.yaml").read_text(encoding="utf-8")
    (kit / "case.yaml").write_text(text.replace("from: 2008-03-25", "from: 2013-07-09"), encoding="utf-8")
    assert load(kit).start_of("CommunityGrowth") is None
    assert load(kit, "B").start_of("CommunityGrowth") == dt.date(2013, 7, 9)
