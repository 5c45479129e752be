"""How columns are held for the steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sgpolicy.records import dataclass

Array = npt.NDArray[Any]
Packed = npt.NDArray[np.uint8]
"""Truths, eight to a byte, the lowest bit first."""
Codes = npt.NDArray[np.uint8]
"""Outcomes in each row: 0 不符合, 1 待补材料, 2 待评定, 3 符合, 4 不适用."""


@dataclass(frozen=True, slots=True)
class PackedPlanes:
    """An outcome in each row as truths, each within the one before: what `Codes` say in bits.

    Attributes:
        may: 待补材料 or better. `judged`: 待评定 or better. `met`: 符合. `is_out`: 不适用; none of the others
            holds there. One that is the same in every row is a bool; two that are the same are one array.
    """

    may: Packed | bool
    judged: Packed | bool
    met: Packed | bool
    is_out: Packed | bool

    def codes(self, rows: int) -> Codes:
        """The same as outcomes' numbers.

        Example:
            >>> met = np.array([0b010], np.uint8)
            >>> PackedPlanes(np.array([0b110], np.uint8), met, met, False).codes(3)
            array([0, 3, 1], dtype=uint8)
        """
        found = np.zeros(rows, np.uint8)
        for plane, weight in ((self.may, 1), (self.judged, 1), (self.met, 1), (self.is_out, 4)):
            if isinstance(plane, bool):
                found += np.uint8(plane * weight)
            else:
                found += np.unpackbits(plane, count=rows, bitorder="little") * np.uint8(weight)
        return found


class OutsideError(Exception):
    """A column holds what its `Filled.ends` exclude."""


@dataclass(frozen=True, slots=True)
class Bits:
    """Truths as Arrow has them: one bit a row, the lowest of a byte first.

    Attributes:
        data: The bytes. `offset`: the first row's bit.
    """

    data: Packed
    offset: int = 0

    @classmethod
    def of(cls, truths: npt.NDArray[np.bool_]) -> Bits:
        """Truths that are a byte each.

        Example:
            >>> Bits.of(np.array([True, False, True])).data
            array([5], dtype=uint8)
        """
        return cls(np.packbits(truths, bitorder="little"))

    def packed(self, start: int, stop: int) -> Packed:
        """Some rows, the first in the lowest bit; what follows the last is of no meaning.

        Example:
            >>> Bits(np.array([0b1100, 0b1], np.uint8)).packed(2, 9)
            array([67], dtype=uint8)
        """
        first, last = start + self.offset, stop + self.offset
        data = self.data[first // 8 : (last + 7) // 8]
        shift = first % 8
        if not shift or not len(data):
            return data
        found = np.right_shift(data, shift, dtype=np.uint8)
        found[:-1] |= np.left_shift(data[1:], 8 - shift, dtype=np.uint8)
        return found[: (stop - start + 7) // 8]

    def rows(self, start: int, stop: int) -> npt.NDArray[np.bool_]:
        """Some rows, a byte each."""
        packed = self.packed(start, stop)
        return np.unpackbits(packed, count=stop - start, bitorder="little").view(np.bool_)


@dataclass(frozen=True, slots=True)
class Shape:
    """What can be said of a column without its rows.

    Attributes:
        kind: Of its values; None: bits.
        has_gaps: Whether it says nothing in some rows.
        members, ends: See `Filled`.
    """

    kind: type[np.generic] | None
    has_gaps: bool
    members: tuple[str, ...]
    ends: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Filled:
    """A column as the steps read it.

    Attributes:
        values: Truths (false where it says nothing); whole numbers; days since 1970; a choice's place among
            the members; or a set as one bit for each member (0 where it says nothing). Numbers, days and
            choices may be anything where it says nothing.
        stated: Where it says something; None: everywhere.
        members: Of a choice or set.
        ends: Between what numbers or days must lie; `run` looks. None: it has been seen to.
        upper: Of numbers with 128 bits, whose lower halves are the values, the upper halves: each must be 0,
            and `run` looks. None: there are none, or it has been seen to.
    """

    values: Array | Bits
    stated: Bits | None = None
    members: tuple[str, ...] = ()
    ends: tuple[int, int] | None = None
    upper: Array | None = None

    @property
    def shape(self) -> Shape:
        """What a plan is made for."""
        kind = None if isinstance(self.values, Bits) else self.values.dtype.type
        return Shape(kind, self.stated is not None, self.members, self.ends)

    def as_bits(self) -> Filled:
        """The same, truths as bits."""
        if isinstance(self.values, Bits) or self.values.dtype != np.bool_:
            return self
        return Filled(Bits.of(self.values), self.stated, self.members, self.ends)

    def part(self, start: int, stop: int) -> Filled:
        """Some rows."""
        values = self.values
        return Filled(
            Bits(values.data, values.offset + start)
            if isinstance(values, Bits)
            else values[start:stop],
            None if self.stated is None else Bits(self.stated.data, self.stated.offset + start),
            self.members,
            self.ends,
            None if self.upper is None else self.upper[start:stop],
        )
