"""The reader's own copy of the notebooks: kept when the kit changes, never overwritten once changed.

The folder holds a small list, `.casekit.json`, of what was given. A file that is still what was given
may be replaced by a newer original; a file that the reader changed never is, and the newer original is
put beside it under another name, once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from casekit._errors import KitError
from casekit._paths import checkout_dir, share_dir, write_whole

LIST = ".casekit.json"


@dataclass(frozen=True)
class Change:
    """What was done with one file of the working copy, in a sentence for the reader."""

    name: str
    what: str  # given | updated | kept | offered
    sentence: str


def reader_folder(named: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of the reader's working copy, without making it.

    Parameters
    ----------
    named
        The folder that the reader asked for; else the variable CASEKIT_FOLDER, else `casekit` in the
        reader's documents.

    Raises
    ------
    KitError
        When the folder lies inside the kit, where an update would touch it, or is a file.
    """
    wanted = named or os.environ.get("CASEKIT_FOLDER")
    if wanted:
        folder = Path(wanted).expanduser().absolute()
    else:
        from platformdirs import user_documents_path

        folder = user_documents_path() / "casekit"
    folder = folder.resolve()
    for kit in (checkout_dir(), share_dir()):
        if kit is not None and folder.is_relative_to(kit.resolve()):
            raise KitError(
                f"{folder} is inside the kit itself, where an update would touch your work. "
                "Name a folder of your own with --folder."
            )
    if folder.exists() and not folder.is_dir():
        raise KitError(f"{folder} is a file. Name a folder with --folder.")
    return folder


def update(originals: Path, folder: Path) -> list[Change]:
    """Give the reader what is new among the originals, and touch nothing that the reader changed.

    Parameters
    ----------
    originals
        The folder of the kit's own notebooks.
    folder
        The reader's working copy; it is made when it is missing.

    Returns
    -------
    list of Change
        One for each original, in the order of their names.

    Raises
    ------
    KitError
        When the folder cannot be written to, or a path in it leads elsewhere.
    """
    found = [path.relative_to(originals) for path in originals.rglob("*") if _is_original(path)]
    # By the name without its ending, so that a part B comes after its part A.
    names = sorted(found, key=lambda name: (name.parent, name.stem))
    if not names:
        raise KitError(f"There are no notebooks in {originals}. Install casekit again.")
    given = _read_list(folder)
    changes = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            changes.append(_give(originals / name, folder, name.as_posix(), given))
        write_whole(folder / LIST, json.dumps({"schema": 1, "given": given}, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        where = error.filename or folder
        raise KitError(
            f"{where} could not be written ({error.strerror}). Close the program that holds it, "
            "or name another folder with --folder."
        ) from error
    return changes


def fingerprint(path: Path) -> str:
    """Return the same text for two files that a reader would call the same.

    Line endings do not count, nor does what an editor notes in a notebook by merely opening it
    (metadata, ids and the numbers of the runs). Text, code and results do.
    """
    data = path.read_bytes().replace(b"\r\n", b"\n")
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(data.decode("utf-8"))["cells"]
            data = json.dumps([_essence(cell) for cell in cells], sort_keys=True).encode()
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # no notebook that we understand, so its text counts
    return hashlib.sha256(data).hexdigest()


def _essence(value: object) -> object:
    """Reduce a part of a notebook to what a reader sees: lines joined, an editor's notes left out."""
    if isinstance(value, dict):
        notes = ("metadata", "execution_count", "id")
        return {key: _essence(part) for key, part in value.items() if key not in notes}
    if isinstance(value, list):
        if value and all(isinstance(part, str) for part in value):
            return "".join(value).replace("\r\n", "\n")
        return [_essence(part) for part in value] or ""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _is_original(path: Path) -> bool:
    if path.suffix != ".ipynb":
        return False
    hidden = any(part.startswith((".", "_")) for part in path.parts[-2:])
    return path.is_file() and not path.is_symlink() and not hidden


def _give(original: Path, folder: Path, name: str, given: dict[str, str]) -> Change:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(folder):
        raise KitError(f"{target.parent} leads out of {folder}. Remove that link, or name another folder.")
    new = fingerprint(original)
    if not _there(target):
        _copy(original, target)
        given[name] = new
        return Change(name, "given", f"{name} is new.")
    now = _fingerprint_of_readers(target)
    if now == new:
        given[name] = new
        return Change(name, "kept", f"{name} is as it was given.")
    before = given.get(name)
    if now == before:
        _copy(original, target)
        given[name] = new
        return Change(name, "updated", f"{name} was updated; you had not changed it.")
    if before == new:
        return Change(name, "kept", f"{name} is yours: you changed it, and it was left alone.")
    offer = _offer(original, target, new, given, folder)
    given[name] = new  # so that it is offered once, not at every start
    return Change(
        name, "offered", f"{name} is yours: you changed it, and it was left alone. The new original is {offer}."
    )


def _offer(original: Path, target: Path, new: str, given: dict[str, str], folder: Path) -> str:
    """Put an original beside the file that the reader changed; return the name it was given."""
    for number in range(1, 1000):
        mark = "new original" if number == 1 else f"new original {number}"
        beside = target.with_name(f"{target.stem} ({mark}){target.suffix}")
        name = beside.relative_to(folder).as_posix()
        if _there(beside):
            now = _fingerprint_of_readers(beside)
            if now != new and now != given.get(name):
                continue  # an earlier one, which the reader changed too
        _copy(original, beside)
        given[name] = new
        return name
    raise KitError(f"There are too many originals beside {target}. Remove those that you do not need.")


def _there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _fingerprint_of_readers(path: Path) -> str:
    """Return the fingerprint of a file; what is no ordinary file is the reader's own doing."""
    return "" if path.is_symlink() or not path.is_file() else fingerprint(path)


def _read_list(folder: Path) -> dict[str, str]:
    """Return what was given before; without a readable list everything counts as changed."""
    try:
        given = json.loads((folder / LIST).read_text(encoding="utf-8"))["given"]
        return {str(name): str(mark) for name, mark in given.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _copy(original: Path, target: Path) -> None:
    write_whole(target, original.read_bytes())
    if target.suffix == ".ipynb":
        _trust(target)


def _trust(notebook: Path) -> None:
    """Sign an original, the kit's own: JupyterLab strips the styles of stored pictures that it does not trust."""
    import nbformat
    from nbformat.sign import NotebookNotary

    # The signature stands in the reader's Jupyter folder; without it the notebook works once its cells are run.
    with contextlib.suppress(Exception):
        notary = NotebookNotary()
        notary.sign(nbformat.read(notebook, as_version=4))
        notary.store.close()
