"""What an answer rests on: the evaluations behind it, and what in them counted.

Worked out afresh, for those who want to know which words of the law a case tries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sgpolicy.evaluating.procedure.asking import Asked
from sgpolicy.evaluating.procedure.duties import last_day
from sgpolicy.evaluating.procedure.preparing import PreparedProvision
from sgpolicy.evaluating.running import Run
from sgpolicy.model.chronicle import DutyTrace, EventTrace, Flaw, TitleTrace
from sgpolicy.model.core import Expr
from sgpolicy.model.history import Event
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import (
    AboutDuty,
    AboutEvent,
    AboutLife,
    AboutNext,
    AboutNode,
    AboutTitle,
    Answer,
    Ground,
    Question,
)
from sgpolicy.model.trace import Trace

_ACTORS = frozenset({"competence", "delegation"})


def grounds(asked: Asked, question: Question, answer: Answer) -> Iterator[Ground]:
    """What an answer rests on.

    Args:
        asked: Who was asked.
        question: What about.
        answer: What was answered.
    """
    match question:
        case AboutEvent(kind=kind, number=number):
            at = asked.event(kind, number)
            if at is not None:
                yield from _of_event(asked, at)
        case AboutDuty():
            for duty in answer.found.duties:
                yield from _of_duty(asked, duty)
        case AboutTitle() | AboutLife():
            for title in answer.found.titles:
                yield from _of_title(asked, title)
        case AboutNext(provision=key):
            views = asked.whole()
            act = views.procedure.provisions[key]
            if key not in views.procedure.core.events:
                named = () if act.provision.by is None else (act.provision.by,)
                yield Ground(_traced(asked, views.run(views.until)), (), (), named)
                return
            event = Event(key, asked.views.until, min(answer.found.steps[0].actors, default=""))
            place = (None, asked.round_of(key))
            yield from _of_act(asked, act, event, place, answer.found.steps[0].flaws)
        case AboutNode(node=key):
            if answer.trace is not None:
                yield Ground(answer.trace, (key,))
        case _:
            assert_never(question)


def _of_event(asked: Asked, at: int) -> Iterator[Ground]:
    one = asked.views.done[at]
    act = asked.views.procedure.provision_of(one.event.kind)
    if act is not None:
        yield from _of_act(asked, act, one.event, (at, one.round), one.flaws)


def _of_act(
    asked: Asked,
    act: PreparedProvision,
    event: Event,
    place: tuple[int | None, int],
    flaws: tuple[Flaw, ...],
) -> Iterator[Ground]:
    """What it rests on that an act lacks something, or nothing.

    Args:
        asked: Whose history it is.
        act: What is done.
        event: The act itself.
        place: After how many events (None for an act that is only tried, after all), in which round.
        flaws: What it lacks.
    """
    number, round_ = place
    kinds = {flaw.kind for flaw in flaws}
    after = asked.views.run(event.date, number, event, round_=round_)
    is_trial = number is None
    wanted = [
        node
        for node, result in act.provision.requires
        if not result or (not is_trial and event.result in ("", result))
    ]
    nodes = [flaw.node for flaw in flaws if flaw.node] if flaws else wanted
    counted = tuple(node for node in nodes if _counts(after, node, is_flaw=bool(flaws)))
    figures: list[Expr | None] = []
    if not flaws or kinds & _ACTORS:
        figures += [act.provision.by, act.provision.delegates]
    if event.towards and (not flaws or "addressee" in kinds):
        figures.append(act.provision.towards)
    named = tuple(figure for figure in figures if figure is not None)
    if counted or named:
        yield Ground(_traced(asked, after), counted, (), named)
    if act.when is not None and act.provision.kind != "duty" and (not flaws or "ground" in kinds):
        yield _of_condition(asked, act, asked.views.run(event.date, number, round_=round_))


def _counts(run: Run, node: str, *, is_flaw: bool) -> bool:
    """Whether a requirement decided: one that is open was decided by what the record says of it."""
    outcome = run.node(node).outcome or Outcome.NOT_APPLICABLE
    return is_flaw or outcome.is_decided


def _of_condition(asked: Asked, act: PreparedProvision, run: Run) -> Ground:
    """The ground of a power, or the condition of a duty."""
    if act.when is None:
        message = f"{act.provision.id} has no condition"
        raise AssertionError(message)
    step = act.when(run)
    return Ground(_traced(asked, run), (), ((step.expr, step),))


def _of_duty(asked: Asked, duty: DutyTrace) -> Iterator[Ground]:
    views = asked.views
    act = views.procedure.provisions[duty.duty]
    run = views.run(views.until)
    if duty.year is not None and act.provision.deadline is not None:
        nominal = last_day(act.provision.deadline, duty.year)
        run = views.run(nominal, sum(1 for one in views.done if one.event.date <= nominal))
        if act.moved is not None and duty.state not in ("not_bound", "open"):
            looked = views.run(nominal)
            step = act.moved(looked)
            yield Ground(_traced(asked, looked), (), ((step.expr, step),))
    if act.when is not None:
        yield _of_condition(asked, act, run)
    for at, one in enumerate(views.done):
        if one.event.position == duty.done_by or _is_bad_try(one, duty):
            yield from _of_event(asked, at)


def _is_bad_try(one: EventTrace, duty: DutyTrace) -> bool:
    """Whether it is one of those that should have done the duty and do not count."""
    is_of_it = one.event.kind == duty.duty and duty.year in (
        one.event.due_year,
        one.event.date.year,
    )
    return is_of_it and bool(duty.flaws) and one.outcome is Outcome.NOT_MET


def _of_title(asked: Asked, title: TitleTrace) -> Iterator[Ground]:
    views = asked.views
    if title.state in ("void", "open"):
        for at, one in enumerate(views.done):
            if one.event.position == title.granted_by:
                yield from _of_event(asked, at)
    if title.state != "void":
        lasts = views.procedure.core.provisions[title.power].lasts
        counted = title.nodes if title.state in ("held", "held_or_followed", "lost", "open") else ()
        yield Ground(title.trace, counted, (), () if lasts is None else (lasts,))


def _traced(asked: Asked, run: Run) -> Trace:
    return asked.views.trace(run, Outcome.NOT_APPLICABLE)
