"""Files of any length decided block by block: CSV and Parquet, the output whole or not at all.

A row that cannot be read goes to a file of its own, with its column and the reason, and the rest goes on. Ledgers
may come in files of their own; see `sgpolicy.tables.accompanied`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgpolicy.records import dataclass, field
from sgpolicy.tables.columns import Columns, FrameError, FrameProblem
from sgpolicy.tables.files import (
    Block,
    CsvTarget,
    ParquetTarget,
    Source,
    Whole,
    kind_of,
    opened,
    spare,
)
from sgpolicy.tables.rejects import Rejected, Rejects, misshapen
from sgpolicy.tables.values import at_rows

if TYPE_CHECKING:
    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.tables.accompanied import Accompanied

INSTALL = "台账另成一个文件的，要 NumPy 和 pyarrow；请运行 pip install 'sgpolicy[frames]'"
_BLOCK = 10_000
_PREPARED = 0.2
"""How far it is, as progress has it, when it is known whose the ledgers' rows are."""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a file.

    Attributes:
        rows: How many were read.
        outcomes: How many came to each outcome, by its Chinese name.
        rejected: How many could not be read, or have a ledger of which a row could not; they stand in `rejects`.
        target: The output.
        rejects: Where the rows stand that could not be read; None where all could.
        ledger_rows: How many rows each ledger has, by its name.
        ledger_rejected: How many of them could not be read or belong to no application, of ledgers with such
            rows; they stand in `rejects` too.
    """

    rows: int
    outcomes: Mapping[str, int]
    rejected: int
    target: Path
    rejects: Path | None
    ledger_rows: Mapping[str, int] = field(default_factory=dict)
    ledger_rejected: Mapping[str, int] = field(default_factory=dict)


def decide_file(  # noqa: PLR0913 - each has a name
    compiled: CompiledPolicy,
    source: Path,
    target: Path,
    *,
    on: date,
    rules: Iterable[str] = (),
    reasons: bool = False,
    ignore_unknown: bool = False,
    progress: Callable[[float], None] = lambda _: None,
    ledgers: Mapping[str, Path] | None = None,
    key: str | None = None,
) -> BatchReport:
    """Decide every row of a file; see `CompiledPolicy.decide_file`."""
    kind = kind_of(target)
    spare(source, (target, Rejects(target).path))
    asked: dict[str, Any] = {
        "rules": rules,
        "reasons": reasons,
        "ignore_unknown": ignore_unknown,
    }
    with ExitStack() as stack:
        reader = opened(source)
        stack.callback(reader.close)
        deciding: _Alone | Accompanied
        if key is None:
            if ledgers:
                raise TypeError("ledgers 须有 key：申报编号的列名 / ledgers need a key")
            deciding = _Alone(Columns(compiled, reader.names, **asked))
        else:
            deciding = _accompanied(
                compiled, reader, target, key, ledgers or {}, stack=stack, asked=asked
            )
        added = deciding.columns.added
        output = stack.enter_context(Whole(target))
        names = [*reader.names, *added]
        writer = (CsvTarget if kind == "csv" else ParquetTarget)(output.path, names, reader.types)
        stack.callback(writer.close)
        rejects = Rejects(target, deciding.tables)
        stack.callback(rejects.drop)
        begun = _PREPARED if key is not None else 0.0
        deciding.prepare(source, rejects.note, lambda done: progress(begun * done))
        outcomes: Counter[str] = Counter()
        rows = 0
        for block in reader.blocks(_BLOCK):
            count = len(block.numbers)
            rows += count + len(block.misshapen)
            made, lines = deciding.decide(block, on)
            rejects.note([*_misshapen(block, len(reader.names)), *lines])
            bad = {line.application for line in lines}
            kept = [row for row in range(count) if block.numbers[row] not in bad]
            data = {**block.data, **dict(zip(added, made, strict=True))}
            if bad:
                data = {name: at_rows(values, kept) for name, values in data.items()}
            writer.write(data, len(kept))
            outcomes.update(_counted(data[added[0]]))
            progress(begun + (1 - begun) * block.done)
        deciding.finish()
        writer.close()
        left = rejects.keep()
        output.keep()
    return BatchReport(
        rows,
        dict(outcomes),
        rejects.rows,
        target,
        left,
        deciding.ledger_rows,
        dict(rejects.of_ledgers),
    )


class _Alone:
    """A file of applications without ledgers.

    Attributes:
        columns: What its columns hold, and what is asked.
    """

    tables: tuple[str, ...] = ()
    ledger_rows: Mapping[str, int] = {}

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def prepare(self, *_: object) -> None:
        """There is nothing to do."""

    def decide(self, block: Block, on: date) -> tuple[Sequence[Any], Sequence[Rejected]]:
        """The columns to be added, and why rows are left out."""
        used = {name: block.data[name] for name in self.columns.used}
        made, problems = _decided(self.columns, used, len(block.numbers), on)
        lines = []
        for one in problems:
            number = block.numbers[(one.row or 1) - 1]
            lines.append(Rejected(number, 0, number, one.column, one.message))
        return made, lines

    def finish(self) -> None:
        """There is nothing to do."""


def _accompanied(
    compiled: CompiledPolicy,
    reader: Source,
    target: Path,
    key: str,
    ledgers: Mapping[str, Path],
    *,
    stack: ExitStack,
    asked: Mapping[str, Any],
) -> Accompanied:
    """The applications with their ledgers.

    Raises:
        FrameError: With what is wrong with their columns; or NumPy or pyarrow are not there.
    """
    try:
        from sgpolicy.tables.accompanied import Accompanied
    except ImportError:
        en = "ledgers in files of their own need NumPy and pyarrow: pip install 'sgpolicy[frames]'"
        raise FrameError([FrameProblem("", None, INSTALL, en)]) from None
    outputs = {path.resolve() for path in (target, Rejects(target).path)}
    over = [name for name, path in ledgers.items() if path.resolve() in outputs]
    if over:
        zh, en = "结果会写在这个台账上；请换一个名字。", "the output would replace this ledger."
        raise FrameError([FrameProblem("", None, zh, en, name) for name in over])
    return Accompanied(compiled, reader, key, ledgers, target.parent, stack, **asked)


def _misshapen(block: Block, width: int) -> list[Rejected]:
    return [
        Rejected(number, 0, number, "", misshapen(len(cells), width))
        for number, cells in block.misshapen
    ]


def _decided(
    columns: Columns, data: Mapping[str, Any], rows: int, on: date
) -> tuple[Sequence[Any], Sequence[FrameProblem]]:
    """The columns to be added, a column at a time where NumPy and Arrow are there."""
    try:
        from sgpolicy.tables.deciding import decide, worded
    except ImportError:
        return columns.decide_what_can_be_read(data, rows, on)
    found = decide(columns, data, rows, on, most_told=None, is_part=True)
    return worded(found), found.problems


def _counted(outcomes: Any) -> dict[str, int]:  # noqa: ANN401
    if isinstance(outcomes, list):
        return Counter(outcomes)
    return {one["values"]: one["counts"] for one in outcomes.value_counts().to_pylist()}
