"""Running and cleaning the notebooks. That the stored results are up to date is nbval's part of the same run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from casekit._errors import KitError
from casekit._notebooks import WIDGET_VIEW, clean, run_all, unclean

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
