"""Where conditions turn: the days and numbers at which an open condition changes its answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice, product
from math import ceil, floor
from typing import Any

from sgpolicy.evaluating.cells import read
from sgpolicy.evaluating.ranges import Number
from sgpolicy.evaluating.running import Unknown
from sgpolicy.evaluating.trying import Question, Trial
from sgpolicy.evaluating.unknowns import Variable
from sgpolicy.model.core import (
    AsOf,
    CalendarYear,
    DateConstant,
    DayBefore,
    Elapsed,
    Expr,
    FactRef,
    Later,
    Period,
    Preceding,
    Ratio,
    Stretch,
    Tally,
)
from sgpolicy.model.trace import Range, Reading, Step
from sgpolicy.operators.periods import corresponding_day, shifted
from sgpolicy.records import dataclass

_LARGE = 10**12
_SAMPLES = 60
_STEPS: Mapping[str, Number] = {
    "count": 1,
    "money": Fraction(1, 100),
    "area": Fraction(1, 100),
    "share": Fraction(1, 10000),
}


@dataclass(frozen=True, slots=True)
class Turns:
    """How a condition's days hang together.

    Attributes:
        anchors: Days it names.
        recorded: Days in the ledgers it counts over.
        lengths: Periods it adds or takes away.
        backs: How many calendar years back it looks.
        is_by_year: Whether days matter by their calendar year only.
    """

    anchors: frozenset[date]
    recorded: frozenset[date]
    lengths: frozenset[Period]
    backs: frozenset[int]
    is_by_year: bool

    def days(self) -> set[date]:
        """The days around those that the condition names or counts."""
        found = self.around(self.anchors)
        years = {date(day.year, 1, 1) for day in self.recorded} if self.is_by_year else None
        return found | self.around(self.recorded if years is None else years)

    def around(self, days: Collection[date]) -> set[date]:
        """Days at which the condition can turn if it compares with `days`."""
        turning = set(days)
        for length in self.lengths:
            for day in days:
                turning.add(corresponding_day(day, length))
                turning.add(corresponding_day(day, length, backwards=True))
        for back in self.backs:
            for year in {day.year + offset for day in days for offset in (back, back + 1, 0, 1)}:
                if date.min.year <= year <= date.max.year:
                    turning.add(date(year, 1, 1))
        found = set()
        for day in turning:
            month_end = bool(self.lengths) and (day.day >= 27 or day.day <= 2)
            for days_off in (-2, -1, 0, 1, 2, 3) if month_end else (-1, 0, 1):
                found.add(shifted(day, days_off))
        return found


def turns(trial: Trial, expr: Expr) -> Turns:
    """How the days of a condition hang together."""
    run = trial.run
    anchors: set[date] = set()
    recorded: set[date] = set()
    lengths: set[Period] = set()
    backs: set[int] = set()
    is_by_year = True
    for one in trial.unknowns.basis(expr):
        match one:
            case DateConstant(value=day):
                anchors.add(day)
            case AsOf():
                anchors.add(run.on)
            case FactRef() if one.type.kind == "date":
                value = read(run, run.prepared.facts[one.fact], one).value
                if isinstance(value, date):
                    anchors.add(value)
            case FactRef() if one.type.kind == "series":
                stated = run.application.facts.get(one.fact)
                if isinstance(stated, Mapping):
                    anchors.update(date(year, 1, 1) for year in stated)
            case Tally(ledger=ledger):
                rows = run.application.ledgers.get(ledger, ())
                cells = [cell for row in rows for cell in row.values()]
                recorded.update(cell for cell in cells if isinstance(cell, date))
            case Elapsed(length=length) | Later(length=length) | Preceding(length=length):
                lengths.add(length)
                is_by_year = False
            case Stretch() | DayBefore():
                is_by_year = False
            case CalendarYear(back=back):
                backs.add(back)
            case _:
                pass
    return Turns(
        frozenset(anchors),
        frozenset(recorded),
        frozenset(lengths),
        frozenset(backs),
        is_by_year and bool(backs),
    )


def ends(variable: Variable) -> set[Any]:
    """The least and the greatest values a number can have, and those next to them."""
    if variable.bounds is None:
        return set()
    low, high = variable.bounds.low, variable.bounds.high
    step = _STEPS.get(variable.type.kind, 1)
    top = _LARGE if high is None else high
    found: set[Any] = {low, top}
    found.update(value for value in (low + step, top - step) if low <= value <= top)
    if variable.of_nothing:
        found.add(None)
    return found


def numbers(
    tried: Callable[[Question, Mapping[Unknown, Any]], Step],
    question: Question,
    domains: Mapping[Unknown, Sequence[Any]],
    unknown: Unknown,
) -> Iterator[Number]:
    """The numbers at which a comparison turns, for one of its unknowns, and those next to them.

    The other unknowns take values of their `domains`. A comparison of sums and shares is linear in
    each unknown by itself, so two tries show where it turns.
    """
    variable = question.variables[unknown]
    if variable.bounds is None:
        return
    low, high = variable.bounds.low, variable.bounds.high
    step = _STEPS.get(variable.type.kind, 1)
    others = [one for one in question.variables if one != unknown]
    here, there = low, low + 1 if high is None else high
    for values in islice(product(*(domains[one] for one in others)), _SAMPLES):
        assumed = dict(zip(others, values, strict=True))
        first = _balance(tried(question, {**assumed, unknown: here}))
        second = _balance(tried(question, {**assumed, unknown: there}))
        if first is None or second is None or first == second:
            continue
        turn = here - first * Fraction(there - here) / (second - first)
        if variable.type.kind == "count":
            exact = [floor(turn), ceil(turn)]
            near: list[Number] = [exact[0] - 1, *exact, exact[1] + 1]
        else:
            near = [turn - step, turn, turn + step]
        for value in near:
            if value >= low and (high is None or value <= high):
                yield value


def _balance(step: Step) -> Number | None:
    """By how much the left side exceeds the right; for shares multiplied out, so it stays linear."""
    if len(step.values) != 2:
        return None
    left, right = _fraction(step.values[0]), _fraction(step.values[1])
    if left is None or right is None:
        return None
    return left[0] * right[1] - right[0] * left[1]


def _fraction(reading: Reading) -> tuple[Number, Number] | None:
    while reading.expr.type.is_numeric and len(reading.parts) == 1:
        reading = reading.parts[0]
    values = reading.parts if isinstance(reading.expr, Ratio) else (reading,)
    known = [one.value.low for one in values if isinstance(one.value, Range) and one.value.is_known]
    if len(known) != len(values):
        return None
    return (known[0], known[1]) if len(known) == 2 else (known[0], 1)
