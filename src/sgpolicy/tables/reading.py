"""Arrow columns → the plain arrays that steps read; values are what an application's would be.

A column of a fitting kind is taken as it lies in memory. Of any other each different value is read once, as an
application's value is. A value that is lawful but too large or too fine for a whole number of 64 bits makes
its row *odd*: such rows are decided one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sgpolicy.evaluating.columnar.program import Held
from sgpolicy.records import dataclass
from sgpolicy.tables.columns import Column, FrameProblem, ends, read_values
from sgpolicy.tables.fused import FIRST_DAY, LAST_DAY, Array, Bits, Filled
from sgpolicy.tables.packing import SIZES, Mask, bits_kind, pack

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
        has_gaps = self.filled.stated is not None
        return Held(self.column.name, self.unit, self.least, self.most, has_gaps)


def take(
    column: Column,
    values: pa.ChunkedArray | pa.Array | list[Any],
    problems: list[FrameProblem],
    most: int | None,
    *,
    is_strict: bool = False,
) -> Taken:
    """Read a column.

    Args:
        column: What it holds.
        values: Its values; a list where Arrow has no type for them.
        problems: Where what cannot be read is told.
        most: How many may be told there; None: all.
        is_strict: Whether numbers and days are looked at now; else `fused.run` does, and says when they are
            not what they must be.

    Raises:
        NotColumnarError: It is a set of too many members for steps.
    """
    if isinstance(values, list):
        return _each_different(column, values, problems, most)
    array = whole(values)
    if not is_strict:
        quick = _unseen(column, array)
        if quick is not None:
            return quick
    taken = _as_it_lies(column, array)
    if taken is None:
        return _each_different(column, array, problems, most)
    found, suspects = taken
    if suspects is None or not suspects.any():
        return found
    return _looked_into(found, array, suspects, problems, most)


def whole(chunks: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column in one piece."""
    if isinstance(chunks, pa.ChunkedArray) and chunks.num_chunks == 1:
        return chunks.chunk(0)  # to combine them would copy it
    if isinstance(chunks, pa.ChunkedArray):
        if pa.types.is_dictionary(chunks.type):
            try:
                chunks = chunks.unify_dictionaries()
            except pa.ArrowInvalid:  # a null among the different values
                chunks = chunks.cast(chunks.type.value_type)
        chunks = chunks.combine_chunks()
    if isinstance(chunks, pa.ChunkedArray):  # no chunk at all
        chunks = pa.array([], chunks.type) if not chunks.num_chunks else chunks.chunk(0)
    return chunks


def _unseen(column: Column, array: pa.Array) -> Taken | None:
    """A column of whole numbers, days, truths or coded choices as it lies, not looked at; None for others."""
    kind, type_ = column.type.kind, array.type
    stated = _stated(array)
    if kind == "truth" and pa.types.is_boolean(type_):
        values = np.frombuffer(array.buffers()[1] or b"", np.uint8)
        if stated is not None:
            values = values[: len(stated.data)] & stated.data[: len(values)]
        return Taken(column, Filled(Bits(values, array.offset), stated))
    if kind == "choice" and pa.types.is_dictionary(type_):
        members = array.dictionary.to_pylist()
        if len({*members}) < len(members) or not {*members} <= {*column.type.members}:
            return None
        values = _raw(array.indices, array.indices.type.to_pandas_dtype())
        return Taken(column, Filled(values, stated, tuple(members)))
    if kind == "date" and type_ == pa.date32():
        return Taken(column, Filled(_raw(array, np.int32), stated, (), (FIRST_DAY, LAST_DAY)))
    if pa.types.is_decimal128(type_):
        return _unseen_decimals(column, array, stated)
    is_whole = pa.types.is_integer(type_) and type_ not in _OTHER_INTEGERS
    if not (column.type.is_numeric and column.scale is not None and is_whole):
        return None
    if column.type.kind == "count" and column.scale.denominator != 1:
        return None
    least, most = ends(column, column.scale)
    filled = Filled(_raw(array, type_.to_pandas_dtype()), stated, (), (least, most))
    return Taken(column, filled, column.scale, least, most)


def _unseen_decimals(column: Column, array: pa.Array, stated: Bits | None) -> Taken | None:
    """A column of decimals that are small and not negative: their lower halves where they lie."""
    places = array.type.scale
    if not (column.type.is_numeric and column.scale is not None and 0 <= places <= _MOST_PLACES):
        return None
    unit = column.scale / 10**places
    if column.type.kind == "count" and unit.denominator != 1:
        return None
    words = np.frombuffer(array.buffers()[1] or b"", np.int64)
    words = words[2 * array.offset : 2 * (array.offset + len(array))]
    low, high = words[::2], words[1::2]
    least, most = ends(column, unit)
    if least >= 0:
        return Taken(column, Filled(low, stated, (), (least, most), high), unit, least, most)
    # some may well be negative, and are then read in another way: to find that out later costs a run
    if np.bitwise_or.reduce(high):
        return None
    return Taken(column, Filled(low, stated, (), (least, most)), unit, least, most)


_MOST_PLACES = 18
_OTHER_INTEGERS = (pa.uint64(), pa.uint32(), pa.uint16(), pa.uint8(), pa.int8(), pa.int16())


def _stated(array: pa.Array) -> Bits | None:
    if not array.null_count:
        return None
    if array.buffers()[0] is None:  # Arrow's type of nothing but nulls
        return Bits(np.zeros((array.offset + len(array) + 7) // 8, np.uint8), array.offset)
    return Bits(np.frombuffer(array.buffers()[0], np.uint8), array.offset)


def _raw(array: pa.Array, kind: npt.DTypeLike) -> Array:
    """The values where they lie; anything where there are none."""
    data = np.frombuffer(array.buffers()[1] or b"", kind)
    return data[array.offset : array.offset + len(array)]


def _stated_but(gaps: Mask | None) -> Bits | None:
    """Where something is said, given where not."""
    if gaps is None or not gaps.any():
        return None
    return Bits(np.packbits(~gaps, bitorder="little"))


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
        return Taken(column, Filled(_filled(array, value=False), _stated(array))), None
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
        at_midnight = pc.cast(pc.cast(array, pa.date32()), array.type)
        timed = _filled(pc.not_equal(at_midnight, array), value=False)
    days = array if array.type == pa.date32() else pc.cast(array, pa.date32())
    values = _filled(days.cast(pa.int32()), 0)
    suspects = (values < FIRST_DAY) | (values > LAST_DAY) if len(values) else None
    if suspects is not None and timed is not None:
        suspects |= timed
    return Taken(column, Filled(values, _stated(days))), suspects


def _decimals(column: Column, array: pa.Array, scale: Fraction) -> tuple[Taken, Mask | None] | None:
    places = array.type.scale
    if not 0 <= places <= _MOST_PLACES:
        return None
    gaps = _gaps(array)
    filled = pc.fill_null(array, pa.scalar(0, array.type)) if gaps is not None else array
    words = np.frombuffer(filled.buffers()[1], np.int64)
    words = words[2 * filled.offset : 2 * (filled.offset + len(filled))].reshape(-1, 2)
    low, high = words[:, 0], words[:, 1]
    suspects = high != low >> 63
    while places and not (low % 10).any():  # as coarse as they are, so that the numbers stay small
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
        numbers = np.where(gaps | suspects, 0.0, values).astype(np.int64)
    return _numbers(column, numbers, gaps if gaps.any() else None, scale, suspects)


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
    stated = _stated_but(gaps)
    if not len(values):
        return Taken(column, Filled(values, stated), unit), None
    bottom, top = ends(column, unit)
    least, most = int(values.min()), int(values.max())
    if least < bottom or most > top:
        outside = (values < bottom) | (values > top)
        suspects = outside if suspects is None else suspects | outside
        values = np.where(suspects, 0, values)
        least, most = int(values.min()), int(values.max())
    if column.type.kind == "count" and unit.denominator != 1:
        parts = values * unit.numerator % unit.denominator != 0
        suspects = parts if suspects is None else suspects | parts
    size = next(one for one in SIZES if max(-least, most) <= one)
    taken = Taken(column, Filled(values, stated), unit, -size if least < 0 else 0, size)
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
    coded = items if pa.types.is_dictionary(items.type) else pc.dictionary_encode(items)
    names = [str(name) if name is not None else "" for name in coded.dictionary.to_pylist()]
    kind = bits_kind(members)
    bits = [1 << members.index(name) if name in members else 0 for name in names]
    gap_items = _gaps(coded.indices)
    flags = np.array(bits or [0], np.uint64)[_filled(coded.indices, 0)]
    unknown = flags == 0
    if gap_items is not None:
        unknown |= gap_items
    lengths = _filled(pc.list_value_length(array), 0).astype(np.int64)
    found = _joined(flags, lengths)
    suspects = np.zeros(len(array), np.bool_)
    if unknown.any():
        some = lengths > 0
        starts = (np.cumsum(lengths) - lengths)[some]
        suspects[some] = np.logical_or.reduceat(unknown, starts)
    return Taken(column, Filled(found.astype(kind), _stated(array), members)), suspects


def _joined(flags: Array, lengths: Array) -> Array:
    """The bits of each row's items, so many of all one after the other, each of which is one bit or none."""
    sums = np.zeros(len(flags) + 1, np.uint64)
    np.cumsum(flags, out=sums[1:])
    stops = np.cumsum(lengths)
    found: Array = sums[stops] - sums[stops - lengths]
    # a sum of bits is all of them if it has as many as there were: none was there twice; else it is not
    if (np.bitwise_count(found) != lengths).any():
        some = lengths > 0
        found[some] = np.bitwise_or.reduceat(flags, (stops - lengths)[some])
    return found


def _looked_into(
    found: Taken, array: pa.Array, suspects: Mask, problems: list[FrameProblem], most: int | None
) -> Taken:
    """The suspicious rows read value by value: what is lawful is odd, the rest is told."""
    rows = np.flatnonzero(suspects)
    told: list[FrameProblem] = []
    values = read_values(found.column, array.take(pa.array(rows)).to_pylist(), told, None)
    bad_places = {one.row - 1 for one in told if one.row is not None}
    for one in told:
        if (most is None or len(problems) < most) and one.row is not None:
            row = int(rows[one.row - 1]) + 1
            problems.append(FrameProblem(one.column, row, one.message, one.message_en))
    bad, odd = np.zeros(len(array), np.bool_), np.zeros(len(array), np.bool_)
    packed = pack(found.column, values)
    kept, given = np.array(found.filled.values), _gaps(array)
    gaps = np.zeros(len(array), np.bool_) if given is None else given.copy()
    for place, row in enumerate(rows.tolist()):
        if place in bad_places:
            bad[row] = True
        elif found.column.type.kind == "set" and values[place] is not None:
            kept[row] = packed.values[place]
            continue
        elif values[place] is not None:
            odd[row] = True
        gaps[row], kept[row] = True, 0
    filled = Filled(kept, _stated_but(gaps), found.filled.members)
    return Taken(found.column, filled, found.unit, found.least, found.most, odd, bad)


def _each_different(
    column: Column,
    array: pa.Array | list[Any],
    problems: list[FrameProblem],
    most: int | None,
) -> Taken:
    """A column of any kind: each different value read once."""
    told: list[FrameProblem] = []
    raws, places = different(array)
    packed = pack(column, read_values(column, raws, told, None))
    indices, missing = _filled(places, 0), _gaps(places)
    if not len(raws):
        indices, packed = np.zeros(len(indices), np.intp), pack(column, [None])
    bad = None
    if told:
        bad = _told(told, len(raws), indices, missing, problems, most)
    gaps, odd = packed.gaps[indices], packed.odd[indices]
    values = packed.values[indices]
    if missing is not None:
        gaps |= missing
        odd &= ~missing
    if gaps.any():
        values[gaps] = len(packed.members) if column.type.kind == "choice" else 0
    filled = Filled(values, _stated_but(gaps), packed.members)
    return Taken(column, filled, packed.unit, packed.least, packed.most, odd, bad)


def different(array: pa.Array | list[Any]) -> tuple[list[Any], pa.Array]:
    """The different values, and which of them stands in each row."""
    if isinstance(array, list):
        return array, pa.array(np.arange(len(array)))
    try:
        coded = array if pa.types.is_dictionary(array.type) else pc.dictionary_encode(array)
    except pa.ArrowNotImplementedError:
        return array.to_pylist(), pa.array(np.arange(len(array)))
    return coded.dictionary.to_pylist(), coded.indices


def _told(
    told: Sequence[FrameProblem],
    count: int,
    indices: Array,
    missing: Mask | None,
    problems: list[FrameProblem],
    most: int | None,
) -> Mask:
    """The rows in which values stand that cannot be read; told, so many of them."""
    by_value: dict[int, list[FrameProblem]] = {}
    for one in told:
        by_value.setdefault((one.row or 1) - 1, []).append(one)
    wrong = np.zeros(max(count, 1), np.bool_)
    wrong[[*by_value]] = True
    bad: Mask = wrong[indices]
    if missing is not None:
        bad &= ~missing
    for row in np.flatnonzero(bad).tolist():
        if most is not None and len(problems) >= most:
            break
        problems += [
            FrameProblem(one.column, row + 1, one.message, one.message_en)
            for one in by_value[int(indices[row])]
        ]
    return bad
