"""Trying values: an open condition run again with something supposed for what is unknown.

What was settled is taken over from the evaluation; so is what is known of an unknown itself, where it rests
on no other. A try so runs nothing but what can come out otherwise, and no try is made twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.evaluating.diagrams import TooLarge
from sgpolicy.evaluating.running import CellKey, Condition, Run, Unknown
from sgpolicy.evaluating.settling import is_settled, supposed
from sgpolicy.evaluating.unknowns import Unknowns, Variable
from sgpolicy.model.core import Expr
from sgpolicy.model.trace import Range, Reading, Step
from sgpolicy.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Question:
    """An open condition, ready to run, with the unknowns it rests on.

    Attributes:
        cells: Those of the unknowns of which all else that is known comes from the evaluation, by cell.
        tried: The steps it came to so far, by what was assumed for each unknown.
    """

    expr: Expr
    condition: Condition
    variables: dict[Unknown, Variable]
    weight: int = 1
    cells: dict[CellKey, tuple[Unknown, Reading]] = field(default_factory=dict)
    tried: dict[tuple[Any, ...], Step] = field(default_factory=dict)


_NOT_ASSUMED = object()
_LIGHT = 100
"""How many expressions a condition may rest on to count as one try."""


class Trial:
    """Runs open conditions with suppositions, keeping what the evaluation had settled."""

    def __init__(self, run: Run, limit: int) -> None:
        """Begin.

        Args:
            run: The evaluation that left the conditions open.
            limit: How many runs may be made before `TooLarge` is raised; a run of a condition that rests
                on very many expressions, such as a score's total, counts for more than one.
        """
        self.run = run
        self._limit = limit
        self._compiler = Compiler(run.prepared.core)
        self.unknowns = Unknowns(run, self._compiler)
        self._left = limit
        cells = {key: cell for key, cell in run.cells.items() if is_settled(cell)}
        traces = {
            key: trace
            for key, trace in run.traces.items()
            if (trace.outcome is not None and trace.outcome.is_decided)
            or (trace.value is not None and is_settled(trace.value))
        }
        nothing: set[str] = set()
        self._cells, self._traces = cells, traces
        self._alone: dict[tuple[str, bool], bool] = {}
        self._uses: dict[object, set[str]] = dict.fromkeys(traces, nothing)

    @property
    def spent(self) -> int:
        """How many runs were made, weighed."""
        return self._limit - self._left

    def begin_again(self) -> None:
        """Count the runs anew."""
        self._left = self._limit

    def question(self, expr: Expr) -> Question:
        """Make a condition ready to try."""
        size = sum(1 for _ in self.unknowns.basis(expr))
        weight = 1 if size <= _LIGHT else size // 10
        variables = self.unknowns.of(expr)
        found = Question(expr, self._compiler.condition(expr), variables, weight)
        for unknown in variables:
            cell = _cell(unknown)
            if cell is not None and self._is_alone(cell[0], found):
                found.cells[cell] = unknown, self.run.cells[cell]
        return found

    def _is_alone(self, fact: str, question: Question) -> bool:
        """Whether nothing that a question supposes bears on what is known of a fact."""
        counts_rows = any(sort == "ledger" for sort, *_ in question.variables)
        known = self._alone.get((fact, counts_rows))
        if known is None:
            known = self.unknowns.is_alone(fact, counts_rows=counts_rows)
            self._alone[fact, counts_rows] = known
        return known

    def step(self, question: Question, assumed: Mapping[Unknown, Any]) -> Step:
        """The condition's step under what is assumed."""
        self._left -= question.weight
        if self._left < 0:
            raise TooLarge
        return self.look(question, assumed)

    def look(self, question: Question, assumed: Mapping[Unknown, Any]) -> Step:
        """The same, where it does not count."""
        key = tuple([assumed.get(unknown, _NOT_ASSUMED) for unknown in question.variables])
        found = question.tried.get(key)
        if found is None:
            found = question.tried[key] = self._tried(question, assumed)
        return found

    def look_at(self, question: Question, point: Mapping[Unknown, Any]) -> Step:
        """The same where everything it rests on is assumed, and more besides."""
        found = question.tried.get(tuple([point[unknown] for unknown in question.variables]))
        if found is None:
            found = self.look(question, {name: point[name] for name in question.variables})
        return found

    def _tried(self, question: Question, assumed: Mapping[Unknown, Any]) -> Step:
        base = self.run
        run = Run(base.prepared, base.application, base.on, base.readings, assumed)
        cells, traces, uses = self._cells, self._traces, self._uses
        sizes = len(cells), len(traces), len(uses)
        for cell, (unknown, reading) in question.cells.items():
            is_assumed = unknown in assumed
            cells[cell] = supposed(reading, assumed[unknown]) if is_assumed else reading
        run.cells, run.traces, run.uses = cells, traces, uses
        run.counted = base.counted
        try:
            return question.condition(run)
        finally:  # what this try added; a dictionary gives back the last first
            settled = []
            while len(cells) > sizes[0]:
                added = cells.popitem()
                if added[0] not in question.cells and is_settled(added[1]):
                    settled.append(added)
            while len(traces) > sizes[1]:
                traces.popitem()
            while len(uses) > sizes[2]:
                uses.popitem()
            for cell, reading in settled:
                if self._is_alone(cell[0], question):
                    cells[cell] = reading


def _cell(unknown: Unknown) -> CellKey | None:
    """The cell in which an unknown is read, if it is one."""
    sort, key, reading, year = unknown
    if sort != "fact" or not (year is None or isinstance(year, int)):
        return None
    return key, reading, year


def figures_in(step: Step) -> tuple[object, ...]:
    """The numbers a comparison saw, with all that they were worked out from."""
    found: list[object] = []
    readings: list[Reading] = list(step.values)
    while readings:
        reading = readings.pop()
        if isinstance(reading.value, Range):
            found.append((reading.value.low, reading.value.high))
        elif reading.expr.type.is_numeric:
            found.append(None)
        readings.extend(reading.parts)
    return (step.outcome, *found)
