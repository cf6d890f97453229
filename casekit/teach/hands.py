"""A show of hands, typed in: how many for each option, and bets as a list of numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._errors import KitError, near
from .._html import plain
from ..units import say
from ._asked import Asked, asked

if TYPE_CHECKING:
    from ..case import Case

MOST = 2_000  # hands of one class
Counts = dict[str, int]
_PAIR = re.compile(r"\s*([A-Za-z])\s*[:=]?\s*(\d{1,5})\s*[,;]?")
_NUMBER = re.compile(r"-?\$?(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?%?")
_SPLIT = re.compile(r"[\s;]+|,(?!\d{3}(?!\d))")


def counts_of(text: str, case: Case) -> Counts:
    """How many hands for each option, from a line such as "A 12, B 3".

    Raises
    ------
    KitError
        When it is written in another way, or names an option that the case does not have.

    Examples
    --------
    >>> import casekit as ck
    >>> counts_of("a 12, C: 7", ck.load("local-motors"))
    {'A': 12, 'C': 7}
    """
    letters = [option.letter for option in case.decision.options]
    found: Counts = {}
    at = 0
    while at < len(text.rstrip()):
        pair = _PAIR.match(text, at)
        if pair is None:
            raise KitError(f'"{text[:40].strip()}" is no count of hands. Write each letter with its number: A 12, B 3.')
        letter = pair[1].upper()
        if letter in found:
            raise KitError(f"The option {letter} is there twice. Write each letter once.")
        found[letter] = int(pair[2])
        at = pair.end()
    return _checked(found, letters)


def numbers_of(text: str, *, share: bool = False) -> list[float]:
    """Bets as a list of numbers: "30 45 1,200" or "30, 45, $1,200".

    Parameters
    ----------
    text
        Numbers with spaces, commas or new lines between. A comma before exactly three digits belongs to its number.
    share
        Whether 80 and 80% both mean 0.8, for a bet on a share.

    Raises
    ------
    KitError
        When a piece is no number.

    Examples
    --------
    >>> numbers_of("30, 45 $1,200"), numbers_of("80% 0.5 55", share=True)
    ([30.0, 45.0, 1200.0], [0.8, 0.5, 0.55])
    """
    found = []
    for piece in filter(None, _SPLIT.split(text.strip())):
        if not _NUMBER.fullmatch(piece) or (piece.endswith("%") and not share):
            raise KitError(f'"{piece[:20]}" is not a number. Write the bets with spaces between: 30 45 120.')
        value = float(piece.strip("%").replace("$", "").replace(",", ""))
        found.append(value / 100 if share and (piece.endswith("%") or value > 1) else value)
    return found


def checked(case: Case, hands: Mapping[str, Any]) -> tuple[dict[str, Counts], dict[str, list[float]]]:
    """A show of hands by step: the counts of votes, and the bets.

    Parameters
    ----------
    case
        The case that was asked about.
    hands
        By step, or by the name of a bet: {"vote-1": {"A": 12, "B": 3}, "half-built": [30, 45, 120]}. A line of text
        is read too: {"vote-1": "A 12, B 3", "half-built": "30 45 120"}.

    Raises
    ------
    KitError
        When the walk asks no such thing, an option is unknown, or a bet lies beyond its slider.
    """
    votes: dict[str, Counts] = {}
    bets: dict[str, list[float]] = {}
    known = {question.step: question for question in asked(case) if question.kind in ("vote", "bet")}
    known = {question.bet.id: question for question in known.values() if question.bet} | known
    for name, given in hands.items():
        if name not in known:
            raise KitError(f'{case.title} asks for no "{name}". {near(str(name), known)}')
        question = known[name]
        if question.kind == "vote":
            letters = [option.letter for option in case.decision.options]
            counts = counts_of(given, case) if isinstance(given, str) else given
            votes[question.step] = _checked(counts, letters)
        else:
            bets[question.step] = _bets(question, given)
    return votes, bets


def _bets(question: Asked, given: str | Sequence[float]) -> list[float]:
    assert question.bet is not None
    bet = question.bet
    values = numbers_of(given, share=bet.unit == "share") if isinstance(given, str) else [float(each) for each in given]
    if len(values) > MOST:
        raise KitError(f"There are {len(values):,} bets; a class has at most {MOST:,}.")
    for value in values:
        if not bet.low <= value <= bet.high:
            ends = f"from {say(bet.low, bet.unit)} to {say(bet.high, bet.unit)}"
            raise KitError(f'A bet on "{plain(question.title)}" goes {ends}; {value:,g} is beyond that.')
    return values


def _checked(counts: Mapping[str, Any], letters: list[str]) -> Counts:
    found: Counts = {}
    for letter, count in counts.items():
        if letter not in letters:
            raise KitError(f'There is no option "{str(letter)[:20]}". The options are {", ".join(letters)}.')
        if type(count) is not int or not 0 <= count <= MOST:
            raise KitError(f"The hands for {letter} are a whole number from 0 to {MOST:,}.")
        found[letter] = count
    return found
