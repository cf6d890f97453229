"""Numbers and codes of one's own."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit._crockford import ALPHABET
from casekit._errors import KitError
from casekit.tasks.bank import Range
from casekit.tasks.codes import code_of, read_code, shown_code
from casekit.tasks.numbers import drawn, range_between, shuffled, values_of, variant_of


def test_each_number_is_as_likely_as_any_other() -> None:
    found = Counter(drawn(Range(1, 10, 1), b"key", "a", str(at)) for at in range(5_000))
    assert sorted(found) == list(range(1, 11))
    # Chi-square with 9 degrees of freedom lies under 33.7 in 9,999 of 10,000 fair draws; these ones are fixed.
    assert sum((count - 500) ** 2 / 500 for count in found.values()) < 33.7


def test_another_key_task_or_code_gives_another_number() -> None:
    wide = Range(0, 1_000_000, 1)
    found = {drawn(wide, key, task, code) for key in (b"a", b"b") for task in "cd" for code in ("ef", "gh")}
    assert len(found) == 8
    assert drawn(wide, b"k", "ab", "c") != drawn(wide, b"k", "a", "bc")


@given(st.floats(0.01, 1e6), st.floats(1.05, 50), st.sampled_from(["USD", "vehicle", "share", "day", "USD/vehicle"]))
def test_a_step_is_one_that_a_person_would_write(low: float, ratio: float, unit: str) -> None:
    if unit in ("vehicle", "day") and math.floor(low * ratio) - math.ceil(low) < 1:
        with pytest.raises(KitError, match="no two whole numbers"):
            range_between(low, low * ratio, unit)
        return
    found = range_between(low, low * ratio, unit)
    digits = f"{found.step:.10f}".replace(".", "").strip("0")
    assert digits in ("1", "2", "5")
    inside = [value for value in values_of(found) if low - 1e-9 <= value <= low * ratio + 1e-9]
    assert inside == values_of(found)
    if unit in ("vehicle", "day"):
        assert found.step >= 1


def test_an_order_of_ones_own_is_the_same_each_time() -> None:
    ids = [f"id{at}" for at in range(8)]
    assert shuffled(ids, b"k", "K7M42") == shuffled(ids[::-1], b"k", "K7M42")
    assert len({tuple(shuffled(ids, b"k", str(at))) for at in range(50)}) > 40


def test_where_no_roster_says_it_the_word_does() -> None:
    assert {variant_of(f"word {at}", 40) for at in range(500)} == set(range(40))
    assert variant_of("", 40) == 0x811C9DC5 % 40  # what the page must find too


def test_a_code_survives_being_written_and_typed() -> None:
    codes = [code_of(b"key", f"s{at}") for at in range(300)]
    assert len(set(codes)) == 300
    for code in codes:
        assert read_code(shown_code(code).lower().replace("0", "o").replace("1", "l")) == code


@given(st.integers(0, 10_000), st.integers(0, 4), st.sampled_from(ALPHABET))
def test_one_mistyped_letter_never_makes_another_code(student: int, at: int, letter: str) -> None:
    code = code_of(b"key", str(student))
    typed = code[:at] + letter + code[at + 1 :]
    if typed == code:
        assert read_code(typed) == code
        return
    with pytest.raises(KitError, match="does not fit together"):
        read_code(typed)


@given(st.integers(0, 10_000), st.integers(0, 3))
def test_two_letters_swapped_never_make_another_code(student: int, at: int) -> None:
    code = code_of(b"key", str(student))
    typed = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if typed != code:
        with pytest.raises(KitError, match="does not fit together"):
            read_code(typed)


@pytest.mark.parametrize("typed", ["", "K7M4", "K7M4-22", "K7M4-!", "☃" * 5, "x" * 10_000])
def test_what_is_no_code_is_told_so(typed: str) -> None:
    with pytest.raises(KitError, match="A code has 5 letters") as told:
        read_code(typed)
    assert len(str(told.value)) < 120
