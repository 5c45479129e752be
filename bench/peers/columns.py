"""Applicants as columns: any number of them, made by NumPy, with the same kinds of values as `articles`.

Flags are bytes, whole numbers int64 (money in 元, shares in 1/10,000), days int32 from 1970-01-01, a choice the
position among its members as one byte, a set a flag for each member, a yearly series a number for each year. What
is not stated has its place in a mask; where nothing is missing there are no masks. `arrow` is the same as a table
that Polars and DuckDB read as it lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import articles
import numpy as np
import pyarrow as pa

from peers.infix import YEARS
from peers.rules import (
    SHARE_SCALE,
    AtLeast,
    FactType,
    Rules,
    ShareAtLeast,
    YearsPassed,
    parts_of,
)

Array = Any
"""A NumPy array, or anything that is used as one."""
EPOCH = date(1970, 1, 1)
_ON = (articles.ON - EPOCH).days
_LEAP = (date(2024, 2, 29) - EPOCH).days


@dataclass(frozen=True, slots=True)
class Columns:
    """Applicants.

    Attributes:
        values: Column → array. `masks`: fact → where it is not stated.
        rows: How many.
    """

    values: Mapping[str, Array]
    masks: Mapping[str, Array]
    rows: int

    def mask(self, column: str) -> Array | None:
        """Where a column has no value."""
        return self.masks.get(column.partition(".")[0])

    @property
    def bytes_per_row(self) -> int:
        """What one row takes, without masks."""
        return sum(array.dtype.itemsize for array in self.values.values())

    def head(self, rows: int) -> Columns:
        """The first rows."""
        return Columns(
            {name: array[:rows] for name, array in self.values.items()},
            {name: array[:rows] for name, array in self.masks.items()},
            min(rows, self.rows),
        )


def column_names(key: str, type_: FactType) -> list[str]:
    """The columns of a fact."""
    match type_.kind:
        case "set":
            return [f"{key}.{member}" for member in type_.members]
        case "series":
            return [f"{key}.{year}" for year in YEARS]
        case _:
            return [key]


def generate(rules: Rules, rows: int, *, missing: float, seed: int = 1) -> Columns:
    """Random applicants: some are as the law wants, some not, 6% of the numbers stand on a bound.

    Args:
        rules: What they are decided by.
        rows: How many.
        missing: The part of facts that is not stated: two in three state everything, the others
            leave out twice as many.
        seed: The same seed makes the same applicants.
    """
    draw = np.random.default_rng(seed)
    good = draw.choice(np.array([0.8, 0.97, 1.0, 1.0], np.float32), rows)
    gaps = draw.random(rows, np.float32) < 1 / 3 if missing else None
    bounds = _bounds(rules)
    values: dict[str, Array] = {}
    masks: dict[str, Array] = {}
    for key, type_ in rules.facts.items():
        is_good = draw.random(rows, np.float32) < good
        made = _values(key, type_, bounds.get(key, []), draw, is_good)
        if gaps is not None:
            masks[key] = gaps & (draw.random(rows, np.float32) < 2 * missing)
        values |= zip(column_names(key, type_), made, strict=True)
    _on_leap_days(rules, values, draw, rows)
    return Columns(values, masks, rows)


def _bounds(rules: Rules) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for rule in rules.rules:
        for one in parts_of(rule.condition):
            if isinstance(one, AtLeast):
                found.setdefault(one.fact, []).append(one.bound)
            elif isinstance(one, ShareAtLeast):
                found.setdefault(one.part, [])
    return found


def _values(
    key: str, type_: FactType, bounds: list[int], draw: np.random.Generator, is_good: Array
) -> Iterator[Array]:
    rows = len(is_good)
    match type_.kind:
        case "flag":
            yield is_good
        case "date" if key == "application_date":
            yield (_ON - draw.integers(0, 30, rows, np.int32)).astype(np.int32)
        case "date":
            old = draw.integers(800, 4000, rows, np.int32)
            young = draw.integers(0, 760, rows, np.int32)
            yield (_ON - np.where(is_good, old, young)).astype(np.int32)
        case "choice":
            last = len(type_.members) - 1
            yield np.where(is_good, draw.integers(0, last, rows, np.uint8), np.uint8(last))
        case "set":
            # The first one to three of the members turned by some places.
            count, turn = draw.integers(1, 4, rows), draw.integers(0, len(type_.members), rows)
            for i in range(len(type_.members)):
                yield (i - turn) % len(type_.members) < count
        case "series":
            step = draw.integers(1, 20, rows) * np.where(is_good, 1, -1)
            for year in YEARS:
                yield 100 + step * (year - YEARS.start)
        case "share":
            low = bounds[0]
            above = low + (SHARE_SCALE - low) * draw.integers(0, 100, rows) // 100
            found = np.where(is_good, above, low // 2)
            yield np.where(draw.random(rows, np.float32) < 0.06, low, found)
        case _ if not bounds:
            whole = key.startswith(("all_", "financing_business")) or key == "full_time_staff"
            many = draw.integers(100, 140, rows)
            yield many if whole else np.where(is_good, many, draw.integers(0, 20, rows))
        case _:
            bound = max(bounds)
            high, low_ = draw.integers(bound, bound * 3, rows), draw.integers(0, bound, rows)
            on_it = draw.choice(np.array(bounds), rows)
            found = np.where(is_good, high, low_)
            yield np.where(draw.random(rows, np.float32) < 0.06, on_it, found)


def _on_leap_days(
    rules: Rules, values: dict[str, Array], draw: np.random.Generator, rows: int
) -> None:
    """Let one in two hundred be registered on 29 February and apply about two years later."""
    for rule in rules.rules:
        for one in parts_of(rule.condition):
            if isinstance(one, YearsPassed):
                some = draw.random(rows, np.float32) < 0.005
                about = (date(2024 + one.years, 2, 28) - EPOCH).days
                values[one.start][some] = _LEAP
                values[one.end][some] = about + draw.integers(-1, 2, int(some.sum()))


def facts_at(rules: Rules, columns: Columns, row: int) -> dict[str, Any]:
    """One applicant as typed facts; what is not stated is not there."""
    found: dict[str, Any] = {}
    for key, type_ in rules.facts.items():
        mask = columns.masks.get(key)
        if mask is not None and mask[row]:
            continue
        cells = [columns.values[name][row] for name in column_names(key, type_)]
        match type_.kind:
            case "flag":
                found[key] = bool(cells[0])
            case "number":
                found[key] = int(cells[0])
            case "share":
                found[key] = Fraction(int(cells[0]), SHARE_SCALE)
            case "date":
                found[key] = EPOCH + timedelta(days=int(cells[0]))
            case "choice":
                found[key] = type_.members[int(cells[0])]
            case "set":
                pairs = zip(type_.members, cells, strict=True)
                found[key] = frozenset(member for member, cell in pairs if cell)
            case "series":
                found[key] = {year: int(cell) for year, cell in zip(YEARS, cells, strict=True)}
    return found


def arrow(rules: Rules, columns: Columns) -> pa.Table:
    """The same as an Arrow table: date32, dictionaries for choices, null where nothing is stated."""
    arrays: dict[str, Any] = {}
    for key, type_ in rules.facts.items():
        for name in column_names(key, type_):
            values, mask = columns.values[name], columns.mask(name)
            match type_.kind:
                case "date":
                    arrays[name] = pa.array(values, pa.int32(), mask=mask).view(pa.date32())
                case "choice":
                    codes = pa.array(values.astype(np.int32), mask=mask)
                    members = pa.array(type_.members)
                    arrays[name] = pa.DictionaryArray.from_arrays(codes, members)
                case _:
                    arrays[name] = pa.array(values, mask=mask)
    return pa.table(arrays)
