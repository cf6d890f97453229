"""The models of the kit: one file a question.

`MODELS` names where each one lives, so that a case can join a model by name without importing all of them.
"""

from __future__ import annotations

import importlib

from .._errors import KitError, near
from ..engine import Model

MODELS = {
    "CashRunway": "runway",
    "CommunityGrowth": "community",
    "ContestLead": "contest",
    "CrowdVote": "contest",
    "DesignContest": "contest",
    "DevelopmentBreakEven": "development",
    "MicroFactory": "capacity",
    "Participation": "participation",
    "PrintRun": "print_run",
    "PrizeOrRoyalty": "royalties",
    "ProductPortfolio": "portfolio",
    "Rollout": "rollout",
    "RoyaltyWaterfall": "royalties",
    "StageGateFunnel": "funnel",
}


def model_named(name: str) -> type[Model]:
    """The class of a model of the kit.

    Parameters
    ----------
    name
        Its name, as a case's `models` writes it.

    Raises
    ------
    KitError
        When the kit has no such model; the nearest name is suggested.

    Examples
    --------
    >>> model_named("MicroFactory").__name__
    'MicroFactory'
    """
    if name not in MODELS:
        raise KitError(f'The kit has no model "{name}". {near(name, MODELS, "Models")}')
    found: type[Model] = getattr(importlib.import_module(f"{__name__}.{MODELS[name]}"), name)
    return found
