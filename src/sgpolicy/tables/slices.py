"""A frame in memory, decided piece by piece, so that no column need be brought into one piece at once.

A frame that was read from several files, or from one with several parts, has its columns in pieces. Steps read a
column where it lies, which takes one piece; to make one of all would copy the whole table. So rows are decided
in slices along the pieces' bounds. What comes out is the same: should something be wrong anywhere, all rows are
looked at together, so that it is told as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt

from sgpolicy.tables.columns import Columns
from sgpolicy.tables.deciding import Decided, Engine, decide
from sgpolicy.tables.fused import Codes
from sgpolicy.tables.ledgers import Joined
from sgpolicy.tables.values import Values

LEAST = 65_536
"""Shorter pieces are taken together: what a slice costs by itself would count."""
MOST = 524_288
"""How many rows of a frame whose values must be copied in any case are taken at a time."""

Series = Any
"""A column of Narwhals, or one of Polars."""
Read = Callable[[Series], Values]


def decide_slices(
    columns: Columns, data: nw.DataFrame[Any], on: date, read: Read, *, engine: Engine
) -> Iterator[tuple[Decided, int]]:
    """Decide a frame, slice by slice.

    Args:
        columns: What its columns hold, and what is asked.
        data: The frame.
        on: The day as of which.
        read: A column's values.
        engine: How; see `decide`.

    Yields:
        What came of each slice, and its rows, in order; where something cannot be read, all of it at once and
        nothing after.
    """
    in_bits = data.implementation is nw.Implementation.POLARS
    # a column of Polars says all that is asked here by itself, and to wrap it takes longer than to read it
    frame = nw.to_native(data) if in_bits else data
    series = {name: frame[name] for name in columns.used}

    def decided(first: int, stop: int) -> Decided:
        is_whole = stop - first == len(data)
        part = {name: read(one if is_whole else one[first:stop]) for name, one in series.items()}
        return decide(columns, part, stop - first, on, engine=engine, in_bits=in_bits, gaps=gaps)

    slices = [*pairwise(_bounds(columns, data, series.values()))]
    gaps = frozenset[str]()
    if len(slices) > 1:
        gaps = frozenset(name for name, one in series.items() if one.null_count())
    for first, stop in slices:
        found = decided(first, stop)
        if found.problems and len(slices) > 1:
            found = decided(0, len(data))
        yield found, stop - first
        if found.problems:
            return


class Together:
    """Slices put together as they come.

    Attributes:
        codes, reasons, texts: See `Decided`; of outcomes that came in bits there are no codes.
    """

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._done = 0
        self._places: dict[str, int] = {}
        self.codes: Sequence[Codes] = ()
        self.reasons: npt.NDArray[np.int32] | None = None

    @property
    def texts(self) -> list[str]:
        """The clauses that decided."""
        return [*self._places]

    def add(self, found: Decided, rows: int) -> None:
        """Put the next slice behind the others."""
        first, self._done = self._done, self._done + rows
        if rows == self._rows:
            self.codes = found.codes
        elif found.codes:
            if not self.codes:
                self.codes = [np.empty(self._rows, one.dtype) for one in found.codes]
            for whole, part in zip(self.codes, found.codes, strict=True):
                whole[first : self._done] = part
        if found.reasons is not None:
            if self.reasons is None:
                self.reasons = np.full(self._rows, -1, np.int32)
            places = [self._places.setdefault(one, len(self._places)) for one in found.texts]
            into = np.array([*places, -1], np.int32)  # the last for what is open
            self.reasons[first : self._done] = into[found.reasons]


def _bounds(columns: Columns, data: nw.DataFrame[Any], series: Collection[Series]) -> list[int]:
    """Where slices begin and end."""
    rows = len(data)
    if rows < 2 * LEAST or isinstance(columns, Joined) or not series:
        return [0, rows]
    match data.implementation:
        case nw.Implementation.POLARS:
            lengths = max((one.chunk_lengths() for one in series), key=len)
        case nw.Implementation.PYARROW:
            chunks = max((nw.to_native(one).chunks for one in series), key=len)
            lengths = [len(one) for one in chunks]
        case _:
            lengths = [min(MOST, rows - first) for first in range(0, rows, MOST)]
    bounds = [0]
    for end in accumulate(lengths):
        if end - bounds[-1] >= LEAST:
            bounds.append(end)
    if bounds[-1] != rows:  # too few are left for a slice of their own
        bounds[max(1, len(bounds) - 1) :] = [rows]
    return bounds
