"""Reading a bank of tasks and an assignment from it, and finding every mistake in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..._errors import KitError, near
from ..._paths import cases_dir, exercises_dir
from ...case import Problem
from ...case._files import names
from ...case._folder import Folder
from ...case._problems import Problems
from ...case._yaml import Document
from ...library import validate
from ..bank import Assignment, Bank, Task
from ._known import Known, Place
from ._made import bank_as_known, made
from ._where import ASSIGNMENT, TASKS, assignment_files, bank_folder, find_assignment, is_path, name_of, of_the_kit

if TYPE_CHECKING:
    from ._shape import AssignmentShape, BankShape
    from ._tried import Tried

MOST_TASKS = 200
_CASE, _EXERCISES = "The case can be read", "The exercises can be used"


def read_bank(place: str | Path, part: str = "B") -> Bank:
    """Read a bank of tasks.

    Parameters
    ----------
    place
        The name of a bank of the kit, such as "local-motors"; or a tasks.yaml or its folder, as a Path or as text that
        holds a separator.
    part
        "B": all of it; "A": without the tasks, items and mistakes of part B.

    Raises
    ------
    KitError
        With the first mistake, its line and its mend, and how many more there are; or when there is no such bank.

    Examples
    --------
    >>> bank = read_bank("local-motors")
    >>> bank.case, bank.task("cars-in-build").unit
    ('local-motors', 'vehicle')
    >>> all(task.part == "A" for task in read_bank("local-motors", part="A").tasks.values())
    True
    """
    if part not in ("A", "B"):
        raise KitError(
            f'There is no part "{part}". Ask for part="A" (what was known) or part="B" (with what came after).'
        )
    folder = bank_folder(place)
    read = _read_bank(Folder(folder))
    read.problems.raise_first(folder, part)
    return bank_as_known(read.whole(), part)


def read_assignment(name: str | Path) -> Assignment:
    """Read an assignment, with what its part does not allow left out.

    Parameters
    ----------
    name
        The name of an assignment of the kit; or an assignment's file or its folder, as a Path or as text that holds a
        separator.

    Raises
    ------
    KitError
        With the first mistake in it or in its bank; or when there is no such assignment.

    Examples
    --------
    >>> assignment = read_assignment("local-motors")
    >>> assignment.part, assignment.graded, assignment.asked[0].task.id
    ('A', True, 'cars-in-build')
    """
    path = find_assignment(name)
    files = Folder(path.parent)
    read = _read_assignment(files, path.name, {})
    if read.bank is not None:
        read.bank.problems.raise_first(read.bank.folder, read.part)
    files.problems.raise_first(path.parent, read.part)
    if read.assignment is None:
        raise KitError(f"{path} is empty.")
    return read.assignment


def check_exercises(place: str | Path) -> list[Problem]:
    """Find every mistake in a folder of exercises, each with its file, its line and its mend.

    Beside what reading checks, nothing is left out: a warning does not stop a bank or an assignment from being read.

    Parameters
    ----------
    place
        A folder that holds tasks.yaml, assignments or both; or one of these files; or the name of an assignment or a
        bank of the kit.

    Returns
    -------
    list of Problem
        Empty when all is well.

    Raises
    ------
    KitError
        When there is nothing of the kind.

    Examples
    --------
    >>> [problem.sentence for problem in check_exercises("local-motors") if problem.level == "error"]
    []
    """
    if is_path(place, "A folder of exercises"):
        path = Path(place).expanduser()
    else:
        known = of_the_kit()
        path = known[str(place)] if str(place) in known else bank_folder(place)
    if not path.exists():
        raise KitError(f"There is no file or folder {path}.")
    folder, alone = (path, "") if path.is_dir() else (path.parent, path.name)
    files = Folder(folder)
    for name, sentence in names(folder, {TASKS, ASSIGNMENT}) if not alone else ():
        files.problems.add(name, 0, sentence)
    banks: dict[Path, BankRead] = {}
    if (folder / TASKS).exists() and alone in ("", TASKS):
        banks[folder.resolve()] = _read_bank(files)
    plans = [each.name for each in assignment_files(folder)] if not alone else [alone] if alone != TASKS else []
    if not banks and not plans:
        raise KitError(f"{folder} holds no exercises: neither {TASKS} nor {ASSIGNMENT}.")
    for name in plans:
        read = _read_assignment(files, name, banks)
        if read.bank is not None and read.bank.folder.resolve() == folder.resolve():
            for each in read.bank.problems.found if read.bank.problems is not files.problems else ():
                files.problems.add(each.file, each.line, each.sentence, each.level, each.part)
    return files.problems.sorted()


def everything() -> Iterator[str]:
    """All cases and exercises of the kit, by the names under which `checked` finds them.

    >>> [place for place in everything() if "local-motors" in place]
    ['local-motors', 'exercises/local-motors']
    """
    yield from sorted(path.name for path in cases_dir().iterdir() if path.is_dir())
    yield from (f"exercises/{path.name}" for path in sorted(exercises_dir().iterdir()) if _holds_exercises(path))


def checked(place: str) -> list[tuple[Problem, str]]:
    """Every mistake at a place, and what can be done in spite of it when it is a warning.

    Parameters
    ----------
    place
        A folder or a file, which is looked for here first; or the name of a case or of an assignment of the kit.

    Raises
    ------
    KitError
        When there is nothing to check.
    """
    path = Path(place).expanduser()
    home = exercises_dir() / path.name
    if path.exists():
        a_file = path.is_file() and path.suffix == ".yaml" and path.name != "case.yaml"
        exercises = a_file or _holds_exercises(path)
        found = [(problem, _EXERCISES) for problem in check_exercises(path)] if exercises else []
        if exercises and not (path / "case.yaml").exists():
            return found
        return [*((problem, _CASE) for problem in validate(path)), *found]  # says so, where it is no case
    if place == f"exercises/{path.name}" and _holds_exercises(home):  # those of the kit, wherever one stands
        return [(problem, _EXERCISES) for problem in check_exercises(home)]
    cases = [each.parent.name for each in cases_dir().glob("*/case.yaml")]
    known = of_the_kit()
    if place in known and place not in cases:
        return [(problem, _EXERCISES) for problem in check_exercises(known[place])]
    if place in cases or "/" in place or "\\" in place:
        return [(problem, _CASE) for problem in validate(place)]
    raise KitError(f'There is no case "{place}". {near(place, dict.fromkeys([*cases, *known]), "Cases")}')


def _holds_exercises(path: Path) -> bool:
    return path.is_dir() and ((path / TASKS).exists() or bool(assignment_files(path)))


# A bank ---------------------------------------------------------------------------------------------


@dataclass
class BankRead:
    """A bank as it was read: its tasks as far as they are sound, and what is wrong with the others."""

    folder: Path
    problems: Problems
    shape: BankShape | None = None
    case: str | Path = ""
    tasks: dict[str, Task] = field(default_factory=dict)
    tried: dict[str, Tried] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)  # also of tasks that could not be read
    known: Known | None = None

    def whole(self) -> Bank:
        """The bank, all parts of it."""
        return Bank(self.case, self.tasks, self.folder.resolve())


def _read_bank(files: Folder) -> BankRead:
    from ._plan import tasks_named
    from ._shape import read_bank_shape

    read = BankRead(files.path, files.problems)
    document = files.document(TASKS)
    if document is None or not document.data:
        if document is not None and not any(each.file == TASKS for each in files.problems.found):
            files.problems.add(TASKS, 0, "It is empty.")
        return read
    read.ids = tasks_named(document.data)
    read.shape = read_bank_shape(TASKS, document, files.problems)
    if read.shape is not None:
        _read_tasks(read, read.shape, document)
    return read


def _read_tasks(read: BankRead, shape: BankShape, document: Document) -> None:
    from ._check import check_task
    from ._check_kinds import check_kind
    from ._shape import read_task_shape
    from ._tried import try_task

    read.known = known = _case_of(read, shape, document)
    whole = known is None or _model_fits(read, shape, document, known)
    for at, data in enumerate(shape.tasks[:MOST_TASKS]):
        fitted = read_task_shape(TASKS, document, at, data, read.problems)
        if fitted is None:
            continue
        place = Place(document, at, fitted, read.problems)
        if read.ids[:at].count(fitted.id):
            place.say(f'The id "{fitted.id}" is used twice. Give each task its own.', "id")
        check_kind(place)
        if known is not None and (whole or fitted.model):
            check_task(place, known, shape.model)
        task = made(fitted, shape.model, document.line(("tasks", at)))
        if known is not None and place.sound and (whole or fitted.model):
            read.tried[task.id] = try_task(place, task, known)
        read.tasks.setdefault(task.id, task)
    if len(shape.tasks) > MOST_TASKS:
        sentence = f"It has more than {MOST_TASKS} tasks. Make two banks of it."
        read.problems.add(TASKS, document.line(("tasks", MOST_TASKS)), sentence)
    if not shape.tasks:
        read.problems.add(TASKS, document.line(("tasks",)), "It holds no task. Write one.")


def _case_of(read: BankRead, shape: BankShape, document: Document) -> Known | None:
    """The case of a bank: a name of the kit, or a folder as it is seen from the file."""
    from ._known import open_case

    read.case = shape.case
    if is_path(shape.case, "A case"):
        given = Path(shape.case).expanduser()
        read.case = given if given.is_absolute() else (read.folder / given).resolve()
    try:
        return open_case(read.case)
    except KitError as error:
        read.problems.add(TASKS, document.line(("case",)), str(error))
    return None


def _model_fits(read: BankRead, shape: BankShape, document: Document, known: Known) -> bool:
    """Whether the bank's model is one of the case; if not, that is noted once, and not at each task."""
    try:
        return not shape.model or bool(known.vocabulary(shape.model, "B"))
    except KitError as error:
        read.problems.add(TASKS, document.line(("model",)), str(error))
    return False


# An assignment --------------------------------------------------------------------------------------


@dataclass
class AssignmentRead:
    """An assignment as it was read, with its bank."""

    part: str = "A"
    bank: BankRead | None = None
    assignment: Assignment | None = None


def _read_assignment(files: Folder, name: str, banks: dict[Path, BankRead]) -> AssignmentRead:
    """Read an assignment of a folder; a bank that is read already is not read again."""
    from ._shape import read_assignment_shape

    problems, read = files.problems, AssignmentRead()
    document = files.document(name)
    if document is None or not document.data:
        if document is not None and not any(each.file == name for each in problems.found):
            problems.add(name, 0, "It is empty.")
        return read
    shape = read_assignment_shape(name, document, problems)
    if shape is None:
        return read
    read.part = shape.part
    try:
        folder = _bank_of(files.path, shape)
    except KitError as error:
        problems.add(name, document.line(("bank",)), str(error))
        return read
    if folder.resolve() not in banks:
        banks[folder.resolve()] = _read_bank(Folder(folder))
    read.bank = banks[folder.resolve()]
    read.assignment = _assignment(files, name, shape, document, read.bank)
    return read


def _bank_of(folder: Path, shape: AssignmentShape) -> Path:
    if not shape.bank:
        if not (folder / TASKS).exists():
            raise KitError(f"There is no {TASKS} beside it. Say where its tasks are, such as bank: local-motors.")
        return folder
    given = shape.bank
    if is_path(given, "A bank") and not Path(given).expanduser().is_absolute():
        return bank_folder(folder / Path(given).expanduser())
    return bank_folder(given)


def _assignment(
    files: Folder, name: str, shape: AssignmentShape, document: Document, read: BankRead
) -> Assignment | None:  # fmt: skip
    from ...case._simulations import HOLE
    from ._check import link_troubles
    from ._plan import asked_of, check_plan

    def say(sentence: str, *path: str | int, level: str = "error", part: str = "A") -> None:
        files.problems.add(name, document.line(path), sentence, level, part)

    if read.shape is None and read.folder.resolve() == files.path.resolve():
        return None  # what is wrong with its bank is noted
    broken = any(each.level == "error" for each in read.problems.found if read.problems is not files.problems)
    if broken and read.folder.resolve() != files.path.resolve():
        say(f"There are mistakes in its bank: casekit validate {read.folder} names them.", "bank")
    if read.known is not None and shape.part not in read.known.parts:
        say("The case has part A only. Write part: A, or leave the line out.", "part")
    for text, path in ((shape.title, "title"), (shape.about, "about")):
        for sentence in link_troubles(text, shape.part, read.known) if read.known is not None else ():
            say(sentence, path)
        if hole := HOLE.search(text):
            say(f"{hole[0]} is filled in the question of a task only. Say it without.", path)
    unread = {id for id in read.ids if id not in read.tasks}
    asked = asked_of(shape, read.whole(), unread, say)
    check_plan(shape, asked, read.tried, say)
    bank = bank_as_known(read.whole(), shape.part)
    known: Mapping[str, Task] = bank.tasks
    return Assignment(
        name=name_of(files.path / name), title=shape.title, part=shape.part, bank=bank, about=shape.about,
        asked=tuple(type(each)(known[each.task.id], each.points, each.practice) for each in asked),
        opens=shape.opens, due=shape.due, minutes=shape.minutes, path=(files.path / name).resolve(),
    )  # fmt: skip
