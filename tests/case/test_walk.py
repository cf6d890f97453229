"""The walk: read in its order, kept to its part, and every mistake in it named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from casekit.case import read_case
from casekit.library import load, validate

from .conftest import Folder

WALK = """\
walk:
  - {id: hook, read: decision, title: Would you?, text: "for [$6 million](fig:hall-miske)", part: A}
  - {id: vote-1, vote: first, part: A}
  - {id: orders, bet: orders, part: A}
  - {id: tripwire, write: tripwire, say: When?, part: A}
  - {id: vote-2, vote: again, part: A}
  - {id: end, reveal: answers, part: B}
"""


@pytest.fixture
def walked(folder: Folder) -> Folder:
    folder.write("case.yaml", folder.read("case.yaml") + WALK)
    return folder


def test_a_walk_is_read_in_order_and_kept_to_its_part(walked: Folder) -> None:
    early, late = read_case(walked.path), read_case(walked.path, "B")
    assert [(step.id, step.kind, step.what) for step in early.walk] == [
        ("hook", "read", "decision"), ("vote-1", "vote", "first"), ("orders", "bet", "orders"),
        ("tripwire", "write", "tripwire"), ("vote-2", "vote", "again"),
    ]  # fmt: skip
    assert [step.id for step in late.walk][-1] == "end"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bet: orders, part", "bet: order, part", 'There is no bet "order". Did you mean "orders"?'),
        ("id: vote-2", "id: vote-1", 'The step "vote-1" is there already'),
        ("vote: again", "vote: first", "The walk votes first more than once."),
        ("vote: again", "votes: again", 'There is no key "votes" here'),
        ("vote: again", "vote: agan", 'Did you mean "again"?'),
        ("vote: again", "vote: again, read: text", "It has read and vote."),
        ("vote: again, ", "", "A step needs exactly one of"),
        ("vote: again", "explore: Factory", 'There is no model "Factory" under models.'),
        ("vote: again", "reveal: answers", "A reveal is part B."),
        ("vote: again", "vote: again, view: hall", "view, guess and set belong to a step with explore"),
        ("vote: first, part: A", "vote: first, part: B", "stands after one of part B"),
        ("[$6 million]", "[$7 million]", "does not agree"),
        ("write: tripwire", 'write: ""', "Say what is written"),
    ],
)
def test_a_mistake_is_named_with_its_line(walked: Folder, old: str, new: str, said: str) -> None:
    text = walked.read("case.yaml")
    line = text[: text.index(old)].count("\n") + 1
    walked.replace("case.yaml", old, new)
    found = [problem for problem in validate(walked.path) if said in problem.sentence]
    assert found, [problem.sentence for problem in validate(walked.path)]
    assert found[0].file == "case.yaml"
    if "more than once" not in said and "after one" not in said:
        assert found[0].line == line


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("view: hall", "view: hal", 'MicroFactory has no view "hal". Did you mean "hall"?'),
        ("output: cars_in_build}", "output: cars_in_bild}", 'MicroFactory has no output "cars_in_bild"'),
        ("input: cars_a_year}", "input: car_a_year}", 'MicroFactory has no input "car_a_year"'),
        ("{cars_a_year: forty-each, staff", "{cars: forty-each, staff", 'MicroFactory has no input "cars"'),
        ("{cars_a_year: forty-each, staff", "{cars_a_year: fourty-each, staff", 'There is no figure "fourty-each"'),
    ],
)
def test_what_a_model_lacks_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    import shutil

    place = shutil.copytree(load("local-motors").folder, tmp_path / "local-motors")
    text = (place / "case.yaml").read_text(encoding="utf-8")
    head, walk = text.split("\nwalk:\n")
    assert old in walk
    (place / "case.yaml").write_text(f"{head}\nwalk:\n{walk.replace(old, new, 1)}", encoding="utf-8")
    assert [problem.sentence for problem in validate(place) if said in problem.sentence]


def test_the_kit_s_walk_has_the_beats_of_its_class() -> None:
    case = load("local-motors")
    kinds = [step.kind for step in case.walk]
    assert kinds[0] == "read" and kinds[-1] == "vote"
    assert 20 <= len(kinds) <= 26
    asked = {step.what for step in case.walk if step.kind == "bet"}
    assert asked == {bet.id for bet in case.bets}
    for at, step in enumerate(case.walk):  # a bet comes before the explorer that repeats it
        assert not step.guess or step.guess in {earlier.what for earlier in case.walk[:at]}
