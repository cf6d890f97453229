"""Python and the browser judge alike: formulas and functions as they are read, and whole verdicts of every kind."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from casekit import KitError
from casekit.tasks import formulas
from casekit.tasks.judge import judge
from casekit.tasks.sheet import make_sheet
from casekit.widgets import _assets

from ..tasks.conftest import assignment
from ._written import BEYOND, GARBAGE, HAND_MADE, NAMES, OTHER, PLAIN, POINTS, formula, spoiled

IMPORT = """async (text) => {
  Object.assign(window, await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" }))));
}"""
# JSON has no NaN and no infinity: they travel under names of their own.
ODD = {"@nan": math.nan, "@inf": math.inf, "@-inf": -math.inf}
WORK = """(text) => {
  const odd = { "@nan": NaN, "@inf": Infinity, "@-inf": -Infinity };
  const rows = JSON.parse(text, (key, value) => (typeof value === "string" && value in odd ? odd[value] : value));
  const named = (key, value) => (typeof value !== "number" || Number.isFinite(value) ? value
    : Number.isNaN(value) ? "@nan" : value > 0 ? "@inf" : "@-inf");
  return JSON.stringify(rows.map(SCRIPT), named);
}"""


@pytest.fixture
def page(tab: Callable[..., Any]) -> Any:
    opened = tab()
    opened.goto("data:text/html,<title>verdicts</title>")
    for name in ("formula.js", "function.js", "judge.js"):
        opened.evaluate(IMPORT, _assets.joined(name))
    return opened


def packed(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return next(name for name, odd in ODD.items() if str(odd) == str(value))
    if isinstance(value, dict):
        return {key: packed(each) for key, each in value.items()}
    return [packed(each) for each in value] if isinstance(value, list) else value


def call(page: Any, script: str, rows: list[Any]) -> list[Any]:
    """A function in JavaScript over rows."""
    # Lone surrogates, which JSON can hold, pass the door as escapes.
    told = page.evaluate(WORK.replace("SCRIPT", script), json.dumps(packed(rows)))
    return json.loads(told, object_hook=None, parse_constant=None)  # type: ignore[no-any-return]


def alike(ours: list[Any], theirs: list[Any]) -> bool:
    """The same sentence, or the same numbers as far as two libraries of powers and logarithms agree."""
    if len(ours) != len(theirs):
        return False
    for one, other in zip(
        ours, (ODD.get(each, each) if isinstance(each, str) else each for each in theirs), strict=True
    ):
        numbers = isinstance(one, float) and isinstance(other, int | float)
        # Below 1e-300 the one library still has a trace of a number where the other has none.
        near = numbers and (str(one) == str(other) or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-300))
        if not (one == other or near):
            return False
    return True


# ---- formulas ----


def ours_of_formula(text: str) -> list[Any]:
    try:
        return formulas.values_at(formulas.read_formula(text, NAMES), POINTS)
    except KitError as error:
        return [str(error)]


FORMULA = """([text, names, points]) => {
  try { return points.map(readFormula(text, names).evaluate); } catch (problem) { return [problem.message]; }
}"""


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_a_formula_means_the_same(page: Any) -> None:
    dice = random.Random(11)
    texts = list(HAND_MADE)
    for _ in range(4000):
        good = formula(dice)
        texts += [good, spoiled(dice, good)]
    texts += ["".join(dice.choices(GARBAGE, k=dice.randint(1, 6))) for _ in range(1500)]
    theirs = call(page, FORMULA, [[text, NAMES, POINTS] for text in texts])
    read = 0
    for text, said in zip(texts, theirs, strict=True):
        ours = ours_of_formula(text)
        read += isinstance(ours[0], float)
        assert alike(ours, said), (text, ours, said)
    assert 3000 < read < len(texts) - 3000


# ---- functions ----

FUNCTION = """([source, names, points]) => {
  try { return functionValues(source, names, points); } catch (problem) { return [problem.message]; }
}"""


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_a_function_means_the_same(page: Any) -> None:
    dice = random.Random(12)
    sources = [*PLAIN, *BEYOND, *OTHER]
    for _ in range(600):
        one, two = (formula(dice).translate(str.maketrans("×÷−–·^", "*/--**")) for _ in range(2))
        steps = {"a": "x", "cost": "y", "größe": "z"}
        for name, given in steps.items():
            one, two = one.replace(name, given), two.replace(name, given)
        sources.append(f"def f(x, y):\n    z = {one.replace('z', '1')}\n    return {two}")
    points = [{"one": point["a"], "two": point["cost"]} for point in POINTS]
    theirs = call(page, FUNCTION, [[source, ["one", "two"], points] for source in sources])
    plain = 0
    for source, said in zip(sources, theirs, strict=True):
        try:
            ours: list[Any] = formulas.function_values(source, ["one", "two"], points)
            plain += 1
        except KitError as error:
            ours = [str(error)]
        assert alike(ours, said), (source, ours, said)
    assert plain > 150
    with pytest.raises(KitError, match="has to be run"):
        formulas.function_values(BEYOND[0], ["one", "two"], points)


# ---- verdicts ----

# Of garbage the browser cannot tell whether Python reads it; what it says of it is kept either way.
UNPLAIN = ("Kept. This is not one function", "Kept. The function is more than plain")
STRANGE: list[Any] = [
    None, True, 0, 76.7, math.nan, math.inf, -math.inf, "", "abc", "76.7 cars", [], [None], [1, 2], ["a", "a"],
    [["a"]], [{}], {}, {"a": 1}, {"number": None}, {"number": "76.7"}, {"number": True},
    {"number": math.nan, "unit": None}, {"number": -math.inf, "unit": "vehicle"}, {"number": [1]}, {"number": {}},
    {"number": 1e308}, {"unit": "vehicle"}, {"number": 3, "unit": ["vehicle"]}, {"number": 3, "unit": 7}, {"bet": 30},
    {"bet": 30, "missed": None}, {"bet": 30, "missed": "nothing"}, {"bet": 30, "missed": ["a"]}, {"bet": None},
    {"bet": math.inf, "missed": None}, {"choice": None, "because": None}, {"choice": 5},
    {"choice": ["a"], "because": "b"}, {"choice": {}}, {"because": "a"}, {"source": ""}, {"source": None},
    {"source": ["def"]}, {"source": " \x1f\x85 "}, {"ran": {}}, {"__proto__": 1}, {"constructor": "a"},
    {"toString": 1}, [0] * 1000, "x" * 7000, "\ufeff", " \x1c\u3000", "one two\x1fthree\u2003four", "\ud800",
]  # fmt: skip
NEAR = [
    1.0,
    1.0 + 1e-12,
    0.995,
    1.009,
    1.011,
    0.97,
    1.04,
    1.3,
    -1.0,
    0.0,
    1000.0,
    1e-3,
    100.0,
    0.01,
    1e6,
    12.0,
    1 / 12,
    365.0,
]


def values_for(task: dict[str, Any], own: dict[str, Any], dice: random.Random) -> Iterator[Any]:
    """Right answers, each mistake, near misses and half answers of one task."""
    yield from STRANGE
    ids = [each["id"] for each in task.get("items", [])]
    key, mine = task.get("key") or {}, own.get("key") or {}
    kind = task["kind"]
    if kind == "number":
        aims = [mine["value"], *(road["value"] for road in mine["roads"])] if mine else [76.7]
        units = [*(each["unit"] for each in task["units"]), None, "", "furlong"]
        for aim in aims:
            for unit in units:
                for factor in NEAR if aim == aims[0] else NEAR[:6]:
                    yield {"number": aim * factor, "unit": unit}
            if mine:
                yield {"number": aim + mine["within"], "unit": units[0]}
        yield {"number": aims[0]}
    elif kind == "choose":
        reasons = [each["id"] for each in task["because"]["items"]] if task["because"] else []
        for choice in [*ids, "nobody"]:
            for because in [*reasons, None, "nothing", *ids]:
                yield {"choice": choice, "because": because}
            yield {"choice": choice}
    elif kind == "order":
        ranked = sorted(ids, key=lambda id: key["ranks"][id]) if key else ids
        yield from (ranked, ranked[::-1], ranked[1:], [*ranked, ranked[0]], [ranked[0]] * len(ranked))
        yield from (dice.sample(ids, len(ids)) for _ in range(40))
    elif kind == "strike":
        yield from (key.get("right", []), ids, [*ids, ids[0]], [*ids[:1], "no sentence"])
        yield from (dice.sample(ids, dice.randint(1, len(ids))) for _ in range(40))
    elif kind in ("sort", "canvas"):
        bins = [each["key"] for each in task["bins"]]
        if key:
            yield {id: key["bins"][id][-1] for id in ids}
        for _ in range(40):
            yield {id: dice.choice([*bins, *bins, "nowhere"]) for id in ids if dice.random() < 0.98}
            if key:
                yield {id: dice.choice([*key["bins"][id] * 4, *bins]) for id in ids}
        yield {id: ["list"] for id in ids}
        yield {id: 3 for id in ids}
    elif kind == "sketch":
        yield from lines_for(task, mine, dice)
    elif kind == "bet":
        for missed in [*(each["id"] for each in task["missed"]["items"]), None, "nothing"]:
            for factor in [*NEAR, 0.74, 0.76, 1.24, 1.26]:
                yield {"bet": own["answer"] * factor, "missed": missed}
    elif kind == "essay":
        yield from (
            "word " * task["words"],
            "word " * (task["words"] + 1),
            "word " * 1234,
            "x" * 6000,
            "x" * 6001,
            "𝒳" * 6000,
            "𝒳" * 6001,
        )


def lines_for(task: dict[str, Any], mine: dict[str, Any], dice: random.Random) -> Iterator[Any]:
    count = len(task["x"]["at"])
    aims = [mine["values"], *(road["values"] for road in mine["roads"])] if mine else [[1.0] * count]
    within = mine.get("within", 1.0)
    for aim in aims:
        yield from (
            aim,
            aim[:-1],
            [*aim, 3.0],
            [*aim[:-1], None],
            [*aim[:-1], math.nan],
            [*aim[:-1], "3"],
            [*aim[:-1], True],
        )
        yield [each + within for each in aim]
        for _ in range(20):
            yield [each + dice.choice([-3, -1.01, -0.5, 0, 0, 0, 0.5, 1.01, 3]) * within for each in aim]


def texts_for(task: dict[str, Any], dice: random.Random) -> Iterator[Any]:
    """What is written: formulas with the task's names, and functions of them."""
    names = [each["name"] for each in task["names"]]
    right = "variable_cost + wage * staff / buyers_a_year"
    roads = ["wage * staff / buyers_a_year", "variable_cost", right.replace("/", "*"), *names]
    written = [
        right,
        f"price = {right}",
        right.replace("+", "−"),
        *roads,
        f"({right}) * 12",
        f"-({right})",
        f"({right}) / 7",
        f"({right}) + 0.001",
        "1 / 0",
        "2,000",
        "cost",
    ]
    written += [spoiled(dice, dice.choice(written)) for _ in range(60)]
    for text in written:
        if task["kind"] == "formula":
            yield text
        else:
            arguments = ", ".join(names)
            yield {"source": f"def price({arguments}):\n    return {text}"}
            yield {"source": f"price = lambda {arguments}: {text}"}
    if task["kind"] == "function":
        yield from ({"source": source} for source in (*PLAIN, *BEYOND, *OTHER))
        values = (task["key"] or {}).get("values", [1.0])
        for factor in (1, -1, 3, math.nan):
            yield {"source": "f", "ran": {"values": [value * factor for value in values]}}
        yield {"source": "f", "ran": {"values": [None] * len(values)}}
        yield {"source": "f", "ran": {"values": values[:-1]}}
        yield {"source": "f", "ran": {"values": ["a"]}}
        yield {"source": "f", "ran": {"error": "It stops with a sentence. " * 20}}
        yield {"source": "f", "ran": {}}
        yield {"source": "f", "ran": 3}


@pytest.fixture(scope="module")
def sheets() -> list[dict[str, Any]]:
    """Practice, what counts without its key, and what counts with it."""
    graded = assignment(practice=False)
    return [
        make_sheet(assignment(practice=True), variants=4),
        make_sheet(graded, ["K7M42"], b"key"),
        make_sheet(graded, ["K7M42", "9QX34"], b"key", keys=True),
    ]


def compare(page: Any, sheet: dict[str, Any]) -> set[tuple[str, str]]:
    """All verdicts on one sheet; which verdicts each kind has had."""
    met = set()
    for task in sheet["tasks"]:
        dice = random.Random(task["id"])
        rows = []
        for student in sheet["students"]:
            own = student[task["id"]]
            values = list(values_for(task, own, dice))
            if task["kind"] in ("formula", "function"):
                values += texts_for(task, dice)
            rows += [[own, value] for value in values]
        theirs = call(page, f"([own, value]) => judge({json.dumps(task)}, own, value)", rows)
        for (own, value), said in zip(rows, theirs, strict=True):
            ours = judge(task, own, value)
            if ours["said"].startswith(UNPLAIN) and said["said"].startswith(UNPLAIN):
                said["said"] = ours["said"]
            assert ours == said, (task["id"], value)
            met.add((task["kind"], ours["verdict"]))
    return met


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_every_verdict_is_the_same(page: Any, sheets: list[dict[str, Any]]) -> None:
    met = set().union(*(compare(page, sheet) for sheet in sheets))
    kinds = {kind for kind, _ in met}
    assert {
        ("number", "unit"),
        ("choose", "partly"),
        ("order", "partly"),
        ("sort", "partly"),
        ("sketch", "partly"),
        ("bet", "placed"),
        ("essay", "by-hand"),
    } <= met
    assert all((kind, verdict) in met for kind in kinds - {"essay"} for verdict in ("right", "odd", "recorded"))
    assert all((kind, "mistake") in met for kind in ("number", "sketch", "formula", "function", "choose", "bet"))


def test_the_bank_of_the_kit_is_judged_alike(page: Any) -> None:
    from casekit.tasks.read import assignments, read_assignment

    for name in assignments():
        met = compare(page, make_sheet(read_assignment(name), ["K7M42", "9QX34"], b"key", keys=True))
        assert {"right", "mistake", "odd"} <= {verdict for _, verdict in met}


def test_points_are_rounded_alike(page: Any, sheets: list[dict[str, Any]]) -> None:
    task = next(each for each in sheets[0]["tasks"] if each["id"] == "whom")
    right = {"choice": task["key"]["right"][0], "because": "nothing"}
    half = {
        "choice": task["key"]["right"][0],
        "because": next(each["id"] for each in task["because"]["items"] if each["id"] not in task["key"]["because"]),
    }
    rows = [
        [{**task, "points": points}, value]
        for points in (1, 2.5, 0.1, 1 / 3, 0.0625, 0.3125, 0.1875, 3.33333)
        for value in (right, half)
    ]
    theirs = call(page, "([task, value]) => judge(task, {}, value)", rows)
    assert [judge(each, {}, value) for each, value in rows] == theirs
