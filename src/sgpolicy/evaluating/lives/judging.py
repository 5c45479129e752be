"""The events of a history until a day, each judged by what came before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from typing import Any

from sgpolicy.evaluating.lives.program import Act, DayView, Program, View
from sgpolicy.evaluating.lives.runtime import BeyondError, Row
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
        done: Each event's round and outcome. `dates`: each one's day.
        last: The number of the round begun last; 0 for none. `ended`: whether it is at its end, or none is.
        doubt: Whether it is open to which round a step belongs that comes next.
        starts: At which events the rounds begin. `relevant`: which events titles and duties rest on.
        granted: The titles.
        performed: Number of the kind and year → the first good event by which a duty was done.
        latest: Number of the kind → position of its last event, of duties.
        years: Number of the kind and calendar year of the events of duties.
        stage: The position of the last step of the last round; None before the first.
    """

    __slots__ = (
        "at_hand",
        "dates",
        "done",
        "doubt",
        "ended",
        "ends",
        "facts",
        "findings",
        "granted",
        "history",
        "is_uniform",
        "last",
        "latest",
        "least",
        "materials",
        "on",
        "outside",
        "performed",
        "program",
        "relevant",
        "rows",
        "stage",
        "starts",
        "views",
        "years",
    )

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
        self.findings: Mapping[str, FindingRecord] = history.facts.findings
        self.rows: list[list[Row]] = [[] for _ in program.acts]
        self.done: list[tuple[int, int]] = []
        self.dates: list[date] = []
        self.last = 0
        self.ended = True
        self.doubt = False
        self.starts: list[int] = []
        self.relevant: list[int] = []
        self.granted: list[Granted] = []
        self.performed: dict[tuple[int, int], tuple[int, date, int]] = {}
        self.latest: dict[int, int] = {}
        self.years: set[tuple[int, int]] = set()
        self.materials: list[tuple[int, int, Application]] = []
        self.stage: int | None = None
        self.views: dict[tuple[int, int, int], View] = {}
        self.at_hand = False
        self.outside: tuple[tuple[int, int, bool], ...] = ()
        known = history.complete_until
        self.is_uniform = len(known) == 1 and "" in known
        default = known.get("")
        self.ends = () if self.is_uniform else [known.get(key, default) for key in program.acts]
        ends = [default] if self.is_uniform else self.ends
        self.least = None if None in ends else min(ends, default=None)  # type: ignore[type-var]
        self._judge()

    # ── what is recorded ──

    def complete(self, day: date) -> int:
        """The kinds of which everything until a day is known, as bits; see `Views.is_complete`."""
        until = min(day, self.on)
        if self.least is not None and until <= self.least:
            bits = ALL
        else:
            bits = 0
            for number, end in enumerate(self.ends):
                if end is not None and until <= end:
                    bits |= 1 << number
        if day > self.on:
            for bit, number, is_yearly in self.outside:
                if not (is_yearly and (number, day.year) in self.years):
                    bits &= ~bit
        return bits

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
        return self.program.stated(merged), material.findings

    def view_now(self, round_: int, day: date, more: int = -1, *, brought: Any = None) -> DayView:  # noqa: ANN401
        """A view of all events so far, as of a day."""
        facts, findings = self.facts, self.findings
        if brought is not None or self.materials:
            facts, findings = self.stated(round_, len(self.done), brought)
        program = self.program
        view = program.view(self.rows, round_, facts, findings, self.complete(day), more)
        return program.as_of(view, day)

    def view_after(self, number: int, day: date) -> DayView:
        """A view of the first events as of a day, of the kinds that titles and duties rest on."""
        program = self.program
        seen, round_ = bisect_left(self.relevant, number), bisect_left(self.starts, number)
        bits = self.complete(day) & program.reach
        at = number if self.materials else seen
        key = (at, round_, bits)
        view = self.views.get(key)
        if view is None:
            rows = self.rows
            if seen < len(self.relevant):
                rows = rows[:]
                for kind in program.relevant:
                    rows[kind] = [row for row in rows[kind] if row[0] < number]
            facts, findings = self.facts, self.findings
            if self.materials:
                facts, findings = self.stated(round_, number)
            view = self.views[key] = program.view(rows, round_, facts, findings, bits)
        return program.as_of(view, day)

    # ── judging ──

    def row(self, act: Act, event: Event, round_: int, outcome: int) -> Row:
        """An event as rules see it."""
        names = self.program.names
        return (
            len(self.done),
            round_,
            outcome,
            event.date,
            event.result or act.only_result,
            names[event.by] if names is not None and event.by else None,
            *[event.cells.get(key) for key in act.cells],
        )

    def judge(self, act: Act, event: Event, round_: int, *, tried: bool = False) -> int:
        """How far an act is as the text says."""
        found = 7
        if not tried:
            found = _who(act, event)
            if found == 0:
                return 0
        if act.order is not None:
            found &= act.order(self.rows, round_, self.complete(event.date), self.doubt)
            if found == 0:
                return 0
        if act.ground is not None:
            found &= act.ground(self.view_now(round_, event.date))
            if found == 0:
                return 0
        if act.demands is not None:
            rows = self.rows[act.number]
            rows.append(self.row(act, event, round_, 7))
            if self.program.names is not None and tried:
                raise BeyondError  # who would act, may be asked
            view = self.view_now(round_, event.date, act.number, brought=event.material)
            at_hand = self.at_hand or event.material is not None
            found &= act.demands(
                view, event, event.result or act.only_result, self.doubt, at_hand, tried
            )
            rows.pop()
        return found

    def _judge(self) -> None:
        program, on = self.program, self.on
        acts, done, dates, rows = program.acts, self.done, self.dates, self.rows
        before_decided, before_first, is_any = True, False, False
        for place, event in enumerate(self.history.events):
            day = event.date
            if day > on:
                break
            act = acts[event.kind]
            last = self.last
            round_ = last
            outcome = 8
            if act.is_act:
                if act.is_first:
                    round_ = last + 1
                elif last and self.ended and act.is_step:
                    round_ = last + 1
                outcome = self.judge(act, event, round_)
                if act.grants:
                    self._grant(act, event, round_, outcome)
                if outcome == 0 and act.is_first and last and not self.ended:
                    round_ = 0
            rows[act.number].append(self.row(act, event, round_, outcome))
            if event.material is not None:
                self.at_hand = True
                self.materials.append((place, round_, event.material))
            done.append((round_, outcome))
            dates.append(day)
            if round_ > last:
                self.last, self.ended = round_, False
                self.starts.append(place)
                self.stage = None
            if act.is_relevant:
                self.relevant.append(place)
            if act.is_step:
                if round_ == self.last:
                    self.stage = event.position
                ending = bool(act.ends) and (event.result or act.only_result or "") in act.ends
                if outcome:
                    if ending and round_:
                        self.ended = True
                    if act.is_first or ending:
                        is_decided = outcome > 3
                        self.doubt = not is_decided and (
                            not act.is_first
                            or (is_any and (not before_decided or before_first))
                        )
                        before_decided, before_first, is_any = is_decided, act.is_first, True
            elif act.is_duty:
                self._perform(act, event, outcome)

    def _grant(self, act: Act, event: Event, round_: int, outcome: int) -> None:
        actual = event.result or act.only_result
        for title, wanted in act.grants:
            if wanted and actual and actual != wanted:
                continue
            lasts, period = self.program.titles[title].lasts, None
            if lasts is not None:
                rows = self.rows[act.number]
                rows.append(self.row(act, event, round_, 7))
                period = lasts(
                    self.view_now(round_, event.date, act.number, brought=event.material)
                )
                rows.pop()
            self.granted.append(
                (title, len(self.done), outcome, event.date, event.position, period)
            )

    def _perform(self, act: Act, event: Event, outcome: int) -> None:
        number, year = act.number, event.date.year
        self.years.add((number, year))
        self.latest[number] = event.position
        if outcome:
            self.performed.setdefault(
                (number, event.due_year or year), (outcome, event.date, event.position)
            )


def _who(act: Act, event: Event) -> int:
    """Whether the actor may act, and the addressee be addressed; 7 where that is asked elsewhere."""
    by, found = event.by, 7
    if by and act.by is not None and act.delegates is not None and by not in act.by:
        if by not in act.delegates:
            return 0
        if not event.is_delegated:
            if event.is_delegated is not None:
                return 0
            found = 1
    if event.towards and act.towards is not None and event.towards not in act.towards:
        return 0
    return found
