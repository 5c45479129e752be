"""Where a value stands to its bound, and which places cases should try."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from sgpolicy.model.core import Compare, Constant, Core, Elapsed, Expr, Operator, Ratio, Tally
from sgpolicy.model.exercise import PointKind
from sgpolicy.model.trace import Range, Reading, Step
from sgpolicy.model.types import Type
from sgpolicy.operators.periods import corresponding_day
from sgpolicy.records import dataclass

_STEPS = {"count": Fraction(1), "money": Fraction(1, 100), "date": Fraction(1)}
_TURNED: dict[Operator, Operator] = {
    "ge": "le",
    "gt": "lt",
    "le": "ge",
    "lt": "gt",
    "eq": "eq",
    "ne": "ne",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A bound, the value on its left.

    Attributes:
        left: What is compared. `type` its type.
        bound: The number it is compared with, where that is one; None otherwise.
        step: The least difference between two values; None where there is none (shares, areas).
    """

    left: Expr
    right: Expr
    operator: Operator
    type: Type
    bound: Fraction | None
    step: Fraction | None
    turned: bool

    @property
    def kinds(self) -> tuple[tuple[PointKind, bool], ...]:
        """The places to try, each with whether nothing but one step from the bound will do.

        One step on the side where the outcome changes: below 以上, above 以下.
        """
        near = self.step is not None
        if self.operator in ("ge", "lt"):
            return (("below", near), ("at", False), ("above", False))
        if self.operator in ("gt", "le"):
            return (("below", False), ("at", False), ("above", near))
        return (("below", False), ("at", False), ("above", False))

    def distance(self, step: Step) -> Fraction | None:
        """How far above the bound the value was; None where either was not known."""
        if len(step.values) != 2:
            return None
        left, right = (_number(value) for value in step.values)
        if left is None or right is None:
            return None
        return right - left if self.turned else left - right


def comparison(expr: Compare) -> Comparison:
    """A comparison with its bound on the right."""
    turned = isinstance(expr.left, Constant) and not isinstance(expr.right, Constant)
    left, right = (expr.right, expr.left) if turned else (expr.left, expr.right)
    operator = _TURNED[expr.operator] if turned else expr.operator
    bound = right.value if isinstance(right, Constant) else None
    type_ = right.type if left.type.kind == "count" and left.type.unit is None else left.type
    step = None if isinstance(left, Ratio) else _STEPS.get(left.type.kind)
    return Comparison(left, right, operator, type_, bound, step, turned)


def is_happening(core: Core, expr: Compare) -> bool:
    """Whether it asks only if there was such an event: at least one."""
    left, right = expr.left, expr.right
    return (
        isinstance(left, Tally)
        and left.ledger in core.events
        and left.measure == "rows"
        and expr.operator == "ge"
        and isinstance(right, Constant)
        and right.value == 1
    )


def elapsed_distance(expr: Elapsed, step: Step) -> Fraction | None:
    """How many days after the corresponding day it was; None where either day was not known."""
    start, end = (value.value for value in step.values)
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    return Fraction((end - corresponding_day(start, expr.length)).days)


def placed(
    distance: Fraction, kinds: Iterable[tuple[PointKind, bool]], step: Fraction | None
) -> Iterator[tuple[PointKind, bool]]:
    """The place at that distance from the bound, and whether it counts as tried."""
    here: PointKind = "at" if distance == 0 else "below" if distance < 0 else "above"
    for kind, is_near in kinds:
        if kind == here:
            yield kind, not is_near or abs(distance) == step


def within_places(step: Step) -> Iterator[PointKind]:
    """Whether a day was the first, the last, the day before or the day after a stretch of days."""
    day, stretch = (value.value for value in step.values)
    if not isinstance(day, date) or not isinstance(stretch, tuple):
        return
    first, last = stretch
    if day == first:
        yield "first"
    if day == last:
        yield "last"
    if (first - day).days == 1:
        yield "before"
    if (day - last).days == 1:
        yield "after"


def _number(reading: Reading) -> Fraction | None:
    """A value as one number; a day as its ordinal."""
    match reading.value:
        case Range(low=low) as known if known.is_known:
            return Fraction(low)
        case date() as day:
            return Fraction(day.toordinal())
        case _:
            return None
