"""Rows of typed values decided one after the other by the generated function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sgpolicy.compiled import CompiledPolicy
from sgpolicy.evaluating.generated.runtime import OUTCOMES
from sgpolicy.evaluating.panels import may_judge
from sgpolicy.model.application import FindingRecord, Row
from sgpolicy.model.core import Core, Expr
from sgpolicy.outcomes import Outcomes

if TYPE_CHECKING:
    from sgpolicy.tables.columns import Column

Ledgers = Mapping[str, tuple[Row, ...]]
"""An application's ledgers: id → rows, as an `Application` has them."""


def assessors(core: Core, who: Expr, readings: Mapping[str, str]) -> tuple[str, ...]:
    """Who may judge under some readings; nobody where that depends on facts."""
    return may_judge(core, who, readings) or ()


def sets_of(
    columns: Sequence[Column], values: Mapping[str, list[Any]], rows: int
) -> dict[str, list[frozenset[str] | None]]:
    """The sets that are told member by member: not stated where one of a set's columns says nothing."""
    parts: dict[str, list[Column]] = {}
    for column in columns:
        if column.member is not None:
            parts.setdefault(column.key, []).append(column)
    found: dict[str, list[frozenset[str] | None]] = {}
    for key, some in parts.items():
        cells = zip(*(values[one.name] for one in some), strict=True) if rows else iter(())
        found[key] = [
            None
            if None in row
            else frozenset(one.member or "" for one, is_in in zip(some, row, strict=True) if is_in)
            for row in cells
        ]
    return found


def decided(
    compiled: CompiledPolicy,
    columns: Sequence[Column],
    values: Mapping[str, list[Any]],
    rows: int,
    on: date,
    positions: Sequence[int],
    ledgers: Sequence[Ledgers] | None,
    *,
    reasons: bool,
) -> list[list[str | None]]:
    """The columns to be added, in the order of the rows; `ledgers` are those of each row."""
    made = compiled.generated
    core = compiled.policy.core
    plain: Callable[..., Any] = made.plain
    labels = [outcome.zh if outcome is not None else "" for outcome in OUTCOMES]
    shown: list[list[str | None]] = [[] for _ in range(len(positions) + 1)]
    why: list[str | None] = []
    records = {
        column.key: {
            met: FindingRecord(
                met, assessors(core, core.findings[column.key].assessors, made.readings)[0], on, ""
            )
            for met in (True, False)
        }
        for column in columns
        if column.is_finding
    }
    simple = [one for one in columns if one.is_plain_fact]
    keys = [column.key for column in simple]
    apart = [one for one in columns if not one.is_plain_fact and one.member is None]
    sets = sets_of(columns, values, rows)
    cells = zip(*(values[column.name] for column in simple), strict=True) if simple else None
    for row in range(rows):
        facts: dict[str, Any] = {}
        if cells is not None:
            pairs = zip(keys, next(cells), strict=True)
            facts = {key: value for key, value in pairs if value is not None}
        judged: dict[str, FindingRecord] = {}
        for column in apart:
            value = values[column.name][row]
            if value is None:
                continue
            if column.year is None:
                judged[column.key] = records[column.key][value]
            else:
                facts.setdefault(column.key, {})[column.year] = value
        facts |= {key: found[row] for key, found in sets.items() if found[row] is not None}
        application = None
        if ledgers is None:
            code, others = plain(facts, judged, on)
        else:
            application = made.application(facts, judged, ledgers[row])
            code, others = made.decide(application, on)
        shown[0].append(labels[code])
        for i, position in enumerate(positions, 1):
            shown[i].append(labels[others[position]])
        if reasons:
            application = application or made.application(facts, judged)
            found = Outcomes(compiled, application, on, (code, others)).reasons
            why.append("、".join(clause.label for clause in found) or None)
    return [*shown, why] if reasons else shown
