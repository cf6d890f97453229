"""`to_page(case, path)`: the whole walk of a case as one HTML file, for a browser and nothing else.

The file holds the same ES modules as a notebook, the drawing library, and each step as HTML and data. It asks for
nothing outside: a policy in its head forbids it. Part A holds nothing of part B; with a word, part B is inside
encrypted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._errors import KitError
from .._html import escape
from ..case import walk_file
from ..case._look import part_line
from ..widgets import _assets
from ._one_file import WEB, block, filled, policy_for, script_of
from ._page_steps import data_of, html_of
from ._sealed import plain_word, seal

if TYPE_CHECKING:
    import os

    from ..case import Case

LARGEST = 3_000_000  # bytes


def to_page(
    case: Case | str | Path, path: str | os.PathLike[str] | None = None, word: str | None = None, *, force: bool = False
) -> Path:
    """Write the walk of a case as one HTML file that needs a browser and nothing else.

    Parameters
    ----------
    case
        A case, or the name or folder of one. The page is part A, whichever part was loaded, of the walk that was.
    path
        Where; else the case's name, and its walk's, with .html, here.
    word
        With a word of 6 letters or more the file also holds part B, encrypted under it; the word opens it at the end
        of part A. Small and capital letters count as the same.
    force
        Write over a file that was changed since the kit wrote it.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    KitError
        When the case has no walk, the word is too short, the page would be larger than 3 MB, or the file cannot be
        written.

    Examples
    --------
    >>> import tempfile
    >>> import casekit as ck
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ck.to_page("local-motors", Path(folder) / "class.html").name
    'class.html'
    """
    from ..case import Case, read_case
    from ..library import folder_of
    from ._write import check_target, put

    folder, walk = (case.folder, case.walk_name) if isinstance(case, Case) else (folder_of(case), "")
    early = read_case(folder, "A", walk)
    target = check_target(path or f"{early.stem}.html", force)
    text = page_text(early, read_case(folder, "B", walk) if word is not None else None, word)
    data = text.encode()
    if len(data) > LARGEST:
        raise KitError(f"The page would have {len(data) / 1e6:.1f} MB, and 3 MB is the most. Shorten the walk.")
    return put(target, data, force)


def page_text(early: Case, late: Case | None = None, word: str | None = None) -> str:
    """The page as text.

    Parameters
    ----------
    early
        Part A of a case, and all that the file shows in clear.
    late, word
        Parts A and B of the same case, and the word that part B is sealed under.

    Raises
    ------
    KitError
        When the case has no walk, or the word is too short.
    """
    if not early.walk:
        where = f"steps: in {walk_file(early.walk_name, 'walk.yaml')}" if early.walk_name else "walk: in case.yaml"
        raise KitError(f"{early.title} has no walk. Write its steps under {where}.")
    sealed = None
    if word is not None and late is not None:
        plain_word(word)
        steps = [step for step in late.walk if step.part == "B"]
        if not steps:
            raise KitError(f"The walk of {early.title} has no part B, so there is nothing for a word to open.")
        inside = {
            "html": "".join(html_of(late, step) for step in steps),
            "steps": [data_of(late, s) for s in steps],
            "line": part_line(late),
        }
        sealed = seal(json.dumps(inside), word)
    script = script_of("page.js")
    from ..widgets._vega import vega_bundle

    blocks = {
        "walk-data": _data(early), "walk-explorer": _assets.joined("explorer.js"), "walk-bet": _assets.joined("bet.js"),
        "walk-stepper": _assets.joined("stepper.js"),
        "walk-vega": vega_bundle().decode(), "walk-sealed": sealed,
    }  # fmt: skip
    inner = "".join(html_of(early, step, hidden=at > 0) for at, step in enumerate(early.walk))
    style = "".join(_assets.text(name, WEB) for name in ("casekit.css", "base.css", "page.css"))
    return filled("page.html", {
        "policy": escape(policy_for(script, "blob:")), "title": escape(early.title), "line": escape(part_line(early)),
        "style": style, "steps": inner, "blocks": "".join(block(id, value) for id, value in blocks.items()),
        "script": script,
    })  # fmt: skip


def _data(case: Case) -> dict[str, Any]:
    steps = [data_of(case, step) for step in case.walk]
    own = {"case": case.slug, "walk": case.walk_name, "title": case.title}
    return {**own, "steps": steps, "fields": _fields(steps)}


def _fields(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the short code holds, as web/codes.js wants it."""
    found: list[dict[str, Any]] = []
    for step in steps:
        if step["kind"] == "vote":
            letters = [option["letter"] for option in step["options"]]
            found.append({"step": step["id"], "kind": "vote", "options": letters})
        elif step["kind"] == "bet":
            ends = {name: step["bet"][name] for name in ("low", "high", "log")}
            found.append({"step": step["id"], "kind": "bet", **ends})
    return found
