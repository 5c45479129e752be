"""Periods as the Civil Code counts them (民法典 第二百零一条、第二百零二条)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from sgpolicy.model.core import CalendarYear, DayBefore, Later, Period, Preceding
from sgpolicy.model.holidays import HolidayTable


def corresponding_day(day: date, length: Period, *, backwards: bool = False) -> date:
    """The day that corresponds to `day` after (or before) `length`.

    Where the month of arrival has no such day it is that month's last (民法典 第二百零二条). Beyond the
    calendar's ends the calendar's first or last day.

    Example:
        >>> corresponding_day(date(2020, 2, 29), Period(2, "年"))
        datetime.date(2022, 2, 28)
    """
    amount = -length.amount if backwards else length.amount
    if length.unit == "日":
        return shifted(day, amount)
    months = day.year * 12 + day.month - 1 + (amount * 12 if length.unit == "年" else amount)
    year, month = divmod(months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    if day.day > 28:
        return date(year, month + 1, min(day.day, month_end(year, month + 1).day))
    return date(year, month + 1, day.day)


def has_elapsed(start: date, end: date, length: Period, *, inclusive: bool) -> bool:
    """Whether `length` from `start` is full at `end`.

    Args:
        start: The day the period starts from; it does not count itself (第二百零一条).
        end: The day at which it is asked.
        length: The period.
        inclusive: Whether the corresponding day itself counts (满), or only the day after (超过).
    """
    arrival = corresponding_day(start, length)
    return end >= arrival if inclusive else end > arrival


def periods_between(first: date, last: date, length: Period, *, is_rounded_up: bool) -> int:
    """How many times `length` has gone by from `first` to `last`.

    Each is full on its corresponding day (民法典 第二百零二条), counted from the first day, so that a month
    without such a day does not shift the later ones.

    Args:
        first: The day from which it is counted; it does not count itself (第二百零一条).
        last: The day at which it is asked.
        length: The period.
        is_rounded_up: Whether a period that has begun counts as a whole one.

    Example:
        >>> periods_between(date(2020, 2, 29), date(2023, 2, 28), Period(1, "年"), is_rounded_up=False)
        3
        >>> periods_between(date(2020, 2, 29), date(2023, 3, 1), Period(1, "年"), is_rounded_up=True)
        4
    """
    if last <= first:
        return 0
    days = {"年": 365, "月": 28, "日": 1}[length.unit] * length.amount
    fewest, most = 0, (last - first).days // days + 2
    while fewest < most:  # the most that has gone by: the corresponding day has come
        middle = (fewest + most + 1) // 2
        arrival = corresponding_day(first, Period(length.amount * middle, length.unit))
        if arrival <= last and arrival > first:
            fewest = middle
        else:
            most = middle - 1
    full = corresponding_day(first, Period(length.amount * fewest, length.unit))
    return fewest + (is_rounded_up and full < last)


def shifted(day: date, days: int) -> date:
    """The day so many days later (or earlier), within the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def calendar_year(day: date, back: int) -> tuple[date, date]:
    """The first and the last day of the calendar year `back` years before the one of `day`."""
    year = min(max(day.year - back, date.min.year), date.max.year)
    return date(year, 1, 1), date(year, 12, 31)


def from_day(
    expr: Later | DayBefore | CalendarYear | Preceding, day: date
) -> date | tuple[date, date]:
    """The day or stretch of days that `expr` makes of a day."""
    match expr:
        case Later(length=length):
            return corresponding_day(day, length)
        case DayBefore():
            return shifted(day, -1)
        case CalendarYear(back=back):
            return calendar_year(day, back)
        case Preceding(length=length):
            return (corresponding_day(day, length, backwards=True), shifted(day, -1))
        case _:
            assert_never(expr)


def moved_past_rest(day: date, table: HolidayTable) -> date | None:
    """The day, or where it is a day of rest the day after the rest ends (民法典 第二百零三条).

    Returns:
        None where the table does not cover a year that is needed: nobody knows yet.

    Example:
        >>> saturday = date(2026, 1, 31)
        >>> rest = frozenset({saturday, date(2026, 2, 1)})
        >>> moved_past_rest(saturday, HolidayTable("t", "1", {2026: rest}))
        datetime.date(2026, 2, 2)
    """
    while table.covers(day.year):
        if not table.is_rest(day):
            return day
        day = shifted(day, 1)
    return None


def month_end(year: int, month: int) -> date:
    """The last day of a month.

    Example:
        >>> month_end(2028, 2)
        datetime.date(2028, 2, 29)
    """
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(1)
