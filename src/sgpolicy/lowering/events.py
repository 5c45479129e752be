"""Kinds of events: what rules may ask of a history.

A step, a duty and a power are each a kind of event, under its own name, once it can be recorded; further
kinds (occurrences, such as a violation that was verified) are declared by a table alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sgpolicy.lowering.reporting import MisfitError, Scope
from sgpolicy.model import core as c
from sgpolicy.model import tree as t
from sgpolicy.model.program import DeclaredColumn, DeclaredLedger, Program
from sgpolicy.model.types import DATE, TRUTH, Type
from sgpolicy.records import replace

if TYPE_CHECKING:
    from sgpolicy.lowering.elaborating import Elaborator

RECORDED = frozenset({"步骤", "义务", "权力"})
"""Declarations that a history may record as done."""

DAY = "日期"
"""The column that every kind of event has in rules."""


def event_ledger(program: Program, name: str) -> DeclaredLedger | None:
    """A kind of event as a ledger, by name; None if there is none of that name."""
    declared = program.tables.events.get(name)
    declaration = program.declarations.get(name)
    if declaration is not None and declaration.word in RECORDED:
        key, span = declaration.id, declaration.name.span
    elif declared is not None and declared.id:
        key, span = declared.id, declared.name.span
    else:
        return None
    columns = {DAY: DeclaredColumn(t.Name(DAY, span), "date", DATE, "")}
    columns |= {} if declared is None else declared.columns
    return DeclaredLedger(t.Name(name, span), key, "", columns)


def results_of(declaration: t.Declaration | None) -> tuple[str, ...]:
    """What a step can come to."""
    part = declaration.part("结果") if declaration is not None else None
    return tuple(name.text for name in part.names) if part is not None else ()


def lowered_tally(elaborator: Elaborator, node: t.Tallying, scope: Scope) -> c.Expr | None:
    """A count or sum over events; None if the name is no kind of event."""
    ledger = event_ledger(elaborator.program, node.ledger.text)
    if ledger is None:
        if node.this_round:
            raise elaborator.unknown(node.ledger, _known(elaborator.program), scope)
        return None
    event = t.EventRef(node.ledger, None, node.where, node.span)
    where = _where(elaborator, event, ledger, scope, this_round=node.this_round)
    if node.column is None:
        return c.Tally(ledger.id, where, "rows", None, Type("count", "次"), span=node.span)
    column = _column(elaborator, node.column, ledger, scope)
    if node.measure == "不同":
        return c.Tally(ledger.id, where, "distinct", column.id, Type("count"), span=node.span)
    if not column.type.is_numeric:
        raise elaborator.mismatch(node.column, "数", column.type, scope)
    return c.Tally(ledger.id, where, "sum", column.id, column.type, span=node.span)


def lowered_happened(elaborator: Elaborator, node: t.Happened, scope: Scope) -> c.Expr:
    """有过, 本轮有: at least one such event."""
    ledger = _ledger(elaborator, node.event, scope)
    where = _where(elaborator, node.event, ledger, scope, this_round=node.word == "本轮有")
    count = Type("count", "次")
    tally = c.Tally(ledger.id, where, "rows", None, count, span=node.event.span)
    one = c.Constant(Fraction(1), count, "1次")
    return c.Compare("ge", tally, one, "至少 1次", span=node.span)


def lowered_recorded(elaborator: Elaborator, node: t.Recorded, scope: Scope) -> c.Expr:
    """最近、最早、本轮 … 的 …: a cell of one event."""
    ledger = _ledger(elaborator, node.event, scope)
    where = _where(elaborator, node.event, ledger, scope, this_round=node.word == "本轮")
    column = _column(elaborator, node.column, ledger, scope)
    if column.type.kind in ("truth", "text"):
        raise elaborator.mismatch(node.column, "日期、数或选项", column.type, scope)
    measure: c.Measure = "earliest" if node.word == "最早" else "latest"
    return c.Tally(ledger.id, where, measure, column.id, column.type, span=node.span)


def _ledger(elaborator: Elaborator, event: t.EventRef, scope: Scope) -> DeclaredLedger:
    ledger = event_ledger(elaborator.program, event.kind.text)
    if ledger is None:
        if event.kind.text in elaborator.program.owners:
            declaration = elaborator.program.declarations.get(event.kind.text)
            if declaration is None:
                raise MisfitError(event.kind.text)
            raise elaborator.wrong_kind(event.kind, declaration.word, "事件", scope)
        raise elaborator.unknown(event.kind, _known(elaborator.program), scope)
    return ledger


def _known(program: Program) -> list[str]:
    steps = [name for name, d in program.declarations.items() if d.word in RECORDED]
    return [*steps, *program.tables.events]


def _column(
    elaborator: Elaborator, name: t.Name, ledger: DeclaredLedger, scope: Scope
) -> DeclaredColumn:
    column = ledger.columns.get(name.text)
    if column is None:
        raise elaborator.unknown(name, ledger.columns, scope)
    elaborator.used_columns.add((ledger.name.text, name.text))
    return column


def _where(
    elaborator: Elaborator,
    event: t.EventRef,
    ledger: DeclaredLedger,
    scope: Scope,
    *,
    this_round: bool,
) -> c.Expr:
    """Which events count: only those that were as the text says have effects."""
    elaborator.used.add(event.kind.text)
    tests: list[c.Expr] = [c.Column(ledger.id, "is_valid", TRUTH)]
    if this_round:
        tests.append(c.Column(ledger.id, "in_round", TRUTH))
    if event.result is not None:
        results = results_of(elaborator.program.declarations.get(event.kind.text))
        kind = Type("choice", None, results, domain=f"{ledger.id}.result")
        if event.result.text not in results:
            raise elaborator.no_member(event.result, kind, scope)
        tests.append(c.Member(c.Column(ledger.id, "result", kind), (event.result.text,)))
    if event.where is not None:
        inner = Scope(scope.clause, ledger, scope.in_series)
        tests.append(elaborator.truth(event.where, inner))
    return tests[0] if len(tests) == 1 else c.All(tuple(tests), span=event.span)


def event_kinds(program: Program, elaborator: Elaborator) -> dict[str, c.EventKind]:
    """Every kind of event a history of this policy may record, in the order of the law.

    Of duties those with a day, of powers those that depend on something: nobody records for a platform
    that a law may be interpreted. A table of its own makes any of them a kind.
    """
    kinds = {}
    for name, declaration in program.declarations.items():
        if declaration.word in RECORDED and _is_recorded(program, declaration):
            kinds[declaration.id] = _kind(program, name, declaration.id, results_of(declaration))
    for name, declared in program.tables.events.items():
        attached = program.declarations.get(name)
        if declared.id:
            kind = _kind(program, name, declared.id, ())
            kinds[declared.id] = replace(kind, provision="")
        elif not (attached.word in RECORDED if attached else name in program.owners):
            problem = f"“{name}”不是步骤、义务或者权力；另立的事件，标题须写英文键"
            elaborator.found.report("SG109", declared.name.span, problem=problem)
    return kinds


def _is_recorded(program: Program, declaration: t.Declaration) -> bool:
    if declaration.part("起于") is not None:
        return False  # a title is granted by its step being done
    if declaration.word == "步骤" or declaration.name.text in program.tables.events:
        return True
    if declaration.word == "权力":
        return declaration.guard is not None or declaration.part("须") is not None
    deadline = declaration.part("期限")
    return deadline is not None and deadline.text is not None and "每年" in deadline.text.text


def _kind(program: Program, name: str, key: str, results: tuple[str, ...]) -> c.EventKind:
    declared = program.tables.events.get(name)
    actors = tuple(program.tables.actors)
    common = {
        "date": ("日期", DATE),
        "by": ("办理人", Type("choice", None, actors, domain="主体")),
        "result": ("办理结果", Type("choice", None, results, domain=f"{key}.result")),
        "is_valid": ("合规", TRUTH),
        "in_round": ("在本轮", TRUTH),
    }
    columns = [c.LedgerColumn(k, *common[k]) for k in c.EVENT_COLUMNS]
    own = () if declared is None else declared.columns.values()
    columns += [c.LedgerColumn(one.id, one.name.text, one.type, one.note) for one in own]
    ledger = c.Ledger(key, name, "", tuple(columns))
    return c.EventKind(key, name, key, "", results, ledger)
