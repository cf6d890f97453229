"""What a student hands to check: numbers in every form in which people write them, and a sentence for what is none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pint
import pytest

from casekit._errors import KitError
from casekit.tasks.judge import judge
from casekit.tasks.values import value_of
from casekit.units import unit_registry

CARS = {
    "kind": "number",
    "units": [
        {"unit": "vehicle", "words": ["", " car", " cars"], "factor": None},
        {"unit": "USD/vehicle", "words": ["$", " a car", " a car"], "factor": None},
        {"unit": "day", "words": ["", " day", " days"], "factor": None},
        {"unit": "vehicle/year", "words": ["", " car a year", " cars a year"], "factor": None},
    ],
}
SHARE: dict[str, Any] = {"kind": "number", "units": []}


@pytest.mark.parametrize(
    ("given", "unit", "number", "name"),
    [
        (77, "cars", 77, "vehicle"),
        (77, "car", 77, "vehicle"),
        ("77 cars", None, 77, "vehicle"),
        ("2,000 cars a year", None, 2000, "vehicle/year"),
        (2000, "cars per year", 2000, "vehicle/year"),
        (2000, "vehicle/year", 2000, "vehicle/year"),
        ("$50,000 a car", None, 50_000, "USD/vehicle"),
        ("−$1.5 thousand a car", None, -1500, "USD/vehicle"),
        (50_000, "dollars per car", 50_000, "USD/vehicle"),
        (50_000, "USD/vehicle", 50_000, "USD/vehicle"),
        ((77, "cars"), None, 77, "vehicle"),
        (np.float64(77), "cars", 77, "vehicle"),
        (np.array([77]), "cars", 77, "vehicle"),
        (2, "weeks", 14, "day"),
        ("2 weeks", None, 14, "day"),
        (77, None, 77, None),
        ("6 million", None, 6e6, None),
    ],
)
def test_a_number_and_its_unit(given: Any, unit: str | None, number: float, name: str | None) -> None:
    assert value_of(CARS, {}, given, unit) == {"number": pytest.approx(number), "unit": name}


def test_a_quantity_of_this_registry_and_of_pints_own() -> None:
    assert value_of(CARS, {}, unit_registry().Quantity(2, "week")) == {"number": 14, "unit": "day"}
    assert value_of(CARS, {}, pint.UnitRegistry().Quantity(2, "week")) == {"number": 14, "unit": "day"}


@pytest.mark.parametrize(("given", "number"), [(0.25, 0.25), ("25%", 0.25), ("0.25", 0.25), (25, 25), ("25 %", 0.25)])
def test_a_share_and_a_percentage(given: Any, number: float) -> None:
    assert value_of(SHARE, {}, given) == {"number": number, "unit": None}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (None, "There is no answer yet"),
        (..., "There is no answer yet"),
        ("  ", "There is no answer yet"),
        ("many", '"many" is no number. Write a number and its unit: 123, "cars".'),
        (math.nan, "not a number (NaN)"),
        (math.inf, "division by zero"),
        (list(range(100_000)), "this holds 100,000"),
        (np.zeros((1000, 1000)), "this holds 1,000,000"),
        (True, "True is no number"),
        (len, "Call it"),
        (10**4000, "no number"),
        ({"a": 1, "b": 2}, "this holds 2"),
        (object(), "of the kind object"),
        ("77 elephants", '"elephants" is no unit'),
        ("7" * 100_000, "no"),
        ("1e999", "division by zero"),
    ],
)
def test_what_is_no_number_has_a_sentence(given: Any, says: str) -> None:
    with pytest.raises(KitError) as told:
        value_of(CARS, {}, given)
    assert says in str(told.value) and len(str(told.value)) < 200


def test_choices_by_letter_by_first_words_and_never_by_guessing(practice: dict[str, Any]) -> None:
    task = next(each for each in practice["tasks"] if each["id"] == "whom")
    own = practice["students"][0]["whom"]
    by_letter = value_of(task, own, "b", "A")
    assert by_letter == {"choice": own["order"][1], "because": own["because_order"][0]}
    miske = next(each["id"] for each in task["items"] if each["text"] == "Miske")
    assert value_of(task, own, "misk")["choice"] == miske
    with pytest.raises(KitError, match="the letters go to C"):
        value_of(task, own, "F")
    with pytest.raises(KitError, match="begins more than one"):
        value_of({**task, "items": [*task["items"], {"id": "x", "text": "Miskes"}]}, own, "Misk")
    with pytest.raises(KitError, match="none of them"):
        value_of(task, own, "somebody else")


def test_an_order_in_letters_and_a_list(practice: dict[str, Any]) -> None:
    task = next(each for each in practice["tasks"] if each["id"] == "order")
    own = practice["students"][0]["order"]
    assert value_of(task, own, "C, A, B") == [own["order"][at] for at in (2, 0, 1)]
    assert value_of(task, own, ["A", "B", "C"]) == own["order"]
    with pytest.raises(KitError, match="Put all 3 in order"):
        value_of(task, own, ["A", "A", "B"])


@pytest.mark.parametrize("id", ["whom", "order", "strike", "sort", "sketch", "formula", "function", "bet", "essay"])
@pytest.mark.parametrize("given", [3.5, [], {}, object(), b"x", [[1]], "?" * 50_000, range(10**9)])
def test_whatever_it_is_it_becomes_an_answer_or_a_sentence(practice: dict[str, Any], id: str, given: Any) -> None:
    task = next(each for each in practice["tasks"] if each["id"] == id)
    own = practice["students"][0][id]
    try:
        value = value_of(task, own, given)
    except KitError as error:
        assert str(error) and len(str(error)) < 250
    else:
        assert judge(task, own, value)["said"]
