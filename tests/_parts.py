"""What only part B of a case has, searched for in whatever was built as part A."""

from __future__ import annotations

import base64
import functools
import html
import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from casekit._html import plain
from casekit.case import Case
from casekit.engine import inputs_of, outputs_of
from casekit.models import MODELS, model_named
from casekit.units import say, unit_words

_DATA = re.compile(r"data:[\w/+.-]+(?:;(?!base64)[\w=-]+)*(;base64)?,([^\"'\s)<>]+)")
_ESCAPED = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*-?(thousand|million|billion)")
IDS = ("id", "figure", "quantity", "source", "table")
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


@dataclass
class Known:
    """What a part may show: its words, by kind, its texts and its numbers."""

    words: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    numbers: list[tuple[float, str]] = field(default_factory=list)

    def word(self, kind: str, *words: str) -> None:
        self.words += [(kind, word) for word in words if word]

    def text(self, kind: str, *texts: str) -> None:
        for text in texts:
            for sentence in sentences(text):
                self.words.append((kind, sentence))
            self.texts.append(plain(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text, without links and marks; a label counts as one."""
    bare = re.sub(r"[*_#>|]+", " ", plain(text))
    found = [" ".join(one.split()) for one in re.split(r"(?<=[.?!:])\s+|\n\s*\n|\n(?=[-#|])", bare)]
    return [one.strip("- ") for one in found if len(one.strip("- ")) > 3]


def leaks(text: str, case_a: Case, case_b: Case) -> list[str]:
    """What a text says of part B, each as "kind: what"; none where it may be shown as part A.

    Parameters
    ----------
    text
        Everything that a built file shows and holds: words, markup, data, attributes, encoded images.
    case_a, case_b
        The same case, as part A and as part B. What part A may say is taken from what is marked A in `case_b`,
        and from the text to assign, so that a leak in loading is found too.
    """
    early, late, open_text = _secrets(case_a, case_b)
    layers = [*dict.fromkeys(_flat(layer) for layer in _layers(text))]
    folded = [layer.casefold() for layer in layers]
    found = []
    for kind, word in late.words:
        # A sentence is the same in capitals; a name or an id is not.
        searched, what = (folded, word.casefold()) if kind == "sentence" else (layers, word)
        if any(_holds(layer, what) for layer in searched) and (kind not in IDS or _meant(word, layers)):
            found.append(f"{kind}: {word}")
    return found + _numbers(layers, early, late, open_text)


def _meant(id: str, layers: list[str]) -> bool:
    """Whether an id that is an ordinary word ("ending") stands as an id."""
    return not id.isalpha() or any(re.search(rf"[\"'#=/]{id}[\"'.]", layer) for layer in layers)


@functools.lru_cache(maxsize=8)
def _secrets(case_a: Case, case_b: Case) -> tuple[Known, Known, str]:
    """What part A may say, what only part B may, and the former as one text."""
    early, late = _known(case_b, "A"), _known(case_b, "B")
    sliders = [each.slider or () for name in MODELS for each in inputs_of(model_named(name)).values()]
    early.numbers += [(end, "") for slider in sliders for end in slider]
    # What a model of part A calls its own is the kit's, whatever a case has under the same name.
    for model in map(model_named, case_a.models):
        for each in (*inputs_of(model).values(), *outputs_of(model).values()):
            early.text("sentence", each.label)
    early.text("story", case_a.story, case_a.title, case_a.tagline)
    open_text = _flat("\n".join([*early.texts, *(word for _, word in early.words)]))
    open_words = {word.casefold() for _, word in early.words}
    words = dict.fromkeys((kind, _flat(word)) for kind, word in late.words)
    used = set(re.findall(r"\w+", open_text.casefold()))
    late.words = [
        (kind, word)
        for kind, word in words
        if word.casefold() not in open_words
        and not _holds(open_text.casefold(), word.casefold())
        and not (kind == "sentence" and _says_nothing(word.casefold(), used))
    ]
    return early, late, open_text


def _says_nothing(sentence: str, used: set[str]) -> bool:
    """Whether it is one plain word, such as "created", or up to three ("in two years") that part A uses, too."""
    words = re.findall(r"\w+", sentence)
    return sentence.isalpha() or (len(words) <= 3 and set(words) <= used)


def _known(case: Case, part: str) -> Known:
    """What is marked with a part, and with no other, in a case that holds both."""
    known = Known()
    figures = {"A": [], "B": []}  # type: dict[str, list[Any]]
    for figure in case._figures.values():
        figures[figure.part].append(figure)
    for figure in figures[part]:
        known.word("figure", figure.id)
        known.text("sentence", figure.note)
        known.numbers += [(each, figure.unit) for each in (figure.value, figure.low, figure.high) if each is not None]
    _quantities(case, part, {f.quantity for f in figures["A"]}, known)
    for source in case._sources.values():
        if source.part == part:
            known.word("source", source.id, source.url)
            known.word("title", source.title)
            known.word("name", *_names(source.author), source.publisher, source.called)
    for event in case._events:
        if event["part"] == part:
            known.text("sentence", event["event"])
    _story(case, part, known)
    _tables(case, part, known)
    _simulations(case, part, known)
    if part == "A":
        for told in (case.decision.who, case.decision.hook, case.decision.question, *(t.label for t in case.head)):
            known.text("sentence", told)
        for option in case.decision.options:
            known.text("sentence", option.label, option.text)
    else:
        known.text("sentence", re.sub(r"^#.*\n", "", case.epilogue))  # its heading is everybody's
    return known


def _names(author: str) -> Iterator[str]:
    for name in re.split(r"\s*;\s*|\s+and\s+|\s*&\s*", author):
        yield name
        last = name.split(",")[0] if "," in name else name.split()[-1] if name.split() else ""
        if len(last) > 4:
            yield last


def _quantities(case: Case, part: str, early: set[str], known: Known) -> None:
    for key, quantity in case._quantities.items():
        if (key in early) == (part == "A"):
            known.word("quantity", key)
            known.text("sentence", quantity.label, quantity.help)


def _story(case: Case, part: str, known: Known) -> None:
    """Notes, arguments, bets and steps."""
    for note in case.canvas:
        if note.part == part:
            known.word("id", note.id)
            known.text("sentence", note.text)
            known.word("locator", *(citation.locator for citation in note.sources if " of " in citation.locator))
    for item in (*case.pros, *case.cons):
        if item.part == part:
            known.word("id", item.id)
            known.text("sentence", item.claim)
        for said in (*item.speaks_for, *item.against):
            if part == ("B" if "B" in (item.part, said.part) else "A"):
                known.text("sentence", said.text)
    for bet in case.bets:
        if bet.part == part:
            known.word("id", bet.id)
            known.text("sentence", bet.question, bet.after)
            if part == "A":
                known.numbers += [(end, bet.unit) for end in (bet.low, bet.high, bet.start)]
    for step in case.walk:
        if step.part == part:
            known.word("id", step.id)
            known.text("sentence", step.title, step.text, step.say)


def _tables(case: Case, part: str, known: Known) -> None:
    for name, table in case._tables.items():
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        parts = {row["part"] for row in rows}
        if (part == "A" and "A" in parts) or parts == {part}:
            known.word("table", name)
            known.text("sentence", table.title, table.note)
        for row in rows:
            if row["part"] != part:
                continue
            for column, cell in row.items():
                # In a wide table without a unit a number of three digits may be anything; a longer one may not.
                if isinstance(cell, float):
                    known.numbers += [(cell, table.unit)] if table.unit or abs(cell) >= 1_000 else []
                elif cell and column not in ("source", "part", "locator", "date", "as_of", "kind", "figures"):
                    known.text("sentence", str(cell))


def _simulations(case: Case, part: str, known: Known) -> None:
    for simulation in case.simulations.values():
        if simulation.part == part:
            known.word("table", simulation.name)
            labels = [shown.label for shown in simulation.shows.values()]
            told = (simulation.title, simulation.note, simulation.headline, *labels, *simulation.limits.values())
            known.text("sentence", *told)
            units = {column: shown.unit for column, shown in simulation.shows.items()}
            for row in simulation.rows:
                cells = zip(simulation.columns, row, strict=True)
                known.numbers += [(value, units.get(column, "")) for column, value in cells if value == value]


def _layers(text: str) -> Iterator[str]:
    """A text as it stands, and as a reader or a program would read it: unescaped, without tags, decoded."""
    yield text
    unescaped = html.unescape(text)
    for each in dict.fromkeys([text, unescaped]):
        yield _ESCAPED.sub(_unescape, each)
        yield html.unescape(re.sub(r"<[^<>]*>", "", re.sub(r"<(style)\b.*?</\1>", " ", each, flags=re.DOTALL)))
    yield from _decoded(unescaped)
    if "%" in text:
        yield urllib.parse.unquote(text)


def _decoded(text: str) -> Iterator[str]:
    for found in _DATA.finditer(text):
        try:
            inside = base64.b64decode(found[2]).decode() if found[1] else urllib.parse.unquote(found[2])
        except ValueError:
            continue
        yield inside
        yield html.unescape(re.sub(r"<[^<>]*>", " ", inside))


def _unescape(found: re.Match[str]) -> str:
    try:
        return str(json.loads(f'"{found[0]}"'))
    except ValueError:
        return found[0]


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def _holds(text: str, word: str) -> bool:
    """Whether a word stands in a text as a whole: price-2013 is not in price-2013-low."""
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (_joins(before) and _joins(word[0])) and not (_joins(after) and _joins(word[-1])):
            return True
        at = text.find(word, at + 1)
    return False


def _joins(sign: str) -> bool:
    return sign.isalnum() or sign in ("-", "_") if sign else False


def _numbers(layers: list[str], early: Known, late: Known, open_text: str) -> list[str]:
    """Numbers of three digits or more that part A does not have: said with their unit, or as data."""
    known = {abs(value) for value, _ in early.numbers} | set(_values(open_text))
    tokens = {each.rstrip(",.").replace(",", "") for layer in layers for each in _NUMBER.findall(layer)}
    found = []
    for value, unit in dict.fromkeys(late.numbers):
        if abs(value) < 100 or any(abs(abs(value) - each) <= 1e-9 * each for each in known):
            continue
        said = say(value, unit)
        heads = {f"{value:.0f}", f"{value:.1f}", _NUMBER.findall(said)[0].replace(",", "")}
        if not heads & tokens:
            continue
        spelled = [rf"(?<![\w.,$−-]){re.escape(each)}(?!\w|[.,]\d)" for each in {said, *_spellings(value, unit)}]
        raw = rf"(?<![\w.,$-]){value:.0f}(?:\.0+)?(?![\w.,%]\d|\w)" if _telling(value) else None
        if any(re.search(each, layer) for layer in layers for each in [*spelled, *([raw] if raw else [])]):
            found.append(f"number: {said}")
    return found


def _spellings(value: float, unit: str) -> Iterator[str]:
    before, one, many = unit_words(unit)
    if before or (abs(value) >= 10_000 and len(f"{value:.0f}".strip("0")) > 2):
        yield f"{before}{value:,.0f}"
    noun = (many or one).strip().split(" ")[0]
    if noun and noun not in ("a", "an", "for", "%"):
        yield f"{value:,.0f} {noun}"


def _telling(value: float) -> bool:
    """Whether a bare number in data is no year and no round size of a page."""
    return (
        value >= 1_000
        and float(value).is_integer()
        and not 1900 <= value <= 2100
        and len(f"{value:.0f}".strip("0")) > 1
    )


def _values(text: str) -> Iterable[float]:
    for found in _NUMBER.finditer(text):
        yield float(found[0].replace(",", ""))
    for found in _SCALED.finditer(text):
        yield float(found[1].replace(",", "")) * _SCALES[found[2]]
