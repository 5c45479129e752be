"""How a decision follows: from the scopes and the node that decides, reference by reference."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.explaining.auditing import entry_of
from sgpolicy.explaining.operands import operands
from sgpolicy.model.core import Expr, FactRef, Judged, Ref
from sgpolicy.model.derivation import Derivation
from sgpolicy.model.explanation import Check, Entry
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace


def derivation(trace: Trace) -> Derivation:
    """Everything that can be reached from the decision, node by node.

    Args:
        trace: What the evaluation found.
    """
    starts = (*trace.core.scopes, trace.core.root)
    entries: dict[str, Entry] = {}
    waiting = [*starts]
    while waiting:
        key = waiting.pop()
        if key in entries:
            continue
        entry = entries[key] = entry_of(trace.core.nodes[key], trace)
        for check in (entry.guard, entry.check):
            waiting.extend(() if check is None else _referred(check))
    return Derivation(starts, entries, _bearing(starts, trace))


def _referred(check: Check) -> Iterator[str]:
    if check.target is not None:
        yield check.target.id
    for part in check.parts:
        yield from _referred(part)


def _bearing(starts: tuple[str, ...], trace: Trace) -> frozenset[str]:
    """The nodes on which the outcome may rest under the readings in force, values and ledgers included.

    Of a node that does not apply, only the condition on which it would.
    """
    core, seen = trace.core, set(starts)
    waiting = [*starts]
    while waiting:
        node = core.nodes[waiting.pop()]
        is_cut_off = (
            node.guard is not None and trace.nodes[node.id].outcome is Outcome.NOT_APPLICABLE
        )
        exprs = [node.guard] if is_cut_off else [node.guard, node.body]
        found = {one for expr in exprs if expr is not None for one in _nodes_in(expr, trace)}
        waiting.extend(found - seen)
        seen |= found
    return frozenset(seen)


def _nodes_in(expr: Expr, trace: Trace) -> Iterator[str]:
    """The nodes to which an expression refers, also through facts and through who may judge."""
    core = trace.core
    waiting: list[Expr] = [expr]
    while waiting:
        one = waiting.pop()
        match one:
            case Ref(node=key):
                yield key
            case FactRef(fact=key) if (computed := core.facts[key].computed) is not None:
                waiting.append(computed)
            case Judged(finding=key):
                waiting.append(core.findings[key].assessors)
            case _:
                pass
        waiting.extend(operands(one, trace.readings))
