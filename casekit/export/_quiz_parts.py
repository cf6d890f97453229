"""The tasks of a sheet as a learning platform asks them: plain questions, each in its variants, and what cannot go out.

Texts are HTML of the kit's own, and go through `written` once more: a platform and the library that writes for it each
have signs of their own that make a formula, a picture or a program of what is meant as text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from .._html import escape, is_safe_url
from ..tasks._writer import said_unit
from ..tasks.as_text import with_own
from ..tasks.counting import counts

_KEPT = frozenset(
    ("a", "b", "br", "code", "div", "em", "i", "img", "li", "ol", "p", "span", "strong", "ul")
) | frozenset(("table", "thead", "tbody", "tr", "th", "td"))
_ALONE = frozenset(("br", "img"))
# What XML cannot hold, or a browser takes for something else.
_NO_TEXT = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = re.compile(r"\$(?=\$)|\\(?=[(\[])")  # how a formula begins on Canvas and on Moodle: $$, \( and \[

_NEVER = {
    "sketch": "A quiz has no line to draw.",
    "formula": "A quiz compares a formula letter by letter, and there are many right ones.",
    "function": "A quiz tries no function.",
    "bet": "What a bet missed depends on the bet, and a quiz asks everybody alike.",
}
_NOT_CANVAS = ("order", "sort", "canvas")  # no kind of question that text2qti writes
_FEW = 10  # sentences to strike: Moodle knows a tenth of the points, and no eleventh


@dataclass(frozen=True)
class Choice:
    """Something to choose: what it says, whether it is right, and what is told to who chose it."""

    html: str
    right: bool
    told: str = ""


@dataclass(frozen=True)
class Road:
    """A number that is not right, how far an answer may lie from it, and what is told to who gave it."""

    value: float
    within: float
    told: str


@dataclass(frozen=True)
class Question:
    """One question, with one set of numbers.

    Parameters
    ----------
    kind
        "number", "one" or "several" of some choices, "order", "match" or "essay".
    html
        What is asked; a picture in it is named by PICTURE.
    told
        What is told after any other wrong answer.
    after
        What everybody may read afterwards.
    value, within, roads
        Of a number: the right one, how far off it may be, and known wrong ones, of which the first that fits counts.
    choices
        To choose from; of an order, in the right one.
    pairs, labels
        What belongs to which label, and all labels.
    words
        How long an essay may be.
    """

    kind: str
    html: str
    told: str = ""
    after: str = ""
    value: float = 0.0
    within: float = 0.0
    roads: tuple[Road, ...] = ()
    choices: tuple[Choice, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    words: int = 0


@dataclass(frozen=True)
class Place:
    """A place in the quiz: one question in some variants, of which each student gets one.

    A task that asks for its reason has a second place, "task/why".
    """

    id: str
    title: str
    points: float
    questions: tuple[Question, ...]
    picture: bytes = b""

    @property
    def file(self) -> str:
        """How its picture is called: alike for the same picture, which a file holds once."""
        return f"chart-{hashlib.sha256(self.picture).hexdigest()[:12]}.png"


PICTURE = "picture:"


def places_of(sheet: Mapping[str, Any], platform: str) -> tuple[list[Place], list[str], list[str]]:
    """The places of a quiz, sentences about what is left out, and sentences about what is asked in another way.

    Parameters
    ----------
    sheet
        A sheet with its keys.
    platform
        "Canvas" or "Moodle".
    """
    places: list[Place] = []
    left_out: list[str] = []
    notes: list[str] = []
    for task in sheet["tasks"]:
        why = _why_not(task, platform)
        if why:
            left_out.append(f"Left out: {named(task['title'])} {why}")
            continue
        if not counts(sheet, task):
            notes.append(f"{named(task['title'])} It is practice, and worth no points.")
        owns = [student[task["id"]] for student in sheet["students"]]
        places += _places(task, owns, task["points"] if counts(sheet, task) else 0.0)
        notes += _notes(task, platform)
    return places, left_out, list(dict.fromkeys(notes))


def named(title: str) -> str:
    """A title before a sentence.

    >>> named("Is the line growing?"), named("Who says it")
    ('Is the line growing?', 'Who says it.')
    """
    return title if title.endswith((".", "?", "!")) else f"{title}."


def written(html: str, write: Callable[[str], str] = escape, picture: str = "") -> str:
    """HTML of which only plain marks are left, its text written by `write`.

    Parameters
    ----------
    html
        Safe HTML.
    write
        Writes a text so that it stays text.
    picture
        Where its picture lies.

    Examples
    --------
    >>> written('<b onclick="x">$$ 5</b> &lt;i&gt;<script>alert(1)</script>')
    '<b><span>$</span>$ 5</b> &lt;i&gt;alert(1)'
    """
    marks = _Marks(write, picture)
    marks.feed(html)
    marks.close()
    return "".join(marks.out)


class _Marks(HTMLParser):
    def __init__(self, write: Callable[[str], str], picture: str) -> None:
        super().__init__()
        self.write, self.picture = write, picture
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag not in _KEPT:
            return
        given = {name: value or "" for name, value in attrs}
        kept: dict[str, str] = {name: given[name] for name in given if name in ("alt", "title", "scope")}
        if tag == "a" and is_safe_url(given.get("href", "")):
            kept["href"] = given["href"]
        if tag == "img" and not given.get("src", "").startswith(PICTURE):
            return
        own = "".join(f' {name}="{self.write(_NO_TEXT.sub("", value))}"' for name, value in kept.items())
        # Where a picture lies is no text: Canvas looks for the address as it stands.
        source = f' src="{self.picture}"' if tag == "img" else ""
        self.out.append(f"<{tag}{source}{own}>")

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _KEPT - _ALONE:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        data, end = _NO_TEXT.sub("", data), 0
        for found in _FORMULA.finditer(data):
            # In an element of its own the sign is next to nothing that would make it a formula's.
            self.out.append(f"{self.write(data[end : found.start()])}<span>{self.write(found[0])}</span>")
            end = found.end()
        self.out.append(self.write(data[end:]))


def _why_not(task: Mapping[str, Any], platform: str) -> str:
    kind, key = task["kind"], task["key"] or {}
    if kind in _NEVER:
        return _NEVER[kind]
    if platform == "Canvas" and kind in _NOT_CANVAS:
        return "The file for Canvas knows no such question; that for Moodle does."
    if kind == "choose" and (len(key["right"]) != 1 or (task["because"] and len(key["because"]) != 1)):
        return "More than one of its choices is right, and a quiz lets one be chosen."
    if kind == "strike" and len(key["right"]) > _FEW:
        return f"More than {_FEW} sentences are to be struck: Moodle does not divide the points by so many."
    if kind == "order" and len(set(key["ranks"].values())) < len(key["ranks"]):
        return "Some of its items are equally good, and a quiz knows one order only."
    if kind in ("sort", "canvas") and len(_sortable(task)) < 2:
        return "Nearly all its items may go to more than one place, and a quiz knows one only."
    return ""


def _notes(task: Mapping[str, Any], platform: str) -> Iterator[str]:
    title, kind = named(task["title"]), task["kind"]
    if kind == "choose" and task["because"]:
        yield f"{title} The reason is a second question, for half of the points: right or wrong by itself."
    if kind == "order":
        yield f"{title} Moodle knows such a question since version 4.4."
    left = len(task["items"]) - len(_sortable(task)) if kind in ("sort", "canvas") else 0
    if left:
        few = "may go to more than one place and"
        told = f"1 of its items {few} is" if left == 1 else f"{left} of its items {few} are"
        yield f"{title} {told} missing: check that its text fits."
    if kind == "number" and platform == "Canvas":
        yield "A wrong number gets one hint, whichever mistake it was: Canvas cannot tell them apart."
    if kind == "essay":
        yield f"{title} It has to be marked by hand."


def _places(task: Mapping[str, Any], owns: Sequence[Mapping[str, Any]], points: float) -> list[Place]:
    own_html = [f"<p>{with_own(task['question'], own['said'])}</p>" for own in owns]
    chart = task.get("chart")
    shown = _shown(chart) if chart else ""
    picture = _png(chart["svg"]) if chart else b""
    make = _KINDS[task["kind"]]
    if task["kind"] == "choose" and task["because"]:
        # Both speak of the same numbers, which two draws from a bank would not.
        because = task["because"]
        second = f"{own_html[0]}{shown}<p>{because['html']}</p>"
        return [
            Place(task["id"], task["title"], points / 2, (make(task, owns[0], own_html[0] + shown),), picture),
            Place(f"{task['id']}/why", f"{task['title']}: why", points / 2, (_why(task, second),), picture),
        ]
    # Two draws may have come out alike; a bank holds each question once.
    alike = {html: make(task, own, html + shown) for own, html in zip(owns, own_html, strict=True)}
    return [Place(task["id"], task["title"], points, tuple(alike.values()), picture)]


def _number(task: Mapping[str, Any], own: Mapping[str, Any], html: str) -> Question:
    key, shared = own["key"], task["key"]
    mistakes = [_told(each["slip"], each["hint"], each["see"]) for each in shared["mistakes"]]
    roads = [
        Road(road["value"], road["within"], " Or:<br>".join(dict.fromkeys(mistakes[at] for at in road["mistakes"])))
        for road in key["roads"]
    ]
    # After the known roads, as the check of the kit does it: what rounding on the way leads to.
    rounded = "Close, and not close enough: keep all digits until the end. A year has 365 days here."
    roads.append(Road(key["value"], key["near"], rounded))
    return Question(
        "number", f"{html}<p>{_asked(task['asked'])}</p>", _told(shared["hint"], shared["see"]), value=key["value"],
        within=key["within"], roads=tuple(roads),
    )  # fmt: skip


def _asked(unit: str) -> str:
    """What is to be typed: a quiz gives the unit, and no marks for it."""
    said = said_unit(unit)
    return f"Answer with {said}." if said.startswith("a ") else f"Answer with a number alone, in {said}."


def _choose(task: Mapping[str, Any], own: Mapping[str, Any], html: str) -> Question:
    return Question("one", html, choices=_choices(task, task["items"], task["key"]["right"]))


def _why(task: Mapping[str, Any], html: str) -> Question:
    return Question("one", html, choices=_choices(task, task["because"]["items"], task["key"]["because"]))


def _choices(task: Mapping[str, Any], items: Iterable[Mapping[str, Any]], right: Sequence[str]) -> tuple[Choice, ...]:
    key = task["key"]
    found = []
    for item in items:
        why = key["why"].get(item["id"], {})
        if item["id"] in right:
            found.append(Choice(item["html"], True, why.get("hint", "")))
        else:
            told = _told(why.get("slip", ""), why.get("hint") or key["hint"], why.get("see") or key["see"])
            found.append(Choice(item["html"], False, told))
    return tuple(found)


def _strike(task: Mapping[str, Any], own: Mapping[str, Any], html: str) -> Question:
    key = task["key"]
    choices = [
        Choice(item["html"], item["id"] in key["right"], key["why"].get(item["id"], "")) for item in task["items"]
    ]
    return Question("several", html, _told(key["hint"], key["see"]), choices=tuple(choices))


def _order(task: Mapping[str, Any], own: Mapping[str, Any], html: str) -> Question:
    key = task["key"]
    items = sorted(task["items"], key=lambda item: key["ranks"][item["id"]])
    told = _told(key["hint"], key["see"])
    return Question("order", html, told, _reasons(task), choices=tuple(Choice(item["html"], True) for item in items))


def _sort(task: Mapping[str, Any], own: Mapping[str, Any], html: str) -> Question:
    key, labels = task["key"], {each["key"]: each["label"] for each in task["bins"]}
    pairs = tuple((item["html"], labels[key["bins"][item["id"]][0]]) for item in _sortable(task))
    told = _told(key["hint"], key["see"])
    return Question("match", html, told, _reasons(task), pairs=pairs, labels=tuple(labels.values()))


def _sortable(task: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [item for item in task["items"] if len(task["key"]["bins"][item["id"]]) == 1]


def _essay(task: Mapping[str, Any], own: Mapping[str, Any], html: str) -> Question:
    lines, after = "", ""
    for each in task["rubric"]:
        lines += f"<li>{each['html']} ({_points(each['points'])})</li>"
        told = _told(each["html"], _sentence("Counts", each["yes"]), _sentence("Does not count", each["no"]))
        after += f"<li>{told}</li>"
    asked = f"{html}<p>At most {task['words']} words. It is marked for:</p><ul>{lines}</ul>"
    return Question("essay", asked, after=f"<ul>{after}</ul>", words=task["words"])


def _sentence(word: str, text: str) -> str:
    return f"{word}: {escape(text)}" if text else ""


def _points(points: float) -> str:
    return f"{points:g} {'point' if points == 1 else 'points'}"


_KINDS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any], str], Question]] = {
    "number": _number,
    "choose": _choose,
    "strike": _strike,
    "order": _order,
    "sort": _sort,
    "canvas": _sort,
    "essay": _essay,
}


def _told(*pieces: str) -> str:
    return "<br>".join(dict.fromkeys(piece for piece in pieces if piece))


def _reasons(task: Mapping[str, Any]) -> str:
    why = task["key"]["why"]
    lines = "".join(f"<li>{each['html']}: {why[each['id']]}</li>" for each in task["items"] if why.get(each["id"]))
    return f"<ul>{lines}</ul>" if lines else ""


def _shown(chart: Mapping[str, Any]) -> str:
    """A picture, and its numbers as a table for who cannot see it."""
    table = chart["table"]
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in table["columns"])
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table["rows"])
    return (
        f'<p><img src="{PICTURE}" alt="{escape(chart["alt"])}"></p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _png(svg: str) -> bytes:
    """A picture as both platforms show it: neither takes a drawing in SVG from a quiz for certain."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=2))
