"""Run and clean the kit's own notebooks, so that they diff cleanly and never hold widget state.

`python3 start.py notebooks` calls this. What is stored is what a reader without a kernel sees: pictures,
tables and sentences. What is left out changes from run to run or is heavy: the state and the views of
widgets, times, and what editors note.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casekit._errors import KitError
from casekit._paths import checkout_dir, write_whole

if TYPE_CHECKING:
    from nbformat import NotebookNode

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
REVEAL = "reveal"
CELL_SECONDS = 120
START_SECONDS = 60
# Cell metadata that an author sets on purpose.
_KEPT = ("tags", "jupyter")


def run_all(folder: Path) -> list[Path]:
    """Run every notebook of a folder in a fresh kernel, clean it, and store it where it changed.

    Parameters
    ----------
    folder
        Holds the notebooks; they are run in the order of their names, with the folder as their own.

    Returns
    -------
    list of Path
        The notebooks whose stored text changed.

    Raises
    ------
    KitError
        When a cell fails or takes longer than two minutes; that notebook is left as it was.
    """
    import nbformat

    changed = []
    for path in sorted(folder.glob("*.ipynb")):
        before = path.read_text(encoding="utf-8")
        notebook: NotebookNode = nbformat.reads(before, as_version=4)
        _run(notebook, path)
        after = nbformat.writes(clean(notebook)) + "\n"
        if after != before:
            write_whole(path, after)
            changed.append(path)
    return changed


def clean(notebook: NotebookNode) -> NotebookNode:
    """Take out of a notebook what is not for a reader, in place, and return it.

    >>> import nbformat
    >>> bundle = {WIDGET_VIEW: {"model_id": "7"}, "text/plain": "77 cars"}
    >>> shown = nbformat.v4.new_output("display_data", bundle)
    >>> cell = nbformat.v4.new_code_cell("1 + 1", id="sum", outputs=[shown], metadata={"scrolled": True})
    >>> kept = clean(nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {"state": {}}}))
    >>> kept.cells[0].outputs[0].data, kept.cells[0].metadata, sorted(kept.metadata)
    ({'text/plain': '77 cars'}, {}, ['kernelspec', 'language_info'])
    """
    import nbformat

    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    count = 0
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in _KEPT if key in cell.metadata})
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(_clean_output, cell.outputs) if output is not None]
            if REVEAL in cell.metadata.get("tags", ()):
                cell.outputs = []  # it answers a bet: a reader sees it by running it
            # As a fresh kernel counts; nbval takes a cell without a number for one that was never run.
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count
    return notebook


def _clean_output(output: Any) -> Any:
    """Return an output without the view of its widget, or None when nothing else is in it."""
    if "data" not in output:
        return output
    output.data.pop(WIDGET_VIEW, None)
    output.metadata.pop(WIDGET_VIEW, None)
    return output if output.data else None


def _run(notebook: NotebookNode, path: Path) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        startup_timeout=START_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise KitError(f"{path.name}: a cell failed with {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise KitError(f"{path.name}: a cell took longer than {CELL_SECONDS} seconds.") from error


def unclean(folder: Path) -> list[Path]:
    """Return the notebooks of a folder that hold what `clean` takes out, without running them."""
    import nbformat

    found = []
    for path in sorted(folder.glob("*.ipynb")):
        stored = path.read_text(encoding="utf-8")
        if nbformat.writes(clean(nbformat.reads(stored, as_version=4))) + "\n" != stored:
            found.append(path)
    return found


def main(arguments: list[str]) -> int:
    """Run and clean the notebooks of the named folder, else those of this checkout; `--check` only looks."""
    from casekit._lab import check_kernel

    check = "--check" in arguments
    named = [argument for argument in arguments if argument != "--check"]
    try:
        checkout = checkout_dir()
        if not named and checkout is None:
            raise KitError("Name the folder of the notebooks; there is no checkout here.")
        folder = Path(named[0]) if named else (checkout or Path()) / "notebooks"
        if check:
            dirty = unclean(folder)
            if dirty:
                names = ", ".join(path.name for path in dirty)
                raise KitError(f"Not clean: {names}. Run `python3 start.py notebooks`.")
            return 0
        check_kernel()
        print(f"Running the notebooks in {folder} ...", flush=True)
        changed = run_all(folder)
    except KitError as error:
        print(error, file=sys.stderr)
        return 2
    print("Changed: " + ", ".join(path.name for path in changed) if changed else "Nothing changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
