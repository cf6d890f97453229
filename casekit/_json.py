"""JSON that somebody else wrote: read within limits."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any


class Strange(Exception):
    """What stands in the place of a file is none, or damaged, or another's; why, as the rest of a sentence."""


def read_json(path: Path, largest: int) -> Any:
    """What a file holds; numbers that are not finite, or too long to be read quickly, are None.

    Parameters
    ----------
    path
        The file.
    largest
        How many bytes it may have.

    Raises
    ------
    Strange
        When it is no plain file, too large, or no whole JSON.
    RecursionError
        When it is nested far too deep.
    OSError
        When there is none, or it cannot be read just now, which says nothing about what is in it.
    """
    if not path.is_file() and (path.exists() or path.is_symlink()):
        raise Strange("is no plain file")
    with path.open("rb") as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        size = f"{largest // 1_000_000} MB" if largest >= 1_000_000 else f"{largest // 1000} kB"
        raise Strange(f"is larger than {size}")
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_int=_whole, parse_float=_finite, parse_constant=lambda _: None
        )
    except UnicodeDecodeError:
        raise Strange("is not text in UTF-8") from None
    except ValueError:
        cut = data.lstrip().startswith(b"{") and not data.rstrip().endswith(b"}")
        raise Strange("was cut off" if cut else "is damaged" if data.strip() else "is empty") from None


def _whole(digits: str) -> int | float | None:
    """A whole number; thousands of digits are slow to read and no answer to anything."""
    if len(digits) <= 16:
        return int(digits)
    return float(digits) if len(digits) <= 300 else None


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None
