"""Grounds read off the outcomes are those of the whole trace: same clauses, values, shortfalls, needs."""

from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.compiled import CompiledPolicy
from sgpolicy.policy import Policy

from .any_application import Applications
from .policies import blocks
from .test_formatting import compiled, law_with
from .test_generated import NAMES, ON


@cache
def applications(name):
    return Applications(sgpolicy.load(name).core)


@cache
def policy(name, readings):
    return sgpolicy.load(name).compiled(dict(readings))


def checked(made, application, on):
    """Compare; whether the outcomes told, or None while the decision is open."""
    found = made.decide(application, on=on)
    read_off = made.grounds_of(found)
    traced = made.traced_grounds(application, on)
    assert found.grounds == traced
    if read_off is not None:
        assert read_off == traced
        if found.outcome.is_decided:
            assert read_off.outcome is found.outcome
    return read_off is not None


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_shipped_policies(name, data):
    kind = applications(name)
    readings = data.draw(st.just({}) | kind.readings())
    made = policy(name, tuple(sorted(readings.items())))
    checked(made, data.draw(kind.draw), data.draw(st.sampled_from(ON)))


@given(blocks(), st.data())
def test_generated_policies(block, data):
    core = compiled(law_with(block)).core
    assume(core is not None)
    kind = Applications(core)
    made = CompiledPolicy(Policy(core, None, lambda: None), data.draw(kind.readings()))
    for _ in range(5):
        checked(made, data.draw(kind.draw), data.draw(st.sampled_from(ON)))


@pytest.mark.parametrize("name", NAMES)
def test_shipped_applications(name, repo):
    made = policy(name, ())
    told = []
    for file in sorted((repo / "policies" / name / "applications").glob("*.yaml")):
        application = made.policy.read_application(file)
        for on in ON:
            decided = made.decide(application, on=on).outcome.is_decided
            was_told = checked(made, application, on)
            told += [was_told] if decided else []
    assert all(told)
