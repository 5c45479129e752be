"""A sheet's header: which column is what, by name, with the unit or the part it says in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from sgpolicy.casing.cells import TEXT, UNITS, Expected, text_of
from sgpolicy.casing.changes import FINDINGS, read_changes
from sgpolicy.casing.life_headers import is_addition, is_life_heading, life_expected, try_out
from sgpolicy.casing.records import Piece, Problems, Spot
from sgpolicy.casing.tables import COLUMNS, EXPECTED, SETTINGS
from sgpolicy.casing.vocabulary import Vocabulary, meant
from sgpolicy.casing.workbooks import Cell, Sheet
from sgpolicy.records import dataclass

Role = Literal["cell", "expected", "change", "ignored"]

_IGNORED = frozenset({"序号", "编号", "备注", "说明"})
_FILLERS = frozenset({"必填", "选填", "可空"})
_UNITS_LEAD = re.compile(r"^(计量)?单位[:：]?")
_HEADER = re.compile(r"(?P<name>[^()]+)(?:\((?P<aside>.*)\))?")
_EXPECTED = re.compile(rf"{EXPECTED}(?:[.:：．](?P<bare>.+)|\((?P<target>.+)\))?")
_AMONG = re.compile(r"^其中[:：]?")
_ASIDES = re.compile(r"[,，、;；]")
_TRIM = "*＊:：★"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Attributes:
        role: A case's own column, an expected outcome, a change, or nothing that matters.
        name: The case's column, the expectation's object ("" for 对象 or the whole), or the left
            side of the change.
        expected: How its cells are read.
        is_optional: Whether a blank cell changes nothing.
    """

    number: int
    role: Role
    name: str = ""
    expected: Expected = TEXT
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The header's last row, and its columns."""

    bottom: int
    columns: tuple[Column, ...]


def header_row(sheet: Sheet) -> int | None:
    """The first row of the header: the one that has 期望 and something beside it."""
    for row in range(1, sheet.rows + 1):
        texts = {}
        for column in range(1, sheet.columns + 1):
            cell = sheet.cells.get((row, column))
            if cell is not None and not cell.is_spread and not cell.is_blank:
                texts[column] = plain(cell)
        if len(texts) > 1 and any(_EXPECTED.fullmatch(text) for text in texts.values()):
            return row
    return None


def read_header(sheet: Sheet, top: int, names: Vocabulary, problems: Problems) -> Header | None:
    """The columns of the header that begins in row `top`; None if something is wrong with it."""
    bottom = max((last for first, _, last, _ in sheet.merged if first == top), default=top)
    before = len(problems.found)
    columns: list[Column] = []
    taken: dict[tuple[str, str], str] = {}
    for number in range(1, sheet.columns + 1):
        cells = list(_stack(sheet, top, bottom, number))
        if not cells or cells[-1].row < top:
            _refuse_nameless(sheet, bottom, number, problems)
            continue
        where = cells[-1].name
        here = problems.within(where)
        column = _column(number, [plain(cell) for cell in cells], Spot(top, where), names, here)
        if column is None:
            continue
        key = (column.role, column.name)
        if column.role != "ignored" and key in taken:
            here.report(top, f"“{plain(cells[-1])}”与 {taken[key]} 是同一列")
        taken.setdefault(key, where)
        columns.append(column)
    return Header(bottom, tuple(columns)) if len(problems.found) == before else None


def _refuse_nameless(sheet: Sheet, bottom: int, number: int, problems: Problems) -> None:
    """Nothing that stands under no heading is passed over in silence."""
    for row in range(bottom + 1, sheet.rows + 1):
        cell = sheet.cells.get((row, number))
        if cell is not None and not cell.is_blank and not cell.is_spread:
            problems.within(cell.name).report(
                row, "这一列没有表头，内容不知道是什么；请写上表头，只是说明的，表头写“备注”"
            )
            return


def plain(cell: Cell) -> str:
    """A header's text on one line, without blanks and marks, with half-width brackets."""
    text = "".join(text_of(cell)[0].split())
    return text.replace("（", "(").replace("）", ")").strip(_TRIM)


def _stack(sheet: Sheet, top: int, bottom: int, number: int) -> Iterator[Cell]:
    """The header's cells of one column from the top, with the merged one above, each once."""
    seen = set()
    for row in range(top - 1, bottom + 1):
        cell = sheet.cells.get((row, number))
        if cell is None or cell.is_blank or cell.name in seen:
            continue
        is_across = any(
            first <= row <= last and left <= number <= right and left < right
            for first, left, last, right in sheet.merged
        )
        if row >= top or is_across:
            seen.add(cell.name)
            yield cell


def _column(
    number: int, texts: Sequence[str], spot: Spot, names: Vocabulary, problems: Problems
) -> Column | None:
    """What the column is that these headings, one under another, name."""
    said = [text for text in (_AMONG.sub("", text) for text in texts) if text]
    if not said:
        problems.report(spot.line, "表头这一列没有名称")
        return None
    last = said[-1]
    if last in (*COLUMNS, *SETTINGS) and last != EXPECTED:
        return Column(number, "cell", last)
    if found := _EXPECTED.fullmatch(last):
        return Column(number, "expected", found["bare"] or found["target"] or "")
    if last in _IGNORED:
        return Column(number, "ignored")
    for above in (None, *reversed(said[:-1])):
        column = _change(number, last, above, spot, names, problems)
        if column is not None:
            return column
    if is_life_heading(last, names):
        try_out(last, spot, names, problems)
        return Column(number, "change", last, life_expected(last, names), is_addition(last))
    known = [*COLUMNS, *names.facts, *names.ledgers, *names.findings, *names.events]
    problems.report(
        spot.line, f"没有事项、台账、评定、事件或者样例表的列“{last}”{meant(last, known)}"
    )
    return None


def _change(
    number: int,
    text: str,
    above: str | None,
    spot: Spot,
    names: Vocabulary,
    problems: Problems,
) -> Column | None:
    """The change that a heading names; None if it names none."""
    joined = text if above is None else f"{_cut(above)[0]}.{text}"
    name, asides = _cut(joined)
    if above is not None:
        asides += _cut(above)[1]
    left, _, part = name.partition(".")
    if left in FINDINGS:
        return _checked(number, name, TEXT, spot, names, problems)
    if left in names.findings and left not in names.facts:
        return _checked(number, f"{FINDINGS[0]}.{name}", TEXT, spot, names, problems)
    fact = names.facts.get(left)
    if fact is None:
        known = left in names.ledgers or left.partition("[")[0] in names.ledgers
        return _checked(number, name, TEXT, spot, names, problems) if known else None
    kind, own = fact.type.kind, fact.type.unit or ""
    units = UNITS.get(kind, frozenset({own, f"万{own}"} if own else ()))
    unit = ""
    for aside in asides:
        if aside in units:
            unit = aside
        elif fact.split is not None or kind == "series":
            part = f"{part}.{aside}" if part else aside
        else:
            known_units = "、".join(sorted(units)) or "没有单位"
            problems.report(
                spot.line, f"“{fact.name}”表头括号里的“{aside}”不是它的单位；单位有：{known_units}"
            )
    left = f"{fact.name}.{part}" if part else fact.name
    if kind == "series" and not part:
        problems.report(spot.line, f"“{fact.name}”是逐年的数，一年一列，表头写成“{fact.name}.2025”")
        return Column(number, "ignored")
    return _checked(number, left, Expected(kind, unit, units), spot, names, problems)


def _checked(
    number: int,
    left: str,
    expected: Expected,
    spot: Spot,
    names: Vocabulary,
    problems: Problems,
) -> Column:
    """The column, its name tried out once; what is wrong with it is reported at the header."""
    read_changes("", spot.line, names, problems, (Piece(left, "（缺）", spot),))
    return Column(number, "change", left, expected)


def _cut(text: str) -> tuple[str, list[str]]:
    """A heading's name, and what it says in brackets."""
    match = _HEADER.fullmatch(text)
    if match is None:
        return text, []
    found = []
    for part in _ASIDES.split(match["aside"] or ""):
        aside = _UNITS_LEAD.sub("", part).replace("％", "%")
        if aside and aside not in _FILLERS:
            found.append(aside)
    return match["name"].strip(_TRIM), found
