"""What is right and what is wrong with this installation, one sentence each."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from casekit._errors import KitError
from casekit._paths import cases_dir, checkout_dir, notebooks_dir

_AGAIN = "Run `python3 start.py lab` in a checkout, or install casekit again."


@dataclass(frozen=True)
class Finding:
    """One sentence about this installation; `state` is right, note or wrong."""

    state: str
    sentence: str


def examine() -> Iterator[Finding]:
    """Look at everything that the lab needs, the quick things first."""
    for look in (_python, _libraries, _lab, _widgets, _charts, _contents, _folder, _browser, _second_python):
        try:
            yield from look()
        except KitError as error:
            yield Finding("wrong", str(error))


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    state = "right" if sys.version_info >= (3, 11) else "wrong"
    yield Finding(state, f"Python {version} at {sys.executable}; 3.11 or newer is needed.")


def _requirements() -> list[str]:
    try:
        return metadata.requires("casekit") or []
    except metadata.PackageNotFoundError:
        import tomllib

        checkout = checkout_dir()
        if checkout is None:
            raise KitError(f"casekit is not installed in this Python. {_AGAIN}") from None
        return list(tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"])


def _libraries() -> Iterator[Finding]:
    from packaging.requirements import Requirement

    wanted = [Requirement(line) for line in _requirements()]
    good = 0
    for requirement in wanted:
        try:
            have = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield Finding("wrong", f"{requirement.name} is missing. {_AGAIN}")
            continue
        if requirement.specifier.contains(have, prereleases=True):
            good += 1
        else:
            limits = f"{requirement.name} {have} is installed, and casekit needs {requirement.specifier}."
            yield Finding("wrong", f"{limits} {_AGAIN}")
    if good == len(wanted):
        yield Finding("right", f"All {good} libraries are at versions that casekit was made for.")


def _lab() -> Iterator[Finding]:
    from importlib.util import find_spec

    from casekit._lab import check_kernel

    kernel = check_kernel()
    spec = find_spec("jupyterlab")
    if spec is None or spec.origin is None:
        yield Finding("wrong", f"JupyterLab is missing. {_AGAIN}")
    elif not Path(spec.origin).resolve().is_relative_to(Path(sys.prefix).resolve()):
        yield Finding("wrong", f"JupyterLab comes from {spec.origin}, outside of {sys.prefix}. {_AGAIN}")
    else:
        yield Finding("right", f"JupyterLab and the kernel of the notebooks both run with {kernel}.")


def _widgets() -> Iterator[Finding]:
    from jupyter_core.paths import jupyter_path

    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    for package, folder in (("anywidget", "anywidget"), ("ipywidgets", "@jupyter-widgets/jupyterlab-manager")):
        places = [Path(root) / "labextensions" / folder / "package.json" for root in jupyter_path()]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            yield Finding("wrong", f"JupyterLab's part of {package} is missing, so sliders stay blank. {_AGAIN}")
        elif not found.resolve().is_relative_to(Path(sys.prefix).resolve()):
            yield Finding("wrong", f"JupyterLab's part of {package} is taken from {found}, not from {sys.prefix}.")
        else:
            yield Finding("right", f"JupyterLab's part of {package} is in place.")


def _charts() -> Iterator[Finding]:
    try:
        import vl_convert

        picture = vl_convert.vegalite_to_svg({"data": {"values": [{"x": 1}]}, "mark": "point"})
    except (ImportError, ValueError) as error:
        yield Finding("wrong", f"Charts cannot be drawn: vl-convert says {error}. {_AGAIN}")
    else:
        drawn = "<svg" in picture
        yield Finding("right" if drawn else "wrong", f"Charts {'are' if drawn else 'are not'} drawn offline.")


def _contents() -> Iterator[Finding]:
    cases = [path for path in cases_dir().iterdir() if (path / "case.yaml").is_file()]
    notebooks = list(notebooks_dir().glob("*.ipynb"))
    for what, found, place in (("case", cases, cases_dir()), ("notebook", notebooks, notebooks_dir())):
        state = "right" if found else "wrong"
        yield Finding(state, f"{len(found)} {what}{'' if len(found) == 1 else 's'} in {place}.")


def _folder() -> Iterator[Finding]:
    from casekit._working_copy import reader_folder

    folder = reader_folder()
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(there, os.W_OK):
        yield Finding("wrong", f"The working copy {folder} cannot be written. Name another with --folder.")
        return
    yield Finding("right", f"The working copy is {folder}; it can be written.")
    free = shutil.disk_usage(there).free // 1_000_000
    if free < 200:
        yield Finding("wrong", f"Only {free} MB are free on the disk of {folder}. Free some space.")


def _browser() -> Iterator[Finding]:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
    usual = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
        "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    )
    found = next(filter(None, map(shutil.which, names)), None) or next(filter(os.path.exists, usual), None)
    if found:
        yield Finding("right", f"Chromium, Chrome or Edge is at {found}.")
    else:
        yield Finding("note", "No Chromium, Chrome or Edge was found; only the kit's own tests need one.")


def _second_python() -> Iterator[Finding]:
    ours = Path(sys.executable).parent
    for tool in ("jupyter", "casekit"):
        found = shutil.which(tool)
        if found and Path(found).parent.resolve() != ours.resolve():
            yield Finding("note", f"`{tool}` on your path is another one, {found}. Start with `python3 start.py lab`.")
    if os.environ.get("PYTHONPATH"):
        yield Finding("note", "PYTHONPATH is set, so modules from elsewhere may hide those of this environment.")
