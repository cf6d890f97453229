"""One way to show a picture: a live view where there is one, a stored SVG, and a sentence that says what it shows."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any

from .._html import NO_MATH, escape
from .theme import on_dark_paper

# Both papers are stored; the reader's theme shows one. Without styles (a code host, mail) the white one stands.
_STYLE = """.ck-picture{margin:0;max-width:100%}.ck-picture img{max-width:100%;height:auto}
.ck-picture figcaption{font:14px/1.45 system-ui,sans-serif;max-width:640px;margin:4px 0 0 8px;color:inherit}
body[data-jp-theme-light=false] .ck-on-white,body.vscode-dark .ck-on-white{display:none}
body[data-jp-theme-light=false] .ck-on-dark,body.vscode-dark .ck-on-dark{display:inline!important}
@media print{.ck-picture .ck-on-white{display:inline!important}.ck-picture .ck-on-dark{display:none!important}}"""


@dataclass(frozen=True)
class Picture:
    """A chart with a title, and a sentence that says what a reader should have seen in it.

    Parameters
    ----------
    spec
        The Vega-Lite specification, with its data, on white paper.
    sentence
        What the picture shows; it becomes the alternative text.
    """

    spec: dict[str, Any]
    sentence: str

    def svg(self, *, dark: bool = False) -> str:
        """The picture as SVG, its sentence inside as title for screen readers."""
        return to_svg(self.spec, self.sentence, dark=dark)

    def __str__(self) -> str:
        return self.sentence

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return bundle(self.svg(), self.svg(dark=True), self.sentence)


def to_svg(spec: dict[str, Any], sentence: str, *, dark: bool = False) -> str:
    """A Vega-Lite specification drawn as SVG, without any network.

    Parameters
    ----------
    spec
        With its data.
    sentence
        What the picture shows: the SVG's title, which vl-convert leaves out.
    dark
        On dark paper.
    """
    import vl_convert

    svg = vl_convert.vegalite_to_svg(on_dark_paper(spec) if dark else spec)
    said = f'<svg role="img" aria-label="{escape(sentence)}"'
    return re.sub("<svg", lambda _: said, svg, count=1).replace(">", f"><title>{escape(sentence)}</title>", 1)


def bundle(svg: str, dark_svg: str, sentence: str, *, live: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a notebook stores and shows for one picture.

    Parameters
    ----------
    svg, dark_svg
        The picture on white and on dark paper.
    sentence
        Its alternative text and caption.
    live
        The mime bundle of a live view, preferred while a kernel runs.

    Returns
    -------
    dict
        Mime type -> content: the live view's, `image/svg+xml`, `text/html` and `text/plain`.
    """
    images = (
        f'<img class="ck-on-white" alt="{escape(sentence)}" src="{_data_url(svg)}">'
        f'<img class="ck-on-dark" style="display:none" alt="{escape(sentence)}" src="{_data_url(dark_svg)}">'
    )
    caption = f"<figcaption>{escape(sentence)}</figcaption>"
    html = f'<figure class="ck-picture {NO_MATH}"><style>{_STYLE}</style>{images}{caption}</figure>'
    return {**(live or {}), "text/html": html, "image/svg+xml": svg, "text/plain": sentence}


def _data_url(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
