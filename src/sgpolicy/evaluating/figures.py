"""Values: numbers, days, stretches of days, choices, sets and actors, made ready to run.

A number is always a `Range`; None is a share of nothing. Any other value is None while unknown.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from sgpolicy.evaluating.amounts import accrual, extreme, product
from sgpolicy.evaluating.cells import read
from sgpolicy.evaluating.ranges import ANY, Number, between, exactly, hull, quotient, total
from sgpolicy.evaluating.running import Figure, Maker, Run
from sgpolicy.evaluating.settling import is_of_nothing
from sgpolicy.evaluating.tallying import tally
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
from sgpolicy.model.trace import Range, Reading, Source
from sgpolicy.operators.periods import from_day


def figure(maker: Maker, expr: Expr) -> Figure:
    """Make a value ready to run.

    Raises:
        TypeError: If the expression is truth-valued, or a column outside a tally.
    """
    match expr:
        case FactRef():
            key = expr.fact
            return lambda run: read(run, run.prepared.facts[key], expr)
        case Ref():
            return _referred(expr)
        case Pick():
            return _picked(maker, expr)
        case Constant():
            constant = Reading(expr, exactly(_plain(expr.value)), "constant")
            return lambda _: constant
        case Sum():
            return _sum(maker, expr)
        case Ratio():
            return _ratio(maker, expr)
        case Product():
            return product(maker, expr)
        case Accrual():
            return accrual(maker, expr)
        case Size():
            return _size(maker, expr)
        case Tally():
            return tally(maker, expr)
        case AtYear():
            return _at_year(maker, expr)
        case Branch():
            return _branch(maker, expr)
        case DateConstant():
            day = Reading(expr, expr.value, "law")
            return lambda _: day
        case Actors():
            actors = Reading(expr, frozenset(expr.actors), "law")
            return lambda _: actors
        case AsOf():
            return lambda run: Reading(expr, run.on, "derived")
        case ThatYear():
            return lambda run: Reading(expr, _year_at_hand(run), "derived")
        case Later() | DayBefore() | CalendarYear() | Preceding():
            return _from_day(maker, expr)
        case Stretch():
            return _stretch(maker, expr)
        case EndOf():
            return _end_of(maker, expr)
        case Extreme():
            return extreme(maker, expr) if expr.type.is_numeric else _extreme(maker, expr)
        case (
            Truth()
            | Compare()
            | Elapsed()
            | Within()
            | Member()
            | SetCompare()
            | Not()
            | All()
            | AtLeast()
            | Judged()
            | Column()
        ):
            message = f"{type(expr).__name__} is no value of its own"
            raise TypeError(message)
        case _:
            assert_never(expr)


def _plain(value: Number) -> Number:
    return value.numerator if value.denominator == 1 else value


def _year_at_hand(run: Run) -> tuple[date, date] | None:
    return None if run.year is None else (date(run.year, 1, 1), date(run.year, 12, 31))


def _referred(expr: Ref) -> Figure:
    key = expr.node

    def run_ref(run: Run) -> Reading:
        inner = run.node(key).value
        if inner is None:
            message = f"node {key} is truth-valued"
            raise TypeError(message)
        return _through(expr, inner)

    return run_ref


def _picked(maker: Maker, expr: Pick) -> Figure:
    branches = {reading: maker.figure(branch) for reading, branch in expr.branches}
    interpretation = expr.interpretation

    def run_pick(run: Run) -> Reading:
        run.used.add(interpretation)
        return _through(expr, branches[run.readings[interpretation]](run))

    return run_pick


def _through(expr: Expr, inner: Reading) -> Reading:
    return Reading(
        expr,
        inner.value,
        inner.source,
        inner.stated,
        inner.computed,
        inner.rows,
        inner.open_rows,
        inner.blank,
        (inner,),
    )


def _sum(maker: Maker, expr: Sum) -> Figure:
    terms = tuple((sign, maker.figure(term)) for sign, term in expr.terms)

    def run_sum(run: Run) -> Reading:
        parts = tuple(term(run) for _, term in terms)
        values = []
        for (sign, _), part in zip(terms, parts, strict=True):
            if not isinstance(part.value, Range):
                return Reading(expr, None, "derived", parts=parts)
            values.append((sign, part.value))
        return Reading(expr, total(values), "derived", parts=parts)

    return run_sum


def _ratio(maker: Maker, expr: Ratio) -> Figure:
    part_of, whole_of = maker.figure(expr.part), maker.figure(expr.whole)

    def run_ratio(run: Run) -> Reading:
        part, whole = part_of(run), whole_of(run)
        share = None
        if isinstance(part.value, Range) and isinstance(whole.value, Range):
            share = quotient(part.value, whole.value)
        return Reading(expr, share, "derived", parts=(part, whole))

    return run_ratio


def _size(maker: Maker, expr: Size) -> Figure:
    value_of = maker.figure(expr.value)
    most = len(expr.value.type.members) or None

    def run_size(run: Run) -> Reading:
        inner = value_of(run)
        if isinstance(inner.value, frozenset):
            return Reading(expr, exactly(len(inner.value)), "derived", parts=(inner,))
        return Reading(expr, between(0, most), "derived", parts=(inner,))

    return run_size


def _at_year(maker: Maker, expr: AtYear) -> Figure:
    stretch_of = maker.figure(expr.stretch)
    series = expr.series
    if not isinstance(series, FactRef):
        message = "a yearly series is a fact"
        raise TypeError(message)
    key = series.fact
    stretch = expr.stretch

    def run_at_year(run: Run) -> Reading:
        days = stretch_of(run)
        if not isinstance(days.value, tuple):
            return Reading(expr, ANY, "missing", parts=(days,))
        year = days.value[0].year
        prepared = run.prepared.facts[key]
        found = read(run, prepared, expr, year)
        if run.assumed is None:
            return found
        split = prepared.fact.split
        reading = None if split is None else run.readings[split]
        return run.suppose(("fact", prepared.fact.id, reading, stretch), found)

    return run_at_year


def _branch(maker: Maker, expr: Branch) -> Figure:
    condition_of = maker.condition(expr.condition)
    then_of, otherwise_of = maker.figure(expr.then), maker.figure(expr.otherwise)

    def run_branch(run: Run) -> Reading:
        holds = min(run.grade(condition_of(run)))
        if holds == 3:
            return _through(expr, then_of(run))
        if holds == 0:
            return _through(expr, otherwise_of(run))
        then, otherwise = then_of(run), otherwise_of(run)
        if then.value == otherwise.value:
            return _through(expr, then)
        parts = (then, otherwise)
        if isinstance(then.value, Range) and isinstance(otherwise.value, Range):
            return Reading(expr, hull(then.value, otherwise.value), "derived", parts=parts)
        if is_of_nothing(then) or is_of_nothing(otherwise):
            return Reading(expr, ANY, "derived", parts=parts)
        return Reading(expr, None, "derived", parts=parts)

    return run_branch


def _from_day(maker: Maker, expr: Later | DayBefore | CalendarYear | Preceding) -> Figure:
    day_of = maker.figure(expr.day)

    def run_from_day(run: Run) -> Reading:
        day = day_of(run)
        if not isinstance(day.value, date):
            return Reading(expr, None, _open(day), parts=(day,))
        return Reading(expr, from_day(expr, day.value), "derived", parts=(day,))

    return run_from_day


def _stretch(maker: Maker, expr: Stretch) -> Figure:
    first_of, last_of = maker.figure(expr.first), maker.figure(expr.last)

    def run_stretch(run: Run) -> Reading:
        first, last = first_of(run), last_of(run)
        if isinstance(first.value, date) and isinstance(last.value, date):
            days = (first.value, last.value)
            return Reading(expr, days, "derived", parts=(first, last))
        return Reading(expr, None, _open(first, last), parts=(first, last))

    return run_stretch


def _open(*parts: Reading) -> Source:
    """The source of a value without parts to make it of: absent where one of them is."""
    return "absent" if any(part.source == "absent" for part in parts) else "derived"


def _end_of(maker: Maker, expr: EndOf) -> Figure:
    stretch_of, end = maker.figure(expr.stretch), 0 if expr.which == "first" else 1

    def run_end_of(run: Run) -> Reading:
        stretch = stretch_of(run)
        if isinstance(stretch.value, tuple):
            return Reading(expr, stretch.value[end], "derived", parts=(stretch,))
        return Reading(expr, None, _open(stretch), parts=(stretch,))

    return run_end_of


def _extreme(maker: Maker, expr: Extreme) -> Figure:
    figures = [maker.figure(day) for day in expr.values]
    chosen = min if expr.which == "earliest" else max

    def run_extreme(run: Run) -> Reading:
        parts = tuple([one(run) for one in figures])
        days = [part.value for part in parts if isinstance(part.value, date)]
        value = chosen(days) if len(days) == len(parts) else None
        return Reading(expr, value, "derived" if value else _open(*parts), parts=parts)

    return run_extreme
