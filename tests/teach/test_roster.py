"""A class from the lists that schools have, and codes that stay with their students."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit.tasks.codes import read_code
from casekit.teach.roster import Student, codes_csv, read_codes, read_roster, with_codes

KEY = b"a key"


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "class.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "id,name\n00217,Ada Byron\n00218,Ben Okri\n",
        "\ufeffName;ID\r\nAda Byron;00217\r\nBen Okri;00218\r\n",
        "sep=;\nNAME;Id\nAda Byron;00217\nBen Okri;00218\n",
        "Section\tStudent\tID\nA\tAda Byron\t00217\nA\tBen Okri\t00218\n",
        'ID number,Surname,First name,Email address\n00217,Byron,Ada,a@x.org\n\n" 00218 ",Okri,Ben,b@x.org',
        "Student ID,Full name,Note\n00217,Ada  Byron,=1+1\n00218,Ben Okri,\n",
    ],
)
def test_the_lists_that_schools_have(tmp_path: Path, text: str) -> None:
    found = read_roster(written(tmp_path, text))
    assert [(each.id, each.name) for each in found] == [("00217", "Ada Byron"), ("00218", "Ben Okri")]


def test_an_address_is_a_name_where_there_is_no_other(tmp_path: Path) -> None:
    assert read_roster(written(tmp_path, "id,email\n1,ada@example.org\n"))[0].name == "ada@example.org"


def test_names_of_any_script_stay_as_they_are(tmp_path: Path) -> None:
    names = ["王小明", "محمد بن سلمان", "می‌خواهم", "Þóra Ægisdóttir", "O'Neil", "Łukasz “Łuk” Nowak", "नरेश"]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["id", "name"], *([str(at), name] for at, name in enumerate(names, 1))])
    path = written(tmp_path, text.getvalue())
    assert [each.name for each in read_roster(path)] == names
    students = with_codes(read_roster(path), KEY)
    codes = tmp_path / "codes.csv"
    codes.write_text(codes_csv(students), encoding="utf-8-sig", newline="")
    assert read_codes(codes, KEY) == (students, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "class.csv: It is empty."),
        ("id,name\n", "class.csv names no student. A roster is a CSV file"),
        ("nr,who\n1,Ada\n", 'class.csv has no column for the id; its first row names "nr", "who". A roster is'),
        ("id,who\n1,Ada\n", "class.csv has no column for the name"),
        ("id,name,name\n1,Ada,Ada\n", 'class.csv, line 1: The column "name" is here twice.'),
        ("id,name\n1,Ada\n\n1,Ben\n", 'class.csv, line 4: the id "1" is in line 2 already.'),
        ("id,name\ns1,Ada\nS1,Ben\n", 'class.csv, line 3: the id "S1" is in line 2 already.'),
        ("id,name\n1,Ada\n1\u200b,Ben\n", 'class.csv, line 3: the id "1" is in line 2 already.'),
        ("id,name\n,Ada\n", "class.csv, line 2: the id is missing."),
        ("id,name\n  ,Points Possible\n", "class.csv, line 2: the id is missing."),
        ("id,name\n1, \n", "class.csv, line 2: the name is missing."),
        ("id,name\n=1+1,Ada\n", 'class.csv, line 2: a spreadsheet would run the id "=1+1" as a formula.'),
        ("id,name\n1,+44\n", 'class.csv, line 2: a spreadsheet would run the name "+44"'),
        ("id,name\n1,@SUM(A1)\n", 'class.csv, line 2: a spreadsheet would run the name "@SUM(A1)"'),
        ("id,name\n-1,Ada\n", 'class.csv, line 2: a spreadsheet would run the id "-1"'),
        ("id,name\n2.03E+11,Ada\n", 'class.csv, line 2: a spreadsheet has shortened the id to "2.03E+11".'),
        (f"id,name\n1,{'a' * 201}\n", "class.csv, line 2: the name has 201 characters; 200 are the most."),
        ('id,name\n1,"Ada\n', "class.csv, line 2: This row cannot be read"),
        ("id,name\n1,Ada,x\n", "class.csv, line 2: The row has 3 cells"),
        (b"id,name\n1,\xc4da\n", "class.csv, line 2: It is not saved as UTF-8."),
        ("id,name\n1,Ada\n".encode("utf-16"), "class.csv: It is saved as UTF-16"),
        ("id,name\n" + "".join(f"{n},S{n}\n" for n in range(5_001)), "class.csv has more than 5,000 students."),
        ("id,name\n" + "x" * 2_000_001, "class.csv is too large for a roster."),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(KitError) as error:
        read_roster(written(tmp_path, text))
    assert str(error.value).startswith(said) and "\n" not in str(error.value)


def test_a_roster_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(KitError, match=r"There is no file .*none\.csv"):
        read_roster(tmp_path / "none.csv")
    with pytest.raises(KitError, match="not a plain file"):
        read_roster(tmp_path)


def test_everybody_keeps_their_code_as_the_class_grows() -> None:
    class_of = [Student(f"{n:05}", f"Student {n}") for n in range(3_000)]
    whole = with_codes(class_of, KEY)
    codes = [each.code for each in whole]
    assert len(set(codes)) == 3_000 and all(read_code(code) == code for code in codes)
    assert with_codes(class_of, KEY) == whole
    assert {each.code for each in with_codes(class_of, b"another")} != set(codes)
    # Who comes later, and stands first, takes nobody's code.
    first = with_codes(class_of[1_500:], KEY)
    grown = {each.id: each.code for each in with_codes(class_of, KEY, first)}
    assert all(grown[each.id] == each.code for each in first) and len(set(grown.values())) == 3_000


def test_who_left_the_list_keeps_a_code_and_stands_last() -> None:
    ada, ben = with_codes([Student("1", "Ada"), Student("2", "Ben")], KEY)
    again = with_codes([Student("3", "Cleo"), Student("2", "Ben Okri")], KEY, [ada, ben])
    assert [each.name for each in again] == ["Cleo", "Ben Okri", "Ada"]
    assert again[1].code == ben.code and again[2] == ada


def test_no_code_looks_like_a_number_or_a_day_to_a_spreadsheet() -> None:
    codes = [each.code for each in with_codes([Student(str(n), "S") for n in range(5_000)], KEY)]
    for code in codes:
        assert not code.isdigit()
        with pytest.raises(ValueError):
            float(code)


def test_a_list_of_codes_that_a_spreadsheet_saved_again_takes_nothing_from_anybody(tmp_path: Path) -> None:
    students = with_codes([Student("00217", "Ada"), Student("A18", "Ben")], KEY)
    path = tmp_path / "codes.csv"
    text = codes_csv(students).replace("00217", "217").replace(",", ";")
    path.write_text(text + "x;y;z\r\n", encoding="utf-8-sig", newline="")
    known, notes = read_codes(path, KEY)
    assert known == [students[1]] and len(notes) == 2
    assert "codes.csv, line 2 was left out" in notes[0] and "a spreadsheet may have changed the id" in notes[0]
    assert '"z" is no code' in notes[1]
    assert with_codes([Student("00217", "Ada"), Student("A18", "Ben")], KEY, known) == students
    assert read_codes(tmp_path / "none.csv", KEY) == ([], [])
    assert read_codes(path, b"another")[0] == []


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_cell_of_the_list_is_run(id: str, name: str) -> None:
    rows = list(csv.reader(io.StringIO(codes_csv([Student(id, name, "K7M42")]), newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_an_id_that_lost_its_zeros_is_not_a_second_student() -> None:
    known = with_codes([Student("000417", "Ada")], b"key")
    with pytest.raises(KitError, match="The id 417 of Ada was 000417 before"):
        with_codes([Student("417", "Ada")], b"key", known)
