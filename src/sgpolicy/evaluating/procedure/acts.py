"""Whether an act is as the text says: who did it, what came before, what it must satisfy, its ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sgpolicy.evaluating.interpreter import evaluate_prepared
from sgpolicy.evaluating.procedure.preparing import PreparedProvision, actors
from sgpolicy.evaluating.procedure.rounds import is_in_doubt
from sgpolicy.evaluating.procedure.views import Views
from sgpolicy.evaluating.running import Run
from sgpolicy.model.chronicle import DefectKind, EventTrace, Flaw
from sgpolicy.model.history import Event
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace
from sgpolicy.records import replace

_CHAIN = (Outcome.NOT_MET, Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS, Outcome.MET)


def least(outcomes: Sequence[Outcome]) -> Outcome:
    """The least of some outcomes along the chain; 符合 for none."""
    return min(outcomes, key=_CHAIN.index, default=Outcome.MET)


def judged(views: Views, event: Event, round_: int) -> EventTrace:
    """An event after those that `views` has seen, with what it lacks."""
    act = views.procedure.provision_of(event.kind)
    if act is None:
        return EventTrace(event, round_, Outcome.NOT_APPLICABLE)
    found = tuple(flaws(views, act, event, round_))
    return EventTrace(event, round_, least([flaw.outcome for flaw in found]), found)


def flaws(
    views: Views, act: PreparedProvision, event: Event, round_: int, *, is_trial: bool = False
) -> Iterator[Flaw]:
    """What an act lacks.

    Args:
        views: The history so far.
        act: What is done.
        event: The act itself.
        round_: The round it belongs to.
        is_trial: The act is only tried: what it must satisfy for one result is not asked.
    """
    after = views.run(event.date, None, event, round_=round_)
    before = views.run(event.date, None, round_=round_)
    yield from _competence(views, act, event, after)
    yield from _addressee(views, act, event, after)
    for flaw in (
        *_order(views, act, event, round_),
        *_requirements(views, act, event, after, is_trial=is_trial),
    ):
        yield _in_its_round(views, act, flaw)
    if act.when is not None and act.provision.kind != "duty":
        step = act.when(before)
        outcome = step.outcome
        if outcome is Outcome.NOT_APPLICABLE:
            outcome = Outcome.NOT_MET
        if outcome is not Outcome.MET:
            trace = views.trace(before, outcome)
            citation = act.provision.citation
            yield Flaw("ground", outcome, citation, trace=trace, step=step, expr=step.expr)
    views.rely(after)
    views.rely(before)


def _in_its_round(views: Views, act: PreparedProvision, flaw: Flaw) -> Flaw:
    """A flaw of a step: not certain while the step may belong to another round."""
    procedure, key = views.procedure, act.provision.id
    is_later = act.provision.kind == "step" and key not in procedure.first_steps
    if flaw.outcome is Outcome.NOT_MET and is_later and is_in_doubt(procedure, views.done):
        return replace(flaw, outcome=Outcome.MISSING_FACTS)
    return flaw


def _competence(views: Views, act: PreparedProvision, event: Event, run: Run) -> Iterator[Flaw]:
    citation = act.provision.citation
    allowed, delegates = actors(act.by, run), actors(act.delegates, run)
    if not event.by or (allowed is not None and event.by in allowed):
        return
    named = tuple(sorted((allowed or frozenset()) | (delegates or frozenset())))
    if delegates is not None and event.by in delegates:
        if event.is_delegated:
            return
        outcome = Outcome.MISSING_FACTS if event.is_delegated is None else Outcome.NOT_MET
        yield Flaw("delegation", outcome, citation, tuple(sorted(allowed or ())))
        return
    if allowed is None:
        outcome = Outcome.MISSING_FACTS
        trace = views.trace(run, outcome)
        yield Flaw("competence", outcome, citation, named, trace=trace, expr=act.provision.by)
        return
    yield Flaw("competence", Outcome.NOT_MET, citation, named)


def _addressee(views: Views, act: PreparedProvision, event: Event, run: Run) -> Iterator[Flaw]:
    if not event.towards or act.towards is None:
        return
    allowed, citation = actors(act.towards, run), act.provision.citation
    if allowed is None:
        outcome = Outcome.MISSING_FACTS
        trace = views.trace(run, outcome)
        yield Flaw("addressee", outcome, citation, trace=trace, expr=act.provision.towards)
    elif event.towards not in allowed:
        yield Flaw("addressee", Outcome.NOT_MET, citation, tuple(sorted(allowed)))


def _order(views: Views, act: PreparedProvision, event: Event, round_: int) -> Iterator[Flaw]:
    """The steps that must come first; a step that is flawed itself does not count as done."""
    for step, result in act.provision.after:
        kinds = views.procedure.alternatives[step]
        best, is_there = Outcome.NOT_MET, False
        for one in views.done:
            if one.round == round_ and one.event.kind in kinds:
                outcome = _as_prior(views, one, result)
                if outcome is not None:
                    best, is_there = max((best, outcome), key=_CHAIN.index), True
        if best is Outcome.MET:
            continue
        if not all(views.is_complete(kind, event.date) for kind in kinds):
            best = max((best, Outcome.MISSING_FACTS), key=_CHAIN.index)
        priors = tuple((kind, _result_of(views, kind, result)) for kind in kinds)
        kind: DefectKind = "flawed_prior" if is_there else "order"
        yield Flaw(kind, best, act.provision.citation, priors=priors)


def _result_of(views: Views, kind: str, result: str) -> str:
    """The result asked of an alternative: the same, if it has one of that name."""
    return result if result in views.procedure.core.events[kind].results else ""


def _as_prior(views: Views, one: EventTrace, result: str) -> Outcome | None:
    """How far an event is the prior step asked for; None if it came to something else."""
    kind = views.procedure.core.events[one.event.kind]
    wanted = _result_of(views, one.event.kind, result)
    actual = one.event.result or (kind.results[0] if len(kind.results) == 1 else "")
    if wanted and actual and actual != wanted:
        return None
    if wanted and not actual:
        return least([one.outcome, Outcome.MISSING_FACTS])
    return one.outcome


def _requirements(
    views: Views, act: PreparedProvision, event: Event, run: Run, *, is_trial: bool
) -> Iterator[Flaw]:
    kind = views.procedure.core.events[event.kind]
    actual = event.result or (kind.results[0] if len(kind.results) == 1 else "")
    for node, result in act.provision.requires:
        if result and (is_trial or (actual and actual != result)):
            continue
        outcome = run.node(node).outcome or Outcome.NOT_APPLICABLE
        declared = views.procedure.core.nodes[node]
        trace = views.trace(run, outcome)
        is_open_decision = node == views.procedure.core.root and not outcome.is_decided
        if is_open_decision and (event.verdict is None or _is_at_hand(views, event, run)):
            trace = _decided(views, run)
            outcome = trace.outcome
        if not outcome.is_decided and event.verdict is not None:
            outcome = Outcome.MET if event.verdict else Outcome.NOT_MET
        if outcome in (Outcome.MET, Outcome.NOT_APPLICABLE):
            continue
        if result and not actual:
            outcome = Outcome.MISSING_FACTS
        yield Flaw(
            "requirement", outcome, declared.citation, node=node, trace=trace, expr=declared.body
        )


def _is_at_hand(views: Views, event: Event, run: Run) -> bool:
    """Whether there is an application to decide on; without one the record's verdict is all there is."""
    brought = (one.event.material for one in views.done)
    return bool(run.application.findings) or any(m is not None for m in (event.material, *brought))


def _decided(views: Views, run: Run) -> Trace:
    """The decision on an application as exactly as it can be told, with what is still pending."""
    conditions = views.procedure.conditions
    trace = evaluate_prepared(conditions, run.application, run.on, run.readings)
    views.relied_on |= set(trace.relied_on)
    return trace


def trial(kind: str, by: str, on: date) -> Event:
    """An act as it would be on a day."""
    return Event(kind, on, by)
