"""What an open condition rests on that is not known: facts, findings, and ledgers with gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sgpolicy.evaluating.cells import is_computable, read
from sgpolicy.evaluating.compiling import Compiler, parts_of
from sgpolicy.evaluating.ranges import ANY
from sgpolicy.evaluating.rows import mentions_column
from sgpolicy.evaluating.running import Run, Unknown
from sgpolicy.evaluating.settling import is_settled, may_be_of_nothing
from sgpolicy.model.core import AtYear, Branch, Expr, FactRef, Judged, Pick, Ref, Tally
from sgpolicy.model.trace import Range, Reading
from sgpolicy.model.types import TRUTH, Type
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """Something unknown, with what it can still be.

    Attributes:
        unknown: What it is.
        type: Its type; for a yearly series, that of one year's count.
        bounds: For numbers, the interval it lies in.
        of_nothing: Whether it can also be a share of nothing.
        reading: The value as far as it is known; None for findings.
    """

    unknown: Unknown
    type: Type
    bounds: Range | None = None
    of_nothing: bool = False
    reading: Reading | None = None


class Unknowns:
    """Finds what expressions rest on, under one run and the readings in force there."""

    def __init__(self, run: Run, compiler: Compiler) -> None:
        self._run = run
        self._compiler = compiler
        self._branches: dict[int, tuple[Expr, ...]] = {}

    def of(self, expr: Expr) -> dict[Unknown, Variable]:
        """What is unknown in an expression; what a value is worked out from comes before it."""
        found: dict[Unknown, Variable] = {}
        self._collect(expr, found, is_within_fact=False)
        return found

    def is_alone(self, fact: str, *, counts_rows: bool) -> bool:
        """Whether nothing else that is unknown bears on what is known of a fact.

        Args:
            fact: Its id.
            counts_rows: Whether something is to be supposed of what a ledger comes to.
        """
        ref = FactRef(fact, self._run.prepared.facts[fact].fact.type)
        found: dict[Unknown, Variable] = {}
        is_plain = True
        for part in self._parts(ref):
            is_plain = not counts_rows
            self._collect(part, found, is_within_fact=True)
        return is_plain and not found

    def basis(self, expr: Expr) -> Iterator[Expr]:
        """An expression and everything it rests on.

        Goes through references to other nodes (their guards too) and through the way facts are
        computed, as far as their ledgers were given.
        """
        yield expr
        for part in self._parts(expr):
            yield from self.basis(part)

    def _parts(self, expr: Expr) -> Iterator[Expr]:
        match expr:
            case Pick():
                yield expr.chosen(self._run.readings)
            case Branch():
                yield from self._taken(expr)
            case Ref():
                node = self._run.prepared.core.nodes[expr.node]
                if node.guard is not None:
                    yield node.guard
                yield node.body
            case FactRef():
                prepared = self._run.prepared.facts[expr.fact]
                computed = prepared.fact.computed
                if computed is not None and is_computable(self._run, prepared):
                    yield computed
            case _:
                yield from parts_of(expr)

    def _taken(self, expr: Branch) -> tuple[Expr, ...]:
        """Of a branch whose condition is decided, what is taken: nothing unknown can change that."""
        known = self._branches.get(id(expr))
        if known is None:
            known = (expr.condition, expr.then, expr.otherwise)
            if not mentions_column(expr.condition):
                holds = min(self._run.grade(self._compiler.condition(expr.condition)(self._run)))
                known = (expr.then,) if holds == 3 else (expr.otherwise,) if holds == 0 else known
            self._branches[id(expr)] = known
        return known

    def _collect(self, expr: Expr, found: dict[Unknown, Variable], *, is_within_fact: bool) -> None:
        match expr:
            case Judged(finding=finding):
                if self._run.judgement(finding)[0] is None:
                    unknown: Unknown = ("finding", finding, None, None)
                    found[unknown] = Variable(unknown, TRUTH)
                return
            case FactRef():
                self._collect_cell(expr, expr, None, found)
                return
            case AtYear(series=FactRef() as series):
                days = self._compiler.figure(expr.stretch)(self._run)
                if isinstance(days.value, tuple):
                    self._collect_cell(expr, series, days.value[0].year, found)
                else:
                    self._collect(expr.stretch, found, is_within_fact=is_within_fact)
                    self._collect_series(expr, series, found)
                return
            case _:
                pass
        for part in self._parts(expr):
            self._collect(part, found, is_within_fact=is_within_fact)
        if isinstance(expr, Tally) and not is_within_fact:
            reading = self._compiler.figure(expr)(self._run)
            if not is_settled(reading):
                self._add(("ledger", expr.ledger, None, expr), expr.type, reading, found)

    def _collect_cell(
        self, expr: Expr, ref: FactRef, year: int | None, found: dict[Unknown, Variable]
    ) -> None:
        prepared = self._run.prepared.facts[ref.fact]
        reading = read(self._run, prepared, expr, year)
        if is_settled(reading):
            return
        for part in self._parts(ref):
            self._collect(part, found, is_within_fact=True)
        self._add(("fact", ref.fact, self._split(ref), year), expr.type, reading, found)

    def _collect_series(self, expr: AtYear, ref: FactRef, found: dict[Unknown, Variable]) -> None:
        """A series in a year that is open itself: what is stated for any year may be the one."""
        for part in self._parts(ref):
            self._collect(part, found, is_within_fact=True)
        unknown = ("fact", ref.fact, self._split(ref), expr.stretch)
        self._add(unknown, expr.type, Reading(expr, ANY, "missing"), found)

    def _split(self, ref: FactRef) -> str | None:
        split = self._run.prepared.facts[ref.fact].fact.split
        return None if split is None else self._run.readings[split]

    def _add(
        self, unknown: Unknown, kind: Type, reading: Reading, found: dict[Unknown, Variable]
    ) -> None:
        bounds = reading.value if isinstance(reading.value, Range) else None
        found[unknown] = Variable(unknown, kind, bounds, may_be_of_nothing(reading), reading)


def cause(run: Run, variable: Variable) -> Literal["missing", "blank", "conflict", "refused"]:
    """Why something is unknown."""
    if variable.reading is None:
        _, refused = run.judgement(variable.unknown[1])
        return "missing" if refused is None else "refused"
    if variable.reading.source == "conflict":
        return "conflict"
    return "blank" if variable.reading.source in ("ledger", "derived") else "missing"
