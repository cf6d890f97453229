"""The cases of the kit, and cases of one's own: load, list and validate."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._errors import KitError, near
from ._paths import cases_dir
from .case import Case, Problem, read_case
from .case._folder import FigureRow, Folder, read_folder
from .evidence import REFERENCE

if TYPE_CHECKING:
    import pandas as pd

TOLERANCE = 0.005  # of a derived figure: what rounding to three digits costs


def load(name: str | Path, part: str = "A") -> Case:
    """Load a case.

    Parameters
    ----------
    name
        A case of the kit by its name, such as "local-motors"; or the folder of a case of your own, as a Path or as
        text that holds a separator ("./my-case").
    part
        "A": what was known on the day of the decision, and nothing else; "B": with what came after.

    Raises
    ------
    KitError
        When there is no such case, or a mistake stands in its files.

    Examples
    --------
    >>> load("local-motors").title
    'Local Motors'
    >>> load("local-motor")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: There is no case "local-motor". Did you mean "local-motors"?
    """
    return read_case(folder_of(name), part)


def folder_of(name: str | Path) -> Path:
    """Return the folder of a case: a plain word names a case of the kit, a Path or a text with a separator a folder.

    Raises
    ------
    KitError
        When a plain word names no case of the kit; the nearest one is suggested.
    """
    if not isinstance(name, str | Path):
        raise KitError(f"A case is loaded by its name or its folder, not by {name!r}.")
    if isinstance(name, Path) or "/" in name or "\\" in name:
        return Path(name).expanduser()
    known = {path.name: path for path in _folders()}
    if name in known:
        return known[name]
    here = f' To load the folder here, write "./{name}".' if name and Path(name, "case.yaml").is_file() else ""
    raise KitError(f'There is no case "{name}". {near(name, known, "Cases")}{here}')


def cases() -> pd.DataFrame:
    """List the cases of the kit: slug, title, tagline and the day of the decision.

    Examples
    --------
    >>> "local-motors" in set(cases()["slug"])
    True
    """
    import pandas as pd

    columns = ["slug", "title", "tagline", "day"]
    return pd.DataFrame([_entry(path) for path in _folders()], columns=columns)


def _entry(path: Path) -> tuple[str, str, str, str]:
    """Read what a list needs, from case.yaml alone."""
    from .case import _files, _yaml

    try:
        data: Mapping[str, Any] = _yaml.read(_files.read_text(path, "case.yaml") or "").data
    except _files.Unreadable as error:
        raise KitError(str(Problem(f"{path.name}/case.yaml", error.line, error.sentence))) from None
    decision = data.get("decision")
    day = decision.get("day", "") if isinstance(decision, dict) else ""
    return path.name, str(data.get("title", "")), str(data.get("tagline", "")), str(day)


def _folders() -> list[Path]:
    return sorted(path.parent for path in cases_dir().glob("*/case.yaml"))


def validate(folder: str | Path) -> list[Problem]:
    """Find every mistake in a case folder, each with its file, its line and the mend.

    Beside what reading checks: the arithmetic of derived figures is done again (to 0.5%), and each model, input and
    output that case.yaml names must exist, with units that fit; the case to assign is of the length that is read in an
    evening; the teaching note has its ten parts, and a plan whose minutes add up.

    Parameters
    ----------
    folder
        The folder of a case, or the name of a case of the kit.

    Returns
    -------
    list of Problem
        Empty when all is well. A problem whose `level` is "warning" does not stop the case from loading.
    """
    from .case._check import cross
    from .case._texts import check_texts

    found = read_folder(folder_of(folder))
    cross(found, units=True)
    for problem in [*_derived(found), *_joins(found), *check_texts(found)]:
        found.problems.add(problem.file, problem.line, problem.sentence, problem.level)
    return found.problems.sorted()


def _derived(folder: Folder) -> Iterator[Problem]:
    from .engine import evaluate_text

    values = {row.id: row.value for row in folder.figures}
    for row in folder.figures:
        if row.kind != "derived" or not set(REFERENCE.findall(row.locator)) <= set(values):
            continue
        try:
            result = float(evaluate_text(row.locator, values))
        except KitError as error:
            yield Problem("figures.csv", row.line, str(error))
            continue
        if not math.isfinite(result):
            sentence = f'"{row.locator}" has no answer: it divides by zero or grows beyond any number. Mend it.'
            yield Problem("figures.csv", row.line, sentence)
        elif not abs(result - row.value) <= TOLERANCE * abs(result):
            told = row.locator if len(row.locator) <= 200 else f"{row.locator[:200]}..."
            yield Problem("figures.csv", row.line, f"{told} is {result:,.6g}, and the value is {row.value:,.6g}.")


def _joins(folder: Folder) -> Iterator[Problem]:
    if folder.case is None:
        return
    from .case._walk import check_models
    from .engine import inputs_of, outputs_of
    from .models import model_named

    first: dict[str, FigureRow] = {}
    for row in folder.figures:
        first.setdefault(row.quantity, row)
    for name, filled in folder.case.models.items():
        line = folder.yaml.line(("models", name))
        try:
            model = model_named(name)
        except KitError as error:
            yield Problem("case.yaml", line, str(error))
            continue
        inputs, outputs = inputs_of(model), outputs_of(model)
        for each, key in filled.items():
            place = folder.yaml.line(("models", name, each))
            if each not in inputs:
                yield Problem("case.yaml", place, f'{name} has no input "{each}". {near(each, inputs, "Inputs")}')
            elif key in first and (sentence := _other_kind(first[key], inputs[each].unit, each)):
                yield Problem("case.yaml", place, sentence)
        empty = [key for key, one in inputs.items() if one.default is None and key not in filled]
        if empty:
            names = ", ".join(empty)
            yield Problem(
                "case.yaml", line, f"{name} needs a quantity for {names}: write {empty[0]}: and a quantity here."
            )
        yield from _answers(folder, name, list(inputs), list(outputs))
        views = [view.id for view in model.explorer.views] if model.explorer else []
        check_models(folder, name, views, list(inputs), list(outputs))


def _other_kind(row: FigureRow, unit: str, name: str) -> str:
    from . import units

    try:
        fits = units.same_kind(row.unit, unit)
    except KitError:
        return ""  # an unknown unit is named where it stands
    return "" if fits else f'The input {name} is in "{unit}" and {row.quantity} in "{row.unit}": of two kinds.'


def _answers(folder: Folder, model: str, inputs: list[str], outputs: list[str]) -> Iterator[Problem]:
    """Check the bets that a model answers."""
    for at, bet in enumerate(folder.case.bets if folder.case else []):
        if bet.answer.model != model:
            continue
        line = folder.yaml.line(("bets", at, "answer"))
        if bet.answer.output not in outputs:
            known = near(bet.answer.output, outputs, "Outputs")
            yield Problem("case.yaml", line, f'{model} has no output "{bet.answer.output}". {known}')
        for each in bet.answer.set:
            if each not in inputs:
                yield Problem("case.yaml", line, f'{model} has no input "{each}". {near(each, inputs, "Inputs")}')
