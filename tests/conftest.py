"""What every test shares: folders of its own, and tools that may be missing here but not where CI=true."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from ._chromium import ARGUMENTS, browser_path, missing

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("kit", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("kit")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def need() -> Callable[[str], str]:
    """Find a program; without it a test is skipped, and fails where CI=true."""

    def find(*names: str) -> str:
        found = next(filter(None, map(shutil.which, names)), None)
        if found:
            return found
        if os.environ.get("CI"):
            pytest.fail(f"{' or '.join(names)} is missing, and CI must run this test.")
        pytest.skip(f"{' or '.join(names)} is not on this machine")

    return find


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader's home of its own, so that no test reads or writes that of the person who runs it."""
    place = tmp_path / "home"
    place.mkdir()
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(place / name.lower()))
    monkeypatch.setenv("CASEKIT_FOLDER", str(place / "casekit"))
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.delenv("JUPYTER_TOKEN", raising=False)
    return place


@pytest.fixture
def kit(home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `casekit ...` as a program, in a home of its own."""

    def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", **more.pop("env", {})}  # type: ignore[dict-item]
        command = [sys.executable, "-m", "casekit", *arguments]
        return subprocess.run(
            command, cwd=home, env=env, text=True, encoding="utf-8", capture_output=True, timeout=90, **more
        )  # type: ignore[call-overload]

    return run


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium: CASEKIT_BROWSER, one on the path, or Playwright's own."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = browser_path()
    with playwright.sync_playwright() as driver:
        own = driver.chromium.executable_path
        if not found and not Path(own).exists():
            missing("No Chromium was found. Install one, or run: playwright install chromium")
        browser = driver.chromium.launch(executable_path=found or own, args=ARGUMENTS)
        yield browser
        browser.close()
