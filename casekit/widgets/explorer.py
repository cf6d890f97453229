"""`explore(model)`: sliders, what runs out first, and a picture that follows the hand.

The arithmetic runs in the browser, from the JavaScript that the engine prints of the model; Python and the browser keep
the values in step. This module loads anywidget; `casekit` imports it when `explore` is first used.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import traitlets

from .._errors import KitError, near
from ..charts.picture import bundle, to_svg
from ..engine import change, inputs_of, rivals_of, slid
from ..units import convert, say
from . import _assets, _picture
from ._drawing import Drawing
from ._payload import payload_of

if TYPE_CHECKING:
    from ..engine import Model, View
    from .bets import Bet


def explore(
    model: Model, view: str | View | None = None, *, title: str | None = None, guess: str | Bet | None = None
) -> Explorer:
    """A model with sliders: move an input, and see what it means and what runs out first.

    Parameters
    ----------
    model
        A model that declares an `explorer`.
    view
        One of its pictures by id, or a View of your own; all of them when left out.
    title
        Instead of the model's own.
    guess
        A bet, or a sentence, shown above the sliders.

    Returns
    -------
    Explorer
        A widget. `explorer.values` holds its numbers, `explorer.set(price=60_000)` moves it, `explorer.model` is the
        model as it stands.

    Raises
    ------
    KitError
        When the model has no explorer or holds more than one number for an input, or the view is unknown.

    Examples
    --------
    >>> import casekit as ck
    >>> factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    >>> explorer = explore(factory)
    >>> explorer.set(build_time=6)
    >>> round(explorer.model.cars_in_build)
    33
    """
    return Explorer(model, view=view, title=title, guess=guess)


class Explorer(Drawing):
    """The widget that `explore` gives."""

    _esm = _assets.joined("explorer_widget.js")
    _waits = "This explorer answers the bet above it. Place the bet, then run this cell and move something."

    values = traitlets.Dict().tag(sync=True)

    def __init__(
        self, model: Model, *, view: str | View | None = None, title: str | None = None, guess: str | Bet | None = None
    ) -> None:
        self._model = model
        payload = payload_of(model, view=view, title=title)
        self._sliders = {row["name"]: row["slider"] for row in payload["inputs"]}
        self._wholes = {row["name"]: row["whole"] for row in payload["inputs"]}
        self._good: dict[str, float] = {}
        super().__init__(guess, payload=payload, values={row["name"]: row["value"] for row in payload["inputs"]})

    def __dir__(self) -> list[str]:
        return ["model", "set", "values"]

    def __repr__(self) -> str:
        return f"<Explorer of {type(self._model).__name__}: it moves in a notebook>"

    @property
    def model(self) -> Model:
        """The model with the values that the explorer shows; a value that is a figure's keeps its source."""
        changes: dict[str, Any] = {}
        for name, value in self.values.items():
            if value != float(getattr(self._model, name)):
                unit = inputs_of(self._model)[name].unit
                same = [
                    each.id
                    for each in rivals_of(self._model).get(name, [])
                    if convert(each.value, each.unit, unit) == value
                ]
                changes[name] = same[0] if same else value
        changed: Model = slid(self._model, **changes)
        return changed

    def set(self, **changes: float | str) -> None:
        """Move some inputs.

        Parameters
        ----------
        changes
            A number for each; or, as text, the id of one of its rival figures.

        Raises
        ------
        KitError
            For an unknown name, and for a number beyond the slider.
        """
        moved = change(self._model, **{name: self._checked(name, value) for name, value in changes.items()})
        new = {name: float(getattr(moved, name)) for name in changes}
        for name, value in new.items():
            low, high = self._sliders[name]
            if not (math.isfinite(value) and low <= value <= high):
                unit = inputs_of(self._model)[name].unit
                raise KitError(f"{name} can go from {say(low, unit)} to {say(high, unit)}; {value:,g} is beyond that.")
        self.values = {**self.values, **new}

    def _checked(self, name: str, value: float | str) -> float | str:
        if name not in self._sliders:
            raise KitError(f'The explorer has no slider "{name}". {near(name, self._sliders, "Sliders")}')
        return value

    @traitlets.validate("values")
    def _only_known_numbers(self, proposal: Any) -> dict[str, float]:
        """What a browser sends is held to the sliders; what it leaves out stays."""
        # While a message is taken in, `self.values` already holds what is proposed.
        kept = dict(self._good)
        for name, value in proposal["value"].items():
            low, high = self._sliders.get(name, (1.0, 0.0))
            if isinstance(value, int | float) and low <= value <= high and self._in_whole_steps(name, value):
                kept[name] = float(value)
        self._good = kept
        return kept

    def _in_whole_steps(self, name: str, value: float) -> bool:
        """How far a model looks ahead is a whole number of its steps."""
        whole: float = self._wholes[name]
        return not whole or abs(value / whole - round(value / whole)) < 1e-6

    def _stored(self) -> dict[str, Any]:
        """The same for a reader without a kernel: picture, bars and a sentence, and never widget state."""
        model, payload = self.model, self.payload
        told = [_picture.headline(payload, model)]
        if not payload["views"]:
            return {"text/html": _picture.stored_html(payload, model, ""), "text/plain": told[0]}
        first = payload["views"][0]
        data = _picture.view_data(payload, first, model)
        sentence = _picture.view_sentence(first, data, model)
        spec = _picture.filled(first["spec"], data, first["title"])
        picture = bundle(to_svg(spec, sentence), to_svg(spec, sentence, dark=True), sentence)
        html = _picture.stored_html(payload, model, picture["text/html"])
        return {**picture, "text/html": html, "text/plain": " ".join([*told, sentence])}
