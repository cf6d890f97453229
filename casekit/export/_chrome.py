"""The browsers on this machine: whether one could open, and a page printed to PDF by Chrome, Edge or Chromium."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .._errors import KitError

TIMEOUT = 60.0  # seconds; a handout takes about two
NAMES = (
    "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge",
    "microsoft-edge-stable", "chrome", "msedge",
)  # fmt: skip
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")
_WINDOWS = (
    ("Google", "Chrome", "Application", "chrome.exe"),
    ("Microsoft", "Edge", "Application", "msedge.exe"),
    ("Chromium", "Application", "chrome.exe"),
)
# Nothing is fetched and nothing is kept: the page holds all it needs, and the profile goes when the PDF is there.
_FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-default-apps", "--disable-sync", "--disable-background-networking", "--disable-component-update",
    "--disable-domain-reliability", "--disable-client-side-phishing-detection", "--disable-dev-shm-usage",
    "--disable-features=OptimizationHints,MediaRouter,Translate", "--metrics-recording-only", "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--user-agent=casekit", "--password-store=basic", "--use-mock-keychain",
    "--no-pdf-header-footer", "--print-to-pdf-no-header",
)  # fmt: skip
MISSING = (
    "To print a PDF the kit needs Chrome, Edge or Chromium, and found none. Install one, name it in the variable "
    "CASEKIT_BROWSER, or take --to html, which any browser prints, or --to docx."
)


def has_screen() -> bool:
    """Say whether a browser could open before the reader's eyes."""
    remote = "SSH_CONNECTION" in os.environ or "SSH_TTY" in os.environ
    if os.environ.get("CI") or remote:
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def browsers() -> list[str]:
    """Return the browsers on this machine that can print, the one that the user named first."""
    named = os.environ.get("CASEKIT_BROWSER")
    if named:
        found = shutil.which(named)
        if not found:
            raise KitError(f"CASEKIT_BROWSER names {named}, and no program is there. Mend the variable, or remove it.")
        return [found]
    return list(dict.fromkeys(_candidates()))


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    if sys.platform == "darwin":
        for home in (Path("/Applications"), Path.home() / "Applications"):
            places = [home / f"{name}.app" / "Contents" / "MacOS" / name for name in _MAC]
            yield from (str(place) for place in places if place.is_file())
    if sys.platform == "win32":
        homes = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        for parts in _WINDOWS:
            yield from (str(place) for home in homes if home and (place := Path(home, *parts)).is_file())


def print_pdf(html: str, near: Path, timeout: float = TIMEOUT) -> bytes:
    """Return a page as PDF.

    Parameters
    ----------
    html
        The whole page; its own styles say the size of the paper.
    near
        A folder of the user's, for a browser that may not see the machine's temporary folder (as in a snap).
    timeout
        Seconds that a browser may take.

    Raises
    ------
    KitError
        When no browser is there, or none of them printed.
    """
    found = browsers()
    if not found:
        raise KitError(MISSING)
    late = False
    for program in found[:4]:
        for home in (None, near):
            try:
                data = _print(program, html, home, timeout)
            except subprocess.TimeoutExpired:
                late = True
                break
            except OSError:
                break
            if data:
                return data
    why = f"did not finish in {timeout:.0f} seconds" if late else "gave no PDF"
    raise KitError(
        f"{Path(found[0]).name} {why}. Take --to html and print it from your browser, or --to docx; another browser "
        "can be named in the variable CASEKIT_BROWSER."
    )


def _print(program: str, html: str, home: Path | None, timeout: float) -> bytes:
    """Print in a folder that is gone afterwards; b"" when no PDF came."""
    with tempfile.TemporaryDirectory(prefix="casekit-", dir=home, ignore_cleanup_errors=True) as name:
        place = Path(name)
        page, result = place / "handout.html", place / "handout.pdf"
        page.write_text(html, encoding="utf-8")
        command = [program, *_FLAGS, f"--user-data-dir={place / 'profile'}", f"--print-to-pdf={result}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")
        _run([*command, page.as_uri()], timeout)
        data = result.read_bytes() if result.is_file() else b""
        return data if data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:] else b""


def _run(command: list[str], timeout: float) -> None:
    """Run a browser; it and the helpers in its session end when the time is up."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout)
    except BaseException:
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
