"""A column's values on the way: as Arrow has them, or a list where it has no type for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Values = Any
"""A column's values as Arrow has them; a list where it has no type for them."""


def listed(values: Values) -> list[Any]:
    """The values as a list."""
    found: list[Any] = values if isinstance(values, list) else values.to_pylist()
    return found


def at_rows(values: Values, rows: Sequence[int] | npt.NDArray[np.integer[Any]]) -> Values:
    """The values of some rows, counted from 0, in the same form."""
    if isinstance(values, list):
        return [values[row] for row in rows]
    import pyarrow as pa  # files of plain text are read without it

    return values.take(pa.array(rows, pa.int64()))
