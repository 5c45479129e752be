"""What an outcome rests on: the part of a trace without which it would not be what it is.

Of *all of* that is not met, the operands that are not met; of *any of* that is met, those that are met;
of an exception, its condition and the branch that decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from sgpolicy.model.core import (
    All,
    AtLeast,
    Branch,
    Expr,
    Node,
    Not,
    Pick,
    Ref,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import Ground
from sgpolicy.model.trace import NodeTrace, Step, Trace
from sgpolicy.records import dataclass

_PASSED = (Outcome.MET, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Rested:
    """A node whose outcome is rested on, with the expressions that gave it, each with its step.

    The expressions are the policy's own objects, so they can be told apart by identity. A condition of a
    step, duty or power has no node and no trace of its own: both are None.
    """

    node: Node | None
    trace: NodeTrace | None
    steps: tuple[tuple[Expr, Step], ...]


def rested_on(trace: Trace, target: str) -> Iterator[Rested]:
    """The nodes that an outcome rests on, each once.

    Args:
        trace: The evaluation.
        target: The node whose outcome it is; "" for the decision.
    """
    yield from _rested(trace, [target] if target else _starts(trace), ())


def rested_in(ground: Ground) -> Iterator[Rested]:
    """The nodes and conditions that part of an answer about a history rests on, each once."""
    yield from _rested(ground.trace, ground.nodes, ground.conditions)


def _rested(
    trace: Trace, starts: Iterable[str], conditions: Iterable[tuple[Expr, Step]]
) -> Iterator[Rested]:
    seen: dict[str, None] = dict.fromkeys(starts)
    waiting = list(seen)

    def follow(steps: Iterable[tuple[Expr, Step]]) -> None:
        for expr, _ in steps:
            if isinstance(expr, Ref) and expr.node not in seen:
                seen[expr.node] = None
                waiting.append(expr.node)

    for expr, step in conditions:
        own = tuple(_deciding(expr, step, trace))
        yield Rested(None, None, own)
        follow(own)
    while waiting:
        key = waiting.pop()
        node, found = trace.core.nodes[key], trace.nodes[key]
        steps: list[tuple[Expr, Step]] = []
        if node.guard is not None and found.guard is not None:
            steps += _deciding(node.guard, found.guard, trace)
        if found.body is not None and found.outcome is not Outcome.NOT_APPLICABLE:
            steps += _deciding(node.body, found.body, trace)
        yield Rested(node, found, tuple(steps))
        follow(steps)


def _starts(trace: Trace) -> list[str]:
    """The scopes and the root, as far as the decision rests on them."""
    scopes = {key: trace.nodes[key].outcome for key in trace.core.scopes}
    if trace.outcome is Outcome.NOT_APPLICABLE and Outcome.NOT_MET in scopes.values():
        return [key for key, outcome in scopes.items() if outcome is Outcome.NOT_MET]
    root = trace.nodes[trace.core.root].outcome
    if trace.outcome.is_decided or root is None:
        return [*scopes, trace.core.root]
    starts = [key for key, outcome in scopes.items() if outcome is not Outcome.MET]
    return starts if starts and root.is_decided else [*starts, trace.core.root]


def _deciding(expr: Expr, step: Step, trace: Trace) -> Iterator[tuple[Expr, Step]]:
    """An expression and those under it that its outcome rests on."""
    yield expr, step
    for inner, below in _inner(expr, step, trace):
        yield from _deciding(inner, below, trace)


def _inner(expr: Expr, step: Step, trace: Trace) -> list[tuple[Expr, Step]]:
    match expr:
        case All(operands=operands):
            return _choose(operands, step, _of_all(step.outcome))
        case AtLeast(operands=operands):
            return _choose(operands, step, _of_any(step.outcome))
        case Not(operand=operand):
            return [(operand, step.children[0])]
        case Pick(interpretation=key, branches=branches):
            taken = dict(branches)[trace.readings[key]]
            return [(taken, step.children[0])]
        case Branch(condition=condition, then=then, otherwise=otherwise):
            asked, first, second = step.children
            pairs = [(condition, asked)]
            if asked.outcome is not Outcome.NOT_MET:
                pairs.append((then, first))
            if asked.outcome is not Outcome.MET:
                pairs.append((otherwise, second))
            return pairs
        case _:
            return []


def _choose(
    operands: tuple[Expr, ...], step: Step, wanted: tuple[Outcome, ...]
) -> list[tuple[Expr, Step]]:
    pairs = list(zip(operands, step.children, strict=True))
    return [pair for pair in pairs if pair[1].outcome in wanted] or pairs


def _of_all(outcome: Outcome) -> tuple[Outcome, ...]:
    """Which operands *all of* rests on."""
    match outcome:
        case Outcome.MET | Outcome.NOT_APPLICABLE:
            return _PASSED
        case Outcome.NOT_MET:
            return (Outcome.NOT_MET,)
        case Outcome.MISSING_FACTS | Outcome.AWAITING_FINDINGS:
            return (Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS)
        case _:
            assert_never(outcome)


def _of_any(outcome: Outcome) -> tuple[Outcome, ...]:
    """Which operands *any of* rests on."""
    match outcome:
        case Outcome.MET:
            return (Outcome.MET,)
        case Outcome.NOT_MET:
            return (Outcome.NOT_MET, Outcome.NOT_APPLICABLE)
        case Outcome.MISSING_FACTS | Outcome.AWAITING_FINDINGS:
            return (Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS)
        case Outcome.NOT_APPLICABLE:
            return (Outcome.NOT_APPLICABLE,)
        case _:
            assert_never(outcome)
