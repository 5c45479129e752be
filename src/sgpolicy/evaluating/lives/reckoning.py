"""A history → how the platform stands on a day, as plain tuples."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

from sgpolicy.evaluating.lives.agenda import Calendar
from sgpolicy.evaluating.lives.codes import Codes, StepCode, TitleCode
from sgpolicy.evaluating.lives.judging import Granted, Judged
from sgpolicy.evaluating.lives.owing import owing
from sgpolicy.evaluating.lives.program import Candidate, Program, Title
from sgpolicy.model.chronicle import TitleState
from sgpolicy.model.history import History

_POWERS = "the powers that may come next"
"""What is asked of a past, beside the conditions that are asked by themselves."""


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
    life.finish()
    titles = _titles(life)
    duties = owing(life, calendar)
    title, outcome = _held(life, titles)
    return Codes(
        outcome,
        title,
        life.stage,
        tuple(life.done),
        tuple(titles),
        tuple(duties),
        _coming(life, calendar),
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
    number, place, good, day, position, period = granted
    title = life.program.titles[number]
    if follower is not None or not life.is_simple or title.is_daily:
        return (title.power, position, *_stands(life, granted, follower))
    answers, is_recorded = life.now.answers, _is_recorded(life, title)
    key = (number, bisect_right(life.relevant, place), good, day, period, life.on, is_recorded)
    found = answers.get(key)
    if found is None:
        found = answers[key] = _stands(life, granted, None)
    return (title.power, position, *found)


def _is_recorded(life: Judged, title: Title) -> bool:
    """Whether every event by which a title is granted is on record."""
    return life.is_whole or life.history.is_complete(title.step, life.on)


def _stands(
    life: Judged, granted: Granted, follower: Granted | None
) -> tuple[date | None, date | None, date | None, TitleState, int]:
    """What is said of a title, without whose it is and by which event."""
    number, place, good, _, _, period = granted
    title, on = life.program.titles[number], life.on
    first, last = period or (None, None)
    if good == 0:
        return first, last, None, "void", 0
    if first is None or last is None:
        return first, last, None, "open", 1 & good
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
    elif state == "held" and not _is_recorded(life, title):
        state, outcome = "held_or_followed", 1
    if good != 7 and state in ("held", "held_or_followed", "not_yet"):
        state, outcome = "open", outcome & good
    return first, last, ended, state, outcome


def _lost(life: Judged, number: int, place: int, stop: int) -> date | None:
    """The first day on which it is certain that a title is not kept."""
    title = life.program.titles[number]
    if title.kept is None:
        return None
    places: Iterable[int] = range(place, stop)
    if life.is_shared and not title.is_daily:
        # Between these it rests on the same events, and on no more that is on record.
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
    is_known = life.is_whole or all(
        life.history.is_complete(kind, life.on) for kind in life.program.grants
    )
    return index, 0 if is_known else 1


# ── what may come next ──


def _coming(life: Judged, calendar: Calendar) -> tuple[StepCode, ...]:
    program = life.program
    if life.last and life.is_open:
        return _coming_of(life, calendar, program.candidates)
    if not (program.powers_are_settled and life.is_shared):
        return _coming_of(life, calendar, program.powers)
    answers, key = life.now.answers, (_POWERS, life.on)
    found: tuple[StepCode, ...] | None = answers.get(key)
    if found is None:
        found = answers[key] = _coming_of(life, calendar, program.powers)
    return found


def _coming_of(
    life: Judged, calendar: Calendar, candidates: Iterable[Candidate]
) -> tuple[StepCode, ...]:
    """Those that may come next, or are barred by a rule."""
    steps: list[StepCode] = []
    on, round_, marks = life.on, life.last, life.marks
    for one in candidates:
        act, found = one.act, 7
        if not (_is_due(one, marks) if act.is_step else _has_ground(life, one)):
            continue
        if act.order is not None and marks & act.first != act.first:
            found = act.order(life, round_, on)
            if found == 0 and act.is_step:
                continue
        if found and act.is_step and act.ground is not None:
            found &= act.ground(life.final())
        steps.append((act.key, life.lacking(act, calendar.tried(act.key, on), round_, found)))
    return tuple(steps)


def _has_ground(life: Judged, one: Candidate) -> bool:
    """Whether it is certain that what gives a power is there."""
    ground = one.act.ground
    if ground is None:
        return False
    if one.is_settled and life.is_shared:
        return life.program.asked(life.now, ground, life.on) == 7
    return bool(ground(life.final()) == 7)


def _is_due(one: Candidate, marks: int) -> bool:
    """Whether a step is still to be done in a round that has come far enough."""
    if marks & one.done:
        return False
    for prior in one.priors:  # noqa: SIM110 - a generator takes longer
        if not marks & prior:
            return False
    return True


def _beginning(life: Judged, calendar: Calendar) -> int | None:
    """Whether a new round may begin on the day."""
    act = life.program.beginning
    if act is None:
        return None
    on, round_, found = life.on, life.last + 1, 7
    if act.order is not None:
        found = act.order(life, round_, on)
    if found and act.ground is not None:
        found &= act.ground(life.view_now(round_, on))
    return life.lacking(act, calendar.tried(act.key, on), round_, found)
