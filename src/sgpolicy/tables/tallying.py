"""Counts and sums over ledgers' rows, for all applications at once.

Conditions on rows are carried out as the policy's own are, on all rows of a ledger; what they come to is then
added up application by application. The rows stand application after application.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow.compute as pc

from sgpolicy.evaluating.columnar.algebra import COLUMNS, NotColumnarError
from sgpolicy.evaluating.columnar.program import Counted, Held, Layout, TallyKey
from sgpolicy.evaluating.columnar.tallying import RowProgram, lower_rows
from sgpolicy.model.core import Expr, Tally
from sgpolicy.records import dataclass, replace
from sgpolicy.tables import fused
from sgpolicy.tables.columns import Column, read_values
from sgpolicy.tables.fused import LAST_DAY, Array, Bits, Filled
from sgpolicy.tables.keys import in_order
from sgpolicy.tables.layouts import kept, layout
from sgpolicy.tables.ledgers import Child, Joined, Mask
from sgpolicy.tables.packing import SIZES
from sgpolicy.tables.reading import different, whole
from sgpolicy.tables.stepwise import carried_out, plain
from sgpolicy.tables.values import Values

_ROW, _COUNT = "\x00", "\x01"
"""Before the names of a ledger's columns and of what is counted: those of applications stand beside them."""
_COUNTS, _MAY_COUNT = 3, 1
_HIGHEST = 2**63 - 1


@dataclass(slots=True)
class Tallied:
    """What is counted in the ledgers of a table.

    Attributes:
        layout: The table's columns, with those that hold it.
        filled: Those.
        odd: The applications of which columns cannot hold it.
    """

    layout: Layout
    filled: dict[str, Filled]
    odd: Mask


def tally(
    joined: Joined,
    known: Layout,
    filled: Mapping[str, Filled],
    rows: int,
    on: date,
    needed: Iterable[TallyKey],
) -> Tallied:
    """Count what a program takes.

    Args:
        joined: The table and its ledgers.
        known: The table's columns. `filled`: the same as arrays.
        filled: By name.
        rows: How many applications.
        on: The day as of which it is decided.
        needed: What is to be counted.

    Raises:
        NotColumnarError: Columns cannot hold what is counted.
        OutsideError: A column holds something outside its ends.
    """
    needed = [*needed]
    found = Tallied(replace(known, ledgers=joined.given), {}, np.zeros(rows, np.bool_))
    tallies: dict[TallyKey, Counted] = {}
    begins: dict[str, str] = {}
    for child in joined.children:
        mine = [key for key in needed if key[0].ledger == child.ledger.id]
        rows_of = _Rows(child, rows, found, is_part=joined.is_part)
        for year in dict.fromkeys(year for _, year in mine):
            some = [one for one, its in mine if its == year]
            laid = replace(found.layout, row=rows_of.row)
            program = _program(joined, laid, on, tuple(some), year)
            for one, counted in zip(some, rows_of.count(program, some, filled), strict=True):
                tallies[one, year] = counted
        if any(year is not None for _, year in mine):
            begins |= rows_of.begins()
    found.layout = replace(found.layout, tallies=tallies, begins=begins)
    return found


def _program(
    joined: Joined, laid: Layout, on: date, tallies: tuple[Tally, ...], year: Expr | None
) -> RowProgram:
    compiled = joined.compiled
    core, readings = compiled.policy.core, compiled.readings
    return kept(
        compiled,
        laid,
        (on, tallies, year),
        lambda: lower_rows(core, readings, laid, on, tallies, year),
    )


class _Rows:
    """A ledger's rows, application after application.

    Attributes:
        row: The ledger's columns by id, as steps read them.
    """

    def __init__(self, child: Child, applications: int, found: Tallied, *, is_part: bool) -> None:
        """`is_part`: other parts may have gaps where this has none; their columns are to be the same."""
        if child.taken is None:
            raise NotColumnarError
        self._is_part = is_part
        self._child = child
        self._found = found
        self._applications = applications
        self._count = len(child.order)
        self._index = np.repeat(np.arange(applications), np.diff(child.starts))
        self._arrays: dict[str, Filled] = {}
        self._pairs: dict[str, _Pairs] = {}
        self._made = 0
        held = []
        for one in child.taken:
            name = _ROW + one.column.name
            self._arrays[name] = _some(one.filled, child.order, child.rows)
            has_gaps = is_part or one.held.has_gaps
            held.append((one.column, replace(one.held, column=name, has_gaps=has_gaps)))
            if one.odd is not None:
                found.odd[self._index[one.odd[child.order]]] = True
        self.row = layout(held).facts

    def count(
        self, made: RowProgram, tallies: Iterable[Tally], filled: Mapping[str, Filled]
    ) -> Iterator[Counted]:
        """What some tallies come to.

        Args:
            made: Their conditions as steps.
            tallies: In the same order.
            filled: The columns of the applications.
        """
        names = {str(step.args[0]) for step in made.program.steps if step.op in COLUMNS}
        read = {
            name: self._arrays[name]
            if name in self._arrays
            else _some(filled[name], self._index, self._applications)
            for name in names
        }
        codes = fused.run(made.program, read, self._count, made.counts) if self._count else ()
        none = np.zeros(0, np.uint8)
        for place, tally in enumerate(tallies):
            code = codes[place] if len(codes) else none
            certain, unsure = code == _COUNTS, code == _MAY_COUNT
            match tally.measure:
                case "rows":
                    low = self._per(certain)
                    yield self._held(low, low + self._per(unsure), Fraction(1), None)
                case "distinct":
                    yield self._distinct(tally.column or "", certain, unsure)
                case _:
                    yield self._sum(tally.column, made, place, read, (certain, unsure))

    def begins(self) -> dict[str, str]:
        """A column of the days of the first records; none where there is no column of days."""
        first = np.full(self._applications, LAST_DAY + 1, np.int32)
        dated = [one.id for one in self._child.ledger.columns if one.type.kind == "date"]
        some = [self.row[one] for one in dated if one in self.row]
        filled_apps = np.flatnonzero(np.diff(self._child.starts))
        for held in some if self._count else ():
            column = self._arrays[held.column]
            days = plain(column.values, self._count).astype(np.int32)
            if column.stated is not None:
                days = np.where(column.stated.rows(0, self._count), days, LAST_DAY + 1)
            least = np.minimum.reduceat(days, self._child.starts[filled_apps])
            first[filled_apps] = np.minimum(first[filled_apps], least)
        if not some:
            return {}
        is_there = first <= LAST_DAY
        name = f"{_COUNT}{self._child.ledger.id}.first"
        days = np.where(is_there, first, 0).astype(np.int32)
        self._found.filled[name] = Filled(days, Bits.of(is_there))
        return {self._child.ledger.id: name}

    # ── adding up ──

    def _per(self, values: Array) -> Array:
        """The sum of whole numbers for each application; exact, since none leaves 64 bits."""
        total = np.zeros(self._count + 1, np.int64)
        np.cumsum(values, out=total[1:])
        found: Array = total[self._child.starts[1:]] - total[self._child.starts[:-1]]
        return found

    def _distinct(self, key: str, certain: Mask, unsure: Mask) -> Counted:
        """How many different values: a blank stands for one that may be known or new."""
        pairs = self._pairs.get(key)
        if pairs is None:
            pairs = self._pairs[key] = self._paired(key)
        blank = self._per((certain | unsure) & pairs.blank)
        known, maybe = np.zeros_like(blank), np.zeros_like(blank)
        if len(pairs.starts):
            sure = np.logical_or.reduceat(certain[pairs.order], pairs.starts)
            more = np.logical_or.reduceat(unsure[pairs.order], pairs.starts) & ~sure
            known, maybe = (
                np.bincount(pairs.applications[one], minlength=self._applications)
                for one in (sure, more)
            )
        low = np.where(known > 0, known, self._per(certain) > 0)
        return self._held(low, known + maybe + blank, Fraction(1), None)

    def _paired(self, key: str) -> _Pairs:
        """The different pairs of an application and a value."""
        codes, blank = self._coded(key)
        rows = np.flatnonzero(~blank)
        if not len(rows):
            none = np.zeros(0, np.intp)
            return _Pairs(none, none, none, blank)
        known = codes[rows].astype(np.int64)
        known -= known.min()
        span = int(known.max()) + 1
        if span * self._applications > _HIGHEST:
            _, known = np.unique(known, return_inverse=True)
            span = int(known.max()) + 1
            if span * self._applications > _HIGHEST:
                raise NotColumnarError
        pair = self._index[rows].astype(np.int64) * span + known
        order = in_order(pair, span * self._applications)
        inner = pair[order]
        starts = np.flatnonzero(np.concatenate(([True], inner[1:] != inner[:-1])))
        order = rows[order]
        return _Pairs(order, starts, self._index[order[starts]], blank)

    def _coded(self, key: str) -> tuple[Array, Mask]:
        """A number for each different value of a column, and where it is blank."""
        everywhere = np.ones(self._count, np.bool_)
        columns = [one for one in self._child.columns if one.key == key]
        if not columns:
            return np.zeros(self._count, np.int64), everywhere
        if columns[0].member is not None:
            raise NotColumnarError
        if columns[0].type.kind == "text":
            return _texts(columns[0], self._child.data[columns[0].name], self._child.order)
        column = self._arrays[_ROW + columns[0].name]
        stated = everywhere if column.stated is None else column.stated.rows(0, self._count)
        return plain(column.values, self._count), ~stated

    def _sum(
        self,
        key: str | None,
        made: RowProgram,
        place: int,
        read: Mapping[str, Filled],
        rows: tuple[Mask, Mask],
    ) -> Counted:
        """The sum: a blank in a row that counts may stand for any number from zero."""
        certain, unsure = rows
        values, blank, unit = self._summed(key, made, place, read)
        values = np.where(blank, 0, values)
        size = max(abs(int(values.min(initial=0))), abs(int(values.max(initial=0))))
        if size * self._count > _HIGHEST:
            raise NotColumnarError
        sure = np.where(certain, values, 0)
        low = self._per(sure + np.where(unsure, np.minimum(values, 0), 0))
        high = self._per(sure + np.where(unsure, np.maximum(values, 0), 0))
        return self._held(low, high, unit, self._per((certain | unsure) & blank) > 0)

    def _summed(
        self, key: str | None, made: RowProgram, place: int, read: Mapping[str, Filled]
    ) -> tuple[Array, Mask, Fraction]:
        """What is summed up in each row, where it is not known, and its unit."""
        summed = made.summed[place]
        if summed is not None:
            wanted = (summed.value, summed.is_open, summed.is_nothing)
            results = carried_out(made.program, read, self._count, wanted)
            value, is_open, is_nothing = (results[one] for one in wanted)
            return np.where(is_nothing, 0, value), is_open & ~is_nothing, summed.unit
        held = self.row.get(key or "")
        if held is None:
            zero = np.zeros(self._count, np.int64)
            return zero, np.ones(self._count, np.bool_), Fraction(1)
        column = self._arrays[held.column]
        blank = np.zeros(self._count, np.bool_)
        if column.stated is not None:
            blank = ~column.stated.rows(0, self._count)
        return plain(column.values, self._count).astype(np.int64), blank, held.unit

    def _held(self, low: Array, high: Array, unit: Fraction, no_high: Mask | None) -> Counted:
        """The two ends of a number as columns; of applications where they are too large they say nothing."""
        over = np.maximum(np.abs(low), np.abs(high)) > SIZES[-1]
        if over.any():
            self._found.odd |= over
            low, high = np.where(over, 0, low), np.where(over, 0, high)
        name = f"{_COUNT}{self._child.ledger.id}.{self._made}"
        self._made += 1
        ends = [self._column(f"{name}.low", low, unit)]
        if self._is_part or (low != high).any():
            ends.append(self._column(f"{name}.high", high, unit))
        opened = ""
        if no_high is not None and (self._is_part or no_high.any()):
            opened = f"{name}.open"
            self._found.filled[opened] = Filled(Bits.of(no_high))
        return Counted(ends[0], ends[-1], opened)

    def _column(self, name: str, values: Array, unit: Fraction) -> Held:
        least, most = int(values.min(initial=0)), int(values.max(initial=0))
        size = next(one for one in SIZES if max(-least, most) <= one)
        kind = np.int32 if size <= SIZES[1] else np.int64
        self._found.filled[name] = Filled(values.astype(kind))
        return Held(name, unit, -size if least < 0 else 0, size, has_gaps=False)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Rows by application and value.

    Attributes:
        order: The rows in which something stands, pair after pair. `starts`: where each pair's begin.
        applications: Of each pair.
        blank: The rows in which nothing stands.
    """

    order: Array
    starts: Array
    applications: Array
    blank: Mask


def _some(filled: Filled, order: Array, rows: int) -> Filled:
    """Some rows of a column, in an order."""
    if len(order) == rows and (order == np.arange(rows)).all():
        return filled
    values, stated = filled.values, filled.stated
    return Filled(
        Bits.of(values.rows(0, rows)[order]) if isinstance(values, Bits) else values[order],
        None if stated is None else Bits.of(stated.rows(0, rows)[order]),
        filled.members,
        filled.ends,
        None if filled.upper is None else filled.upper[order],
    )


def _texts(column: Column, values: Values, order: Array) -> tuple[Array, Mask]:
    """A number for each different text as it is read, and where there is none."""
    raws, places = different(values if isinstance(values, list) else whole(values))
    known: dict[object, int] = {None: -1}
    read = [known.setdefault(one, len(known)) for one in read_values(column, raws, [], None)]
    codes = np.array([*read, -1], np.int64)
    indices = pc.fill_null(places, len(read)) if places.null_count else places
    found: Array = codes[indices.to_numpy(zero_copy_only=False)][order]
    return found, found < 0
