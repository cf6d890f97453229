"""`exercises(name)`: the notebook's door to an assignment. Answers are judged at once and kept as they are given."""

from __future__ import annotations

import os
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._errors import KitError, near
from ..tasks.numbers import variant_of
from ..tasks.values import value_of
from ..tasks.whose import codes_in, find_code
from . import _cells
from ._functions import ran, source_of
from ._given import Given, when
from ._said import Points, Said, opened, words_of
from ._sheet_file import checked, read_sheet
from ._so_far import html_of, late, next_of, notes_of, points_of

if TYPE_CHECKING:
    from ..widgets.task import TaskWidget

_SEVERAL = ("order", "strike", "sketch")


def exercises(
    name_or_path: str | os.PathLike[str] | Mapping[str, Any],
    code: str = "",
    folder: str | os.PathLike[str] | None = None,
) -> Sheet:
    """Open an assignment: its tasks with numbers of your own, a check that says what went wrong, and hints.

    Parameters
    ----------
    name_or_path
        An assignment of the kit, such as "local-motors-practice", or a file: a sheet that was released to you
        (`*.sheet.json`) or an `assignment.yaml`.
    code
        Your code, when the assignment has numbers for each student. Practice needs none; any word gives other numbers.
    folder
        Where your answers are kept; else beside the notebook.

    Returns
    -------
    Sheet
        `sheet.ask(task)` shows a task, `sheet.check(task, answer)` checks an answer, `sheet.hint(task)` gives more
        help, `sheet.inputs(task)` your own numbers; `sheet.points` and `sheet.left` say how far you are.

    Raises
    ------
    KitError
        When there is no such assignment, the code is needed or mistyped, or the folder is not there.

    Examples
    --------
    >>> import tempfile
    >>> sheet = exercises("local-motors-practice", folder=tempfile.mkdtemp())
    >>> sheet.check("cars-in-build", "many")
    ! "many" is no number. Write a number and its unit: 123, ...
    """
    _cells.tell_missing_names()
    place = _folder(folder)
    if isinstance(name_or_path, Mapping):
        sheet = checked(name_or_path)
    elif isinstance(name_or_path, str | os.PathLike):
        if Path(name_or_path).suffix.casefold() != ".json":
            return _practice(name_or_path, code, place)
        sheet = read_sheet(Path(name_or_path).expanduser())
    else:
        kind = type(name_or_path).__name__
        raise KitError(f'exercises takes the name of an assignment or a file, such as "x.sheet.json", not {kind}.')
    return Sheet(sheet, _code(sheet, code, place), place)


def _folder(folder: str | os.PathLike[str] | None) -> Path:
    try:
        place = Path(folder).expanduser() if folder is not None else Path.cwd()
    except (TypeError, RuntimeError):
        raise KitError('The folder for your answers is a path, such as folder="answers".') from None
    except OSError:
        raise KitError("The folder that this notebook runs in is gone. Close the notebook and open it again.") from None
    return place


def _practice(name: str | os.PathLike[str], code: str, place: Path) -> Sheet:
    """A sheet made here, which only open practice can be; of all sets of numbers the one that is asked for."""
    from ..tasks.read import read_assignment
    from ..tasks.sheet import VARIANTS, make_sheet

    assignment = read_assignment(name if isinstance(name, str) else Path(name))
    if assignment.graded:
        raise KitError(
            f"{assignment.title} counts, so its numbers come from your teacher. Open the sheet that was released to "
            f'you: ck.exercises("{assignment.name}.sheet.json").'
        )
    whose = _code({"codes": None, "assignment": assignment.name, "title": assignment.title}, code, place)
    made = make_sheet(assignment, [f"variant-{variant_of(whose, VARIANTS)}"])
    return Sheet({**made, "codes": None}, whose, place)


def _code(sheet: Mapping[str, Any], code: Any, place: Path) -> str:
    """Whose sheet it is; where any word will do, the one under which this folder has answers already."""
    if sheet["codes"] is None and code in ("", None):
        known = codes_in(place, sheet["assignment"])
        return known[0] if known and "practice" not in known else "practice"
    return find_code(sheet, "" if code is None else code)


@dataclass(frozen=True)
class _Opened:
    """A sheet as this notebook opened it last: whose, in which cell, and which tasks had other numbers before that."""

    given: Given
    cell: int
    moved: frozenset[str]


_opened: dict[str, _Opened] = {}  # by assignment


def _open(given: Given) -> _Opened:
    name, cell, moved = given.sheet["assignment"], _cells.cell_number(), frozenset[str]()
    last = _opened.get(name)
    if last is not None:
        inputs = {id: own["inputs"] for id, own in last.given.own.items()}
        moved = frozenset(id for id, own in given.own.items() if id in inputs and inputs[id] != own["inputs"])
        if not moved:  # the same cell once more
            cell, moved = (last.cell, last.moved) if last.moved else (cell, moved)
    _opened[name] = _Opened(given, cell, moved)
    return _opened[name]


class Sheet:
    """An assignment, opened for one student; `exercises` gives it."""

    def __init__(self, sheet: Mapping[str, Any], code: str, folder: Path) -> None:
        self._sheet, self._code = sheet, code
        self._given = Given(sheet, code, folder)
        self._saved = self._given.saved
        self._opened = _open(self._given)
        self._forms: dict[str, list[weakref.ref[TaskWidget]]] = {}

    def __dir__(self) -> list[str]:
        return ["ask", "check", "hint", "inputs", "left", "points"]

    def __repr__(self) -> str:
        first = f"{self._given.sheet['title']}: {points_of(self._given).said} {next_of(self._given)}"
        return "\n".join([first, *notes_of(self._given)])

    def _repr_html_(self) -> str:
        return html_of(self._given)

    def ask(self, task: str) -> TaskWidget:
        """Show a task with your own numbers, and a form to answer it; your last answer stands in it.

        Parameters
        ----------
        task
            Its id, such as "cars-in-build".

        Raises
        ------
        KitError
            When there is no such task.
        """
        from ..widgets.task import TaskWidget

        found = self._task(task)
        id = found["id"]
        how = f'Or in code: sheet.check("{id}", {words_of(found)}).'
        try:
            widget = TaskWidget(
                found, self._given.own[id], self._given.state(id), lambda value: self._from_form(id, value, form),
                lambda level: self._given.saved.saw(id, level), how=how,
            )  # fmt: skip
        except (LookupError, TypeError, ValueError, AttributeError):
            raise KitError(f'The task "{id}" of this sheet is damaged. Ask for the sheet again.') from None
        form = weakref.ref(widget)
        self._forms.setdefault(id, []).append(form)
        return widget

    def check(self, task: Any = "", /, *given: Any, **more: Any) -> Said:
        """Check an answer, and keep it.

        Parameters
        ----------
        task
            The task's id.
        given
            The answer: a number and its unit (`76.7, "cars"`), a letter or the first words of what you choose, a list,
            a dict, a function, a text.
        more
            `unit=` of a number, `because=` of a choice, `missed=` of a bet.

        Returns
        -------
        Said
            What it met, with help when it is not right. Whatever goes wrong is a sentence in it.
        """
        site = _cells.call_site(task)
        try:
            said = self._checked(task, given, more, site)
        except KitError as error:
            said = self._odd(task, str(error))
        except Exception as error:  # a student's answer can be anything, and a traceback tells a student nothing
            said = self._odd(task, f"This could not be checked ({type(error).__name__}). Write a plain answer.")
        if site.unseen:
            from IPython.display import display

            display(said)  # type: ignore[no-untyped-call]
        return said

    def hint(self, task: Any = "") -> Said:
        """Give the next level of help: what kind of mistake, where to look, what to read again.

        Parameters
        ----------
        task
            The task's id.
        """
        try:
            return self._hinted(self._task(task))
        except KitError as error:
            return self._odd(task, str(error))

    def inputs(self, task: str) -> dict[str, float]:
        """Your own numbers of a task, by name, to compute with; a fresh dict.

        Parameters
        ----------
        task
            Its id.

        Raises
        ------
        KitError
            When there is no such task.
        """
        return dict(self._given.own[self._task(task)["id"]]["inputs"])

    @property
    def left(self) -> list[str]:
        """The ids of the tasks that are not done yet: without an answer, or not right where that is told at once."""
        return self._given.left

    @property
    def points(self) -> Points:
        """The points so far, and the tasks that are left."""
        return points_of(self._given)

    # ---- what stands behind them ----

    def _task(self, task: Any) -> Mapping[str, Any]:
        tasks = self._given.tasks
        if isinstance(task, str) and task in tasks:
            return tasks[task]  # type: ignore[no-any-return]
        first = next(iter(tasks.values()))
        if not isinstance(task, str) or not task.strip():
            raise KitError(f'Say which task first: sheet.check("{first["id"]}", {words_of(first)}).')
        raise KitError(f'There is no task "{task[:60]}" here. {near(task, tasks, "Tasks")}')

    def _odd(self, task: Any, said: str) -> Said:
        return Said(task if isinstance(task, str) and task in self._given.tasks else "", "odd", said)

    def _checked(self, name: Any, answer: Sequence[Any], more: Mapping[str, Any], site: _cells.Site) -> Said:
        task, given = self._task(name), self._given
        id, opened_in = task["id"], self._opened.cell
        if not more and all(each is None or each is ... for each in answer) and given.saved.last(id) is not None:
            # An untouched cell below a form that was answered.
            return self._said(task, given.verdict(id), ["Nothing new was handed over. This is your answer so far."])
        value, notes = self._value(task, answer, more, site)
        stale = _cells.older(site, opened_in) if id in self._opened.moved else None
        if stale is not None and given.judged(id, value)["verdict"] != "right":
            raise KitError(
                f"`{stale[0]}` comes from cell [{stale[1]}], which ran before cell [{opened_in}] gave you other "
                "numbers. Run that cell again, then this one."
            )
        counts = given.given_before(id, value)
        if counts is not None:
            met = given.judged(id, value)["said"] if task["practice"] else ""
            notes = [met, "Run this cell once more if this one should count instead.", *notes]
            said = f"You gave this answer before, and your later one, {when(counts)}, counts."
            return Said(id, "again", said, of=task["points"], notes=tuple(filter(None, notes)))
        verdict = given.answer(id, value)
        self._show(id)
        return self._said(task, verdict, notes)

    def _value(
        self, task: Mapping[str, Any], answer: Sequence[Any], more: Mapping[str, Any], site: _cells.Site
    ) -> tuple[Any, list[str]]:
        """What was handed over, as the value that is saved; and what is to be said of how it was."""
        one, second = _arguments(task, answer, more)
        if _cells.is_input(one):
            raise KitError(_cells.INPUT)
        asked, own = _cells.typed_in(site), self._given.own[task["id"]]
        function = one if task["kind"] == "function" and callable(one) else None
        try:
            value = value_of(task, own, source_of(function) if function is not None else one, second)
        except KitError as error:
            raise KitError(f"{error} {_cells.INPUT}" if asked and isinstance(one, str) else str(error)) from None
        if task["kind"] == "bet":
            value = self._given.bet(task["id"], value)
        return self._run(task, value, function), [_cells.INPUT] if asked else []

    def _run(self, task: Mapping[str, Any], value: Any, function: Any = None) -> Any:
        """A function that is more than plain arithmetic, with what it gives where its answers are open."""
        if not (task["kind"] == "function" and task["key"]):
            return value
        read = self._given.judged(task["id"], value)["verdict"] != "recorded"
        return value if read else {**value, "ran": ran(function, value["source"], task)}

    def _from_form(self, id: str, value: Any, form: weakref.ref[TaskWidget]) -> dict[str, Any]:
        """An answer from a form, which goes the same way as one from a cell."""
        if self._given.tasks[id]["kind"] == "bet" and isinstance(value, Mapping) and {"bet", "missed"} <= value.keys():
            value = self._given.bet(id, value)
        verdict = self._given.answer(id, self._run(self._given.tasks[id], value))
        self._show(id, but=form())
        notes = self._notes() if verdict["verdict"] != "odd" else []
        return {**verdict, "said": " ".join([verdict["said"], *notes]), "seen": self._given.level(id)}

    def _show(self, id: str, but: Any = None) -> None:
        """Let the forms of a task show what was answered elsewhere."""
        for each in self._forms.get(id, []):
            form = each()
            if form is not None and form is not but:
                form.show(self._given.state(id))

    def _notes(self) -> list[str]:
        """What the student should know beside the verdict: where the answer is not, and whose it is."""
        saved, newest = self._given.saved, _opened[self._given.sheet["assignment"]].given
        notes = [saved.trouble] if saved.trouble else []
        if newest.code != self._given.code:
            notes.append(f"It went to the answers of {self._given.who}. You opened {newest.who} since then.")
        return notes

    def _said(self, task: Mapping[str, Any], verdict: Mapping[str, Any], notes: Sequence[str]) -> Said:
        id, said = task["id"], verdict["said"]
        if verdict["verdict"] == "odd":
            return Said(id, "odd", said, of=task["points"], notes=tuple(notes))
        shown, more = opened(verdict["help"], self._given.level(id))
        all_notes = [*notes, *self._notes(), "" if task["practice"] else late(self._given.sheet)]
        if verdict["verdict"] == "placed":
            all_notes.append(f'Say it so: sheet.check("{id}", {self._last_bet(id):g}, missed="A").')
        return Said(
            id, verdict["verdict"], said, verdict["points"], task["points"], shown, self._given.tries(id),
            f'sheet.hint("{id}")' if more else "", tuple(filter(None, all_notes)),
        )  # fmt: skip

    def _last_bet(self, id: str) -> float:
        last = self._given.saved.last(id)
        return float(last["value"]["bet"]) if last else 0.0

    def _hinted(self, task: Mapping[str, Any]) -> Said:
        id, given = task["id"], self._given
        verdict, level = given.verdict(id), given.level(id)
        if not task["practice"]:
            return self._help(task, "This task counts, so there is none before it is marked.")
        if verdict["verdict"] in ("open", "placed"):
            where = tuple(filter(None, [(task["key"] or {}).get("hint", "")]))
            start = "There is no answer yet." if verdict["verdict"] == "open" else "Say first what your bet missed."
            return self._help(
                task, f"{start} {'Where to look:' if where else 'A wrong one tells more than none.'}", where
            )
        if not verdict["help"]:
            right = (
                "Your answer is right." if verdict["verdict"] == "right" else "There is none: no machine checks this."
            )
            return self._help(task, right)
        before, more = opened(verdict["help"], level)
        shown = before
        while more and len(shown) == len(before):
            level += 1
            shown, more = opened(verdict["help"], level)
        given.saved.saw(id, level)
        self._show(id)
        said = verdict["said"] if len(shown) > len(before) else "This is all the help there is."
        return self._help(task, said, shown, more)

    def _help(self, task: Mapping[str, Any], said: str, help: tuple[str, ...] = (), more: bool = False) -> Said:
        ask = f'sheet.hint("{task["id"]}")' if more else ""
        return Said(task["id"], "help", said, of=task["points"], help=help, more=ask)


def _arguments(task: Mapping[str, Any], given: Sequence[Any], more: Mapping[str, Any]) -> tuple[Any, Any]:
    """The answer, and its second half: a unit, a reason, what a bet missed."""
    word = {"number": "unit", "choose": "because", "bet": "missed"}.get(task["kind"], "")
    example = f'sheet.check("{task["id"]}", {words_of(task)})'
    for name in more:
        if name != word:
            raise KitError(f'check knows no "{name}" here. Write it so: {example}.')
    if task["kind"] in _SEVERAL and len(given) > 1:
        given = [list(given)]
    if not given:
        raise KitError(f"There is no answer yet. Write it so: {example}.")
    if len(given) + len(more) > (2 if word else 1):
        raise KitError(f"That is more than one answer. Write it so: {example}.")
    return given[0], given[1] if len(given) > 1 else more.get(word)
