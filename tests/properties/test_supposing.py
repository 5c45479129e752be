"""An evaluation resumed under another reading comes to what one of its own comes to, in every node it looked at."""

import random
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.interpreter import alternatives, conclusion, evaluate_prepared, evaluated
from sgpolicy.evaluating.refusing import stays_refused
from sgpolicy.evaluating.running import Run
from sgpolicy.evaluating.supposing import under
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Alternative

from .any_application import Applications
from .refused import refused
from .small_policies import applications, policies

ON = date(2026, 11, 22)
APPLICATIONS = Path(__file__).parents[2] / "policies/shaoguan-2022-188/applications"


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


def standing(ready, application, readings):
    """Of a refused application, how many readings it need not be evaluated under: each of them refuses it."""
    run = Run(ready, application, ON, readings)
    if conclusion(run) is not Outcome.NOT_MET:
        return None
    found = [pair for pair in others(ready, readings) if stays_refused(run, pair[0])]
    for key, reading in found:
        fresh = Run(ready, application, ON, {**readings, key: reading})
        assert conclusion(fresh) is Outcome.NOT_MET, (key, reading)
    return len(found)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_stays_refused_in_small_policies(data):
    assume(standing(*data.draw(cases(""))) is not None)


def test_what_stays_refused_of_refused_applicants():
    """Under any readings to begin with."""
    ready = sgpolicy.load("shaoguan-2022-188").prepared
    counted = []
    for seed in range(80):
        chance = random.Random(seed)  # noqa: S311 - no secret
        items = ready.core.interpretations.items()
        readings = {key: chance.choice(one.readings).id for key, one in items}
        counted.append(standing(ready, refused(seed), readings))
    found = [one for one in counted if one is not None]
    assert len(found) > 20
    assert min(found) < max(found)
    assert min(found) > 0


def test_most_refusals_stand_whatever_an_interpretation_says():
    """Only what fails rests on, or who the law applies to, may change it."""
    policy = sgpolicy.load("shaoguan-2022-188")
    data = policy.read_application(APPLICATIONS / "不符合-差一家.yaml")
    trace, run = evaluated(policy.prepared, data, ON, policy.prepared.defaults)
    assert trace.outcome is Outcome.NOT_MET
    stands = {key: stays_refused(run, key) for key in trace.relied_on}
    assert sum(stands.values()) > len(stands) / 2
    differing = {one.interpretation for one in alternatives(trace, run)}
    assert differing
    assert not any(stands[key] for key in differing)


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
