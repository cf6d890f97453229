"""A student's work on the page of a sheet, from a file address, with the network cut."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from casekit.export.sheet_page import sheet_page
from casekit.tasks.judge import judge
from casekit.tasks.saved import Saved
from casekit.tasks.whose import own_of

from .._chromium import ARGUMENTS, browser_path
from .._sheets import CODES, SECRET, graded_sheet, key_sheet, practice_sheet
from .test_page_walk import fits, follow

WORD = "Ada"
SHOWN = f"{CODES[0][:4]}-{CODES[0][4:]}"


@pytest.fixture(scope="session")
def practice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheet") / "practice.html"
    path.write_text(sheet_page(practice_sheet()), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def graded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheet") / "graded.html"
    path.write_text(sheet_page(graded_sheet()), encoding="utf-8")
    return path


@pytest.fixture
def browser_of(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Makes a browser of one student: its pages share what is kept. At the end none may have met an error."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def new(width: int = 960, scheme: str = "light", script: str = "") -> Any:
        size = {"width": width, "height": 800}
        context = chromium.new_context(viewport=size, color_scheme=scheme, offline=True, accept_downloads=True)
        if script:
            context.add_init_script(script)
        context.on("page", lambda page: follow(page, troubles))
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()
    assert troubles == []


def opened(context: Any, path: Path, code: str = WORD) -> Any:
    """A page, with the code given where it is asked for."""
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready]")
    if page.locator("#sheet-door form").count():
        page.get_by_role("textbox").fill(code)
        page.get_by_role("button", name="Start").click()
    page.locator(".sheet-bar").wait_for()
    return page


def task(page: Any, id: str) -> Any:
    return page.locator(f'.sheet-task[data-task="{id}"]')


def press(here: Any) -> None:
    here.locator("button[type=submit]").click()


def own(sheet: dict[str, Any], id: str, code: str = WORD) -> dict[str, Any]:
    return dict(own_of(sheet, code)[id])


def kept(page: Any, key: str = f"casekit:sheet:local-motors/try-practice:{WORD}") -> dict[str, Any]:
    return dict(page.evaluate("(key) => JSON.parse(localStorage.getItem(key))", key))


def answer_number(page: Any, id: str, text: str, unit: str = "vehicle") -> Any:
    here = task(page, id)
    here.get_by_role("textbox").fill(text)
    here.locator("select").select_option(unit)
    press(here)
    return here


def saved(page: Any) -> tuple[str, dict[str, Any]]:
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save my answers").click()
        if page.get_by_role("button", name="Save all the same").count():
            page.get_by_role("button", name="Save all the same").click()
        elif page.get_by_role("button", name="Save without").count():
            page.get_by_role("button", name="Save without").click()
    return caught.value.suggested_filename, json.loads(Path(caught.value.path()).read_text(encoding="utf-8"))


# ---- practice: wrong, helped, right, and still there


def test_wrong_then_help_then_right_then_the_tab_is_killed(chromium: Any, practice_file: Path, tmp_path: Path) -> None:
    def session() -> Any:
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=browser_path(), args=ARGUMENTS, offline=True
        )

    inputs = own(practice_sheet(), "cars")["inputs"]
    context = session()
    page = opened(context, practice_file)
    here = answer_number(page, "cars", f"{inputs['cars_a_year'] * inputs['build_time']:,.0f}")
    met = here.locator(".ck-met")
    assert met.get_attribute("role") == "status"
    assert met.inner_text().startswith("Not yet: this is a common mistake. 0 of 2 points.")
    assert "Two clocks are mixed" in met.inner_text() and "one clock." not in met.inner_text()
    here.get_by_role("button", name="Tell me more").click()
    assert "Put both on one clock." in met.inner_text()
    here.get_by_role("button", name="Tell me more").click()
    assert "What would a factory be?" in met.inner_text()
    assert here.get_by_role("button", name="Tell me more").count() == 0
    assert page.evaluate("document.activeElement.className") == "ck-help"
    right = inputs["cars_a_year"] * inputs["build_time"] / 365
    answer_number(page, "cars", f"{right:.2f}")
    assert met.inner_text().startswith("Right: ") and "2 of 2 points" in met.inner_text()
    press(here)  # the same answer again is no further try
    assert "2 tries" in here.inner_text()
    assert page.locator("#sheet-points").inner_text() == "2 of 27 points so far"
    task(page, "tripwire").locator("textarea").fill("Half a sentence")
    page.wait_for_timeout(400)
    # Killed, not closed: the page does not hear that it goes.
    with page.expect_event("crash"), contextlib.suppress(Exception):
        page.goto("chrome://crash", timeout=2_000)
    context.close()

    context = session()
    page = opened(context, practice_file)
    assert page.locator("#sheet-points").inner_text() == "2 of 27 points so far"
    assert page.locator("#sheet-left").inner_text() == "12 of 13 tasks left"
    assert task(page, "cars").locator(".ck-met").inner_text().startswith("Right: ")
    assert task(page, "cars").get_by_role("textbox").input_value() == f"{right:.2f}".rstrip("0").rstrip(".")
    assert task(page, "tripwire").locator("textarea").input_value() == "Half a sentence"
    entries = [each for each in kept(page)["answers"] if each["task"] == "cars"]
    assert [each.get("help") for each in entries] == [3, 3]
    assert all(each["inputs"] == inputs for each in entries)
    context.close()


def test_every_kind_by_hand(browser_of: Callable[..., Any], practice_file: Path) -> None:
    """What the forms keep is what Python judges, and with the same words."""
    page = opened(browser_of(), practice_file)
    sheet = practice_sheet()
    tasks = {each["id"]: each for each in sheet["tasks"]}

    def choose(here: Any, id: str) -> None:
        here.locator(f'input[type=radio][value="{id}"]').check()

    answer_number(page, "cars", "77 cars", "vehicle")
    here = task(page, "share")
    here.get_by_role("textbox").fill("26%")
    press(here)
    here = task(page, "whom")
    choose(here, tasks["whom"]["key"]["right"][0])
    press(here)
    assert here.get_by_role("alert").inner_text() == "Now say why: choose a reason too."
    choose(
        here,
        next(
            each["id"]
            for each in tasks["whom"]["because"]["items"]
            if each["id"] not in tasks["whom"]["key"]["because"]
        ),
    )
    press(here)
    here = task(page, "trust")
    here.get_by_role("button", name="Down").first.click()
    assert page.evaluate("document.activeElement.textContent") == "↓"
    press(here)
    here = task(page, "memo")
    press(here)
    assert here.get_by_role("alert").inner_text() == "Strike at least one sentence."
    for at in (1, 3):
        here.locator(".ck-sentence-switch").nth(at).click()
    assert [each.get_attribute("aria-pressed") for each in here.locator(".ck-sentence-switch").all()] == [
        "false",
        "true",
        "false",
        "true",
        "false",
    ]
    press(here)
    here = task(page, "sold")
    press(here)
    assert here.get_by_role("alert").inner_text() == "4 of 4 are still to be placed."
    for row in here.locator(".ck-sort-row").all():
        row.get_by_label("Reserved").check()
    press(here)
    here = task(page, "blocks")
    menus = here.locator("select")
    here.get_by_role("button", name="Freelance designers").click()
    here.get_by_role("button", name="Key partners").click()
    assert here.locator(".ck-at-key_partners .ck-piece").count() == 1
    for at in range(menus.count()):
        if not menus.nth(at).input_value():
            menus.nth(at).select_option("channels")
    while here.locator(".ck-tray select").count():
        here.locator(".ck-tray select").first.select_option("channels")
    press(here)
    here = task(page, "price")
    here.get_by_role("button", name="Write variable_cost").click()
    page.keyboard.type(" + wage * staff / buyers_a_year")
    page.keyboard.press("Enter")
    here = task(page, "price-again")
    here.locator("textarea").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("if staff:\nreturn 3")
    assert here.locator("textarea").input_value().endswith("):\n    if staff:\n        return 3")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "submit"
    press(here)
    assert "Python is not on this page: try it in the notebook." in here.inner_text()
    here = task(page, "tripwire")
    here.locator("textarea").fill("63 paid in full by 31 December 2011.")
    assert here.locator(".ck-count").inner_text() == "8 of 120 words"
    press(here)
    answer_number(page, "read", "50", "vehicle")
    here = task(page, "line")
    press(here)
    assert here.get_by_role("alert").first.inner_text() == "There is no line yet. Draw it."
    here.get_by_text("Type the numbers instead").click()
    for field in here.locator(".ck-sketch-field").all():
        field.fill("77")
        field.press("Enter")
    press(here)

    answers = {each["task"]: each["value"] for each in kept(page)["answers"]}
    assert answers["cars"] == {"number": 77, "unit": "vehicle"}
    assert answers["share"] == {"number": 0.26, "unit": None}
    assert answers["price"] == "variable_cost + wage * staff / buyers_a_year"
    assert set(answers["sold"].values()) == {"reserved"} and "key_partners" in answers["blocks"].values()
    assert answers["line"] == [77] * 5
    assert set(answers) == set(tasks) - {"bet"}
    for id, value in answers.items():
        met = judge(tasks[id], own(sheet, id), value)
        assert met["said"] in task(page, id).locator(".ck-met").inner_text(), id
    assert "partly right, 1 of 2" in page.locator(".sheet-list li").nth(2).inner_text()


def test_what_a_function_lacks_is_said_before_it_is_judged(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = opened(browser_of(), practice_file)
    here = task(page, "price-again")
    area, alert = here.locator("textarea"), here.get_by_role("alert")
    press(here)
    assert alert.inner_text() == "The function does nothing yet. Write what it returns."
    head = area.input_value().strip()
    for source, said in (
        ("", f"Begin with “{head}”."),
        ("wage * staff  # no def", f"Begin with “{head}”."),
        (f"{head}\n    wage * staff  # return", "It gives nothing back: end it with return and what it gives."),
        (f'{head}\n    """return"""\n    wage', "It gives nothing back: end it with return and what it gives."),
    ):
        area.fill(source)
        assert not alert.is_visible()
        press(here)
        assert alert.inner_text() == said
    assert kept(page)["answers"] == []
    area.fill("lambda variable_cost, wage, staff, buyers_a_year: variable_cost")
    press(here)
    assert not alert.is_visible() and len(kept(page)["answers"]) == 1
    area.fill("")
    page.keyboard.type(f"{head}  # a remark\nreturn variable_cost")
    assert area.input_value() == f"{head}  # a remark\n    return variable_cost"


def test_an_old_verdict_is_marked_beside_what_is_new(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = opened(browser_of(), practice_file)
    here = answer_number(page, "cars", "30")
    field, before = here.get_by_role("textbox"), here.get_by_text("Before your change:")
    assert here.locator(".ck-verdict-box").is_visible() and not before.is_visible()
    field.fill("abc")
    assert before.is_visible()
    press(here)
    assert here.get_by_role("alert").inner_text().startswith("“abc” is not a number.") and before.is_visible()
    field.fill("30")  # what was judged
    assert not before.is_visible() and not here.get_by_role("alert").is_visible()
    field.fill("31")
    press(here)
    assert not before.is_visible()


def test_what_nobody_touched_is_no_answer(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = opened(browser_of(), practice_file)
    here = task(page, "trust")
    press(here)
    untouched = "This is the order in which they were given. Move at least one; or press again if it is yours."
    assert here.get_by_role("alert").inner_text() == untouched
    assert kept(page)["answers"] == []
    press(here)
    assert [each["task"] for each in kept(page)["answers"]] == ["trust"]
    assert not here.get_by_role("alert").is_visible()
    here = task(page, "bet")
    press(here)
    assert here.get_by_role("alert").inner_text() == "Move the slider or type a number first."
    here.locator(".ck-number").fill("")
    here.locator(".ck-number").press("Enter")
    assert here.get_by_role("alert").inner_text() == "Type a number, or move the slider."
    here.get_by_role("slider").press("ArrowRight")
    assert not here.get_by_role("alert").is_visible()
    press(here)
    here.locator(".ck-line").wait_for()


def test_a_bet_is_placed_once_and_then_asked_about(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = opened(browser_of(), practice_file)
    here = task(page, "bet")
    assert not here.locator(".ck-line").count() and not here.locator("fieldset").is_visible()
    here.locator(".ck-number").fill("30")
    page.keyboard.press("Enter")  # ends the number, not the bet
    assert here.get_by_role("button", name="Place my bet").is_visible()
    press(here)
    here.locator(".ck-line").wait_for()
    assert "You said 30 cars. The answer is about 77 cars" in here.inner_text()
    assert here.locator(".ck-bet-answer").get_attribute("role") == "status"
    assert "bet placed, its other half is open" in page.locator(".sheet-list").inner_text()
    press(here)
    assert here.get_by_role("alert").inner_text() == "Choose what your bet missed."
    page.reload()
    here.locator(".ck-line").wait_for()
    here.get_by_text("A year has 365 days").click()
    press(here)
    assert here.locator(".ck-met").inner_text().startswith("Not yet. You said 30 cars")
    here.get_by_text("Each car stays for days").click()
    press(here)
    assert "This is what your bet missed. 2 of 2 points." in here.locator(".ck-met").inner_text()
    values = [each["value"] for each in kept(page)["answers"]]
    assert [each["bet"] for each in values] == [30, 30, 30] and values[0]["missed"] is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "There is no answer yet."), ("many", "“many” is not a number."), ("76,7", "“76,7” is not a number."),
        ("nan", "“nan” is not a number."), ("1e999", "“1e999” is not a number."), ("9" * 400, "is not a number."),
        ("<b>7</b>", "“<b>7</b>” is not"),
    ],
)  # fmt: skip
def test_odd_input_gets_a_sentence_and_is_not_kept(
    browser_of: Callable[..., Any], practice_file: Path, typed: str, said: str
) -> None:
    page = opened(browser_of(), practice_file)
    here = answer_number(page, "cars", typed)
    assert said in here.get_by_role("alert").inner_text()
    assert kept(page)["answers"] == []
    assert page.evaluate("document.activeElement.tagName") == "INPUT"


def test_a_number_is_read_as_people_write_it(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = opened(browser_of(), practice_file)
    here = task(page, "cars")
    field = here.get_by_role("textbox")
    assert here.locator("select").input_value() == ""
    for typed, echo in (
        ("6 million", "Read as 6,000,000."),
        ("2,000", ""),
        ("2000", ""),
        ("76.7 cars", "Read as 76.7."),
    ):
        field.fill(typed)
        assert here.locator(".ck-echo").inner_text() == echo
    assert here.locator("select").input_value() == "vehicle"  # since it was written behind the number
    here.locator("select").select_option("")
    field.fill("76.7")
    press(here)
    assert here.get_by_role("alert").inner_text().startswith("Choose the unit too")
    share = task(page, "share")
    for typed, echo in (("26", "Read as 26%."), ("0.26", "Read as 26%."), ("1.5%", ""), ("26 %", "Read as 26%.")):
        share.get_by_role("textbox").fill(typed)
        assert share.locator(".ck-echo").inner_text() == echo, typed


# ---- what counts


def test_what_counts_is_kept_and_tells_nothing(browser_of: Callable[..., Any], graded_file: Path) -> None:
    context = browser_of()
    page = opened(context, graded_file, f" {SHOWN.lower().replace('0', 'o')} ")
    right = own_of(key_sheet(), CODES[0])["cars"]["key"]["value"]
    here = answer_number(page, "cars", str(right))
    assert here.locator(".ck-met").inner_text() == "Recorded. It is marked later; until then you can change it."
    assert page.locator("#sheet-left").inner_text() == "12 of 13 tasks left"
    here.get_by_role("textbox").fill("80")
    assert "Changed since you kept it." in here.inner_text()
    press(here)
    assert "Changed since" not in here.inner_text()
    text = page.content()
    assert text.count(SECRET) == 1  # of the task that is practice
    task(page, "tripwire").locator("textarea").fill("By 31 December")
    # What was begun and not kept is asked about, or it would not be marked.
    page.get_by_role("button", name="Save my answers").click()
    ask = page.locator(".sheet-ask")
    assert ask.locator("p").all_inner_texts() == ["Begun and not kept yet:", "Still to do:"]
    assert ask.locator("li").first.inner_text() == "Your tripwire"
    with page.expect_download() as caught:
        page.get_by_role("button", name="Keep and save").click()
    content = json.loads(Path(caught.value.path()).read_text(encoding="utf-8"))
    assert caught.value.suggested_filename == f"try-answers-{CODES[0]}.json"
    assert [each["task"] for each in content["answers"]] == ["cars", "cars", "tripwire"]
    assert {name: content[name] for name in ("casekit", "assignment", "case", "part", "code", "release")} == {
        "casekit": 1, "assignment": "try", "case": "local-motors", "part": "A", "code": CODES[0],
        "release": graded_sheet()["release"],
    }  # fmt: skip
    # What is not done yet is named before a file is written: what counts, and not the practice beside it.
    page.get_by_role("button", name="Save my answers").click()
    todo = [each["title"] for each in graded_sheet()["tasks"] if each["id"] not in ("cars", "tripwire", "share")]
    assert ask.locator("p").all_inner_texts() == ["Still to do:"]
    assert ask.locator("li").all_inner_texts() == todo
    with page.expect_download():
        page.get_by_role("button", name="Save all the same").click()
    assert ask.inner_text() == ""
    # The code is remembered on this device.
    again = context.new_page()
    again.goto(graded_file.as_uri())
    again.locator(".sheet-bar").wait_for()
    assert f"Your code: {SHOWN}." in again.locator("nav").inner_text()


def test_an_empty_word_gets_numbers_of_its_own(browser_of: Callable[..., Any], practice_file: Path) -> None:
    context = browser_of()
    words = []
    for _ in range(2):
        page = opened(context, practice_file, " ")
        text = page.locator("nav").inner_text()
        words.append(text.split("Your word: ")[1].split(".")[0])
        assert " code" not in page.locator("main").inner_text().split("As a file")[1]
        page.get_by_role("button", name="Another word").click()
        page.get_by_role("button", name="Start").wait_for()
        page.close()
    assert all(len(word) == 6 and word.isalpha() and word.islower() for word in words) and words[0] != words[1]
    page = opened(context, practice_file, words[0])
    assert own(practice_sheet(), "cars", words[0])["said"][0] in task(page, "cars").inner_text()


def test_a_code_that_nobody_has(browser_of: Callable[..., Any], graded_file: Path) -> None:
    page = browser_of().new_page()
    page.goto(graded_file.as_uri())
    for typed, said in (
        ("", "Write the code that you were sent."),
        ("k7m4-2", "There is no code K7M4-2. Compare it letter by letter."),
        ("__proto__", "There is no code"),
    ):
        page.get_by_role("textbox").fill(typed)
        page.get_by_role("button", name="Start").click()
        assert said in page.get_by_role("alert").inner_text()
        assert page.locator(".ck-task").count() == 0


def test_a_page_for_one_student_asks_for_no_code(browser_of: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    path.write_text(sheet_page(graded_sheet(), CODES[1]), encoding="utf-8")
    page = browser_of().new_page()
    page.goto(path.as_uri())
    page.locator(".ck-task").first.wait_for()
    assert page.get_by_role("button", name="Another code").count() == 0
    said = own_of(graded_sheet(), CODES[1])["cars"]["said"][0]
    assert said in task(page, "cars").inner_text()


# ---- nothing is lost


def test_a_saved_file_goes_to_the_notebook_and_back(
    browser_of: Callable[..., Any], practice_file: Path, tmp_path: Path
) -> None:
    first = opened(browser_of(), practice_file)
    answer_number(first, "cars", "30")
    task(first, "tripwire").locator("textarea").fill("Begun")
    name, content = saved(first)
    assert name == "try-practice-answers-Ada.json"
    assert content["drafts"] == {"tripwire": "Begun"}
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    notebook = Saved.open(tmp_path, practice_sheet(), WORD)
    assert notebook.last("cars")["value"] == {"number": 30, "unit": "vehicle"}
    notebook.add("trust", [each["id"] for each in practice_sheet()["tasks"][3]["items"]], {})

    other = opened(browser_of(), practice_file)
    answer_number(other, "read", "50")
    choose = other.locator("input[type=file]")
    choose.set_input_files(tmp_path / name)
    other.get_by_text("2 answers were new here").wait_for()
    assert {each["task"] for each in kept(other)["answers"]} == {"cars", "trust", "read"}
    assert task(other, "cars").get_by_role("textbox").input_value() == "30"
    choose.set_input_files(tmp_path / name)
    other.get_by_text("All of its answers were here already.").wait_for()
    for odd, said in (
        ("{", "is damaged"), ("[]", "is no file of answers"),
        ("task,value\ncars,3\n", "is no file of answers"), ("\x89PNG\r\n", "is no file of answers"),
        (json.dumps({**content, "code": "Eve"}), "holds the answers of another word, Eve"),
        (json.dumps({**content, "assignment": "x"}), "answers another assignment"),
        (json.dumps({**content, "casekit": 2}), "was written by another version"),
    ):  # fmt: skip
        (tmp_path / "odd.json").write_text(odd, encoding="utf-8")
        choose.set_input_files(tmp_path / "odd.json")
        other.get_by_text(f"odd.json {said}").wait_for()
    assert len(kept(other)["answers"]) == 3


def test_answers_to_other_numbers_are_shown_as_old(
    browser_of: Callable[..., Any], practice_file: Path, tmp_path: Path
) -> None:
    page = opened(browser_of(), practice_file)
    answer = {"task": "cars", "value": {"number": 3, "unit": "vehicle"}, "at": "2027-02-01T10:00:00.000Z"}
    mine = own(practice_sheet(), "read")["inputs"]
    content = {
        "casekit": 1, "assignment": "try-practice", "release": "000000000000", "case": "local-motors", "part": "A",
        "code": WORD,
        "answers": [
            {**answer, "inputs": {"cars_a_year": 1}}, {**answer, "task": "read", "inputs": mine},
            {**answer, "task": "gone", "inputs": {}},
            {**answer, "task": "whom", "value": {"choice": "none"}, "inputs": {}}, "nonsense", {"task": 3},
        ],
    }  # fmt: skip
    (tmp_path / "old.json").write_text(json.dumps(content), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "old.json")
    page.get_by_text("6 answers were new here").wait_for()
    assert "given to other numbers" in task(page, "cars").locator(".ck-old").inner_text()
    assert not task(page, "cars").locator(".ck-verdict-box").is_visible()
    assert "It still counts" in task(page, "read").locator(".ck-old").inner_text()
    assert task(page, "read").locator(".ck-verdict-box").is_visible()
    assert "no longer fits" in task(page, "whom").locator(".ck-old").inner_text()
    assert "one to a task that is not asked any more" in page.locator("nav").inner_text()
    assert "answer again" in page.locator(".sheet-list li").first.inner_text()
    _, again = saved(page)
    assert len(again["answers"]) == 6 and again["answers"][0]["release"] == "000000000000"
    answer_number(page, "cars", "30")
    assert not task(page, "cars").locator(".ck-old").is_visible()


def test_two_tabs_join(browser_of: Callable[..., Any], practice_file: Path) -> None:
    context = browser_of()
    one, two = opened(context, practice_file), opened(context, practice_file)
    answer_number(one, "cars", "30")
    two.locator("#sheet-left").get_by_text("13 of 13").wait_for()  # not right yet, so still to do
    assert task(two, "cars").get_by_role("textbox").input_value() == "30"
    answer_number(two, "read", "50")
    task(two, "tripwire").locator("textarea").fill("In the second tab")
    two.wait_for_timeout(400)
    task(one, "whom").locator("input").first.check()
    one.wait_for_timeout(400)
    answer_number(one, "cars", "31")
    content = kept(one)
    assert [each["task"] for each in content["answers"]] == ["cars", "read", "cars"]
    assert content["drafts"]["tripwire"] == "In the second tab" and "whom" in content["drafts"]
    # What is erased in one tab does not come back from the other.
    one.get_by_role("button", name="Erase my answers").click()
    one.get_by_role("button", name="Yes, erase them").click()
    two.wait_for_timeout(200)
    answer_number(two, "read", "51")
    assert [each["value"]["number"] for each in kept(two)["answers"]] == [51]


def test_a_browser_that_keeps_nothing_says_so_once(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = opened(browser_of(script="Storage.prototype.setItem = () => { throw new Error('full'); };"), practice_file)
    assert "This browser keeps nothing for this page." in page.locator(".walk-trouble").inner_text()
    answer_number(page, "cars", "30")
    assert "Not yet" in task(page, "cars").inner_text()
    _, content = saved(page)
    assert len(content["answers"]) == 1


def test_erasing_asks_first(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = opened(browser_of(), practice_file)
    answer_number(page, "cars", "30")
    page.get_by_role("button", name="Erase my answers").click()
    page.get_by_role("button", name="No, keep them").click()
    assert len(kept(page)["answers"]) == 1
    page.get_by_role("button", name="Erase my answers").click()
    page.get_by_role("button", name="Yes, erase them").click()
    assert kept(page)["answers"] == []
    assert task(page, "cars").get_by_role("textbox").input_value() == ""
    page.reload()
    assert page.locator("#sheet-points").inner_text() == "0 of 27 points so far"


def test_storage_that_was_changed_by_hand_is_set_aside(browser_of: Callable[..., Any], practice_file: Path) -> None:
    context = browser_of()
    page = opened(context, practice_file)
    key = f"casekit:sheet:local-motors/try-practice:{WORD}"
    page.close()  # a page that is open still would save over it
    context.add_init_script(f"if (location.protocol === 'file:') localStorage[{json.dumps(key)}] = '{{broken'")
    page = opened(context, practice_file)
    assert page.locator(".ck-task").count() == 13
    assert page.evaluate(
        "Object.keys(localStorage).filter((each) => each.includes('set-aside')).map((each) => localStorage[each])"
    ) == ["{broken"]


# ---- for everybody


def test_by_keyboard_alone(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = browser_of().new_page()
    page.goto(practice_file.as_uri())
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("Tab")
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    page.locator(".sheet-bar").wait_for()
    assert page.evaluate("document.activeElement.id") == "sheet-list-name"
    task(page, "trust").get_by_role("button", name="Down").first.focus()
    before = task(page, "trust").locator(".ck-order-row").first.inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert task(page, "trust").locator(".ck-order-row").nth(2).inner_text().split("\n")[1:] == before.split("\n")[1:]
    task(page, "memo").locator(".ck-sentence-switch").first.focus()
    page.keyboard.press("Space")
    assert task(page, "memo").locator("[aria-pressed=true]").count() == 1
    task(page, "blocks").get_by_role("button", name="Word of mouth").focus()
    page.keyboard.press("Enter")
    task(page, "blocks").get_by_role("button", name="Channels").focus()
    page.keyboard.press("Enter")
    assert task(page, "blocks").locator(".ck-at-channels .ck-piece").count() == 1
    assert page.evaluate("document.activeElement.className") == "ck-piece-pick"
    task(page, "whom").locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    assert task(page, "whom").locator("input").nth(1).is_checked()


def test_the_source_of_a_number_is_reached_wherever_it_stands(browser_of: Callable[..., Any], tmp_path: Path) -> None:
    sheet = json.loads(json.dumps(practice_sheet()))
    for each in sheet["tasks"]:
        for part in each.get("items", []):
            part["html"] += ' <span title="A student blog, 2009">23</span>'
        for part in each.get("rubric", []):  # what counts may come without examples
            part.pop("yes")
            part["no"] = ""
    path = tmp_path / "sourced.html"
    path.write_text(sheet_page(sheet), encoding="utf-8")
    page = opened(browser_of(), path)
    for id, row in (("trust", ".ck-order-row"), ("sold", ".ck-sort-row")):
        found = task(page, id).locator(row).get_by_role("button", name="23", exact=True)
        assert found.count() == 4
        found.first.focus()
        page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")  # scrolled
        page.keyboard.press("Enter")
        assert page.locator(".walk-source").inner_text() == "23: A student blog, 2009"
        page.keyboard.press("Escape")
    # What is pressed itself holds nothing else to press.
    assert page.locator("label [role=button], button [role=button]").count() == 0
    assert task(page, "tripwire").locator(".ck-rubric p").all_inner_texts() == ["What it is marked by"]


@pytest.mark.parametrize("width", [360, 390])
def test_a_picture_fits_a_phone_or_says_that_it_goes_on(
    browser_of: Callable[..., Any], practice_file: Path, width: int
) -> None:
    page = opened(browser_of(width), practice_file)
    picture = task(page, "read").locator(".ck-picture")
    page.wait_for_function("document.querySelector('.ck-picture img').naturalWidth > 0")
    smallest = picture.locator("img").first.evaluate(
        """(image) => image.clientWidth / image.naturalWidth * Math.min(...[...decodeURIComponent(image.src)
          .matchAll(/font-size="([\\d.]+)/g)].map(([, size]) => Number(size)))"""
    )
    assert smallest >= 9
    hint = picture.get_by_text("move it sideways")
    frame = picture.locator(".ck-picture-frame")
    beyond = frame.evaluate("(node) => node.scrollWidth > node.clientWidth + 1")
    hint.wait_for(state="visible" if beyond else "hidden")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (960, "light"), (1920, "light")])
def test_it_fits_and_axe_finds_nothing(
    browser_of: Callable[..., Any], practice_file: Path, graded_file: Path, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser_of(width, scheme).new_page()
    page.goto(graded_file.as_uri())
    page.wait_for_selector("body[data-ready]")
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    page = opened(browser_of(width, scheme), practice_file)
    answer_number(page, "cars", "30")
    task(page, "cars").get_by_role("button", name="Tell me more").click()
    task(page, "memo").locator(".ck-sentence-switch").first.click()
    task(page, "bet").get_by_role("slider").press("ArrowRight")
    press(task(page, "bet"))
    task(page, "blocks").get_by_role("button", name="Word of mouth").click()
    press(task(page, "sold"))
    fits(page, width)
    found += axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


def test_on_paper(browser_of: Callable[..., Any], practice_file: Path) -> None:
    page = opened(browser_of(), practice_file)
    answer_number(page, "cars", "30")
    page.emulate_media(media="print")
    assert not page.locator(".sheet-bar").is_visible() and not page.locator("#sheet-end").is_visible()
    assert task(page, "cars").get_by_role("textbox").is_visible()
    assert page.pdf(format="A4")[:4] == b"%PDF"


def test_hostile_text_does_not_run(chromium: Any, tmp_path: Path) -> None:
    evil = '<img src=x onerror="window.__ran=1"><svg onload="window.__ran=1"></svg></script><script>__ran=1</script>'
    sheet = json.loads(json.dumps(practice_sheet()))
    for each in sheet["tasks"]:
        for part in [
            each,
            *each.get("items", []),
            *each.get("bins", []),
            *each.get("names", []),
            each.get("x") or {},
            *(each.get("rubric") or []),
        ]:
            for name in ("title", "question", "html", "label", "yes", "no", "unit", "help"):
                if isinstance(part.get(name), str):
                    part[name] += evil
    for students in sheet["students"]:
        for each in students.values():
            each["said"] = [said + evil for said in each["said"]]
    path = tmp_path / "evil.html"
    path.write_text(sheet_page({**sheet, "about": evil}), encoding="utf-8")
    context = chromium.new_context(offline=True)
    page = opened(context, path)
    page.locator(".ck-task").first.wait_for()
    assert page.evaluate("window.__ran") is None
    assert page.locator("main img:not([src^='data:image/svg'])").count() == 0
    context.close()
