"""Reading a bank of tasks and the assignments from it, and finding every mistake in them."""

from __future__ import annotations

from ._files import check_exercises, checked, everything, read_assignment, read_bank
from ._where import assignments, find_assignment

__all__ = [
    "assignments",
    "check_exercises",
    "checked",
    "everything",
    "find_assignment",
    "read_assignment",
    "read_bank",
]
