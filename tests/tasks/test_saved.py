"""Answers files: what was given is never lost, and what is strange is never written over."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit.tasks import _answers_file
from casekit.tasks._answers_file import joined
from casekit.tasks.codes import code_of, shown_code
from casekit.tasks.saved import Saved
from casekit.tasks.whose import codes_in, file_name, find_code

NUMBER = {"id": "cars", "kind": "number", "points": 2, "units": [], "key": None}
TEXT = {"id": "why", "kind": "essay", "points": 3, "words": 120, "key": None}
BET = {
    "id": "half-built", "kind": "bet", "points": 2, "asked": "vehicle", "key": None,
    "missed": {"html": "", "items": [{"id": "aaaaaa"}, {"id": "bbbbbb"}]},
}  # fmt: skip
OWN = {
    "cars": {"inputs": {"build_time": 14.0}, "key": None},
    "why": {"inputs": {}},
    "half-built": {"inputs": {}, "answer": 76.7, "key": None},
}
SHEET: dict[str, Any] = {
    "assignment": "local-motors", "case": "local-motors", "part": "A", "release": "one", "title": "Before the vote",
    "codes": None, "tasks": [NUMBER, TEXT, BET], "students": [OWN],
}  # fmt: skip
INPUTS = {"build_time": 14.0}


def number(value: float) -> dict[str, Any]:
    return {"number": value, "unit": None}


def opened(folder: Path, sheet: dict[str, Any] = SHEET, code: str = "practice") -> Saved:
    return Saved.open(folder, sheet, code)


def values(saved: Saved) -> list[Any]:
    return [entry["value"]["number"] for entry in saved.entries if entry["task"] == "cars"]


def stored(saved: Saved) -> dict[str, Any]:
    return json.loads(saved.path.read_text(encoding="utf-8"))


def file(*answers: Any, **more: Any) -> dict[str, Any]:
    head = {name: SHEET[name] for name in ("assignment", "release", "case", "part")}
    return {
        "casekit": 1,
        **head,
        "code": "practice",
        "started": "2027-02-01T09:00:00.000Z",
        "answers": [*answers],
        **more,
    }


def answer(value: Any, at: str = "2025-02-01T10:00:00.000Z", task: str = "cars", **more: Any) -> dict[str, Any]:
    inputs = INPUTS if task == "cars" else {}
    return {"task": task, "value": value, "inputs": inputs, "at": at, **more}


def put(folder: Path, content: Any, name: str = "local-motors-answers-practice.json") -> Path:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


# ---- every answer, as it is given ----


def test_every_answer_is_in_the_file_as_soon_as_it_is_given(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    assert not saved.path.exists()
    saved.add("cars", number(82.0), INPUTS, help=1)
    saved.add("cars", number(76.7), INPUTS)
    saved.add("why", "The hall is full: 車", {})
    found = stored(saved)
    assert {name: found[name] for name in file() if name not in ("answers", "started")} == {
        name: value for name, value in file().items() if name not in ("answers", "started")
    }
    assert [each["value"] for each in found["answers"]] == [number(82), number(76.7), "The hall is full: 車"]
    assert [each.get("help") for each in found["answers"]] == [1, None, None]
    assert "車" in saved.path.read_text(encoding="utf-8")  # a person can read it
    again = opened(tmp_path)
    assert values(again) == [82, 76.7] and again.last("cars")["value"] == number(76.7) and again.trouble == ""
    assert os.listdir(tmp_path) == ["local-motors-answers-practice.json"]


def test_the_same_answer_again_keeps_its_first_time(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    first = saved.add("cars", number(82), INPUTS, help=1)
    again = saved.add("cars", number(82.0), {"build_time": 14}, help=2)
    assert again["at"] == first["at"] and again["help"] == 2 and len(saved.entries) == 1
    assert stored(saved)["answers"][0]["help"] == 2
    saved.add("cars", number(77), INPUTS)
    saved.add("cars", number(82), INPUTS)
    assert values(saved) == [82, 77, 82]


def test_of_a_bet_the_first_counts_and_the_last_that_was_said_of_it(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    for bet, missed in ((30, None), (30, "aaaaaa"), (77, None), (77, "bbbbbb")):
        saved.add("half-built", {"bet": bet, "missed": missed}, {})
    assert saved.last("half-built")["value"] == {"bet": 30, "missed": "bbbbbb"}


def test_what_comes_out_is_a_copy(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    saved.add("cars", number(82), INPUTS)["value"]["number"] = 1
    saved.entries[0]["value"]["number"] = 2
    saved.last("cars")["inputs"].clear()
    assert saved.last("cars")["value"] == number(82) and saved.last("cars")["inputs"] == INPUTS


@pytest.mark.parametrize(
    ("task", "value", "says"),
    [
        ("cars", {"number": float("nan"), "unit": None}, "no plain text, number or list"),
        ("cars", {"number": object(), "unit": None}, "no plain text, number or list"),
        ("cars", None, "no answer yet"),
        ("why", "x" * 1_000_000, "1,000,002 characters long; 20,000 are the most"),
        ("why", ["x"] * 100_000, "20,000 are the most"),
        ("card", number(1), 'There is no task "card" here. Did you mean "cars"?'),
    ],
)
def test_what_never_gets_in(tmp_path: Path, task: str, value: Any, says: str) -> None:
    saved = opened(tmp_path)
    with pytest.raises(KitError, match=says.replace("?", r"\?")):
        saved.add(task, value, {})
    assert saved.entries == [] and not saved.path.exists()


# ---- two programs, one file ----


def test_two_copies_of_a_notebook_lose_nothing(tmp_path: Path) -> None:
    one, two = opened(tmp_path), opened(tmp_path)
    for at in range(6):
        (one, two)[at % 2].add("cars", number(at), INPUTS)
    assert values(opened(tmp_path)) == [0, 1, 2, 3, 4, 5]
    one.write()
    assert values(one) == [0, 1, 2, 3, 4, 5]


WRITER = """
import sys
sys.path.insert(0, {root!r})
from casekit.tasks.saved import Saved
import json
sheet = json.loads({sheet!r})
saved = Saved.open({folder!r}, sheet, "practice")
print("ready", flush=True)
for at in range({start}, {start} + {count}):
    saved.add("cars", {{"number": at, "unit": None}}, {{"build_time": 14}})
"""


def writer(root: Path, folder: Path, start: int, count: int) -> subprocess.Popen[bytes]:
    code = WRITER.format(root=str(root), sheet=json.dumps(SHEET), folder=str(folder), start=start, count=count)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)


def test_two_kernels_at_the_same_time_lose_nothing(tmp_path: Path, root: Path) -> None:
    running = [writer(root, tmp_path, start, 40) for start in (0, 1000)]
    assert [each.wait(60) for each in running] == [0, 0]
    for each in running:
        each.stdout.close()
    assert sorted(values(opened(tmp_path))) == [*range(40), *range(1000, 1040)]


def test_a_kernel_that_is_killed_leaves_a_whole_file(tmp_path: Path, root: Path) -> None:
    running = writer(root, tmp_path, 0, 100_000)
    running.stdout.readline()
    path = tmp_path / file_name(SHEET, "practice")
    until = time.monotonic() + 20
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.2)
    running.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    running.wait()
    running.stdout.close()
    found = values(opened(tmp_path))
    assert found and found == [*range(len(found))]


def test_the_pages_file_put_in_its_place_is_joined(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    mine = saved.add("cars", number(82), INPUTS)["at"]
    page = file(answer(number(5), "2027-01-01T10:00:00.000Z"), answer(number(6), "2099-02-01T10:00:00.000Z", help=3),
                drafts={"why": "Because"}, name="Ada", place="why")  # fmt: skip
    put(tmp_path, page)
    saved.add("cars", number(77), INPUTS)
    assert sorted(values(saved)) == [5, 6, 77, 82]
    found = stored(saved)
    assert found["drafts"] == {"why": "Because"} and found["name"] == "Ada" and found["place"] == "why"
    assert values(saved)[-1] == 77  # what was given last counts, whatever another machine's clock says
    assert mine in [each["at"] for each in found["answers"]]


def test_the_pages_file_beside_it_is_read_and_left(tmp_path: Path) -> None:
    opened(tmp_path).add("cars", number(82), INPUTS)
    beside = put(tmp_path, file(answer(number(77), "2099-02-01T10:00:00Z")), "local-motors-answers-practice (1).json")
    put(tmp_path, file(answer(number(1)), code="Ada"), "local-motors-answers-Ada.json")
    put(tmp_path, file(answer(number(2)), assignment="other"), "other-answers-practice.json")
    before = beside.read_bytes()
    saved = opened(tmp_path)
    assert values(saved) == [82, 77] == values(opened(tmp_path)) and beside.read_bytes() == before
    assert saved.notes == (
        "One answer is taken over from local-motors-answers-practice (1).json, which is left as it is.",
    )
    assert opened(tmp_path).notes == ()


def test_a_file_that_was_deleted_meanwhile_comes_back_whole(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    saved.add("cars", number(82), INPUTS)
    saved.path.unlink()
    saved.add("cars", number(77), INPUTS)
    assert values(opened(tmp_path)) == [82, 77]


entry = st.fixed_dictionaries(
    {"task": st.sampled_from("ab"), "value": st.integers(0, 3) | st.floats(0, 3), "inputs": st.just({}),
     "at": st.sampled_from([f"2027-02-01T10:0{at}:00.000Z" for at in range(4)])},
    optional={"help": st.integers(0, 3)},
) | st.sampled_from([None, 5, "x", {"task": []}, [1]])  # fmt: skip


@given(st.lists(entry, max_size=6), st.lists(entry, max_size=6))
def test_joining_loses_nothing_and_doubles_nothing(ours: list[Any], theirs: list[Any]) -> None:
    both = joined(ours, theirs)
    marks = [_answers_file._mark(each) for each in both]
    assert set(marks) == {_answers_file._mark(each) for each in (*ours, *theirs)} and len(set(marks)) == len(marks)
    assert joined(both, theirs) == both == joined(both, both)
    assert len(joined(theirs, ours)) == len(both)


# ---- what stands in its place ----


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ('{"casekit": 1, "answers": [{"task"', "was cut off"),
        ('{"casekit": 1,, }', "is damaged"),
        ("[" * 90_000, "is nested far too deep"),
        ('{"casekit": 1, "answers": [' + '{"a":' * 60 + "1" + "}" * 60 + "]}", "nested far too deep"),
        (b"\xff\xfe{\x00}\x00", "is not text in UTF-8"),
        (b"\x00\x01\x02", "is damaged"),
        ("x" * 4_100_000, "is larger than 4 MB"),
        ("[]", "is no file of answers"),
        ({"cells": []}, "is no file of answers"),
        (file(casekit=2), "another version of casekit"),
        (file(casekit=True), "another version of casekit"),
        (file(answers={"a": 1}), "holds no list of answers"),
        (file(answer(number(1)), assignment="threadless"), "answers another assignment"),
        (file(answer(number(1)), case="threadless"), "is about another case"),
        ({"casekit": 1, "case": "local-motors", "part": "A", "reader": "abcdef", "answers": []}, "another assignment"),
    ],
)  # fmt: skip
def test_a_strange_file_is_set_aside_and_said(tmp_path: Path, content: Any, says: str) -> None:
    import re

    path = put(tmp_path, content)
    before = path.read_bytes()
    saved = opened(tmp_path)
    (note,) = saved.notes
    assert (
        re.search(says, note) and "\n" not in note and "set aside as local-motors-answers-practice-set-aside-1" in note
    )
    assert (tmp_path / "local-motors-answers-practice-set-aside-1.json").read_bytes() == before and not path.exists()
    saved.add("cars", number(77), INPUTS)
    assert values(opened(tmp_path)) == [77] and opened(tmp_path).notes == ()


def test_a_file_damaged_while_the_notebook_runs_costs_nothing(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    saved.add("cars", number(82), INPUTS)
    for _ in range(2):
        put(tmp_path, '{"casekit": 1')
        saved.add("cars", number(len(saved.entries)), INPUTS)
    assert len(opened(tmp_path).entries) == 3 and len(saved.notes) == 2
    assert len(list(tmp_path.glob("*set-aside*"))) == 2


def test_a_folder_in_its_place_is_set_aside_too(tmp_path: Path) -> None:
    (tmp_path / file_name(SHEET, "practice")).mkdir()
    saved = opened(tmp_path)
    assert "is no plain file" in saved.notes[0]
    saved.add("cars", number(77), INPUTS)
    assert values(opened(tmp_path)) == [77]


def test_a_file_set_aside_by_an_older_kit_is_found_by_a_newer_one(tmp_path: Path) -> None:
    path = put(tmp_path, file(answer(number(82)), casekit=2))
    opened(tmp_path).add("cars", number(77), INPUTS)
    aside = tmp_path / "local-motors-answers-practice-set-aside-1.json"
    assert not path.samefile(aside)
    aside.write_text(aside.read_text().replace('"casekit": 2', '"casekit": 1'))
    assert sorted(values(opened(tmp_path))) == [77, 82]


# ---- changed by hand ----


def test_of_a_file_changed_by_hand_what_fits_is_used_and_the_rest_kept(tmp_path: Path) -> None:
    strange = [
        1, None, [], "x", {"task": "cars"}, answer(None), answer(number(3), at="soon"),
        answer(number(4)) | {"inputs": []}, {**answer(number(5)), "task": ["cars"]}, answer({"x": "y" * 50_000}),
    ]  # fmt: skip
    odd = [
        answer("76.7"), answer({"number": "76.7"}), answer([[]]), answer({"number": True, "unit": 7}),
        answer(number(9), task="gone"), answer(number(1)) | {"inputs": {"build_time": 7}},
    ]  # fmt: skip
    good = answer(number(76.7), help=9, mine="a word of my own")
    put(tmp_path, file(*strange, *odd, good, note="mine", drafts=7))
    saved = opened(tmp_path)
    assert saved.notes == () and saved.last("cars")["value"] == number(76.7) and saved.last("cars")["help"] == 0
    assert [each["old"] for each in saved.entries] == ["value"] * 4 + ["task", "inputs", ""]
    assert [each["at"] for each in saved.of("cars")] == [good["at"]] and saved.last("why") is None
    saved.add("why", "Because.", {})
    found = stored(saved)
    for each in (*strange, *odd, good):
        assert each in found["answers"]
    assert found["note"] == "mine" and found["drafts"] == 7
    assert len(found["answers"]) == len(strange) + len(odd) + 2


def test_numbers_that_no_file_should_hold(tmp_path: Path) -> None:
    many = "9" * 150_000
    text = json.dumps(file(answer(number(1)), answer(number(2)))).replace('"number": 1', f'"number": {many}')
    put(tmp_path, text.replace('"number": 2', '"number": NaN').replace('"unit": null', '"unit": 1e999'))
    start = time.perf_counter()
    saved = opened(tmp_path)
    saved.add("cars", number(77), INPUTS)
    assert time.perf_counter() - start < 2
    assert saved.last("cars")["value"] == number(77) and "NaN" not in saved.path.read_text()
    assert stored(saved) == json.loads(saved.path.read_text(), parse_constant=pytest.fail)


def test_lone_halves_of_letters_do_no_harm(tmp_path: Path) -> None:
    put(tmp_path, json.dumps(file(answer("a \ud800 b", task="why"))))
    saved = opened(tmp_path)
    saved.add("why", "c \udfff d", {})
    assert len(stored(saved)["answers"]) == 2 == len(opened(tmp_path).entries)


def test_answers_from_javascript_are_the_same_answers(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    saved.add("cars", number(14.0), INPUTS)
    text = saved.path.read_text().replace("14.0", "14").replace('"unit": null', '"unit":null')
    saved.path.write_text(text.replace('"build_time": 14', '"build_time": 1.4e1'))
    saved.add("cars", number(15), INPUTS)
    assert values(saved) == [14, 15]


# ---- disks and folders ----


def broken(monkeypatch: pytest.MonkeyPatch, error: OSError, times: int = 10**9) -> list[int]:
    """Let writing fail so many times."""
    calls: list[int] = []
    real = _answers_file.write_whole

    def fail(target: Path, content: Any) -> None:
        calls.append(1)
        if len(calls) <= times:
            raise error
        real(target, content)

    monkeypatch.setattr(_answers_file, "write_whole", fail)
    return calls


@pytest.mark.parametrize(
    ("number_", "says"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EROFS, "cannot be written to"),
        (errno.EACCES, "cannot be written to"),
        (errno.ENOENT, "is gone"),
        (errno.EIO, "could not be written (Input/output error)"),
    ],
)
def test_what_cannot_be_written_is_said_once_and_goes_out_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number_: int, says: str
) -> None:
    saved = opened(tmp_path)
    saved.add("cars", number(1), INPUTS)
    with monkeypatch.context() as patch:
        broken(patch, OSError(number_, os.strerror(number_)))
        saved.add("cars", number(2), INPUTS)
        assert says in saved.trouble and "\n" not in saved.trouble and "Traceback" not in saved.trouble
        saved.add("cars", number(3), INPUTS)
        assert values(saved) == [1, 2, 3] and values(opened(tmp_path)) == [1]
    saved.add("cars", number(3), INPUTS)  # the same again: what waits goes out all the same
    assert saved.trouble == "" and values(opened(tmp_path)) == [1, 2, 3]
    assert os.listdir(tmp_path) == [saved.path.name]


def test_a_folder_that_was_removed(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    saved = opened(folder)
    saved.add("cars", number(1), INPUTS)
    shutil.rmtree(folder)
    saved.add("cars", number(2), INPUTS)
    assert "is gone" in saved.trouble and not folder.exists()
    folder.mkdir()
    saved.add("cars", number(3), INPUTS)
    assert values(opened(folder)) == [1, 2, 3]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    saved = opened(tmp_path)
    tmp_path.chmod(0o500)
    try:
        saved.add("cars", number(1), INPUTS)
        assert "cannot be written to" in saved.trouble
    finally:
        tmp_path.chmod(0o700)
    saved.add("cars", number(2), INPUTS)
    assert values(opened(tmp_path)) == [1, 2]


def held() -> OSError:
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined]
    return error


def test_on_windows_a_program_that_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = broken(monkeypatch, held(), times=2)
    saved = opened(tmp_path)
    saved.add("cars", number(1), INPUTS)
    assert len(calls) == 3 and saved.trouble == "" and values(opened(tmp_path)) == [1]


def test_on_windows_a_program_that_keeps_the_file_is_named_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, held())
    saved = opened(tmp_path)
    start = time.perf_counter()
    saved.add("cars", number(1), INPUTS)
    assert "Another program holds local-motors-answers-practice.json" in saved.trouble
    assert time.perf_counter() - start < 3


def test_a_file_that_cannot_be_read_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, file(answer(number(82))))
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        denied = PermissionError(13, "Permission denied")
        patch.setattr(_answers_file, "read_json", lambda *_: (_ for _ in ()).throw(denied))
        saved = opened(tmp_path)
        assert "cannot be read (Permission denied). It is left as it is" in saved.notes[0]
        saved.add("cars", number(77), INPUTS)
        assert "cannot be read" in saved.trouble and path.read_bytes() == before
    saved.write()
    assert saved.trouble == "" and values(opened(tmp_path)) == [82, 77]


def test_a_strange_file_that_cannot_be_set_aside_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "{")
    monkeypatch.setattr(
        _answers_file.os, "rename", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    saved = opened(tmp_path)
    saved.add("cars", number(77), INPUTS)
    assert path.read_text() == "{" and "cannot be set aside" in saved.trouble and values(saved) == [77]


def test_a_link_is_followed_and_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.json"
    link = tmp_path / file_name(SHEET, "practice")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("links cannot be made here")
    opened(tmp_path).add("cars", number(77), INPUTS)
    assert link.is_symlink() and real.is_file() and values(opened(tmp_path)) == [77]


def test_no_folder_and_a_file_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="is not there"):
        opened(tmp_path / "gone")
    with pytest.raises(KitError, match="is a file"):
        opened(put(tmp_path, "x", "file"))


def test_a_full_file_says_so_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_answers_file, "LARGEST", 3_000)
    saved = opened(tmp_path)
    for at in range(40):
        saved.add("cars", number(at), INPUTS)
    assert "is full" in saved.trouble and len(values(saved)) == 40
    assert 10 < len(values(opened(tmp_path))) < 40


# ---- an assignment that was changed ----


def test_answers_to_another_release_count_and_say_so(tmp_path: Path) -> None:
    opened(tmp_path).add("cars", number(82), INPUTS)
    newer = SHEET | {"release": "two"}
    saved = opened(tmp_path, newer)
    assert saved.last("cars")["old"] == "release" and saved.last("cars")["value"] == number(82)
    saved.add("cars", number(82), INPUTS)  # given again to the new release: a new answer
    assert [each["old"] for each in saved.entries] == ["release", ""] and stored(saved)["release"] == "two"
    older = opened(tmp_path)
    assert [each["old"] for each in older.entries] == ["", "release"]
    older.add("why", "x", {})
    assert [each["old"] for each in opened(tmp_path, newer).entries] == ["release", "", "release"]
    assert len(stored(older)["answers"]) == 3


def test_answers_to_other_numbers_are_kept_and_do_not_count(tmp_path: Path) -> None:
    opened(tmp_path).add("cars", number(82), INPUTS)
    other = SHEET | {"students": [OWN | {"cars": {"inputs": {"build_time": 21.0}, "key": None}}]}
    saved = opened(tmp_path, other)
    assert saved.last("cars") is None and [each["old"] for each in saved.entries] == ["inputs"]
    saved.add("cars", number(115), {"build_time": 21.0})
    assert values(saved) == [82, 115] and len(stored(saved)["answers"]) == 2


def test_a_task_that_is_asked_no_more(tmp_path: Path) -> None:
    opened(tmp_path).add("why", "Because.", {})
    saved = opened(tmp_path, SHEET | {"tasks": [NUMBER]})
    assert [each["old"] for each in saved.entries] == ["task"] and saved.last("why") is None
    saved.add("cars", number(1), INPUTS)
    assert [each["task"] for each in stored(saved)["answers"]] == ["why", "cars"]


def test_a_clock_that_was_set_back(tmp_path: Path) -> None:
    put(tmp_path, file(answer(number(82), "2099-02-01T10:00:00.000Z")))
    saved = opened(tmp_path)
    saved.add("cars", number(77), INPUTS)
    assert saved.last("cars")["value"] == number(77) == opened(tmp_path).last("cars")["value"]


# ---- whose they are ----

K, Q = code_of(b"key", "one"), code_of(b"key", "two")
ROSTER: dict[str, Any] = SHEET | {"codes": {K: 0, Q: 1}, "students": [OWN, OWN]}


def test_codes_and_words() -> None:
    assert find_code(ROSTER, f" {shown_code(K).lower()} ") == K
    assert find_code(ROSTER | {"codes": {Q: 0}}) == Q
    assert find_code(SHEET) == "practice" and find_code(SHEET, " Ada\n") == "Ada"
    mistyped = ("A" if K[0] != "A" else "B") + K[1:]
    for text, says in (
        ("", "Before the vote has numbers for each student. Give the code"),
        (mistyped, "does not fit together: a letter is mistyped"),
        ("hello", "hello"),
        (code_of(b"key", "three"), "in this assignment. Ask who sent it to you"),
    ):
        with pytest.raises(KitError, match=says):
            find_code(ROSTER, text)
    with pytest.raises(KitError, match="A code is text"):
        find_code(ROSTER, 7)  # type: ignore[arg-type]
    with pytest.raises(KitError, match="40 letters"):
        find_code(SHEET, "x" * 41)


def test_no_two_words_come_to_one_file_name(tmp_path: Path) -> None:
    one, two = opened(tmp_path, code="Ada L."), opened(tmp_path, code="Ada-L")
    one.add("cars", number(1), INPUTS)
    two.add("cars", number(2), INPUTS)
    names = ("local-motors-answers-Ada-L-054508bb.json", "local-motors-answers-Ada-L-5204c78a.json")
    assert (one.path.name, two.path.name) == names
    assert values(opened(tmp_path, code="Ada L.")) == [1] and values(opened(tmp_path, code="Ada-L")) == [2]
    assert opened(tmp_path, code="小明").path.name == file_name(SHEET, "小明")
    os.utime(one.path, (1, 1))
    assert codes_in(tmp_path, "local-motors") == ["Ada-L", "Ada L."] and codes_in(tmp_path / "gone", "x") == []
