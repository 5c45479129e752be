"""How far each quantity is from the value at which the outcome would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from sgpolicy.advice.situations import Cell, Situation, shifts
from sgpolicy.advice.values import representative_values, stepped, steps_between
from sgpolicy.explaining.operands import within
from sgpolicy.explaining.values import datum
from sgpolicy.model.advice import Margin, Turn
from sgpolicy.model.application import Value
from sgpolicy.model.core import Expr, FactRef
from sgpolicy.model.explanation import Quantity
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace

_MEASURED = ("count", "money", "share", "area", "date", "series")


def margins_of(situation: Situation, trace: Trace) -> tuple[Margin, ...]:
    """The margins of everything measured that is known and on which the outcome can depend.

    Nearest first: those with fewer steps to go.
    """
    found = [
        (margin, _nearest(margin))
        for cell in measured_cells(situation, trace)
        if (margin := _margin(situation, trace, cell)) is not None
    ]
    found.sort(key=lambda one: one[1])
    return tuple(margin for margin, _ in found)


def measured_cells(situation: Situation, trace: Trace) -> Iterator[Cell]:
    """The cells of numbers and days that the decision can use and that are known."""
    core = trace.core
    roots: list[Expr] = []
    for node in (core.nodes[key] for key in (*core.scopes, core.root)):
        roots += [node.body] if node.guard is None else [node.body, node.guard]
    used = {expr.fact for expr in within(roots, core, trace.readings) if isinstance(expr, FactRef)}
    run = situation.run()
    for key, fact in core.facts.items():
        if key not in used or fact.type.kind not in _MEASURED:
            continue
        years: list[int | None] = [None]
        if fact.type.kind == "series":
            years = [*range(situation.on.year - 5, situation.on.year + 1)]
        for year in years:
            cell = Cell(key, year)
            if situation.value(cell, run) is not None:
                yield cell


def _margin(situation: Situation, trace: Trace, cell: Cell) -> Margin | None:
    value = situation.value(cell)
    candidates = representative_values(situation, [cell]).get(cell)
    if value is None or not candidates:
        return None
    kind = situation.fact(cell).type
    below = sorted((one for one in candidates if one < value), reverse=True)
    above = sorted(one for one in candidates if one > value)
    turns = [_turn(situation, trace, cell, value, one) for one in (below, above)]
    if turns == [None, None]:
        return None
    shown = value if isinstance(value, date) else datum(value, kind)
    return Margin(situation.subject(cell), shown, *turns)


def _turn(
    situation: Situation,
    trace: Trace,
    cell: Cell,
    value: Any,  # noqa: ANN401
    candidates: list[Any],
) -> Turn | None:
    """The first value on one side at which the outcome is another one."""

    def outcome(one: Value) -> Outcome:
        supposed = situation.supposing({cell: one})
        return supposed.exact_outcome

    last = value
    for one in candidates:
        if outcome(one) is not trace.outcome:
            kind = situation.fact(cell).type
            at = _first_otherwise(kind.kind, last, one, lambda v: outcome(v) is not trace.outcome)
            after = situation.supposing({cell: at}).trace()
            shown = at if isinstance(at, date) else datum(at, kind)
            unit = "日" if kind.kind == "date" else kind.unit
            gap = Fraction((at - value).days if isinstance(at, date) else at - value)
            named = "count" if kind.kind in ("date", "series") else kind.kind
            distance = Quantity(abs(gap), abs(gap), named, unit)
            return Turn(shown, distance, after.outcome, shifts(trace, after))
        last = one
    return None


def _first_otherwise(kind: str, same: Any, other: Any, is_other: Callable[[Any], bool]) -> Any:  # noqa: ANN401
    """Between a value that leaves the outcome and one that changes it, the first that changes it."""
    steps = steps_between(kind, same, other)
    low, high = 0, abs(steps)
    sign = 1 if steps > 0 else -1
    while high - low > 1:
        middle = (low + high) // 2
        if is_other(stepped(kind, same, sign * middle)):
            high = middle
        else:
            low = middle
    return other if high == abs(steps) else stepped(kind, same, sign * high)


def _nearest(margin: Margin) -> tuple[Fraction, str]:
    """By how large a part of itself the value would have to change, for the order."""
    gaps = [turn.distance.low for turn in (margin.below, margin.above) if turn is not None]
    size = margin.value.low if isinstance(margin.value, Quantity) else Fraction(365)
    return min(gaps) / (abs(size) or 1), margin.subject.id
