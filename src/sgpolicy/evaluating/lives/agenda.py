"""The days on which a policy's duties fall due, and what is asked on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sgpolicy.evaluating.lives.codes import DutyCode, DutyHead
from sgpolicy.evaluating.lives.program import DayView, Duty, OfDay, Program
from sgpolicy.evaluating.procedure.duties import MOST_YEARS
from sgpolicy.model.history import Event
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.operators.periods import month_end, moved_past_rest
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty in a year, or one without a day.

    Attributes:
        duty: The duty.
        place: The number of its kind and the year; None without a day.
        nominal, due: The day in the text, and the day moved past rest; without a day the last of all.
        binds: How far it binds where that is the same for all platforms; else None.
        asked: What tells whether it binds.
        head: What is the same however it stands. `code`: how it stands if it does not bind and nobody did it.
    """

    duty: Duty
    place: tuple[int, int] | None
    nominal: date
    due: date
    binds: int | None
    asked: OfDay
    head: DutyHead
    code: DutyCode


@dataclass(frozen=True, slots=True, eq=False)
class Agenda:
    """The duties of some years, in the order of status, for platforms of one sort; the same only as itself.

    Attributes:
        entries: All of them.
        by_place: Where a yearly duty stands among them, by the number of its kind and the year.
        by_number: Where a duty without a day stands, by the number of its kind.
        outside: The kinds of events that do not concern a platform: each as a bit, its number, and whether it
            recurs each year.
        is_apart: Whether titles and duties rest on none of these.
    """

    entries: tuple[Entry, ...]
    by_place: Mapping[tuple[int, int], int]
    by_number: Mapping[int, int]
    outside: tuple[tuple[int, int, bool], ...]
    is_apart: bool


class Calendar:
    """What is the same for all platforms under one policy and one table of holidays."""

    def __init__(self, program: Program, table: HolidayTable) -> None:
        self.program = program
        self.table = table
        self._agendas: dict[tuple[int, int, tuple[bool, ...]], Agenda] = {}
        self._tried: tuple[date, dict[str, Event]] = (date.min, {})

    def agenda(self, begun: int, year: int, concerned: tuple[bool, ...]) -> Agenda:
        """Every duty from one year to the one after another, and every one without a day.

        Args:
            begun: The year of the first event.
            year: The year of the day.
            concerned: Which duties concern the platform.
        """
        key = (begun, year, concerned)
        found = self._agendas.get(key)
        if found is None:
            first, last = max(begun, year - MOST_YEARS), min(year + 1, date.max.year)
            found = self._agendas[key] = self._made(first, last, concerned)
        return found

    def _made(self, first: int, last: int, concerned: tuple[bool, ...]) -> Agenda:
        own: list[Duty] = []
        others: list[Duty] = []
        for duty, is_own in zip(self.program.duties, concerned, strict=True):
            (own if is_own else others).append(duty)
        entries = [entry for duty in own for entry in self._of(duty, first, last)]
        entries.sort(key=lambda entry: (entry.due, entry.duty.key))
        outside = [one for one in others if one.number >= 0]
        return Agenda(
            tuple(entries),
            {one.place: at for at, one in enumerate(entries) if one.place is not None},
            {one.duty.number: at for at, one in enumerate(entries) if one.place is None},
            tuple((1 << one.number, one.number, one.month is not None) for one in outside),
            not any(1 << one.number & self.program.reach for one in outside),
        )

    def tried(self, key: str, on: date) -> Event:
        """An act as it would be on a day."""
        day, events = self._tried
        if day != on:
            events = {}
            self._tried = (on, events)
        found = events.get(key)
        if found is None:
            found = events[key] = Event(key, on)
        return found

    def _of(self, duty: Duty, first: int, last: int) -> Iterator[Entry]:
        asked = duty.binds or _always
        if duty.month is None:
            binds = 7 if duty.binds is None else None
            head: DutyHead = (duty.key, None, None, None, False)
            code: DutyCode = (*head, "not_bound", 8, None)
            yield Entry(duty, None, date.max, date.max, binds, asked, head, code)
            return
        for year in range(first, last + 1):
            nominal = month_end(year, duty.month)
            due, is_unpublished = nominal, False
            if duty.is_moving is not None and duty.is_moving(self._empty(nominal)) == 7:
                moved = moved_past_rest(nominal, self.table)
                due, is_unpublished = moved or nominal, moved is None
            binds = asked(self._empty(nominal)) if duty.is_timeless else None
            head = (duty.key, year, nominal, due, is_unpublished)
            code = (*head, "not_bound", 8, None)
            yield Entry(duty, (duty.number, year), nominal, due, binds, asked, head, code)

    def _empty(self, day: date) -> DayView:
        """A view of nothing."""
        nothing = [()] * len(self.program.judges)
        return self.program.as_of(self.program.view(nothing, 0, {}, {}, -1), day)


def _always(_: DayView) -> int:
    return 7
