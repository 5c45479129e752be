"""What an evaluation holds while it runs: a policy made ready, and one run of it.

`Prepared` is built once per policy, never changes and may be shared between threads. A `Run` belongs
to one evaluation; it remembers every node and every fact it has read, so each is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from sgpolicy.evaluating.chain import OUTCOMES, Grade
from sgpolicy.evaluating.panels import sitting, standing
from sgpolicy.evaluating.rereading import Consulted
from sgpolicy.evaluating.settling import supposed
from sgpolicy.model.application import Application, Panel
from sgpolicy.model.core import Core, Expr, Fact, Node
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import NodeTrace, Reading, Step
from sgpolicy.model.voting import Sitting
from sgpolicy.records import dataclass, field

Condition = Callable[["Run"], Step]
"""A truth-valued expression, ready to run."""

Figure = Callable[["Run"], Reading]
"""An expression of any other type, ready to run."""

Unknown = tuple[str, str, str | None, int | Expr | None]
"""Something not known: its sort ("fact", "finding" or "ledger"), its id, for a split fact the reading
asked for, and for a series the year (or, while the day is open too, the stretch); for a ledger the
tally."""

CellKey = tuple[str, str | None, int | None]


class Maker(Protocol):
    """Makes expressions ready to run, whatever they are made of."""

    @property
    def core(self) -> Core:
        """The policy they belong to."""

    def condition(self, expr: Expr) -> Condition:
        """A truth-valued expression, ready to run."""

    def figure(self, expr: Expr) -> Figure:
        """An expression of any other type, ready to run."""


@dataclass(frozen=True, slots=True)
class PreparedNode:
    """A node ready to run: `body` where it is truth-valued, `figure` where it is not."""

    node: Node
    guard: Condition | None
    body: Condition | None
    figure: Figure | None
    finding: str | None


@dataclass(frozen=True, slots=True)
class PreparedFact:
    """A fact ready to run.

    Attributes:
        condition: How a ledger yields it, for facts that are true or false.
        figure: The same for all others.
        ledgers: The ledgers that this needs under the readings in force.
    """

    fact: Fact
    condition: Condition | None
    figure: Figure | None
    ledgers: Callable[[Mapping[str, str]], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A policy made ready to evaluate: immutable, to be built once and shared."""

    core: Core
    nodes: Mapping[str, PreparedNode]
    facts: Mapping[str, PreparedFact]
    assessors: Mapping[str, Figure]
    defaults: Mapping[str, str]
    consulted: Consulted = field(compare=False)


class Run:
    """One evaluation under way.

    Attributes:
        assumed: Values supposed for what is unknown, while completions are tried.
        cells: The facts read so far.
        counted: What counts over ledgers came to, by all they take from the run; evaluations of the same
            application share it.
        graded: Steps that may or may not apply (by identity) with their grade, see `chain`.
        traces: The nodes evaluated so far.
        used: The interpretations consulted by what is being evaluated.
        year: The year at hand while a yearly series is computed.
    """

    __slots__ = (
        "application",
        "assumed",
        "cells",
        "counted",
        "graded",
        "node_grades",
        "on",
        "prepared",
        "readings",
        "traces",
        "used",
        "uses",
        "year",
    )

    def __init__(
        self,
        prepared: Prepared,
        application: Application,
        on: date,
        readings: Mapping[str, str],
        assumed: Mapping[Unknown, Any] | None = None,
    ) -> None:
        """Begin an evaluation; `readings` must be complete."""
        self.prepared = prepared
        self.application = application
        self.on = on
        self.readings = readings
        self.assumed = assumed
        self.cells: dict[CellKey, Reading] = {}
        self.counted: dict[object, Any] = {}
        self.graded: dict[int, tuple[Grade, Step]] = {}
        self.node_grades: dict[str, Grade] = {}
        self.traces: dict[str, NodeTrace] = {}
        self.used: set[str] = set()
        self.uses: dict[object, set[str]] = {}
        self.year: int | None = None

    def reread(self, interpretation: str, reading: str) -> Run:
        """The same evaluation begun again under another reading of one interpretation.

        What cannot rest on the interpretation is taken over, as far as it was evaluated.
        """
        again = Run(
            self.prepared,
            self.application,
            self.on,
            {**self.readings, interpretation: reading},
            self.assumed,
        )
        again.counted = self.counted
        nodes, facts = self.prepared.consulted.resting(interpretation)
        again.traces, again.node_grades = dict(self.traces), dict(self.node_grades)
        for key in nodes:
            again.traces.pop(key, None)
            again.node_grades.pop(key, None)
        again.cells = {key: cell for key, cell in self.cells.items() if key[0] not in facts}
        again.uses = dict(self.uses)
        again.graded = dict(self.graded)
        return again

    def grade(self, step: Step) -> Grade:
        """How far a step applies, and how far it holds where it does."""
        if self.graded:
            found = self.graded.get(id(step))
            if found is not None:
                return found[0]
        return step.outcome.grade

    def suppose(self, unknown: Unknown, found: Reading) -> Reading:
        """`found`, or where it is open what the completion being tried supposes for it."""
        if self.assumed is None or unknown not in self.assumed:
            return found
        return supposed(found, self.assumed[unknown])

    def conclude(self, step: Step, grade: Grade) -> Step:
        """Remember a step's grade where its outcome does not tell it."""
        if 0 < grade[0] < 3:
            self.graded[id(step)] = (grade, step)
        return step

    def framed(self, key: object, before: set[str]) -> None:
        """Close the frame opened by `open_frame`: what was consulted within counts for the outer."""
        self.uses[key] = self.used
        before |= self.used
        self.used = before

    def node(self, key: str) -> NodeTrace:
        """The trace of a node, evaluated at its first mention."""
        trace = self.traces.get(key)
        if trace is not None:
            self.used |= self.uses[key]
            return trace
        before, self.used = self.used, set()
        trace = self._evaluated(self.prepared.nodes[key])
        self.traces[key] = trace
        self.framed(key, before)
        return trace

    def node_grade(self, key: str) -> Grade:
        """The grade of a truth-valued node that was evaluated."""
        outcome = self.traces[key].outcome
        if outcome is None:
            return (0, 0)
        return self.node_grades.get(key) or outcome.grade

    def _evaluated(self, prepared: PreparedNode) -> NodeTrace:
        key = prepared.node.id
        if prepared.figure is not None:
            return NodeTrace(key, None, value=prepared.figure(self))
        guard, holds = None, 3
        if prepared.guard is not None:
            guard = prepared.guard(self)
            holds = min(self.grade(guard))
            if holds == 0:
                return NodeTrace(key, Outcome.NOT_APPLICABLE, guard)
        if prepared.body is None:
            message = f"node {key} has neither a truth nor a value"
            raise AssertionError(message)
        body = prepared.body(self)
        applies, holding = self.grade(body)
        finding = refused = sat = None
        if prepared.finding is not None:
            finding, refused = self.judgement(prepared.finding)
            sat = self.sitting(prepared.finding)
        applies = min(applies, holds)
        if applies == 0:
            outcome = Outcome.NOT_APPLICABLE
        elif applies == 3:
            outcome = OUTCOMES[holding]
        else:
            outcome = OUTCOMES[applies]
            self.node_grades[key] = (applies, holding)
        return NodeTrace(key, outcome, guard, body, None, finding, refused, sat)

    def judgement(self, finding: str) -> tuple[Any, Any]:
        """The record of a finding that counts, and the one that does not since its author may not judge.

        A record dated after the day of the evaluation is not made yet.
        """
        given: Any = self.application.findings.get(finding)
        sat = self.sitting(finding)
        record = given if sat is None else standing(sat)
        if record is None or record.on > self.on:
            return None, None
        allowed = self.prepared.assessors[finding](self).value
        if isinstance(allowed, frozenset) and record.by in allowed:
            return record, None
        return None, record

    def sitting(self, finding: str) -> Sitting | None:
        """The panel that judges a finding, counted; the reading by which it is counted is consulted."""
        given = self.application.findings.get(finding)
        if not isinstance(given, Panel):
            return None
        core, allowed = self.prepared.core, self.prepared.assessors[finding](self).value
        if core.voting is not None and core.voting.interpretation:
            self.used.add(core.voting.interpretation)
        who = allowed if isinstance(allowed, frozenset) else frozenset()
        return sitting(core, finding, given, who, self.readings)
