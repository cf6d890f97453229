"""JupyterLab on the reader's working copy: private, offline, with the kernel of this environment."""

from __future__ import annotations

import json
import os
import socket
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from casekit._errors import KitError

# JupyterLab's settings where the reader has none of their own: it does not ask whether it may fetch news, and what
# moves is saved with the reader's notebook, so that a bet and an explorer are still there without a kernel.
_SETTINGS = Path(__file__).parent / "_jupyter"
# No news, no look for updates, no list of extensions from elsewhere: no request leaves the machine.
_OFFLINE = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]


def check_port(port: int) -> None:
    """Raise a KitError when nothing can listen on a port of this machine."""
    with socket.socket() as probe:
        if os.name != "nt":  # as the server does: a port that was just closed is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise KitError(f"Port {port} is not open to you. Name one above 1023, such as --port 8899.") from error
        except (OSError, OverflowError) as error:
            raise KitError(
                f"Port {port} is taken by another program. Leave out --port to get a free one, "
                f"or name another, such as --port {8899 if port != 8899 else 8900}."
            ) from error


def check_kernel() -> str:
    """Return the program that runs the notebooks, which must be the Python of this environment.

    Raises
    ------
    KitError
        When there is no kernel, or the one found belongs to another Python, where casekit is not.
    """
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # a kernel of the same name in the home folder comes second
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        program = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel as error:
        raise KitError("The kernel for Python is missing. Install casekit again.") from error
    # A bare "python" is replaced by the Python that runs the server.
    same = not os.path.dirname(program) or os.path.realpath(program) == os.path.realpath(sys.executable)
    if not same:
        raise KitError(f"Notebooks would run with {program}, not with {sys.executable}. Install casekit again.")
    return sys.executable


def lab_arguments(folder: Path, first: str, port: int | None, browser: bool) -> list[str]:
    """Return what JupyterLab is started with; its token stays on."""
    arguments = [
        *_OFFLINE,
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{first}",
        "--ServerApp.answer_yes=True",  # Ctrl-C stops at once; notebooks are saved as they are edited
        "--Application.log_level=WARN",
    ]
    import zmq

    if zmq.has("curve"):  # between the server and a kernel, so that no one else on a shared machine listens in
        arguments.append("--KernelManager.transport_encryption=auto")
    if port is not None:
        arguments += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")  # as in a container; without it JupyterLab refuses
    return arguments


def run_lab(arguments: list[str], ready: Callable[[str], None], check: bool = False) -> None:
    """Start JupyterLab in this process and stay until it is stopped.

    Parameters
    ----------
    arguments
        From `lab_arguments`.
    ready
        Called once with the address, token included, when the server answers.
    check
        Ask the server for its state with the token, and stop it.

    Raises
    ------
    KitError
        When the server does not start, or with `check` does not answer.
    """
    known = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(_SETTINGS), *([known] if known else [])])
    from jupyterlab.labapp import LabApp

    failed: list[Exception] = []
    try:
        server: Any = LabApp.initialize_server(argv=arguments)
        address, token = server.public_url, server.identity_provider.token
        # The caller prints the address, as the last and clearest line: the server need not print it too.
        server.identity_provider.token_generated = False

        async def answer() -> None:
            import asyncio

            try:
                if check:
                    await asyncio.to_thread(_ask, server.port, server.base_url, token)
                ready(address)
            except Exception as error:
                failed.append(error)
            finally:
                if check:
                    server.stop()

        server.io_loop.add_callback(answer)
        server.start()
    except SystemExit as leaving:
        if leaving.code:
            raise KitError("JupyterLab did not start, for the reason above.") from leaving
    if failed:
        raise KitError(f"JupyterLab started but did not answer ({failed[0]}).") from failed[0]


def _ask(port: int, base: str, token: str) -> None:
    """Ask the server on this machine for its state, past any proxy."""
    address = f"http://127.0.0.1:{port}{base}api/status"
    request = urllib.request.Request(address, headers={"Authorization": f"token {token}"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=20) as answer:
        json.load(answer)
