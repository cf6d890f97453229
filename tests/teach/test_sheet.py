"""The notebook's door: whatever a student hands over is judged or has a sentence, and nothing is lost."""

from __future__ import annotations

import builtins
import contextlib
import json
import math
import os
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import casekit as ck
from casekit._errors import KitError
from casekit.tasks.codes import code_of, shown_code
from casekit.teach import _functions
from casekit.teach._said import Said, safe
from casekit.teach.sheet import Sheet, exercises
from casekit.units import unit_registry

from .._sheets import CODES, SECRET, graded_sheet, key_sheet, practice_sheet

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(1)</script>'


@pytest.fixture
def practice(tmp_path: Path) -> Sheet:
    return exercises(practice_sheet(), folder=tmp_path)


@pytest.fixture
def graded(tmp_path: Path) -> Sheet:
    return exercises(graded_sheet(), CODES[0], folder=tmp_path)


def right(sheet: Sheet, task: str) -> float:
    """The right number, out of the key of practice."""
    return float(sheet._given.own[task]["key"]["value"])


def stored(sheet: Sheet) -> list[dict[str, Any]]:
    path = sheet._saved.path
    return json.loads(path.read_text(encoding="utf-8"))["answers"] if path.exists() else []


def html(shown: Any) -> str:
    return re.sub(r"<style>.*?</style>", "", shown._repr_html_(), flags=re.S)


# ---- one task, from a wrong answer to a right one ----


def test_wrong_then_more_help_each_time_then_right(practice: Sheet, tmp_path: Path) -> None:
    own = practice.inputs("cars")
    first = practice.check("cars", own["cars_a_year"] * own["build_time"], "cars")
    assert (
        first.verdict == "mistake" and first.tries == 1 and len(first.help) == 1 and first.more == 'sheet.hint("cars")'
    )
    again = practice.check("cars", own["cars_a_year"] * own["build_time"], "cars")  # the cell run once more
    assert again == first and len(stored(practice)) == 1
    second = practice.check("cars", own["cars_a_year"] / own["build_time"], "cars")
    assert second.tries == 2 and len(second.help) == 2 and "Longer" not in second.said
    hint = practice.hint("cars")
    assert len(hint.help) == 3 and hint.more == "" and "What would a factory be?" in hint.help[2]
    assert practice.hint("cars").said == "This is all the help there is."
    assert practice.check("cars", right(practice, "cars"), "cars").verdict == "right"
    assert practice.hint("cars").said == "Your answer is right."
    assert [each.get("help") for each in stored(practice)] == [1, 3, 3]
    assert practice.points.rows[0].state == "right, 3 tries" and practice.points.points == 2


def test_it_prints_in_a_terminal_and_shows_in_a_notebook(practice: Sheet) -> None:
    own = practice.inputs("cars")
    said = practice.check("cars", own["cars_a_year"] * own["build_time"], "cars")
    assert repr(said).splitlines() == [
        "✗ Not yet: this is a common mistake. (0 of 2 points)",
        "  Help 1: Two clocks are mixed: hours, days, weeks, months or years.",
        '  More help: sheet.hint("cars")',
    ]
    shown = html(said)
    assert "<strong" in shown and ">Not yet<" in shown and "ck-icon ck-wrong" in shown and 'role="status"' in shown
    assert "Two clocks are mixed" in shown and "sheet.hint(&quot;cars&quot;)" in shown
    assert repr(practice.check("cars", right(practice, "cars"), "cars")).startswith("✓ Right: ")
    assert repr(practice.check("cars", "x")).startswith('! "x" is no number.')


def test_everything_of_a_sheet_is_escaped_or_made_safe() -> None:
    said = Said("x", "wrong", HOSTILE, 0, 2, (f'{HOSTILE}<b onclick="x">bold</b><span title="&quot;><u>">7</span>',),
                2, HOSTILE, (HOSTILE,))  # fmt: skip
    shown = html(said)
    assert "<img" not in shown and "<script" not in shown and "onclick" not in shown and "<u>" not in shown
    assert "<b>bold</b>" in shown
    assert safe("<b>open <i>twice") == "<b>open <i>twice</i></b>"
    hostile = json.loads(json.dumps(practice_sheet()).replace("Local Motors, practice", "<script>x"))
    hostile |= {"about": HOSTILE, "line": HOSTILE, "due": "<script>"}
    for task in hostile["tasks"]:
        task["title"] = HOSTILE


def test_a_hostile_sheet_shows_nothing_that_runs(tmp_path: Path) -> None:
    sheet = json.loads(json.dumps(practice_sheet()))
    sheet |= {"title": HOSTILE, "about": HOSTILE, "line": HOSTILE, "due": HOSTILE}
    for task in sheet["tasks"]:
        task |= {"title": HOSTILE, "question": HOSTILE}
    opened = exercises(sheet, folder=tmp_path)
    for shown in (html(opened), html(opened.points)):
        assert "<img" not in shown and "<script" not in shown


@pytest.mark.parametrize(
    ("given", "more"),
    [
        ((76.7, "cars"), {}),
        ((76.7,), {"unit": "cars"}),
        (("76.7 cars",), {}),
        (((76.7, "cars"),), {}),
        ((np.float64(76.7), "vehicle"), {}),
        ((unit_registry().Quantity(76.7, "vehicle"),), {}),
    ],
)
def test_a_number_in_every_way_of_writing_it(practice: Sheet, given: Any, more: Any) -> None:
    practice.check("cars", *given, **more)
    assert stored(practice)[0]["value"] == {"number": 76.7, "unit": "vehicle"}


def test_weeks_for_days_are_the_same(tmp_path: Path) -> None:
    sheet = json.loads(json.dumps(practice_sheet()))
    task = sheet["tasks"][0]
    task["units"] = [{"unit": "day", "words": ["", " day", " days"], "factor": 1.0}]
    task |= {"asked": "day", "words": ["", " day", " days"]}
    for each in sheet["students"]:
        each["cars"]["key"] |= {"value": 14.0, "within": 0.14, "roads": []}
    opened = exercises(sheet, folder=tmp_path)
    for given in ((14, "days"), (2, "weeks"), ("2 weeks",), (unit_registry().Quantity(2, "week"),)):
        assert opened.check("cars", *given).verdict == "right"
    assert len(stored(opened)) == 1


# ---- every kind, right and wrong ----


def answers(sheet: Sheet) -> dict[str, tuple[tuple[Any, ...], dict[str, Any]]]:
    """What a student writes behind the id of each task."""
    own = sheet._given.own

    def price(variable_cost, wage, staff, buyers_a_year):  # type: ignore[no-untyped-def]
        return variable_cost + wage * staff / buyers_a_year

    return {
        "whom": (("The count of places reserved",), {"because": "Somebody paid"}),
        "trust": (("A buyer", "A mechanic", "The founder", "A paper"), {}),
        "memo": (([2, "So a hall with 24 places"],), {}),
        "sold": (({"63": "reserved", "A car": "Built", "A contract": "sold", "A name": "Reserved"},), {}),
        "line": ((own["line"]["key"]["values"],), {}),
        "price": (("variable_cost + wage × staff / buyers_a_year",), {}),
        "price-again": ((price,), {}),
    }  # fmt: skip


@pytest.mark.parametrize("task", ["whom", "trust", "memo", "sold", "line", "price", "price-again"])
def test_each_kind_can_be_answered_rightly(practice: Sheet, task: str) -> None:
    given, more = answers(practice)[task]
    said = practice.check(task, *given, **more)
    assert said.verdict == "right" and said.points == said.of, said
    assert task not in practice.left


def test_a_choice_by_its_letter_as_it_is_shown(practice: Sheet) -> None:
    order = practice._given.own["whom"]["order"]
    texts = {each["id"]: each["text"] for each in practice._given.tasks["whom"]["items"]}
    letter = "ABC"[next(at for at, id in enumerate(order) if texts[id].startswith("The count"))]
    assert practice.check("whom", letter, because="Somebody").verdict == "right"
    assert practice.check("whom", letter).said == "Now say why: choose a reason too."
    assert practice.check("whom", letter, "It is the newest").verdict == "partly"


def test_a_bet_stays_as_it_was_placed(practice: Sheet) -> None:
    assert practice.check("bet", 30, missed=None).verdict == "placed"
    answer = practice._given.own["bet"]["answer"]
    said = practice.check("bet", answer)
    assert said.verdict == "placed" and "You said 30 cars" in said.said and 'sheet.check("bet", 30' in said.notes[0]
    assert practice.check("bet", answer, missed="Nothing").verdict == "mistake"
    right_ = practice.check("bet", 30, missed="Each car stays")
    assert right_.verdict == "right" and right_.tries == 2
    assert {each["value"]["bet"] for each in stored(practice)} == {30}


def test_a_text_is_kept_and_read_by_somebody(practice: Sheet) -> None:
    assert practice.check("tripwire", "I vote no until 63 have paid in full, by May.").verdict == "by-hand"
    assert "tripwire" not in practice.left
    assert "120 are the most" in practice.check("tripwire", "word " * 200).said
    assert "characters" in practice.check("tripwire", "x" * 1_000_000).said
    assert len(stored(practice)) == 1


# ---- functions ----

PLAIN = (
    "def price(variable_cost, wage, staff, buyers_a_year):\n    return variable_cost + wage * staff / buyers_a_year\n"
)


def define(text: str, name: str = "price", path: str | None = None) -> Any:
    """A function as a cell defines it: with its text where `inspect` looks for it."""
    import linecache

    path = path or f"<a cell {random.random()}>"
    linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
    space: dict[str, Any] = {"np": np}
    exec(compile(text, path, "exec"), space)
    return space[name]


HEAD = "def price(v, w, s, b):\n"
LOOP = "    total = 0\n    for each in [w * s]:\n        total += each\n    return v + total / b\n"
IF = "    if b > 100:\n        return v + w * s / b\n    return v + w * s / b\n"


@pytest.mark.parametrize(
    ("text", "verdict", "says"),
    [
        (PLAIN, "right", "at 12 of 12 trials"),
        ("price = lambda v, w, s, b: v + w * s / b\n", "right", ""),
        ("other, price = lambda v: v, lambda v, w, s, b: v + w * s / b\n", "right", ""),
        ("price = (\n    lambda v, w, s, b:\n    v + w * s / b\n)\n", "right", ""),
        (HEAD + "    total = w * s\n    return v + total / b\n", "right", ""),
        (HEAD + LOOP, "right", ""),
        (HEAD + "    return w * s / b\n", "wrong", ""),
        (HEAD + IF, "partly", "not for arrays"),
        (HEAD + "    print(v)\n", "wrong", "It gives nothing back. Does it end with return?"),
        (HEAD + "    return [v][w > 0 and 7]\n", "wrong", "It stops with IndexError at variable_cost ="),
        (HEAD + "    return 'x' * 3\n", "wrong", "kind str, and a number is asked for"),
        ("def price(v, w, s):\n    return v + w * s\n", "wrong", "It stops with TypeError"),
    ],
)
def test_a_function_is_read_and_where_that_is_not_enough_tried(
    practice: Sheet, text: str, verdict: str, says: str
) -> None:
    said = practice.check("price-again", define(text))
    assert said.verdict == verdict, said
    assert re.search(says, said.said)
    assert stored(practice)[0]["value"]["source"].strip() in text


def test_a_lambda_within_the_call(practice: Sheet) -> None:
    assert practice.check("price-again", lambda v, w, s, b: v + w * s / b).verdict == "right"
    assert stored(practice)[0]["value"] == {"source": "lambda v, w, s, b: v + w * s / b"}


def test_functions_whose_text_is_nowhere(practice: Sheet) -> None:
    space: dict[str, Any] = {}
    exec(PLAIN, space)
    two = define("price = [lambda v, w, s, b: v, lambda v, w, s, b: v][0]\n", path="<two>")
    two.__code__ = two.__code__.replace(co_linetable=b"")
    for given, says in (
        (space["price"], "The text of price cannot be found"),
        (math.sqrt, "The text of sqrt cannot be found"),
        (two, "The text of this lambda cannot be found"),
        (int, "int is a class"),
        (space["price"](1, 2, 3, 4), "Hand over the function itself: price, without brackets."),
    ):
        said = practice.check("price-again", given)
        assert said.verdict == "odd" and says in said.said
    assert stored(practice) == []


def test_what_a_function_gave_stays_with_it(tmp_path: Path) -> None:
    text = "def price(v, w, s, b):\n    each = np.asarray(w) * s\n    return v + each / b\n"
    assert exercises(practice_sheet(), folder=tmp_path).check("price-again", define(text)).verdict == "right"
    assert "price-again" not in exercises(practice_sheet(), folder=tmp_path).left


def test_a_function_for_what_counts_is_not_run(graded: Sheet) -> None:
    ran: list[int] = []

    def price(v, w, s, b):  # type: ignore[no-untyped-def]
        ran.append(1)
        return v

    assert graded.check("price-again", price).verdict == "recorded" and ran == []
    assert set(stored(graded)[0]["value"]) == {"source"}


def test_source_of_a_method_and_of_a_nested_function() -> None:
    class Kiosk:
        def price(self, a: float) -> float:
            return a

    assert "def price(self" in _functions.source_of(Kiosk().price)


# ---- what is no answer ----


class Hostile:
    """Raises whatever is asked of it."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(HOSTILE)

    def __repr__(self) -> str:
        raise RuntimeError("no")


ODD: list[tuple[Any, ...]] = [
    (), (...,), (None,), ("",), ("  \n",), (math.nan,), (math.inf,), (-math.inf,), ([],), ({},), (HOSTILE,),
    (..., "cars"), (list(range(100_000)),), (np.zeros((1000, 1000)),), (object(),), (True,), (b"76.7",), (input,),
    (print,), (Hostile,), (10**4000,), ("7" * 100_000,), (range(10**9),), (1, 2, 3, 4, 5, 6, 7), ("76,7,8 cars",),
    (complex(1, 2),),
]  # fmt: skip


@pytest.mark.parametrize("given", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("which", ["practice", "graded"])
def test_whatever_it_is_it_is_an_answer_or_a_sentence(which: str, given: Any, request: pytest.FixtureRequest) -> None:
    sheet: Sheet = request.getfixturevalue(which)
    given = tuple(Hostile() if each is Hostile else each for each in given)
    start = time.perf_counter()
    for id in sheet.left:
        said = sheet.check(id, *given)
        assert said.said and len(said.said) < 400 and "Traceback" not in repr(said) and "\n" not in said.said
        assert "<script" not in html(said)
        if said.verdict == "odd":
            assert sheet._saved.last(id) is None
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("given", "more", "says"),
    [
        ((), {}, 'There is no answer yet. Write it so: sheet.check("cars", 123, "'),
        ((...,), {}, "There is no answer yet"),
        ((math.nan, "cars"), {}, "not a number (NaN)"),
        ((math.inf, "cars"), {}, "division by zero"),
        (("many",), {}, '"many" is no number'),
        (([76] * 100_000,), {}, "One number is asked for, and this holds 100,000"),
        ((76, "elephants"), {}, '"elephants" is no unit that is known here'),
        ((76, "cars"), {"because": "B"}, 'check knows no "because" here. Write it so: sheet.check("cars", 123'),
        ((76, "cars", 3), {}, "That is more than one answer"),
        ((76, "cars"), {"unit": "cars"}, "That is more than one answer"),
        ((input,), {}, "input() gives text, and asks again whenever the cells are run"),
        ((builtins.print,), {}, "This is a function. Call it"),
    ],
)
def test_a_sentence_for_what_often_goes_wrong(practice: Sheet, given: Any, more: Any, says: str) -> None:
    said = practice.check("cars", *given, **more)
    assert said.verdict == "odd" and says in said.said and stored(practice) == []


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ("carz", 'There is no task "carz" here. Did you mean "cars"?'),
        (76.7, 'Say which task first: sheet.check("cars", 123,'),
        (None, "Say which task first"),
        ("", "Say which task first"),
    ],
)
def test_which_task(practice: Sheet, task: Any, says: str) -> None:
    assert says in practice.check(task, 1).said and says in practice.hint(task).said
    assert practice.check().verdict == practice.hint().verdict == "odd"
    with pytest.raises(KitError):
        practice.inputs(task)
    with pytest.raises(KitError):
        practice.ask(task)


def test_an_untouched_cell_below_an_answered_form_shows_the_answer(practice: Sheet) -> None:
    practice.check("cars", right(practice, "cars"), "cars")
    for given in ((), (...,), (None,)):
        said = practice.check("cars", *given)
        assert said.verdict == "right" and said.notes == ("Nothing new was handed over. This is your answer so far.",)
    assert len(stored(practice)) == 1


# ---- hints ----


def test_hints_before_an_answer_and_where_there_are_none(practice: Sheet, graded: Sheet) -> None:
    assert practice.hint("cars").help == (f"{SECRET}.",) and stored(practice) == []
    practice.check("bet", 30)
    assert practice.hint("bet").said.startswith("Say first what your bet missed.")
    practice.check("tripwire", "Because.")
    assert practice.hint("tripwire").said == "There is none: no machine checks this."
    assert graded.hint("cars").said == "This task counts, so there is none before it is marked."


def test_the_level_of_help_is_there_again(tmp_path: Path) -> None:
    sheet = exercises(practice_sheet(), folder=tmp_path)
    sheet.check("cars", 1, "cars")
    sheet.hint("cars")
    again = exercises(practice_sheet(), folder=tmp_path)
    assert len(again.check("cars", 1, "cars").help) == 2 and again.check("cars", 1, "cars").tries == 1
    assert again.ask("cars")._state["help"] == 2


# ---- what counts ----


def test_what_counts_is_recorded_and_never_judged(graded: Sheet) -> None:
    own = key_sheet()["students"][0]
    for given in ((own["cars"]["key"]["value"], "cars"), (1, "cars")):
        said = graded.check("cars", *given)
        assert (said.verdict, said.points, said.help) == ("recorded", None, ())
        assert repr(said).startswith("✓ Recorded. It is marked later; until then you can change it.")
    assert "of" not in repr(said).split("(")[-1]
    assert graded.check("share", 0.5).verdict != "recorded"  # practice among them
    assert graded.points.said.startswith("1 of 12 tasks that count is answered. 12 tasks left")
    assert graded.points.rows[1].state.endswith("(practice)") and graded.points.rows[0].points == "of 2"
    text = repr(graded) + html(graded) + html(graded.points)
    assert SECRET not in text


def test_a_bet_that_counts_shows_its_answer_and_nothing_more(graded: Sheet) -> None:
    assert "it is " in graded.check("bet", 30).said
    assert graded.check("bet", 30, missed="A").verdict == "recorded"


def test_after_the_due_time_it_is_kept_and_said(tmp_path: Path) -> None:
    for due, late in (("2020-01-01", True), ("2020-01-01 23:59+01:00", True), ("2099-01-01", False), ("soon", False)):
        sheet = exercises(graded_sheet() | {"due": due}, CODES[0], folder=tmp_path)
        said = sheet.check("cars", 1, "cars")
        assert said.verdict == "recorded" and (said.notes == (f"It was due {due}; it is kept with its time.",)) == late


# ---- opening ----


def released(folder: Path, sheet: dict[str, Any], name: str = "try.sheet.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(sheet), encoding="utf-8")
    return path


def test_a_released_sheet_asks_for_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    released(tmp_path, graded_sheet())
    sheet = exercises("try.sheet.json", code=f" {CODES[0][:4].lower()}-{CODES[0][4:]} ")
    assert sheet.inputs("cars") == graded_sheet()["students"][0]["cars"]["inputs"]
    for code, says in (
        ("", "has numbers for each student. Give the code"),
        (CODES[0][:4] + next(each for each in "23" if each != CODES[0][4]), "a letter is mistyped"),
        (code_of(b"another", "student"), "There is no code"),
        ("x" * 10_000, "is no code"),
        (7, "A code is text"),
    ):
        with pytest.raises(KitError, match=says):
            exercises("try.sheet.json", code=code)  # type: ignore[arg-type]
    one = graded_sheet() | {"codes": {CODES[1]: 0}, "students": graded_sheet()["students"][1:]}
    released(tmp_path, one, "mine.sheet.json")
    assert exercises("mine.sheet.json").inputs("cars") == graded_sheet()["students"][1]["cars"]["inputs"]
    assert exercises(Path("mine.sheet.json"), CODES[1]).left


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "There is no file x.sheet.json here. Sheets here: try.sheet.json.|Did you mean"),
        ("", "damaged or was cut off"),
        ('{"casekit_sheet": 1', "damaged or was cut off"),
        (b"\xff\xfe\x00", "damaged or was cut off"),
        ("[" * 100_000, "nested far too deep|damaged"),
        ({"casekit": 1, "answers": []}, "is no sheet of an assignment"),
        ([], "is no sheet of an assignment"),
        ({"casekit_sheet": 2}, "another version of casekit"),
        ({"casekit_sheet": True}, "another version of casekit"),
        ({"casekit_sheet": 1}, "is damaged: parts of it are missing"),
    ],
)
def test_a_file_that_is_no_sheet(tmp_path: Path, content: Any, says: str) -> None:
    released(tmp_path, practice_sheet())
    path = tmp_path / "x.sheet.json"
    if content is not None:
        data = (
            content
            if isinstance(content, bytes)
            else (content if isinstance(content, str) else json.dumps(content)).encode()
        )
        path.write_bytes(data)
    with pytest.raises(KitError, match=says):
        exercises(path, folder=tmp_path)


def test_a_sheet_that_was_tampered_with_is_refused_or_works(tmp_path: Path) -> None:
    """Take away or change any one thing of a sheet: a sentence at once, or a sheet that still answers with one."""
    chance = random.Random(11)

    def spoil(value: Any) -> Any:
        if isinstance(value, dict) and value:
            name = chance.choice(list(value))
            if chance.random() < 0.2:
                return {each: inner for each, inner in value.items() if each != name}
            return {**value, name: spoil(value[name])}
        if isinstance(value, list) and value and chance.random() < 0.9:
            at = chance.randrange(len(value))
            return [*value[:at], spoil(value[at]), *value[at + 1 :]]
        return chance.choice([None, "x", -1, [], {}, True, 1e300])

    for _ in range(150):
        sheet = spoil(practice_sheet())
        try:
            opened = exercises(sheet, folder=tmp_path)
            for id in list(opened._given.tasks):
                opened.check(id, 1)
                opened.check(id, "A")
                opened.hint(id)
                opened.ask(id)
            assert repr(opened) and opened._repr_html_() and repr(opened.points)
        except KitError:
            continue


def test_practice_of_the_kit_needs_no_code_and_keeps_its_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sheet = exercises("local-motors-practice")
    assert exercises("local-motors-practice").inputs("cars-in-build") == sheet.inputs("cars-in-build")
    words = {json.dumps(exercises("local-motors-practice", w).inputs("cars-in-build")) for w in ("Ada", "Ben", "Eva")}
    assert len(words) > 1 and os.listdir(tmp_path) == []
    ada = exercises("local-motors-practice", "Ada")
    ada.check("cars-in-build", 1, "cars")
    assert exercises("local-motors-practice").inputs("cars-in-build") == ada.inputs("cars-in-build")
    assert "Ada" in html(exercises("local-motors-practice"))
    path = Path(ck.__file__).parents[1] / "exercises" / "local-motors" / "practice.yaml"
    if path.is_file():
        assert exercises(path).left == exercises(str(path), folder=tmp_path).left


def test_the_numbers_are_those_of_the_page_and_of_the_marking(tmp_path: Path) -> None:
    from casekit.tasks.numbers import variant_of
    from casekit.tasks.read import read_assignment
    from casekit.tasks.sheet import VARIANTS, make_sheet

    whole = make_sheet(read_assignment("local-motors-practice"))
    mine = exercises("local-motors-practice", "Ada", folder=tmp_path)
    assert mine._given.own == whole["students"][variant_of("Ada", VARIANTS)]
    assert mine._sheet["tasks"] == whole["tasks"] and mine._sheet["release"] == whole["release"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("local-motors", "counts, so its numbers come from your teacher. Open the sheet that was released to you"),
        ("local-motor-practice", "local-motors-practice"),
        ("no/such/folder", "no/such/folder|No such|not there|no file"),
        (7, "exercises takes the name of an assignment or a file"),
        (None, "exercises takes the name of an assignment or a file"),
    ],
)
def test_what_cannot_be_opened(tmp_path: Path, name: Any, says: str) -> None:
    with pytest.raises(KitError, match=says):
        exercises(name, folder=tmp_path)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    for folder, says in ((tmp_path / "gone", "is not there"), (7, "is a path")):
        with pytest.raises(KitError, match=says):
            exercises(practice_sheet(), folder=folder)  # type: ignore[arg-type]


def test_dir_shows_what_there_is(practice: Sheet) -> None:
    assert dir(practice) == ["ask", "check", "hint", "inputs", "left", "points"]
    for name in dir(practice):
        assert getattr(type(practice), name).__doc__
    assert ck.exercises is exercises


def test_what_it_says_first(practice: Sheet) -> None:
    assert repr(practice) == (
        'Local Motors, practice: 0 of 27 points so far. 13 tasks left: cars, share, whom ... Next: sheet.ask("cars")'
    )
    shown = html(practice)
    assert (
        "Each answer is kept at once in try-practice-answers-practice.json." in shown
        and "You sit on the board" in shown
    )
    own = practice.inputs("cars")
    own.clear()
    assert practice.inputs("cars")


# ---- nothing is lost ----


def test_everything_is_there_after_the_kernel_died(tmp_path: Path) -> None:
    sheet = exercises(practice_sheet(), folder=tmp_path)
    sheet.check("cars", 1, "cars")
    sheet.check("cars", right(sheet, "cars"), "cars")
    sheet.check("bet", 30)
    sheet.check("bet", 30, missed="Each car")
    before = sheet.points
    again = exercises(practice_sheet(), folder=tmp_path)
    assert again.points == before and again.left == sheet.left
    state = again.ask("cars")._state
    assert state["value"]["unit"] == "vehicle" and state["verdict"]["verdict"] == "right" and state["tries"] == 2
    assert again.ask("bet")._state["value"]["bet"] == 30


def test_old_cells_that_run_again_do_not_take_the_place_of_a_later_answer(tmp_path: Path) -> None:
    sheet = exercises(practice_sheet(), folder=tmp_path)
    sheet.check("cars", 1, "cars")
    sheet.ask("cars").answer({"number": right(sheet, "cars"), "unit": "vehicle"})  # in the form, later
    again = exercises(practice_sheet(), folder=tmp_path)
    said = again.check("cars", 1, "cars")
    assert said.verdict == "again" and "You gave this answer before, and your later one, of " in said.said
    assert again.points.points == 2 and len(stored(again)) == 2 and "Not counted" in html(said)
    assert again.check("cars", 1, "cars").verdict == "wrong" and again.points.points == 0  # meant after all
    assert again.check("cars", right(again, "cars"), "cars").verdict == "right"  # and back, in the same notebook


def test_a_disk_that_is_full_is_said_and_the_answer_kept(
    practice: Sheet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from casekit.tasks import _answers_file

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(_answers_file, "write_whole", full)
        said = practice.check("cars", right(practice, "cars"), "cars")
        assert said.verdict == "right" and "The disk is full" in said.notes[0] and stored(practice) == []
        assert "The disk is full" in repr(practice) and "The disk is full" in html(practice)
        form = practice.ask("share").answer({"number": 0.5, "unit": None})
        assert "The disk is full" in form["said"]
    assert practice.points.points == 2
    assert practice.check("share", 0.6).notes == () and len(stored(practice)) == 3


def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path) -> None:
    (tmp_path / "try-practice-answers-practice.json").write_text("{")
    sheet = exercises(practice_sheet(), folder=tmp_path)
    assert "was cut off. It was set aside as" in repr(sheet) and "set aside" in html(sheet)


def test_an_assignment_that_was_changed_meanwhile(tmp_path: Path) -> None:
    exercises(practice_sheet(), folder=tmp_path).check("cars", 1, "cars")
    sheet = exercises(practice_sheet() | {"release": "newer"}, folder=tmp_path)
    assert "was changed after you answered" in sheet.ask("cars")._state["old"]
    other = json.loads(json.dumps(practice_sheet()))
    for own in other["students"]:
        own["cars"]["inputs"]["build_time"] += 1
    sheet = exercises(other, folder=tmp_path)
    assert "given to other numbers" in sheet.ask("cars")._state["old"] and "value" not in sheet.ask("cars")._state
    assert "your earlier answer was to other numbers" in sheet.points.rows[0].state


# ---- the form ----


def test_the_form_and_the_cell_are_one(practice: Sheet) -> None:
    form, other = practice.ask("cars"), practice.ask("cars")
    verdict = form.answer({"number": 1, "unit": "vehicle"})
    assert verdict["verdict"] == "wrong" and other._state["tries"] == 1 and other._state["help"] == 1
    said = practice.check("cars", right(practice, "cars"), "cars")
    assert said.tries == 2 and form.verdict["verdict"] == "right" and form._state["tries"] == 2
    practice.check("bet", 30)
    bet = practice.ask("bet")
    assert bet.answer({"bet": 77, "missed": None})["verdict"] == "placed"
    assert practice._saved.last("bet")["value"]["bet"] == 30
    assert "sheet.check" in practice.ask("cars")._repr_mimebundle_()[0]["text/html"]


def test_help_that_is_opened_in_the_form_is_remembered(practice: Sheet) -> None:
    form = practice.ask("cars")
    form.answer({"number": 1, "unit": "vehicle"})
    form._hear(form, {"type": "help", "level": 3, "view": "v"}, None)
    assert stored(practice)[0]["help"] == 3


@pytest.mark.parametrize(
    "value", [None, [], {}, "x", {"number": "1"}, {"bet": math.nan, "missed": None}, {"bet": 1}, HOSTILE]
)
def test_whatever_a_form_sends_has_a_verdict(practice: Sheet, value: Any) -> None:
    for id in list(practice._given.tasks):
        assert practice.ask(id).answer(value)["said"]
    assert repr(practice.points)


# ---- two sheets in one notebook ----


def test_a_sheet_of_another_code_is_named(tmp_path: Path) -> None:
    one = exercises(graded_sheet(), CODES[0], folder=tmp_path)
    exercises(graded_sheet(), CODES[1], folder=tmp_path)
    said = one.check("cars", 1, "cars")
    mine, other = map(shown_code, CODES)
    assert f"It went to the answers of code {mine}. You opened code {other} since then." in said.notes
    assert exercises(graded_sheet(), CODES[0], folder=tmp_path).check("cars", 2, "cars").notes == ()


# ---- real kernels ----


def run(folder: Path, *cells: str, stop: bool = False) -> list[str]:
    """What each cell shows as text in a kernel of its own; an error as its name and sentence."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    v4: Any = nbformat.v4
    book = v4.new_notebook(cells=[v4.new_code_cell(each) for each in cells])
    client = NotebookClient(book, timeout=60, allow_errors=not stop, resources={"metadata": {"path": str(folder)}})
    with contextlib.suppress(CellExecutionError):
        client.execute()
    return ["\n".join(_text(each) for each in cell.outputs) for cell in book.cells]


def _text(output: Any) -> str:
    if output.output_type == "error":
        return "\n".join([f"{output.ename}: {output.evalue}", *output.traceback])
    return str(output.text) if output.output_type == "stream" else str(output.data.get("text/plain", ""))


@pytest.fixture
def notebook(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Runs cells in a fresh kernel, in a folder with two sheets."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    released(tmp_path, practice_sheet(), "p.sheet.json")
    released(tmp_path, graded_sheet(), "g.sheet.json")
    return lambda *cells, **how: run(tmp_path, *cells, **how)


START = 'import casekit as ck\nsheet = ck.exercises("p.sheet.json")'


def test_in_a_notebook(notebook: Callable[..., list[str]], tmp_path: Path) -> None:
    start, two, loop, lambda_, defined, silent = notebook(
        START,
        'sheet.check("cars", 1, "cars")\nsheet.check("share", 0.5)',
        'for given in (2, 3):\n    sheet.check("cars", given, "cars")',
        'sheet.check("price-again", lambda v, w, s, b: v + w * s / b)',
        f'{PLAIN}\nsheet.check("price-again", price)',
        'said = sheet.check("cars", 4, "cars")',
    )
    assert start == "" and silent == ""
    assert two.count("Not yet") == 2 or two.count("points)") == 2  # both are seen, not the last alone
    assert loop.count("Help 1") == 2
    assert lambda_.startswith("✓ Right") and defined.startswith("✓ Right")


def test_answers_in_a_notebook_that_is_run_again(notebook: Callable[..., list[str]]) -> None:
    cells = (
        START,
        'sheet.check("cars", 1, "cars")',
        'sheet.check("share", 0.123)',
        "print(sheet.points)",
        "sheet.points",
    )
    first, second = notebook(*cells), notebook(*cells)
    assert first == second and "Not yet" in first[1] and "0 of 27 points so far" in first[3]


def test_input_is_named_where_its_text_is_handed_over(notebook: Callable[..., list[str]]) -> None:
    _, _, direct, by_name, used, other = notebook(
        START,
        "input = lambda ask='': '76.7'",
        'sheet.check("cars", input("How many? "))',
        'answer = input()\nsheet.check("cars", answer + " elephants")',
        'number = float(input())\nsheet.check("cars", number, "cars")',
        'plain = 5\nsheet.check("cars", plain, "cars")',
    )
    assert "Not yet" in direct and "input() gives text, and asks again" in direct
    assert by_name.startswith("!") and "no unit" in by_name and "input() gives text" in by_name
    assert "Not yet" in used and "input() gives text" in used
    assert "input()" not in other


def test_a_value_from_before_the_numbers_changed_is_named(notebook: Callable[..., list[str]], tmp_path: Path) -> None:
    cells = (
        'import casekit as ck\nsheet = ck.exercises("g.sheet.json", "ONE")',
        'own = sheet.inputs("cars")',
        'answer = own["cars_a_year"] * own["build_time"] / 365',
        'sheet.check("cars", answer, "cars")',
        'sheet = ck.exercises("g.sheet.json", "TWO")',
        'sheet.check("cars", answer, "cars")',
        'again = own["cars_a_year"] * own["build_time"] / 365\nsheet.check("cars", again, "cars")',
        'sheet = ck.exercises("g.sheet.json", "TWO")\nsheet.check("cars", answer, "cars")',
        'own = sheet.inputs("cars")\nanswer = own["cars_a_year"] * own["build_time"] / 365',
        'sheet.check("cars", answer, "cars")',
        'sheet.check("memo", [2])',
    )
    shown = notebook(*(each.replace("ONE", CODES[0]).replace("TWO", CODES[1]) for each in cells))
    assert "Recorded" in shown[3]
    stale = "comes from cell [3], which ran before cell [5] gave you other numbers. Run that cell again"
    assert f"`answer` {stale}" in shown[5] and shown[5].startswith("!")
    assert "`own` comes from cell [2]" in shown[6] and f"`answer` {stale}" in shown[7]
    assert "Recorded" in shown[9] and "Recorded" in shown[10]
    saved = json.loads((tmp_path / f"try-answers-{CODES[1]}.json").read_text())
    assert [each["task"] for each in saved["answers"]] == ["cars", "memo"]


def test_a_name_of_the_first_cell_that_is_missing(notebook: Callable[..., list[str]]) -> None:
    shown = notebook(
        'import casekit as ck\nmine = ck.exercises("g.sheet.json", "wrong")', 'sheet.check("cars", 1)', "mine.points",
        "del ck", 'ck.load("local-motors")', "other", "1 / 0", "def f():\n    return own\n    own = 1\nf()",
    )  # fmt: skip
    assert shown[0].startswith("KitError") and "Traceback" not in shown[0]
    for at, name in ((1, "sheet"), (2, "mine"), (4, "ck")):
        assert f'"{name}" is not there yet. Run the cells above first, from the top' in shown[at]
        assert "Traceback" not in shown[at]
    assert "NameError" in shown[5] and "Traceback" in shown[5] and "is not there yet" not in shown[5]
    assert "ZeroDivisionError" in shown[6] and "UnboundLocalError" in shown[7]


def test_a_missing_name_still_stops_the_run(notebook: Callable[..., list[str]]) -> None:
    shown = notebook(START, "del sheet", "sheet.points", "print('went on')", stop=True)
    assert "went on" not in shown[3] and "is not there yet" in shown[2]


def test_somebody_elses_handler_stays(notebook: Callable[..., list[str]]) -> None:
    mine = "get_ipython().set_custom_exc((NameError,), lambda self, kind, value, tb, tb_offset=None: print('mine'))"
    assert notebook(mine, START, "del sheet", "sheet")[3].strip() == "mine"


def test_without_a_notebook_nothing_of_it_is_asked(practice: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    from casekit.teach import _cells

    monkeypatch.setitem(sys.modules, "IPython.core.getipython", None)
    assert _cells.shell() is None and _cells.cell_number() == 0
    assert practice.check("cars", 1, "cars").verdict == "wrong"


@pytest.mark.parametrize(
    ("body", "verdict", "says"),
    [
        ("    return round(v + w * s / b, 12)\n", "partly", "not for arrays"),
        ("    return np.maximum(v + w * s / b, 0)\n", "right", ""),
        ("    v + w * s / b\n", "wrong", "It gives nothing back"),
        ("    return v + float(input('wage? '))\n", "wrong", "It asks with input()"),
        ("    return return\n", "wrong", "SyntaxError"),
    ],
)
def test_a_function_typed_into_the_form_is_run_in_practice(practice: Sheet, body: str, verdict: str, says: str) -> None:
    form = practice.ask("price-again")
    met = form.answer({"source": f"def price(v, w, s, b):\n{body}"})
    assert met["verdict"] == verdict and says in met["said"], met


def test_the_name_of_a_function_is_no_function(practice: Sheet) -> None:
    said = practice.check("price-again", "price")
    assert said.verdict == "odd" and "without quotes" in str(said)


@pytest.mark.parametrize(("given", "unit"), [("27,9", "cars"), ("1 000", "cars"), ("50%", "cars"), ("27,9 cars", None)])
def test_a_number_is_never_cut(practice: Sheet, given: str, unit: str | None) -> None:
    assert practice.check("cars", given, *([unit] if unit else [])).verdict == "odd"
