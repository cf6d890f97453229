"""Questions as QTI 1.2 in a zip, as Canvas imports it; text2qti writes it.

Its Markdown makes formulas of dollar signs, takes pictures from files and, where it is told to, runs programs. So it
gets no sign that means anything to it: of ASCII whatever is no letter, digit or space goes as its number in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from .._errors import KitError
from ._quiz_parts import Place, Question, written

LEAST = 1e-4  # text2qti, and Canvas in its own form, know no number nearer to zero


def qti(places: Sequence[Place], title: str, about: str = "", *, show_answers: bool = False) -> bytes:
    """The zip.

    Parameters
    ----------
    places
        What is asked.
    title
        The quiz's.
    about
        Safe HTML that stands above it.
    show_answers
        Whether a student sees at once what was right.

    Raises
    ------
    KitError
        When the library refuses a question.
    """
    from text2qti.config import Config  # type: ignore[import-untyped]
    from text2qti.err import Text2qtiError  # type: ignore[import-untyped]
    from text2qti.qti import QTI  # type: ignore[import-untyped]
    from text2qti.quiz import Image, Quiz  # type: ignore[import-untyped]

    pictures = {place.id: Image(place.file, place.picture) for place in places if place.picture}
    sources = {id: image.src_path for id, image in pictures.items()}
    text = "\n".join(_lines(places, title, about, show_answers, sources))
    try:
        # Its own settings and none of a file of the user's: it runs nothing.
        quiz = Quiz(text, config=Config(run_code_blocks=False))
    except Text2qtiError as error:
        raise KitError(f"{title} cannot be written for Canvas: {error}".replace("\n", " ")) from None
    _set_right(quiz, places)
    quiz.images.update({image.id: image for image in pictures.values()})
    return bytes(QTI(quiz).zip_bytes())


def near_zero(question: Question) -> bool:
    """Whether the library refuses a number for being too near to zero."""
    ends = (question.value - question.within, question.value + question.within)
    return question.kind == "number" and (min(abs(end) for end in ends) < LEAST or ends[0] < 0 < ends[1])


def _lines(
    places: Sequence[Place], title: str, about: str, show_answers: bool, sources: dict[str, str]
) -> Iterator[str]:
    yield f"Quiz title: {_line(title)}"
    if about:
        yield f"Quiz description: {_marked(about)}"
    # Sentences of a text stay in their order, and what is shuffled is the whole quiz or nothing.
    several = any(question.kind == "several" for place in places for question in place.questions)
    yield f"shuffle answers: {'false' if several else 'true'}"
    yield f"show correct answers: {'true' if show_answers else 'false'}"
    for place in places:
        many = len(place.questions) > 1
        yield from ("", "GROUP", "pick: 1", "points per question: 1") if many else ("",)
        for at, question in enumerate(place.questions, 1):
            yield f"Title: {_line(place.title)}{f' ({at})' if many else ''}"
            yield f"1.  <div>{_marked(question.html, sources.get(place.id, ''))}</div>"
            yield from _answers(question)
            yield ""
        if many:
            yield "END_GROUP"


def _answers(question: Question) -> Iterator[str]:
    if after := _marked(question.after):
        yield f"... <div>{after}</div>"
    if told := _marked(question.told):
        yield f"- {told}"
    if question.kind == "number":
        yield f"=   {float(question.value)!r} +- {float(question.within)!r}"
    elif question.kind == "essay":
        yield "____"
    for choice in question.choices:
        right, wrong = ("*a) ", "a)  ") if question.kind == "one" else ("[*] ", "[ ] ")
        yield f"{right if choice.right else wrong}{_marked(choice.html)}"
        if told := _marked(choice.told):
            yield f"... {told}"


def _set_right(quiz: Any, places: Sequence[Place]) -> None:
    """Set what the text cannot say: points other than whole ones and halves, and more than four digits of an answer."""
    from text2qti.quiz import Group, GroupStart
    from text2qti.quiz import Question as Written

    made = [each for each in quiz.questions_and_delims if isinstance(each, Written)]
    meant = [(place, question) for place in places for question in place.questions]
    for one, (place, question) in zip(made, meant, strict=True):
        one.points_possible = place.points
        if question.kind == "number":
            one.numerical_exact_html_xml = digits(question.value)
            one.numerical_min_html_xml = digits(question.value - question.within)
            one.numerical_max_html_xml = digits(question.value + question.within)
    groups: list[Group] = [each.group for each in quiz.questions_and_delims if isinstance(each, GroupStart)]
    for group, place in zip(groups, (place for place in places if len(place.questions) > 1), strict=True):
        group.points_per_question, group.title_xml = place.points, quiz.md.xml_escape(_line(place.title))
    quiz.points_possible = sum(place.points for place in places)


def digits(value: float) -> str:
    """A number with twelve digits and no exponent, as every platform reads it.

    >>> digits(1 / 3), digits(1e-5), digits(2e13)
    ('0.333333333333', '0.00001', '20000000000000')
    """
    return format(Decimal(f"{value:.12g}"), "f")


def _line(text: str) -> str:
    """A title: one line, of which nothing is read as a mark."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split()) or "Untitled"


def _marked(html: str, picture: str = "") -> str:
    return written(re.sub("[ \t\r\n]+", " ", html).strip(), _numbered, picture)


def _numbered(text: str) -> str:
    """Each sign that could mean something as its number.

    >>> _numbered("$5 & ![x](y)")
    '&#36;5 &#38; &#33;&#91;x&#93;&#40;y&#41;'
    """
    return "".join(sign if sign == " " or _is_plain(sign) else f"&#{ord(sign)};" for sign in text)


def _is_plain(sign: str) -> bool:
    return sign.isalnum() if sign.isascii() else not sign.isspace()
