"""One truth-valued test of the trace → one `Reason`."""

from __future__ import annotations

from sgpolicy.explaining import shortfalls
from sgpolicy.explaining.operands import actor_names
from sgpolicy.explaining.values import datum, fact_value, value_of
from sgpolicy.model.application import Panel, Seat
from sgpolicy.model.citation import Citation
from sgpolicy.model.core import (
    Compare,
    Elapsed,
    FactRef,
    Finding,
    Judged,
    Member,
    Node,
    SetCompare,
    Within,
)
from sgpolicy.model.explanation import Reason, Shortfall, Value
from sgpolicy.model.judgement import Judgement, Vote, Votes
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Reading, Step, Trace
from sgpolicy.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a test stands: its node, and what was passed on the way to it."""

    node: Node
    exceptions: tuple[tuple[Citation, bool | None], ...] = ()
    is_negated: bool = False
    any_of: int = 0

    def negated(self) -> Setting:
        """Inside one more 非."""
        return replace(self, is_negated=not self.is_negated)

    def among(self, number: int) -> Setting:
        """Inside a combination of which `number` suffice."""
        return replace(self, any_of=number)

    def under(self, citation: Citation | None, *, applies: bool | None) -> Setting:
        """Inside an exception or beside it."""
        if citation is None:
            return self
        return replace(self, exceptions=(*self.exceptions, (citation, applies)))


def reason_of(step: Step, setting: Setting, trace: Trace) -> Reason | None:
    """The reason that a test gives; None for steps that are not tests (combinations, constants)."""
    node = setting.node
    outcome = _negated(step.outcome) if setting.is_negated else step.outcome
    values = _values(step, trace)
    plain = Reason(
        node=node.id,
        name=node.name,
        kind=node.kind,
        citation=node.citation,
        outcome=outcome,
        test="truth",
        values=values,
        is_negated=setting.is_negated,
        exceptions=setting.exceptions,
        any_of=setting.any_of,
        note=step.note,
    )
    match step.expr:
        case Compare() as expr:
            return replace(
                plain,
                test="compare",
                operator=expr.operator,
                written=expr.written,
                shortfall=_shortfall(step, expr, values, outcome, setting),
            )
        case Elapsed() as expr:
            short = outcome is Outcome.NOT_MET and not setting.is_negated and bool(step.values)
            return replace(
                plain,
                test="elapsed",
                written=expr.written,
                length=expr.length,
                is_inclusive=expr.inclusive,
                shortfall=shortfalls.elapsed(expr, step.values[0]) if short else None,
            )
        case Within():
            return replace(plain, test="within")
        case Member() as expr:
            return replace(plain, test="member", written=expr.written, members=expr.members)
        case SetCompare() as expr:
            return replace(
                plain,
                test="set",
                operator=expr.operator,
                written=expr.written,
                members=expr.members,
            )
        case Judged() as expr:
            return replace(plain, test="finding", judgement=judgement_of(expr.finding, trace))
        case FactRef() as expr:
            shown = values or (_truth_value(expr, step.outcome, trace),)
            return replace(plain, values=shown)
        case _:
            return None


def judgement_of(finding: str, trace: Trace) -> Judgement:
    """What is asked of assessors, and what they found."""
    declared = trace.core.findings[finding]
    seen = trace.nodes.get(finding)
    record = None if seen is None else seen.finding
    refused = None if seen is None else seen.refused
    actors = trace.core.actors
    plain = Judgement(
        declared.question,
        declared.evidence,
        assessors_of(declared, trace),
        panel=votes_of(finding, trace),
    )
    if refused is not None:
        by = actors[refused.by].name if refused.by in actors else refused.by
        plain = replace(plain, refused_by=by)
    if record is None:
        return plain
    return replace(
        plain,
        met=record.met,
        by=actors[record.by].name if record.by in actors else record.by,
        on=record.on,
        rests_on=record.evidence,
        note=record.note,
        person=record.person,
        role=record.role,
    )


def votes_of(finding: str, trace: Trace) -> Votes | None:
    """What the members of a panel found, in the order given; None where no panel judges."""
    seen, given = trace.nodes.get(finding), trace.application.findings.get(finding)
    sat = None if seen is None else seen.sitting
    if sat is None or not isinstance(given, Panel):
        return None
    return Votes(
        sat.method, tuple(_vote(one, trace, counts=one in sat.seats) for one in given.seats)
    )


def _vote(seat: Seat, trace: Trace, *, counts: bool) -> Vote:
    actors, judged = trace.core.actors, seat.judged
    by = actors[seat.by].name if seat.by in actors else seat.by
    plain = Vote(seat.person, by, seat.is_chair, counts)
    if judged is None or judged.on > trace.on:
        return plain
    return replace(plain, met=judged.met, on=judged.on, rests_on=judged.evidence, note=judged.note)


def assessors_of(finding: Finding, trace: Trace) -> tuple[str, ...]:
    """The names of those who may judge it under the readings in force."""
    return actor_names(finding.assessors, trace.core, trace.readings)


def _values(step: Step, trace: Trace) -> tuple[Value, ...]:
    """The values compared; a constant without a unit takes the other side's."""
    unit = next((v.expr.type.unit for v in step.values if v.expr.type.unit), None)
    return tuple(
        value_of(v, trace, unit if v.expr.type.kind == "count" else _money_unit(v, unit))
        for v in step.values
    )


def _money_unit(value: Reading, unit: str | None) -> str | None:
    return unit if value.expr.type.kind == "money" else None


def _shortfall(
    step: Step, expr: Compare, values: tuple[Value, ...], outcome: Outcome, setting: Setting
) -> Shortfall | None:
    if outcome is not Outcome.NOT_MET or setting.is_negated or len(values) != 2:
        return None
    if step.note == "empty_whole":
        return None
    return shortfalls.compared(expr, *values)


def _truth_value(expr: FactRef, outcome: Outcome, trace: Trace) -> Value:
    """A yes/no fact whose step carries no values: its outcome tells what was answered."""
    value = fact_value(expr.fact, trace)
    if value.source != "missing" or not outcome.is_decided:
        return value
    answer = datum(outcome is Outcome.MET, trace.core.facts[expr.fact].type)
    return replace(value, datum=answer, source="ledger")


def _negated(outcome: Outcome) -> Outcome:
    if outcome is Outcome.MET:
        return Outcome.NOT_MET
    return Outcome.MET if outcome is Outcome.NOT_MET else outcome
