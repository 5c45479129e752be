"""The chronicle: what the engine found about a history as of a day, once, for every account of it.

As the trace is to one decision, so is the chronicle to a platform's life. An account can only say what
stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from sgpolicy.model.citation import Citation
from sgpolicy.model.core import Core, Expr
from sgpolicy.model.history import Event, History
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Step, Trace
from sgpolicy.records import dataclass

DefectKind = Literal[
    "competence",  # the text does not empower this actor
    "delegation",  # a delegate acts, and nothing shows the delegation
    "addressee",  # addressed to somebody else
    "order",  # a step that must come first is missing
    "flawed_prior",  # the step that came first is itself not as the text says
    "requirement",  # a rule that the act itself must satisfy
    "ground",  # the situation that gives the power, or the duty, is not there
]

TitleState = Literal[
    "held",
    "held_or_followed",  # held, unless another took its place that is not on record; one of them is held
    "not_yet",  # its first day is still to come
    "expired",
    "lost",
    "followed",  # another took its place
    "open",
    "void",  # the event that should grant it was not as the text says
]

DutyState = Literal[
    "done",  # in time
    "done_late",
    "overdue",
    "due",  # to be done, its day has not come
    "unrecorded",  # its day is past, and the records do not reach so far
    "standing",  # without a day: owed all the time
    "not_bound",  # it does not bind in that year
    "open",  # not known whether it binds
]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that an act lacks.

    Attributes:
        kind: What.
        outcome: 不符合 where known for certain, else what is open.
        citation: The clause it offends.
        actors: For competence, delegation and addressee: ids of those the text names.
        priors: For order and flawed_prior: step ids, each with the result asked for.
        node: For a requirement the rule's id; `trace` its evaluation.
        step: For a ground, the condition's evaluation.
        expr: Where something is open: the expression that is.
    """

    kind: DefectKind
    outcome: Outcome
    citation: Citation
    actors: tuple[str, ...] = ()
    priors: tuple[tuple[str, str], ...] = ()
    node: str = ""
    trace: Trace | None = None
    step: Step | None = None
    expr: Expr | None = None


@dataclass(frozen=True, slots=True)
class EventTrace:
    """An event with its round (from 1; 0 for none) and whether it was as the text says.

    `outcome` is 不适用 for an occurrence, which nothing governs.
    """

    event: Event
    round: int
    outcome: Outcome
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleTrace:
    """A title that an event grants.

    Attributes:
        power: The id of the power that grants it. `granted_by`: the event's position.
        first, last: Its period; None while unknown.
        ended_on: The first day on which it is held no longer, if before the period's end.
        state, outcome: As of the chronicle's day.
        trace: The evaluation of what it rests on, as of the chronicle's day (or of the day it ended).
        nodes: Ids of the nodes that the outcome is put down to.
    """

    power: str
    granted_by: int
    first: date | None
    last: date | None
    ended_on: date | None
    state: TitleState
    outcome: Outcome
    trace: Trace
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyTrace:
    """A duty in one year, or without a year.

    Attributes:
        duty: Its id. `actors`, `towards`: ids of those who owe it and of the addressees.
        year: In which it falls due; None for a duty without a day.
        nominal, due: The day in the text, and the day moved past days of rest.
        is_unpublished: The year's holidays are not in the table, so nothing could be moved.
        done_by: Position of the event that did it; None for none.
        trace: The evaluation of whether it binds, if it has a condition.
    """

    duty: str
    actors: tuple[str, ...]
    towards: tuple[str, ...]
    year: int | None
    nominal: date | None
    due: date | None
    is_unpublished: bool
    state: DutyState
    outcome: Outcome
    done_by: int | None = None
    flaws: tuple[Flaw, ...] = ()
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class NextTrace:
    """A step or power tried as of the chronicle's day: may it come next?

    Attributes:
        provision: Its id. `actors`: ids of those who may act; `delegates` of possible delegates.
        is_must: Whether they must act.
        outcome: 符合 it may be done; 不符合 barred; else open.
    """

    provision: str
    actors: tuple[str, ...]
    delegates: tuple[str, ...]
    is_must: bool
    outcome: Outcome
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class BeginningTrace:
    """Whether a new round may begin on the chronicle's day, and from which day on it may.

    Attributes:
        step: The first step, tried as of that day.
        from_day: The first day from then on when nothing known bars it; None for none up to `until`.
        then: The first step tried as of `from_day`, where that is later: it may rest on something that
            is not known yet, such as that year's notice.
    """

    step: NextTrace
    from_day: date | None
    until: date
    then: NextTrace | None = None


@dataclass(frozen=True, slots=True)
class OtherLife:
    """What differs under another reading of one interpretation, everything else alike.

    Attributes:
        title: Whether a title is held on the day, and its last day; None where that is the same.
        events: Positions of the events that come out otherwise, with their outcome there.
        duties: Duties, each with its year, that stand otherwise, with their state there.
        steps: Ids of what may come next there and not here, and the other way round.
        begins: Whether a new round may begin there; None where that is the same.
    """

    interpretation: str
    reading: str
    title: tuple[Outcome, date | None] | None = None
    events: tuple[tuple[int, Outcome], ...] = ()
    duties: tuple[tuple[str, int | None, DutyState, date | None], ...] = ()
    steps: tuple[str, ...] = ()
    begins: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Everything found about a history as of a day.

    Attributes:
        readings: Interpretation id → reading id in force, for all.
        relied_on: Ids of the interpretations consulted.
        events: Those until the day. `titles`: in the order in which they were granted.
        title: The index of the title held or last held; None where there is none.
        stage: The position of the last step of the last round; None before the first.
        duties: By day, those without a day last.
        steps: What may come next.
        alternatives: What other readings would change; None where nobody asked.
        outcome: Whether a title is held on the day: open also where one may have been granted, or lost,
            that the records do not reach.
    """

    core: Core
    history: History
    on: date
    readings: Mapping[str, str]
    relied_on: tuple[str, ...]
    holidays: HolidayTable
    events: tuple[EventTrace, ...]
    titles: tuple[TitleTrace, ...]
    title: int | None
    stage: int | None
    duties: tuple[DutyTrace, ...]
    steps: tuple[NextTrace, ...]
    beginning: BeginningTrace | None
    alternatives: tuple[OtherLife, ...] | None = None
    outcome: Outcome = Outcome.MISSING_FACTS
