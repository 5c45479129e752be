"""Trying values: an open condition run again with something supposed for what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.evaluating.diagrams import TooLarge
from sgpolicy.evaluating.running import Condition, Run, Unknown
from sgpolicy.evaluating.settling import is_settled
from sgpolicy.evaluating.unknowns import Unknowns, Variable
from sgpolicy.model.core import Expr
from sgpolicy.model.trace import Range, Reading, Step
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """An open condition, ready to run, with the unknowns it rests on."""

    expr: Expr
    condition: Condition
    variables: dict[Unknown, Variable]
    weight: int = 1


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
        self._cells = {key: cell for key, cell in run.cells.items() if is_settled(cell)}
        self._traces = {
            key: trace
            for key, trace in run.traces.items()
            if (trace.outcome is not None and trace.outcome.is_decided)
            or (trace.value is not None and is_settled(trace.value))
        }

        nothing: set[str] = set()
        self._uses: dict[object, set[str]] = dict.fromkeys(self._traces, nothing)

    @property
    def spent(self) -> int:
        """How many runs were made, weighed."""
        return self._limit - self._left

    def question(self, expr: Expr) -> Question:
        """Make a condition ready to try."""
        size = sum(1 for _ in self.unknowns.basis(expr))
        weight = 1 if size <= _LIGHT else size // 10
        return Question(expr, self._compiler.condition(expr), self.unknowns.of(expr), weight)

    def step(self, question: Question, assumed: Mapping[Unknown, Any]) -> Step:
        """The condition's step under what is assumed."""
        self._left -= question.weight
        if self._left < 0:
            raise TooLarge
        base = self.run
        run = Run(base.prepared, base.application, base.on, base.readings, assumed)
        run.cells = dict(self._cells)
        run.traces = dict(self._traces)
        run.uses = dict(self._uses)
        return question.condition(run)


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
