"""What a student wrote on a sheet's page stays: through tabs, files, a full storage and an eraser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casekit.export.sheet_page import sheet_page
from casekit.tasks.whose import find_code
from casekit.widgets.task import TaskWidget

from .._sheets import practice_sheet
from .test_sheet_page import (  # noqa: F401
    WORD,
    answer_number,
    browser_of,
    graded_file,
    kept,
    opened,
    practice_file,
    press,
    saved,
    task,
)
from .test_task_widget import asked, widget_of  # noqa: F401

# ruff: noqa: F811 - fixtures of the other files
KEY = f"casekit:sheet:local-motors/try-practice:{WORD}"
OLD_KEY = f"casekit:sheet:try-practice:{WORD}"
FULL = "const put = Storage.prototype.setItem; Storage.prototype.setItem = function (...all) { if (window.full !== false) throw new Error('full'); put.apply(this, all); };"  # noqa: E501
GONE = "dispatchEvent(new Event('pagehide'))"
Browser = Callable[..., Any]


def write(page: Any, text: str) -> None:
    """Writes into the essay and waits until it is kept."""
    task(page, "tripwire").locator("textarea").fill(text)
    page.wait_for_function(
        "([key, text]) => JSON.parse(localStorage.getItem(key))?.drafts.tripwire === text", arg=[KEY, text]
    )


def shown(page: Any) -> str:
    return str(task(page, "tripwire").locator("textarea").input_value())


def test_a_files_drafts_are_filled_in_and_stay(browser_of: Browser, practice_file: Path, tmp_path: Path) -> None:
    first = opened(browser_of(), practice_file)
    write(first, "Half a sentence")
    name, content = saved(first)
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    page = opened(browser_of(), practice_file)
    page.locator("input[type=file]").set_input_files(tmp_path / name)
    page.get_by_text("All of its answers were here already.").wait_for()
    assert shown(page) == "Half a sentence" and kept(page, KEY)["drafts"] == {"tripwire": "Half a sentence"}
    page.evaluate(GONE)
    page.reload()
    assert shown(page) == "Half a sentence"
    # What was answered here since is newer than the file's draft.
    task(page, "tripwire").locator("textarea").fill("A whole sentence.")
    press(task(page, "tripwire"))
    page.locator("input[type=file]").set_input_files(tmp_path / name)
    page.get_by_text("All of its answers were here already.").wait_for()
    assert shown(page) == "A whole sentence."


def test_an_idle_tab_and_an_older_text_take_nothing_away(browser_of: Browser, practice_file: Path) -> None:
    context = browser_of()
    idle = opened(context, practice_file)
    older = opened(context, practice_file)
    newer = opened(context, practice_file)
    write(older, "Old")
    idle.evaluate(GONE)
    assert kept(older, KEY)["drafts"] == {"tripwire": "Old"}
    write(newer, "New")
    answer_number(older, "cars", "30")
    older.evaluate(GONE)
    assert kept(newer, KEY)["drafts"]["tripwire"] == "New" and shown(older) == "Old"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0,125", "Write decimals with a point: 0.125."), ("76,7", "Write decimals with a point: 0.125."),
        ("2 000", "Write 2,000 or 2000."), ("12%", "write it without %"), ("2,000 wagons", "Write it like 76.7"),
    ],
)  # fmt: skip
def test_why_it_is_no_number(browser_of: Browser, practice_file: Path, typed: str, said: str) -> None:
    page = opened(browser_of(), practice_file)
    assert said in answer_number(page, "cars", typed).get_by_role("alert").inner_text()
    assert kept(page, KEY)["answers"] == []


def test_a_full_storage_is_tried_again_and_can_be_erased(browser_of: Browser, practice_file: Path) -> None:
    page = opened(browser_of(script=FULL), practice_file)
    answer_number(page, "cars", "30")
    assert page.locator(".walk-trouble").is_visible()
    page.evaluate("window.full = false")
    answer_number(page, "cars", "31")
    assert not page.locator(".walk-trouble").is_visible()
    assert [each["value"]["number"] for each in kept(page, KEY)["answers"]] == [30, 31]
    page.evaluate("(key) => localStorage.setItem(`${key}:set-aside-12`, '{broken')", KEY)
    page.get_by_text("Add your name").click()
    page.get_by_label("Your name").fill("Ada L.")
    page.evaluate("window.full = true")
    page.get_by_role("button", name="Erase my answers").click()
    page.get_by_role("button", name="Yes, erase them").click()
    assert page.evaluate("(key) => Object.keys(localStorage).filter((each) => each.startsWith(key))", KEY) == []
    assert page.get_by_label("Your name").input_value() == ""


def test_what_cannot_be_set_aside_is_not_written_over(browser_of: Browser, practice_file: Path) -> None:
    full = "const put = Storage.prototype.setItem; Storage.prototype.setItem = function (key, text) { if (key.includes('set-aside')) throw new Error('full'); put.call(this, key, text); };"  # noqa: E501
    page = browser_of(script=full).new_page()
    page.goto(practice_file.as_uri())
    page.evaluate("(key) => localStorage.setItem(key, '{strange')", KEY)
    page.get_by_role("textbox").fill(WORD)
    page.get_by_role("button", name="Start").click()
    answer_number(page, "cars", "30")
    assert page.evaluate("(key) => localStorage.getItem(key)", KEY) == "{strange"
    assert page.locator(".walk-trouble").is_visible()


def test_one_name_in_two_cases(browser_of: Browser, practice_file: Path, tmp_path: Path) -> None:
    context = browser_of()
    page = opened(context, practice_file)
    answer_number(page, "cars", "30")
    # As an older page kept it: read once, under the name that it has now.
    page.evaluate(
        "([key, old]) => { localStorage.setItem(old, localStorage.getItem(key)); localStorage.removeItem(key); }",
        [KEY, OLD_KEY],
    )
    other_file = tmp_path / "other.html"
    other_file.write_text(sheet_page({**practice_sheet(), "case": "other"}), encoding="utf-8")
    page.close()
    other = opened(context, other_file)
    answer_number(other, "cars", "31")
    page = opened(context, practice_file)
    assert [each["value"]["number"] for each in kept(page, KEY)["answers"]] == [30]
    assert page.evaluate("(key) => localStorage.getItem(key)", OLD_KEY) is None
    key = KEY.replace("local-motors", "other")
    assert [each["value"]["number"] for each in kept(page, key)["answers"]] == [31]


def test_what_is_typed_while_python_answers_is_not_kept_yet(asked: Callable[..., Any]) -> None:
    widget: TaskWidget = widget_of("share")
    page = asked(widget)
    field = page.get_by_role("textbox")
    page.evaluate("""() => {
      const tell = window.toPython;
      window.toPython = (text) => { window.letGo = () => tell(text); };
    }""")
    field.fill("26%")
    press(page)
    field.fill("27%")
    page.evaluate("window.letGo()")
    page.locator(".ck-met-line").wait_for()
    widget.show({"value": {"number": 0.3, "unit": None}})
    page.evaluate("(text) => window.fromPython(text)", json.dumps({"type": "state", "state": widget._shown()}))
    assert field.input_value() == "27%"


@pytest.mark.parametrize("typed", ["\ufeff Ada", " Ada\u200b ", "A\tda\u00a0", "\u2028Ada"])
def test_a_word_is_the_same_one_in_both_doors(browser_of: Browser, practice_file: Path, typed: str) -> None:
    page = browser_of().new_page()
    page.goto(practice_file.as_uri())
    assert page.get_by_role("textbox").get_attribute("autocapitalize") == "none"
    page.get_by_role("textbox").evaluate("(field, text) => { field.value = text; }", typed)
    page.get_by_role("button", name="Start").click()
    assert page.locator("nav b[translate=no]").inner_text() == find_code({"codes": None}, typed) == WORD


def test_a_code_is_typed_in_capitals(browser_of: Browser, graded_file: Path) -> None:
    page = browser_of().new_page()
    page.goto(graded_file.as_uri())
    assert page.get_by_role("textbox").get_attribute("autocapitalize") == "characters"


def test_an_address_that_cannot_be_read(browser_of: Browser, practice_file: Path) -> None:
    context = browser_of()
    opened(context, practice_file).close()
    page = context.new_page()
    page.goto(f"{practice_file.as_uri()}#task-%")
    page.wait_for_selector("body[data-ready]", timeout=5_000)


def test_a_table_field_that_is_no_number_is_not_kept_as_the_old_one(browser_of: Browser, practice_file: Path) -> None:
    page = opened(browser_of(), practice_file)
    here = task(page, "line")
    here.get_by_text("Type the numbers instead").click()
    for field in here.locator(".ck-sketch-field").all():
        field.fill("77")
        field.press("Enter")
    here.locator(".ck-sketch-field").first.fill("much")
    here.locator("form").evaluate("(form) => { document.activeElement.blur(); form.requestSubmit(); }")
    assert "“much” is not a number." in here.locator(".ck-task-form > .ck-problem").inner_text()
    assert kept(page, KEY)["answers"] == []


def test_a_verdict_is_spoken_once_and_a_task_stands_below_the_bar(browser_of: Browser, practice_file: Path) -> None:
    context = browser_of(320)
    page, other = opened(context, practice_file), opened(context, practice_file)
    answer_number(page, "cars", "30")
    met = task(page, "cars").locator(".ck-met")
    assert met.get_attribute("aria-atomic") == "false"
    met.evaluate("(node) => { window.line = node.firstChild; }")
    write(other, "Another tab")  # what that tells this one is nothing about the verdict
    page.wait_for_function("document.querySelector('[data-task=tripwire] textarea').value === 'Another tab'")
    assert met.evaluate("(node) => node.firstChild === window.line")
    assert task(page, "price").locator(".ck-name[translate=no]").count() == 4
    page.evaluate("document.documentElement.style.fontSize = document.body.style.fontSize = '200%'")
    page.wait_for_function("""() => parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)
      >= document.querySelector('.sheet-bar').offsetHeight""")
