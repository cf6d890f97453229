"""An assignment as one student sees it, and the key to it as a page for the instructor."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .._errors import KitError
from .._html import escape, view
from ..export.sheet_page import sheet_page
from ..tasks.bank import Assignment
from ..tasks.codes import code_of, read_code, shown_code
from ..tasks.read import read_assignment
from ..tasks.sheet import make_sheet
from ..tasks.whose import find_code, own_of
from ..units import number as write
from ..units import say
from .course import Course
from .reference import references

_MADE_UP = b"casekit: a student of no class"
_STYLE = """.ck-key{border-collapse:collapse;margin:4px 0 8px}.ck-key th,.ck-key td{border:1px solid var(--ck-line);
padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:break-word}.ck-key th{background:var(--ck-wash)}
.ck-view .ck-key-task{font-size:1.35em;line-height:1.3;font-weight:600;margin:24px 0 4px;padding:0;border:0}
.ck-wide{overflow-x:auto}.ck-view p{margin:4px 0 8px;max-width:60em}"""
_PAGE = "body{margin:0 auto;max-width:1120px;padding:12px}@media (prefers-color-scheme:dark){body{background:#08090a}}"


@dataclass(frozen=True)
class Preview:
    """What was made.

    Parameters
    ----------
    page
        The page of one student.
    answers
        The page with the key; None where it was not asked for.
    """

    page: Path
    answers: Path | None = None


def preview(
    assignment: str | Path | Assignment,
    student: str = "",
    folder: str | os.PathLike[str] | None = None,
    *,
    answers: bool = False,
) -> Preview:
    """Make the page of an assignment as one student sees it.

    Parameters
    ----------
    assignment
        An assignment of the kit by its name, or the path of one.
    student
        A student's code, from codes.csv of the course; else a made-up student.
    folder
        The course folder of that student; else `course` here.
    answers
        Make a page with the key too: what is right, where each known mistake leads, and what is said to it.

    Returns
    -------
    Preview
        Where the pages are: in a folder of their own, for the instructor alone.

    Raises
    ------
    KitError
        When there is no such assignment or student.

    Examples
    --------
    >>> preview("local-motors-practice").page.name
    'local-motors-practice.html'
    """
    asked = assignment if isinstance(assignment, Assignment) else read_assignment(assignment)
    codes, key, code = _whose(asked, student, folder)
    place = Path(tempfile.mkdtemp(prefix="casekit-preview-"))
    page = place / f"{asked.name}.html"
    sheet = make_sheet(asked, codes, key, keys=True)
    page.write_text(sheet_page(sheet, code), encoding="utf-8", newline="\n")
    if not answers:
        return Preview(page)
    told = place / f"{asked.name}-answers.html"
    inner = _answers(asked, sheet, code, student, page.name)
    told.write_text(_whole_page(f"{asked.title}: the answers", inner), encoding="utf-8", newline="\n")
    return Preview(page, told)


def _whole_page(title: str, inner: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{policy}"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_PAGE}</style></head><body><main>{inner}</main></body></html>\n"
    )


def answers_html(asked: Assignment, student: str = "", folder: str | os.PathLike[str] | None = None) -> str:
    """The key to an assignment, for the instructor: safe HTML with its styles.

    Parameters
    ----------
    asked, student, folder
        As for `preview`.
    """
    codes, key, code = _whose(asked, student, folder)
    return _answers(asked, make_sheet(asked, codes, key, keys=True), code, student)


def _answers(asked: Assignment, sheet: Mapping[str, Any], code: str, student: str, page: str = "") -> str:
    """The key, and a link to the page of the same student where there is one."""
    own = own_of(sheet, code)
    right = references(asked, sheet, own)
    seen = f' <a href="{escape(page)}">The same as the student sees it.</a>' if page else ""
    whose = shown_code(code) if sheet["codes"] is not None and student else "a made-up student"
    about = f"The answers, with the numbers of {escape(whose)}. For you alone.{seen}"
    head = f'<h1 class="ck-title">{escape(asked.title)}</h1><p class="ck-dim">{about}</p>'
    told = []
    for task in sheet["tasks"]:
        formulas = [mistake.formula for mistake in asked.task(task["id"]).task.mistakes]
        told.append(_task(task, own[task["id"]], right[task["id"]], formulas))
    return view(head + "".join(told), _STYLE)


def _whose(
    asked: Assignment, student: str, folder: str | os.PathLike[str] | None
) -> tuple[list[str] | None, bytes, str]:
    """For whom: the codes of the sheet, the key, and the code; a student of the course, or a made-up one."""
    course = Course(folder)
    known = course.codes_file.exists()
    if student and (known or asked.graded):
        code = read_code(student)
        if not known:
            raise KitError(f"There is no {course.codes_file}. Name the folder of your course with --folder.")
        if code not in {each.code for each in course.students(None)[0]}:
            raise KitError(f"No student in {course.codes_file} has the code {shown_code(code)}.")
        return [code], course.key(), code
    if not asked.graded:
        return None, b"", find_code({"codes": None}, student)
    code = code_of(_MADE_UP, asked.name)
    return [code], _MADE_UP, code


# ---- the key to one task ----


def _task(task: Mapping[str, Any], own: Mapping[str, Any], right: Any, formulas: Sequence[str]) -> str:
    question = task["question"]
    for at, said in enumerate(own["said"]):
        question = question.replace(f"{{{at}}}", f"<strong>{escape(said)}</strong>")
    about = f"{task['id']} · {task['points']:g} point{'' if task['points'] == 1 else 's'}"
    about += " · practice" if task["practice"] else ""
    parts = [f'<h2 class="ck-key-task">{escape(task["title"])}</h2>', f'<p class="ck-dim">{escape(about)}</p>',
             f"<p>{question}</p>", *_answer(task, own, right, formulas)]  # fmt: skip
    key = task["key"] or {}
    if key.get("hint"):
        parts.append(f"<p><strong>If it is none of these:</strong> {key['hint']} {key['see']}</p>")
    return "".join(parts)


def _answer(task: Mapping[str, Any], own: Mapping[str, Any], right: Any, formulas: Sequence[str]) -> Iterator[str]:
    """What is right and what is wrong, in the form of each kind of task."""
    kind, key = task["kind"], task["key"]
    if kind == "number":
        off = write(float(f"{own['key']['within']:.2g}"))
        yield _right(f"{say(own['key']['value'], task['asked'], rounded=True)}, give or take {off}.")
        roads = [(say(road["value"], task["asked"], rounded=True), road["mistakes"]) for road in own["key"]["roads"]]
        yield _roads(task, roads, formulas)
    elif kind == "sketch":
        places = zip(task["x"]["said"], own["key"]["values"], strict=True)
        yield _right("; ".join(f"{x}: {write(y)}" for x, y in places) + ".")
        roads = [(", ".join(map(write, road["values"])), road["mistakes"]) for road in own["key"]["roads"]]
        yield _roads(task, roads, formulas)
    elif kind in ("formula", "function"):
        yield _right(right if kind == "formula" else right["source"], code=True)
        yield _roads(task, [("", [at]) for at in range(len(key["mistakes"]))], formulas)
    elif kind == "choose":
        yield _choices(task["items"], key["right"], key["why"])
        if task["because"]:
            yield f"<p>{task['because']['html']}</p>"
            yield _choices(task["because"]["items"], key["because"], key["why"])
    elif kind == "strike":
        yield _choices(task["items"], key["right"], key["why"], "to be struck")
    elif kind == "bet":
        yield _right(f"{say(own['answer'], task['asked'], rounded=True)}.")
        yield _whens(task)
    elif kind == "essay":
        rows = [
            [each["html"], f"{each['points']:g}", escape(each["yes"]), escape(each["no"])] for each in task["rubric"]
        ]
        yield _table(["asked for", "points", "counts", "does not count"], rows)
    else:
        yield _placed(task, right)


def _right(text: str, *, code: bool = False) -> str:
    return f"<pre>{escape(text)}</pre>" if code else f"<p><strong>Right:</strong> {escape(text)}</p>"


def _roads(task: Mapping[str, Any], roads: Sequence[tuple[str, Sequence[int]]], formulas: Sequence[str]) -> str:
    """Where each known wrong road leads, its formula, and the three levels of help."""
    known = task["key"]["mistakes"]
    rows = []
    for where, mistakes in roads:
        for which in mistakes:
            if which >= len(formulas):
                continue  # that of every number
            formula = f"<code>{escape(formulas[which])}</code>"
            led = f"{escape(where)}<br>{formula}" if where else formula
            rows.append([led, *(known[which][level] for level in ("slip", "hint", "see"))])
    table = _table(["known mistake", "what kind of slip", "where to look", "what to read again"], rows)
    every = "<p>A wrong size or a wrong sign is recognised, too.</p>" if task["kind"] == "number" else ""
    return table + every


def _choices(
    items: Sequence[Mapping[str, Any]], right: Sequence[str], why: Mapping[str, Any], word: str = "right"
) -> str:
    rows = []
    for each in sorted(items, key=lambda item: item["id"] not in right):
        told = why.get(each["id"], "")
        helps = [told] if isinstance(told, str) else [told["slip"], told["hint"], told["see"]]
        rows.append([word if each["id"] in right else "", each["html"], " ".join(filter(None, helps))])
    return _table(["", "text", "what is said to it"], rows)


def _whens(task: Mapping[str, Any]) -> str:
    key = task["key"]
    words = {"below": "a bet below", "near": "a good bet", "above": "a bet above", "": "nobody"}
    rows = [[words[key["when"][each["id"]]], each["html"], key["why"].get(each["id"], {}).get("hint", "")]
            for each in task["missed"]["items"]]  # fmt: skip
    return _table(["fits", "what the bet missed", "what is said to it"], rows)


def _placed(task: Mapping[str, Any], right: Any) -> str:
    key, items = task["key"], {each["id"]: each["html"] for each in task["items"]}
    if task["kind"] == "order":
        ranks = [(str(key["ranks"][id] + 1), id) for id in right]
    else:
        bins = {each["key"]: each["label"] for each in task["bins"]}
        ranks = [(escape(" or ".join(bins[bin] for bin in key["bins"][id])), id) for id in items]
    return _table(
        ["place", "text", "what is said to it"], [[at, items[id], key["why"].get(id, "")] for at, id in ranks]
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    table = f'<table class="ck-key"><thead><tr>{names}</tr></thead><tbody>{cells}</tbody></table>'
    return f'<div class="ck-wide">{table}</div>'
