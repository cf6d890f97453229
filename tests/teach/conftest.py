"""A class of simulated students, each with a file of answers."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=1</script></title></style>=cmd|calc \u202eevil'
WEIGHTS = {"first": (6, 3, 4, 1), "again": (3, 1, 9, 1)}


@pytest.fixture(scope="session")
def case() -> Any:
    import casekit as ck

    return ck.load("local-motors")


def student(case: Any, seed: int) -> dict[str, Any]:
    """The answers file of one simulated student: a bet lies somewhere between the truth and the rest of the slider."""
    from casekit._html import plain
    from casekit.teach._asked import asked
    from casekit.widgets.bets import answer_of

    chance = random.Random(seed)
    answers = []
    for minute, question in enumerate(asked(case)):
        at = f"2026-03-02T09:{minute:02}:{seed % 60:02}.000Z"
        answer: dict[str, Any] = {"step": question.step, "kind": question.kind, "at": at}
        if question.bet is not None:
            truth, _ = answer_of(case, question.bet)
            aim = chance.uniform(question.bet.low, question.bet.high)
            guess = truth + chance.choice([1, 0.3, 0.1, 0.02]) * (aim - truth)
            answer["value"] = float(f"{guess:.2g}")
        elif question.kind == "vote":
            weights = WEIGHTS["again" if question.again else "first"]
            letter = chance.choices([option.letter for option in case.decision.options], weights)[0]
            answer |= {"value": letter, "sure": 5 * chance.randint(6, 19)}
        elif question.kind == "pick":
            answer["value"] = plain(chance.choice([note.text for note in case.canvas][:9]))
        else:
            cars, month = chance.randint(2, 12) * 10, chance.choice(["June", "December"])
            answer["value"] = f"I fund factory 2 when {cars} people have paid in full by the end of {month} 2011."
        answers.append(answer)
    reader = "".join(random.Random(seed).choices("abcdefghjkmnpqrstuvwxyz", k=6))
    return {
        "casekit": 1, "case": "local-motors", "part": "A", "reader": reader, "started": "2026-03-02T09:00:00.000Z",
        "answers": answers,
    }  # fmt: skip


def save(folder: Path, file: dict[str, Any]) -> Path:
    path = folder / f"{file['case']}-answers-{file['reader']}.json"
    path.write_text(json.dumps(file), encoding="utf-8")
    return path


def fill(case: Any, folder: Path) -> Path:
    """Put thirty files into a folder: twenty-seven whole, one empty, one cut in half, one with hostile text."""
    for seed in range(27):
        save(folder, student(case, seed))
    (folder / "local-motors-answers-empty.json").write_text("", encoding="utf-8")
    half = json.dumps(student(case, 28))
    (folder / "local-motors-answers-half.json").write_text(half[: len(half) // 2], encoding="utf-8")
    hostile = student(case, 29)
    hostile["name"] = HOSTILE
    for answer in hostile["answers"]:
        if isinstance(answer["value"], str) and answer["kind"] in ("text", "say"):
            answer["value"] = HOSTILE
    save(folder, hostile)
    return folder


@pytest.fixture
def classroom(case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirty files of one class, in a folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "class"
    folder.mkdir()
    return fill(case, folder)
