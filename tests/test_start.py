"""`start.py`: one clear sentence and nothing half made, whatever is wrong with the machine."""

from __future__ import annotations

import ast
import errno
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest


@pytest.fixture
def checkout(tmp_path: Path, root: Path) -> Path:
    """A copy of what start.py needs, to make environments in."""
    copy = tmp_path / "a kit"  # a space in the path, as people have
    (copy / "requirements").mkdir(parents=True)
    for name in ("start.py", "pyproject.toml", "requirements/lab.txt", "requirements/test.txt"):
        shutil.copy(root / name, copy / name)
    return copy


@pytest.fixture
def start(checkout: Path) -> ModuleType:
    """The program as a module that believes it lies in the copy."""
    spec = importlib.util.spec_from_file_location("start", checkout / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(checkout: Path, *arguments: str, python: str = sys.executable, **env: str) -> subprocess.CompletedProcess[str]:
    command = [python, str(checkout / "start.py"), *arguments]
    return subprocess.run(
        command, env={**os.environ, **env}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )


def one_sentence(text: str) -> str:
    assert "Traceback" not in text
    assert len(text.strip().splitlines()) == 1, text
    return text.strip()


def old_pythons() -> list[str]:
    names = [shutil.which(f"python3.{minor}") for minor in (8, 9, 10)]
    shelf = sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python"))
    old = []
    for name in [*filter(None, names), *map(str, shelf)]:
        probe = [name, "-c", "import sys; sys.exit(not (3, 8) <= sys.version_info < (3, 11))"]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            old.append(name)
    return old[:2]


def test_it_parses_on_python_3_8(root: Path) -> None:
    ast.parse((root / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_uses_only_the_standard_library(root: Path) -> None:
    tree = ast.parse((root / "start.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_is_told_which_one_is_needed(checkout: Path) -> None:
    old = old_pythons()
    if not old:
        pytest.skip("no Python from 3.8 to 3.10 on this machine")
    for python in old:
        done = run(checkout, "lab", "--port", "8123", python=python)
        said = one_sentence(done.stderr)
        assert done.returncode == 2
        assert said.startswith("casekit needs Python 3.11 or newer, and this is Python 3.")
        assert "start.py lab --port 8123`" in said or "Install a newer one" in said
        assert not (checkout / ".venv").exists()


def test_old_python_in_words(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "NEEDED", (3, 99))
    monkeypatch.setattr(start, "newer_python", lambda: "python3.99")
    with pytest.raises(start.Stop, match=r"run `python3.99 start.py test -x`"):
        start.check_python(["test", "-x"])
    monkeypatch.setattr(start, "newer_python", lambda: "")
    monkeypatch.setattr(start, "WINDOWS", True)
    with pytest.raises(start.Stop, match=r"then run `py start.py lab`"):
        start.check_python(["lab"])


def test_a_newer_python_is_found(start: ModuleType) -> None:
    assert start.works([sys.executable])
    assert not start.works(["no-such-python-anywhere"])


def test_venv_is_missing(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError('not here')")
    done = run(checkout, "lab", PYTHONPATH=str(tmp_path))
    said = one_sentence(done.stderr)
    assert done.returncode == 2
    assert f"sudo apt install python3.{sys.version_info[1]}-venv" in said
    assert not (checkout / ".venv").exists()


def test_the_disk_is_full_before(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.shutil, "disk_usage", lambda path: SimpleNamespace(free=12_000_000))
    assert start.main(["lab"]) == 2
    said = one_sentence(capsys.readouterr().err)
    assert "The disk is too full" in said and "12 MB are left" in said
    assert not start.VENV.exists()


INTERRUPTIONS = [
    (OSError(errno.ENOSPC, "No space left on device"), "The disk is full."),
    (PermissionError(errno.EACCES, "Permission denied"), "cannot be written to."),
    (OSError(errno.EROFS, "Read-only file system"), "cannot be written to."),
    (KeyboardInterrupt(), "Stopped by you."),
]


@pytest.mark.parametrize(("error", "sentence"), INTERRUPTIONS, ids=lambda value: type(value).__name__)
def test_nothing_half_made_is_left(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    sentence: str,
) -> None:
    def make() -> None:
        (start.BIN).mkdir(parents=True)
        start.write_stamp({"root": str(start.ROOT)})

    def install(kind: str) -> None:
        raise error

    monkeypatch.setattr(start, "make_environment", make)
    monkeypatch.setattr(start, "install", install)
    assert start.main(["lab"]) == 2
    said = one_sentence(capsys.readouterr().err)
    assert sentence in said and said.endswith("Nothing half made is left.")
    assert not start.VENV.exists()


def made(start: ModuleType, *kinds: str) -> None:
    """Pretend that an environment was made: its Python is the one that runs the tests."""
    start.BIN.mkdir(parents=True)
    start.PYTHON.symlink_to(sys.executable)
    stamp: dict[str, str] = {}
    for kind in kinds:
        stamp.update(start.finished(kind))
    start.write_stamp(stamp)


needs_links = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")


@needs_links
def test_the_second_start_is_immediate(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    made(start, "lab")
    monkeypatch.setattr(start, "install", lambda kind: pytest.fail("nothing was left to install"))
    began = time.perf_counter()
    start.prepare("lab")
    assert time.perf_counter() - began < 0.3


@needs_links
def test_an_environment_for_the_tests_serves_the_lab(start: ModuleType) -> None:
    made(start, "test")
    assert start.ready("lab", start.read_stamp())
    assert start.ready("test", start.read_stamp())


@needs_links
@pytest.mark.parametrize("changed", ["requirements/lab.txt", "pyproject.toml"])
def test_new_pins_are_installed(start: ModuleType, changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made(start, "lab")
    path = start.ROOT / changed
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert start.ready("lab", start.read_stamp()), "line endings are no change"
    path.write_text(path.read_text() + "\n# changed\n")
    installed: list[str] = []
    monkeypatch.setattr(start, "install", installed.append)
    start.prepare("lab")
    assert installed == ["lab"]
    assert start.ready("lab", start.read_stamp())


@needs_links
def test_a_failed_update_says_so_and_is_tried_again(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made(start, "lab")
    start.listed("lab").write_text("altair==1.0\n")

    def install(kind: str) -> None:
        raise start.Stop("The package index could not be reached.")

    monkeypatch.setattr(start, "install", install)
    assert start.main(["lab"]) == 2
    assert "not up to date" in one_sentence(capsys.readouterr().err)
    assert start.VENV.exists(), "what worked is not thrown away"
    assert not start.ready("lab", start.read_stamp())


@needs_links
def test_one_made_elsewhere_or_left_unfinished_is_made_anew(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    remade: list[str] = []

    def make() -> None:
        remade.append("made")
        made(start)

    monkeypatch.setattr(start, "make_environment", make)
    monkeypatch.setattr(start, "install", lambda kind: None)
    for stamp in ({"root": "/somewhere/else"}, {"root": str(start.ROOT)}, {}):
        start.remove_environment()
        made(start, "lab")
        start.write_stamp(stamp)
        start.prepare("lab")
    assert len(remade) == 3
    start.STAMP.write_text("{ cut off", encoding="utf-8")
    start.prepare("lab")
    assert len(remade) == 4


def test_an_environment_of_someone_else_is_left_alone(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    start.VENV.mkdir()
    (start.VENV / "precious").touch()
    assert start.main(["lab"]) == 2
    assert "was not made by this program" in one_sentence(capsys.readouterr().err)
    assert (start.VENV / "precious").exists()


def test_the_index_cannot_be_reached(checkout: Path) -> None:
    closed = "http://127.0.0.1:9/simple"
    done = run(
        checkout, "lab", PIP_INDEX_URL=closed, PIP_EXTRA_INDEX_URL="", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull,
        PIP_NO_CACHE_DIR="1", HTTP_PROXY="", http_proxy="", NO_PROXY="127.0.0.1",
    )  # fmt: skip
    said = one_sentence(done.stderr)
    assert done.returncode == 2
    assert said.startswith("The package index could not be reached.")
    assert said.endswith("Nothing half made is left.")
    assert not (checkout / ".venv").exists()
    steps = done.stdout.splitlines()
    assert steps[0].startswith("[1/3] Making an environment for Python 3.")
    assert "MB to download" in steps[1]


PRINTED = [
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full."),
    ("OSError: [WinError 112] There is not enough space on the disk", "The disk is full."),
    ("ERROR: No matching distribution found for scipy==1.17.1; os_name == 'nt'", "no file of scipy==1.17.1 for"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was tested"),
    ("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate", "certificate"),
    ("ERROR: [WinError 5] Access is denied: 'x.pyd'", "is in use or protected"),
    ("socket.gaierror: [Errno 11001] getaddrinfo failed", "could not be reached"),
    ("The virtual environment was not created because ensurepip is not available.", "apt install python3."),
]


@pytest.mark.parametrize(("printed", "sentence"), PRINTED)
def test_what_pip_says_in_words(start: ModuleType, printed: str, sentence: str) -> None:
    assert sentence in one_sentence(start.explain(f"Collecting x\n{printed}\n"))


def test_what_nobody_foresaw_is_kept_in_a_file(start: ModuleType) -> None:
    said = one_sentence(start.explain("Collecting x\nERROR: the moon is full\n"))
    assert "ERROR: the moon is full" in said
    log = Path(said.rpartition("printed is in ")[2].removesuffix(")."))
    assert "Collecting x" in log.read_text(encoding="utf-8")
    log.unlink()


def test_words_for_the_wrong_job_and_for_help(checkout: Path) -> None:
    wrong = run(checkout, "lba")
    assert wrong.returncode == 2 and "Say one of: lab, test" in one_sentence(wrong.stderr)
    asked = run(checkout, "--help")
    assert asked.returncode == 0 and "python3 start.py lab" in asked.stdout


@needs_links
def test_the_jobs_are_handed_over(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def become(program: Path, command: list[str], env: dict[str, str]) -> None:
        assert env["VIRTUAL_ENV"] == str(start.VENV) and env["PATH"].startswith(str(start.BIN))
        called.append(command[1:])
        raise SystemExit(0)

    monkeypatch.setattr(start, "prepare", lambda kind: None)
    monkeypatch.setattr(start.os, "execve", become)
    monkeypatch.chdir(start.ROOT)
    for arguments in (["lab", "--no-browser", "--port", "8123"], ["--no-browser"], [], ["notebooks"], ["bench"]):
        with pytest.raises(SystemExit):
            start.main(arguments)
    lab = ["-m", "casekit", "lab"]
    assert called[:3] == [[*lab, "--no-browser", "--port", "8123"], [*lab, "--no-browser"], lab]
    assert called[3] == ["-m", "casekit._notebooks"]
    assert called[4] == [str(start.ROOT / "tests" / "benchmarks")]


def test_a_check_that_finds_something_fails_the_test(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def tool(command: list[str], **_: object) -> SimpleNamespace:
        ran.append(Path(command[0]).stem)
        return SimpleNamespace(returncode=int("mypy" in command[0]))

    monkeypatch.setattr(start, "subprocess", SimpleNamespace(run=tool))
    assert start.test([]) == 1
    assert ran == ["ruff", "mypy", "lint-imports", "deptry", "codespell", "python"]
    assert "These checks found something, see above: mypy." in capfd.readouterr().err
    ran.clear()
    assert start.test(["-k", "doctor"]) == 0
    assert ran == ["python"]


def test_the_stamp_is_written_whole(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start.VENV.mkdir()
    start.write_stamp({"root": "a"})
    replace: Callable[..., None] = os.replace

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(start.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        start.write_stamp({"root": "b"})
    monkeypatch.setattr(start.os, "replace", replace)
    assert json.loads(start.STAMP.read_text()) == {"root": "a"}
