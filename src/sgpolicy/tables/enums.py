"""Outcomes as a column of Polars' own: an Enum made by choosing between single values, one truth at a time.

To make an Enum of its codes Polars looks at every one of them, which takes many times as long as to decide the
rows; to choose one of two values by a column of bits takes next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

from sgpolicy.tables.fused.filled import Codes, Packed, PackedPlanes
from sgpolicy.tables.fused.sharing import share_out

_MANY = 100_000


def enum_of_codes(codes: Codes, labels: Sequence[str], native: Any) -> Any:  # noqa: ANN401
    """Outcomes by number as an Enum of `labels`; `native` is Polars.

    Example:
        >>> import numpy as np, polars
        >>> codes, labels = np.array([0, 2, 2], np.uint8), ("不符合", "待补材料", "待评定")
        >>> enum_of_codes(codes, labels, polars).to_list()
        ['不符合', '待评定', '待评定']
    """
    numbers, single = native.Series(codes), _single(labels, native)
    found = single[0]
    for code in range(1, int(codes.max(initial=0)) + 1):
        found = single[code].zip_with(numbers == code, found)
    return _spread(found, len(codes))


def enum_of_planes(
    planes: PackedPlanes,
    rows: int,
    labels: Sequence[str],
    native: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Outcomes in bits as an Enum of `labels`, in the order of outcomes' numbers; `native` is Polars.

    Example:
        >>> import numpy as np, polars
        >>> met = np.array([0b010], np.uint8)
        >>> planes = PackedPlanes(np.array([0b110], np.uint8), met, met, False)
        >>> labels = "不符合", "待补材料", "待评定", "符合", "不适用"
        >>> enum_of_planes(planes, 3, labels, polars).to_list()
        ['不符合', '符合', '待补材料']
    """
    single = _single(labels, native)
    found = single[0]
    levels = (planes.may, planes.judged, planes.met)
    for code, plane in enumerate(levels, 1):
        if code == len(levels) or plane is not levels[code]:  # else it is covered by the next
            found = _chosen(single[code], _truths(plane, rows, native), found)
    return _spread(_chosen(single[4], _truths(planes.is_out, rows, native), found), rows)


def enums_of_planes(
    every: Sequence[PackedPlanes],
    rows: int,
    labels: Sequence[str],
    native: Any,  # noqa: ANN401
) -> list[Any]:
    """Several outcomes, see `enum_of_planes`; what is the same outcome by its planes is one column.

    Polars chooses without Python's lock, and most of the time goes into memory that is new: columns of many rows
    are made side by side.
    """
    keys = [tuple(map(id, (one.may, one.judged, one.met, one.is_out))) for one in every]
    different = dict(zip(keys, every, strict=True))
    _single(labels, native)

    known: dict[tuple[int, ...], Any] = {}

    def make(key: tuple[int, ...]) -> None:
        known[key] = enum_of_planes(different[key], rows, labels, native)

    share_out(lambda: make, [*different], None if rows >= _MANY else 1)
    return [known[key] for key in keys]


def _single(labels: Sequence[str], native: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Each label as a column of one row."""
    return _made_once(tuple(labels), native)


@lru_cache(maxsize=4)
def _made_once(labels: tuple[str, ...], native: Any) -> tuple[Any, ...]:  # noqa: ANN401
    kind = native.Enum(labels)
    return tuple(native.Series([label], dtype=kind) for label in labels)


def _truths(plane: Packed | bool, rows: int, native: Any) -> Any:  # noqa: ANN401, FBT001
    """A column of truths, where they lie."""
    if isinstance(plane, bool):
        return plane
    return native.Series(pa.Array.from_buffers(pa.bool_(), rows, [None, pa.py_buffer(plane)]))


def _chosen(value: Any, truths: Any, otherwise: Any) -> Any:  # noqa: ANN401
    """A value where a truth holds."""
    if isinstance(truths, bool):
        return value if truths else otherwise
    return value.zip_with(truths, otherwise)


def _spread(found: Any, rows: int) -> Any:  # noqa: ANN401
    """A single value in every row, if it is the same in all."""
    return found if len(found) == rows else found.new_from_index(0, rows)
