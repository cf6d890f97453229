"""The steps of a walk as a page holds them: each a piece of safe HTML, and the data that its script needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import _markdown as md
from .._html import escape, plain
from ..canvas import BLOCKS
from ..engine import change, inputs_of, outputs_of
from ..explain import explain
from ..models import model_named
from ..study import by_source
from ..units import convert, say, unit_words
from ..widgets._payload import payload_of, step_of
from ..widgets._stepper_payload import payload_of_table

if TYPE_CHECKING:
    from ..case import Bet, Case, Step
    from ..engine import Model

_TITLES = {"read": "Read", "canvas": "The business model", "bet": "Place your bet", "vote": "How would you vote?"}


def data_of(case: Case, step: Step) -> dict[str, Any]:
    """What a step's script is given, as plain data; numbers that are not available are None."""
    own = _DATA[step.kind](case, step) if step.kind in _DATA else {}
    bets = [other for other in case.walk[: _place(case, step)] if other.kind == "bet"]
    needs = [other.id for other in bets if _gives_away(case, step, case.bet(other.what))]
    common = {"id": step.id, "kind": step.kind, "what": step.what, "part": step.part, "title": title_of(step)}
    found: dict[str, Any] = _finite({**common, "say": plain(step.say), "needs": needs, **own})
    return found


def html_of(case: Case, step: Step, *, hidden: bool = True) -> str:
    """A step as a section; what gives an answer away waits in a template until its bet is placed."""
    text = f'<p class="walk-text">{case.prose(step.text)}</p>' if step.text else ""
    body = _HTML[step.kind](case, step) if step.kind in _HTML else ""
    covered = step.kind in ("explain", "by_source")
    held = f"<template>{body}</template>" if covered else ""
    html = (
        f'<section class="walk-step" data-step="{escape(step.id)}" aria-labelledby="walk-h-{escape(step.id)}"'
        f'{" hidden" if hidden else ""}><h2 id="walk-h-{escape(step.id)}" tabindex="-1">{escape(title_of(step))}</h2>'
        f'{text}{held}<div class="walk-body">{"" if covered else body}</div></section>'
    )
    # A browser may break a line between a minus and the sign of money: here it may not.
    return html.replace("−$", "−\u2060$")


def title_of(step: Step) -> str:
    """A step's heading as plain text."""
    return plain(step.title) or _TITLES.get(step.kind, step.id.replace("-", " ").capitalize())


def story_html(case: Case, text: str, shift: int = 1) -> str:
    """A Markdown text of the case as safe HTML, its linked numbers with their sources."""
    known = {id: case.figure(id).where for id in case.figures["id"]}

    def number(span: md.Span) -> str:
        where = known.get(span.figure)
        shown = escape(span.text)
        return shown if where is None else f'<span class="ck-num" title="{escape(where)}">{shown}</span>'

    html = md.to_html(md.parse(text), number, shift)
    # A wide table scrolls inside its own frame, which a keyboard can reach.
    frame = '<div class="walk-wide" tabindex="0" role="group" aria-label="A table; scroll sideways if it is cut off">'
    return html.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")


# ---- data ----


def _bet(case: Case, step: Step) -> dict[str, Any]:
    from ..widgets.bets import answer_of

    bet = case.bet(step.what)
    answer, where = answer_of(case, bet)
    log = bool(bet.log and bet.low > 0)
    payload = {
        "id": bet.id, "question": case.prose(bet.question), "unit": list(unit_words(bet.unit)),
        "low": float(bet.low), "high": float(bet.high), "start": float(bet.start), "log": log,
        "step": step_of(bet.low, bet.high, [bet.start]),
    }  # fmt: skip
    return {"bet": payload, "reveal": {"answer": answer, "after": case.prose(bet.after), "where": where}}


def _vote(case: Case, step: Step) -> dict[str, Any]:
    options = [
        {"letter": option.letter, "label": case.prose(option.label), "text": case.prose(option.text)}
        for option in case.decision.options
    ]
    return {"question": case.prose(case.decision.question), "options": options}


def _explore(case: Case, step: Step) -> dict[str, Any]:
    payload = payload_of(_model(case, step), view=step.view or None, given="set for this step")
    return {"explorer": payload, "guess": step.guess}


def _step_through(case: Case, step: Step) -> dict[str, Any]:
    from ..widgets.stepper import telling_of

    stored = case.simulations[step.what]
    return {"stepper": payload_of_table(stored.table, telling_of(case, stored)), "guess": step.guess}


def _canvas(case: Case, step: Step) -> dict[str, Any]:
    notes = [
        {"text": plain(note.text), "block": title, "bare": note.bare}
        for key, title in BLOCKS.items()
        for note in case.canvas[key]
    ]
    return {"notes": notes if step.what == "pick" else []}


_DATA: dict[str, Callable[[Case, Step], dict[str, Any]]] = {
    "bet": _bet,
    "vote": _vote,
    "explore": _explore,
    "step_through": _step_through,
    "canvas": _canvas,
}


def _model(case: Case, step: Step) -> Model:
    model = model_named(step.model).from_case(case)
    changed: Model = change(model, **{k: case.figure(v) if isinstance(v, str) else v for k, v in step.set.items()})
    return changed


def _place(case: Case, step: Step) -> int:
    return next(at for at, other in enumerate(case.walk) if other.id == step.id)


def _gives_away(case: Case, step: Step, bet: Bet) -> bool:
    """Whether a step shows the answer of a bet: it repeats its guess, or shows the same output."""
    if step.guess == bet.id:
        return True
    if step.kind == "step_through":
        return bet.simulation == step.what
    if not step.model or step.model != bet.model:
        return False
    if step.kind != "explore":
        return step.output == bet.output
    shown = payload_of(_model(case, step), view=step.view or None)
    told = [shown["headline"], shown["headline"]["also"] or {}]
    return bet.output in {*(each.get("output") for each in told), *(view["y"] for view in shown["views"])}


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value


# ---- HTML ----


def _read(case: Case, step: Step) -> str:
    if step.what == "decision":
        return case._repr_html_()
    if step.what != "case":
        return ""
    return _folded("The case", story_html(case, case.story)) if case.story else "<p>This case has no text to read.</p>"


def _folded(name: str, html: str) -> str:
    return f'<details class="walk-story" open><summary>{name}</summary><div class="walk-prose">{html}</div></details>'


def _arguments(case: Case, step: Step) -> str:
    sides = {"pros": [case.pros], "cons": [case.cons]}.get(step.what, [case.pros, case.cons])
    return "".join(side._repr_html_() for side in sides)


def _explained(case: Case, step: Step) -> str:
    return explain(_model(case, step), step.output)._repr_html_()


def _reveal(case: Case, step: Step) -> str:
    if step.what != "epilogue" or not case.epilogue:
        return ""
    return f'<div class="walk-prose">{story_html(case, case.epilogue)}</div>'


def _sources(case: Case, step: Step) -> str:
    """The answer under each rival figure as a row: who says it, a line with its place, and the answer."""
    model = _model(case, step)
    inputs, unit = inputs_of(model), outputs_of(model)[step.output].unit
    rows: Any = by_source(model, step.output).dropna(subset=["answer"])
    rows = rows[rows["input"] == step.input] if step.input else rows
    if not len(rows):
        return "<p>There is only one figure for each input.</p>"
    low, high = min(0.0, float(rows["answer"].min())), max(0.0, float(rows["answer"].max()))
    body = "".join(
        _source_row(row, inputs[row.input], unit, (row.answer - low) / (high - low or 1), several=not step.input)
        for row in rows.itertuples()
    )
    ends = [say(float(rows["answer"].min()), unit, rounded=True), say(float(rows["answer"].max()), unit, rounded=True)]
    label = outputs_of(model)[step.output].label
    # A rate is asked of somebody, and not believed.
    rate = bool(step.input) and inputs[step.input].unit == "share"
    told = f"{label}: from {ends[0]} to {ends[1]}{'' if rate else ', by whom you believe'}."
    names = ("If it is" if rate else "If you believe", label, "The answer")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    return (
        f'<div class="walk-sources"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        f'<p class="walk-note">{escape(told)}</p></div>'
    )


def _source_row(row: Any, asked: Any, unit: str, share: float, *, several: bool) -> str:
    shown = say(float(convert(row.value, asked.unit, asked.unit)), asked.unit)
    name = f"{asked.label}: {shown}" if several else shown
    kind = "walk-used" if row.used else "walk-rival"
    used = '<span class="walk-dim"> in use</span>' if row.used else ""
    return (
        f'<tr class="{kind}"><th scope="row">{escape(name)}<span class="walk-where">{escape(row.source)}</span></th>'
        f'<td class="walk-track" aria-hidden="true"><span style="left:{100 * share:.1f}%"></span></td>'
        f"<td><b>{escape(say(float(row.answer), unit, rounded=True))}</b>{used}</td></tr>"
    )


_HTML: dict[str, Callable[[Case, Step], str]] = {
    "read": _read, "canvas": lambda case, step: case.canvas._repr_html_(), "pros_cons": _arguments,
    "explain": _explained, "by_source": _sources, "reveal": _reveal,
}  # fmt: skip
