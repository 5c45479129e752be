"""Whether anything about a value is still open, and what a completion supposes for it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sgpolicy.evaluating.ranges import clamped, exactly
from sgpolicy.model.core import Ratio
from sgpolicy.model.trace import Range, Reading


def is_settled(reading: Reading) -> bool:
    """Whether nothing about a value is open."""
    if isinstance(reading.value, Range):
        return reading.value.is_known and not may_be_of_nothing(reading)
    return reading.value is not None or is_of_nothing(reading)


def is_of_nothing(reading: Reading) -> bool:
    """Whether it is a share of nothing: the one number without a value."""
    return reading.value is None and reading.expr.type.is_numeric


def may_be_of_nothing(reading: Reading) -> bool:
    """Whether it could turn out to be a share of nothing."""
    if reading.source in ("stated", "both", "conflict", "constant") or not reading.parts:
        return False
    whole = reading.parts[1].value if isinstance(reading.expr, Ratio) else None
    if isinstance(whole, Range):
        return whole.low <= 0 and (whole.high is None or whole.high >= 0)
    return any(may_be_of_nothing(part) for part in reading.parts)


def supposed(found: Reading, value: Any) -> Reading:  # noqa: ANN401
    """`found`, if it is open, with `value` in its place, as near to it as its interval allows.

    For a number None supposes a share of nothing.
    """
    if is_settled(found):
        return found
    if not isinstance(found.value, Range):
        return Reading(found.expr, value, found.source)
    if not isinstance(value, int | Fraction):
        return Reading(found.expr, None, found.source)
    return Reading(found.expr, exactly(clamped(value, found.value)), found.source)
