"""A sheet as a notebook: a question, a place to answer it, and the places where nbgrader writes points.

The cells carry nbgrader's metadata (version 3 of its format), so that a course that uses it takes the notebook as it
is. With `source=` the notebook is what `nbgrader generate_assignment` starts from: reference answers between its marks,
and hidden tests that give the same points as `teach.mark`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..export.sheet_page import in_words
from ..tasks.as_text import escaped, to_markdown
from ..tasks.counting import counts
from ..tasks.whose import own_of
from ..units import words_alone
from .reference import in_code

if TYPE_CHECKING:
    from nbformat import NotebookNode

IN_CODE = ("number", "formula", "function", "essay")  # kinds that have a line of code of their own to answer in
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
_HOW = (
    "Run the cells from top to bottom: Shift and Enter run one and go to the next. Answer with the mouse and the keys, "
    "or in code where there is a line for it. Every answer is kept as you give it, in a file beside this notebook: "
    "hand in both."
)


def notebook_of(
    sheet: Mapping[str, Any], code: str = "", *, source: Mapping[str, Any] | None = None, file: str = ""
) -> NotebookNode:
    """A sheet as a notebook.

    Parameters
    ----------
    sheet
        As `make_sheet` gives it, without the keys of what counts.
    code
        For one student, who does not have to type it.
    source
        The right answers by task, for the source of an nbgrader assignment; they stand between the marks that nbgrader
        cuts out, as do the tests that ask for points.
    file
        The sheet's file beside the notebook; else its usual name.

    Returns
    -------
    NotebookNode
        Valid, with an id for each cell. One for a single student, or for practice, runs from top to bottom as it is.

    Examples
    --------
    >>> from casekit.tasks.read import read_assignment
    >>> from casekit.tasks.sheet import make_sheet
    >>> book = notebook_of(make_sheet(read_assignment("local-motors"), ["K7M42"], b"mine"))
    >>> print(book.cells[2].source)
    import casekit as ck
    <BLANKLINE>
    code = ""  # between the quotes: the code that you were sent
    sheet = ck.exercises("local-motors.sheet.json", code=code)
    """
    from nbformat.v4 import new_notebook

    if code:
        own_of(sheet, code)  # says so when nobody has this code
    cells = [
        _markdown("title", _title(sheet)),
        _markdown("how", _HOW),
        _start(sheet, code, source, file or sheet_file(sheet)),
    ]
    for task in sheet["tasks"]:
        cells += _task_cells(sheet, task, source)
    cells += [_markdown("points-so-far", "## How far you are"), _code("points", "sheet.points", locked=True)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"assignment": sheet["assignment"], "release": sheet["release"]}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "casekit": about}
    book: NotebookNode = new_notebook(cells=cells, metadata=metadata)
    return book


def sheet_file(sheet: Mapping[str, Any]) -> str:
    """How the file of a sheet is called.

    >>> sheet_file({"assignment": "local-motors"})
    'local-motors.sheet.json'
    """
    return f"{sheet['assignment']}.sheet.json"


# ---- the cells of the whole ----


def _title(sheet: Mapping[str, Any]) -> str:
    due = f"Hand in by {escaped(in_words(sheet['due']))}." if sheet["due"] else ""
    points = sum(task["points"] for task in sheet["tasks"] if counts(sheet, task))
    facts = f"{_many(points, 'point')}, about {sheet['minutes']:g} minutes."
    lines = [f"# {escaped(sheet['title'])}", to_markdown(sheet["about"]),
             " ".join(filter(None, [f"{escaped(sheet['line'])}.", facts, due]))]  # fmt: skip
    return "\n\n".join(filter(None, lines))


def _start(sheet: Mapping[str, Any], code: str, source: Mapping[str, Any] | None, file: str) -> NotebookNode:
    lines = ["import casekit as ck", ""]
    if code and source is None:
        lines.append(f'sheet = ck.exercises("{file}")')
        return _code("start", "\n".join(lines), locked=True)
    word = "the code that you were sent" if sheet["codes"] is not None else "any word; it chooses your numbers"
    lines.append(f'code = ""  # between the quotes: {word}')
    if source is not None:
        lines += [BEGIN, f'code = "{code}"', END]
    lines.append(f'sheet = ck.exercises("{file}", code=code)')
    return _code("start", "\n".join(lines), solution=source is not None)


# ---- the cells of a task ----


def _task_cells(
    sheet: Mapping[str, Any], task: Mapping[str, Any], source: Mapping[str, Any] | None
) -> list[NotebookNode]:
    id, asks = task["id"], f'sheet.ask("{task["id"]}")'
    solution = in_code(task, source[id]) if source is not None else ""
    marked = counts(sheet, task)
    # An essay whose cell was left alone has 0 points in nbgrader, so there the form may not take the text.
    without = task["by_hand"] and source is not None and "{0}" not in task["question"]
    cells = [_markdown(f"task-{id}", _heading(sheet, task, asked=without))]
    text = asks
    if task["kind"] in IN_CODE:
        text = _to_fill_in(task)
    if task["kind"] in IN_CODE and not without:
        cells.append(_code(f"ask-{id}", asks, locked=True, tags=("nbval-ignore-output",)))
    if solution:
        text += f"\n{BEGIN}\n{solution}\n{END}"
    by_hand = task["by_hand"] and marked
    points = task["points"] if by_hand else None
    cells.append(_code(f"answer-{id}", text, solution=True, points=points, tags=("nbval-ignore-output",)))
    if marked and not by_hand and (sheet["graded"] or source is not None):
        cells.append(_code(f"points-{id}", _test(task, source is not None), locked=True, points=task["points"]))
    return cells


def _heading(sheet: Mapping[str, Any], task: Mapping[str, Any], *, asked: bool) -> str:
    """The title of a task and what it brings; the question too, where no form asks it."""
    facts = [_many(task["points"], "point"), f"about {_many(task['minutes'], 'minute')}"]
    facts += [] if counts(sheet, task) else ["practice"]
    lines = [f"## {escaped(task['title'])}", f"*{', '.join(facts)}*"]
    return "\n\n".join([*lines, to_markdown(task["question"])] if asked else lines)


def _to_fill_in(task: Mapping[str, Any]) -> str:
    """The line of code to answer in, with dots where the answer goes, and above it how."""
    kind, check = task["kind"], f'sheet.check("{task["id"]}", ...)'
    names = ", ".join(each["name"] for each in task.get("names", ()))
    if kind == "function":
        return (
            f"def {task['function']}({names}):\n    return ...\n\n\n"
            f"# When it is ready, put its name in place of the dots: {task['function']}\n{check}"
        )
    if kind == "essay":
        return f'# Your text in place of the dots, between three quotes: """I would ..."""\n{check}'
    if kind == "formula":
        return f'# Or here: your formula in place of the dots, in quotes: "a * b"\n# Names: {names}\n{check}'
    if not task["units"]:
        return f"# Or here: your number in place of the dots: 0.25\n{check}"
    units = [f'"{words_alone(unit["words"])}"' for unit in task["units"]]
    return f"# Or here: your number and its unit in place of the dots: 123, {units[0]}\n" + (
        f"# Units: {', '.join(units)}\n{check}" if len(units) > 1 else check
    )


def _test(task: Mapping[str, Any], hidden: bool) -> str:
    shown = "# Nothing to do here: the points for the task above are given later."
    if not hidden:
        return shown
    tests = f'from casekit.teach.in_nbgrader import points_of\n\npoints_of(sheet, "{task["id"]}")'
    return f"{shown}\n{BEGIN_HIDDEN}\n{tests}\n{END_HIDDEN}"


# ---- cells ----


def _markdown(name: str, text: str) -> NotebookNode:
    from nbformat.v4 import new_markdown_cell

    cell: NotebookNode = new_markdown_cell(text, id=name[:64], metadata=_metadata(name, "markdown", locked=True))
    return cell


def _code(
    name: str, text: str, *, locked: bool = False, solution: bool = False, points: float | None = None,
    tags: tuple[str, ...] = (),
) -> NotebookNode:  # fmt: skip
    from nbformat.v4 import new_code_cell

    metadata = _metadata(name, "code", locked=locked, solution=solution, points=points)
    more = {"tags": list(tags)} if tags else {}
    cell: NotebookNode = new_code_cell(text, id=name[:64], metadata={**metadata, **more})
    return cell


def _metadata(
    name: str, cell_type: str, *, locked: bool = False, solution: bool = False, points: float | None = None
) -> dict[str, Any]:
    """What nbgrader, and the tools that read its notebooks, want to know of a cell."""
    about = {"schema_version": 3, "grade_id": name, "cell_type": cell_type, "grade": points is not None,
             "solution": solution, "locked": locked, "task": False}  # fmt: skip
    rights = {"deletable": False, **({"editable": False} if locked else {})}
    return {**rights, "nbgrader": {**about, **({"points": points} if points is not None else {})}}


def _many(value: float, word: str) -> str:
    return f"{value:g} {word}{'' if value == 1 else 's'}"
