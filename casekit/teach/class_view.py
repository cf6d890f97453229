"""`class_view(folder)`: the class sees itself, without names."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._html import escape, view
from . import _pictures
from ._tally import FEW, Tally, tally
from .answers import Answers, from_codes, read_answers
from .hands import checked

if TYPE_CHECKING:
    import pandas as pd

    from ..case import Case
    from ..charts import Picture


@dataclass(frozen=True, repr=False, eq=False)
class ClassView:
    """What a class answered, as pictures. It draws itself in a notebook.

    Made by `class_view`.

    Parameters
    ----------
    case
        The case that was answered.
    answers
        What came from files and codes.
    hands
        A show of hands, by step.
    """

    case: Case
    answers: Answers
    hands: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def tally(self) -> Tally:
        """The counts behind the pictures."""
        votes, bets = checked(self.case, self.hands)
        return tally(self.case, self.answers.rows, votes, bets)

    @property
    def table(self) -> pd.DataFrame:
        """Every answer of files and codes, a fresh table; see `Answers.table`."""
        return self.answers.table

    @property
    def notes(self) -> tuple[str, ...]:
        """One sentence for each file or code that was left out; for the instructor, not for the class."""
        return self.answers.notes

    @cached_property
    def votes(self) -> Picture:
        """How many chose each option, before and after."""
        return _pictures.votes(self.case, self.tally)

    @cached_property
    def picks(self) -> dict[str, Picture]:
        """Which notes of the canvas were chosen, by step."""
        return {question.step: _pictures.picks(question.title, counts) for question, counts in self.tally.picks}

    @cached_property
    def bets(self) -> dict[str, Picture]:
        """Each bet against its answer, by the bet's id."""
        return {each.bet.id: _pictures.bet(each) for each in self.tally.bets}

    @cached_property
    def missed(self) -> Picture:
        """How far the middle of each bet is from its answer, the farthest first."""
        return _pictures.missed(self.tally.bets)

    @property
    def sentences(self) -> dict[str, tuple[str, ...]]:
        """What readers wrote, by step, as plain text in an order that says nothing; it is not HTML."""
        return {question.step: texts for question, texts in self.tally.sentences if len(texts) >= FEW}

    @property
    def tripwires(self) -> tuple[str, ...]:
        """The sentences that were to be kept, such as tripwires."""
        kept = {question.step for question, _ in self.tally.sentences if question.kind == "text"}
        return tuple(text for step, texts in self.sentences.items() if step in kept for text in texts)

    @property
    def pictures(self) -> list[Picture]:
        """All pictures, in the order in which a class looks at them."""
        first = [self.votes] if any(vote.voters for vote in self.tally.votes) else []
        last = [self.missed] if any(len(each.values) >= FEW for each in self.tally.bets) else []
        return [*first, *self.picks.values(), *self.bets.values(), *last]

    @property
    def people(self) -> str:
        """How many answered, in words."""
        count = self.tally.people
        return {0: "Nobody has answered yet.", 1: "One person has answered."}.get(
            count, f"{count} people have answered."
        )

    def to_page(self, path: str | os.PathLike[str], *, sentences: bool = True, force: bool = False) -> Path:
        """Write a page for the projector: one file, one question a screen, without names.

        Parameters
        ----------
        path
            The file to write.
        sentences
            Whether it shows what readers wrote.
        force
            Write over a file that is not the kit's own, or that was changed since.

        Returns
        -------
        Path
            The file, in full.

        Raises
        ------
        KitError
            When it cannot be written, or would replace somebody's work.
        """
        from .projector import write_page

        return write_page(self, path, sentences=sentences, force=force)

    def __str__(self) -> str:
        lines = [self.people, *(picture.sentence for picture in self.pictures)]
        lines += [f"{question} {len(texts)} answers in words." for question, texts in self._lists()]
        return "\n".join(lines)

    __repr__ = __str__

    def _lists(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(question.title, texts) for question, texts in self.tally.sentences if len(texts) >= FEW]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        left = len(self.notes)
        aside = f" Files or codes that could not be used, wholly or in part: {left}." if left else ""
        head = (
            f'<p class="ck-head">{escape(self.case.title)}: what the class said</p><p>{escape(self.people + aside)}</p>'
        )
        drawn = "".join(picture._repr_mimebundle_()["text/html"] for picture in self.pictures)
        lists = "".join(
            f'<p class="ck-head">{escape(title)}</p><ul>{"".join(f"<li>{escape(text)}</li>" for text in texts)}</ul>'
            for title, texts in self._lists()
        )
        return {"text/html": view(head) + drawn + (view(lists) if lists else ""), "text/plain": str(self)}


def class_view(
    answers: str | os.PathLike[str] | Answers | None = None,
    case: str | Path | Case = "local-motors",
    *,
    codes: Sequence[str] = (),
    hands: Mapping[str, Any] | None = None,
    part: str = "A",
    walk: str = "",
) -> ClassView:
    """Draw what a class answered: class against answer, before against after.

    Parameters
    ----------
    answers
        The folder of the files that readers saved, or what `read_answers` gave; None where there are only codes and
        hands.
    case
        A case, its name or its folder.
    codes
        Short codes that were pasted or read out, one a reader.
    hands
        A show of hands by step: {"vote-1": {"A": 12, "B": 3}, "half-built": [30, 45]}.
    part
        "A", or "B" to see the bets on what came after, too.
    walk
        Which walk of the case, where it is given by its name or folder; "" is the first one.

    Returns
    -------
    ClassView
        Its pictures show nobody's name, and no single answer where there are fewer than three.

    Raises
    ------
    KitError
        When there is no such folder or case, or the hands do not fit the case.

    Examples
    --------
    >>> class_view(hands={"vote-1": {"A": 12, "C": 3}}).votes.sentence
    '15 votes: A 12, B 0, C 3, D 0.'
    """
    from ..case import Case
    from ..library import load

    known = case if isinstance(case, Case) else load(case, part=part, walk=walk)
    shown = ClassView(known, _found(answers, known, codes), dict(hands or {}))
    checked(known, shown.hands)
    return shown


def _found(answers: str | os.PathLike[str] | Answers | None, case: Case, codes: Sequence[str]) -> Answers:
    if answers is None:
        return from_codes(case, codes)
    if not isinstance(answers, Answers):
        return read_answers(answers, case, codes=codes)
    more = from_codes(case, codes, besides=answers.rows)
    return Answers((*answers.rows, *more.rows), (*answers.notes, *more.notes), answers.names)
