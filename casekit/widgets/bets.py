"""`bet(case, id)`: say a number before the answer is shown.

Python keeps the answer: neither the page nor the stored notebook holds it before the bet is placed. This module loads
anywidget; `casekit` imports it when `bet` is first used.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from .._errors import KitError
from .._html import escape, plain, view
from ..models import model_named
from ..units import convert, say, unit_words
from . import _assets
from ._payload import step_of

if TYPE_CHECKING:
    from ..case import Bet as Question
    from ..case import Case


def bet(case: Case, bet_id: str) -> Bet:
    """A bet of a case: the reader says a number, then sees the answer beside it.

    Parameters
    ----------
    case
        A case.
    bet_id
        One of its bets.

    Returns
    -------
    Bet
        A widget. `bet.guess` is the number said, or where the slider starts until a bet is placed, so that nothing
        waits for it; `bet.placed` tells which.

    Raises
    ------
    KitError
        When the case has no such bet in its part.

    Examples
    --------
    >>> import casekit as ck
    >>> lm = ck.load("local-motors")
    >>> question = bet(lm, lm.bets[0].id)
    >>> question.placed
    False
    """
    if not hasattr(case, "bets"):
        raise KitError(f'bet takes a case and the name of a bet: lm = load("local-motors"), bet(lm, "{bet_id}").')
    return Bet(case, case.bet(bet_id))


class Bet(anywidget.AnyWidget):
    """The widget that `bet` gives."""

    _esm = _assets.joined("bet_widget.js")
    _css = _assets.text("casekit.css")

    payload = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, case: Case, question: Question) -> None:
        self._case = case
        self._question = question
        payload = {
            "id": question.id,
            "question": case.prose(question.question),
            "unit": list(unit_words(question.unit)),
            "low": float(question.low),
            "high": float(question.high),
            "start": float(question.start),
            "log": question.log and question.low > 0,
            "step": step_of(question.low, question.high, [question.start]),
        }
        state = {"guess": float(question.start), "placed": False, "first": None}
        super().__init__(payload=payload, state=state)
        self.on_msg(self._hear)

    def __dir__(self) -> list[str]:
        return ["guess", "place", "placed", "said"]

    def __repr__(self) -> str:
        return f"<Bet {self._question.id}: {plain(self._question.question)} It is placed in a notebook>"

    @property
    def guess(self) -> float:
        """The number said; where the slider starts until a bet is placed."""
        return float(self.state["guess"])

    @property
    def placed(self) -> bool:
        """Whether a bet was placed."""
        return bool(self.state["placed"])

    @property
    def said(self) -> str:
        """The bet in a sentence, without its answer; empty until one is placed."""
        return f"You guessed {say(self.guess, self._question.unit)}." if self.state["first"] is not None else ""

    def place(self, guess: float) -> None:
        """Place the bet from code, as the button does.

        Parameters
        ----------
        guess
            A number within the slider, in the bet's unit.

        Raises
        ------
        KitError
            When it is beyond the slider.
        """
        low, high, unit = self._question.low, self._question.high, self._question.unit
        if not (math.isfinite(guess) and low <= guess <= high):
            raise KitError(f"A bet here can go from {say(low, unit)} to {say(high, unit)}; {guess:,g} is beyond that.")
        first = self.state["first"]
        self.state = {"guess": float(guess), "placed": True, "first": float(guess) if first is None else first}

    def _reveal(self) -> dict[str, Any]:
        value, where = answer_of(self._case, self._question)
        return {"type": "reveal", "answer": value, "where": where, "after": self._case.prose(self._question.after)}

    def _hear(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        if content.get("type") == "again":
            self.state = {**self.state, "placed": False}
        elif content.get("type") == "place":
            low, high = self._question.low, self._question.high
            if not self.placed or content.get("guess") != self.guess:
                self.place(min(high, max(low, float(content["guess"]))))
            self.send(self._reveal())

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        question = plain(self._question.question)
        low, high = (say(end, self._question.unit) for end in (self._question.low, self._question.high))
        how = f"Place your bet by running this cell: anything from {low} to {high}."
        html = view(f'<p class="ck-head">{escape(question)}</p><p class="ck-dim">{escape(how)}</p>')
        return {**data, "text/html": html, "text/plain": f"{question} {how}"}, metadata


def answer_of(case: Case, question: Question) -> tuple[float, str]:
    """The answer of a bet in its own unit, and where it comes from."""
    if question.figure is not None:
        figure = question.figure
        return float(convert(figure.value, figure.unit, question.unit)), figure.where
    if question.simulation:
        simulation = case.simulations[question.simulation]
        value = simulation.value(question.column, question.at)
        unit = simulation.shows[question.column].unit
        return float(convert(value, unit, question.unit)), "the mean of many simulated runs"
    kind = model_named(question.model)
    from ..engine import outputs_of

    known = outputs_of(kind)
    if question.output not in known:
        raise KitError(f'The bet "{question.id}" asks for "{question.output}"; {question.model} has no such output.')
    model = kind.from_case(case, **question.set)
    value = convert(float(getattr(model, question.output)), known[question.output].unit, question.unit)
    return float(value), "worked out from the case's figures"
