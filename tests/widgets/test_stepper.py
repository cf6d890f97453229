"""The Python side of the stepper: what it is given, what it says, what it stores."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import casekit as ck
from casekit._errors import KitError
from casekit.case import Shown, Simulation, Step
from casekit.export._page_steps import data_of
from casekit.models.factory_floor import simulate_factory
from casekit.widgets import _assets, _levels
from casekit.widgets._stepper_payload import Telling, payload_of_table
from casekit.widgets.stepper import Stepper

ENTRIES = ("stepper.js", "stepper_widget.js")
HOSTILE = "</script><img src=x onerror=window.hacked=1>{{"
SHOWS = {
    "wait_days": {"label": "Days an owner waits for a place", "unit": "day"},
    "queue_mean": {"label": "Owners waiting at any time", "unit": "family"},
    "places_busy": {"label": "Places with a car in them", "unit": "share"},
}


def table() -> pd.DataFrame:
    """Waiting that grows slowly, then out of all bounds: the shape of a queue near its limit."""
    levels = np.array([20, 100, 200, 250, 280, 300, 310, 330, 360], dtype=float)
    wait = np.array([0, 0.01, 0.3, 1.4, 4.4, 12, 21, 90, 300])
    busy = np.minimum(1.0, levels / 312)
    rows = {"buyers_a_year": levels}
    for name, value in (("wait_days", wait), ("queue_mean", wait * levels / 365), ("places_busy", busy)):
        rows |= {name: value, f"{name}_low": value * 0.9, f"{name}_high": np.minimum(value * 1.1, 400)}
    made = pd.DataFrame(rows)
    made.loc[8, ["places_busy", "places_busy_low", "places_busy_high"]] = np.nan
    return made


def stepper(**more: Any) -> Stepper:
    told: dict[str, Any] = {
        "by": "buyers_a_year", "label": "Buyers a year", "unit": "vehicle/year", "shows": SHOWS,
        "headline": "With {by}, an owner waits {wait_days} for a place.",
        "limits": {"the weekends are enough for {value}": 312.0}, "title": "How long does an owner wait?",
        "how": "simulate(years=10)", "note": "Owners come at random.",
    }  # fmt: skip
    return ck.step_through(table(), **{**told, **more})


def waiting(**more: Any) -> Simulation:
    columns = tuple(table().columns)
    rows = tuple(tuple(float(value) for value in row) for row in table().to_numpy())
    told: dict[str, Any] = {
        "name": "waiting", "title": "How long does an owner wait?", "model": "MicroFactory", "by": "buyers_a_year",
        "shows": {name: Shown(each["label"], each["unit"]) for name, each in SHOWS.items()},
        "headline": "With {by}, an owner waits {wait_days} for a place.",
        "limits": {"enough_weekends": "the weekends are enough for {value}"}, "how": "simulate(years=10)",
        "note": "It is [2,000](fig:claimed-capacity).", "columns": columns, "rows": rows,
    }  # fmt: skip
    return Simulation(**{**told, **more})


@pytest.fixture(scope="module")
def case() -> Any:
    early = ck.load("local-motors")
    return dataclasses.replace(early, simulations=type(early.simulations)({"waiting": waiting()}))


# ---- moving, from Python and from a browser


def test_python_moves_and_reads() -> None:
    moved = stepper()
    assert (moved.level, moved.at, len(moved.levels)) == (20, 0, 9)
    moved.set(300)
    assert moved.headline == "With 300 cars a year, an owner waits 12 days for a place."
    assert moved.row["wait_days_high"] == pytest.approx(13.2)
    with pytest.raises(KitError, match=r"^The table has no level 299 of buyers_a_year\. The nearest one is 300\.$"):
        moved.set(299)
    for wrong in (math.nan, math.inf, "300", None, [300]):
        with pytest.raises(KitError, match=r"^A level of buyers_a_year must be a number, not "):
            moved.set(wrong)  # type: ignore[arg-type]
    assert moved.level == 300
    assert set(dir(moved)) == {"headline", "level", "levels", "row", "set"}


@pytest.mark.parametrize(("sent", "at"), [(3, 3), (-5, 0), (99, 8)])
def test_what_a_browser_sends_is_held_to_the_table(sent: int, at: int) -> None:
    moved = stepper()
    moved.set_state({"at": sent})
    assert moved.at == at


def test_the_levels_rise_whatever_the_table_s_order() -> None:
    moved = ck.step_through(table().iloc[::-1], by="buyers_a_year", shows=["wait_days"])
    assert moved.levels == sorted(moved.levels)
    assert moved.payload["columns"][0]["label"] == "Wait days"
    moved.set(330)
    assert moved.row["wait_days"] == 90


# ---- what is told


def test_a_case_tells_it_in_its_own_words(case: Any) -> None:
    moved = ck.step_through(case, "waiting")
    factory = ck.MicroFactory.from_case(case)
    assert moved.payload["title"] == "How long does an owner wait?"
    assert moved.payload["by"]["label"] == "Buyers a year"
    assert moved.payload["limits"][0]["value"] == pytest.approx(float(factory.enough_weekends))
    assert 'title="' in moved.payload["note"] and "(fig:" not in moved.payload["note"]
    assert "holds the average of endless runs 95 times in 100" in moved.payload["sure"]
    assert ck.step_through(case, "waiting", title="Another").payload["title"] == "Another"
    with pytest.raises(KitError, match=r'There is no simulation "waits"\. Did you mean "waiting"\?'):
        ck.step_through(case, "waits")
    with pytest.raises(KitError, match="The words of a case's simulation are its own"):
        ck.step_through(case, "waiting", by="buyers_a_year")


def test_fresh_runs_are_told_in_the_words_of_the_stored_ones(case: Any) -> None:
    factory = ck.change(ck.MicroFactory.from_case(case), weekend_families=10)
    fresh = ck.step_through(case, "waiting", table=table().head(4), model=factory, how="my own call")
    assert fresh.levels[-1] == 250
    assert fresh.payload["limits"][0]["value"] == pytest.approx(float(factory.enough_weekends))
    assert (fresh.payload["how"], fresh.payload["note"]) == ("my own call", "")


def test_a_limit_that_the_model_does_not_have_is_named(case: Any) -> None:
    spoiled = waiting(limits={"enough_weekend": "{value}"})
    broken = dataclasses.replace(case, simulations=type(case.simulations)({"waiting": spoiled}))
    with pytest.raises(KitError, match=r'MicroFactory has no output "enough_weekend"\. Did you mean "enough_weekends"'):
        ck.step_through(broken, "waiting")


def test_a_limit_is_one_number(case: Any) -> None:
    spoiled = waiting(limits={"runs_out_first": "{value}"})
    broken = dataclasses.replace(case, simulations=type(case.simulations)({"waiting": spoiled}))
    said = r"^A limit of buyers_a_year, and so runs_out_first, must be a number, not 'Wages'\.$"
    with pytest.raises(KitError, match=said):
        ck.step_through(broken, "waiting", model=ck.change(ck.MicroFactory.from_case(case), wage=9e6))
    many = ck.change(ck.MicroFactory.from_case(case), weekend_families=np.array([9.0, 10.0]))
    with pytest.raises(KitError, match=r"and so enough_weekends, must be a number, not array\("):
        ck.step_through(case, "waiting", model=many)
    with pytest.raises(KitError, match=r"^The limits here are those of a MicroFactory, and model= is a Rollout\.$"):
        ck.step_through(case, "waiting", model=ck.Rollout.from_case(case))


def test_the_payload_is_plain_data() -> None:
    payload = stepper().payload
    assert json.loads(json.dumps(payload, allow_nan=False)) == payload
    assert payload["columns"][2]["values"][-1] is None
    assert [view["title"] for view in payload["views"]] == [each["label"] for each in SHOWS.values()]
    assert payload["headline"] == {"lead": "With {by},", "claim": "an owner waits {wait_days} for a place."}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"by": "buyers"}, 'The table has no column "buyers"'),
        ({"by": ""}, "Say which column holds the levels: by="),
        ({"shows": ["wait_dayz"]}, 'The table has no column "wait_dayz". Did you mean "wait_days"?'),
        ({"shows": []}, "There is no column to show"),
        ({"shows": "wait_days"}, 'not the text "wait_days"'),
        ({"shows": {"wait_days": {"labels": "x"}}}, 'shows= of "wait_days" holds "labels"'),
        ({"shows": {"wait_days": 7}}, 'shows= of "wait_days" is 7'),
        ({"shows": {"wait_days": {"unit": "dayz"}}}, 'The unit "dayz" is not known'),
        ({"unit": "cars"}, 'The unit "cars" is not known'),
        ({"headline": "With {bye}, {wait_days}."}, 'Nothing fills {bye} in the headline. Did you mean "by"?'),
        (
            {"headline": "With {by}, {wait_days."},
            "A brace has no twin in the headline. Write what is to be filled as {by}.",
        ),
        ({"shows": 7}, "shows= takes a list of columns, or each with its label and unit, not 7."),
        ({"limits": {"enough for {value}": "many"}}, "The limit \"enough for {value}\" must be a number, not 'many'."),
        ({"limits": {"enough for {value}": math.inf}}, 'The limit "enough for {value}" must be a number, not inf.'),
        ({"guess": 7}, "guess= takes a bet or a sentence, not 7."),
        ({"table": table()}, "step_through takes a case and the name of one of its simulations, or a table."),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(KitError, match=re.escape(said)):
        stepper(**wrong)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.head(1), 'A stepper needs two levels of "x" or more; this table has 1.'),
        (lambda t: t.head(0), "this table has 0."),
        (lambda t: pd.DataFrame({"x": range(501), "y": 1.0}), '"x" has 501 levels, and 500 is the most.'),
        (lambda t: t.assign(y="many"), 'The column "y" does not hold numbers'),
        (lambda t: t.assign(x=[1.0, math.nan, 3.0]), 'A level of "x" is not a number.'),
        (lambda t: t.assign(x=[1.0, 2.0, math.inf]), 'A level of "x" is not a number.'),
        (lambda t: t.assign(x=pd.array([1, 2, None], dtype="Int64")), 'A level of "x" is not a number.'),
        (lambda t: t.assign(y_low="few", y_high=9), 'The column "y_low" does not hold numbers, and a stepper shows'),
        (lambda t: t.assign(y=t["y"] * 1j), 'The column "y" does not hold numbers'),
        (lambda t: pd.concat([t, t["y"]], axis=1), 'The table has the column "y" twice. Keep one of them.'),
    ],
)
def test_a_table_that_is_none_is_refused_in_a_sentence(spoil: Any, said: str) -> None:
    plain = pd.DataFrame({"x": [1.0, 2.0, 3.0], "y": [1.0, 2.0, 4.0]})
    with pytest.raises(KitError, match=re.escape(said)):
        ck.step_through(spoil(plain), by="x", shows=["y"])


def test_what_is_no_table_is_refused(case: Any) -> None:
    with pytest.raises(KitError, match="step_through takes a case and the name of one of its simulations, or a table"):
        ck.step_through({"x": [1, 2]}, by="x")  # type: ignore[arg-type]
    with pytest.raises(KitError, match=r"^table= takes other runs as a table, not a dict\.$"):
        ck.step_through(case, "waiting", table={"buyers_a_year": [1, 2]})  # type: ignore[arg-type]


def test_a_number_that_is_missing_is_not_available() -> None:
    made = pd.DataFrame({"x": [1, 2, 3], "y": pd.array([4, None, 6], dtype="Int64")})
    assert ck.step_through(made, by="x").payload["columns"][0]["values"] == [4, None, 6]


# ---- the holes of a headline


@pytest.mark.parametrize("name", ["wait-days", "wait days", "wait, days", "größe", "days."])
def test_a_hole_is_filled_whatever_its_column_is_called(name: str) -> None:
    made = table().rename(columns={"wait_days": name})
    told = f"With {{by}}, an owner waits {{{name}}} for a place."
    moved = ck.step_through(made, by="buyers_a_year", shows={name: {"label": "Days", "unit": "day"}}, headline=told)
    moved.set(300)
    assert moved.headline == "With 300, an owner waits 12 days for a place."
    assert moved.payload["headline"]["lead"] == "With {by},"
    early = stepper(shows={"wait_days": SHOWS["wait_days"]}, headline="{wait_days} of waiting, with {by}.")
    assert early.payload["headline"] == {"lead": "{wait_days} of waiting,", "claim": "with {by}."}
    bare = ck.step_through(made[["buyers_a_year", name]], by="buyers_a_year", unit="vehicle/year")
    bare.set(300)
    assert bare.headline == f"At 300 cars a year, {name}: 12."


def test_a_comma_within_a_hole_does_not_cut_the_headline() -> None:
    made = pd.DataFrame({"x": [1, 2], "wait, days": [3, 4]})
    moved = ck.step_through(made, by="x", shows=["wait, days"], headline="{wait, days} days at {by}, they say.")
    assert moved.headline == "3 days at 1, they say."


@pytest.mark.parametrize("name", ["x{y", "x}y", "{x}", "{"])
def test_a_column_with_a_brace_in_its_name_is_refused(name: str) -> None:
    said = re.escape(f'The column "{name}" has a brace in its name, and braces mark what a level fills. Rename it.')
    made = pd.DataFrame({"x": [1, 2], name: [3, 4]})
    for by, shows in (("x", None), ("x", [name]), (name, ["x"])):
        with pytest.raises(KitError, match=f"^{said}$"):
            ck.step_through(made, by=by, shows=shows)


def test_the_level_has_the_hole_by_to_itself() -> None:
    made = pd.DataFrame({"x": [1, 2], "by": [3, 4]})
    with pytest.raises(KitError, match=r'^In a headline \{by\} is the level\. Give the column "by" another name\.$'):
        ck.step_through(made, by="x")


def test_braces_of_a_label_stay_as_they_are() -> None:
    made = pd.DataFrame({"x": [1, 2], "y": [3, 4]})
    assert ck.step_through(made, by="x", shows={"y": "Days {a week}"}).headline == "X at 1, days {a week}: 3."


SAY = """
import {{ sayHeadline }} from {module};
const payload = JSON.parse(process.argv[2]);
console.log(JSON.stringify(payload.levels.map((_, at) => sayHeadline(payload, at))));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
@pytest.mark.parametrize("name", ["wait-days", "wait days", "wait, days", "größe", "y"])
def test_the_browser_fills_the_same_holes(name: str, tmp_path: Path) -> None:
    module, script = tmp_path / "levels.mjs", tmp_path / "say.mjs"
    module.write_text(_assets.joined("levels.js"), encoding="utf-8")
    script.write_text(SAY.format(module=json.dumps(module.as_uri())), encoding="utf-8")
    made = pd.DataFrame({"x": [1.0, 2.0, 3.0], name: [3.0, math.nan, 4.5]})
    for headline in ("", f"At {{by}}, it is {{{name}}}.", f"{{{name}}} at {{by}}."):
        payload = ck.step_through(made, by="x", shows={name: "Days {a week}"}, headline=headline).payload
        run = ["node", str(script), json.dumps(payload)]
        done = subprocess.run(run, capture_output=True, text=True, check=False, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == [list(_levels.say_headline(payload, at)) for at in range(3)]


def test_a_bare_table_chooses_its_columns() -> None:
    ranged = ck.step_through(table(), by="buyers_a_year")
    assert [each["name"] for each in ranged.payload["columns"]] == list(SHOWS)
    bare = pd.DataFrame({"x": [1, 2], "replication": [1, 1], "y": [3, 4], "word": ["a", "b"]})
    assert [each["name"] for each in ck.step_through(bare, by="x").payload["columns"]] == ["y"]
    assert ck.step_through(bare, by="x").headline == "X at 1, y: 3."
    assert ck.step_through(bare, by="x").payload["sure"] == ""


def test_runs_become_their_mean_and_its_interval() -> None:
    runs = pd.DataFrame({"x": [2, 1, 2, 1], "y": [4.0, 1.0, 6.0, 1.0], "settles": [True] * 4})
    moved = ck.step_through(runs, by="x", confidence=0.5)
    assert moved.levels == [1, 2]
    assert [each["name"] for each in moved.payload["columns"]] == ["y"]
    assert moved.payload["columns"][0]["values"] == [1, 5]
    assert moved.payload["columns"][0]["low"][1] < 4
    assert "95 times in 100" in moved.payload["sure"]
    moved.set(2)
    assert moved.row["y"] == 5


def test_the_kit_s_simulation_is_stepped_through(case: Any) -> None:
    factory = ck.MicroFactory.from_case(case)
    runs = simulate_factory(factory, [100, 250], years=3, warm_up=1, replications=2, progress=False)
    fresh = ck.step_through(case, "waiting", table=runs, model=factory, how="years=3")
    assert fresh.levels == [100, 250]


def test_an_interval_table_brings_its_range() -> None:
    made = pd.DataFrame({"x": [1.0, 2.0], "mean": [3.0, 5.0], "low": [2.0, 4.0], "high": [4.0, 6.0]})
    column = ck.step_through(made, by="x", shows={"mean": "Waiting"}).payload["columns"][0]
    assert (column["low"], column["high"]) == ([2.0, 4.0], [4.0, 6.0])


# ---- words


def column(values: list[float], low: list[float], high: list[float], unit: str = "day") -> dict[str, Any]:
    made = pd.DataFrame({"x": range(len(values)), "y": values, "y_low": low, "y_high": high})
    payload = payload_of_table(made, Telling("t", "x", "X", "", {"y": ("Y", unit)}, "", {}))
    return dict(payload["columns"][0])


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "said"),
    [
        (12.2, 10.4, 13.8, "day", "about 12 days (10 to 14)"),
        (14.0, 13.0, 15.0, "day", "14 days (13 to 15)"),
        # The mean is said as finely as its ends, or it would lie outside of them.
        (14.8, 14.6, 14.9, "day", "about 14.8 days (14.6 to 14.9)"),
        (200.2, 200.1, 200.3, "day", "about 200 days (the runs agree)"),
        (0.01, 0.009, 0.012, "day", "about 0 days (the runs agree)"),
        (0.203, 0.184, 0.222, "share", "about 20% (18% to 22%)"),
        (1.25e6, 1.1e6, 1.4e6, "USD", "about $1.25 million ($1.1 million to $1.4 million)"),
        (1.0, math.nan, math.nan, "day", "1 day"),
        (math.nan, math.nan, math.nan, "day", "not available"),
    ],
)
def test_a_mean_and_its_range_in_words(value: float, low: float, high: float, unit: str, said: str) -> None:
    other = 150.0 if unit == "day" else value
    made = column([value, other], [low, math.nan], [high, math.nan], unit)
    between = _levels.say_range(made, 0)
    assert _levels.say_mean(made, 0) + (f" ({between})" if between else "") == said


def test_what_is_not_available_is_said_in_words() -> None:
    moved = stepper(headline="With {by}, {places_busy} of the places are busy.")
    moved.set(360)
    assert moved.headline == "With 360 cars a year, Places with a car in them: not available."
    view = moved.payload["views"][2]
    said = _levels.steps_sentence(moved.payload, view, _levels.steps_data(moved.payload, view, 8))
    assert "Not available at 360 cars a year." in said
    none = table().assign(wait_days=math.nan)
    empty = ck.step_through(none, by="buyers_a_year", shows=["wait_days"])
    data, _ = empty._repr_mimebundle_()
    assert "Wait days: not available at any level." in data["text/plain"]


def test_a_gap_is_not_bridged() -> None:
    holed = table()
    holed.loc[3, "wait_days"] = math.nan
    payload = ck.step_through(holed, by="buyers_a_year", shows=["wait_days"]).payload
    rows = _levels.steps_data(payload, payload["views"][0], 0)["levels"]
    assert [row["run"] for row in rows] == [0, 0, 0, 1, 1, 1, 1, 1]


# ---- the picture


def top(moved: Stepper, at: int, view: int = 0) -> float:
    data = _levels.steps_data(moved.payload, moved.payload["views"][view], at)
    return _levels.steps_range(data)[1]


def test_the_elbow_before_the_limit_is_seen_and_the_axis_grows_with_the_hand() -> None:
    moved = stepper()
    assert 21 * 1.1 < top(moved, 0) <= 75
    assert top(moved, 0) == top(moved, 5)
    assert 90 < top(moved, 7) < top(moved, 8)
    assert top(moved, 8) >= 300
    # Without a limit there is nothing to look at more closely.
    assert top(stepper(limits={}), 0) >= 330


def test_limits_beyond_the_picture_and_not_available_are_said() -> None:
    limits = {"the hall is enough for {value}": 4000.0, "the staff are enough for {value}": math.nan}
    moved = stepper(limits=limits)
    data, _ = moved._repr_mimebundle_()
    assert "The hall is enough for 4,000, which is beyond this picture." in data["text/plain"]
    assert "The staff are enough for: not available." in data["text/plain"]
    assert moved.payload["views"][0]["domain"] == [0.0, 360.0]
    assert stepper(limits={"near: {value}": 400.0}).payload["views"][0]["domain"] == [0.0, 400.0]


def test_a_table_of_zeros_is_drawn() -> None:
    flat = ck.step_through(pd.DataFrame({"x": [1, 2], "y": [0, 0]}), by="x")
    assert top(flat, 0) > 0
    assert "the line stays near 0" in flat._repr_mimebundle_()[0]["text/plain"]


# ---- what is stored


def test_a_reader_without_a_kernel_sees_it_all() -> None:
    moved = stepper()
    moved.set(310)
    data, _ = moved._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    page = data["text/html"]
    for said in ("an owner waits 21 days for a place.", "(19 to 23)", "simulate(years=10)", "Owners come at random."):
        assert said in page
    assert "<svg" in data["image/svg+xml"] and "data:image/svg+xml" in page
    assert "The weekends are enough for 312 (at 310 cars a year: 21 days)." in data["text/plain"]
    assert len(page) < 80_000
    assert "<script" not in page


def test_before_the_bet_only_the_title_is_stored(case: Any) -> None:
    bet = ck.bet(case, "half-built")
    moved = ck.step_through(case, "waiting", guess=bet)
    data, _ = moved._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
    assert "How long does an owner wait?" in data["text/html"]
    assert "Place the bet" in data["text/plain"]
    assert not re.search(r"\d+ (days|families)", data["text/html"])
    bet.place(30)
    assert moved.guess == "You guessed 30 cars."
    assert "image/svg+xml" in moved._repr_mimebundle_()[0]


def test_hostile_text_stays_text() -> None:
    shows = {"wait_days": {"label": HOSTILE, "unit": "day"}}
    moved = stepper(
        shows=shows, title=HOSTILE, label=HOSTILE, how=HOSTILE, note=HOSTILE, limits={HOSTILE: 312.0},
        headline=f"{{by}}, {HOSTILE.replace('{{', '')}{{wait_days}}", guess=HOSTILE,
    )  # fmt: skip
    data, _ = moved._repr_mimebundle_()
    assert "<img src=x" not in data["text/html"] and "<script" not in data["text/html"]
    assert "<img src=x" not in data["image/svg+xml"]
    assert "<img" not in moved.payload["note"]


# ---- the modules


def names(text: str) -> list[str]:
    return re.findall(r"^(?:export )?(?:async )?(?:const|let|function\*?|class) ([\w$]+)", text, re.MULTILINE)


@pytest.mark.parametrize("entry", ENTRIES)
def test_joined_modules_do_not_clash(entry: str) -> None:
    found = [name for module in _assets.order(entry) for name in names(_assets.text(module))]
    assert sorted({name for name in found if found.count(name) > 1}) == []
    assert not re.search(r"^import ", _assets.joined(entry), re.MULTILINE)


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
@pytest.mark.parametrize("entry", ENTRIES)
def test_joined_modules_parse(entry: str, tmp_path: Path) -> None:
    path = tmp_path / "joined.mjs"
    path.write_text(_assets.joined(entry), encoding="utf-8")
    done = subprocess.run(["node", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# ---- the page's data


def test_the_step_waits_for_a_bet_that_it_answers(case: Any) -> None:
    bets = (
        dataclasses.replace(case.bet("half-built"), id="wait", simulation="waiting", column="wait_days", at=300),
        case.bet("half-built"),
    )
    walk = (Step("b1", "bet", what="wait"), Step("b2", "bet", what="half-built"),
            Step("queue", "step_through", what="waiting", guess="wait"))  # fmt: skip
    told = dataclasses.replace(case, bets=bets, walk=walk)
    data = data_of(told, walk[2])
    assert data["needs"] == ["b1"]
    assert data["stepper"]["levels"][0] == 20
    assert json.loads(json.dumps(data, allow_nan=False)) == data
