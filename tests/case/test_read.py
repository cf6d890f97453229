from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest

from casekit._errors import KitError
from casekit.case import check_case, read_case


def test_a_right_case_has_no_problems_and_reads(folder):
    assert check_case(folder.path) == []
    case = read_case(folder.path)
    assert (case.slug, case.title, case.part) == ("bikes", "Bike Works", "A")
    assert str(case) == "Bike Works, part A: 6 figures, 2 sources, 3 notes on the canvas"
    assert repr(case) == "<Case bikes, part A: 6 figures, 2 sources>"


def test_rivals_begin_with_the_default_and_labels_fall_back_to_the_key(folder):
    folder.replace("case.yaml", "default: hall-miske", "default: hall-globe")
    case = read_case(folder.path)
    assert [figure.id for figure in case.rivals("hall_cost")] == ["hall-globe", "hall-miske"]
    assert case.label("hall_cost") == "A hall costs"
    assert case.help("hall_cost") == "land and machines"
    assert case.label("orders") == "Orders"


def test_a_derived_figure_knows_what_it_is_computed_from(folder):
    paid = read_case(folder.path).figure("paid-jan")
    assert [figure.id for figure in paid.inputs] == ["orders-jan", "fee"]
    assert paid.where == "derived, 63 × $99"
    assert {citation.source.short for citation in paid.citations} == {"Miske", "The Globe"}


def test_tables_are_fresh_frames(folder):
    case = read_case(folder.path)
    figures = case.figures
    columns = "id quantity value low high unit as_of kind source locator part note label default text"
    assert list(figures.columns)[:15] == columns.split()
    assert figures.loc[0, "text"] == "$6 million"
    assert list(figures["default"]) == [True, False, True, True, True, True]
    figures.loc[0, "value"] = 0
    assert case.figures.loc[0, "value"] == 6e6
    assert list(case.timeline["event"]) == ["The site opens", "63 have paid"]
    assert list(case.tables["members"]["members"]) == [3000.0, 4000.0]
    assert case.tables["members"].attrs["title"] == "Members"
    assert dict(zip(case.sources["id"], case.sources["figures"], strict=True)) == {"miske": 3, "globe": 2}


def test_a_wide_table_says_of_each_row_where_it_stands(folder):
    folder.write(
        "tables/members.csv",
        "set,title,date,pieces,price,source,locator,part,note\n"
        "101-1,123 Bicycle Street,2009-05,580,44.99,miske;globe,set 101-1; page 3,A,\n"
        "102-1,Tandem,2010,321,,globe,page 4,A,no price\n"
        "103-1,Penny Farthing,2011-02-17,165,19.99,miske,set 103-1,B,\n",
    )
    early, whole = (read_case(folder.path, part).tables["members"] for part in "AB")
    assert (len(early), len(whole)) == (2, 3)
    assert list(early["where"]) == ["Miske, set 101-1; The Globe, page 3", "The Globe, page 4"]
    assert list(early["title"]) == ["123 Bicycle Street", "Tandem"] and list(early["set"]) == ["101-1", "102-1"]
    assert list(early["pieces"]) == [580.0, 321.0] and early["price"].isna().tolist() == [False, True]
    assert "where" not in folder.read("tables/members.csv")


def test_a_spreadsheet_s_own_csv_reads_the_same(folder):
    plain = read_case(folder.path).figures
    text = folder.read("figures.csv").replace(";", "|").replace(",", ";").replace("miske|globe", '"miske;globe"')
    text = text.replace("para 2| page 1", '"para 2; page 1"').replace("About; said", "About, said")
    text = text.replace("\r\n", "\n").replace("\n", "\r\n").replace("founder\r\n", "founder\n")
    folder.write("figures.csv", "\ufeff" + text)
    assert read_case(folder.path).figures.equals(plain)
    tabs = (
        folder.read("figures.csv")
        .replace("\ufeff", "")
        .replace('"miske;globe"', "miske|globe")
        .replace('"para 2; page 1"', "para 2| page 1")
        .replace(";", "\t")
        .replace("|", ";")
    )
    folder.write("figures.csv", tabs)
    assert read_case(folder.path).figures.equals(plain)


def test_a_decimal_comma_is_read_where_the_separator_is_a_semicolon(folder):
    folder.write("tables/members.csv", "date;share;source;part\n2009;0,5;globe;A\n2010;1,25;miske;A\n")
    assert list(read_case(folder.path).tables["members"]["share"]) == [0.5, 1.25]


def test_a_point_for_thousands_is_not_read_as_a_fraction(folder):
    folder.write("tables/members.csv", "date;members;source;part\n2009;1.500;globe;A\n2010;0.125;miske;A\n")
    [problem] = check_case(folder.path)
    assert str(problem).endswith('"1.500" is not a number. Write 1500, or 1.5000 if a fraction is meant.')


def test_a_formula_in_a_cell_is_text(folder):
    folder.replace("figures.csv", "Two rows of twelve.", "=cmd|' /C calc'!A0")
    assert read_case(folder.path).figure("places").note == "=cmd|' /C calc'!A0"


def test_unknown_names_suggest_the_nearest(folder):
    case = read_case(folder.path)
    for ask, sentence in (
        (
            lambda: case.figure("hall-misk"),
            'Bike Works has no figure "hall-misk" in part A. Did you mean "hall-miske"?',
        ),
        (lambda: case.rivals("hall_costs"), 'Did you mean "hall_cost"?'),
        (lambda: case.bet("order"), 'Did you mean "orders"?'),
        (lambda: case.quantities_of("MicroFactory"), 'says nothing about the model "MicroFactory"'),
    ):
        with pytest.raises(KitError) as error:
            ask()
        assert sentence in str(error.value)


def test_an_unknown_part_is_refused(folder):
    with pytest.raises(KitError, match='There is no part "C"'):
        read_case(folder.path, part="C")


def test_a_folder_of_one_part_has_no_other(folder):
    folder.replace("case.yaml", "parts: [A, B]", "parts: [A]")
    with pytest.raises(KitError, match="has no part B; it has part A only"):
        read_case(folder.path, part="B")


def test_no_folder_and_no_case(tmp_path):
    with pytest.raises(KitError, match="There is no folder"):
        read_case(tmp_path / "none")
    with pytest.raises(KitError, match=r"holds no case\.yaml"):
        read_case(tmp_path)


def test_a_case_can_be_copied_and_pickled(folder):
    case = read_case(folder.path, "B")
    assert pickle.loads(pickle.dumps(case)).figures.equals(case.figures)
    assert copy.deepcopy(case).figure("fee") == case.figure("fee")


def test_reading_needs_no_pandas_and_no_pint(folder):
    code = (
        "import sys; from casekit.case import read_case; read_case(sys.argv[1]);"
        "print([m for m in ('pandas', 'pint', 'rich', 'sympy', 'scipy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code, str(folder.path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_bet_carries_its_answer(folder):
    bet = read_case(folder.path).bet("orders")
    assert bet.figure is not None
    assert (bet.figure.value, bet.low, bet.high, bet.start, bet.log) == (63.0, 0.0, 500.0, 100.0, False)
