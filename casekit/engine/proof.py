"""The proof that a model's units agree: its trees folded with exact units, no hidden conversion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from .._errors import KitError
from ..units import check_unit, parts
from .nodes import Call, Name, Node, Number
from .verbs import UnitMisfit, UnitPowers, raised, say_powers

if TYPE_CHECKING:
    from .model import Model


def prove_units(model: type[Model]) -> None:
    """Show that every output of a model comes out in the unit that it declares.

    Parameters
    ----------
    model
        The model's class.

    Raises
    ------
    KitError
        Naming the file, the line and the expression at fault.

    Examples
    --------
    >>> from casekit.models.capacity import MicroFactory
    >>> prove_units(MicroFactory)
    """
    from .model import inputs_of, outputs_of

    units: dict[str, UnitPowers] = {}
    for name, each in inputs_of(model).items():
        try:
            check_unit(each.unit)
        except KitError as error:
            raise KitError(f"{model.__name__}.{name}: {error}") from error
        units[name] = dict(parts(each.unit))
    for name, made in outputs_of(model).items():
        file = made.place.split(",")[0]
        units[name] = declared = dict(parts(made.unit))  # known at once: a state uses its own last value
        found = _fold(made.node, units, f"{file}, line {{}}: {model.__name__}.{name}")
        if found is not None and found != declared:
            raise KitError(
                f"{made.place}: {model.__name__}.{name} comes out in {say_powers(found)}, "
                f"but is declared in {say_powers(declared)}. Mend the formula or the declared unit."
            )


def _fold(node: Node, units: dict[str, UnitPowers], where: str) -> UnitPowers | None:
    """The unit of a tree. None fits any unit: a zero, or not available."""
    from .printing import to_text

    if isinstance(node, Number):
        return None if node.value == 0 or math.isnan(node.value) else {}
    if isinstance(node, Name):
        return units[node.name]
    node = cast(Call, node)
    folded = [_fold(arg, units, where) for arg in node.args]
    try:
        if node.verb.name == "power" and isinstance(node.args[1], Number):
            return raised(folded[0], node.args[1].value)
        return node.verb.units(*folded)
    except UnitMisfit as error:
        raise KitError(
            f"{where.format(node.line)}: in {to_text(node)}, {error}. Mend the formula or a unit."
        ) from error
