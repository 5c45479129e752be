"""Small changes to an application that may tell a mutant from the original, likeliest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal

from sgpolicy.model.application import Application, FindingRecord, Panel, Value
from sgpolicy.model.core import (
    Column,
    Constant,
    Core,
    Elapsed,
    Expr,
    Fact,
    Judged,
    Later,
    Preceding,
    SetCompare,
)
from sgpolicy.model.types import Type
from sgpolicy.mutating.spots import spots
from sgpolicy.operators.periods import corresponding_day
from sgpolicy.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Edit:
    """One fact, one column of a ledger in some rows, or one finding, stated otherwise.

    Attributes:
        sort: What is changed.
        key: The fact's, the ledger's or the finding's id.
        value: The new value; None for not stated. For a finding, whether it is met.
        reading: For a fact split by an interpretation, the reading that is meant.
        part: For a series the year, for a ledger the column.
        rows: For a ledger, the first and the last row that is changed, from 1.
    """

    sort: Literal["fact", "ledger", "finding"]
    key: str
    value: Value | None
    reading: str | None = None
    part: int | str | None = None
    rows: tuple[int, int] = (0, 0)

    def applied(self, application: Application) -> Application:
        """The application with this change."""
        if self.sort == "finding":
            record = application.findings[self.key]
            if isinstance(record, Panel):
                raise TypeError("a panel's judgements are not changed as one")
            changed = replace(record, met=bool(self.value))
            return replace(application, findings={**application.findings, self.key: changed})
        if self.sort == "ledger":
            first, last = self.rows
            rows = [
                {**row, str(self.part): self.value} if first <= number <= last else row
                for number, row in enumerate(application.ledgers[self.key], 1)
            ]
            return replace(application, ledgers={**application.ledgers, self.key: tuple(rows)})
        facts: dict[Any, Value] = dict(application.facts)
        place = self.key if self.reading is None else (self.key, self.reading)
        value = self.value
        if isinstance(self.part, int):
            series = facts.get(place)
            years = dict(series) if isinstance(series, Mapping) else {}
            if isinstance(value, int):
                years[self.part] = value
            value = years
        if value is None:
            facts.pop(place, None)
        else:
            facts[place] = value
        return replace(application, facts=facts)


def edits(
    core: Core,
    application: Application,
    consulted: Iterable[tuple[str, str | None, int | None]],
    exprs: Iterable[Expr],
    on: date,
) -> Iterator[Edit]:
    """Changes of one fact or one ledger column each.

    Args:
        core: The policy.
        application: What is changed.
        consulted: The facts that matter: id, reading asked for, year.
        exprs: The expressions that matter: their numbers, periods and columns.
        on: The day of evaluation.
    """
    keys = list(consulted)
    inner = [spot.expr for expr in exprs for spot in spots(expr, "")]
    constants = [one for one in inner if isinstance(one, Constant)]
    days = set(_days(core, application, keys, inner, on))
    for key, reading, year in keys:
        for value in _values(core.facts[key], application, constants, days, year):
            yield Edit("fact", key, value, reading, year)
        if core.facts[key].type.kind == "set":
            yield from (Edit("fact", key, pair, reading) for pair in _pairs(inner))
    judged = dict.fromkeys(one.finding for one in inner if isinstance(one, Judged))
    for key in judged:
        record = application.findings.get(key)
        if isinstance(record, FindingRecord):
            yield Edit("finding", key, not record.met)
    columns = {(one.ledger, one.column): one.type for one in inner if isinstance(one, Column)}
    for (ledger, column), kind in columns.items():
        number = len(application.ledgers.get(ledger, ()))
        rows = [(i, i) for i in range(1, number + 1)]
        for place in [(1, number), *rows] if number else ():
            for value in _cells(kind, _few(days, on)):
                yield Edit("ledger", ledger, value, None, column, place)


def _few(days: set[date], on: date) -> set[date]:
    """For a ledger's many rows: an early day and those nearest to the day of evaluation's years."""
    return {date(on.year - 2, 12, 31), date(on.year - 1, 1, 1)} | {max(days, default=on)}


def _pairs(exprs: list[Expr]) -> Iterator[frozenset[str]]:
    """Sets of two members that belong to different lists."""
    firsts = dict.fromkeys(
        one.members[0] for one in exprs if isinstance(one, SetCompare) and one.members
    )
    yield from (frozenset(pair) for pair in combinations(firsts, 2))


def _values(
    fact: Fact,
    application: Application,
    constants: list[Constant],
    days: set[date],
    year: int | None,
) -> Iterator[Value | None]:
    kind = fact.type
    if year is not None:
        series = application.facts.get(fact.id)
        for number in sorted(set(series.values()) if isinstance(series, Mapping) else ()):
            yield from (number, number + 1, max(number - 1, 0))
        return
    if kind.is_numeric:
        yield from dict.fromkeys(_numbers(kind, constants))
    else:
        yield from _cells(kind, days)
    yield None


def _cells(kind: Type, days: set[date]) -> Iterator[Value]:
    match kind.kind:
        case "truth":
            yield from (True, False)
        case "date":
            yield from sorted(days)
        case "choice":
            yield from kind.members
        case "set":
            yield from (frozenset((one,)) for one in kind.members)
            yield frozenset()
            yield from (frozenset(kind.members[:number]) for number in range(2, 5))
        case _:
            return


def _numbers(kind: Type, constants: list[Constant]) -> Iterator[Fraction | int]:
    step: Fraction | int = {"money": Fraction(1, 100), "area": Fraction(1, 100)}.get(kind.kind, 1)
    if kind.kind == "share":
        step = Fraction(1, 10_000)
    for one in constants:
        if one.type.kind == kind.kind:
            for value in (one.value, one.value - step, one.value + step):
                yield value if value.denominator > 1 else value.numerator
        elif one.type.kind == "share":
            for whole in (100, 10_000):
                part = int(whole * one.value)
                yield from (whole, part, part - 1)
    yield 0


def _days(
    core: Core,
    application: Application,
    keys: list[tuple[str, str | None, int | None]],
    exprs: list[Expr],
    on: date,
) -> Iterator[date]:
    """The days where something may turn: those stated, periods before and after them, years' ends."""
    stated = [on]
    for key, _, _ in keys:
        value = application.facts.get(key)
        if core.facts[key].type.kind == "date" and isinstance(value, date):
            stated.append(value)
    lengths = [one.length for one in exprs if isinstance(one, Elapsed | Later | Preceding)]
    turning = set(stated)
    for day in stated:
        for length in lengths:
            turning.add(corresponding_day(day, length))
            turning.add(corresponding_day(day, length, backwards=True))
        turning |= {
            date(day.year - back, month, last)
            for back in (-1, 0, 1, 2)
            for month, last in ((1, 1), (12, 31))
        }
    for day in turning:
        yield from (day - timedelta(days=1), day, day + timedelta(days=1))
