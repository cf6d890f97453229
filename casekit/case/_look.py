"""How the head of a case looks: in a notebook and in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import units
from .._html import escape, plain, view
from ..evidence import Figure, agree, chip

if TYPE_CHECKING:
    from rich.console import Group

    from ._case import Case, Option, Tile

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SEASONS = ("winter", "spring", "summer", "fall")

_STYLE = """.ck-view .ck-hook{border-left:3px solid var(--ck-blue);padding:2px 0 2px 14px;margin:14px 0;
font-size:1.214em;line-height:1.45;max-width:44em}
.ck-view .ck-tiles{display:grid;grid-template-columns:1fr;gap:1px;background:var(--ck-line);
border:1px solid var(--ck-line);border-radius:6px;overflow:hidden;margin:14px 0}
.ck-view .ck-tile{background:var(--ck-paper);padding:8px 14px;display:grid;grid-row:span 3;
grid-template-rows:subgrid;row-gap:0}
.ck-view .ck-value{font-size:1.286em;font-weight:600;line-height:1.35}
.ck-view .ck-unit{font-size:.778em;font-weight:400}
.ck-view .ck-options{display:grid;grid-template-columns:1fr;gap:6px 24px;margin-top:8px}
.ck-view .ck-option{display:grid;grid-template-columns:1.4em 1fr}
.ck-view .ck-letter{font-weight:600;color:var(--ck-blue)}
@container (min-width:480px){.ck-view .ck-tiles{grid-template-columns:repeat(auto-fit,minmax(9.5em,1fr))}}
@container (min-width:760px){.ck-view .ck-options{grid-template-columns:1fr 1fr}}"""


def month(day: str) -> str:
    """Return the month of a date as a reader says it.

    >>> month("2010-05-26"), month("2010")
    ('May 2010', '2010')
    """
    year, *rest = day.split("-")
    return f"{_MONTHS[int(rest[0]) - 1]} {year}" if rest else year


def part_line(case: Case) -> str:
    """Return the line under the title: which part, when, about what, and what the reader knows."""
    day = case.decision.day.split("-")
    if case.part == "A":
        then = _SEASONS[int(day[1]) % 12 // 3] if len(day) > 1 else "year"
        part, known = "Part A", f"you know only what was known that {then}"
    else:
        part, known = "Parts A and B", "with what happened after"
    return " · ".join(piece for piece in (part, month(case.decision.day), case.tagline, known) if piece)


def case_html(case: Case) -> str:
    """Return the head of a case as HTML: title, hook, numbers, question and options."""
    tiles = "".join(_tile(case, tile) for tile in case.head)
    options = "".join(_option(case, option) for option in case.decision.options)
    numbers = f'<div class="ck-tiles" role="list">{tiles}</div>' if tiles else ""
    return view(
        f'<h2 class="ck-title">{escape(case.title)}</h2><div class="ck-dim">{escape(part_line(case))}</div>'
        f'<div class="ck-hook">{case.prose(case.decision.hook)}</div>{numbers}'
        f"<div><b>{case.prose(case.decision.question)}</b></div>"
        f'<div class="ck-options" role="list">{options}</div>',
        _STYLE,
    )


def _tile(case: Case, tile: Tile) -> str:
    rivals = case.rivals(tile.quantity)
    said = chip(rivals)
    differ = not agree(rivals) or rivals[0].kind == "assumption"
    others = "\n".join(f"{figure.shown}: {figure.where}" for figure in rivals)
    label = f'<div class="ck-dim" title="{escape(case.help(tile.quantity))}">{escape(tile.label)}</div>'
    look = "ck-differ" if differ else "ck-chip"
    return (
        f'<div class="ck-tile" role="listitem">{label}'
        f'<div class="ck-value">{_value(rivals[0])}</div>'
        f'<div class="ck-small"><span class="{look}" title="{escape(others)}">'
        f"{escape(said)}</span></div></div>"
    )


def _value(figure: Figure) -> str:
    """Return what a tile shows: the number large, the words of its unit beside it."""
    words = next((w for w in units.unit_words(figure.unit)[1:] if w.strip("% ") and figure.shown.endswith(w)), "")
    number = figure.shown.removesuffix(words)
    return escape(number) + (f'<span class="ck-unit">{escape(words)}</span>' if words else "")


def _option(case: Case, option: Option) -> str:
    text = f'<div class="ck-dim">{case.prose(option.text)}</div>' if option.text else ""
    return (
        f'<div class="ck-option" role="listitem"><span class="ck-letter">{escape(option.letter)}</span>'
        f"<div>{case.prose(option.label)}{text}</div></div>"
    )


def case_rich(case: Case) -> Group:
    """Return the head of a case for a terminal."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    numbers = Table.grid(padding=(0, 3))
    for tile in case.head:
        rivals = case.rivals(tile.quantity)
        numbers.add_row(
            Text(tile.label, style="dim"), Text(rivals[0].shown, style="bold"), Text(chip(rivals), style="dim")
        )
    decision = case.decision
    options = [
        Text.assemble((f"  {o.letter}  ", "bold blue"), plain(o.label), (f"  {plain(o.text)}" if o.text else "", "dim"))
        for o in decision.options
    ]
    return Group(
        Text(case.title, style="bold"),
        Text(part_line(case), style="dim"),
        Text(f"\n{plain(decision.hook)}\n"),
        numbers,
        Text(f"\n{plain(decision.question)}", style="bold"),
        *options,
    )
