"""History + policy → Chronicle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from sgpolicy.evaluating.procedure.acts import judged
from sgpolicy.evaluating.procedure.coming import beginning, coming
from sgpolicy.evaluating.procedure.duties import duties
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure, actors
from sgpolicy.evaluating.procedure.rounds import last_round, placed, round_of
from sgpolicy.evaluating.procedure.titles import titles
from sgpolicy.evaluating.procedure.views import Views
from sgpolicy.model.chronicle import Chronicle, DutyTrace, EventTrace, TitleTrace
from sgpolicy.model.history import Event, History
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.model.outcome import Outcome

Judge: TypeAlias = Callable[[Views, Event, int], EventTrace]


def chronicle(
    procedure: PreparedProcedure,
    history: History,
    on: date,
    readings: Mapping[str, str],
    holidays: HolidayTable,
) -> Chronicle:
    """What a history comes to as of a day; later events have not happened yet.

    Args:
        procedure: The policy's procedure, from `prepare_procedure`.
        history: What is recorded.
        on: The day.
        readings: Interpretation id → reading id; those left out take their default.
        holidays: The days of rest.
    """
    core = procedure.core
    in_force = {**procedure.prepared.defaults, **readings}
    views = judged_until(procedure, history, on, in_force)
    concerned = concerning(procedure, views, on)
    held = titles(views, on)
    found_duties = sorted(duties(views, concerned, holidays, on), key=_by_day)
    steps = tuple(coming(views, on))
    start = beginning(views, on)
    last = last_round(views.done)
    return Chronicle(
        core,
        history,
        on,
        in_force,
        tuple(key for key in core.interpretations if key in views.relied_on),
        holidays,
        tuple(views.done),
        tuple(held),
        current(held),
        next(
            (
                one.event.position
                for one in reversed(views.done)
                if one.round == last
                and core.events[one.event.kind].provision
                and core.provisions[core.events[one.event.kind].provision].kind == "step"
            ),
            None,
        ),
        tuple(found_duties),
        steps,
        start,
        outcome=holds(views, held, on),
    )


def judged_until(
    procedure: PreparedProcedure, history: History, on: date, readings: Mapping[str, str]
) -> Views:
    """The events until a day, each judged by what came before it."""
    views = Views(procedure, history, readings, on)
    for _ in judging(views):
        pass
    views.outside = outside(views)
    return views


def judging(views: Views, judge: Judge = judged) -> Iterator[EventTrace]:
    """The events until the day of `views`, each judged, and then seen by it, as it is asked for.

    Args:
        views: The history; it sees what is judged.
        judge: How an event, which would belong to a round, is judged.
    """
    procedure, done = views.procedure, views.done
    for event in views.history.events:
        if event.date > views.until:
            break
        found = judge(views, event, round_of(procedure, done, event.kind))
        done.append(placed(procedure, done, found))
        yield done[-1]


def outside(views: Views) -> frozenset[str]:
    """The kinds of events that do not concern the one whose history it is."""
    core = views.procedure.core
    concerned = concerning(views.procedure, views, views.until)
    return frozenset(
        key
        for key, kind in core.events.items()
        if kind.provision
        and core.provisions[kind.provision].kind == "duty"
        and kind.provision not in concerned
    )


def concerning(procedure: PreparedProcedure, views: Views, on: date) -> frozenset[str]:
    """The duties that concern the one whose history it is: owed by it, to it, or about it.

    That is whoever takes the first step of the procedure, and whoever holds a title.
    """
    run = views.run(on)
    subjects: set[str] = set()
    for key in procedure.first_steps:
        subjects |= actors(procedure.provisions[key].by, run) or frozenset()
    for key in procedure.titles:
        subjects |= actors(procedure.provisions[key].about, run) or frozenset()
    found = set()
    for key, act in procedure.provisions.items():
        if act.provision.kind == "duty":
            named = [actors(figure, run) for figure in (act.by, act.towards, act.about)]
            if any(subjects.intersection(one) for one in named if one):
                found.add(key)
    views.rely(run)
    return frozenset(found)


def holds(views: Views, held: Sequence[TitleTrace], on: date) -> Outcome:
    """Whether a title is held: not known either where one may have been granted unrecorded."""
    if any(title.state == "held_or_followed" for title in held):
        return Outcome.MET
    outcomes = {title.outcome for title in held}
    for outcome in (Outcome.MET, Outcome.AWAITING_FINDINGS, Outcome.MISSING_FACTS):
        if outcome in outcomes:
            return outcome
    grants = {
        views.procedure.core.provisions[power].begins_with[0]  # type: ignore[index]
        for power in views.procedure.titles
    }
    is_known = all(views.is_complete(kind, on) for kind in grants)
    return Outcome.NOT_MET if is_known else Outcome.MISSING_FACTS


def current(held: Sequence[TitleTrace]) -> int | None:
    """The index of the title held, or else of the one held last; None for neither."""
    for index in range(len(held) - 1, -1, -1):
        if held[index].outcome is Outcome.MET:
            return index
    return next(
        (index for index in range(len(held) - 1, -1, -1) if held[index].state != "void"), None
    )


def _by_day(duty: DutyTrace) -> tuple[date, str]:
    return (duty.due or date.max, duty.duty)
