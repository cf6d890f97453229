"""Claims with their evidence: a few sources are named, the rest are counted."""

from __future__ import annotations

import pytest

from casekit.case._arguments import Argument, Arguments, Evidence
from casekit.evidence import Citation, Source


def said(count: int) -> str:
    cited = tuple(
        Citation(Source(f"s{n}", f"Text {n}", publisher=f"Paper {n}"), "opening") for n in range(1, count + 1)
    )
    return Arguments("Pros", (Argument("a", "It works", (Evidence("It does.", sources=cited),)),))._repr_html_()


@pytest.mark.parametrize(
    ("count", "last", "more"), [(5, 5, ""), (6, 6, ""), (7, 5, "; and 2 more"), (33, 5, "; and 28 more")]
)
def test_a_number_made_of_many_counts_names_its_first_sources(count: int, last: int, more: str) -> None:
    html = said(count)
    assert f"Paper {last}, opening" in html and f"Paper {last + 1}, opening" not in html
    assert html.count(", opening") == last and (more in html if more else " more<" not in html)
