from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from casekit._errors import KitError
from casekit._numbers import count_of, number_of


def test_numbers_of_any_make_are_taken() -> None:
    assert [number_of("x", each) for each in (0, 2.5, np.float32(2.5), np.int64(3))] == [0, 2.5, 2.5, 3]
    assert number_of("x", -7, least=-math.inf) == -7
    assert count_of("n", 10**17 + 1) == 10**17 + 1


@pytest.mark.parametrize(
    ("value", "more", "said"),
    [
        ("3", {}, "x must be a number, not '3'."),
        (b"3", {}, "x must be a number, not b'3'."),
        (None, {}, "x must be a number, not None."),
        ([1, 2], {}, "x must be a number, not [1, 2]."),
        (1j, {}, "x must be a number, not 1j."),
        (10**400, {}, "x must be a number, not 1000"),
        pytest.param(10**5000, {}, "x must be a number, not one of so many digits (int).", id="digits"),
        (-1, {}, "x must be a number of at least 0, not -1."),
        (math.nan, {}, "x must be a number of at least 0, not nan."),
        (math.inf, {"least": -math.inf}, "x must be a number, not inf."),
        (0, {"least": 1}, "x must be a number of at least 1, not 0."),
    ],
)
def test_what_is_no_number_has_its_sentence(value: Any, more: dict[str, float], said: str) -> None:
    for check in (number_of, count_of):
        with pytest.raises(KitError, match=f"^{re.escape(said)}") as error:
            check("x", value, **more)  # type: ignore[operator]
        assert len(str(error.value)) < 200


def test_a_count_is_whole() -> None:
    with pytest.raises(KitError, match=r"^n must be a whole number, not 2\.5\.$"):
        count_of("n", 2.5)
