"""Duties: when they fall due, whom they bind, whether they were done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sgpolicy.evaluating.procedure.preparing import PreparedProvision, actors
from sgpolicy.evaluating.procedure.views import Views
from sgpolicy.model.chronicle import DutyState, DutyTrace, EventTrace
from sgpolicy.model.core import Deadline
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.model.outcome import Outcome
from sgpolicy.operators.periods import month_end, moved_past_rest

_OUTCOMES: dict[DutyState, Outcome] = {
    "done": Outcome.MET,
    "done_late": Outcome.NOT_MET,
    "overdue": Outcome.NOT_MET,
    "due": Outcome.MISSING_FACTS,
    "unrecorded": Outcome.MISSING_FACTS,
    "standing": Outcome.MISSING_FACTS,
    "not_bound": Outcome.NOT_APPLICABLE,
    "open": Outcome.MISSING_FACTS,
}


MOST_YEARS = 60
"""How many years back duties are told: longer than any platform has lived."""


def duties(
    views: Views, concerned: frozenset[str], table: HolidayTable, on: date
) -> Iterator[DutyTrace]:
    """Every duty as of a day: for each year from the first event until the year after, or without one.

    Of a history that goes back further than `MOST_YEARS`, the latest years.

    Args:
        views: The history, judged.
        concerned: Ids of the duties that concern the platform.
        table: The days of rest.
        on: The day.
    """
    first = min((one.event.date.year for one in views.done), default=on.year)
    first = max(first, on.year - MOST_YEARS)
    for key, act in views.procedure.provisions.items():
        provision = act.provision
        if provision.kind != "duty" or key not in concerned or provision.deadline is None:
            continue
        if not provision.deadline.every_year:
            yield standing(views, act, on)
            continue
        for year in range(first, min(on.year + 1, date.max.year) + 1):
            yield in_year(views, act, year, table, on)


def last_day(deadline: Deadline, year: int) -> date:
    """The last day that the text names for a yearly duty."""
    return month_end(year, deadline.by_end_of_month or 12)


def moved(
    act: PreparedProvision, nominal: date, views: Views, table: HolidayTable
) -> tuple[date, bool]:
    """The day on which a duty falls due, and whether the year's holidays are still unpublished."""
    if act.moved is None:
        return nominal, False
    run = views.run(nominal)
    is_moving = act.moved(run).outcome is Outcome.MET
    views.rely(run)
    if not is_moving:
        return nominal, False
    day = moved_past_rest(nominal, table)
    return (nominal, True) if day is None else (day, False)


def in_year(
    views: Views, act: PreparedProvision, year: int, table: HolidayTable, on: date
) -> DutyTrace:
    """A yearly duty in one year."""
    provision = act.provision
    deadline = provision.deadline or Deadline(every_year=True, written="")
    nominal = last_day(deadline, year)
    due, is_unpublished = moved(act, nominal, views, table)
    seen = sum(1 for one in views.done if one.event.date <= nominal)
    run = views.run(nominal, seen)
    binds, trace = Outcome.MET, None
    if act.when is not None:
        binds = act.when(run).outcome
        trace = views.trace(run, binds)
    by, towards = actors(act.by, run), actors(act.towards, run)
    views.rely(run)
    performed = [one for one in views.done if _does(one, provision.id, year) and _is_seen(one, on)]
    good = [one for one in performed if one.outcome is not Outcome.NOT_MET]
    state = _state(views, provision.id, binds, good, due, on)
    flaws = tuple(flaw for one in performed if not good for flaw in one.flaws)
    outcome = _OUTCOMES[state]
    if state == "done" and good[0].outcome is not Outcome.MET:
        outcome = good[0].outcome
    return DutyTrace(
        provision.id,
        tuple(sorted(by or ())),
        tuple(sorted(towards or ())),
        year,
        nominal,
        due,
        is_unpublished,
        state,
        outcome,
        good[0].event.position if good else None,
        flaws,
        trace,
    )


def _state(
    views: Views, key: str, binds: Outcome, good: list[EventTrace], due: date, on: date
) -> DutyState:
    if binds in (Outcome.NOT_MET, Outcome.NOT_APPLICABLE):
        return "not_bound"
    if good:
        if binds is not Outcome.MET:
            return "open"
        if good[0].event.date <= due:
            return "done"
    elif binds is not Outcome.MET:
        return "open"
    elif on <= due:
        return "due"
    if not views.is_complete(key, due):
        return "unrecorded"
    return "done_late" if good else "overdue"


def _does(one: EventTrace, duty: str, year: int) -> bool:
    return one.event.kind == duty and (one.event.due_year or one.event.date.year) == year


def _is_seen(one: EventTrace, on: date) -> bool:
    return one.event.date <= on


def standing(views: Views, act: PreparedProvision, on: date) -> DutyTrace:
    """A duty without a day: owed all the time, as long as it binds."""
    run = views.run(on)
    binds, trace = Outcome.MET, None
    if act.when is not None:
        binds = act.when(run).outcome
        trace = views.trace(run, binds)
    state: DutyState = "standing"
    if binds in (Outcome.NOT_MET, Outcome.NOT_APPLICABLE):
        state = "not_bound"
    elif binds is not Outcome.MET:
        state = "open"
    by, towards = actors(act.by, run), actors(act.towards, run)
    views.rely(run)
    done = [one for one in views.done if one.event.kind == act.provision.id]
    return DutyTrace(
        act.provision.id,
        tuple(sorted(by or ())),
        tuple(sorted(towards or ())),
        None,
        None,
        None,
        False,  # noqa: FBT003 - is_unpublished
        state,
        _OUTCOMES[state],
        done[-1].event.position if done else None,
        done[-1].flaws if done else (),
        trace,
    )
