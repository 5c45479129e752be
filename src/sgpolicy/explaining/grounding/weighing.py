"""Outcomes of what has none of its own: of a test, or of a combination within a rule."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from sgpolicy.explaining.grounding.case import Case, Unclear
from sgpolicy.model.core import (
    All,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Core,
    Expr,
    FactRef,
    Not,
    Pick,
    Ref,
    Truth,
)
from sgpolicy.model.outcome import Outcome

Weighed = Callable[[Case], Outcome]

MET, NOT_MET, NOT_APPLICABLE = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE
OPEN = (Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS)
NEGATED = {MET: NOT_MET, NOT_MET: MET}
_CHAIN = (NOT_MET, *OPEN, MET, NOT_APPLICABLE)
_PLACES = {outcome: place for place, outcome in enumerate(_CHAIN)}


class Weighing:
    """Prepares outcomes under fixed readings.

    Attributes:
        positions: Where each truth-valued node stands in `Case.outcomes`.
    """

    def __init__(self, core: Core, readings: Mapping[str, str], truths: Sequence[str]) -> None:
        self._core = core
        self._readings = readings
        self.positions = {key: i for i, key in enumerate(truths)}
        self._partial: dict[str, bool] = {}

    def chosen(self, expr: Expr) -> Expr:
        """What stands in an expression's place under the readings in force."""
        while isinstance(expr, Pick):
            expr = expr.chosen(self._readings)
        return expr

    def through(self, expr: Expr) -> Expr:
        """What an expression is once readings and names of definitions are looked through."""
        return self._core.through(expr, self._readings)

    def of(self, expr: Expr) -> Weighed:
        """A function that gives an expression's outcome.

        The function raises `Unclear` where outcomes alone do not tell: of a part that is open, since it
        is open whether it applies, a combination looks at more than that.
        """
        match expr:
            case Pick():
                return self.of(self.chosen(expr))
            case Ref(node=key):
                at = self.positions[key]
                return lambda case: case.outcomes[at]
            case Truth(value=value):
                fixed = MET if value else NOT_MET
                return lambda _: fixed
            case FactRef():
                return self._fact(expr)
            case All(operands=operands):
                parts = self._parts(operands)
                return lambda case: _least([part(case) for part in parts])
            case AtLeast(number=number, operands=operands):
                parts = self._parts(operands)
                return lambda case: _greatest(number, [part(case) for part in parts])
            case Not(operand=operand):
                (part,) = self._parts((operand,))

                def negated(case: Case) -> Outcome:
                    found = part(case)
                    return NEGATED.get(found, found)

                return negated
            case Branch():
                return self._branch(expr)
            case Compare(left=left, right=Constant(value=bound)):
                return self._bounded(expr, left, bound)
            case _:
                return lambda case: case.looked.step(expr).outcome

    def is_partial(self, expr: Expr) -> bool:
        """Whether it may be open whether a part applies."""
        match expr:
            case Pick():
                return self.is_partial(self.chosen(expr))
            case Ref(node=key):
                if key not in self._partial:
                    node = self._core.nodes[key]
                    self._partial[key] = node.guard is not None or self.is_partial(node.body)
                return self._partial[key]
            case Not(operand=operand):
                return self.is_partial(operand)
            case All(operands=operands):
                return bool(operands) and all(self.is_partial(one) for one in operands)
            case Branch():
                return self.is_partial(expr.then) or self.is_partial(expr.otherwise)
            case _:
                return False

    def tests(self, expr: Expr) -> Iterator[Expr]:
        """The tests and references in an expression, in order."""
        match expr:
            case Pick():
                yield from self.tests(self.chosen(expr))
            case Not(operand=operand):
                yield from self.tests(operand)
            case All(operands=operands) | AtLeast(operands=operands):
                for one in operands:
                    yield from self.tests(one)
            case Branch():
                for one in (expr.condition, expr.then, expr.otherwise):
                    yield from self.tests(one)
            case _:
                yield expr

    def _parts(self, operands: tuple[Expr, ...]) -> tuple[Weighed, ...]:
        return tuple(self._surely(one) for one in operands)

    def _surely(self, expr: Expr) -> Weighed:
        """The outcome of a part, unless it may be open whether it applies."""
        weighed = self.of(expr)
        if not self.is_partial(expr):
            return weighed

        def surely(case: Case) -> Outcome:
            found = weighed(case)
            if found in OPEN:
                raise Unclear
            return found

        return surely

    def _fact(self, expr: FactRef) -> Weighed:
        key, is_computed = expr.fact, self._core.facts[expr.fact].computed is not None

        def fact(case: Case) -> Outcome:
            if is_computed and case.has_ledgers:
                return case.looked.step(expr).outcome
            value = case.facts.get(key)
            return Outcome.MISSING_FACTS if value is None else MET if value else NOT_MET

        return fact

    def _bounded(self, expr: Compare, left: Expr, bound: Fraction) -> Weighed:
        """A stated number against a bound; anything else the interpreter compares."""
        inner = self.through(left)
        if not isinstance(inner, FactRef) or not inner.type.is_numeric:
            return lambda case: case.looked.step(expr).outcome
        key, is_computed = inner.fact, self._core.facts[inner.fact].computed is not None
        limit = bound.numerator if bound.denominator == 1 else bound
        holds: Callable[[Any, Any], bool] = getattr(operators, expr.operator)

        def bounded(case: Case) -> Outcome:
            value = case.facts.get(key)
            if value is None or (is_computed and case.has_ledgers):
                return case.looked.step(expr).outcome
            return MET if holds(value, limit) else NOT_MET

        return bounded

    def _branch(self, expr: Branch) -> Weighed:
        parts = (expr.condition, expr.then, expr.otherwise)
        asked_of, then_of, otherwise_of = self._parts(parts)

        def branch(case: Case) -> Outcome:
            asked = asked_of(case)
            if asked is MET:
                return then_of(case)
            if asked not in OPEN:
                return otherwise_of(case)
            then, otherwise = then_of(case), otherwise_of(case)
            if then is otherwise and then in NEGATED:
                return then
            if NOT_APPLICABLE in (then, otherwise):
                raise Unclear
            place = _PLACES[asked]
            first = max(place, _PLACES[then])  # what is open stays so when it is negated
            return _CHAIN[min(first, max(place, _PLACES[otherwise]))]

        return branch


def _least(outcomes: list[Outcome]) -> Outcome:
    held = [_PLACES[one] for one in outcomes if one is not NOT_APPLICABLE]
    if held:
        return _CHAIN[min(held)]
    return NOT_APPLICABLE if outcomes else MET


def _greatest(number: int, outcomes: list[Outcome]) -> Outcome:
    if number <= 0:
        return MET
    held = sorted((_PLACES[one] for one in outcomes if one is not NOT_APPLICABLE), reverse=True)
    return _CHAIN[held[number - 1]] if number <= len(held) else NOT_MET
