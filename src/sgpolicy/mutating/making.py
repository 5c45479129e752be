"""Mutants of a policy: every change to a rule, provision, ranking or formula, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from sgpolicy.model.citation import Clause
from sgpolicy.model.core import Core, Expr, Fact, Node, Not, Provision, Ranking, Tally
from sgpolicy.mutating.changes import changes_within
from sgpolicy.mutating.naming import phrase
from sgpolicy.mutating.provisions import provision_changes
from sgpolicy.mutating.rankings import ranking_changes
from sgpolicy.mutating.records import Changed, Mutant, Operator
from sgpolicy.mutating.spots import Spot, spots
from sgpolicy.records import replace

_Part = TypeVar("_Part", Provision, Ranking)


def mutants(core: Core, clause: Clause | None = None) -> Iterator[Mutant]:
    """Every mutant: of nodes, provisions, rankings, each in the order of the law; ledger formulas last.

    Args:
        core: The policy.
        clause: Only those of this clause and what stands under it; formulas of the facts it uses.
    """
    for node in core.nodes.values():
        if clause is None or covers(clause, node.citation.clause):
            yield from _of_node(core, node)
    for provision in core.provisions.values():
        if clause is None or covers(clause, provision.citation.clause):
            yield from _of_provision(core, provision)
    for ranking in core.rankings.values():
        if clause is None or covers(clause, ranking.citation.clause):
            yield from _of_ranking(core, ranking)
    for fact in core.facts.values():
        if clause is None or any(covers(clause, one) for one in fact.clauses):
            yield from _of_fact(core, fact)


def covers(clause: Clause, other: Clause) -> bool:
    """Whether `other` is `clause` or stands under it.

    Example:
        >>> covers(Clause("article", 7), Clause("article", 7, item=3))
        True
    """
    return (
        clause.kind == other.kind
        and clause.number == other.number
        and clause.paragraph in (0, other.paragraph)
        and clause.item in (0, other.item)
    )


def _of_node(core: Core, node: Node) -> Iterator[Mutant]:
    clause = node.citation.clause
    name = node.name

    def mutant(
        operator: Operator,
        path: str,
        texts: tuple[str, str],
        changed: Node | None,
        picks: tuple[tuple[str, str], ...] = (),
        scopes: tuple[str, ...] = core.scopes,
    ) -> Mutant:
        key = f"{node.id}/{path}/{operator.value}"
        before, after = texts
        return Mutant(key, operator, name, clause, before, after, changed, None, picks, scopes)

    for spot, operator, detail, texts, expr in _changed(core, node.body, "body"):
        path = f"{spot.path}{detail}"
        yield mutant(operator, path, texts, replace(node, body=expr), spot.picks)
    if node.guard is not None:
        said = phrase(core, node.guard)
        yield mutant(
            Operator.NO_GUARD, "guard", (f"适用条件 {said}", ""), replace(node, guard=None)
        )
        negated = replace(node, guard=Not(node.guard))
        yield mutant(Operator.NEGATE, "guard", (f"适用条件 {said}", f"非 {said}"), negated)
        for spot, operator, detail, texts, expr in _changed(core, node.guard, "guard"):
            if spot.path == "guard" and operator is Operator.NEGATE:
                continue
            path = f"{spot.path}{detail}"
            yield mutant(operator, path, texts, replace(node, guard=expr), spot.picks)
    if node.id in core.scopes:
        rest = tuple(key for key in core.scopes if key != node.id)
        yield mutant(Operator.NO_SCOPE, "scope", ("适用范围", ""), None, (), rest)


def _of_provision(core: Core, provision: Provision) -> Iterator[Mutant]:
    for change in provision_changes(core, provision):
        yield replace(_of_part(core, provision, change), provision=change.whole)


def _of_ranking(core: Core, ranking: Ranking) -> Iterator[Mutant]:
    for change in ranking_changes(core, ranking):
        yield replace(_of_part(core, ranking, change), ranking=change.whole)


def _of_part(core: Core, part: _Part, change: Changed[_Part]) -> Mutant:
    return Mutant(
        f"{part.id}/{change.path}/{change.operator.value}",
        change.operator,
        part.name,
        part.citation.clause,
        change.before,
        change.after,
        None,
        None,
        change.picks,
        core.scopes,
    )


def _of_fact(core: Core, fact: Fact) -> Iterator[Mutant]:
    if fact.computed is None:
        return
    first = fact.clauses[0] if fact.clauses else None
    for spot, operator, detail, (before, after), expr in _changed(core, fact.computed, "computed"):
        key = f"{fact.id}/{spot.path}{detail}/{operator.value}"
        changed = replace(fact, computed=expr)
        name = f"{fact.name}（{'经历' if is_of_events(core, fact) else '台账'}核算）"
        yield Mutant(
            key, operator, name, first, before, after, None, changed, spot.picks, core.scopes
        )


def _changed(
    core: Core, whole: Expr, path: str
) -> Iterator[tuple[Spot, Operator, str, tuple[str, str], Expr]]:
    """Each change to an expression or in it: where, how, its detail, how it is said, the new whole."""
    for spot, change, changed in changes_within(core, whole, path):
        detail = f".{change.detail}" if change.detail else ""
        yield spot, change.operator, detail, (change.before, change.after), changed


def is_of_events(core: Core, fact: Fact) -> bool:
    """Whether a fact is computed from events, not from the applicant's ledgers."""
    return fact.computed is not None and any(
        isinstance(spot.expr, Tally) and spot.expr.ledger in core.events
        for spot in spots(fact.computed, "")
    )
