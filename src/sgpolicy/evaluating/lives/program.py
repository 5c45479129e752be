"""What a policy's procedure comes to once it is generated: acts, titles and duties, ready to be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.history import Event
from sgpolicy.records import dataclass, field

_MOST_PASTS = 1 << 13
_MOST_KNOWN = 1 << 12

Allowed = tuple[
    "frozenset[str] | None",
    "frozenset[str] | None",
    "frozenset[str] | None",
    "frozenset[str | None]",
    "frozenset[str | None]",
]
"""Who may act, may for another, may be addressed; None where that is open. Then by whom an act is certainly
not by the wrong one, and towards whom."""

View = list[Any]
"""See `writing.S_HEAD`."""

DayView = list[Any]
"""See `writing.D_HEAD`."""

Order = Callable[[Any, int, date], int]
OfDay = Callable[[DayView], Any]
Demands = Callable[[DayView, Any, str | None, Any, bool], int]


@dataclass(frozen=True, slots=True)
class Act:
    """A step or power that may be tried.

    Attributes:
        number: Of the kind of event. `key`: its id.
        is_step: Whether it is a step; else a power.
        only_result: What it comes to where it can come to one thing only.
        order, first, ground, demands, needs_view, demands_now: See `acts.Names`.
        asks: The kinds of events at which `demands` looks, as bits.
        is_read: Whether rules look at events of the kind.
        cells: Its own columns that rules ask for.
    """

    number: int
    key: str
    is_step: bool
    only_result: str | None
    order: Order | None
    first: int
    ground: OfDay | None
    demands: Demands | None
    needs_view: bool
    demands_now: Callable[..., int] | None
    asks: int
    is_read: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who may act, where that depends on what is stated.

    Attributes:
        by, delegates, towards: Of a view: ids of those who may, may for another, may be addressed.
        facts: The facts it depends on, where their values may be looked up by; None where not.
    """

    by: OfDay
    delegates: OfDay
    towards: OfDay
    facts: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Title:
    """A title that a step grants.

    Attributes:
        power: The id of the power that grants it. `step`: the kind of event.
        lasts: Its stretch of days. `kept`: whether what it takes to keep it holds; None for nothing.
        is_daily: Whether that may turn with the day alone, or with the round.
    """

    power: str
    step: str
    lasts: OfDay | None
    kept: OfDay | None
    is_daily: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty with a deadline.

    Attributes:
        key: Its id. `number`: that of the kind of event which does it, -1 for none.
        month: By the end of which month it falls due each year; None for one without a day.
        binds: Whether it binds, of a view as of a day; None where it always does.
        is_timeless: Whether that depends on nothing but the day.
        is_moving: Whether its last day moves past days of rest, by the day; None where it never does.
    """

    key: str
    number: int
    month: int | None
    binds: OfDay | None
    is_timeless: bool
    is_moving: OfDay | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A step or power that may come next.

    Attributes:
        act: The act. `done`: what marks it as done, see `Judged.marks`.
        priors: For each step that comes first, what marks it as tried.
        is_settled: Whether the ground of a power rests on nothing that titles and duties do not rest on.
    """

    act: Act
    done: int
    priors: tuple[int, ...]
    is_settled: bool = False


@dataclass(slots=True)
class Past:
    """What titles and duties rest on, as of some event, with what has been found of it.

    Attributes:
        view: It alone.
        answers: What was asked, with the day → what it comes to.
    """

    view: View
    answers: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Program:
    """A procedure under fixed readings.

    Attributes:
        source: The generated functions.
        judges: By kind, what judges an event of it and notes it in the life: its round and outcome; see `kinds`.
        who: By kind, who may act, where that depends on what is stated.
        who_by: The facts on which that depends for any kind; None where their values may not be looked up by.
        known: Who may act, by the values of these facts and by kind, as far as it has been asked.
        candidates: In the order of the law. `powers`: those of them that are no steps. `powers_are_settled`:
            whether their ground is all that is asked of these, and settled, see `Candidate`.
        beginning: The first step by which it is asked whether a round may begin; None for no procedure.
        concerned: Which of `duties` concern the platform; None where that depends on what is known.
        subjects: Then, whose duties these are, of the final view. `about`: for each duty, whom it is about.
        grants: The kinds by which titles are granted.
        bits: The bit of each kind. `every`: all of them.
        reach: The kinds on which duties and titles rest, as bits. `relevant`: as numbers.
        asks_round: Whether they ask which round is at hand. `asks_stated`: whether what is stated.
        pasts: What they rest on, by the kinds on record and the events themselves, where these tell all: platforms
            with the same past stand alike. Some are kept; that they are is no part of the meaning.
        unset: What a view, and a view as of a day, begins to remember with.
        stated: What is stated in an application, for the readings in force.
        judged: What assessors found, panels as one judgement; None where that depends on what is stated.
        asks_who: Whether some rule asks who acted.
    """

    source: str
    judges: Mapping[str, Callable[[Any, Event, int], tuple[int, int]]]
    who: Mapping[str, Who]
    who_by: tuple[str, ...] | None
    titles: tuple[Title, ...]
    duties: tuple[Duty, ...]
    candidates: tuple[Candidate, ...]
    powers: tuple[Candidate, ...]
    powers_are_settled: bool
    beginning: Act | None
    concerned: tuple[bool, ...] | None
    subjects: tuple[OfDay, ...]
    about: tuple[tuple[OfDay, ...], ...]
    grants: frozenset[str]
    bits: Mapping[str, int]
    every: int
    reach: int
    relevant: tuple[int, ...]
    asks_round: bool
    asks_stated: bool
    unset: tuple[list[object], list[object]]
    stated: Callable[[Application], Mapping[Any, Any]]
    judged: Callable[[Application], Mapping[str, FindingRecord] | None]
    asks_who: bool
    pasts: dict[tuple[Any, ...], Past] = field(default_factory=dict)
    known: dict[tuple[Any, ...], dict[str, Allowed]] = field(default_factory=dict)

    def view(
        self,
        rows: Any,  # noqa: ANN401
        round_: int,
        facts: Mapping[Any, Any],
        findings: Mapping[str, FindingRecord],
        complete: int,
        more: int = -1,
    ) -> View:
        """A view of which nothing is worked out yet."""
        return [rows, round_, facts, findings, complete, more] + self.unset[0]

    def allowed(self, facts: Mapping[Any, Any]) -> dict[str, Allowed]:
        """Who may act, by kind: what has been found where the same is stated; more may be added."""
        if self.who_by is None:
            return {}
        key = tuple(map(facts.get, self.who_by))
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            found = self.known[key] = {}
        return found

    def past(self, key: tuple[Any, ...], recorded: int, rows: Callable[[], list[Any]]) -> Past:
        """What titles and duties rest on, for a past that tells all, with the kinds on record as bits."""
        found = self.pasts.get(key)
        if found is None:
            if len(self.pasts) >= _MOST_PASTS:
                self.pasts.clear()
            found = self.pasts[key] = Past(self.view(rows(), 0, {}, {}, recorded))
        return found

    def asked(self, past: Past, of: OfDay, day: date) -> int:
        """What a condition comes to that rests on a past and the day alone."""
        key = (of, day)
        found = past.answers.get(key)
        if found is None:
            found = past.answers[key] = of(self.as_of(past.view, day))
        return int(found)

    def as_of(self, view: View, on: date) -> DayView:
        """A view as of a day."""
        return [view, on] + self.unset[1]
