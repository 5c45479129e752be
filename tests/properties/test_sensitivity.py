"""How firm an outcome is: the same as running through every combination of readings, every value."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sgpolicy import Outcome
from sgpolicy.advice.readings import OverReadings
from sgpolicy.advice.sensitivity import Sensitivity
from sgpolicy.advice.situations import Situation
from sgpolicy.evaluating.interpreter import evaluate_prepared

from .applicants import ON as DAY
from .applicants import applicants, policy
from .small_policies import ON, all_readings, applications, policies

OPEN = (Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS)


def outcome_under(prepared, application, readings, on=ON):
    return evaluate_prepared(prepared, application, on, readings, exact=False).outcome


def said(over, readings):
    """What the diagram says for a combination."""
    node = over.outcome
    while not over.made.is_end(node):
        key = over.order[over.made.level(node)]
        places = [one.id for one in over._core.interpretations[key].readings]  # noqa: SLF001
        node = over.made.branches(node)[places.index(readings[key])]
    return over.made.value(node)


@given(policies(), applications())
def test_small_policies_come_out_as_one_by_one(prepared, application):
    base = dict(prepared.defaults)
    over = OverReadings(Situation(prepared, application, ON, base))
    for readings in all_readings(prepared.core):
        assert said(over, readings) is outcome_under(prepared, application, readings)


@given(policies(), applications(), st.data())
def test_flips_counts_and_what_matters_as_one_by_one(prepared, application, data):
    """From any readings in force: the least changes, none left out and none too many."""
    every = list(all_readings(prepared.core))
    base = data.draw(st.sampled_from(every))
    trace = evaluate_prepared(prepared, application, ON, base)
    found = Sensitivity(Situation(prepared, application, ON, base), trace)
    outcomes = [(one, outcome_under(prepared, application, one)) for one in every]

    matters = {key for key in base if _depends(outcomes, key)}
    names = prepared.core.interpretations
    assert set(found.matters) == {names[key].name for key in matters}
    free = 1
    for key in base.keys() - matters:
        free *= len(names[key].readings)
    brute = Counter(outcome for _, outcome in outcomes)
    assert {key: count * free for key, count in found.counts.items()} == brute

    told = {(_changed(flip), flip.outcome) for flip in (*found.flips, *found.opens)}
    assert told == set(_least(base, outcomes, trace.outcome))
    assert found.is_firm == (not {outcome for _, outcome in told} - set(OPEN))


def _changed(flip):
    return frozenset((change.interpretation, change.reading) for change in flip.changes)


def _depends(outcomes, key):
    groups = {}
    for readings, outcome in outcomes:
        rest = tuple((k, v) for k, v in readings.items() if k != key)
        groups.setdefault(rest, set()).add(outcome)
    return any(len(found) > 1 for found in groups.values())


def _least(base, outcomes, present):
    for target in set(Outcome) - {present}:
        if target in OPEN and not present.is_decided:
            continue
        sets = [
            frozenset(readings.items() - base.items())
            for readings, outcome in outcomes
            if outcome is target
        ]
        for one in sets:
            if one and not any(other < one for other in sets):
                yield one, target


@given(applicants(), st.data())
def test_the_shipped_policy_at_any_combination(application, data):
    core = policy().core
    base = dict(policy().prepared.defaults)
    over = OverReadings(Situation(policy().prepared, application, DAY, base))
    for _ in range(5):
        readings = {
            key: data.draw(st.sampled_from([one.id for one in item.readings]))
            for key, item in core.interpretations.items()
        }
        seen = outcome_under(policy().prepared, application, readings, DAY)
        assert said(over, readings) is seen


@settings(max_examples=10)
@given(applicants(most_missing=3))
def test_the_shipped_policy_over_all_that_matters(application):
    """All combinations of the readings that matter, where they are few; the flips are those and no others."""
    prepared = policy().prepared
    base = dict(prepared.defaults)
    trace = evaluate_prepared(prepared, application, DAY, base)
    found = Sensitivity(Situation(prepared, application, DAY, base), trace)
    names = {item.name: item for item in prepared.core.interpretations.values()}
    items = [names[name] for name in found.matters]
    total = 1
    for item in items:
        total *= len(item.readings)
    if total > 600:
        return
    combinations = itertools.product(*([one.id for one in item.readings] for item in items))
    outcomes = [
        (readings, outcome_under(prepared, application, readings, DAY))
        for chosen in combinations
        for readings in [{**base, **dict(zip((i.id for i in items), chosen, strict=True))}]
    ]
    assert Counter(outcome for _, outcome in outcomes) == found.counts
    told = {(_changed(flip), flip.outcome) for flip in (*found.flips, *found.opens)}
    assert told == set(_least(base, outcomes, trace.outcome))


@given(applicants(), st.data())
def test_a_margin_is_where_the_outcome_turns(application, data):
    """At the turn it is the other outcome; one step before, and anywhere up to it, it is the same."""
    situation = Situation(policy().prepared, application, DAY, dict(policy().prepared.defaults))
    trace = situation.trace()
    margins = Sensitivity(situation, trace).margins
    for margin in margins[:3]:
        for turn, sign in ((margin.below, -1), (margin.above, 1)):
            if turn is None:
                continue
            key = (margin.subject.id, margin.subject.year)
            start, at = _plain(margin.value), _plain(turn.at)
            assert _with(situation, key, at).exact_outcome is turn.outcome is not trace.outcome
            size = _size(situation, key[0])
            steps = abs(_steps(start, at, size))
            before = [steps - 1, data.draw(st.integers(0, steps - 1))]
            for step in before:
                between = _moved(start, sign * step, size)
                assert _with(situation, key, between).exact_outcome is trace.outcome


def _plain(value):
    return value.low if hasattr(value, "low") else value


def _with(situation, key, value):
    from sgpolicy.advice.situations import Cell

    whole = getattr(value, "denominator", 0) == 1
    return situation.supposing({Cell(*key): int(value) if whole else value})


def _size(situation, fact):
    from sgpolicy.advice.values import STEPS

    return STEPS.get(situation.prepared.core.facts[fact].type.kind)


def _steps(start, at, size):
    return (at - start).days if size is None else -((start - at) // size)


def _moved(start, steps, size):
    return start + (timedelta(days=steps) if size is None else steps * size)
