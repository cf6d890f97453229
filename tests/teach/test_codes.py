"""The short code: it comes back as it went, a slip shows, and the page's twin writes the same."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import casekit as ck
from casekit.teach import codes

CASE = ck.load("local-motors")
FIELDS = codes.fields(CASE)
TWIN = Path(codes.__file__).parents[1] / "export" / "web" / "codes.js"
CODE = codes.encode(CASE, [{"step": "vote-1", "kind": "vote", "value": "B", "sure": 60},
                           {"step": "half-built", "kind": "bet", "value": 50}])  # fmt: skip


def test_the_fields_are_the_votes_and_bets_of_part_a_in_order_whatever_part_is_loaded() -> None:
    assert [field["kind"] for field in FIELDS] == ["vote", *["bet"] * 7, "vote"]
    assert codes.fields(ck.load("local-motors", part="B")) == FIELDS
    assert len(CODE) == 14 and CODE.count("-") == 2


def test_the_page_asks_for_the_same_fields() -> None:
    from casekit.export.page import page_text

    data = re.search(r'id="walk-data">(.*?)</script>', page_text(CASE), re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["fields"] == FIELDS


@st.composite
def answers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What a code can hold exactly: sureness by tens, and bets that stand on one of 31 places."""
    found = []
    for field in FIELDS:
        if not draw(st.booleans()):
            continue
        answer: dict[str, Any] = {"step": field["step"], "kind": field["kind"]}
        if field["kind"] == "bet":
            answer["value"] = codes._on_slider(field, draw(st.integers(0, codes.PLACES)))
        else:
            answer["value"] = draw(st.sampled_from(field["options"]))
            if draw(st.booleans()):
                answer["sure"] = 10 * draw(st.integers(0, 10))
        found.append(answer)
    return found


@given(answers())
def test_a_code_comes_back_as_it_went(given_answers: list[dict[str, Any]]) -> None:
    assert codes.decode(CASE, codes.encode(CASE, given_answers)) == given_answers


@given(st.floats(0, 1), st.sampled_from([field for field in FIELDS if field["kind"] == "bet"]))
def test_any_bet_comes_back_within_a_sixtieth_of_its_slider(share: float, field: dict[str, Any]) -> None:
    value = field["low"] + share * (field["high"] - field["low"])
    code = codes.encode(CASE, [{"step": field["step"], "kind": "bet", "value": value}])
    (back,) = codes.decode(CASE, code)
    assert abs(back["value"] - value) <= (field["high"] - field["low"]) / 60 * 1.000001


def test_a_slider_that_moves_by_ratios_is_divided_by_ratios() -> None:
    field = {"low": 1e6, "high": 1e8, "log": True}
    assert [codes.place(field, value) for value in (1, 1e6, 1e7, 1e8, 1e12)] == [0, 0, 15, 30, 30]
    assert codes._on_slider(field, 15) == pytest.approx(1e7)


@given(answers(), st.integers(0, 11), st.integers(1, 31))
def test_one_mistyped_character_is_always_caught(given_answers: list[dict[str, Any]], at: int, by: int) -> None:
    typed = list(codes.encode(CASE, given_answers).replace("-", ""))
    typed[at] = codes.ALPHABET[(codes.ALPHABET.index(typed[at]) + by) % 32]
    with pytest.raises(ck.KitError):
        codes.decode(CASE, "".join(typed))


@given(answers(), st.integers(0, 10))
def test_two_swapped_characters_are_always_caught(given_answers: list[dict[str, Any]], at: int) -> None:
    typed = list(codes.encode(CASE, given_answers).replace("-", ""))
    if typed[at] != typed[at + 1]:
        typed[at : at + 2] = reversed(typed[at : at + 2])
        with pytest.raises(ck.KitError):
            codes.decode(CASE, "".join(typed))


def test_reading_is_lenient() -> None:
    expected = codes.decode(CASE, CODE)
    loose = CODE.lower().replace("-", " ").replace("1", "l").replace("0", "o")
    for typed in (loose, CODE.replace("-", ""), CODE.replace("-", "–"), f"  {CODE}\n", CODE.replace("1", "I")):
        assert codes.decode(CASE, typed) == expected


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (CODE[:5] + "U" + CODE[6:], "second group: 'U' is no character of a code"),
        ("9" + CODE[1:], "first group: no vote is written 9"),
        (CODE[:1] + "F" + CODE[2:], "first group: F does not say how sure a vote is"),
        (CODE[:8] + CODE[9:], "has 11 characters; 12 are needed. The second group has 3 instead of 4."),
        ("", "has 0 characters"),
        ("<script>alert(1)</script>" * 50, "is no character of a code"),
        ("9" * 10_000, "has 200 characters"),
        (CODE[:-1] + ("1" if CODE[-1] == "0" else "0"), "does not fit"),
    ],
)
def test_a_mistyped_code_says_where(typed: str, says: str) -> None:
    with pytest.raises(ck.KitError) as error:
        codes.decode(CASE, typed)
    assert says in str(error.value)
    assert len(str(error.value)) < 250


def test_the_first_bet_counts_and_the_last_vote() -> None:
    said = [{"step": "half-built", "kind": "bet", "value": v} for v in (50, 200)]
    said += [{"step": "vote-1", "kind": "vote", "value": v} for v in "AD"]
    assert codes.decode(CASE, codes.encode(CASE, said)) == [
        {"step": "vote-1", "kind": "vote", "value": "D"}, {"step": "half-built", "kind": "bet", "value": 50},
    ]  # fmt: skip


@pytest.fixture
def chromium_page(chromium: Any) -> Iterator[Any]:
    """A page of the browser that all tests share."""
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.browser
def test_the_twin_in_a_real_browser_writes_the_same(chromium_page: Any) -> None:
    chance = random.Random(20_100_526)
    log = {"step": "money", "kind": "bet", "low": 1e6, "high": 1e8, "log": True}
    classes: list[list[dict[str, Any]]] = []
    for _ in range(300):
        given_answers = []
        for field in [*FIELDS, *FIELDS[1:4], log]:
            if chance.random() < 0.2:
                continue
            answer: dict[str, Any] = {"step": field["step"], "kind": field["kind"]}
            if field["kind"] == "bet":
                answer["value"] = chance.uniform(field["low"], field["high"])
            else:
                answer["value"] = chance.choice(field["options"])
                answer["sure"] = chance.choice([None, 0, 5, 15, 60, 95, 100, chance.randint(0, 100)])
            given_answers.append(answer)
        classes.append(given_answers)
    fields = [*FIELDS, log]
    ours = []
    for given_answers in classes:
        values = [value for field in fields for value in codes._values(field, list(given_answers))]
        text = "".join(codes.ALPHABET[value] for value in [*values, codes._check(fields, values)])
        ours.append("-".join(text[at : at + 4] for at in range(0, len(text), 4)))
    theirs = chromium_page.evaluate(
        """async ([text, fields, classes]) => {
          const { encode } = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
          return classes.map((answers) => encode(fields, answers));
        }""",
        [TWIN.read_text(encoding="utf-8"), fields, classes],
    )
    assert theirs == ours
