"""A workbook's sheets to rows of cases: one row a case, its columns known by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sgpolicy.casing.cells import text_of
from sgpolicy.casing.headers import Column, Header, header_row, read_header
from sgpolicy.casing.records import WHOLE, Piece, Problems, Row, Spot
from sgpolicy.casing.tables import (
    BASE,
    CITED,
    COLUMNS,
    DAY,
    EXPECTED,
    HISTORY,
    NAME,
    REST,
    TARGET,
)
from sgpolicy.casing.vocabulary import Vocabulary
from sgpolicy.casing.workbooks import Cell, Sheet
from sgpolicy.records import dataclass, field

_SETTING = re.compile(
    rf"(?P<key>{BASE}|{HISTORY}|{DAY}|{REST})\s*(?:[：:]\s*(?P<value>.*))?", re.DOTALL
)
_NOTE = re.compile(r"\s*(注|备注|说明|填表说明)\s*\d*\s*[：:]")
_OPTIONAL = frozenset({CITED})


def read_sheets(sheets: Iterable[Sheet], names: Vocabulary, problems: Problems) -> list[Row]:
    """The rows of every sheet with a case table; the other sheets are for people."""
    rows: list[Row] = []
    found = False
    for sheet in sheets:
        top = header_row(sheet)
        if top is None:
            continue
        found = True
        header = read_header(sheet, top, names, problems)
        if header is not None:
            reader = _Reader(sheet, header, _settings(sheet, top, problems), problems)
            rows += reader.rows()
    if not found and not problems.found:
        problems.report(1, f"没有找到样例表：表头须有“{EXPECTED}”一列")
    return rows


def _settings(sheet: Sheet, top: int, problems: Problems) -> dict[str, str]:
    """基础 or 经历, 评估日 and 休假日, above the header: in one cell, or in two beside each other."""
    found: dict[str, str] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row >= top or not isinstance(cell.value, str) or cell.is_spread:
            continue
        match = _SETTING.fullmatch(cell.value.strip())
        if match is None:
            continue
        value = (match["value"] or "").strip()
        if not value:
            beside = (sheet.cells.get((row, n)) for n in range(column + 1, sheet.columns + 1))
            value, trouble = text_of(next((c for c in beside if c and not c.is_spread), None))
            if trouble or not value:
                here = problems.within(cell.name)
                here.report(row, trouble or f"“{match['key']}：”后面没有内容")
        found[match["key"]] = value
        if match["key"] in (BASE, HISTORY) and BASE in found and HISTORY in found:
            problems.within(cell.name).report(row, f"“{BASE}：”和“{HISTORY}：”只能写一项")
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet while it is read."""

    cells: dict[str, str]
    spots: dict[str, Spot]
    pieces: list[Piece] = field(default_factory=list)
    outcomes: list[tuple[Column, str, Spot]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reader:
    sheet: Sheet
    header: Header
    settings: Mapping[str, str]
    problems: Problems

    def rows(self) -> Iterator[Row]:
        """The cases of every row under the header; each expected outcome makes one."""
        named = {column.name for column in self.header.columns if column.role == "cell"}
        for number in range(self.header.bottom + 1, self.sheet.rows + 1):
            cells = [self.sheet.cells.get((number, c.number)) for c in self.header.columns]
            stated = [cell for cell in cells if cell is not None and not cell.is_blank]
            if not stated or _is_note(stated):
                continue
            before = len(self.problems.found)
            line = self._line(number)
            if len(self.problems.found) == before:
                yield from self._cases(number, line, named)

    def _line(self, number: int) -> _Line:
        line = _Line(dict.fromkeys(COLUMNS, ""), {})
        for column in self.header.columns:
            cell = self.sheet.cells.get((number, column.number))
            spot = Spot(number, f"{self.sheet.name}!{letters(column.number)}{number}")
            text, trouble = "", ""
            if column.role != "ignored":
                text, trouble = text_of(cell, column.expected)
            if cell is not None and cell.is_spread and column.role != "ignored":
                trouble = f"合并的单元格跨了几列（从 {cell.name} 起）；请拆开，每格各填各的"
            if trouble:
                self.problems.within(spot.cell).report(number, trouble)
                continue
            match column.role:
                case "cell":
                    line.cells[column.name] = text
                    line.spots[column.name] = spot
                case "change" if text or not column.is_optional:
                    line.pieces.append(Piece(column.name, text or "（缺）", spot))
                case "expected":
                    line.outcomes.append((column, text, spot))
                case _:
                    pass
        return line

    def _cases(self, number: int, line: _Line, named: set[str]) -> Iterator[Row]:
        base, is_life = self._start(number, line)
        day = line.cells.pop(DAY, "") or self.settings.get(DAY, "")
        rest = line.cells.pop(REST, "") or self.settings.get(REST, "")
        stated = [given for given in line.outcomes if given[1]] or line.outcomes[:1]
        for column, outcome, spot in stated:
            cells = {**line.cells, EXPECTED: outcome}
            spots = {**line.spots, EXPECTED: spot}
            if NAME not in named:
                cells[NAME] = f"{self.sheet.name} 第 {number} 行"
            if column.name:
                cells[TARGET] = column.name
                spots[TARGET] = spot
            elif TARGET not in named:
                cells[TARGET] = WHOLE
            if len(line.outcomes) > 1 and cells[NAME]:
                cells[NAME] += f" · {cells[TARGET]}"
            yield Row(
                number,
                cells,
                base,
                day,
                tuple(line.pieces),
                (),
                spots,
                _OPTIONAL,
                spot.cell,
                is_life,
                rest,
            )

    def _start(self, number: int, line: _Line) -> tuple[str, bool]:
        """What the row starts from, and whether it is a history."""
        base, history = line.cells.pop(BASE, ""), line.cells.pop(HISTORY, "")
        if base and history:
            here = self.problems.within(line.spots[HISTORY].cell)
            here.report(number, f"“{BASE}”和“{HISTORY}”只能填一格")
        if not base and not history:
            base, history = self.settings.get(BASE, ""), self.settings.get(HISTORY, "")
        return (history, True) if history else (base, False)


def _is_note(stated: list[Cell]) -> bool:
    """Whether the row only says something about the table."""
    first = stated[0].value
    is_one = len({cell.name for cell in stated}) == 1
    return is_one and isinstance(first, str) and _NOTE.match(first) is not None


def letters(column: int) -> str:
    """A column's name in a sheet.

    Example:
        >>> letters(2), letters(28)
        ('B', 'AB')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
