"""What a check, a hint and the points say: in a notebook with a word and an icon, in a terminal as lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from .._html import escape, view
from ..tasks.as_text import plain_text
from ..units import number as write
from ..units import words_alone

# A verdict as a shape and a word; `widgets/task.js` says the same ones.
WORDS = {
    "right": ("right", "Right"),
    "partly": ("partly", "Partly right"),
    "unit": ("partly", "Half right"),
    "mistake": ("wrong", "Not yet"),
    "wrong": ("wrong", "Not yet"),
    "recorded": ("kept", "Recorded"),
    "by-hand": ("kept", "Kept"),
    "placed": ("kept", "Placed"),
    "odd": ("note", "No answer yet"),
    "again": ("note", "Not counted"),
    "help": ("note", "Help"),
}
_SIGNS = {"right": "✓", "partly": "+", "wrong": "✗", "kept": "✓", "note": "!"}
_PATHS = {
    "right": "M3 8.5 6.5 12 13 4.5", "partly": "M3 8h10M8 3v10", "wrong": "M4 4l8 8M12 4l-8 8",
    "kept": "M3 8.5 6.5 12 13 4.5", "note": "M8 3.5v6M8 12v.6",
}  # fmt: skip
_STYLE = """.ck-view .ck-row{display:flex;gap:10px;align-items:flex-start}.ck-view .ck-row p{margin:0}
.ck-view .ck-icon{width:20px;height:20px;flex:none;fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round;
stroke-linejoin:round;margin-top:1px}
.ck-view .ck-right{color:var(--ck-green)}.ck-view .ck-partly{color:var(--ck-blue)}
.ck-view .ck-wrong{color:var(--ck-orange)}.ck-view .ck-kept{color:var(--ck-blue)}.ck-view .ck-note{color:var(--ck-dim)}
.ck-view ol.ck-help{margin:8px 0 0;padding:0 0 0 52px}.ck-view ol.ck-help li{margin:4px 0;padding:0}
.ck-view .ck-more{margin:8px 0 0 30px}
.ck-view .ck-more code{background:var(--ck-wash);padding:1px 4px;border-radius:3px}
.ck-view table.ck-points{border-collapse:collapse;margin:8px 0 0}.ck-view .ck-points th,.ck-view .ck-points td{
text-align:left;padding:4px 16px 4px 0;border-bottom:1px solid var(--ck-line);font-weight:400;vertical-align:top;
background:none}
.ck-view table.ck-points thead tr th{color:var(--ck-dim);white-space:nowrap;padding:4px 16px 4px 0}
.ck-view table.ck-points tr td code{color:var(--ck-dim);background:none;padding:0}
.ck-view table.ck-points tbody tr{background:none}.ck-view .ck-points .ck-row{gap:6px;align-items:center}
.ck-view .ck-points .ck-icon{width:16px;height:16px}.ck-view table.ck-points+p{margin-top:12px}"""


@dataclass(frozen=True)
class Said:
    """What a check or a hint has to say.

    Parameters
    ----------
    task
        The task's id; "" when it was not clear which is meant.
    verdict
        "right", "partly", "unit", "mistake", "wrong", "recorded", "by-hand", "placed", "odd" (no answer, not kept),
        "again" (an older answer, not counted) or "help".
    said
        One sentence.
    points, of
        The points of a practice task, None where nobody can say yet; and the most there is.
    help
        The help that is open so far, as safe HTML.
    tries
        How many different answers were given so far.
    more
        How to ask for the next level of help; "" when there is none.
    notes
        Further sentences, such as why an answer is not in the file yet.
    """

    task: str
    verdict: str
    said: str
    points: float | None = None
    of: float = 0.0
    help: tuple[str, ...] = ()
    tries: int = 0
    more: str = ""
    notes: tuple[str, ...] = ()

    @property
    def _line(self) -> tuple[str, str, str]:
        """The word, the rest of the sentence, and the points and tries."""
        # What is no answer needs no word before its sentence.
        word = WORDS[self.verdict][1] if self.verdict != "odd" else ""
        rest = self.said[len(word) :] if self.said.startswith(word) else f". {self.said}"
        counts = self.verdict in ("right", "partly", "unit", "mistake", "wrong") and self.points is not None
        facts = [f"{write(self.points or 0.0)} of {count(self.of, 'point')}"] if counts else []
        if self.tries > 1 and self.verdict not in ("odd", "again", "help"):
            facts.append(count(self.tries, "try", "tries"))
        return word, rest, ", ".join(facts)

    def __repr__(self) -> str:
        word, rest, facts = self._line
        lines = [f"{_SIGNS[WORDS[self.verdict][0]]} {word}{rest}{f' ({facts})' if facts else ''}"]
        lines += [f"  Help {at}: {plain_text(text)}" for at, text in enumerate(self.help, 1)]
        lines += [f"  More help: {self.more}"] if self.more else []
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        word, rest, facts = self._line
        shape = WORDS[self.verdict][0]
        dim = f' <span class="ck-dim">{escape(facts)}.</span>' if facts else ""
        line = f'<p><strong class="ck-{shape}">{escape(word)}</strong>{escape(rest)}{dim}</p>'
        help = "".join(f"<li>{safe(text)}</li>" for text in self.help)
        more = f"More help: <code>{escape(self.more)}</code>" if self.more else ""
        below = "".join(f'<p class="ck-more ck-dim">{each}</p>' for each in [more, *map(escape, self.notes)] if each)
        body = f'<div class="ck-row" role="status">{icon(shape)}{line}</div>'
        return view(f"{body}{f'<ol class=ck-help>{help}</ol>' if help else ''}{below}", _STYLE)


@dataclass(frozen=True)
class Row:
    """One task in the table of points."""

    task: str
    title: str
    points: str
    shape: str
    state: str


@dataclass(frozen=True)
class Points:
    """The points so far, and what is left.

    Parameters
    ----------
    said
        One sentence.
    rows
        A row for each task.
    points, of
        The points so far of what is marked at once, and the most that there is of it.
    """

    said: str
    rows: tuple[Row, ...]
    points: float
    of: float

    def __str__(self) -> str:
        return self.said

    def __repr__(self) -> str:
        wide = max((len(row.task) for row in self.rows), default=0)
        lines = [f"  {row.task:{wide}}  {row.points:>9}  {row.state}" for row in self.rows]
        return "\n".join([self.said, *lines])

    def _repr_html_(self) -> str:
        return view(f'<p class="ck-head">{escape(self.said)}</p>{table_of(self.rows)}', _STYLE)


def table_of(rows: Sequence[Row]) -> str:
    """The tasks as a table of safe HTML."""
    body = "".join(
        f'<tr><th scope="row">{escape(row.title)}</th><td><code>{escape(row.task)}</code></td>'
        f"<td>{escape(row.points)}</td>"
        f'<td><span class="ck-row">{icon(row.shape) if row.shape else ""}<span>{escape(row.state)}</span></span></td>'
        "</tr>"
        for row in rows
    )
    head = "".join(f'<th scope="col">{each}</th>' for each in ("Task", "Name", "Points", "State"))
    return f'<table class="ck-points"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def framed(body: str) -> str:
    """HTML whose text is safe already, in the look of the others."""
    return view(body, _STYLE)


def icon(shape: str) -> str:
    """A small drawing beside a word, which says the same."""
    path = f'<path d="{_PATHS[shape]}"/>'
    return f'<svg class="ck-icon ck-{shape}" viewBox="0 0 16 16" aria-hidden="true">{path}</svg>'


def opened(help: Sequence[str], level: int) -> tuple[tuple[str, ...], bool]:
    """The help that is open at a level, and whether there is more; a level without a text is passed over.

    >>> opened(["which kind", "", "what to read"], 1), opened(["", "where"], 1), opened([], 1)
    ((('which kind',), True), (('where',), False), ((), False))
    """
    shown = [text for text in help[:level] if text] or [text for text in help if text][:1] * (level > 0)
    return tuple(shown), len(shown) < sum(bool(text) for text in help)


def count(value: float, one: str, many: str = "") -> str:
    """A number of things in words.

    >>> count(1, "point"), count(2.5, "point"), count(3, "try", "tries")
    ('1 point', '2.5 points', '3 tries')
    """
    return f"{write(value)} {one if value == 1 else many or one + 's'}"


_PLAIN = ("strong", "em", "b", "i", "br")


class _Safe(HTMLParser):
    """Keeps bold, italics, breaks and a number's source; everything else is text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PLAIN:
            self.pieces.append(f"<{tag}>")
        elif tag == "span":
            title = dict(attrs).get("title")
            self.pieces.append(f'<span class="ck-num" title="{escape(title)}">' if title else "<span>")
        else:
            return
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.pieces.append(f"</{self.open.pop()}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(escape(data))


def safe(html: str) -> str:
    """The safe HTML of a sheet, which comes from a file, made safe once more.

    >>> safe('<b>2 & 3</b><img src=x onerror=alert(1)> <span title="Miske">7</span><script>x</script>')
    '<b>2 &amp; 3</b> <span class="ck-num" title="Miske">7</span>x'
    """
    reader = _Safe()
    reader.feed(html)
    reader.close()
    return "".join([*reader.pieces, *(f"</{tag}>" for tag in reversed(reader.open))])


def words_of(task: Mapping[str, Any]) -> str:
    """How a task is answered in code, after its id."""
    kind = task["kind"]
    if kind == "number":
        return f'123, "{words_alone(task["units"][0]["words"])}"' if task["units"] else "0.25"
    if kind == "choose":
        return '"A", because="B"' if task.get("because") else '"A"'
    if kind in ("order", "strike"):
        return '["A", "B"]' if kind == "order" else "[2, 3]"
    if kind in ("sort", "canvas"):
        return f'{{"A": "{task["bins"][0]["key"]}"}}' if task["bins"] else "{}"
    if kind == "sketch":
        return f"[{', '.join(['...'] * min(3, len(task['x']['at'])))}]"
    texts = {"formula": '"a * b"', "bet": '30, missed="A"', "essay": '"""..."""', "function": str(task.get("function"))}
    return texts[kind]
