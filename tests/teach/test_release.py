"""What goes out and what stays: a class is released, released again, changed, previewed."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from casekit._errors import KitError
from casekit._notebooks import clean
from casekit.tasks.bank import Assignment, Range
from casekit.tasks.codes import code_of
from casekit.tasks.read import read_assignment
from casekit.tasks.sheet import make_sheet
from casekit.teach.course import Course, Handed
from casekit.teach.mark import mark
from casekit.teach.preview import answers_html, preview
from casekit.teach.reference import references
from casekit.teach.release import release
from casekit.teach.sheet_notebook import notebook_of

from .._sheets import SECRET, TASKS, assignment
from ._answers import with_answers

NAMES = {"s-90210": "Ada Byron", "s-00217": "محمد Ørsted", "s-31415": "O'Neil <b>Kim</b>"}
GRADED = assignment(practice=False, tasks=[task for task in TASKS if task.id != "share"])


def roster(tmp_path: Path, names: Mapping[str, str] = NAMES) -> Path:
    path = tmp_path / "class.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "name"), *names.items()])
    return path


def handed_out(course: Path, name: str = "try") -> dict[str, str]:
    """Every file of the hand-out, by its place in it."""
    place = course / name / "hand-out"
    files = [path for path in place.rglob("*") if path.is_file()]
    return {path.relative_to(place).as_posix(): path.read_text(encoding="utf-8") for path in files}


def codes_in(course: Path) -> dict[str, str]:
    rows = csv.DictReader((course / "codes.csv").read_text(encoding="utf-8-sig").splitlines())
    return {row["id"]: row["code"] for row in rows}


def with_task(found: Assignment, id: str, **changes: Any) -> Assignment:
    """An assignment in which one task was changed."""
    asked = tuple(
        dataclasses.replace(
            each, points=changes.get("points", each.points), task=dataclasses.replace(each.task, **changes)
        )
        if each.task.id == id
        else each
        for each in found.asked
    )
    return dataclasses.replace(found, asked=asked)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one release of every kind of task; nobody changes it."""
    place = tmp_path_factory.mktemp("course")
    release(GRADED, roster(place), place / "course")
    return place / "course"


# ---- what is made ----


def test_the_layout(course: Path) -> None:
    assert sorted(path.name for path in course.iterdir()) == ["codes.csv", "key.txt", "try"]
    assert sorted(path.name for path in (course / "try").iterdir()) == ["hand-out", "released.json"]
    three = ["try.html", "try.ipynb", "try.sheet.json"]
    each = [f"each/{code}/{name}" for code in codes_in(course).values() for name in three]
    assert sorted(handed_out(course)) == sorted([*three, *each])
    first = (course / "key.txt").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("The key of this course. Hand it out to nobody")
    if os.name == "posix":
        assert {stat.S_IMODE((course / name).stat().st_mode) for name in ("key.txt", "codes.csv")} == {0o600}
    key = Course(course).key()
    assert codes_in(course) == {id: code_of(key, id) for id in NAMES}
    assert (course / "codes.csv").read_bytes().startswith(b"\xef\xbb\xbfid,name,code\r\n")


def test_nothing_in_the_hand_out_is_the_instructors(course: Path) -> None:
    key = Course(course).key()
    codes = list(codes_in(course).values())
    whole = make_sheet(GRADED, codes, key, keys=True)
    secrets = {key.hex(), str(course), SECRET, *NAMES, *NAMES.values(), "O'Neil &lt;b&gt;"}
    for asked in GRADED.asked:
        task = asked.task
        secrets |= {mistake.hint for mistake in task.mistakes} | {item.why for item in (*task.items, *task.because)}
        secrets |= {mistake.formula for mistake in task.mistakes}
        secrets |= {task.answer.formula} if task.answer and task.kind in ("formula", "function") else set()
    for own in whole["students"]:
        values = [each["key"] for each in own.values() if each["key"]]
        numbers = [each["value"] for each in values if "value" in each] + [
            n for each in values for n in each.get("values", [])
        ]
        secrets |= {repr(number) for number in numbers if len(repr(number)) > 10}
    secrets.discard("")
    assert len(secrets) > 30
    for place, text in handed_out(course).items():
        # A bet is shown its answer; it is what the bet was about, and not what is marked.
        text = re.sub(r'"answer":\s*[0-9.]+', "", text)
        for secret in secrets:
            assert secret not in text and secret.encode("ascii", "backslashreplace").decode() not in text, (
                place,
                secret,
            )
        if place.startswith("each/"):
            others = [code for code in codes if code != place.split("/")[1]]
            assert not any(code in text for code in others)


def test_the_sheet_is_that_of_the_marking_without_its_keys(course: Path) -> None:
    files = handed_out(course)
    sheet = json.loads(files["try.sheet.json"])
    assert all(task["key"] is None for task in sheet["tasks"])
    assert all(own["key"] is None for student in sheet["students"] for own in student.values())
    for code, at in sheet["codes"].items():
        one = json.loads(files[f"each/{code}/try.sheet.json"])
        assert one["codes"] == {code: 0} and one["students"] == [sheet["students"][at]]
        assert one["release"] == sheet["release"]


def test_what_is_said_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    made = release(GRADED, roster(tmp_path), tmp_path / "course", progress=lambda *each: told.append(each))
    assert made.sentences[0] == f"A new course begins in {tmp_path / 'course'}."
    assert "is released for 3 students: 12 files were written" in str(made) and made.written == 12
    assert "Next: put hand-out/try.html on your learning platform, and tell each student the code" in str(made)
    assert [each for each in told if each[1] == each[2]] == [("Numbers", 3, 3), ("Files", 12, 12)]
    late = dataclasses.replace(GRADED, due="2020-02-08 23:59")
    assert "It was due on Saturday 8 February 2020, 23:59, which is past" in str(
        release(late, folder=tmp_path / "course")
    )


def test_what_counts_has_a_roster(tmp_path: Path) -> None:
    with pytest.raises(KitError, match=r'"id,name" and "2031,Ada Byron"') as error:
        release(GRADED, folder=tmp_path / "course")
    assert "\n" not in str(error.value) and not (tmp_path / "course").exists(), "nothing half made"
    with pytest.raises(KitError, match="There is no file"):
        release(GRADED, tmp_path / "none.csv", tmp_path / "course")
    assert not (tmp_path / "course").exists()


def test_practice_needs_none(tmp_path: Path) -> None:
    made = release("local-motors-practice", folder=tmp_path / "course")
    assert not (tmp_path / "course" / "key.txt").exists() and made.students == ()
    assert "Any word will do as code" in str(made)
    assert len(handed_out(tmp_path / "course", "local-motors-practice")) == 3


# ---- again ----


def test_again_with_more_students_everybody_keeps_code_and_numbers(tmp_path: Path) -> None:
    course = tmp_path / "course"
    release(GRADED, roster(tmp_path), course)
    before, codes, key = handed_out(course), codes_in(course), (course / "key.txt").read_bytes()
    times = {path: path.stat().st_mtime_ns for path in (course / "try" / "hand-out" / "each").rglob("*.*")}
    more = {"s-00001": "Zoe Early", **dict(list(NAMES.items())[1:])}
    made = release(GRADED, roster(tmp_path, more), course)
    assert (course / "key.txt").read_bytes() == key
    assert {id: code for id, code in codes_in(course).items() if id in codes} == codes and "s-00001" in codes_in(course)
    assert "Ada Byron is not in the roster and keeps the code. To drop somebody, delete the line in codes.csv." in str(
        made
    )
    after = handed_out(course)
    assert {place: text for place, text in after.items() if place in before and place.startswith("each/")} == {
        place: text for place, text in before.items() if place.startswith("each/")
    }
    assert {path: path.stat().st_mtime_ns for path in times} == times, "what is the same is not written again"
    sheets = [json.loads(text["try.sheet.json"]) for text in (before, after)]
    for code in codes.values():
        assert len({json.dumps(sheet["students"][sheet["codes"][code]]) for sheet in sheets}) == 1
    assert "nothing had to be written anew" in str(release(GRADED, folder=course))


def test_who_is_dropped_is_gone_and_their_files_are_named(tmp_path: Path) -> None:
    course = tmp_path / "course"
    release(GRADED, roster(tmp_path), course)
    codes = codes_in(course)
    lines = (course / "codes.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (course / "codes.csv").write_text(
        "".join(line for line in lines if "Ada" not in line), encoding="utf-8-sig", newline=""
    )
    made = release(GRADED, folder=course)
    assert codes["s-90210"] not in handed_out(course)["try.sheet.json"] and len(made.students) == 2
    assert f"3 files of an earlier release were left, such as hand-out/each/{codes['s-90210']}/" in str(made)
    release(GRADED, roster(tmp_path), course)
    assert codes_in(course) == codes, "who comes back has the same code"


def test_a_changed_assignment_says_what_changed(tmp_path: Path) -> None:
    course = tmp_path / "course"
    release(GRADED, roster(tmp_path), course, each=False)
    changed = with_task(GRADED, "cars", points=3.0)
    changed = with_task(changed, "whom", question="Whom now?")
    changed = with_task(changed, "read", mistakes=(), hint="Another hint.")
    changed = dataclasses.replace(changed, due="2027-03-01", asked=changed.asked[1:] + changed.asked[:1])
    changed = dataclasses.replace(changed, asked=tuple(each for each in changed.asked if each.task.id != "memo"))
    said = release(changed, folder=course, each=False).sentences
    for sentence in (
        'Due: "2027-02-08 23:59" became "2027-03-01".', "memo is asked no more.", "cars: 2 points became 3.",
        "whom: what students see was changed.", "The tasks stand in another order.",
        "read: its answer, its known mistakes or its help was changed.",
    ):  # fmt: skip
        assert sentence in said
    assert not any(name in "\n".join(said) for name in ("trust:", "price:", "other numbers"))
    assert "memo is new." in release(GRADED, folder=course, each=False).sentences


def test_numbers_that_students_have_begun_with_change_only_when_told(tmp_path: Path) -> None:
    course = tmp_path / "course"
    release(GRADED, roster(tmp_path), course)
    before = handed_out(course)
    other = with_task(GRADED, "cars", draws={"cars_a_year": Range(600, 2400, 50), "build_time": Range(40, 60, 1)})
    with pytest.raises(KitError, match="cars: students would find other numbers") as error:
        release(other, folder=course)
    assert "\n" not in str(error.value) and handed_out(course) == before
    assert "cars: students have other numbers now." in release(other, folder=course, force=True).sentences


def test_what_somebody_changed_is_left_alone(tmp_path: Path) -> None:
    course = tmp_path / "course"
    release(GRADED, roster(tmp_path), course)
    page = course / "try" / "hand-out" / "try.html"
    page.write_text("mine", encoding="utf-8")
    with pytest.raises(KitError, match=r"try\.html was changed since it was released, and was left alone"):
        release(with_task(GRADED, "whom", question="Whom now?"), folder=course)
    assert page.read_text(encoding="utf-8") == "mine" and "Whom now?" not in handed_out(course)["try.sheet.json"]
    release(GRADED, folder=course, force=True)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    page.unlink()
    assert release(GRADED, folder=course).written == 1
    (course / "codes.csv").write_text("id,name,code,mark\r\n", encoding="utf-8-sig", newline="")
    with pytest.raises(KitError, match="has more columns than the kit gave it"):
        release(GRADED, roster(tmp_path), course)


def test_a_release_that_was_stopped_is_finished_by_the_next(tmp_path: Path) -> None:
    course = tmp_path / "course"

    def stop(what: str, done: int, of: int) -> None:
        if (what, done) == ("Files", 5):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        release(GRADED, roster(tmp_path), course, progress=stop)
    (course / "try" / "released.json").unlink()  # as when the machine went down
    assert release(GRADED, folder=course).written == 7
    (course / "try" / "released.json").write_text("[1]", encoding="utf-8")
    assert release(GRADED, folder=course).written == 0 and Handed(Course(course), "try").about["release"]


# ---- the key ----


def test_the_key_is_made_once_and_missed_in_a_sentence(tmp_path: Path) -> None:
    course = Course(tmp_path / "course")
    key = course.make_key()
    assert len(key) == 32 and course.make_key() == key and Course(tmp_path / "course").key() == key
    assert Course(tmp_path / "other").make_key() != key
    course.key_file.write_text("", encoding="utf-8")
    with pytest.raises(KitError, match="holds no key any more"):
        course.key()
    with pytest.raises(KitError, match="holds no key any more"):
        course.make_key()
    course.key_file.unlink()
    course.codes_file.write_text("id,name,code\n", encoding="utf-8")
    with pytest.raises(KitError, match="the codes belong to a key"):
        release(GRADED, roster(tmp_path), course.folder)
    with pytest.raises(KitError, match="is a file"):
        Course(course.codes_file)


# ---- the notebook ----


def run(book: Any, folder: Path) -> Any:
    from casekit._notebooks import _run

    _run(book, folder / "book.ipynb")
    return book


@pytest.mark.parametrize("one", [True, False], ids=["for one", "for all"])
def test_a_released_notebook_with_the_right_answers_has_all_points(course: Path, tmp_path: Path, one: bool) -> None:
    key, code = Course(course).key(), codes_in(course)["s-00217"]
    whole = make_sheet(GRADED, [code], key, keys=True)
    right = references(GRADED, whole, whole["students"][0])
    place = course / "try" / "hand-out" / (f"each/{code}" if one else "")
    (tmp_path / "try.sheet.json").write_bytes((place / "try.sheet.json").read_bytes())
    book = nbformat.read(place / "try.ipynb", as_version=4)
    run(with_answers(book, whole, right, "" if one else code), tmp_path)
    saved = json.loads((tmp_path / f"try-answers-{code}.json").read_text(encoding="utf-8"))
    marks = mark(GRADED, saved, key)
    assert marks.points == marks.of - marks.pending and marks.pending == 3
    assert {row.verdict for row in marks.rows} == {"right", "by-hand"}


def test_nbval_over_a_released_notebook_with_the_right_answers(course: Path, tmp_path: Path) -> None:
    """What was stored when it ran comes again in a folder where nothing was answered yet."""
    key, code = Course(course).key(), codes_in(course)["s-00217"]
    whole = make_sheet(GRADED, [code], key, keys=True)
    place = course / "try" / "hand-out" / "each" / code
    book = nbformat.read(place / "try.ipynb", as_version=4)
    book = with_answers(book, whole, references(GRADED, whole, whole["students"][0]))
    for name in ("first", "again"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "try.sheet.json").write_bytes((place / "try.sheet.json").read_bytes())
    run(book, tmp_path / "first")
    nbformat.write(clean(book), tmp_path / "again" / "try.ipynb")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbval",
        "--nbval-current-env",
        "-p",
        "no:cacheprovider",
        "try.ipynb",
    ]
    done = subprocess.run(command, cwd=tmp_path / "again", capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:]
    saved = json.loads((tmp_path / "again" / f"try-answers-{code}.json").read_text(encoding="utf-8"))
    assert mark(GRADED, saved, key).points == GRADED.points - 3  # the essay has to be read


def test_practice_runs_untouched_and_then_earns_all_points(tmp_path: Path) -> None:
    made = release("local-motors-practice", folder=tmp_path / "course")
    asked = read_assignment("local-motors-practice")
    (tmp_path / "local-motors-practice.sheet.json").write_bytes(
        (made.hand_out / "local-motors-practice.sheet.json").read_bytes()
    )
    book = nbformat.read(made.hand_out / "local-motors-practice.ipynb", as_version=4)
    untouched = run(nbformat.from_dict(book), tmp_path)
    assert f"0 of {asked.points:g} points so far" in str(untouched.cells[-1].outputs)
    assert not list(tmp_path.glob("*-answers-*")), "dots are no answer"
    sheet = json.loads((made.hand_out / "local-motors-practice.sheet.json").read_text(encoding="utf-8"))
    from casekit.tasks.whose import own_of

    right = references(asked, sheet, own_of(sheet, "practice"))
    book = run(
        with_answers(nbformat.read(made.hand_out / "local-motors-practice.ipynb", as_version=4), sheet, right), tmp_path
    )
    assert f"{asked.points:g} of {asked.points:g} points so far" in str(book.cells[-1].outputs)


def test_the_cells_are_as_nbgrader_wants_them(course: Path) -> None:
    from nbgrader.nbgraderformat import MetadataValidator

    for code in ("", codes_in(course)["s-00217"]):
        place = course / "try" / "hand-out" / (f"each/{code}" if code else "")
        book = nbformat.read(place / "try.ipynb", as_version=4)
        nbformat.validate(book)
        MetadataValidator().validate_nb(book)
        about = {cell.metadata["nbgrader"]["grade_id"]: cell.metadata["nbgrader"] for cell in book.cells}
        assert len(about) == len(book.cells) and all(each["schema_version"] == 3 for each in about.values())
        points = {id: each["points"] for id, each in about.items() if each["grade"]}
        assert sum(points.values()) == GRADED.points
        assert about["answer-tripwire"]["solution"] and about["answer-tripwire"]["grade"], "somebody reads it"
        assert all(each["locked"] and not each["solution"] for id, each in about.items() if id.startswith("points-"))
        headings = [line for cell in book.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()
                    if re.match(r"#+ ", line)]  # fmt: skip
        assert headings[0].startswith("# ") and all(line.startswith("## ") for line in headings[1:])


def test_a_question_is_asked_once_by_its_form(course: Path) -> None:
    book = nbformat.read(course / "try" / "hand-out" / "try.ipynb", as_version=4)
    cells = {cell.id: cell.source for cell in book.cells}
    assert cells["ask-cars"] == 'sheet.ask("cars")' and "cars a year" not in cells["task-cars"]
    assert cells["task-cars"].splitlines()[-1].startswith("*2 points, about")


def test_a_hostile_assignment_is_text(tmp_path: Path) -> None:
    wild = with_task(GRADED, "cars", title="# <img src=x onerror=alert(1)> $x$ `a`", question="{cars_a_year} <script>")
    wild = dataclasses.replace(wild, title="</title><script>alert(1)</script> *x*")
    codes = [code_of(b"k", "1")]
    book = notebook_of(make_sheet(wild, codes, b"k"), codes[0])
    text = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert not re.search(r"(?<!\\)<(?!/?span>)", text) and "$" not in text and r"\*x\*" in text and r"\`a\`" in text


# ---- the preview ----


def test_the_preview_of_a_made_up_student(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = preview(GRADED, answers=True)
    assert made.answers is not None and SECRET not in made.page.read_text(encoding="utf-8")
    told = made.answers.read_text(encoding="utf-8")
    assert SECRET in told and "For you alone." in told and "<script" not in told
    for asked in GRADED.asked:
        assert asked.task.title.replace("<", "&lt;") in told
        for mistake in asked.task.mistakes:
            assert mistake.formula in told and mistake.hint in told
    assert "&lt;half-built&gt;" in told and "def price(" in told and "by 31 December 2011" in told
    assert list(tmp_path.iterdir()) == [], "nothing is left where it was called"


def test_the_preview_of_one_student_has_that_students_numbers(course: Path) -> None:
    code = codes_in(course)["s-90210"]
    sheet = json.loads(handed_out(course)[f"each/{code}/try.sheet.json"])
    page = preview(GRADED, f" {code[:4].lower()}-{code[4]}", course).page.read_text(encoding="utf-8")
    assert json.dumps(sheet["students"][0]["cars"]["inputs"]) in page
    assert sheet["students"][0]["cars"]["said"][0] in answers_html(GRADED, code, course)
    with pytest.raises(KitError, match=r"No student in .* has the code"):
        preview(GRADED, code_of(b"another", "nobody"), course)
    with pytest.raises(KitError, match="is no code"):
        preview(GRADED, "Ada", course)
    with pytest.raises(KitError, match="Name the folder of your course"):
        preview(GRADED, code, course / "none")
    assert preview("local-motors-practice", "Ada", course / "none").page.exists()


def test_the_order_of_the_codes_tells_nothing(course: Path) -> None:
    sheet = json.loads((course / "try" / "hand-out" / "try.sheet.json").read_text(encoding="utf-8"))
    assert list(sheet["codes"]) == sorted(sheet["codes"]) and len(sheet["codes"]) > 1
