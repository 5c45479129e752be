"""The day as of which something is asked."""

from __future__ import annotations

from datetime import date, datetime


def day_as_of(on: object) -> date:
    """The day as of which to decide; a point in time is no day.

    Raises:
        TypeError: It is not a date.
    """
    if isinstance(on, date) and not isinstance(on, datetime):
        return on
    raise TypeError("on 应为 datetime.date / on must be a datetime.date")
