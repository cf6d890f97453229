"""Where banks and assignments lie, and how their files are called."""

from __future__ import annotations

import re
from pathlib import Path

from ..._errors import KitError, near
from ..._paths import exercises_dir
from ...case._files import reserved

TASKS = "tasks.yaml"
ASSIGNMENT = "assignment.yaml"
_OF_A_CASE = ("case.yaml", "sources.yaml", "walk.yaml")


def find_assignment(name: str | Path) -> Path:
    """The file of an assignment.

    Parameters
    ----------
    name
        As for `read_assignment`.

    Raises
    ------
    KitError
        When there is none; the nearest name is suggested.

    Examples
    --------
    >>> find_assignment("local-motors").name
    'assignment.yaml'
    >>> find_assignment("locl-motors")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: There is no assignment "locl-motors". Did you mean "local-motors"?
    """
    known = of_the_kit()
    if not is_path(name, "An assignment"):
        if str(name) in known:
            return known[str(name)]
        here = f' For the one here, write "./{name}".' if str(name) and Path(name).exists() else ""
        raise KitError(f'There is no assignment "{name}". {near(str(name), known, "Assignments")}{here}')
    path = Path(name).expanduser()
    if path.is_dir():
        others = [each.name for each in assignment_files(path)]
        if ASSIGNMENT not in others:
            hint = f"Name one of its files: {', '.join(others)}." if others else "Write one, or name another folder."
            raise KitError(f"{path} holds no {ASSIGNMENT}. {hint}")
        path = path / ASSIGNMENT
    if not path.is_file():
        raise KitError(f"There is no file {path}.")
    if path.name == TASKS:
        raise KitError(f"{path} is a bank of tasks. An assignment lists some of them, in a file such as {ASSIGNMENT}.")
    return path


def assignments() -> list[str]:
    """The names of the kit's assignments.

    Examples
    --------
    >>> "local-motors" in assignments()
    True
    """
    return list(of_the_kit())


def bank_folder(place: str | Path) -> Path:
    """The folder of a bank.

    Raises
    ------
    KitError
        When there is none; the nearest name is suggested.
    """
    if not is_path(place, "A bank"):
        known = {each.parent.name: each.parent for each in sorted(exercises_dir().glob(f"*/{TASKS}"))}
        if str(place) not in known:
            raise KitError(f'There is no bank of tasks "{place}". {near(str(place), known, "Banks")}')
        return known[str(place)]
    path = Path(place).expanduser()
    folder = path.parent if path.name == TASKS and not path.is_dir() else path
    if not folder.is_dir() or not (folder / TASKS).exists():
        raise KitError(f"There is no {TASKS} in {folder}." if folder.is_dir() else f"There is no folder {folder}.")
    return folder


def is_path(name: str | Path, what: str) -> bool:
    """Whether this is a place rather than a name of the kit; `what` begins the sentence for what is neither."""
    if not isinstance(name, str | Path):
        raise KitError(f"{what} is found by its name or its place, not by {name!r:.100}.")
    return isinstance(name, Path) or "/" in name or "\\" in name


def assignment_files(folder: Path) -> list[Path]:
    """The files of a folder that are assignments: all of YAML but a bank, and what belongs to a case."""
    files = [each for each in sorted(folder.glob("*.yaml")) if not each.name.startswith(".")]
    return [each for each in files if each.name != TASKS and each.name.casefold() not in _OF_A_CASE]


def of_the_kit() -> dict[str, Path]:
    """The assignments of the kit, by their names."""
    return {name_of(file): file for folder in sorted(exercises_dir().glob("*/")) for file in assignment_files(folder)}


def name_of(path: Path) -> str:
    """How an assignment's files are called: after its folder, and after its own file where that has another name.

    >>> name_of(Path("exercises/local-motors/assignment.yaml")), name_of(Path("exercises/local-motors/practice.yaml"))
    ('local-motors', 'local-motors-practice')
    """
    path = path.resolve()
    name = path.parent.name if path.name == ASSIGNMENT else f"{path.parent.name}-{path.stem}"
    name = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60] or "exercises"
    return f"{name}-exercises" if reserved(name) else name
