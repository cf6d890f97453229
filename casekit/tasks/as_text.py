"""The safe HTML of a sheet: with a student's own numbers in it, as Markdown for a notebook's cell, as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from .._html import escape

# What Markdown would take for a sign of its own. A dollar and a backslash stand in pieces of their own: JupyterLab
# hands what Markdown makes of a cell to MathJax, for which an escaped dollar begins a formula all the same.
_SIGNS = {ord(sign): f"\\{sign}" for sign in "`*_[]<>#|~&"} | {
    ord(sign): f"<span>&#{ord(sign)};</span>" for sign in "$\\"
}
_LIST = re.compile(r"^(\d*)([.)+=-])", re.M)  # how the line of a list, or the line under a heading, begins
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_OWN = re.compile(r"\{(\d+)\}")
_BREAKS = ("br", "p", "li", "div", "ul", "ol")


def with_own(html: str, said: Sequence[str]) -> str:
    """A question with the student's own numbers in it; what was filled in is not looked at again.

    >>> with_own("<b>{0}</b> cars, {1}, {2}", ["1,850", "{0} & more"])
    '<b>1,850</b> cars, {0} &amp; more, {2}'
    """
    return _OWN.sub(lambda found: escape(said[int(found[1])]) if int(found[1]) < len(said) else found[0], html)


def to_markdown(html: str) -> str:
    r"""Safe HTML as Markdown: bold stays bold, sources of numbers go, and nothing is taken for HTML or a formula.

    >>> print(to_markdown('It is <span class="ck-num" title="Miske">3</span>, <strong>or *2*</strong> &lt;b&gt;'))
    It is 3, **or \*2\*** \<b\>
    """
    return _read(html, marked=True)


def escaped(text: str) -> str:
    r"""Plain text for a cell of Markdown.

    >>> print(escaped("$5 * 2"))
    <span>&#36;</span>5 \* 2
    """
    return text.translate(_SIGNS)


def plain_text(html: str) -> str:
    """Safe HTML as plain text.

    >>> plain_text('It costs <span class="ck-num" title="Miske">$3</span> &amp; <strong>more</strong>')
    'It costs $3 & more'
    """
    return _read(html, marked=False)


def _read(html: str, *, marked: bool) -> str:
    reader = _Reader(marked)
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(reader.pieces))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return _LIST.sub(r"\1\\\2", text) if marked else text


class _Reader(HTMLParser):
    def __init__(self, marked: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.marked = marked

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n")
        elif self.marked:
            self.pieces.append(_MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if self.marked:
            self.pieces.append(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        self.pieces.append(escaped(text) if self.marked else text)
