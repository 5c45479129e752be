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

    def judge(self, act: Act, event: Event, round_: int, *, row: Row | None = None) -> int:
        """How far an act is as the text says.

        Args:
            act: What is done.
            event: The act itself.
            round_: The round it belongs to.
            row: How rules see it; None for an act that is only tried.
        """
        found = 7
        if row is not None:
            found = _who(act, event)
            if found == 0:
                return 0
        day = event.date
        if act.order is not None:
            complete = ALL if self.is_whole else self.complete(day)
            found &= act.order(self.rows, round_, complete, self.doubt)
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
        program, on, acts = self.program, self.on, self.program.acts
        done, dates, rows = self.done, self.dates, self.rows
        last, ended = 0, True
        before: tuple[bool, bool] | None = None
        for place, event in enumerate(self.history.events):
            day = event.date
            if day > on:
                break
            act = acts[event.kind]
            round_, outcome = last, 8
            row = self.row(act, event, last) if act.is_read else _NO_ROW
            if act.is_act:
                if act.is_first or (ended and last and act.is_step):
                    round_ = last + 1
                    row = row[:1] + (round_,) + row[2:]
                outcome = self.judge(act, event, round_, row=row)
                if act.grants:
                    self._grant(act, event, round_, outcome, row)
                if outcome == 0 and act.is_first and not ended:
                    round_ = 0
            if act.is_read:
                if outcome != 7 or row[1] != round_:
                    row = (place, round_, outcome, *row[3:])
                if rows[act.number]:
                    rows[act.number].append(row)
                else:
                    rows[act.number] = [row]
            if event.material is not None:
                self.at_hand = True
                self.materials.append((place, round_, event.material))
            done.append((round_, outcome))
            dates.append(day)
            if act.is_relevant:
                self.relevant.append(place)
                self.relevant_days.append(day)
            if act.is_step:
                if round_ > last:
                    last, ended = round_, False
                    self.last = last
                    self.starts.append(place)
                if round_ == last:
                    self.stage = event.position
                if outcome:
                    is_end = bool(act.ends) and (event.result or act.only_result or "") in act.ends
                    if is_end and round_:
                        ended = True
                    if act.is_first or is_end:
                        is_sure = outcome > 3
                        self.doubt = not is_sure and (
                            not act.is_first
                            or (before is not None and (not before[0] or before[1]))
                        )
                        before = is_sure, act.is_first
            elif act.is_duty:
                number, year = act.number, day.year
                self.years.add((number, year))
                self.latest[number] = event.position
                if outcome:
                    key = (number, event.due_year or year)
                    if key not in self.performed:
                        self.performed[key] = (outcome, day, event.position)
            self.ended = ended

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


_NO_ROW: Row = (0, 0, 7)


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
