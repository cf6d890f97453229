"""`TaskWidget(task, own, state, on_answer)`: one task of a sheet, in a notebook.

Python judges: the browser gets the question and the form, and neither the key nor the answers. What was answered
travels as a message when the widget is drawn, so that a notebook stores nothing of it. This module loads anywidget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from .._errors import KitError
from .._html import escape, view
from ..tasks.as_text import plain_text, with_own
from ..tasks.keyless import open_own, open_task
from . import _assets

_HOW = {
    "number": "Answer with a number{unit}.",
    "choose": "Answer by choosing one of these.",
    "order": "Answer by putting these in order.",
    "strike": "Answer by striking what does not follow.",
    "sort": "Answer by putting each of these in its place.",
    "canvas": "Answer by putting each of these notes into its block of the canvas.",
    "sketch": "Answer by drawing a line.",
    "formula": "Answer with a formula.",
    "function": "Answer with a Python function.",
    "bet": "Answer with a bet, and then say what it missed.",
    "essay": "Answer in at most {words} words.",
}


class TaskWidget(anywidget.AnyWidget):
    """One task as a widget: its question, a form, and what an answer met.

    Parameters
    ----------
    task, own
        One task of a sheet, and what of it is the student's own. Keys and right answers stay in Python.
    state
        What was answered before: `value`, its `verdict`, `tries`, `help` (the highest level seen), `old` (a sentence
        when the answer does not count any more) and `reveal` (`answer` and `where` of a placed bet); all may be left
        out.
    on_answer
        Takes an answer as it is saved, and returns its verdict.
    on_help
        Is told the level of help that was opened, 1 to 3.
    how
        A further sentence on how to answer, for who reads the notebook without running it.

    Examples
    --------
    >>> task = {"id": "a", "kind": "number", "title": "Cars", "points": 2, "question": "How many?", "units": []}
    >>> verdict = {"verdict": "right", "points": 2, "of": 2, "said": "Right.", "help": []}
    >>> widget = TaskWidget(task, {"said": []}, on_answer=lambda value: verdict)
    >>> widget.answer({"number": 77, "unit": ""})["said"], widget.tries
    ('Right.', 1)
    """

    _esm = _assets.joined("task_widget.js")
    _css = "".join(_assets.text(name) for name in ("casekit.css", "task.css", "sketch.css"))

    payload = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        task: Mapping[str, Any],
        own: Mapping[str, Any],
        state: Mapping[str, Any] | None = None,
        on_answer: Callable[[Any], dict[str, Any]] | None = None,
        on_help: Callable[[int], None] | None = None,
        *,
        how: str = "",
    ) -> None:
        self._task, self._own = dict(task), dict(own)
        self._on_answer, self._on_help, self._how = on_answer, on_help, how
        self._state: dict[str, Any] = {"tries": 0, "help": 0, **(state or {})}
        # In a notebook the title stands in a cell of its own, where a reader looks for it.
        super().__init__(payload={"task": open_task(task), "own": open_own(own, bet=False), "heading": ""})
        self.on_msg(self._hear)

    def __dir__(self) -> list[str]:
        return ["answer", "show", "tries", "verdict"]

    def __repr__(self) -> str:
        return f"<TaskWidget {self._task['id']}: it is answered in a notebook>"

    @property
    def tries(self) -> int:
        """How many answers were given."""
        return int(self._state["tries"])

    @property
    def verdict(self) -> dict[str, Any] | None:
        """What the last answer met; None before the first."""
        return self._state.get("verdict")

    def answer(self, value: Any) -> dict[str, Any]:
        """Give an answer from code, as the button does, and return its verdict."""
        verdict = self._judged(value)
        self.send({"type": "state", "state": self._shown()})
        return verdict

    def show(self, state: Mapping[str, Any]) -> None:
        """Show what was answered elsewhere; `state` is as when the widget was made."""
        self._state = {"tries": 0, "help": 0, **state}
        self.send({"type": "state", "state": self._shown()})

    def _judged(self, value: Any) -> dict[str, Any]:
        """The verdict; what goes wrong on the way is a sentence, and never a traceback below a student's answer."""
        try:
            if self._on_answer is None:
                raise KitError("Nothing judges this task. Give TaskWidget a function on_answer.")
            verdict = dict(self._on_answer(value))
        except KitError as error:
            return self._odd(str(error))
        except Exception as error:
            return self._odd(f"That could not be checked ({type(error).__name__}: {error}).")
        if verdict["verdict"] == "odd":
            return verdict
        placed = verdict["verdict"] == "placed"
        tries = self.tries + (not placed)
        self._state = {**self._state, "value": value, "verdict": verdict, "tries": tries, "old": ""}
        return verdict

    def _odd(self, said: str) -> dict[str, Any]:
        return {"verdict": "odd", "points": 0.0, "of": self._task.get("points", 0), "said": said, "help": []}

    def _shown(self) -> dict[str, Any]:
        """The state as a browser may see it: a bet that was placed has its answer, and no other task."""
        value = self._state.get("value")
        placed = self._task["kind"] == "bet" and isinstance(value, Mapping) and not self._state.get("old")
        return {**self._state, **({"reveal": self._reveal()} if placed else {})}

    def _reveal(self) -> dict[str, Any]:
        return {"answer": self._own.get("answer"), "where": self._own.get("where", "")}

    def _hear(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        kind, view_id = content.get("type"), content.get("view")
        if kind == "hello":
            self.send({"type": "state", "state": self._shown()})
        elif kind == "answer":
            verdict = self._judged(content.get("value"))
            state = self._shown()
            told = {**verdict, "tries": self.tries, **({"reveal": state["reveal"]} if "reveal" in state else {})}
            self.send({"type": "verdict", "id": content.get("id"), "verdict": told})
            self.send({"type": "state", "state": state, "view": view_id})
        elif kind == "help":
            level = content.get("level")
            if level in (1, 2, 3) and not isinstance(level, bool):
                self._state["help"] = max(int(self._state["help"]), level)
                if self._on_help is not None:
                    self._on_help(level)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        question = _in_a_line(with_own(self._task["question"], self._own.get("said", ())))
        how = f"{how_to_answer(self._task)} Run this cell to answer here.{f' {self._how}' if self._how else ''}"
        things = _things(self._task, self._own)
        body = f"<p>{escape(question)}</p>" + "".join(f"<p>{escape(each)}</p>" for each in things)
        body += f'<p class="ck-dim">{escape(how)}</p>'
        return {**data, "text/html": view(body), "text/plain": "\n".join([question, *things, how])}, metadata


def how_to_answer(task: Mapping[str, Any]) -> str:
    """How a task is answered, in a sentence.

    >>> how_to_answer({"kind": "essay", "words": 120})
    'Answer in at most 120 words.'
    """
    unit = " and its unit" if task.get("units") else ""
    return _HOW[task["kind"]].format(unit=unit, words=task.get("words", 120))


def _in_a_line(html: str) -> str:
    return " ".join(plain_text(html).split())


def _things(task: Mapping[str, Any], own: Mapping[str, Any]) -> list[str]:
    """What is to be chosen, ordered, struck or sorted; the letters are those that `check` takes."""
    items = {each["id"]: _in_a_line(each["html"]) for each in task.get("items", ())}
    if task["kind"] == "strike":
        return [f"{at}. {text}" for at, text in enumerate(items.values(), 1)]
    order = [id for id in own.get("order", items) if id in items] or list(items)
    return [f"{chr(ord('A') + at)}. {items[id]}" for at, id in enumerate(order)]
