from __future__ import annotations

import re

import pytest

from casekit import _html


def luminance(color):
    digits = color.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", [_html._LIGHT, _html._DARK])
def test_text_is_legible_on_every_paper(theme):
    tokens = {name: re.findall(r"#\w+", value)[-1] for name, value in re.findall(r"--ck-([\w-]+):([^;]+)", theme)}
    papers = [name for name in tokens if name == "paper" or name.startswith("wash")]
    assert len(papers) == 7
    for ink in ("ink", "dim", "blue", "orange"):
        for paper in papers:
            light, dark = sorted((luminance(tokens[ink]), luminance(tokens[paper])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


def test_links_go_to_the_web_only():
    assert "<a " in _html.link("https://example.org/?a=1&b=2", "x")
    for url in ("javascript:alert(1)", "data:text/html,x", "//example.org", "", 'https://x" onclick="y', "https://a b"):
        assert _html.link(url, "<x>") == "&lt;x&gt;"


def test_prose_links_numbers_and_escapes_the_rest():
    page = _html.prose("<b>[6 & 7](fig:x)</b> [y](fig:z)\n\n[w](http://x)", {"x": 'Miske "9"'}.get)
    assert page == (
        '&lt;b&gt;<span class="ck-num" title="Miske &quot;9&quot;">6 &amp; 7</span>&lt;/b&gt; y<br><br>[w](http://x)'
    )
