"""casekit: sourced business cases of customer co-creation, with numbers that you can read and move.

>>> import casekit as ck
>>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
>>> round(factory.cars_in_build)
77
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import charts as charts
    from ._errors import KitError as KitError
    from .base_rates import base_rates as base_rates
    from .engine import change as change
    from .explain import explain as explain
    from .export.handout import to_handout as to_handout
    from .export.page import to_page as to_page
    from .fit import fit as fit
    from .library import cases as cases
    from .library import load as load
    from .models.capacity import MicroFactory as MicroFactory
    from .models.community import CommunityGrowth as CommunityGrowth
    from .models.contest import ContestLead as ContestLead
    from .models.contest import CrowdVote as CrowdVote
    from .models.contest import DesignContest as DesignContest
    from .models.development import DevelopmentBreakEven as DevelopmentBreakEven
    from .models.factory_floor import erlang_c as erlang_c
    from .models.factory_floor import simulate_factory as simulate_factory
    from .models.funnel import StageGateFunnel as StageGateFunnel
    from .models.participation import Participation as Participation
    from .models.portfolio import ProductPortfolio as ProductPortfolio
    from .models.portfolio import simulate_portfolio as simulate_portfolio
    from .models.print_run import PrintRun as PrintRun
    from .models.rollout import Rollout as Rollout
    from .models.royalties import PrizeOrRoyalty as PrizeOrRoyalty
    from .models.royalties import RoyaltyWaterfall as RoyaltyWaterfall
    from .models.runway import CashRunway as CashRunway
    from .solve import solve as solve
    from .study import by_source as by_source
    from .study import in_words as in_words
    from .study import interval as interval
    from .study import over_time as over_time
    from .study import scenarios as scenarios
    from .study import sweep as sweep
    from .teach.class_view import class_view as class_view
    from .teach.room import instructor as instructor
    from .teach.sheet import exercises as exercises
    from .widgets import at_button as at_button
    from .widgets import bet as bet
    from .widgets import explore as explore
    from .widgets import step_through as step_through

__version__ = "0.1.0"

# Where each public name lives. Nothing is imported until it is used: `import casekit` costs next to nothing, and
# a reader who only loads a case does not wait for the solver.
_HOMES = {
    "CashRunway": "models.runway",
    "CommunityGrowth": "models.community",
    "ContestLead": "models.contest",
    "CrowdVote": "models.contest",
    "DesignContest": "models.contest",
    "DevelopmentBreakEven": "models.development",
    "KitError": "_errors",
    "MicroFactory": "models.capacity",
    "Participation": "models.participation",
    "PrintRun": "models.print_run",
    "PrizeOrRoyalty": "models.royalties",
    "ProductPortfolio": "models.portfolio",
    "Rollout": "models.rollout",
    "RoyaltyWaterfall": "models.royalties",
    "StageGateFunnel": "models.funnel",
    "at_button": "widgets",
    "base_rates": "base_rates",
    "bet": "widgets",
    "by_source": "study",
    "cases": "library",
    "change": "engine",
    "class_view": "teach.class_view",
    "erlang_c": "models.factory_floor",
    "exercises": "teach.sheet",
    "explain": "explain",
    "explore": "widgets",
    "fit": "fit",
    "in_words": "study",
    "instructor": "teach.room",
    "interval": "study",
    "load": "library",
    "over_time": "study",
    "scenarios": "study",
    "simulate_factory": "models.factory_floor",
    "simulate_portfolio": "models.portfolio",
    "solve": "solve",
    "step_through": "widgets",
    "sweep": "study",
    "to_handout": "export.handout",
    "to_page": "export.page",
}
_MODULES = ("charts",)

__all__ = [*sorted(_HOMES), *_MODULES]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    from ._errors import near

    raise AttributeError(f"casekit has no {name!r}. {near(name, __all__, 'It has')}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


class _Kit(ModuleType):
    """The package; a module of its that bears a verb's name (casekit.explain) does not take the verb's place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Kit
