"""The page as a file: its size, what is absent from it, and that no text of a case gets out of its place."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from casekit._errors import KitError
from casekit._html import LINK
from casekit.case import Case, read_case
from casekit.export._sealed import BLOCK, ITERATIONS, seal, unseal
from casekit.export.page import LARGEST, page_text, to_page
from casekit.library import load

WORD = "Chandler"


@pytest.fixture(scope="module")
def early() -> Case:
    return load("local-motors")


@pytest.fixture(scope="module")
def late() -> Case:
    return load("local-motors", "B")


@pytest.fixture(scope="module")
def open_page(early: Case) -> str:
    return page_text(early)


@pytest.fixture(scope="module")
def sealed_page(early: Case, late: Case) -> str:
    return page_text(early, late, WORD)


def block(page: str, name: str) -> Any:
    """The data of one block of the page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def shown(page: str) -> str:
    """All text of a page without the drawing library: as written, and as a reader and a script see it."""
    without = re.sub(r'<script type="application/json" id="walk-vega">.*?</script>', "", page, flags=re.S)
    data = json.dumps(block(page, "walk-data"), ensure_ascii=False)
    return "\n".join([without, html.unescape(without), data, html.unescape(data)])


def only_later(early: Case, late: Case) -> list[str]:
    """What only part B has: ids, source titles and addresses, notes, events, arguments, steps, sentences."""
    figures, sources = late.figures.query("part == 'B'"), late.sources.query("part == 'B'")
    titles = [title for title in sources["title"] if len(title.split()) > 3]
    events = list(late.timeline.query("part == 'B'")["event"])
    said = [
        e.text for side in (late.pros, late.cons) for a in side for e in (*a.speaks_for, *a.against) if e.part == "B"
    ]
    steps = [text for step in late.walk if step.part == "B" for text in (step.id, step.title, step.text, step.say)]
    bets = [text for bet in late.bets if bet.part == "B" for text in (bet.id, bet.question, bet.after)]
    notes = [note.text for note in late.canvas if note.part == "B"]
    long = [LINK.sub(r"\1", text) for text in [*steps, *bets, *said, *events, *notes, late.epilogue]]
    sentences = [part.strip() for text in long for part in re.split(r"(?<=[.?!:])\s+", text) if len(part.split()) > 5]
    ids = [step.id for step in late.walk if step.part == "B"] + [bet.id for bet in late.bets if bet.part == "B"]
    found = [*figures["id"], *sources["id"], *titles, *sources["url"], *sentences, *ids]
    known = shown_of(early)
    return sorted({text for text in found if text and not re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", known)})


def shown_of(case: Case) -> str:
    texts = [case.story, *(step.text + step.title for step in case.walk), *case.figures["id"], *case.sources["id"]]
    return LINK.sub(r"\1", "\n".join(texts))


def traces(page: str, words: list[str]) -> list[str]:
    text = flat(shown(page))
    there = [word for word in words if flat(word) in text]
    return [word for word in there if re.search(rf"(?<![\w-]){re.escape(flat(word))}(?![\w-])", text)]


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_it_is_small_and_asks_for_nothing(open_page: str) -> None:
    assert len(open_page.encode()) < LARGEST
    markup = re.sub(r"<script.*?</script>", "", open_page, flags=re.S)
    assert not re.search(r"<(?:iframe|object|embed|base|form)\b", markup)
    assert not re.findall(r'\bsrc="(?!data:)', markup)
    assert not re.findall(r"url\((?!data:)", markup)
    assert set(re.findall(r'<link [^>]*href="([^"]*)"', markup)) == {"data:,"}


def test_the_policy_names_the_one_script(open_page: str) -> None:
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', open_page)[1])  # type: ignore[index]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    script = re.search(r'<script type="module">(.*?)</script>', open_page, re.S)[1]  # type: ignore[index]
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{mark}' blob:"
    assert len(re.findall(r"<script(?! type=\"application/json\")", open_page)) == 1


def test_part_a_holds_nothing_of_part_b(open_page: str, early: Case, late: Case) -> None:
    words = only_later(early, late)
    assert len(words) > 150
    assert traces(open_page, words) == []
    assert traces(open_page.replace("</main>", f"<p>{html.escape(words[7])}</p></main>"), words) == [words[7]]
    assert block(open_page, "walk-sealed") is None


def test_a_page_of_a_case_that_was_loaded_whole_is_part_a_too(late: Case, open_page: str, tmp_path: Path) -> None:
    assert to_page(late, tmp_path / "page.html").read_text(encoding="utf-8") == open_page


def test_under_a_word_the_clear_text_is_nowhere(sealed_page: str, open_page: str, early: Case, late: Case) -> None:
    assert traces(sealed_page, only_later(early, late)) == []
    sealed = block(sealed_page, "walk-sealed")
    assert sealed["rounds"] == ITERATIONS >= 600_000
    assert (len(base64.b64decode(sealed["data"])) - 16) % BLOCK == 0
    # Apart from what is sealed the two pages are the same.
    assert sealed_page.replace(json.dumps(sealed), "null") == open_page
    inside = json.loads(unseal(sealed, "  chandler"))
    assert [step["id"] for step in inside["steps"]] == [step.id for step in late.walk if step.part == "B"]
    assert "Chandler, Arizona" in inside["html"]
    with pytest.raises(KitError, match="not the word"):
        unseal(sealed, "chandelier")


def test_no_two_seals_are_alike() -> None:
    one, two = seal("x", WORD), seal("x" * 9000, WORD)
    assert len(str(one["data"])) == len(str(two["data"]))
    assert one["salt"] != two["salt"] and one["iv"] != two["iv"]


def test_what_is_refused(early: Case, late: Case, tmp_path: Path) -> None:
    with pytest.raises(KitError, match="too short to keep part B closed"):
        to_page(early, tmp_path / "page.html", word=" abc ")
    place = tmp_path / "page.html"
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(KitError, match="--force"):
        to_page(early, place)
    assert place.read_text(encoding="utf-8") == "mine"
    assert to_page(early, place, force=True) == place
    assert to_page(early, place) == place  # its own file again
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    copy = shutil.copytree(early.folder, tmp_path / "copy" / "local-motors")
    text = (copy / "case.yaml").read_text(encoding="utf-8")
    (copy / "case.yaml").write_text(text[: text.index("\nwalk:\n")], encoding="utf-8")
    with pytest.raises(KitError, match="has no walk"):
        to_page(copy, place)


def test_the_short_code_asks_for_the_same_fields(open_page: str, early: Case) -> None:
    from casekit.teach.codes import fields

    assert block(open_page, "walk-data")["fields"] == fields(early)


def test_a_step_that_gives_an_answer_away_waits_for_its_bet(open_page: str) -> None:
    needs = {step["id"]: step["needs"] for step in block(open_page, "walk-data")["steps"]}
    assert needs["hall"] == needs["rule"] == ["half-built"]
    assert needs["noise"] == ["second-vote"]
    assert "half-built" in needs["believe"]
    assert needs["each-car"] == []
    assert "76.7" not in re.sub(r"<(script|template).*?</\1>", "", open_page, flags=re.S)


def test_a_second_answer_of_a_headline_gives_a_bet_away_too() -> None:
    from casekit.case._case import Bet
    from casekit.case._walk import Step
    from casekit.export._page_steps import _gives_away

    case = load("local-motors", walk="network")
    rate = Bet("rate", "?", "share", 0, 1, 0.5, model="Rollout", output="irr")
    cash, pace = (Step("x", "explore", "Rollout", model="Rollout", view=view) for view in ("cash", "pace"))
    assert _gives_away(case, cash, rate) and _gives_away(case, pace, rate)
    growth = Step("x", "explore", "CommunityGrowth", model="CommunityGrowth", view="active")
    assert not _gives_away(case, growth, rate)


def test_a_rate_is_not_believed_but_asked_for() -> None:
    page = page_text(load("local-motors", walk="network"))
    rate, plans = (
        re.search(rf'<section[^>]*data-step="{id}".*?</section>', page, re.S)[0] for id in ("whose-money", "plans")
    )  # type: ignore[index]
    assert "If it is</th>" in rate and "whom you believe" not in rate
    assert "If you believe</th>" in plans and "by whom you believe." in plans
    assert "\u2212\u2060$" in rate and "\u2212$" not in rate, "a minus does not part from the sign of money"


def test_a_number_that_a_step_sets_says_so() -> None:
    case = load("local-motors", walk="network")
    step = next(step for step in block(page_text(case), "walk-data")["steps"] if step["id"] == "both")
    chips = {row["name"]: row["chip"] for row in step["explorer"]["inputs"]}
    assert chips["cars_a_year"] == "set for this step"
    assert chips["ramp_up"] == "assumed"


HOSTILE = "</script><!--<img src=x onerror=window.hacked=1>]]>\u2028{{script}}</template></textarea>\"'`"
TEXTS = {"title", "tagline", "hook", "question", "label", "text", "claim", "after", "help", "note", "say", "who"}


def spoil(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: spoil(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [spoil(each, key) for each in value]
    return f"{value} {HOSTILE}" if key in TEXTS and isinstance(value, str) else value


def hostile_folder(home: Path) -> Path:
    """The first case with markup at the end of every text."""
    place = Path(shutil.copytree(load("local-motors").folder, home / "local-motors"))
    yaml = YAML(typ="safe")
    for name in ("case.yaml", "sources.yaml"):
        data = yaml.load((place / name).read_text(encoding="utf-8"))
        spoiled = spoil(data)
        (place / name).write_text(json.dumps(spoiled, default=str), encoding="utf-8")
    for name in ("case.md", "epilogue.md"):
        text = (place / name).read_text(encoding="utf-8")
        (place / name).write_text(re.sub(r"\n\n", lambda _: f" {HOSTILE}\n\n", text), encoding="utf-8")
    return place


class Elements(HTMLParser):
    """Which elements a page has, and any attribute that would run."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.running: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.running += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]


def elements(page: str) -> Elements:
    found = Elements()
    found.feed(page)
    return found


def test_hostile_text_stays_text(open_page: str, tmp_path: Path) -> None:
    place = hostile_folder(tmp_path)
    page = page_text(read_case(place), read_case(place, "B"), WORD)
    clean, spoiled = elements(open_page), elements(page)
    assert spoiled.running == clean.running == []
    for tag in ("script", "style", "template", "section", "main", "link", "meta", "img", "iframe"):
        assert spoiled.counts.get(tag, 0) == clean.counts.get(tag, 0), tag
    for name in ("walk-data", "walk-explorer", "walk-bet", "walk-vega", "walk-sealed"):
        block(page, name)
    inside = elements(json.loads(unseal(block(page, "walk-sealed"), WORD))["html"])
    assert inside.running == [] and not {"script", "img"} & set(inside.counts)
