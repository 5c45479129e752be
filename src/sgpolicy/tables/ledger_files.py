"""A ledger's file, read application after application in the order of the applications' file.

Where the ledger's rows stand in the order of their applications, they are read as they come. Otherwise they are
sorted once: pieces that fit in memory are sorted and written one after the other to a temporary Parquet file, and
then read side by side. Either way only some rows are in memory at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet

from sgpolicy.records import dataclass
from sgpolicy.tables.belonging import (
    NONE,
    Numbers,
    Places,
    Progress,
    Register,
    as_text,
    cell_at,
    numbers_of,
)
from sgpolicy.tables.columns import FrameError, FrameProblem
from sgpolicy.tables.files import Block, opened
from sgpolicy.tables.keys import blank, of_none
from sgpolicy.tables.ledgers import Recognised
from sgpolicy.tables.rejects import Rejected, misshapen
from sgpolicy.tables.values import Values

Note = Callable[[Sequence[Rejected]], None]

_BLOCK = 65_536
_RUN = 2**20
"""How many rows are sorted at once."""
_GROUP = 8192
"""How many of each sorted piece are in memory at a time."""
_PLACE, _NUMBER = "place", "number"


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a ledger; those of one application as they stand in the file.

    Attributes:
        places: Of their applications, among all.
        numbers: By which they are known in their file.
        data: Their values, by column.
    """

    places: npt.NDArray[np.intp]
    numbers: Numbers
    data: Mapping[str, Values]


class LedgerFile:
    """A ledger's file.

    Attributes:
        known: The ledger and its columns.
        place: Among the ledgers that are given, from 1 on.
        rows: How many the file has.
        spoilt: The applications with a row whose cells are not those of the header: place → the first such
            row, and how many there are.
    """

    def __init__(
        self, known: Recognised, path: Path, types: Mapping[str, Any], place: int, folder: Path
    ) -> None:
        """`types`: of the columns, as `Source` has them; `folder`: where temporary files may lie."""
        self.known = known
        self.place = place
        self.rows = 0
        self.spoilt: dict[int, list[int]] = {}
        self._path, self._folder = path, folder
        self._places = Places(folder)
        self._sorted: Any = None
        self._is_in_order = True
        self._last = 0
        self._names = [column.name for column in known.columns]
        kinds = [types.get(name, pa.large_string()) for name in self._names]
        kinds = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in kinds]
        columns = [(f"{number}", kind) for number, kind in enumerate(kinds)]
        self._schema = pa.schema([(_PLACE, pa.int32()), (_NUMBER, pa.int64()), *columns])
        self._runs: list[_Run] = []

    def close(self) -> None:
        """Let go of the files."""
        for run in self._runs:
            run.close()
        self._places.close()
        if self._sorted is not None:
            self._sorted.close()

    # ── whose each row is ──

    def assign(
        self, register: Register, counts: npt.NDArray[np.int64], note: Note, progress: Progress
    ) -> None:
        """See to which application each row belongs.

        Args:
            register: The applications.
            counts: How many rows each of them has; these are added.
            note: Takes the rows that belong to none, and those whose cells are not those of the header.
            progress: Told how far it is.

        Raises:
            FrameError: The file cannot be read on, or has changed.
        """
        with closing(opened(self._path)) as source:
            width, at = len(source.names), source.names.index(register.name)
            pending: list[Block] = []
            for block in source.blocks(_BLOCK, [register.name]):
                pending.append(block)
                if sum(len(one.numbers) for one in pending) >= register.at_least():
                    self._assign(register, counts, note, (pending, at, width))
                    pending = []
                progress(block.done)
            self._assign(register, counts, note, (pending, at, width))

    def _assign(
        self,
        register: Register,
        counts: npt.NDArray[np.int64],
        note: Note,
        some: tuple[Sequence[Block], int, int],
    ) -> None:
        blocks, at, width = some
        if not blocks:
            return
        table, key = self.known.ledger.name, register.name
        keys = pa.concat_arrays([as_text(block.data[key]) for block in blocks])
        numbers = np.concatenate([numbers_of(block.numbers) for block in blocks])
        apart = [one for block in blocks for one in block.misshapen]
        self.rows += len(numbers) + len(apart)
        places = register.places(keys)
        lines = []
        for row in np.flatnonzero(places == NONE).tolist():
            said, number = keys[row].as_py(), int(numbers[row])
            told = blank(key, number, table) if said is None else of_none(key, number, said, table)
            lines.append(Rejected(0, self.place, number, key, told.message))
        theirs = register.places(as_text([cell_at(cells, at) for _, cells in apart]))
        for (number, cells), place in zip(apart, theirs.tolist(), strict=True):
            lines.append(Rejected(0, self.place, number, "", misshapen(len(cells), width)))
            self.spoilt.setdefault(place, [number, 0])[1] += 1
        note(lines)
        # applications that have not as many cells as the header are left out themselves
        places = np.where(places < register.count, places, np.int32(NONE))
        self._places.write(places)
        mine = places[places != NONE]
        if len(mine):
            counts += np.bincount(mine, minlength=len(counts))
            self._is_in_order &= bool(mine[0] >= self._last and (mine[1:] >= mine[:-1]).all())
            self._last = int(mine[-1])

    # ── the rows, application after application ──

    def arrange(self, progress: Progress) -> None:
        """Make ready to read the rows application after application.

        Raises:
            FrameError: The file cannot be read on, or has changed.
        """
        if self._is_in_order:
            self._runs = [_Run(self._as_they_come(lambda _: None))]
            return
        self._sorted = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - `close` closes it
        with parquet.ParquetWriter(self._sorted, self._schema) as writer:
            sizes = [
                writer.write_table(piece, row_group_size=_GROUP) or len(piece)
                for piece in self._pieces(progress)
            ]
        self._sorted.seek(0)
        file = parquet.ParquetFile(self._sorted)
        first = 0
        for size in sizes:
            groups = -(-size // _GROUP)
            self._runs.append(_Run(_groups(file, range(first, first + groups))))
            first += groups

    def before(self, place: int) -> Rows:
        """The rows, not read yet, of the applications before one: those of each sorted piece in turn.

        Raises:
            FrameError: The file cannot be read on, or has changed.
        """
        table = pa.Table.from_batches(
            [piece for run in self._runs for piece in run.before(place)], self._schema
        )
        data = {name: table[f"{number}"] for number, name in enumerate(self._names)}
        places = table[_PLACE].to_numpy().astype(np.intp)
        return Rows(places, table[_NUMBER].to_numpy(), data)

    def _as_they_come(self, progress: Progress) -> Iterator[pa.RecordBatch]:
        """The rows that belong to an application, as they stand in the file."""
        with closing(opened(self._path)) as source:
            blocks = source.blocks(_BLOCK, self._names)
            for block, places in self._places.in_blocks(blocks):
                columns = [
                    pa.array(values, field.type)
                    if isinstance(values, list)
                    else values.cast(field.type)
                    for field, values in zip(
                        [*self._schema][2:],
                        [block.data[name] for name in self._names],
                        strict=True,
                    )
                ]
                numbers = pa.array(numbers_of(block.numbers))
                every = [pa.array(places), numbers, *columns]
                batch = pa.RecordBatch.from_arrays(every, schema=self._schema)
                kept = np.flatnonzero(places != NONE)
                yield batch if len(kept) == len(places) else batch.take(pa.array(kept))
                progress(block.done)

    def _pieces(self, progress: Progress) -> Iterator[pa.Table]:
        """All rows in pieces, each in the order of the applications."""
        pending: list[pa.RecordBatch] = []
        for batch in self._as_they_come(progress):
            pending.append(batch)
            if sum(map(len, pending)) >= _RUN:
                yield self._in_order(pending)
                pending = []
        if pending:
            yield self._in_order(pending)

    def _in_order(self, batches: Sequence[pa.RecordBatch]) -> pa.Table:
        table = pa.Table.from_batches(batches, self._schema)
        return table.take(pa.array(np.argsort(table[_PLACE].to_numpy(), kind="stable")))


class _Run:
    """Rows in the order of the applications, read as they are asked for."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._left: pa.RecordBatch | None = None

    def before(self, place: int) -> Iterator[pa.RecordBatch]:
        """Those of the applications before one that were not asked for yet."""
        while True:
            if self._left is None or not len(self._left):
                self._left = next(self._batches, None)
            if self._left is None:
                return
            places = self._left.column(0).to_numpy()
            count = int(np.searchsorted(places, place))
            yield self._left.slice(0, count)
            self._left = self._left.slice(count)
            if count < len(places):
                return

    def close(self) -> None:
        """Let go of the file."""
        close = getattr(self._batches, "close", None)
        if close is not None:
            close()


def _groups(file: parquet.ParquetFile, groups: Sequence[int]) -> Iterator[pa.RecordBatch]:
    for group in groups:
        yield from file.read_row_group(group).to_batches()


def in_table(error: FrameError, table: str) -> FrameError:
    """The same, said of a ledger."""
    return FrameError(
        [FrameProblem(p.column, p.row, p.message, p.message_en, table) for p in error.problems]
    )
