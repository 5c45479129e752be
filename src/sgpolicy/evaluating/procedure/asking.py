"""One question about a history, answered with no more work than it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import assert_never

from sgpolicy.evaluating.procedure.chronicling import current, holds, judging, outside
from sgpolicy.evaluating.procedure.coming import tried
from sgpolicy.evaluating.procedure.duties import in_year, standing
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.evaluating.procedure.titles import titles
from sgpolicy.evaluating.procedure.views import Views
from sgpolicy.model.chronicle import Chronicle, EventTrace
from sgpolicy.model.history import History
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
    ) -> None:
        """Nothing is judged yet; readings left out take their default."""
        in_force = {**procedure.prepared.defaults, **readings}
        self.views = Views(procedure, history, in_force, on)
        self.holidays = holidays
        self._judging = judging(self.views)
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
                views = self.whole()
                found = tried(
                    views, views.procedure.provisions[key], views.until, self.round_of(key)
                )
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
        seen = 0
        for at, one in enumerate(self._events()):
            seen += one.event.kind == kind
            if seen == number:
                return at
        return None

    def whole(self) -> Views:
        """All events until the day, judged."""
        if not self._is_whole:
            for _ in self._judging:
                pass
            self.views.outside = outside(self.views)
            self._is_whole = True
        return self.views

    def round_of(self, provision: str) -> int:
        """To which round an act of the day would belong: a first step begins the next."""
        done = self.views.done
        return (done[-1].round if done else 0) + (provision in self.views.procedure.first_steps)

    def _events(self) -> Iterator[EventTrace]:
        yield from tuple(self.views.done)
        yield from self._judging

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
