"""Folders of strangers: broken by accident or on purpose, each with one mistake.

Each is told in one sentence with its file, its line and the mend; in bounded time and memory; without a traceback; and
the good rows around it are read.
"""
# ruff: noqa: E501 - a row says what is changed and what is said, on one line

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML as Reader

from casekit import cli, library
from casekit._errors import KitError
from casekit.case import read_case
from casekit.case._folder import read_folder

POSIX = sys.platform != "win32"
SECONDS = 5
MEMORY = 1_500_000_000  # of address space, of which numpy and pandas take their share
ROWS = ("hall-miske", "hall-globe", "orders-jan", "fee", "paid-jan", "places")
ALL = frozenset(ROWS)
MILLION = 1_000_000
COMMAND = "=cmd|' /C calc'!A0"
IMAGE = "<img src=x onerror=alert(1)>"


class Stranger(NamedTuple):
    """A folder with one mistake: what is changed, where the mistake is told and how, and which rows it costs."""

    name: str
    change: Callable[[Any], object]
    told: str
    lost: frozenset[str] = frozenset()


def swap(file: str, old: str, new: str) -> Callable[[Any], object]:
    return lambda folder: folder.replace(file, old, new)


def write(file: str, text: str) -> Callable[[Any], object]:
    return lambda folder: folder.write(file, text)


def more(file: str, text: str) -> Callable[[Any], object]:
    return lambda folder: folder.write(file, folder.read(file) + text)


def raw(file: str, encoding: str, old: str = "", new: str = "") -> Callable[[Any], object]:
    return lambda folder: (folder.path / file).write_bytes(folder.read(file).replace(old, new, 1).encode(encoding))


def instead(file: str, make: Callable[[Path], object]) -> Callable[[Any], object]:
    def change(folder: Any) -> None:
        (folder.path / file).unlink(missing_ok=True)
        make(folder.path / file)

    return change


def link_to(target: str) -> Callable[[Path], object]:
    return lambda path: os.symlink(target, path)


def formula(text: str) -> Callable[[Any], object]:
    return swap("figures.csv", "[orders-jan] * [fee]", text)


def title(text: str) -> Callable[[Any], object]:
    return swap("case.yaml", "title: Bike Works", f"title: {text}")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50 * MILLION)


def bare_tables(folder: Any) -> None:
    shutil.rmtree(folder.path / "tables")
    folder.write("tables", "x")


BOMB = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
TWINS = "".join(
    f"{a}{n},q_{a}{n},{2**n},,,person,,derived,,[a{n - 1}] + [b{n - 1}],A,\n" for n in range(1, 60) for a in "ab"
)
ROOTS = "".join(f"{a}0,q_{a}0,1,,,person,,reported,miske,para 1,A,\n" for a in "ab")
RING = "".join(f"r{n},q_r{n},1,,,person,,derived,,[r{(n - 1) % 70}] * 1,A,\n" for n in range(70))
MEMBERS = "date,members,source,locator,part\n"

YAML = [
    Stranger("a block of the canvas is missing", swap("case.yaml", "  revenue_streams: []\n", ""),
             "case.yaml, line 23: The canvas lacks revenue_streams. Write revenue_streams: []"),
    Stranger("a block is misspelled", swap("case.yaml", "  revenue_streams: []\n", "  revenu_streams: []\n"),
             'case.yaml, line 40: There is no key "revenu_streams" here. Did you mean "revenue_streams"?'),
    Stranger("two defaults", swap("case.yaml", "default: hall-miske", "default: [hall-miske, hall-globe]"),
             'case.yaml, line 21: "default" must be one text. This is a list: keep one of its items'),
    Stranger("two rows with the same default", swap("case.yaml", "default: hall-miske", "default: hall-miske, default: hall-globe"),
             'case.yaml, line 21: "default" is here twice (first on line 21). Keep one of them.'),
    Stranger("a default of another quantity", swap("case.yaml", "default: hall-miske", "default: fee"),
             'case.yaml, line 21: "fee" is no figure of hall_cost. Its figures: hall-miske, hall-globe.'),
    Stranger("a link to a figure that is not there", swap("case.yaml", "(fig:fee) each", "(fig:fees) each"),
             'case.yaml, line 9: There is no figure "fees". Did you mean "fee"?'),
    Stranger("a number that disagrees with its figure", swap("case.yaml", "[63](fig:orders-jan) people", "[60](fig:orders-jan) people"),
             'case.yaml, line 9: "60" does not agree with the figure "orders-jan", 63. Mend one of them.'),
    Stranger("a linked number as long as a book", swap("case.yaml", "[63](fig:orders-jan) people", f"[{'1 ' * 5000}](fig:orders-jan) people"),
             'line 9: "1 1 1 1 1 1'),
    Stranger("YAML that runs code", title('!!python/object/apply:os.system ["exit 1"]'),
             "case.yaml, line 3: Tags (tag:yaml.org,2002:python/object/apply:os.system) are not used in a case."),
    Stranger("YAML that makes an object", title("!!python/object:os.system x"), "case.yaml, line 3: Tags ("),
    Stranger("YAML that unfolds to gigabytes", write("case.yaml", f"schema: 1\nl0: &l0 lol\n{BOMB}"),
             "case.yaml, line 2: Anchors (&l0) are not used in a case. Write the text out."),
    Stranger("a billion laughs in the sources", more("sources.yaml", f"l0: &l0 lol\n{BOMB}"),
             "sources.yaml, line 9: Anchors (&l0) are not used in a case."),
    Stranger("merge keys", swap("case.yaml", "schema: 1\n", "schema: 1\n<<: {tagline: x}\n"), 'case.yaml, line 2: There is no key "<<" here.'),
    Stranger("YAML nested deep in brackets", more("case.yaml", "x: " + "[" * 200_000), "case.yaml, line 65: It is nested more than 12 deep."),
    Stranger("YAML nested deep by indent", more("case.yaml", "".join(" " * n + "a:\n" for n in range(500))), "case.yaml, line 78: It is nested more than 12 deep."),
    Stranger("YAML of dashes", more("case.yaml", "x:\n  " + "- " * 140_000), "case.yaml, line 66: It is nested more than 12 deep."),
    Stranger("50 MB of YAML", instead("case.yaml", huge), "case.yaml: It is larger than 2 MB. A case holds text and small tables only."),
    Stranger("2 MB of short words in YAML", more("case.yaml", f"x: [{'a, ' * 600_000}]"), "case.yaml: It has 1,80"),
    Stranger("as many unknown keys as fit", more("case.yaml", "".join(f"key{n}: 1\n" for n in range(23_000))),
             'case.yaml, line 65: There is no key "key0" here.'),
    Stranger("as many notes as fit", swap("case.yaml", "cons: []", "cons:\n" + "  - 5\n" * 45_000), 'case.yaml, line 52: "cons" must hold lines of the form "key: value".'),
    Stranger("a text as long as a book", title("b" * 100_000), "case.yaml, line 3: A text here has 100,000 characters; 20,000 are the most."),
    Stranger("a schema newer than the kit", swap("case.yaml", "schema: 1", "schema: 2"), "case.yaml, line 1: The schema is 2; this casekit reads 1. Update casekit"),
    Stranger("a schema that is no number", swap("case.yaml", "schema: 1", "schema: ²"), "case.yaml, line 1: The schema is ²; this casekit reads 1. Write schema: 1."),
    Stranger("a schema of 5,000 digits", swap("case.yaml", "schema: 1", f"schema: {'9' * 5000}"), "case.yaml, line 1: The schema is 99999"),
    Stranger("a key twice", swap("case.yaml", "tagline:", "title: x\ntagline:"), 'case.yaml, line 4: "title" is here twice (first on line 3). Keep one of them.'),
    Stranger("an id twice", swap("case.yaml", "id: mouth", "id: website"), 'line 33: The id "website" is used twice. Give each its own.'),
    Stranger("a damaged date", swap("case.yaml", "day: 2010-05-26", "day: 2010-05-66"), '"2010-05-66" is not in the calendar. Write a day that exists'),
    Stranger("a date of a hundred thousand digits", swap("case.yaml", "day: 2010-05-26", f"day: {'1' * 19_000}"), "case.yaml, line 7: \"1111"),
    Stranger("no part A", swap("case.yaml", "parts: [A, B]", "parts: [B]"), "case.yaml, line 5: A case has part A, what was known on the day. Write [A] or [A, B]."),
    Stranger("the name of a device", swap("case.yaml", "slug: bikes", "slug: con"), 'case.yaml, line 2: "con" is a name that Windows keeps for a device.'),
    Stranger("a slug that leaves the folder", swap("case.yaml", "slug: bikes", "slug: ../../etc"), 'case.yaml, line 2: "../../etc" cannot be an id.'),
    Stranger("a table's name that leaves the folder", swap("case.yaml", "  members: {title", "  ../../etc/passwd: {title"), 'case.yaml, line 64: "../../etc/passwd" cannot be an id.'),
    Stranger("a bet's unit that is a sum of its own", swap("case.yaml", "unit: person", "unit: person**9**9**9"), "line 55: \"person**9**9**9\" is not a unit. Write it as"),
    Stranger("a control character by escape", title(r'"\e[31mred"'), "case.yaml, line 3: There is a hidden control character (U+001B). Delete it."),
    Stranger("a bidi override", title('"\u202egnp.exe"'), "case.yaml, line 3: There is a hidden control character (U+202E). Delete it."),
    Stranger("a bidi override by escape", title(r'"\u202egnp.exe"'), "case.yaml, line 3: There is a hidden control character (U+202E). Delete it."),
    Stranger("NUL by escape", title(r'"a\0b"'), "case.yaml, line 3: There is a hidden control character (U+0000). Delete it."),
    Stranger("half a character", title(r'"\ud800"'), "case.yaml, line 3: There is a hidden control character (U+D800). Delete it."),
    Stranger("a character beyond all", title(r'"\U00110000"'), "case.yaml: It is not YAML ("),
    Stranger("UTF-16 without a mark", raw("case.yaml", "utf-16-le"), "case.yaml, line 1: There is a hidden control character (U+0000)."),
    Stranger("an address that is a program", swap("sources.yaml", "https://example.org/miske", "javascript:alert(1)"),
             'sources.yaml, line 5: "javascript:alert(1)" is not the address of a web page. Write it as https://example.org/page.'),
    Stranger("sources as a list", write("sources.yaml", "- miske\n- globe\n"), 'sources.yaml, line 1: It must hold lines of the form "key: value".'),
    Stranger("another YAML", more("case.yaml", "--- \n%YAML 9.9\n---\n"), "case.yaml, line 65: "),
]  # fmt: skip

CSV = [
    Stranger("an unknown unit", swap("figures.csv", "99,,,USD/person", "99,,,dollarr"), "figures.csv, line 6: The unit \"dollarr\" is not known. Did you mean \"dollar\"?"),
    Stranger("a unit that is a sum of its own", swap("figures.csv", "63,,,person", "63,,,person**9**9**9"), "figures.csv, line 5: \"person**9**9**9\" is not a unit."),
    Stranger("a unit nested deep", swap("figures.csv", "63,,,person", f"63,,,{'(' * 9000}person{')' * 9000}"), "figures.csv, line 5: \"(((((((((((("),
    Stranger("text in a number", swap("figures.csv", "6000000", "six million"), 'figures.csv, line 2: "six million" is not a number. Write digits', frozenset({"hall-miske"})),
    Stranger("a number beyond all", swap("figures.csv", "6000000", "1e308"), 'figures.csv, line 2: "1e308" is too large for a number of a case.', frozenset({"hall-miske"})),
    Stranger("a number next to nothing", swap("figures.csv", "6000000", "1e-308"), 'figures.csv, line 2: "1e-308" is too close to zero', frozenset({"hall-miske"})),
    Stranger("a number of 19,000 digits", swap("figures.csv", "6000000", "9" * 19_000), 'figures.csv, line 2: "99999', frozenset({"hall-miske"})),
    Stranger("an unknown source", swap("figures.csv", "reported,miske,para 9", "reported,misk,para 9"), 'figures.csv, line 2: There is no source "misk" in sources.yaml. Did you mean "miske"?'),
    Stranger("a range upside down", swap("figures.csv", "24,12,40", "24,40,12"), "figures.csv, line 8: low is larger than high. Swap them.", frozenset({"places"})),
    Stranger("part B named in part A", swap("figures.csv", "miske,para 2,A", "miske,para 2,B"), 'figures.csv, line 7: The figure "fee" is part B, and this is part A.'),
    Stranger("too many cells", swap("figures.csv", "Two rows of twelve.", "Two rows, of twelve."), "figures.csv, line 8: The row has 13 cells for 12 columns", frozenset({"places"})),
    Stranger("too few cells", swap("figures.csv", "fee,fee,99,,,USD/person,,reported,miske,para 2,A,", "fee,fee,99"),
             'figures.csv, line 6: The row has 3 cells for 12 columns and ends before "unit".', frozenset({"fee"})),
    Stranger("a quote that is not closed", swap("figures.csv", "fee,fee", '"fee,fee'), "figures.csv, line 6: This row cannot be read (unexpected end of data). A quote is opened and not closed.", frozenset({"fee"})),
    Stranger("a quote that another row closes", swap("figures.csv", "hall-miske,hall_cost", '"hall-miske,hall_cost'), "figures.csv, line 2: This row cannot be read", frozenset({"hall-miske"})),
    Stranger("a million quotes", more("figures.csv", 'a,"b\n' * 300_000), "figures.csv, line 9: This row cannot be read"),
    Stranger("a million columns", write("tables/members.csv", MEMBERS.strip() + "".join(f",c{n}" for n in range(250_000))), "tables/members.csv, line 1: It has 250,005 columns."),
    Stranger("a million cells", more("tables/members.csv", "," * MILLION + "x"), "tables/members.csv, line 4: The row has 1000001 cells for 5 columns"),
    Stranger("a million rows", more("tables/members.csv", "2009,1,,,A\n" * 170_000), "tables/members.csv, line 5002: It has more than 5,000 rows."),
    Stranger("a million broken rows", more("figures.csv", "x\n" * 900_000), "figures.csv, line 9: The row has 1 cells for 12 columns"),
    Stranger("a million empty rows", more("tables/members.csv", "\n" * 1_900_000 + "2009,x,,,B,\n"), "tables/members.csv, line 1900004: "),
    Stranger("a cell of 2 MB", more("tables/members.csv", f"2009,1,,{'a' * 1_800_000},A\n"), "tables/members.csv, line 4: This row cannot be read (field larger than field limit"),
    Stranger("a cell of 100,000 characters", more("tables/members.csv", f"2009,1{' ' * 100_000}x,,,A\n"), "tables/members.csv, line 4: A cell has 100,002 characters; 20,000 are the most."),
    Stranger("numbers that are spaces", more("tables/members.csv", f"2009,1{' ' * 19_000}x,,,A\n"), 'tables/members.csv, line 4: "1 '),
    Stranger("latin-1", raw("figures.csv", "latin-1", "Two rows", "Zwei Säle"), "figures.csv, line 8: It is not saved as UTF-8.", ALL),
    Stranger("UTF-16", raw("figures.csv", "utf-16"), 'figures.csv: It is saved as UTF-16 ("Unicode text").', ALL),
    Stranger("NUL", swap("figures.csv", "Two rows", "Two\0rows"), "figures.csv, line 8: There is a hidden control character (U+0000). Delete it.", ALL),
    Stranger("a zero-byte file", write("figures.csv", ""), "figures.csv: It is empty. Its first row names the columns: id, quantity", ALL),
    Stranger("an id twice in the figures", swap("figures.csv", "hall-globe,hall", "hall-miske,hall"), 'figures.csv, line 3: The id "hall-miske" is on line 2 already.', frozenset({"hall-globe"})),
    Stranger("a damaged date in the figures", swap("figures.csv", "USD,2010-05,", "USD,2010-13,"), 'figures.csv, line 2: "2010-13" is not in the calendar.', frozenset({"hall-miske"})),
    Stranger("a quantity with markup", swap("figures.csv", "places,places", f"places,{IMAGE}"), f'figures.csv, line 8: "{IMAGE}" cannot name a quantity.', frozenset({"places"})),
    Stranger("a command for a spreadsheet", swap("figures.csv", "Two rows of twelve.", COMMAND), f'figures.csv, line 8: A spreadsheet would run the cell "{COMMAND}" as a formula. Begin it with a word.'),
    Stranger("a sum for a spreadsheet", swap("timeline.csv", "The site opens", "@SUM(A1:A9)"), 'timeline.csv, line 2: A spreadsheet would run the cell "@SUM(A1:A9)" as a formula.'),
    Stranger("a formula that runs code", formula("[fee] * __import__('os').system('exit 1')"), "has a part that is not plain arithmetic"),
    Stranger("a formula that looks inside", formula("[fee] * ().__class__.__base__"), "has a part that is not plain arithmetic"),
    Stranger("a formula nested 10,000 deep", formula(f"[fee] * {'(' * 5000}1{')' * 5000}"), "figures.csv, line 7: A formula may be 2,000 characters long; this one has 10,00"),
    Stranger("a formula nested 900 deep", formula(f"[fee] * {'(' * 900}1{')' * 900}"), "figures.csv, line 7: The formula \"[fee] * (((((((("),
    Stranger("a formula of signs", formula(f"[fee] * {'-' * 1900}1"), "is nested too deeply. Write it in two steps."),
    Stranger("a formula of sums", formula(f"[fee]{'+1' * 990}"), "is nested too deeply. Write it in two steps."),
    Stranger("a formula that computes forever", formula("[fee] * 9**9**9**9"), 'figures.csv, line 7: "[fee] * 9**9**9**9" has no answer'),
    Stranger("a formula with a number as long as it may be", formula(f"[fee] * {'9' * 1900}"), "has a number that is too large."),
    Stranger("a formula over nothing", formula("[fee] / 0"), 'figures.csv, line 7: "[fee] / 0" has no answer: it divides by zero'),
    Stranger("a row that refers to itself", formula("[paid-jan] * 1"), 'figures.csv, line 7: The arithmetic of "paid-jan" leads back to itself.'),
    Stranger("a ring of 70 rows", more("figures.csv", RING), 'figures.csv, line 9: The arithmetic of "r0" leads back to itself.'),
    Stranger("rows that fork sixty times", more("figures.csv", ROOTS + TWINS), "rests on more than 20 figures in a row. Shorten the chain."),
]  # fmt: skip

WALK = "title: The fee\nsteps:\n  - {id: end, reveal: answers, part: B}\n"
SIMULATED = """\
models: {MicroFactory: {factory_cost: hall_cost}}
simulations:
  wait:
    title: How long does a rider wait?
    model: MicroFactory
    by: buyers_a_year
    shows: {wait_days: {label: Days, unit: day}}
    headline: "With {by} it is {wait_days}."
    how: simulate()
"""
LEVELS = "buyers_a_year,wait_days,wait_days_low,wait_days_high\n100,1,0.5,1.5\n200,3,2,4\n"


def simulated(levels: str = LEVELS, old: str = "", new: str = "") -> Callable[[Any], object]:
    """A stored simulation, with one mistake in what is told of it or in its numbers."""

    def change(folder: Any) -> None:
        folder.replace("case.yaml", "models: {}\n", SIMULATED.replace(old, new, 1))
        folder.write("simulations/wait.csv", levels)

    return change


MORE = [
    Stranger("a walk that unfolds to gigabytes", write("walks/fee/walk.yaml", f"l0: &l0 lol\n{BOMB}"), "walks/fee/walk.yaml, line 1: Anchors (&l0) are not used in a case."),
    Stranger("50 MB of walk", lambda f: (f.write("walks/fee/x", ""), huge(f.path / "walks/fee/walk.yaml")), "walks/fee/walk.yaml: It is larger than 2 MB."),
    Stranger("a walk that runs code", write("walks/fee/walk.yaml", WALK.replace("The fee", '!!python/object/apply:os.system ["exit 1"]')), "walks/fee/walk.yaml, line 1: Tags ("),
    Stranger("ten walks as long as may be", lambda f: [f.write(f"walks/w{n}/walk.yaml", WALK + f"x{n}: [{'a, ' * 90_000}]\n") for n in range(10)], "The folder's YAML files are too long together"),
    Stranger("3,000 walks", lambda f: [f.write(f"walks/w{n}/walk.yaml", WALK) for n in range(3000)], "walks: It holds 3,000 files; 10 are the most."),
    Stranger("a walk of steps without end", write("walks/fee/walk.yaml", "title: x\nsteps:\n" + "  - {id: a, part: A}\n" * 10_000), 'walks/fee/walk.yaml, line 3: A step needs exactly one of'),
    Stranger("a simulation's name that leaves the folder", simulated(old="  wait:", new="  ../../etc/passwd:"), 'case.yaml, line 64: "../../etc/passwd" cannot be an id.'),
    Stranger("a headline that looks inside", simulated(old="{wait_days}", new="{by.__class__.__mro__}"), "case.yaml, line 69: Nothing fills {by.__class__.__mro__} here."),
    Stranger("a headline that looks inside an item", simulated(old="{wait_days}", new="{by[0]!r:>99999999}"), "case.yaml, line 69: Nothing fills {by[0]!r:>99999999} here."),
    Stranger("a headline of braces", simulated(old="{wait_days}", new="{" * 9_000), "case.yaml, line 69: A brace has no twin here."),
    Stranger("a simulation that is not a number", simulated(LEVELS + "300,nan,inf,1e999\n"), 'simulations/wait.csv, line 4: "nan" is not a number.'),
    Stranger("a simulation of a million levels", simulated(LEVELS + "".join(f"{n},1,,\n" for n in range(201, 150_000))), "simulations/wait.csv, line 502: It has more than 500 levels."),
    Stranger("a simulation of a million columns", simulated(LEVELS.replace("high", "high," + ",".join(f"c{n}" for n in range(200_000)), 1)), "simulations/wait.csv, line 1: It has 200,004 columns."),
    Stranger("3,000 simulations", lambda f: [f.write(f"simulations/t{n}.csv", "x\n") for n in range(3000)], "simulations: It holds 3,000 files; 50 are the most."),
    Stranger("a device's name among the simulations", write("simulations/con.csv", "x\n"), "simulations/con.csv: A simulation's name is small letters"),
    Stranger("a file in place of simulations", write("simulations", "x"), "simulations: It is a file. Make it a folder that holds one .csv file for each simulation."),
]  # fmt: skip

FILES = [
    Stranger("a folder in place of a file", instead("figures.csv", Path.mkdir), "figures.csv: It is not a plain file.", ALL),
    Stranger("a file in place of tables", bare_tables, "tables: It is a file. Make it a folder that holds one .csv file for each table."),
    Stranger("a device's name", write("tables/con.csv", "source,part\n"), "tables/con.csv: A table's name is small letters, digits and hyphens"),
    Stranger("a device's name beside case.yaml", write("aux.md", "x"), "aux.md: Windows keeps this name for a device. Choose another."),
    Stranger("3,000 tables", lambda f: [f.write(f"tables/t{n}.csv", "source,part\n") for n in range(3000)], "tables: It holds 3,001 files; 100 are the most."),
    Stranger("more than a case may hold", lambda f: [f.write(f"tables/t{n}.csv", MEMBERS + "2009,1,,,A\n" * 40_000) for n in range(30)], ".csv: The folder's files are too large. A case holds"),
    Stranger("a text of 400,000 links", write("case.md", "[63](fig:nothing) " * 80_000), 'case.md, line 1: There is no figure "nothing".'),
    Stranger("a text of brackets", write("case.md", "[" * 1_900_000), "case.md"),
    *(
        Stranger(f"a case of {sign.strip()!r} only", write("case.md", sign * (79_000 // len(sign))), "case.md, line 1: It has")
        for sign in ("[", "|", "> ", "![", "](", "a|", "#", "**a", "<", "fig:", "plan 1 ", "\\", "[a](fig:", "1. ")
    ),
    *(
        Stranger(f"a note of {sign!r} only", write("teaching-note.md", sign * (79_000 // len(sign))), "teaching-note.md")
        for sign in ("plan 1 ", "# a\n\n", "| a ", "|-|\n", "- a\n", "  - a\n", "fig:", "1 minutes ")
    ),
]  # fmt: skip

LINUX = [
    Stranger("a link that leaves the folder", instead("sources.yaml", link_to("../../secret")), "sources.yaml: It is a link to a file that is not there."),
    Stranger("a link to the users of the machine", instead("sources.yaml", link_to("/etc/passwd")), "sources.yaml: It is a link that leaves the case folder. Put the file itself here."),
    Stranger("a link to an endless device", instead("timeline.csv", link_to("/dev/zero")), "timeline.csv: It is a link that leaves the case folder."),
    Stranger("a link to itself", instead("timeline.csv", link_to("timeline.csv")), "timeline.csv: "),
    Stranger("tables that lie elsewhere", lambda f: (shutil.rmtree(f.path / "tables"), os.symlink("/etc", f.path / "tables")), "tables: It is a link that leaves the case folder. Put the folder itself here."),
    Stranger("a pipe in place of a file", instead("figures.csv", lambda path: os.mkfifo(path)), "figures.csv: It is not a plain file.", ALL),
    Stranger("a pipe in place of case.yaml", instead("case.yaml", lambda path: os.mkfifo(path)), "case.yaml: It is not a plain file."),
    Stranger("a pipe among the tables", lambda f: os.mkfifo(f.path / "tables" / "pipe.csv"), "tables/pipe.csv: It is not a plain file."),
    Stranger("a walk that lies elsewhere", lambda f: ((f.path / "walks").mkdir(), os.symlink("/etc", f.path / "walks" / "fee")), "walks/fee: It is a link that leaves the case folder. Put the folder itself here."),
    Stranger("walks that lie elsewhere", lambda f: os.symlink("/etc", f.path / "walks"), "walks: It is a link that leaves the case folder. Put the folder itself here."),
    Stranger("a walk that holds itself", lambda f: (f.write("walks/fee/walk.yaml", WALK), os.symlink("../fee", f.path / "walks" / "fee" / "case.md")), "walks/fee/case.md: It is not a plain file."),
    Stranger("a walk's text that lies elsewhere", lambda f: (f.write("walks/fee/walk.yaml", WALK), os.symlink("/etc/passwd", f.path / "walks" / "fee" / "case.md")), "walks/fee/case.md: It is a link that leaves the case folder."),
    Stranger("a pipe in place of a walk", lambda f: (f.write("walks/fee/x", ""), os.mkfifo(f.path / "walks/fee/walk.yaml")), "walks/fee/walk.yaml: It is not a plain file."),
    Stranger("an endless simulation", lambda f: ((f.path / "simulations").mkdir(), os.symlink("/dev/zero", f.path / "simulations" / "wait.csv")), "simulations/wait.csv: It is a link that leaves the case folder."),
    Stranger("simulations that lie elsewhere", lambda f: os.symlink("/etc", f.path / "simulations"), "simulations: It is a link that leaves the case folder."),
    Stranger("a name in capitals in a walk", lambda f: (f.write("walks/fee/walk.yaml", WALK), f.write("walks/fee/Case.MD", "x")), "walks/fee/Case.MD: The kit reads case.md only, in small letters. Rename it."),
    Stranger("a walk whose name moves the cursor", write("walks/a\x1b[2J\nb/walk.yaml", WALK), "walks/a?[2J b: A walk's name is small letters"),
    Stranger("names that differ in case only", write("Case.yaml", "x"), 'case.yaml: There is also a file "Case.yaml". Windows and macOS cannot hold both'),
    Stranger("a name in capitals", lambda f: (f.path / "figures.csv").rename(f.path / "Figures.CSV"), "Figures.CSV: The kit reads figures.csv only, in small letters. Rename it.", ALL),
    Stranger("a file name that moves the cursor", write("tables/a\x1b[2J\nb.csv", "source,part\n"), "tables/a?[2J b.csv: A table's name is small letters"),
]  # fmt: skip
STRANGERS = [*YAML, *CSV, *FILES, *MORE]
if sys.platform.startswith("linux"):
    STRANGERS += LINUX
# These cost the most where nothing bounds them; they run once more in a process with little memory.
WORST = (
    "YAML that unfolds to gigabytes", "50 MB of YAML", "2 MB of short words in YAML", "YAML nested deep in brackets", "a million columns",
    "a million rows", "a million broken rows", "a million quotes", "rows that fork sixty times", "a formula that computes forever",
    "a unit that is a sum of its own", "a link to an endless device", "a pipe in place of case.yaml", "more than a case may hold",
    "a walk that unfolds to gigabytes", "50 MB of walk", "ten walks as long as may be", "a simulation of a million levels", "an endless simulation",
)  # fmt: skip


def ids(strangers: list[Stranger]) -> Any:
    return pytest.mark.parametrize("stranger", strangers, ids=lambda stranger: stranger.name)


def command(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[Any, list[str]]:
    """What `casekit validate FOLDER` prints, and how it ends."""
    monkeypatch.setattr(sys, "argv", ["casekit", "validate", str(path)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    out, err = capsys.readouterr()
    return end.value.code, [*out.splitlines(), *err.splitlines()]


def test_the_folder_without_a_mistake_has_none(folder):
    assert library.validate(folder.path) == []
    assert [row.id for row in read_folder(folder.path).figures] == list(ROWS)


@ids(STRANGERS)
def test_each_mistake_is_one_sentence_with_its_file_line_and_mend(stranger, folder, monkeypatch, capsys):
    stranger.change(folder)
    start = time.process_time()
    found = library.validate(folder.path)
    took = time.process_time() - start
    said = [str(problem) for problem in found]
    assert took < SECONDS, f"{took:.1f} s"
    assert any(stranger.told in each for each in said), said[:5]
    # One line each that can be read, and few of them: mistakes do not breed.
    assert all(len(each) < 800 and each.isprintable() for each in said)
    assert len(found) <= 400
    code, printed = command(folder.path, monkeypatch, capsys)
    errors = [problem for problem in found if problem.level == "error"]
    assert code == (1 if errors else 0)
    assert [line.removesuffix(" (The case can be read all the same.)") for line in printed] == said
    kept = {row.id for row in read_folder(folder.path).figures}
    assert set(ROWS) - kept <= stranger.lost
    with contextlib.suppress(KitError):  # what can be loaded all the same is loaded in bounded time too
        read_case(folder.path)
    assert time.process_time() - start < 3 * SECONDS


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory as Linux has them")
@ids([stranger for stranger in STRANGERS if stranger.name in WORST])
def test_the_worst_need_little_memory_and_time(stranger, folder, tmp_path):
    import resource

    stranger.change(folder)

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "casekit", "validate", str(folder.path)],
        capture_output=True, text=True, encoding="utf-8", timeout=30, preexec_fn=little, env=env, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode in (0, 1), done.stderr) == (True, "")
    assert stranger.told in done.stdout


@pytest.mark.parametrize(
    "text",
    [COMMAND, IMAGE, "<script>alert(1)</script>", "</script>", "javascript:alert(1)", "[x](javascript:alert(1))"],
)
def test_markup_and_commands_are_named_in_every_text(text, folder):
    quoted = '"' + text.replace('"', "'") + '"'
    for file, old, new in [
        ("case.yaml", "tagline: bicycles drawn by their riders", f"tagline: {quoted}"), ("case.yaml", "who: Ann, founder", f"who: {quoted}"),
        ("case.yaml", "question: Build the first hall?", f"question: {quoted}"), ("case.yaml", "text: The website", f"text: {quoted}"),
        ("case.yaml", "claim: Design costs little.", f"claim: {quoted}"), ("case.yaml", "title: Members", f"title: {quoted}"),
        ("sources.yaml", "author: Igor Miske", f"author: {quoted}"), ("figures.csv", "Two rows of twelve.", text),
        ("timeline.csv", "The site opens", text), ("tables/members.csv", "para 7", text),
    ]:  # fmt: skip
        folder.replace(file, old, new)
    folder.write("case.md", f"# Bike Works\n\n{text}\n")
    found = [problem for problem in library.validate(folder.path) if "case.md: " not in str(problem)]
    named = {(problem.file, problem.line) for problem in found}
    tables = {("figures.csv", 8), ("timeline.csv", 2), ("tables/members.csv", 3)}
    texts = {("case.yaml", line) for line in (4, 8, 10, 28, 43, 64)} | {("sources.yaml", 3), ("case.md", 3)}
    assert named >= (tables if text == COMMAND else tables | texts)
    assert all(problem.level == "warning" for problem in found if problem.file != "case.md")


def test_a_folder_that_is_a_file_and_a_folder_that_is_none(folder, tmp_path, monkeypatch, capsys):
    for path in (folder.path / "case.yaml", tmp_path / "nowhere", tmp_path):
        with pytest.raises(KitError):
            library.validate(path)
        code, printed = command(path, monkeypatch, capsys)
        assert code == 2
        assert len(printed) == 1, printed
    assert printed == [f"{tmp_path} is not a case: it holds no case.yaml."]


@pytest.mark.parametrize("new", ["[a]", "{a: b}", "[[a]]", "[{a: 1}]", '""', "~", "-1", "true", "'x'"])
def test_no_value_of_any_shape_ends_in_a_traceback(new, folder):
    """Every value of case.yaml and sources.yaml in turn becomes something else."""
    yaml = Reader(typ="safe", pure=True)
    other = yaml.load(new)
    for file in ("case.yaml", "sources.yaml"):
        good = yaml.load(folder.read(file).replace("2010-05-26", "'2010-05-26'"))
        for path in _paths(good):
            bad = json.loads(json.dumps(good, default=str))
            place = bad
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = other
            out = io.StringIO()
            json.dump(bad, out)  # every JSON text of this kind is YAML too
            folder.write(file, out.getvalue())
            for problem in library.validate(folder.path):
                assert str(problem).isprintable()
        folder.write(file, json.dumps(good, default=str))


def _paths(data: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path for key, value in steps for path in [(*above, key), *_paths(value, (*above, key))]]
