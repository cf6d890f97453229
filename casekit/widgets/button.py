"""`at_button(label, function)`: long work that runs when somebody asks for it, says how far it is, and can be stopped.

The work runs in a thread of its own, so that other cells answer meanwhile and Stop can be pressed. This module loads
ipywidgets; `casekit` imports it when `at_button` is first used.
"""

from __future__ import annotations

import contextvars
import inspect
import threading
import time
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from .._errors import KitError
from .._html import escape, view

_OFTEN = 0.1  # seconds between two words on how far the work is
_STYLE = """<style>.ck-run{--jp-widgets-font-size:14px;--jp-widgets-inline-height:30px;gap:4px;padding:2px 0}
@media (min-width:1600px){.ck-run{--jp-widgets-font-size:17px;--jp-widgets-inline-height:36px}}
.ck-run .widget-html-content{line-height:1.45}.ck-run .ck-bad{font-weight:600}
.ck-run .jupyter-button{padding:0 16px}.ck-run .ck-run-row{flex-wrap:wrap;align-items:center;gap:8px}</style>"""


class Stopped(BaseException):
    """Raised out of `progress` when somebody pressed Stop; no `except Exception` of the work holds it up."""


def at_button(label: str, function: Callable[..., Any]) -> RunButton:
    """A button that runs a function, shows how far it is, and then what it gave.

    Parameters
    ----------
    label
        What the button does, in a few words.
    function
        Called with nothing; or, when it has a parameter `progress`, with `progress=tell`: it calls `tell(0.4)` when
        two fifths are done, and that is also where Stop ends it.

    Returns
    -------
    RunButton
        A widget. Nothing runs before the button is pressed. `button.result` is what the function gave.

    Raises
    ------
    KitError
        When `function` cannot be called.

    Examples
    --------
    >>> button = at_button("Count to a million", lambda progress: sum(range(1_000_000)))
    >>> button.result is None
    True
    """
    if not callable(function):
        raise KitError(f"at_button takes a label and a function, such as lambda: simulate(...), not {function!r}.")
    return RunButton(label, function)


class RunButton(widgets.VBox):  # type: ignore[misc]
    """The widget that `at_button` gives."""

    def __init__(self, label: str, function: Callable[..., Any]) -> None:
        self._label, self._function, self._tells = str(label), function, _takes_progress(function)
        self._result: Any = None
        self._stop, self._thread = threading.Event(), threading.current_thread()
        # Whether the work goes on and what is said of it change together, or "Stopping ..." would outlive the work.
        self._lock = threading.RLock()
        self._started = self._last = 0.0
        # What the work prints belongs under the cell that made the button, whichever runs at the time.
        self._context = contextvars.copy_context()
        wide = widgets.Layout(width="max-content")
        self._run = widgets.Button(description=self._label, layout=wide, button_style="primary")
        self._halt = widgets.Button(description="Stop", layout=widgets.Layout(width="max-content", display="none"))
        self._bar = widgets.FloatProgress(
            min=0.0, max=1.0, layout=widgets.Layout(width="min(100%, 20em)", visibility="hidden")
        )
        self._said, self._out = widgets.HTML(), widgets.Output()
        self._run.on_click(lambda _: self.press())
        self._halt.on_click(lambda _: self.stop())
        row = widgets.HBox([self._run, self._halt, self._bar])
        row.add_class("ck-run-row")
        super().__init__([widgets.HTML(_STYLE), row, self._said, self._out])
        self.add_class("ck-run")

    def __dir__(self) -> list[str]:
        return ["press", "result", "running", "stop", "wait"]

    def __repr__(self) -> str:
        return f"<RunButton {self._label}: press it in a notebook>"

    @property
    def result(self) -> Any:
        """What the function gave when it last came to its end; None before that."""
        return self._result

    @property
    def running(self) -> bool:
        """Whether the work is going on."""
        return bool(self._run.disabled)

    def press(self) -> None:
        """Start the work, as the button does; nothing happens while it is going on."""
        with self._lock:
            if self.running:
                return
            self._run.disabled = True
            self._stop.clear()
            self._started, self._last = time.monotonic(), 0.0
            self._bar.value = 0.0
            if self._tells:
                self._halt.disabled, self._halt.layout.display = False, None
                self._bar.layout.visibility = "visible"
            self._say("Running ..." if self._tells else "Running. It does not say how far it is.")
        self._thread = threading.Thread(target=self._context.copy().run, args=(self._work,), daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            # Python in a browser has no threads: the work holds everything up, and ends all the same.
            self._work()

    def stop(self) -> None:
        """End the work where it next says how far it is."""
        with self._lock:
            if self.running and self._tells:
                self._halt.disabled = True
                self._stop.set()
                self._say("Stopping ...")

    def wait(self, timeout: float | None = None) -> None:
        """Wait for the work to end.

        Parameters
        ----------
        timeout
            Seconds; as long as it takes when left out.
        """
        if self.running and self._thread.ident is not None:
            self._thread.join(timeout)

    def _tell(self, share: float) -> None:
        """What the function calls with the share that is done."""
        if self._stop.is_set():
            raise Stopped
        now = time.monotonic()
        if now - self._last < _OFTEN:
            return
        self._last = now
        done = min(1.0, max(0.0, float(share)))
        passed = now - self._started
        left = f", about {_seconds(passed / done - passed)} left" if done > 0 and passed > 1 else ""
        with self._lock:
            if self._stop.is_set():
                raise Stopped
            self._bar.value = done
            self._say(f"Running: {100 * done:.0f}%{left}.")

    def _work(self) -> None:
        said, bad = "", False
        try:
            result = self._function(progress=self._tell) if self._tells else self._function()
            self._result = result
            self._show(result)
            said = f"Done in {_seconds(time.monotonic() - self._started)}."
        except Stopped:
            said = f"Stopped after {_seconds(time.monotonic() - self._started)}.{self._before()}"
        except KitError as error:
            said, bad = f"{error}{self._before()}", True
        except Exception as error:  # a button that stays silent would be worse
            said, bad = f"That did not work ({type(error).__name__}: {error}).{self._before()}", True
        finally:
            with self._lock:
                self._bar.layout.visibility, self._halt.layout.display = "hidden", "none"
                self._say(said or "It ended before its time.", bad=bad)
                self._run.disabled = False

    def _before(self) -> str:
        return "" if self._result is None else " What it gave before is still shown."

    def _show(self, result: Any) -> None:
        """Put a result in the place of the one before; None has nothing to show."""
        from IPython.core.getipython import get_ipython

        shell: Any = get_ipython()
        if shell is None or result is None:
            self._out.outputs = ()
            return
        data, metadata = shell.display_formatter.format(result)
        self._out.outputs = ({"output_type": "display_data", "data": data, "metadata": metadata},)

    def _say(self, text: str, *, bad: bool = False) -> None:
        self._said.value = f'<div role="status"{" class=ck-bad" if bad else ""}>{escape(text)}</div>'

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Live, the button; stored, a sentence that says what to do."""
        given = super()._repr_mimebundle_(**kwargs)
        data, metadata = given if isinstance(given, tuple) else (given or {}, {})
        told = f"Nothing has run here. Run this cell, then press “{self._label}”."
        return {**data, "text/html": view(f'<p class="ck-dim">{escape(told)}</p>'), "text/plain": told}, metadata


def _takes_progress(function: Callable[..., Any]) -> bool:
    try:
        return "progress" in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False


def _seconds(seconds: float) -> str:
    """A time as one says it.

    >>> _seconds(0.4), _seconds(1.2), _seconds(75), _seconds(600)
    ('less than a second', '1 second', '75 seconds', '10 minutes')
    """
    if seconds < 0.95:
        return "less than a second"
    if seconds >= 119.5:
        return f"{seconds / 60:.0f} minutes"
    return "1 second" if round(seconds) == 1 else f"{seconds:.0f} seconds"
