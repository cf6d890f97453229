"""What a handout holds, before it is a page or a Word file: its sections, made of blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .. import _markdown as md
from .._errors import KitError
from .._html import is_safe_url
from .._markdown import Grid, Heading, Items, Paragraph, Quote, Span, Spans
from ..canvas import Canvas
from ..case import Bet, Case, walk_file
from ..case._files import Unreadable, read_text
from ..case._look import month, part_line
from ..case._read import read_case
from ..evidence import Figure, Source
from ..units import unit_words

COVER = (
    "For instructors only. This file holds part B: what happened after the day of the case, and the answers to every "
    "bet. Do not hand it out before the second vote."
)


@dataclass(frozen=True)
class Keep:
    """Blocks that stay on one page."""

    blocks: tuple[Part, ...]


@dataclass(frozen=True)
class Lines:
    """Empty lines to write on."""

    count: int


@dataclass(frozen=True)
class Fill:
    """A label, and after it a line to write on."""

    label: str


@dataclass(frozen=True)
class Choice:
    """Options to tick, each with its letter and its label."""

    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Guesses:
    """Questions to guess a number for: each with what stands before the number and after it."""

    rows: tuple[tuple[Spans, str, str], ...]


@dataclass(frozen=True)
class Notice:
    """What nobody may overlook."""

    text: str


Part = md.Block | Keep | Lines | Fill | Choice | Guesses | Notice | Canvas


@dataclass(frozen=True)
class Section:
    """A part of a handout: "text", "exhibits", "canvas", "sheet", "sources" or "note".

    It starts on a new page where `fresh` says so; a canvas lies on its side.
    """

    kind: str
    title: str
    blocks: tuple[Part, ...]
    fresh: bool = True


@dataclass(frozen=True)
class Handout:
    """A handout: its title, the line under it, what stands at the foot of each page, and its sections."""

    title: str
    line: str
    foot: str
    sections: tuple[Section, ...]
    cover: str = ""


def student(case: Case) -> Handout:
    """Return what a student gets: the case, the canvas, the sheets, the sources."""
    title, body = _story(case)
    questions, body = _questions(body)
    sections = [*body, _canvas(case)]
    if questions:
        sections.append(_to_prepare(questions))
    sections.append(_in_class(case, [bet for bet in case.bets if bet.part == "A"]))
    if case.part == "B":
        sections += _later(case)
    texts = [*md.walk(_blocks(sections)), *(span for bet in case.bets for span in md.spans(bet.question))]
    sections += _sources(case, texts)
    return Handout(title, part_line(case), _foot(case), tuple(sections))


def instructor(case: Case) -> Handout:
    """Return what an instructor gets: the teaching note with its board plan, and the bets with their answers.

    Raises
    ------
    KitError
        When the case has no teaching note.
    """
    both = read_case(case.folder, "B", case.walk_name) if case.part == "A" and "B" in _parts_of(case) else case
    note = walk_file(case.walk_name, "teaching-note.md")
    try:
        text = read_text(case.folder, note) or ""
    except Unreadable as error:
        raise KitError(f"{note}: {error.sentence}") from None
    if not text.strip():
        raise KitError(f"{case.title} has no {note}, so there is nothing for an instructor yet. Write it first.")
    title, blocks = _titled(md.parse(text, note), f"{case.title}: teaching note")
    sections = []
    for heading, body in md.sections(blocks):
        name = heading.text if heading else ""
        fresh = name in ("Teaching plan", "Board plan", "Analysis", "What happened next", "References")
        kind = "sources" if name == "References" else "note"
        sections.append(Section(kind, name, tuple(_kept(body, all_tables=False)), fresh))
    if both.bets:
        sections.append(_answers(both))
    # Part B is in this file however the case was loaded, and every page of it says so.
    return Handout(title, part_line(both), f"{case.title} · for instructors, with part B", tuple(sections), COVER)


def _parts_of(case: Case) -> Sequence[str]:
    from ..case._folder import read_folder

    shape = read_folder(case.folder).case
    return shape.parts if shape else ("A",)


def _foot(case: Case) -> str:
    part = "part A" if case.part == "A" else "parts A and B"
    return f"{case.title} · {part} · {_day(case.decision.day)}"


def _day(day: str) -> str:
    """Return a date as a reader says it.

    >>> _day("2010-05-26"), _day("2010-05")
    ('26 May 2010', 'May 2010')
    """
    return f"{int(day[8:])} {month(day)}" if len(day) > 7 else month(day)


def _titled(blocks: Sequence[md.Block], default: str) -> tuple[str, list[md.Block]]:
    """Take the first heading off as the title."""
    if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1:
        return blocks[0].text, list(blocks[1:])
    return default, list(blocks)


def _story(case: Case) -> tuple[str, list[Section]]:
    """Return the title of the case and its text; without case.md, what case.yaml says of the decision."""
    if not case.story.strip():
        decision = case.decision
        blocks: list[md.Block] = [Paragraph(md.spans(decision.hook))]
        blocks += [
            Paragraph((Span(f"{option.letter}. {option.label}. ", bold=True), *md.spans(option.text)))
            for option in decision.options
        ]
        return case.title, [Section("text", decision.question, tuple(blocks), fresh=False)]
    title, body = _titled(md.parse(case.story, walk_file(case.walk_name, "case.md")), case.title)
    sections = []
    for heading, blocks in md.sections(body):
        name = heading.text if heading else ""
        exhibits = name.casefold().startswith("exhibit")
        kept = tuple(_kept(blocks, all_tables=True))
        sections.append(Section("exhibits" if exhibits else "text", name, kept, fresh=exhibits))
    return title, sections


def _kept(blocks: Sequence[md.Block], *, all_tables: bool) -> Iterator[Part]:
    """Keep what belongs together: an exhibit, from its heading to its source, is not cut by a page's end."""
    for heading, body in md.sections(blocks, 3):
        whole: list[md.Block] = [heading, *body] if heading else list(body)
        if all_tables and any(isinstance(block, Grid) for block in body):
            yield Keep(tuple(whole))
        else:
            yield from whole


def _questions(body: list[Section]) -> tuple[Section | None, list[Section]]:
    """Take off the last section where it is a numbered list: the questions have a sheet of their own."""
    last = body[-1] if body else None
    if last and last.title and any(isinstance(block, Items) and block.ordered for block in last.blocks):
        return last, body[:-1]
    return None, body


def _canvas(case: Case) -> Section:
    return Section("canvas", "The business on one page", (case.canvas,))


def _to_prepare(section: Section) -> Section:
    """Return the questions with room to write; a page holds about eighteen lines beside four questions."""
    blocks: list[Part] = []
    for block in section.blocks:
        if isinstance(block, Items) and block.ordered:
            lines = max(2, min(7, 18 // max(1, len(block.items))))
            for at, item in enumerate(block.items, block.start):
                one = Items((item,), ordered=True, start=at)
                blocks.append(Keep((one, Lines(lines))))
        else:
            blocks.append(block)
    return Section("sheet", section.title, (Fill("Name or code"), *blocks))


def _in_class(case: Case, bets: Sequence[Bet]) -> Section:
    options = tuple((option.letter, md.plain(md.spans(option.label))) for option in case.decision.options)
    blocks: list[Part] = [
        Fill("Name or code"),
        Heading(3, (Span("1. Your first vote"),)),
        Paragraph(md.spans(case.decision.question)),
        Choice(options),
        Fill("How sure are you, from 0 to 100?"),
    ]
    if bets:
        blocks += [
            Heading(3, (Span("2. Your bets: write the guess before you see the number"),)),
            _guesses(case, bets),
        ]
    blocks += [*_tripwire(case), Keep((Heading(3, (Span("4. Your second vote"),)), Choice(options),
               Fill("How sure are you now?"), Fill("What moved you: a number, a source, an argument?")))]  # fmt: skip
    return Section("sheet", "In class", tuple(_numbered(blocks)))


def _numbered(blocks: Iterable[Part]) -> Iterator[Part]:
    """Number the headings of a sheet as they come; one of them may be missing."""
    at = 0

    def heading(block: Heading) -> Heading:
        nonlocal at
        at += 1
        return Heading(3, (Span(f"{at}. {block.text.partition('. ')[2]}"),))

    for block in blocks:
        if isinstance(block, Heading):
            yield heading(block)
        elif isinstance(block, Keep):
            yield Keep(tuple(heading(each) if isinstance(each, Heading) else each for each in block.blocks))
        else:
            yield block


def _guesses(case: Case, bets: Sequence[Bet]) -> Guesses:
    order = {step.what: at for at, step in enumerate(case.walk) if step.kind == "bet"}
    rows = []
    for bet in sorted(bets, key=lambda bet: order.get(bet.id, len(order))):
        before, _, after = unit_words(bet.unit)
        rows.append((md.spans(bet.question), before, after.strip()))
    return Guesses(tuple(rows))


def _tripwire(case: Case) -> list[Part]:
    step = next((step for step in case.walk if step.kind == "write" and step.part == "A"), None)
    title = step.title if step and step.title else "When would you go on?"
    text = (
        step.text if step and step.text else "Finish the sentence with a number, a date, and what is counted by whom."
    )
    say = step.say if step and step.say else "I go on when … have … by …"
    blocks: list[Part] = [Heading(3, (Span(f"3. {title}"),)), Paragraph(md.spans(text))]
    return [Keep((*blocks, Paragraph((Span(say, italic=True),)), Lines(3)))]


def _later(case: Case) -> list[Section]:
    """Return what came after, for a handout of part B: the later bets first, then the epilogue."""
    found = []
    later = [bet for bet in case.bets if bet.part == "B"]
    if later:
        text = "Write the guess before you turn the page."
        found.append(Section("sheet", "Part B: and then?", (Paragraph((Span(text),)), _guesses(case, later))))
    if case.epilogue.strip():
        title, blocks = _titled(md.parse(case.epilogue, walk_file(case.walk_name, "epilogue.md")), "What happened")
        found.append(Section("text", f"Part B: {title}", tuple(blocks)))
    return found


def _blocks(sections: Iterable[Section]) -> list[md.Block]:
    """Return the blocks of text in sections, out of whatever keeps them together."""
    found: list[md.Block] = []
    stack: list[Part] = [block for section in sections for block in section.blocks][::-1]
    while stack:
        block = stack.pop()
        if isinstance(block, Keep):
            stack += block.blocks[::-1]
        elif isinstance(block, Heading | Paragraph | Items | Grid | Quote):
            found.append(block)
    return found


def _sources(case: Case, texts: Iterable[Span]) -> list[Section]:
    """Return where every linked number comes from, source by source in the order of the text."""
    known = {figure.id: figure for figure in case._figures.values()}
    used = dict.fromkeys(span.figure for span in texts if span.figure in known)
    figures = [known[id] for id in used]
    on_canvas = [figure for note in case.canvas for figure in note.figures]
    told: dict[Source, list[str]] = {}
    for figure in figures:
        if figure.kind != "derived":
            for citation in figure.citations:
                place = "" if citation.locator == "opening" else citation.locator  # what was seen says as much
                said = f"{figure.shown} ({place})" if place else figure.shown
                told.setdefault(citation.source, []).append(said)
    for figure in on_canvas:
        for citation in figure.citations:
            told.setdefault(citation.source, [])
    for note in case.canvas:
        for citation in note.sources:
            told.setdefault(citation.source, [])
    blocks: list[Part] = []
    if told:
        blocks.append(Items(tuple((Paragraph(_source(source, said)),) for source, said in told.items())))
    computed = tuple((Paragraph((Span(f"{figure.text} = {figure.working}"),)),) for figure in figures if figure.working)
    if computed:
        blocks += [Heading(3, (Span("Computed from these numbers"),)), Items(computed)]
    assumed = tuple((Paragraph(_assumed(case, figure)),) for figure in figures if figure.kind == "assumption")
    if assumed:
        blocks += [Heading(3, (Span("Assumed for this class"),)), Items(assumed)]
    return [Section("sources", "Where do the numbers come from?", tuple(blocks))] if blocks else []


def _source(source: Source, said: Sequence[str]) -> Spans:
    publisher = "" if not source.author or source.publisher in source.cite else f", {source.publisher}"
    seen = f"; seen: {source.seen}" if source.seen else ""
    numbers = f" Here: {'; '.join(dict.fromkeys(said))}." if said else " On the canvas."
    title = Span(source.cite, url=source.url if is_safe_url(source.url) else "")
    return (title, Span(f"{publisher}{seen}."), Span(numbers))


def _assumed(case: Case, figure: Figure) -> Spans:
    between = f", {figure.range}" if figure.range else ""
    note = f". {md.plain(md.spans(figure.note))}" if figure.note else ""
    return (Span(f"{case.label(figure.quantity)}: {figure.text}{between}{note}"),)


def _answers(case: Case) -> Section:
    """Return the bets with their answers, for the instructor alone."""
    from ..units import say
    from ..widgets.bets import answer_of

    rows, head = [], ("Bet", "Question", "Answer", "What to say then")
    for bet in case.bets:
        value, _ = answer_of(case, bet)
        name = (Span(bet.id), *((Span(" (part B)"),) if bet.part == "B" else ()))
        rows.append((name, md.spans(bet.question), (Span(say(value, bet.unit, rounded=True)),), md.spans(bet.after)))
    grid = Grid(tuple((Span(text),) for text in head), tuple(rows))
    return Section("note", "The bets and their answers", (grid,))
