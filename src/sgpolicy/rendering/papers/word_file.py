"""Blocks → a Word document (.docx). With `word_styles` the only module that imports python-docx.

Headings are real headings, lists real lists, the table of amounts a real table with a header row that
is repeated on every page, so that the document can be worked on, read aloud and searched.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sgpolicy.rendering.decisions.blocks import Fields, Heading, Item, Paragraph, Table
from sgpolicy.rendering.papers.columns import column_widths
from sgpolicy.rendering.papers.pieces import on_paper, properties
from sgpolicy.rendering.papers.problems import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as WordParagraph

    from sgpolicy.model.explanation import Explanation
    from sgpolicy.rendering.decisions.blocks import Block
    from sgpolicy.rendering.papers.pieces import Properties


def word_file(blocks: Sequence[Block], explanation: Explanation) -> bytes:
    """The content of a .docx file; the same blocks always give the same bytes.

    Raises:
        MissingExtraError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError("python-docx", "word") from None
    from sgpolicy.rendering.papers.word_styles import describe, template

    about = properties(blocks, explanation)
    document = docx.Document(BytesIO(template(about.language, about.size, about.line)))
    describe(document, about)
    _Writer(document, about).write([*on_paper(blocks, explanation)])
    day = explanation.header.on
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - Word's own has no zone
    document.core_properties.created = document.core_properties.modified = made
    file = BytesIO()
    document.save(file)
    return _without_clock(file)


def _without_clock(file: BytesIO) -> bytes:
    """The same archive without the time at which it was packed."""
    packed = BytesIO()
    with ZipFile(file) as made, ZipFile(packed, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(ZipInfo(name), made.read(name), ZIP_DEFLATED)
    return packed.getvalue()


class _Writer:
    """Adds blocks to a document, one after the other."""

    def __init__(self, document: Document, about: Properties) -> None:
        self._document = document
        self._about = about
        self._list = 0  # the list that items go on, 0 where a new one begins
        self._is_numbered = False
        self._is_signed = False

    def write(self, blocks: list[Block]) -> None:
        for block in blocks:
            if not isinstance(block, Item):
                self._list = 0
            match block:
                case Heading():
                    self._heading(block)
                case Paragraph():
                    self._paragraph(block)
                case Item():
                    self._item(block)
                case Fields():
                    self._fields(block)
                case Table():
                    self._table(block)
                case _:
                    assert_never(block)

    def _add(self, text: str, style: str) -> WordParagraph:
        return self._document.add_paragraph(text, style)

    def _heading(self, block: Heading) -> None:
        self._add(block.text, "Title" if block.level == 1 else f"Heading {min(block.level - 1, 2)}")

    def _paragraph(self, block: Paragraph) -> None:
        styles = {"body": "Body Text", "salutation": "Salutation", "signature": "Signature"}
        if block.outcome is None:
            made = self._add(block.text, styles[block.place])
        else:
            made = self._add("", styles[block.place])
            zh, en = block.outcome.zh, block.outcome.en
            said = zh if zh in block.text else en
            before, found, after = block.text.partition(said)
            made.add_run(before)
            made.add_run(found).bold = True
            made.add_run(after)
        if block.place == "signature":
            from docx.shared import Pt

            made.paragraph_format.space_before = Pt(0 if self._is_signed else self._about.line)
            made.paragraph_format.keep_with_next = not self._is_signed
            self._is_signed = True

    def _item(self, block: Item) -> None:
        from sgpolicy.rendering.papers.word_styles import DEEPEST, indent_of, new_list

        size = self._about.size
        is_numbered = block.number > 0
        if not self._list or (block.depth == 0 and is_numbered is not self._is_numbered):
            self._list = new_list(self._document, block.number, size)
            self._is_numbered = is_numbered
        first, *rest = (block.label, *block.text) if block.label else (block.text or ("",))
        made = self._add("", "List Number" if is_numbered else "List Bullet")
        made.add_run(first).bold = bool(block.label and block.depth == 0)
        numbered = made._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - lists have no other way in
        numbered.get_or_add_ilvl().val = min(block.depth, DEEPEST)
        numbered.get_or_add_numId().val = self._list
        made.paragraph_format.keep_with_next = bool(rest)
        for number, text in enumerate(rest, 1):
            line = self._add(text, "List Continue")
            line.paragraph_format.left_indent = indent_of(block.depth, size)
            line.paragraph_format.keep_with_next = number < len(rest)

    def _fields(self, block: Fields) -> None:
        made = self._grid(len(block.rows), 2)
        for row, (name, value) in zip(made.rows, block.rows, strict=True):
            _fill(row.cells[0], name, is_bold=True)
            _fill(row.cells[1], value)
        _widths(made, (30, 126))

    def _table(self, block: Table) -> None:
        made = self._grid(1 + len(block.rows), len(block.header))
        head, *rows = made.rows
        for cell, text in zip(head.cells, block.header, strict=True):
            _fill(cell, text, is_bold=True)
        _mark(head, "w:tblHeader")
        for row, texts, depth in zip(rows, block.rows, block.depths, strict=True):
            for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                _fill(cell, text, is_right=at in block.numbers, depth=0 if at else depth)
        _widths(made, column_widths(block))

    def _grid(self, rows: int, columns: int) -> WordTable:
        made: WordTable = self._document.add_table(rows, columns)
        made.style = "Table Grid"
        made.autofit = False
        return made


def _fill(
    cell: _Cell, text: str, *, is_bold: bool = False, is_right: bool = False, depth: int = 0
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    line = cell.paragraphs[0]
    line.style = "Table Text"
    line.add_run(text).bold = is_bold
    if is_right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if depth:
        line.paragraph_format.left_indent = Pt(6 * depth)


def _mark(row: _Row, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - rows have no other way in


def _widths(table: WordTable, millimetres: Sequence[int]) -> None:
    from docx.shared import Mm

    for column, wide in zip(table.columns, millimetres, strict=True):
        column.width = Mm(wide)
        for cell in column.cells:
            cell.width = Mm(wide)
    for row in table.rows:
        _mark(row, "w:cantSplit")
