"""The habits of the house that no linter knows."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PIN = re.compile(r"^([a-z0-9-]+)==(\S+)( ; [^\\]+)?", re.M)


def tracked(root: Path, *patterns: str) -> list[Path]:
    listed = ["git", "ls-files", "-z", *patterns]
    names = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    return [root / name for name in names if name and (root / name).is_file()]


def project(root: Path) -> dict[str, object]:
    return dict(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"])


@pytest.mark.parametrize("kind", ["lab", "test"])
def test_the_pins_name_no_index(root: Path, kind: str) -> None:
    text = (root / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
    for word in ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host", "-i "):
        assert word not in text
    for block in re.split(r"\n(?=[a-z0-9])", text):
        if PIN.match(block):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_no_file_of_the_project_sets_an_index(root: Path) -> None:
    for path in [*tracked(root, "*.toml", "*.cfg", "*.ini", "*.yaml", "*.yml", ".ci/*"), root / "start.py"]:
        assert not re.search(r"index-url|find-links|trusted-host", path.read_text(encoding="utf-8")), path


def test_the_tests_have_the_same_versions_as_the_lab(root: Path) -> None:
    lab, test = (set(PIN.findall((root / "requirements" / f"{kind}.txt").read_text())) for kind in ("lab", "test"))
    assert lab and lab <= test


def test_the_pins_fit_the_ranges(root: Path) -> None:
    pins: dict[str, list[str]] = {}
    for name, version, _ in PIN.findall((root / "requirements" / "lab.txt").read_text(encoding="utf-8")):
        pins.setdefault(name, []).append(version)
    for line in project(root)["dependencies"]:  # type: ignore[attr-defined]
        wanted = Requirement(line)
        versions = pins[wanted.name.replace(".", "-").lower()]
        assert all(wanted.specifier.contains(version) for version in versions), (line, versions)


def test_the_version_is_the_same_everywhere(root: Path) -> None:
    version = project(root)["version"]
    assert f"version: {version}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f'__version__ = "{version}"' in (root / "casekit" / "__init__.py").read_text(encoding="utf-8")
    assert f"## {version}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_files_and_functions_stay_short(root: Path) -> None:
    long = []
    for path in tracked(root, "casekit/*.py"):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            long.append(f"{path.name} has {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 50:
                    long.append(f"{path.name}: {node.name} has {lines} lines")
    assert long == []


def test_nothing_inside_imports_the_top_level(root: Path) -> None:
    found = []
    for path in tracked(root, "casekit/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if "casekit" in names or (isinstance(node, ast.ImportFrom) and node.module == "casekit" and not node.level):
                private = isinstance(node, ast.ImportFrom) and all(a.name.startswith("_") for a in node.names)
                if not private:
                    found.append(str(path.relative_to(root)))
    assert found == []


def test_lines_end_the_same_everywhere(root: Path) -> None:
    for path in tracked(root, "*.py", "*.md", "*.csv", "*.yaml", "*.ipynb", "*.js", "*.css", "*.txt", "*.toml"):
        assert b"\r\n" not in path.read_bytes(), path


def test_words_say_something(root: Path) -> None:
    """Text for readers is plain, and names no folder of the machine it was written on."""
    plain = re.compile(r"\b(?:seam" r"less|lever" r"ag|del" r"ve\b|rob" r"ust|empow" r"er|revolution" r"i[sz])", re.I)
    machine = re.compile(r"(?<![\w.:])/(?:root|home|tmp|work|opt)/\w")
    for path in tracked(root, "*.md", "data/*", "notebooks/*.ipynb", "casekit/*.py", "start.py"):
        if path.suffix == ".ipynb":
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            text = "\n".join("".join(cell["source"]) for cell in cells)
            text += json.dumps([cell.get("outputs", []) for cell in cells])
        else:
            text = path.read_text(encoding="utf-8")
        assert not machine.search(text), f"{path}: {machine.search(text)}"
        if path.suffix in (".md", ".ipynb"):
            assert not plain.search(text), f"{path}: {plain.search(text)}"
