"""Which days are statutory days of rest: an input, named with its version in every answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sgpolicy.records import dataclass, field


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """Days of rest (法定休假日 and weekends, less the make-up workdays), year by year.

    Attributes:
        name, version: Which table it is and which issue of it.
        rest: Year → its days of rest. A year that is not in it has not been published yet.
    """

    name: str
    version: str
    rest: Mapping[int, frozenset[date]] = field(default_factory=dict)

    def covers(self, year: int) -> bool:
        """Whether the year's holidays have been published in this table."""
        return year in self.rest

    def is_rest(self, day: date) -> bool:
        """Whether nobody need work on that day; the table must cover its year."""
        return day in self.rest[day.year]
