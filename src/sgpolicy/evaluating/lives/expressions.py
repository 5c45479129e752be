"""All sorts of expressions, written."""

from __future__ import annotations

from sgpolicy.evaluating.lives.tallying import any_source, tally_source
from sgpolicy.evaluating.lives.truths import truth_source
from sgpolicy.evaluating.lives.values import number_source, value_source
from sgpolicy.evaluating.lives.writing import Grade, Module, Value
from sgpolicy.model.core import Expr, Tally


class Expressions(Module):
    """A module whose functions may hold any expression."""

    def truth(self, expr: Expr) -> Grade:
        """A condition."""
        return truth_source(self, expr)

    def value(self, expr: Expr) -> Value:
        """A value; a number as `number` has it."""
        if expr.type.is_numeric:
            return Value(self.number(expr))
        found = value_source(self, expr)
        return Value(self.settled(found.source), found.may_be_open, found.may_be_absent)

    def number(self, expr: Expr) -> str:
        """A number."""
        return self.settled(number_source(self, expr))

    def tally(self, expr: Tally) -> str:
        """What is counted or found among events."""
        return tally_source(self, expr)

    def any_of(self, expr: Tally) -> str:
        """Whether any event counts, as a condition."""
        return any_source(self, expr)
