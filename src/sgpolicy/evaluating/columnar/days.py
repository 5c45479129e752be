"""Days as whole numbers whose digits are year, month and day, so that the law's counting is plain arithmetic.

A day is `(year * 12 + month - 1) * 32 + day`: later days are greater, a month more is 32 more, and the month's
last day is a matter of the month alone. Where no month has such a day it is that month's last (民法典
第二百零二条). Days beyond `FIRST` and `LAST` are not for columns.
"""

from __future__ import annotations

from datetime import date

from sgpolicy.evaluating.columnar.algebra import Algebra, NotColumnarError, Truth, Whole
from sgpolicy.model.core import Period
from sgpolicy.records import dataclass

FIRST, LAST = date(1800, 1, 1), date(2399, 12, 31)
"""The days that a column may hold."""

_FARTHEST_YEARS = 500
_CYCLE_DAYS = 146_097
_CYCLE_YEARS = 400


def number_of(day: date) -> int:
    """A day's number.

    Example:
        >>> number_of(date(2026, 3, 1)) - number_of(date(2026, 2, 1))
        32
    """
    return (day.year * 12 + day.month - 1) * 32 + day.day


@dataclass(frozen=True, slots=True)
class Day:
    """A day for each row.

    Attributes:
        number: As `number_of` has it; of no meaning where it is not known.
        is_open: Whether it is not known.
    """

    number: Whole
    is_open: Truth


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days for each row, both ends included."""

    first: Whole
    last: Whole
    is_open: Truth


class Calendar:
    """Counts days."""

    def __init__(self, algebra: Algebra) -> None:
        self._of = algebra

    def year(self, day: Whole) -> Whole:
        """The calendar year."""
        return self._of.divide(day, 32 * 12)

    def month(self, day: Whole) -> Whole:
        """The month, counted from the year 0."""
        return self._of.divide(day, 32)

    def in_month(self, day: Whole) -> Whole:
        """The day of the month."""
        return self._of.modulo(day, 32)

    def _length(self, month: Whole) -> Whole:
        """How many days a month has."""
        of = self._of
        number, year = of.modulo(month, 12), of.divide(month, 12)
        # 31, but 30 in months 3, 5, 8 and 10 counted from 0
        short = [of.eq(number, of.literal(one)) for one in (3, 5, 8, 10)]
        plain = of.choose(of.either(*short), of.literal(30), of.literal(31))
        zero = of.literal(0)
        fourth, hundredth, four_hundredth = (
            of.eq(of.modulo(year, every), zero) for every in (4, 100, 400)
        )
        leap = of.both(fourth, of.either(of.negated(hundredth), four_hundredth))
        february = of.choose(leap, of.literal(29), of.literal(28))
        return of.choose(of.eq(number, of.literal(1)), february, plain)

    def _at(self, month: Whole, in_month: Whole) -> Whole:
        """The day of a month, or its last where it has no such day."""
        of = self._of
        return of.add(of.times(month, 32), of.least(in_month, self._length(month)))

    def later(self, day: Whole, length: Period, *, backwards: bool = False) -> Whole:
        """The corresponding day after (or before) a length of time.

        Raises:
            NotColumnarError: The length is so great that the calendar might end.
        """
        of = self._of
        amount = -length.amount if backwards else length.amount
        if length.unit == "日":
            return self.shifted(day, amount)
        months = amount * (12 if length.unit == "年" else 1)
        if abs(months) > _FARTHEST_YEARS * 12:
            raise NotColumnarError
        return self._at(of.add(self.month(day), of.literal(months)), self.in_month(day))

    def shifted(self, day: Whole, days: int) -> Whole:
        """The day so many days later (or earlier)."""
        if abs(days) > _FARTHEST_YEARS * 365:
            raise NotColumnarError
        of = self._of
        return self._from_count(of.add(self.count(day), of.literal(days)))

    def year_ends(self, day: Whole, back: int) -> tuple[Whole, Whole]:
        """The first and the last day of the calendar year so many years before a day's."""
        if abs(back) > _FARTHEST_YEARS:
            raise NotColumnarError
        of = self._of
        start = of.times(of.subtract(self.year(day), of.literal(back)), 32 * 12)
        return of.add(start, of.literal(1)), of.add(start, of.literal(11 * 32 + 31))

    def count(self, day: Whole) -> Whole:
        """How many days have passed since 1 March of the year 0.

        A year is taken to begin with March, so that the odd day comes last.
        """
        of = self._of
        month = of.subtract(self.month(day), of.literal(2))
        year, number = of.divide(month, 12), of.modulo(month, 12)
        cycle, in_cycle = of.divide(year, _CYCLE_YEARS), of.modulo(year, _CYCLE_YEARS)
        before = of.divide(of.add(of.times(number, 153), of.literal(2)), 5)
        leaps = of.subtract(of.divide(in_cycle, 4), of.divide(in_cycle, 100))
        in_years = of.add(of.times(in_cycle, 365), leaps)
        in_year = of.subtract(of.add(before, self.in_month(day)), of.literal(1))
        return of.add(of.times(cycle, _CYCLE_DAYS), of.add(in_years, in_year))

    def _from_count(self, count: Whole) -> Whole:
        of = self._of
        cycle, day = of.divide(count, _CYCLE_DAYS), of.modulo(count, _CYCLE_DAYS)
        # the year in the cycle: 365 days each, and what leap days add taken off
        without = of.subtract(of.add(day, of.divide(day, 36_524)), of.divide(day, 1460))
        year = of.divide(of.subtract(without, of.divide(day, 146_096)), 365)
        leaps = of.subtract(of.divide(year, 4), of.divide(year, 100))
        in_year = of.subtract(day, of.add(of.times(year, 365), leaps))
        number = of.divide(of.add(of.times(in_year, 5), of.literal(2)), 153)
        before = of.divide(of.add(of.times(number, 153), of.literal(2)), 5)
        in_month = of.add(of.subtract(in_year, before), of.literal(1))
        years = of.add(year, of.times(cycle, _CYCLE_YEARS))
        month = of.add(of.add(of.times(years, 12), number), of.literal(2))
        return of.add(of.times(month, 32), in_month)

    def months_full(self, first: Whole, last: Whole) -> Whole:
        """How many whole months have gone by from one day to another; negative before it."""
        of = self._of
        passed = of.subtract(self.month(last), self.month(first))
        reached = of.le(
            of.least(self.in_month(first), self._length(self.month(last))), self.in_month(last)
        )
        return of.subtract(passed, of.choose(reached, of.literal(0), of.literal(1)))

    def periods(self, first: Whole, last: Whole, length: Period, *, is_rounded_up: bool) -> Whole:
        """How many times a length has gone by from one day to another; see `operators.periods`."""
        of = self._of
        zero = of.literal(0)
        if length.unit == "日":
            passed = of.subtract(self.count(last), self.count(first))
            whole = of.divide(passed, length.amount)
            rest = of.modulo(passed, length.amount)
            more = of.lt(zero, rest)
        else:
            months = length.amount * (12 if length.unit == "年" else 1)
            whole = of.divide(self.months_full(first, last), months)
            at = of.add(self.month(first), of.times(whole, months))
            more = of.lt(self._at(at, self.in_month(first)), last)
        if is_rounded_up:
            whole = of.add(whole, of.choose(more, of.literal(1), zero))
        return of.choose(of.lt(first, last), of.greatest(whole, zero), zero)

    def has_elapsed(self, start: Whole, end: Whole, length: Period, *, inclusive: bool) -> Truth:
        """Whether a length of time is full at `end`; without `inclusive`, only the day after."""
        arrival = self.later(start, length)
        return self._of.le(arrival, end) if inclusive else self._of.lt(arrival, end)
