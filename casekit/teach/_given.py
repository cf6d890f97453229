"""What one student gave to one sheet: judged as it is given, kept at once, and looked up again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..tasks._answers_file import plain_data
from ..tasks.codes import shown_code
from ..tasks.judge import judge
from ..tasks.saved import Entry, Saved
from ..tasks.times import moment
from ..tasks.whose import own_of

DONE = ("right", "recorded", "by-hand")
_LEVELS = 3


class Given:
    """The answers of one student to one sheet.

    Parameters
    ----------
    sheet
        What is asked.
    code
        Who answers.
    folder
        Where the answers file is.
    """

    def __init__(self, sheet: Mapping[str, Any], code: str, folder: Path) -> None:
        self.sheet = sheet
        self.code = code
        self.own = own_of(sheet, code)
        self.tasks = {task["id"]: task for task in sheet["tasks"]}
        self.saved = Saved.open(folder, sheet, code)
        self._new: set[str] = set()
        self._again: set[str] = set()

    @property
    def who(self) -> str:
        """Whose answers these are, in words."""
        return f"code {shown_code(self.code)}" if self.sheet["codes"] is not None else f'"{self.code}"'

    @property
    def left(self) -> list[str]:
        """The ids of the tasks that are not done."""
        return [id for id in self.tasks if self.verdict(id)["verdict"] not in DONE]

    def judged(self, id: str, value: Any, ran: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What an answer meets, without keeping it; `ran` is what a function gave when it was run."""
        return judge(self.tasks[id], self.own[id], value if ran is None else {**value, "ran": ran})

    def answer(self, id: str, value: Any) -> dict[str, Any]:
        """Judge an answer and keep it; a wrong one opens one more level of help, the same one again does not."""
        verdict = self.judged(id, value)
        if verdict["verdict"] == "odd":
            return verdict
        last, level = self.saved.last(id), self.level(id)
        same = last is not None and last["old"] == "" and last["value"] == plain_data(value)
        if verdict["help"] and not same:
            level = min(level + 1, _LEVELS)
        self.saved.add(id, value, self.own[id]["inputs"], help=level)
        if not same:
            self._new.add(id)
        return verdict

    def bet(self, id: str, value: Mapping[str, Any]) -> dict[str, Any]:
        """A bet as it was placed first, since its answer has been seen, with what is now said of it."""
        last = self.saved.last(id)
        if last is None:
            return dict(value)
        return {"bet": last["value"]["bet"], "missed": value["missed"] or last["value"]["missed"]}

    def given_before(self, id: str, value: Any) -> Entry | None:
        """The answer that counts, when this one is older: a cell that was run again with all others after a restart.

        An answer of before is not taken for a new one while nothing else was answered since the sheet was opened; run
        once more, its cell means it.
        """
        found, plain = self.saved.of(id), plain_data(value)
        if self.tasks[id]["kind"] == "bet" or id in self._new or not found or found[-1]["value"] == plain:
            return None
        mark = f"{id} {plain}"
        if mark in self._again or not any(entry["value"] == plain and entry["old"] == "" for entry in found):
            return None
        self._again.add(mark)
        return found[-1]

    def level(self, id: str) -> int:
        """The highest level of help that was seen with a task."""
        return max((entry["help"] for entry in self.saved.of(id)), default=0)

    def tries(self, id: str) -> int:
        """How many answers were given to a task; of a bet, how many reasons."""
        found = self.saved.of(id)
        if self.tasks[id]["kind"] == "bet":
            found = [entry for entry in found if entry["value"].get("missed") is not None]
        return len(found)

    def verdict(self, id: str) -> dict[str, Any]:
        """What the answer that counts meets; "open" where there is none."""
        last = self.saved.last(id)
        if last is None:
            return {"verdict": "open", "points": None, "said": "", "help": []}
        return self.judged(id, last["value"])

    def old(self, id: str) -> str:
        """What is to be said of an answer from before the assignment was changed; "" when there is nothing."""
        last = self.saved.last(id)
        if last is not None:
            changed = "The assignment was changed after you answered. Look whether your answer still stands."
            return changed if last["old"] == "release" else ""
        if any(entry["task"] == id and entry["old"] == "inputs" for entry in self.saved.entries):
            return "An earlier answer of yours was given to other numbers. It is kept, and does not count."
        return ""

    def state(self, id: str) -> dict[str, Any]:
        """What was answered so far, as a form takes it."""
        last = self.saved.last(id)
        if last is None:
            return {"tries": 0, "help": 0, "old": self.old(id)}
        return {
            "value": last["value"], "verdict": self.verdict(id), "tries": self.tries(id), "help": self.level(id),
            "old": self.old(id) if self.tasks[id]["kind"] != "bet" else "",
        }  # fmt: skip


def when(entry: Entry) -> str:
    """When an answer was given, in words and in the time of this place."""
    from ..case._look import month

    at = moment(entry["at"])
    if at is None:
        return "after it"
    at = at.astimezone()
    return f"of {at.day} {month(at.date().isoformat())}, {at:%H:%M}"
