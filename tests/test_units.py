"""How a value is said, converted and refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit.units import (
    COUNTED,
    TIMES,
    about,
    check_unit,
    convert,
    number,
    parts,
    same_kind,
    say,
    say_exactly,
    unit_words,
)


def test_a_year_has_365_days() -> None:
    assert convert(1, "year", "day") == 365
    # pint's own year would give 76.66 cars here.
    assert 2000 * 14 / convert(1, "year", "day") == pytest.approx(76.712, abs=0.001)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (6_000_000, "USD", "$6 million"),
        (6_237, "USD", "$6,237"),
        (1_200_000_000, "USD", "$1.2 billion"),
        (999_990, "USD", "$1 million"),
        (-1_400_000, "USD/year", "−$1.4 million a year"),
        (50_000, "USD/vehicle", "$50,000 a car"),
        (70_000, "USD/person/year", "$70,000 a person a year"),
        (2_000, "vehicle/year", "2,000 cars a year"),
        (1, "vehicle/year", "1 car a year"),
        (36, "hour/vehicle", "36 hours a car"),
        (3_000, "USD*year/vehicle", "$3,000 for each car a year"),
        (0.014, "share", "1.4%"),
        (8, "USD/hour", "$8 an hour"),
        (9, "vote/idea", "9 votes an idea"),
        (9, "USD*year/order", "$9 for each order a year"),
        (0, "", "0"),
        (math.nan, "USD", "not available"),
        (math.inf, "day", "not available"),
    ],
)
def test_values_are_said_as_a_reader_says_them(value: float, unit: str, said: str) -> None:
    assert say(value, unit) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (16.25, "USD/unit", "$16.25 a unit"),
        (16.5, "USD/unit", "$16.50 a unit"),
        (0.035, "USD/hour", "$0.035 an hour"),
        (6_000_000, "USD", "$6 million"),
        (1_235_000, "USD", "$1,235,000"),
        (-1_235_000, "USD/year", "−$1,235,000 a year"),
        (1_235_000.5, "vehicle", "1,235,000.5 cars"),
        (1, "vehicle/year", "1 car a year"),
        (0.07 * 3, "share", "21%"),
        (0.00001, "", "0.00001"),
        (0, "share", "0%"),
        (math.nan, "USD", "not available"),
    ],
)
def test_exactly_nothing_is_rounded_away(value: float, unit: str, said: str) -> None:
    assert say_exactly(value, unit) == said


def test_rounded_as_said_aloud() -> None:
    assert say(76.712, "vehicle", rounded=True) == "77 cars"
    assert about(1.534) == "1.5"


def test_an_unknown_unit_suggests_the_near_one() -> None:
    with pytest.raises(KitError, match='Did you mean "vehicle"'):
        check_unit("vehicl/year")


@pytest.mark.parametrize(
    "unit", ["vehicle/", "**", "__import__('os')", "vehicle per", "3 +", "USD**9**9**9", "(USD)", "9"]
)
def test_what_is_no_unit_is_refused_with_a_sentence(unit: str) -> None:
    with pytest.raises(KitError):
        check_unit(unit)


def test_cars_are_not_people() -> None:
    assert not same_kind("vehicle", "person")
    with pytest.raises(KitError, match="measure different things"):
        convert(3, "vehicle", "person")


def test_a_share_is_a_plain_number() -> None:
    assert parts("share") == parts("") == ()


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_a_number_said_can_be_read_back(value: float) -> None:
    said = number(value).replace(",", "").replace("−", "-")
    assert float(said) == pytest.approx(value, rel=0.006, abs=1e-9)


@given(st.floats(min_value=0.001, max_value=1e9), st.sampled_from(["day", "week", "month", "year", "hour"]))
def test_conversion_there_and_back(value: float, unit: str) -> None:
    assert convert(convert(value, unit, "day"), "day", unit) == pytest.approx(value, rel=1e-12)


def test_words_of_every_known_name() -> None:
    words = COUNTED | {name: (one, many) for name, (one, many, _) in TIMES.items()}
    for name, (one, many) in words.items():
        assert unit_words(name) == ("", f" {one}", f" {many}")
        assert say(1, f"USD/{name}") == f"$1 {'an' if one[0] in 'aeio' or one == 'hour' else 'a'} {one}"
