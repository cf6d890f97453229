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
from .evidence import REFERENCE, middle_of

if TYPE_CHECKING:
    import pandas as pd

    from .engine import Model

TOLERANCE = 0.005  # of a derived figure: what rounding to three digits costs


def load(name: str | Path, part: str = "A", walk: str = "") -> Case:
    """Load a case.

    Parameters
    ----------
    name
        A case of the kit by its name, such as "local-motors"; or the folder of a case of your own, as a Path or as
        text that holds a separator ("./my-case").
    part
        "A": what was known on the day of the decision, and nothing else; "B": with what came after.
    walk
        A case may be told in several classes, each with its own steps, bets and texts. "" is the first one; the others
        are named in `walks` of the case that is returned.

    Raises
    ------
    KitError
        When there is no such case or walk, or a mistake stands in its files.

    Examples
    --------
    >>> load("local-motors").title
    'Local Motors'
    >>> load("local-motors", walk="network").walk_name
    'network'
    >>> load("local-motor")
    Traceback (most recent call last):
    ...
    casekit._errors.KitError: There is no case "local-motor". Did you mean "local-motors"?
    """
    return read_case(folder_of(name), part, walk)


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
    """List the cases of the kit: slug, title, tagline, the day of the decision, and its walks beside the first.

    Examples
    --------
    >>> "local-motors" in set(cases()["slug"])
    True
    """
    import pandas as pd

    columns = ["slug", "title", "tagline", "day", "walks"]
    return pd.DataFrame([_entry(path) for path in _folders()], columns=columns)


def _entry(path: Path) -> tuple[str, str, str, str, str]:
    """Read what a list needs, from case.yaml and the names of the walks alone."""
    from .case import _files, _yaml

    try:
        data: Mapping[str, Any] = _yaml.read(_files.read_text(path, "case.yaml") or "").data
    except _files.Unreadable as error:
        raise KitError(str(Problem(f"{path.name}/case.yaml", error.line, error.sentence))) from None
    decision = data.get("decision")
    day = decision.get("day", "") if isinstance(decision, dict) else ""
    walks = ", ".join(sorted(each.parent.name for each in path.glob("walks/*/walk.yaml")))
    return path.name, str(data.get("title", "")), str(data.get("tagline", "")), str(day), walks


def _folders() -> list[Path]:
    return sorted(path.parent for path in cases_dir().glob("*/case.yaml"))


def validate(folder: str | Path) -> list[Problem]:
    """Find every mistake in a case folder, each with its file, its line and the mend.

    Beside what reading checks: the arithmetic of derived figures is done again (to 0.5%), and each model, input and
    output that case.yaml names must exist, with units that fit; what steps and bets set in a model is tried; the case
    to assign is of the length that is read in an evening; the teaching note has its ten parts, and a plan whose
    minutes add up.

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
    for check in (_derived, _joins, _tried, check_texts):  # only what fits together can be tried
        for problem in [*check(found)]:
            found.problems.add(problem.file, problem.line, problem.sentence, problem.level, problem.part)
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

    for name, filled in folder.case.models.items():
        line = folder.yaml.line(("models", name))
        try:
            model = model_named(name)
        except KitError as error:
            yield Problem("case.yaml", line, str(error))
            continue
        inputs, outputs = inputs_of(model), outputs_of(model)
        yield from _filled(folder, name, model)
        empty = [key for key, one in inputs.items() if one.default is None and key not in filled]
        if empty:
            names = ", ".join(empty)
            yield Problem(
                "case.yaml", line, f"{name} needs a quantity for {names}: write {empty[0]}: and a quantity here."
            )
        yield from _answers(folder, name, model)
        yield from _simulated(folder, name, model)
        yield from _sourced(folder, name, model)
        views = [view.id for view in model.explorer.views] if model.explorer else []
        check_models(folder, name, views, list(inputs), list(outputs))


def _filled(folder: Folder, name: str, model: type[Model]) -> Iterator[Problem]:
    """Check what case.yaml fills of a model: inputs, and outputs over time that counts are held against."""
    from .case._values import START
    from .engine import horizon_of, inputs_of, is_series, outputs_of
    from .engine.flows import STEP

    inputs, outputs = inputs_of(model), outputs_of(model)
    filled = folder.case.models[name] if folder.case else {}
    for each, key in filled.items():
        line = folder.yaml.line(("models", name, each))
        rows = [row for row in folder.figures if row.quantity == key]
        if each == START:
            if not any(is_series(model, other) for other in filled):
                sentence = f"No output over time of {name} is counted here, so no day begins one. Take it out."
                yield Problem("case.yaml", line, sentence)
            continue
        if each == STEP and horizon_of(model):
            sentence = f"The {STEP} of {name} is the length of its periods, and no figure sets it. Take it out."
            yield Problem("case.yaml", line, sentence)
            continue
        if each in inputs:
            unit, what = inputs[each].unit, "input"
        elif is_series(model, each):
            unit, what = outputs[each].unit, "output"
            yield from _counted(rows, name, each, line, filled.get(START, ""))
        else:
            yield Problem("case.yaml", line, _unfilled(name, each, list(inputs), list(outputs)))
            continue
        if rows and (sentence := _other_kind(rows[0], unit, f"{what} {each}")):
            yield Problem("case.yaml", line, sentence)


def _other_kind(row: FigureRow, unit: str, name: str) -> str:
    fits = of_one_kind(row.unit, unit)
    return "" if fits else f'The {name} is in "{unit}" and {row.quantity} in "{row.unit}": of two kinds.'


def of_one_kind(unit: str, other: str) -> bool:
    """Whether two units fit; an unknown one, which is named where it stands, fits all."""
    from . import units

    try:
        return units.same_kind(unit, other)
    except KitError:
        return True


def _unfilled(model: str, name: str, inputs: list[str], outputs: list[str]) -> str:
    if name in outputs:
        return f"{model} has the output {name} at one time only, and counts belong to a course over time. Take it out."
    return f'{model} has no input "{name}". {near(name, [*inputs, *outputs], "Inputs and outputs")}'


def _counted(rows: list[FigureRow], model: str, output: str, line: int, start: str) -> Iterator[Problem]:
    """Check what an output over time is held against: counts with their days, from a day on."""
    begins = middle_of(start) if len(start) == len("2008-03-25") else None  # a start that is no day is named already
    if not start:
        sentence = f"{output} of {model} is counted from a day on. Write that day here, such as from: 2008-03-25."
        yield Problem("case.yaml", line, sentence)
    for row in rows:
        if not row.as_of:
            sentence = f"{output} of {model} is held against this count, and it has no date. Write as_of."
            yield Problem("figures.csv", row.line, sentence, part=row.part)
        elif begins and (when := middle_of(row.as_of)) and when < begins:
            said = row.as_of if row.as_of == when.isoformat() else f"{row.as_of} (read as {when})"
            sentence = f'The count "{row.id}" is of {said}, before {model} begins (from: {start}). Mend one of them.'
            yield Problem("figures.csv", row.line, sentence, part=row.part)


def no_number(model: type[Model], output: str) -> str:
    """Say why an output is not one number; "" when it is one."""
    from .engine import is_series, outputs_of
    from .engine.nodes import Call

    node = outputs_of(model)[output].node
    if is_series(model, output):
        return f"{output} of {model.__name__} has a value for each period. Name an output that is one number."
    if isinstance(node, Call) and node.labels:
        return f"{output} of {model.__name__} is a name, not a number. Name an output that is a number."
    return ""


def _answers(folder: Folder, name: str, model: type[Model]) -> Iterator[Problem]:
    """Check the bets that a model answers."""
    from .engine import inputs_of, outputs_of

    inputs, outputs = inputs_of(model), outputs_of(model)
    asked = [(walk, at, bet) for walk in folder.walks for at, bet in enumerate(walk.bets) if bet.answer.model == name]
    for walk, at, bet in asked:
        file, output = walk.yaml_file, bet.answer.output
        line = walk.line("bets", at, "answer", "output")
        if output not in outputs:
            yield Problem(file, line, f'{name} has no output "{output}". {near(output, outputs, "Outputs")}')
        elif sentence := no_number(model, output):
            yield Problem(file, line, sentence, part=bet.part)
        elif not of_one_kind(bet.unit, outputs[output].unit):
            kinds = f'in "{bet.unit}" and its answer "{output}" in "{outputs[output].unit}": of two kinds.'
            yield Problem(file, walk.line("bets", at, "unit"), f"The bet is {kinds}", part=bet.part)
        for each in bet.answer.set:
            if each not in inputs:
                line = walk.line("bets", at, "answer", "set", each)
                yield Problem(file, line, f'{name} has no input "{each}". {near(each, inputs, "Inputs")}')


def _sourced(folder: Folder, name: str, model: type[Model]) -> Iterator[Problem]:
    """Check that what rival figures are asked for is a number."""
    from .engine import outputs_of

    for walk in folder.walks:
        for at, step in enumerate(walk.steps):
            asked = step.by_source
            if asked.model == name and asked.output in outputs_of(model) and (said := no_number(model, asked.output)):
                yield Problem(walk.yaml_file, walk.line("walk", at, "by_source", "output"), said, part=step.part)


def _tried(folder: Folder) -> Iterator[Problem]:
    """Set up each model as the steps and bets of a sound case ask for it: what it refuses is told on their lines."""
    from .case._read import case_of

    if folder.case is None:
        return
    for walk in folder.walks:
        try:
            folder.problems.raise_first(folder.path, "B", walk.name)
        except KitError:
            continue
        for part in folder.case.parts:
            case = case_of(folder, folder.case, part, walk)
            steps = [at for at, each in enumerate(walk.steps) if each.part == "A" or part == "B"]
            for at, step in zip(steps, case.walk, strict=True):
                path = ("set",) if walk.steps[at].set else (step.kind, "set")
                if step.model and (sentence := _refused(case, step.model, step.set)):
                    line = walk.line("walk", at, *path, sentence.split()[0])  # it begins with what it is about
                    yield Problem(walk.yaml_file, line, sentence, part=step.part)
            bets = [at for at, each in enumerate(walk.bets) if each.part == "A" or part == "B"]
            for at, bet in zip(bets, case.bets, strict=True):
                if bet.model and (sentence := _refused(case, bet.model, bet.set, bet.output)):
                    line = walk.line("bets", at, "answer", "set", sentence.split()[0])
                    yield Problem(walk.yaml_file, line, sentence, part=bet.part)


def _refused(case: Case, name: str, changes: Mapping[str, float | str], output: str = "") -> str:
    """What a model says against some changes; "" when it takes them and, where an output is asked for, gives it."""
    from .engine import change
    from .models import model_named

    try:
        values = {key: case.figure(each) if isinstance(each, str) else each for key, each in changes.items()}
        model = change(model_named(name).from_case(case), **values)
        missing = bool(output) and math.isnan(getattr(model, output))
    except KitError as error:
        return str(error)
    return f"{output} of {name} is not available here. Set other inputs, or ask for another output." if missing else ""


def _simulated(folder: Folder, model: str, kind: type[Model]) -> Iterator[Problem]:
    """Check the simulations that step through an input of a model."""
    from .engine import inputs_of, outputs_of

    inputs, outputs = inputs_of(kind), outputs_of(kind)
    for name, told in folder.case.simulations.items() if folder.case else ():
        if told.model != model:
            continue
        if told.by not in inputs:
            line = folder.yaml.line(("simulations", name, "by"))
            yield Problem("case.yaml", line, f'{model} has no input "{told.by}". {near(told.by, inputs, "Inputs")}')
            continue
        for limit in told.limits:
            line = folder.yaml.line(("simulations", name, "limits", limit))
            if limit not in outputs:
                yield Problem("case.yaml", line, f'{model} has no output "{limit}". {near(limit, outputs, "Outputs")}')
            elif sentence := no_number(kind, limit):
                yield Problem("case.yaml", line, sentence)
            elif not of_one_kind(outputs[limit].unit, inputs[told.by].unit):
                units = f'"{outputs[limit].unit}", and {told.by} in "{inputs[told.by].unit}"'
                yield Problem("case.yaml", line, f"{limit} is in {units}: it cannot be a limit of it.")
