"""A file of applications decided block by block together with the files of its ledgers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sgpolicy.compiled import CompiledPolicy
from sgpolicy.tables.belonging import Progress, Register, changed, kind_in, register
from sgpolicy.tables.columns import FrameError, FrameProblem
from sgpolicy.tables.deciding import decide, worded
from sgpolicy.tables.files import Block, Source, opened
from sgpolicy.tables.keys import again, blank, no_keys, other_kind
from sgpolicy.tables.ledger_files import LedgerFile, Note, in_table
from sgpolicy.tables.ledgers import Child, Joined, gathered, recognised
from sgpolicy.tables.rejects import Rejected
from sgpolicy.tables.values import Values

_MOST_ROWS = 2**20
"""Of so many rows of ledgers the applications are decided at once; of one application, of all it has."""
_PLACE = "\x00"
"""The name of the column that numbers the applications at hand."""


class JoinedFiles(Joined):
    """The columns of a file of applications that comes with ledgers."""

    is_part = True

    @property
    def place(self) -> str:
        """The column that numbers the applications at hand from 0."""
        return _PLACE


class Accompanied:
    """A file of applications and its ledgers' files.

    Attributes:
        columns: What the applications' columns hold, and what is asked.
        files: The ledgers.
    """

    def __init__(
        self,
        compiled: CompiledPolicy,
        source: Source,
        key: str,
        ledgers: Mapping[str, Path],
        folder: Path,
        stack: ExitStack,
        **asked: Any,  # noqa: ANN401 - see `Columns`
    ) -> None:
        """Recognise the columns of all files.

        Args:
            compiled: The policy.
            source: The applications.
            key: The column that identifies them, here and there.
            ledgers: The ledgers' files, by name or id.
            folder: Where temporary files may lie.
            stack: Closes what is opened.
            asked: What is asked of each row, see `Columns`.

        Raises:
            FrameError: With everything that is wrong with the columns of all files.
            KeyError: If there is no such rule.
            OSError: A file cannot be opened.
        """
        problems: list[FrameProblem] = []
        self.columns = JoinedFiles(compiled, source.names, key, problems, **asked)
        self.files: list[LedgerFile] = []
        self._register: Register | None = None
        self._counts = np.zeros(0, np.int64)
        self._done = 0
        mine = kind_in(source, key) if source.names.count(key) == 1 else ""
        if mine is None:
            problems.append(no_keys(key, ""))
        sources: dict[str, Source] = {}
        for name, path in ledgers.items():
            try:
                with closing(opened(path)) as one:
                    sources[name] = one
            except FrameError as error:
                problems += in_table(error, name).problems
        core = compiled.policy.core
        names = {name: one.names for name, one in sources.items()}
        ignore = bool(asked.get("ignore_unknown"))
        for name, known in recognised(core, names, key, problems, ignore):
            theirs = kind_in(sources[name], key) if known.has_key else ""
            if theirs is None:
                problems.append(no_keys(key, known.ledger.name))
            elif mine and theirs and mine != theirs:
                problems.append(other_kind(key, mine, theirs, known.ledger.name))
            place, types = len(self.files) + 1, sources[name].types
            self.files.append(LedgerFile(known, ledgers[name], types, place, folder))
            stack.callback(self.files[-1].close)
        if problems:
            raise FrameError(problems)

    @property
    def tables(self) -> tuple[str, ...]:
        """The ledgers' names."""
        return tuple(one.known.ledger.name for one in self.files)

    @property
    def ledger_rows(self) -> dict[str, int]:
        """How many rows each ledger has, once that is known."""
        return {one.known.ledger.name: one.rows for one in self.files}

    def prepare(self, path: Path, note: Note, progress: Progress) -> None:
        """See to which application each row of a ledger belongs.

        Args:
            path: The applications.
            note: Takes the rows of ledgers that are left out.
            progress: Told how far it is.

        Raises:
            FrameError: A file cannot be read on, or has changed.
        """
        steps = 1 + 2 * len(self.files)

        def at(step: int) -> Progress:
            return lambda done: progress((step + done) / steps)

        with closing(opened(path)) as source:
            known = self._register = register(source, self.columns.key, at(0))
        self._counts = np.zeros(known.count, np.int64)
        for number, one in enumerate(self.files):
            try:
                one.assign(known, self._counts, note, at(1 + 2 * number))
                one.arrange(at(2 + 2 * number))
            except FrameError as error:
                raise in_table(error, one.known.ledger.name) from None

    def decide(self, block: Block, on: date) -> tuple[Sequence[Values], Sequence[Rejected]]:
        """The columns to be added to the next block of the applications, and why rows are left out.

        Raises:
            FrameError: A file cannot be read on, or has changed.
        """
        known = self._known
        first, count = self._done, len(block.numbers)
        known.check(block, first)
        self._done += count
        lines = [*self._of_keys(block, first)]
        parts = []
        for start, stop in _parts(self._counts[first : first + count]):
            parts.append(self._part(block, (first, start, stop), on, lines))
        if len(parts) == 1:
            return parts[0], lines
        texts = [[one.cast(pa.string()) for one in column] for column in zip(*parts, strict=True)]
        return [pa.chunked_array(some) for some in texts], lines

    def finish(self) -> None:
        """See that all applications were there.

        Raises:
            FrameError: The file has changed.
        """
        if self._done != self._known.count:
            raise changed()

    @property
    def _known(self) -> Register:
        if self._register is None:
            raise RuntimeError("prepare first")
        return self._register

    def _of_keys(self, block: Block, first: int) -> Iterator[Rejected]:
        """The applications without a key, and those with one that others have."""
        known = self._known
        keys = known.keys.slice(first, len(block.numbers))
        for row in np.flatnonzero(pc.is_null(keys).to_numpy(zero_copy_only=False)).tolist():
            yield _told(block, blank(known.name, row + 1, ""))
        if known.twice:
            for row in range(len(block.numbers)):
                other = known.twice.get(first + row)
                if other is not None:
                    yield _told(block, again(known.name, row + 1, other))

    def _part(
        self, block: Block, part: tuple[int, int, int], on: date, lines: list[Rejected]
    ) -> list[pa.Array]:
        """Decide some applications of a block; `lines` takes why rows are left out."""
        first, start, stop = part
        children: list[Child] = []
        for one in self.files:
            child, spoilt = self._child(one, block, part, lines)
            children.append(child)
            table = one.known.ledger.name
            for place, (row, count) in sorted(spoilt.items()):
                number = block.numbers[place - first]
                which = f"第 {row} 行" + (f"等 {count} 行" if count > 1 else "")
                reason = f"台账“{table}”{which}读不出，没有评估。"
                lines.append(Rejected(number, 0, number, self.columns.key, reason))
        self.columns.children = tuple(children)
        data = {
            name: block.data[name][start:stop] for name in self.columns.used if name != _PLACE
        } | {_PLACE: pa.array(np.arange(stop - start))}
        found = decide(self.columns, data, stop - start, on, most_told=None, is_part=True)
        lines += [_told(block, problem, start) for problem in found.problems]
        return worded(found)

    def _child(
        self, one: LedgerFile, block: Block, part: tuple[int, int, int], lines: list[Rejected]
    ) -> tuple[Child, dict[int, tuple[int, int]]]:
        """A ledger's rows of some applications, and of those with unreadable ones: the first, and how many."""
        first, start, stop = part
        try:
            rows = one.before(first + stop)
        except FrameError as error:
            raise in_table(error, one.known.ledger.name) from None
        places = rows.places - (first + start)
        child, problems = gathered(one.known, rows.data, places, stop - start, None)
        bad: dict[int, set[int]] = {}
        for problem in problems:
            row = (problem.row or 1) - 1
            place, number = int(rows.places[row]), int(rows.numbers[row])
            bad.setdefault(place, set()).add(number)
            application = block.numbers[place - first]
            lines.append(Rejected(application, one.place, number, problem.column, problem.message))
        spoilt = {place: (min(numbers), len(numbers)) for place, numbers in bad.items()}
        for place in range(first + start, first + stop) if one.spoilt else ():
            if place in one.spoilt:
                row, count = one.spoilt[place]
                other, more = spoilt.get(place, (row, 0))
                spoilt[place] = (min(row, other), count + more)
        return child, spoilt


def _told(block: Block, problem: FrameProblem, start: int = 0) -> Rejected:
    number = block.numbers[start + (problem.row or 1) - 1]
    return Rejected(number, 0, number, problem.column, problem.message)


def _parts(counts: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Applications with so many rows of ledgers at a time, one at least; from where to where.

    Example:
        >>> [*_parts(np.array([0, 3, 2**20, 5, 2**21]))]
        [(0, 2), (2, 3), (3, 4), (4, 5)]
    """
    totals = np.cumsum(counts)
    start, before = 0, 0
    while True:
        stop = max(start + 1, int(np.searchsorted(totals, before + _MOST_ROWS, side="right")))
        stop = min(stop, len(counts))
        yield start, stop
        if stop == len(counts):
            return
        start, before = stop, int(totals[stop - 1])
