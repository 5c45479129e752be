"""What a decision cites: its clauses, and the data that alone reproduce it."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.explaining.deciding import deciding_walk, is_by_cases
from sgpolicy.explaining.operands import within
from sgpolicy.explaining.values import fact_keys
from sgpolicy.model.application import Application
from sgpolicy.model.citation import Citation
from sgpolicy.model.core import Expr, FactRef, Judged, Tally
from sgpolicy.model.explanation import Part
from sgpolicy.model.trace import Trace


def deciding_citations(trace: Trace) -> tuple[Citation, ...]:
    """The clauses that decided, each once, in the order of the law.

    For 不符合 those of the failing rules and findings, with the exceptions that applied; for 符合
    those met on which it rests; for 不适用 the scopes'; for an open outcome those of the rules and
    findings that are pending.
    """
    found: dict[Citation, None] = {}
    if trace.outcome.is_decided:
        for part in deciding_walk(trace).parts:
            found.update(dict.fromkeys(_leaves(part)))
    else:
        for item in trace.pending:
            nodes = item.nodes or ((item.id,) if item.kind == "finding" else ())
            found.update((trace.core.nodes[node].citation, None) for node in nodes)
    return tuple(sorted(found, key=lambda citation: citation.clause))


def cited_application(trace: Trace) -> Application:
    """The part of the application that a decided outcome rests on.

    Evaluated as of the same day under the same readings it gives the same outcome: the facts,
    ledgers and findings of the deciding tests, of the exceptions and guards on the way, and of the
    scopes. Where the outcome shows only case by case, all that the decision could have used; where
    it is open, too.
    """
    application = trace.application
    facts: set[str | tuple[str, str]] = set()
    ledgers: set[str] = set()
    findings: set[str] = set()
    for expr in within(_rested_on(trace), trace.core, trace.readings, application.ledgers):
        if isinstance(expr, FactRef):
            facts.update(fact_keys(expr.fact, trace))
        elif isinstance(expr, Tally):
            ledgers.add(expr.ledger)
        elif isinstance(expr, Judged):
            findings.add(expr.finding)
    return Application(
        {key: value for key, value in application.facts.items() if key in facts},
        {key: rows for key, rows in application.ledgers.items() if key in ledgers},
        {key: record for key, record in application.findings.items() if key in findings},
    )


def deciding_facts(trace: Trace) -> tuple[str | tuple[str, str], ...]:
    """The keys of the facts in `cited_application`, in the order the policy declares them."""
    order = {fact: i for i, fact in enumerate(trace.core.facts)}
    cited = cited_application(trace).facts
    return tuple(sorted(cited, key=lambda key: (order[_name(key)], str(key))))


def _rested_on(trace: Trace) -> Iterator[Expr]:
    if not trace.outcome.is_decided or is_by_cases(trace):
        for node in (trace.core.nodes[id_] for id_ in (*trace.core.scopes, trace.core.root)):
            yield node.body
            if node.guard is not None:
                yield node.guard
        return
    walk = deciding_walk(trace)
    for step in (*walk.tests, *walk.conditions):
        yield step.expr


def _name(key: str | tuple[str, str]) -> str:
    return key if isinstance(key, str) else key[0]


def _leaves(part: Part) -> Iterator[Citation]:
    if part.reasons or (part.inapplicable and not part.parts):
        yield part.citation
        for reason in part.reasons:
            yield from (cited for cited, applies in reason.exceptions if applies)
    for inner in part.parts:
        yield from _leaves(inner)
