"""The bets of a case and of its walks: sliders that hold their answers, and answers that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .. import units
from .._errors import KitError, near
from ._simulations import answer_troubles
from ._yaml import Key

if TYPE_CHECKING:
    from ._folder import FigureRow, Folder
    from ._shape import BetShape, CaseShape
    from ._walks import WalkRead

Say = Callable[[str], None]
ANSWER = "An answer names a figure, or a model and its output, or a simulation with its column and a level (at)."


def check_bets(folder: Folder, case: CaseShape, walk: WalkRead, figure: Callable[[str, str, Say], None]) -> None:
    """Note every mistake in the bets of a walk that can be seen without a model.

    Parameters
    ----------
    folder, case, walk
        What was read.
    figure
        Checks that a figure exists and may stand in a part.
    """
    seen: set[str] = set()
    for at, bet in enumerate(walk.bets):
        say = teller(folder, walk, "bets", at)
        if bet.id in seen:
            teller(folder, walk, "bets", at, "id")(f'The id "{bet.id}" is used twice. Give each its own.')
        seen.add(bet.id)
        if not bet.low <= bet.start <= bet.high or bet.low == bet.high:
            say("A bet needs low < high, and start between them.")
        if bet.log and bet.low <= 0:
            say("A slider that moves by ratios (log) needs a low above 0.")
        say = teller(folder, walk, "bets", at, "answer")
        for sentence in _answer(folder, case, bet):
            say(sentence)
        if bet.answer.figure:
            figure(bet.answer.figure, bet.part, say)


def _answer(folder: Folder, case: CaseShape, bet: BetShape) -> Iterator[str]:
    answer = bet.answer
    simulated = [bool(answer.simulation), bool(answer.column), answer.at is not None]
    named = sum(map(bool, (answer.figure, answer.model, answer.simulation)))
    if named != 1 or bool(answer.model) != bool(answer.output) or any(simulated) != all(simulated):
        yield ANSWER
        return
    if answer.set and not answer.model:
        yield "set belongs to an answer with a model. Take it out."
    if answer.model and answer.model not in case.models:
        known = near(answer.model, case.models, "Models of this case")
        yield f'There is no model "{answer.model}" under models. {known}'
    if answer.simulation:
        yield from answer_troubles(folder, answer, bet.part)


def check_bet_units(folder: Folder, walk: WalkRead, rows: dict[str, FigureRow]) -> None:
    """Note each bet whose unit the kit does not know, or whose answer is in a unit of another kind."""
    simulations = folder.case.simulations if folder.case else {}
    for at, bet in enumerate(walk.bets):
        say = teller(folder, walk, "bets", at, "unit")
        if not known_unit(bet.unit, say):
            continue
        row, told = rows.get(bet.answer.figure), simulations.get(bet.answer.simulation)
        answers = {bet.answer.figure: row.unit} if row else {}
        if told and bet.answer.column in told.shows:
            answers[bet.answer.column] = told.shows[bet.answer.column].unit
        for name, unit in answers.items():
            if known_unit(unit, lambda _: None) and not units.same_kind(bet.unit, unit):
                say(f'The bet is in "{bet.unit}" and its answer "{name}" in "{unit}": of two kinds.')


def known_unit(unit: str, say: Say) -> bool:
    """Whether the kit knows a unit; if not, why not is noted."""
    try:
        units.check_unit(unit)
    except KitError as error:
        say(str(error))
        return False
    return True


def teller(folder: Folder, walk: WalkRead, *path: Key) -> Say:
    """Return what notes a problem at a path of the YAML file of a walk."""
    line = walk.line(*path)
    return lambda sentence: folder.problems.add(walk.yaml_file, line, sentence)
