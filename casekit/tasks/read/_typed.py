"""Numbers, tolerances, times and names as an author of tasks writes them: read, or named with the mend."""

from __future__ import annotations

import keyword
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from ...case._shape import said
from ...case._values import date, number
from ..bank import Within

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]([+-]([01][0-9]|2[0-3]):[0-5][0-9]|Z)?")


def plain_number(value: Any) -> Any:
    """Read a number as a person writes it; what is said of a bad one speaks of no columns, since there are none."""
    if not isinstance(value, str):
        return value
    try:
        return number(value)
    except ValueError as error:
        text = re.sub(r" and put .* in the unit column|, and what the sign says in the note column", "", str(error))
        raise ValueError(re.sub(r", and these two in the columns low and high", "", text)) from None


def _above_zero(value: float) -> float:
    if not value > 0:
        raise ValueError(f'"{value:g}" is too little. Write a number above 0.')
    return value


def within_of(text: Any) -> Within:
    """Read how far an answer may be off: a percentage of it, or a number in its unit.

    >>> within_of("2%"), within_of("0.5")
    (Within(share=0.02, amount=0.0), Within(share=0.0, amount=0.5))
    """
    mend = "Write a percentage, such as 1%, or a number in the answer's unit."
    bare, percent, rest = str(text).partition("%")
    try:
        value = plain_number(bare.strip())
    except ValueError:
        raise ValueError(f'"{text}" does not say how far an answer may be off. {mend}') from None
    if rest.strip() or value < 0 or (percent and value > 50):
        raise ValueError(f'"{text}" does not say how far an answer may be off. {mend}')
    return Within(round(value / 100, 12)) if percent else Within(0.0, value)


def share_of(text: Any) -> float:
    """Read a percentage.

    >>> share_of("25%")
    0.25
    """
    found = within_of(text)
    if found.amount or not found.share:
        raise ValueError(f'"{text}" is no percentage. Write it as 25%.')
    return found.share


def moment(text: str) -> str:
    """Read a day, or a day and a time, as it stands.

    >>> moment("2027-02-08 23:59"), moment("2027-02-08 23:59+01:00")
    ('2027-02-08 23:59', '2027-02-08 23:59+01:00')
    """
    found = re.fullmatch(r"(\S+)[ T]+(\S.*)", text)
    day = date(found[1] if found else text)
    if len(day) < 10:
        raise ValueError(f'"{text}" names no day. Write all of it, such as 2027-02-08.')
    if found and not _TIME.fullmatch(found[2].replace(" ", "")):
        raise ValueError(f'"{found[2]}" is no time of day. Write it as 23:59, such as {day} 23:59.')
    return f"{day} {found[2].replace(' ', '')}" if found else day


def is_name(text: str) -> bool:
    """Whether a text may name a number within a formula.

    >>> is_name("reserved"), is_name("reservation-fee"), is_name("lambda")
    (True, False, False)
    """
    return text.isascii() and text.isidentifier() and not keyword.iskeyword(text) and text != "answer"


def _name(text: str) -> str:
    if not is_name(text):
        raise ValueError(f'"{text}" cannot be a name in a formula. Use letters, digits and _, such as fee_paid.')
    return text


def names_of(value: Any) -> Any:
    """Read a list, or one text with commas or semicolons.

    >>> names_of("wage, staff")
    ['wage', 'staff']
    """
    return [each.strip() for each in re.split("[,;]", value)] if isinstance(value, str) else value


Amount = Annotated[float, BeforeValidator(said(plain_number))]
Positive = Annotated[float, BeforeValidator(said(plain_number)), AfterValidator(said(_above_zero))]
Percentage = Annotated[float, BeforeValidator(said(share_of))]
Tolerance = Annotated[Within, BeforeValidator(said(within_of))]
Moment = Annotated[str, AfterValidator(said(moment))]
Word = Annotated[str, AfterValidator(said(_name))]
Words = Annotated[tuple[Word, ...], BeforeValidator(names_of)]
