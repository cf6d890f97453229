"""What moves in a notebook: the explorer, the stepper and the bet, as readable ES modules shown through anywidget.

They load anywidget, and the button ipywidgets, so each is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bets import Bet as Bet
    from .bets import bet as bet
    from .button import RunButton as RunButton
    from .button import at_button as at_button
    from .explorer import Explorer as Explorer
    from .explorer import explore as explore
    from .stepper import Stepper as Stepper
    from .stepper import step_through as step_through

_HOMES = {
    "Bet": "bets",
    "Explorer": "explorer",
    "RunButton": "button",
    "Stepper": "stepper",
    "at_button": "button",
    "bet": "bets",
    "explore": "explorer",
    "step_through": "stepper",
}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"casekit.widgets has no {name!r}.")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
