"""What every page in one file has: its data in blocks, one script, and a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..widgets import _assets

WEB = Path(__file__).parent / "web"


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template of the folder `web`, each {{name}} filled in one pass: what was filled in is not looked at again.

    {{head}} is the head that every page has, whose names are among the values.
    """
    text = _assets.text(template, WEB).replace("{{head}}", _assets.text("head.html", WEB))
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)


def block(id: str, value: Any) -> str:
    """Data as an element of a page: whatever it holds, it cannot end its own element.

    >>> "</script></script>" in block("a", "</script>")
    False
    """
    text = json.dumps(value, allow_nan=False)  # letters beyond ASCII, U+2028 among them, are written as \\u...
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<script type="application/json" id="{id}">{text}</script>\n'


def script_of(entry: str) -> str:
    """The page's one script: a module of the folder `web` with all that it imports."""
    script = _assets.joined(entry, WEB).replace("\r\n", "\n")
    if "</script" in script or "<!--" in script:
        raise AssertionError("the page's own script would end its element")
    return f"\n{script}"


def policy_for(script: str, more: str = "") -> str:
    """Nothing is fetched from anywhere, and only this script runs.

    Parameters
    ----------
    script
        The text between its tags.
    more
        A further source of scripts: `blob:` for modules that the page makes from text of its own.
    """
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{mark}'{f' {more}' if more else ''}; style-src 'unsafe-inline'; "
        "img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
