"""Exact outcomes: what every way to supply the missing would come to.

The chain is sound but not exact where one unknown stands in several places. Here the open part of a
decision is looked at as a function of its unknowns:

1. `residual` leaves the gates over open conditions; `candidates` finds for each unknown values enough
   to bring about every way in which the conditions can come out.
2. Each condition becomes a diagram over its unknowns. An unknown of no other condition is private: it
   only says whether the condition is free where the others are fixed.
3. Values that no condition tells apart are one value. A part of the decision that shares nothing with
   the rest (a module) is constant, or as good as one yes-or-no.
4. The decision's diagram is canonical: it is decided where it is constant, and pending are exactly the
   unknowns it asks for.

Most decisions need less than that. `witnessing` looks for two completions that differ in one unknown and
in the outcome, for each; and before all is solved, a rough solution takes what numbers leave open to come out
either way, which shows of many unknowns that they do not matter. Where the two meet, all is known.

Where solving takes too many tries the chain's answer stands and pending lists every unknown on the way.

Cells of one ledger that leave several counts open are taken to leave each open by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sgpolicy.evaluating.diagrams import TRUE, TooLarge
from sgpolicy.evaluating.gates import descending
from sgpolicy.evaluating.residual import Residual, residual
from sgpolicy.evaluating.running import Run, Unknown
from sgpolicy.evaluating.solving import Solution
from sgpolicy.evaluating.trying import Question, Trial
from sgpolicy.evaluating.unknowns import Variable, cause
from sgpolicy.evaluating.witnessing import Witnesses
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import PendingItem

_MOST_TRIES = 30_000


def complete(run: Run, outcome: Outcome) -> tuple[Outcome, tuple[PendingItem, ...]]:
    """The exact outcome of an open decision, and what can still change it.

    Args:
        run: The evaluation, with every node evaluated.
        outcome: The open outcome it came to.
    """
    return _Completions(run).complete(outcome)


def completed_outcome(run: Run, outcome: Outcome) -> Outcome:
    """The exact outcome of an open decision alone.

    Args:
        run: The evaluation, as far as it came to the decision.
        outcome: The open outcome it came to.
    """
    completions = _Completions(run)
    if completions.is_witnessed(outcome):
        return outcome
    return completions.complete(outcome)[0]


class _Completions:
    """The open part of a decision, ready to be asked."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._left = residual(run)
        self._trial = Trial(run, _MOST_TRIES)
        self._questions = [self._trial.question(expr) for expr in self._left.atoms]
        self._witnesses: Witnesses | None = None
        with suppress(TooLarge, RecursionError):
            self._witnesses = Witnesses(self._trial, self._left, self._questions)

    def is_witnessed(self, outcome: Outcome) -> bool:
        """Whether completions were found that show an open outcome to be the exact one.

        Something that can change the decision is enough where only findings may be open along the rules;
        else it must be a fact.
        """
        found = self._witnesses
        return found is not None and any(
            found.matters(unknown)
            for unknown in found.unknowns
            if outcome is Outcome.AWAITING_FINDINGS or unknown[0] != "finding"
        )

    def complete(self, outcome: Outcome) -> tuple[Outcome, tuple[PendingItem, ...]]:
        """See `complete`."""
        matters = frozenset(key for question in self._questions for key in question.variables)
        found = self._witnesses
        if found is None or not found.are_complete():
            for is_rough in (True, False):
                self._trial.begin_again()
                with suppress(TooLarge, RecursionError):
                    solution = Solution(self._trial, self._left, self._questions, is_rough=is_rough)
                    matters = solution.matters
                    if solution.exempt == TRUE:
                        return Outcome.NOT_APPLICABLE, ()
                    if not matters:
                        return (Outcome.MET if solution.met == TRUE else Outcome.NOT_MET), ()
                    if found is not None and found.are_complete(matters):
                        break
        pending = _pending(self._run, self._left, self._questions, matters)
        if all(item.kind == "finding" for item in pending):
            return Outcome.AWAITING_FINDINGS, pending
        if outcome is Outcome.AWAITING_FINDINGS:
            return outcome, pending
        return Outcome.MISSING_FACTS, pending


def _pending(
    run: Run, left: Residual, questions: Sequence[Question], matters: frozenset[Unknown]
) -> tuple[PendingItem, ...]:
    """The unknowns that matter, facts first, in the order of the law."""
    variables: dict[tuple[str, str, str | None], Variable] = {}
    for question in questions:
        for unknown, variable in question.variables.items():
            if unknown in matters:
                variables.setdefault(unknown[:3], variable)
    where = _where(run, left, questions)
    places = {key: place for place, key in enumerate(run.prepared.nodes)}
    items = [
        PendingItem(
            "finding" if sort == "finding" else "fact",
            key,
            cause(run, variable),
            reading,
            tuple(sorted(where.get((sort, key, reading), ()), key=places.__getitem__)),
        )
        for (sort, key, reading), variable in variables.items()
    ]
    order = {key: place for place, key in enumerate(run.prepared.facts)}

    def by_law(item: PendingItem) -> tuple[bool, int, int]:
        first = min((places[node] for node in item.nodes), default=len(places))
        return item.kind == "finding", first, order.get(item.id, len(order))

    return tuple(sorted(items, key=by_law))


def _where(
    run: Run, left: Residual, questions: Sequence[Question]
) -> dict[tuple[str, str, str | None], set[str]]:
    """For each unknown the rules, findings and scopes on the way to the decision that rest on it."""
    found: dict[tuple[str, str, str | None], set[str]] = {}
    for key, (applies, holds) in left.nodes.items():
        if run.prepared.nodes[key].node.kind not in ("rule", "finding", "scope"):
            continue
        for gate in {*descending(applies), *descending(holds)}:
            if gate.kind == "atom":
                for unknown in questions[gate.number].variables:
                    found.setdefault(unknown[:3], set()).add(key)
    return found
