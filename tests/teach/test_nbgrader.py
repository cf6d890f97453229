"""The source that goes to nbgrader, and that nbgrader then gives the same points as `mark`, task by task."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from casekit.tasks.judge import judge
from casekit.tasks.read import read_assignment, read_bank
from casekit.tasks.saved import Saved
from casekit.tasks.sheet import make_sheet
from casekit.teach.course import Course
from casekit.teach.mark import Marks, mark
from casekit.teach.reference import in_code, references
from casekit.teach.release import release

from ._answers import with_answers, wrong_value

STUDENTS = ("right", "wrong", "mixed")
ASSIGNMENT = """schema: 1
title: "All <b>tasks</b>"
bank: local-motors
part: A
due: 2099-02-08
tasks: [{tasks}]
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which every task of part A counts, released for three students whose ids nbgrader knows."""
    place = tmp_path_factory.mktemp("nbgrader")
    folder = place / "all-tasks"
    folder.mkdir()
    ids = [task.id for task in read_bank("local-motors", part="A").tasks.values()]
    (folder / "assignment.yaml").write_text(ASSIGNMENT.format(tasks=", ".join(ids)), encoding="utf-8")
    lines = "".join(f"{name},Student {name}\n" for name in STUDENTS)
    (place / "class.csv").write_text(f"id,name\n{lines}", encoding="utf-8")
    release(folder, place / "class.csv", place / "course", each=False, nbgrader=True)
    return place


@pytest.fixture(scope="module")
def run(course: Path) -> Callable[..., str]:
    """Run `nbgrader ...` in the course, with everything of its own."""
    home = course / "home"
    home.mkdir()
    places = {name: str(home / name.lower()) for name in
              ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}  # fmt: skip
    # nbgrader calls alembic by its name, so the environment's programs come first.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, **places, "HOME": str(home), "PATH": path}

    def nbgrader(*arguments: str) -> str:
        command, place = [sys.executable, "-m", "nbgrader", *arguments], course / "course" / "nbgrader"
        done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return nbgrader


def test_the_source_runs_as_it_is_and_earns_all_points(course: Path, tmp_path: Path) -> None:
    from casekit._notebooks import _run

    source = course / "course" / "nbgrader" / "source" / "all-tasks"
    for each in source.iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    book = nbformat.read(source / "all-tasks.ipynb", as_version=4)
    # The hidden tests look for the right answers above the notebook.
    marking = course / "course" / "nbgrader" / "casekit-marking"
    (tmp_path / marking.name).symlink_to(marking)
    _run(book, tmp_path / "all-tasks.ipynb")
    points = {cell.id: cell.outputs[0]["data"]["text/plain"] for cell in book.cells if cell.id.startswith("points-")
              and cell.cell_type == "code"}  # fmt: skip
    of = {cell.id: cell.metadata["nbgrader"]["points"] for cell in book.cells if cell.id in points}
    assert {id: float(text) for id, text in points.items()} == of and len(of) >= 10


def test_nbgrader_gives_the_same_points(course: Path, run: Callable[..., str]) -> None:
    nbgrader = course / "course" / "nbgrader"
    run("generate_assignment", "all-tasks")
    released = nbgrader / "release" / "all-tasks"
    asked, key = read_assignment(course / "all-tasks"), Course(course / "course").key()
    codes = {each.id: each.code for each in Course(course / "course").students(None)[0]}
    whole = make_sheet(asked, list(codes.values()), key, keys=True)
    _holds_no_answers(released, whole, key)
    expected = {}
    for student, code in codes.items():
        own = whole["students"][whole["codes"][code]]
        right = references(asked, whole, own)
        values = _values(student, whole, own, right)
        expected[student] = mark(asked, _hand_in(released, nbgrader, student, code, whole, values), key)
    essays = sum(each.points for each in asked.asked if each.task.by_hand)
    assert [expected[student].points for student in STUDENTS[:2]] == [expected["right"].of - essays, 0.0]
    run("autograde", "all-tasks")
    found = _gradebook(nbgrader / "gradebook.db")
    for student in STUDENTS:
        _same(found[student], expected[student])
    assert 0 < sum(found["mixed"].values()) < sum(found["right"].values())


def _values(student: str, whole: Mapping[str, Any], own: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    """What a student answers: all right, all wrong, or half of it, with a half right answer and one left out."""
    wrong = {task["id"]: wrong_value(task, own[task["id"]], right[task["id"]]) for task in whole["tasks"]}
    if student != "mixed":
        return dict(right) if student == "right" else wrong
    mixed = {id: (right if at % 2 else wrong)[id] for at, id in enumerate(right)}
    for task in whole["tasks"]:
        if task["kind"] == "choose" and task["because"]:
            mixed[task["id"]] = {**right[task["id"]], "because": wrong[task["id"]]["because"]}
            assert judge(task, own[task["id"]], mixed[task["id"]])["verdict"] == "partly"
    del mixed[next(task["id"] for task in whole["tasks"] if task["kind"] == "sort")]
    return mixed


def _hand_in(
    released: Path, nbgrader: Path, student: str, code: str, whole: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Put a student's work where nbgrader finds it; what was saved. Who mixes gives a third of the answers in forms."""
    place = nbgrader / "submitted" / student / "all-tasks"
    place.mkdir(parents=True)
    sheet = json.loads((released / "all-tasks.sheet.json").read_text(encoding="utf-8"))
    saved = Saved.open(place, sheet, code)
    own = sheet["students"][sheet["codes"][code]]
    for id, value in values.items():
        saved.add(id, value, own[id]["inputs"])
    book = nbformat.read(released / "all-tasks.ipynb", as_version=4)
    in_cells = {id: value for at, (id, value) in enumerate(values.items()) if student != "mixed" or at % 3}
    nbformat.write(with_answers(book, sheet, in_cells, code), place / "all-tasks.ipynb")
    (place / "all-tasks.sheet.json").write_text("{}", encoding="utf-8")  # a student's own copy counts for nothing
    content = saved.content
    if student != "mixed":
        saved.path.unlink()
    return content


def _holds_no_answers(released: Path, whole: Mapping[str, Any], key: bytes) -> None:
    assert sorted(path.name for path in released.iterdir()) == ["all-tasks.ipynb", "all-tasks.sheet.json"]
    text = "".join(path.read_text(encoding="utf-8") for path in released.iterdir())
    for word in (key.hex(), "SOLUTION", "HIDDEN", "points_of", "casekit-marking"):
        assert word not in text
    book = nbformat.read(released / "all-tasks.ipynb", as_version=4)
    for task in whole["tasks"]:
        cell = next(cell for cell in book.cells if cell.id == f"answer-{task['id']}")
        assert "NotImplementedError" not in cell.source
        assert cell.source.strip().endswith((f'sheet.check("{task["id"]}", ...)', f'sheet.ask("{task["id"]}")'))


def _gradebook(path: Path) -> dict[str, dict[str, float]]:
    """The points of each cell by student, through nbgrader's own door; what waits for a reader has none."""
    from nbgrader.api import Gradebook

    found: dict[str, dict[str, float]] = {}
    with Gradebook(f"sqlite:///{path}") as book:
        for submission in book.assignment_submissions("all-tasks"):
            (notebook,) = submission.notebooks
            grades = {grade.name: grade for grade in notebook.grades}
            manual = {name for name, grade in grades.items() if name.startswith("answer-")}
            assert manual == {"answer-tripwire"}
            assert grades["answer-tripwire"].manual_score is None and not grades["answer-tripwire"].auto_score
            found[submission.student.id] = {
                name.removeprefix("points-"): grade.auto_score for name, grade in grades.items() if name not in manual
            }
    return found


def _same(found: Mapping[str, float], expected: Marks) -> None:
    by_machine = {row.task: row.points for row in expected.rows if row.verdict != "by-hand"}
    assert dict(found) == {id: points for id, points in by_machine.items() if id != "tripwire"}
    assert len(found) == len(expected.rows) - 1


def test_the_code_of_an_answer_is_understood(course: Path) -> None:
    """What `in_code` writes is read by `check` as the value that it was written from."""
    from casekit.teach.sheet import exercises

    asked, key = read_assignment(course / "all-tasks"), Course(course / "course").key()
    for student in Course(course / "course").students(None)[0]:
        whole = make_sheet(asked, [student.code], key, keys=True)
        own = whole["students"][0]
        right = references(asked, whole, own)
        folder = course / f"kept-{student.code}"
        folder.mkdir()
        sheet = exercises(whole, student.code, folder)
        for task in whole["tasks"]:
            if task["kind"] != "function":  # whose text is only known in a notebook
                exec(in_code(task, right[task["id"]]), {"sheet": sheet})
                assert sheet._saved.last(task["id"])["value"] == right[task["id"]], task["id"]  # type: ignore[index]
