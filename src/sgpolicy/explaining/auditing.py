"""The audit: every node with everything that was found about it, in the order of the law."""

from __future__ import annotations

from sgpolicy.explaining.deciding import mention, taken
from sgpolicy.explaining.reasons import Setting, reason_of
from sgpolicy.explaining.values import value_of
from sgpolicy.model.citation import Clause
from sgpolicy.model.core import All, AtLeast, Branch, Node, Not, Pick, Ref, Truth
from sgpolicy.model.explanation import Check, Entry, Place
from sgpolicy.model.trace import Step, Trace
from sgpolicy.records import replace

_KINDS = {"notice": 0, "chapter": 1, "article": 2, "annex": 3}


def places(trace: Trace) -> tuple[Place, ...]:
    """Every clause in which something stands: the notice, chapters, articles, then the annexes."""
    by_clause: dict[Clause, list[Node]] = {}
    for node in trace.core.nodes.values():
        by_clause.setdefault(node.citation.clause, []).append(node)
    ordered = sorted(
        by_clause,
        key=lambda at: (_KINDS[at.kind], at.number, at.rank, at.paragraph, at.item, at.group),
    )
    return tuple(_place(clause, by_clause[clause], trace) for clause in ordered)


def _place(clause: Clause, nodes: list[Node], trace: Trace) -> Place:
    whole = next((n for n in nodes if n.kind == "clause"), None)
    entries = [entry_of(node, trace) for node in nodes if node is not whole]
    if whole is not None and trace.nodes[whole.id].guard is not None:
        entry = entry_of(whole, trace)
        entries.insert(0, replace(entry, check=None))
    outcome = None if whole is None else trace.nodes[whole.id].outcome
    return Place(clause, outcome, tuple(entries))


def entry_of(node: Node, trace: Trace) -> Entry:
    """A node with everything that was found about it."""
    seen = trace.nodes[node.id]
    setting = Setting(node)
    return Entry(
        mention=mention(node.id, trace),
        guard=None if seen.guard is None else check_of(seen.guard, setting, trace),
        check=None if seen.body is None else check_of(seen.body, setting, trace),
        value=None if seen.value is None else value_of(seen.value, trace),
    )


def check_of(step: Step, setting: Setting, trace: Trace) -> Check:
    """A step with everything under it."""
    inner = tuple(check_of(child, setting, trace) for child in step.children)
    plain = Check("constant", step.outcome, parts=inner)
    match step.expr:
        case All():
            return replace(plain, form="all")
        case AtLeast() as expr:
            return replace(plain, form="at_least", number=expr.number)
        case Not():
            return replace(plain, form="not")
        case Branch() as expr:
            applies = taken(step.children[0])
            return replace(plain, form="exception", taken=applies, citation=expr.citation)
        case Pick() as expr:
            return replace(plain, form="reading", reading=expr.interpretation)
        case Ref() as expr:
            return replace(plain, form="reference", target=mention(expr.node, trace))
        case Truth():
            return plain
        case _:
            reason = reason_of(step, setting, trace)
            return plain if reason is None else replace(plain, form="test", reason=reason)
