"""Excel workbooks to plain grids. The only module that imports openpyxl, and only when one is read.

A grid's values are what Excel keeps: text, numbers, truths, days. What cannot be read, such as an
error value or a formula without a result, is a cell with its `trouble`, never a blank.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sgpolicy.casing.records import Problems
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | bool | int | float | date | time | timedelta | None

INSTALL = "读 Excel 需要 openpyxl；请运行 pip install 'sgpolicy[excel]'"
_ROWS, _COLUMNS = 5_000, 500
_UNPACKED = 100_000_000
_OLD = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and how it is shown.

    Attributes:
        name: The sheet and the cell: `样例!B7`. Of merged cells, the first.
        form: Excel's number format.
        trouble: Why it cannot be read; "" where it can.
        is_spread: Whether the value is that of a merged cell of several columns, and this is not
            its first column.
    """

    name: str
    row: int
    column: int
    value: Value
    form: str = "General"
    trouble: str = ""
    is_spread: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        if self.trouble:
            return False
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's cells by row and column from 1; a merged cell's value stands in all of them.

    Attributes:
        merged: (first row, first column, last row, last column) of every merged cell.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...]

    @property
    def rows(self) -> int:
        """The last row with anything in it."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def columns(self) -> int:
        """The last column with anything in it."""
        return max((column for _, column in self.cells), default=0)


def read_workbook(content: bytes, problems: Problems) -> list[Sheet]:
    """The sheets of an .xlsx file."""
    try:
        import openpyxl
    except ImportError:
        problems.report(1, INSTALL)
        return []
    if content.startswith(_OLD):
        problems.report(
            1, "是旧格式（.xls）或者加了密码的工作簿；请在 Excel 中另存为不加密的 .xlsx"
        )
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _UNPACKED:
                problems.report(1, "工作簿过大；请删去无关的内容")
                return []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep does not matter here
            results = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(content), data_only=False)
        return _sheets(results, formulas, problems)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever the damaged part leads to
        problems.report(
            1, "不是 Excel 工作簿（.xlsx），或者已经损坏；请用 Excel 打开后另存为 .xlsx"
        )
        return []


def _sheets(results: Workbook, formulas: Workbook, problems: Problems) -> list[Sheet]:
    found = []
    for sheet in results.worksheets:
        if sheet.max_row > _ROWS or sheet.max_column > _COLUMNS:
            problems.within(f"{sheet.title}!A{_ROWS + 1}").report(
                _ROWS + 1,
                f"表超过 {_ROWS} 行或者 {_COLUMNS} 列；请删去下面和右面的空行、空列（连同格式）",
            )
            continue
        found.append(_sheet(sheet, formulas[sheet.title]))
    return found


def _sheet(results: Worksheet, formulas: Worksheet) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for row in results.iter_rows():
        for one in row:
            if not isinstance(one.row, int) or not isinstance(one.column, int):
                continue
            place = (one.row, one.column)
            is_formula = formulas.cell(*place).data_type == "f"
            value = one.value
            if value is None and not is_formula:
                continue
            name = f"{results.title}!{one.coordinate}"
            trouble = _trouble(value, one.data_type, is_formula=is_formula)
            kept = value if isinstance(value, _KINDS) else str(value)
            cells[place] = Cell(
                name, *place, None if trouble else kept, str(one.number_format), trouble
            )
    merged = []
    for area in results.merged_cells.ranges:
        bounds = (area.min_row, area.min_col, area.max_row, area.max_col)
        merged.append(bounds)
        _spread(cells, bounds)
    return Sheet(results.title, cells, tuple(sorted(merged)))


_KINDS = (str, bool, int, float, date, datetime, time, timedelta, type(None))


def _trouble(value: object, data_type: str, *, is_formula: bool) -> str:
    if data_type == "e":
        return f"这一格是 Excel 的错误值 {value}；请改正公式或者直接填写"
    if is_formula and value is None:
        return (
            "这一格是公式，但是没有计算结果；请用 Excel 打开文件、保存一次，"
            "结果本来就为空的，请删去公式"
        )
    return ""


def _spread(cells: dict[tuple[int, int], Cell], bounds: tuple[int, int, int, int]) -> None:
    top, left, bottom, right = bounds
    first = cells.get((top, left))
    if first is None or (bottom - top + 1) * (right - left + 1) > _ROWS * 20:
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cells[row, column] = Cell(
                first.name, row, column, first.value, first.form, first.trouble, column > left
            )
