"""The run button: nothing before it is pressed; then progress, a result, Stop, and a sentence for what went wrong."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

import casekit as ck
from casekit._errors import KitError
from casekit.widgets.button import RunButton, Stopped, _seconds


def said(button: RunButton) -> str:
    return re.sub(r"<[^>]+>", "", button._said.value)


def run(function: Callable[..., Any]) -> RunButton:
    button = ck.at_button("Run it", function)
    button.press()
    button.wait(20)
    assert not button.running
    return button


def test_nothing_runs_before_it_is_pressed() -> None:
    calls: list[int] = []
    button = ck.at_button("Run it", lambda: calls.append(1))
    data, _ = button._repr_mimebundle_()
    assert calls == [] and button.result is None and not button.running
    assert data["text/plain"] == "Nothing has run here. Run this cell, then press “Run it”."
    assert "application/vnd.jupyter.widget-view+json" in data
    assert set(dir(button)) == {"press", "result", "running", "stop", "wait"}
    with pytest.raises(KitError, match="at_button takes a label and a function"):
        ck.at_button("Run it", 7)  # type: ignore[arg-type]


def test_a_result_is_kept_and_replaced() -> None:
    results = iter([1, 2])
    button = run(lambda: next(results))
    assert button.result == 1
    assert re.fullmatch(r"Done in [\w ]+\.", said(button))
    button.press()
    button.wait(20)
    assert button.result == 2


def test_progress_is_told_to_who_asks() -> None:
    seen: list[float] = []

    def work(progress: Callable[[float], None]) -> str:
        for share in (-1, 0.25, 7):
            button._last = 0.0
            progress(share)
            seen.append(button._bar.value)
        return "done"

    button = ck.at_button("Run it", work)
    button.press()
    button.wait(20)
    assert seen == [0, 0.25, 1]
    assert button.result == "done"
    assert (button._halt.layout.display, button._bar.layout.visibility) == ("none", "hidden")


def test_the_kit_s_own_simulation_can_be_run_so() -> None:
    factory = ck.MicroFactory.from_case(ck.load("local-motors"))
    from casekit.models.factory_floor import simulate_factory

    button = run(lambda progress: simulate_factory(factory, [100], years=3, replications=2, progress=progress))
    assert len(button.result) == 2


def test_stop_ends_the_work_and_keeps_what_was_there() -> None:
    started, ended = threading.Event(), []

    def work(progress: Callable[[float], None]) -> None:
        started.set()
        try:
            while True:
                try:
                    progress(0.5)
                except Exception:
                    raise AssertionError("Stop was taken for a mistake of the work") from None
        except Stopped:
            ended.append(True)
            raise

    button = ck.at_button("Run it", work)
    button._result = "before"
    button.press()
    assert started.wait(5) and button.running
    button.press()  # a second press changes nothing
    button.stop()
    button.wait(20)
    assert ended == [True]
    assert button.result == "before"
    assert re.fullmatch(r"Stopped after [\w ]+\. What it gave before is still shown\.", said(button))
    button.stop()  # nothing to stop
    assert said(button).startswith("Stopped")


def meanwhile(button: RunButton, word: str, other: Callable[[], Any]) -> list[str]:
    """Let another thread move on exactly when a word is about to be said; what is said is listed."""
    words: list[str] = []
    plainly = button._say

    def slowly(text: str, *, bad: bool = False) -> None:
        if text.startswith(word) and not any(said.startswith(word) for said in words):
            other()
        words.append(text)
        plainly(text, bad=bad)

    button._say = slowly  # type: ignore[method-assign]
    return words


def test_work_that_ends_while_it_is_stopped_says_so_last() -> None:
    going, go = threading.Event(), threading.Event()

    def work(progress: Callable[[float], None]) -> None:
        going.set()
        assert go.wait(20)

    def end() -> None:
        go.set()
        button.wait(0.3)  # time enough to end, were it not held up

    button = ck.at_button("Run it", work)
    words = meanwhile(button, "Stopping", end)
    button.press()
    assert going.wait(20)
    button.stop()
    button.wait(20)
    assert [text.split()[0] for text in words] == ["Running", "Stopping", "Done"]
    assert said(button).startswith("Done in") and not button.running


def test_what_is_stopped_is_not_said_to_be_running() -> None:
    def work(progress: Callable[[float], None]) -> None:
        for _ in range(2):
            button._last = 0.0
            progress(0.5)

    def stop() -> None:
        stopping.start()
        stopping.join(0.3)  # time enough to say so, were it not held up

    button = ck.at_button("Run it", work)
    stopping = threading.Thread(target=button.stop, daemon=True)
    words = meanwhile(button, "Running: ", stop)
    button.press()
    button.wait(20)
    stopping.join(20)
    said_in_order = [text.split()[0] for text in words]
    if "Stopping" in said_in_order:  # else the work was faster than the hand
        assert not {"Running", "Running:"} & set(said_in_order[said_in_order.index("Stopping") :]), words
    assert said(button).startswith(("Stopped after", "Done in"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (KitError("There are no places. Give it <one>."), "There are no places. Give it &lt;one&gt;."),
        (ValueError("odd"), "That did not work (ValueError: odd)."),
    ],
)
def test_what_went_wrong_is_one_sentence(error: Exception, sentence: str) -> None:
    def work() -> None:
        raise error

    button = run(work)
    assert said(button) == sentence
    assert "ck-bad" in button._said.value
    assert button.result is None


def test_a_function_that_does_not_say_how_far_it_is_has_no_stop() -> None:
    go = threading.Event()
    button = ck.at_button("Run it", lambda: go.wait(5))
    button.press()
    assert said(button) == "Running. It does not say how far it is."
    assert button._halt.layout.display == "none"
    button.stop()
    assert said(button).startswith("Running")
    go.set()
    button.wait(20)
    assert button.result is True


def test_without_threads_it_runs_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none)
    button = ck.at_button("Run it", lambda: 7)
    button.press()
    assert (button.result, button.running) == (7, False)
    button.wait(1)


def test_a_label_is_text() -> None:
    data, _ = ck.at_button("<b>Run</b>", lambda: 1)._repr_mimebundle_()
    assert "<b>Run" not in data["text/html"]


def test_times_in_words() -> None:
    assert [_seconds(each) for each in (0, 1, 59.7, 119, 120, 3600)] == [
        "less than a second", "1 second", "60 seconds", "119 seconds", "2 minutes", "60 minutes",
    ]  # fmt: skip
