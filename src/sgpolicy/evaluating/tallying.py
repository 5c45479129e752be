"""Counts and sums over a ledger's rows; blank cells make them intervals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, assert_never, cast

from sgpolicy.evaluating.ranges import ANY, Number, between, exactly
from sgpolicy.evaluating.rows import (
    NOTHING,
    Binding,
    RowCondition,
    RowTest,
    RowValue,
    row_condition,
    row_figure,
)
from sgpolicy.evaluating.running import Figure, Maker, Run
from sgpolicy.model.application import Row, Unrecorded, Value
from sgpolicy.model.core import Tally
from sgpolicy.model.trace import Range, Reading
from sgpolicy.records import dataclass

SUMMED = ""
"""The cell that holds what an expression comes to in a row, while it is summed up."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A ledger's rows by what their condition comes to.

    Attributes:
        certain: Rows that count, with their 1-based numbers.
        open: Rows that may count.
        is_unbounded: Whether one of the open rows stands for any number of them.
    """

    certain: list[tuple[int, Row]]
    open: list[tuple[int, Row]]
    is_unbounded: bool = False


def tally(maker: Maker, expr: Tally) -> Figure:
    """Make a count or a sum over a ledger ready to run."""
    where = None if expr.where is None else row_condition(maker, expr.where)
    summed = None if expr.summed is None else row_figure(maker, expr.summed)
    ledger, column = expr.ledger, expr.column
    names = {one.id: one.name for one in maker.core.ledger(ledger).columns}
    if expr.measure in ("latest", "earliest"):
        return _single(expr, where)

    def run_tally(run: Run) -> Reading:
        rows = run.application.ledgers.get(ledger)
        if rows is None:
            return run.suppose(("ledger", ledger, None, expr), Reading(expr, ANY, "missing"))
        binding = Binding(run)
        test = _every if where is None else where(binding)
        value_of = None if summed is None else summed(binding)
        key = (id(expr), *binding.fixed)
        known = run.counted.get(key)
        if known is None:
            found = _sorted(rows, test)
            if value_of is not None:
                found = _each(found, value_of)
            value = measured(expr, found)
            measure = SUMMED if summed is not None else column
            open_rows, blank = _left_open(found, binding.columns, measure)
            shown = tuple(names[one] for one in blank if one in names)
            known = run.counted[key] = (value, len(found.certain), open_rows, shown)
        value, certain, open_rows, shown = known
        parts = tuple(binding.parts)
        reading = Reading(expr, value, "ledger", None, value, certain, open_rows, shown, parts)
        if run.assumed is None:
            return reading
        return run.suppose(("ledger", ledger, None, expr), reading)

    return run_tally


def measured(expr: Tally, found: Sorted) -> Range:
    """The count or sum, from the least to the most it can be."""
    match expr.measure:
        case "rows":
            certain = len(found.certain)
            return between(certain, None if found.is_unbounded else certain + len(found.open))
        case "distinct":
            return _distinct(expr.column or "", found)
        case "sum":
            return _sum(expr.column or SUMMED, found)
        case "latest" | "earliest":
            message = f"{expr.measure} is no number of rows"
            raise AssertionError(message)
        case _:
            assert_never(expr.measure)


def _single(expr: Tally, where: RowCondition | None) -> Figure:
    """The cell of the last or first row that passes, rows standing in the order of time.

    Unknown where a row that may pass lies on its far side; where none can pass, there is no value.
    """
    ledger, column = expr.ledger, expr.column or ""
    unknown = ANY if expr.type.is_numeric else None

    def run_single(run: Run) -> Reading:
        rows = run.application.ledgers.get(ledger)
        if rows is None:
            return run.suppose(("ledger", ledger, None, expr), Reading(expr, unknown, "missing"))
        binding = Binding(run)
        test = _every if where is None else where(binding)
        key = (id(expr), *binding.fixed)
        found = run.counted.get(key)
        if found is None:
            found = run.counted[key] = _sorted(rows, test)
        parts = tuple(binding.parts)
        numbers = [number for number, _ in found.open]
        if not found.certain and not numbers:
            return Reading(expr, None, "absent", rows=0, parts=parts)
        end = -1 if expr.measure == "latest" else 0
        number, row = found.certain[end] if found.certain else (0, {})
        beyond = [n for n in numbers if n > number] if end else [n for n in numbers if n < number]
        value = row.get(column)
        if not found.certain or beyond or value is None:
            reading = Reading(expr, unknown, "missing", open_rows=tuple(numbers), parts=parts)
            return run.suppose(("ledger", ledger, None, expr), reading)
        shown: Any = exactly(value) if expr.type.is_numeric else value  # type: ignore[arg-type]
        return Reading(expr, shown, "ledger", rows=1, parts=parts)

    return run_single


def _every(_: Row) -> int:
    return 3


def _sorted(rows: Sequence[Row], test: RowTest) -> Sorted:
    certain: list[tuple[int, Row]] = []
    open_: list[tuple[int, Row]] = []
    is_unbounded = False
    for number, row in enumerate(rows, 1):
        place = test(row)
        if place and isinstance(row, Unrecorded):
            open_.append((number, row))  # whatever holds of them, there may be none
            is_unbounded = True
        elif place == 3:
            certain.append((number, row))
        elif place:
            open_.append((number, row))
    return Sorted(certain, open_, is_unbounded)


def _distinct(column: str, found: Sorted) -> Range:
    """A blank in a row that counts stands for one that may be known or new."""
    sure = {row.get(column) for _, row in found.certain}
    maybe = {row.get(column) for _, row in found.open} - sure
    known = len(sure - {None})
    low = known or (1 if found.certain else 0)
    blank = sum(1 for _, row in (*found.certain, *found.open) if row.get(column) is None)
    return between(low, None if found.is_unbounded else known + len(maybe - {None}) + blank)


def _sum(column: str, found: Sorted) -> Range:
    """A blank in a row that counts may stand for any number from zero."""
    low: Number = 0
    high: Number | None = 0
    for _, row in found.certain:
        value = _number(row.get(column))
        if value is None:
            high = None
        else:
            low += value
            high = None if high is None else high + value
    for _, row in found.open:
        value = _number(row.get(column))
        if value is None:
            high = None
        else:
            low += min(value, 0)
            high = None if high is None else high + max(value, 0)
    return between(low, high)


def _number(value: Value | None) -> Number | None:
    return cast("int | Fraction | None", value)


def _each(found: Sorted, value_of: RowValue) -> Sorted:
    """The rows with what is summed up in them as a cell of its own; a share of nothing adds nothing."""

    def with_value(rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
        values = [value_of(row) for _, row in rows]
        return [
            (number, {**row, SUMMED: 0 if value is NOTHING else value})
            for (number, row), value in zip(rows, values, strict=True)
        ]

    return Sorted(with_value(found.certain), with_value(found.open), found.is_unbounded)


def _left_open(
    found: Sorted, columns: dict[str, None], column: str | None
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The rows that blanks leave open, and the columns that are blank there."""
    unmeasured = []
    if column is not None:
        unmeasured = [one for one in found.certain if one[1].get(column) is None]
    rows = sorted([*found.open, *unmeasured], key=lambda one: one[0])
    consulted = [*columns, column] if column is not None and column not in columns else [*columns]
    blank = [one for one in consulted if one and any(row.get(one) is None for _, row in rows)]
    return tuple(number for number, _ in rows), tuple(blank)
