"""Base rates: what became of ideas, designs and members in all the cases so far, side by side.

`data/base-rates.csv` holds them, one row a case and stage, so that a spreadsheet can read them too. An author writes
the stage, the case, the figure, what it counts and what speaks against it; `python -m casekit.base_rates` fills in the
rest from the figures of the cases.
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING

from ._errors import KitError, near
from ._paths import data_dir, write_whole
from .library import cases, load

if TYPE_CHECKING:
    import pandas as pd

    from .evidence import Figure

# The road of an idea in its order, and what it takes and brings.
STAGES = {
    "active": "members who take part",
    "qualified": "ideas that pass the crowd",
    "approved": "ideas that pass the firm, of those that passed the crowd",
    "chosen": "ideas that the firm takes up, of all handed in",
    "printed": "designs that are made, of all handed in",
    "launched": "ideas that reach a shop, of all handed in",
    "time": "from the idea to the shop",
    "payout": "what its maker gets",
}
WRITTEN = ["stage", "case", "figure", "what", "conflict"]  # by an author
# From the figure.
FILLED = ["title", "value", "low", "high", "unit", "as_of", "part", "kind", "source", "locator", "url"]
COLUMNS = [*WRITTEN, *FILLED]


def file() -> Path:
    """Return the file that holds the base rates.

    >>> file().name
    'base-rates.csv'
    """
    return data_dir() / "base-rates.csv"


def base_rates(stage: str = "", case: str = "", part: str = "A") -> pd.DataFrame:
    """Return what became of ideas, designs and members in the cases, one row a case and stage.

    Parameters
    ----------
    stage
        "active", "qualified", "approved", "chosen", "printed", "launched", "time" or "payout";
        "" for all, in this order.
    case
        A case by its name; "" for all.
    part
        "A": what each case knew on the day of its decision, so that no class is spoiled; "B": all.

    Returns
    -------
    DataFrame
        `stage`, `case` and its `title`, `what` is counted, `text` (the rate as one says it), `value`, `low`, `high`,
        `unit`, `as_of`, `part`, `kind`, `source`, `locator`, `url`, `conflict` (what speaks against it), `figure`.

    Raises
    ------
    KitError
        When there is no such stage, case or part.

    Examples
    --------
    >>> rates = base_rates("time", "quirky")
    >>> print(rates[["what", "text"]].to_string(index=False, header=False))
    from the chosen idea to the shop 4.5 months
    >>> base_rates("lunched")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: There is no stage "lunched". Did you mean "launched"?
    """
    if part not in ("A", "B"):
        raise KitError(f'A case has the parts "A" and "B", not {part!r}.')
    if stage and stage not in STAGES:
        raise KitError(f'There is no stage "{stage}". {near(stage, STAGES, "Stages")}')
    table = _stored()
    known = list(dict.fromkeys(table["case"]))
    if case and case not in known:
        raise KitError(f'No base rates are known of "{case}". {near(case, known, "Cases")}')
    told = table[table["part"] <= part]
    wanted = told["stage"].isin([stage] if stage else STAGES) & told["case"].isin([case] if case else known)
    table = told[wanted]
    if table.empty:
        stages = [each for each in STAGES if each in set(told["stage"][told["case"] == case])]
        raise KitError(f'Of {case} no rate of the stage "{stage}" is known in part {part}. It has {", ".join(stages)}.')
    return table.sort_values("stage", key=lambda names: names.map(list(STAGES).index), kind="stable", ignore_index=True)


def _stored() -> pd.DataFrame:
    """The file as a table, each rate also as one says it."""
    import pandas as pd

    from .units import say

    numbers = ("value", "low", "high")
    kinds: dict[Hashable, type] = {name: float if name in numbers else str for name in COLUMNS}
    empty = {name: [""] for name in numbers}
    table = pd.read_csv(file(), dtype=kinds, keep_default_na=False, na_values=empty)
    table["text"] = [say(value, unit) for value, unit in zip(table["value"], table["unit"], strict=True)]
    return table[["stage", "case", "title", "what", "text", *FILLED[1:], "conflict", "figure"]]


def filled(text: str) -> str:
    """Fill each row of a base-rates file from the figure that it names.

    Parameters
    ----------
    text
        The file, with the columns that an author writes; others are written anew.

    Raises
    ------
    KitError
        With its line, when a row names no stage, case or figure of the kit, or an assumption: a base rate is counted.
    """
    rows = csv.DictReader(io.StringIO(text))
    if missing := [name for name in WRITTEN if name not in (rows.fieldnames or ())]:
        raise KitError(f"base-rates.csv, line 1: the column {missing[0]} is missing. Write {', '.join(WRITTEN)}.")
    known = list(cases()["slug"])
    loaded = functools.cache(functools.partial(load, part="B"))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        try:
            if row["stage"] not in STAGES:
                raise KitError(f'There is no stage "{row["stage"]}". {near(row["stage"], STAGES, "Stages")}')
            if row["case"] not in known:
                raise KitError(f'There is no case "{row["case"]}". {near(row["case"], known, "Cases")}')
            found = loaded(row["case"])
            figure = found.figure(row["figure"])
            if figure.kind == "assumption":
                raise KitError(f"{figure.id} is assumed, and a base rate is counted. Name another figure.")
        except KitError as error:
            raise KitError(f"base-rates.csv, line {rows.line_num}: {error}") from None
        writer.writerow({name: row[name] for name in WRITTEN} | {"title": found.title} | _told(figure))
    return out.getvalue()


def _told(figure: Figure) -> dict[str, str]:
    """What a figure says of itself, as the cells of a row."""
    sources = list(dict.fromkeys(citation.source for citation in figure.citations))
    ends = {"value": figure.value, "low": figure.low, "high": figure.high}
    numbers = {name: "" if value is None else f"{value:.12g}" for name, value in ends.items()}
    cited = {
        "source": "; ".join(source.cite for source in sources),
        "locator": figure.where,
        "url": "; ".join(source.url for source in sources if source.url),
    }
    return {**{name: str(getattr(figure, name)) for name in ("unit", "as_of", "part", "kind")}, **numbers, **cited}


if __name__ == "__main__":
    write_whole(file(), filled(file().read_text(encoding="utf-8")))
