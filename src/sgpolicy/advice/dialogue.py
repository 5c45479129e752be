"""Questions to a decision: why is it so, why is it not otherwise, what if something else were the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sgpolicy.advice.goals import Goals
from sgpolicy.advice.moves import Moves
from sgpolicy.advice.proposals import remedy_of
from sgpolicy.advice.remedies import lightest, tests_of
from sgpolicy.advice.sensitivity import reading_changes
from sgpolicy.advice.situations import Cell, Situation, reached, shifts
from sgpolicy.advice.ways import Search
from sgpolicy.applying.reading import read_application
from sgpolicy.errors import ApplicationError
from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.explaining.deciding import Walk, mention
from sgpolicy.explaining.reasons import Setting, reason_of
from sgpolicy.explaining.values import datum
from sgpolicy.model.advice import (
    Answer,
    Comparison,
    Difference,
    Shift,
    Subject,
    Supposed,
)
from sgpolicy.model.citation import parse_clause
from sgpolicy.model.core import Core, Node
from sgpolicy.model.explanation import Part, Reason
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace
from sgpolicy.records import replace
from sgpolicy.source.nearest import nearest

_MOST_REMEDIES = 3
_TRUTHS = {"是": True, "否": False, "yes": True, "no": False, True: True, False: False}


def node_called(core: Core, name: str) -> Node:
    """The rule, finding, combination, scope or clause of that name, id or citation.

    Raises:
        KeyError: If there is none.
    """
    asked = {"rule", "finding", "combination", "scope", "clause"}
    known = {node.name: node for node in core.nodes.values() if node.kind in asked}
    known |= {node.id: node for node in core.nodes.values() if node.kind in asked}
    clause = parse_clause(name)
    found = known.get(name) or (None if clause is None else known.get(clause.label))
    if found is None:
        near = nearest(name, [*known])
        raise KeyError(f"没有“{name}”" + (f"，是不是“{near}”？" if near else ""))
    return found


def why(situation: Situation, trace: Trace, name: str | None) -> Answer:
    """Why something came to what it did; None for the whole decision.

    Raises:
        KeyError: If there is no such rule, finding, combination, scope or clause.
    """
    node = _asked(trace, name)
    return _answer(situation, trace, node)


def why_not(situation: Situation, trace: Trace, name: str | None) -> Answer:
    """Why something is not 符合, and with which changes it would be.

    Raises:
        KeyError: If there is no such rule, finding, combination, scope or clause.
    """
    node = _asked(trace, name)
    answer = replace(_answer(situation, trace, node), asks="why_not")
    if trace.nodes[node.id].outcome is Outcome.MET:
        return answer
    moves = Moves(situation)
    is_whole = node.id == trace.core.root
    search = Search(moves, node=None if is_whole else node.id)
    found, _ = lightest(search, (), _MOST_REMEDIES)
    return replace(answer, remedies=tuple(remedy_of(moves, changes) for changes in found))


def _asked(trace: Trace, name: str | None) -> Node:
    return trace.core.nodes[trace.core.root] if name is None else node_called(trace.core, name)


def _answer(situation: Situation, trace: Trace, node: Node) -> Answer:
    core, seen = trace.core, trace.nodes[node.id]
    about = (core.title, core.document_number, trace.on)
    outcome = seen.outcome
    part: Part | None = None
    left: tuple[Reason, ...] = ()
    if outcome is Outcome.NOT_APPLICABLE and seen.guard is not None and seen.body is None:
        part = replace(Walk(trace).told(node, seen.guard, Outcome.NOT_MET), outcome=outcome)
    elif outcome is not None and outcome.is_decided:
        part = Walk(trace).visit(node, outcome)
    else:
        left = tuple(_open(situation, trace, node))
    return Answer(*about, "why", mention(node.id, trace), part, left)


def _open(situation: Situation, trace: Trace, node: Node) -> Iterator[Reason]:
    """The tests in a node that are open."""
    run = situation.run()
    compiler = Compiler(trace.core)
    for test in tests_of(Goals(trace.core).met(run, node.id)):
        step = compiler.condition(test.expr)(run)
        if not step.outcome.is_decided:
            reason = reason_of(step, Setting(trace.core.nodes[test.node]), trace)
            if reason is not None:
                yield reason


# ── what if ──────────────────────────────────────────────────────────────────────────────


def supposing(
    situation: Situation, changes: Mapping[str, Any], on: date | None
) -> tuple[Situation, tuple[Supposed, ...]]:
    """The situation with something stated or judged otherwise.

    Args:
        situation: As it is.
        changes: By name or key, as in an application. None takes a fact back; of a yearly series the years
            that are named change. A finding is 是 or 否.
        on: The day of the evaluation, if it is another one.

    Raises:
        ApplicationError: With every problem in the changes.
    """
    core = situation.prepared.core
    findings = {key: one.id for one in core.findings.values() for key in (one.name, one.id)}
    facts = {key: one.id for one in core.facts.values() for key in (one.name, one.id)}
    judged: dict[str, bool | None] = {}
    cells: dict[Cell, Any] = {}
    data: dict[str, Any] = {}
    for name, value in changes.items():
        is_judgement = isinstance(value, bool | str) and value in _TRUTHS
        if name in findings and (value is None or is_judgement):
            judged[findings[name]] = None if value is None else _TRUTHS[value]
        elif name in facts and value is None:
            cells[Cell(facts[name])] = None
        else:
            data[name] = value
    read = read_application(core, data)
    if read.problems:
        raise ApplicationError(read.problems)
    given = read.application
    others: dict[str | tuple[str, str], Any] = {}
    for key, value in given.facts.items():
        fact = core.facts[key if isinstance(key, str) else key[0]]
        split = fact.split
        if not isinstance(key, str) and split is not None and key[1] != situation.readings[split]:
            others[key] = value
        elif isinstance(value, Mapping):
            cells |= {Cell(fact.id, year): count for year, count in value.items()}
        else:
            cells[Cell(fact.id)] = value
    before = situation.application
    base = replace(
        situation,
        application=replace(
            before,
            facts={**before.facts, **others},
            ledgers={**before.ledgers, **given.ledgers},
            findings={**before.findings, **given.findings},
        ),
    )
    after = base.supposing(cells, judged, on)
    told = [*_told_cells(situation, cells), *_told_findings(situation, after)]
    told += [
        Supposed(Subject("ledger", key, core.ledger(key).name), None, f"{len(rows)} 行")
        for key, rows in given.ledgers.items()
    ]
    return after, tuple(told)


def _told_cells(situation: Situation, cells: Mapping[Cell, Any]) -> Iterator[Supposed]:
    run = situation.run()
    for cell, value in cells.items():
        kind = situation.fact(cell).type
        before = situation.value(cell, run) if cell.year or kind.kind != "series" else None
        shown = None if value is None else datum(value, kind)
        yield Supposed(situation.subject(cell), datum(before, kind), shown)


def _told_findings(before: Situation, after: Situation) -> Iterator[Supposed]:
    one, other = before.run(), after.run()
    for key, finding in before.prepared.core.findings.items():
        earlier, _ = one.judgement(key)
        later, _ = other.judgement(key)
        if before.application.findings.get(key) != after.application.findings.get(key):
            yield Supposed(
                Subject("finding", key, finding.name),
                None if earlier is None else earlier.met,
                None if later is None else later.met,
            )


def compared(trace: Trace, after: Trace, supposed: tuple[Supposed, ...]) -> Comparison:
    """What differs between two evaluations."""
    core = trace.core
    changed = {k: v for k, v in after.readings.items() if trace.readings[k] != v}
    return Comparison(
        core.title,
        core.document_number,
        trace.on,
        after.on,
        supposed,
        tuple(reading_changes(trace, changed)),
        trace.outcome,
        after.outcome,
        shifts(trace, after, frozenset({"clause"})),
        tuple(
            Difference(shift, _reasons(trace, shift), _reasons(after, shift))
            for shift in shifts(trace, after)
        ),
    )


def _reasons(trace: Trace, shift: Shift) -> tuple[Reason, ...]:
    """The tests that decide a rule in one of the evaluations."""
    seen = trace.nodes[shift.node.id]
    if seen.outcome is None or not seen.outcome.is_decided or shift.node.id not in reached(trace):
        return ()
    part = Walk(trace).visit(trace.core.nodes[shift.node.id], seen.outcome)
    return () if part is None else part.reasons
