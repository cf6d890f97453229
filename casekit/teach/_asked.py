"""What a case's walk asks of a reader: votes, bets and sentences, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._html import plain

if TYPE_CHECKING:
    from ..case import Bet, Case, Step


@dataclass(frozen=True)
class Asked:
    """One thing that is asked.

    Parameters
    ----------
    step
        The id of the step that asks it.
    kind
        "vote", "bet", "pick" (a note of the canvas), "text" (a sentence to keep, such as a tripwire) or "say" (what a
        reader saw).
    title
        How it is called for readers, as plain text.
    part
        "A" or "B".
    bet
        The bet, where it is one.
    again
        Whether a vote is the second one.
    """

    step: str
    kind: str
    title: str
    part: str = "A"
    bet: Bet | None = None
    again: bool = False


def asked(case: Case) -> list[Asked]:
    """What a case asks, in the order of its walk; without a walk, two votes around its bets and a tripwire."""
    if not case.walk:
        bets = [Asked(bet.id, "bet", plain(bet.question), bet.part, bet) for bet in case.bets]
        first = [each for each in bets if each.part == "A"]
        rest = [each for each in bets if each.part != "A"]
        tripwire = Asked("tripwire", "text", "Write your tripwire")
        return [
            Asked("vote-1", "vote", "How would you vote?"), *first, tripwire,
            Asked("vote-2", "vote", "Vote again", again=True), *rest,
        ]  # fmt: skip
    return [question for step in case.walk for question in _questions(case, step)]


def _questions(case: Case, step: Step) -> list[Asked]:
    found = []
    title = plain(step.title)
    if step.kind == "vote":
        again = step.what == "again"
        found.append(Asked(step.id, "vote", title or "How would you vote?", step.part, again=again))
    elif step.kind == "bet":
        bet = case.bet(step.what)
        found.append(Asked(step.id, "bet", title or plain(bet.question), step.part, bet))
    elif step.kind == "canvas" and step.what == "pick":
        found.append(Asked(step.id, "pick", title or "Which note?", step.part))
    elif step.kind == "write":
        found.append(Asked(step.id, "text", title or step.what.replace("-", " ").capitalize(), step.part))
    if step.say and step.kind != "write":  # there it is how the sentence begins
        found.append(Asked(step.id, "say", plain(step.say), step.part))
    return found
