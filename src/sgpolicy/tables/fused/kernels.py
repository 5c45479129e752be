"""What is done to the rows of a block. A function that makes something writes it into its last argument.

Truths come and go as bits; where a function needs a byte a row it is given room for that, or makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from sgpolicy.tables.fused.calendar import FIRST_DAY
from sgpolicy.tables.fused.filled import Array, Codes, OutsideError, Packed
from sgpolicy.tables.fused.plan import What


def unpacked(bits: Packed | np.uint8, rows: int) -> Array:
    """Truths as bytes, 0 or 1; of one byte the same in every row."""
    if isinstance(bits, np.uint8):
        return np.full(rows, bool(bits), np.uint8)
    return np.unpackbits(bits, count=rows, bitorder="little")


def check(least: int, most: int, values: Array, stated: Packed | None = None) -> None:
    """See that all values that are stated lie between two ends.

    Raises:
        OutsideError: One does not.
    """
    if _is_within(values, least, most):
        return
    if stated is not None:
        values = values[unpacked(stated, len(values)).view(np.bool_)]
    if len(values) and (int(values.min()) < least or int(values.max()) > most):
        raise OutsideError


def _is_within(values: Array, least: int, most: int) -> bool:
    """Whether all values lie between two ends; False may be wrong."""
    if least:
        return least <= int(values.min()) and int(values.max()) <= most
    # several times as fast as the least and the most
    every_bit = int(np.bitwise_or.reduce(values))
    if every_bit < 0:
        return False
    return every_bit <= most or int(values.max()) <= most


def packed(
    function: Callable[..., object],
    left: Any,  # noqa: ANN401 - a column or a number
    right: Any,  # noqa: ANN401
    room: Array,
    out: Packed,
) -> None:
    """What a function says of each row, as bits."""
    function(left, right, room)
    out[:] = np.packbits(room, bitorder="little")


def take(table: Array, places: Array, out: Array) -> None:
    """Look something up."""
    np.take(table, places, out=out, mode="clip")


def offset(days: Array, out: Array) -> None:
    """Days as places in the tables."""
    np.copyto(out, days)
    np.subtract(out, FIRST_DAY, out)


def choose(test: Packed | np.uint8, then: Any, otherwise: Any, out: Array) -> None:  # noqa: ANN401
    """One number or the other, by masks of bits: several times as fast as copying where something holds."""
    np.copyto(out, unpacked(test, len(out)))
    np.negative(out, out)
    if isinstance(then, int) and isinstance(otherwise, int):
        np.bitwise_and(out, then ^ otherwise, out)
    else:
        np.bitwise_and(out, np.bitwise_xor(then, otherwise, dtype=out.dtype), out)
    np.bitwise_xor(out, otherwise, out)


def counted(
    function: Callable[..., object],
    left: Any,  # noqa: ANN401 - a column or a number
    right: Any,  # noqa: ANN401
    out: Array,
) -> None:
    """What a function makes of two numbers, as wide as there is room for."""
    function(left, right, out=out, dtype=out.dtype)


def fill(values: Array, stated: Packed, out: Array) -> None:
    """Numbers, 0 where nothing is stated."""
    np.multiply(values, unpacked(stated, len(values)).view(np.bool_), out)


def count(*truths_and_out: Any) -> None:  # noqa: ANN401
    """How many of some truths hold."""
    *truths, out = truths_and_out
    out[:] = unpacked(truths[0], len(out))
    for one in truths[1:]:
        np.add(out, unpacked(one, len(out)), out)


def copied(values: Any, out: Array) -> None:  # noqa: ANN401 - a column or a number
    """The same values."""
    np.copyto(out, values)


def everywhere(value: int, out: Codes) -> None:
    """The same outcome in every row."""
    out[:] = value


def weigh(weight: int, base: int, truths: Packed, out: Codes) -> None:
    """The first part of an outcome's number."""
    np.multiply(unpacked(truths, len(out)), weight, out)
    if base:
        np.add(out, base, out)


def weigh_more(weight: int, truths: Packed, out: Codes) -> None:
    """A further part of it."""
    more = unpacked(truths, len(out))
    if weight != 1:
        np.multiply(more, weight, more)
    np.add(out, more, out)


FUNCTIONS: Mapping[What, Callable[..., object]] = {
    "not": np.invert,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "copy": copied,
    "le": partial(packed, np.less_equal),
    "ge": partial(packed, np.greater_equal),
    "eq": partial(packed, np.equal),
    "any_bit": partial(packed, np.bitwise_and),
    "add": partial(counted, np.add),
    "subtract": partial(counted, np.subtract),
    "multiply": partial(counted, np.multiply),
    "divide": partial(counted, np.floor_divide),
    "modulo": partial(counted, np.remainder),
    "least": partial(counted, np.minimum),
    "greatest": partial(counted, np.maximum),
    "check": check,
    "fill": fill,
    "choose": choose,
    "count": count,
    "offset": offset,
    "take": take,
    "everywhere": everywhere,
    "weigh": weigh,
    "weigh_more": weigh_more,
}
"""How everything is done: what a `Done` goes by comes first, then what it reads, then what it writes to."""
