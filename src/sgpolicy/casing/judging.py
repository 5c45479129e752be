"""Whether an evaluation came out as a case expects."""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.casing.amounts import amount_outcome, amount_said, is_amount, spelled
from sgpolicy.casing.records import AnyCase, Case, LifeCase, RankCase, Standing
from sgpolicy.casing.vocabulary import STANDINGS, STATES
from sgpolicy.model.chronicle import DutyState
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import Node
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import NodeTrace, Trace


def outcome_of(case: Case, trace: Trace) -> Outcome:
    """What the case's object came to."""
    if not case.target:
        return trace.outcome
    return target_outcome(case, trace.core.nodes[case.target], trace.nodes[case.target])


def target_outcome(case: Case, node: Node, trace: NodeTrace) -> Outcome:
    """What a node that the case is about came to."""
    if is_amount(node):
        return amount_outcome(case, trace)
    found = trace.outcome
    if found is None:
        message = f"{case.target} is no truth"
        raise AssertionError(message)
    return found


def clauses_of(case: Case, trace: Trace, cited: Sequence[Citation]) -> tuple[Clause, ...]:
    """The clauses that the outcome is put down to: the object's own, or those that decided."""
    if case.target:
        return (trace.core.nodes[case.target].citation.clause,)
    return tuple(dict.fromkeys(citation.clause for citation in cited))


def difference(case: Case, actual: Outcome, clauses: Sequence[Clause], trace: Trace) -> str:
    """How it differs from what the case expects, in a sentence; "" where it does not."""
    found = []
    if actual is not case.expected and case.target and is_amount(trace.core.nodes[case.target]):
        kind = trace.core.nodes[case.target].body.type
        wanted = case.expected.zh if case.amount is None else spelled(case.amount, kind)
        said = amount_said(trace.nodes[case.target], kind)
        found.append(f"{case.target_name} 期望{wanted}，得到{said}")
    elif actual is not case.expected:
        found.append(f"{case.target_name} 期望{case.expected.zh}，得到{actual.zh}")
    found += _missing(case, clauses)
    return "；".join(found)


def is_answered(case: LifeCase, outcome: Outcome | None, state: DutyState | None) -> bool:
    """Whether a question came to what the case expects, its clauses aside."""
    if case.state is not None:
        return state == case.state
    return outcome is case.expected


def life_difference(
    case: LifeCase, outcome: Outcome, state: DutyState | None, clauses: Sequence[Clause]
) -> str:
    """How an answer differs from what the case expects, in a sentence; "" where it does not."""
    found = []
    if not is_answered(case, outcome, state):
        actual, wanted = outcome.zh, case.expected.zh
        if case.state is not None:
            actual, wanted = state_zh(state), state_zh(case.state)
        elif state is not None:
            actual += f"（{state_zh(state)}）"
        found.append(f"{case.target_name} 期望{wanted}，得到{actual}")
    found += _missing(case, clauses)
    return "；".join(found)


def rank_difference(case: RankCase, actual: Standing, clauses: Sequence[Clause]) -> str:
    """How a standing differs from what the case expects, in a sentence; "" where it does not."""
    found = []
    if actual != case.standing:
        wanted, got = standing_zh(case.standing), standing_zh(actual)
        found.append(f"{case.target_name} 期望{wanted}，得到{got}")
    found += _missing(case, clauses)
    return "；".join(found)


def standing_zh(standing: Standing) -> str:
    """How a case says that one applicant stands beside another."""
    return next(word for word, (key, _) in STANDINGS.items() if key == standing)


def state_zh(state: DutyState | None) -> str:
    """How a case says that a duty stands."""
    return next((word for word, (key, _) in STATES.items() if key == state), "")


def _missing(case: AnyCase, clauses: Sequence[Clause]) -> list[str]:
    """What is said about the clauses that a case lists and that are not among `clauses`."""
    missing = [clause.label for clause in case.clauses if clause not in clauses]
    if missing:
        labels = "、".join(clause.label for clause in clauses) or "没有"
        return [f"依据期望有{'、'.join(missing)}，得到{labels}"]
    return []
