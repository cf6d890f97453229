"""`step_through(case, name)`: a stored table, a slider through its levels, and a picture that follows the hand.

What is not arithmetic (a simulation) cannot answer a slider at once. So it is run beforehand, level by level, and the
slider steps through what the runs said. This module loads anywidget; `casekit` imports it when `step_through` is first
used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from .._errors import KitError, near
from .._html import escape, plain
from .._numbers import number_of
from ..charts.picture import bundle, to_svg
from ..engine import inputs_of, outputs_of
from ..models import model_named
from ..units import convert, number
from . import _assets, _levels
from ._drawing import Drawing
from ._stepper_payload import Telling, in_words, levels_of, payload_of_table, shows_of

if TYPE_CHECKING:
    import pandas as pd

    from ..case import Case, Simulation
    from ..engine import Model
    from .bets import Bet


def step_through(
    what: Case | pd.DataFrame, name: str = "", *, table: pd.DataFrame | None = None, model: Model | None = None,
    by: str = "", label: str = "", unit: str = "", shows: Mapping[str, Any] | Iterable[str] | None = None,
    headline: str = "", limits: Mapping[str, float] | None = None, how: str = "", note: str = "",
    confidence: float | None = 0.95, title: str | None = None, guess: str | Bet | None = None,
) -> Stepper:  # fmt: skip
    """A table with a slider through its levels: what each level means, how sure it is, and a picture.

    Parameters
    ----------
    what, name
        A case and one of its stored simulations; or a table: one row a level, or one a level and run.
    table, model
        Of a case: other runs, told in the words of the stored ones, and the model whose limits are drawn with them.
    by, label, unit
        Of a table: the column of its levels, how it is called, and its unit.
    shows
        Of a table: its columns, as a list or each with `{"label": ..., "unit": ...}`; when left out, those that have a
        range. The columns `<column>_low` and `<column>_high` are the range; runs are given their 95% interval.
    headline, limits
        Of a table: a sentence with {by} and columns in braces; sentences with {value} -> where an upright rule stands.
    how, note, confidence
        How the table was made, and a note on it; which share of such ranges holds the average of endless runs, or None.
    title, guess
        Instead of the simulation's own title; a bet, or a sentence, shown above the slider.

    Raises
    ------
    KitError
        When there is no such simulation, or the table lacks a column that is named.

    Examples
    --------
    >>> import pandas as pd
    >>> runs = pd.DataFrame({"buyers": [100, 300], "days": [0.4, 12], "days_low": [0.3, 10], "days_high": [0.5, 14]})
    >>> stepper = step_through(runs, by="buyers", shows={"days": {"label": "Days of waiting", "unit": "day"}})
    >>> stepper.set(300)
    >>> stepper.headline
    'Buyers at 300, days of waiting: 12 days.'
    """
    from ..case import Case

    words = (by, label, unit, headline, shows, limits)
    if isinstance(what, Case):
        found, told = _of_case(what, name, table, model, words, (how, escape(note)))
    elif _is_table(what) and not name and table is None and model is None:
        found, told = what, _of_table(what, words, (how, escape(note), confidence))
    else:
        raise KitError("step_through takes a case and the name of one of its simulations, or a table.")
    return Stepper(found, told, title=title, guess=guess)


_Words = tuple[str, str, str, str, "Mapping[str, Any] | Iterable[str] | None", "Mapping[str, float] | None"]


def _is_table(what: Any) -> bool:
    import pandas as pd

    return isinstance(what, pd.DataFrame)


def _of_case(
    case: Case, name: str, table: pd.DataFrame | None, model: Model | None, words: _Words, fresh: tuple[str, str]
) -> tuple[pd.DataFrame, Telling]:
    if any(word not in ("", None) for word in words):
        raise KitError("The words of a case's simulation are its own. Give them with a table: step_through(table).")
    stored = case.simulations[name]
    if table is not None and not _is_table(table):
        raise KitError(f"table= takes other runs as a table, not a {type(table).__name__}.")
    if table is None:
        return stored.table, telling_of(case, stored, model)
    return table, telling_of(case, stored, model, fresh=fresh)


def _of_table(table: pd.DataFrame, words: _Words, made: tuple[str, str, float | None]) -> Telling:
    by, label, unit, headline, shows, limits = words
    if not by:
        raise KitError(f"Say which column holds the levels: by=. {near('', map(str, table.columns), 'Columns')}")
    columns = shows_of(table, by, shows)
    at = {text: _limit(f'The limit "{text}"', value) for text, value in (limits or {}).items()}
    return Telling("What do the runs say?", by, label or in_words(by), unit, columns, headline, at, *made)


def telling_of(
    case: Case, stored: Simulation, model: Model | None = None, *, fresh: tuple[str, str] | None = None
) -> Telling:
    """How a case tells one of its simulations.

    Parameters
    ----------
    case, stored
        A case, and one of its simulations.
    model
        Whose limits are drawn; the case's own when left out.
    fresh
        Where other runs are told in the words of the stored ones: how they were made, and a note on them.
    """
    kind = model_named(stored.model)
    inputs, outputs = inputs_of(kind), outputs_of(kind)
    if stored.by not in inputs:
        raise KitError(f'{stored.model} has no input "{stored.by}". {near(stored.by, inputs, "Inputs")}')
    unit = inputs[stored.by].unit
    limits: dict[str, float] = {}
    if stored.limits:
        of = kind.from_case(case) if model is None else model
        if not isinstance(of, kind):
            raise KitError(f"The limits here are those of a {stored.model}, and model= is a {type(of).__name__}.")
        for output, text in stored.limits.items():
            if output not in outputs:
                raise KitError(f'{stored.model} has no output "{output}". {near(output, outputs, "Outputs")}')
            value = _limit(f"A limit of {stored.by}, and so {output},", getattr(of, output))
            limits[plain(text)] = float(convert(value, outputs[output].unit, unit))
    return Telling(
        plain(stored.title), stored.by, inputs[stored.by].label, unit,
        {name: (plain(shown.label), shown.unit) for name, shown in stored.shows.items()},
        plain(stored.headline), limits, *(fresh or (plain(stored.how), case.prose(stored.note))),
    )  # fmt: skip


def _limit(name: str, value: Any) -> float:
    """Where a limit stands; NaN where it is not available."""
    missing = isinstance(value, float) and math.isnan(value)
    return math.nan if missing else number_of(name, value, least=-math.inf)


class Stepper(Drawing):
    """The widget that `step_through` gives."""

    _esm = _assets.joined("stepper_widget.js")
    _waits = "This table answers the bet above it. Place the bet, then run this cell and move the slider."

    at = traitlets.Int(0).tag(sync=True)

    def __init__(
        self, table: pd.DataFrame, told: Telling, *, title: str | None = None, guess: str | Bet | None = None
    ) -> None:
        payload = payload_of_table(table, told)
        self._rows, self._by = levels_of(table, told), told.by
        super().__init__(guess, payload={**payload, "title": title or payload["title"]})

    def __dir__(self) -> list[str]:
        return ["headline", "level", "levels", "row", "set"]

    def __repr__(self) -> str:
        return f"<Stepper through {len(self.levels)} levels of {self._by}: it moves in a notebook>"

    @property
    def levels(self) -> list[float]:
        """The levels, rising."""
        found: list[float] = self.payload["levels"]
        return found

    @property
    def level(self) -> float:
        """The level at which it stands."""
        return self.levels[self.at]

    @property
    def row(self) -> pd.Series[float]:
        """The table's row at that level."""
        found: pd.Series[float] = self._rows.iloc[self.at].copy()
        return found

    @property
    def headline(self) -> str:
        """What it says there, in a sentence."""
        return " ".join(filter(None, _levels.say_headline(self.payload, self.at)))

    def set(self, level: float) -> None:
        """Move to a level.

        Parameters
        ----------
        level
            One of the levels, in their unit.

        Raises
        ------
        KitError
            When it is no number, or the table has no such level; the nearest one is named.
        """
        asked = number_of(f"A level of {self._by}", level, least=-math.inf)
        if asked not in self.levels:
            best = min(self.levels, key=lambda each: abs(each - asked))
            raise KitError(f"The table has no level {asked:,g} of {self._by}. The nearest one is {number(best)}.")
        self.at = self.levels.index(asked)

    @traitlets.validate("at")
    def _only_known_levels(self, proposal: Any) -> int:
        """What a browser sends is held to the table."""
        most = len(self.payload["levels"]) - 1 if self.payload else 0
        return int(min(most, max(0, proposal["value"])))

    def _stored(self) -> dict[str, Any]:
        """The same for a reader without a kernel: picture, numbers and a sentence, and never widget state."""
        payload = self.payload
        first = payload["views"][0]
        data = _levels.steps_data(payload, first, self.at)
        sentence = _levels.steps_sentence(payload, first, data)
        spec = _levels.filled_steps(first, data)
        picture = bundle(to_svg(spec, sentence), to_svg(spec, sentence, dark=True), sentence)
        html = _levels.stored_html(payload, self.at, picture["text/html"])
        return {**picture, "text/html": html, "text/plain": f"{self.headline} {sentence}"}
