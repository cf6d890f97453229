"""The reader's working copy: what a reader did is never lost, and what is new is never kept from them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit._working_copy import LIST, fingerprint, reader_folder, update

NAME = "01-case.ipynb"


def notebook(text: str, **metadata: object) -> str:
    cells = [nbformat.v4.new_markdown_cell(text, id="one"), nbformat.v4.new_code_cell("1 + 1", id="two")]
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=metadata))) + "\n"


@pytest.fixture
def kit_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "kit"
    folder.mkdir()
    (folder / NAME).write_text(notebook("first edition"), encoding="utf-8")
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "documents" / "casekit"


def text(path: Path) -> str:
    return str(nbformat.read(path, as_version=4).cells[0].source)


def test_a_new_reader_is_given_everything(kit_folder: Path, mine: Path) -> None:
    (kit_folder / ".ipynb_checkpoints").mkdir()
    (kit_folder / ".ipynb_checkpoints" / NAME).write_text("an editor's own")
    (kit_folder / "pictures").mkdir()
    (kit_folder / "pictures" / "a.svg").write_text("<svg/>")
    changes = update(kit_folder, mine)
    assert [(change.name, change.what) for change in changes] == [(NAME, "given")], (
        "the README's pictures are no notebooks"
    )
    assert sorted(path.name for path in mine.rglob("*") if path.is_file()) == [LIST, NAME]


def test_an_original_is_trusted(kit_folder: Path, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it JupyterLab strips the styles of what is stored, and the first screen is bare text."""
    import nbformat
    from nbformat.sign import NotebookNotary

    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    update(kit_folder, mine)
    notary = NotebookNotary()
    given = nbformat.read(mine / NAME, as_version=4)
    assert notary.check_signature(given)
    given.cells[0].source += " changed"
    assert not notary.check_signature(given)


def test_part_b_comes_after_part_a(kit_folder: Path, mine: Path) -> None:
    (kit_folder / "01-case-part-b.ipynb").write_text(notebook("later"), encoding="utf-8")
    assert [change.name for change in update(kit_folder, mine)] == [NAME, "01-case-part-b.ipynb"]


def test_nothing_happens_the_second_time(kit_folder: Path, mine: Path) -> None:
    update(kit_folder, mine)
    before = {path: path.stat().st_mtime_ns for path in mine.glob("*.ipynb")}
    assert [change.what for change in update(kit_folder, mine)] == ["kept"]
    assert before == {path: path.stat().st_mtime_ns for path in mine.glob("*.ipynb")}


def test_an_unchanged_one_is_updated(kit_folder: Path, mine: Path) -> None:
    update(kit_folder, mine)
    (kit_folder / NAME).write_text(notebook("second edition"), encoding="utf-8")
    assert update(kit_folder, mine)[0].what == "updated"
    assert text(mine / NAME) == "second edition"


def test_opening_it_in_an_editor_is_no_change(kit_folder: Path, mine: Path) -> None:
    update(kit_folder, mine)
    opened = notebook("first edition", language_info={"name": "python", "version": "3.13.0"})
    (mine / NAME).write_bytes(opened.replace("\n", "\r\n").encode())
    (kit_folder / NAME).write_text(notebook("second edition"), encoding="utf-8")
    assert update(kit_folder, mine)[0].what == "updated"


def test_results_are_a_change(kit_folder: Path, mine: Path) -> None:
    update(kit_folder, mine)
    ran = nbformat.read(mine / NAME, as_version=4)
    ran.cells[1].outputs = [nbformat.v4.new_output("stream", text="my guess was 30")]
    nbformat.write(ran, mine / NAME)
    (kit_folder / NAME).write_text(notebook("second edition"), encoding="utf-8")
    assert update(kit_folder, mine)[0].what == "offered"
    assert "my guess was 30" in (mine / NAME).read_text(encoding="utf-8")


def test_a_changed_one_is_kept_and_the_new_original_offered_once(kit_folder: Path, mine: Path) -> None:
    update(kit_folder, mine)
    (mine / NAME).write_text(notebook("my own words"), encoding="utf-8")
    assert update(kit_folder, mine)[0].what == "kept", "there is nothing new to offer"
    (kit_folder / NAME).write_text(notebook("second edition"), encoding="utf-8")
    change = update(kit_folder, mine)[0]
    offer = mine / "01-case (new original).ipynb"
    assert change.what == "offered" and offer.name in change.sentence
    assert (text(mine / NAME), text(offer)) == ("my own words", "second edition")
    offer.unlink()
    assert update(kit_folder, mine)[0].what == "kept"
    assert not offer.exists(), "the reader did not want it"


def test_an_offer_that_the_reader_changed_is_kept_too(kit_folder: Path, mine: Path) -> None:
    update(kit_folder, mine)
    (mine / NAME).write_text(notebook("my own words"), encoding="utf-8")
    for edition in ("second", "third", "fourth"):
        (kit_folder / NAME).write_text(notebook(f"{edition} edition"), encoding="utf-8")
        update(kit_folder, mine)
        if edition == "second":
            (mine / "01-case (new original).ipynb").write_text(notebook("more of mine"), encoding="utf-8")
    found = {path.name: text(path) for path in mine.glob("*.ipynb")}
    assert found == {
        NAME: "my own words",
        "01-case (new original).ipynb": "more of mine",
        "01-case (new original 2).ipynb": "fourth edition",  # the third was untouched, so it made room
    }


def test_a_deleted_one_comes_back(kit_folder: Path, mine: Path) -> None:
    update(kit_folder, mine)
    (mine / NAME).unlink()
    assert update(kit_folder, mine)[0].what == "given"
    assert text(mine / NAME) == "first edition"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"given": 3}', '{"given": {"01-case.ipynb": null}}'])
def test_a_damaged_list_loses_nothing(kit_folder: Path, mine: Path, damage: str) -> None:
    update(kit_folder, mine)
    (mine / NAME).write_text(notebook("my own words"), encoding="utf-8")
    (mine / LIST).write_text(damage, encoding="utf-8")
    (kit_folder / NAME).write_text(notebook("second edition"), encoding="utf-8")
    update(kit_folder, mine)
    assert {text(path) for path in mine.glob("*.ipynb")} == {"my own words", "second edition"}
    assert json.loads((mine / LIST).read_text())["given"]


@pytest.mark.parametrize("broken", ["", "not a notebook", "[]", '{"cells": 3}', '{"cells": [3]}'])
def test_a_broken_notebook_is_the_readers_own(kit_folder: Path, mine: Path, broken: str) -> None:
    update(kit_folder, mine)
    (mine / NAME).write_text(broken, encoding="utf-8")
    update(kit_folder, mine)
    assert (mine / NAME).read_text(encoding="utf-8") == broken


needs_links = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")


@needs_links
def test_a_link_is_never_written_through(kit_folder: Path, mine: Path, tmp_path: Path) -> None:
    update(kit_folder, mine)
    elsewhere = tmp_path / "elsewhere.ipynb"
    shutil.move(mine / NAME, elsewhere)
    (mine / NAME).symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    (kit_folder / NAME).write_text(notebook("second edition"), encoding="utf-8")
    update(kit_folder, mine)
    assert (mine / NAME).is_symlink() and elsewhere.read_bytes() == before


@needs_links
def test_a_folder_that_leads_out_is_refused(kit_folder: Path, mine: Path, tmp_path: Path) -> None:
    (kit_folder / "pictures").mkdir()
    (kit_folder / "pictures" / "02.ipynb").write_text(notebook("inner"), encoding="utf-8")
    mine.mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (mine / "pictures").symlink_to(tmp_path / "outside")
    with pytest.raises(KitError, match="leads out of"):
        update(kit_folder, mine)
    assert not list((tmp_path / "outside").iterdir())


def test_a_file_that_is_held_is_named(kit_folder: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(source: str, target: Path) -> None:
        raise PermissionError(13, "Access is denied", str(target))

    monkeypatch.setattr("os.replace", held)
    with pytest.raises(KitError, match=r"01-case.ipynb could not be written \(Access is denied\)"):
        update(kit_folder, mine)
    assert not list(mine.iterdir()), "no half-written file is left"


def test_the_folder_is_named_in_three_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEKIT_FOLDER", str(tmp_path / "by variable"))
    assert reader_folder(tmp_path / "by option") == (tmp_path / "by option").resolve()
    assert reader_folder() == (tmp_path / "by variable").resolve()
    monkeypatch.delenv("CASEKIT_FOLDER")
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "Documents")
    assert reader_folder() == (tmp_path / "Documents" / "casekit").resolve()


def test_the_folder_is_never_inside_the_kit(root: Path, tmp_path: Path) -> None:
    for inside in (root, root / "notebooks", root / "new"):
        with pytest.raises(KitError, match="inside the kit itself"):
            reader_folder(inside)
    (tmp_path / "file").touch()
    with pytest.raises(KitError, match="is a file"):
        reader_folder(tmp_path / "file")


STEP = st.one_of(
    st.tuples(st.just("release"), st.integers(0, 3)),
    st.tuples(st.just("write"), st.integers(0, 2)),
    st.tuples(st.just("delete"), st.integers(0, 2)),
    st.tuples(st.just("open"), st.integers(0, 2)),
)


@settings(max_examples=150)
@given(steps=st.lists(STEP, max_size=12))
def test_whatever_happens_nothing_of_the_readers_is_lost(steps: list[tuple[str, int]]) -> None:
    """Releases, edits, deletions and mere openings in any order, with a start of the lab after each."""
    with tempfile.TemporaryDirectory() as place:
        kit_folder, mine = Path(place) / "kit", Path(place).resolve() / "mine"
        kit_folder.mkdir()
        edition, written = 0, {}  # type: int, dict[str, str]
        (kit_folder / NAME).write_text(notebook(f"edition {edition}"), encoding="utf-8")
        update(kit_folder, mine)
        for count, (what, which) in enumerate(steps):
            files = sorted(mine.glob("*.ipynb"))
            path = files[which % len(files)]
            if what == "release":
                edition = which  # older editions come back too, as when a reader switches between branches
                (kit_folder / NAME).write_text(notebook(f"edition {edition}"), encoding="utf-8")
            elif what == "write":
                written[path.name] = f"my words {count}"
                path.write_text(notebook(written[path.name]), encoding="utf-8")
            elif what == "delete":
                written.pop(path.name, None)
                path.unlink()
            elif path.name not in written:
                path.write_text(notebook(text(path), kernelspec={"name": "x", "display_name": "X"}), encoding="utf-8")
            update(kit_folder, mine)
            for name, words in written.items():
                assert text(mine / name) == words
            assert (mine / NAME).exists()
            if NAME not in written:
                assert text(mine / NAME) == f"edition {edition}"
            assert not [path for path in mine.iterdir() if path.suffix == ".new"]


def test_a_fingerprint_is_about_what_a_reader_sees(tmp_path: Path) -> None:
    one, other = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    one.write_text(notebook("two\nlines"), encoding="utf-8")
    as_one_string = json.loads(one.read_text(encoding="utf-8"))
    as_one_string["cells"][0].update(source="two\r\nlines", id="another", metadata={"scrolled": True})
    other.write_text(json.dumps(as_one_string), encoding="utf-8")
    assert fingerprint(one) == fingerprint(other)
    other.write_text(notebook("two\nother lines"), encoding="utf-8")
    assert fingerprint(one) != fingerprint(other)
