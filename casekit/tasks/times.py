"""Times as files have them: of an answer, with all digits; of an assignment, a day or a day and a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any


def moment(text: Any) -> datetime | None:
    """A time of a file, whoever wrote it, in UTC; or None.

    >>> moment("2027-02-01T09:30:00.000Z").isoformat(), moment("soon")
    ('2027-02-01T09:30:00+00:00', None)
    """
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def time_of(text: str, *, end: bool = False) -> datetime:
    """The time behind a day or a day and time; a day alone begins, or ends, with its midnight.

    >>> time_of("2027-02-08", end=True).isoformat(), time_of("2027-02-08 23:59+01:00").isoformat()
    ('2027-02-09T00:00:00', '2027-02-08T23:59:00+01:00')
    """
    at = datetime.fromisoformat(text)
    return at + timedelta(days=1) if end and len(text) == 10 else at


def is_past(due: str) -> bool:
    """Whether the time is over; never where none is named, or it cannot be read.

    >>> is_past("2010-05-26"), is_past(""), is_past("soon")
    (True, False, False)
    """
    try:
        at = time_of(due, end=True)
    except (ValueError, OverflowError):
        return False
    return datetime.now(at.tzinfo) >= at
