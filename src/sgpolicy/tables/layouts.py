"""Columns → the layout that steps are made for, and the program for it, made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from sgpolicy.compiled import CompiledPolicy
from sgpolicy.evaluating.columnar.lowering import lower
from sgpolicy.evaluating.columnar.program import Held, Layout, Program
from sgpolicy.tables.columns import Column

_MOST_KEPT = 32
Made = TypeVar("Made")


def layout(columns: Iterable[tuple[Column, Held]]) -> Layout:
    """Which columns there are, by what they hold."""
    facts: dict[str, Held] = {}
    series: dict[str, dict[int, Held]] = {}
    findings: dict[str, Held] = {}
    parts: dict[str, list[tuple[str, Held]]] = {}
    for column, held in columns:
        if column.is_finding:
            findings[column.key] = held
        elif column.member is not None:
            parts.setdefault(column.key, []).append((column.member, held))
        elif column.year is not None:
            series.setdefault(column.key, {})[column.year] = held
        else:
            facts[column.key] = held
    facts |= {key: Held(key, parts=tuple(some)) for key, some in parts.items()}
    return Layout(facts, series, findings)


def program(
    compiled: CompiledPolicy, columns: Layout, on: date, wanted: tuple[str, ...]
) -> Program:
    """The program for some columns.

    Raises:
        NotColumnarError: The policy computes what steps cannot.
    """
    core, readings = compiled.policy.core, compiled.readings
    return kept(compiled, columns, (on, wanted), lambda: lower(core, readings, columns, on, wanted))


def kept(
    compiled: CompiledPolicy, columns: Layout, asked: tuple[Any, ...], make: Callable[[], Made]
) -> Made:
    """What was made for some columns and what is asked of them, made now if it was not yet."""
    series = tuple((key, tuple(years.items())) for key, years in columns.series.items())
    one_each = (columns.facts, columns.findings, columns.tallies, columns.begins, columns.row)
    key = (series, columns.ledgers, asked, *(tuple(some.items()) for some in one_each))
    known: dict[Any, Any] = compiled.programs
    found: Made | None = known.get(key)
    if found is None:
        found = make()
        if len(known) >= _MOST_KEPT:
            known.pop(next(iter(known)), None)
        known[key] = found
    return found
