"""Values as the trace holds them → values to show: named, in units, with their source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from sgpolicy.explaining.operands import within
from sgpolicy.model.application import Value as StatedValue
from sgpolicy.model.core import (
    Accrual,
    AsOf,
    AtYear,
    Branch,
    CalendarYear,
    Constant,
    DateConstant,
    Expr,
    Extreme,
    FactRef,
    Pick,
    Product,
    Ratio,
    Ref,
    Size,
    Stretch,
    Sum,
    Tally,
)
from sgpolicy.model.explanation import (
    Datum,
    Days,
    Members,
    Quantity,
    Series,
    Value,
    ValueForm,
)
from sgpolicy.model.trace import NodeTrace, Range, Reading, Source, Step, Trace
from sgpolicy.model.types import Type

HISTORY = "经历"
"""What events are kept in, as ledgers have their names."""


def value_of(reading: Reading, trace: Trace, unit: str | None = None) -> Value:
    """A reading as a value to show.

    Args:
        reading: The value with its source.
        trace: The trace it is part of.
        unit: The unit to show it in where its own type has none.
    """
    expr = reading.expr
    if isinstance(expr, Pick | Branch) and len(reading.parts) == 1:
        return value_of(reading.parts[0], trace, unit or expr.type.unit)
    shown = typed(expr.type, unit)
    known = reading.value
    if expr.type.kind == "actors" and isinstance(known, frozenset):
        actors = trace.core.actors
        known = frozenset(actors[a].name if a in actors else a for a in known)
    name, key, asked = _identity(expr, trace)
    return Value(
        form=_form(expr, trace),
        name=name,
        key=key,
        datum=None if reading.source == "missing" else datum(known, shown),
        source=reading.source,
        written=_written(expr, reading, trace),
        reading=asked,
        stated=datum(reading.stated, shown),
        computed=datum(reading.computed, shown),
        ledger=_ledger(expr, trace),
        rows=reading.rows,
        open_rows=reading.open_rows,
        blank=reading.blank,
        parts=tuple(value_of(part, trace) for part in _parts(reading, trace)),
    )


def datum(value: object, shown: Type) -> Datum:
    """A bare value as something to show, numbers with the unit of `shown`."""
    match value:
        case Range():
            high = None if value.high is None else Fraction(value.high)
            return Quantity(Fraction(value.low), high, shown.kind, shown.unit)
        case bool() | str() | date() | None:
            return value
        case int() | Fraction():
            return Quantity(Fraction(value), Fraction(value), shown.kind, shown.unit)
        case (date() as first, date() as last):
            return Days(first, last)
        case frozenset():
            order = {name: i for i, name in enumerate(shown.members)}
            return Members(tuple(sorted(value, key=lambda m: (order.get(m, len(order)), m))))
        case Mapping():
            return Series(tuple(sorted(value.items())), shown.unit)
        case _:
            msg = f"not a value: {value!r}"
            raise TypeError(msg)


def fact_value(fact: str, trace: Trace) -> Value:
    """A fact as the applicant stated it, for places where the trace holds no reading of it."""
    declared = trace.core.facts[fact]
    stated = stated_value(fact, trace)
    reading = _reading_name(fact, trace)
    shown = None if stated is None else datum(stated, declared.type)
    source: Source = "missing" if stated is None else "stated"
    return Value("fact", declared.name, fact, shown, source, reading=reading)


def fact_keys(fact: str, trace: Trace) -> tuple[str | tuple[str, str], ...]:
    """The keys under which the application states a fact, for the reading in force.

    A plain value of a split fact is one for the default reading (see `Fact.split`).
    """
    facts = trace.application.facts
    split = trace.core.facts[fact].split
    if split is None:
        return (fact,) if fact in facts else ()
    chosen = trace.readings.get(split, trace.core.interpretations[split].default)
    if (fact, chosen) in facts:
        return ((fact, chosen),)
    is_default = chosen == trace.core.interpretations[split].default
    return (fact,) if fact in facts and is_default else ()


def stated_value(fact: str, trace: Trace) -> StatedValue | None:
    """What the application states for a fact under the reading in force."""
    keys = fact_keys(fact, trace)
    return trace.application.facts[keys[0]] if keys else None


def readings_in(trace: Trace) -> Iterator[Reading]:
    """Every reading of a value in the trace, outer ones before their parts."""
    for node in trace.nodes.values():
        yield from _node_readings(node)


def _node_readings(node: NodeTrace) -> Iterator[Reading]:
    if node.value is not None:
        yield from _with_parts(node.value)
    for step in (node.guard, node.body):
        if step is not None:
            yield from _step_readings(step)


def _step_readings(step: Step) -> Iterator[Reading]:
    for value in step.values:
        yield from _with_parts(value)
    for child in step.children:
        yield from _step_readings(child)


def _with_parts(reading: Reading) -> Iterator[Reading]:
    yield reading
    for part in reading.parts:
        yield from _with_parts(part)


def typed(own: Type, unit: str | None) -> Type:
    """A type with a unit to show it in, where it has none of its own."""
    return own if own.unit or unit is None else Type(own.kind, unit, own.members, own.ordered)


def _parts(reading: Reading, trace: Trace) -> tuple[Reading, ...]:
    if reading.parts or not isinstance(reading.expr, Ref):
        return reading.parts
    node = trace.nodes.get(reading.expr.node)
    return () if node is None or node.value is None else (node.value,)


def _form(expr: Expr, trace: Trace) -> ValueForm:
    match expr:
        case FactRef():
            return "fact"
        case Ref():
            return "amount" if trace.core.nodes[expr.node].kind == "amount" else "definition"
        case Constant():
            return "constant"
        case Sum():
            return "sum"
        case Ratio():
            return "ratio"
        case Size():
            return "size"
        case Tally():
            return "tally"
        case AtYear():
            return "year"
        case AsOf():
            return "as_of"
        case Product():
            return "product"
        case Accrual():
            return "accrual"
        case Extreme() if expr.type.is_numeric:
            return "extreme"
        case Branch() if expr.type.is_numeric:
            return "case"
        case _:
            return "span" if expr.type.kind == "span" else "day"


def _identity(expr: Expr, trace: Trace) -> tuple[str, str, str]:
    match expr:
        case FactRef():
            declared = trace.core.facts[expr.fact]
            return declared.name, expr.fact, _reading_name(expr.fact, trace)
        case AtYear():
            return _identity(expr.series, trace)
        case Ref():
            return trace.core.nodes[expr.node].name, expr.node, ""
        case Tally():
            return trace.core.ledger(expr.ledger).name, expr.ledger, ""
        case _:
            return "", "", ""


def _reading_name(fact: str, trace: Trace) -> str:
    split = trace.core.facts[fact].split
    if split is None:
        return ""
    interpretation = trace.core.interpretations[split]
    reading = interpretation.reading(trace.readings.get(split, interpretation.default))
    return "" if reading is None else reading.name


def _written(expr: Expr, reading: Reading, trace: Trace) -> str:
    match expr:
        case AtYear():
            year = _year(expr.stretch, reading, trace)
            return "" if year is None else str(year)
        case Constant():
            return expr.written
        case Sum():
            return "".join("+" if sign > 0 else "-" for sign, _ in expr.terms)
        case _:
            return ""


def _year(stretch: Expr, reading: Reading, trace: Trace) -> int | None:
    """The calendar year that a stretch of days covers, as far as the trace tells."""
    for part in reading.parts:
        if isinstance(part.value, tuple):
            return part.value[0].year
    match stretch:
        case CalendarYear():
            day = _day(stretch.day, trace)
            return None if day is None else day.year - stretch.back
        case Stretch():
            day = _day(stretch.first, trace)
            return None if day is None else day.year
        case Ref():
            value = trace.nodes[stretch.node].value
            known = None if value is None else value.value
            return known[0].year if isinstance(known, tuple) else None
        case _:
            return None


def _day(expr: Expr, trace: Trace) -> date | None:
    match expr:
        case DateConstant():
            return expr.value
        case AsOf():
            return trace.on
        case FactRef():
            stated = stated_value(expr.fact, trace)
            return stated if isinstance(stated, date) else None
        case Ref():
            value = trace.nodes[expr.node].value
            return value.value if value is not None and isinstance(value.value, date) else None
        case _:
            return None


def _ledger(expr: Expr, trace: Trace) -> str:
    if isinstance(expr, Tally):
        return _kept_as(expr.ledger, trace)
    series = expr.series if isinstance(expr, AtYear) else expr
    if not isinstance(series, FactRef):
        return ""
    computed = trace.core.facts[series.fact].computed
    if computed is None:
        return ""
    names: dict[str, None] = {}
    given = trace.application.ledgers
    for inner in within((computed,), trace.core, trace.readings):
        if isinstance(inner, Tally) and (
            inner.ledger in trace.core.ledgers or inner.ledger in given
        ):
            names[_kept_as(inner.ledger, trace)] = None
    return "、".join(names)


def _kept_as(ledger: str, trace: Trace) -> str:
    """What a value was worked out from: a ledger, or the history."""
    return HISTORY if ledger in trace.core.events else trace.core.ledgers[ledger].name
