"""Every mistake is named with its file, its line and the mend."""
# ruff: noqa: E501 - a row says what is changed and what is said, on one line

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from casekit._errors import KitError
from casekit._paths import cases_dir
from casekit.case import check_case, read_case

# What is changed: file, old, new; then what is said, line included.
YAML = [
    ("tagline: bicycles", "tagine: bicycles", 'case.yaml, line 4: There is no key "tagine" here. Did you mean "tagline"?'),
    ("title: Bike Works\n", "title:\n", 'case.yaml, line 3: "title" is missing here. Add a line "title: ...".'),
    ("schema: 1", "schema: 2", "case.yaml, line 1: The schema is 2; this casekit reads 1. Update casekit"),
    ("schema: 1\n", "", 'case.yaml, line 1: The line "schema: 1" is missing.'),
    ("segment: makers, figures", "segment: maker, figures", 'There is no segment "maker". Did you mean "makers"?'),
    ("color: blue", "color: bleu", '"color" cannot be "bleu". Did you mean "blue"?'),
    ("part: A}\n  channels", "part: C}\n  channels", '"part" cannot be "C". Known: A, B.'),
    ("day: 2010-05-26", "day: 26/05/2010", 'line 7: "26/05/2010" is not a date of the kit. Write 2010-05-26.'),
    ("high: 500", "high: 5 million", '"5 million" is not a number. Write 5000000'),
    ("start: 100", "start: 900", "A bet needs low < high, and start between them."),
    ("answer: {figure: orders-jan}", "answer: {figure: orders}", 'There is no figure "orders". Did you mean "orders-jan"?'),
    ("answer: {figure: orders-jan}", "answer: {}", "An answer names a figure, or a model and its output, or a simulation with its column and a level (at)."),
    ("(fig:fee) each", "(fig:fees) each", 'line 9: There is no figure "fees". Did you mean "fee"?'),
    ("[63](fig:orders-jan) people", "[60](fig:orders-jan) people", '"60" does not agree with the figure "orders-jan", 63.'),
    ("[63](fig:orders-jan) people", "[some](fig:orders-jan) people", "holds no number"),
    ("{source: miske, locator", "{source: misk, locator", 'line 30: There is no source "misk" in sources'),
    ("id: mouth", "id: website", 'The id "website" is used twice.'),
    ("default: hall-miske", "default: fee", '"fee" is no figure of hall_cost. Its figures: hall-miske, hall-globe.'),
    ("default: hall-miske, ", "", "hall_cost has 2 figures and no default. Name one under quantities"),
    ("quantity: paid}", "quantity: paidd}", 'figures.csv has no figure of "paidd". Did you mean "paid"?'),
    ("members: {title", "member: {title", "There is no file tables/member.csv. Did you mean"),
    ("slug: bikes", "slug: aux", '"aux" is a name that Windows keeps for a device.'),
    ("slug: bikes", "slug: Bike Works", '"Bike Works" cannot be an id.'),
    ("cons: []", "cons: none", '"cons" must be a list'),
    ("tagline: bicycles", "tagline: &x bicycles", "case.yaml, line 4: Anchors (&x) are not used in a case."),
    ("tagline: bicycles", "tagline: *x", "case.yaml, line 4: Aliases (*x) are not used in a case."),
    ("tagline: bicycles", "tagline: !!python/object:os.system x", "case.yaml, line 4: Tags ("),
    ("tagline: bicycles drawn by their riders", r'tagline: "\e[31m red"', "line 4: There is a hidden control character (U+001B)."),
    ("tagline: bicycles", r'"\u202ek": x', "line 4: There is a hidden control character (U+202E)."),
    ("{label: Wait}", "{label: Wait, and see}", 'line 13: "and see" stands between commas without a value.'),
    ("tagline: bicycles", "title: again\ntagline: bicycles", 'line 4: "title" is here twice (first on line 3).'),
    ("tagline: bicycles", "tagline: bikes: bicycles", "line 4: There is a \": \" inside a text."),
    ("  day: 2010", "\tday: 2010", "case.yaml, line 7: There is a tab. Use spaces to indent."),
    ("tagline: bicycles", "tagline: [bicycles", "is opened and not closed"),
    ("  who: Ann, founder", "  who: [Ann, founder]", '"who" must be one text.'),
    ("    B: {label: Wait}\n", "", "A decision has two options or more"),
    ("cons: []", "cons: []\n---\na: 1", 'There is a second document after "---".'),
    ("cons: []", "cons: " + "[" * 40 + "]" * 40, "It is nested more than 12 deep."),
]  # fmt: skip

CSV = [
    (",6000000,", ",6 million,", 'figures.csv, line 2: "6 million" is not a number. Write 6000000 and put USD in the unit'),
    (",6000000,", ',"$6,000,000",', '"$6,000,000" is not a number. Write 6000000 and put USD in the unit column.'),
    (",6000000,", ',"1.234,5",', '"1.234,5" is not a number. Write 1234.5.'),
    (",6000000,", ',"6,000",', '"6,000" is not a number. Write 6000, or 6.0000 if a fraction is meant.'),
    (",6000000,", ",30-50,", "Write a value between 30 and 50, and these two in the columns low and high."),
    (",6000000,", ",5%,", '"5%" is not a number. Write 0.05 and put share in the unit column.'),
    (",6000000,", ",#REF!,", "A spreadsheet left an error here; write the number."),
    (",6000000,", ",=2*3,", "It is a formula; write its result."),
    (",6000000,", ",14 days,", '"14 days" is not a number. Write 14 and put the unit in the unit column.'),
    (",6000000,", ",nan,", '"nan" is not a number.'),
    (",6000000,", ",1e999,", "too large"),
    (",6000000,", ",,", "figures.csv, line 2: The value is missing."),
    (",2010-05,", ",2010-05-26 00:00:00,", '"2010-05-26 00:00:00" is not a date of the kit. Write 2010-05-26.'),
    (",2010-05,", ",26/05/2010,", '"26/05/2010" is not a date of the kit. Write 2010-05-26.'),
    (",2010-05,", ",04/05/2010,", "Write 2010-05-04 or 2010-04-05, whichever is meant."),
    (",2010-05,", ",May-10,", '"May-10" is not a date of the kit. Write 2010-05 if 2010 is the year.'),
    (",2010-05,", ",40299,", '"40299" is the number behind a spreadsheet\'s date. Write 2010-05-01.'),
    (",2010-05,", ",2010.0,", "Write 2010."),
    (",2010-05,", ",2010-02-30,", "is not in the calendar"),
    (",2010-05,", ",26 May 2010,", "Write 2010-05-26."),
    ("reported,miske,para 9", "reportd,miske,para 9", 'The kind "reportd" is not known. Did you mean "reported"?'),
    ("reported,miske,para 9", "reported,,para 9", 'A figure of the kind "reported" needs a source.'),
    ("reported,miske,para 9", "reported,misk,para 9", 'line 2: There is no source "misk" in sources.yaml. Did you mean "miske"?'),
    ("miske,para 9", "miske,May-10", "A spreadsheet seems to have turned the locator into a date"),
    ("para 9,A,", "para 9,X,", 'The part is "X". Write A'),
    ("USD,2010-05", "dollarr,2010-05", 'The unit "dollarr" is not known. Did you mean'),
    ("5000000,,,USD", "5000000,,,day", 'need units of one kind: "day" here, "USD" on line 2'),
    ("hall-globe,hall", "hall-miske,hall", 'line 3: The id "hall-miske" is on line 2 already.'),
    # Line 5 and on: the note of line 3 runs over two lines.
    ("fee,fee,99", "fee,fee,x99", 'figures.csv, line 6: "x99" is not a number.'),
    ("[orders-jan] * [fee]", "[orders-jam] * [fee]", 'line 7: There is no figure "orders-jam". Did you mean "orders-jan"?'),
    ("[orders-jan] * [fee]", "[paid-jan] * [fee]", 'The arithmetic of "paid-jan" leads back to itself.'),
    ("[orders-jan] * [fee]", "63 * 99", "A derived figure needs its arithmetic in the locator"),
    ("24,12,40", "24,12,", "An assumption needs low and high, and in the note the reason why."),
    ("24,12,40", "24,40,12", "low is larger than high. Swap them."),
    ("Two rows of twelve.", "Two rows, of twelve.", "line 8: The row has 13 cells for 12 columns"),
    ("id,quantity,value", "id,quantity,valuex", 'line 1: There is no column "valuex". Did you mean "value"?'),
    ("id,quantity,value", "id,quantity,id", 'line 1: The column "id" is here twice.'),
    ("founder\non two lines\"", "founder", "A quote is opened and not closed."),
    ("Two rows of twelve.", "Two \x07rows", "line 8: There is a hidden control character (U+0007). Delete it."),
]  # fmt: skip


def said(folder):
    return [str(problem) for problem in check_case(folder.path)]


@pytest.mark.parametrize(("old", "new", "sentence"), YAML)
def test_a_mistake_in_case_yaml(folder, old, new, sentence):
    folder.replace("case.yaml", old, new)
    found = said(folder)
    assert any(sentence in each for each in found), found
    assert all(each.startswith("case.yaml, line") or "tables/members.csv" in each for each in found)
    with pytest.raises(KitError):
        read_case(folder.path)


@pytest.mark.parametrize(("old", "new", "sentence"), CSV)
def test_a_mistake_in_figures_csv(folder, old, new, sentence):
    folder.replace("figures.csv", old, new)
    found = said(folder)
    assert any(each.startswith("figures.csv, line") and sentence in each for each in found), found


def test_one_mistake_is_said_once_and_not_by_everything_that_leans_on_it(folder):
    folder.replace("figures.csv", ",6000000,", ",6 million,")
    assert len(said(folder)) == 1


def test_a_long_chain_of_arithmetic_is_refused_at_once(folder):
    text = folder.read("figures.csv")
    ladder = [f"n0{side},n0{side},63,,,person,,derived,,[orders-jan],A," for side in "ab"]
    for step in range(1, 30):
        ladder += [
            f"n{step}{side},n{step}{side},{63 * 2**step},,,person,,derived,,[n{step - 1}a] + [n{step - 1}b],A,"
            for side in "ab"
        ]
    folder.write("figures.csv", text + "\n".join(ladder) + "\n")
    assert [each.partition(": ")[2] for each in said(folder)] == [
        f'The arithmetic of "n20{side}" rests on more than 20 figures in a row. Shorten the chain.' for side in "ab"
    ]
    folder.write("figures.csv", text + "\n".join(reversed(ladder[:40])) + "\n")
    top = read_case(folder.path).figure("n19a")
    assert {citation.source.short for citation in top.citations} == {"Miske", "The Globe"}


def test_the_first_mistake_is_raised_with_how_many_more_there_are(folder):
    folder.replace("figures.csv", ",6000000,", ",6 million,")
    folder.replace("figures.csv", "fee,fee,99", "fee,fee,x")
    folder.replace("timeline.csv", "2008-03-25", "25/03/2008")
    with pytest.raises(KitError) as error:
        read_case(folder.path)
    assert str(error.value) == (
        'figures.csv, line 2: "6 million" is not a number. Write 6000000 and put USD in the unit column. '
        f"(and 2 more: casekit validate {folder.path} lists them)"
    )


def test_a_plain_no_is_text(folder):
    folder.replace("case.yaml", "{label: Wait}", "{label: No}")
    assert read_case(folder.path).decision.options[1].label == "No"


def test_mistakes_in_the_other_files(folder):
    folder.replace("sources.yaml", "trust: B", "trust: E")
    folder.replace("timeline.csv", "orders-jan,miske", "orders-jam,miske")
    folder.replace("tables/members.csv", "3000", '"3,000"')
    found = said(folder)
    assert len(found) == 3, found
    assert found[0] == 'sources.yaml, line 6: "trust" cannot be "E". Known: A, B, C, D.'
    assert found[1].startswith('timeline.csv, line 3: There is no figure "orders-jam".')
    assert found[2].startswith('tables/members.csv, line 2: "3,000" is not a number.')


def test_a_link_in_a_text_file_is_checked_on_its_line(folder):
    folder.write("case.md", "# Bike Works\n\nThey paid [$98](fig:fee) each.\n")
    assert said(folder) == ['case.md, line 3: "$98" does not agree with the figure "fee", 99. Mend one of them.']


def test_part_a_may_not_lean_on_part_b(folder):
    folder.replace("figures.csv", "para 2,A,", "para 2,B,")
    found = " ".join(said(folder))
    assert 'figures.csv, line 7: The figure "fee" is part B, and this is part A.' in found
    assert 'case.yaml, line 9: The figure "fee" is part B' in found


def test_a_mistake_in_part_a_is_not_mended_with_a_name_of_part_b(folder):
    later = "paid-later,paid,9900,,,USD,2012,reported,miske,para 9,B,\n"
    folder.write("figures.csv", folder.read("figures.csv").replace("[fee],A", "[paid-lat],A") + later)
    [sentence] = said(folder)
    assert 'There is no figure "paid-lat".' in sentence and "paid-later" not in sentence


def test_files_that_cannot_be_text(folder):
    (folder.path / "figures.csv").write_bytes("id,quantité\n".encode("cp1252"))
    (folder.path / "timeline.csv").write_bytes("date,event\n".encode("utf-16"))
    (folder.path / "sources.yaml").write_bytes(b"a: " + b"x" * 3_000_000)
    found = " ".join(said(folder))
    assert "figures.csv, line 1: It is not saved as UTF-8." in found
    assert "timeline.csv: It is saved as UTF-16" in found
    assert "sources.yaml: It is larger than 2 MB." in found


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights on Windows")
def test_links_may_not_leave_the_folder(folder, tmp_path):
    outside = tmp_path / "secret.csv"
    outside.write_text("date,members,source,locator,part\n2009,1,globe,,A\n")
    (folder.path / "tables" / "members.csv").unlink()
    os.symlink(outside, folder.path / "tables" / "members.csv")
    assert said(folder) == ["tables/members.csv: It is a link that leaves the case folder. Put the file itself here."]


def test_names_of_tables(folder):
    folder.write("tables/con.csv", "source,part\n")
    folder.write("tables/Big Table.csv", "source,part\n")
    found = said(folder)
    assert len([each for each in found if "A table's name is small letters" in each]) == 2


def test_a_bomb_of_aliases_is_refused_at_once(folder):
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30))
    folder.write("case.yaml", f"schema: 1\nl0: &l0 lol\n{levels}\n")
    assert said(folder)[0].startswith("case.yaml, line 2: Anchors (&l0) are not used in a case.")


def test_a_slug_that_is_not_the_folder_is_a_warning_only(make):
    folder = make("x")
    folder.replace("case.yaml", "slug: bikes", "slug: bike-works")
    [problem] = check_case(folder.path)
    assert (problem.level, problem.line) == ("warning", 2)
    assert read_case(folder.path).slug == "bike-works"


def test_a_misspelled_quantity_is_no_rival_that_vanishes(tmp_path: Path) -> None:
    folder = tmp_path / "local-motors"
    shutil.copytree(cases_dir() / "local-motors", folder)
    figures = folder / "figures.csv"
    text = figures.read_text(encoding="utf-8").replace("globe,factory_cost,", "globe,factroy_cost,")
    figures.write_text(text, encoding="utf-8")
    assert any('Did you mean "factory_cost"?' in str(problem) for problem in check_case(folder))
