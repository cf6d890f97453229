"""Studies of a model: the same question asked under other figures, and along one input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ._errors import KitError
from .engine import change, figures_of, input_named, output_named, outputs_of, rivals_of
from .engine.nodes import names_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from .engine import Model, Value
    from .evidence import Figure


def by_source(model: Model, output: str) -> pd.DataFrame:
    """The answer under each rival figure, one changed at a time.

    Parameters
    ----------
    model
        A model filled from a case.
    output
        One of its outputs.

    Returns
    -------
    pandas.DataFrame
        One row a rival figure: `input`, `figure` (its id), `value` (in the input's unit), `source` (where it stands),
        `answer` (in the output's unit), `used` (whether the model uses it now; of a number set by hand, whether it is
        the same).

    Raises
    ------
    KitError
        When the model has no such output.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> by_source(factory, "cars_in_build").query("input == 'cars_a_year'")["answer"].round(1).tolist()[:2]
    [76.7, 1.5]
    """
    import pandas as pd

    output_named(model, output)
    rows = []
    needed = _inputs_behind(model, output)
    for name, figures in rivals_of(model).items():
        if name not in needed or len(figures) < 2:
            continue
        for figure in figures:
            other = change(model, **{name: figure.id})
            rows.append(
                {
                    "input": name,
                    "figure": figure.id,
                    "value": getattr(other, name),
                    "source": figure.where,
                    "answer": getattr(other, output),
                    "used": _in_use(model, name, figure, getattr(other, name)),
                }
            )
    return pd.DataFrame(rows, columns=["input", "figure", "value", "source", "answer", "used"])


def sweep(model: Model, output: str, by: str, over: Iterable[float] | None = None) -> pd.DataFrame:
    """The answer along one input.

    Parameters
    ----------
    model
        A model.
    output
        One of its outputs.
    by
        The input that moves.
    over
        Its values, in its unit; else 101 values over its slider.

    Returns
    -------
    pandas.DataFrame
        Two columns, named like the input and the output.

    Raises
    ------
    KitError
        When the model has no such input or output, or the input has neither values nor a slider.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> sweep(factory, "cars_in_build", by="build_time", over=[6, 14])["cars_in_build"].round().tolist()
    [33.0, 77.0]
    """
    import pandas as pd

    output_named(model, output)
    slider = input_named(model, by).slider
    if over is None:
        if slider is None:
            raise KitError(f"{by} has no slider: say which values to try, over=[...].")
        over = np.linspace(*slider, 101)
    values = np.array(list(over), dtype=float)
    answer = getattr(change(model, **{by: values}), output)
    return pd.DataFrame({by: values, output: np.broadcast_to(answer, values.shape)})


def _in_use(model: Model, name: str, figure: Figure, value: Value) -> bool:
    """Whether a model uses a figure for an input: by its id, or where no figure is behind the input, by its value."""
    chosen = figures_of(model).get(name)
    return bool(np.all(value == getattr(model, name))) if chosen is None else chosen.id == figure.id


def _inputs_behind(model: Model, output: str) -> set[str]:
    """The inputs that an output depends on, through any number of other outputs."""
    outputs, found, todo = outputs_of(model), set(), [output]
    while todo:
        for name in names_in(outputs[todo.pop()].node):
            if name.name in outputs:
                todo.append(name.name)
            else:
                found.add(name.name)
    return found
