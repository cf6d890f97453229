"""Markdown of a case as a small tree of plain pieces, from which a page, a handout and a check are made.

The parsing is markdown-it's, with HTML and pictures switched off; what is left here holds text only. Whoever prints
the tree escapes the text, so nothing of a case folder reaches a page as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ._errors import KitError
from ._html import escape, is_safe_url, link

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

LIMIT = 80_000  # characters; a case of 2,000 words with its exhibits has about 25,000


@dataclass(frozen=True)
class Span:
    """A run of text in one style; `figure` is the id of the figure that it links to, `url` a page on the web."""

    text: str
    bold: bool = False
    italic: bool = False
    figure: str = ""
    url: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 6; lines count from 1."""

    level: int
    spans: Spans
    line: int = 0

    @property
    def text(self) -> str:
        """The heading as plain text."""
        return plain(self.spans)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    spans: Spans
    line: int = 0


@dataclass(frozen=True)
class Items:
    """A list, numbered from `start` or with bullets; each of its items is made of blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    line: int = 0


@dataclass(frozen=True)
class Grid:
    """A table: its head and its rows, and the line of each row."""

    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    lines: tuple[int, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Quote:
    """What is set apart as a quotation."""

    blocks: tuple[Block, ...]
    line: int = 0


Block = Heading | Paragraph | Items | Grid | Quote


def parse(text: str, what: str = "A text") -> list[Block]:
    r"""Return the blocks of a text in Markdown.

    Parameters
    ----------
    text
        Markdown with linked numbers, such as `[2,000](fig:claimed-capacity)`.
    what
        How the text is called when it is too long.

    Raises
    ------
    KitError
        When the text is longer than 80,000 characters, or nested beyond reason.

    Examples
    --------
    >>> parse("# Title\n\n[2,000](fig:cars) *cars* <b>")[1].spans
    (Span(text='2,000', ... figure='cars', ...), Span(text=' ', ...), Span(text='cars', ... italic=True, ...), ...)
    """
    if len(text) > LIMIT:
        raise KitError(f"{what} is longer than {LIMIT:,} characters. Shorten it.")
    from markdown_it.tree import SyntaxTreeNode

    try:
        return _blocks(SyntaxTreeNode(_tokens(text)).children)
    except RecursionError:
        raise KitError(f"{what} has emphasis within emphasis too deep to read. Write it plainer.") from None


def spans(text: str) -> Spans:
    """Return one paragraph's text as spans, with no Markdown but linked numbers read.

    >>> spans("*about* [2,000](fig:cars)")
    (Span(text='*about* ', ...), Span(text='2,000', ... figure='cars', ...))
    """
    from ._html import LINK

    found: list[Span] = []
    end = 0
    for match in LINK.finditer(text):
        found += [Span(text[end : match.start()]), Span(match[1], figure=match[2])]
        end = match.end()
    return tuple(span for span in (*found, Span(text[end:])) if span.text)


def plain(pieces: Sequence[Span]) -> str:
    """Return spans as plain text."""
    return "".join(span.text for span in pieces)


def walk(blocks: Sequence[Block]) -> Iterator[Span]:
    """Yield every span of the blocks, in reading order."""
    for block in blocks:
        if isinstance(block, Items):
            for item in block.items:
                yield from walk(item)
        elif isinstance(block, Quote):
            yield from walk(block.blocks)
        elif isinstance(block, Grid):
            for row in (block.head, *block.rows):
                for cell in row:
                    yield from cell
        else:
            yield from block.spans


def sections(blocks: Sequence[Block], level: int = 2) -> list[tuple[Heading | None, list[Block]]]:
    r"""Return the blocks cut before each heading of a level; what stands before the first has no heading.

    >>> [(head and head.text, len(body)) for head, body in sections(parse("a\n## B\nb\n\nc\n## D"))]
    [(None, 1), ('B', 2), ('D', 0)]
    """
    found: list[tuple[Heading | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if isinstance(block, Heading) and block.level == level:
            found.append((block, []))
        else:
            found[-1][1].append(block)
    return found if found[0][1] else found[1:]


def to_html(blocks: Sequence[Block], number: Callable[[Span], str] | None = None, shift: int = 0) -> str:
    r"""Return blocks as safe HTML.

    Parameters
    ----------
    blocks
        What `parse` gave.
    number
        Prints a linked number, its text still to be escaped; without it the number is plain text.
    shift
        How many levels the headings go down.

    Examples
    --------
    >>> to_html(parse("**2** <i>\n\n- [x](ftp:y)"))
    '<p><strong>2</strong> &lt;i&gt;</p><ul><li>x</li></ul>'
    """
    return "".join(_html(block, number, shift) for block in blocks)


def spans_html(pieces: Sequence[Span], number: Callable[[Span], str] | None = None) -> str:
    """Return spans as safe HTML."""
    return "".join(_span_html(span, number) for span in pieces)


def _span_html(span: Span, number: Callable[[Span], str] | None) -> str:
    if span.figure and number:
        inner = number(span)
    else:
        inner = link(span.url, span.text) if span.url else escape(span.text).replace("\n", "<br>")
    inner = f"<em>{inner}</em>" if span.italic else inner
    return f"<strong>{inner}</strong>" if span.bold else inner


def _html(block: Block, number: Callable[[Span], str] | None, shift: int) -> str:
    if isinstance(block, Heading):
        level = min(block.level + shift, 6)
        return f"<h{level}>{spans_html(block.spans, number)}</h{level}>"
    if isinstance(block, Paragraph):
        return f"<p>{spans_html(block.spans, number)}</p>"
    if isinstance(block, Quote):
        return f"<blockquote>{to_html(block.blocks, number, shift)}</blockquote>"
    if isinstance(block, Items):
        name, start = ("ol", f' start="{block.start}"' if block.start != 1 else "") if block.ordered else ("ul", "")
        return f"<{name}{start}>{''.join(f'<li>{_item(item, number, shift)}</li>' for item in block.items)}</{name}>"
    head = "".join(f'<th scope="col"{_short(cell)}>{spans_html(cell, number)}</th>' for cell in block.head)
    rows = "".join(f"<tr>{''.join(_cell(at, cell, number) for at, cell in enumerate(row))}</tr>" for row in block.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(at: int, cell: Spans, number: Callable[[Span], str] | None) -> str:
    name, scope = ("td", "") if at else ("th", ' scope="row"')
    return f"<{name}{scope}{_short(cell)}>{spans_html(cell, number)}</{name}>"


def _short(cell: Spans) -> str:
    """A class for what looks better on one line: a date, a sum, a word."""
    return ' class="short"' if 0 < len(plain(cell)) <= 13 else ""


def _item(blocks: Sequence[Block], number: Callable[[Span], str] | None, shift: int) -> str:
    """Print an item; one paragraph alone needs no tags of its own."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return spans_html(blocks[0].spans, number)
    return to_html(blocks, number, shift)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    return parser.disable(["html_block", "html_inline", "image", "autolink", "reference", "code"])


def _tokens(text: str) -> list[Token]:
    return _parser().parse(text)


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
    return [block for node in nodes if (block := _block(node))]


def _block(node: SyntaxTreeNode) -> Block | None:
    if node.type == "heading":
        return Heading(int(node.tag[1:]), _inline(node), _line(node))
    if node.type in ("bullet_list", "ordered_list"):
        items = tuple(tuple(_blocks(item.children)) for item in node.children)
        return Items(items, node.type == "ordered_list", int(node.attrs.get("start", 1)), _line(node))
    if node.type == "table":
        return _grid(node)
    if node.type == "blockquote":
        return Quote(tuple(_blocks(node.children)), _line(node))
    if node.type == "paragraph":
        return Paragraph(_inline(node), _line(node))
    return Paragraph((Span(node.content),), _line(node)) if node.content else None


def _grid(node: SyntaxTreeNode) -> Grid:
    rows = [row for part in node.children for row in part.children]
    cells = [tuple(_inline(cell) for cell in row.children) for row in rows]
    return Grid(cells[0], tuple(cells[1:]), tuple(_line(row) for row in rows[1:]), _line(node))


def _inline(node: SyntaxTreeNode) -> Spans:
    found: list[Span] = []
    for child in node.children:
        for span in _spans(child.children if child.type == "inline" else [child], Span("")):
            if found and replace(found[-1], text="") == replace(span, text=""):
                found[-1] = replace(span, text=found[-1].text + span.text)
            else:
                found.append(span)
    return tuple(found)


def _spans(nodes: Sequence[SyntaxTreeNode], style: Span) -> Iterator[Span]:
    for node in nodes:
        if node.type == "text" or node.type == "code_inline":
            if node.content:
                yield replace(style, text=node.content)
        elif node.type in ("softbreak", "hardbreak"):
            yield replace(style, text=" " if node.type == "softbreak" else "\n")
        elif node.type == "strong":
            yield from _spans(node.children, replace(style, bold=True))
        elif node.type == "em":
            yield from _spans(node.children, replace(style, italic=True))
        elif node.type == "link":
            address = str(node.attrs.get("href", ""))
            figure = address.removeprefix("fig:") if address.startswith("fig:") else ""
            url = address if is_safe_url(address) else ""
            yield from _spans(node.children, replace(style, figure=figure, url=url))
