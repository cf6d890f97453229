"""What a stranger's folder may hold beside mistakes: texts that another program would run, and endless arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..evidence import REFERENCE
from ._folder import Folder
from ._yaml import Document, Key

DEEPEST = 40  # derived figures that rest on each other
_MARKUP = re.compile(
    r"<(?!https?://)[a-z/!?][^<>\n]{0,200}>|<\s*/?\s*(?:script|img|svg|iframe|style|object|embed)\b"
    r"|\b(?:javascript|vbscript)\s*:|\bdata\s*:\s*text/html",
    re.IGNORECASE,
)


def strange(folder: Folder) -> None:
    """Note, as warnings, every text that looks like a program; the kit itself shows such text as it stands."""
    for file, line, text in _texts(folder):
        if found := _MARKUP.search(text):
            folder.problems.add(
                file, line + text.count("\n", 0, found.start()) if file.endswith(".md") else line,
                f'"{found[0]}" is markup or a program. A case is plain text, and this is only shown. Remove it.',
                "warning",
            )  # fmt: skip


def _texts(folder: Folder) -> Iterator[tuple[str, int, str]]:
    yield from _leaves("case.yaml", folder.yaml, folder.yaml.data, ())
    yield from _leaves("sources.yaml", folder.source_yaml, folder.source_yaml.data, ())
    for name, rows in (("figures.csv", folder.raw_figures), ("timeline.csv", folder.events)):
        yield from ((name, row.line, cell) for row in rows for cell in row.cells.values())
    for sheet in folder.tables.values():
        yield from ((sheet.file, 1, column) for column in sheet.columns)
        yield from ((sheet.file, row.line, cell) for row in sheet.rows for cell in row.cells.values())
    for name, text in (
        ("case.md", folder.story), ("epilogue.md", folder.epilogue), ("teaching-note.md", folder.teaching),
    ):  # fmt: skip
        yield from ((name, number, line) for number, line in enumerate(text.split("\n"), 1))


def _leaves(file: str, document: Document, data: Any, path: tuple[Key, ...]) -> Iterator[tuple[str, int, str]]:
    if isinstance(data, str):
        yield file, document.line(path), data
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _leaves(file, document, value, (*path, place))
    elif isinstance(data, dict):
        for key, value in data.items():
            yield file, document.line((*path, key)), key
            yield from _leaves(file, document, value, (*path, key))


def arithmetic(folder: Folder) -> None:
    """Note derived figures that lead back to themselves, or rest on too many others in a row."""
    needs = {
        row.id: [id for id in dict.fromkeys(REFERENCE.findall(row.locator))] if row.kind == "derived" else []
        for row in folder.figures
    }
    lines = {row.id: row.line for row in folder.figures}
    depth: dict[str, int] = {}
    for start in needs:
        path, todo = dict[str, None](), [start]
        while todo:
            id = todo[-1]
            below = [each for each in needs[id] if each in needs]
            if id in path or id in depth:
                todo.pop()
                if id in path:
                    del path[id]
                    depth[id] = 1 + max((depth.get(each, 0) for each in below), default=0)
                continue
            path[id] = None
            for each in below:
                if each in path:
                    for place in list(path)[list(path).index(each) :]:
                        folder.problems.add(
                            "figures.csv", lines[place], f'The arithmetic of "{place}" leads back to itself. '
                            "Compute it from figures that stand on their own."
                        )  # fmt: skip
                elif each not in depth:
                    todo.append(each)
    for id, deep in depth.items():
        if deep == DEEPEST + 1:
            folder.problems.add(
                "figures.csv", lines[id], f'"{id}" is computed from figures that are computed in turn, {deep} deep; '
                f"{DEEPEST} are the most. Compute it more directly."
            )  # fmt: skip
