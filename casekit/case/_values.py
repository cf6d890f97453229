"""Numbers and dates as people and spreadsheets write them: read, or named with the mend."""

from __future__ import annotations

import datetime as dt
import re

NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
START = "from"  # the key under a model that is no input: the day of its time 0
LARGEST = 1e24  # a slider from -LARGEST to LARGEST still has steps
_SCALES = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "mio": 1e6, "billion": 1e9, "bn": 1e9,
}  # fmt: skip
_MONTHS = {
    m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_SEPARATED = re.compile(r"[+-]?[0-9]{1,3}([ ,.'’\u00a0\u202f][0-9]{3})+([.,][0-9]+)?")


def number(text: str, *, decimal_comma: bool = False) -> float:
    """Read a plain number, or raise ValueError with a sentence that names the mend.

    Parameters
    ----------
    text
        What the cell holds.
    decimal_comma
        Whether "1,5" is one and a half, as in a file whose separator is a semicolon.

    Examples
    --------
    >>> number("1e6"), number("1,5", decimal_comma=True)
    (1000000.0, 1.5)
    >>> number("$6,000,000")
    Traceback (most recent call last):
    ...
    ValueError: "$6,000,000" is not a number. Write 6000000 and put USD in the unit column.
    >>> number("1,5")
    Traceback (most recent call last):
    ...
    ValueError: "1,5" is not a number. Write 1.5.
    """
    text = text.strip()
    thousands = decimal_comma and re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+", text)
    if NUMBER.fullmatch(text) and not thousands:
        value = float(text)
        if abs(value) > LARGEST:
            raise ValueError(f'"{text}" is too large for a number of a case. Write it in a larger unit.')
        if 0 < abs(value) < 1 / LARGEST:
            raise ValueError(f'"{text}" is too close to zero for a number of a case. Write 0, or use a smaller unit.')
        return value
    if decimal_comma and re.fullmatch(r"[+-]?[0-9]{1,24},([0-9]{1,2}|[0-9]{4,24})", text):
        return float(text.replace(",", "."))
    raise ValueError(f'"{text}" is not a number. {_mend_number(text)}')


def _mend_number(text: str) -> str:
    if len(text) > 100:
        return "Write digits, with a point for decimals."
    if text.startswith("#"):
        return "A spreadsheet left an error here; write the number."
    if text.startswith("="):
        return "It is a formula; write its result."
    if re.fullmatch(r"[<>≥≤~≈±].*", text):
        return "Write the number alone, and what the sign says in the note column."
    core, unit = text.replace("−", "-").replace("–", "-"), ""
    if any(sign in core for sign in ("$", "USD")):
        core, unit = (
            core.replace("US$", "").replace("USD", "").replace("$", ""),
            " and put USD in the unit column",
        )
    core = core.strip()
    scale = 1.0
    if core.endswith("%"):
        core, scale, unit = core[:-1].strip(), 0.01, " and put share in the unit column"
    elif found := re.fullmatch(r"(.*?[0-9])\s*([A-Za-z]+)\.?", core):
        if found[2].casefold() in _SCALES:
            core, scale = found[1], _SCALES[found[2].casefold()]
            unit = unit or (" and put USD in the unit column" if scale > 1e3 else "")
        else:
            return f"Write {found[1]} and put the unit in the unit column."
    if found := re.fullmatch(r"([0-9.,]+)\s*(?:-|to)\s*([0-9.,]+)", core):
        return f"Write a value between {found[1]} and {found[2]}, and these two in the columns low and high."
    if re.fullmatch(r"[+-]?[0-9]{1,3}[,.][0-9]{3}", core) and scale == 1 and not unit:
        bare = re.sub(r"[,.]", "", core)
        return f"Write {bare}, or {core.replace(',', '.')}0 if a fraction is meant."
    value = _guess(core)
    return f"Write {_plain(value * scale)}{unit}." if value is not None else "Write digits, with a point for decimals."


def _guess(core: str) -> float | None:
    if NUMBER.fullmatch(core):
        return float(core)
    if _SEPARATED.fullmatch(core):
        head, tail = core, ""
        found = re.fullmatch(r"(.*)([.,])([0-9]+)", core)
        if found and (len(found[3]) != 3 or (found[2] not in found[1] and re.search(r"[.,'’ ]", found[1]))):
            head, tail = found[1], found[3]
        return float(f"{re.sub(r'[^0-9+-]', '', head)}.{tail or '0'}")
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", core):
        return float(core.replace(",", "."))
    return None


def _plain(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".")


def date(text: str) -> str:
    """Return a date as it stands when it is YYYY, YYYY-MM or YYYY-MM-DD; else raise ValueError with the mend.

    Examples
    --------
    >>> date("2010-05")
    '2010-05'
    >>> date("26/05/2010")
    Traceback (most recent call last):
    ...
    ValueError: "26/05/2010" is not a date of the kit. Write 2010-05-26.
    >>> date("40299")
    Traceback (most recent call last):
    ...
    ValueError: "40299" is the number behind a spreadsheet's date. Write 2010-05-01.
    """
    text = text.strip()
    if len(text) > 60:
        raise ValueError(f'"{text}" is not a date of the kit. Write 2010, 2010-05 or 2010-05-26.')
    if found := re.fullmatch(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text):
        try:
            dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            raise ValueError(f'"{text}" is not in the calendar. Write a day that exists, such as 2010-05-26.') from None
        return text
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))
        raise ValueError(f'"{text}" is the number behind a spreadsheet\'s date. Write {day.isoformat()}.')
    mend = _mend_date(text)
    raise ValueError(f'"{text}" is not a date of the kit. {mend or "Write 2010, 2010-05 or 2010-05-26."}')


def _mend_date(text: str) -> str:
    if found := re.fullmatch(r"([12][0-9]{3})\.0+", text):
        return f"Write {found[1]}."
    if found := re.fullmatch(r"([12][0-9]{3})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?(?:[ T].*)?", text):
        return _write(found[1], found[2], found[3])
    if found := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([12][0-9]{3})(?:[ T].*)?", text):
        a, b, year = int(found[1]), int(found[2]), found[3]
        if a <= 12 and b <= 12 and a != b:
            return f"Write {year}-{b:02d}-{a:02d} or {year}-{a:02d}-{b:02d}, whichever is meant."
        return _write(year, min(a, b) if a != b else a, max(a, b))
    if (found := re.fullmatch(r"([A-Za-z]{3})[a-z]*\.?[- ]'?([0-9]{2}|[12][0-9]{3})", text)) and _month(found[1]):
        year = found[2] if len(found[2]) == 4 else f"20{found[2]}"
        return f"Write {year}-{_month(found[1]):02d} if {year} is the year."
    if found := re.fullmatch(r"([0-9]{1,2})[-. ]+([A-Za-z]{3})[a-z]*\.?[-, ]+([12][0-9]{3})", text):
        return _write(found[3], _month(found[2]), found[1])
    if found := re.fullmatch(r"([A-Za-z]{3})[a-z]*\.? ([0-9]{1,2}),? ([12][0-9]{3})", text):
        return _write(found[3], _month(found[1]), found[2])
    return ""


def _month(word: str) -> int:
    return _MONTHS.get(word.casefold(), 0)


def _write(year: str, month: str | int, day: str | int | None = None) -> str:
    try:
        fixed = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return f"Write {fixed.isoformat() if day else fixed.isoformat()[:7]}."


def day(text: str) -> str:
    """Return a date that names its day; else raise ValueError with the mend.

    >>> day("2010-05-26")
    '2010-05-26'
    >>> day("2010-05")
    Traceback (most recent call last):
    ...
    ValueError: "2010-05" names no day. Write all of it, such as 2010-05-26.
    """
    found = date(text)
    if len(found) < 10:
        raise ValueError(f'"{found}" names no day. Write all of it, such as 2010-05-26.')
    return found


def is_id(text: str) -> bool:
    """Whether a text may name a thing of a case: small letters, digits, hyphens and _.

    >>> is_id("first-factory"), is_id("First factory")
    (True, False)
    """
    return text.isascii() and text == text.lower() and text.replace("-", "").replace("_", "").isalnum()


def became_a_date(text: str) -> bool:
    """Whether a spreadsheet seems to have turned "5-10" into a date: "May-10", "10. Mai", "5. Oct".

    >>> became_a_date("May-10"), became_a_date("10-May"), became_a_date("para 5-10")
    (True, True, False)
    """
    return bool(re.fullmatch(r"[A-Z][a-z]{2}-[0-9]{2}|[0-9]{1,2}[-.] ?[A-Z][a-z]{2}", text.strip()))
