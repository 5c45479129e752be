"""Files of rows, CSV and Parquet: read block by block, and written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, Self

from sgpolicy.records import dataclass
from sgpolicy.tables.columns import FrameError, FrameProblem
from sgpolicy.tables.values import listed

INSTALL = "读写 Parquet 需要 pyarrow；请运行 pip install 'sgpolicy[parquet]'"
_PROBE = 65_536
_KINDS = {".csv": "csv", ".parquet": "parquet"}
_LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows, column by column (lists, or Arrow's arrays), with the numbers by which their reader knows them.

    Attributes:
        misshapen: Rows with more or fewer cells than the header: number and cells.
        done: How much of the file has been read, from 0 to 1.
    """

    data: Mapping[str, Any]
    numbers: Sequence[int]
    misshapen: Sequence[tuple[int, Sequence[str]]]
    done: float


class Source(Protocol):
    """A file to be read, once.

    Attributes:
        names: Of its columns.
        types: Of its columns, as Arrow has them; empty where every cell is text.
    """

    names: list[str]
    types: Mapping[str, Any]

    def blocks(self, size: int, names: Sequence[str] | None = None) -> Iterator[Block]:
        """The rows, so many at a time; some columns, or all.

        Raises:
            FrameError: The file cannot be read on.
        """

    def close(self) -> None:
        """Let go of the file."""


def kind_of(path: Path) -> str:
    """Its format, "csv" or "parquet".

    Raises:
        FrameError: It is neither.
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        zh = f"“{path.name}”的格式不认识；可用 .csv 和 .parquet。"
        raise FrameError(
            [FrameProblem("", None, zh, f"“{path.name}” is neither .csv nor .parquet.")]
        )
    return kind


def opened(path: Path) -> Source:
    """A file to be read.

    Raises:
        FrameError: It is neither CSV nor Parquet, or has no columns.
        OSError: It cannot be opened.
    """
    return CsvSource(path) if kind_of(path) == "csv" else ParquetSource(path)


def spare(source: Path, outputs: Sequence[Path]) -> None:
    """Do not write over what is read.

    Raises:
        FrameError: It would be.
    """
    if source.resolve() in {path.resolve() for path in outputs}:
        zh, en = "结果会写在来源上；请换一个名字。", "the output would replace its source."
        raise FrameError([FrameProblem("", None, zh, en)])


class CsvSource:
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

    def blocks(self, size: int, names: Sequence[str] | None = None) -> Iterator[Block]:
        """The rows; blank lines are none."""
        width = len(self.names)
        wanted = {*(self.names if names is None else names)}
        numbered = self.rows()
        while some := [*islice(numbered, size)]:
            rows = [row for _, row in some if len(row) == width]
            numbers = [number for number, row in some if len(row) == width]
            misshapen = [(number, row) for number, row in some if len(row) != width]
            cells = zip(*rows, strict=True) if rows else iter([()] * width)
            data: dict[str, list[Any]] = {
                name: [cell or None for cell in column]
                for name, column in zip(self.names, cells, strict=True)
                if name in wanted
            }
            yield Block(data, numbers, misshapen, self.done)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows as they are, with their numbers; blank lines are none.

        Raises:
            FrameError: The file cannot be read on.
        """
        number = 1  # the header's row, as spreadsheets count
        try:
            for row in self._rows:
                number += 1
                if any(row):
                    yield number, row
        except (csv.Error, UnicodeDecodeError) as error:
            raise _unreadable(number + 1, error) from None

    @property
    def done(self) -> float:
        """How much has been read, from 0 to 1."""
        return min(self._raw.tell() / self._size, 1.0)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _is_utf8(start: bytes) -> bool:
    """Whether a file's beginning is UTF-8; a character cut off at its end does not count."""
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(start) - 4 and len(start) == _PROBE
    return True


def _unreadable(row: int, error: Exception) -> FrameError:
    zh = f"从这一行起读不下去（{error}）；请另存为 UTF-8 的 CSV。"
    return FrameError([FrameProblem("", row, zh, f"cannot be read on ({error}).")])


class ParquetSource:
    """A Parquet file, row group by row group."""

    def __init__(self, path: Path) -> None:
        parquet = _pyarrow()
        with path.open("rb"):  # what cannot be opened says so as any file
            pass
        try:
            self._file = parquet.ParquetFile(path)
        except (OSError, ValueError) as error:
            raise _no_parquet(error) from None
        schema = self._file.schema_arrow
        self.names = list(schema.names)
        self.types: Mapping[str, Any] = dict(zip(schema.names, schema.types, strict=True))

    def blocks(self, size: int, names: Sequence[str] | None = None) -> Iterator[Block]:
        """The rows."""
        number, total = 0, max(self._file.metadata.num_rows, 1)
        columns = None if names is None else [*names]
        batches = self._file.iter_batches(batch_size=size, columns=columns)
        while True:
            try:
                batch = next(batches, None)
            except (OSError, ValueError) as error:
                raise _no_parquet(error) from None
            if batch is None:
                return
            numbers = range(number + 1, number + 1 + batch.num_rows)
            number += batch.num_rows
            data = dict(zip(batch.schema.names, batch.columns, strict=True))
            yield Block(data, numbers, (), number / total)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _no_parquet(error: Exception) -> FrameError:
    zh = f"不是能读的 Parquet 文件（{error}）。"
    return FrameError([FrameProblem("", None, zh, f"no readable Parquet ({error}).")])


class Target(Protocol):
    """A file to be written."""

    def write(self, data: Mapping[str, Any], rows: int) -> None:
        """Some more rows, column by column."""

    def close(self) -> None:
        """Write what is left."""


class CsvTarget:
    """A CSV file, as spreadsheets read it."""

    def __init__(self, path: Path, names: Sequence[str], _types: Mapping[str, Any]) -> None:
        self._names = names
        self._file = path.open("w", newline="", encoding="utf-8-sig")
        self._writer = csv.writer(self._file)
        self._writer.writerow(names)

    def write(self, data: Mapping[str, Any], rows: int) -> None:
        """Some more rows, column by column."""
        columns = [listed(data[name]) for name in self._names]
        self._writer.writerows(
            [cell_text(column[row]) for column in columns] for row in range(rows)
        )

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def cell_text(value: Any) -> str:  # noqa: ANN401 - whatever Arrow gives
    """A value as a cell of text has it; "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(cell_text, value))
    return str(value)


class ParquetTarget:
    """A Parquet file; columns that were read keep their types, the others are text."""

    def __init__(self, path: Path, names: Sequence[str], types: Mapping[str, Any]) -> None:
        parquet = _pyarrow()
        import pyarrow as pa

        self._schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
        self._writer = parquet.ParquetWriter(path, self._schema)

    def write(self, data: Mapping[str, Any], _rows: int) -> None:
        """Some more rows, column by column."""
        import pyarrow as pa

        arrays = [
            pa.array(data[field.name], field.type)
            if isinstance(data[field.name], list)
            else data[field.name].cast(field.type)
            for field in self._schema
        ]
        self._writer.write_table(pa.table(arrays, schema=self._schema))

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()


def day_type() -> Any:  # noqa: ANN401 - Arrow's
    """The type of a column of days in Parquet.

    Raises:
        FrameError: Arrow is not installed.
    """
    _pyarrow()
    import pyarrow as pa

    return pa.date32()


def _pyarrow() -> Any:  # noqa: ANN401
    try:
        from pyarrow import parquet
    except ImportError:
        en = "Parquet needs pyarrow: pip install 'sgpolicy[parquet]'"
        raise FrameError([FrameProblem("", None, INSTALL, en)]) from None
    return parquet


class Whole:
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
