"""One question about a history, answered with no more work than it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import assert_never

from sgpolicy.evaluating.procedure.acts import judged
from sgpolicy.evaluating.procedure.chronicling import Judge, current, holds, judging, outside
from sgpolicy.evaluating.procedure.coming import tried
from sgpolicy.evaluating.procedure.duties import in_year, standing
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure, actors
from sgpolicy.evaluating.procedure.rounds import round_of
from sgpolicy.evaluating.procedure.titles import titles
from sgpolicy.evaluating.procedure.views import Views
from sgpolicy.model.chronicle import Chronicle, EventTrace, NextTrace
from sgpolicy.model.history import Event, History
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import (
    AboutDuty,
    AboutEvent,
    AboutLife,
    AboutNext,
    AboutNode,
    AboutTitle,
    Answer,
    Question,
)
from sgpolicy.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Judged:
    """A history's events as some policy judges them, with what judging each of them consulted."""

    events: tuple[EventTrace, ...]
    nodes: tuple[frozenset[str], ...]
    facts: tuple[frozenset[str], ...]


def judged_apart(
    procedure: PreparedProcedure, history: History, readings: Mapping[str, str]
) -> Judged:
    """All events of a history, whatever the day as of which it is asked about."""
    in_force = {**procedure.prepared.defaults, **readings}
    views = Views(procedure, history, in_force, date.max)
    nodes, facts = [], []
    for _ in judging(views):
        nodes.append(frozenset(views.nodes))
        facts.append(frozenset(views.facts))
        views.nodes.clear()
        views.facts.clear()
    return Judged(tuple(views.done), tuple(nodes), tuple(facts))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a history from another policy that differs in one thing.

    Attributes:
        events: As that policy judges them; what begins and what ends a round is the same.
        may_differ: Whether the difference may alter how the event of that number is judged, all before
            it being alike.
    """

    events: Sequence[EventTrace]
    may_differ: Callable[[int], bool]


class Asked:
    """A history as of a day, judged event by event as far as the questions need.

    Attributes:
        views: What has been judged, with what that consulted.
        holidays: The days of rest.
    """

    def __init__(
        self,
        procedure: PreparedProcedure,
        history: History,
        on: date,
        readings: Mapping[str, str],
        holidays: HolidayTable,
        known: Known | None = None,
    ) -> None:
        """Nothing is judged yet; readings left out take their default, what is known is taken over."""
        in_force = {**procedure.prepared.defaults, **readings}
        self.views = Views(procedure, history, in_force, on)
        self.holidays = holidays
        self._judging = judging(self.views, judged if known is None else _judged_again(known))
        self._is_whole = False

    def answer(self, question: Question) -> Answer:
        """What a question comes to."""
        match question:
            case AboutEvent(kind=kind, number=number):
                at = self.event(kind, number)
                if at is None:
                    return Answer(None, self._found())
                one = self.views.done[at]
                return Answer(one.outcome, self._found(events=(one,)))
            case AboutDuty():
                return self._duty(question)
            case AboutTitle(power=power, number=number):
                return self._title(power, number)
            case AboutNext(provision=key):
                found = self._next(key)
                return Answer(found.outcome, replace(self._found(), steps=(found,)))
            case AboutNode(node=key):
                views = self.whole()
                run = views.run(views.until)
                outcome = run.node(key).outcome
                trace = views.trace(run, outcome or Outcome.NOT_APPLICABLE)
                return Answer(outcome, self._found(), None, trace)
            case AboutLife():
                return self._title(None, None)
            case _:
                assert_never(question)

    def event(self, kind: str, number: int) -> int | None:
        """Where the event of that number stands among those judged; judged no further than that."""
        done, seen, at = self.views.done, 0, 0
        while at < len(done) or next(self._judging, None) is not None:
            seen += done[at].event.kind == kind
            if seen == number:
                return at
            at += 1
        return None

    def whole(self) -> Views:
        """All events until the day, judged."""
        if not self._is_whole:
            for _ in self._judging:
                pass
            self.views.outside = outside(self.views)
            self._is_whole = True
        return self.views

    def _next(self, key: str) -> NextTrace:
        """The step or power, tried on the day; one that nobody records depends on nothing."""
        views = self.whole()
        act = views.procedure.provisions[key]
        if key in views.procedure.core.events:
            return tried(views, act, views.until, self.round_of(key))
        run = views.run(views.until)
        by = tuple(sorted(actors(act.by, run) or ()))
        views.rely(run)
        return NextTrace(key, by, (), act.provision.discretion == "must", Outcome.MET)

    def round_of(self, provision: str) -> int:
        """To which round an act of the day would belong."""
        return round_of(self.views.procedure, self.views.done, provision)

    def _duty(self, question: AboutDuty) -> Answer:
        views = self.whole()
        act = views.procedure.provisions[question.duty]
        if question.year is None:
            duty = standing(views, act, views.until)
        else:
            duty = in_year(views, act, question.year, self.holidays, views.until)
        done = tuple(one for one in views.done if one.event.position == duty.done_by)
        found = replace(self._found(events=done), duties=(duty,))
        return Answer(duty.outcome, found, duty.state)

    def _title(self, power: str | None, number: int | None) -> Answer:
        """A title of a power, or (None) of any."""
        views = self.whole()
        held = [t for t in titles(views, views.until) if power in (None, t.power)]
        if number is not None:
            own = held[number - 1 : number]
            outcome = own[0].outcome if own else None
        else:
            index = current(held)
            own = held[-1:] if index is None else [held[index]]
            outcome = holds(views, held, views.until)
        granting = {title.granted_by for title in own}
        found = replace(
            self._found(tuple(one for one in views.done if one.event.position in granting)),
            titles=tuple(own),
            title=0 if own else None,
            outcome=outcome or Outcome.NOT_MET,
        )
        return Answer(outcome, found)

    def _found(self, events: tuple[EventTrace, ...] = ()) -> Chronicle:
        views = self.views
        core = views.procedure.core
        return Chronicle(
            core=core,
            history=views.history,
            on=views.until,
            readings=views.readings,
            relied_on=tuple(key for key in core.interpretations if key in views.relied_on),
            holidays=self.holidays,
            events=events,
            titles=(),
            title=None,
            stage=None,
            duties=(),
            steps=(),
            beginning=None,
        )


def _judged_again(known: Known) -> Judge:
    """As `judged`: what is known is taken over as long as nothing before it turned out otherwise."""
    is_alike = True

    def judge(views: Views, event: Event, round_: int) -> EventTrace:
        nonlocal is_alike
        at = len(views.done)
        old = known.events[at]
        if is_alike and not known.may_differ(at):
            return old
        found = judged(views, event, round_)
        is_alike = is_alike and found.outcome is old.outcome
        return found

    return judge
