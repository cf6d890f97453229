"""YAML read for people who write by hand: every value is text, and every mistake has its line.

Only the events of ruamel.yaml's safe parser are used. Anchors, aliases and tags are refused as they pass,
before anything is built, so that a small file cannot unfold into gigabytes. A plain value stays the text
that was typed ("No" is not false, 2010-05-26 is not an object): the shape of a case says later what it must be.
An empty value counts as not given.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ._files import CONTROL, Unreadable

DEPTH = 12
LONGEST = 20_000  # characters of one text
LIMIT = 300_000  # characters of a file: this reader takes a second for so many
Key = str | int


@dataclass
class Document:
    """What a YAML file holds, and the line of each key and item, by its path."""

    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[tuple[Key, ...], int] = field(default_factory=dict)

    def line(self, path: tuple[Key, ...]) -> int:
        """Return the line of a path, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@functools.lru_cache(maxsize=8)  # part A, then part B, of the same files; nobody changes what was read
def read(text: str) -> Document:
    r"""Read YAML into plain dicts, lists and text.

    Raises
    ------
    Unreadable
        With the line and the mend.

    Examples
    --------
    >>> read("day: 2010-05-26\noptions: [No, 7]").data
    {'day': '2010-05-26', 'options': ['No', '7']}
    >>> read("a: &x 1\nb: *x").data
    Traceback (most recent call last):
    ...
    casekit.case._files.Unreadable: Anchors (&x) are not used in a case. Write the text out. ...
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    document = Document()
    if len(text) > LIMIT:
        raise Unreadable(
            0, f"It has {len(text):,} characters; a case needs {LIMIT:,} at the most. Put tables in tables/."
        )
    try:
        _Builder(iter(YAML(typ="safe", pure=True).parse(text)), document).run()
    except MarkedYAMLError as error:
        problem = str(error.problem or error.context)
        opened = "expected ','" in problem or "end of stream" in problem  # said where it was opened, not where it ends
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        raise Unreadable(mark.line + 1 if mark else 0, _mend(problem)) from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(
            0, f"It is not YAML ({(str(error).splitlines() or ['?'])[0]}). Check its quoted texts."
        ) from None
    return document


def _mend(problem: str) -> str:
    if "\\t" in problem or "'\t'" in problem:
        return "There is a tab. Use spaces to indent."
    if "mapping values are not allowed" in problem:
        return 'There is a ": " inside a text. Put the whole text in quotes.'
    if "expected <block end>" in problem or "could not find expected ':'" in problem:
        return "The indent does not fit the lines above, or a colon is missing after a key."
    if "end of stream" in problem or "expected ','" in problem or "quoted scalar" in problem:
        return "A quote or a bracket is opened and not closed."
    if "cannot start any token" in problem:
        return "A text may not begin with this sign. Put the whole text in quotes."
    return f"This is not YAML ({problem}). Check the indent, the colons and the quotes."


class _Builder:
    """Turn events into a document; one event of look-ahead is enough."""

    def __init__(self, events: Iterator[Any], document: Document) -> None:
        self.events = events
        self.document = document

    def next(self) -> Any:
        event = next(self.events)
        line = event.start_mark.line + 1
        kind = type(event).__name__
        if kind == "AliasEvent":
            raise Unreadable(line, f"Aliases (*{event.anchor}) are not used in a case. Write the text out.")
        if getattr(event, "anchor", None):
            raise Unreadable(
                line, f"Anchors (&{event.anchor}) are not used in a case. Write the text out. "
                "If the & belongs to the text, put it in quotes."
            )  # fmt: skip
        if getattr(event, "tag", None):
            raise Unreadable(line, f'Tags ({event.tag}) are not used in a case. Put a text with "!" in quotes.')
        return event

    def run(self) -> None:
        data: Any = None
        documents = 0
        while True:
            event = self.next()
            kind = type(event).__name__
            if kind == "StreamEndEvent":
                break
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise Unreadable(event.start_mark.line + 1, 'There is a second document after "---". Remove it.')
                data = self.value(self.next(), ())
        if not isinstance(data, dict):
            raise Unreadable(1, 'It must hold lines of the form "key: value".')
        self.document.data = data

    def value(self, event: Any, path: tuple[Key, ...]) -> Any:
        kind = type(event).__name__
        self.document.lines.setdefault(path, event.start_mark.line + 1)
        if len(path) > DEPTH:
            raise Unreadable(event.start_mark.line + 1, f"It is nested more than {DEPTH} deep.")
        if kind == "ScalarEvent":
            empty = event.style is None and event.value in ("", "~", "null")
            return None if empty else self.text(event)
        return self.mapping(path, event.flow_style) if kind == "MappingStartEvent" else self.sequence(path)

    def text(self, event: Any) -> str:
        text, line = str(event.value), event.start_mark.line + 1
        if len(text) > LONGEST:
            raise Unreadable(line, f"A text here has {len(text):,} characters; {LONGEST:,} are the most.")
        if found := CONTROL.search(text):  # written as an escape, such as "\\e"
            raise Unreadable(line, f"There is a hidden control character (U+{ord(found[0]):04X}). Delete it.")
        return text

    def mapping(self, path: tuple[Key, ...], in_braces: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        seen: dict[str, int] = {}
        while type(event := self.next()).__name__ != "MappingEndEvent":
            line = event.start_mark.line + 1
            if type(event).__name__ != "ScalarEvent":
                raise Unreadable(line, "A key must be a word. Text that begins with { or [ needs quotes.")
            key = self.text(event)
            if key in seen:
                raise Unreadable(line, f'"{key}" is here twice (first on line {seen[key]}). Keep one of them.')
            seen[key] = line
            self.document.lines[(*path, key)] = line
            value = self.value(following := self.next(), (*path, key))
            if value is not None:
                found[key] = value
            elif in_braces and following.value == "":  # {note: drawings, not cars} would lose its second half
                raise Unreadable(
                    line, f'"{key}" stands between commas without a value. If it belongs to the text before it, put '
                    "the whole text in quotes."
                )  # fmt: skip
        return found

    def sequence(self, path: tuple[Key, ...]) -> list[Any]:
        found: list[Any] = []
        while type(event := self.next()).__name__ != "SequenceEndEvent":
            item = (*path, len(found))
            self.document.lines[item] = event.start_mark.line + 1
            value = self.value(event, item)
            if value is not None:
                found.append(value)
        return found
