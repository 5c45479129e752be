"""A platform's duties as of a day: see `procedure.duties`."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from sgpolicy.evaluating.lives.agenda import Agenda, Calendar, Entry
from sgpolicy.evaluating.lives.codes import DutyCode
from sgpolicy.evaluating.lives.judging import Judged, day_of
from sgpolicy.evaluating.lives.program import DayView, Program
from sgpolicy.evaluating.lives.runtime import Row
from sgpolicy.model.chronicle import DutyState
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class _Undone:
    """Duties if nobody had done any and everything were on record, with how far each binds."""

    codes: list[DutyCode]
    binds: list[int]


def owing(life: Judged, calendar: Calendar) -> list[DutyCode]:
    """Every duty as of the day.

    Args:
        life: The events, judged.
        calendar: The days on which duties fall due.
    """
    on = life.on
    concerned = life.program.concerned or _concerned(life.program, life.final())
    first = life.history.events[0].date.year if life.done else on.year
    agenda = calendar.agenda(first, on.year, concerned)
    life.outside = agenda.outside
    if life.is_simple and agenda.is_apart:
        answers, key = life.now.answers, (agenda, on)
        undone = answers.get(key)
        if undone is None:
            undone = answers[key] = _undone(life, agenda, is_simple=True)
    else:
        undone = _undone(life, agenda, is_simple=False)
    found = undone.codes.copy()
    if not life.is_whole:
        for at, code in enumerate(found):
            if code[5] == "overdue" and not _is_recorded(life, agenda.entries[at]):
                found[at] = (*agenda.entries[at].head, "unrecorded", 1, None)
    by_place, entries, binds = agenda.by_place, agenda.entries, undone.binds
    for place, good in life.performed.items():
        at = by_place.get(place, -1)
        if at >= 0:
            entry, (outcome, day, by) = entries[at], good
            if binds[at] == 7 and day <= entry.due:
                found[at] = entry.head + ("done", outcome, by)  # noqa: RUF005 - twice as fast
            else:
                found[at] = _done(life, entry, binds[at], by)
    for number, position in life.latest.items():
        to = agenda.by_number.get(number)
        if to is not None:
            found[to] = (*found[to][:7], position)
    return found


def _undone(life: Judged, agenda: Agenda, *, is_simple: bool) -> _Undone:
    binds, codes = [], []
    for entry in agenda.entries:
        code = entry.binds
        if code is None:
            code = _binds(life, entry, is_simple=is_simple)
        binds.append(code)
        codes.append(_stands(entry, code, life.on))
    return _Undone(codes, binds)


def _binds(life: Judged, entry: Entry, *, is_simple: bool) -> int:
    """How far a duty binds: on its day, by what had happened until then."""
    day = life.on if entry.place is None else entry.nominal
    if life.is_shared:
        seen = bisect_right(life.relevant_rows, day, key=_day_of_row)
        return life.program.asked(life.past_of(seen, day, is_simple=is_simple), entry.asked, day)
    if entry.place is None:
        return int(entry.asked(life.final()))
    seen = bisect_right(life.history.events, day, 0, len(life.done), key=day_of)
    return int(entry.asked(life.view_after(seen, day)))


def _stands(entry: Entry, binds: int, on: date) -> DutyCode:
    """How a duty stands that nobody did, everything being on record."""
    state: DutyState
    if binds == 0:
        return entry.code
    if entry.place is None:
        state, outcome = ("standing" if binds == 7 else "open"), 1
    elif binds != 7:
        state, outcome = "open", 1
    elif on <= entry.due:
        state, outcome = "due", 1
    else:
        state, outcome = "overdue", 0
    return (*entry.head, state, outcome, None)


def _done(life: Judged, entry: Entry, binds: int, by: int) -> DutyCode:
    """How a duty stands that somebody did, late or where it does not bind for certain."""
    if binds == 0:
        return (*entry.code[:7], by)
    if binds != 7:
        return (*entry.head, "open", 1, by)
    if _is_recorded(life, entry):
        return (*entry.head, "done_late", 0, by)
    return (*entry.head, "unrecorded", 1, by)


def _is_recorded(life: Judged, entry: Entry) -> bool:
    """Whether everything is on record by which it would have been done in time."""
    return life.is_whole or life.history.is_complete(entry.duty.key, min(entry.due, life.on))


def _day_of_row(row: Row) -> date:
    return row[2]  # type: ignore[no-any-return]


def _concerned(program: Program, final: DayView) -> tuple[bool, ...]:
    """Which duties concern the platform: owed by it, to it, or about it."""
    subjects: set[str] = set()
    for of in program.subjects:
        subjects |= of(final) or frozenset()
    return tuple(
        any(subjects.intersection(of(final) or ()) for of in named) for named in program.about
    )
