"""A handout as one HTML file: no script, nothing fetched, made to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import _markdown as md
from .._html import escape
from ..canvas import BLOCKS, Canvas, Note
from ._handout_parts import Choice, Fill, Guesses, Handout, Keep, Lines, Notice, Part, Section

PAPERS = {"a4": "A4", "letter": "letter"}
COLORS = ("blue", "green", "orange", "purple")
_NAMES = {"canvas": "canvas-page", "note": "teaching"}


def page(handout: Handout, paper: str = "") -> str:
    """Return a handout as a whole HTML page.

    Parameters
    ----------
    handout
        What it holds.
    paper
        "a4" or "letter"; "" leaves it to whoever prints.
    """
    style = Path(__file__).with_name("handout.css").read_text(encoding="utf-8")
    size = PAPERS.get(paper, "")
    margin = "margin:20mm 17mm 19mm;" if handout.cover else ""  # a plan has six columns
    sheet = (
        f"@page{{size:{size or 'auto'};{margin}@bottom-left{{content:{_css(handout.foot)}}}}}"
        f"@page side{{size:{size} landscape}}"
    )
    body = "".join(_section(section) for section in handout.sections)
    cover = f'<p class="notice" role="note">{escape(handout.cover)}</p>' if handout.cover else ""
    line = f'<p class="line">{escape(handout.line)}</p>'
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(handout.title)}</title><style>{style}{sheet}</style></head>"
        f"<body><main><header><h1>{escape(handout.title)}</h1>{line}{cover}</header>{body}</main></body></html>\n"
    )


def _css(text: str) -> str:
    """Return text as a CSS string in which nothing can end it, or the style around it."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


def _section(section: Section) -> str:
    title = f"<h2>{escape(section.title)}</h2>" if section.title else ""
    fresh = " fresh" if section.fresh else ""
    return f'<section class="{_NAMES.get(section.kind, section.kind)}{fresh}">{title}{_parts(section.blocks)}</section>'


def _parts(blocks: Sequence[Part]) -> str:
    return "".join(map(_part, blocks))


def _part(block: Part) -> str:
    if isinstance(block, Keep):
        return f'<div class="keep">{_parts(block.blocks)}</div>'
    if isinstance(block, Lines):
        return f'<div class="lines">{"<div></div>" * block.count}</div>'
    if isinstance(block, Fill):
        return f'<p class="fill"><span>{escape(block.label)}</span><span class="rule"></span></p>'
    if isinstance(block, Choice):
        options = "".join(
            f'<li><span class="box"></span><b>{escape(letter)}</b> {escape(label)}</li>'
            for letter, label in block.options
        )
        return f'<ul class="choice">{options}</ul>'
    if isinstance(block, Guesses):
        return _guesses(block)
    if isinstance(block, Notice):
        return f'<p class="notice">{escape(block.text)}</p>'
    if isinstance(block, Canvas):
        return _canvas(block)
    return md.to_html([block])


def _guesses(block: Guesses) -> str:
    rows = "".join(
        f'<tr><th scope="row">{md.spans_html(question)}</th>'
        f'<td class="guess">{escape(before)}<span class="rule"></span>{escape(after)}</td>'
        '<td class="guess"><span class="rule"></span></td></tr>'
        for question, before, after in block.rows
    )
    return (
        '<table class="guesses"><thead><tr><th scope="col">Question</th><th scope="col">My guess</th>'
        f'<th scope="col">It was</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _canvas(canvas: Canvas) -> str:
    blocks = "".join(
        f'<div class="block {key}"><h3>{title}</h3>{"".join(_note(canvas, note) for note in canvas[key])}</div>'
        for key, title in BLOCKS.items()
    )
    bare = " A dashed note has no evidence yet." if any(note.bare for note in canvas) else ""
    return (
        f'<div class="canvas">{blocks}</div><p class="legend">The first word under a note says whom it is for.{bare} '
        "The sources are listed at the end.</p>"
    )


def _note(canvas: Canvas, note: Note) -> str:
    segment = canvas.segments.get(note.segment)
    color = segment.color if segment and segment.color in COLORS else "gray"
    text = md.spans_html(md.spans(note.text))
    return (
        f'<div class="note {color}{" bare" if note.bare else ""}">{text}'
        f'<span class="sub">{escape(under(canvas, note))}</span></div>'
    )


def under(canvas: Canvas, note: Note) -> str:
    """Return what stands under a note: whom it is for, its main number, and who says so."""
    whom, support = canvas._under(note)
    names = list(dict.fromkeys(citation.source.short for citation in note.citations))
    said = f"{names[0]} and {len(names) - 1} more" if len(names) > 2 else ", ".join(names)
    return " · ".join(piece for piece in (whom, said or support) if piece)
