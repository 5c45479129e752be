"""A history → how the platform stands on a day, as plain tuples."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sgpolicy.evaluating.lives.judging import Granted, Judged
from sgpolicy.evaluating.lives.program import Candidate, DayView, Duty, OfDay, Program
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


Standing = tuple[Duty, DutyCode, DutyCode, DutyCode]
"""A duty without a day: how it stands if it binds, if that is open, if it does not."""

Entry = tuple[
    Duty,
    tuple[int, int],
    date,
    date,
    "int | None",
    tuple[OfDay, date],
    DutyCode,
    DutyCode,
    DutyCode,
]
"""A duty in a year: the number of its kind and the year; the day in the text and the day it is due; how far it
binds where the day alone tells, and else what is asked on which day; how it stands if it does not bind, if it
is due, if it is overdue, and nobody did it."""


class Calendar:
    """The days on which a policy's duties fall due, year by year, under one table of holidays."""

    def __init__(self, program: Program, table: HolidayTable) -> None:
        self.program = program
        self.table = table
        self._outside: dict[tuple[bool, ...], tuple[tuple[tuple[int, int, bool], ...], bool]] = {}
        self._day: date | None = None
        self._tried: dict[str, Event] = {}
        self._entries: dict[tuple[int, int, tuple[bool, ...]], list[Entry | Standing]] = {}

    def entries(self, first: int, last: int, concerned: tuple[bool, ...]) -> list[Entry | Standing]:
        """Every duty of these years, and every one without a day, in the order of status."""
        key = (first, last, concerned)
        found = self._entries.get(key)
        if found is None:
            duties = [one for i, one in enumerate(self.program.duties) if concerned[i]]
            made: list[tuple[date, str, Entry | Standing]] = []
            for duty in duties:
                if duty.month is None:
                    made.append((date.max, duty.key, _standing(duty)))
                    continue
                for year in range(first, last + 1):
                    entry = self._of(duty, year, duty.month)
                    made.append((entry[3], duty.key, entry))
            made.sort(key=lambda one: one[:2])
            found = self._entries[key] = [entry for _, _, entry in made]
        return found

    def outside(
        self, concerned: tuple[bool, ...]
    ) -> tuple[tuple[tuple[int, int, bool], ...], bool]:
        """Kinds of events that do not concern the platform; whether titles and duties rest on none of them.

        Each as a bit, its number, and whether they recur each year.
        """
        found = self._outside.get(concerned)
        if found is None:
            kinds = tuple(
                (1 << duty.number, duty.number, duty.month is not None)
                for duty, is_own in zip(self.program.duties, concerned, strict=True)
                if not is_own and duty.number >= 0
            )
            is_within = not any(bit & self.program.reach for bit, _, _ in kinds)
            found = self._outside[concerned] = kinds, is_within
        return found

    def tried(self, key: str, on: date) -> Event:
        """An act as it would be on a day."""
        if self._day != on:
            self._day, self._tried = on, {}
        found = self._tried.get(key)
        if found is None:
            found = self._tried[key] = Event(key, on)
        return found

    def _of(self, duty: Duty, year: int, month: int) -> Entry:
        nominal = month_end(year, month)
        due, is_unpublished = nominal, False
        if duty.is_moving is not None and duty.is_moving(self._empty(nominal)) == 7:
            moved = moved_past_rest(nominal, self.table)
            due, is_unpublished = moved or nominal, moved is None
        binds = None
        if duty.binds is None:
            binds = 7
        elif duty.is_timeless:
            binds = duty.binds(self._empty(nominal))
        return (
            duty,
            (duty.number, year),
            nominal,
            due,
            binds,
            (duty.binds or _always, nominal),
            (duty.key, year, nominal, due, is_unpublished, "not_bound", 8, None),
            (duty.key, year, nominal, due, is_unpublished, "due", 1, None),
            (duty.key, year, nominal, due, is_unpublished, "overdue", 0, None),
        )

    def _empty(self, day: date) -> DayView:
        """A view of nothing."""
        return self.program.as_of(
            self.program.view([()] * len(self.program.judges), 0, {}, {}, -1), day
        )


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
    final = life.finish()
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
        tuple(_coming(life, final, calendar)),
        _beginning(life, calendar),
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
        outcome = 7 if title.kept is None else life.kept_after(title.kept, stop, on)
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
    places: Iterable[int] = range(place, stop)
    if life.is_simple and not title.is_daily:
        relevant = life.relevant
        at, end = bisect_right(relevant, place), bisect_left(relevant, stop)
        places = (place, *relevant[at:end])
    for one in places:
        day = life.history.events[one].date
        if life.kept_after(title.kept, one + 1, day) == 0:
            return day
    return None


def _held(life: Judged, titles: list[TitleCode]) -> tuple[int | None, int]:
    """Which title is held or was last, and whether one is held."""
    if len(titles) == 1 and titles[0][6] == 7:
        return 0, 7
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


def _duties(life: Judged, final: DayView, calendar: Calendar) -> list[DutyCode]:
    program, on, events = life.program, life.on, life.history.events
    concerned = program.concerned or _concerned(program, final)
    life.outside, is_within = calendar.outside(concerned)
    is_simple = life.is_simple and is_within
    first = max(events[0].date.year if life.done else on.year, on.year - MOST_YEARS)
    last = min(on.year + 1, date.max.year)
    performed, days = life.performed, life.relevant_days
    latest, is_whole, versions = life.latest, life.is_whole, life.versions
    found: list[DutyCode] = []
    told: dict[OfDay | None, int] = {}
    for entry in calendar.entries(first, last, concerned):
        if len(entry) == 4:
            duty, stands, may, none = entry
            of = duty.binds
            if of not in told:
                told[of] = _told(life, of, final) if of else 7
            code = stands if told[of] == 7 else may if told[of] else none
            if latest and duty.number in latest:
                code = (*code[:7], latest[duty.number])
            found.append(code)
            continue
        duty, place, nominal, due, binds, asked, none, is_due, is_over = entry
        if binds is None:
            if is_simple:
                seen = bisect_right(days, nominal)
                past = versions.get(seen) or life.past(seen)
                binds = past.answers.get(asked)
                if binds is None:
                    binds = asked[0](program.as_of(past.view, nominal))
                    past.answers[asked] = binds
            else:
                seen = bisect_right(events, nominal, 0, len(life.done), key=_day)
                binds = asked[0](life.view_after(seen, nominal))
        good = performed.get(place)
        if binds == 0:
            found.append(none if good is None else (*none[:7], good[2]))
        elif good is None and binds == 7 and (on <= due or is_whole):
            found.append(is_due if on <= due else is_over)
        else:
            state, outcome = _state(life, duty.key, binds, good, due)
            found.append((*none[:5], state, outcome, None if good is None else good[2]))
    return found


def _always(_: DayView) -> int:
    return 7


def _told(life: Judged, of: OfDay, final: DayView) -> int:
    """What a condition of those on which duties rest comes to on the day, all events seen."""
    if life.is_simple:
        return life.kept_after(of, len(life.done), life.on)
    return int(of(final))


def _state(
    life: Judged, key: str, binds: int, good: tuple[int, date, int] | None, due: date
) -> tuple[DutyState, int]:
    """How a duty stands that binds or may, and whose day is past or that was done."""
    if binds != 7:
        return "open", 1
    if good is not None and good[1] <= due:
        return "done", good[0]
    if not life.is_whole and not life.history.is_complete(key, min(due, life.on)):
        return "unrecorded", 1
    return ("done_late" if good is not None else "overdue"), 0


def _standing(duty: Duty) -> Standing:
    def code(state: DutyState, outcome: int) -> DutyCode:
        return duty.key, None, None, None, False, state, outcome, None

    return duty, code("standing", 1), code("open", 1), code("not_bound", 8)


def _day(event: Event) -> date:
    return event.date


def _concerned(program: Program, final: DayView) -> tuple[bool, ...]:
    """Which duties concern the platform: owed by it, to it, or about it."""
    subjects: set[str] = set()
    for of in program.subjects:
        subjects |= of(final) or frozenset()
    return tuple(
        any(subjects.intersection(of(final) or ()) for of in named) for named in program.about
    )


# ── what may come next ──


def _coming(life: Judged, final: DayView, calendar: Calendar) -> Iterator[tuple[str, int]]:
    program, on, round_ = life.program, life.on, life.last
    is_open = life.last > 0 and life.is_open
    for one in program.candidates:
        act = one.act
        if act.is_step:
            if not (is_open and _is_due(life, one)):
                continue
            if act.order is not None:
                found = act.order(life.rows, round_, life.complete(on), life.doubt)
                if found == 0:
                    continue
        elif not _has_ground(life, one, final):
            continue
        yield act.key, life.lacking(act, calendar.tried(act.key, on), round_)


def _has_ground(life: Judged, one: Candidate, final: DayView) -> bool:
    """Whether it is certain that what gives a power is there."""
    ground = one.act.ground
    if ground is None:
        return False
    return (_told(life, ground, final) if one.is_settled else ground(final)) == 7


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


def _beginning(life: Judged, calendar: Calendar) -> int | None:
    """Whether a new round may begin on the day."""
    act = life.program.beginning
    if act is None:
        return None
    return life.lacking(act, calendar.tried(act.key, life.on), life.last + 1)
