"""The pictures of a class: who moved, each bet against its answer, and what was missed most."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..charts.comparisons import SPARSE, WIDTH, finish
from ..charts.theme import LIGHT, number_axis
from ..units import say
from ._rows import clean
from ._tally import FEW, Guessed, Tally, Vote

if TYPE_CHECKING:
    from ..case import Case, Option
    from ..charts import Picture

COLUMNS = 40  # of dots
MOST = 7  # notes of the canvas
TALL, SHORT = 170, 80


def few(count: int, what: str) -> str:
    """Why a picture of so few answers shows none of them."""
    people = {0: f"Nobody has {what} yet.", 1: f"One person has {what} so far."}
    said = people.get(count, f"{count} people have {what} so far.")
    return f"{said} From the third on the picture shows them: fewer would show who said what."


def votes(case: Case, tally: Tally) -> Picture:
    """How many chose each option, before and after."""
    import altair as alt
    import pandas as pd

    cast = [vote for vote in tally.votes if vote.voters]
    shown = [vote for vote in cast if vote.voters >= FEW]
    names = ["before", "after"] if len(shown) > 1 else [""]
    rows = pd.DataFrame(
        [
            {"label": _option(option), "vote": n, "count": vote.counts.get(option.letter, 0), "text": text}
            for option in case.decision.options
            for n, vote in enumerate(shown or [Vote({}, {})])
            for text in [_count(vote, option.letter, names[n] if len(names) > 1 else "") if shown else ""]
        ]
    )
    most = max(1, int(rows["count"].max()))
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, labelFontSize=14)),
        yOffset=alt.YOffset("vote:O", sort=None),
        x=alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.5])),
    )
    color = alt.condition("datum.vote == 0 && " + str(len(names) > 1).lower(), *map(alt.value, _vote_colors()))
    bars = base.mark_bar().encode(color=color)
    chart = bars + base.mark_text(align="left", dx=6, fontSize=14).encode(text="text:N")
    title = "Who moved?" if len(shown) > 1 else "How does the class vote?"
    height = (54 if len(names) > 1 else 36) * len(case.decision.options)
    return _roomy(finish(chart, title, votes_said(case, tally), height=height))


def _vote_colors() -> tuple[str, str]:
    return LIGHT["dim"], LIGHT["blue"]


def votes_said(case: Case, tally: Tally) -> str:
    """The votes in a few sentences."""
    cast = [vote for vote in tally.votes if vote.voters]
    if not cast or max(vote.voters for vote in cast) < FEW:
        return few(max([0, *(vote.voters for vote in cast)]), "voted")
    shown = [vote for vote in cast if vote.voters >= FEW]
    letters = [option.letter for option in case.decision.options]
    lists = [", ".join(f"{letter} {vote.counts.get(letter, 0)}" for letter in letters) for vote in shown]
    if len(shown) == 1:
        sure = f" On average they are {shown[0].mean_sure:.0f}% sure." if shown[0].mean_sure >= 0 else ""
        return f"{shown[0].voters} votes: {lists[0]}.{sure}"
    first, again = shown[0], shown[-1]
    sure = ""
    if first.mean_sure >= 0 and again.mean_sure >= 0:
        said = f" ({first.sure_voters} of {first.voters} said)" if first.sure_voters < first.voters else ""
        sure = f" How sure they are{said}: {first.mean_sure:.0f}% before, {again.mean_sure:.0f}% after."
    return f"{_moved(tally, first, again)} Before: {lists[0]}. After: {lists[-1]}.{sure}"


def _moved(tally: Tally, first: Vote, again: Vote) -> str:
    # Hands say how many, not whose: then only the least that must have moved is known.
    if len(tally.pairs) < max(FEW, min(first.voters, again.voters)):
        options = {*first.counts, *again.counts}
        least = sum(max(0, again.counts.get(each, 0) - first.counts.get(each, 0)) for each in options)
        least -= max(0, again.voters - first.voters)
        return f"At least {max(0, least)} moved."
    moves = Counter(pair for pair in tally.pairs if pair[0] != pair[1])
    how = ", ".join(f"{count} from {a} to {b}" for (a, b), count in sorted(moves.items(), key=lambda m: (-m[1], m[0])))
    return f"{moves.total()} of {len(tally.pairs)} moved{': ' + how if how else ''}."


def _option(option: Option) -> str:
    return f"{option.letter}  {option.label}"


def _count(vote: Vote, letter: str, when: str) -> str:
    sure = vote.sure_of(letter)
    said = f"{vote.counts.get(letter, 0)}{' ' + when if when else ''}"
    return f"{said}, {sure:.0f}% sure" if sure >= 0 else said


def picks(title: str, counts: Sequence[tuple[str, int]]) -> Picture:
    """How often each note of the canvas was chosen, the most first."""
    import altair as alt
    import pandas as pd

    total = sum(count for _, count in counts)
    shown = counts[:MOST] if total >= FEW else ()
    rows = pd.DataFrame([(clean(text, 60), count) for text, count in shown], columns=["label", "count"])
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=400, labelFontSize=13)),
        x=alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, 1.2 * max([1, *(count for _, count in shown)])])),
    )
    chart = base.mark_bar(color=LIGHT["blue"], height=18) + base.mark_text(align="left", dx=6, fontSize=13).encode(
        text="count:Q"
    )
    said = few(total, "chosen")
    if shown:
        more = f" The other {len(counts) - MOST} notes are not drawn." if len(counts) > MOST else ""
        said = f"{total} chose a note; {shown[0][1]} of them “{shown[0][0]}”, the most.{more}"
    return _roomy(finish(chart, title, said, height=34 * max(1, len(shown))))


def bet(guessed: Guessed) -> Picture:
    """Each bet as a dot, with the middle and the answer."""
    import altair as alt
    import pandas as pd

    unit, shown = guessed.bet.unit, len(guessed.values) >= FEW
    low, high = _ends(guessed)
    log = guessed.bet.log and low > 0
    scale = alt.Scale(type="log" if log else "linear", domain=[low, high], nice=False)
    ticks = {"values": _round_ones(low, high)} if log else {}
    x = alt.X("x:Q", title=None, axis=number_axis(unit, **SPARSE, **ticks), scale=scale)
    dots = pd.DataFrame(_stacks(guessed.values if shown else (), low, high, log), columns=["x", "n"])
    tallest = int(dots["n"].max()) if shown else 0
    across = min(WIDTH / COLUMNS, TALL / max(1, tallest))
    tall = max(SHORT, across * (tallest + 1))
    marks = [(guessed.answer, f"answer: {say(guessed.answer, unit, rounded=True)}", LIGHT["orange"], -26)]
    if shown:
        marks.append((guessed.median, f"middle: {say(guessed.median, unit, rounded=True)}", LIGHT["ink"], -8))
    layers: list[Any] = []
    for value, text, color, above in marks:
        one = alt.Chart(pd.DataFrame({"x": [value], "text": [text]}))
        layers.append(one.mark_rule(color=color, strokeWidth=2).encode(x=x, y=alt.value(above + 6), y2=alt.value(tall)))
        # The label stands on the side that has more room.
        left = _share(value, low, high, log) < 0.6
        side: Any = {"align": "left", "dx": 6} if left else {"align": "right", "dx": -6}
        label = one.mark_text(fontSize=13, fontWeight=600, color=color, baseline="middle", **side)
        layers.append(label.encode(x=x, y=alt.value(above + 2), text="text:N"))
    if shown:
        y = alt.Y("n:Q", axis=None, scale=alt.Scale(domain=[0.5, tall / across + 0.5], nice=False))
        layers.append(
            alt.Chart(dots).mark_circle(size=0.6 * across**2, opacity=1, color=LIGHT["blue"]).encode(x=x, y=y)
        )
    return finish(alt.layer(*layers), guessed.question.title, bet_said(guessed), height=round(tall))


def bet_said(guessed: Guessed) -> str:
    """A bet of the class in a few sentences."""
    unit, count = guessed.bet.unit, len(guessed.values)
    answer = f"The answer: {say(guessed.answer, unit, rounded=True)}."
    if count < FEW:
        return f"{answer} {few(count, 'bet')}"
    low, middle, high = (say(v, unit, rounded=True) for v in (guessed.values[0], guessed.median, guessed.values[-1]))
    within = guessed.within or "none"
    said = f"{count} bets, from {low} to {high}; half of them at most {middle}. {answer} Within 10% of it: {within}."
    if guessed.rounded:
        came = "a short code" if guessed.rounded == 1 else "short codes"
        said += f" {guessed.rounded} came as {came}: to a thirtieth of the slider."
    return said


def _ends(guessed: Guessed) -> tuple[float, float]:
    """As much of the slider as holds every bet and the answer, with a little room."""
    bet = guessed.bet
    values = [*guessed.values, guessed.answer] if len(guessed.values) >= FEW else [bet.low, bet.high, guessed.answer]
    if bet.log and bet.low > 0:
        return min(bet.low, *values), max(values) * 1.15
    low = min(bet.low, *values) if min(bet.low, *values) <= 0 or bet.low <= 0.5 * min(values) else min(values)
    room = 0.06 * (max(values) - low) or 1.0
    return (low if low == 0 else low - room), max(values) + room


def _share(value: float, low: float, high: float, log: bool) -> float:
    return math.log(value / low) / math.log(high / low) if log else (value - low) / (high - low)


def _round_ones(low: float, high: float) -> list[float]:
    """Round numbers between two ends, as far apart in ratio as an axis of ratios has room for: 1, 2, 5, or powers."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        found = [step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high]
        if len(found) <= 6:
            break
    return found


def _stacks(values: Sequence[float], low: float, high: float, log: bool) -> list[tuple[float, int]]:
    """Each value as a dot in its column, one above the other."""
    heights: Counter[int] = Counter()
    dots = []
    for value in values:
        column = min(COLUMNS - 1, int(_share(value, low, high, log) * COLUMNS))
        heights[column] += 1
        share = (column + 0.5) / COLUMNS
        dots.append((low * (high / low) ** share if log else low + (high - low) * share, heights[column]))
    return dots


def missed(bets: Sequence[Guessed]) -> Picture:
    """How far the middle of each bet is from its answer, the farthest first."""
    import altair as alt
    import pandas as pd

    far = sorted((each for each in bets if len(each.values) >= FEW), key=lambda each: -abs(math.log(each.factor)))
    columns = ["label", "factor", "one", "text", "high"]
    told = [(each.question.title, each.factor, 1.0, each.missed, each.factor > 1) for each in far]
    rows = pd.DataFrame(told, columns=columns)
    wide = max([2.0, *(max(each.factor, 1 / each.factor) for each in far)]) ** 1.9
    x = alt.X("factor:Q", axis=None, scale=alt.Scale(type="log", domain=[1 / wide, wide], nice=False))
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=330, labelFontSize=13))
    base = alt.Chart(rows).encode(y=y, x=x)
    text = [
        base.transform_filter(f"{'' if high else '!'}datum.high").mark_text(
            align="left" if high else "right", dx=6 if high else -6, fontSize=13
        )
        for high in (True, False)
    ]
    bars = base.mark_bar(color=LIGHT["blue"], height=16).encode(x2="one:Q")
    middle = alt.Chart(rows).mark_rule(color=LIGHT["orange"], strokeWidth=2).encode(x=alt.X("one:Q", axis=None))
    chart = alt.layer(bars, middle, *(each.encode(text="text:N") for each in text))
    return _roomy(finish(chart, "What did the class miss most?", missed_said(far), height=34 * max(1, len(rows))))


def _roomy(picture: Picture) -> Picture:
    """Room beside long names: the reader's system font may be wider than the one that was measured."""
    return replace(picture, spec={**picture.spec, "padding": {"left": 40, "right": 24, "top": 8, "bottom": 8}})


def missed_said(far: Sequence[Guessed]) -> str:
    """What was missed most, in a few sentences; `far` has the farthest first."""
    if not far:
        return "No bet has three answers yet."

    def one(each: Guessed) -> str:
        unit = each.bet.unit
        middle, answer = say(each.median, unit, rounded=True), say(each.answer, unit, rounded=True)
        return f"“{each.question.title}” The middle of the class said {middle}, the answer is {answer}: {each.missed}."

    nearest = f" Nearest: “{far[-1].question.title}”, {far[-1].missed}." if len(far) > 1 else ""
    return f"{one(far[0])}{nearest}"
