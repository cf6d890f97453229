"""Charts: one function a picture, each from a plain table.

Every one returns a `Picture`, which draws itself in a notebook and says in a sentence what it shows.
"""

from .comparisons import bars, by_source, rates
from .curves import line
from .picture import Picture, bundle, to_svg
from .timelines import events, over_time

__all__ = ["Picture", "bars", "bundle", "by_source", "events", "line", "over_time", "rates", "to_svg"]
