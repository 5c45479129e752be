"""A policy made ready to run: every expression becomes a function once, not at each evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from math import prod
from typing import Final, cast, get_args

from sgpolicy.evaluating.conditions import condition
from sgpolicy.evaluating.figures import figure
from sgpolicy.evaluating.rereading import Consulted
from sgpolicy.evaluating.running import (
    Condition,
    Figure,
    Prepared,
    PreparedFact,
    PreparedNode,
)
from sgpolicy.model.core import Core, Expr, Fact, Judged, Node, Pick, Ref, Tally
from sgpolicy.records import fields

_MOST_COMBINATIONS = 64
_INNER: Final[dict[type, tuple[str, ...]]] = {
    kind: tuple(one.name for one in fields(kind) if one.compare and one.name != "type")
    for kind in get_args(Expr)
}
"""For each kind of expression, the fields in which others can stand."""


class Compiler:
    """Makes a policy's expressions ready to run."""

    def __init__(self, core: Core) -> None:
        self.core = core

    def condition(self, expr: Expr) -> Condition:
        """A truth-valued expression, ready to run."""
        return condition(self, expr)

    def figure(self, expr: Expr) -> Figure:
        """An expression of any other type, ready to run."""
        return figure(self, expr)


def prepare(core: Core) -> Prepared:
    """Make a policy ready to evaluate. The result never changes; threads may share it."""
    compiler = Compiler(core)
    return Prepared(
        core,
        {key: _node(compiler, node) for key, node in core.nodes.items()},
        {key: _fact(compiler, fact) for key, fact in core.facts.items()},
        {key: compiler.figure(one.assessors) for key, one in core.findings.items()},
        {key: one.default for key, one in core.interpretations.items()},
        Consulted(core, subexpressions),
    )


def prepare_again(prepared: Prepared, core: Core) -> Prepared:
    """Make a changed policy ready, taking over what is the same as in the policy it was changed from.

    Args:
        prepared: The policy before the change.
        core: The policy after it; unchanged nodes and facts are the same objects. A node that takes
            other ledgers than before counts as changing the facts computed through it.
    """
    compiler = Compiler(core)
    old = prepared.core
    nodes = {
        key: prepared.nodes[key] if node is old.nodes.get(key) else _node(compiler, node)
        for key, node in core.nodes.items()
    }
    changed = frozenset(key for key in nodes if nodes[key] is not prepared.nodes.get(key))
    facts = {
        key: prepared.facts[key]
        if fact is old.facts.get(key) and not _refers(core, fact.computed, changed)
        else _fact(compiler, fact)
        for key, fact in core.facts.items()
    }
    consulted = Consulted(core, subexpressions)
    return Prepared(core, nodes, facts, prepared.assessors, prepared.defaults, consulted)


def _refers(core: Core, expr: Expr | None, changed: frozenset[str]) -> bool:
    """Whether an expression rests on one of the changed nodes."""
    if expr is None or not changed:
        return False
    return any(isinstance(one, Ref) and one.node in changed for one in _reachable(core, expr))


def subexpressions(expr: object) -> Iterator[Expr]:
    """An expression and everything in it, outermost first."""
    if isinstance(expr, tuple):
        for item in expr:
            yield from subexpressions(item)
    elif type(expr) in _INNER:
        yield cast("Expr", expr)
        for name in _INNER[type(expr)]:
            yield from subexpressions(getattr(expr, name))


def ledgers_in(core: Core, expr: Expr, readings: Mapping[str, str]) -> frozenset[str]:
    """The ledgers an expression takes in the branches in force."""
    if isinstance(expr, Pick):
        return ledgers_in(core, expr.chosen(readings), readings)
    found: set[str] = set()
    if isinstance(expr, Tally):
        found.add(expr.ledger)
    if isinstance(expr, Ref):
        found |= ledgers_in(core, core.nodes[expr.node].body, readings)
    for part in parts_of(expr):
        found |= ledgers_in(core, part, readings)
    return frozenset(found)


def parts_of(expr: Expr) -> Iterator[Expr]:
    """The expressions directly in an expression."""
    for name in _INNER[type(expr)]:
        yield from _expressions(getattr(expr, name))


def _expressions(value: object) -> Iterator[Expr]:
    if isinstance(value, tuple):
        for item in value:
            yield from _expressions(item)
    elif type(value) in _INNER:
        yield cast("Expr", value)


def _fact(compiler: Compiler, fact: Fact) -> PreparedFact:
    computed, core = fact.computed, compiler.core
    if computed is None:
        return PreparedFact(fact, None, None, lambda _: frozenset())
    needs = _ledgers_needed(core, computed)
    if fact.type.kind == "truth":
        return PreparedFact(fact, compiler.condition(computed), None, needs)
    return PreparedFact(fact, None, compiler.figure(computed), needs)


def _ledgers_needed(core: Core, computed: Expr) -> Callable[[Mapping[str, str]], frozenset[str]]:
    """The ledgers that computing a fact takes, looked up by the readings it consults."""
    consulted = dict.fromkeys(
        one.interpretation for one in _reachable(core, computed) if isinstance(one, Pick)
    )
    if not consulted:
        always = ledgers_in(core, computed, {})
        return lambda _: always
    choices = [[one.id for one in core.interpretations[key].readings] for key in consulted]
    if prod(len(choice) for choice in choices) > _MOST_COMBINATIONS:
        return lambda readings: ledgers_in(core, computed, readings)
    table = {
        chosen: ledgers_in(core, computed, dict(zip(consulted, chosen, strict=True)))
        for chosen in product(*choices)
    }
    return lambda readings: table[tuple([readings[key] for key in consulted])]


def _reachable(core: Core, expr: Expr) -> Iterator[Expr]:
    for one in subexpressions(expr):
        yield one
        if isinstance(one, Ref):
            yield from _reachable(core, core.nodes[one.node].body)


def _node(compiler: Compiler, node: Node) -> PreparedNode:
    guard = None if node.guard is None else compiler.condition(node.guard)
    finding = next(
        (one.finding for one in subexpressions(node.body) if isinstance(one, Judged)), None
    )
    if node.body.type.kind == "truth":
        return PreparedNode(node, guard, compiler.condition(node.body), None, finding)
    return PreparedNode(node, guard, None, compiler.figure(node.body), finding)
