"""The events of a history until a day, each judged by what came before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date
from typing import Any

from sgpolicy.evaluating.lives.program import Act, Allowed, DayView, OfDay, Past, Program, View
from sgpolicy.evaluating.lives.runtime import NOBODY, BeyondError, Row
from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.history import Event, History

ALL = -1
"""Every kind, as bits."""


Granted = tuple[int, int, int, date, int, "tuple[date, date] | None"]
"""A title granted: which, by the event of which place, its outcome, its day, its position; the period."""


class Judged:
    """What came of a history's events.

    Attributes:
        rows: The events by kind, see `runtime`.
        done: Each event's round and outcome.
        last: The number of the round begun last; 0 for none. `is_open`: whether it is under way.
        doubt: Whether it is open to which round a step belongs that comes next.
        marks: What the steps of the round have come to, as bits, see `writing.Module.mark`.
        strays: Kind, outcome and result of those of them that came to something else than others ask.
        starts: At which events the rounds begin. `relevant`: which events titles and duties rest on.
        granted: The titles.
        performed: Number of the kind and year → the first good event by which a duty was done.
        latest: Number of the kind → position of its last event, of duties without a day.
        is_plain: Whether everything until the last event is recorded, and no event brought an application.
        recorded: The kinds of which everything until the day is recorded, as bits.
        stage: The position of the last step of the last round; None before the first.
    """

    __slots__ = (
        "allowed",
        "at_hand",
        "before",
        "done",
        "doubt",
        "ends",
        "facts",
        "findings",
        "granted",
        "history",
        "is_open",
        "is_plain",
        "is_rested",
        "is_shared",
        "is_simple",
        "is_whole",
        "last",
        "latest",
        "marks",
        "materials",
        "now",
        "on",
        "outside",
        "performed",
        "program",
        "recorded",
        "relevant",
        "relevant_rows",
        "rows",
        "stage",
        "starts",
        "strays",
        "until",
        "versions",
        "views",
        "whole",
    )
    before: tuple[bool, bool] | None
    stage: int | None
    whole: DayView | None

    def __init__(self, program: Program, history: History, on: date) -> None:
        """Judge the events.

        Raises:
            BeyondError: If there is something that only the interpreter does.
        """
        if history.facts.ledgers:
            raise BeyondError
        self.program = program
        self.history = history
        self.on = on
        self.facts: Mapping[Any, Any] = program.stated(history.facts)
        found = history.facts.findings
        self.findings: Mapping[str, FindingRecord] = self.judged(history.facts) if found else {}
        self.rows: list[Any] = [()] * len(program.judges)
        self.done: list[tuple[int, int]]
        self.last = self.marks = 0
        self.is_open = self.doubt = self.at_hand = self.is_whole = False
        self.before = self.stage = self.whole = None
        self.strays: list[tuple[str, int, str | None]] = []
        self.starts: list[int] = []
        self.relevant: list[int] = []
        self.relevant_rows: list[Row] = []
        self.granted: list[Granted] = []
        self.performed: dict[tuple[int, int], tuple[int, date, int]] = {}
        self.latest: dict[int, int] = {}
        self.materials: list[tuple[int, int, Application]] = []
        self.versions: dict[tuple[int, int], Past] = {}
        self.allowed: dict[str, Allowed] = program.allowed(self.facts)
        self.outside: tuple[tuple[int, int, bool], ...] = ()
        known = history.complete_until
        self.until = known.get("")
        self.ends: tuple[tuple[int, date], ...] = ()
        if len(known) == 1 and self.until is not None and self.until >= on:
            self.is_whole = self.is_rested = True
            self.recorded = ALL
        else:
            bits = program.bits
            self.ends = tuple([(bits[key], end) for key, end in known.items() if key in bits])
            recorded, every, reach = self.complete(on), program.every, program.reach
            self.is_whole = recorded & every == every
            self.is_rested = recorded & reach == reach
            self.recorded = ALL if self.is_whole else recorded
        events = history.events
        if events and events[-1].date > on:
            events = events[: bisect_right(events, on, key=day_of)]
        self.is_plain = self.is_whole
        if events and not self.is_whole:
            self.is_plain = self.complete(events[-1].date) & every == every
        judges = program.judges
        self.done = [judges[event.kind](self, event, at) for at, event in enumerate(events)]

    # ── what is recorded ──

    def complete(self, day: date) -> int:
        """The kinds of which everything until a day is known, as bits; see `Views.is_complete`."""
        bits = ALL
        if not self.is_whole:
            until = min(day, self.on)
            if self.until is None or self.until < until:
                bits = 0
            for bit, end in self.ends:
                bits = bits | bit if until <= end else bits & ~bit
        if day > self.on:
            for bit, number, is_yearly in self.outside:
                if not (is_yearly and self._recurs(number, day.year)):
                    bits &= ~bit
        return bits

    def _recurs(self, number: int, year: int) -> bool:
        """Whether an event of a kind is among those of a calendar year."""
        bits, bit = self.program.bits, 1 << number
        events = self.history.events[: len(self.done)]
        return any(bits[one.kind] == bit and one.date.year == year for one in events)

    def stated(
        self, round_: int, number: int, more: Application | None = None
    ) -> tuple[Mapping[Any, Any], Mapping[str, FindingRecord]]:
        """What is stated and found in a round after so many events."""
        material = more
        if material is None:
            for at, in_round, one in reversed(self.materials):
                if at < number and in_round == round_:
                    material = one
                    break
        if material is None:
            return self.facts, self.findings
        if material.ledgers:
            raise BeyondError
        merged = Application({**material.facts, **self.history.facts.facts})
        return self.program.stated(merged), self.judged(material)

    def judged(self, application: Application) -> Mapping[str, FindingRecord]:
        """What assessors found, panels as one."""
        found = self.program.judged(application)
        if found is None:
            raise BeyondError
        return found

    def view_now(
        self, round_: int, day: date, more: int = -1, brought: Application | None = None
    ) -> DayView:
        """A view of all events so far, as of a day."""
        facts, findings = self.facts, self.findings
        if brought is not None or self.materials:
            facts, findings = self.stated(round_, len(self.history.events), brought)
        complete = ALL if self.is_whole else self.complete(day)
        unset = self.program.unset
        view = [self.rows, round_, facts, findings, complete, more] + unset[0]
        return [view, day] + unset[1]

    def view_after(self, number: int, day: date) -> DayView:
        """A view of the first events as of a day, of the kinds that titles and duties rest on."""
        program = self.program
        seen, round_ = bisect_left(self.relevant, number), bisect_left(self.starts, number)
        bits = self.complete(day) & program.reach
        key = (number if self.materials else seen, round_, bits)
        view = self.views.get(key)
        if view is None:
            facts, findings = self.facts, self.findings
            if self.materials:
                facts, findings = self.stated(round_, number)
            rows = self._rows_until(seen)
            view = self.views[key] = program.view(rows, round_, facts, findings, bits)
        return program.as_of(view, day)

    def kept_after(self, of: OfDay, number: int, day: date) -> int:
        """What a condition of those on which titles rest comes to after the first events, on a day."""
        if not self.is_shared:
            return int(of(self.view_after(number, day)))
        seen = bisect_left(self.relevant, number)
        return self.program.asked(self.past_of(seen, day, is_simple=self.is_simple), of, day)

    def past_of(self, seen: int, day: date, *, is_simple: bool) -> Past:
        """So many of the events that titles and duties rest on, with what is on record until a day.

        Args:
            seen: How many.
            day: The day.
            is_simple: Whether it is known that all of these kinds are on record until then.
        """
        bits = ALL if is_simple else self.complete(day) & self.program.reach
        found = self.versions.get((seen, bits))
        if found is None:
            if self.program.asks_stated:
                rows = self._rows_until(seen)
                found = Past(self.program.view(rows, 0, self.facts, self.findings, bits))
            else:
                key = (bits, *self.relevant_rows[:seen])
                found = self.program.past(key, bits, lambda: self._rows_until(seen))
            self.versions[seen, bits] = found
        return found

    def _rows_until(self, seen: int) -> list[Any]:
        """The rows of so many of the events that titles and duties rest on, and no others."""
        rows: list[Any] = [()] * len(self.rows)
        number = self.relevant[seen] if seen < len(self.relevant) else len(self.done)
        for kind in self.program.relevant:
            if self.rows[kind]:
                rows[kind] = [row for row in self.rows[kind] if row[0] < number]
        return rows

    def finish(self) -> None:
        """Everything is judged."""
        self.is_shared = not self.materials and not self.program.asks_round
        self.is_simple = self.is_rested and self.is_shared
        if self.is_shared:
            self.now = self.past_of(len(self.relevant), self.on, is_simple=self.is_simple)
        else:
            self.views: dict[tuple[int, int, int], View] = {}

    def final(self) -> DayView:
        """The view of all events, as of the day."""
        if self.whole is None:
            self.whole = self.view_now(self.last, self.on)
        return self.whole

    # ── judging, for the functions of each kind ──

    def begin(self, place: int) -> int:
        """Begin a round; its number."""
        self.last += 1
        self.is_open = True
        self.marks = 0
        self.strays = []
        self.starts.append(place)
        return self.last

    def plain_view(self, round_: int, day: date) -> DayView:
        """A view of all events so far, where the life is plain."""
        unset = self.program.unset
        return [[self.rows, round_, self.facts, self.findings, ALL, -1] + unset[0], day] + unset[1]

    def view_with(self, number: int, event: Event, round_: int) -> DayView:
        """A view of all events so far and of what is being done, which is the last row of its kind."""
        if event.material is not None or not self.is_whole or self.materials:
            return self.view_now(round_, event.date, number, event.material)
        unset = self.program.unset
        view = [self.rows, round_, self.facts, self.findings, ALL, number] + unset[0]
        return [view, event.date] + unset[1]

    def allow(self, kind: str, event: Event, round_: int) -> Allowed:
        """Who may act, may for another, may be addressed, where that depends on what is stated."""
        who, view = self.program.who[kind], self.view_now(round_, event.date, -1, event.material)
        by, towards = who.by(view), who.towards(view)
        found = (
            by,
            who.delegates(view),
            towards,
            NOBODY.union(by or ()),
            NOBODY.union(towards or ()),
        )
        if not self.materials and event.material is None:
            self.allowed[kind] = found
        return found

    def bring(self, place: int, round_: int, material: Application) -> None:
        """Note an application that an event brought."""
        self.at_hand = True
        self.is_plain = False
        self.allowed = {}  # what was found before need not hold
        self.materials.append((place, round_, material))

    def lacking(self, act: Act, event: Event, round_: int, found: int = 7) -> int:
        """How far an act that is only tried would be as the text says, from what is known of order and ground."""
        day = event.date
        if act.demands is None or found == 0:
            return found
        if not act.needs_view:
            return found & act.demands([None, day], event, act.only_result, self, True)  # noqa: FBT003
        if self.program.asks_who:
            raise BeyondError  # who would act, may be asked
        if not act.is_read:
            return found & self._demanded(act, event, round_)
        row = (len(self.done), round_, 7, day, act.only_result, None, *[None] * len(act.cells))
        rows = self.rows[act.number] = [*self.rows[act.number], row]
        found &= self._demanded(act, event, round_)
        rows.pop()
        return found

    def _demanded(self, act: Act, event: Event, round_: int) -> int:
        """What an act that is only tried must satisfy itself, of what it is shown with."""
        asked = act.asks
        if self.recorded & asked == asked and act.demands_now is not None and not self.materials:
            return act.demands_now(self, round_, event.date, event, act.only_result, True)  # noqa: FBT003
        if act.demands is None:
            return 7
        view = self.view_with(act.number, event, round_)
        return act.demands(view, event, act.only_result, self, True)  # noqa: FBT003


def day_of(event: Event) -> date:
    """Its day."""
    return event.date


def in_doubt(event: Event, allowed: Allowed) -> int:
    """Whether somebody may act who is not among those who certainly may."""
    by, delegates, *_ = allowed
    if delegates is not None and event.by in delegates:
        return for_another(event, delegates)
    return 1 if by is None else 0


def for_another(event: Event, delegates: frozenset[str]) -> int:
    """Whether somebody who may not act himself may for those who may."""
    if event.by not in delegates:
        return 0
    return 1 if event.is_delegated is None else 7 if event.is_delegated else 0
