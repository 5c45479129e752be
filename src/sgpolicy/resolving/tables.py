"""Markdown tables → facts, ledgers and actors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sgpolicy.diagnostics.records import Collector, Fix
from sgpolicy.model.document import Cell, Table
from sgpolicy.model.program import (
    DeclaredActor,
    DeclaredColumn,
    DeclaredEvents,
    DeclaredFact,
    DeclaredLedger,
    Tables,
)
from sgpolicy.model.tree import Declaration, Name
from sgpolicy.model.types import Kind, Type
from sgpolicy.records import replace
from sgpolicy.source.nearest import nearest, only_near
from sgpolicy.source.quantities import MONEY
from sgpolicy.source.text import Span

ComputedReader = Callable[[Name, str, Cell], Declaration | None]
"""Parses a 台账核算 cell: the fact's name and id, and the cell."""

_SIMPLE: dict[str, Kind] = {
    "是否": "truth",
    "计数": "count",
    "金额": "money",
    "百分比": "share",
    "增长率": "share",
    "面积": "area",
    "日期": "date",
    "文本": "text",
    "逐年计数": "series",
}
_WITH_MEMBERS = re.compile(r"(单选|多选|有序)\s*[（(](.*)[)）]\s*")
_SAME = re.compile(r"(单选|多选)\s*同\s*(\S+)")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_EVENTS = re.compile(r"事件\s*[：:]?\s*(\S+?)(?:\s*[（(]?\s*([a-z][a-z0-9_]*)\s*[）)]?)?")
_LEDGER = re.compile(r"台账\s*[：:]?\s*(\S+)\s*[（(]?\s*([a-z][a-z0-9_]*)\s*[）)]?")


class _Reader:
    def __init__(self, catalogue_items: tuple[str, ...], found: Collector) -> None:
        self.items = catalogue_items
        self.found = found
        self.domains: dict[str, Type] = {}
        self.broken: list[str] = []

    def type_of(self, cell: Cell, unit: str, name: str) -> Type | None:
        """Read the 类型 and 单位 cells."""
        text = cell.text
        if text in _SIMPLE:
            kind = _SIMPLE[text]
            if kind == "money":
                return Type("money", unit if unit in MONEY else "元")
            if text == "增长率":
                return Type("share", "增长率")
            if kind in ("count", "series"):
                if not unit:
                    self.bad(cell.span, f"“{name}”是{text}，须写单位（家、次、人等）")
                return Type(kind, unit or "个")
            return Type(kind, unit or None)
        if text == "目录项":
            return Type("set", None, self.items, domain="目录项")
        if match := _SAME.fullmatch(text):
            other = self.domains.get(match[2])
            if other is None:
                self.bad(cell.span, f"“同 {match[2]}”所指的事项或列不在前面")
                return None
            return replace(other, kind="choice" if match[1] == "单选" else "set")
        if match := _WITH_MEMBERS.fullmatch(text):
            ordered = match[1] == "有序"
            pieces = re.split(r"\s*[<＜]\s*" if ordered else r"\s*、\s*", match[2].strip())
            members = tuple(p.strip() for p in pieces if p.strip())
            if len(set(members)) != len(members) or len(members) < 2:
                self.bad(cell.span, f"“{name}”的选项重复，或者不足两个")
            kind_: Kind = "set" if match[1] == "多选" else "choice"
            made = Type(kind_, None, members, ordered, domain=name)
            self.domains[name] = made
            return made
        close = nearest(text, [*_SIMPLE, "单选", "多选", "有序", "目录项"])
        hint = f"，是不是“{close}”？" if close else ""
        sure = only_near(text, [*_SIMPLE, "目录项"], shortest=2)
        fix = Fix(cell.span, sure) if sure is not None else None
        self.bad(cell.span, f"不认识的类型“{text}”{hint}", fix)
        return None

    def bad(self, span: Span, problem: str, fix: Fix | None = None) -> None:
        self.found.report("SG109", span, fix=fix, problem=problem)

    def id_of(self, cell: Cell) -> str:
        if not _ID.fullmatch(cell.text):
            self.bad(cell.span, f"键“{cell.text}”须以小写字母开头，只含小写字母、数字和下划线")
        return cell.text


def read_tables(
    tables: Iterable[Table],
    catalogue_items: tuple[str, ...],
    found: Collector,
) -> tuple[Tables, list[tuple[str, Cell]], list[str]]:
    """Read all tables.

    Returns:
        The tables, with no computed expressions yet, and the 台账核算 cells by fact name: they can
        only be parsed once every name is known. See `with_computed`. Last, the names of rows that
        could not be read: they are declared, and their mistake has been reported.
    """
    reader = _Reader(catalogue_items, found)
    facts: dict[str, DeclaredFact] = {}
    ledgers: dict[str, DeclaredLedger] = {}
    actors: dict[str, DeclaredActor] = {}
    events: dict[str, DeclaredEvents] = {}
    computed: list[tuple[str, Cell]] = []
    for table in tables:
        header = set(table.header)
        title = table.headings[-1] if table.headings else ""
        if {"列名", "键", "类型"} <= header:
            if title.startswith("事件"):
                _events(table, title, reader, events)
            else:
                _ledger(table, title, reader, ledgers)
        elif {"名称", "键", "类型"} <= header:
            computed.extend(_facts(table, reader, facts))
        elif {"名称", "键", "原文"} <= header:
            _actors(table, reader, actors)
        else:
            reader.bad(table.span, "表头里没有“名称、键、类型”，也没有“列名、键、类型”")
            reader.broken += [cell.text for row in table.rows for cell in row]
    return Tables(facts, ledgers, actors, events), computed, reader.broken


def _cells(table: Table, row: tuple[Cell, ...], reader: _Reader) -> dict[str, Cell] | None:
    if len(row) != len(table.header):
        problem = f"这一行有 {len(row)} 格，表头有 {len(table.header)} 格"
        reader.bad(row[0].span, problem)
        reader.broken.append(row[0].text)
        return None
    return dict(zip(table.header, row, strict=True))


def _twice(
    name: Cell, mapping: dict[str, DeclaredFact] | dict[str, DeclaredColumn], reader: _Reader
) -> bool:
    if name.text not in mapping:
        return False
    other = mapping[name.text].name.span
    reader.found.report("SG302", name.span, text=name.text, other=f"{other.file}（同一表格）")
    return True


def _facts(
    table: Table, reader: _Reader, facts: dict[str, DeclaredFact]
) -> Iterable[tuple[str, Cell]]:
    blank = Cell("", table.span)
    for row in table.rows:
        cells = _cells(table, row, reader)
        if cells is None or _twice(cells["名称"], facts, reader):
            continue
        name = cells["名称"]
        unit = cells.get("单位", blank).text
        type_ = reader.type_of(cells["类型"], unit, name.text)
        if type_ is None:
            reader.broken.append(name.text)
            continue
        split = cells.get("分列", blank)
        question = cells.get("问题", blank)
        if not question.text:
            reader.bad(name.span, f"“{name.text}”没有写问题")
        facts[name.text] = DeclaredFact(
            Name(name.text, name.span),
            reader.id_of(cells["键"]),
            type_,
            question.text,
            cells.get("佐证", blank).text,
            Name(split.text, split.span) if split.text else None,
            None,
        )
        formula = cells.get("台账核算", blank)
        if formula.text:
            yield name.text, formula


def _ledger(table: Table, title: str, reader: _Reader, ledgers: dict[str, DeclaredLedger]) -> None:
    match = _LEDGER.fullmatch(title)
    if match is None:
        reader.bad(table.span, "台账表格上面的标题应为“台账 名称 英文键”")
        reader.broken += [*title.split(), *(row[0].text for row in table.rows)]
        return
    span = Span(table.span.file, table.span.start, table.span.start + 1)
    ledgers[match[1]] = DeclaredLedger(Name(match[1], span), match[2], "", _columns(table, reader))


def _events(table: Table, title: str, reader: _Reader, events: dict[str, DeclaredEvents]) -> None:
    match = _EVENTS.fullmatch(title)
    if match is None:
        reader.bad(table.span, "事件表格上面的标题应为“事件 名称”，另立的事件再加英文键")
        reader.broken += [*title.split(), *(row[0].text for row in table.rows)]
        return
    span = Span(table.span.file, table.span.start, table.span.start + 1)
    if match[1] in events:
        reader.found.report("SG302", span, text=match[1], other="同一文件的事件")
        return
    events[match[1]] = DeclaredEvents(Name(match[1], span), match[2] or "", _columns(table, reader))


def _columns(table: Table, reader: _Reader) -> dict[str, DeclaredColumn]:
    columns: dict[str, DeclaredColumn] = {}
    blank = Cell("", table.span)
    for row in table.rows:
        cells = _cells(table, row, reader)
        if cells is None or _twice(cells["列名"], columns, reader):
            continue
        name = cells["列名"]
        type_ = reader.type_of(cells["类型"], cells.get("单位", blank).text, name.text)
        if type_ is None:
            reader.broken.append(name.text)
            continue
        columns[name.text] = DeclaredColumn(
            Name(name.text, name.span),
            reader.id_of(cells["键"]),
            type_,
            cells.get("说明", blank).text,
        )
    return columns


def _actors(table: Table, reader: _Reader, actors: dict[str, DeclaredActor]) -> None:
    for row in table.rows:
        cells = _cells(table, row, reader)
        if cells is None:
            continue
        name = cells["名称"]
        if name.text in actors:
            reader.found.report("SG302", name.span, text=name.text, other="同一表格")
            continue
        actors[name.text] = DeclaredActor(
            Name(name.text, name.span), reader.id_of(cells["键"]), cells["原文"].text
        )


def with_computed(tables: Tables, cells: list[tuple[str, Cell]], read: ComputedReader) -> Tables:
    """The tables with their 台账核算 cells parsed by `read`."""
    facts = dict(tables.facts)
    for name, cell in cells:
        fact = facts[name]
        facts[name] = replace(fact, computed=read(fact.name, fact.id, cell))
    return replace(tables, facts=facts)
