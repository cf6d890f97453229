"""What a class said, counted: votes before and after, each bet against its answer, and the sentences."""

from __future__ import annotations

import hashlib
import math
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..units import about
from ._asked import Asked, asked
from ._rows import Row, counted
from .codes import place

if TYPE_CHECKING:
    from ..case import Bet, Case

FEW = 3  # with fewer answers a picture would show who said what
NEAR = 0.1


@dataclass(frozen=True)
class Vote:
    """One vote of the class: how many for each option, and how sure they were, 0 to 100, where they said it."""

    counts: Mapping[str, int]
    sure: Mapping[str, Sequence[float]]

    @property
    def voters(self) -> int:
        """How many voted."""
        return sum(self.counts.values())

    @property
    def mean_sure(self) -> float:
        """How sure the class was on average; not available where fewer than three said it."""
        return _mean([each for values in self.sure.values() for each in values])

    @property
    def sure_voters(self) -> int:
        """How many of them said how sure they are."""
        return sum(len(values) for values in self.sure.values())

    def sure_of(self, letter: str) -> float:
        """How sure those were on average who took one option; not available where fewer than three said it."""
        return _mean(self.sure.get(letter, ()))


@dataclass(frozen=True)
class Guessed:
    """A bet of the class: what was said, and the answer, in the bet's unit.

    `within` is how many came within 10% of the answer; a short code counts where its place on the slider is the
    answer's, since it cannot say more.
    """

    question: Asked
    bet: Bet
    values: tuple[float, ...]
    answer: float
    within: int
    rounded: int

    @property
    def median(self) -> float:
        """The middle of what was said."""
        return statistics.median(self.values) if self.values else math.nan

    @property
    def factor(self) -> float:
        """How many times too high the middle is; below 1 it is too low."""
        # A guess of zero is not infinitely wrong: it counts as a thousandth of the slider.
        least = (self.bet.high - self.bet.low) / 1000
        return max(self.median, least) / max(self.answer, least)

    @property
    def missed(self) -> str:
        """How far off the middle is, in words."""
        times = max(self.factor, 1 / self.factor)
        where = "high" if self.factor > 1 else "low"
        if times < 1 + NEAR:
            return "about right"
        if times > 100:
            return f"far too {where}"
        if times >= 2:
            return f"{about(times)} times too high" if where == "high" else f"{about(times)} times as much"
        return f"{abs(self.factor - 1):.0%} too {where}"


@dataclass(frozen=True)
class Tally:
    """All of it, in the order of the walk.

    `picks` holds how often each note of the canvas was chosen, the most first; `pairs` are both votes of each reader
    who cast two; `sentences` holds what was written, in an order that says nothing about who wrote it.
    """

    votes: tuple[Vote, ...]
    pairs: tuple[tuple[str, str], ...]
    picks: tuple[tuple[Asked, tuple[tuple[str, int], ...]], ...]
    bets: tuple[Guessed, ...]
    sentences: tuple[tuple[Asked, tuple[str, ...]], ...]
    people: int


def tally(
    case: Case, rows: Iterable[Row], votes: Mapping[str, Mapping[str, int]], bets: Mapping[str, Sequence[float]]
) -> Tally:
    """Count what a class said.

    Parameters
    ----------
    case
        The case, in the part that may be shown.
    rows
        The answers of files and codes.
    votes, bets
        A show of hands, by step.
    """
    kept: dict[tuple[str, str], list[Row]] = {}
    for row in counted(rows):
        kept.setdefault((row.step, row.kind), []).append(row)
    questions = asked(case)
    cast: list[Vote] = []
    first: dict[str, str] = {}
    again: dict[str, str] = {}
    for question in (each for each in questions if each.kind == "vote"):
        own = kept.get((question.step, "vote"), [])
        vote = _vote(own, votes.get(question.step, {}))
        cast.append(vote)
        (again if question.again else first).update({row.reader: str(row.value) for row in own})
    guessed = [
        _guessed(case, each, kept.get((each.step, "bet"), []), bets.get(each.step, ()))
        for each in questions
        if each.bet is not None
    ]
    picked = [(each, kept.get((each.step, "pick"), [])) for each in questions if each.kind == "pick"]
    written = [(each, kept.get((each.step, each.kind), [])) for each in questions if each.kind in ("text", "say")]
    readers = {row.reader for group in kept.values() for row in group}
    hands = max([0, *(sum(each.values()) for each in votes.values()), *map(len, bets.values())])
    return Tally(
        tuple(cast),
        tuple((first[reader], again[reader]) for reader in first if reader in again),
        tuple((each, _most(str(row.value) for row in own)) for each, own in picked if own),
        tuple(each for each in guessed if each.values),
        tuple((each, _shuffled(str(row.value) for row in own)) for each, own in written if own),
        len(readers) + hands,
    )


def _vote(rows: list[Row], hands: Mapping[str, int]) -> Vote:
    counts = Counter(str(row.value) for row in rows)
    counts.update(hands)
    sure: dict[str, list[float]] = {}
    for row in rows:
        if not math.isnan(row.sure):
            sure.setdefault(str(row.value), []).append(row.sure)
    return Vote(counts, sure)


def _guessed(case: Case, question: Asked, rows: list[Row], hands: Sequence[float]) -> Guessed:
    # This loads the widgets' library, which `import casekit` should not wait for.
    from ..widgets.bets import answer_of

    assert question.bet is not None
    bet = question.bet
    answer, _ = answer_of(case, bet)
    field = {"low": bet.low, "high": bet.high, "log": bet.log}
    exact = [float(row.value) for row in rows if not row.from_code] + list(hands)
    coded = [float(row.value) for row in rows if row.from_code]
    within = sum(abs(each - answer) <= NEAR * abs(answer) for each in exact)
    within += sum(place(field, each) == place(field, answer) for each in coded)
    return Guessed(question, bet, tuple(sorted(exact + coded)), answer, within, len(coded))


def _most(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(texts).items(), key=lambda each: (-each[1], each[0])))


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if len(values) >= FEW else math.nan


def _shuffled(texts: Iterable[str]) -> tuple[str, ...]:
    """In an order that says nothing, and stays the same when the page is made again."""
    return tuple(sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest()))
