"""Arithmetic and comparison of numbers that may be known only between two ends.

Numbers stay exact: an int stays an int, and only a division makes a Fraction.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import cast

from sgpolicy.model.core import Operator
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range

Number = int | Fraction


def between(low: Number, high: Number | None) -> Range:
    """The range from `low` to `high`, both included; None is no upper end."""
    return Range(cast("Fraction", low), cast("Fraction | None", high))


def exactly(value: Number) -> Range:
    """A known number."""
    return Range(cast("Fraction", value), cast("Fraction", value))


ANY = between(0, None)
"""A number nobody stated: counts, money, areas and shares are not negative."""

BOTTOM = -(10**30)
"""Stands for *no lower end*, which `Range` cannot say: below every amount of money there is."""


def contains(outer: Range, inner: Range) -> bool:
    """Whether every number of `inner` lies in `outer`."""
    if inner.low < outer.low:
        return False
    return outer.high is None or (inner.high is not None and inner.high <= outer.high)


def clamped(value: Number, bounds: Range) -> Number:
    """The number of `bounds` nearest to `value`."""
    if value < bounds.low:
        return bounds.low
    return bounds.high if bounds.high is not None and value > bounds.high else value


def hull(one: Range, other: Range) -> Range:
    """The smallest range that holds both."""
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Range(min(one.low, other.low), high)


def total(terms: Iterable[tuple[int, Range]]) -> Range:
    """The signed sum of ranges."""
    low: Number = 0
    high: Number | None = 0
    for sign, term in terms:
        if sign > 0:
            low += term.low
            high = None if high is None or term.high is None else high + term.high
        else:
            low += BOTTOM if term.high is None else -term.high
            high = None if high is None else high - term.low
    return between(low, high)


def quotient(part: Range, whole: Range) -> Range | None:
    """`part` as a share of `whole`; None where the whole is known to be nothing.

    Where the whole may be nothing or less, the quotient has no upper end; what a whole of exactly
    nothing means is the comparison's to say.
    """
    if whole.low == 0 == whole.high:
        return None
    if part.is_known and whole.is_known:
        return exactly(_divided(part.low, whole.low))
    if whole.low < 0:
        return between(BOTTOM, None)
    low: Number = 0
    if part.low < 0:
        low = BOTTOM if whole.low == 0 else _divided(part.low, whole.low)
    elif whole.high is not None:
        low = _divided(part.low, whole.high)
    high: Number | None = None
    if part.high is not None and part.high <= 0:
        high = 0 if whole.high is None else _divided(part.high, whole.high)
    elif part.high is not None and whole.low > 0:
        high = _divided(part.high, whole.low)
    return between(low, high)


def _divided(part: Number, whole: Number) -> Number:
    share = Fraction(part, whole)
    return share.numerator if share.denominator == 1 else share


def compared(operator: Operator, left: Range, right: Range) -> Outcome:
    """How two numbers compare: decided where every value of the one stands on one side of the other.

    Otherwise 待补材料, since only facts are missing.
    """
    match operator:
        case "ge":
            return _at_least(left, right)
        case "lt":
            return _negated(_at_least(left, right))
        case "le":
            return _at_least(right, left)
        case "gt":
            return _negated(_at_least(right, left))
        case "eq":
            return _equal(left, right)
        case "ne":
            return _negated(_equal(left, right))


def _at_least(left: Range, right: Range) -> Outcome:
    if right.high is not None and left.low >= right.high:
        return Outcome.MET
    if left.high is not None and left.high < right.low:
        return Outcome.NOT_MET
    return Outcome.MISSING_FACTS


def _equal(left: Range, right: Range) -> Outcome:
    if left.low == left.high == right.low == right.high:
        return Outcome.MET
    if (left.high is not None and left.high < right.low) or (
        right.high is not None and right.high < left.low
    ):
        return Outcome.NOT_MET
    return Outcome.MISSING_FACTS


def _negated(outcome: Outcome) -> Outcome:
    if outcome is Outcome.MET:
        return Outcome.NOT_MET
    return Outcome.MET if outcome is Outcome.NOT_MET else outcome
