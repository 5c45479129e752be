"""What the functions generated for histories call.

Outcomes are numbers as in `generated.runtime`. What may not apply is a pair: how far it applies, and how far
it holds where it does. A day or a choice is None where it is not known, and `ABSENT` where it is known that
there is none: of an event that did not happen.

A row of events is a tuple: its place, round, outcome, day, result and actor, then the cells that rules ask
for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from sgpolicy.evaluating.generated import runtime as numbers
from sgpolicy.evaluating.generated.runtime import NEGATED, Known, either
from sgpolicy.model.core import CalendarYear, DayBefore, Later, Preceding
from sgpolicy.model.trace import Range
from sgpolicy.operators.periods import from_day

Pair = tuple[int, int]
Row = tuple[Any, ...]

ABSENT: Final[tuple[()]] = ()
"""No such value. Falsy, as what is not known is; days and stretches of days are not."""

UNSET: Final = object()
"""Not worked out yet."""

NA: Final[Pair] = (0, 0)
"""不适用."""

FACT: Final = (0, 1, 0, 1, 0, 0, 0, 7, 1)
"""Outcome of what a fact is computed by → outcome of the fact: open in every way but two."""

KEPT: Final = (0, 1, 0, 3, 0, 0, 0, 7, 7)
"""Outcome → how far it lets a title be kept: what does not apply drops out."""

NOBODY: Final = frozenset({"", None})
"""Where nobody is recorded, nobody is wrong."""

MOST_CELLS: Final = 64
BLANK: Final[Row] = (-1, None, 1, *[None] * (3 + MOST_CELLS))
"""The row that stands for any number of events of which nothing is recorded."""

_KEPT = 1 << 16


class BeyondError(Exception):
    """Something that only the interpreter does."""


def beyond() -> Any:  # noqa: ANN401
    """Stands where the interpreter is needed.

    Raises:
        BeyondError: Always.
    """
    raise BeyondError


def day_function(expr: Later | DayBefore | CalendarYear | Preceding) -> Any:  # noqa: ANN401
    """What an expression makes of a day, remembered for the days met last."""

    @lru_cache(_KEPT)
    def found(day: date) -> Any:  # noqa: ANN401
        return from_day(expr, day)

    return found


def shown(pair: Pair) -> int:
    """The number that a pair shows as."""
    applies, holds = pair
    return holds if applies == 7 else applies or 8


def lesser(pair: Pair) -> int:
    """How far it holds, if it counts as not holding where it does not apply."""
    return pair[0] & pair[1]


def in_row(pair: Pair) -> int:
    """What a condition comes to that says nothing of the row at hand: what does not apply holds."""
    applies, holds = pair
    return 7 if applies == 0 else holds if applies == 7 else 1


def holding(pair: Pair) -> int:
    """What is all of what applies, for one part: it holds where it does not apply."""
    return NEGATED[pair[0]] | pair[1]


def negated(pair: Pair) -> Pair:
    """The opposite."""
    return pair[0], NEGATED[pair[1]]


def guarded(holds: int, pair: Pair) -> Pair:
    """A node under a condition that holds so far."""
    applies = pair[0] & holds
    return (applies, pair[1]) if holds else NA


def all_of(*pairs: Pair) -> Pair:
    """All of what applies."""
    applies, holds = 0, 7
    for one in pairs:
        applies |= one[0]
        holds &= NEGATED[one[0]] | one[1]
    return applies, holds


def branch(condition: int, then: Pair, otherwise: Pair) -> Pair:
    """`then` where the condition holds, `otherwise` where not; while it is open, what both agree on."""
    if condition == 7:
        return then
    if condition == 0:
        return otherwise
    applies = either(condition, then[0], otherwise[0])
    if then[0] == 0:
        return applies, otherwise[1]
    if otherwise[0] == 0:
        return applies, then[1]
    return applies, either(condition, then[1], otherwise[1])


def truth_of(condition: int, then: int, otherwise: int) -> int:
    """The same of what always applies."""
    if condition == 7:
        return then
    return otherwise if condition == 0 else either(condition, then, otherwise)


def row_truth_of(condition: int, then: int, otherwise: int) -> int:
    """The same of the row at hand."""
    if condition == 7 or then == otherwise:
        return then
    return otherwise if condition == 0 else 1


def value_of(condition: int, then: Any, otherwise: Any) -> Any:  # noqa: ANN401
    """One of two values; while it is open which, the value if both are the same."""
    if condition == 7:
        return then
    if condition == 0:
        return otherwise
    one = None if then is ABSENT else then
    other = None if otherwise is ABSENT else otherwise
    return then if one == other else None


def number_of(condition: int, then: Known, otherwise: Known) -> Known:
    """The same of numbers."""
    if condition == 7:
        return then
    return otherwise if condition == 0 else numbers.one_of(then, otherwise)


def counted(value: Any, most: int | None) -> Known:  # noqa: ANN401
    """How many members a set has."""
    return numbers.counted(None if value is ABSENT else value, most)


def fact_value(code: int) -> bool | None:
    """A computed fact's value."""
    return True if code == 7 else False if code == 0 else None


def row_number(number: Known) -> int | Fraction | tuple[()] | None:
    """A number beside those of a row: known, not known, or none."""
    if number is None:
        return ABSENT
    if isinstance(number, Range):
        return number.low if number.is_known else None
    return number


def unrecorded(rows: Sequence[Row], *, has_more: bool) -> list[Row]:
    """The rows with blank ones for what is not recorded, before and after; what is being done is last."""
    if has_more:
        return [BLANK, *rows[:-1], BLANK, rows[-1]]
    return [BLANK, *rows, BLANK]
