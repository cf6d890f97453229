"""`sheet_page(sheet)`: an assignment as one HTML file, for a browser and nothing else.

The file holds the same ES modules as a notebook and the sheet as data. What is open is judged in the page; what counts
is kept there and marked later, so that its key is not in the file. It asks for nothing outside: a policy in its head
forbids it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .._errors import KitError
from .._html import escape
from ..tasks.keyless import without_keys
from ..tasks.whose import find_code, own_of
from ..widgets import _assets
from ._one_file import WEB, block, filled, policy_for, script_of

_STYLES = ("base.css", "casekit.css", "task.css", "sketch.css", "sheet.css")


def sheet_page(sheet: Mapping[str, Any], code: str = "") -> str:
    """The page as text.

    Parameters
    ----------
    sheet
        As `make_sheet` gives it. What it holds of the keys to what counts stays out of the page.
    code
        Make it for this student alone; else it asks for the code first. A sheet of one student needs none.

    Raises
    ------
    KitError
        When it is no sheet, or the sheet knows no such code.

    Examples
    --------
    >>> from casekit.tasks.read import read_assignment
    >>> from casekit.tasks.sheet import make_sheet
    >>> sheet_page(make_sheet(read_assignment("local-motors-practice"), variants=2))[:15]
    '<!doctype html>'
    """
    shown, only = handed_out(sheet, code)
    script = script_of("sheet.js")
    return filled("sheet.html", {
        "policy": escape(policy_for(script)), "title": escape(shown["title"]),
        "style": "".join(_assets.text(name, WEB) for name in _STYLES),
        "facts": _facts(shown), "end": "Hand in" if shown["graded"] else "Keep your answers",
        "blocks": block("sheet-data", {"sheet": shown, "only": only}), "script": script,
    })  # fmt: skip


def handed_out(sheet: Mapping[str, Any], code: str = "") -> tuple[dict[str, Any], str]:
    """A sheet as a student may have it, and whose it is where it is one student's alone.

    No key of a task that counts is in it, whatever the sheet was made for; and nobody else's numbers, where it is for
    one student.

    Examples
    --------
    >>> task = {"id": "t", "kind": "number", "practice": False, "key": {"hint": "No."}, "asked": "day", "units": []}
    >>> sheet = {"casekit_sheet": 1, "title": "Try", "tasks": [task], "codes": None, "students": [{"t": {"key": 7.0}}]}
    >>> shown, whose = handed_out(sheet, "Ada")
    >>> shown["tasks"], shown["students"], whose
    ([{'id': 't', 'kind': 'number', 'practice': False, 'units': [], 'key': None}], [{'t': {'key': None}}], 'Ada')
    """
    _checked(sheet)
    single = sheet["codes"] is not None and len(sheet["codes"]) == 1
    only = find_code(sheet, code) if code or single else ""
    students = [own_of(sheet, only)] if only else sheet["students"]
    codes = {only: 0} if only and sheet["codes"] is not None else sheet["codes"]
    return without_keys({**sheet, "codes": codes, "students": students}), only


def _checked(sheet: Any) -> Mapping[str, Any]:
    if not isinstance(sheet, Mapping) or sheet.get("casekit_sheet") != 1:
        raise KitError("A page is made from a sheet: make_sheet(read_assignment(...)).")
    return sheet


def _facts(sheet: Mapping[str, Any]) -> str:
    """What a student wants to know first: what is known, until when, how long."""
    count = len(sheet["tasks"])
    facts = [
        ("line", escape(sheet["line"])),
        ("opens", f"Open from {escape(in_words(sheet['opens']))}." if sheet["opens"] else ""),
        ("due", f"Due <b>{escape(in_words(sheet['due']))}</b>." if sheet["due"] else ""),
        ("minutes", f"{count} {'task' if count == 1 else 'tasks'}, about {sheet['minutes']:g} minutes."),
    ]
    return "".join(f'<li data-fact="{name}">{said}</li>' for name, said in facts if said)


def in_words(when: str) -> str:
    """A date, or a date and a time, as a reader says it; what is neither is left as it is.

    >>> in_words("2027-02-08"), in_words("2027-02-08 23:59 +01:00")
    ('Monday 8 February 2027', 'Monday 8 February 2027, 23:59 (UTC+01:00)')
    """
    from ..case._look import month

    try:
        found = datetime.fromisoformat(when.strip().replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return when
    # Not strftime: the names of days would be those of the machine's language.
    day = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[found.weekday()]
    said = f"{day} {found.day} {month(found.date().isoformat())}"
    if len(when.strip()) <= len("2027-02-08"):
        return said
    return f"{said}, {found:%H:%M}{f' ({found.tzname()})' if found.tzinfo else ''}"
