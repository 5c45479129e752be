"""The interpreter, asked for single conditions: a node is evaluated when it is first looked at, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.evaluating.running import Condition, Prepared, Run
from sgpolicy.model.application import Application
from sgpolicy.model.core import Expr
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import NodeTrace, Step, Trace


class Conditions:
    """A policy's conditions, each made ready to run when it is first asked for; threads may share them."""

    def __init__(self, prepared: Prepared) -> None:
        self._compiler = Compiler(prepared.core)
        self._known: dict[int, tuple[Condition, Expr]] = {}

    def of(self, expr: Expr) -> Condition:
        """A condition, ready to run."""
        found = self._known.get(id(expr))
        if found is None:  # kept with the expression, whose id stays its own as long
            found = self._known[id(expr)] = (self._compiler.condition(expr), expr)
        return found[0]


class Look:
    """One application, looked at where somebody asks.

    Attributes:
        trace: Its trace, as far as it was looked at: nothing is pending there and nothing relied on.
    """

    def __init__(
        self,
        prepared: Prepared,
        conditions: Conditions,
        application: Application,
        on: date,
        readings: Mapping[str, str],
        outcome: Outcome,
    ) -> None:
        """Begin to look; `readings` must be complete."""
        self._conditions = conditions
        self._run = Run(prepared, application, on, readings)
        nodes = _Nodes(self._run)
        self.trace = Trace(prepared.core, application, on, readings, (), outcome, nodes)

    def step(self, expr: Expr) -> Step:
        """A condition, evaluated."""
        return self._conditions.of(expr)(self._run)


class _Nodes(Mapping[str, NodeTrace]):
    """The nodes of a run."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __getitem__(self, key: str) -> NodeTrace:
        if key not in self._run.prepared.nodes:
            raise KeyError(key)
        return self._run.node(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._run.prepared.nodes)

    def __len__(self) -> int:
        return len(self._run.prepared.nodes)
