"""The course folder of an instructor: the key, everybody's code, and for each assignment what was handed out.

The layout
----------
::

    course/                         for the instructor alone
      key.txt                       the key: made once, never written over
      codes.csv                     id, name and code of every student
      local-motors/
        released.json               what was written, so that nothing that somebody changed is written over
        hand-out/                   everything for students, and nothing else
          local-motors.html         the page: a browser is enough
          local-motors.ipynb        the notebook
          local-motors.sheet.json   what both of them read
          each/K7M42/               the same three for one student, who needs no code

Key and codes belong to the course: a student has one code for all its assignments.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .._errors import KitError
from .._paths import write_whole
from .roster import Student, codes_csv, read_codes, read_roster, with_codes

KEY_FILE, CODES_FILE, LIST, HAND_OUT = "key.txt", "codes.csv", "released.json", "hand-out"
_BYTES = 32  # of a key
_HEAD = (
    "The key of this course. Hand it out to nobody: with it everybody's numbers and answers can be computed. "
    "Keep a copy: without it nothing can be marked."
)


def key_in(path: str | os.PathLike[str]) -> bytes:
    """The key in a file; of a folder, in its key.txt.

    Raises
    ------
    KitError
        When there is none, or the file was changed.
    """
    file = Path(path).expanduser().resolve()
    file = file / KEY_FILE if file.is_dir() else file
    try:
        lines = file.read_text(encoding="utf-8-sig").split()
    except FileNotFoundError:
        raise KitError(f"There is no {file}. Put back the copy that you kept.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise KitError(f"{file} cannot be read ({error}). Put back the copy that you kept.") from None
    with contextlib.suppress(IndexError, ValueError):
        key = bytes.fromhex(lines[-1])
        if len(key) == _BYTES:
            return key
    raise KitError(f"{file} holds no key any more. Put back the copy that you kept.")


class Course:
    """A course folder.

    Parameters
    ----------
    folder
        Where it is, or will be; else the folder `course` here.

    Examples
    --------
    >>> import tempfile
    >>> course = Course(Path(tempfile.mkdtemp()) / "course")
    >>> course.is_new, len(course.make_key()), course.is_new
    (True, 32, False)
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.folder = Path(folder or "course").expanduser().resolve()
        if self.folder.exists() and not self.folder.is_dir():
            raise KitError(f"{self.folder} is a file. Name a folder for your course with --folder.")
        self.key_file, self.codes_file = self.folder / KEY_FILE, self.folder / CODES_FILE

    @property
    def is_new(self) -> bool:
        """Whether no key was made yet."""
        return not self.key_file.exists()

    def key(self) -> bytes:
        """The key; a KitError where there is none, or the file was changed."""
        return key_in(self.key_file)

    def make_key(self) -> bytes:
        """The key; where there is none it is made, readable by its owner alone where the system can do that."""
        if not self.is_new:
            return self.key()
        if self.codes_file.exists():
            raise KitError(
                f"{self.codes_file} is there and {KEY_FILE} is not: the codes belong to a key. Put back the copy of it "
                "that you kept, or begin a new course in another folder."
            )
        self.make_folder(self.folder)
        text = f"{_HEAD}\n\n{secrets.token_hex(_BYTES)}\n"
        try:
            # Made here or not at all: two programs that begin at once do not get two keys.
            handle = os.open(self.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            return self.key()
        except OSError as error:
            raise KitError(f"{self.key_file} could not be written ({error.strerror or error}).") from None
        return self.key()

    def students(self, roster: str | os.PathLike[str] | None) -> tuple[list[Student], list[str]]:
        """Everybody of the roster and everybody who has a code already, with their codes; and what to know about it."""
        listed = read_roster(roster) if roster is not None else []
        if not listed and not self.codes_file.exists():
            return [], []
        key = self.make_key()
        known, notes = read_codes(self.codes_file, key)
        students = with_codes(listed, key, known)
        ids = {student.id.casefold() for student in listed}
        left = [student.name for student in known if student.id.casefold() not in ids]
        if listed and left:
            who = ", ".join(left[:3]) + (" ..." if left[3:] else "")
            keep = (
                "is not in the roster and keeps the code" if len(left) == 1 else "are not in the roster and keep theirs"
            )
            notes.append(f"{who} {keep}. To drop somebody, delete the line in {CODES_FILE}.")
        return students, notes

    def write_codes(self, students: Sequence[Student], force: bool = False) -> None:
        """Write the list of codes; one that somebody wrote more into is left alone."""
        data = codes_csv(students).encode("utf-8-sig")  # the mark tells a spreadsheet that names are in UTF-8
        if self.codes_file.exists():
            if self.codes_file.read_bytes() == data:
                return
            if not force and _says_more(self.codes_file):
                raise KitError(f"{self.codes_file} has more columns than the kit gave it. Move it, or add --force.")
        self.write(self.codes_file, data)
        with contextlib.suppress(OSError):  # names are for nobody else on this machine, where it can tell them apart
            self.codes_file.chmod(0o600)

    def make_folder(self, folder: Path) -> None:
        """Make a folder and what is above it."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KitError(f"The folder {folder} cannot be made ({error.strerror or error}).") from None

    def write(self, path: Path, data: bytes) -> None:
        """Write a file whole."""
        try:
            write_whole(path, data)
        except OSError as error:
            why = error.strerror or error
            raise KitError(f"{path} could not be written ({why}). Close the program that holds it.") from None


class Handed:
    """What was written for an assignment: files of the kit that are as it wrote them may be written again.

    Parameters
    ----------
    course, name
        The course and the assignment.
    """

    def __init__(self, course: Course, name: str) -> None:
        self.course = course
        self.folder = course.folder / name
        self.hand_out = self.folder / HAND_OUT
        self._list = self.folder / LIST
        self.about: dict[str, Any] = {}
        self._files: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            known = json.loads(self._list.read_text(encoding="utf-8"))
            self._files = {str(name): str(mark) for name, mark in known["files"].items()}
            self.about = dict(known["about"])

    def path(self, name: str) -> Path:
        """Where a file of the assignment stands, by its name with slashes."""
        return self.folder.joinpath(*name.split("/"))

    def read(self, name: str) -> Any:
        """The JSON of a file that was written before, as long as nobody changed it; else None."""
        if self._files.get(name) is None or self._files[name] != _mark(self.path(name)):
            return None
        return json.loads(self.path(name).read_text(encoding="utf-8"))

    def check(self, files: Mapping[str, Callable[[], bytes]], force: bool) -> None:
        """Refuse, before anything is written, where a file is not as the kit left it; with `force` never."""
        if force:
            return
        changed = []
        for name, content in files.items():
            path = self.path(name)
            if not (path.exists() or path.is_symlink()) or self._files.get(name) == _mark(path):
                continue
            # A release that was stopped half way wrote some files and no list.
            if _mark(path) != hashlib.sha256(content()).hexdigest():
                changed.append(path)
        if changed:
            more = f" (and {len(changed) - 1} more)" if changed[1:] else ""
            raise KitError(
                f"{changed[0]}{more} was changed since it was released, and was left alone. Move it, or add --force."
            )

    def write(
        self, files: Mapping[str, Callable[[], bytes]], about: Mapping[str, Any], done: Callable[[int], None]
    ) -> int:
        """Write what is not there yet; how many files were new or other than before."""
        written = 0
        try:
            for at, (name, content) in enumerate(files.items(), 1):
                data, path = content(), self.path(name)
                mark = hashlib.sha256(data).hexdigest()
                if _mark(path) != mark:
                    self.course.make_folder(path.parent)
                    self.course.write(path, data)
                    written += 1
                self._files[name] = mark
                done(at)
            self.about = dict(about)
        finally:
            self._remember()
        return written

    @property
    def others(self) -> list[str]:
        """Files of earlier releases, by their names."""
        return [name for name in self._files if self.path(name).exists()]

    def _remember(self) -> None:
        text = json.dumps({"casekit_released": 1, "about": self.about, "files": self._files}, indent=1)
        self.course.make_folder(self.folder)
        self.course.write(self._list, (text + "\n").encode())


def _mark(path: Path) -> str:
    """What a file holds, in short; "" where there is no plain file."""
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise KitError(f"{path} is there and cannot be read ({error.strerror or error}).") from None


def _says_more(path: Path) -> bool:
    """Whether a list of codes has columns of somebody else."""
    with contextlib.suppress(OSError, UnicodeDecodeError, IndexError):
        head = path.read_text(encoding="utf-8-sig").splitlines()[0]
        return sorted(name.strip('" ').casefold() for name in head.replace(";", ",").split(",")) != [
            "code",
            "id",
            "name",
        ]
    return True
