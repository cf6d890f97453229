"""The `casekit` command: thin, every line of it calls something that is also there for Python."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casekit._errors import KitError

if TYPE_CHECKING:
    from collections.abc import Iterable

app = typer.Typer(
    help="Sourced business cases of customer co-creation, with numbers that you can read and move.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Part = Annotated[str, typer.Option("--part", help="A: up to the day of the decision; B: and what came after.")]
Walk = Annotated[str, typer.Option("--walk", help="A further walk of the case, by its name; else the first.")]
Course = Annotated[Path | None, typer.Option("--folder", help="The folder of your course; else course, here.")]
Folder = Annotated[Path | None, typer.Option("--folder", help="Your working copy; else casekit in your documents.")]
Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Else the first free one.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address and open no browser.")]
Check = Annotated[bool, typer.Option("--check", help="Start, ask the server whether it works, and stop.")]


def main() -> None:
    """Run the command line; what a user can mend is one sentence, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a console that cannot show a sign shows a question mark
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except KitError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


@app.command("list")
def list_cases() -> None:
    """List the cases of the kit."""
    from casekit.library import cases

    _table([{str(name): value for name, value in row.items()} for row in cases().to_dict("records")])


@app.command()
def show(name: str, part: Part = "A", walk: Walk = "") -> None:
    """Show one case: its question, its numbers and its canvas."""
    from rich.console import Console

    from casekit.library import load

    case = load(name, part=part.upper(), walk=walk)
    Console().print(case, case.canvas, sep="\n\n")
    for key, title in case.walks.items():
        if key != walk:
            print(f"\nThe case has a further walk: {title} ({f'--walk {key}' if key else 'without --walk'}).")


@app.command()
def validate(
    place: Annotated[
        str | None,
        typer.Argument(help="A folder or file of a case or of exercises, or a name of the kit's; else all of the kit."),
    ] = None,
) -> None:
    """Check a case or exercises, and name the file, the line and the mend for every mistake."""
    from casekit.tasks.read import checked, everything

    wrong = False
    for each in [place] if place else everything():
        found = checked(each)
        wrong |= any(problem.level == "error" for problem, _ in found)
        for problem, use in found:
            print(problem if problem.level == "error" else f"{problem} ({use} all the same.)")
        if not found:
            print(f"{each}: no mistakes found.")
    raise typer.Exit(1 if wrong else 0)


@app.command()
def page(
    name: str,
    word: Annotated[str | None, typer.Option("--word", help="Also hold part B, encrypted under this word.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file; else the case's name with .html, here.")] = None,
    walk: Walk = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that was changed.")] = False,
) -> None:
    """Write the whole walk of a case as one HTML file, for a browser and nothing else."""
    from casekit.export.page import to_page
    from casekit.library import load

    path = to_page(load(name, walk=walk), out, word, force=force)
    inside = "Part B is inside, under your word." if word is not None else "It holds part A and nothing of part B."
    print(f"{path} ({path.stat().st_size / 1e6:.1f} MB). {inside} Open it in a browser.")


@app.command()
def handout(
    name: str,
    to: Annotated[str | None, typer.Option("--to", help="pdf (with a browser of yours), docx or html.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file; else NAME-handout, here.")] = None,
    reader: Annotated[str, typer.Option("--for", help="student, or instructor: the note, with part B.")] = "student",
    part: Part = "A",
    walk: Walk = "",
    paper: Annotated[str, typer.Option("--paper", help="a4 or letter.")] = "a4",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that was changed.")] = False,
) -> None:
    """Print a case for a class: text and exhibits, canvas, the sheets to fill in, and the sources."""
    from casekit.export.handout import target_of, to_handout
    from casekit.library import load

    case, reader = load(name, part=part.upper(), walk=walk), reader.casefold()
    path = to_handout(case, target_of(case, out, to, reader), reader=reader, paper=paper.casefold(), force=force)
    held = "part A and nothing of part B" if case.part == "A" else "parts A and B"
    print(f"{path}. " + (f"It holds {held}." if reader == "student" else "It holds part B: for the instructor alone."))


@app.command()
def quiz(
    assignment: Annotated[str, typer.Argument(help="An assignment of the kit, or the path of one.")],
    to: Annotated[str | None, typer.Option("--to", help="qti, for Canvas, or moodle; else as the file ends.")] = None,
    variants: Annotated[int, typer.Option("--variants", help="Sets of numbers for each task.")] = 20,
    key: Annotated[Path | None, typer.Option("--key", help="Your key.txt: what counts is drawn under it.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file; else ASSIGNMENT-canvas.zip, here.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that was changed.")] = False,
) -> None:
    """Write an assignment as a quiz for Canvas (QTI) or Moodle, each task with a bank of variants."""
    from casekit.export.quiz import to_quiz
    from casekit.teach.course import key_in

    secret = key_in(key) if key is not None else b""
    print(to_quiz(to, assignment, out, variants=variants, key=secret, force=force))
    print("It holds the answers: it is for the platform's import, and for no student.")


@app.command("exercises")
def list_assignments() -> None:
    """List the assignments of the kit."""
    from casekit.tasks.read import assignments, read_assignment

    rows = []
    for found in map(read_assignment, assignments()):
        counts = "counts" if found.graded else "practice"
        rows.append({"name": found.name, "title": found.title, "part": found.part, "tasks": len(found.asked),
                     "points": f"{found.points:g}", "": counts})  # fmt: skip
    _table(rows)


@app.command()
def release(
    assignment: Annotated[
        str, typer.Argument(help="An assignment of the kit, or the path of one, such as ./my-class.")
    ],
    roster: Annotated[
        Path | None, typer.Option("--roster", help="A CSV file with id and name. Practice needs none.")
    ] = None,
    folder: Course = None,
    all_only: Annotated[bool, typer.Option("--all-only", help="No files for single students.")] = False,
    nbgrader: Annotated[bool, typer.Option("--nbgrader", help="Also make the source of an nbgrader course.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what was changed; give other numbers.")] = False,
) -> None:
    """Release an assignment to a class: a page and a notebook, with numbers and a short code for each student."""
    from rich.console import Console
    from rich.progress import Progress

    from casekit.teach.release import release as released

    with Progress(console=Console(stderr=True), transient=True) as bars:
        known: dict[str, Any] = {}

        def tell(what: str, done: int, of: int) -> None:
            known[what] = known[what] if what in known else bars.add_task(what, total=of)
            bars.update(known[what], completed=done)

        made = released(assignment, roster, folder, each=not all_only, force=force, nbgrader=nbgrader, progress=tell)
    print(made)


@app.command()
def preview(
    assignment: Annotated[
        str, typer.Argument(help="An assignment of the kit, or the path of one, such as ./my-class.")
    ],
    student: Annotated[str, typer.Option("--student", help="A code from codes.csv; else a made-up student.")] = "",
    answers: Annotated[bool, typer.Option("--answers", help="Show the key: right answers, mistakes and help.")] = False,
    folder: Course = None,
    no_browser: NoBrowser = False,
) -> None:
    """Open an assignment as one student sees it."""
    import webbrowser

    from casekit.teach.preview import preview as made_of

    from .export._chrome import has_screen

    made = made_of(assignment, student, folder, answers=answers)
    print(f"As a student sees it: {made.page}")
    if made.answers is not None:
        print(f"With the answers, for you alone: {made.answers}")
    if not no_browser and has_screen():
        webbrowser.open((made.answers or made.page).as_uri())


@app.command()
def doctor() -> None:
    """Say in one sentence a line what is right and what is wrong with this installation."""
    from rich.console import Console

    from casekit._doctor import examine

    console, wrong = Console(soft_wrap=True, highlight=False), False
    styles = {"right": "green", "note": "yellow", "wrong": "bold red"}
    for finding in examine():
        wrong |= finding.state == "wrong"
        console.print(f"{finding.state:5}", style=styles[finding.state], end="  ")
        console.print(finding.sentence, markup=False)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def lab(no_browser: NoBrowser = False, port: Port = None, folder: Folder = None, check: Check = False) -> None:
    """Open JupyterLab on your own copy of the notebooks, which an update never overwrites."""
    from casekit._paths import notebooks_dir

    from . import _lab, _working_copy
    from .export._chrome import has_screen

    if port is not None:
        _lab.check_port(port)
    place = _working_copy.reader_folder(folder)
    changes = _working_copy.update(notebooks_dir(), place)
    print(f"Your working copy is {place}.")
    for change in changes:
        if change.what in ("updated", "offered"):
            print(change.sentence)
    first = next(change.name for change in changes if change.name.endswith(".ipynb"))
    print("Starting JupyterLab ...", flush=True)
    _lab.check_kernel()
    browser = not (no_browser or check) and has_screen()

    def ready(address: str) -> None:
        if check:
            print("JupyterLab started and answers. It is stopped again.", flush=True)
        else:
            opened = "It opens in your browser; if not, open" if browser else "Open in a browser"
            print(f"\nJupyterLab is ready. {opened}:\n\n    {address}\n\nStop it here with Ctrl-C.", flush=True)

    _lab.run_lab(_lab.lab_arguments(place, first, port, browser), ready, check)
    print(f"JupyterLab has stopped. Your notebooks are in {place}.")


@app.command("class")
def class_page(
    folder: Annotated[Path, typer.Argument(help="The folder with the files that students saved.")],
    case: Annotated[str, typer.Option("--case", help="The case that they answered.")] = "local-motors",
    out: Annotated[Path | None, typer.Option("--out", help="The page to write; else class.html in the folder.")] = None,
    code: Annotated[list[str] | None, typer.Option("--code", help="A short code; may be given many times.")] = None,
    part: Part = "A",
    walk: Walk = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that was changed since.")] = False,
) -> None:
    """Make the class view: a page for the projector, without names."""
    from casekit.teach.class_view import class_view

    view = class_view(folder, case, codes=code or (), part=part.upper(), walk=walk)
    for note in view.notes:
        print(note)
    path = view.to_page(out or folder / "class.html", force=force)
    print(f"{view.people} The page for the projector is {path}.")


def _table(rows: Iterable[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = list(rows)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows[0] if rows else ():
        table.add_column(str(name).replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row.values()))  # as text: a title may hold [brackets]
    Console().print(table)
