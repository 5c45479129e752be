"""An evaluation begun again under another reading comes to what a new one comes to, node by node."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.interpreter import conclusion, evaluate_prepared, other_outcomes
from sgpolicy.evaluating.running import Run
from sgpolicy.model.trace import Alternative

from .any_application import Applications
from .test_generated import ON


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
    assert other_outcomes(ready, application, ON, readings) == tuple(wanted)
