"""Case: what one folder holds; reading and checking it."""

from __future__ import annotations

from ._arguments import Argument, Arguments, Evidence
from ._case import Bet, Case, Decision, Option, Quantity, Table, Tile
from ._problems import Problem
from ._read import check_case, read_case
from ._simulations import Shown, Simulation
from ._walk import Step
from ._walks import walk_file

__all__ = [
    "Argument",
    "Arguments",
    "Bet",
    "Case",
    "Decision",
    "Evidence",
    "Option",
    "Problem",
    "Quantity",
    "Shown",
    "Simulation",
    "Step",
    "Table",
    "Tile",
    "check_case",
    "read_case",
    "walk_file",
]
