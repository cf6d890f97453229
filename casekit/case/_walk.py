"""The walk of a case: its steps in order, from the hook to the second vote and on to what came after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from .._errors import near
from ._values import number
from ._yaml import Key

if TYPE_CHECKING:
    from ._folder import Folder
    from ._shape import AskedShape, CaseShape, StepShape
    from ._walks import WalkRead

KINDS = (
    "read", "canvas", "vote", "bet", "explore", "explain", "by_source", "step_through", "write",
    "pros_cons", "reveal",
)  # fmt: skip
Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """One step of a walk: something to read, bet, vote, move, explain or write.

    Parameters
    ----------
    id, title, text, part
        Its name, its heading, a few lines of prose (linked numbers and all), and "A" or "B".
    kind
        read, canvas, vote, bet, explore, explain, by_source, step_through, write, pros_cons or reveal.
    what
        What the kind is about: "case" (read), "first" (vote), a bet's id, a simulation, the name of what is written.
    model, output, input, view, set
        What a step with a model shows: its output; one input only (by_source); one picture (explore); and what is
        changed first, by input: a number, or the id of a figure.
    guess
        A bet whose guess is repeated above an explorer or a simulation.
    say
        A question to be answered in the reader's own sentence.

    Examples
    --------
    >>> Step("vote-1", "vote", what="first").kind
    'vote'
    """

    id: str
    kind: str
    what: str = ""
    title: str = ""
    text: str = ""
    part: str = "A"
    model: str = ""
    output: str = ""
    input: str = ""
    view: str = ""
    set: Mapping[str, float | str] = field(default_factory=dict)
    guess: str = ""
    say: str = ""


def kinds_of(step: StepShape) -> list[str]:
    """Which kinds a step names; a good one names one."""
    return [kind for kind in KINDS if kind in step.model_fields_set]


def made(step: StepShape) -> Step:
    """A step of the shape that it has in case.yaml, as the case gives it; it was checked before."""
    (kind,) = kinds_of(step)
    asked = asked_of(step)
    given = getattr(step, kind)
    return Step(
        step.id, kind, given if isinstance(given, str) else "", step.title, step.text, step.part,
        asked.model, asked.output, asked.input, step.view,
        {name: _value(text) for name, text in {**step.set, **asked.set}.items()}, step.guess, step.say,
    )  # fmt: skip


def asked_of(step: StepShape) -> AskedShape:
    """The model that a step asks, however it is written; an empty one for the other kinds."""
    if "explain" in step.model_fields_set:
        return step.explain
    if "explore" in step.model_fields_set:
        return type(step.by_source)(model=step.explore)
    return step.by_source


def _value(text: str) -> float | str:
    try:
        return number(text)
    except ValueError:
        return text


def check_walk(folder: Folder, case: CaseShape, walk: WalkRead, figure: Callable[[str, str, Say], None]) -> None:
    """Note every mistake in a walk that can be seen without a model.

    Parameters
    ----------
    folder, case, walk
        What was read.
    figure
        Checks that a figure exists and may stand in a part.
    """
    counts = Counter(step.id for step in walk.steps)
    seen: set[str] = set()
    later = False
    for at, step in enumerate(walk.steps):

        def say(sentence: str, *path: Key, at: int = at) -> None:
            folder.problems.add(walk.yaml_file, walk.line("walk", at, *path), sentence)

        if counts[step.id] > 1 and step.id in seen:
            say(f'The step "{step.id}" is there already. Give each its own id.', "id")
        seen.add(step.id)
        if later and step.part == "A":
            say("This step is part A and stands after one of part B. Put all of part A first.", "part")
        later |= step.part == "B"
        kinds = kinds_of(step)
        if len(kinds) != 1:
            named = f"It has {' and '.join(kinds)}" if kinds else "It has none"
            say(f"A step needs exactly one of {', '.join(KINDS)}. {named}.")
            continue
        for problem, *path in _step(case, walk, step, kinds[0]):
            say(problem, *path)
        for name, text in {**step.set, **asked_of(step).set}.items():
            if isinstance(value := _value(text), str):
                place: tuple[Key, ...] = ("set", name) if name in step.set else (kinds[0], "set", name)
                figure(value, step.part, partial(_said_at, say, place))
    for which in ("first", "again"):
        if sum(step.vote == which for step in walk.steps) > 1:
            folder.problems.add(walk.yaml_file, walk.line("walk"), f"The walk votes {which} more than once.")


def _said_at(say: Callable[..., None], path: tuple[Key, ...], sentence: str) -> None:
    say(sentence, *path)


def _step(case: CaseShape, walk: WalkRead, step: StepShape, kind: str) -> Iterator[tuple[str, ...]]:
    bets = {bet.id: bet for bet in walk.bets}
    for key in ("bet", "guess"):
        id = getattr(step, key)
        if (key == kind or id) and id not in bets:
            yield f'There is no bet "{id}". {near(id, bets, "Bets")}', key
        elif id and step.part == "A" and bets[id].part == "B":
            yield f'The bet "{id}" is part B, and this step is part A. Make the step part B.', key
    if kind in ("explore", "explain", "by_source"):
        asked = asked_of(step)
        if asked.model not in case.models:
            yield f'There is no model "{asked.model}" under models. {near(asked.model, case.models, "Models")}', kind
    elif step.view or step.set or (step.guess and kind != "step_through"):
        yield (f"view, guess and set belong to a step with explore, and this is {kind}. Take them out.",)
    if kind == "step_through":
        yield from ((sentence, kind) for sentence in _simulated(case, step))
    if kind == "reveal" and step.part == "A":
        yield "A reveal is part B. Write part: B, or read: text.", "part"
    if kind == "write" and not step.write:
        yield "Say what is written, in a word, such as write: tripwire.", "write"


def _simulated(case: CaseShape, step: StepShape) -> Iterator[str]:
    told = case.simulations.get(step.step_through)
    if told is None:
        known = near(step.step_through, case.simulations, "Simulations")
        yield f'There is no simulation "{step.step_through}" under simulations. {known}'
    elif step.part == "A" and told.part == "B":
        yield f'The simulation "{step.step_through}" is part B, and this step is part A. Make the step part B.'


def check_models(folder: Folder, model: str, views: list[str], inputs: list[str], outputs: list[str]) -> None:
    """Note the views, inputs and outputs that a walk asks of a model and that it does not have."""
    steps = [(walk, at, step) for walk in folder.walks for at, step in enumerate(walk.steps)]
    for walk, at, step in steps:
        asked = asked_of(step)
        if asked.model != model or len(kinds_of(step)) != 1:
            continue
        wanted = [("view", step.view, views), ("output", asked.output, outputs), ("input", asked.input, inputs)]
        wanted += [("input", name, inputs) for name in {**step.set, **asked.set}]
        needs_output = "explore" not in step.model_fields_set
        for what, name, known in wanted:
            if (name or (what == "output" and needs_output)) and name not in known:
                sentence = f'{model} has no {what} "{name}". {near(name, known, f"{what.capitalize()}s")}'
                folder.problems.add(walk.yaml_file, walk.line("walk", at), sentence)


def prose(walk: WalkRead) -> Iterator[tuple[str, int, str, str]]:
    """Every text of a walk's steps and bets that may link numbers: its file, line, part and content."""
    for at, bet in enumerate(walk.bets):
        for name in ("question", "after"):
            yield walk.yaml_file, walk.line("bets", at, name), bet.part, getattr(bet, name)
    for at, step in enumerate(walk.steps):
        for name in ("title", "text", "say"):
            yield walk.yaml_file, walk.line("walk", at, name), step.part, getattr(step, name)
