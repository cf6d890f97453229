"""The main paths without any network, and without even asking for one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# Loaded by every Python that the test starts: writes down whom it wanted to reach, apart from this machine.
WATCH = """
import os, sys

def local(host):
    host = host.decode() if isinstance(host, bytes) else str(host)
    return host in ("", "None", "localhost", "::1", "0.0.0.0", "::") or host.startswith("127.")

def watch(event, details):
    if event == "socket.connect" and isinstance(details[1], tuple):
        host = details[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = details[0]
    else:
        return
    if not local(host):
        with open(os.environ["CASEKIT_ASKED"], "a") as asked:
            asked.write(f"{event} {host}\\n")

sys.addaudithook(watch)
"""

PATHS = [
    ["-m", "casekit", "list"],
    ["-m", "casekit", "show", "local-motors"],
    ["-m", "casekit", "validate"],
    ["-m", "casekit", "doctor"],
    ["-m", "casekit", "lab", "--check"],
    [
        "-c",
        "import casekit as ck; lm = ck.load('local-motors'); f = ck.MicroFactory.from_case(lm); "
        "print(ck.explain(f, 'cars_in_build')); print(ck.solve(f, 'profit', to=0, by='price')); "
        "lm._repr_html_(); lm.canvas._repr_html_(); explorer = ck.explore(f); explorer._repr_mimebundle_()",
    ],
]


@pytest.fixture
def watched(home: Path, tmp_path: Path) -> dict[str, str]:
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    asked = tmp_path / "asked"
    asked.touch()
    path = os.pathsep.join(filter(None, [str(hook), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "CASEKIT_ASKED": str(asked)}


def test_the_watch_sees_a_request(watched: dict[str, str]) -> None:
    ask = "import socket\ntry: socket.create_connection(('192.0.2.1', 9), timeout=0.1)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", ask], env=watched, check=True, timeout=20)
    assert "192.0.2.1" in Path(watched["CASEKIT_ASKED"]).read_text()


def test_no_request_and_no_network(watched: dict[str, str], home: Path, need: Callable[..., str]) -> None:
    """Every path runs where there is no network but this machine's own, and asks nobody."""
    bwrap = need("bwrap")
    alone = [bwrap, "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", sys.executable]
    probe = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)"
    blocked = subprocess.run([*alone, "-c", probe], capture_output=True, text=True, timeout=20, check=False)
    if "bwrap:" in blocked.stderr:
        if os.environ.get("CI"):
            pytest.fail(f"CI must run this test: {blocked.stderr}")
        pytest.skip("this machine does not allow a network namespace")
    assert "unreachable" in blocked.stderr
    for path in PATHS:
        done = subprocess.run(
            [*alone, *path], cwd=home, env=watched, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"{path}: {done.stdout}{done.stderr}"
    assert Path(watched["CASEKIT_ASKED"]).read_text() == ""
