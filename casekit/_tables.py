"""Tables that a caller gives, checked at the door."""

from __future__ import annotations

from typing import Any

from ._errors import KitError, near


def need(table: Any, *columns: str) -> None:
    """Refuse what is no table, and a table without a column that is needed.

    Raises
    ------
    KitError
        With the nearest column's name.

    Examples
    --------
    >>> import pandas as pd
    >>> need(pd.DataFrame({"days": [1.0]}), "day")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: The table has no column "day". Did you mean "days"?
    """
    if not hasattr(table, "columns"):
        raise KitError(f"This takes a table, not something of the kind {type(table).__name__}.")
    for name in columns:
        if name not in table.columns:
            raise KitError(f'The table has no column "{name}". {near(str(name), map(str, table.columns), "Columns")}')
