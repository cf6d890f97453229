"""Studies of a model: the same question asked under other figures, and along one input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ._errors import KitError
from ._numbers import number_of
from ._tables import need
from .engine import (
    change,
    figures_of,
    horizon_of,
    input_named,
    inputs_behind,
    inputs_of,
    output_named,
    outputs_of,
    rivals_of,
    slid,
    times_of,
)
from .units import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from .engine import Input, Model, Output, Value
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
        One row a rival figure: `input`, `figure` (its id), `value` (in the input's unit), `said` (the same in words),
        `source` (where it stands), `answer` (in the output's unit), `used` (whether the model uses it now; of a number
        set by hand, whether it is the same).

    Raises
    ------
    KitError
        When the model has no such output, or it is a series.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> by_source(factory, "cars_in_build").query("input == 'cars_a_year'")["answer"].round(1).tolist()[:2]
    [76.7, 1.5]
    """
    import pandas as pd

    _one_number(model, output)
    rows = []
    for name, figures in rivals_of(model).items():
        if name not in inputs_behind(model, output) or len(figures) < 2:
            continue
        for figure in figures:
            other = change(model, **{name: figure.id})
            rows.append(
                {
                    "input": name,
                    "figure": figure.id,
                    "value": getattr(other, name),
                    "said": say(float(getattr(other, name)), input_named(model, name).unit),
                    "source": figure.where,
                    "answer": getattr(other, output),
                    "used": _in_use(model, name, figure, getattr(other, name)),
                }
            )
    return pd.DataFrame(rows, columns=["input", "figure", "value", "said", "source", "answer", "used"])


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

    _one_number(model, output)
    slider = input_named(model, by).slider
    moved = slid if over is None else change  # along a slider a part may pass its whole; what is asked for is refused
    if over is None:
        if slider is None:
            raise KitError(f"{by} has no slider: say which values to try, over=[...].")
        over = np.arange(slider[0], slider[1] + 1) if by == horizon_of(model) else np.linspace(*slider, 101)
    if not np.iterable(over):
        raise KitError(f"Say which values of {by} to try, as a list: over=[{over!r}, ...].")
    values = np.array(list(over), dtype=float)
    if by == horizon_of(model):  # how many periods there are cannot be an array: a model for each
        answer = np.array([getattr(change(model, **{by: value}), output) for value in values])
    else:
        answer = getattr(moved(model, **{by: values}), output)
    return pd.DataFrame({by: values, output: np.broadcast_to(answer, values.shape)})


def over_time(model: Model, *outputs: str) -> pd.DataFrame:
    """The series of a model as a table, a row for each period.

    Parameters
    ----------
    model
        A model with a horizon, whose inputs are single numbers.
    outputs
        Names of outputs over time; all of them when none is named.

    Returns
    -------
    pandas.DataFrame
        `time` (in the horizon's unit), and a column for each output in its unit.

    Raises
    ------
    KitError
        When the model has no time, or an output is not a series.

    Examples
    --------
    >>> import casekit as ck
    >>> rollout = ck.Rollout.from_case(ck.load("local-motors"), horizon=4)
    >>> over_time(rollout, "open_factories").round(1)["open_factories"].tolist()
    [3.6, 7.3, 10.9, 14.5]
    """
    import pandas as pd

    if not horizon_of(model):
        raise KitError(f"{type(model).__name__} has no horizon: nothing in it goes over time.")
    names = outputs or [name for name, made in outputs_of(model).items() if made.series]
    for name in names:
        if not output_named(model, name).series:
            raise KitError(f"{name} is one number, not a series. Read it as model.{name}.")
        if getattr(model, name).ndim > 1:
            raise KitError(f"{name} holds {getattr(model, name).shape[1]:,} draws; a table takes one number an input.")
    return pd.DataFrame({"time": times_of(model), **{name: getattr(model, name) for name in names}})


def scenarios(sets: Mapping[str, Model], *outputs: str) -> pd.DataFrame:
    """Several models of one kind side by side.

    Parameters
    ----------
    sets
        A name for each model: "plan", "outcome" ...
    outputs
        Names of outputs. All of them numbers, or all of them series.

    Returns
    -------
    pandas.DataFrame
        `scenario` and a column for each output; for series also `time`, with a row for each scenario and period.

    Raises
    ------
    KitError
        When there is no model, they are of different kinds, or an output is unknown.

    Examples
    --------
    >>> import casekit as ck
    >>> plan = ck.Rollout.from_case(ck.load("local-motors"))
    >>> few = ck.change(plan, planned_factories=20)
    >>> scenarios({"plan": plan, "few": few}, "openings_a_year").round(2)["openings_a_year"].tolist()
    [3.64, 1.82]
    """
    import pandas as pd

    if not hasattr(sets, "items") or not sets or not outputs:
        raise KitError("Name at least one scenario and one output: scenarios({'plan': rollout}, 'peak_need').")
    kinds = {type(model).__name__ for model in sets.values()}
    if len(kinds) > 1:
        raise KitError(f"Scenarios are of one kind of model; these are {' and '.join(sorted(kinds))}.")
    first = next(iter(sets.values()))
    over = [output_named(first, name).series for name in outputs]
    if any(over) and not all(over):
        raise KitError("Some of these are numbers and some are series. Make two tables, one of each.")
    if any(over):
        tables = [over_time(model, *outputs).assign(scenario=name) for name, model in sets.items()]
        return pd.concat(tables, ignore_index=True)[["scenario", "time", *outputs]]
    rows = [{"scenario": name, **{each: _alone(model, each) for each in outputs}} for name, model in sets.items()]
    return pd.DataFrame(rows)


def _alone(model: Model, output: str) -> Any:
    value = getattr(model, output)
    if isinstance(value, np.ndarray):
        raise KitError(f"{output} holds {value.size:,} values; side by side stand models with one number an input.")
    return value


def in_words(table: pd.DataFrame, model: Model | type[Model]) -> pd.DataFrame:
    """A table of a model's numbers as a reader says them: $42 million, 39.3%, not available.

    Parameters
    ----------
    table
        Columns named like inputs or outputs, as `scenarios`, `over_time` and `sweep` give them; others stay.
    model
        The model, or its class, that knows their units and labels.

    Returns
    -------
    pandas.DataFrame
        Text, under the labels of the inputs and outputs.

    Examples
    --------
    >>> import casekit as ck
    >>> plan = ck.Rollout.from_case(ck.load("local-motors"))
    >>> in_words(scenarios({"plan": plan}, "openings_a_year"), plan).values.tolist()
    [['plan', '3.6 factories a year']]
    """
    if not hasattr(table, "columns"):
        raise KitError("in_words takes a table, such as scenarios(...) gives, and the model whose numbers it holds.")
    named: dict[str, Input | Output] = {**inputs_of(model), **outputs_of(model)}
    if horizon_of(model):
        named["time"] = named[horizon_of(model)]
    made = table.copy()
    for name in set(table.columns) & named.keys():
        made[name] = [
            each if isinstance(each, str) else say(float(each), named[name].unit, rounded=True) for each in table[name]
        ]
    return made.rename(columns={name: each.label for name, each in named.items() if name != "time"})


def _one_number(model: Model, output: str) -> None:
    if output_named(model, output).series:
        raise KitError(f"{output} is a series, one value for each period. Name an output that is one number.")


def interval(runs: pd.DataFrame, column: str, by: str = "buyers_a_year", confidence: float = 0.95) -> pd.DataFrame:
    """The mean of a column over the runs of a simulation, and how sure it is.

    Parameters
    ----------
    runs
        One row a run, as a simulation gives them.
    column
        One of its columns of numbers. Runs where it is not available are left out.
    by
        The column whose levels are kept apart.
    confidence
        The share of such intervals that would hold the true mean.

    Returns
    -------
    pandas.DataFrame
        One row a level, in ascending order: the level, `mean`, `low`, `high` (in the column's unit), `replications`
        (the runs that count). With one run there is no interval: `low` and `high` are NaN. Where the runs say whether
        they settle, `settles` too: a mean of runs that do not is only of their own length.

    Raises
    ------
    KitError
        When there is no such column of numbers, or the confidence is not between 0 and 1.

    Notes
    -----
    Student's t over the runs, which have to be independent of each other.

    Examples
    --------
    >>> import pandas as pd
    >>> runs = pd.DataFrame({"buyers_a_year": [100, 100, 100], "wait_days": [1.0, 2.0, 3.0]})
    >>> interval(runs, "wait_days").round(2).to_dict("records")
    [{'buyers_a_year': 100, 'mean': 2.0, 'low': -0.48, 'high': 4.48, 'replications': 3}]
    """
    from scipy.stats import t

    _check_runs(runs, (column, by), confidence)
    found = runs[column].astype(float).groupby(runs[by]).agg(["mean", "std", "count"]).reset_index()
    reach = t.ppf((1 + confidence) / 2, found["count"] - 1) * found["std"] / np.sqrt(found["count"])
    made = found.assign(low=found["mean"] - reach, high=found["mean"] + reach, replications=found["count"])
    made = made[[by, "mean", "low", "high", "replications"]]
    if "settles" in runs.columns:
        made["settles"] = runs.groupby(by)["settles"].all().to_numpy()
    return made


def _check_runs(runs: pd.DataFrame, columns: tuple[str, str], confidence: float) -> None:
    if not hasattr(runs, "columns"):
        raise KitError("interval takes runs, such as simulate_factory(...) gives, and one of their columns.")
    if not 0 < number_of("confidence", confidence, -np.inf) < 1:
        raise KitError(f"confidence must be between 0 and 1, such as 0.95, not {confidence:g}.")
    need(runs, *columns)
    for name in columns:
        if runs[name].dtype.kind not in "biuf":
            raise KitError(f'The column "{name}" of the runs holds words, and an interval needs numbers.')


def table_of_levels(runs: pd.DataFrame, columns: Iterable[str], by: str = "buyers_a_year") -> pd.DataFrame:
    r"""Runs as the table that a reader steps through: one row a level, each column with its interval.

    Parameters
    ----------
    runs
        One row a run, as a simulation gives them.
    columns
        Those to keep.
    by
        The column whose levels become the rows.

    Returns
    -------
    pandas.DataFrame
        `by`, and for each column `<column>`, `<column>_low` and `<column>_high`: the mean and its 95% interval, which
        does not go below 0 where no run did.

    Notes
    -----
    So `simulations/waiting.csv` of Local Motors was made, with `levels` its first column::

        runs = simulate_factory(MicroFactory.from_case(case), levels, years=10, warm_up=2, replications=40, seed=1)
        table = table_of_levels(runs, ["wait_days", "queue_mean", "hall_days"]).round(4)
        table.astype({"buyers_a_year": int}).to_csv("waiting.csv", index=False, lineterminator="\n")

    Examples
    --------
    >>> import pandas as pd
    >>> runs = pd.DataFrame({"buyers_a_year": [100, 100, 100], "wait_days": [1.0, 2.0, 3.0]})
    >>> table_of_levels(runs, ["wait_days"]).round(2).to_dict("records")
    [{'buyers_a_year': 100, 'wait_days': 2.0, 'wait_days_low': 0.0, 'wait_days_high': 4.48}]
    """
    import pandas as pd

    made: dict[str, pd.Series[float]] = {}
    for column in columns:
        found = interval(runs, column, by)
        least = 0.0 if runs[column].min() >= 0 else -np.inf
        made |= {by: found[by], column: found["mean"]}
        made |= {f"{column}_low": found["low"].clip(lower=least), f"{column}_high": found["high"]}
    return pd.DataFrame(made)


def _in_use(model: Model, name: str, figure: Figure, value: Value) -> bool:
    """Whether a model uses a figure for an input: by its id, or where no figure is behind the input, by its value."""
    chosen = figures_of(model).get(name)
    return bool(np.all(value == getattr(model, name))) if chosen is None else chosen.id == figure.id
