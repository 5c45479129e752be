"""What may or must come next, and from when a new round may begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sgpolicy.evaluating.procedure.acts import flaws, least, trial
from sgpolicy.evaluating.procedure.preparing import PreparedProvision, actors
from sgpolicy.evaluating.procedure.rounds import is_under_way, last_round, round_of
from sgpolicy.evaluating.procedure.views import Views
from sgpolicy.model.chronicle import BeginningTrace, Flaw, NextTrace
from sgpolicy.model.core import Elapsed
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Reading, Step, Trace
from sgpolicy.operators.periods import corresponding_day, shifted

HORIZON = 6
"""How many years ahead the first day of a new round is looked for."""


def coming(views: Views, on: date) -> Iterator[NextTrace]:
    """The steps and powers that may come next, those that must, and those that a rule bars.

    A step whose turn has not come is left out; so is a power without its ground, and what the round has
    done.
    """
    core = views.procedure.core
    round_ = last_round(views.done)
    is_open = is_under_way(views.procedure, views.done)
    for key in core.events:
        act = views.procedure.provision_of(key)
        if act is None or key in views.procedure.first_steps:
            continue
        if act.provision.kind == "step":
            if is_open and _is_step_due(views, key, round_):
                found = tried(views, act, on, round_)
                if not any(f.kind in ("order", "flawed_prior") and _fails(f) for f in found.flaws):
                    yield found
        elif act.provision.kind == "power" and act.when is not None:
            found = tried(views, act, on, round_)
            if not any(f.kind == "ground" for f in found.flaws):
                yield found


def _fails(flaw: Flaw) -> bool:
    return flaw.outcome is Outcome.NOT_MET


def _is_step_due(views: Views, key: str, round_: int) -> bool:
    """Whether a step is still to be done in a round that has come far enough."""
    kinds = views.procedure.alternatives[key]
    own = [one for one in views.done if one.round == round_]
    if any(one.event.kind in kinds and one.outcome is not Outcome.NOT_MET for one in own):
        return False
    priors = views.procedure.provisions[key].provision.after
    done = {one.event.kind for one in own}
    return all(done.intersection(views.procedure.alternatives[step]) for step, _ in priors)


def tried(views: Views, act: PreparedProvision, on: date, round_: int) -> NextTrace:
    """An act as it would be if it were done on a day."""
    provision = act.provision
    run = views.run(on, round_=round_)
    by, delegates = actors(act.by, run), actors(act.delegates, run)
    views.rely(run)
    event = trial(provision.id, min(by) if by else "", on)
    found = tuple(flaws(views, act, event, round_, is_trial=True))
    return NextTrace(
        provision.id,
        tuple(sorted(by or ())),
        tuple(sorted(delegates or ())),
        provision.discretion == "must" or provision.kind == "duty",
        least([flaw.outcome for flaw in found]),
        found,
    )


def beginning(views: Views, on: date) -> BeginningTrace | None:
    """Whether a new round may begin, and from which day on nothing known bars it."""
    key = min(views.procedure.first_steps, default=None)
    if key is None:
        return None
    act = views.procedure.provisions[key]
    round_ = round_of(views.procedure, views.done, key)
    now = tried(views, act, on, round_)
    until = date(min(on.year + HORIZON, date.max.year), 12, 31)
    if now.outcome is not Outcome.NOT_MET:
        return BeginningTrace(now, on, until)
    for day in sorted(_turns(now, on, until)):
        then = tried(views, act, day, round_)
        if then.outcome is not Outcome.NOT_MET:
            return BeginningTrace(now, day, until, then)
    return BeginningTrace(now, None, until)


def _turns(now: NextTrace, on: date, until: date) -> set[date]:
    """The days on which what a rule says of the day may change.

    Rules compare the day with other days, with stretches of days, with calendar years and with days a
    period away: they can turn only there, and on the days around.
    """
    found = {date(year, 1, 1) for year in range(on.year + 1, until.year + 1)}
    found.add(shifted(on, 1))
    for flaw in now.flaws:
        if flaw.trace is not None:
            for day in _days(flaw.trace):
                found |= {shifted(day, -1), day, shifted(day, 1)}
    return {day for day in found if on < day <= until}


def _days(trace: Trace) -> Iterator[date]:
    for node in trace.nodes.values():
        if node.value is not None:
            yield from _values(node.value)
        waiting: list[Step] = [step for step in (node.guard, node.body) if step is not None]
        while waiting:
            step = waiting.pop()
            waiting.extend(step.children)
            for value in step.values:
                yield from _values(value)
            if isinstance(step.expr, Elapsed) and isinstance(step.values[0].value, date):
                yield corresponding_day(step.values[0].value, step.expr.length)


def _values(reading: Reading) -> Iterator[date]:
    if isinstance(reading.value, date):
        yield reading.value
    elif isinstance(reading.value, tuple):
        yield from reading.value
    for part in reading.parts:
        yield from _values(part)
