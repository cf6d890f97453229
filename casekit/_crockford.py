"""Crockford's base 32, with a check character that catches each mistyped character and each swap of two.

The letters are 0-9 and A-Z without I, L, O and U. With the arithmetic of the field of 32 elements (x⁵ = x² + 1) the
check is a start value plus the sum of each value times x to the power of its place, counted from 1: the powers differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BETWEEN = re.compile(r"[\s.‐‑‒–—−-]+")  # what a reader puts between groups
_LENIENT = str.maketrans("OIL", "011")


def lenient(text: str) -> str:
    """What was typed or read out, with letters of one size, and O, I and L as the digits that they are taken for.

    >>> lenient("ko-il 2")
    'K0-11 2'
    """
    return text.strip().upper().translate(_LENIENT)


def check_value(values: Iterable[int], start: int = 0) -> int:
    """The check of some values, 0 to 31 each.

    >>> check_value([19, 7, 20, 4]) == check_value([7, 19, 20, 4])
    False
    """
    total, weight = start, 1
    for value in values:
        weight = _twice(weight)
        total ^= _times(weight, value)
    return total


def _twice(value: int) -> int:
    """A value times x, where x⁵ = x² + 1."""
    return (value << 1) & 31 ^ (5 if value & 16 else 0)


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = _twice(a), b >> 1
    return product
