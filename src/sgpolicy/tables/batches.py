"""Files of any length decided block by block: CSV and Parquet, the output whole or not at all.

A row that cannot be read goes to a file of its own, with its column and the reason, and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from sgpolicy.records import dataclass, field
from sgpolicy.tables.columns import Columns, FrameError, FrameProblem
from sgpolicy.tables.values import at_rows, listed

if TYPE_CHECKING:
    from sgpolicy.compiled import CompiledPolicy

INSTALL = "读写 Parquet 需要 pyarrow；请运行 pip install 'sgpolicy[parquet]'"
_BLOCK = 10_000
_PROBE = 65_536
_KINDS = {".csv": "csv", ".parquet": "parquet"}
_LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a file.

    Attributes:
        rows: How many were read.
        outcomes: How many came to each outcome, by its Chinese name.
        rejected: How many could not be read; they stand in `rejects`.
        target: The output.
        rejects: Where the rows stand that could not be read; None where all could.
    """

    rows: int
    outcomes: Mapping[str, int]
    rejected: int
    target: Path
    rejects: Path | None


@dataclass(frozen=True, slots=True)
class _Block:
    """Some rows, column by column (lists, or Arrow's arrays), with the numbers by which their reader knows them.

    Attributes:
        misshapen: Rows with more or fewer cells than the header: number and how many.
        done: How much of the file has been read, from 0 to 1.
    """

    data: Mapping[str, Any]
    numbers: Sequence[int]
    misshapen: Sequence[tuple[int, int]]
    done: float


class _Source(Protocol):
    """A file to be read."""

    names: list[str]
    types: Mapping[str, Any]

    def blocks(self, size: int) -> Iterator[_Block]:
        """The rows, so many at a time."""

    def close(self) -> None:
        """Let go of the file."""


def decide_file(
    compiled: CompiledPolicy,
    source: Path,
    target: Path,
    *,
    on: date,
    rules: Iterable[str] = (),
    reasons: bool = False,
    ignore_unknown: bool = False,
    progress: Callable[[float], None] = lambda _: None,
) -> BatchReport:
    """Decide every row of a file; see `CompiledPolicy.decide_file`."""
    kind = _kind(target)
    with ExitStack() as stack:
        reader = _opened(source)
        stack.callback(reader.close)
        columns = Columns(
            compiled, reader.names, rules=rules, reasons=reasons, ignore_unknown=ignore_unknown
        )
        names = [*reader.names, *columns.added]
        output = stack.enter_context(_Whole(target))
        writer = (_CsvTarget if kind == "csv" else _ParquetTarget)(output.path, names, reader.types)
        stack.callback(writer.close)
        rejects = _Rejects(target)
        stack.callback(rejects.drop)
        outcomes: Counter[str] = Counter()
        rows = 0
        for block in reader.blocks(_BLOCK):
            count = len(block.numbers)
            rows += count + len(block.misshapen)
            used = {name: block.data[name] for name in columns.used}
            made, problems = _decided(columns, used, count, on)
            bad = {problem.row for problem in problems if problem.row is not None}
            rejects.note(block, problems, len(reader.names))
            kept = [row for row in range(count) if row + 1 not in bad]
            data = {**block.data, **dict(zip(columns.added, made, strict=True))}
            if bad:
                data = {name: at_rows(values, kept) for name, values in data.items()}
            writer.write(data, len(kept))
            outcomes.update(_counted(data[columns.added[0]]))
            progress(block.done)
        writer.close()
        left = rejects.keep()
        output.keep()
    return BatchReport(rows, dict(outcomes), rejects.rows, target, left)


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


def _kind(path: Path) -> str:
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        zh = f"“{path.name}”的格式不认识；可用 .csv 和 .parquet。"
        raise FrameError(
            [FrameProblem("", None, zh, f"“{path.name}” is neither .csv nor .parquet.")]
        )
    return kind


def _opened(path: Path) -> _Source:
    return _CsvSource(path) if _kind(path) == "csv" else _ParquetSource(path)


class _CsvSource:
    """A CSV file: every cell is text, and a blank one is not stated. UTF-8 or, as Excel writes it, GB18030."""

    def __init__(self, path: Path) -> None:
        self.types: Mapping[str, Any] = {}
        self._size = max(path.stat().st_size, 1)
        with path.open("rb") as probe:
            start = probe.read(_PROBE)
        encoding = "utf-8-sig" if _is_utf8(start) else "gb18030"
        self._raw = path.open("rb")
        self._file = io.TextIOWrapper(self._raw, encoding=encoding, newline="")
        csv.field_size_limit(_LONGEST_CELL)
        self._rows = csv.reader(self._file)
        try:
            self.names = [name.strip() for name in next(self._rows, [])]
        except (csv.Error, UnicodeDecodeError) as error:
            self._file.close()
            raise _unreadable(1, error) from None
        if not any(self.names):
            self._file.close()
            zh = "文件是空的，或者第一行没有列名。"
            raise FrameError([FrameProblem("", None, zh, "the file has no header.")])

    def blocks(self, size: int) -> Iterator[_Block]:
        width = len(self.names)
        number = 1  # the header's row, as spreadsheets count
        while True:
            rows: list[list[str]] = []
            numbers: list[int] = []
            misshapen: list[tuple[int, int]] = []
            try:
                for row in self._rows:
                    number += 1
                    if not any(row):
                        continue
                    if len(row) == width:
                        rows.append(row)
                        numbers.append(number)
                    else:
                        misshapen.append((number, len(row)))
                    if len(rows) + len(misshapen) >= size:
                        break
            except (csv.Error, UnicodeDecodeError) as error:
                raise _unreadable(number + 1, error) from None
            if not rows and not misshapen:
                return
            cells = zip(*rows, strict=True) if rows else iter([()] * width)
            data: dict[str, list[Any]] = {
                name: [cell or None for cell in column]
                for name, column in zip(self.names, cells, strict=True)
            }
            done = min(self._raw.tell() / self._size, 1.0)
            yield _Block(data, numbers, misshapen, done)

    def close(self) -> None:
        self._file.close()


def _is_utf8(start: bytes) -> bool:
    """Whether a file's beginning is UTF-8; a character cut off at its end does not count."""
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(start) - 4 and len(start) == _PROBE
    return True


def _unreadable(row: int, error: Exception) -> FrameError:
    zh = f"第 {row} 行读不下去（{error}）；请另存为 UTF-8 的 CSV。"
    return FrameError([FrameProblem("", row, zh, f"cannot be read on ({error}).")])


class _ParquetSource:
    """A Parquet file, row group by row group."""

    def __init__(self, path: Path) -> None:
        parquet = _pyarrow()
        try:
            self._file = parquet.ParquetFile(path)
        except (OSError, ValueError) as error:
            zh = f"不是能读的 Parquet 文件（{error}）。"
            raise FrameError(
                [FrameProblem("", None, zh, f"no readable Parquet ({error}).")]
            ) from None
        schema = self._file.schema_arrow
        self.names = list(schema.names)
        self.types: Mapping[str, Any] = dict(zip(schema.names, schema.types, strict=True))

    def blocks(self, size: int) -> Iterator[_Block]:
        number, total = 0, max(self._file.metadata.num_rows, 1)
        for batch in self._file.iter_batches(batch_size=size):
            numbers = range(number + 1, number + 1 + batch.num_rows)
            number += batch.num_rows
            data = dict(zip(batch.schema.names, batch.columns, strict=True))
            yield _Block(data, numbers, (), number / total)

    def close(self) -> None:
        self._file.close()


class _CsvTarget:
    def __init__(self, path: Path, names: Sequence[str], _types: Mapping[str, Any]) -> None:
        self._names = names
        self._file = path.open("w", newline="", encoding="utf-8-sig")
        self._writer = csv.writer(self._file)
        self._writer.writerow(names)

    def write(self, data: Mapping[str, Any], rows: int) -> None:
        columns = [listed(data[name]) for name in self._names]
        self._writer.writerows([_text(column[row]) for column in columns] for row in range(rows))

    def close(self) -> None:
        self._file.close()


def _text(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_text, value))
    return str(value)


class _ParquetTarget:
    def __init__(self, path: Path, names: Sequence[str], types: Mapping[str, Any]) -> None:
        parquet = _pyarrow()
        import pyarrow as pa

        self._schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
        self._writer = parquet.ParquetWriter(path, self._schema)

    def write(self, data: Mapping[str, Any], _rows: int) -> None:
        import pyarrow as pa

        arrays = [
            pa.array(data[field.name], field.type)
            if isinstance(data[field.name], list)
            else data[field.name].cast(field.type)
            for field in self._schema
        ]
        self._writer.write_table(pa.table(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def _pyarrow() -> Any:  # noqa: ANN401
    try:
        from pyarrow import parquet
    except ImportError:
        en = "Parquet needs pyarrow: pip install 'sgpolicy[parquet]'"
        raise FrameError([FrameProblem("", None, INSTALL, en)]) from None
    return parquet


class _Whole:
    """A file that appears under its name only when it is whole."""

    def __init__(self, target: Path) -> None:
        self._target = target
        handle, name = tempfile.mkstemp(
            prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent
        )
        os.close(handle)
        self.path = Path(name)

    def __enter__(self) -> Self:
        return self

    def keep(self) -> None:
        """Put it under its name."""
        self.path.chmod(0o644)
        self.path.replace(self._target)

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


@dataclass(slots=True)
class _Rejects:
    """The rows that could not be read, written beside the output once there is one."""

    target: Path
    rows: int = 0
    _whole: _Whole | None = None
    _file: Any = None
    _writer: Any = field(default=None)

    @property
    def path(self) -> Path:
        """Where they go: 结果.csv → 结果.退回.csv."""
        return self.target.with_name(f"{self.target.stem}.退回.csv")

    def note(self, block: _Block, problems: Sequence[FrameProblem], width: int) -> None:
        """Note a block's rows that could not be read."""
        lines = [
            (number, "", f"这一行有 {cells} 格，表头有 {width} 列")
            for number, cells in block.misshapen
        ]
        lines += [
            (block.numbers[one.row - 1], one.column, one.message)
            for one in problems
            if one.row is not None
        ]
        self.rows += len({number for number, _, _ in lines})
        if not lines:
            return
        if self._whole is None:
            self._whole = _Whole(self.path)
            self._file = self._whole.path.open("w", newline="", encoding="utf-8-sig")
            self._writer = csv.writer(self._file)
            self._writer.writerow(["行", "列", "原因"])
        self._writer.writerows(sorted(lines))

    def keep(self) -> Path | None:
        """Put them under their name; an older file of that name would no longer be true."""
        if self._whole is None:
            self.path.unlink(missing_ok=True)
            return None
        self._file.close()
        self._whole.keep()
        return self.path

    def drop(self) -> None:
        """Leave nothing behind that was not kept."""
        if self._whole is not None:
            self._file.close()
            self._whole.__exit__()
