"""Changes that make a test come out as wanted, or put numbers right that contradict one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

from sgpolicy.advice.goals import Test
from sgpolicy.advice.situations import Cell, Situation
from sgpolicy.advice.values import lawful, steps_between, unknown_of
from sgpolicy.evaluating.candidates import domains
from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.evaluating.diagrams import TooLarge
from sgpolicy.evaluating.running import Run
from sgpolicy.evaluating.trying import Trial
from sgpolicy.explaining.operands import within
from sgpolicy.model.core import (
    AtYear,
    Changeable,
    Consistency,
    Expr,
    FactRef,
    Judged,
    SetCompare,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range
from sgpolicy.records import dataclass

_MOST_TRIES = 3_000
MOST_TOGETHER = 5
"""Of how many things that a test rests on two are changed together."""
_MOST_PAIRED = 6
_MOST_TOGGLES = 6


@dataclass(frozen=True, slots=True)
class Standard:
    """A finding, as something that may be judged anew."""

    id: str


Slot = Cell | Standard
Change = tuple[Slot, Any]


class Moves:
    """The changes that a policy declares possible, in one situation.

    Attributes:
        start: The situation as it is.
    """

    def __init__(self, start: Situation) -> None:
        self.start = start
        self._core = start.prepared.core
        self._compiler = Compiler(self._core)
        self._original: dict[Slot, Any] = {}
        self._run = start.run()
        self._rests: dict[tuple[int, tuple[date, ...]], tuple[Slot, ...]] = {}
        self._slots: dict[tuple[int, tuple[date, ...]], tuple[Slot, ...]] = {}
        self._tried: dict[object, tuple[tuple[Change, ...], ...]] = {}

    # ── situations ────────────────────────────────────────────────────────────────────────

    def made(self, changes: Iterable[Change]) -> Situation:
        """The situation with some changes; a later day takes the evaluation along."""
        cells: dict[Cell, Any] = {}
        judged: dict[str, bool | None] = {}
        on = self.start.on
        for slot, value in changes:
            if isinstance(slot, Standard):
                judged[slot.id] = value
                continue
            cells[slot] = value
            if isinstance(value, date) and value > on:
                on = value
        return self.start.supposing(cells, judged, on)

    def original(self, slot: Slot) -> Any:  # noqa: ANN401
        """What a slot is in the situation as it is; None if it is not known."""
        if slot not in self._original:
            if isinstance(slot, Standard):
                record, _ = self._run.judgement(slot.id)
                self._original[slot] = None if record is None else record.met
            else:
                self._original[slot] = self.start.value(slot, self._run)
        return self._original[slot]

    def declared(self, slot: Slot) -> Changeable | None:
        """What the policy says of changing it; None if nothing."""
        key = slot.id if isinstance(slot, Standard) else slot.fact
        return self._core.changeable.get(key)

    def weight(self, slot: Slot) -> int:
        """How much changing it counts."""
        found = self.declared(slot)
        return 1 if found is None else found.weight

    def permits(self, slot: Slot, value: Any) -> bool:  # noqa: ANN401
        """Whether it may be changed to this."""
        found = self.declared(slot)
        return found is not None and _permits(found, self.original(slot), value, self.start.on)

    # ── what a test rests on ──────────────────────────────────────────────────────────────

    def slots(self, expr: Expr, run: Run) -> tuple[Slot, ...]:
        """The changeable things that a test rests on, each once."""
        key = (id(expr), _days_of(run))
        found = self._slots.get(key)
        if found is None:
            every = self.rests_on(expr, run)
            found = tuple(slot for slot in every if self.declared(slot) is not None)
            self._slots[key] = found
        return found

    def rests_on(self, expr: Expr, run: Run) -> tuple[Slot, ...]:
        """Everything that a test rests on, changeable or not."""
        key = (id(expr), _days_of(run))
        found = self._rests.get(key)
        if found is None:
            found = self._rests[key] = tuple(dict.fromkeys(self._found(expr, run)))
        return found

    def _found(self, expr: Expr, run: Run) -> Iterator[Slot]:
        for one in within((expr,), self._core, run.readings, ()):
            match one:
                case Judged(finding=finding):
                    yield Standard(finding)
                case AtYear(series=FactRef() as inner, stretch=stretch):
                    days = self._compiler.figure(stretch)(run).value
                    if isinstance(days, tuple):
                        yield Cell(inner.fact, days[0].year)
                case FactRef() if one.type.kind not in ("series", "text"):
                    yield Cell(one.fact)
                case _:
                    continue

    # ── changes for a test ────────────────────────────────────────────────────────────────

    def options(
        self, changes: Mapping[Slot, Any], test: Test, run: Run
    ) -> tuple[tuple[Change, ...], ...]:
        """The least changes, beyond those made, that make a test come out as wanted.

        Args:
            changes: Those made.
            test: The test.
            run: An evaluation with them.
        """
        rest = [slot for slot in self.rests_on(test.expr, run) if slot in changes]
        key = (id(test.expr), test.wanted, tuple((slot, changes[slot]) for slot in rest))
        known = self._tried.get(key)
        if known is None:
            known = self._tried[key] = tuple(self._options(changes, test, run))
        return known

    def _options(
        self, changes: Mapping[Slot, Any], test: Test, run: Run
    ) -> Iterator[tuple[Change, ...]]:
        slots = self.slots(test.expr, run)
        if not slots:
            return
        situation = self.made(changes.items())
        for slot in slots:
            for value in self._alone(situation, run, slot, test):
                yield ((slot, value),)
        if 1 < len(slots) <= MOST_TOGETHER:
            yield from self._together(situation, slots, test)

    def _alone(self, situation: Situation, run: Run, slot: Slot, test: Test) -> list[Any]:
        """Values of one slot, nearest to what it was, with which a test comes out as wanted."""
        if isinstance(slot, Standard):
            record, _ = run.judgement(slot.id)
            is_met = record is not None and record.met
            return [True] if test.wanted and not is_met and self.declared(slot) else []
        kind = situation.fact(slot).type.kind
        if kind == "set":
            return self._sets(situation, slot, test)
        if isinstance(test.expr, FactRef):
            return [test.wanted] if self.permits(slot, test.wanted) else []
        original = self.original(slot)
        found = []
        for stretch in self._stretches(situation, slot, test):
            values = [value for value in stretch if self.permits(slot, value)]
            if values:
                found.append(min(values, key=lambda value: _distance(original, value)))
        return sorted(found, key=lambda value: _distance(original, value))

    def _stretches(self, situation: Situation, cell: Cell, test: Test) -> list[list[Any]]:
        """The values of one cell with which a test comes out as wanted, stretch by stretch.

        What lies between two values of a stretch does so, too.
        """
        bare = situation.supposing({cell: None})
        run = bare.run()
        trial = Trial(run, _MOST_TRIES)
        unknown = unknown_of(situation, cell)
        kind = situation.fact(cell).type.kind
        wanted = Outcome.MET if test.wanted else Outcome.NOT_MET
        stretches: list[list[Any]] = [[]]
        try:
            question = trial.question(test.expr)
            if unknown not in question.variables:
                return []
            domain = domains(trial, [question])[unknown]
            for value in dict.fromkeys(lawful(kind, one) for one in domain):
                if value is None:
                    continue
                if trial.step(question, {unknown: value}).outcome is not wanted:
                    stretches.append([])
                else:
                    stretches[-1].append(value)
                    if kind in ("choice", "truth"):
                        stretches.append([])
        except (TooLarge, RecursionError):
            return []
        return [stretch for stretch in stretches if stretch]

    def _sets(self, situation: Situation, cell: Cell, test: Test) -> list[frozenset[str]]:
        """Sets with the fewest members taken up or dropped."""
        kind = situation.fact(cell).type
        original = self.original(cell) or frozenset()
        tested = [
            one
            for one in within((test.expr,), self._core, situation.readings, ())
            if isinstance(one, SetCompare)
        ]
        named = dict.fromkeys(member for one in tested for member in one.members)
        others = [member for member in kind.members if member not in named]
        toggles = [*named, *others[:_MOST_TOGGLES]]
        ready = self._compiler.condition(test.expr)
        wanted = Outcome.MET if test.wanted else Outcome.NOT_MET
        found: list[frozenset[str]] = []
        tried = [
            frozenset(some)
            for size in range(min(len(toggles), 3) + 1)
            for some in combinations(toggles, size)
        ]
        tried += [frozenset(one.members) ^ original for one in tested]
        for some in sorted(dict.fromkeys(tried), key=len):
            value = original ^ some
            if any(original ^ one < some for one in found) or value in found:
                continue
            if not self.permits(cell, value):
                continue
            run = situation.supposing({cell: value}).run()
            if ready(run).outcome is wanted:
                found.append(value)
        return found[:_MOST_TOGGLES]

    def _together(
        self, situation: Situation, slots: tuple[Slot, ...], test: Test
    ) -> Iterator[tuple[Change, ...]]:
        """Two changes that together make a test come out as wanted, for where one alone meets other bounds.

        Days are not put off for the sake of numbers.
        """
        numbers = [s for s in slots if isinstance(s, Cell) and _is_measured(situation, s)]
        for first in numbers:
            for value in self._reachable(situation, first, test):
                further = situation.supposing({first: value})
                run = further.run()
                for second in slots:
                    if second == first or _is_day(situation, second):
                        continue
                    for other in self._alone(further, run, second, test):
                        yield (first, value), (second, other)

    def _reachable(self, situation: Situation, cell: Cell, test: Test) -> list[Any]:
        """Some values to which a cell may be changed, from near to far."""
        bare = situation.supposing({cell: None})
        trial = Trial(bare.run(), _MOST_TRIES)
        unknown = unknown_of(situation, cell)
        kind = situation.fact(cell).type.kind
        try:
            question = trial.question(test.expr)
            domain = domains(trial, [question]).get(unknown, ())
        except (TooLarge, RecursionError):
            return []
        every = dict.fromkeys(lawful(kind, one) for one in domain)
        found = [one for one in every if one is not None and self.permits(cell, one)]
        found.sort(key=lambda one: _distance(self.original(cell), one))
        return [*found[:_MOST_PAIRED], *found[-1:]]

    # ── numbers that contradict one another ───────────────────────────────────────────────

    def contradictions(
        self, changes: Mapping[Slot, Any], run: Run
    ) -> Iterator[tuple[Consistency, Fraction]]:
        """The relations broken by what was changed, with what their terms sum up to."""
        if not changes:
            return
        for relation in self._core.consistent:
            if any(run.readings[key] != reading for key, reading in relation.under):
                continue
            cells = [cell for _, key in relation.terms for cell in self._cells(key, run)]
            if not any(cell in changes for cell in cells):
                continue
            total = self._total(relation, run)
            if total is not None and (total > 0 or (relation.operator == "eq" and total < 0)):
                yield relation, total

    def _total(self, relation: Consistency, run: Run) -> Fraction | None:
        total = Fraction(0)
        for sign, key in relation.terms:
            value = self._number(key, run)
            if value is None:
                return None
            total += sign * value
        return total

    def _number(self, key: str, run: Run) -> Fraction | None:
        if key in self._core.facts:
            situation = Situation(run.prepared, run.application, run.on, run.readings)
            known = situation.reading(Cell(key), run).value
        else:
            reading = run.node(key).value
            known = None if reading is None else reading.value
        return Fraction(known.low) if isinstance(known, Range) and known.is_known else None

    def _cells(self, key: str, run: Run) -> tuple[Slot, ...]:
        if key in self._core.facts:
            return (Cell(key),)
        return self.rests_on(self._core.nodes[key].body, run)

    def mended(
        self, run: Run, relation: Consistency, total: Fraction
    ) -> Iterator[tuple[Change, ...]]:
        """Single changes after which a relation is kept."""
        for sign, key in relation.terms:
            cells = [c for c in self._cells(key, run) if isinstance(c, Cell)]
            numbers = [c for c in cells if self.start.fact(c).type.kind != "date"]
            if len(numbers) != 1:
                continue
            (cell,) = numbers
            now = self._number(key, run)
            if now is None:
                continue
            needed = now - sign * total
            kind = self.start.fact(cell).type.kind
            value = lawful(kind, needed.numerator if needed.denominator == 1 else needed)
            if value is not None and value != now and self.permits(cell, value):
                yield ((cell, value),)

    def support(self, relation: Consistency, run: Run) -> tuple[Slot, ...]:
        """The changeable things in a relation."""
        cells = (cell for _, key in relation.terms for cell in self._cells(key, run))
        return tuple(dict.fromkeys(cell for cell in cells if self.declared(cell) is not None))


def _is_measured(situation: Situation, cell: Cell) -> bool:
    return situation.fact(cell).type.kind not in ("set", "date")


def _is_day(situation: Situation, slot: Slot) -> bool:
    return isinstance(slot, Cell) and situation.fact(slot).type.kind == "date"


def _permits(declared: Changeable, original: Any, value: Any, on: date) -> bool:  # noqa: ANN401
    if value == original or value is None:
        return False
    match declared.direction:
        case "gain" | "improve":
            return value is True
        case "give up":
            return value is False
        case "choose" | "either":
            return True
        case "later":
            return bool(value > (original or on))
        case "more":
            if isinstance(value, frozenset):
                return value >= (original or frozenset())
            return original is None or value > original
        case "less":
            if isinstance(value, frozenset):
                return original is None or value <= original
            return original is None or value < original


def _distance(original: Any, value: Any) -> Fraction:  # noqa: ANN401
    if isinstance(value, bool | str):
        return Fraction(1)
    if isinstance(value, date):
        return Fraction(abs((value - original).days)) if isinstance(original, date) else Fraction(0)
    return abs(Fraction(value) - Fraction(original or 0))


def _days_of(run: Run) -> tuple[date, ...]:
    """The days on which yearly numbers can hang, so that what tests rest on is found anew when one moves."""
    return tuple(v for v in run.application.facts.values() if isinstance(v, date))


def size_of(original: Any, value: Any, kind: str) -> Fraction:  # noqa: ANN401
    """How large a change is, for choosing between those of the same weight: 1 for a yes, a half for doubling."""
    if isinstance(value, frozenset):
        return Fraction(len(value ^ (original or frozenset())))
    if isinstance(value, bool | str):
        return Fraction(1)
    if isinstance(value, date):
        return Fraction(abs(steps_between(kind, original or value, value)), 365)
    gap = abs(Fraction(value) - Fraction(original or 0))
    return gap / (gap + (abs(Fraction(original)) if original else 1))
