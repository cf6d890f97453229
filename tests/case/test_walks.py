"""Several walks of one case: each with its own class, on the case's figures; every mistake named with its file."""
# ruff: noqa: E501 - a row says what is changed and what is said, on one line

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from casekit._errors import KitError
from casekit.case import check_case, read_case
from casekit.library import validate

from .conftest import Folder

WALK = """\
title: "Bike Works: the fee"
steps:
  - {id: hook, read: case, text: "for [$99](fig:fee)", part: A}
  - {id: orders, bet: fees, part: A}
  - {id: tripwire, write: tripwire, say: When?, part: A}
  - {id: end, reveal: epilogue, part: B}
bets:
  - id: fees
    question: What is the fee?
    unit: USD/person
    low: 0
    high: 500
    start: 100
    answer: {figure: fee}
    after: It was [$99](fig:fee).
    part: A
  - {id: later, question: And then?, unit: person, low: 0, high: 500, start: 100, answer: {figure: orders-jan}, part: B}
"""
FIRST = """\
walk:
  - {id: orders, bet: orders, part: A}
"""
YAML = "walks/fee/walk.yaml"


@pytest.fixture
def walked(folder: Folder) -> Folder:
    folder.write("case.yaml", folder.read("case.yaml") + FIRST)
    folder.write("case.md", "# The hall\n")
    folder.write(YAML, WALK)
    folder.write("walks/fee/case.md", "# The fee\n\nThey paid [$99](fig:fee).\n")
    folder.write("walks/fee/epilogue.md", "# They went on\n")
    return folder


def errors(folder: Folder) -> list[str]:
    """All mistakes but those of length."""
    return [str(problem) for problem in validate(folder.path) if "words beside its exhibits" not in problem.sentence]


def test_a_walk_replaces_the_class_and_nothing_else(walked: Folder) -> None:
    assert errors(walked) == []
    first, fee = read_case(walked.path), read_case(walked.path, walk="fee")
    assert (fee.title, fee.tagline, fee.walk_name) == ("Bike Works: the fee", first.tagline, "fee")
    assert [step.id for step in fee.walk] == ["hook", "orders", "tripwire"]
    assert [bet.id for bet in fee.bets] == ["fees"] and fee.bet("fees").figure == first.figure("fee")
    assert (fee.story[:9], first.story[:10], fee.epilogue) == ("# The fee", "# The hall", "")
    assert (first.walk_name, [step.id for step in first.walk], first.title) == ("", ["orders"], "Bike Works")
    for case in (first, fee):
        assert case.walks == {"": "Bike Works", "fee": "Bike Works: the fee"}
        assert list(case._figures) == list(first._figures) and case.decision == first.decision
    assert (first.stem, fee.stem) == ("bikes", "bikes-fee")
    assert (first.slug, fee.slug) == ("bikes", "bikes")
    assert repr(fee) == "<Case bikes, walk fee, part A: 6 figures, 2 sources>"


def test_a_walk_has_its_own_part_b(walked: Folder) -> None:
    late = read_case(walked.path, "B", "fee")
    assert [step.id for step in late.walk][-1] == "end" and [bet.id for bet in late.bets] == ["fees", "later"]
    assert late.epilogue == "# They went on\n"
    assert read_case(walked.path, "B").epilogue == ""


def test_a_tagline_of_its_own(walked: Folder) -> None:
    walked.replace(YAML, "steps:", "tagline: what a promise costs\nsteps:")
    assert read_case(walked.path, walk="fee").tagline == "what a promise costs"


def test_a_hook_and_a_question_of_its_own(walked: Folder) -> None:
    first = read_case(walked.path).decision
    walked.replace(YAML, "steps:", "hook: Who pays [$99](fig:fee)?\nquestion: What do you promise?\nsteps:")
    own = read_case(walked.path, walk="fee").decision
    assert (own.hook, own.question) == ("Who pays [$99](fig:fee)?", "What do you promise?")
    assert (own.day, own.options) == (first.day, first.options) and read_case(walked.path).decision == first
    walked.replace(YAML, "fig:fee", "fig:nothing")
    assert any("nothing" in str(each) and YAML in str(each) for each in errors(walked))


def test_texts_that_a_walk_does_not_have_are_not_the_first_ones(walked: Folder) -> None:
    (walked.path / "walks/fee/case.md").unlink()
    assert read_case(walked.path, walk="fee").story == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fees", 'Bike Works has no walk "fees". Did you mean "fee"?'),
        ("zzz", 'Bike Works has no walk "zzz". Beside its first, it has: fee.'),
        ("../bikes", 'Bike Works has no walk "../bikes". '),
        ("/etc", 'Bike Works has no walk "/etc". '),
    ],
)
def test_an_unknown_walk_names_the_nearest(walked: Folder, name: str, said: str) -> None:
    with pytest.raises(KitError) as error:
        read_case(walked.path, walk=name)
    assert str(error.value).startswith(said)


def test_a_case_of_one_walk_says_so(folder: Folder) -> None:
    with pytest.raises(KitError, match="It has one walk, which needs no name"):
        read_case(folder.path, walk="fee")
    assert read_case(folder.path).walks == {"": "Bike Works"}


MISTAKES = [
    ("title: ", "titlex: ", 'walk.yaml, line 1: There is no key "titlex" here. Did you mean "title"?'),
    ('title: "Bike Works: the fee"\n', "", '"title" is missing here. Add a line "title: ...".'),
    ("steps:", "walk:", 'line 2: There is no key "walk" here. Keys: title, tagline, hook, question, bets, steps.'),
    ("steps:", "schema: 1\nsteps:", 'line 2: There is no key "schema" here.'),
    ("steps:", "steps:\n  - &x", "line 3: Anchors (&x) are not used in a case."),
    ("bet: fees", "bet: fee", 'line 4: There is no bet "fee". Did you mean "fees"?'),
    ("bet: fees", "bet: orders", 'line 4: There is no bet "orders". Bets: fees, later.'),
    ("bet: fees", "bet: later", 'line 4: The bet "later" is part B, and this step is part A.'),
    ("id: orders, bet", "id: hook, bet", 'line 4: The step "hook" is there already.'),
    ("write: tripwire", "writ: tripwire", 'line 5: There is no key "writ" here. Did you mean "write"?'),
    ("write: tripwire, say: When?", "say: When?", "line 5: A step needs exactly one of read, canvas"),
    ("tripwire, write", "tripwire, vote: first, write", "line 5: A step needs exactly one of"),
    ("reveal: epilogue, part: B", "reveal: epilogue, part: A", "line 6: A reveal is part B."),
    ("read: case, text", "explore: Hall, text", 'line 3: There is no model "Hall" under models.'),
    ("text: \"for [$99](fig:fee)\"", "text: \"for [$98](fig:fee)\"", 'line 3: "$98" does not agree with the figure "fee", 99.'),
    ("text: \"for [$99](fig:fee)\"", "text: \"for [$99](fig:fees)\"", 'line 3: There is no figure "fees". Did you mean "fee"?'),
    ("It was [$99]", "It was [$98]", 'line 15: "$98" does not agree with the figure "fee", 99.'),
    ("answer: {figure: fee}", "answer: {figure: feee}", 'line 14: There is no figure "feee". Did you mean "fee"?'),
    ("answer: {figure: fee}", "answer: {}", "line 14: An answer names a figure, or a model and its output, or a simulation"),
    ("answer: {figure: fee}", "answer: {model: Hall, output: x}", 'line 14: There is no model "Hall" under models.'),
    ("low: 0\n    high: 500", "low: 500\n    high: 0", "line 8: A bet needs low < high, and start between them."),
    ("unit: USD/person", "unit: dollarr", 'line 10: The unit "dollarr" is not known. Did you mean "dollar"?'),
    ("unit: USD/person", "unit: person", 'line 10: The bet is in "person" and its answer "fee" in "USD/person": of two kinds.'),
    ("id: later", "id: fees", 'line 17: The id "fees" is used twice.'),
    ("When?", "<script>alert(1)</script>", 'line 5: "<script>" is markup or a program.'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line(walked: Folder, old: str, new: str, said: str) -> None:
    walked.replace(YAML, old, new)
    found = [each for each in errors(walked) if said in each]
    assert found, errors(walked)
    assert found[0].startswith(YAML)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("case.md", "# x\n\nThey paid [$98](fig:fee).\n", 'case.md, line 3: "$98" does not agree with the figure "fee", 99.'),
        ("case.md", "# x\n\nSee [63] (fig:orders-jan).\n", "case.md, line 3: A link to a figure is not whole."),
        ("case.md", "# x\n\nAs *Ann Later* says.\n", 'case.md, line 3: "Ann Later" belongs to the source "obituary"'),
        ("epilogue.md", "# x\n\n[9](fig:nine)\n", 'epilogue.md, line 3: There is no figure "nine".'),
        ("teaching-note.md", "## Teaching plan\n\n| Minutes | Block | Bet | Vote | Board |\n| - | - | - | - | - |\n| 5 | x | orders | first | - |\n",
         f'teaching-note.md, line 5: There is no bet "orders" in {YAML}. Bets: fees, later.'),
        ("teaching-note.md", "# x\n", 'teaching-note.md: The part "## Synopsis" is missing.'),
        ("case.md", "# x\n\n<script>\n", 'case.md, line 3: "<script>" is markup or a program.'),
    ],
)  # fmt: skip
def test_the_texts_of_a_walk_are_checked_as_the_first_ones(walked: Folder, file: str, text: str, said: str) -> None:
    walked.write(
        "sources.yaml", walked.read("sources.yaml") + "obituary: {title: The End, author: Ann Later, part: B}\n"
    )
    walked.write(f"walks/fee/{file}", text)
    assert any(each.startswith(f"walks/fee/{said}") for each in errors(walked)), errors(walked)


def test_the_length_of_a_walk_s_case_is_a_warning(walked: Folder) -> None:
    found = [problem for problem in validate(walked.path) if problem.file == "walks/fee/case.md"]
    assert [problem.level for problem in found] == ["warning"] and "It has 5 words" in found[0].sentence


def empty(folder: Folder) -> None:
    (folder.path / "walks" / "none").mkdir()


def bare(folder: Folder) -> None:
    shutil.rmtree(folder.path / "walks")
    folder.write("walks", "x")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (empty, "walks/none: It holds no walk.yaml. Write one, with title: and steps:."),
        (bare, "walks: It is a file. Make it a folder that holds one folder for each walk."),
        (lambda f: f.write("walks/plan.md", "x"), "walks/plan.md: A walk's name is small letters"),
        (lambda f: f.write("walks/plan", "x"), "walks/plan: It is a file. Make it a folder that holds walk.yaml"),
        (lambda f: f.write("walks/The Fee/walk.yaml", WALK), "walks/The Fee: A walk's name is small letters, digits and hyphens"),
        (lambda f: f.write("walks/con/walk.yaml", WALK), "walks/con: A walk's name is small letters"),
        (lambda f: f.write(f"walks/{'a' * 60}/walk.yaml", WALK), "A walk's name is small letters"),
        (lambda f: f.write("walks/fee/aux.md", "x"), "walks/fee/aux.md: Windows keeps this name for a device."),
        (lambda f: f.write(YAML, "- x\n"), f"{YAML}, line 1: It must hold lines of the form"),
        (lambda f: f.write(YAML, ""), f"{YAML}, line 1: It must hold lines of the form"),
        (lambda f: f.write(YAML, WALK + "x" * 3_000_000), f"{YAML}: It is larger than 2 MB."),
        (lambda f: f.write(YAML, WALK + "# x\n" * 100_000), f"{YAML}: It has 400,5"),
        (lambda f: (f.path / YAML).write_bytes(WALK.encode("utf-16")), f"{YAML}: It is saved as UTF-16"),
        (lambda f: [f.write(f"walks/w{n}/walk.yaml", WALK) for n in range(12)], "walks: It holds 13 files; 10 are the most."),
        (lambda f: [f.write(f"walks/w{n}/walk.yaml", WALK + "# x\n" * 70_000) for n in range(4)],
         "walks/w2/walk.yaml: The folder's YAML files are too long together; 600,000 characters are the most."),
    ],
)  # fmt: skip
def test_what_is_no_walk_is_named(walked: Folder, change, said: str) -> None:
    change(walked)
    assert any(said in each for each in errors(walked)), errors(walked)


def test_notes_of_one_s_own_beside_a_walk_are_left_alone(walked: Folder) -> None:
    walked.write("walks/.DS_Store", "x")
    walked.write("walks/fee/ideas.txt", "<script>")
    assert errors(walked) == []


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights on Windows")
def test_links_of_a_walk_may_not_leave_the_folder(walked: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "walk.yaml").write_text(WALK)
    os.symlink(outside, walked.path / "walks" / "linked")
    os.symlink("loop", walked.path / "walks" / "loop")
    (walked.path / "walks/fee/epilogue.md").unlink()
    os.symlink(outside / "walk.yaml", walked.path / "walks/fee/epilogue.md")
    assert errors(walked) == [
        "walks/fee/epilogue.md: It is a link that leaves the case folder. Put the file itself here.",
        "walks/linked: It is a link that leaves the case folder. Put the folder itself here.",
        "walks/loop: It is a link that leaves the case folder. Put the folder itself here.",
    ]
    shutil.rmtree(walked.path / "walks")
    os.symlink(tmp_path, walked.path / "walks")
    assert errors(walked) == ["walks: It is a link that leaves the case folder. Put the folder itself here."]


def test_a_mistake_in_one_walk_stops_that_walk_alone(walked: Folder) -> None:
    walked.replace(YAML, "bet: fees", "bet: fee")
    assert read_case(walked.path).walks == {"": "Bike Works", "fee": "Bike Works: the fee"}
    with pytest.raises(KitError, match=r'^walks/fee/walk.yaml, line 4: There is no bet "fee"'):
        read_case(walked.path, walk="fee")
    walked.write(YAML, "x")
    assert read_case(walked.path).walks == {"": "Bike Works"}
    with pytest.raises(KitError, match=r"^walks/fee/walk.yaml, line 1: It must hold lines"):
        read_case(walked.path, walk="fee")
    (walked.path / YAML).unlink()
    with pytest.raises(KitError, match=r"^walks/fee: It holds no walk.yaml."):
        read_case(walked.path, walk="fee")
    walked.write(YAML, WALK)
    walked.replace("figures.csv", "fee,fee,99", "fee,fee,x")
    for walk in ("", "fee"):
        with pytest.raises(KitError, match=r"^figures.csv, line 6"):
            read_case(walked.path, walk=walk)


def test_steps_and_bets_of_two_walks_may_bear_the_same_ids(walked: Folder) -> None:
    walked.replace(YAML, "id: fees", "id: orders")
    walked.replace(YAML, "bet: fees", "bet: orders")
    assert errors(walked) == []
    assert [read_case(walked.path, walk=walk).bet("orders").unit for walk in ("", "fee")] == ["person", "USD/person"]


def test_without_a_case_the_walks_are_still_checked_for_themselves(walked: Folder) -> None:
    walked.replace("case.yaml", "schema: 1", "schema: 2")
    walked.replace(YAML, "title:", "titlex:")
    found = [str(problem) for problem in check_case(walked.path)]
    assert any(each.startswith("case.yaml, line 1: The schema is 2") for each in found)
    assert any(each.startswith(f"{YAML}, line 1: There is no key") for each in found)
