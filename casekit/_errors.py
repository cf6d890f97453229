"""The one kind of error that a user of the kit is meant to read."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class KitError(Exception):
    """What went wrong, where, and how to mend it, in one clear sentence.

    The sentence is the whole message: the command line prints it alone, without a traceback.

    >>> str(KitError("figures.csv, line 7: the unit is missing. Write it in the unit column."))
    'figures.csv, line 7: the unit is missing. Write it in the unit column.'
    """


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, with a space before it; nothing when none is near.

    >>> did_you_mean("prise", ["price", "wage"])
    " Did you mean 'price'?"
    >>> did_you_mean("zebra", ["price", "wage"])
    ''
    """
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean {near[0]!r}?" if near else ""
