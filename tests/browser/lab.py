"""Starts a JupyterLab of its own for the tests and the benchmark, with nothing taken from the user's settings."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
QUIET = ("--no-browser", "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
         "--LabApp.extension_manager=readonly", "--ServerApp.port_retries=0", "--allow-root")  # fmt: skip


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    address: str
    token: str
    folder: Path

    @property
    def local(self) -> tuple[str, ...]:
        """How the address of a request begins that stays on this machine."""
        return (self.address, self.address.replace("http", "ws", 1), "data:", "blob:")

    def open(self, page: Any, notebook: str) -> None:
        """Open a notebook and wait until its cells stand and its kernel is ready."""
        # A workspace of its own: JupyterLab would open the last test's notebooks again.
        page.goto(f"{self.address}/lab/workspaces/w{secrets.token_hex(4)}/tree/{notebook}?token={self.token}")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
        page.wait_for_function(
            """async (name) => {
              const sessions = await (await fetch('/api/sessions')).json();
              return sessions.some((each) => each.path === name && each.kernel?.execution_state === 'idle');
            }""",
            arg=notebook, timeout=60_000,
        )  # fmt: skip
        # The page itself learns it a moment later.
        page.get_by_text(re.compile(r"\| Idle")).wait_for()

    def run_all(self, page: Any) -> None:
        """Run all cells and wait until the kernel has been idle for a while; cells out of sight are not drawn."""
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).first.wait_for(timeout=60_000)
        page.evaluate("""async () => {
          for (let quiet = 0; quiet < 3; ) {
            await new Promise((done) => setTimeout(done, 200));
            const sessions = await (await fetch('/api/sessions')).json();
            quiet = sessions.some((each) => each.kernel?.execution_state === 'busy') ? 0 : quiet + 1;
          }
        }""")


def scroll_to(page: Any, selector: str, at: int = 0) -> Any:
    """One piece of a notebook, scrolled into sight; JupyterLab lays out what is far away only when it comes near."""
    found = page.locator(selector).nth(at)
    found.wait_for(state="attached")
    for _ in range(40):
        found.evaluate("(node) => node.scrollIntoView({ block: 'center', behavior: 'instant' })")
        page.wait_for_timeout(100)
        if found.is_visible():
            return found
    raise AssertionError(f"{selector} cannot be brought into sight.")


@contextlib.contextmanager
def running_lab(folder: Path, home: Path) -> Iterator[Lab]:
    """A JupyterLab that serves `folder`, and ends with the block.

    Parameters
    ----------
    folder
        The notebooks.
    home
        A folder for settings, workspaces, logs and caches.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    places = {name: str(home / name.lower()) for name in
              ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
               "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR", "XDG_CACHE_HOME")}  # fmt: skip
    path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "jupyterlab", *QUIET, f"--port={port}", f"--ServerApp.root_dir={folder}"]
    environment = {**os.environ, **places, "PYTHONPATH": path, "JUPYTER_TOKEN": token}
    quiet = Path(places["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    log = home / "lab.log"
    with log.open("w") as out:
        server = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}/api", server, log)
            yield Lab(f"http://127.0.0.1:{port}", token, folder)
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(15)
            if server.poll() is None:
                server.kill()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start: {log.read_text()[-2000:]}")


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    import nbformat

    v4: Any = nbformat.v4
    book = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, path)
