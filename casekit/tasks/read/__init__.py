"""Reading a bank of tasks and the assignments from it, and finding every mistake in them."""

from __future__ import annotations

from ._checked import checked, everything
from ._files import assignments, check_exercises, find_assignment, read_assignment, read_bank

__all__ = [
    "assignments",
    "check_exercises",
    "checked",
    "everything",
    "find_assignment",
    "read_assignment",
    "read_bank",
]
