"""Running and cleaning the notebooks. That the stored results are up to date is nbval's part of the same run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from casekit._errors import KitError
from casekit._notebooks import REVEAL, WIDGET_VIEW, clean, run_all, unclean
from casekit._paths import notebooks_dir
from casekit.library import cases, load
from casekit.units import say
from casekit.widgets.bets import answer_of

CELL = """
from IPython.display import publish_display_data
view = {"version_major": 2, "version_minor": 0, "model_id": "7"}
kind = "application/vnd.jupyter.widget-view+json"
publish_display_data({kind: view, "text/plain": "77 cars", "image/svg+xml": "<svg/>"})
publish_display_data({kind: view})
40 + 2
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    metadata = {"scrolled": True, "tags": ["kept"], "execution": {"iopub.execute_input": "now"}}
    cells = [
        nbformat.v4.new_markdown_cell("# A case", id="title"),
        nbformat.v4.new_code_cell(CELL, id="cell", metadata=metadata, execution_count=9),
        nbformat.v4.new_code_cell("import ipywidgets; ipywidgets.IntSlider(3)", id="slider"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"widgets": {"x": 1}}), tmp_path / "01.ipynb")
    return tmp_path


def test_what_is_stored_is_for_a_reader(folder: Path) -> None:
    assert run_all(folder) == [folder / "01.ipynb"]
    stored = nbformat.read(folder / "01.ipynb", as_version=4)
    assert dict(stored.metadata) == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    cell = stored.cells[1]
    assert (cell.id, cell.metadata, cell.execution_count) == ("cell", {"tags": ["kept"]}, 1)
    shown, result = cell.outputs
    assert shown.data == {"text/plain": "77 cars", "image/svg+xml": "<svg/>"}
    assert result.data == {"text/plain": "42"}
    slider = stored.cells[2].outputs[0].data
    assert WIDGET_VIEW not in slider and slider["text/plain"].startswith("IntSlider(")
    assert unclean(folder) == []
    assert run_all(folder) == [], "a second run changes nothing"


def test_a_failing_notebook_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "01.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0", id="a")]), path)
    before = path.read_bytes()
    with pytest.raises(KitError, match=r"01.ipynb: a cell failed with ZeroDivisionError: division by zero"):
        run_all(tmp_path)
    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["01.ipynb"]


def test_the_notebooks_of_the_kit_are_clean(root: Path) -> None:
    assert sorted((root / "notebooks").glob("*.ipynb"))
    assert unclean(root / "notebooks") == [], "run `python3 start.py notebooks`"


def test_the_command_looks_without_running(folder: Path) -> None:
    command = [sys.executable, "-m", "casekit._notebooks", "--check", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "Not clean: 01.ipynb. Run `python3 start.py notebooks`.\n"


def test_what_answers_a_bet_is_not_stored() -> None:
    cell = nbformat.v4.new_code_cell("77", id="answer", metadata={"tags": ["reveal"]})
    cell.outputs = [nbformat.v4.new_output("stream", text="77 cars")]
    assert clean(nbformat.v4.new_notebook(cells=[cell])).cells[0].outputs == []


BOOKS = [
    (path.stem, row.slug, "B" if path.stem.endswith("-part-b") else "A", walk)
    for row in cases().itertuples()
    for walk in ["", *filter(None, row.walks.split(", "))]
    for path in sorted(notebooks_dir().glob("*.ipynb"))
    if re.fullmatch(rf"\d\d-{'-'.join(filter(None, (row.slug, walk)))}(-part-b)?", path.stem)
]


def test_every_class_has_its_two_notebooks() -> None:
    assert len(BOOKS) == 2 * sum(1 + row.walks.count(", ") + bool(row.walks) for row in cases().itertuples())


@pytest.mark.parametrize("path", sorted(notebooks_dir().glob("*.ipynb")), ids=lambda path: path.stem)
def test_what_one_reads_between_cells_is_short_and_no_dollars_make_a_formula(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert len(cell.source.split()) <= 90, f"{path.stem}, cell {cell.id}"
            prose = re.sub(r"`[^`]*`", "", cell.source)
            for paragraph in prose.split("\n\n"):
                assert len(re.findall(r"(?<!\\)\$", paragraph)) < 2, f"{path.stem}, cell {cell.id}: write \\$"


@pytest.mark.parametrize(("name", "slug", "part", "walk"), BOOKS)
def test_no_stored_output_answers_a_bet(root: Path, name: str, slug: str, part: str, walk: str) -> None:
    """A reader without a kernel sees the question and not, a cell further on, its answer."""
    case = load(slug, part, walk=walk)
    cells = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4).cells
    asked = [bet for bet in case.bets if any(f'"{bet.id}"' in cell.source for cell in cells)]
    assert asked
    for bet in asked:
        value, _ = answer_of(case, bet)
        words = {say(value, bet.unit), say(value, bet.unit, rounded=True)}
        given = [word for word in words if not said(word, bet.question)]
        for cell in cells:
            for output in cell.get("outputs", []):
                text = output.get("data", {}).get("text/plain", output.get("text", ""))
                assert not any(said(word, text) for word in given), f"cell {cell.id} answers {bet.id}: tag it {REVEAL}"


def said(word: str, text: str) -> bool:
    return re.search(rf"(?<![\d,.]){re.escape(word)}(?![\d,])", text) is not None


EXERCISES = sorted(path.stem for path in (Path(__file__).parents[1] / "notebooks").glob("*-exercises.ipynb"))


@pytest.mark.parametrize("book", EXERCISES)
def test_the_exercises_are_those_of_the_practice_sheet(root: Path, book: str) -> None:
    from casekit.tasks.read import read_assignment
    from casekit.tasks.sheet import make_sheet
    from casekit.teach.sheet_notebook import notebook_of

    name = re.sub(r"^\d+-(.*)-exercises$", r"\1-practice", book)
    made = notebook_of(make_sheet(read_assignment(name), variants=1), file=name)
    stored = nbformat.read(root / "notebooks" / f"{book}.ipynb", as_version=4)
    assert [cell.source for cell in stored.cells] == [cell.source for cell in made.cells], (
        f'build it anew: write notebook_of(sheet, file="{name}"), then run start.py notebooks'
    )
