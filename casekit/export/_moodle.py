"""Questions as Moodle XML, in a category for each task that holds its variants.

Format: https://docs.moodle.org/en/Moodle_XML_format, and Moodle's own reader (question/format/xml/format.php), which
takes a mark that is not in its list of fractions for a mistake in the whole file.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ._qti import digits
from ._quiz_parts import Choice, Place, Question, written

_NO_NUMBER = "*"  # any other answer
_BANK = "In a quiz, “Add: a random question” and this category give each student one of these {count}."


def moodle(places: Sequence[Place], title: str) -> bytes:
    """The file.

    Parameters
    ----------
    places
        What is asked: each becomes a category below one with the quiz's title.
    title
        The quiz's.
    """
    root = ET.Element("quiz")
    for place in places:
        _category(root, place, title)
        for at, question in enumerate(place.questions, 1):
            many = len(place.questions) > 1
            element = ET.SubElement(root, "question", type=_TYPES[question.kind])
            _text(element, "name", f"{place.title} ({at:02d})" if many else place.title)
            asked = _html(element, "questiontext", question.html, f"@@PLUGINFILE@@/{place.file}")
            if place.picture:
                file = ET.SubElement(asked, "file", name=place.file, path="/", encoding="base64")
                file.text = base64.b64encode(place.picture).decode()
            _html(element, "generalfeedback", "" if question.kind == "essay" else question.after)
            _plain(element, defaultgrade=f"{place.points:g}", penalty="0.3333333", hidden="0")
            _WRITERS[question.kind](element, question)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _category(root: ET.Element, place: Place, title: str) -> None:
    element = ET.SubElement(root, "question", type="category")
    path = "/".join(name.replace("/", "//") for name in (title, place.title))
    _text(element, "category", path)
    count = len(place.questions)
    info = _BANK.format(count=count) if count > 1 else ""
    _html(element, "info", info)


def _number(element: ET.Element, question: Question) -> None:
    _answer(element, digits(question.value), 100, "", question.within)
    for road in question.roads:
        _answer(element, digits(road.value), 0, road.told, road.within)
    _answer(element, _NO_NUMBER, 0, question.told, 0)
    # The question's text gives the unit, so none is typed and none is marked.
    _plain(element, unitgradingtype="0", unitpenalty="0.1", showunits="3", unitsleft="0")


def _answer(element: ET.Element, value: str, fraction: int, told: str, within: float) -> None:
    answer = ET.SubElement(element, "answer", fraction=str(fraction), format="moodle_auto_format")
    _plain(answer, text=value)
    _html(answer, "feedback", told)
    _plain(answer, tolerance=digits(within))


def _choose(element: ET.Element, question: Question) -> None:
    single = question.kind == "one"
    shuffle = "true" if single else "false"  # sentences of a text stay in their order
    _plain(element, single=str(single).lower(), shuffleanswers=shuffle, answernumbering="none")
    _combined(element, question.told)
    share = 100 / sum(choice.right for choice in question.choices)
    for choice in question.choices:
        wrong = 0.0 if single else -share  # whoever chooses everything gets nothing
        _choice(element, choice, f"{share if choice.right else wrong:.5f}")


def _choice(element: ET.Element, choice: Choice, fraction: str) -> None:
    answer = ET.SubElement(element, "answer", fraction=fraction, format="html")
    _plain(answer, text=written(choice.html))
    _html(answer, "feedback", choice.told)


def _order(element: ET.Element, question: Question) -> None:
    _plain(
        element, layouttype="VERTICAL", selecttype="ALL", selectcount=str(len(question.choices)),
        gradingtype="RELATIVE_ALL_PREVIOUS_AND_NEXT", showgrading="HIDE", numberingstyle="none",
    )  # fmt: skip
    _combined(element, question.told)
    _plain(element, shownumcorrect="1")
    for at, choice in enumerate(question.choices, 1):
        _choice(element, choice, str(at))


def _match(element: ET.Element, question: Question) -> None:
    _plain(element, shuffleanswers="true")
    _combined(element, question.told)
    used = {label for _, label in question.pairs}
    # A label without a text is offered, and belongs to nothing.
    for html, label in [*question.pairs, *(("", label) for label in question.labels if label not in used)]:
        pair = _html(element, "subquestion", html)
        _text(pair, "answer", label)


def _essay(element: ET.Element, question: Question) -> None:
    _plain(
        element, responseformat="editor", responserequired="1", responsefieldlines="10", attachments="0",
        attachmentsrequired="0", maxwordlimit=str(question.words),
    )  # fmt: skip
    _html(element, "graderinfo", question.after)
    _html(element, "responsetemplate", "")


_TYPES = {
    "number": "numerical", "one": "multichoice", "several": "multichoice", "order": "ordering", "match": "matching",
    "essay": "essay",
}  # fmt: skip
_WRITERS = {
    "number": _number, "one": _choose, "several": _choose, "order": _order, "match": _match, "essay": _essay,
}  # fmt: skip


def _combined(element: ET.Element, told: str) -> None:
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _html(element, name, "" if name == "correctfeedback" else told)


def _plain(element: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(element, name).text = text


def _text(element: ET.Element, name: str, text: str) -> ET.Element:
    found = ET.SubElement(element, name)
    _plain(found, text=" ".join("".join(sign if sign.isprintable() else " " for sign in text).split()))
    return found


def _html(element: ET.Element, name: str, html: str, picture: str = "") -> ET.Element:
    found = ET.SubElement(element, name, format="html")
    _plain(found, text=written(html, picture=picture))
    return found
