"""What moves in a notebook: the explorer and the bet, as readable ES modules shown through anywidget.

Both load anywidget, so each is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bets import Bet as Bet
    from .bets import bet as bet
    from .explorer import Explorer as Explorer
    from .explorer import explore as explore

_HOMES = {"Bet": "bets", "Explorer": "explorer", "bet": "bets", "explore": "explorer"}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"casekit.widgets has no {name!r}.")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
