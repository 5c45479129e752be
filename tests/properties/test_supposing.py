"""An evaluation resumed under another reading comes to what one of its own comes to, in every node it looked at."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.interpreter import alternatives, conclusion, evaluate_prepared, evaluated
from sgpolicy.evaluating.running import Run
from sgpolicy.evaluating.supposing import under
from sgpolicy.model.trace import Alternative

from .any_application import Applications
from .small_policies import applications, policies

ON = date(2026, 11, 22)


@cache
def shipped(name):
    return Applications(sgpolicy.load(name).core)


@st.composite
def cases(draw, name):
    """A policy, shipped or small where there is no name; an application; a reading of everything."""
    if name:
        ready, application = sgpolicy.load(name).prepared, draw(shipped(name).draw)
    else:
        ready, application = draw(policies()), draw(applications())
    readings = {
        key: draw(st.sampled_from(one.readings)).id
        for key, one in ready.core.interpretations.items()
    }
    return ready, application, readings


def others(ready, readings):
    for item in ready.core.interpretations.values():
        for reading in item.readings:
            if reading.id != readings[item.id]:
                yield item.id, reading.id


def agrees(again, fresh):
    """Whether all that was taken over or looked at is what a fresh evaluation makes of it."""
    assert conclusion(again) is conclusion(fresh)
    for key, trace in again.traces.items():
        made = fresh.node(key)
        assert (trace.outcome, trace.value) == (made.outcome, made.value)
        assert (trace.guard, trace.body) == (made.guard, made.body)
        assert (trace.finding, trace.refused) == (made.finding, made.refused)
        assert again.node_grade(key) == fresh.node_grade(key)


@pytest.mark.parametrize("name", ["", *sgpolicy.shipped()])
@given(st.data())
@settings(max_examples=8, deadline=None)
def test_every_reading(name, data):
    ready, application, readings = data.draw(cases(name))
    run = Run(ready, application, ON, readings)
    conclusion(run)
    for key, reading in others(ready, readings):
        agrees(under(run, key, reading), Run(ready, application, ON, {**readings, key: reading}))


@pytest.mark.parametrize("name", ["", *sgpolicy.shipped()])
@given(st.data())
@settings(max_examples=4, deadline=None)
def test_pairs_of_readings(name, data):
    """What was resumed can be resumed again."""
    ready, application, readings = data.draw(cases(name))
    run = Run(ready, application, ON, readings)
    conclusion(run)
    every = list(others(ready, readings))
    for key, reading in data.draw(st.lists(st.sampled_from(every), max_size=4)):
        once = under(run, key, reading)
        for other, chosen in every:
            if other != key:
                both = {**readings, key: reading, other: chosen}
                agrees(under(once, other, chosen), Run(ready, application, ON, both))


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_alternatives_of_small_policies(data):
    ready, application, readings = data.draw(cases(""))
    trace, run = evaluated(ready, application, ON, readings)
    exact = trace.outcome.is_decided
    wanted = []
    for key in trace.relied_on:
        for item, reading in others(ready, readings):
            chosen = {**readings, key: reading}
            if item == key:
                then = evaluate_prepared(ready, application, ON, chosen, exact=exact).outcome
                if then is not trace.outcome and (exact or then.is_decided):
                    wanted.append(Alternative(key, reading, then))
    assert alternatives(trace, run) == tuple(wanted)
