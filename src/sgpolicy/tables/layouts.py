"""Columns → the layout that steps are made for, and the program for it, made once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sgpolicy.compiled import CompiledPolicy
from sgpolicy.evaluating.columnar.lowering import lower
from sgpolicy.evaluating.columnar.program import Held, Layout, Program
from sgpolicy.tables.columns import Column

_MOST_KEPT = 16


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
    series = tuple((key, tuple(years.items())) for key, years in columns.series.items())
    key = (tuple(columns.facts.items()), series, tuple(columns.findings.items()), on, wanted)
    known: dict[Any, Program] = compiled.programs
    found = known.get(key)
    if found is None:
        found = lower(compiled.policy.core, compiled.readings, columns, on, wanted)
        if len(known) >= _MOST_KEPT:
            known.pop(next(iter(known)), None)
        known[key] = found
    return found
