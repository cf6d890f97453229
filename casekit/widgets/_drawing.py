"""What the explorer and the stepper share: a widget with a picture, that may wait for a bet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import traitlets

from .._errors import KitError
from .._html import escape, view
from . import _assets
from ._vega import vega_bundle

if TYPE_CHECKING:
    from .bets import Bet


class Drawing(anywidget.AnyWidget):
    """A widget that draws its payload, beside what the reader guessed.

    A subclass says what is stored for a reader without a kernel (`_stored`), and what stands there as long as the bet
    that it answers is not placed (`_waits`).
    """

    _css = _assets.text("casekit.css")
    _waits: ClassVar[str]

    payload = traitlets.Dict().tag(sync=True)
    guess = traitlets.Unicode("").tag(sync=True)

    def __init__(self, guess: str | Bet | None, **state: Any) -> None:
        super().__init__(**state)
        self._bet: Bet | None = None
        if guess is None or isinstance(guess, str):
            self.guess = guess or ""
        elif not hasattr(guess, "said"):
            raise KitError(f"guess= takes a bet or a sentence, not {guess!r}.")
        else:
            self._bet = guess
            self.guess = guess.said
            guess.observe(lambda _: setattr(self, "guess", guess.said), names="state")
        self.on_msg(self._answer)

    def _answer(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        """The page has no Vega yet: send it, once a notebook."""
        if content.get("type") != "vega":
            return
        try:
            self.send({"type": "vega"}, buffers=[vega_bundle()])
        except Exception as error:
            self.send({"type": "vega", "problem": f"vl-convert could not make the drawing library: {error}"})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        if self._bet is not None and not self._bet.placed:
            heading = f'<h3 class="ck-head">{escape(self.payload["title"])}</h3>'
            wait = {"text/html": view(f"{heading}<p>{self._waits}</p>"), "text/plain": self._waits}
            return {**data, **wait}, metadata
        return {**data, **self._stored()}, metadata

    def _stored(self) -> dict[str, Any]:
        """The same for a reader without a kernel: picture, numbers and a sentence, and never widget state."""
        raise NotImplementedError
