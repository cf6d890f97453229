"""Where the kit keeps what it ships beside its code: cases, notebooks and exercises.

There are two homes. In a checkout they are the folders `data/`, `notebooks/` and `exercises/` beside
the package; in an installed wheel they travel inside it, under `casekit/_share/`. Everything that
needs one of them asks here.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from casekit._errors import KitError

_PACKAGE = Path(__file__).resolve().parent


def share_dir() -> Path:
    """Return the folder that holds `data/`, `exercises/` and `notebooks/`.

    Raises
    ------
    KitError
        When neither home is there, which means that the installation is damaged.

    >>> (share_dir() / "data").is_dir()
    True
    """
    for home in (_PACKAGE / "_share", _PACKAGE.parent):
        if (home / "data" / "cases").is_dir():
            return home
    raise KitError(
        f"The kit's data was found neither in {_PACKAGE / '_share'} nor in {_PACKAGE.parent}. "
        "Install casekit again, or run it from a full checkout."
    )


def data_dir() -> Path:
    """Return the folder of the kit's data; its cases are in `cases/`, one folder each."""
    return share_dir() / "data"


def cases_dir() -> Path:
    """Return the folder that holds one folder for each case of the kit."""
    return data_dir() / "cases"


def exercises_dir() -> Path:
    """Return the folder of the kit's exercises: one folder for each case that has some."""
    return share_dir() / "exercises"


def notebooks_dir() -> Path:
    """Return the folder of the kit's own notebooks, which are never opened in place."""
    return share_dir() / "notebooks"


def checkout_dir() -> Path | None:
    """Return the root of the checkout that the kit runs from, or None when it was installed.

    >>> root = checkout_dir()
    >>> root is None or (root / "pyproject.toml").is_file()
    True
    """
    root = _PACKAGE.parent
    return root if share_dir() == root and (root / "pyproject.toml").is_file() else None


def write_whole(target: Path, content: str | bytes) -> None:
    """Write a whole file or nothing: a program that reads meanwhile sees the old one or the new one.

    Parameters
    ----------
    target
        Where; its folder must be there.
    content
        All of it; text is stored as UTF-8 with the line ends that it has.

    Raises
    ------
    OSError
        As the system gives it; the old file is then as it was.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "note.txt"
    >>> write_whole(place, "77 cars")
    >>> place.read_text(), [path.name for path in place.parent.iterdir()]
    ('77 cars', ['note.txt'])
    """
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(prefix=".casekit-", suffix=".new", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
