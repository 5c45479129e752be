"""Conditions on the rows of a ledger, made ready to run without building steps.

What a condition says about the row at hand runs once per row; everything else in it (bounds, stretches
of days, readings) is worked out once per tally. A row's condition is a place on the chain: 3 it holds,
0 it does not, 1 a blank cell or an unstated fact leaves it open.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, assert_never

from sgpolicy.evaluating.amounts import gained
from sgpolicy.evaluating.chain import NEGATED
from sgpolicy.evaluating.conditions import matches, ordered
from sgpolicy.evaluating.running import Maker, Run
from sgpolicy.model.application import Row
from sgpolicy.model.core import (
    Accrual,
    Actors,
    All,
    AsOf,
    AtLeast,
    AtYear,
    Branch,
    CalendarYear,
    Column,
    Compare,
    Constant,
    DateConstant,
    DayBefore,
    Elapsed,
    EndOf,
    Expr,
    Extreme,
    FactRef,
    Judged,
    Later,
    Member,
    Not,
    Operator,
    Pick,
    Preceding,
    Product,
    Ratio,
    Ref,
    SetCompare,
    Size,
    Stretch,
    Sum,
    Tally,
    ThatYear,
    Truth,
    Within,
)
from sgpolicy.model.trace import Range, Reading
from sgpolicy.operators.periods import from_day, has_elapsed
from sgpolicy.records import dataclass, field, fields, is_dataclass

RowTest = Callable[[Row], int]
RowValue = Callable[[Row], Any]

NOTHING = object()
"""A share of nothing, which meets no bound."""


@dataclass(slots=True)
class Binding:
    """A row condition being bound to one run: the columns it consults, and the values it rests on.

    Attributes:
        fixed: All that the bound condition takes from the run; where it is the same, so is the condition.
    """

    run: Run
    columns: dict[str, None] = field(default_factory=dict)
    parts: list[Reading] = field(default_factory=list)
    fixed: list[object] = field(default_factory=list)


RowCondition = Callable[[Binding], RowTest]
RowFigure = Callable[[Binding], RowValue]


def mentions_column(expr: object) -> bool:
    """Whether an expression says anything about the row at hand."""
    if isinstance(expr, Column):
        return True
    if isinstance(expr, Tally):
        return False
    if isinstance(expr, tuple):
        return any(mentions_column(item) for item in expr)
    if is_dataclass(expr):
        return any(mentions_column(getattr(expr, f.name)) for f in fields(expr) if f.compare)
    return False


def row_condition(maker: Maker, expr: Expr) -> RowCondition:
    """Make a condition on rows ready to bind to a run.

    Raises:
        TypeError: If the expression is not truth-valued.
    """
    if not mentions_column(expr):
        return _unvarying(maker, expr)
    match expr:
        case Column(column=column):
            return _truth_column(column)
        case Compare():
            return _compare(maker, expr)
        case Elapsed():
            return _elapsed(maker, expr)
        case Within():
            return _within(maker, expr)
        case Member(value=value, members=members):
            chosen = frozenset(members)
            return _about(maker, value, lambda found: found in chosen)
        case SetCompare(operator=operator, value=value, members=members):
            wanted = frozenset(members)
            return _about(maker, value, lambda found: matches(operator, found, wanted))
        case Not(operand=operand):
            return _combined(maker, (operand,), lambda places: NEGATED[places[0]])
        case All(operands=operands):
            return _combined(maker, operands, min)
        case AtLeast(number=number, operands=operands):
            return _combined(maker, operands, lambda places: _nth(places, number))
        case Branch(condition=condition, then=then, otherwise=otherwise):
            return _combined(maker, (condition, then, otherwise), _branched)
        case Pick():
            return _picked(maker, expr)
        case (
            Truth()
            | Judged()
            | FactRef()
            | Ref()
            | Constant()
            | Sum()
            | Ratio()
            | Product()
            | Accrual()
            | Size()
            | Tally()
            | AtYear()
            | DateConstant()
            | AsOf()
            | Later()
            | DayBefore()
            | CalendarYear()
            | Preceding()
            | Stretch()
            | EndOf()
            | Extreme()
            | ThatYear()
            | Actors()
        ):
            message = f"{type(expr).__name__} is no condition on a row"
            raise TypeError(message)
        case _:
            assert_never(expr)


def row_figure(maker: Maker, expr: Expr) -> RowFigure:
    """Make a value of the row at hand ready to bind; None is a value that is not known.

    Raises:
        TypeError: If the expression cannot depend on a row.
    """
    if not mentions_column(expr):
        figure = maker.figure(expr)

        def bind_unvarying(binding: Binding) -> RowValue:
            reading = figure(binding.run)
            binding.parts.append(reading)
            value: Any = reading.value
            if isinstance(value, Range):
                value = value.low if value.is_known else None
            elif reading.source == "absent" or (value is None and expr.type.is_numeric):
                value = NOTHING
            binding.fixed.append(value)
            return lambda _: value

        return bind_unvarying
    match expr:
        case Column(column=column):

            def bind_column(binding: Binding) -> RowValue:
                binding.columns[column] = None
                return lambda row: row.get(column)

            return bind_column
        case Sum(terms=terms):
            signs = [sign for sign, _ in terms]
            return _derived(
                maker,
                [term for _, term in terms],
                lambda values: sum(s * v for s, v in zip(signs, values, strict=True)),
            )
        case Ratio(part=part, whole=whole):
            return _derived(maker, [part, whole], _share)
        case Size(value=value):
            return _derived(maker, [value], lambda values: len(values[0]))
        case Later() | DayBefore() | CalendarYear() | Preceding():
            return _derived(maker, [expr.day], lambda values: from_day(expr, values[0]))
        case Stretch(first=first, last=last):
            return _derived(maker, [first, last], tuple)
        case EndOf(stretch=stretch, which=which):
            end = 0 if which == "first" else 1
            return _derived(maker, [stretch], lambda values: values[0][end])
        case Extreme(values=values, which=which):
            chosen = min if which in ("earliest", "least") else max
            return _derived(maker, list(values), chosen)
        case Product(left=left, right=right):
            return _derived(maker, [left, right], lambda values: values[0] * values[1])
        case Accrual(value=value):
            return _derived(maker, [value], lambda values: gained(expr, values[0]))
        case Branch():
            return _either(maker, expr)
        case Pick():
            branches = {reading: row_figure(maker, one) for reading, one in expr.branches}

            def bind_pick(binding: Binding) -> RowValue:
                reading = binding.run.readings[expr.interpretation]
                binding.run.used.add(expr.interpretation)
                binding.fixed.append(reading)
                return branches[reading](binding)

            return bind_pick
        case _:
            message = f"{type(expr).__name__} is no value of a row"
            raise TypeError(message)


def _either(maker: Maker, expr: Branch) -> RowFigure:
    """One of two values by a condition; while that is open, the value if both are the same."""
    condition = row_condition(maker, expr.condition)
    then_figure, otherwise_figure = (row_figure(maker, one) for one in (expr.then, expr.otherwise))

    def bind(binding: Binding) -> RowValue:
        test = condition(binding)
        then_of, otherwise_of = then_figure(binding), otherwise_figure(binding)

        def value(row: Row) -> Any:  # noqa: ANN401
            place = test(row)
            if place == 3:
                return then_of(row)
            otherwise = otherwise_of(row)
            return otherwise if place == 0 or then_of(row) == otherwise else None

        return value

    return bind


def _unvarying(maker: Maker, expr: Expr) -> RowCondition:
    condition = maker.condition(expr)

    def bind(binding: Binding) -> RowTest:
        run = binding.run
        step = condition(run)
        binding.parts.extend(step.values)
        applies, holds = run.grade(step)
        place = 3 if applies == 0 else holds if applies == 3 else 1
        binding.fixed.append(place)
        return lambda _: place

    return bind


def _truth_column(column: str) -> RowCondition:
    def bind(binding: Binding) -> RowTest:
        binding.columns[column] = None

        def test(row: Row) -> int:
            value = row.get(column)
            return 1 if value is None else 3 if value else 0

        return test

    return bind


def _about(maker: Maker, expr: Expr, decides: Callable[[Any], bool]) -> RowCondition:
    figure = row_figure(maker, expr)

    def bind(binding: Binding) -> RowTest:
        value_of = figure(binding)

        def test(row: Row) -> int:
            value = value_of(row)
            if value is NOTHING:
                return 0
            return 1 if value is None else 3 if decides(value) else 0

        return test

    return bind


def _compare(maker: Maker, expr: Compare) -> RowCondition:
    left_figure, right_figure = row_figure(maker, expr.left), row_figure(maker, expr.right)
    operator: Operator = expr.operator

    def bind(binding: Binding) -> RowTest:
        left_of, right_of = left_figure(binding), right_figure(binding)

        def test(row: Row) -> int:
            left, right = left_of(row), right_of(row)
            if left is NOTHING or right is NOTHING:
                return 0
            if left is None or right is None:
                return 1
            return 3 if ordered(operator, left, right) else 0

        return test

    return bind


def _elapsed(maker: Maker, expr: Elapsed) -> RowCondition:
    start_figure, end_figure = row_figure(maker, expr.start), row_figure(maker, expr.end)
    length, inclusive = expr.length, expr.inclusive

    def bind(binding: Binding) -> RowTest:
        start_of, end_of = start_figure(binding), end_figure(binding)

        def test(row: Row) -> int:
            start, end = start_of(row), end_of(row)
            if start is NOTHING or end is NOTHING:
                return 0
            if start is None or end is None:
                return 1
            return 3 if has_elapsed(start, end, length, inclusive=inclusive) else 0

        return test

    return bind


def _within(maker: Maker, expr: Within) -> RowCondition:
    day_figure, stretch_figure = row_figure(maker, expr.day), row_figure(maker, expr.stretch)

    def bind(binding: Binding) -> RowTest:
        day_of, stretch_of = day_figure(binding), stretch_figure(binding)

        def test(row: Row) -> int:
            day, days = day_of(row), stretch_of(row)
            if day is NOTHING or days is NOTHING:
                return 0
            if day is None or days is None:
                return 1
            return 3 if days[0] <= day <= days[1] else 0

        return test

    return bind


def _combined(
    maker: Maker, operands: tuple[Expr, ...], combine: Callable[[list[int]], int]
) -> RowCondition:
    conditions = [row_condition(maker, operand) for operand in operands]

    def bind(binding: Binding) -> RowTest:
        tests = [condition(binding) for condition in conditions]
        return lambda row: combine([test(row) for test in tests])

    return bind


def _picked(maker: Maker, expr: Pick) -> RowCondition:
    branches = {reading: row_condition(maker, one) for reading, one in expr.branches}

    def bind(binding: Binding) -> RowTest:
        reading = binding.run.readings[expr.interpretation]
        binding.run.used.add(expr.interpretation)
        binding.fixed.append(reading)
        return branches[reading](binding)

    return bind


def _derived(maker: Maker, operands: list[Expr], derive: Callable[[list[Any]], Any]) -> RowFigure:
    figures = [row_figure(maker, operand) for operand in operands]

    def bind(binding: Binding) -> RowValue:
        values_of = [figure(binding) for figure in figures]

        def value(row: Row) -> Any:  # noqa: ANN401
            values = [value_of(row) for value_of in values_of]
            if any(value is NOTHING for value in values):
                return NOTHING
            return None if None in values else derive(values)

        return value

    return bind


def _share(values: list[Any]) -> object:
    return NOTHING if values[1] == 0 else Fraction(values[0], values[1])


def _nth(places: list[int], number: int) -> int:
    if number <= 0:
        return 3
    return sorted(places, reverse=True)[number - 1] if number <= len(places) else 0


def _branched(places: list[int]) -> int:
    condition, then, otherwise = places
    if condition == 3 or then == otherwise:
        return then
    return otherwise if condition == 0 else 1
