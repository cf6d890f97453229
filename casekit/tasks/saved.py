"""A student's answers, kept as they are given: in the notebook's memory, and at once in a small file beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from .._errors import KitError, near
from .._json import Strange
from ._answers_file import (
    MANY,
    SCHEMA,
    alone,
    cannot_use,
    files_of,
    is_level,
    joined,
    plain_data,
    read_file,
    set_aside,
    why_not,
    write_file,
)
from .counting import counting_value, reason_against
from .times import moment
from .whose import file_name, own_of

LONGEST = 20_000  # characters of one answer, as JSON

Entry: TypeAlias = dict[str, Any]


class Saved:
    """The answers of one student to one sheet.

    Parameters
    ----------
    path
        The answers file; it need not be there yet.
    sheet
        What is asked.
    code
        Whose answers they are, as `find_code` gives it.

    Raises
    ------
    KitError
        When the sheet knows no such code.

    Examples
    --------
    >>> import tempfile
    >>> task = {"id": "t", "kind": "essay", "points": 1, "words": 120, "key": None}
    >>> own = {"t": {"inputs": {}}}
    >>> sheet = {"assignment": "a", "case": "c", "part": "A", "release": "1", "tasks": [task], "codes": None,
    ...          "students": [own]}
    >>> folder = tempfile.mkdtemp()
    >>> saved = Saved.open(folder, sheet, "practice")
    >>> entry = saved.add("t", "Because.", {})
    >>> Saved.open(folder, sheet, "practice").last("t")["value"], saved.path.name
    ('Because.', 'a-answers-practice.json')
    """

    def __init__(self, path: str | os.PathLike[str], sheet: Mapping[str, Any], code: str) -> None:
        self.path = Path(os.path.realpath(Path(path).expanduser()))
        self.code = code
        self._sheet = sheet
        self._own = own_of(sheet, code)
        self._tasks = {task["id"]: task for task in sheet["tasks"]}
        self._head: dict[str, Any] = {}
        self._answers: list[Any] = []
        self._fitting: dict[int, str] = {}
        self._known: dict[str, str] = {}
        self._notes: list[str] = []
        self._trouble = ""
        try:
            self._join_disk()
        except KitError as error:
            self._notes.append(str(error))

    @classmethod
    def open(cls, folder: str | os.PathLike[str], sheet: Mapping[str, Any], code: str) -> Saved:
        """The answers of a student in a folder.

        Other files there with answers under the same code, such as one that the page saved, are read too and left as
        they are.

        Parameters
        ----------
        folder
            Where the answers file is, or will be.
        sheet, code
            As for the class.

        Raises
        ------
        KitError
            When there is no such folder, or the sheet knows no such code.
        """
        place = Path(folder).expanduser()
        if not place.is_dir():
            what = "is a file" if place.exists() else "is not there"
            raise KitError(f"The folder {place} {what}. Make it, or name another one for your answers.")
        saved = cls(place / file_name(sheet, code), sheet, code)
        for path, data in files_of(place, sheet["assignment"]):
            if path.resolve() != saved.path and data.get("code") == code and data.get("case") == sheet["case"]:
                saved._take_over(path, data)
        return saved

    def __repr__(self) -> str:
        return f"<Saved answers: {len(self._answers)} in {self.path.name}>"

    @property
    def entries(self) -> list[Entry]:
        """Every answer that can be read, in the order in which they were given; fresh copies.

        Each holds task, value, inputs, at, help (0 to 3) and old: "" when it counts; "release" when it counts, but the
        assignment was changed after it was given; "inputs" when it was given to other numbers, "task" when its task is
        asked no more, and "value" when it no longer fits its task. The last three do not count.
        """
        return [self._entry(at) for at in self._fitting]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found on the disk that the student should know, a sentence each."""
        return tuple(self._notes)

    @property
    def trouble(self) -> str:
        """Why what was given last is not on the disk yet, in a sentence; "" when it is."""
        return self._trouble

    @property
    def content(self) -> dict[str, Any]:
        """The whole file as plain data, with what of it could not be read as an answer too."""
        sheet = self._sheet
        head = {"casekit": SCHEMA, **{name: sheet[name] for name in ("assignment", "release", "case", "part")}}
        rest = {name: value for name, value in self._head.items() if name not in (*head, "code", "answers", "started")}
        started = self._head.get("started")
        started = started if moment(started) else _written(datetime.now(UTC))
        return {**head, "code": self.code, **rest, "started": started, "answers": self._answers}

    def of(self, task: str) -> list[Entry]:
        """The answers to a task that count, the oldest first."""
        counting = [at for at, old in self._fitting.items() if old in ("", "release")]
        return [self._entry(at) for at in counting if self._answers[at]["task"] == task]

    def last(self, task: str) -> Entry | None:
        """The answer to a task that counts: the last one, and of a bet the first bet with what was said of it last.

        Parameters
        ----------
        task
            Its id.

        Returns
        -------
        dict or None
            As in `entries`; None when there is none yet.
        """
        found = self.of(task)
        if not found:
            return None
        return {**found[-1], "value": counting_value(self._tasks[task], found)}

    def add(self, task: str, value: Any, inputs: Mapping[str, float], help: int = 0) -> Entry:
        """Keep an answer: in memory at once, and in the file when it can be written (`trouble` says when not).

        The same answer given again is kept once, with its first time.

        Parameters
        ----------
        task
            The task's id.
        value
            The answer, as the sheet's kinds of task have it.
        inputs
            The numbers that it was given to.
        help
            The level of help that was seen, 0 to 3.

        Returns
        -------
        dict
            The answer as it is in `entries`.

        Raises
        ------
        KitError
            When the sheet has no such task, or the answer is too large or nothing that a file can hold.
        """
        if task not in self._tasks:
            raise KitError(f'There is no task "{task}" here. {near(task, self._tasks, "Tasks")}')
        value, inputs = plain_data(value), plain_data(inputs)
        if value is None:
            raise KitError("There is no answer yet.")
        size = len(_json(value))
        if size > LONGEST:
            raise KitError(f"This answer is {size:,} characters long; {LONGEST:,} are the most. Shorten it.")
        if len(self._answers) >= MANY:
            raise KitError(f"{self.path.name} holds {MANY:,} answers and is full. Move it elsewhere and start again.")
        before = self.of(task)
        if before and before[-1]["value"] == value and before[-1]["old"] == "":
            self.saw(task, help)
            return self.of(task)[-1]
        entry = {"task": task, "value": value, "inputs": inputs, "at": "", **({"help": help} if help else {})}
        self._write(entry)
        return next(each for each in reversed(self.entries) if each["task"] == task and each["at"] == entry["at"])

    def saw(self, task: str, help: int) -> None:
        """Note that help up to a level was seen with the last answer to a task."""
        counting = (at for at, old in self._fitting.items() if old in ("", "release"))
        found = [at for at in counting if self._answers[at]["task"] == task]
        if found and help > self._entry(found[-1])["help"]:
            self._answers[found[-1]] = {**self._answers[found[-1]], "help": help}
            self.write()
        elif self._trouble:
            self.write()

    def write(self) -> None:
        """Join with what is on the disk now, and write everything; what goes wrong is told by `trouble`."""
        self._write()

    def _write(self, *new: Entry) -> None:
        try:
            with alone(self.path.parent):
                try:
                    self._join_disk()
                finally:
                    # After what is there already: the answer that is given now is the last one.
                    self._append(new)
                write_file(self.path, self.content)
            self._trouble = ""
        except KitError as error:
            self._trouble = str(error)
        except OSError as error:
            self._trouble = why_not(error, self.path)

    def _append(self, new: Sequence[Entry]) -> None:
        for entry in new:
            taken = {each.get("at") for each in self._answers if isinstance(each, Mapping)}
            now = datetime.now(UTC)
            while (at := _written(now)) in taken:
                now += timedelta(milliseconds=1)
            entry["at"] = at
            self._answers.append(entry)
        self._look()

    def _join_disk(self) -> None:
        """Take in what the file holds; what is there and cannot be used is never written over."""
        try:
            data = read_file(self.path)
            if data is not None:
                self._check(data)
                self._take(data)
        except Strange as strange:
            try:
                other = set_aside(self.path)
            except OSError as error:
                raise KitError(cannot_use(self.path, f"{strange} and cannot be set aside", error)) from None
            self._notes.append(f"{self.path.name} {strange}. It was set aside as {other.name}; nothing of it is lost.")
        except OSError as error:
            raise KitError(cannot_use(self.path, "cannot be read", error)) from None

    def _check(self, data: Mapping[str, Any]) -> None:
        for name, what in (("assignment", "answers another assignment"), ("case", "is about another case"),
                           ("code", "holds the answers of another code")):  # fmt: skip
            known = self.code if name == "code" else self._sheet[name]
            if data.get(name) != known:
                raise Strange(what)

    def _take(self, data: Mapping[str, Any]) -> int:
        """Join with the content of a file; how many answers were new."""
        release, before = self._sheet["release"], len(self._answers)
        theirs = [_with_release(each, data.get("release"), release) for each in data["answers"][:MANY]]
        self._answers = joined(self._answers, theirs)
        self._head = {**self._head, **{name: value for name, value in data.items() if name != "answers"}}
        self._look()
        return len(self._answers) - before

    def _take_over(self, path: Path, data: Mapping[str, Any]) -> None:
        head = self._head
        new = self._take(data)
        self._head = {**data, **head, "answers": []}
        if new:
            told = "One answer is" if new == 1 else f"{new} answers are"
            self._notes.append(f"{told} taken over from {path.name}, which is left as it is.")
            self.write()

    def _look(self) -> None:
        """Which of the answers can be read, and why some of them do not count."""
        self._fitting = {
            at: self._old(answer) for at, answer in enumerate(self._answers) if _is_answer(answer)
        }  # fmt: skip

    def _old(self, answer: Mapping[str, Any]) -> str:
        task = self._tasks.get(answer["task"])
        if task is None:
            return "task"
        text = _json([answer["task"], answer["value"], answer["inputs"]])
        if text not in self._known:  # a long file is looked at again with each answer
            self._known[text] = reason_against(task, self._own[answer["task"]], answer)
        if self._known[text]:
            return self._known[text]
        return "release" if answer.get("release", self._sheet["release"]) != self._sheet["release"] else ""

    def _entry(self, at: int) -> Entry:
        answer = self._answers[at]
        found = {name: answer[name] for name in ("task", "value", "inputs", "at")}
        help = answer.get("help")
        return {**plain_data(found), "help": help if is_level(help) else 0, "old": self._fitting[at]}


def _with_release(answer: Any, theirs: Any, ours: str) -> Any:
    """An answer that says under which release it was given, unless that is the one which the file will say."""
    if not isinstance(answer, Mapping):
        return answer
    release = answer.get("release", theirs)
    rest = {name: value for name, value in answer.items() if name != "release"}
    return rest if release == ours else {**rest, "release": release}


def _is_answer(answer: Any) -> bool:
    return (
        isinstance(answer, Mapping)
        and isinstance(answer.get("task"), str)
        and answer.get("value") is not None
        and isinstance(answer.get("inputs"), Mapping)
        and moment(answer.get("at")) is not None
        and len(_json(answer)) <= 2 * LONGEST
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _written(at: datetime) -> str:
    """A time as JavaScript writes it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
