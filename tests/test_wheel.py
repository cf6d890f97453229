"""The built wheel works as the checkout does: the cases and the notebooks travel inside it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    done = subprocess.run(build, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return next(place.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment that holds the wheel, and reads the libraries of this one."""
    place = tmp_path_factory.mktemp("clean") / "env"
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, timeout=60)
    ask = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip())
    # Behind its own packages, so that casekit is the one of the wheel.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def run(python: Path, home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    # JupyterLab's own files are those of the environment that the libraries are read from.
    share = Path(sys.prefix) / "share" / "jupyter"
    env = {**os.environ, "JUPYTERLAB_DIR": str(share / "lab"), "JUPYTER_PATH": str(share)}
    env.pop("PYTHONPATH", None)
    return subprocess.run(
        [str(python), *command], cwd=home, env=env, capture_output=True, text=True, timeout=60, check=False
    )


def test_what_travels(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("data", "notebooks"):
        listed = ["git", "ls-files", folder]
        tracked = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout.split()
        assert tracked
        assert {f"casekit/_share/{name}" for name in tracked} <= names
    code = [path for path in (root / "casekit").rglob("*") if path.suffix in (".py", ".js", ".css")]
    assert {path.relative_to(root).as_posix() for path in code} <= names
    assert "casekit/py.typed" in names
    assert any(name.endswith("licenses/LICENSE-CONTENT") for name in names)


def test_what_does_not(wheel: Path) -> None:
    unwanted = ("tests/", ".ipynb_checkpoints", "__pycache__", "start.py", ".ci/", "requirements/")
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if any(part in name for part in unwanted)]


def test_it_is_the_wheel_that_runs(installed: Path, home: Path) -> None:
    done = run(installed, home, "-c", "import casekit; print(casekit.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed.parents[1]), done.stderr


def test_it_lists_and_validates(installed: Path, home: Path) -> None:
    done = run(installed, home, "-m", "casekit", "list")
    assert "local-motors" in done.stdout, done.stderr
    checked = run(installed, home, "-m", "casekit", "validate")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_lab_opens(installed: Path, home: Path) -> None:
    done = run(installed, home, "-m", "casekit", "lab", "--check")
    assert done.returncode == 0, done.stderr
    assert "JupyterLab started and answers" in done.stdout
    assert (home / "casekit" / "01-local-motors.ipynb").exists()
