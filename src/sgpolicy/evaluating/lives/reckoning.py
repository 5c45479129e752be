"""A history → how the platform stands on a day, as plain tuples."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sgpolicy.evaluating.lives.judging import Granted, Judged
from sgpolicy.evaluating.lives.program import Candidate, DayView, Duty, Program
from sgpolicy.evaluating.procedure.duties import MOST_YEARS
from sgpolicy.model.chronicle import DutyState, TitleState
from sgpolicy.model.history import Event, History
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.operators.periods import month_end, moved_past_rest

TitleCode = tuple[str, int, date | None, date | None, date | None, TitleState, int]
"""The power, the position of the granting event, first and last day, the day it ended on, state, outcome."""

DutyCode = tuple[str, int | None, date | None, date | None, bool, DutyState, int, int | None]
"""The duty, year, the day in the text, the day moved past rest, whether the year's holidays are
unpublished, state, outcome, and the position of the event that did it."""

StepCode = tuple[str, int]
"""A step or power that may come next, and how far it may."""


class Codes(NamedTuple):
    """How a platform stands, as numbers and days: see `model.chronicle` for what each says.

    Attributes:
        outcome: Whether a title is held. `title`: which of `titles` is, or was last; None for none.
        stage: The position of the last step of the last round.
        events: Each event's round and outcome.
        begins: Whether a new round may begin on the day; None where there is no procedure.
    """

    outcome: int
    title: int | None
    stage: int | None
    events: tuple[tuple[int, int], ...]
    titles: tuple[TitleCode, ...]
    duties: tuple[DutyCode, ...]
    steps: tuple[StepCode, ...]
    begins: int | None


Entry = tuple[int, "int | None", "date | None", "date | None", bool, "int | None", DutyCode]
"""A duty that may fall due: which, year, day in the text, day it is due, whether unpublished; how far it
binds where the day alone tells; how it stands if it does not and nobody did it."""


class Calendar:
    """The days on which a policy's duties fall due, year by year, under one table of holidays."""

    def __init__(self, program: Program, table: HolidayTable) -> None:
        self.program = program
        self.table = table
        self._entries: dict[tuple[int, int, tuple[bool, ...]], list[Entry]] = {}

    def entries(self, first: int, last: int, concerned: tuple[bool, ...]) -> list[Entry]:
        """Every duty of these years, and every one without a day, in the order of status."""
        key = (first, last, concerned)
        found = self._entries.get(key)
        if found is None:
            made = [
                entry
                for i, duty in enumerate(self.program.duties)
                if concerned[i]
                for entry in self._of(i, duty, first, last)
            ]
            made.sort(key=lambda one: (one[3] or date.max, self.program.duties[one[0]].key))
            found = self._entries[key] = made
        return found

    def _of(self, number: int, duty: Duty, first: int, last: int) -> Iterator[Entry]:
        if duty.month is None:
            none: DutyCode = (duty.key, None, None, None, False, "not_bound", 8, None)
            binds = 7 if duty.binds is None else None
            yield number, None, None, None, False, binds, none
            return
        for year in range(first, last + 1):
            nominal = month_end(year, duty.month)
            due, is_unpublished = nominal, False
            if duty.is_moving is not None and duty.is_moving(self._empty(nominal)) == 7:
                moved = moved_past_rest(nominal, self.table)
                due, is_unpublished = moved or nominal, moved is None
            binds = 7 if duty.binds is None else None
            if duty.binds is not None and duty.is_timeless:
                binds = duty.binds(self._empty(nominal))
            none = (duty.key, year, nominal, due, is_unpublished, "not_bound", 8, None)
            yield number, year, nominal, due, is_unpublished, binds, none

    def _empty(self, day: date) -> DayView:
        """A view of nothing."""
        return self.program.as_of(self.program.view((), 0, {}, {}, -1), day)


def reckon(program: Program, history: History, on: date, calendar: Calendar) -> Codes:
    """How the platform stands on a day.

    Args:
        program: The procedure under the readings in force.
        history: What is recorded.
        on: The day; later events have not happened yet.
        calendar: The days on which duties fall due.

    Raises:
        BeyondError: If there is something that only the interpreter does.
    """
    life = Judged(program, history, on)
    final = life.view_now(life.last, on)
    titles = _titles(life)
    duties = _duties(life, final, calendar)
    title, outcome = _held(life, titles)
    return Codes(
        outcome,
        title,
        life.stage,
        tuple(life.done),
        tuple(titles),
        tuple(duties),
        tuple(_coming(life, final)),
        _beginning(life),
    )


# ── titles ──


def _titles(life: Judged) -> list[TitleCode]:
    granted = life.granted
    if len(granted) == 1:
        return [_title(life, granted[0], None)]
    found = []
    for at, one in enumerate(granted):
        later = (two for two in granted[at + 1 :] if two[0] == one[0] and two[2])
        found.append(_title(life, one, next(later, None)))
    return sorted(found, key=lambda title: title[1])


def _title(life: Judged, granted: Granted, follower: Granted | None) -> TitleCode:
    """One title as of the day: see `procedure.titles`."""
    number, place, good, _, position, period = granted
    title, on = life.program.titles[number], life.on
    first, last = period or (None, None)
    if good == 0:
        return title.power, position, first, last, None, "void", 0
    if first is None or last is None:
        return title.power, position, first, last, None, "open", 1 & good
    day, is_sure = None, True
    if follower is not None:
        begins = follower[5][0] if follower[5] else None
        day = begins or follower[3]
        is_sure = follower[2] == 7 and begins is not None
    stop = len(life.done) if follower is None else follower[1]
    lost_on = _lost(life, number, place, stop)
    ended = min((one for one in (lost_on, day if is_sure else None) if one), default=None)
    if ended is not None and ended > last:
        ended = None
    state: TitleState
    if on < first:
        state, outcome = "not_yet", 0
    elif ended is not None and ended <= on:
        state, outcome = ("lost" if ended == lost_on else "followed"), 0
    elif on > last:
        state, outcome = "expired", 0
    else:
        outcome = 7 if title.kept is None else title.kept(life.view_after(stop, on))
        state = "held" if outcome == 7 else "lost" if outcome == 0 else "open"
    if state == "held" and day is not None and not is_sure and day <= on:
        state, outcome = "open", 1
    elif state == "held" and not life.history.is_complete(title.step, on):
        state, outcome = "held_or_followed", 1
    if good != 7 and state in ("held", "held_or_followed", "not_yet"):
        state, outcome = "open", outcome & good
    return title.power, position, first, last, ended, state, outcome


def _lost(life: Judged, number: int, place: int, stop: int) -> date | None:
    """The first day on which it is certain that a title is not kept."""
    title = life.program.titles[number]
    if title.kept is None:
        return None
    is_whole = life.least is not None and life.least >= life.on
    places = range(place, stop)
    if is_whole and not title.is_daily and not life.materials:
        between = [one for one in life.relevant if place < one < stop]
        for one in (place, *between):
            if title.kept(life.view_after(one + 1, life.dates[one])) == 0:
                return life.dates[one]
        return None
    for one in places:
        if title.kept(life.view_after(one + 1, life.dates[one])) == 0:
            return life.dates[one]
    return None


def _held(life: Judged, titles: list[TitleCode]) -> tuple[int | None, int]:
    """Which title is held or was last, and whether one is held."""
    index = None
    for at in range(len(titles) - 1, -1, -1):
        if titles[at][6] == 7:
            return at, 7
        if index is None and titles[at][5] != "void":
            index = at
    outcomes = set()
    for one in titles:
        if one[5] == "held_or_followed":
            return index, 7
        outcomes.add(one[6])
    for code in (3, 1):
        if code in outcomes:
            return index, code
    is_known = all(life.history.is_complete(kind, life.on) for kind in life.program.grants)
    return index, 0 if is_known else 1


# ── duties ──


def _duties(life: Judged, final: DayView, calendar: Calendar) -> Iterator[DutyCode]:
    program, on = life.program, life.on
    concerned = program.concerned or _concerned(program, final)
    life.outside = tuple(
        (1 << duty.number, duty.number, program.recurring[i])
        for i, duty in enumerate(program.duties)
        if not concerned[i] and duty.number >= 0
    )
    first = max(life.dates[0].year if life.dates else on.year, on.year - MOST_YEARS)
    last = min(on.year + 1, date.max.year)
    performed = life.performed
    for number, year, nominal, due, is_unpublished, binds, none in calendar.entries(
        first, last, concerned
    ):
        duty = program.duties[number]
        if year is None or nominal is None or due is None:
            yield _standing(life, duty, binds, final, none)
            continue
        if binds is None:
            seen = bisect_right(life.dates, nominal)
            binds = duty.binds(life.view_after(seen, nominal))  # type: ignore[misc]
        good = performed.get((duty.number, year))
        by = None if good is None else good[2]
        if binds == 0:
            yield none if good is None else (*none[:7], by)
            continue
        state, outcome = _state(life, duty.key, binds, good, due)
        yield duty.key, year, nominal, due, is_unpublished, state, outcome, by


def _state(
    life: Judged, key: str, binds: int, good: tuple[int, date, int] | None, due: date
) -> tuple[DutyState, int]:
    if binds != 7:
        return "open", 1
    if good is not None:
        if good[1] <= due:
            return "done", good[0]
    elif life.on <= due:
        return "due", 1
    if not life.history.is_complete(key, min(due, life.on)):
        return "unrecorded", 1
    return ("done_late" if good is not None else "overdue"), 0


def _standing(
    life: Judged, duty: Duty, binds: int | None, final: DayView, none: DutyCode
) -> DutyCode:
    """A duty without a day."""
    if binds is None:
        binds = duty.binds(final)  # type: ignore[misc]
    done = life.latest.get(duty.number)
    if binds == 0:
        return none if done is None else (*none[:7], done)
    state: DutyState = "standing" if binds == 7 else "open"
    return duty.key, None, None, None, False, state, 1, done


def _concerned(program: Program, final: DayView) -> tuple[bool, ...]:
    """Which duties concern the platform: owed by it, to it, or about it."""
    subjects: set[str] = set()
    for of in program.subjects:
        subjects |= of(final) or frozenset()
    return tuple(
        any(subjects.intersection(of(final) or ()) for of in named) for named in program.about
    )


# ── what may come next ──


def _coming(life: Judged, final: DayView) -> Iterator[tuple[str, int]]:
    program, on, round_ = life.program, life.on, life.last
    is_open = life.last > 0 and not life.ended
    for one in program.candidates:
        act = one.act
        if act.is_step:
            if not (is_open and _is_due(life, one)):
                continue
            if act.order is not None:
                found = act.order(life.rows, round_, life.complete(on), life.doubt)
                if found == 0:
                    continue
        elif act.ground is None or act.ground(final) != 7:
            continue
        yield act.key, life.judge(act, Event(act.key, on), round_, tried=True)


def _is_due(life: Judged, one: Candidate) -> bool:
    """Whether a step is still to be done in a round that has come far enough."""
    rows, round_ = life.rows, life.last
    for kind in one.alternatives:
        for row in rows[kind]:
            if row[1] == round_ and row[2]:
                return False
    return all(
        any(row[1] == round_ for kind in kinds for row in rows[kind]) for kinds in one.priors
    )


def _beginning(life: Judged) -> int | None:
    """Whether a new round may begin on the day."""
    act = life.program.beginning
    if act is None:
        return None
    return life.judge(act, Event(act.key, life.on), life.last + 1, tried=True)
