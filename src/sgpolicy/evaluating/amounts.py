"""Numbers made of numbers: so much for every so many, products, the greatest and the least."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from sgpolicy.evaluating.ranges import ANY, BOTTOM, Number, between
from sgpolicy.evaluating.running import Figure, Maker, Run
from sgpolicy.model.core import Accrual, Constant, Extreme, Period, Product
from sgpolicy.model.trace import Range, Reading
from sgpolicy.operators.periods import periods_between


def product(maker: Maker, expr: Product) -> Figure:
    """Make a product of two numbers ready to run."""
    left_of, right_of = maker.figure(expr.left), maker.figure(expr.right)

    def run_product(run: Run) -> Reading:
        left, right = left_of(run), right_of(run)
        value = None
        if isinstance(left.value, Range) and isinstance(right.value, Range):
            value = times(left.value, right.value)
        return Reading(expr, value, "derived", parts=(left, right))

    return run_product


def accrual(maker: Maker, expr: Accrual) -> Figure:
    """Make so much for every step of a number, or of a stretch of days, ready to run."""
    value_of = maker.figure(expr.value)

    def run_accrual(run: Run) -> Reading:
        inner = value_of(run)
        if isinstance(inner.value, Range):
            low, high = inner.value.low, inner.value.high
            value = between(gained(expr, low), None if high is None else gained(expr, high))
        elif isinstance(inner.value, tuple):
            value = between(*[gained(expr, inner.value)] * 2)
        elif inner.source == "absent":
            value = between(0, 0)
        elif expr.value.type.is_numeric:
            return Reading(expr, None, "derived", parts=(inner,))
        else:
            value = ANY
        return Reading(expr, value, "derived", parts=(inner,))

    return run_accrual


def gained(expr: Accrual, value: Number | tuple[date, date]) -> Number:
    """What a number or a stretch of days comes to."""
    steps = _steps(expr.step, value, is_rounded_up=expr.is_rounded_up)
    total = steps * expr.gain.value
    return total.numerator if total.denominator == 1 else total


def _steps(
    step: Constant | Period, value: Number | tuple[date, date], *, is_rounded_up: bool
) -> int:
    if isinstance(value, tuple):
        if not isinstance(step, Period):
            message = "a stretch of days goes by periods"
            raise TypeError(message)
        return periods_between(*value, step, is_rounded_up=is_rounded_up)
    if isinstance(step, Period):
        message = "a number does not go by periods"
        raise TypeError(message)
    quotient = Fraction(value) / step.value
    return max(-(-quotient // 1) if is_rounded_up else quotient // 1, 0)


def extreme(maker: Maker, expr: Extreme) -> Figure:
    """Make the least or the greatest of some numbers ready to run."""
    figures = [maker.figure(one) for one in expr.values]

    def run_extreme(run: Run) -> Reading:
        parts = tuple(figure(run) for figure in figures)
        ranges = [part.value for part in parts if isinstance(part.value, Range)]
        value = end(ranges, expr) if len(ranges) == len(parts) else None
        return Reading(expr, value, "derived", parts=parts)

    return run_extreme


def end(ranges: Sequence[Range], expr: Extreme) -> Range:
    """The least or the greatest of some numbers that may be known only between two ends."""
    lows, highs = [one.low for one in ranges], [one.high for one in ranges]
    known = [high for high in highs if high is not None]
    if expr.which == "least":
        return between(min(lows), min(known, default=None))
    return between(max(lows), max(known) if len(known) == len(highs) else None)


def times(left: Range, right: Range) -> Range:
    """Every product of a number of the one and a number of the other.

    Example:
        >>> times(between(2, 3), between(0, None))
        Range(low=0, high=None)
        >>> times(between(-10, -10), between(0, 1))
        Range(low=-10, high=0)
    """
    if left.high is None or right.high is None:
        if left.low < 0 or right.low < 0:
            return between(BOTTOM, None)
        high = 0 if 0 in (left.high, right.high) else None
        return between(_whole(left.low * right.low), high)
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return between(_whole(min(corners)), _whole(max(corners)))


def _whole(value: Number) -> Number:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
