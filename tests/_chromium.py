"""The Chromium that the tests drive, and how it is started."""

from __future__ import annotations

import os
import shutil

import pytest

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def browser_path() -> str | None:
    """Where Chromium is: CASEKIT_BROWSER, or one on the path; None leaves it to Playwright."""
    return os.environ.get("CASEKIT_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def missing(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
