"""What a stranger's folder may hold beside mistakes: texts that another program would run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ._folder import Folder
from ._yaml import Document, Key

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
    for sheet in (*folder.tables.values(), *folder.simulations.values()):
        yield from ((sheet.file, 1, column) for column in sheet.columns)
        yield from ((sheet.file, row.line, cell) for row in sheet.rows for cell in row.cells.values())
    for walk in folder.walks:
        if walk.name:  # the first one stands in case.yaml
            yield from _leaves(walk.yaml_file, walk.yaml, walk.yaml.data, ())
        for name, text in (
            ("case.md", walk.story), ("epilogue.md", walk.epilogue), ("teaching-note.md", walk.teaching),
        ):  # fmt: skip
            yield from ((walk.file(name), number, line) for number, line in enumerate(text.split("\n"), 1))


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
