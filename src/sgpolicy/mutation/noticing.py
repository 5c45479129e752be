"""Whether a case notices a mutant, with as little evaluation as that takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sgpolicy.casing.judging import clauses_of, difference, target_outcome
from sgpolicy.casing.records import AnyCase, Case
from sgpolicy.evaluating.compiling import prepare_again
from sgpolicy.evaluating.interpreter import conclusion, evaluate_prepared
from sgpolicy.evaluating.running import Prepared, Run
from sgpolicy.explaining import deciding_citations
from sgpolicy.model.application import Application
from sgpolicy.mutating.records import Mutant
from sgpolicy.mutation.living import Lives
from sgpolicy.mutation.ranking import Pairs
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Tried:
    """A case with what its evaluation consulted.

    Attributes:
        readings: All readings in force, by interpretation.
        nodes, facts: What its object rests on; a change to anything else cannot alter its result.
    """

    case: Case
    application: Application
    readings: Mapping[str, str]
    nodes: frozenset[str]
    facts: frozenset[str]

    def consults(self, mutant: Mutant) -> bool:
        """Whether what the mutant changed was consulted, under the readings it needs."""
        if any(self.readings[key] != reading for key, reading in mutant.picks):
            return False
        if mutant.provision is not None or mutant.ranking is not None:
            return False
        if mutant.fact is not None:
            return mutant.fact.id in self.facts
        if mutant.node is not None:
            return mutant.node.id in self.nodes
        return not self.case.target


def tried(prepared: Prepared, case: Case, application: Application) -> Tried:
    """Evaluate a case's object under the original policy, to see what it consults."""
    readings = {**prepared.defaults, **dict(case.readings)}
    run = Run(prepared, application, case.day, readings)
    if case.target:
        run.node(case.target)
    else:
        conclusion(run)
    facts = frozenset(key for key, _, _ in run.cells)
    return Tried(case, application, readings, frozenset(run.traces), facts)


def fails(prepared: Prepared, one: Tried) -> bool:
    """Whether a case comes out otherwise than it expects.

    The object's own node is enough where there is one. For a decision, an outcome that the chain
    decides is the exact outcome; an open one may be decided by the completion, so that is made.
    """
    case = one.case
    run = Run(prepared, one.application, case.day, one.readings)
    if case.target:
        node = prepared.core.nodes[case.target]
        return target_outcome(case, node, run.node(case.target)) is not case.expected
    outcome = conclusion(run)
    if outcome.is_decided and outcome is not case.expected:
        return True
    trace = evaluate_prepared(prepared, one.application, case.day, one.readings)
    clauses = clauses_of(case, trace, deciding_citations(trace))
    return bool(difference(case, trace.outcome, clauses, trace))


class Bench:
    """A policy's cases, ready to be tried on mutants of it.

    Attributes:
        cases: Those about applications.
        lives: Those about histories.
        pairs: Those about rankings.
    """

    def __init__(
        self, prepared: Prepared, cases: Sequence[Tried], lives: Lives, pairs: Pairs
    ) -> None:
        self.prepared = prepared
        self.cases = sorted(cases, key=_cost)
        self.lives = lives
        self.pairs = pairs

    def failing(self) -> list[AnyCase]:
        """Those that differ from the policy as it is."""
        wrong: list[AnyCase] = [one.case for one in self.cases if fails(self.prepared, one)]
        return [*wrong, *self.lives.failing(), *self.pairs.failing(self.prepared)]

    def mutated(self, mutant: Mutant) -> Prepared:
        """The mutant, ready to evaluate."""
        return prepare_again(self.prepared, mutant.core(self.prepared.core))

    def killer(self, mutant: Mutant) -> AnyCase | None:
        """The first case that notices the mutant, if any does; the likeliest are tried first."""
        prepared = self.mutated(mutant)
        for one in self._likely(mutant):
            if fails(prepared, one):
                return one.case
        if mutant.ranking is not None:
            return self.pairs.killer(mutant, prepared)
        return self.lives.killer(mutant, prepared)

    def _likely(self, mutant: Mutant) -> Iterator[Tried]:
        consulting = [one for one in self.cases if one.consults(mutant)]
        own = mutant.node.id if mutant.node is not None else None
        yield from (one for one in consulting if own is not None and one.case.target == own)
        yield from (one for one in consulting if own is None or one.case.target != own)


def _cost(one: Tried) -> tuple[bool, bool, int]:
    """Cases about a node before whole decisions, decided before open ones, small before large."""
    case = one.case
    is_open = not case.target and not case.expected.is_decided
    rows = sum(len(ledger) for ledger in one.application.ledgers.values())
    return (not case.target, is_open, len(one.nodes) + rows)
