"""The command line, as a person at a terminal meets it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casekit import _doctor, _lab
from casekit._errors import KitError
from casekit.export._chrome import has_screen
from casekit.library import load

Kit = Callable[..., "subprocess.CompletedProcess[str]"]


def one_sentence(text: str) -> str:
    assert "Traceback" not in text
    assert len(text.strip().splitlines()) == 1, text
    return text.strip()


def test_list_names_the_cases(kit: Kit) -> None:
    done = kit("list")
    assert done.returncode == 0
    assert "local-motors" in done.stdout
    for name in load("local-motors").walks:
        assert name in done.stdout, "its further walks are told"


@pytest.mark.parametrize("command", ["show", "page", "handout"])
def test_a_mistyped_walk_is_one_sentence(kit: Kit, command: str) -> None:
    done = kit(command, "local-motors", "--walk", "netwrk")
    assert done.returncode == 2
    assert one_sentence(done.stderr).startswith('Local Motors has no walk "netwrk". ')


def test_a_mistyped_walk_of_a_class_is_one_sentence(kit: Kit, tmp_path: Path) -> None:
    done = kit("class", str(tmp_path), "--walk", "netwrk")
    assert done.returncode == 2 and 'has no walk "netwrk"' in one_sentence(done.stderr)


def test_show_draws_a_case_and_keeps_part_b_out(kit: Kit) -> None:
    part_a, part_b = kit("show", "local-motors"), kit("show", "local-motors", "--part", "B")
    assert part_a.returncode == part_b.returncode == 0
    early, late = (" ".join(done.stdout.split()) for done in (part_a, part_b))
    assert "Local Motors" in early and "Business model canvas" in early
    notes = [note.text for note in load("local-motors", part="B").canvas if note.part == "B"]
    assert notes
    for text in ("with what happened after", *notes):
        assert text in late and text not in early


def test_a_mistyped_name_is_one_sentence_with_the_right_name(kit: Kit) -> None:
    done = kit("show", "locl-motors")
    assert done.returncode == 2
    assert "local-motors" in one_sentence(done.stderr)


def test_validate_finds_nothing_wrong_with_the_kit(kit: Kit) -> None:
    done = kit("validate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "local-motors: no mistakes found." in done.stdout


def test_validate_names_the_file_and_the_line(kit: Kit, root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "my-case"
    shutil.copytree(root / "data" / "cases" / "local-motors", folder)
    figures = folder / "figures.csv"
    lines = figures.read_text(encoding="utf-8").splitlines()
    fields = lines[1].split(",")
    fields[2] = "six million"
    figures.write_text("\n".join([lines[0], ",".join(fields), *lines[2:]]) + "\n", encoding="utf-8")
    done = kit("validate", str(folder))
    assert done.returncode == 1
    assert "figures.csv, line 2" in done.stdout and "six million" in done.stdout


def test_validate_of_nothing_is_one_sentence(kit: Kit, tmp_path: Path) -> None:
    done = kit("validate", str(tmp_path / "no-such-folder"))
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr and "no-such-folder" in done.stdout + done.stderr


def test_the_doctor_finds_this_installation_right(kit: Kit) -> None:
    done = kit("doctor")
    assert done.returncode == 0, done.stdout
    assert "wrong" not in re.findall(r"^\w+", done.stdout, re.M)
    for what in ("Python 3.", "libraries", "kernel", "anywidget", "drawn offline", "case", "notebook", "working copy"):
        assert what in done.stdout


def test_the_doctor_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_doctor, "_requirements", lambda: ["pandas<1", "no-such-library>=2", "typer>=0.1"])
    monkeypatch.setenv("CASEKIT_FOLDER", str(tmp_path))
    monkeypatch.setattr("os.access", lambda place, mode: not str(place).startswith(str(tmp_path)))
    wrong = [finding.sentence for finding in _doctor.examine() if finding.state == "wrong"]
    assert [sentence.split()[0] for sentence in wrong[:2]] == ["pandas", "no-such-library"]
    assert any("cannot be written" in sentence for sentence in wrong)


def test_the_command_starts_quickly_without_the_heavy_libraries() -> None:
    probe = "import sys, casekit.cli; print(sorted({'pandas', 'numpy', 'sympy', 'scipy', 'altair'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# The lab --------------------------------------------------------------------------------------------


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_one_sentence(kit: Kit, taken: int, home: Path) -> None:
    done = kit("lab", "--port", str(taken))
    assert done.returncode == 2
    assert one_sentence(done.stderr).startswith(f"Port {taken} is taken by another program.")
    assert not (home / "casekit").exists(), "nothing half made"


def test_a_folder_inside_the_kit_is_refused(kit: Kit, root: Path) -> None:
    done = kit("lab", "--folder", str(root / "notebooks"))
    assert done.returncode == 2
    assert "inside the kit itself" in one_sentence(done.stderr)


def test_check_starts_the_lab_and_stops_it(kit: Kit, home: Path) -> None:
    done = kit("lab", "--check")
    assert done.returncode == 0, done.stderr
    assert "JupyterLab started and answers" in done.stdout
    assert (home / "casekit" / "01-local-motors.ipynb").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=20) as answer:
        return str(answer.read().decode())


@pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")
def test_the_lab_prints_its_address_and_keeps_its_token(home: Path) -> None:
    port = free_port()
    out = home / "printed"
    command = [sys.executable, "-m", "casekit", "lab", "--no-browser", "--port", str(port)]
    with out.open("w") as printed:
        lab = subprocess.Popen(command, cwd=home, stdout=printed, stderr=printed, start_new_session=True)
    try:
        for _ in range(150):
            time.sleep(0.2)
            if "Ctrl-C" in out.read_text() or lab.poll() is not None:
                break
        said = out.read_text()
        found = re.search(r"http://localhost:(\d+)/lab/tree/01-local-motors\.ipynb\?token=(\w{20,})", said)
        assert found and int(found[1]) == port, said
        server = f"http://localhost:{port}"
        with pytest.raises(urllib.error.HTTPError, match="403"):
            fetch(f"{server}/api/contents")
        assert "01-local-motors.ipynb" in fetch(f"{server}/api/contents?token={found[2]}")
        page = fetch(f"{server}/lab?token={found[2]}")
        assert re.search(r'"news":\s*\{\s*"disabled":\s*true', page), "JupyterLab would ask about its news"
    finally:
        if lab.poll() is None:
            os.killpg(lab.pid, signal.SIGTERM)
    assert lab.wait(timeout=20) == 0
    assert "JupyterLab has stopped. Your notebooks are in" in out.read_text()


@pytest.mark.parametrize(
    ("platform", "env", "screen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "SSH_CONNECTION": "x"}, False),
        ("linux", {"DISPLAY": ":0", "CI": "true"}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
        ("darwin", {"SSH_TTY": "x"}, False),
    ],
)
def test_a_browser_is_opened_only_before_a_screen(
    monkeypatch: pytest.MonkeyPatch, platform: str, env: dict[str, str], screen: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(_lab.sys, "platform", platform)
    assert has_screen() is screen


@pytest.mark.parametrize("user", [0, 1000])
def test_root_is_allowed_only_to_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: int) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    arguments = _lab.lab_arguments(tmp_path, "01.ipynb", 8123, browser=False)
    assert ("--allow-root" in arguments) is (user == 0)
    assert "--no-browser" in arguments and "--ServerApp.port_retries=0" in arguments
    assert not [argument for argument in arguments if "token" in argument or "password" in argument]


def test_a_kernel_of_another_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Spec:
        argv = ("/elsewhere/bin/python3", "-m", "ipykernel_launcher")

    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager.get_kernel_spec", lambda self, name: Spec)
    with pytest.raises(KitError, match="Notebooks would run with /elsewhere/bin/python3"):
        _lab.check_kernel()


# Assignments ----------------------------------------------------------------------------------------


def test_the_assignments_are_listed(kit: Kit) -> None:
    done = kit("exercises")
    assert done.returncode == 0
    for text in ("local-motors", "local-motors-practice", "counts", "practice", "points"):
        assert text in done.stdout


def test_a_release_says_what_was_made_and_a_second_one_that_nothing_was(kit: Kit, home: Path) -> None:
    (home / "class.csv").write_text("Name;ID\nAda Byron;00217\nBen Okri;00218\n", encoding="utf-8")
    done = kit("release", "local-motors", "--roster", "class.csv", "--folder", "my course")
    assert done.returncode == 0, done.stderr
    assert "A new course begins in" in done.stdout and "is released for 2 students" in done.stdout
    made = home / "my course" / "local-motors" / "hand-out"
    assert (made / "local-motors.html").exists() and len(list((made / "each").iterdir())) == 2
    again = kit("release", "local-motors", "--folder", "my course")
    assert again.returncode == 0 and "nothing had to be written anew" in again.stdout
    code = next(iter((made / "each").iterdir())).name
    shown = kit("preview", "local-motors", "--student", code, "--folder", "my course", "--answers", "--no-browser")
    assert shown.returncode == 0, shown.stderr
    pages = [Path(line.split(": ", 1)[1]) for line in shown.stdout.splitlines()]
    assert [page.name for page in pages] == ["local-motors.html", "local-motors-answers.html"]
    assert all(page.exists() for page in pages)


def test_a_release_for_nbgrader_says_where_to_go_on(kit: Kit, home: Path) -> None:
    (home / "class.csv").write_text("id,name\n1,Ada\n", encoding="utf-8")
    done = kit("release", "local-motors", "--roster", "class.csv", "--all-only", "--nbgrader")
    assert done.returncode == 0, done.stderr
    assert "nbgrader generate_assignment local-motors" in done.stdout
    assert not (home / "course" / "local-motors" / "hand-out" / "each").exists()
    assert (home / "course" / "nbgrader" / "source" / "local-motors" / "local-motors.ipynb").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("release", "local-motors"), '"id,name" and "2031,Ada Byron"'),
        (("release", "locl-motors"), 'There is no assignment "locl-motors".'),
        (("release", "local-motors", "--roster", "none.csv"), "There is no file none.csv"),
        (("preview", "local-motors", "--student", "Ada"), '"Ada" is no code.'),
        (("preview", "./nowhere"), "nowhere"),
    ],
)
def test_what_is_wrong_with_a_release_is_one_sentence(
    kit: Kit, home: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = kit(*arguments)
    assert done.returncode == 2
    assert said in one_sentence(done.stderr)
    assert not (home / "course").exists(), "nothing half made"
