"""The Python side of the explorer and the bet."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import casekit as ck
from casekit._errors import KitError
from casekit.charts.theme import DARK, LIGHT
from casekit.engine import Explorer as Shown
from casekit.engine import Input, Mark, Model, Value, View, output
from casekit.widgets import _assets, _picture, _vega
from casekit.widgets._payload import payload_of
from casekit.widgets.bets import Bet, answer_of
from casekit.widgets.explorer import Explorer

MODULES = sorted(path.name for path in Path(_assets.__file__).parent.glob("*.js"))
ENTRIES = ("explorer_widget.js", "bet_widget.js", "explorer.js", "bet.js")


@pytest.fixture(scope="module")
def case() -> Any:
    return ck.load("local-motors")


@pytest.fixture(scope="module")
def factory(case: Any) -> Any:
    return ck.MicroFactory.from_case(case)


@pytest.fixture
def explorer(factory: Any) -> Explorer:
    return ck.explore(factory)


class Kiosk(Model):
    price = Input("USD", slider=(1, 10), default=4, reason="what the stall next door asks")
    sold = Input("vehicle", slider=(0, 100), default=20, reason="a guess")

    @output("USD*vehicle", label="Takings")
    def takings(self) -> Value:
        """What comes in."""
        return self.price * self.sold


# ---- the values, both ways


def test_python_moves_and_reads(explorer: Explorer, factory: Any) -> None:
    assert set(explorer.values) >= {"cars_a_year", "build_time", "price"}
    explorer.set(build_time=6, price=60_000)
    assert explorer.values["build_time"] == 6
    assert round(explorer.model.cars_in_build) == 33
    assert factory.build_time == 14


def test_a_figures_id_chooses_it_and_keeps_its_source(explorer: Explorer) -> None:
    from casekit.engine import figures_of

    explorer.set(cars_a_year="forty-each")
    assert explorer.values["cars_a_year"] == 40
    assert figures_of(explorer.model)["cars_a_year"].id == "forty-each"
    explorer.set(cars_a_year=41)
    assert "cars_a_year" not in figures_of(explorer.model)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"prise": 1}, 'The explorer has no slider "prise". Did you mean "price"?'),
        ({"days_a_year": 360}, 'The explorer has no slider "days_a_year"'),
        ({"build_time": 600}, "build_time can go from 3 days to 60 days; 600 is beyond that."),
        ({"build_time": float("nan")}, "build_time can go from 3 days to 60 days"),
        ({"cars_a_year": "forty-eech"}, 'Did you mean "forty-each"?'),
    ],
)
def test_what_cannot_be_set_is_refused_in_a_sentence(explorer: Explorer, wrong: dict[str, Any], said: str) -> None:
    before = dict(explorer.values)
    with pytest.raises(KitError, match=re.escape(said)):
        explorer.set(**wrong)
    assert explorer.values == before


def test_what_a_browser_sends_is_held_to_the_sliders(explorer: Explorer) -> None:
    explorer.set_state({"values": {"build_time": 7, "price": 1e12, "nonsense": 3, "wage": "<b>"}})
    assert explorer.values["build_time"] == 7
    assert explorer.values["price"] == 50_000
    assert "nonsense" not in explorer.values
    assert all(isinstance(value, float) for value in explorer.values.values())


def test_many_values_and_no_explorer_are_refused(factory: Any) -> None:
    import numpy as np

    with pytest.raises(KitError, match=r"build_time holds 1,000 values"):
        ck.explore(ck.change(factory, build_time=np.linspace(5, 20, 1000)))
    with pytest.raises(KitError, match="Kiosk declares no explorer"):
        ck.explore(Kiosk())
    with pytest.raises(KitError, match=r'There is no view "halls"\. Did you mean "hall"\?'):
        ck.explore(factory, "halls")


# ---- what the browser is given


def test_the_payload_is_plain_data_and_within_its_sliders(factory: Any) -> None:
    payload = payload_of(factory)
    assert json.loads(json.dumps(payload, allow_nan=False)) == payload
    for row in payload["inputs"]:
        low, high = row["slider"]
        assert low < high
        assert row["step"] > 0
        assert all(low <= figure["value"] <= high for figure in row["figures"])
        assert row["figure"] is not None
        assert row["figures"][row["figure"]]["value"] == row["value"]


def test_one_picture_of_another_output_speaks_of_it(factory: Any) -> None:
    payload = payload_of(factory, view="money")
    assert [view["id"] for view in payload["views"]] == ["money"]
    assert payload["headline"]["output"] == "profit"
    assert payload["title"] == "Does it pay its people?"
    own = View(id="own", title="?", x="price", y="profit", x_title="price", y_title="result")
    assert payload_of(factory, view=own)["views"][0]["spec"]["layer"]
    with pytest.raises(KitError, match=r'has no input "prise"\. Did you mean "price"'):
        payload_of(factory, view=View(id="own", title="?", x="prise", y="profit", x_title="", y_title=""))
    own = {"id": "own", "title": "?", "x": "price", "y": "profit", "x_title": "", "y_title": ""}
    with pytest.raises(KitError, match=r'has no input or output "places_"\. Did you mean "places"'):
        payload_of(factory, view=View(**own, line="places_"))
    with pytest.raises(KitError, match=r'has no input "wagge"\. Did you mean "wage"'):
        payload_of(factory, view=View(**own, marks=(Mark("wagge", "{y}"),)))


def test_a_level_that_is_not_available_is_not_drawn(factory: Any) -> None:
    view = View(id="own", title="?", x="price", y="break_even_volume", x_title="", y_title="Cars",
                line="break_even_volume", line_text="the level {value}")  # fmt: skip
    payload = payload_of(factory, view=view)
    assert math.isnan(factory.break_even_volume)
    assert _picture.view_data(payload, payload["views"][0], factory)["rules"] == []


def test_a_loss_without_a_slider_of_its_own_can_be_moved() -> None:
    class Debt(Model):
        owed = Input("USD", default=-5, reason="a test")
        explorer = Shown(title="?", claim="owed", answer="twice", lead="{claim} is", headline="{answer}.")

        @output("USD", label="Twice")
        def twice(self) -> Value:
            """Two of them."""
            return self.owed * 2

    assert payload_of(Debt())["inputs"][0]["slider"] == [-5, 10]
    with pytest.raises(KitError, match="owed is not available"):
        ck.explore(Debt(owed=math.nan))


def test_a_default_in_code_is_an_assumption_with_its_reason() -> None:
    class Stall(Kiosk):
        explorer = Shown(title="Takings?", claim="sold", answer="takings", lead="{claim} bring", headline="{answer}.")

    payload = payload_of(Stall())
    price = payload["inputs"][0]
    assert price["chip"] == "assumed"
    assert price["figures"][0]["note"] == "what the stall next door asks"
    assert payload_of(ck.change(Stall(), price=5))["inputs"][0]["chip"] == "set for this cell"


# ---- the modules


def top_level_names(text: str) -> list[str]:
    return re.findall(r"^(?:export )?(?:async )?(?:const|let|function\*?|class) ([\w$]+)", text, re.MULTILINE)


@pytest.mark.parametrize("entry", ENTRIES)
def test_joined_modules_do_not_clash(entry: str) -> None:
    names = [name for module in _assets.order(entry) for name in top_level_names(_assets.text(module))]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert not re.search(r"^import ", _assets.joined(entry), re.MULTILINE)


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
@pytest.mark.parametrize("entry", ENTRIES)
def test_joined_modules_parse(entry: str, tmp_path: Path) -> None:
    path = tmp_path / "joined.mjs"
    path.write_text(_assets.joined(entry), encoding="utf-8")
    done = subprocess.run(["node", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short_asks_for_nothing_and_makes_no_markup(module: str) -> None:
    text = _assets.text(module)
    assert text.count("\n") <= 400
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
    assert "innerHTML" not in text
    assert "insertAdjacentHTML" not in text


def test_dark_paper_has_the_same_twins_in_both_languages() -> None:
    said = dict(re.findall(r'"(#[0-9a-f]{6})": "(#[0-9a-f]{6})"', _assets.text("chart.js")))
    assert said == {LIGHT[name]: DARK[name] for name in said_names(said)}


def said_names(said: dict[str, str]) -> list[str]:
    return [name for name, color in LIGHT.items() if color in said]


# ---- Vega, once


def test_vega_is_kept_on_disk_and_mended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import vl_convert

    made: list[str] = []
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda snippet: made.append(snippet) or "x" * 200_000 + "}")
    monkeypatch.setattr(_vega, "_cache_file", lambda version: tmp_path / "deep" / "vega.js")
    for _ in range(2):
        _vega._bundle.cache_clear()
        assert len(_vega.vega_bundle()) == 200_001
    assert len(made) == 1
    (tmp_path / "deep" / "vega.js").write_bytes(b"cut short")
    _vega._bundle.cache_clear()
    assert len(_vega.vega_bundle()) == 200_001
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["vega.js"]


def test_without_a_writable_folder_vega_is_made_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import vl_convert

    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda snippet: "x" * 200_000 + "}")
    monkeypatch.setattr(_vega, "_cache_file", lambda version: tmp_path / "file" / "vega.js")
    _vega._bundle.cache_clear()
    assert len(_vega.vega_bundle()) == 200_001
    _vega._bundle.cache_clear()


def test_the_page_is_told_when_vega_cannot_be_made(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> bytes:
        raise RuntimeError("no engine")

    sent: list[Any] = []
    monkeypatch.setattr("casekit.widgets._drawing.vega_bundle", broken)
    monkeypatch.setattr(explorer, "send", lambda content, buffers=None: sent.append(content))
    explorer._answer(explorer, {"type": "vega"}, [])
    assert sent == [{"type": "vega", "problem": "vl-convert could not make the drawing library: no engine"}]


# ---- what is stored


def test_a_reader_without_a_kernel_sees_it_all(explorer: Explorer) -> None:
    explorer.set(build_time=6)
    data, _ = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    page = data["text/html"]
    assert "2,000 cars a year means about 33 cars half-built at once." in page
    assert "run out first" in page
    assert "data:image/svg+xml" in page
    assert data["text/plain"].startswith("2,000 cars a year means about 33 cars")
    assert len(page) < 80_000
    assert "<script" not in page


def test_singular_and_plural() -> None:
    for label in ("Buyers", "Places to build in", "Owner weekends", "Staff", "Staff hours"):
        assert _picture.plural(label), label
    for label in ("Floor space", "Money for wages", "The business"):
        assert not _picture.plural(label), label


# ---- the bet


def all_bets(case: Any) -> list[str]:
    return [each.id for each in case.bets]


def test_a_bet_never_leaks_its_answer(case: Any) -> None:
    for bet_id in all_bets(case):
        widget = ck.bet(case, bet_id)
        question = case.bet(bet_id)
        data, metadata = widget._repr_mimebundle_()
        state = {key: value for key, value in widget.get_state().items() if key not in ("_esm", "_css")}
        seen = json.dumps([data, metadata, state, repr(widget)], default=str)
        value, _ = answer_of(case, question)
        assert repr(value) not in seen
        if question.after:
            assert question.after[:40] not in seen
        assert set(widget.payload) == {"id", "question", "unit", "low", "high", "start", "log", "step"}


def test_a_bet_stands_at_its_start_and_waits_for_nobody(case: Any) -> None:
    widget = ck.bet(case, "half-built")
    assert (widget.guess, widget.placed, widget.said) == (float(case.bet("half-built").start), False, "")


def test_a_bet_is_placed_and_taken_back(case: Any) -> None:
    widget, sent = ck.bet(case, "half-built"), []
    widget.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    widget._hear(widget, {"type": "place", "guess": 30}, [])
    assert (widget.guess, widget.placed, widget.said) == (30.0, True, "You guessed 30 cars.")
    assert round(sent[0]["answer"]) == 77
    widget._hear(widget, {"type": "again"}, [])
    assert not widget.placed
    widget._hear(widget, {"type": "place", "guess": 1e9}, [])
    assert widget.guess == case.bet("half-built").high
    assert widget.state["first"] == 30.0


def test_a_bet_from_code(case: Any) -> None:
    widget = ck.bet(case, "half-built")
    widget.place(50)
    assert widget.placed
    with pytest.raises(KitError, match="A bet here can go from"):
        widget.place(-1)
    with pytest.raises(KitError, match="half-bilt"):
        ck.bet(case, "half-bilt")


def test_the_explorer_repeats_the_guess(case: Any, factory: Any) -> None:
    widget: Bet = ck.bet(case, "half-built")
    explorer = ck.explore(factory, guess=widget)
    assert explorer.guess == ""
    widget.place(30)
    assert explorer.guess == "You guessed 30 cars."
    assert ck.explore(factory, guess="You guessed well.").guess == "You guessed well."


def test_what_a_bet_asks_is_escaped(case: Any) -> None:
    import dataclasses

    nasty = dataclasses.replace(case.bet("half-built"), question="<img src=x onerror=alert(1)> how many?")
    widget = Bet(case, nasty)
    assert "<img" not in widget.payload["question"]
    assert "<img" not in widget._repr_mimebundle_()[0]["text/html"]


# ---- a part and its whole


def test_a_slider_may_move_a_part_past_its_whole_and_a_hand_may_not() -> None:
    """Each slider moves by itself: the line goes on beyond, where the formulas hold the part to its whole."""
    week = ck.Participation(
        prize=2000, winners=10, entries=1500, hours=8, hour_value=20, other_value=100, entry_cost=20
    )
    shown = ck.explore(week)
    assert "Among 1,500 entries" in shown._repr_mimebundle_()[0]["text/html"]  # drawn from 1 entry on, with 10 winners
    shown.values = {**shown.values, "entries": 4.0}
    assert shown.model.entries == 4 and shown.model.chance == 1
    assert ck.sweep(week, "chance", by="entries")["chance"].iloc[0] == 1
    for refused in (lambda: ck.change(week, entries=4), lambda: ck.sweep(week, "chance", by="entries", over=[4, 50])):
        with pytest.raises(KitError, match="winners is a part of entries"):
            refused()


def test_a_level_of_money_or_of_a_share_keeps_its_sign() -> None:
    shirts = ck.PrintRun.from_case(ck.load("threadless"))
    assert "Made when paid for: $11,775" in ck.explore(shirts, "run")._repr_mimebundle_()[0]["text/plain"]
    designs = ck.DesignContest.from_case(ck.load("local-motors"))
    assert "Picked at random: 16%" in ck.explore(designs, "success")._repr_mimebundle_()[0]["text/plain"]


def test_a_plain_number_is_told_in_full() -> None:
    """A vote of 0.40 among 150 designs against one of 0.30 among 1,500: the difference is the class's point."""
    crowd = ck.DesignContest.from_case(ck.load("threadless"), designs=1500, vote_quality=0.3)
    few = ck.change(crowd, designs=150, vote_quality=0.4)
    for contest, said in ((crowd, "about 1.01 standard"), (few, "about 1.06 standard")):
        assert said in ck.explore(contest)._repr_mimebundle_()[0]["text/plain"]
