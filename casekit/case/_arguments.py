"""The pros and cons of a case: each claim with what speaks for it and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from .._html import escape, link, plain, prose, view
from ..evidence import Citation, Figure

if TYPE_CHECKING:
    from rich.console import Group

_NAMED = 5  # sources of a claim that are named; further ones are counted
_STYLE = """.ck-view .ck-arg{border-top:1px solid var(--ck-line);padding:8px 0}
.ck-view .ck-arg:last-child{padding-bottom:0}
.ck-view .ck-claim{font-weight:600} .ck-view .ck-sides{display:grid;gap:4px 20px;margin-top:4px}
.ck-view .ck-side-name{color:var(--ck-dim);font-size:.857em}
.ck-view .ck-said{margin-top:2px}
@container (min-width:600px){.ck-view .ck-sides{grid-template-columns:1fr 1fr}}"""


@dataclass(frozen=True, repr=False)
class Evidence:
    """Something that speaks for a claim, or against it."""

    text: str
    figures: tuple[Figure, ...] = ()
    sources: tuple[Citation, ...] = ()
    part: str = "A"

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source behind it, its own first."""
        found = [citation for figure in self.figures for citation in figure.citations]
        return tuple(dict.fromkeys([*self.sources, *found]))

    def __str__(self) -> str:
        return plain(self.text)

    def __repr__(self) -> str:
        return f"<Evidence: {self}>"


@dataclass(frozen=True, repr=False)
class Argument:
    """One claim, with what speaks for it and against it."""

    id: str
    claim: str
    speaks_for: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    sources: tuple[Citation, ...] = ()
    part: str = "A"

    def __str__(self) -> str:
        return f"{plain(self.claim)} ({len(self.speaks_for)} for, {len(self.against)} against)"

    def __repr__(self) -> str:
        return f"<Argument {self.id}: {self}>"


@dataclass(frozen=True, repr=False)
class Arguments(Sequence[Argument]):
    """Claims in their order: the pros of a case, or its cons.

    Examples
    --------
    >>> pros = Arguments("Pros", (Argument("cheap", "Design costs little"),))
    >>> len(pros), pros[0].claim
    (1, 'Design costs little')
    >>> pros
    <Pros: Design costs little (0 for, 0 against)>
    """

    title: str
    items: tuple[Argument, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Argument: ...

    @overload
    def __getitem__(self, index: slice) -> Arguments: ...

    def __getitem__(self, index: int | slice) -> Argument | Arguments:
        return Arguments(self.title, self.items[index]) if isinstance(index, slice) else self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"<{self.title}: {'; '.join(map(str, self.items)) or 'none'}>"

    def _repr_html_(self) -> str:
        return view(f'<h3 class="ck-head">{escape(self.title)}</h3>{"".join(map(_argument, self.items))}', _STYLE)

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.text import Text

        lines = [Text(self.title, style="bold")]
        for item in self.items:
            lines.append(Text.assemble("\n", (plain(item.claim), "bold"), (_where(item.sources), "dim")))
            for name, side in (("for", item.speaks_for), ("against", item.against)):
                lines += [Text.assemble(f"  {name}: {plain(e.text)}", (_where(e.citations), "dim")) for e in side]
        return Group(*lines)


def _where(citations: Sequence[Citation]) -> str:
    named, more = _first(citations)
    return f"  ({'; '.join([*(citation.where for citation in named), *more])})" if citations else ""


def _first(citations: Sequence[Citation]) -> tuple[Sequence[Citation], list[str]]:
    """The first few; a number made of twenty counts would bring a paragraph of links, which nobody reads."""
    rest = citations[_NAMED:] if len(citations) > _NAMED + 1 else ()
    return citations[: len(citations) - len(rest)], [f"and {len(rest)} more"] if rest else []


def _argument(item: Argument) -> str:
    sides = "".join(
        f'<div><div class="ck-side-name">Speaks {word} it</div>{"".join(map(_said, side))}</div>'
        for word, side in (("for", item.speaks_for), ("against", item.against))
        if side
    )
    claim = f'<span class="ck-claim">{escape(plain(item.claim))}</span>{_cited(item.sources)}'
    return f'<div class="ck-arg"><div>{claim}</div>{f"""<div class="ck-sides">{sides}</div>""" if sides else ""}</div>'


def _said(evidence: Evidence) -> str:
    text = prose(evidence.text, {figure.id: figure.where for figure in evidence.figures}.get)
    return f'<div class="ck-said">{text}{_cited(evidence.citations)}</div>'


def _cited(citations: Sequence[Citation]) -> str:
    named, more = _first(citations)
    links = [f'<span title="{escape(each.source.cite)}">{link(each.source.url, each.where)}</span>' for each in named]
    return f' <span class="ck-dim ck-small">{"; ".join([*links, *more])}</span>' if links else ""
