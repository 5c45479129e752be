"""Which application each row of a ledger's file belongs to.

The keys of all applications are held in memory, as text; of a ledger only the place of each of its rows among
the applications is kept, in a temporary file. A row with more or fewer cells than the header is known by the
cell that stands where the key should.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sgpolicy.records import dataclass
from sgpolicy.tables.columns import FrameError, FrameProblem
from sgpolicy.tables.files import Block, Source
from sgpolicy.tables.keys import key_kind
from sgpolicy.tables.reading import whole

Numbers = npt.NDArray[np.int64]
Progress = Callable[[float], None]

NONE = -1
"""The place of a row that belongs to no application."""
_BLOCK = 65_536
_AT_MOST = 2**22


@dataclass(frozen=True, slots=True)
class Register:
    """The applications of a file by their keys.

    Attributes:
        name: The column of keys.
        keys: Those of all rows; those that have not as many cells as the header come last.
        numbers: By which the rows are known in their file.
        count: How many have as many cells as the header: those have places from 0.
        twice: Place → number of another row with the same key.
    """

    name: str
    keys: pa.Array
    numbers: Numbers
    count: int
    twice: Mapping[int, int]

    def places(self, keys: pa.Array) -> npt.NDArray[np.int32]:
        """The application with each key."""
        found = pc.index_in(keys, value_set=self.keys, skip_nulls=True)
        return np.asarray(pc.fill_null(found, NONE).to_numpy(zero_copy_only=False), np.int32)

    def at_least(self) -> int:
        """Of how many keys the places are to be asked at once: each time all keys are gone through."""
        return max(_BLOCK, min(len(self.keys), _AT_MOST))

    def check(self, block: Block, first: int) -> None:
        """See that a block holds what it held when the keys were read.

        Raises:
            FrameError: The file has changed since.
        """
        if not as_text(block.data[self.name]).equals(self.keys.slice(first, len(block.numbers))):
            raise changed()


def register(source: Source, key: str, progress: Progress) -> Register:
    """Read the keys of a file of applications.

    Raises:
        FrameError: It cannot be read on.
    """
    keys, numbers, apart = [], [], []
    at = source.names.index(key)
    for block in source.blocks(_BLOCK, [key]):
        keys.append(as_text(block.data[key]))
        numbers.append(numbers_of(block.numbers))
        apart += [(number, cell_at(cells, at)) for number, cells in block.misshapen]
        progress(block.done)
    count = sum(map(len, keys))
    keys.append(as_text([cell for _, cell in apart]))
    numbers.append(np.array([number for number, _ in apart], np.int64))
    every, rows = pa.concat_arrays(keys), np.concatenate(numbers)
    return Register(key, every, rows, count, _twice(every, rows))


def _twice(keys: pa.Array, numbers: Numbers) -> dict[int, int]:
    """Rows whose key another one has: place → the first such row, for the first itself the next."""
    codes = pc.dictionary_encode(keys).indices
    some = np.flatnonzero(pc.is_valid(codes).to_numpy(zero_copy_only=False))
    known = codes.drop_null().to_numpy(zero_copy_only=False)
    repeated = np.bincount(known)[known] > 1 if len(known) else np.zeros(0, np.bool_)
    rows: dict[int, list[int]] = {}
    for place, code in zip(some[repeated].tolist(), known[repeated].tolist(), strict=True):
        rows.setdefault(code, []).append(place)
    found: dict[int, int] = {}
    for places in rows.values():
        first, second, *_ = sorted(places, key=numbers.__getitem__)
        found |= {one: int(numbers[second if one == first else first]) for one in places}
    return found


def as_text(values: Any) -> pa.Array:  # noqa: ANN401 - a list or Arrow's
    """Keys as text: whole numbers in digits."""
    if isinstance(values, list):
        return pa.array(values, pa.large_string())
    array = whole(values)
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if pa.types.is_integer(array.type):
        array = array.cast(pa.string())
    return array.cast(pa.large_string())


def kind_in(source: Source, key: str) -> str | None:
    """How a file says its keys: "text", "whole", or "" for a CSV file, which says all as text; None for no keys."""
    return key_kind(source.types[key]) if source.types else ""


def cell_at(cells: Sequence[str], place: int) -> str | None:
    """A cell; None where it is blank, or the row does not reach so far."""
    return (cells[place] or None) if place < len(cells) else None


def numbers_of(numbers: Sequence[int]) -> Numbers:
    """The numbers of rows as an array."""
    if isinstance(numbers, range):
        return np.arange(numbers.start, numbers.stop)
    return np.asarray(numbers, np.int64)


class Places:
    """The places of a ledger's rows, one after the other, in a file that nobody sees."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - `close` closes it

    def write(self, places: npt.NDArray[np.int32]) -> None:
        """Some more."""
        self._file.write(places.tobytes())

    def in_blocks(self, blocks: Iterator[Block]) -> Iterator[tuple[Block, npt.NDArray[np.int32]]]:
        """Blocks of the ledger with the places of their rows, from the start.

        Raises:
            FrameError: The ledger has changed since.
        """
        self._file.seek(0)
        for block in blocks:
            count = len(block.numbers)
            found = np.frombuffer(self._file.read(4 * count), np.int32)
            if len(found) != count:
                raise changed()
            yield block, found
        if self._file.read(1):
            raise changed()

    def close(self) -> None:
        """Let go of them."""
        self._file.close()


def changed() -> FrameError:
    """A file is not what it was a while ago."""
    zh = "读的时候文件变了；请等它写完再评估。"
    en = "the file changed while it was read; try again once it is written."
    return FrameError([FrameProblem("", None, zh, en)])
