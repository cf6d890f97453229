"""A number that knows where it comes from."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import units
from ._html import escape, link, plain, view

if TYPE_CHECKING:
    from rich.text import Text

KINDS = {
    "reported": "reported",
    "company-claim": "the company says so",
    "estimate": "an estimate",
    "derived": "derived from other figures",
    "assumption": "assumed",
}
REFERENCE = re.compile(r"\[([^\[\]]+)\]")
_SIGNS = {"*": "×", "/": "÷", "-": "−"}


@dataclass(frozen=True, repr=False)
class Source:
    """A text that figures are taken from.

    Parameters
    ----------
    id, title, author, publisher, date, url
        What is printed in it, and where it is.
    trust
        A: primary or official; B: own reporting; C: a copy, a trade paper or undated; D: weak.
    part
        "A" when it was there on the day of the decision, "B" when it came later.
    seen
        How it was read: "whole text", "opening paragraphs", "abstract".
    called
        How it is called in a few words, where the author's last name would not do.

    Examples
    --------
    >>> source = Source("miske", "Local Motors", author="Igor Miske", date="2011")
    >>> source.cite
    'Igor Miske, “Local Motors” (2011)'
    >>> source.short
    'Miske'
    """

    id: str
    title: str
    author: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    trust: str = ""
    part: str = "A"
    seen: str = ""
    called: str = ""

    @property
    def cite(self) -> str:
        """The source in one line: author, title and date."""
        who = self.author or self.publisher
        title = f"“{self.title}”" if who or self.date else self.title
        return f"{f'{who}, ' if who else ''}{title}{f' ({self.date})' if self.date else ''}"

    @property
    def short(self) -> str:
        """The source in a word or two: the author's last name, else the publisher, else the title."""
        if self.called:
            return self.called
        first, *others = (name.strip() for name in re.split(r";|\sand\s|&", self.author))
        if not first:
            return self.publisher or (self.title if len(self.title) <= 32 else self.title[:30].rstrip() + "…")
        firm = first.casefold() in self.publisher.casefold() or self.publisher.casefold() in first.casefold()
        name = first if self.publisher and firm else first.split(",")[0] if "," in first else first.split()[-1]
        return f"{name} and others" if others else name

    def __str__(self) -> str:
        return self.cite

    def __repr__(self) -> str:
        return f"<Source {self.id}: {self.cite}>"

    def _repr_html_(self) -> str:
        seen = f'<div class="ck-dim ck-small">seen: {escape(self.seen)}</div>' if self.seen else ""
        return view(f"{link(self.url, self.cite)}{seen}")


@dataclass(frozen=True, repr=False)
class Citation:
    """A source and the place in it."""

    source: Source
    locator: str = ""

    @property
    def where(self) -> str:
        """The place in a few words, such as "Miske, para 9"."""
        return f"{self.source.short}, {self.locator}" if self.locator else self.source.short

    def __str__(self) -> str:
        return self.where

    def __repr__(self) -> str:
        return f"<Citation {self.where}>"


@dataclass(frozen=True, repr=False)
class Figure:
    """One number, with its unit, its range and where it comes from.

    Parameters
    ----------
    id, quantity
        Its own name, and what it is a figure of; figures of one quantity are rivals.
    value, low, high
        In `unit`; `low` and `high` are 5% and 95% marks unless the note says otherwise.
    unit
        A unit of the kit, such as "vehicle/year"; "" for a plain number.
    kind
        reported, company-claim, estimate, derived or assumption.
    part
        "A" when it could be known on the day of the decision.
    as_of
        The date that it is about: "", "2010", "2010-05" or "2010-05-26".
    sources, locator
        Where it stands; for a derived figure the locator is its arithmetic, `[orders] * [fee]`.
    inputs
        The figures that a derived one is computed from.

    Examples
    --------
    >>> miske = Source("miske", "Local Motors", author="Igor Miske")
    >>> cost = Figure("factory", "factory_cost", 6e6, "USD", "reported", sources=(miske,), locator="para 9")
    >>> print(cost)
    $6 million (Miske, para 9)
    >>> float(cost)
    6000000.0
    """

    id: str
    quantity: str
    value: float
    unit: str
    kind: str
    part: str = "A"
    low: float | None = None
    high: float | None = None
    as_of: str = ""
    sources: tuple[Source, ...] = ()
    locator: str = ""
    note: str = ""
    inputs: tuple[Figure, ...] = ()

    def __float__(self) -> float:
        return self.value

    @property
    def text(self) -> str:
        """The value with its unit, as a reader says it: "$6 million"."""
        return units.say(self.value, self.unit)

    @property
    def range(self) -> str:
        """The range from `low` to `high` as a reader says it, "30–50 factories"; "" when there is none."""
        if self.low is None or self.high is None:
            return ""
        low, high = units.say(self.low, self.unit), units.say(self.high, self.unit)
        before, _, after = units.unit_words(self.unit)
        if before:
            shared = after if after and low.endswith(after) and high.endswith(after) else ""
            return f"{low.removesuffix(shared)}–{high}"
        return f"{low.split(' ')[0]}–{high}" if not low.endswith("%") else f"{low.removesuffix('%')}–{high}"

    @property
    def shown(self) -> str:
        """What the source says: its own range where it gives one, else the value."""
        return self.range if self.kind in ("reported", "company-claim") and self.range else self.text

    @property
    def working(self) -> str:
        """The arithmetic of a derived figure with its numbers, "63 × $99"; "" for any other."""
        if self.kind != "derived":
            return ""
        names = {figure.id: figure for figure in self.inputs}

        def number(found: re.Match[str]) -> str:
            figure = names.get(found[1])
            return _bare(figure) if figure else "a later figure"

        pieces = REFERENCE.split(self.locator)
        signs = [re.sub(r"[*/-]", lambda found: _SIGNS[found[0]], piece) for piece in pieces[::2]]
        numbers = [number(found) for found in REFERENCE.finditer(self.locator)]
        return "".join(a + b for a, b in zip(signs, [*numbers, ""], strict=True)).strip()

    @property
    def where(self) -> str:
        """Where it comes from in a few words: "Miske, para 9", "derived, 63 × $99", "derived from ..." or "assumed"."""
        if self.kind == "assumption":
            return "assumed"
        if self.kind == "derived":
            if len(self.inputs) == 1 and not re.search(r"[*/+-]", REFERENCE.sub("", self.locator)):
                origin = self.inputs[0].where  # a reading of one figure: no arithmetic of its own to show
                return origin if origin.startswith("derived") else f"derived from {origin}"
            return f"derived, {self.working}" if self.working else "derived"
        return say_where(self.sources, self.locator) or KINDS.get(self.kind, self.kind)

    @functools.cached_property  # figures that share what they rest on would walk the same roads again and again
    def citations(self) -> tuple[Citation, ...]:
        """Every source with the place in it; for a derived figure those of what it is computed from."""
        if self.kind == "derived":
            found = [citation for figure in self._roots() for citation in figure.citations]
            return tuple(dict.fromkeys(found))
        places = _places(self.sources, self.locator)
        return tuple(Citation(source, place) for source, place in zip(self.sources, places, strict=True))

    def _roots(self) -> list[Figure]:
        """What the arithmetic rests on in the end, each once, however often it is used on the way."""
        seen: dict[int, Figure] = {}
        todo = list(reversed(self.inputs))
        while todo:
            figure = todo.pop()
            if id(figure) not in seen:
                seen[id(figure)] = figure
                todo += reversed(figure.inputs if figure.kind == "derived" else ())
        return [figure for figure in seen.values() if figure.kind != "derived"]

    def __str__(self) -> str:
        return f"{self.shown} ({self.where})"

    def __repr__(self) -> str:
        return f"<Figure {self.id}: {self}>"

    def __rich__(self) -> Text:
        from rich.text import Text

        note = f"\n{plain(self.note)}" if self.note else ""
        return Text.assemble(
            (self.shown, "bold"), f"  {self.where}", (f", {KINDS.get(self.kind, self.kind)}{note}", "dim")
        )

    def _repr_html_(self) -> str:
        kind = KINDS.get(self.kind, self.kind)
        about = f", about {escape(self.as_of)}" if self.as_of else ""
        between = f" · {escape(self.range)}" if self.range and self.range != self.shown else ""
        lines = [
            f'<div><b class="ck-head">{escape(self.shown)}</b>{between} '
            f'<span class="ck-dim">{escape(self.where)} · {escape(kind)}{about}</span></div>'
        ]
        if self.note:
            lines.append(f"<div>{escape(plain(self.note))}</div>")
        lines += [f'<div class="ck-small">{cited(citation)}</div>' for citation in self.citations]
        return view("".join(lines))


def cited(citation: Citation) -> str:
    """A citation as safe HTML: the source in one line, linked where it has an address, and the place in it."""
    place = f", {citation.locator}" if citation.locator else ""
    return f"{link(citation.source.url, citation.source.cite)}{escape(place)}"


def _bare(figure: Figure) -> str:
    """The value without its unit: the words of four units in one line of arithmetic would hide it."""
    before, _, after = units.unit_words(figure.unit)
    if after == "%":
        return figure.text
    return (
        f"({figure.text})"
        if figure.value < 0
        else units.say(figure.value, "USD")
        if before
        else units.number(figure.value)
    )


def _places(sources: Sequence[Source], locator: str) -> list[str]:
    places = [place.strip() for place in locator.split(";")]
    return places if len(places) == len(sources) else [locator] * len(sources)


def say_where(sources: Sequence[Source], locator: str = "") -> str:
    """Sources and the place in them, in a few words.

    >>> miske, ryan = Source("m", "x", author="Igor Miske"), Source("r", "y", author="A. Ryan")
    >>> say_where([miske], "para 9"), say_where([miske, ryan], "para 9; page 2"), say_where([miske, ryan, miske])
    ('Miske, para 9', 'Miske, para 9; Ryan, page 2', 'Miske and 2 more')
    """
    if not sources:
        return ""
    if len(sources) > 2:
        return f"{sources[0].short} and {len(sources) - 1} more"
    if len(sources) == 2 and len(locator.split(";")) != 2:
        return f"{sources[0].short} and {sources[1].short}"
    return "; ".join(
        f"{source.short}, {place}" if place else source.short
        for source, place in zip(sources, _places(sources, locator), strict=True)
    )


def agree(rivals: Sequence[Figure]) -> bool:
    """Whether rival figures say the same: values equal to one part in a million, whatever their units."""
    first, *rest = rivals
    for other in rest:
        value = other.value if other.unit == first.unit else units.convert(other.value, other.unit, first.unit)
        if abs(value - first.value) > 1e-6 * max(abs(value), abs(first.value)):
            return False
    return True


def chip(rivals: Sequence[Figure]) -> str:
    """What stands beside a number: where it comes from, or that those who say it differ.

    Parameters
    ----------
    rivals
        The figures of one quantity, the one in use first.

    Examples
    --------
    >>> miske, ryan = Source("m", "x", author="Igor Miske"), Source("r", "y", author="A. Ryan")
    >>> six = Figure("six", "cost", 6e6, "USD", "reported", sources=(miske,), locator="para 9")
    >>> five = Figure("five", "cost", 5e6, "USD", "company-claim", sources=(ryan,))
    >>> chip([six]), chip([six, five]), chip([six, six])
    ('Miske, para 9', '2 sources, they differ', 'Miske, para 9')
    """
    sources = {citation.source.id for figure in rivals for citation in figure.citations}
    if len(rivals) > 1 and not agree(rivals):
        return f"{len(sources)} sources, they differ" if len(sources) > 1 else f"{len(rivals)} figures, they differ"
    if len(rivals) > 1 and len(sources) > 1:
        return f"{len(sources)} sources agree"
    return rivals[0].where if rivals else ""


def middle_of(as_of: str) -> datetime.date | None:
    """A date as written: a day, or the middle of a month or a year; None for anything else.

    Examples
    --------
    >>> middle_of("2010-05"), middle_of("2010"), middle_of("")
    (datetime.date(2010, 5, 15), datetime.date(2010, 7, 2), None)
    """
    middle = {len("2010"): "-07-02", len("2010-05"): "-15"}.get(len(as_of), "")
    try:
        return datetime.date.fromisoformat(as_of + middle)
    except ValueError:
        return None
