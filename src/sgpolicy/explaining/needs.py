"""What is still open, which readings were in force, and what was given but not used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sgpolicy.explaining.deciding import deciding_walk, mention
from sgpolicy.explaining.operands import within
from sgpolicy.explaining.reasons import assessors_of, votes_of
from sgpolicy.explaining.values import readings_in, value_of
from sgpolicy.model.core import AtYear, Expr, FactRef, Interpretation, Judged, Tally
from sgpolicy.model.explanation import Effect, Mention, Need, ReadingUsed, Value
from sgpolicy.model.trace import PendingItem, Trace
from sgpolicy.records import replace


def needs(trace: Trace) -> tuple[Need, ...]:
    """Everything pending, facts first, as the trace has it."""
    return tuple(_need(item, trace) for item in trace.pending)


def differences(trace: Trace) -> tuple[Value, ...]:
    """Values stated otherwise than the ledgers have them, each once."""
    found = (value_of(reading, trace) for reading in trace.differences)
    return tuple(dict.fromkeys(found))


def open_facts(trace: Trace) -> tuple[str, ...]:
    """Names of unstated facts that leave open which clause decides, though not the outcome."""
    missing = {
        reading.expr.fact
        for reading in readings_in(trace)
        if reading.source == "missing" and isinstance(reading.expr, FactRef)
    }
    exprs = (step.expr for step in deciding_walk(trace).open)
    met = {e.fact for e in within(exprs, trace.core, trace.readings) if isinstance(e, FactRef)}
    return tuple(fact.name for fact in trace.core.facts.values() if fact.id in met & missing)


def readings_used(trace: Trace, *, all_of_them: bool) -> tuple[ReadingUsed, ...]:
    """The readings that bear on eligibility: those relied on, or all, by the inventory's number."""
    found: list[ReadingUsed] = []
    for interpretation in trace.core.interpretations.values():
        is_relied_on = interpretation.id in (*trace.relied_on, *trace.counted_on)
        bears = "eligibility" in interpretation.bears_on
        if not (bears and (is_relied_on or all_of_them)) and not (is_relied_on and all_of_them):
            continue
        key = trace.readings.get(interpretation.id, interpretation.default)
        used = reading_used(interpretation, key, is_relied_on=is_relied_on)
        found.append(replace(used, effects=tuple(_effects(interpretation, trace))))
    return by_number(found)


def reading_used(interpretation: Interpretation, key: str, *, is_relied_on: bool) -> ReadingUsed:
    """An interpretation with the reading in force, without what others would have made of it."""
    chosen = interpretation.reading(key)
    return ReadingUsed(
        id=interpretation.id,
        name=interpretation.name,
        number=interpretation.number,
        citation=interpretation.citation,
        question=interpretation.question,
        chosen=key if chosen is None else chosen.name,
        reason="" if chosen is None else chosen.reason,
        others=tuple(r.name for r in interpretation.readings if r is not chosen),
        is_default=chosen is interpretation.reading(interpretation.default),
        is_relied_on=is_relied_on,
        effects=(),
        settled=interpretation.settled,
    )


def by_number(found: Iterable[ReadingUsed]) -> tuple[ReadingUsed, ...]:
    """Interpretations by the inventory's number: K-2 before K-10."""
    return tuple(sorted(found, key=lambda used: (_natural(used.number), used.id)))


def _effects(interpretation: Interpretation, trace: Trace) -> Iterator[Effect]:
    for alternative in trace.alternatives or ():
        if alternative.interpretation == interpretation.id:
            reading = interpretation.reading(alternative.reading)
            name = alternative.reading if reading is None else reading.name
            yield Effect(name, alternative.outcome)


def unused(trace: Trace, applicant: str) -> tuple[str, ...]:
    """Names of what was given though the decision could not use it under the readings in force.

    Args:
        trace: The trace.
        applicant: The id of the fact that names the applicant, which needs no rule.
    """
    core, given = trace.core, trace.application
    roots: list[Expr] = []
    amounts = (node.id for node in core.nodes.values() if node.kind == "amount")
    for node in (core.nodes[id_] for id_ in (*core.scopes, core.root, *amounts)):
        roots.extend((node.body,) if node.guard is None else (node.body, node.guard))
    used = set(_names(within(roots, core, trace.readings)))
    facts = {key if isinstance(key, str) else key[0] for key in given.facts}
    names = [core.facts[f].name for f in core.facts if f in facts - used and f != applicant]
    names += [core.ledgers[x].name for x in core.ledgers if x in given.ledgers and x not in used]
    names += [core.findings[x].name for x in core.findings if x in given.findings and x not in used]
    return tuple(names)


def _names(exprs: Iterator[Expr]) -> Iterator[str]:
    for expr in exprs:
        if isinstance(expr, FactRef):
            yield expr.fact
        elif isinstance(expr, Tally):
            yield expr.ledger
        elif isinstance(expr, Judged):
            yield expr.finding


def _need(item: PendingItem, trace: Trace) -> Need:
    where = tuple(mention(node, trace) for node in item.nodes if node in trace.core.nodes)
    if item.kind == "finding":
        finding = trace.core.findings[item.id]
        return Need(
            kind="finding",
            id=item.id,
            name=finding.name,
            question=finding.question,
            evidence=finding.evidence,
            cause=item.cause,
            where=where or (mention(item.id, trace),),
            assessors=assessors_of(finding, trace),
            panel=votes_of(item.id, trace),
        )
    if item.id not in trace.core.facts:
        return _ledger_need(item, trace, where)
    fact = trace.core.facts[item.id]
    reading = ""
    if item.reading is not None and fact.split is not None:
        asked = trace.core.interpretations[fact.split].reading(item.reading)
        reading = item.reading if asked is None else asked.name
    values: dict[Value, None] = {}
    if item.cause != "missing":
        for found in readings_in(trace):
            if _fact(found.expr) == item.id and (found.open_rows or found.source == "conflict"):
                values[value_of(found, trace)] = None
    return Need(
        kind="fact",
        id=item.id,
        name=fact.name,
        question=fact.question,
        evidence=fact.evidence,
        cause=item.cause,
        reading=reading,
        where=where,
        values=tuple(values),
    )


def _ledger_need(item: PendingItem, trace: Trace, where: tuple[Mention, ...]) -> Need:
    """A ledger that a rule counts in by itself: not given, or with blanks that leave the count open."""
    ledger = trace.core.ledger(item.id)
    values: dict[Value, None] = {}
    if item.cause != "missing":
        for found in readings_in(trace):
            if isinstance(found.expr, Tally) and found.expr.ledger == item.id and found.open_rows:
                values[value_of(found, trace)] = None
    return Need(
        kind="fact",
        id=item.id,
        name=ledger.name,
        question=ledger.question,
        evidence="",
        cause=item.cause,
        where=where,
        values=tuple(values),
    )


def _fact(expr: Expr) -> str:
    """The fact that an expression reads, whole or for one year."""
    inner = expr.series if isinstance(expr, AtYear) else expr
    return inner.fact if isinstance(inner, FactRef) else ""


def _natural(number: str) -> tuple[tuple[str, int], ...]:
    """Sort K-5 before K-13."""
    return tuple((a, int(b or 0)) for a, b in re.findall(r"([^0-9]*)([0-9]*)", number))
