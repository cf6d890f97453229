"""The class view as a page for the projector: one file without any script, one question a screen, without names."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

from .._html import escape
from ..charts.picture import to_svg

if TYPE_CHECKING:
    from ..charts import Picture
    from .class_view import ClassView

# Sizes follow the screen: from 16 px on a laptop to 30 on a projector. Nothing may run or be fetched.
_STYLE = """:root{color-scheme:light dark;--ink:#1b1f23;--dim:#5c6570;--line:#d5dce3;--paper:#fff;--blue:#005f96}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8ebee;--dim:#a9b2bc;--line:#3a424b;--paper:#111;
--blue:#56b4e9}}
*{box-sizing:border-box}
html{scroll-snap-type:y proximity;font:clamp(16px,1.4vw,30px)/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
body{margin:0;background:var(--paper);color:var(--ink)}
section{min-height:100vh;scroll-snap-align:start;padding:3vh 4vw;display:flex;flex-direction:column;gap:2vh;
border-bottom:1px solid var(--line);overflow-wrap:anywhere}
h1{font-size:2.2em;line-height:1.15;margin:auto 0 0}h2{font-size:1.6em;line-height:1.2;font-weight:600;margin:0}
p{margin:0;max-width:60em}.dim{color:var(--dim)}
figure{margin:0;flex:1;min-height:0;display:flex;flex-direction:column;gap:2vh;justify-content:center}
figure div{overflow-x:auto}
figure img{display:block;height:min(58vh,58vw);min-height:230px;max-width:100%;object-fit:contain;object-position:left}
figcaption{font-size:1.05em;max-width:60em}
a{color:var(--blue)}a:focus-visible{outline:3px solid var(--blue);outline-offset:3px}
ol,ul{margin:0;padding-left:1.3em}
.list{columns:24em;column-gap:2.5em;flex:1}.list li{break-inside:avoid;margin:0 0 .7em}
.contents{margin-bottom:auto;columns:22em}.contents li{margin:0 0 .3em}
nav{display:flex;gap:1.5em;font-size:max(14px,.75em);color:var(--dim)}
@media (max-width:480px){figure img{height:auto;min-width:440px;max-width:none}}
@media print{section{min-height:0;break-after:page;border:0}nav{display:none}figure img{height:auto;max-height:60vh}}"""
# A list of sentences says more than its title alone.
_ASK = "What the class wrote, in no order."


def write_page(view: ClassView, path: str | os.PathLike[str], *, sentences: bool, force: bool) -> Path:
    """Write the page; see `ClassView.to_page`."""
    from ..export._write import check_target, put

    target = check_target(path, force)
    return put(target, page_html(view, sentences=sentences).encode(), force)


def page_html(view: ClassView, *, sentences: bool = True) -> str:
    """The whole page as HTML."""
    screens = [(_title(picture), _figure(picture)) for picture in view.pictures]
    if sentences:
        kept = sorted(view._lists(), key=lambda each: each[1] != view.tripwires)
        screens += [(title, _list(texts)) for title, texts in kept]
    title = f"{view.case.title}: what the class said"
    contents = "".join(f'<li><a href="#s{n}">{escape(head)}</a></li>' for n, (head, _) in enumerate(screens, start=1))
    parts = [
        f'<section id="s0"><h1>{escape(title)}</h1><p>{escape(view.people)} No names are kept here.</p>'
        f'<ol class="contents">{contents}</ol></section>'
    ]
    for n, (head, body) in enumerate(screens, start=1):
        after = f'<a href="#s{n + 1}">Next</a>' if n < len(screens) else '<a href="#s0">To the start</a>'
        nav = f'<nav aria-label="Screens"><a href="#s{n - 1}">Back</a>{after}<span>{n} of {len(screens)}</span></nav>'
        parts.append(f'<section id="s{n}"><h2>{escape(head)}</h2>{body}{nav}</section>')
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f'<link rel="icon" href="data:,"><style>{_STYLE}</style></head>'
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _title(picture: Picture) -> str:
    title = picture.spec["title"]
    return str(title["text"] if isinstance(title, dict) else title)


def _figure(picture: Picture) -> str:
    # The page has its own heading, so the picture needs none.
    spec = {key: value for key, value in picture.spec.items() if key != "title"}
    light, dark = (_data(to_svg(spec, picture.sentence, dark=dark)) for dark in (False, True))
    said = escape(picture.sentence)
    return (
        '<figure><div><picture><source media="screen and (prefers-color-scheme: dark)" '
        f'srcset="{dark}"><img alt="{said}" src="{light}"></picture></div>'
        f'<figcaption aria-hidden="true">{said}</figcaption></figure>'
    )


def _data(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _list(texts: tuple[str, ...]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f'<p class="dim">{_ASK}</p><ul class="list">{items}</ul>'
