"""A policy's tables of what an applicant can change, and of what must be so between numbers; checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from sgpolicy.diagnostics.records import Collector
from sgpolicy.lowering.rows import complete_rows
from sgpolicy.model import core as c
from sgpolicy.model.document import Cell, Table
from sgpolicy.model.types import NUMERIC
from sgpolicy.records import replace
from sgpolicy.source.nearest import nearest
from sgpolicy.source.text import Span

_CHANGES = ("事项", "方向")
_RELATIONS = ("这边", "关系", "那边", "理由")
_DIRECTIONS: dict[str, tuple[c.Direction, frozenset[str]]] = {
    "增加": ("more", NUMERIC | {"series", "set"}),
    "减少": ("less", NUMERIC | {"series", "set"}),
    "增减": ("either", NUMERIC | {"series"}),
    "取得": ("gain", frozenset({"truth"})),
    "放弃": ("give up", frozenset({"truth"})),
    "改选": ("choose", frozenset({"choice", "set"})),
    "推后": ("later", frozenset({"date"})),
    "改进": ("improve", frozenset({"finding"})),
}
"""The words for directions, and the kinds of facts they fit."""
_OPERATORS: dict[str, Literal["le", "eq"]] = {"不多于": "le", "等于": "eq"}
_LARGEST = 1000


def with_changeable(
    core: c.Core, tables: Iterable[Table], found: Collector, *, is_whole: bool = True
) -> c.Core:
    """The policy with what its tables say can be changed; mistakes are reported, and their rows left out.

    Args:
        core: The policy.
        tables: A table with the columns 事项, 方向 (权重, 说明), or 这边, 关系, 那边, 理由 (读法).
        found: Where mistakes go.
        is_whole: Whether all declarations could be read. If not, a name that is not there may be a declared
            one, and is not reported: what keeps its declaration from being read is.
    """
    reader = _Reader(core, found, is_whole=is_whole)
    changeable: dict[str, c.Changeable] = {}
    consistent: list[c.Consistency] = []
    for table in tables:
        if set(_CHANGES) <= set(table.header):
            for cells in complete_rows(table, _CHANGES, reader.bad):
                for one in reader.changes(cells):
                    if one.id in changeable:
                        reader.bad(cells["事项"].span, f"“{cells['事项'].text}”写了两次")
                    changeable[one.id] = one
        elif set(_RELATIONS) <= set(table.header):
            for cells in complete_rows(table, _RELATIONS, reader.bad):
                consistent += reader.relation(cells)
        else:
            wanted = f"“{'、'.join(_CHANGES)}”，或者“{'、'.join(_RELATIONS)}”"
            reader.bad(table.span, f"表头应有{wanted}")
    return replace(core, changeable=changeable, consistent=tuple(consistent))


class _Reader:
    def __init__(self, core: c.Core, found: Collector, *, is_whole: bool) -> None:
        self.core = core
        self.is_whole = is_whole
        self.found = found
        self.facts = {fact.name: fact for fact in core.facts.values()}
        self.findings = {one.name: one for one in core.findings.values()}
        numbers = (n for n in core.nodes.values() if n.kind in ("definition", "amount"))
        self.numbers = {n.name: n for n in numbers if n.body.type.kind in NUMERIC}

    def bad(self, span: Span, problem: str) -> None:
        self.found.report("SG109", span, problem=problem)

    def changes(self, cells: dict[str, Cell]) -> Iterator[c.Changeable]:
        """One row; it may name several findings alike."""
        known = _DIRECTIONS.get(cells["方向"].text)
        if known is None:
            words = "、".join(_DIRECTIONS)
            self.bad(cells["方向"].span, f"没有“{cells['方向'].text}”这一方向：{words}")
            return
        direction, kinds = known
        weight = self._weight(cells.get("权重"))
        note = cells["说明"].text if "说明" in cells else ""
        cell = cells["事项"]
        for name in cell.text.split("、"):
            fact, finding = self.facts.get(name), self.findings.get(name)
            if fact is None and finding is None:
                self.unknown(cell, name, [*self.facts, *self.findings])
                continue
            kind = "finding" if fact is None else fact.type.kind
            if kind not in kinds:
                self.bad(cell.span, f"“{name}”不能“{cells['方向'].text}”，类型不合")
                continue
            key = fact.id if fact is not None else finding.id if finding is not None else ""
            yield c.Changeable(key, direction, weight, note)

    def _weight(self, cell: Cell | None) -> int:
        if cell is None or not cell.text:
            return 1
        if re.fullmatch(r"[1-9]\d{0,3}", cell.text) and int(cell.text) <= _LARGEST:
            return int(cell.text)
        self.bad(cell.span, f"权重应为 1 到 {_LARGEST} 的整数，现在是“{cell.text}”")
        return 1

    def relation(self, cells: dict[str, Cell]) -> Iterator[c.Consistency]:
        operator = _OPERATORS.get(cells["关系"].text)
        if operator is None:
            words = "、".join(_OPERATORS)
            self.bad(cells["关系"].span, f"没有“{cells['关系'].text}”这一关系：{words}")
            return
        left, right = self._sum(cells["这边"]), self._sum(cells["那边"])
        under = self._under(cells.get("读法"))
        if left is None or right is None or under is None:
            return
        kinds = {self._kind(key) for _, key in (*left, *right)}
        if len(kinds) > 1:
            self.bad(cells["这边"].span, "两边的类型或单位不同，不能比较")
            return
        turned: list[tuple[Literal[1, -1], str]] = [
            (-1 if sign == 1 else 1, key) for sign, key in right
        ]
        written = f"{cells['这边'].text} {cells['关系'].text} {cells['那边'].text}"
        reason = cells["理由"].text
        yield c.Consistency((*left, *turned), operator, written, reason, under)

    def _kind(self, key: str) -> str:
        """Numbers are compared by kind alone: 家 and 次 are both counted."""
        fact = self.core.facts.get(key)
        return fact.type.kind if fact is not None else self.core.nodes[key].body.type.kind

    def _sum(self, cell: Cell) -> tuple[tuple[Literal[1, -1], str], ...] | None:
        terms: list[tuple[Literal[1, -1], str]] = []
        sign: Literal[1, -1] = 1
        for word in re.split(r"\s+(加|减)\s+", cell.text):
            if word in ("加", "减"):
                sign = 1 if word == "加" else -1
                continue
            fact, number = self.facts.get(word), self.numbers.get(word)
            if fact is not None and fact.type.kind not in NUMERIC:
                self.bad(cell.span, f"“{word}”不是数量，不能比较大小")
                return None
            if fact is None and number is None:
                self.unknown(cell, word, [*self.facts, *self.numbers])
                return None
            terms.append((sign, fact.id if fact is not None else number.id if number else ""))
        return tuple(terms)

    def _under(self, cell: Cell | None) -> tuple[tuple[str, str], ...] | None:
        if cell is None or not cell.text:
            return ()
        name, _, value = cell.text.partition("=")
        items = {one.name: one for one in self.core.interpretations.values()}
        item = items.get(name)
        reading = None if item is None else item.reading(value)
        if item is None or reading is None:
            if self.is_whole or "=" not in cell.text:
                self.bad(cell.span, f"“{cell.text}”应写作“口径=读法”，如“年度口径=自然年”")
            return None
        return ((item.id, reading.id),)

    def unknown(self, cell: Cell, name: str, known: list[str]) -> None:
        """Report a name that nothing has."""
        if not self.is_whole:
            return
        near = nearest(name, known)
        hint = f"，是不是“{near}”？" if near else ""
        self.bad(cell.span, f"本办法没有“{name}”{hint}")
