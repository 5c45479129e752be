"""The interpreter: what a policy means for an application, with the trace of how.

prepared = prepare(core)          # once per policy; threads may share it
trace = prepared_trace(prepared, application, on, readings)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sgpolicy.evaluating.cells import differences
from sgpolicy.evaluating.chain import OUTCOMES
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.refusing import stays_refused
from sgpolicy.evaluating.running import Prepared, Run
from sgpolicy.evaluating.supposing import under
from sgpolicy.model.application import Application
from sgpolicy.model.core import Core
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Alternative, CountedOtherwise, NodeTrace, Range, Trace
from sgpolicy.records import replace

__all__ = [
    "alternatives",
    "evaluate",
    "evaluate_prepared",
    "evaluated",
    "other_outcomes",
    "prepare",
]


def evaluate(core: Core, application: Application, on: date, readings: Mapping[str, str]) -> Trace:
    """Evaluate an application once; see `evaluate_prepared`."""
    return evaluate_prepared(prepare(core), application, on, readings)


def evaluate_prepared(
    prepared: Prepared,
    application: Application,
    on: date,
    readings: Mapping[str, str],
    *,
    exact: bool = True,
) -> Trace:
    """Evaluate an application as of a day, under some readings; see `evaluated`."""
    return evaluated(prepared, application, on, readings, exact=exact)[0]


def evaluated(
    prepared: Prepared,
    application: Application,
    on: date,
    readings: Mapping[str, str],
    *,
    exact: bool = True,
) -> tuple[Trace, Run]:
    """Evaluate an application as of a day, under some readings of what the text leaves open.

    Args:
        prepared: The policy, from `prepare`.
        application: What is stated, recorded and judged.
        on: The day as of which it is evaluated; later judgements are not made yet.
        readings: Interpretation id → reading id; those left out take their default.
        exact: Whether an open outcome is made exact and its pending list worked out.

    Returns:
        What was found, and the evaluation, from which others can be resumed.

    Raises:
        KeyError: If `readings` names a reading that its interpretation does not have.
    """
    in_force = _in_force(prepared, readings)
    run = Run(prepared, application, on, in_force)
    outcome = conclusion(run)
    relied_on = frozenset(run.used)
    for key in prepared.nodes:
        run.node(key)
    counted_on: set[str] = set()
    for key, node in prepared.core.nodes.items():
        if node.kind == "amount":
            counted_on |= run.uses[key]
    trace = Trace(
        prepared.core,
        application,
        on,
        in_force,
        tuple(key for key in prepared.core.interpretations if key in relied_on),
        outcome,
        {key: run.traces[key] for key in prepared.nodes},
        (),
        differences(run),
        counted_on=tuple(key for key in prepared.core.interpretations if key in counted_on),
        grades=run.graded,
        node_grades=run.node_grades,
    )
    if not exact or outcome.is_decided:
        return trace, run
    from sgpolicy.evaluating.completion import complete  # not needed where all is decided

    outcome, pending = complete(run, outcome)
    return replace(trace, outcome=outcome, pending=pending), run


def conclusion(run: Run) -> Outcome:
    """The decision's outcome along the chain: not applicable where a scope is not met.

    An open scope leaves the whole open, since the text may not apply.
    """
    core = run.prepared.core
    gate = 3
    for key in core.scopes:
        outcome = run.node(key).outcome
        if outcome is Outcome.NOT_MET:
            run.used = set(run.uses[key])
            return Outcome.NOT_APPLICABLE
        if outcome is not None and not outcome.is_decided:
            gate = min(gate, outcome.value)
    root = run.node(core.root).outcome or Outcome.NOT_APPLICABLE
    if root is Outcome.NOT_APPLICABLE or gate == 3:
        return root
    return OUTCOMES[gate if root.is_decided else min(gate, root.value)]


def other_outcomes(
    policy: Core | Prepared, application: Application, on: date, readings: Mapping[str, str]
) -> tuple[Alternative, ...]:
    """What the decision would be under each other reading; see `alternatives`."""
    ready = policy if isinstance(policy, Prepared) else prepare(policy)
    return alternatives(*evaluated(ready, application, on, readings))


def alternatives(trace: Trace, run: Run) -> tuple[Alternative, ...]:
    """What the decision would be under each other reading of one interpretation it relied on.

    Only those that differ. Where the outcome is open, only a reading that decides it along the chain
    counts as different: which kind of open it would be under dozens of other readings is not worth as
    many splits.

    Args:
        trace: What was found, made exact.
        run: The evaluation it comes from.
    """
    found = []
    exact = trace.outcome.is_decided
    for key in trace.relied_on:
        if trace.outcome is Outcome.NOT_MET and stays_refused(run, key):
            continue
        for other in trace.core.interpretations[key].readings:
            if other.id == run.readings[key]:
                continue
            again = under(run, key, other.id)
            then = conclusion(again)
            if exact:
                then = _exact(again, then)
            if then is not trace.outcome and (exact or then.is_decided):
                found.append(Alternative(key, other.id, then))
    return tuple(found)


def _exact(run: Run, outcome: Outcome) -> Outcome:
    """The exact outcome of a run that came to `outcome` along the chain."""
    if outcome.is_decided:
        return outcome
    from sgpolicy.evaluating.completion import completed_outcome

    return completed_outcome(run, outcome)


def other_amounts(
    prepared: Prepared, trace: Trace, wanted: Collection[str]
) -> tuple[CountedOtherwise, ...]:
    """What some amounts would be under each other reading of one interpretation they rest on.

    Args:
        prepared: The policy.
        trace: The evaluation as it was made.
        wanted: Ids of the amounts to compare.
    """
    found = []
    for key in trace.counted_on:
        for other in prepared.core.interpretations[key].readings:
            if other.id == trace.readings[key]:
                continue
            run = Run(prepared, trace.application, trace.on, {**trace.readings, key: other.id})
            values = {amount: _range(run.node(amount)) for amount in wanted}
            changed = tuple(
                (amount, value)
                for amount, value in values.items()
                if value != _range(trace.nodes[amount])
            )
            if changed:
                found.append(CountedOtherwise(key, other.id, changed))
    return tuple(found)


def _range(trace: NodeTrace) -> Range | None:
    value = None if trace.value is None else trace.value.value
    return value if isinstance(value, Range) else None


def _in_force(prepared: Prepared, readings: Mapping[str, str]) -> dict[str, str]:
    in_force = dict(prepared.defaults)
    for key, reading in readings.items():
        if not any(reading == one.id for one in prepared.core.interpretations[key].readings):
            message = f"{key} has no reading {reading}"
            raise KeyError(message)
        in_force[key] = reading
    return in_force
