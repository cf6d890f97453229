"""Numbers in prose: whether what is printed agrees with the figure that it links to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .. import units
from .._errors import KitError

if TYPE_CHECKING:
    from ..evidence import Figure
    from ._folder import FigureRow

_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WORDS = {word: float(value) for value, word in enumerate(_COUNTED)} | {"a": 1.0, "an": 1.0, "dozen": 12.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "%": 1e-2, "percent": 1e-2}
_AMOUNT = re.compile(rf"(?P<digits>[−-]?\$?[0-9][0-9,]*(?:\.[0-9]+)?)|\b(?P<word>{'|'.join(WORDS)})\b", re.IGNORECASE)
_AFTER = re.compile(r"\s*-?(%|percent\b|hundred\b|thousand\b|million\b|billion\b)", re.IGNORECASE)
_ABOUT = re.compile(r"\b(about|around|roughly|some|nearly|almost|close to|approximately|ca)\b|~|≈", re.IGNORECASE)
_ABOVE = re.compile(r"\b(more than|over|at least|above)\b", re.IGNORECASE)
_BELOW = re.compile(r"\b(fewer than|less than|under|at most|up to|below|nearly|almost)\b", re.IGNORECASE)


def amounts(text: str) -> list[tuple[float, float]]:
    """Return the numbers in a text, each with half a unit of its last printed digit.

    >>> amounts("$1.44 million"), amounts("30-50"), amounts("two"), amounts("−$2,500")
    ([(1440000.0, 5000.0)], [(30.0, 0.5), (50.0, 0.5)], [(2.0, 0.0)], [(-2500.0, 0.5)])
    """
    found: list[tuple[float, float]] = []
    scales: list[float | None] = []
    for match in _AMOUNT.finditer(text):
        rest = _AFTER.match(text, match.end())
        scale = _SCALES[rest[1].casefold()] if rest else 1.0
        if match["word"]:
            if match["word"].casefold() in ("a", "an") and not rest:
                continue
            value, half = WORDS[match["word"].casefold()], 0.0
        else:
            minus = match.start() > 0 and text[match.start() - 1].isalnum() and match["digits"][0] in "−-"
            digits = match["digits"].lstrip("−-") if minus else match["digits"].replace("−", "-")
            digits = digits.lstrip("-") if re.search(r"[0-9%]\s*$", text[: match.start()]) else digits
            value = float(digits.replace(",", "").replace("$", "").rstrip("."))
            half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
        found.append((value * scale, half * scale))
        scales.append(scale if rest else None)
    if len(found) == 2 and scales[0] is None and scales[1]:  # "$2 to 3.2 million": the word belongs to both
        found[0] = (found[0][0] * scales[1], found[0][1] * scales[1])
    return found


def agrees(text: str, figure: Figure | FigureRow) -> bool | None:
    """Whether the number in a text is the figure's, rounded as printed; None when the text holds no number.

    Parameters
    ----------
    text
        What stands between the brackets of a link, such as "about 77" or "30 to 50".
    figure
        What it links to.

    Examples
    --------
    >>> from casekit.evidence import Figure
    >>> built = Figure("built", "built", 76.71, "vehicle", "derived")
    >>> agrees("about 77", built), agrees("76.7", built), agrees("80", built), agrees("many", built)
    (True, True, False, None)
    """
    found = amounts(text) if len(text) <= 200 else []
    if not found:
        return None
    if len(found) == 2 and figure.low is not None and figure.high is not None:
        return _near(*found[0], figure.low, text) and _near(*found[1], figure.high, text)
    marks = [figure.value, *(mark for mark in (figure.low, figure.high) if mark is not None)]
    value, half = found[0]
    if any(_near(value, half, mark, text) for mark in marks):
        return True
    other = re.search(r"\b(hour|day|week|month|year)s?\b", text, re.IGNORECASE)
    if other:
        try:
            return _near(units.convert(value, other[1].lower(), figure.unit), 0.0, figure.value, text)
        except KitError:
            return False
    return False


def disagreement(shown: str, figure: Figure | FigureRow) -> str:
    """Say that the number in a text is not that of the figure that it links to; "" where it is.

    >>> from casekit.evidence import Figure
    >>> built = Figure("built", "built", 76.71, "vehicle", "derived")
    >>> disagreement("80", built), disagreement("about 77", built)
    ('"80" does not agree with the figure "built", 76.71. Mend one of them.', '')
    """
    try:
        fits = agrees(shown, figure)
    except (KitError, ValueError):
        return ""
    if fits is False:
        between = ""
        if figure.low is not None and figure.high is not None:
            between = f" (from {figure.low:,.12g} to {figure.high:,.12g})"
        value = f"{figure.value:,.12g}{between}"
        return f'"{shown}" does not agree with the figure "{figure.id}", {value}. Mend one of them.'
    return "" if fits else f'"{shown}" links to the figure "{figure.id}" and holds no number. Link the number itself.'


def _near(shown: float, half: float, value: float, text: str) -> bool:
    slack = min(half, 0.05 * abs(value)) if half else 0.0
    if _ABOUT.search(text):
        slack = max(slack, 0.02 * abs(value))
    if abs(shown - value) <= slack + 1e-9 * abs(value):
        return True
    if _ABOVE.search(text) and shown <= value <= 1.25 * shown:
        return True
    return bool(_BELOW.search(text) and value <= shown <= 1.25 * value)
