"""The page of a sheet as a file: what is absent from it, and that no text gets out of its place."""

from __future__ import annotations

import base64
import copy
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from casekit._errors import KitError
from casekit.export.sheet_page import handed_out, in_words, sheet_page
from casekit.tasks.codes import code_of
from casekit.widgets import _assets

from .._sheets import CODES, KEY, SECRET, graded_sheet, key_sheet, practice_sheet

WEB = Path(__file__).parents[2] / "casekit" / "export" / "web"


def data(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="sheet-data">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


@pytest.fixture(scope="module")
def graded() -> str:
    return sheet_page(graded_sheet())


def test_it_asks_for_nothing_and_runs_one_script(graded: str) -> None:
    markup = re.sub(r"<script.*?</script>", "", graded, flags=re.S)
    assert not re.search(r"<(?:iframe|object|embed|base|form|img)\b", markup)
    assert not re.findall(r"url\((?!data:)", markup)
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', graded)[1])  # type: ignore[index]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    script = re.search(r'<script type="module">(.*?)</script>', graded, re.S)[1]  # type: ignore[index]
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{mark}'"
    assert rules["img-src"] == "data:"
    assert len(re.findall(r"<script(?! type=\"application/json\")", graded)) == 1


def test_the_modules_fit_together_and_make_no_markup() -> None:
    modules = _assets.order("sheet.js", WEB)
    texts = {name: _assets.text(name, WEB) for name in modules}
    names = [
        name
        for text in texts.values()
        for name in re.findall(r"^(?:export )?(?:async )?(?:const|let|function\*?|class) ([\w$]+)", text, re.MULTILINE)
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    for name, text in texts.items():
        assert text.count("\n") <= 400, name
        assert "innerHTML" not in text and "insertAdjacentHTML" not in text, name


def test_no_key_of_what_counts_is_in_the_page(graded: str) -> None:
    whole = html.unescape(graded) + json.dumps(data(graded), ensure_ascii=False)
    open_task = next(task for task in graded_sheet()["tasks"] if task["practice"])
    assert whole.count(SECRET) == 2  # of the one task that is open: as it stands in the file, and as data
    assert open_task["key"]["hint"] == f"{SECRET}."
    for task in data(graded)["sheet"]["tasks"]:
        if not task["practice"]:
            assert task["key"] is None
            assert all(each["factor"] is None for each in task.get("units", []))
            assert task["kind"] == "bet" or "asked" not in task
    for student in data(graded)["sheet"]["students"]:
        assert all(own["key"] is None for id, own in student.items() if id != open_task["id"])


def test_a_sheet_for_marking_gives_the_same_page(graded: str) -> None:
    """Whoever makes a page from the sheet that has the keys hands out none of them."""
    assert sheet_page(key_sheet()) == graded


def test_a_page_for_one_student_holds_nobody_else() -> None:
    one = data(sheet_page(graded_sheet(), CODES[0]))
    assert one["only"] == CODES[0] and one["sheet"]["codes"] == {CODES[0]: 0} and len(one["sheet"]["students"]) == 1
    shown = f" {CODES[1][:4]}-{CODES[1][4:]} ".lower()
    assert data(sheet_page(graded_sheet(), shown))["only"] == CODES[1]
    other, whose = handed_out(practice_sheet(), "Ada")
    assert whose == "Ada" and other["codes"] is None and len(other["students"]) == 1
    with pytest.raises(KitError, match="There is no code"):
        sheet_page(graded_sheet(), code_of(KEY, "s3"))
    with pytest.raises(KitError, match="A page is made from a sheet"):
        sheet_page({"title": "x"})


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2027-02-08", "Monday 8 February 2027"), ("2027-02-08 23:59", "Monday 8 February 2027, 23:59"),
        ("2027-02-08T23:59+01:00", "Monday 8 February 2027, 23:59 (UTC+01:00)"), ("", ""), ("soon", "soon"),
    ],
)  # fmt: skip
def test_a_date_in_words(when: str, said: str) -> None:
    assert in_words(when) == said


HOSTILE = "</script><!--<img src=x onerror=window.hacked=1>]]>\u2028{{script}}</template></textarea>\"'`{0}"


def test_hostile_text_stays_text(graded: str) -> None:
    spoiled: dict[str, Any] = copy.deepcopy(dict(graded_sheet()))
    for name in ("title", "about", "line", "case_title", "opens", "due"):
        spoiled[name] = f"{spoiled[name]} {HOSTILE}"
    for task in spoiled["tasks"]:
        task["question"] += HOSTILE
        task["title"] += HOSTILE
    page = sheet_page(spoiled)
    for tag in ("script", "style", "template", "section", "main", "link", "meta", "img", "iframe", "textarea"):
        assert len(re.findall(rf"<{tag}\b", page)) == len(re.findall(rf"<{tag}\b", graded)), tag
    assert data(page)["sheet"]["tasks"][0]["title"].endswith(HOSTILE)
