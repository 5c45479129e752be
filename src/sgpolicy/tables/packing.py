"""Typed values, as an application has them → arrays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from sgpolicy.evaluating.columnar.algebra import NotColumnarError
from sgpolicy.evaluating.columnar.days import FIRST, LAST
from sgpolicy.evaluating.columnar.program import LARGEST
from sgpolicy.records import dataclass
from sgpolicy.tables.columns import Column
from sgpolicy.tables.fused import Array

Mask = npt.NDArray[np.bool_]

SIZES = (2**15 - 1, 2**31 - 1, LARGEST)
"""Up to which of these a column's numbers go is all that a program is made for."""

_FINEST = 10_000
_UNITS = (1, 100, _FINEST)
_EPOCH = date(1970, 1, 1)
_MOST_MEMBERS = 63


@dataclass(frozen=True, slots=True)
class Packed:
    """Values as an array.

    Attributes:
        values: See `fused.Filled`.
        gaps: Where nothing is said.
        odd: Where something is said that the array cannot hold; a gap too.
        members: Of a choice or set.
        unit: What 1 is in base units.
        least, most: Between what numbers lie.
    """

    values: Array
    gaps: Mask
    odd: Mask
    members: tuple[str, ...] = ()
    unit: Fraction = Fraction(1)
    least: int = 0
    most: int = 1


def pack(column: Column, values: Sequence[Any]) -> Packed:
    """Typed values as an array.

    Raises:
        NotColumnarError: It is a set of too many members for steps.
    """
    members = column.type.members
    gaps = np.array([value is None for value in values], np.bool_)
    none = np.zeros(len(values), np.bool_)
    match column.type.kind:
        case "truth":
            return Packed(np.array([value is True for value in values], np.bool_), gaps, none)
        case "date":
            fits = [value is None or FIRST <= value <= LAST for value in values]
            days = [
                (value - _EPOCH).days if value is not None and is_fit else 0
                for value, is_fit in zip(values, fits, strict=True)
            ]
            odd = ~np.array(fits, np.bool_)
            return Packed(np.array(days, np.int32), gaps | odd, odd)
        case "choice":
            places = {name: i for i, name in enumerate(members)}
            size = np.uint8 if len(members) < 255 else np.int32
            codes = [places.get(value, len(members)) for value in values]
            return Packed(np.array(codes, size), gaps, none, members)
        case "set":
            flags = [sum(1 << members.index(one) for one in value or ()) for value in values]
            return Packed(np.array(flags, bits_kind(members)), gaps, none, members)
        case "text":
            return Packed(none, gaps, none)
        case _:
            return _numbers(values, gaps)


def bits_kind(members: tuple[str, ...]) -> type[np.unsignedinteger[Any]]:
    """The kind of whole numbers that has a bit for each member.

    Raises:
        NotColumnarError: There is none.
    """
    for kind, size in ((np.uint8, 8), (np.uint16, 16), (np.uint32, 32), (np.uint64, _MOST_MEMBERS)):
        if len(members) <= size:
            return kind
    raise NotColumnarError


def _numbers(values: Sequence[Any], gaps: Mask) -> Packed:
    least_common = lcm(
        1, *(v.denominator for v in values if v is not None and v.denominator <= _FINEST)
    )
    # a few units only, so that the program made for one table mostly serves the next
    fine = next((one for one in _UNITS if one % least_common == 0), least_common)
    if fine > _FINEST * 100:
        fine = _FINEST
    scaled = [0 if value is None else value * fine for value in values]
    fits = [one.denominator == 1 and abs(one) <= SIZES[-1] for one in scaled]
    numbers = [int(one) if is_fit else 0 for one, is_fit in zip(scaled, fits, strict=True)]
    size = next(one for one in SIZES if max(map(abs, numbers), default=0) <= one)
    least = -size if min(numbers, default=0) < 0 else 0
    odd = ~np.array(fits, np.bool_)
    array = np.array(numbers, np.int64)
    return Packed(array, gaps | odd, odd, (), Fraction(1, fine), least, size)
