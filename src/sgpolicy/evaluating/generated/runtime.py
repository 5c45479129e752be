"""What generated functions call where a plain operator will not do.

An outcome of the chain is a number whose bits fill up from the right, so that the least of two is `&` and
the greatest is `|`: 0 不符合, 1 待补材料, 3 待评定, 7 符合; 8 is 不适用. A number is an int or a Fraction where
it is known, a `Range` where not, and None where it is a share of nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import cast

from sgpolicy.evaluating.amounts import times
from sgpolicy.evaluating.ranges import (
    ANY,
    Number,
    between,
    compared,
    exactly,
    hull,
    quotient,
    total,
)
from sgpolicy.model.core import Operator, Period
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range
from sgpolicy.operators.periods import periods_between

OUTCOMES: tuple[Outcome | None, ...] = (
    Outcome.NOT_MET,
    Outcome.MISSING_FACTS,
    None,
    Outcome.AWAITING_FINDINGS,
    None,
    None,
    None,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)
"""Number → outcome."""


def outcome_of(code: int) -> Outcome:
    """The outcome that has a number."""
    found = OUTCOMES[code]
    if found is None:
        message = f"no outcome has the number {code}"
        raise AssertionError(message)
    return found


NEGATED = (7, 1, 0, 3, 0, 0, 0, 0)
"""符合 and 不符合 exchanged; what is open stays."""

_CODES = {Outcome.NOT_MET: 0, Outcome.MISSING_FACTS: 1, Outcome.MET: 7}


class Share(Range):
    """A number that could turn out to be a share of nothing."""

    __slots__ = ()


Known = Number | Range | None
"""A number as generated code holds it."""


def spread(value: Number | Range) -> Range:
    """A number as a range."""
    return value if isinstance(value, Range) else exactly(value)


def _flagged(found: Range | None, parts: tuple[Known, ...]) -> Range | None:
    """The range, marked where one of its parts may be a share of nothing."""
    if found is not None and any(isinstance(part, Share) for part in parts):
        return Share(found.low, found.high)
    return found


def settled(value: Known) -> Known:
    """A number that is known as such."""
    if isinstance(value, Range) and value.is_known and not isinstance(value, Share):
        return value.low
    return value


def compare(operator: Operator, left: Known, right: Known) -> int:
    """How two numbers compare; a share of nothing meets no bound."""
    if left is None or right is None:
        return 0
    found = _CODES[compared(operator, spread(left), spread(right))]
    return 1 if found == 7 and (isinstance(left, Share) or isinstance(right, Share)) else found


def ratio(part: Known, whole: Known) -> Known:
    """`part` as a share of `whole`."""
    if part is None or whole is None:
        return None
    of = spread(whole)
    found = quotient(spread(part), of)
    if found is not None and of.low <= 0 and (of.high is None or of.high >= 0):
        return Share(found.low, found.high)
    return found


def added(*terms: tuple[int, Known]) -> Known:
    """A signed sum."""
    spans = []
    for sign, term in terms:
        if term is None:
            return None
        spans.append((sign, spread(term)))
    return _flagged(total(spans), tuple(term for _, term in terms))


def multiplied(left: Known, right: Known) -> Known:
    """A product."""
    if left is None or right is None:
        return None
    return _flagged(times(spread(left), spread(right)), (left, right))


def counted(value: frozenset[str] | None, most: int | None) -> Known:
    """How many members a set has."""
    return between(0, most) if value is None else len(value)


def greatest(*values: Known) -> Known:
    """The greatest of some numbers."""
    return _end(values, is_least=False)


def least(*values: Known) -> Known:
    """The least of some numbers."""
    return _end(values, is_least=True)


def _end(values: tuple[Known, ...], *, is_least: bool) -> Known:
    spans = [spread(value) for value in values if value is not None]
    if len(spans) < len(values):
        return None
    lows, highs = [one.low for one in spans], [one.high for one in spans]
    known = [high for high in highs if high is not None]
    if is_least:
        found = between(min(lows), min(known, default=None))
    else:
        found = between(max(lows), max(known) if len(known) == len(highs) else None)
    return _flagged(found, values)


def gained(value: Known, step: Number, gain: Number, *, is_rounded_up: bool) -> Known:
    """So much for every step of a number."""
    if value is None:
        return None
    span = spread(value)
    low = _gain(span.low, step, gain, is_rounded_up=is_rounded_up)
    high = None
    if span.high is not None:
        high = _gain(span.high, step, gain, is_rounded_up=is_rounded_up)
    return _flagged(between(low, high), (value,))


def _gain(value: Number, step: Number, gain: Number, *, is_rounded_up: bool) -> Number:
    steps = Fraction(value) / step
    return max(-(-steps // 1) if is_rounded_up else steps // 1, 0) * gain


def gained_over(
    days: tuple[date, date] | None, step: Period, gain: Number, *, is_rounded_up: bool
) -> Known:
    """So much for every period of a stretch of days."""
    if days is None:
        return ANY
    return periods_between(*days, step, is_rounded_up=is_rounded_up) * gain


def either(condition: int, then: int, otherwise: int) -> int:
    """What a branch comes to while its condition is open: what both sides agree on."""
    if then == otherwise and then in (0, 7):
        return then
    return (NEGATED[condition] | then) & (condition | otherwise)


def branched(condition: int, then: tuple[int, int], otherwise: tuple[int, int]) -> tuple[int, int]:
    """How far a branch applies and holds while its condition is open."""
    applies = either(condition, then[0], otherwise[0])
    if then[0] == 0:
        return applies, otherwise[1]
    if otherwise[0] == 0:
        return applies, then[1]
    return applies, either(condition, then[1], otherwise[1])


def nth(number_: int, *held: int) -> int:
    """The n-th greatest."""
    return sorted(held, reverse=True)[number_ - 1] if number_ <= len(held) else 0


def one_of(then: Known, otherwise: Known) -> Known:
    """A number while it is open which of two it is."""
    if then is None or otherwise is None:
        return None if then is otherwise else Share(ANY.low, None)
    one, other = spread(then), spread(otherwise)
    if (one.low, one.high) == (other.low, other.high):
        return then
    return _flagged(hull(one, other), (then, otherwise))


def in_year(series: Mapping[int, int] | None, days: tuple[date, date] | None) -> Known:
    """A yearly series in the year of a stretch of days."""
    if series is None or days is None:
        return ANY
    return cast("Known", series.get(days[0].year, ANY))
