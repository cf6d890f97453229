"""An answers file on the disk: read as a stranger's, joined with what is known, written whole.

Two programs may write the same file: two copies of a notebook, or a notebook and the page whose file was put there.
So whoever writes first reads what is there, and keeps it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from .._errors import KitError
from .._json import Strange, read_json
from .._paths import write_whole
from .times import moment

if sys.platform != "win32":
    import fcntl

SCHEMA = 1
LARGEST = 4_000_000  # bytes of a file: an hour of work makes about 20,000
MANY = 20_000  # answers in it
DEEPEST = 50  # lists and dicts in one another
FOLDER = 200  # answers files of one folder that are looked at
_HELD = (5, 32, 33)  # what Windows says while another program holds a file
_WAITS = (0.05, 0.1, 0.2, 0.4)  # seconds
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

T = TypeVar("T")


def read_file(path: Path) -> dict[str, Any] | None:
    """What an answers file holds; None when there is none.

    Raises
    ------
    Strange
        When it is damaged, or no answers file.
    OSError
        When it cannot be read just now, which says nothing about what is in it.
    """
    try:
        found = _even(_patiently(lambda: read_json(path, LARGEST)))
    except FileNotFoundError:
        return None
    except RecursionError:
        raise Strange("is nested far too deep for answers") from None
    if not isinstance(found, dict) or "casekit" not in found:
        raise Strange("is no file of answers")
    if found["casekit"] != SCHEMA or isinstance(found["casekit"], bool):
        raise Strange("was written by another version of casekit")
    if not isinstance(found.get("answers"), list):
        raise Strange("holds no list of answers")
    return found


def files_of(folder: Path, assignment: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The answers files of a folder to one assignment, whoever gave them; what cannot be read is passed over."""
    try:
        found = sorted(path for path in folder.glob("*-answers-*.json") if not path.name.startswith("."))
    except OSError:
        return
    for path in found[:FOLDER]:
        with contextlib.suppress(Strange, OSError):
            data = read_file(path)
            if data is not None and data.get("assignment") == assignment:
                yield path, data


def write_file(path: Path, content: Mapping[str, Any]) -> None:
    """Write an answers file whole; on Windows a moment's patience with whatever holds it."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    data = f"{text}\n".encode("utf-8", "replace")
    if len(data) > LARGEST:
        raise OSError(errno.EFBIG, "the answers file is full")
    _patiently(lambda: write_whole(path, data))


def set_aside(path: Path) -> Path:
    """Give a file another name, one that nothing has yet.

    Raises
    ------
    OSError
        When that cannot be done; the file is then where it was.
    """
    stem, ending = path.stem, path.suffix
    for number in range(1, 1_000):
        other = path.with_name(f"{stem}-set-aside-{number}{ending}")
        if not (other.exists() or other.is_symlink()):
            _patiently(lambda to=other: os.rename(path, to))  # type: ignore[misc]
            return other
    raise OSError(errno.EEXIST, "there are a thousand files set aside")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other kernels out between reading a file and writing it, where the system can lock a folder.

    Where it cannot (Windows, some network drives) two programs that write in the same thousandth of a second could
    pass each other; each of them still has its own answers, and joins them with its next one.
    """
    if sys.platform == "win32":
        yield
        return
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            for wait in (*_WAITS, *_WAITS, None):
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if wait is not None:
                        time.sleep(wait)
        yield


def joined(ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Two lists of answers as one, with nothing of either lost and each answer once.

    A list that holds the other stays in its order, which is that in which the answers were given, whatever the
    machine's clock said; else time decides.

    >>> a, b, c = ({"task": "x", "value": at, "at": f"2027-02-01T10:0{at}:00.000Z"} for at in (1, 2, 3))
    >>> [each["value"] for each in joined([a, c], [a, b])]
    [1, 2, 3]
    """
    kept: dict[bytes, Any] = {}
    for each in (*theirs, *ours):
        mark = _mark(each)
        kept[mark] = _with_help(each, kept[mark]) if mark in kept else each
    marks = set(kept)
    for list_ in (theirs, ours):
        own = dict.fromkeys(_mark(each) for each in list_)
        if own.keys() == marks:
            return [kept[mark] for mark in own]
    return sorted(kept.values(), key=_when)


def plain_data(value: Any) -> Any:
    """A value as JSON gives it back, whole numbers without their .0, as JavaScript writes them.

    Raises
    ------
    KitError
        When it is not made of text, finite numbers, lists and dicts.

    Examples
    --------
    >>> plain_data({"number": 14.0, "unit": "day"})
    {'number': 14, 'unit': 'day'}
    """
    try:
        text = json.dumps(_even(value), ensure_ascii=False, allow_nan=False)
        return json.loads(text.encode("utf-8", "replace"))
    except (TypeError, ValueError, RecursionError):
        raise KitError("This answer is no plain text, number or list, so it cannot be kept.") from None


def why_not(error: OSError, path: Path) -> str:
    """Why a file could not be written, in a sentence for the student."""
    kept = "It is kept while this notebook runs, and goes into the file with the next answer that can be written."
    if error.errno == errno.EFBIG:
        return f"{path.name} is full, so this answer is not in it. Move the file elsewhere and run the notebook again."
    if error.errno in _FULL:
        return f"The disk is full, so your answer is not in {path.name} yet. {kept} Make some room."
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE):
        return f"The folder {path.parent} is gone, so your answer is in no file yet. {kept} Put the folder back."
    if getattr(error, "winerror", None) in _HELD:
        return f"Another program holds {path.name}, so your answer is not in it yet. {kept} Close that program."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        mend = 'Name a folder of yours: ck.exercises(..., folder="...").'
        return f"The folder {path.parent} cannot be written to, so your answer is in no file yet. {kept} {mend}"
    return f"{path.name} could not be written ({error.strerror or type(error).__name__}). {kept}"


def cannot_use(path: Path, why: str, error: OSError) -> str:
    """Why a file that is there is left alone, in a sentence for the student."""
    told = error.strerror or type(error).__name__
    return f"{path.name} {why} ({told}). It is left as it is, and your answers are in no file yet. Move it elsewhere."


def _patiently(action: Callable[[], T]) -> T:
    """Do something with a file, a few times where Windows says that another program holds it."""
    for wait in _WAITS:
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(wait)
    return action()


def _even(value: Any, deep: int = 0) -> Any:
    """Whole numbers without their .0; what is nested deeper than any answer raises a RecursionError."""
    if deep > DEEPEST:
        raise RecursionError
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, Mapping):
        return {str(name): _even(each, deep + 1) for name, each in value.items()}
    return [_even(each, deep + 1) for each in value] if isinstance(value, list | tuple) else value


def _mark(answer: Any) -> bytes:
    """By what two answers are the same one: all but the help that was seen, and the release, which a file also says."""
    if isinstance(answer, Mapping):
        answer = {name: each for name, each in answer.items() if name not in ("help", "release")}
    return json.dumps(_even(answer), sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")


def _with_help(one: Any, other: Any) -> Any:
    """One answer, with the most help that either copy of it says was seen."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return one
    levels = [each["help"] for each in (one, other) if is_level(each.get("help"))]
    return {**other, **one, **({"help": max(levels)} if levels else {})}


def is_level(help: Any) -> bool:
    """Whether this is a level of help: 0 to 3.

    >>> is_level(2), is_level(True), is_level("2")
    (True, False, False)
    """
    return isinstance(help, int) and not isinstance(help, bool) and 0 <= help <= 3


def _when(answer: Any) -> float:
    at = moment(answer.get("at")) if isinstance(answer, Mapping) else None
    return at.timestamp() if at else -math.inf
