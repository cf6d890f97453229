"""The Python side of a task in a notebook: it judges, and neither the browser nor the file learns the key."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from casekit._errors import KitError
from casekit.canvas import BLOCKS
from casekit.tasks.as_text import plain_text, with_own
from casekit.tasks.judge import judge
from casekit.widgets import _assets
from casekit.widgets.task import TaskWidget, how_to_answer

from .._sheets import SECRET, TASKS, key_sheet, practice_sheet

IDS = [task.id for task in TASKS]


def parts(sheet: dict[str, Any], id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return next(task for task in sheet["tasks"] if task["id"] == id), sheet["students"][0][id]


def widget_of(sheet: dict[str, Any], id: str, **more: Any) -> tuple[TaskWidget, list[Any]]:
    task, own = parts(sheet, id)
    widget, sent = TaskWidget(task, own, on_answer=lambda value: judge(task, own, value), **more), []
    widget.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    return widget, sent


@pytest.mark.parametrize("id", IDS)
def test_neither_the_browser_nor_the_file_learns_the_key(id: str) -> None:
    widget, sent = widget_of(key_sheet(), id)
    task, own = parts(key_sheet(), id)
    data, metadata = widget._repr_mimebundle_()
    widget._hear(widget, {"type": "hello"}, [])
    state = {key: value for key, value in widget.get_state().items() if key not in ("_esm", "_css")}
    seen = json.dumps([data, metadata, state, repr(widget), sent], default=str)
    assert SECRET not in seen
    assert state["payload"]["task"]["key"] is None and state["payload"]["own"]["key"] is None
    assert "answer" not in state["payload"]["own"]
    if isinstance(own["key"], dict) and "value" in own["key"]:
        assert repr(own["key"]["value"]) not in seen
        assert all(unit["factor"] is None for unit in state["payload"]["task"]["units"])
    if task["kind"] == "bet":
        assert repr(own["answer"]) not in seen


@pytest.mark.parametrize("id", IDS)
def test_a_reader_without_a_kernel_sees_what_is_asked(id: str) -> None:
    task, own = parts(practice_sheet(), id)
    widget, _ = widget_of(practice_sheet(), id, how="Or in code.")
    data, _ = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    question = " ".join(plain_text(with_own(task["question"], own["said"])).split())
    assert data["text/plain"].startswith(question)
    assert data["text/plain"].endswith(f"{how_to_answer(task)} Run this cell to answer here. Or in code.")
    assert all(said in data["text/plain"] for said in own["said"])
    assert not re.search(r"<script|<half-built>|\{\d\}", data["text/html"])
    # The letters are those that `check` takes, and every student has an order of their own.
    for at, item in enumerate(own.get("order", []) if task["kind"] == "choose" else []):
        text = next(each["text"] for each in task["items"] if each["id"] == item)
        assert f"{'ABC'[at]}. {text}" in data["text/plain"]


def test_an_answer_is_judged_in_python_and_every_view_is_told() -> None:
    widget, sent = widget_of(practice_sheet(), "cars")
    value = {"number": 30, "unit": "vehicle"}
    widget._hear(widget, {"type": "answer", "id": "a1", "view": "v1", "value": value}, [])
    told, state = sent
    assert (told["type"], told["id"], told["verdict"]["verdict"]) == ("verdict", "a1", "wrong")
    assert (state["type"], state["view"], state["state"]["value"], state["state"]["tries"]) == ("state", "v1", value, 1)
    assert widget.verdict is not None and widget.tries == 1
    widget._hear(widget, {"type": "answer", "id": "a2", "view": "v1", "value": {"number": "x"}}, [])
    assert sent[2]["verdict"]["verdict"] == "odd" and widget.tries == 1
    assert widget.answer(value)["verdict"] == "wrong" and widget.tries == 2


def test_a_bet_tells_its_answer_once_it_is_placed() -> None:
    widget, sent = widget_of(practice_sheet(), "bet")
    _, own = parts(practice_sheet(), "bet")
    widget._hear(widget, {"type": "hello"}, [])
    assert "reveal" not in sent[0]["state"]
    bet = {"bet": 30, "missed": None}
    widget._hear(widget, {"type": "answer", "id": "a", "view": "v", "value": bet}, [])
    assert sent[1]["verdict"]["verdict"] == "placed"
    assert sent[1]["verdict"]["reveal"] == {"answer": own["answer"], "where": own["where"]}
    assert sent[2]["state"]["reveal"]["answer"] == own["answer"] and widget.tries == 0
    widget.show({"value": bet, "old": "An earlier one."})
    assert "reveal" not in sent[3]["state"]


def test_help_goes_to_who_keeps_it() -> None:
    levels: list[int] = []
    widget, _ = widget_of(practice_sheet(), "cars", on_help=levels.append)
    for level in (1, 3, 2, 9, "2", None, True):
        widget._hear(widget, {"type": "help", "level": level}, [])
    assert levels == [1, 3, 2]
    assert widget._state["help"] == 3


@pytest.mark.parametrize(
    ("error", "said"), [(KitError("The disk is full."), "The disk is full."), (ValueError("odd"), "(ValueError: odd)")]
)
def test_what_goes_wrong_is_a_sentence(error: Exception, said: str) -> None:
    def broken(value: Any) -> dict[str, Any]:
        raise error

    task, own = parts(practice_sheet(), "cars")
    widget = TaskWidget(task, own, on_answer=broken)
    verdict = widget.answer({"number": 1, "unit": "vehicle"})
    assert verdict["verdict"] == "odd" and said in verdict["said"]
    assert TaskWidget(task, own).answer(1)["verdict"] == "odd"
    for odd in ({}, {"type": "nonsense"}, {"type": "answer"}):
        widget.send = lambda content, buffers=None: None  # type: ignore[method-assign]
        widget._hear(widget, odd, [])


def test_the_notebooks_module_stands_alone(tmp_path: Path) -> None:
    names = [
        name
        for module in _assets.order("task_widget.js")
        for name in re.findall(
            r"^(?:export )?(?:async )?(?:const|let|function\*?|class) ([\w$]+)", _assets.text(module), re.M
        )
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    # It judges nothing, so it needs neither the judge nor formulas.
    assert not {"judge.js", "formula.js", "function.js"} & set(_assets.order("task_widget.js"))
    if shutil.which("node"):
        path = tmp_path / "joined.mjs"
        path.write_text(_assets.joined("task_widget.js"), encoding="utf-8")
        done = subprocess.run(["node", "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_canvas_has_the_same_blocks_in_both_languages() -> None:
    said = dict(
        re.findall(r'(\w+): "([^"]+)"', _assets.text("task_board.js").split("const CANVAS = {")[1].split("};")[0])
    )
    assert said == BLOCKS
