"""The outcome as a function of all readings at once, without running through their combinations.

Each open place of the text is a variable. A test's outcome depends on the few readings that it consults; it
is run once for each way in which they can come. Combinations of rules then combine these functions along the
same chain on which the interpreter combines outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.advice.situations import Situation
from sgpolicy.advising.diagrams import Diagrams, TooManyReadingsError
from sgpolicy.evaluating.chain import (
    NEGATED,
    OUTCOMES,
    Grade,
    branch,
    negation,
)
from sgpolicy.evaluating.compiling import Compiler, parts_of
from sgpolicy.evaluating.running import Condition
from sgpolicy.model.core import All, AtLeast, Branch, Expr, FactRef, Not, Pick, Ref
from sgpolicy.model.outcome import Outcome

_MOST_NODES = 100_000
_MOST_RUNS = 20_000


class OverReadings:
    """What a situation comes to under every combination of readings.

    Attributes:
        made: The diagrams.
        order: The interpretations by level, as far as any was met.
        outcome: The function to the outcome along the rules.

    Raises:
        TooManyReadingsError: If too many readings hang together.
    """

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._core = situation.prepared.core
        self._compiler = Compiler(self._core)
        self.made = Diagrams(_MOST_NODES)
        self.order: list[str] = []
        self._levels: dict[str, int] = {}
        self._readings = {
            key: tuple(one.id for one in item.readings)
            for key, item in self._core.interpretations.items()
        }
        self._nodes: dict[str, int] = {}
        self._left = _MOST_RUNS
        self.outcome = self._conclusion()

    @property
    def widths(self) -> Sequence[int]:
        """How many readings there are at each level."""
        return [len(self._readings[key]) for key in self.order]

    @property
    def base(self) -> Sequence[int]:
        """The place of the reading in force at each level."""
        in_force = self._situation.readings
        return [self._readings[key].index(in_force[key]) for key in self.order]

    def reading(self, level: int, place: int) -> tuple[str, str]:
        """An interpretation and one of its readings, by their numbers."""
        key = self.order[level]
        return key, self._readings[key][place]

    def _level(self, interpretation: str) -> int:
        found = self._levels.get(interpretation)
        if found is None:
            found = self._levels[interpretation] = len(self.order)
            self.order.append(interpretation)
        return found

    def _conclusion(self) -> int:
        made = self.made
        scopes = [self._node(key) for key in self._core.scopes]
        gate = made.folded(_scoped, 3, scopes)
        return made.joined(_concluded, gate, self._node(self._core.root))

    def _node(self, key: str) -> int:
        found = self._nodes.get(key)
        if found is None:
            node = self._core.nodes[key]
            found = self.made.mapped(_shown, self._grade(node.body))
            if node.guard is not None:
                found = self.made.joined(_guarded, self._grade(node.guard), found)
            self._nodes[key] = found
        return found

    def _grade(self, expr: Expr) -> int:
        made = self.made
        match expr:
            case Pick(interpretation=key):
                level = self._level(key)
                branches = dict(expr.branches)
                inner = [self._grade(branches[one]) for one in self._readings[key]]
                return made.case(level, inner)
            case Ref(node=key):
                return self._node(key)
            case Not(operand=operand):
                return made.mapped(_negated, self._grade(operand))
            case All(operands=operands):
                parts = [self._grade(one) for one in operands]
                return made.mapped(_all_shown, made.folded(_all_of, (0, 3, True), parts))
            case AtLeast(number=number, operands=operands):
                parts = [self._grade(one) for one in operands]
                held = made.folded(_Held(number), (), parts)
                return made.mapped(_Reached(number), held)
            case Branch():
                condition, then, otherwise = (
                    self._grade(one) for one in (expr.condition, expr.then, expr.otherwise)
                )
                pairs = made.joined(_paired, then, otherwise)
                return made.joined(_branched, condition, pairs)
            case _:
                return self._test(expr)

    def _test(self, expr: Expr) -> int:
        ready = self._compiler.condition(expr)
        counting = frozenset(self._counting(expr, set()))
        return self._tried(ready, counting, {})

    def _tried(self, ready: Condition, counting: frozenset[str], fixed: dict[str, str]) -> int:
        """One test, run for each way in which the readings come that it consults."""
        self._left -= 1
        if self._left < 0:
            raise TooManyReadingsError
        situation = self._situation.under(fixed)
        run = situation.run()
        grade = run.grade(ready(run))
        consulted = {*run.used, *counting} - fixed.keys()
        if not consulted:
            return self.made.end(_shown(grade))
        key = next(one for one in self._readings if one in consulted)
        branches = [
            self._tried(ready, counting, {**fixed, key: one}) for one in self._readings[key]
        ]
        return self.made.case(self._level(key), branches)

    def _counting(self, expr: Expr, seen: set[str]) -> set[str]:
        """The interpretations that say which ledgers a fact is counted from, where ledgers are given."""
        found: set[str] = set()
        if not self._situation.application.ledgers:
            return found
        waiting: list[tuple[Expr, bool]] = [(expr, False)]
        while waiting:
            at, is_counting = waiting.pop()
            if isinstance(at, Pick) and is_counting:
                found.add(at.interpretation)
            if isinstance(at, Ref) and at.node not in seen:
                seen.add(at.node)
                waiting.append((self._core.nodes[at.node].body, is_counting))
            if isinstance(at, FactRef):
                computed = self._core.facts[at.fact].computed
                if computed is not None:
                    waiting.append((computed, True))
            waiting.extend((part, is_counting) for part in parts_of(at))
        return found


def _shown(grade: Grade) -> Grade:
    """A grade as a reference to it is seen: what does not apply holds nothing."""
    return (0, 0) if grade[0] == 0 else grade


def _guarded(guard: Grade, body: Grade) -> Grade:
    return _shown((min(*guard, body[0]), body[1]))


def _all_of(so_far: tuple[int, int, bool], grade: Grade) -> tuple[int, int, bool]:
    applies, holds, _ = so_far
    one = max(NEGATED[grade[0]], grade[1])
    return (max(applies, grade[0]), min(holds, one), False)


def _all_shown(found: tuple[int, int, bool]) -> Grade:
    applies, holds, is_empty = found
    return (3, 3) if is_empty else _shown((applies, holds))


def _negated(grade: Grade) -> Grade:
    return _shown(negation(grade))


class _Held:
    """The greatest few of what holds."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, so_far: tuple[int, ...], grade: Grade) -> tuple[int, ...]:
        return tuple(sorted((*so_far, min(grade)), reverse=True)[: max(self._number, 0)])


class _Reached:
    """Whether enough of them hold."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, held: tuple[int, ...]) -> Grade:
        if self._number <= 0:
            return (3, 3)
        return (3, held[self._number - 1] if self._number <= len(held) else 0)


def _paired(then: Grade, otherwise: Grade) -> tuple[Grade, Grade]:
    return (then, otherwise)


def _branched(condition: Grade, parts: tuple[Grade, Grade]) -> Grade:
    return _shown(branch(condition, *parts))


def _scoped(gate: int, grade: Grade) -> int:
    """How far the text applies, so far: -1 for not at all."""
    outcome = _outcome(grade)
    if gate < 0 or outcome is Outcome.NOT_MET:
        return -1
    return gate if outcome.is_decided else min(gate, outcome.value)


def _concluded(gate: int, grade: Grade) -> Outcome:
    root = _outcome(grade)
    if gate < 0 or root is Outcome.NOT_APPLICABLE:
        return Outcome.NOT_APPLICABLE
    if gate == 3:
        return root
    return OUTCOMES[gate if root.is_decided else min(gate, root.value)]


def _outcome(grade: Grade) -> Outcome:
    applies, holds = grade
    if applies == 0:
        return Outcome.NOT_APPLICABLE
    return OUTCOMES[holds if applies == 3 else applies]
