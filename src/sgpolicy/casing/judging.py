"""Whether an evaluation came out as a case expects."""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.casing.records import Case
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace


def outcome_of(case: Case, trace: Trace) -> Outcome:
    """What the case's object came to."""
    if not case.target:
        return trace.outcome
    found = trace.nodes[case.target].outcome
    if found is None:
        message = f"{case.target} is no truth"
        raise AssertionError(message)
    return found


def clauses_of(case: Case, trace: Trace, cited: Sequence[Citation]) -> tuple[Clause, ...]:
    """The clauses that the outcome is put down to: the object's own, or those that decided."""
    if case.target:
        return (trace.core.nodes[case.target].citation.clause,)
    return tuple(dict.fromkeys(citation.clause for citation in cited))


def difference(case: Case, actual: Outcome, clauses: Sequence[Clause]) -> str:
    """How it differs from what the case expects, in a sentence; "" where it does not."""
    found = []
    if actual is not case.expected:
        found.append(f"{case.target_name} 期望{case.expected.zh}，得到{actual.zh}")
    missing = [clause.label for clause in case.clauses if clause not in clauses]
    if missing:
        labels = "、".join(clause.label for clause in clauses) or "没有"
        found.append(f"依据期望有{'、'.join(missing)}，得到{labels}")
    return "；".join(found)
