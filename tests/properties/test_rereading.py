"""An evaluation begun again under another reading comes to what a new one comes to, node by node."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.interpreter import conclusion, evaluate_prepared, other_outcomes
from sgpolicy.evaluating.running import Run
from sgpolicy.model.trace import Alternative

from .any_application import Applications

ON = date(2026, 11, 22)


@cache
def applications(name):
    return Applications(sgpolicy.load(name).core)


@cache
def prepared(name):
    return sgpolicy.load(name).prepared


def readings_of(draw, ready):
    """A reading for some of the interpretations."""
    items = [*ready.core.interpretations.values()]
    chosen = draw(st.lists(st.sampled_from(items), unique_by=lambda one: one.id, max_size=4))
    return {one.id: draw(st.sampled_from(one.readings)).id for one in chosen}


@pytest.mark.parametrize("name", sgpolicy.shipped())
@given(st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_taken_over_is_what_would_have_come_out(name, data):
    ready = prepared(name)
    application = data.draw(applications(name).draw)
    readings = {**ready.defaults, **readings_of(data.draw, ready)}
    run = Run(ready, application, ON, readings)
    conclusion(run)
    for item in ready.core.interpretations.values():
        for reading in item.readings:
            again = run.reread(item.id, reading.id)
            fresh = Run(ready, application, ON, {**readings, item.id: reading.id})
            assert conclusion(again) is conclusion(fresh)
            assert again.used == fresh.used
            for key in ready.nodes:
                assert again.node(key).outcome is fresh.node(key).outcome
                assert again.node(key).value == fresh.node(key).value
            assert again.node_grades == fresh.node_grades


@pytest.mark.parametrize("name", sgpolicy.shipped())
@given(st.data())
@settings(max_examples=10, deadline=None)
def test_other_outcomes_are_those_of_evaluations_of_their_own(name, data):
    ready = prepared(name)
    application = data.draw(applications(name).draw)
    readings = readings_of(data.draw, ready)
    assert other_outcomes(ready, application, ON, readings) == expected(
        ready, application, readings
    )


@pytest.mark.parametrize("name", ["不符合-差一家", "符合-台账有空白", "待补材料"])
def test_they_are_with_ledgers_too(repo, name):
    policy = sgpolicy.load("shaoguan-2022-188")
    path = repo / "policies" / policy.id / "applications" / f"{name}.yaml"
    application = policy.read_application(path)
    found = other_outcomes(policy.prepared, application, ON, {})
    assert found == expected(policy.prepared, application, {})


def expected(ready, application, readings):
    """What every other reading comes to in an evaluation of its own."""
    trace = evaluate_prepared(ready, application, ON, readings)
    exact = trace.outcome.is_decided
    wanted = []
    for key in trace.relied_on:
        for other in ready.core.interpretations[key].readings:
            if other.id == trace.readings[key]:
                continue
            others = {**trace.readings, key: other.id}
            outcome = evaluate_prepared(ready, application, ON, others, exact=exact).outcome
            if outcome is not trace.outcome and (exact or outcome.is_decided):
                wanted.append(Alternative(key, other.id, outcome))
    return tuple(wanted)
