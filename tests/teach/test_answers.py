"""Answers files are strangers' files: what fits is used, the rest costs one sentence."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

import casekit as ck
from casekit.teach import codes
from casekit.teach.answers import Answers, from_codes, read_answers


def write(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def file(*answers: Any, **more: Any) -> dict[str, Any]:
    return {"casekit": 1, "case": "local-motors", "part": "A", "reader": "abcdef", "answers": list(answers), **more}


def bet(value: Any, at: str = "2026-03-02T09:30:00Z", step: str = "half-built") -> dict[str, Any]:
    return {"step": step, "kind": "bet", "value": value, "at": at}


GOOD = bet(120)


def test_thirty_files_become_one_table(classroom: Path, case: Any) -> None:
    found = read_answers(classroom, case)
    table = found.table
    assert list(table.columns) == ["reader", "step", "kind", "value", "sure", "at", "from_code"]
    assert found.readers == 28 and len(table) > 28 * 10
    assert str(table["at"].dtype).endswith("UTC]") and table["sure"].dropna().between(0, 100).all()
    assert found.notes == (
        "local-motors-answers-empty.json is empty. Ask for it again.",
        "local-motors-answers-half.json was cut off, so it cannot be read. Ask for it again.",
    )
    table.loc[0, "value"] = "changed"
    assert found.table.loc[0, "value"] != "changed"


def test_names_are_dropped_unless_asked_for(tmp_path: Path, case: Any) -> None:
    write(tmp_path, "a.json", file(GOOD, name="Ada  Lovelace\x00\u202e"))
    assert "Ada" not in read_answers(tmp_path, case).table.to_csv()
    asked_for = read_answers(tmp_path, case, names=True)
    assert list(asked_for.table["name"]) == ["Ada Lovelace"]
    assert "Ada" not in repr(asked_for)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ('{"casekit": 1, "answers": [{"step"', "was cut off"),
        ('{"casekit": 1,, }', "is damaged"),
        ("[" * 90_000, "is nested far too deep"),
        ('{"a":' * 30_000, "is nested far too deep"),
        (b"\xff\xfe{\x00}\x00", "is not text in UTF-8"),
        (b"\x00\x01\x02", "is damaged"),
        ("x" * 300_000, "is larger than 200 kB"),
        ("[]", "is not a file of answers"),
        ('"text"', "is not a file of answers"),
        ({"cells": []}, "is not a file of answers"),
        (file(GOOD, casekit=2), "another version of casekit"),
        (file(GOOD, casekit=True), "another version of casekit"),
        (file(GOOD, case="threadless"), "answers threadless, not local-motors"),
        (file(GOOD, case=["x"]), "answers no case"),
        ({"casekit": 1, "case": "local-motors", "assignment": "local-motors", "code": "K7M42", "answers": [GOOD]},
         "holds a student's answers to the assignment local-motors, not to a walk"),
        (file(GOOD) | {"answers": {"a": 1}}, "holds no list of answers"),
        (file(), "holds no answer that fits Local Motors"),
        (file(1, None, [], "x", bet("120"), bet(True), bet(1e9), bet(None)), "holds no answer that fits"),
        ('{"casekit": 1, "case": "local-motors", "answers": [{"step": "half-built", "kind": "bet", "value": NaN}]}',
         "holds no answer that fits"),
        ('{"casekit": 1, "case": "local-motors", "answers": [{"step": "half-built", "kind": "bet", "value": %s}]}'
         % ("9" * 150_000), "holds no answer that fits"),
    ],
)  # fmt: skip
def test_a_bad_file_gives_one_sentence_and_the_rest_is_used(tmp_path: Path, case: Any, content: Any, says: str) -> None:
    write(tmp_path, "bad.json", content)
    write(tmp_path, "good.json", file(GOOD, reader="goodie"))
    start = time.perf_counter()
    found = read_answers(tmp_path, case)
    assert time.perf_counter() - start < 2
    (note,) = found.notes
    assert note.startswith("bad.json") and says in note and "\n" not in note
    assert list(found.table["value"]) == [120.0]


def test_unknown_keys_and_steps_are_passed_over_and_odd_answers_counted(tmp_path: Path, case: Any) -> None:
    odd = {"step": "vote-1", "kind": "vote", "value": "Q", "sure": 900}
    new = {"step": "next-year", "kind": "hologram", "value": {"x": 1}}
    vote = {"step": "vote-1", "kind": "vote", "value": "B", "sure": 900, "color": "red"}
    write(tmp_path, "a.json", file(GOOD | {"more": [1]}, odd, new, vote, drafts={}, place="x"))
    found = read_answers(tmp_path, case)
    assert found.notes == ("a.json: 1 of 4 answers cannot be read; the rest counts.",)
    assert list(found.table["value"]) == [120.0, "B"]
    assert found.table["sure"].isna().all()


def test_the_newest_of_one_readers_files_wins(tmp_path: Path, case: Any) -> None:
    late = write(tmp_path, "a.json", file(bet(90, "2026-03-02T11:00:00+01:00"), bet(91, "2026-03-02T10:20:00Z")))
    write(tmp_path, "b.json", file(bet(40, "2026-03-02T10:10:00Z")))
    os.utime(late, (1, 1))  # the time of a copied file says little
    found = read_answers(tmp_path, case)
    assert list(found.table["value"]) == [90.0, 91.0]
    assert found.notes == ("a.json and b.json are of one reader; the newer one, a.json, counts.",)


def test_a_file_without_letters_of_its_own_is_a_reader_too(tmp_path: Path, case: Any) -> None:
    for name, reader in (("a", ""), ("b", None), ("c", "<b>"), ("d", ["x"])):
        write(tmp_path, f"{name}.json", file(GOOD, reader=reader))
    assert read_answers(tmp_path, case).readers == 4


def test_folders_of_a_learning_platform_are_read_and_links_are_not(tmp_path: Path, case: Any) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "class"
    for place in (outside, folder / "Participant_1_assignsubmission_file", folder / ".ipynb_checkpoints"):
        place.mkdir(parents=True)
    secret = write(outside, "x.json", file(GOOD, reader="secret"))
    write(folder / ".ipynb_checkpoints", "copy.json", file(GOOD, reader="hidden"))
    write(folder / "Participant_1_assignsubmission_file", "x.json", file(GOOD, reader="inside"))
    try:
        (folder / "link.json").symlink_to(secret)
        (folder / "more").symlink_to(outside)
    except OSError:  # Windows without the right to make links
        pass
    assert set(read_answers(folder, case).table["reader"]) == {"inside"}


def test_no_folder_is_one_sentence(tmp_path: Path, case: Any) -> None:
    path = write(tmp_path, "a.json", file(GOOD))
    with pytest.raises(ck.KitError, match="is not there"):
        read_answers(tmp_path / "none", case)
    with pytest.raises(ck.KitError, match="is a file"):
        read_answers(path, case)


def test_codes_are_readers_and_one_that_is_there_already_counts_once(tmp_path: Path, case: Any) -> None:
    full = [bet(10), bet(0.5, step="second-vote"), bet(60, step="weekend"), bet(40, step="hours")]
    write(tmp_path, "a.json", file(*full))
    same, other = codes.encode(case, full), codes.encode(case, [bet(200)])
    found = read_answers(tmp_path, case, codes=[same, other, other, "", "nonsense"])
    assert found.readers == 3  # two who only bet 200 may be two people
    assert list(found.table["from_code"]).count(True) == 2
    assert len(found.notes) == 2 and "was there already" in found.notes[0] and "nonsense" in found.notes[1]


def test_nothing_at_all_is_an_empty_table(tmp_path: Path, case: Any) -> None:
    assert read_answers(tmp_path, case).table.empty
    assert from_codes(case, []) == Answers(())


def test_nothing_enters_a_log(classroom: Path, case: Any, caplog: Any, capfd: Any) -> None:
    with caplog.at_level(0):
        read_answers(classroom, case, names=True)
    assert caplog.records == [] and capfd.readouterr() == ("", "")
