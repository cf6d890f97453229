"""The one kind of error that a user of the kit is meant to read."""

from __future__ import annotations


class KitError(Exception):
    """What went wrong, where, and how to mend it, in one clear sentence.

    The sentence is the whole message: the command line prints it alone, without a traceback.

    >>> str(KitError("figures.csv, line 7: the unit is missing. Write it in the unit column."))
    'figures.csv, line 7: the unit is missing. Write it in the unit column.'
    """
