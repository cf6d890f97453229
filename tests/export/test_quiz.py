"""What a platform imports: the right numbers for every variant, and texts that stay texts."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit._html import escape
from casekit.export import _write
from casekit.export._moodle import moodle
from casekit.export._qti import digits, qti
from casekit.export._quiz_parts import Choice, Place, Question, written
from casekit.export.quiz import Quiz, to_quiz
from casekit.tasks.bank import (
    JUDGEMENT,
    Answer,
    Asked,
    Assignment,
    Bank,
    Chart,
    Criterion,
    Item,
    Mistake,
    Range,
    Sketch,
    Task,
)  # fmt: skip
from casekit.tasks.judge import judge
from casekit.tasks.numbers import PRACTICE
from casekit.tasks.sheet import make_sheet
from casekit.teach.course import Course

HOSTILE = (
    r"<script>alert(1)</script> & <b>x</b> costs $5,000 and $6 or `code` and ```{.python .run} ![x](/etc/hostname) "
    r"**b** _i_ \(x^2\) $$y$$ \num{77} \SI{88}{99} <!-- c --> =cmd|x [^1] | a | -- ... 'q' \"q\" 1. GROUP ]]> é 漢"
)
# Marks that Moodle knows, as shares of all points (question/engine/bank.php).
FRACTIONS = {1, 0, *(1 / n for n in range(2, 11)), 1 / 20}
MARKS = {*["div", "p", "br", "span", "strong", "em", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "img"]}
KEY = b"a key of the tests"
QTI = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_write, "_list", lambda: tmp_path / "state" / "written.json")


def item(text: str, **more: Any) -> Item:
    return Item(hashlib.sha256(text.encode()).hexdigest()[:6], text, **more)


def task(kind: str, id: str, **more: Any) -> Task:
    more = {"title": id.capitalize(), "question": f"{id}?", "points": 2.0, "judgement": kind in JUDGEMENT, **more}
    return Task(id=id, kind=kind, **{"model": "MicroFactory", "hint": "Read the question again.", **more})


CARS = task(
    "number", "cars", question=f"{{cars_a_year}} cars a year, each in {{build_time}}. {HOSTILE}", unit="vehicle",
    answer=Answer("cars_in_build"), draws={"cars_a_year": Range(600, 2400, 50), "build_time": Range(7, 21, 1)},
    title=f"Cars {HOSTILE}", see="What would a factory be?",
    mistakes=(
        Mistake("cars_a_year * build_time", "clocks", "Put both on one clock."),
        Mistake("cars_a_year / build_time", "upside-down", HOSTILE),
    ),
)  # fmt: skip
FEW = task(
    "number", "few", question="{build_time}?", answer=Answer("build_time * 2"), unit="day", points=1.5,
    draws={"build_time": Range(7, 9, 1)},
)  # fmt: skip
READ = task(
    "number", "read", question="Read it at {build_time}.", answer=Answer("cars_in_build"), unit="vehicle",
    draws={"build_time": Range(7, 21, 1)}, chart=Chart("build_time", "cars_in_build", 3, 40, alt=f"A line {HOSTILE}"),
)  # fmt: skip
WHOM = task(
    "choose", "whom", points=0.5, ask="Why?",
    items=(item("Miske", right=True), item(HOSTILE, slip="survivors", why="Look at both."), item("all")),
    because=(item("a year", right=True), item("in all", why=HOSTILE), item("old")),
)  # fmt: skip
PLAIN = task("choose", "plain", items=(item("True", right=True), item("False")))
MEMO = task(
    "strike", "memo", points=3.0, items=(
        item("It is so."), item("So all is.", right=True, why="Some are."), item(HOSTILE), item("A", right=True),
        item("B", right=True),
    ),
)  # fmt: skip
ORDER = task("order", "order", items=(item("zero"), item("one", why="One comes after."), item(HOSTILE)))
TIED = task("order", "tied", items=(item("one"), item("two"), item("too", same=True)))
SORT = task(
    "sort", "sort", bins={"paid": "Paid", "said": "Said & <done>", "lost": "Lost"}, items=(
        item("$99", bins=("paid",), why="It is paid."), item(HOSTILE, bins=("said",)), item("x", bins=("paid", "said")),
    ),
)  # fmt: skip
LOOSE = task("sort", "loose", bins={"a": "A", "b": "B"}, items=(item("x", bins=("a", "b")), item("y", bins=("a",))))
CANVAS = task("canvas", "canvas", items=(item("a blog", bins=("channels",)), item("BMW", bins=("key_partners",))))
ESSAY = task(
    "essay", "essay", points=3.0, rubric=(Criterion(HOSTILE, 2, yes="40 cars"), Criterion("a date", 1, no="soon")),
)  # fmt: skip
ZERO = task(
    "number", "zero", question="{build_time}?", answer=Answer("build_time - build_time"), unit="day",
    draws={"build_time": Range(7, 9, 1)},
)  # fmt: skip
NEVER = (
    task(
        "sketch", "sketch", answer=Answer("cars_in_build"), unit="vehicle", sketch=Sketch("build_time", (7, 9), 0, 99)
    ),
    task("formula", "formula", names=("wage",), answer=Answer("wage * 2"), unit="USD/year"),
    task("function", "function", names=("wage",), answer=Answer("wage * 2"), unit="USD/year", function="f"),
    task("bet", "bet", answer=Answer("cars_in_build"), unit="vehicle", low=1, high=999, items=(item("x"), item("y"))),
)  # fmt: skip
ALL = (CARS, FEW, READ, WHOM, PLAIN, MEMO, ORDER, TIED, SORT, LOOSE, CANVAS, ESSAY, *NEVER)


def assignment(*tasks: Task, practice: bool = False) -> Assignment:
    bank = Bank("local-motors", {each.id: each for each in tasks}, Path("."))
    asked = tuple(Asked(each, each.points, practice) for each in tasks)
    return Assignment("try", f"Try {HOSTILE}", "A", bank, asked, about=f"About {HOSTILE}")


def text_of(html: str) -> str:
    """What a person reads; nothing but plain marks may be among the tags."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            assert tag in MARKS, tag
            assert all(name in ("title", "alt", "src", "scope") for name, _ in attrs), attrs
            found.append(" " if tag in ("p", "br", "li", "td", "th", "div") else "")

        def handle_data(self, data: str) -> None:
            found.append(data)

    reader = Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(found).split())


class Canvas:
    """A zip, read as Canvas reads it: strictly, and by its names."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = {name for name in self.zip.namelist() if not name.endswith("/")}
        manifest = ET.fromstring(self.zip.read("imsmanifest.xml"))
        self.listed = {each.get("href") for each in manifest.iter() if each.tag.endswith("}file")}
        (name,) = (name for name in self.names if name.endswith(".xml") and name.count("text2qti_assessment") == 2)
        (meta,) = (name for name in self.names if name.endswith("assessment_meta.xml"))
        self.meta = self.zip.read(meta).decode()
        ET.fromstring(self.meta)
        self.root = ET.fromstring(self.zip.read(name))
        self.items = self.root.findall(".//q:item", QTI)

    def asked(self, item: ET.Element) -> str:
        return item.findtext("q:presentation/q:material/q:mattext", "", QTI)

    def field(self, item: ET.Element, name: str) -> str:
        fields = item.findall(".//q:qtimetadatafield", QTI)
        return next(
            each.findtext("q:fieldentry", "", QTI) for each in fields if each.findtext("q:fieldlabel", "", QTI) == name
        )

    def of(self, start: str) -> list[ET.Element]:
        return [each for each in self.items if each.get("title", "").startswith(start)]


def canvas_of(*tasks: Task, tmp_path: Path, **more: Any) -> Canvas:
    return Canvas(to_quiz("qti", assignment(*tasks), tmp_path / "quiz.zip", **more).path.read_bytes())


def moodle_of(*tasks: Task, tmp_path: Path, **more: Any) -> list[ET.Element]:
    path = to_quiz("moodle", assignment(*tasks), tmp_path / "quiz.xml", **more).path
    return list(ET.fromstring(path.read_bytes()))


def of_type(questions: list[ET.Element], kind: str) -> list[ET.Element]:
    return [each for each in questions if each.get("type") == kind]


def right_of(*tasks: Task, key: bytes = PRACTICE, variants: int = 20) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is said of the numbers in each variant, and its key, worked out once more."""
    sheet = make_sheet(assignment(*tasks), key=key, variants=variants, keys=True)
    for own in sheet["students"]:
        for id, each in own.items():
            yield f"{id}:{'|'.join(each['said'])}", each["key"]


# ---- numbers ----


def test_each_variant_of_canvas_has_its_own_right_number(tmp_path: Path) -> None:
    quiz = canvas_of(CARS, tmp_path=tmp_path, key=KEY)
    keys = dict(right_of(CARS, key=KEY))
    (group,) = quiz.root.findall(".//q:section/q:section", QTI)
    assert group.findtext(".//q:selection_number", "", QTI) == "1"
    assert float(group.findtext(".//q:points_per_item", "", QTI)) == 2
    items = group.findall("q:item", QTI)
    assert len(items) == len(keys) > 15
    seen = set()
    for item in items:
        asked = text_of(quiz.asked(item))
        said = next(said for said in keys if asked.startswith(" cars a year, each in ".join(said[5:].split("|"))))
        seen.add(said)
        key, low, high = keys[said], item.findtext(".//q:vargte", "", QTI), item.findtext(".//q:varlte", "", QTI)
        assert float(item.findtext(".//q:varequal", "", QTI)) == pytest.approx(key["value"], rel=1e-11)
        assert float(low) == pytest.approx(key["value"] - key["within"], rel=1e-11)
        assert float(high) == pytest.approx(key["value"] + key["within"], rel=1e-11)
        assert "Answer with a number alone, in cars." in asked
        assert quiz.field(item, "question_type") == "numerical_question"
    assert seen == set(keys)


def test_small_numbers_keep_their_digits(tmp_path: Path) -> None:
    small = task("number", "small", answer=Answer("0.0123456 * 1"), question="x?")
    (item,) = canvas_of(small, tmp_path=tmp_path).items
    assert item.findtext(".//q:vargte", "", QTI) == digits(0.0123456 * 0.99 - 1e-12)


def test_each_variant_of_moodle_knows_its_right_number_and_its_mistakes(tmp_path: Path) -> None:
    sheet = make_sheet(assignment(CARS), key=KEY, variants=20, keys=True)
    (shared,) = sheet["tasks"]
    owns = {" cars a year, each in ".join(own["cars"]["said"]): own["cars"] for own in sheet["students"]}
    questions = of_type(moodle_of(CARS, tmp_path=tmp_path, key=KEY), "numerical")
    assert len(questions) > 15
    for question in questions:
        answers = question.findall("answer")
        asked = text_of(question.findtext("questiontext/text", ""))
        own = next(owns[said] for said in owns if asked.startswith(f"{said}."))
        assert float(answers[0].findtext("text", "")) == pytest.approx(own["key"]["value"], rel=1e-11)
        assert float(answers[0].findtext("tolerance", "")) == pytest.approx(own["key"]["within"], rel=1e-11)
        assert answers[0].get("fraction") == "100" and {each.get("fraction") for each in answers[1:]} == {"0"}
        assert answers[-1].findtext("text") == "*" and "Read the question again" in feedback(answers[-1])
        for road in own["key"]["roads"]:
            value = road["value"]
            verdict = judge(shared, own, {"number": value, "unit": "vehicle"})
            told = feedback(first_that_fits(answers, value))
            assert verdict["verdict"] == "mistake"
            for piece in verdict["help"]:
                for each in filter(None, piece.split(" Or: ")):
                    assert text_of(each) in told, "as the check of the kit says it"
        close = own["key"]["value"] + 2 * own["key"]["within"]
        assert "Close, and not close enough" in feedback(first_that_fits(answers, close))
        assert question.findtext("unitgradingtype") == "0" and question.findtext("showunits") == "3"


def first_that_fits(answers: list[ET.Element], value: float) -> ET.Element:
    """As Moodle looks: the first answer within its tolerance counts."""
    for each in answers:
        text = each.findtext("text", "")
        if text == "*" or abs(value - float(text)) <= float(each.findtext("tolerance", "")) * (1 + 1e-9):
            return each
    raise AssertionError(value)


def feedback(answer: ET.Element) -> str:
    return text_of(answer.findtext("feedback/text", ""))


def test_a_variant_is_there_once(tmp_path: Path) -> None:
    said = {said for said, _ in right_of(FEW, variants=40)}
    assert len(said) == 3, "three numbers to draw from"
    assert len(canvas_of(FEW, tmp_path=tmp_path, variants=40).items) == 3
    assert len(of_type(moodle_of(FEW, tmp_path=tmp_path, variants=40), "numerical")) == 3


def test_a_key_draws_other_numbers(tmp_path: Path) -> None:
    def texts(**more: Any) -> set[str]:
        quiz = canvas_of(CARS, tmp_path=tmp_path, **more)
        return {text_of(quiz.asked(item)) for item in quiz.items}

    assert texts() == texts() and not texts(key=KEY) <= texts()


def test_numbers_near_zero_stay_out_of_canvas(tmp_path: Path) -> None:
    quiz = to_quiz("qti", assignment(ZERO, FEW), tmp_path / "quiz.zip")
    assert list(quiz.inside) == ["few"] and quiz.left_out == (
        "Left out: Zero. Its answers are too near to zero for Canvas.",
    )
    assert len(of_type(moodle_of(ZERO, tmp_path=tmp_path), "numerical")) == 3


# ---- choices ----


def test_choices_of_canvas(tmp_path: Path) -> None:
    quiz = canvas_of(WHOM, PLAIN, MEMO, tmp_path=tmp_path)
    whom, why = quiz.of("Whom")
    assert [float(quiz.field(each, "points_possible")) for each in (whom, why)] == [0.25, 0.25]
    assert rights(whom) == {"Miske"} and rights(why) == {"a year"}
    assert told(whom)[" ".join(HOSTILE.split())].startswith("Only those who came through are counted. Look at both.")
    assert text_of(quiz.asked(why)) == "whom? Why?"
    (memo,) = quiz.of("Memo")
    assert quiz.field(memo, "question_type") == "multiple_answers_question"
    labels = [text_of(each.findtext(".//q:mattext", "", QTI)) for each in memo.iterfind(".//q:response_label", QTI)]
    assert labels == ["It is so.", "So all is.", " ".join(HOSTILE.split()), "A", "B"], "in reading order"
    assert rights(memo) == {"So all is.", "A", "B"}
    assert "<shuffle_answers>false</shuffle_answers>" in quiz.meta, "sentences stay in their order"
    assert "<points_possible>5.5</points_possible>" in quiz.meta


def labels_of(item: ET.Element) -> dict[str, str]:
    return {
        each.get("ident", ""): text_of(each.findtext(".//q:mattext", "", QTI))
        for each in item.iterfind(".//q:response_label", QTI)
    }


def rights(item: ET.Element) -> set[str]:
    """The choices for which all points are given, and no other."""
    labels = labels_of(item)
    (condition,) = (each for each in item.iterfind(".//q:respcondition", QTI) if each.find("q:setvar", QTI) is not None)
    equal = {each.text for each in condition.iterfind(".//q:varequal", QTI)}
    unequal = {each.text for each in condition.iterfind(".//q:not/q:varequal", QTI)}
    return {labels[str(id)] for id in equal - unequal}


def told(item: ET.Element) -> dict[str, str]:
    labels = labels_of(item)
    return {
        labels[each.get("ident", "")[:-3]]: text_of(each.findtext(".//q:mattext", "", QTI))
        for each in item.iterfind(".//q:itemfeedback", QTI)
        if each.get("ident", "")[:-3] in labels
    }


def test_choices_of_moodle(tmp_path: Path) -> None:
    whom, why, memo = of_type(moodle_of(WHOM, MEMO, tmp_path=tmp_path), "multichoice")
    assert [each.findtext("single") for each in (whom, why, memo)] == ["true", "true", "false"]
    assert [each.findtext("shuffleanswers") for each in (whom, why, memo)] == ["true", "true", "false"]
    assert [each.findtext("defaultgrade") for each in (whom, why, memo)] == ["0.25", "0.25", "3"]
    assert [text for text, fraction in marks(whom) if fraction == 100] == ["Miske"]
    assert [fraction for _, fraction in marks(memo)] == [-33.33333, 33.33333, -33.33333, 33.33333, 33.33333]
    for question in (whom, why, memo):
        for _, fraction in marks(question):
            assert min(abs(abs(fraction) / 100 - known) for known in FRACTIONS) < 1e-5, "a mark that Moodle knows"
    hostile = next(each for each in whom.findall("answer") if text_of(each.findtext("text", "")).startswith("<script>"))
    assert feedback(hostile).startswith("Only those who came through are counted. Look at both.")


def marks(question: ET.Element) -> list[tuple[str, float]]:
    return [
        (text_of(each.findtext("text", "")), float(each.get("fraction", ""))) for each in question.findall("answer")
    ]


def test_order_and_matching_of_moodle(tmp_path: Path) -> None:
    questions = moodle_of(ORDER, SORT, CANVAS, tmp_path=tmp_path)
    (order,) = of_type(questions, "ordering")
    assert [text for text, _ in marks(order)] == ["zero", "one", " ".join(HOSTILE.split())]
    assert order.findtext("selecttype") == "ALL" and order.findtext("selectcount") == "3"
    assert "One comes after." in text_of(order.findtext("generalfeedback/text", ""))
    sort, canvas = of_type(questions, "matching")
    pairs = {text_of(each.findtext("text", "")): each.findtext("answer/text") for each in sort.findall("subquestion")}
    assert pairs == {"$99": "Paid", " ".join(HOSTILE.split()): "Said & <done>", "": "Lost"}
    assert len(canvas.findall("subquestion")) == 9, "all blocks are offered"


def test_an_essay_goes_out_with_its_rubric(tmp_path: Path) -> None:
    (question,) = of_type(moodle_of(ESSAY, tmp_path=tmp_path), "essay")
    asked, rubric = (text_of(question.findtext(f"{name}/text", "")) for name in ("questiontext", "graderinfo"))
    assert "At most 120 words" in asked and "a date (1 point)" in asked and "soon" not in asked
    assert "Counts: 40 cars" in rubric and "Does not count: soon" in rubric
    quiz = canvas_of(ESSAY, tmp_path=tmp_path)
    assert quiz.field(quiz.items[0], "question_type") == "essay_question"


# ---- texts stay texts ----


def test_texts_arrive_literally_and_nothing_runs(tmp_path: Path) -> None:
    tasks = [each for each in ALL if each is not READ]
    quiz = canvas_of(*tasks, tmp_path=tmp_path, variants=3)
    assert quiz.names == quiz.listed | {"imsmanifest.xml"}
    assert not any(name.startswith("images/") for name in quiz.names), "no file of this machine"
    plain = " ".join(HOSTILE.split())
    assert all(plain in text_of(quiz.asked(item)) for item in quiz.of("Cars"))
    assert plain in quiz.of("Cars")[0].get("title", "")
    questions = moodle_of(*tasks, tmp_path=tmp_path, variants=3)
    numbers = of_type(questions, "numerical")
    assert sum(plain in text_of(each.findtext("questiontext/text", "")) for each in numbers) == 3
    for question in questions:
        for html in question.iterfind(".//*[@format='html']/text"):
            text_of(html.text or "")
    for html in quiz.root.iterfind(".//q:mattext", QTI):
        text_of(html.text or "")


@given(st.text(min_size=1))
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    html = escape(text)
    assume(text_of(written(html)))
    choices = (Choice(f"{html}a", True, html), Choice(f"{html}b", False))
    place = Place("a", text, 1, (Question("one", f"<p>{html}</p>", html, choices=choices),))
    quiz = Canvas(qti([place], text))
    (item,) = quiz.items
    assert text_of(quiz.asked(item)) == text_of(written(html))
    assert list(labels_of(item).values()) == [text_of(written(f"{html}{end}")) for end in "ab"]
    element = list(ET.fromstring(moodle([place], text)))[1]
    assert text_of(element.findtext("questiontext/text", "")) == text_of(written(html))


def test_a_picture_goes_along_with_its_numbers(tmp_path: Path) -> None:
    quiz = canvas_of(READ, tmp_path=tmp_path, variants=2)
    (name,) = (name for name in quiz.names if name.startswith("images/"))
    assert name in quiz.listed and quiz.zip.read(name).startswith(b"\x89PNG")
    for item in quiz.items:
        assert f'src="%24IMS-CC-FILEBASE%24/{name}"' in quiz.asked(item)
        assert "<table>" in quiz.asked(item)
    first = of_type(moodle_of(READ, tmp_path=tmp_path, variants=2), "numerical")[0].find("questiontext")
    assert first is not None
    file = first.find("file")
    assert file is not None and base64.b64decode(file.text or "").startswith(b"\x89PNG")
    assert f'src="@@PLUGINFILE@@/{file.get("name")}"' in first.findtext("text", "")


# ---- what the file says of itself ----


def test_what_cannot_go_out_is_named(tmp_path: Path) -> None:
    whole = assignment(*ALL)
    canvas, moodle = (to_quiz(to, whole, tmp_path / f"q-{to}", variants=2) for to in ("qti", "moodle"))
    assert set(canvas.inside) == {"cars", "few", "read", "whom", "whom/why", "plain", "memo", "essay"}
    assert set(moodle.inside) == {*canvas.inside, "order", "sort", "canvas"}
    for quiz, names in ((canvas, "order tied sort loose canvas"), (moodle, "tied loose")):
        left = [*names.split(), "sketch", "formula", "function", "bet"]
        assert [line.split(". ")[0] for line in quiz.left_out] == [f"Left out: {name.capitalize()}" for name in left]
    assert moodle.points == canvas.points + 6 == 2 + 1.5 + 2 + 0.5 + 2 + 3 + 3 + 6
    said = " ".join(moodle.notes)
    assert "4.4" in said and "1 of its items may go" in said


def test_open_numbers_of_a_graded_quiz_are_said(tmp_path: Path) -> None:
    def open_numbers(quiz: Quiz) -> bool:
        return any("open practice" in note for note in quiz.notes)

    path = tmp_path / "quiz.zip"
    assert open_numbers(to_quiz("qti", assignment(CARS), path))
    assert not open_numbers(to_quiz("qti", assignment(CARS), path, key=KEY))
    assert not open_numbers(to_quiz("qti", assignment(CARS, practice=True), path))
    assert not open_numbers(to_quiz("qti", assignment(PLAIN), path))


def test_answers_are_shown_at_once_in_practice_alone(tmp_path: Path) -> None:
    for practice, shown in ((True, "true"), (False, "false")):
        quiz = to_quiz("qti", assignment(PLAIN, practice=practice), tmp_path / "quiz.zip")
        assert f"<show_correct_answers>{shown}</show_correct_answers>" in Canvas(quiz.path.read_bytes()).meta


def test_practice_among_what_counts_has_no_points(tmp_path: Path) -> None:
    mixed = assignment(PLAIN, FEW)
    mixed = Assignment("try", "Try", "A", mixed.bank, (Asked(PLAIN, 2, False), Asked(FEW, 1.5, True)))
    quiz = to_quiz("moodle", mixed, tmp_path / "quiz.xml")
    assert quiz.points == 2 and "Few. It is practice, and worth no points." in quiz.notes


def test_a_changed_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "quiz.xml"
    to_quiz(None, assignment(PLAIN), path)
    to_quiz(None, assignment(PLAIN), path)
    path.write_text("mine")
    with pytest.raises(KitError, match="was changed"):
        to_quiz("moodle", assignment(PLAIN), path)
    assert to_quiz("Moodle", assignment(PLAIN), path, force=True).platform == "Moodle"


@pytest.mark.parametrize(
    ("form", "variants", "says"),
    [("qit", 2, "qti or moodle"), ("qti", 0, "variants"), ("qti", 501, "500"), ("qti", 2, "no task")],
)
def test_what_cannot_be_done_is_one_sentence(form: str, variants: int, says: str, tmp_path: Path) -> None:
    with pytest.raises(KitError, match=says) as error:
        to_quiz(form, assignment(NEVER[1]), tmp_path / "quiz", variants=variants)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "quiz").exists()


# ---- at the terminal ----


def test_the_command_writes_a_quiz_under_a_key(kit: Callable[..., Any], tmp_path: Path) -> None:
    key = Course(tmp_path / "course").make_key()
    path = tmp_path / "quiz.xml"
    place = str(tmp_path / "course" / "key.txt")
    done = kit("quiz", "local-motors", "--variants", "2", "--key", place, "--out", str(path))
    assert done.returncode == 0, done.stderr
    assert "open practice" not in done.stdout
    assert done.stdout.strip().endswith("It holds the answers: it is for the platform's import, and for no student.")
    again = to_quiz("moodle", "local-motors", tmp_path / "again.xml", variants=2, key=key)
    assert path.read_bytes() == again.path.read_bytes()


def test_a_missing_key_is_one_sentence(kit: Callable[..., Any], tmp_path: Path) -> None:
    done = kit("quiz", "local-motors", "--key", str(tmp_path / "key.txt"), "--out", str(tmp_path / "quiz.zip"))
    assert done.returncode == 2 and done.stderr.startswith("There is no ")
    assert len(done.stderr.strip().splitlines()) == 1 and not (tmp_path / "quiz.zip").exists()
