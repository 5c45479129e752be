"""The days on which a policy's duties fall due, and what is asked on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sgpolicy.evaluating.lives.codes import DutyCode
from sgpolicy.evaluating.lives.program import DayView, Duty, OfDay, Program
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
        code: How it stands if it does not bind and nobody did it.
    """

    duty: Duty
    place: tuple[int, int] | None
    nominal: date
    due: date
    binds: int | None
    asked: OfDay
    code: DutyCode


@dataclass(frozen=True, slots=True)
class Agenda:
    """The duties of some years, in the order of status.

    Attributes:
        entries: All of them.
        by_place: Where a yearly duty stands among them, by the number of its kind and the year.
        by_number: Where a duty without a day stands, by the number of its kind.
    """

    entries: tuple[Entry, ...]
    by_place: Mapping[tuple[int, int], int]
    by_number: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Outside:
    """The kinds of events that do not concern a platform.

    Attributes:
        kinds: Each as a bit, its number, and whether it recurs each year.
        is_apart: Whether titles and duties rest on none of them.
    """

    kinds: tuple[tuple[int, int, bool], ...]
    is_apart: bool


class Calendar:
    """What is the same for all platforms under one policy and one table of holidays."""

    def __init__(self, program: Program, table: HolidayTable) -> None:
        self.program = program
        self.table = table
        self._agendas: dict[tuple[int, int, tuple[bool, ...]], Agenda] = {}
        self._outside: dict[tuple[bool, ...], Outside] = {}
        self._tried: tuple[date, dict[str, Event]] = (date.min, {})

    def agenda(self, first: int, last: int, concerned: tuple[bool, ...]) -> Agenda:
        """Every duty of these years, and every one without a day, of those that concern a platform."""
        key = (first, last, concerned)
        found = self._agendas.get(key)
        if found is None:
            duties = [
                one for one, is_own in zip(self.program.duties, concerned, strict=True) if is_own
            ]
            entries = [entry for duty in duties for entry in self._of(duty, first, last)]
            entries.sort(key=lambda entry: (entry.due, entry.duty.key))
            found = self._agendas[key] = Agenda(
                tuple(entries),
                {one.place: at for at, one in enumerate(entries) if one.place is not None},
                {one.duty.number: at for at, one in enumerate(entries) if one.place is None},
            )
        return found

    def outside(self, concerned: tuple[bool, ...]) -> Outside:
        """The kinds of events that do not concern a platform which these duties concern."""
        found = self._outside.get(concerned)
        if found is None:
            kinds = tuple(
                (1 << duty.number, duty.number, duty.month is not None)
                for duty, is_own in zip(self.program.duties, concerned, strict=True)
                if not is_own and duty.number >= 0
            )
            is_apart = not any(bit & self.program.reach for bit, _, _ in kinds)
            found = self._outside[concerned] = Outside(kinds, is_apart)
        return found

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
            code: DutyCode = (duty.key, None, None, None, False, "not_bound", 8, None)
            binds = 7 if duty.binds is None else None
            yield Entry(duty, None, date.max, date.max, binds, asked, code)
            return
        for year in range(first, last + 1):
            nominal = month_end(year, duty.month)
            due, is_unpublished = nominal, False
            if duty.is_moving is not None and duty.is_moving(self._empty(nominal)) == 7:
                moved = moved_past_rest(nominal, self.table)
                due, is_unpublished = moved or nominal, moved is None
            binds = asked(self._empty(nominal)) if duty.is_timeless else None
            code = (duty.key, year, nominal, due, is_unpublished, "not_bound", 8, None)
            yield Entry(duty, (duty.number, year), nominal, due, binds, asked, code)

    def _empty(self, day: date) -> DayView:
        """A view of nothing."""
        nothing = [()] * len(self.program.judges)
        return self.program.as_of(self.program.view(nothing, 0, {}, {}, -1), day)


def _always(_: DayView) -> int:
    return 7
