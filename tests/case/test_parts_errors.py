"""A reader of part A is not told what a row of part B says, even when it is broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casekit._errors import KitError
from casekit._paths import cases_dir
from casekit.library import load, validate


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "local-motors"
    shutil.copytree(cases_dir() / "local-motors", folder)
    figures = folder / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    assert "sold-2012,cars_sold,60," in text
    figures.write_text(text.replace("sold-2012,cars_sold,60,", "sold-2012,cars_sold,sixty,"), encoding="utf-8")
    return folder


def test_part_a_only_hears_that_there_is_a_mistake(broken: Path) -> None:
    with pytest.raises(KitError) as caught:
        load(broken)
    said = str(caught.value)
    assert "sixty" not in said and "sold-2012" not in said


def test_part_b_and_validate_hear_which(broken: Path) -> None:
    with pytest.raises(KitError, match="sixty"):
        load(broken, part="B")
    assert any("sixty" in str(problem) for problem in validate(broken))
