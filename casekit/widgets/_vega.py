"""Vega as one ES module, made once by vl-convert and kept on disk, so that no page fetches it from elsewhere."""

from __future__ import annotations

import contextlib
import functools
import threading
from importlib.metadata import version
from pathlib import Path

from .._paths import write_whole

_LOCK = threading.Lock()
_SNIPPET = "export default vegaEmbed;"


def vega_bundle() -> bytes:
    """The text of an ES module whose default export is vega-embed, about 0.9 MB.

    Making it takes a second or two. It is kept in the process, and in the user's cache folder under the version that
    made it; where that folder cannot be written the kit goes on without it.
    """
    with _LOCK:
        return _bundle()


@functools.cache
def _bundle() -> bytes:
    import vl_convert

    kept = _cache_file(version("vl-convert-python"))
    if kept is not None:
        with contextlib.suppress(OSError):
            found = kept.read_bytes()
            # A file that was cut short would leave every picture blank.
            if found.rstrip().endswith(b"}") and len(found) > 100_000:
                return found
    made = vl_convert.javascript_bundle(_SNIPPET).encode()
    if kept is not None:
        with contextlib.suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            write_whole(kept, made)
    return made


def _cache_file(made_by: str) -> Path | None:
    from platformdirs import user_cache_dir

    with contextlib.suppress(OSError, RuntimeError):
        return Path(user_cache_dir("casekit", appauthor=False)) / f"vega-{made_by}.js"
    return None
