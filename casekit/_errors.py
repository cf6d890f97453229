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

    def _render_traceback_(self) -> list[str]:
        """In a notebook: the sentence, and not the lines of the kit that it came through."""
        return [f"KitError: {self}"]


def near(word: str, known: Iterable[str], what: str = "Known") -> str:
    """Suggest the nearest known word, or list them all when none is near.

    >>> near("reportd", ["reported", "estimate"]), near("xyz", ["reported", "estimate"])
    ('Did you mean "reported"?', 'Known: reported, estimate.')
    """
    known = list(known)
    if not isinstance(word, str):
        return f"A name is text, not {type(word).__name__}. {what}: {', '.join(known[:15])}."
    if len(known) > 500 or len(word) > 100:  # looking through them all would take long
        known, word = [k for k in known if k[:2].casefold() == word[:2].casefold()][:500], word[:100]
    lower = {k.casefold(): k for k in reversed(known)}
    found = difflib.get_close_matches(word.casefold(), list(lower), n=1, cutoff=0.6)
    if found:
        return f'Did you mean "{lower[found[0]]}"?'
    if not known:
        return f"{what}: none so far."
    return f"{what}: {', '.join(known[:15])}{' ...' if len(known) > 15 else '.'}"
