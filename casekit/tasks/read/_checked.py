"""What `casekit validate` checks at a place: a case, exercises, or a folder that holds both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..._errors import KitError, near
from ..._paths import cases_dir, exercises_dir
from ...case import Problem
from ...library import validate
from ._files import check_exercises
from ._where import TASKS, assignment_files, of_the_kit

_CASE, _EXERCISES = "The case can be read", "The exercises can be used"


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
