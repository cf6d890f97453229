"""`instructor()`: a room of buttons, for who teaches a case and uses no terminal.

This module loads ipywidgets; `casekit` imports it when `instructor` is first used.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from .._errors import KitError
from .._html import escape, plain, view
from ._asked import asked
from .room_exercises import ExercisesPart

if TYPE_CHECKING:
    from ..case import Case

_WIDE = widgets.Layout(width="min(100%, 46em)")
_WIDER = widgets.Layout(width="min(100%, 70em)")
_LABELS = {"description_width": "13em"}
# The buttons' own text is 13 px, which is small on a projector.
_STYLE = """<style>.ck-room{--jp-widgets-font-size:14px;--jp-widgets-inline-height:30px;gap:6px}
@media (min-width:1600px){.ck-room{--jp-widgets-font-size:17px;--jp-widgets-inline-height:36px}
.ck-room .ck-picture img{zoom:1.35}.ck-room .ck-picture figcaption{font-size:17px;max-width:50em}}
.ck-room .jupyter-widget-Collapse-header{font-size:var(--jp-widgets-font-size)}
.ck-room h2{font-size:1.25em;margin:18px 0 2px;font-weight:600}.ck-room .widget-html-content{line-height:1.45}
.ck-room .ck-said{padding:4px 0;overflow-wrap:anywhere}.ck-room .ck-bad{font-weight:600}
.ck-room details{margin:4px 0;overflow-x:auto}
.ck-room summary.ck-fold{cursor:pointer;font-weight:600;list-style:revert;padding:2px 0}
.ck-room table{border-collapse:collapse;margin:8px 0}.ck-room th,
.ck-room td{border:1px solid var(--ck-line);padding:4px 8px;text-align:left;vertical-align:top;
overflow-wrap:break-word}</style>"""


def instructor() -> Room:
    """Open the instructor's room: choose a case, read its note, build what the class needs, and see the class.

    Returns
    -------
    Room
        A widget; it draws itself in a notebook. What it builds is written to the folder of the notebook, or to the one
        that is typed there.

    Examples
    --------
    >>> instructor().case.slug
    'local-motors'
    """
    return Room()


class Room(widgets.VBox):  # type: ignore[misc]
    """The widget that `instructor` gives."""

    def __init__(self) -> None:
        from ..library import cases

        known = [(row["title"], row["slug"]) for row in cases().to_dict("records")]
        slugs = [slug for _, slug in known]
        first = "local-motors" if "local-motors" in slugs else slugs[0]
        self._chosen = widgets.Dropdown(options=known, value=first, **_named("Case"))
        self._walk = widgets.Dropdown(options=[("", "")], **_named("Walk"))
        self._own = widgets.Text(placeholder="only for a case of your own", **_named("Its folder"))
        self._out = widgets.Text(value=str(Path.cwd()), **_named("Write files to"))
        self._force = widgets.Checkbox(
            description="Write over a file that is there already", indent=False, layout=_WIDE
        )
        self._fields: dict[str, Any] = {}
        self.exercises = ExercisesPart(self)
        self.note = widgets.HTML()
        self.drawn = widgets.HTML()
        for each in (self._chosen, self._own):
            each.observe(self._choose_again, names="value")
        self._walk.observe(self._ask_anew, names="value")
        super().__init__([
            widgets.HTML(_STYLE), _heading("Which case?"), self._chosen, self._own, self._walk, self._out,
            self._force,
            *self._note_part(), *self._page_part(), *self._handout_part(), *self.exercises.parts(),
            *self._class_part(),
        ])  # fmt: skip
        self.add_class("ck-room")

    @property
    def case(self) -> Case:
        """The case that is chosen, part A."""
        return self._case()

    def _case(self, part: str = "A") -> Case:
        from ..library import load

        return load(self._name(), part=part, walk=self._walk.value)

    def _name(self) -> str | Path:
        own = self._own.value.strip()
        return Path(own) if own else str(self._chosen.value)

    def _choose_again(self, _: Any = None) -> None:
        """Offer the walks of the case that is chosen now, the first one first; a case of one walk offers nothing."""
        from ..library import load

        walks: dict[str, str] = {"": ""}
        with contextlib.suppress(KitError):
            walks = dict(load(self._name()).walks)
        self._walk.options = [(title, name) for name, title in walks.items()]
        self._walk.layout.display = None if len(walks) > 1 else "none"
        self._ask_anew()

    def _place(self) -> Path:
        folder = Path(self._out.value.strip() or ".").expanduser()
        if not folder.is_dir():
            raise KitError(f"There is no folder {folder}. Make it first, or write another one above.")
        return folder

    def _action(self, name: str, does: Callable[[], str], waits: str) -> tuple[Any, Any]:
        """A button, and the line beneath it that says what it did."""
        button = widgets.Button(description=name, layout=widgets.Layout(width="max-content"), button_style="primary")
        said = widgets.HTML()

        def click(_: Any) -> None:
            button.disabled = True
            said.value = _said(waits)
            try:
                said.value = _said(does())
            except KitError as error:
                said.value = _said(str(error), bad=True)
            except Exception as error:  # a button that stays silent would be worse
                said.value = _said(f"That did not work ({type(error).__name__}: {error}).", bad=True)
            finally:
                button.disabled = False

        button.on_click(click)
        return button, said

    def _note_part(self) -> list[Any]:
        show = self._action("Show the teaching note", self._read, "Reading ...")
        return [_heading("What do you teach with it?"), *show, self.note]

    def _read(self) -> str:
        case = self._case("B")
        text = _note_text(case)
        self.note.value = view(_note_html(case, text))
        return f"The teaching note of {case.title}, part B included. It is for you, not for the projector."

    def _page_part(self) -> list[Any]:
        self._word = widgets.Text(placeholder="leave empty for part A alone", **_named("Word that opens part B"))
        about = "One file that opens in any browser. Send it to the class, or put it where they find their files."
        build = self._action("Build the page", self._page, "Building the page ...")
        return [_heading("What do students open?", about), self._word, *build]

    def _page(self) -> str:
        from ..export.page import to_page

        case, word = self.case, self._word.value.strip() or None
        path = to_page(case, self._place() / f"{case.stem}.html", word, force=self._force.value)
        inside = "It holds part A, and part B under your word." if word else "It holds part A and nothing later."
        return f"{path} is written. {inside}"

    def _handout_part(self) -> list[Any]:
        self._reader = widgets.Dropdown(
            options=[("students", "student"), ("you: the teaching note", "instructor")], **_named("Print for")
        )
        kinds = [("Word (.docx)", "docx"), ("PDF", "pdf"), ("web page (.html)", "html")]
        self._kind = widgets.Dropdown(options=kinds, **_named("As"))
        build = self._action("Build the handout", self._handout, "Building the handout ...")
        return [_heading("What do you print?"), self._reader, self._kind, *build]

    def _handout(self) -> str:
        from ..export.handout import default_name, to_handout

        reader = self._reader.value
        case = self._case("A" if reader == "student" else "B")
        target = self._place() / default_name(case, reader, self._kind.value)
        path = to_handout(case, target, reader=reader, force=self._force.value)
        return f"{path} is written."

    def _class_part(self) -> list[Any]:
        self._folder = widgets.Text(placeholder="the folder with their files", **_named("Folder of answers"))
        self._codes = widgets.Textarea(placeholder="one code a line", rows=3, **_named("Short codes"))
        self._later = widgets.Checkbox(description="Part B is open: draw its bets too", indent=False, layout=_WIDE)
        self._texts = widgets.Checkbox(
            value=True, description="Show on the page what students wrote", indent=False, layout=_WIDE
        )
        self._hands = widgets.VBox()
        self._later.observe(self._ask_again, names="value")
        fold = widgets.Accordion([self._hands], titles=("A show of hands, typed in",))
        self._choose_again()
        about = "From the files that students saved, from codes pasted or read out, from hands. No names are shown."
        show = self._action("Show the class", self._show, "Drawing ...")
        write = self._action("Make the page for the projector", self._project, "Drawing ...")
        return [_heading("What did the class say?", about), self._folder, self._codes, fold, self._later, self._texts,
                *show, *write, self.drawn]  # fmt: skip

    def _ask_anew(self, _: Any = None) -> None:
        """Ask for the hands of another class: what was typed for the one before is not its own."""
        self._fields = {}
        self._ask_again()

    def _ask_again(self, _: Any = None) -> None:
        """Ask for the hands of the case that is chosen now; none while there is no such case."""
        typed = {step: field.value for step, field in self._fields.items()}
        self._fields = {}
        with contextlib.suppress(KitError):
            case = self._case("B" if self._later.value else "A")
            letters = [option.letter for option in case.decision.options]
            example = ", ".join(f"{letter} {count}" for letter, count in zip(letters, (12, 3, 7, 5), strict=False))
            for question in (each for each in asked(case) if each.kind in ("vote", "bet")):
                self._fields[question.step] = widgets.Text(
                    value=typed.get(question.step, ""), placeholder=example if question.kind == "vote" else "30 45 120",
                    description=question.title, layout=_WIDER, style={"description_width": "26em"},
                )  # fmt: skip
        self._hands.children = tuple(self._fields.values())

    def _view(self) -> Any:
        from .class_view import class_view

        hands = {step: field.value for step, field in self._fields.items() if field.value.strip()}
        codes = [code for line in self._codes.value.splitlines() for code in line.replace(";", ",").split(",")]
        folder = self._folder.value.strip()
        if not (folder or hands or any(code.strip() for code in codes)):
            raise KitError("There is nothing to draw yet. Name a folder, paste codes, or type a show of hands.")
        case = self._case("B" if self._later.value else "A")
        return class_view(folder or None, case, codes=codes, hands=hands)

    def _show(self) -> str:
        shown = self._view()
        self.drawn.value = shown._repr_mimebundle_()["text/html"]
        return "\n".join([shown.people, *shown.notes])

    def _project(self) -> str:
        shown = self._view()
        name = f"{shown.case.stem}-class.html"
        path = shown.to_page(self._place() / name, sentences=self._texts.value, force=self._force.value)
        return "\n".join([f"{path} is written. Open it in a browser.", shown.people, *shown.notes])

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        given = super()._repr_mimebundle_(**kwargs)
        data, metadata = given if isinstance(given, tuple) else (given or {}, {})
        text = "The instructor's room. Run this cell, and its buttons stand here."
        return {**data, "text/html": view(f"<p>{escape(text)}</p>"), "text/plain": text}, metadata


def _named(name: str) -> dict[str, Any]:
    return {"description": name, "style": _LABELS, "layout": _WIDE}


def _heading(title: str, about: str = "") -> Any:
    return widgets.HTML(f"<h2>{escape(title)}</h2>{escape(about)}")


def _said(text: str, *, bad: bool = False) -> str:
    lines = "<br>".join(map(escape, text.split("\n")))
    return f'<div class="ck-said{" ck-bad" if bad else ""}" role="status">{lines}</div>'


def _note_text(case: Case) -> str:
    from ..case import walk_file
    from ..case._files import Unreadable, read_text

    note = walk_file(case.walk_name, "teaching-note.md")
    try:
        text = read_text(case.folder, note)
    except Unreadable as error:
        raise KitError(f"{note} of {case.title} cannot be read: {error.sentence}") from None
    if text is None:
        raise KitError(f"{case.title} has no {note}. Write one in {case.folder}.")
    return text


def _note_html(case: Case, text: str) -> str:
    """The note, each part folded under its heading; a number carries its source."""
    from .. import _markdown as md

    def number(span: md.Span) -> str:
        return case.prose(f"[{span.text}](fig:{span.figure})")

    parts: list[tuple[str, list[md.Block]]] = [("", [])]
    for block in md.parse(text, "The teaching note"):
        if isinstance(block, md.Heading) and block.level == 2:
            parts.append((plain(block.text), []))
        else:
            parts[-1][1].append(block)
    return "".join(
        f'<details><summary class="ck-fold">{escape(title)}</summary>{md.to_html(blocks, number)}</details>'
        if title
        else md.to_html(blocks, number)
        for title, blocks in parts
        if title or blocks
    )
