"""A short code for each student: numbers of one's own without a name, and a typing slip that never hits another's."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from itertools import count

from .._crockford import ALPHABET, BETWEEN, check_value, lenient
from .._errors import KitError

LETTERS = 4  # a million codes; then a check letter
_START = 6  # so that K7M4-2, the example of all sentences, is a code
# Codes of which a spreadsheet makes a number or a day: 12E45, MAR12.
_NUMBERLIKE = re.compile(r"\d*(E|JAN|FEB|MAR|APR|MAY|SEP|DEC)?\d*")


def code_of(key: bytes, student: str) -> str:
    """The code of a student, as long as no other has it.

    Parameters
    ----------
    key
        The instructor's key: without it nobody can tell whose code it is.
    student
        The student's id, as the roster has it.

    Returns
    -------
    str
        Five letters, the last of them a check: "K7M42". The same key and id give the same code.

    Examples
    --------
    >>> code = code_of(b"key", "s1234567")
    >>> len(code), code == code_of(b"key", "s1234567")
    (5, True)
    """
    return next(codes_of(key, student))


def codes_of(key: bytes, student: str) -> Iterator[str]:
    """The codes that a student may have, without end: the first of them that no other has."""
    for attempt in count():
        digest = hmac.new(key, f"code/{student}/{attempt}".encode(), hashlib.sha256).digest()
        values = [byte % 32 for byte in digest[:LETTERS]]
        code = "".join(ALPHABET[value] for value in [*values, check_value(values, _START)])
        if not _NUMBERLIKE.fullmatch(code):
            yield code


def shown_code(code: str) -> str:
    """A code as a person writes it.

    >>> shown_code("K7M42")
    'K7M4-2'
    """
    return f"{code[:LETTERS]}-{code[LETTERS:]}"


def read_code(text: str) -> str:
    """A code as a student typed it.

    Raises
    ------
    KitError
        When it is too short or too long, holds a sign that no code has, or its check letter does not fit.

    Examples
    --------
    >>> code = code_of(b"key", "s1234567")
    >>> read_code(f" {shown_code(code).lower()} ") == code
    True
    >>> read_code("K7M4-Z")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: The code "K7M4-Z" does not fit together: a letter is mistyped. Compare it ...
    """
    if not isinstance(text, str):
        raise KitError(f"A code is text, such as K7M4-2, not {type(text).__name__}.")
    short = "".join(letter if letter.isprintable() else "?" for letter in text.strip()[:20])
    code = BETWEEN.sub("", lenient(text[:200]))
    if len(code) != LETTERS + 1 or any(letter not in ALPHABET for letter in code):
        raise KitError(f'"{short}" is no code. A code has {LETTERS + 1} letters and digits, such as K7M4-2.')
    values = [ALPHABET.index(letter) for letter in code]
    if check_value(values[:-1], _START) != values[-1]:
        raise KitError(f'The code "{short}" does not fit together: a letter is mistyped. Compare it letter by letter.')
    return code
