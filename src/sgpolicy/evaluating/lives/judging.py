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

_NO_ROW: Row = (0, 0, 7)

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
        "actors",
        "at_hand",
        "before",
        "dates",
        "done",
        "doubt",
        "ended",
        "ends",
        "facts",
        "findings",
        "granted",
        "history",
        "is_simple",
        "is_whole",
        "last",
        "latest",
        "least",
        "materials",
        "on",
        "outside",
        "performed",
        "program",
        "relevant",
        "relevant_days",
        "rows",
        "stage",
        "starts",
        "versions",
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
        self.rows: list[Any] = [()] * len(program.acts)
        self.done: list[tuple[int, int]] = []
        self.dates: list[date] = []
        self.last = 0
        self.ended = True
        self.doubt = False
        self.actors: dict[str, tuple[Any, Any, Any]] = {}
        self.before: tuple[bool, bool] | None = None
        self.starts: list[int] = []
        self.relevant: list[int] = []
        self.relevant_days: list[date] = []
        self.granted: list[Granted] = []
        self.performed: dict[tuple[int, int], tuple[int, date, int]] = {}
        self.latest: dict[int, int] = {}
        self.years: set[tuple[int, int]] = set()
        self.materials: list[tuple[int, int, Application]] = []
        self.stage: int | None = None
        self.views: dict[tuple[int, int, int], View] = {}
        self.versions: dict[int, View] = {}
        self.is_simple = False
        self.at_hand = False
        self.outside: tuple[tuple[int, int, bool], ...] = ()
        known = history.complete_until
        default = known.get("")
        self.ends: list[date | None] = []
        self.least = default
        if len(known) != 1 or default is None:
            self.ends = [known.get(key, default) for key in program.acts]
            whole = [end for end in self.ends if end is not None]
            self.least = min(whole) if len(whole) == len(self.ends) else None
        self.is_whole = self.least is not None and self.least >= on
        self._judge()

    # ── what is recorded ──

    def complete(self, day: date) -> int:
        """The kinds of which everything until a day is known, as bits; see `Views.is_complete`."""
        if self.is_whole:
            bits = ALL
        else:
            until, bits = min(day, self.on), 0
            if self.least is not None and until <= self.least:
                bits = ALL
            for number, end in enumerate(self.ends if bits == 0 else ()):
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

    def view_now(
        self, round_: int, day: date, more: int = -1, brought: Application | None = None
    ) -> DayView:
        """A view of all events so far, as of a day."""
        facts, findings = self.facts, self.findings
        if brought is not None or self.materials:
            facts, findings = self.stated(round_, len(self.done), brought)
        complete = ALL if self.is_whole else self.complete(day)
        unset = self.program.unset
        view = [self.rows, round_, facts, findings, complete, more] + unset[0]
        return [view, day] + unset[1]

    def view_after(self, number: int, day: date) -> DayView:
        """A view of the first events as of a day, of the kinds that titles and duties rest on."""
        program = self.program
        seen = bisect_left(self.relevant, number)
        if self.is_simple:
            return [self.version(seen), day] + program.unset[1]
        round_ = bisect_left(self.starts, number)
        bits = self.complete(day) & program.reach
        key = (number if self.materials else seen, round_, bits)
        view = self.views.get(key)
        if view is None:
            facts, findings = self.facts, self.findings
            if self.materials:
                facts, findings = self.stated(round_, number)
            rows = self._rows_until(seen, number)
            view = self.views[key] = program.view(rows, round_, facts, findings, bits)
        return program.as_of(view, day)

    def version(self, seen: int) -> View:
        """The same after so many of the events that titles and duties rest on, where that tells all."""
        view = self.versions.get(seen)
        if view is None:
            rows = self._rows_until(seen, self.relevant[seen])
            view = self.program.view(rows, 0, self.facts, self.findings, ALL)
            self.versions[seen] = view
        return view

    def _rows_until(self, seen: int, number: int) -> list[Any]:
        rows = self.rows
        if seen < len(self.relevant):
            rows = rows[:]
            for kind in self.program.relevant:
                if rows[kind]:
                    rows[kind] = [row for row in rows[kind] if row[0] < number]
        return rows

    def finish(self) -> DayView:
        """Everything is judged: the view of all of it as of the day, which answers for the last version."""
        final = self.view_now(self.last, self.on)
        self.is_simple = self.is_whole and not self.materials and not self.program.asks_round
        self.versions = {len(self.relevant): final[0]}
        return final

    # ── judging ──

    def row(self, act: Act, event: Event, round_: int) -> Row:
        """An event as rules see it while it is being done: as the text says."""
        names = self.program.names
        by = names[event.by] if names is not None and event.by else None
        place, result = len(self.done), event.result or act.only_result
        if not act.cells:
            return place, round_, 7, event.date, result, by
        cells = event.cells
        return place, round_, 7, event.date, result, by, *[cells.get(key) for key in act.cells]

    def lacking(self, act: Act, event: Event, round_: int, row: Row | None = None) -> int:
        """How far an act is as the text says, whoever does it.

        Args:
            act: What is done.
            event: The act itself.
            round_: The round it belongs to.
            row: How rules see it; None for an act that is only tried.
        """
        day, found = event.date, 7
        if act.order is not None:
            complete = ALL if self.is_whole else self.complete(day)
            found = act.order(self.rows, round_, complete, self.doubt)
            if found == 0:
                return 0
        if act.ground is not None:
            found &= act.ground(self.view_now(round_, day))
            if found == 0:
                return 0
        demands = act.demands
        if demands is None:
            return found
        result, is_tried = event.result or act.only_result, row is None
        if not act.needs_view:
            view = [None, day]
            return found & demands(view, event, result, self.doubt, self.at_hand, is_tried)
        if row is None:
            if self.program.names is not None:
                raise BeyondError  # who would act, may be asked
            row = self.row(act, event, round_)
        view = self.view_with(act, event, round_, row)
        at_hand = self.at_hand or event.material is not None
        found &= demands(view, event, result, self.doubt, at_hand, is_tried)
        self.rows[act.number].pop()
        return found

    def view_with(self, act: Act, event: Event, round_: int, row: Row) -> DayView:
        """A view of all events so far and of what is being done, whose row is to be taken away again."""
        rows, number = self.rows, act.number
        if rows[number]:
            rows[number].append(row)
        else:
            rows[number] = [row]
        return self.view_now(round_, event.date, number, event.material)

    def _judge(self) -> None:
        """One event after the other; what only few kinds ask for is left to others."""
        on, acts, names = self.on, self.program.acts, self.program.names
        done, dates, rows = self.done, self.dates, self.rows
        last, is_open = 0, False  # the round begun last; whether it is under way
        for place, event in enumerate(self.history.events):
            day = event.date
            if day > on:
                break
            act = acts[event.kind]
            (
                number, _, is_act, is_first, is_step, is_duty, only_result,
                who_may, _, by, delegates, towards, order, ground, demands, _,
                is_read, cells, ends, grants, is_relevant,
            ) = act  # fmt: skip
            round_, outcome, row = last, 8, _NO_ROW
            if is_act and (is_first or (is_step and last and not is_open)):
                round_ = last + 1
            if is_read:
                result = event.result or only_result
                if cells or names is not None:
                    row = self.row(act, event, round_)
                else:
                    row = (place, round_, 7, day, result, None)
            if is_act:
                outcome = 7
                who = event.by
                if who_may is not None:
                    outcome = self._competent(act, event, round_)
                elif who and by is not None and who not in by and delegates is not None:
                    outcome = _for_another(event, delegates)
                if event.towards and towards is not None and event.towards not in towards:
                    outcome = 0
                if outcome and (order or ground or demands):
                    outcome &= self.lacking(act, event, round_, row)
                if grants:
                    self._grant(act, event, round_, outcome, row)
                if outcome == 0 and is_first and is_open:
                    round_ = 0
            if is_read:
                if outcome != 7 or row[1] != round_:
                    row = (place, round_, outcome, *row[3:])
                if rows[number]:
                    rows[number].append(row)
                else:
                    rows[number] = [row]
            if event.material is not None:
                self.at_hand = True
                self.materials.append((place, round_, event.material))
            done.append((round_, outcome))
            dates.append(day)
            if is_relevant:
                self.relevant.append(place)
                self.relevant_days.append(day)
            if is_step:
                if round_ > last:
                    last, is_open = round_, True
                    self.starts.append(place)
                if round_ == last:
                    self.stage = event.position
                if outcome and (is_first or ends):
                    is_end = bool(ends) and (event.result or only_result or "") in ends
                    is_open = is_open and not (is_end and round_)
                    if is_first or is_end:
                        self._doubt(outcome, is_first=is_first)
            elif is_duty:
                self._perform(number, day.year, event, outcome)
        self.last, self.ended = last, not is_open

    def _competent(self, act: Act, event: Event, round_: int) -> int:
        """Whether the actor may act and the addressee be addressed, where it depends on what is stated."""
        if act.who is None:
            return 7
        known = self.actors.get(act.key)
        if known is None or self.materials or event.material is not None:
            view = self.view_now(round_, event.date, -1, event.material)
            allowed, delegates, towards = (of(view) for of in act.who)
            known = self.actors[act.key] = (allowed, delegates, towards)
        allowed, delegates, towards = known
        found = _may(event, allowed, delegates)
        if not event.towards or not act.has_addressee:
            return found
        if towards is None:
            return found & 1
        return found if event.towards in towards else 0

    def _doubt(self, outcome: int, *, is_first: bool) -> None:
        """Whether it is open to which round a later step belongs, after what may begin or end one."""
        is_sure, before = outcome > 3, self.before
        is_other = before is not None and (not before[0] or before[1])
        self.doubt = not is_sure and (not is_first or is_other)
        self.before = is_sure, is_first

    def _perform(self, number: int, year: int, event: Event, outcome: int) -> None:
        self.years.add((number, year))
        self.latest[number] = event.position
        if outcome:
            key = number, event.due_year or year
            if key not in self.performed:
                self.performed[key] = outcome, event.date, event.position

    def _grant(self, act: Act, event: Event, round_: int, outcome: int, row: Row) -> None:
        actual = event.result or act.only_result
        for title, wanted in act.grants:
            if wanted and actual and actual != wanted:
                continue
            lasts, period = self.program.titles[title].lasts, None
            if lasts is not None:
                period = lasts(self.view_with(act, event, round_, row))
                self.rows[act.number].pop()
            self.granted.append(
                (title, len(self.done), outcome, event.date, event.position, period)
            )


def _may(event: Event, allowed: frozenset[str] | None, delegates: frozenset[str] | None) -> int:
    """Whether somebody may act."""
    if not event.by or (allowed is not None and event.by in allowed):
        return 7
    if delegates is not None and event.by in delegates:
        return _for_another(event, delegates)
    return 1 if allowed is None else 0


def _for_another(event: Event, delegates: frozenset[str]) -> int:
    """Whether somebody who may not act himself may for those who may."""
    if event.by not in delegates:
        return 0
    return 1 if event.is_delegated is None else 7 if event.is_delegated else 0
