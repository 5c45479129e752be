"""Arrow columns → the plain arrays that steps read; values are what an application's would be.

A column of a fitting kind is taken as it lies in memory. Of any other each different value is read once, as an
application's value is. A value that is lawful but too large or too fine for a whole number of 64 bits makes
its row *odd*: such rows are decided one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sgpolicy.applying.forms import GROWTH_RATE
from sgpolicy.applying.quantities import LIMIT
from sgpolicy.evaluating.columnar.algebra import NotColumnarError
from sgpolicy.evaluating.columnar.days import FIRST, LAST
from sgpolicy.evaluating.columnar.lowering import Held, Layout
from sgpolicy.tables.columns import Column, FrameProblem, read_values
from sgpolicy.tables.fused import FIRST_DAY, LAST_DAY, Array, Filled

Mask = npt.NDArray[np.bool_]

_SIZES = (2**15 - 1, 2**31 - 1, 2**49 - 1)
"""Up to which of these a column's numbers go is all that a program is made for."""
_FINEST = 10_000
_EPOCH = date(1970, 1, 1)
_MOST_MEMBERS = 63
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Taken:
    """A column, read.

    Attributes:
        unit: What 1 in it is, in base units.
        least, most: Between what its numbers lie.
        odd: Rows whose value the array cannot hold; it says nothing there.
        bad: Rows whose value cannot be read; what it says there means nothing.
    """

    column: Column
    filled: Filled
    unit: Fraction = Fraction(1)
    least: int = 0
    most: int = 1
    odd: Mask | None = None
    bad: Mask | None = None

    @property
    def held(self) -> Held:
        """The same as steps are made for it."""
        has_gaps = self.filled.gaps is not None
        return Held(self.column.name, self.unit, self.least, self.most, has_gaps)


def layout(taken: Sequence[Taken]) -> Layout:
    """Which columns there are, for `columnar.lowering`."""
    facts: dict[str, Held] = {}
    series: dict[str, dict[int, Held]] = {}
    findings: dict[str, Held] = {}
    parts: dict[str, list[tuple[str, Held]]] = {}
    for one in taken:
        column = one.column
        if column.is_finding:
            findings[column.key] = one.held
        elif column.member is not None:
            parts.setdefault(column.key, []).append((column.member, one.held))
        elif column.year is not None:
            series.setdefault(column.key, {})[column.year] = one.held
        else:
            facts[column.key] = one.held
    facts |= {key: Held(key, parts=tuple(some)) for key, some in parts.items()}
    return Layout(facts, series, findings)


def take(
    column: Column,
    values: pa.ChunkedArray | pa.Array | list[Any],
    problems: list[FrameProblem],
    most: int | None,
) -> Taken:
    """Read a column.

    Args:
        column: What it holds.
        values: Its values; a list where Arrow has no type for them.
        problems: Where what cannot be read is told.
        most: How many may be told there; None: all.

    Raises:
        NotColumnarError: It is a set of too many members for steps.
    """
    if isinstance(values, list):
        return _each_different(column, values, problems, most)
    array = _whole(values)
    taken = _as_it_lies(column, array)
    if taken is None:
        return _each_different(column, array, problems, most)
    found, suspects = taken
    if suspects is None or not suspects.any():
        return found
    return _looked_into(found, array, suspects, problems, most)


def _whole(chunks: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(chunks, pa.ChunkedArray):
        chunks = chunks.unify_dictionaries() if pa.types.is_dictionary(chunks.type) else chunks
        chunks = chunks.combine_chunks()
    if isinstance(chunks, pa.ChunkedArray):  # no chunk at all
        chunks = pa.array([], chunks.type) if not chunks.num_chunks else chunks.chunk(0)
    return chunks


def _gaps(array: pa.Array) -> Mask | None:
    if not array.null_count:
        return None
    gaps: Mask = pc.is_null(array).to_numpy(zero_copy_only=False)
    return gaps


def _numpy(array: pa.Array) -> Array:
    found: Array = array.to_numpy(zero_copy_only=False)
    return found


def _filled(array: pa.Array, value: object) -> Array:
    """The values, something harmless where there are none."""
    return _numpy(pc.fill_null(array, pa.scalar(value, array.type)) if array.null_count else array)


def _as_it_lies(column: Column, array: pa.Array) -> tuple[Taken, Mask | None] | None:
    """A column of a fitting kind, and which of its rows must be looked into; None for other kinds."""
    kind, type_ = column.type.kind, array.type
    if kind == "truth" and pa.types.is_boolean(type_):
        return Taken(column, Filled(_filled(array, value=False), _gaps(array))), None
    if kind == "date" and (pa.types.is_date(type_) or pa.types.is_timestamp(type_)):
        return _days(column, array)
    if column.type.is_numeric and column.scale is not None:
        if pa.types.is_integer(type_) and type_ != pa.uint64():
            return _numbers(column, _filled(array, 0), _gaps(array), column.scale)
        if pa.types.is_decimal128(type_):
            return _decimals(column, array, column.scale)
        if pa.types.is_floating(type_):
            return _floats(column, array, column.scale)
    if kind == "set" and (pa.types.is_list(type_) or pa.types.is_large_list(type_)):
        return _sets(column, array)
    return None


def _days(column: Column, array: pa.Array) -> tuple[Taken, Mask | None] | None:
    timed = None
    if pa.types.is_timestamp(array.type):
        if array.type.tz is not None:
            return None
        whole = pc.cast(pc.cast(array, pa.date32()), array.type)
        timed = _filled(pc.not_equal(whole, array), value=False)
    days = array if array.type == pa.date32() else pc.cast(array, pa.date32())
    gaps = _gaps(days)
    values = _filled(days.cast(pa.int32()), 0)
    suspects = (values < FIRST_DAY) | (values > LAST_DAY) if len(values) else None
    if suspects is not None and timed is not None:
        suspects |= timed
    return Taken(column, Filled(values, gaps)), suspects


def _decimals(column: Column, array: pa.Array, scale: Fraction) -> tuple[Taken, Mask | None] | None:
    places = array.type.scale
    if not 0 <= places <= 18:
        return None
    gaps = _gaps(array)
    filled = pc.fill_null(array, pa.scalar(0, array.type)) if gaps is not None else array
    words = np.frombuffer(filled.buffers()[1], np.int64)
    words = words[2 * filled.offset : 2 * (filled.offset + len(filled))].reshape(-1, 2)
    low, high = words[:, 0], words[:, 1]
    suspects = high != low >> 63
    unit = scale / 10**places
    if (
        unit.numerator != 1 or unit.denominator > 1
    ):  # as coarse as the numbers are, so that they stay small
        while places and not (low % 10).any():
            low, places = low // 10, places - 1
        unit = scale / 10**places
    return _numbers(column, np.ascontiguousarray(low), gaps, unit, suspects)


def _floats(column: Column, array: pa.Array, scale: Fraction) -> tuple[Taken, Mask | None]:
    """Whole floats are what pandas makes of whole numbers with gaps; others are not exact."""
    values = _filled(array, 0.0).astype(np.float64)
    gaps = np.isnan(values)
    given = _gaps(array)
    if given is not None:
        gaps |= given
    with np.errstate(invalid="ignore"):
        suspects = ~gaps & ~((np.abs(values) < _EXACT) & (np.floor(values) == values))
        whole = np.where(gaps | suspects, 0.0, values).astype(np.int64)
    return _numbers(column, whole, gaps if gaps.any() else None, scale, suspects)


def _numbers(
    column: Column,
    values: Array,
    gaps: Mask | None,
    unit: Fraction,
    suspects: Mask | None = None,
) -> tuple[Taken, Mask | None]:
    """Whole numbers in a unit; suspicious where they are too large, negative, or not what the fact may be."""
    if values.dtype.itemsize < 4 or values.dtype == np.uint32:
        values = values.astype(np.int64 if values.dtype == np.uint32 else np.int32)
    if not len(values):
        return Taken(column, Filled(values, gaps), unit), None
    may_fall = column.type.unit == GROWTH_RATE
    top = min(_SIZES[-1], int(LIMIT / unit))
    if column.type.kind == "share" and not may_fall:
        top = min(top, int(1 / unit))
    least, most = int(values.min()), int(values.max())
    if least < (-_SIZES[-1] if may_fall else 0) or most > top:
        outside = (values < (-_SIZES[-1] if may_fall else 0)) | (values > top)
        suspects = outside if suspects is None else suspects | outside
        values = np.where(suspects, 0, values)
        least, most = int(values.min()), int(values.max())
    if column.type.kind == "count" and unit.denominator != 1:
        parts = values * unit.numerator % unit.denominator != 0
        suspects = parts if suspects is None else suspects | parts
    size = next(one for one in _SIZES if max(-least, most) <= one)
    taken = Taken(column, Filled(values, gaps), unit, -size if least < 0 else 0, size)
    return taken, suspects


def _sets(column: Column, array: pa.Array) -> tuple[Taken, Mask | None] | None:
    items = pc.list_flatten(array)
    if not (
        pa.types.is_string(items.type)
        or pa.types.is_large_string(items.type)
        or pa.types.is_string_view(items.type)
        or pa.types.is_dictionary(items.type)
    ):
        return None
    members = column.type.members
    _check_members(members)
    coded = items if pa.types.is_dictionary(items.type) else pc.dictionary_encode(items)
    names = [str(name) if name is not None else "" for name in coded.dictionary.to_pylist()]
    kind = _bits_kind(members)
    bits = [1 << members.index(name) if name in members else 0 for name in names]
    indices = _filled(coded.indices, 0).astype(np.int64)
    gap_items = _gaps(coded.indices)
    flags = np.array(bits or [0], np.uint64)[indices]
    unknown = flags == 0
    if gap_items is not None:
        unknown |= gap_items
    lengths = _filled(pc.list_value_length(array), 0).astype(np.int64)
    ends = np.cumsum(lengths)
    found = np.zeros(len(array), np.uint64)
    suspects = np.zeros(len(array), np.bool_)
    some = lengths > 0
    if len(flags):
        starts = (ends - lengths)[some]
        found[some] = np.bitwise_or.reduceat(flags, starts)
        suspects[some] = np.logical_or.reduceat(unknown, starts)
    return Taken(column, Filled(found.astype(kind), _gaps(array), members)), suspects


def _check_members(members: tuple[str, ...]) -> None:
    if len(members) > _MOST_MEMBERS:
        raise NotColumnarError


def _bits_kind(members: tuple[str, ...]) -> type[np.unsignedinteger[Any]]:
    for kind, size in ((np.uint8, 8), (np.uint16, 16), (np.uint32, 32)):
        if len(members) <= size:
            return kind
    return np.uint64


def _looked_into(
    found: Taken, array: pa.Array, suspects: Mask, problems: list[FrameProblem], most: int | None
) -> Taken:
    """The suspicious rows read value by value: what is lawful is odd, the rest is told."""
    rows = np.flatnonzero(suspects)
    raws = array.take(pa.array(rows)).to_pylist()
    told: list[FrameProblem] = []
    values = read_values(found.column, raws, told, None)
    bad_places = {one.row - 1 for one in told if one.row is not None}
    for one in told:
        if (most is None or len(problems) < most) and one.row is not None:
            row = int(rows[one.row - 1]) + 1
            problems.append(FrameProblem(one.column, row, one.message, one.message_en))
    bad, odd = np.zeros(len(array), np.bool_), np.zeros(len(array), np.bool_)
    held = _packed(found.column, values)
    kept, gaps = found.filled.values.copy(), found.filled.gaps
    gaps = gaps.copy() if gaps is not None else np.zeros(len(array), np.bool_)
    for place, row in enumerate(rows.tolist()):
        if place in bad_places:
            bad[row] = gaps[row] = True
        elif values[place] is None:
            gaps[row] = True
        elif found.column.type.kind == "set" and held.odd is None:
            kept[row] = held.filled.values[place]
            continue
        else:
            odd[row] = gaps[row] = True
        kept[row] = 0
    filled = Filled(kept, gaps, found.filled.members)
    return Taken(found.column, filled, found.unit, found.least, found.most, odd, bad)


def _each_different(
    column: Column,
    array: pa.Array | list[Any],
    problems: list[FrameProblem],
    most: int | None,
) -> Taken:
    """A column of any kind: each different value read once."""
    told: list[FrameProblem] = []
    raws, places = _different(array)
    packed = _packed(column, read_values(column, raws, told, None))
    indices = _filled(places, 0).astype(np.int64)
    missing = _gaps(places)
    spread = _spread(packed, indices, missing)
    if not told:
        return spread
    wrong = np.zeros(max(len(raws), 1), np.bool_)
    by_value: dict[int, list[FrameProblem]] = {}
    for one in told:
        place = (one.row or 1) - 1
        wrong[place] = True
        by_value.setdefault(place, []).append(one)
    bad = wrong[indices]
    if missing is not None:
        bad &= ~missing
    for row in np.flatnonzero(bad).tolist():
        if most is not None and len(problems) >= most:
            break
        problems += [
            FrameProblem(one.column, int(row) + 1, one.message, one.message_en)
            for one in by_value[int(indices[row])]
        ]
    return Taken(column, spread.filled, spread.unit, spread.least, spread.most, spread.odd, bad)


def _different(array: pa.Array | list[Any]) -> tuple[list[Any], pa.Array]:
    """The different values, and which of them stands in each row."""
    if isinstance(array, list):
        return array, pa.array(np.arange(len(array)))
    try:
        coded = array if pa.types.is_dictionary(array.type) else pc.dictionary_encode(array)
    except pa.ArrowNotImplementedError:
        return array.to_pylist(), pa.array(np.arange(len(array)))
    return coded.dictionary.to_pylist(), coded.indices


def _spread(packed: Taken, indices: Array, missing: Mask | None) -> Taken:
    """What holds of each different value, for each row."""

    def at(values: Array, otherwise: object) -> Array:
        if not len(values):
            return np.full(len(indices), otherwise, values.dtype)
        found = values[indices]
        if missing is not None:
            found[missing] = otherwise
        return found

    nothing: object = packed.filled.values.dtype.type(0)
    if packed.column.type.kind == "choice":
        nothing = len(packed.filled.members)
    gaps = None if packed.filled.gaps is None else at(packed.filled.gaps, otherwise=True)
    if gaps is None and missing is not None:
        gaps = missing
    odd = None if packed.odd is None else at(packed.odd, otherwise=False)
    filled = Filled(at(packed.filled.values, nothing), gaps, packed.filled.members)
    return Taken(packed.column, filled, packed.unit, packed.least, packed.most, odd)


def _packed(column: Column, values: Sequence[Any]) -> Taken:
    """Typed values as an array."""
    kind, members = column.type.kind, column.type.members
    gaps = np.array([value is None for value in values], np.bool_)
    no_gaps = gaps if gaps.any() else None
    match kind:
        case "truth":
            filled = Filled(np.array([value is True for value in values], np.bool_), no_gaps)
            return Taken(column, filled)
        case "date":
            outside = np.array(
                [value is not None and not FIRST <= value <= LAST for value in values], np.bool_
            )
            days = [
                (value - _EPOCH).days if value is not None and not wrong else 0
                for value, wrong in zip(values, outside, strict=True)
            ]
            return _with_odd(Taken(column, Filled(np.array(days, np.int32), no_gaps)), outside)
        case "choice":
            places = {name: i for i, name in enumerate(members)}
            size = np.uint8 if len(members) < 255 else np.int32
            codes = [places.get(value, len(members)) for value in values]
            return Taken(column, Filled(np.array(codes, size), no_gaps, members))
        case "set":
            _check_members(members)
            flags = [sum(1 << members.index(one) for one in value or ()) for value in values]
            return Taken(column, Filled(np.array(flags, _bits_kind(members)), no_gaps, members))
        case "text":
            return Taken(column, Filled(np.zeros(len(values), np.bool_), no_gaps))
        case _:
            return _packed_numbers(column, values, no_gaps)


def _packed_numbers(column: Column, values: Sequence[Any], gaps: Mask | None) -> Taken:
    fine = lcm(1, *(v.denominator for v in values if v is not None and v.denominator <= _FINEST))
    if fine > _FINEST * 100:
        fine = _FINEST
    scaled = [0 if value is None else value * fine for value in values]
    fits = [one.denominator == 1 and abs(one) <= _SIZES[-1] for one in scaled]
    numbers = [int(one) if is_fit else 0 for one, is_fit in zip(scaled, fits, strict=True)]
    largest = max((abs(one) for one in numbers), default=0)
    size = next(one for one in _SIZES if largest <= one)
    least = -size if min(numbers, default=0) < 0 else 0
    filled = Filled(np.array(numbers, np.int64), gaps)
    taken = Taken(column, filled, Fraction(1, fine), least, size)
    return _with_odd(taken, ~np.array(fits, np.bool_))


def _with_odd(taken: Taken, odd: Mask) -> Taken:
    """The same with some rows odd: it says nothing there."""
    if not odd.any():
        return taken
    gaps = taken.filled.gaps
    filled = Filled(taken.filled.values, odd if gaps is None else gaps | odd, taken.filled.members)
    return Taken(taken.column, filled, taken.unit, taken.least, taken.most, odd)
