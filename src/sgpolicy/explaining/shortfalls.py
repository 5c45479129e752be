"""How far a test that is not met is from being met, in exact numbers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from sgpolicy.model.core import Compare, Elapsed, Operator
from sgpolicy.model.explanation import Quantity, Shortfall, Value
from sgpolicy.model.trace import Reading
from sgpolicy.operators.periods import corresponding_day


def compared(expr: Compare, left: Value, right: Value) -> Shortfall | None:
    """What a comparison lacks; None where nothing can be said (an unknown end, days, 等于)."""
    one, other = left.datum, right.datum
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return None
    if expr.operator in ("ge", "gt"):
        if one.high is None:
            return None
        gap = other.low - one.high
        direction = "more"
    elif expr.operator in ("le", "lt"):
        if other.high is None:
            return None
        gap = one.low - other.high
        direction = "less"
    else:
        return None
    is_strict = expr.operator in ("gt", "lt")
    if gap < 0 or (gap == 0 and not is_strict):
        return None
    amount = Quantity(gap, gap, one.kind, one.unit or other.unit)
    heads, whole = _heads(expr.operator, left, other)
    return Shortfall("more" if direction == "more" else "less", amount, is_strict, heads, whole)


def _heads(
    operator: Operator, share: Value, bound: Quantity
) -> tuple[Quantity | None, Value | None]:
    """For a share of a known whole: how many more of the part reach the bound, and the whole."""
    ratio = _ratio(share)
    if ratio is None or len(ratio.parts) != 2 or not bound.is_known:
        return None, None
    part, whole = ratio.parts
    if not isinstance(part.datum, Quantity) or not isinstance(whole.datum, Quantity):
        return None, None
    if not part.datum.is_known or not whole.datum.is_known or whole.datum.low <= 0:
        return None, None
    needed = bound.low * whole.datum.low
    if part.datum.kind == "count":
        match operator:
            case "ge":
                needed = Fraction(ceil(needed))
            case "gt":
                needed = Fraction(floor(needed) + 1)
            case "le":
                needed = Fraction(floor(needed))
            case _:
                needed = Fraction(ceil(needed) - 1)
    gap = abs(needed - part.datum.low)
    return Quantity(gap, gap, part.datum.kind, part.datum.unit or whole.datum.unit), whole


def _ratio(value: Value) -> Value | None:
    while value.form == "definition" and len(value.parts) == 1:
        value = value.parts[0]
    return value if value.form == "ratio" else None


def elapsed(expr: Elapsed, start: Reading) -> Shortfall | None:
    """From which day on a period is full."""
    if not isinstance(start.value, date):
        return None
    day = corresponding_day(start.value, expr.length)
    if day == date.max:
        return None
    return Shortfall("day", day=day if expr.inclusive else day + timedelta(days=1))
