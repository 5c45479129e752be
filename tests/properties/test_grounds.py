"""Grounds read off the outcomes are those of the whole trace: same clauses, values, shortfalls, needs."""

from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.compiled import CompiledPolicy
from sgpolicy.model.application import Application
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
    """Compare; whether the outcomes told."""
    found = made.decide(application, on=on)
    read_off = made.reasoning.grounds_of(found)
    traced = made.reasoning.traced_grounds(application, on)
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


OPEN_ASIDE = """\
规则 则甲 rule_0 「有甲」：至少 1项（满意度 1% 以上，且 登记日期 至 申请日期 满 1年；类型 属于（企业））；
  例外：当 至少 1项（满意度 不低于 6%；有场所）则 登记日期 至 申请日期 满 250个月，且 是。
"""


def test_what_an_exception_leaves_aside_is_not_guessed_at():
    """Where the exact evaluation gives up it lists what the part not taken asks for, too."""
    core = compiled(law_with(OPEN_ASIDE)).core
    made = CompiledPolicy(Policy(core, None, lambda: None), {})
    application = Application({"has_rooms": True}, {}, {})
    assert not checked(made, application, ON[0])
    dated = {"has_rooms": True, "registered": ON[0], "applied": ON[1]}
    assert checked(made, Application(dated, {}, {}), ON[1])


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
