"""A case's texts, and the numbers that they say of its models: computed again, with a row for each sentence.

A row is a piece of a text, without its links, with holes for what is computed. It fails when the text changes, and when
a model or a figure does. Linked numbers are held by `casekit validate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import nbformat
import pytest

from casekit._paths import notebooks_dir

Row = tuple[str, list[str]]
Rows = Callable[[], Iterator[Row]]


@cache
def text_of(path: Path) -> str:
    """A text without links and marks of emphasis, in one line; of a notebook, what is written between its cells."""
    if path.suffix == ".ipynb":
        cells = nbformat.read(notebooks_dir() / path.name, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    else:
        text = path.read_text(encoding="utf-8")
    text = re.sub(r"\[([^\]]*)\]\(fig:[^)]*\)", r"\1", text).replace("*", "")
    return re.sub(r"\s+", " ", text)


def each_in(texts: Mapping[str, Sequence[Rows]]) -> Any:
    """Run a test for each text and each function of rows about it."""
    cases = [(name, rows) for name, all_rows in texts.items() for rows in all_rows]
    return pytest.mark.parametrize(("name", "rows"), cases, ids=lambda each: getattr(each, "__name__", each))


def missing(rows: Rows, text: str) -> list[str]:
    """The sentences of some rows that a text does not say."""
    return [said for piece, values in rows() if (said := piece.format(*values)) not in text]


def minutes(home: Path) -> tuple[dict[str, int], int]:
    """After how many minutes each block of the plan ends, and how many those of the short class take together."""
    note = (home / "teaching-note.md").read_text(encoding="utf-8")
    table = note.split("## Teaching plan")[1].split("**Against the clock.**")[0]
    blocks = re.findall(r"^\| (\d+) \| ([^|]+) \|", table, re.MULTILINE)
    ends = accumulate(int(long) for long, _ in blocks)
    short = re.findall(r"\((\d+)\)", note.split("**In 50 minutes:**")[1].split("\n")[0])
    return dict(zip((name for _, name in blocks), ends, strict=True)), sum(map(int, short))
