"""Writing a file for the reader: whole or not at all, and never over what the reader changed.

What was written, and where, is kept in a small list in the user's own state folder; a file that no longer is what was
written there is the reader's work, and stays.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

from .._errors import KitError
from .._paths import write_whole

_KEEP = 500  # files in the list; the oldest go first


def check_target(path: str | os.PathLike[str], force: bool = False) -> Path:
    """Return the absolute path of a file that may be written; ask before the work is done, not after.

    Parameters
    ----------
    path
        Where the file is to be.
    force
        Write over it, whoever changed it.

    Raises
    ------
    KitError
        When its folder is missing, or a file there is not the one that the kit wrote.
    """
    # The folder is resolved, the file is not: a link in its place is replaced, not followed.
    given = Path(path).expanduser()
    target = given.parent.resolve() / given.name
    if not target.parent.is_dir():
        raise KitError(f"There is no folder {target.parent}. Make it first, or name another place with --out.")
    if target.is_dir():
        raise KitError(f"{target} is a folder. Name a file with --out.")
    there = target.exists() or target.is_symlink()
    if there and not force and _read_list().get(str(target)) != _mark_of(target):
        raise KitError(
            f"{target} was changed since the kit wrote it, or is not the kit's. It was left alone: "
            "name another file with --out, or write over it with --force."
        )
    return target


def put(path: str | os.PathLike[str], data: bytes, force: bool = False) -> Path:
    """Write a file, whole or not at all, and remember it as the kit's own.

    Parameters
    ----------
    path
        Where; the folder must be there.
    data
        All of it.
    force
        Write over a file that was changed since.

    Returns
    -------
    Path
        The absolute path.

    Raises
    ------
    KitError
        When the file was changed since the kit wrote it, or a program holds it, or the folder cannot be written to.
    """
    target = check_target(path, force)
    try:
        write_whole(target, data)
    except OSError as error:
        raise KitError(
            f"{target} could not be written ({error.strerror or error}). Close the program that holds it, "
            "or name another file with --out."
        ) from None
    _remember(target, hashlib.sha256(data).hexdigest())
    return target


def _list() -> Path:
    from platformdirs import user_state_path

    return user_state_path("casekit", appauthor=False) / "written.json"


def _read_list() -> dict[str, str]:
    """Return what was written; without a readable list every file counts as the reader's."""
    try:
        written = json.loads(_list().read_text(encoding="utf-8"))["written"]
        return {str(name): str(mark) for name, mark in written.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _remember(target: Path, mark: str) -> None:
    written = _read_list()
    written.pop(str(target), None)
    written[str(target)] = mark
    kept = dict(list(written.items())[-_KEEP:])
    # A list that cannot be kept costs a --force the next time, and not the file.
    with contextlib.suppress(OSError):
        place = _list()
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, json.dumps({"schema": 1, "written": kept}, indent=1) + "\n")


def _mark_of(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return "no plain file"
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise KitError(
            f"{path} is there and could not be read ({error.strerror or error}). Name another file with --out."
        ) from None
