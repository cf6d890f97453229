"""HTML shown in a notebook: escaping, the tokens of the kit's look, and prose with linked numbers.

What comes from a case folder is untrusted text; everything that reaches a page goes through `escape`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

LINK = re.compile(r"\[([^\[\]]+)\]\(fig:([^()\s]+)\)")
_SAFE_URL = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)

# JupyterLab says on <body> whether its theme is light; elsewhere the reader's system decides. The view paints its
# own paper, so that its ink is legible on whatever lies behind it.
_LIGHT = """--ck-ink:var(--jp-content-font-color1,#1a1d21);--ck-paper:var(--jp-layout-color0,#fff);
--ck-line:var(--jp-border-color2,#d5dae0);--ck-dim:#5c6570;--ck-blue:#005f96;--ck-orange:#b34700;--ck-green:#006b4e;
--ck-gray:#6b737c;--ck-purple:#7a3f74;--ck-wash:#f5f7fa;--ck-wash-blue:#e8f0f7;--ck-wash-green:#e8f2ee;
--ck-wash-gray:#f3f4f5;--ck-wash-orange:#fbefe6;--ck-wash-purple:#f6edf5;--ck-frame:#1a1d21"""
_DARK = """--ck-ink:var(--jp-content-font-color1,#f0f2f4);--ck-paper:var(--jp-layout-color0,#111);
--ck-line:var(--jp-border-color2,#3a4046);--ck-dim:#a9b2bc;--ck-blue:#56b4e9;--ck-orange:#ff9a4d;--ck-green:#35c79a;
--ck-gray:#98a1ab;--ck-purple:#d79bd0;--ck-wash:#1b1f23;--ck-wash-blue:#14242f;--ck-wash-green:#12271f;
--ck-wash-gray:#22262a;--ck-wash-orange:#2d1e12;--ck-wash-purple:#291b28;--ck-frame:#8b949e"""
_PRINT = _LIGHT.replace("var(--jp-content-font-color1,#1a1d21)", "#000").replace("var(--jp-layout-color0,#fff)", "#fff")

_BASE = """.ck-view{container-type:inline-size;background:var(--ck-paper);color:var(--ck-ink);border-radius:6px;
font-family:var(--jp-content-font-family,system-ui,-apple-system,"Segoe UI",sans-serif);text-align:left}
.ck-view .ck-in{font-size:14px;line-height:1.45;font-variant-numeric:tabular-nums;padding:20px;
border:1px solid var(--ck-line);border-radius:6px;overflow-wrap:anywhere;box-sizing:border-box}
.ck-view .ck-in *{box-sizing:border-box}
.ck-view .ck-title{font-size:1.857em;line-height:1.2;font-weight:600;margin:0 0 4px;padding:0;color:inherit;border:0}
.ck-view .ck-head{font-size:1.214em;line-height:1.3;font-weight:600;margin:0 0 8px;padding:0;color:inherit;border:0}
.ck-view .ck-dim{color:var(--ck-dim)} .ck-view .ck-small{font-size:.822em}
.ck-view .ck-differ{color:var(--ck-orange)}
.ck-view .ck-num{white-space:nowrap;text-decoration:underline dotted;text-underline-offset:3px}
.ck-view .ck-chip{color:var(--ck-blue);text-decoration:underline dotted;text-underline-offset:3px}
.ck-view a{color:var(--ck-blue)}
.ck-view summary{cursor:pointer;list-style:none} .ck-view summary::-webkit-details-marker{display:none}
.ck-view summary:focus-visible{outline:2px solid var(--ck-blue);outline-offset:2px}
@container (max-width:420px){.ck-view .ck-in{padding:12px}}
@container (min-width:1300px){.ck-view .ck-in{font-size:17.2px}}"""

STYLE = (
    f".ck-view{{{_LIGHT}}}body[data-jp-theme-light=false] .ck-view,body.vscode-dark .ck-view{{{_DARK}}}"
    f"@media (prefers-color-scheme:dark){{body:not([data-jp-theme-light]):not(.vscode-light) .ck-view{{{_DARK}}}}}"
    f"@media print{{body .ck-view.ck-view.ck-view.ck-view{{{_PRINT}}}}}{_BASE}"
)


# Two dollar signs in a text are money, not a formula: notebooks hand every output to MathJax (its names of 3 and 2).
NO_MATH = "mathjax_ignore tex2jax_ignore"


def escape(text: object) -> str:
    """Text made safe inside an element or a quoted attribute.

    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(str(text), quote=True)


def view(body: str, style: str = "") -> str:
    """Safe HTML wrapped as one piece of output, with the styles that it needs.

    Parameters
    ----------
    body
        HTML whose text is escaped already.
    style
        Further rules of this kind of picture, each of them under `.ck-view`.
    """
    return f'<div class="ck-view {NO_MATH}"><style>{STYLE}{style}</style><div class="ck-in">{body}</div></div>'


def is_safe_url(url: str) -> bool:
    """Whether an address is a page on the web, and nothing that runs.

    >>> is_safe_url("https://example.org/a"), is_safe_url("javascript:alert(1)")
    (True, False)
    """
    return _SAFE_URL.fullmatch(url) is not None


def link(url: str, text: str) -> str:
    """A link to a page on the web; any other kind of address is shown as text alone.

    >>> link("javascript:alert(1)", "Miske")
    'Miske'
    >>> link("https://example.org/a", "Miske")
    '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer">Miske</a>'
    """
    if not is_safe_url(url):
        return escape(text)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def plain(text: str) -> str:
    """Prose as plain text: a linked number is left, its link goes.

    >>> plain("about [2,000](fig:claimed-capacity) cars")
    'about 2,000 cars'
    """
    return LINK.sub(r"\1", text)


def prose(text: str, where: Callable[[str], str | None]) -> str:
    """Prose as safe HTML: a linked number carries its source as a tooltip.

    Parameters
    ----------
    text
        Prose from a case, such as "about [2,000](fig:claimed-capacity) cars".
    where
        Says where a figure comes from, by its id; None for a figure that is not there.

    Examples
    --------
    >>> prose("[2,000](fig:cars) & more", {"cars": "Miske, para 9"}.get)
    '<span class="ck-num" title="Miske, para 9">2,000</span> &amp; more'
    """
    pieces: list[str] = []
    end = 0
    for found in LINK.finditer(text):
        pieces.append(escape(text[end : found.start()]))
        source = where(found[2])
        shown = escape(found[1])
        pieces.append(shown if source is None else f'<span class="ck-num" title="{escape(source)}">{shown}</span>')
        end = found.end()
    pieces.append(escape(text[end:]))
    return re.sub(r"\n\s*\n\s*", "<br><br>", "".join(pieces).strip())
