"""The business model canvas: nine blocks of notes, each note with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ._html import escape, plain, prose, view
from .evidence import Citation, Figure, cited

if TYPE_CHECKING:
    from rich.console import Group

BLOCKS = {
    "key_partners": "Key partners",
    "key_activities": "Key activities",
    "key_resources": "Key resources",
    "value_propositions": "Value propositions",
    "customer_relationships": "Customer relationships",
    "channels": "Channels",
    "customer_segments": "Customer segments",
    "cost_structure": "Cost structure",
    "revenue_streams": "Revenue streams",
}
_RICH = {
    "blue": "blue",
    "green": "green",
    "orange": "dark_orange",
    "purple": "magenta",
    "gray": "bright_black",
}

# The nine blocks on ten columns, as the field draws them; a narrow view stacks them in their order.
_STYLE = """.ck-view .ck-canvas{display:grid;gap:1px;background:var(--ck-line);border:1px solid var(--ck-frame);
grid-template-columns:1fr}
.ck-view .ck-block{background:var(--ck-paper);padding:8px 10px 10px;min-width:0}
.ck-view .ck-block-name{font-size:.93em;font-weight:600;margin:0 0 6px;padding:0;color:inherit;line-height:1.3}
.ck-view .ck-note{margin:0 0 6px;background:var(--ck-wash-gray);border:1px solid transparent;
border-left:3px solid var(--ck-gray);border-radius:2px}
.ck-view .ck-note>summary,.ck-view .ck-note>.ck-face{padding:3px 8px;font-size:.93em;line-height:1.35}
.ck-view .ck-note .ck-sub{display:block;font-size:.884em;color:var(--ck-dim)}
.ck-view .ck-note .ck-more,.ck-view .ck-nowrap{white-space:nowrap}
.ck-view .ck-note .ck-more{text-decoration:underline dotted;text-underline-offset:2px}
.ck-view .ck-note.ck-bare{border:1px dashed var(--ck-ink);border-left:3px dashed var(--ck-gray)}
.ck-view .ck-evidence{padding:2px 8px 6px;font-size:.86em;border-top:1px solid var(--ck-line)}
.ck-view .ck-evidence>div{margin-top:4px}
.ck-view .ck-legend{font-size:.857em;margin-top:10px}
@container (min-width:600px){.ck-view .ck-canvas{grid-template-columns:repeat(10,minmax(0,1fr));
grid-template-rows:minmax(7em,auto) minmax(7em,auto) minmax(5em,auto)}
.ck-view .ck-key_partners{grid-area:1/1/3/3}.ck-view .ck-key_activities{grid-area:1/3/2/5}
.ck-view .ck-key_resources{grid-area:2/3/3/5}.ck-view .ck-value_propositions{grid-area:1/5/3/7}
.ck-view .ck-customer_relationships{grid-area:1/7/2/9}.ck-view .ck-channels{grid-area:2/7/3/9}
.ck-view .ck-customer_segments{grid-area:1/9/3/11}.ck-view .ck-cost_structure{grid-area:3/1/4/6}
.ck-view .ck-revenue_streams{grid-area:3/6/4/11}}""" + "".join(
    f".ck-view .ck-note.ck-{color}{{background:var(--ck-wash-{color});border-left-color:var(--ck-{color})}}"
    for color in _RICH
)


@dataclass(frozen=True)
class Segment:
    """Whom a note is for: a word and a color."""

    key: str
    label: str
    color: str = "gray"


@dataclass(frozen=True, repr=False)
class Note:
    """One note on the canvas.

    Parameters
    ----------
    id, text
        Its name and what it says.
    segment
        The key of a segment, or "".
    figures, sources
        Its evidence; a note with neither has none, and is drawn dashed.
    part
        "A" when it could be written on the day of the decision.
    block
        The key of its block.
    """

    id: str
    text: str
    segment: str = ""
    figures: tuple[Figure, ...] = ()
    sources: tuple[Citation, ...] = ()
    part: str = "A"
    block: str = ""

    @property
    def bare(self) -> bool:
        """Whether it has no evidence."""
        return not self.figures and not self.sources

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source behind it, those of its figures first."""
        found = [citation for figure in self.figures for citation in figure.citations]
        return tuple(dict.fromkeys([*found, *self.sources]))

    @property
    def support(self) -> str:
        """What it rests on, in a few words: "2 sources", "assumed" or "no evidence yet"."""
        count = len({citation.source.id for citation in self.citations})
        if count:
            return f"{count} source{'s' if count > 1 else ''}"
        return "assumed" if self.figures else "no evidence yet"

    def __str__(self) -> str:
        return f"{plain(self.text)} ({self.support})"

    def __repr__(self) -> str:
        return f"<Note {self.id}: {self}>"


@dataclass(frozen=True, repr=False)
class Canvas:
    """Nine blocks of notes.

    Parameters
    ----------
    notes
        In the order in which they are drawn, each with its block.
    segments
        Whom they are for, by key.

    Examples
    --------
    >>> canvas = Canvas((Note("web", "Website", block="channels"),))
    >>> print(canvas)
    Business model canvas: 1 note, 1 without evidence
    >>> [note.text for note in canvas["channels"]]
    ['Website']
    """

    notes: tuple[Note, ...] = ()
    segments: Mapping[str, Segment] = field(default_factory=dict)

    def __getitem__(self, block: str) -> tuple[Note, ...]:
        if block not in BLOCKS:
            raise KeyError(f"{block!r} is no block of the canvas; the blocks are {', '.join(BLOCKS)}.")
        return tuple(note for note in self.notes if note.block == block)

    def __iter__(self) -> Iterator[Note]:
        return iter(self.notes)

    def __len__(self) -> int:
        return len(self.notes)

    def __str__(self) -> str:
        bare = sum(note.bare for note in self.notes)
        notes = f"{len(self.notes)} note{'' if len(self.notes) == 1 else 's'}"
        return f"Business model canvas: {notes}, {f'{bare} without evidence' if bare else 'all with evidence'}"

    def __repr__(self) -> str:
        return f"<{self}>"

    def _under(self, note: Note) -> tuple[str, str]:
        """Whom a note is for with its main number, and what it rests on."""
        segment = self.segments.get(note.segment)
        pieces = [segment.label.lower()] if segment else []
        if note.figures and (number := note.figures[0].shown) and number.split(" a ")[0] not in note.text:
            pieces.append(number)
        return " · ".join(pieces), note.support

    def _repr_html_(self) -> str:
        blocks = "".join(
            f'<div class="ck-block ck-{key}"><h4 class="ck-block-name">{title}</h4>'
            f"{''.join(self._note(note) for note in self[key])}</div>"
            for key, title in BLOCKS.items()
        )
        bare = " A dashed note has no evidence yet." if any(note.bare for note in self.notes) else ""
        return view(
            f'<h3 class="ck-head">Business model canvas</h3><div class="ck-canvas">{blocks}</div>'
            f'<div class="ck-legend ck-dim">Color and the first word say whom a note is for.{bare} '
            "A note opens to its sources.</div>",
            _STYLE,
        )

    def _note(self, note: Note) -> str:
        segment = self.segments.get(note.segment)
        color = segment.color if segment and segment.color in _RICH else "gray"
        whom, support = self._under(note)
        text = prose(note.text, {figure.id: figure.where for figure in note.figures}.get)
        dot = " · " if whom else ""
        if note.bare:
            return (
                f'<div class="ck-note ck-{color} ck-bare"><div class="ck-face">{text}'
                f'<span class="ck-sub">{escape(whom)}{dot}<span class="ck-nowrap">{support}</span></span></div></div>'
            )
        lines = [f"{figure.shown}: {figure.where}" for figure in note.figures]
        lines += [f"{citation.where}: {citation.source.cite}" for citation in note.sources]
        return (
            f'<details class="ck-note ck-{color}" title="{escape(chr(10).join(lines))}"><summary>{text}'
            f'<span class="ck-sub">{escape(whom)}{dot}<span class="ck-more">{support}</span></span></summary>'
            f'<div class="ck-evidence">{_evidence(note)}</div></details>'
        )

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.text import Text

        lines = [Text("Business model canvas", style="bold")]
        for key, title in BLOCKS.items():
            lines.append(Text(f"\n{title}", style="bold"))
            for note in self[key]:
                segment = self.segments.get(note.segment)
                whom, support = self._under(note)
                color = _RICH.get(segment.color if segment else "gray", "bright_black")
                mark = ("┆ " if note.bare else "┃ ", color)
                under = f"  {whom}{' · ' if whom else ''}{support}"
                lines.append(Text.assemble("  ", mark, plain(note.text), (under, "dim")))
        return Group(*lines)


def _evidence(note: Note) -> str:
    """Everything a note rests on: its figures with where they come from, then its sources."""
    rows = [
        f"<div><b>{escape(figure.shown)}</b> {escape(figure.where)}"
        f"{f' · {escape(plain(figure.note))}' if figure.note else ''}</div>"
        for figure in note.figures
    ]
    rows += [f"<div>{cited(citation)}</div>" for citation in note.citations]
    return "".join(rows)
