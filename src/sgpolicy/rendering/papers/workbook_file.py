"""The tables of a round → an Excel workbook (.xlsx). The only module that writes with openpyxl.

Every text is written as text, whatever it begins with: nothing that an applicant states can become a
formula. Charts are Excel's own, over the cells they show.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.rendering.papers.problems import MissingExtraError, PaperError
from sgpolicy.rendering.papers.wording import say
from sgpolicy.rendering.words import OUTCOMES
from sgpolicy.source.text import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.chart import BarChart
    from openpyxl.worksheet.worksheet import Worksheet

    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.papers.round_tables import Cell, RoundTables, Sheet

_LONGEST = 32_000  # an Excel cell holds 32,767 characters
_MOST_ROWS = 1_048_575
_WIDEST, _NARROWEST = 32, 8
_LINE = 16  # points; a row's height is not left to programs that do not work it out
_A4, _A3 = 9, 8  # as Excel numbers paper
_MOST_ON_A4 = 10  # columns that can still be read when a sheet is made to fit
_MARKS = tuple("=+-@＝＋－＠")  # what spreadsheets take for the beginning of a formula
# Told apart by people who see colours differently, and in grey.
_COLOURS = {
    Outcome.MET: "009E73",
    Outcome.NOT_MET: "D55E00",
    Outcome.MISSING_FACTS: "E69F00",
    Outcome.AWAITING_FINDINGS: "56B4E9",
    Outcome.NOT_APPLICABLE: "B4B4B4",
}


def workbook_file(tables: RoundTables, lang: Language) -> bytes:
    """The content of an .xlsx file.

    Raises:
        MissingExtraError: openpyxl is not installed.
        PaperError: There are more rows than a sheet holds.
    """
    book = _new_book(f"{say('workbook title', lang)} {tables.title}")
    _overview(book, tables, lang)
    for sheet, fixed in (
        (tables.applications, "C2"),
        (tables.failures, "C2"),
        (tables.clauses, "B2"),
        (tables.readings, "C2"),
    ):
        made = book.create_sheet(sheet.name)
        _fill(made, sheet)
        made.freeze_panes = fixed
        if sheet is tables.clauses:
            made.add_chart(_by_clause(made, len(sheet.rows), lang), "H2")
    return _content(book)


def sheets_file(title: str, sheets: Sequence[Sheet], fixed: str) -> bytes:
    """The content of an .xlsx file of plain sheets.

    Args:
        title: The workbook's.
        sheets: Its sheets.
        fixed: The cell left of and above which nothing moves, in each.

    Raises:
        MissingExtraError: openpyxl is not installed.
        PaperError: There are more rows than a sheet holds.
    """
    book = _new_book(title)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        _fill(made, sheet)
        made.freeze_panes = fixed
        if len(sheet.header) > _MOST_ON_A4:
            made.page_setup.paperSize = _A3
        _rule(made)
    return _content(book)


def _rule(made: Worksheet) -> None:
    """A fine line below each row: rows of several lines would run into each other."""
    from openpyxl.styles import Border, Side

    border = Border(bottom=Side("hair", color="808080"))
    for row in made.iter_rows():
        for cell in row:
            cell.border = border


def _new_book(title: str) -> Workbook:
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("openpyxl", "excel") from None
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = visible(title)
    book.properties.creator = "sgpolicy"
    return book


def _content(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _overview(book: Workbook, tables: RoundTables, lang: Language) -> None:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.marker import DataPoint
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(say("sheet overview", lang))
    _write(sheet, 1, 1, say("workbook title", lang))
    sheet.cell(1, 1).font = Font(size=16, bold=True)
    for row, (name, value) in enumerate(tables.facts, 3):
        _write(sheet, row, 1, name)
        sheet.cell(row, 1).font = Font(bold=True)
        _write(sheet, row, 2, value)
        sheet.cell(row, 2).alignment = Alignment(horizontal="left", wrap_text=True, vertical="top")
    top = len(tables.facts) + 4
    for row, texts in enumerate((tables.outcomes.header, *tables.outcomes.rows), top):
        for column, value in enumerate(texts, 1):
            _write(sheet, row, column, value)
            sheet.cell(row, column).alignment = Alignment(horizontal="left")
    _head(sheet, top, 2)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 48
    _printed(sheet, title_row=0)
    chart = BarChart()
    chart.title = say("chart outcomes", lang)
    last = top + len(tables.outcomes.rows)
    chart.add_data(Reference(sheet, min_col=2, min_row=top, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=last))
    series = chart.series[0]
    for at, outcome in enumerate(OUTCOMES):
        point = DataPoint(idx=at)
        point.graphicalProperties.solidFill = _COLOURS[outcome]
        series.dPt.append(point)
    series.dLbls = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False
    )
    chart.legend = None
    chart.gapWidth = 60
    _axes(chart)
    chart.width, chart.height = 16, 8
    sheet.add_chart(chart, f"A{last + 2}")


def _by_clause(sheet: Worksheet, rows: int, lang: Language) -> BarChart:
    """A bar for each clause, parted by outcome, the first clause on top."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 40
    chart.title = say("chart clauses", lang)
    chart.add_data(
        Reference(sheet, min_col=2, max_col=1 + len(OUTCOMES), min_row=1, max_row=rows + 1),
        titles_from_data=True,
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    for series, outcome in zip(chart.series, OUTCOMES, strict=True):
        series.graphicalProperties.solidFill = _COLOURS[outcome]
    _axes(chart)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.legend.position = "b"
    chart.width, chart.height = 22, max(8, 2.5 + 0.65 * rows)
    return chart


def _axes(chart: BarChart) -> None:
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "0", None
    chart.y_axis.scaling.min = 0


def _fill(made: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    if len(sheet.rows) > _MOST_ROWS:
        raise PaperError(
            f"“{sheet.name}”一表有 {len(sheet.rows)} 行，超过 Excel 一张表的行数；请分批汇总",
            f"the sheet {sheet.name} has {len(sheet.rows)} rows, more than Excel holds; sum up fewer at once",
        )
    for row, values in enumerate((sheet.header, *sheet.rows), 1):
        for column, value in enumerate(values, 1):
            _write(made, row, column, value)
            made.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
    _head(made, 1, len(sheet.header))
    made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.header))}{len(sheet.rows) + 1}"
    widths = []
    for column in range(1, len(sheet.header) + 1):
        said = [str(values[column - 1]) for values in sheet.rows[:1000]]
        lines = [line for text in said for line in text.split("\n")]
        widest = max((cells(line) for line in lines), default=0)
        wide = max(
            min(widest, _WIDEST), min(cells(sheet.header[column - 1]), _WIDEST) + 3, _NARROWEST
        )
        made.column_dimensions[get_column_letter(column)].width = wide + 2
        widths.append(wide)
    for number, texts in enumerate((sheet.header, *sheet.rows), 1):
        made.row_dimensions[number].height = _LINE * _lines(texts, widths)
    _printed(made, title_row=1)


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the fullest cell of a row takes; Excel shows no more than 27 of this height."""
    needed = (
        sum(max(-(-cells(line) // wide), 1) for line in str(value).split("\n"))
        for value, wide in zip(row, widths, strict=True)
    )
    return min(max(needed), 27)


def _printed(sheet: Worksheet, *, title_row: int) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = sheet.HeaderFooter.oddFooter
    if footer is not None:
        footer.center.text = "— &P —"
    if title_row:
        sheet.print_title_rows = f"{title_row}:{title_row}"


def _head(sheet: Worksheet, row: int, columns: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="DDE3EA")
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """A number or a day as what it is; text as text, which no program takes for a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
        return
    if isinstance(value, int):
        cell.value = value
        return
    text = "\n".join(visible(line) for line in value.split("\n"))
    cell.value = text if len(text) <= _LONGEST else text[:_LONGEST] + "……"
    cell.data_type = "s"
    if text.startswith(_MARKS):
        cell.quotePrefix = True  # stays text when somebody edits the cell
