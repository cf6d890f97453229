"""The widgets' JavaScript and CSS, read from this folder and joined.

An anywidget is one ES module and cannot import a sibling file. So the modules of this folder are joined in Python:
each is put after those it imports, its `import` lines and the word `export` are taken off, and nothing is renamed.
For that, no two modules may declare the same name at their top level; a test holds it.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

_FOLDER = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "(?:\./|\.\./\.\./widgets/)(\w+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default\b)", re.MULTILINE)


def text(name: str, home: Path = _FOLDER) -> str:
    """One file of a folder, or else of this one, as text."""
    place = home / name
    return (place if place.is_file() else _FOLDER / name).read_text(encoding="utf-8")


def order(entry: str, home: Path = _FOLDER) -> list[str]:
    """The modules that `entry` needs, each after those it imports, and `entry` last.

    >>> order("meter.js")
    ['common.js', 'normal.js', 'runtime.js', 'meter.js']
    """
    found: list[str] = []

    def visit(name: str) -> None:
        for needed in _IMPORT.findall(text(name, home)):
            if needed not in found:
                visit(needed)
        if name not in found:
            found.append(name)

    visit(entry)
    return found


@functools.cache
def joined(entry: str, home: Path = _FOLDER) -> str:
    """One ES module that holds `entry` and all it imports.

    Parameters
    ----------
    entry
        A file of the folder. Its own exports stay; those of the others are inside.
    home
        Where `entry` and its neighbors are, when they use the modules of this folder from their own.

    Examples
    --------
    >>> "export const kit" in joined("runtime.js"), "export const kit" in joined("explorer.js")
    (True, False)
    """
    *needed, last = order(entry, home)
    pieces = [_EXPORT.sub("", _IMPORT.sub("", text(name, home))) for name in needed]
    return "\n".join([*pieces, _IMPORT.sub("", text(last, home))])
