"""Views of a history: the events until some point, as ledgers that rules can ask.

A view shows what had happened when an act was done, never what came after: so a verdict on the past does
not depend on the future. Where the records of a kind are not complete until the view's day, a row that
nothing is known of stands for whatever was not recorded: it leaves a count open upwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.evaluating.procedure.rounds import last_round
from sgpolicy.evaluating.running import Run
from sgpolicy.model.application import Application, Row, Unrecorded, Value
from sgpolicy.model.chronicle import EventTrace
from sgpolicy.model.history import Event, History
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace
from sgpolicy.records import dataclass, field

UNRECORDED = Unrecorded()


@dataclass(slots=True)
class Views:
    """Makes views of one history.

    Attributes:
        done: The events so far, judged, in the order of time.
        until: The day up to which completeness is vouched for as the records say; of later days nothing
            is recorded yet, and they are asked about as things stand.
        outside: Kinds of events that do not concern the platform: of later days they are open.
        relied_on: The interpretations consulted so far. `nodes`, `facts`: the nodes and facts.
    """

    procedure: PreparedProcedure
    history: History
    readings: Mapping[str, str]
    until: date
    outside: frozenset[str] = frozenset()
    done: list[EventTrace] = field(default_factory=list)
    relied_on: set[str] = field(default_factory=set)
    nodes: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    _rows: list[tuple[Row, Row]] = field(default_factory=list)

    def run(
        self,
        on: date,
        number: int | None = None,
        *more: Event,
        round_: int | None = None,
    ) -> Run:
        """An evaluation of the first `number` events (all, if None) and `more`, as of a day.

        Args:
            on: The day.
            number: How many of the judged events are seen.
            more: Events seen after them, taken to be as the text says.
            round_: Which round is at hand; the last one begun, if None.
        """
        seen = self.done if number is None else self.done[:number]
        current = last_round(seen) if round_ is None else round_
        application = self._application(seen, more, on, current)
        return Run(self.procedure.prepared, application, on, self.readings)

    def is_complete(self, kind: str, on: date) -> bool:
        """Whether everything of a kind until a day is known, as things stand."""
        if on > self.until and kind in self.outside and not self._is_done_in(kind, on.year):
            return False
        return self.history.is_complete(kind, min(on, self.until))

    def _is_done_in(self, kind: str, year: int) -> bool:
        """Whether a duty that recurs each year has been done in one: it is not done again."""
        deadline = self.procedure.core.provisions[kind].deadline
        is_yearly = deadline is not None and deadline.every_year
        return is_yearly and any(
            one.event.kind == kind and one.event.date.year == year for one in self.done
        )

    def rely(self, run: Run) -> None:
        """Note what a run consulted."""
        self.relied_on |= run.used
        self.nodes.update(run.traces)
        self.facts.update(key for key, _, _ in run.cells)

    def trace(self, run: Run, outcome: Outcome) -> Trace:
        """What a run found, for explanations."""
        self.rely(run)
        used = frozenset(run.used)
        core = self.procedure.core
        relied_on = tuple(key for key in core.interpretations if key in used)
        return Trace(
            core, run.application, run.on, run.readings, relied_on, outcome, dict(run.traces)
        )

    def _application(
        self, seen: Sequence[EventTrace], more: Sequence[Event], on: date, current: int
    ) -> Application:
        core = self.procedure.core
        ledgers: dict[str, list[Row]] = {key: [] for key in core.events}
        material = self.history.facts
        for number, one in enumerate(seen):
            in_round = one.round == current
            ledgers[one.event.kind].append(self._judged_row(number, in_round=in_round))
            if in_round and one.event.material is not None:
                material = one.event.material
        for key, rows in ledgers.items():
            if not self.is_complete(key, on):
                rows[:] = (UNRECORDED, *rows, UNRECORDED)  # before, between or after what is
        for event in more:  # what is being done comes after all that has been
            ledgers[event.kind].append(self._row(event, valid=True, in_round=True))
            material = event.material or material
        stated = {
            key: value
            for facts in (material.facts, self.history.facts.facts)
            for key, value in facts.items()
            if (key if isinstance(key, str) else key[0]) not in self.procedure.from_events
        }
        events = {key: tuple(rows) for key, rows in ledgers.items()}
        return Application(stated, {**material.ledgers, **events}, material.findings)

    def _judged_row(self, number: int, *, in_round: bool) -> Row:
        """The row of a judged event, made once for its own round and once for all others."""
        while len(self._rows) <= number:
            one = self.done[len(self._rows)]
            valid = None if not one.outcome.is_decided else one.outcome is not Outcome.NOT_MET
            row = self._row(one.event, valid=valid, in_round=False)
            self._rows.append((row, {**row, "in_round": True}))
        return self._rows[number][in_round]

    def _row(self, event: Event, *, valid: bool | None, in_round: bool) -> Row:
        core = self.procedure.core
        kind = core.events[event.kind]
        result = event.result or (kind.results[0] if len(kind.results) == 1 else None)
        row: dict[str, Value | None] = {c.id: event.cells.get(c.id) for c in kind.columns}
        row |= {
            "date": event.date,
            "by": core.actors[event.by].name if event.by else None,
            "result": result,
            "is_valid": valid,
            "in_round": in_round,
        }
        return row
