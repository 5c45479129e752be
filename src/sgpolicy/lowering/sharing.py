"""A policy's tables of correspondence → rules over shared items, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sgpolicy.diagnostics.records import Collector
from sgpolicy.lowering.elaborating import Elaborator
from sgpolicy.lowering.reporting import MisfitError, Scope
from sgpolicy.lowering.rows import complete_rows
from sgpolicy.model import core as c
from sgpolicy.model.application import Value
from sgpolicy.model.document import Cell, Table
from sgpolicy.model.program import Program
from sgpolicy.model.sharing import Apart, Correspondence, SharingRule
from sgpolicy.model.tree import Declaration, Name
from sgpolicy.model.types import TRUTH, Type
from sgpolicy.source.nearest import nearest
from sgpolicy.source.text import Span

FormulaReader = Callable[[Name, str, Cell], Declaration | None]
"""Parses a 式子 cell: the name and id it is for, and the cell."""

_RULES = ("事项", "取值", "式子", "理由")
_MUST = ("事项", "式子", "理由")
"""What may not be blank; 取值 may."""
_APART = ("名称", "也见于", "理由")
_TRUTHS = {"是": True, "否": False}


def lower_correspondence(
    core: c.Core,
    vocabulary: Program,
    tables: Iterable[Table],
    read: FormulaReader,
    found: Collector,
) -> Correspondence:
    """Read a policy's tables of correspondence; mistakes are reported, and their rows left out.

    Args:
        core: The policy.
        vocabulary: The shared items, bound.
        tables: The tables.
        read: Parses a formula in the shared items' names.
        found: Where mistakes go.
    """
    reader = _Reader(core, vocabulary, read, found)
    rules: list[SharingRule] = []
    apart: list[Apart] = []
    for table in tables:
        if set(_RULES) <= set(table.header):
            for cells in complete_rows(table, _MUST, reader.bad):
                rules += reader.rule(cells)
        elif set(_APART) <= set(table.header):
            for cells in complete_rows(table, _APART, reader.bad):
                apart += reader.apart(cells)
        else:
            reader.bad(table.span, f"表头应有“{'、'.join(_RULES)}”，或者“{'、'.join(_APART)}”")
    return Correspondence(core.policy, tuple(rules), tuple(apart))


class _Reader:
    def __init__(
        self, core: c.Core, vocabulary: Program, read: FormulaReader, found: Collector
    ) -> None:
        self.core = core
        self.facts = {fact.name: fact for fact in core.facts.values()}
        self.read = read
        self.found = found
        self.elaborator = Elaborator(vocabulary, found, {})
        self.given: dict[str, set[Value | None]] = {}

    def bad(self, span: Span, problem: str) -> None:
        self.found.report("SG109", span, problem=problem)

    def rule(self, cells: dict[str, Cell]) -> Iterator[SharingRule]:
        cell = cells["事项"]
        fact = self.facts.get(cell.text)
        if fact is None:
            near = nearest(cell.text, [*self.facts])
            hint = f"，是不是“{near}”？" if near else ""
            self.bad(cell.span, f"本办法没有“{cell.text}”这一事项{hint}")
            return
        if fact.split is not None:
            self.bad(cell.span, f"“{fact.name}”按口径分列填报，不能由共用事项得出")
            return
        value = self._value(fact, cells["取值"])
        if value is None and cells["取值"].text:
            return
        before = self.given.setdefault(fact.id, set())
        if value in before or (before and (value is None or None in before)):
            self.bad(cell.span, f"“{fact.name}”已经有对应，每个取值只能有一行")
            return
        before.add(value)
        formula = self._formula(fact, value, cells["式子"])
        if formula is not None:
            written, reason = cells["式子"].text, cells["理由"].text
            yield SharingRule(fact.id, value, formula, written, reason)

    def _value(self, fact: c.Fact, cell: Cell) -> Value | None:
        """The value that a 取值 cell means; None for a blank cell and after a report."""
        if not cell.text:
            return None
        members = [*_TRUTHS] if fact.type.kind == "truth" else [*fact.type.members]
        if fact.type.kind not in ("truth", "choice"):
            self.bad(cell.span, f"“{fact.name}”不是“是否”或单选，“取值”一格应留空")
        elif cell.text not in members:
            self.bad(cell.span, f"“{fact.name}”没有“{cell.text}”这一取值：{'、'.join(members)}")
        else:
            return _TRUTHS[cell.text] if fact.type.kind == "truth" else cell.text
        return None

    def _formula(self, fact: c.Fact, value: Value | None, cell: Cell) -> c.Expr | None:
        declaration = self.read(Name(fact.name, cell.span), fact.id, cell)
        if declaration is None or declaration.body is None:
            return None
        wanted = fact.type if value is None else TRUTH
        try:
            formula = self.elaborator.typed(declaration.body, wanted, Scope(None))
        except MisfitError:
            return None
        strange = [m for m in formula.type.members if not _has(wanted, m)]
        if strange:
            listed = "、".join(strange)
            self.bad(cell.span, f"“{fact.name}”没有“{listed}”，取值不同的，须逐个取值对应")
            return None
        return formula

    def apart(self, cells: dict[str, Cell]) -> Iterator[Apart]:
        name = cells["名称"]
        known = {*self.facts, *(one.name for one in self.core.ledgers.values())}
        known |= {one.name for one in self.core.findings.values()}
        if name.text not in known:
            self.bad(name.span, f"本办法没有“{name.text}”这一事项、台账或评定")
            return
        yield Apart(name.text, cells["也见于"].text, cells["理由"].text)


def _has(wanted: Type, member: str) -> bool:
    return wanted.kind not in ("choice", "set") or member in wanted.members
