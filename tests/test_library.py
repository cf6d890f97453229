# ruff: noqa: E501 - a row says what is changed and what is said, on one line
from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from casekit import library
from casekit._errors import KitError
from casekit._paths import cases_dir
from casekit.export.page import to_page

from ._walks import NAME, TITLE, with_walk


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(cases_dir() / "local-motors", tmp_path / "local-motors"))


def said(folder):
    return [str(problem) for problem in library.validate(folder)]


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_plain_word_names_a_case_of_the_kit(tmp_path, monkeypatch):
    (tmp_path / "local-motors").mkdir()
    monkeypatch.chdir(tmp_path)
    assert library.load("local-motors").folder == cases_dir().resolve() / "local-motors"


def test_a_mistyped_word_suggests_the_right_one():
    with pytest.raises(KitError) as error:
        library.load("local-motor")
    assert str(error.value) == 'There is no case "local-motor". Did you mean "local-motors"?'


def test_a_folder_here_needs_a_separator(copy, monkeypatch):
    copy.rename(copy.with_name("mine"))
    monkeypatch.chdir(copy.parent)
    with pytest.raises(KitError, match=r'To load the folder here, write "\./mine"'):
        library.load("mine")
    assert library.load("./mine").slug == "local-motors"
    assert library.load(Path("mine")).slug == "local-motors"


def test_the_list_of_cases():
    cases = library.cases()
    assert list(cases.columns) == ["slug", "title", "tagline", "day", "walks"]
    row = cases.set_index("slug").loc["local-motors"]
    assert (row["title"], row["day"]) == ("Local Motors", "2010-05-26")
    further = [name for name in library.load("local-motors").walks if name]
    assert row["walks"] == ", ".join(further)


def test_a_walk_is_loaded_by_its_name(tmp_path):
    place = with_walk(tmp_path)
    assert library.load(place, walk=NAME).title == TITLE and library.load(place).title == "Local Motors"
    assert library.load(place, "B", NAME).epilogue.startswith("# The price rose")
    with pytest.raises(KitError, match=r'^Local Motors has no walk "briefs"\. Did you mean "brief"\?$'):
        library.load(place, walk="briefs")


def test_what_a_walk_asks_of_a_model_is_checked(tmp_path):
    place = with_walk(tmp_path)
    path = place / "walks" / NAME / "walk.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new, sentence in (
        ("read: case, ", "explore: MicroFactory, view: hal, ", "line 3: MicroFactory has no view"),
        ("{figure: options-jan-2010}", "{model: MicroFactory, output: car}", "line 19: MicroFactory has no output"),
        ("{figure: options-jan-2010}", "{model: MicroFactory, output: profit, set: {prize: 1}}", 'no input "prize"'),
    ):
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        found = [each for each in said(place) if each.startswith(f"walks/{NAME}/walk.yaml, line")]
        assert any(sentence in each for each in found), found


ONE_MORE = """\
title: One more
steps:
  - {id: first, bet: last-one, part: A}
  - id: second
    explore: Rollout
    view: cash
    set:
      horizon: 8
    part: A
  - {id: third, by_source: {model: Rollout, output: npv, set: {ramp_up: 2}}, part: A}
bets:
  - id: last-one
    question: How much?
    unit: USD
    low: 0
    high: 9e9
    start: 1e6
    answer: {model: Rollout, output: peak_need, set: {horizon: 8}}
    part: A
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("title", "title", 0, ""),
        ("peak_need", "cash_position", 18, "cash_position of Rollout has a value for each period. Name an output that is one number."),
        ("npv", "cash_flow", 10, "cash_flow of Rollout has a value for each period. Name an output that is one number."),
        ("model: Rollout, output: peak_need, set: {horizon: 8}", "model: MicroFactory, output: runs_out_first", 18, "runs_out_first of MicroFactory is a name, not a number."),
        ("unit: USD", "unit: day", 14, 'The bet is in "day" and its answer "peak_need" in "USD": of two kinds.'),
        ("unit: USD", "unit: USDollar", 14, 'The unit "USDollar" is not known.'),
        ("horizon: 8}", "horizon: 3.55}", 18, "horizon must be a whole number of steps of 1 year"),
        ("horizon: 8\n", "horizon: 3.55\n", 8, "horizon must be a whole number of steps of 1 year"),
        ("horizon: 8\n", "horizon: 1000\n", 8, "horizon must be a whole number of steps of 1 year"),
        ("ramp_up: 2", "horizon: 0", 10, "horizon must be a whole number of steps of 1 year"),
        ("ramp_up: 2", "step: 0.5", 10, "step is the length of one period"),
        ("ramp_up: 2", "ramp_up: factory-cost-miske", 10, "A value in 'USD' cannot be said in 'year'"),
        ("{model: Rollout, output: npv, set: {ramp_up: 2}}", "{model: DevelopmentBreakEven, output: cars_for_all}", 10, 'One more says nothing about the model "DevelopmentBreakEven" in part A.'),
    ],
)  # fmt: skip
def test_what_a_walk_sets_in_a_model_is_tried(tmp_path, old, new, line, sentence):
    place = with_walk(tmp_path)
    (place / "walks" / NAME / "walk.yaml").write_text(ONE_MORE, encoding="utf-8")
    change(place, f"walks/{NAME}/walk.yaml", old, new)
    found = [each for each in said(place) if "/walk.yaml" in each and "line" in each]
    if not sentence:
        assert found == []
        assert to_page(library.load(place, walk=NAME), tmp_path / "page.html").is_file()
    else:
        [only] = found
        assert only.startswith(f"walks/{NAME}/walk.yaml, line {line}: {sentence}")


def test_a_bet_whose_answer_is_not_available_is_named(tmp_path):
    place = with_walk(tmp_path)
    told = ONE_MORE.replace("unit: USD", "unit: share").replace("peak_need, set: {horizon: 8}", "irr, set: {price: 0}")
    (place / "walks" / NAME / "walk.yaml").write_text(told, encoding="utf-8")
    said_of_it = "irr of Rollout is not available here. Set other inputs, or ask for another output."
    assert f"walks/{NAME}/walk.yaml, line 18: {said_of_it}" in said(place)


def test_what_is_not_sound_is_not_tried(tmp_path):
    place = with_walk(tmp_path)
    told = ONE_MORE.replace("view: cash", "view: cahs").replace("horizon: 8", "horizon: 3.55")
    (place / "walks" / NAME / "walk.yaml").write_text(told, encoding="utf-8")
    assert [each for each in said(place) if "/walk.yaml" in each] == [
        f'walks/{NAME}/walk.yaml, line 4: Rollout has no view "cahs". Did you mean "cash"?'
    ]


@pytest.mark.parametrize("path", sorted(p.parent for p in cases_dir().glob("*/case.yaml")), ids=lambda p: p.name)
def test_every_case_of_the_kit_is_right(path):
    assert said(path) == []


def test_derived_figures_are_computed_again(copy):
    change(
        copy, "figures.csv", "[owner-weekends-miske] * 2 * [shift-miske]", "[owner-weekends-miske] * 3 * [shift-miske]"
    )
    [sentence] = said(copy)
    assert sentence.endswith("[owner-weekends-miske] * 3 * [shift-miske] is 54, and the value is 36.")


def test_a_formula_is_arithmetic_only(copy):
    change(copy, "figures.csv", "[owner-weekends-miske] * 2 * [shift-miske]", "__import__('os') * [shift-miske]")
    assert any("is not plain arithmetic" in sentence for sentence in said(copy))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  MicroFactory:\n", "  MicroFactry:\n", 'The kit has no model "MicroFactry". Did you mean "MicroFactory"?'),
        ("    buyers_a_year: buyers_a_year\n", "    buyer_a_year: buyers_a_year\n", 'Did you mean "buyers_a_year"?'),
        (
            "    price: price\n",
            "    price: staff\n",
            'The input price is in "USD/vehicle" and staff in "person": of two kinds.',
        ),
        ("    price: price\n", "", "MicroFactory needs a quantity for price"),
        ("output: cars_in_build", "output: car_in_build", 'MicroFactory has no output "car_in_build". Did you mean'),
    ],
)
def test_models_are_joined_by_names_that_exist_and_units_that_fit(copy, old, new, sentence):
    change(copy, "case.yaml", old, new)
    found = said(copy)
    assert any(sentence in each for each in found), found
    assert all(re.match(r"(case|walks/[\w-]+/walk)\.yaml, line", each) for each in found), found


def test_nothing_of_a_case_becomes_markup(tmp_path, copy):
    bad = "<script>alert(1)</script>"
    for name in (
        "title: Local Motors",
        "tagline: cars",
        "text: Website",
        "label: One full factory",
        "label: a factory costs",
    ):
        text = (copy / "case.yaml").read_text(encoding="utf-8")
        (copy / "case.yaml").write_text(text.replace(name, f"{name} {bad}"), encoding="utf-8")
    case = library.load(copy)
    for part in (case, case.canvas, case.pros, case.cons):
        assert "<script" not in part._repr_html_()
    assert "&lt;script&gt;" in case._repr_html_()


def test_the_head_says_what_the_reader_knows():
    page = library.load("local-motors")._repr_html_()
    assert "Part A · May 2010 · cars drawn by a web community" in page
    assert "you know only what was known that spring" in page
    assert "they differ" in page
    assert "with what happened after" in library.load("local-motors", part="B")._repr_html_()
