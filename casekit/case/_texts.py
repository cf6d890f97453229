"""The texts of a case, checked: what is assigned to students, and the note of whoever teaches it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .. import _markdown as md
from .._errors import KitError, near
from .._html import LINK
from .._markdown import Block, Grid, Heading, Items, Paragraph
from ._folder import Folder
from ._problems import Problem
from ._walks import WalkRead

HEADINGS = (
    "Synopsis",
    "Learning objectives",
    "Target audience",
    "Assignment questions",
    "Teaching plan",
    "Board plan",
    "Analysis",
    "Common wrong turns",
    "What happened next",
    "References",
)
WORDS = (1_500, 2_000)  # of the case, its exhibits apart: what is read in about 25 minutes the night before
AGAIN = (800, 2_000)  # of another walk of a case, whose firm its readers may know already
COLUMNS = ("Minutes", "Block", "Bet", "Vote", "Board")
_TOTAL = re.compile(r"\b(?:class|session|plan)\b[^.|]{0,60}?\b(\d{1,3})\s+minutes", re.IGNORECASE)
_MARKS = str.maketrans("’‘“”", "''\"\"", "*_")
_EMPTY = {"", "-", "–", "—", "none"}


def check_texts(folder: Folder) -> list[Problem]:
    """Return what is to be mended in case.md and teaching-note.md; a text that is not there yet is not missed.

    That linked figures exist, were known in time and agree with the numbers in print is checked with all other prose.
    """
    return [problem for walk in folder.walks for problem in (*_story(folder, walk), *_note(folder, walk))]


def _parsed(text: str, file: str) -> tuple[list[Block], list[Problem]]:
    try:
        return md.parse(text, file), []
    except KitError as error:
        return [], [Problem(file, 0, str(error))]


# The case -------------------------------------------------------------------------------------------


def _story(folder: Folder, walk: WalkRead) -> Iterator[Problem]:
    if not walk.story.strip():
        return
    file = walk.file("case.md")
    blocks, problems = _parsed(walk.story, file)
    yield from problems
    if problems:
        return
    yield from _broken_links(walk.story, file)
    yield from _later_names(folder, walk)
    words = count_words(blocks)
    fewest, most = AGAIN if walk.name else WORDS
    if not fewest <= words <= most:
        mend = "Say more of what the board knows." if words < fewest else "Shorten it, or move numbers to an exhibit."
        yield Problem(
            file, 1,
            f"It has {words:,} words beside its exhibits; a case to assign has {fewest:,} to {most:,}. {mend}",
            "warning",
        )  # fmt: skip


def count_words(blocks: Sequence[Block]) -> int:
    r"""Count the words of a text without its tables, and without the section of its exhibits.

    >>> count_words(md.parse("# Two words\n\nand [2,000](fig:cars) more\n\n## Exhibits\n\nnot these"))
    5
    """
    return sum(
        len(md.plain(tuple(md.walk([block]))).split())
        for heading, body in md.sections(blocks)
        if not (heading and heading.text.casefold().startswith("exhibit"))
        for block in ([heading, *body] if heading else body)
        if isinstance(block, Heading | Paragraph | Items)
    )


def _broken_links(text: str, file: str) -> Iterator[Problem]:
    """Name every link to a figure that no reader would follow, since it is written wrong."""
    rest = LINK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for found in re.finditer(r"fig:", rest, re.IGNORECASE):
        line = rest.count("\n", 0, found.start()) + 1
        yield Problem(file, line, "A link to a figure is not whole. Write it as [2,000](fig:its-id), without spaces.")


def _later_names(folder: Folder, walk: WalkRead) -> Iterator[Problem]:
    """Name each title, author or publisher of a later source that the case already speaks of.

    A name that an earlier source bears too, or that case.yaml gives to whoever decides, is no secret.
    """
    early = [source for source in folder.sources.values() if source.part == "A"]
    open_text = "\n".join(f"{s.author}\n{s.title}\n{s.publisher}" for s in early)
    if folder.case:
        open_text += f"\n{folder.case.title}\n{folder.case.decision.who}\n{folder.case.decision.hook}"
    open_text += f"\n{walk.shape.title}\n{getattr(walk.shape, 'hook', '')}" if walk.shape else ""
    known = _plain(open_text)
    text = _plain(walk.story)
    said: set[str] = set()
    for id, source in folder.sources.items():
        if source.part != "B":
            continue
        for name in (source.title, *re.split(r"\s*;\s*|\s+and\s+|\s*&\s*", source.author), source.publisher, id):
            plain = _plain(name)
            if len(plain) < 6 or plain in said or not (start := _place(plain, text) + 1) or _place(plain, known) + 1:
                continue
            said.add(plain)
            line = text.count("\n", 0, start) + 1
            yield Problem(
                walk.file("case.md"), line,
                f'"{name}" belongs to the source "{id}", which is part B, and the case is part A. '
                "Leave it out, or name a source that was there.",
            )  # fmt: skip


def _place(name: str, text: str) -> int:
    """Where a name stands in a text as whole words; -1 where it does not."""
    if name not in text:
        return -1
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return found.start() if found else -1


def _plain(text: str) -> str:
    """Lower case, straight quotes, no marks of emphasis; lines stay where they are."""
    return text.casefold().translate(_MARKS)


# The teaching note ----------------------------------------------------------------------------------


def _note(folder: Folder, walk: WalkRead) -> Iterator[Problem]:
    if not walk.teaching.strip():
        return
    file = walk.file("teaching-note.md")
    blocks, problems = _parsed(walk.teaching, file)
    yield from problems
    if problems:
        return
    yield from _broken_links(walk.teaching, file)
    yield from _headings(file, blocks)
    parts = {heading.text: (heading, body) for heading, body in md.sections(blocks) if heading}
    plan = parts.get("Teaching plan")
    if plan is None:
        return
    table = next((block for block in plan[1] if isinstance(block, Grid)), None)
    if table is None:
        line, columns = plan[0].line, ", ".join(COLUMNS)
        yield Problem(file, line, f"The plan has no table. Write one with the columns {columns}, a row for each block.")
        return
    board = parts.get("Board plan")
    heads = next((block for block in board[1] if isinstance(block, Grid)), None) if board else None
    yield from _plan(walk, blocks, table, [md.plain(row[0]).strip() for row in heads.rows] if heads else [])


def _headings(file: str, blocks: Sequence[Block]) -> Iterator[Problem]:
    """Name each of the ten headings that is missing, strange, there twice or out of order."""
    there = [block for block in blocks if isinstance(block, Heading) and block.level == 2]
    names = [heading.text for heading in there]
    for at, name in enumerate(HEADINGS):
        if name not in names:
            after = next((h.line for h in reversed(there) if h.text in HEADINGS[:at]), 0)
            where = f"after “{HEADINGS[at - 1]}”" if at else "first"
            yield Problem(file, after, f'The part "## {name}" is missing. Write it {where}.')
    before = -1
    for heading in there:
        if heading.text not in HEADINGS:
            yield Problem(
                file, heading.line,
                f'"{heading.text}" is none of the ten parts of a teaching note. {near(heading.text, HEADINGS)} '
                "A part's own headings have three signs: ###.",
            )  # fmt: skip
        elif names.count(heading.text) > 1 and heading is not there[names.index(heading.text)]:
            yield Problem(file, heading.line, f'The part "{heading.text}" is there twice. Join the two.')
        elif (place := HEADINGS.index(heading.text)) < before:
            yield Problem(
                file, heading.line,
                f'"{heading.text}" stands after "{HEADINGS[before]}". Move it up; the order is {", ".join(HEADINGS)}.',
            )  # fmt: skip
        else:
            before = place


def _plan(walk: WalkRead, blocks: Sequence[Block], table: Grid, board: Sequence[str]) -> Iterator[Problem]:
    file = walk.file("teaching-note.md")
    head = [md.plain(cell).strip().casefold() for cell in table.head]
    missing = [name for name in COLUMNS if name.casefold() not in head]
    if missing:
        yield Problem(file, table.line, f"The table of the plan has no column {', '.join(missing)}. Add it.")
    columns: dict[str, int] = {name: head.index(name.casefold()) for name in COLUMNS if name not in missing}
    rows = [(line, [md.plain(cell).strip() for cell in row]) for line, row in zip(table.lines, table.rows, strict=True)]
    if "Minutes" in columns:
        yield from _minutes(file, blocks, table, [(line, cells[columns["Minutes"]]) for line, cells in rows])
    bets = [bet.id for bet in walk.bets]
    for line, cells in rows:
        for id in _named(cells, columns, "Bet"):
            if id not in bets and walk.shape:
                yield Problem(file, line, f'There is no bet "{id}" in {walk.yaml_file}. {near(id, bets, "Bets")}')
        if "Board" in columns and board:
            for name in _named(cells, columns, "Board") or [""]:
                if name not in board:
                    said = (
                        f'The board plan has no column "{name}".' if name else "The block names no column of the board."
                    )
                    yield Problem(file, line, f"{said} {near(name, board, 'Columns')}")
    if "Vote" in columns and not any(_named(cells, columns, "Vote") for _, cells in rows):
        yield Problem(
            file, table.line, "No block of the plan holds a vote. Name it in the column Vote: first vote, re-vote."
        )


def _named(cells: Sequence[str], columns: Mapping[str, int], column: str) -> list[str]:
    text = cells[columns[column]] if column in columns else ""
    return [name for each in re.split("[,;]", text) if (name := each.strip()).casefold() not in _EMPTY]


def _minutes(file: str, blocks: Sequence[Block], table: Grid, cells: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    total = 0
    for line, text in cells:
        if not re.fullmatch("[0-9]{1,3}", text):
            yield Problem(file, line, f'"{text}" is not a number of minutes. Write a whole number, such as 5.')
            return
        total += int(text)
    prose = ((block.line, md.plain(block.spans)) for block in blocks if isinstance(block, Paragraph))
    named = next(((line, int(found[1])) for line, text in prose if (found := _TOTAL.search(text))), None)
    if named is None:
        mend = f'Write "The class takes {total} minutes." under Target audience.'
        yield Problem(file, table.line, f"The note does not say how long the class is. {mend}")
    elif named[1] != total:
        yield Problem(
            file, table.line,
            f"The minutes of the plan add up to {total}, and line {named[0]} says {named[1]}. Mend one of them.",
        )  # fmt: skip
