"""Counts and sums over the applicant's ledgers: tree → Core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.lowering.events import lowered_tally
from sgpolicy.lowering.reporting import MisfitError, Scope
from sgpolicy.model import core as c
from sgpolicy.model import tree as t
from sgpolicy.model.types import Type

if TYPE_CHECKING:
    from sgpolicy.lowering.elaborating import Elaborator


def lowered_tallying(elaborator: Elaborator, node: t.Tallying, scope: Scope) -> c.Expr:
    """统计: over a ledger, or over events where the name is of such a kind."""
    program = elaborator.program
    ledger = program.tables.ledgers.get(node.ledger.text)
    if ledger is None or node.this_round:
        made = lowered_tally(elaborator, node, scope)
        if made is not None:
            return made
    if ledger is None:
        if program.owners.get(node.ledger.text) == "事项":
            raise MisfitError(node.ledger.text)
        raise elaborator.unknown(node.ledger, program.tables.ledgers, scope)
    elaborator.used.add(node.ledger.text)
    inner = Scope(scope.clause, ledger, scope.in_series)
    where = elaborator.truth(node.where, inner) if node.where is not None else None
    if node.summed is not None:
        summed = elaborator.expression(node.summed, inner)
        if not summed.type.is_numeric:
            raise elaborator.mismatch(node.summed, "数", summed.type, inner)
        return c.Tally(ledger.id, where, "sum", None, summed.type, summed, span=node.span)
    if node.column is None:
        return c.Tally(ledger.id, where, "rows", None, Type("count"), span=node.span)
    column = ledger.columns.get(node.column.text)
    if column is None:
        if node.column.text in program.owners:
            raise MisfitError(node.column.text)
        raise elaborator.unknown(node.column, ledger.columns, scope)
    elaborator.used_columns.add((node.ledger.text, node.column.text))
    if node.measure == "不同":
        return c.Tally(ledger.id, where, "distinct", column.id, Type("count"), span=node.span)
    if not column.type.is_numeric:
        raise elaborator.mismatch(node.column, "数", column.type, scope)
    return c.Tally(ledger.id, where, "sum", column.id, column.type, span=node.span)
