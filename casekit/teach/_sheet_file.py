"""A released sheet, read from its file: a stranger's until it has the shape of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .._errors import KitError, near
from .._json import Strange, read_json
from ..tasks.bank import KINDS

LARGEST = 60_000_000  # bytes: a class of a thousand
_WORDS = ("assignment", "title", "about", "case", "case_title", "part", "line", "opens", "due", "release")
# What a task of a kind has beside what all have.
_PARTS = {
    "number": ("units",), "choose": ("items",), "order": ("items",), "strike": ("items",), "sort": ("items", "bins"),
    "canvas": ("items", "bins"), "sketch": ("x", "y"), "formula": ("names",), "function": ("names", "function"),
    "bet": ("unit", "low", "high", "missed"), "essay": ("words",),
}  # fmt: skip


def read_sheet(path: Path) -> dict[str, Any]:
    """Read a sheet that was released.

    Raises
    ------
    KitError
        When there is none, or it is damaged, or of a newer kit.
    """
    name = path.name[:80]
    if not path.is_file():
        raise KitError(f"There is no file {name} here. {_others(path)}")
    try:
        found = read_json(path, LARGEST)
    except OSError as error:
        raise KitError(f"{name} cannot be opened ({error.strerror or error}).") from None
    except RecursionError:
        raise KitError(f"{name} is nested far too deep for a sheet. Ask for it again.") from None
    except Strange as strange:
        why = f"{strange}, and no sheet" if "larger" in str(strange) else "is damaged or was cut off. Ask for it again"
        raise KitError(f"{name} {why}.") from None
    return checked(found, name)


def checked(sheet: Any, name: str = "This") -> dict[str, Any]:
    """A sheet that has the shape of one.

    Raises
    ------
    KitError
        When it has not.
    """
    if not isinstance(sheet, Mapping) or "casekit_sheet" not in sheet:
        raise KitError(f"{name} is no sheet of an assignment. Its name ends with .sheet.json.")
    if sheet["casekit_sheet"] != 1 or isinstance(sheet["casekit_sheet"], bool):
        raise KitError(f"{name} was made by another version of casekit. Update casekit, then open it again.")
    if not _has_shape(sheet):
        raise KitError(f"{name} is damaged: parts of it are missing. Ask for it again.")
    return dict(sheet)


def _others(path: Path) -> str:
    try:
        names = sorted(each.name for each in path.parent.glob("*.sheet.json"))[:200]
    except OSError:
        names = []
    if not names:
        return "Put the sheet that was released to you beside this notebook."
    return near(path.name, names, "Sheets here")


def _has_shape(sheet: Mapping[str, Any]) -> bool:
    tasks, students, codes = sheet.get("tasks"), sheet.get("students"), sheet.get("codes")
    if not all(isinstance(sheet.get(word), str) for word in _WORDS) or not sheet["assignment"]:
        return False
    if not isinstance(sheet.get("graded"), bool) or not _is_number(sheet.get("minutes", 0)):
        return False
    if not isinstance(tasks, list) or not tasks or not all(_is_task(each) for each in tasks):
        return False
    ids = [each["id"] for each in tasks]
    if len(set(ids)) != len(ids) or not isinstance(students, list) or not students:
        return False
    if codes is not None and not (isinstance(codes, Mapping) and codes and _in_range(codes, len(students))):
        return False
    return all(_is_own(each, ids) for each in students)


def _in_range(codes: Mapping[str, Any], count: int) -> bool:
    return all(isinstance(at, int) and not isinstance(at, bool) and 0 <= at < count for at in codes.values())


def _is_task(task: Any) -> bool:
    return (
        isinstance(task, Mapping)
        and all(isinstance(task.get(word), str) for word in ("id", "kind", "title", "question"))
        and isinstance(task.get("practice"), bool)
        and _is_number(task.get("points"))
        and "key" in task
        and (task["key"] is None or isinstance(task["key"], Mapping))
        and task["kind"] in KINDS
        and all(part in task for part in _PARTS[task["kind"]])
        and _are_items(task.get("items", []))
        and all(isinstance(each, Mapping) for each in task.get("units", []))
    )


def _are_items(items: Any) -> bool:
    return isinstance(items, Sequence) and all(
        isinstance(each, Mapping) and all(isinstance(each.get(word), str) for word in ("id", "html", "text"))
        for each in items
    )


def _is_own(own: Any, ids: Sequence[str]) -> bool:
    return isinstance(own, Mapping) and all(
        isinstance(own.get(id), Mapping)
        and isinstance(own[id].get("inputs"), Mapping)
        and all(_is_number(value) for value in own[id]["inputs"].values())
        for id in ids
    )


def _is_number(value: Any) -> bool:
    # A whole number of hundreds of digits is none that arithmetic takes.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
