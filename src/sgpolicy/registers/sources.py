"""Where the histories of a register come from: a folder of files, a file of JSON lines, or a table of events.

Each is known by a place that its reader finds again: a file's name, a line, a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sgpolicy.applying.documents import SIZE_LIMIT
from sgpolicy.records import dataclass
from sgpolicy.tables.columns import FrameError, FrameProblem
from sgpolicy.tables.files import CsvSource, ParquetSource, cell_text
from sgpolicy.tables.values import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgpolicy.applying.event_table_columns import RowProblem
    from sgpolicy.applying.event_tables import EventTable, Row
    from sgpolicy.given import GivenHistory
    from sgpolicy.policy import Policy

HISTORIES: Final = (".yaml", ".yml", ".json")
LINES: Final = (".jsonl", ".ndjson")
TABLES: Final = (".csv", ".parquet", ".xlsx")
_MOST_TOLD = 100
_LONGEST_LINE = SIZE_LIMIT + 2
"""Of a longer one only so much is read: enough for its reader to say that it is too long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One platform's history, not yet read.

    Attributes:
        place: Where it stands, in words.
        given: For `Policy.read_history`.
        done: How much of the source has been gone through with it, from 0 to 1.
        trouble: What is wrong before it is read; "" where nothing is.
    """

    place: str
    given: GivenHistory
    done: float
    trouble: str = ""


def entries_of(policy: Policy, source: Path, lang: str) -> Iterator[Entry]:
    """The histories of a source, one by one.

    Raises:
        FrameError: The source is of no known kind, or cannot be read, or it is a table whose columns or rows
            do not tell which platform they are about: whose history lacks something then, nobody can know.
        OSError: It cannot be opened.
    """
    if source.is_dir():
        return _of_folder(source)
    kind = source.suffix.lower()
    if kind in LINES:
        return _of_lines(source, lang)
    if kind in TABLES:
        return _of_table(policy, source, lang)
    known = "、".join((*TABLES, *LINES))
    if kind in HISTORIES:
        zh = f"“{source.name}”是一家的经历；请把各家的文件放在一个文件夹里，写文件夹的名称。"
        en = f"“{source.name}” is one history: name the folder in which all of them are."
    else:
        zh = f"“{source.name}”的格式不认识；可用文件夹（里面是 YAML、JSON 的经历）和 {known}。"
        en = f"“{source.name}” is neither a folder of histories (YAML, JSON) nor one of {known}."
    raise FrameError([FrameProblem("", None, zh, en)])


def _of_folder(folder: Path) -> Iterator[Entry]:
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in HISTORIES and not path.name.startswith(".") and path.is_file()
    )
    if not files:
        zh = f"文件夹“{folder.name}”里没有经历（{'、'.join(HISTORIES)}）。"
        raise FrameError([FrameProblem("", None, zh, f"“{folder.name}” has no histories.")])
    return (Entry(path.name, path, at / len(files)) for at, path in enumerate(files, 1))


def _of_lines(file: Path, lang: str) -> Iterator[Entry]:
    """Each line a JSON object. The file is opened at once, so that what cannot be opened says so first."""
    size = max(file.stat().st_size, 1)
    opened = file.open("rb")

    def lines() -> Iterator[Entry]:
        with opened:
            for number in count(1):
                line = rest = opened.readline(_LONGEST_LINE)
                if not line:
                    return
                while not rest.endswith(b"\n") and rest:  # too long to be read, and not kept
                    rest = opened.readline(_LONGEST_LINE)
                if line.strip():
                    yield Entry(_at("line", number, lang), line, opened.tell() / size)

    return lines()


def _of_table(policy: Policy, file: Path, lang: str) -> Iterator[Entry]:
    from sgpolicy.applying.event_tables import read_event_table

    with ExitStack() as stack:
        header, rows = _rows_of(file, stack)
        table = read_event_table(policy.core, header, rows)
    wrong = (*table.columns, *table.rows)
    if wrong:
        raise FrameError([_as_problem(one) for one in wrong[:_MOST_TOLD]])
    return _of_platforms(table, lang)


def _of_platforms(table: EventTable, lang: str) -> Iterator[Entry]:
    every = len(table.platforms)
    for at, one in enumerate(table.platforms, 1):
        place = _at("row", one.rows[0], lang)
        if one.document is None:
            said = "".join(problem.text(lang) for problem in one.problems)
            yield Entry(place, {"名称": one.name, "经历": []}, at / every, said)
        else:
            yield Entry(place, one.document, at / every)


def _rows_of(file: Path, stack: ExitStack) -> tuple[list[str], Iterable[Row]]:
    """A table's header and rows."""
    match file.suffix.lower():
        case ".csv":
            text = CsvSource(file)
            stack.callback(text.close)
            return text.names, text.rows()
        case ".parquet":
            table = ParquetSource(file)
            stack.callback(table.close)
            return table.names, _of_columns(table)
        case _:
            header, *rows = _of_workbook(file)
            return header[1], rows


def _of_columns(table: ParquetSource) -> Iterator[Row]:
    for block in table.blocks(10_000):
        columns = [listed(block.data[name]) for name in table.names]
        for number, cells in zip(block.numbers, zip(*columns, strict=True), strict=True):
            yield number, [cell if cell is None else cell_text(cell) for cell in cells]


def _of_workbook(file: Path) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet with anything in it; a merged cell says the same in every row.

    Raises:
        FrameError: With everything that cannot be read.
    """
    from sgpolicy.casing.cells import text_of
    from sgpolicy.casing.records import Problems
    from sgpolicy.casing.workbooks import read_workbook

    problems = Problems(file.name)
    sheets = read_workbook(file.read_bytes(), problems)
    told = [FrameProblem("", None, one.message, one.message) for one in problems.found]
    sheet = next((sheet for sheet in sheets if sheet.cells), None)
    if sheet is None:
        if not told:
            zh = "工作簿里没有内容；第一行写列名，以下每件事一行。"
            told = [FrameProblem("", None, zh, "the workbook is empty.")]
        raise FrameError(told)
    rows = []
    for number in range(1, sheet.rows + 1):
        cells = [sheet.cells.get((number, column)) for column in range(1, sheet.columns + 1)]
        read = [text_of(cell) for cell in cells]
        rows.append((number, [text for text, _ in read]))
        told += [
            FrameProblem(cell.name if cell else "", number, f"{trouble}。", f"{trouble}。")
            for cell, (_, trouble) in zip(cells, read, strict=True)
            if trouble
        ]
    if told:
        raise FrameError(told[:_MOST_TOLD])
    return rows


def _as_problem(one: RowProblem) -> FrameProblem:
    """The same; its place is in the words, since a column may have a number and no name."""
    return FrameProblem("", None, one.text("zh"), one.text("en"))


def _at(what: str, number: int, lang: str) -> str:
    zh = f"第 {number} 行"
    return zh if lang == "zh" else f"{what} {number}"
