"""The generated function gives what the interpreter gives: every outcome, every number, everywhere."""

from datetime import date
from functools import cache
from unittest import mock

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated import dividing
from sgpolicy.evaluating.generated.engine import generate

from .any_application import Applications
from .policies import blocks
from .test_formatting import compiled, law_with

NAMES = sgpolicy.shipped()
ON = (date(2019, 10, 8), date(2024, 3, 1), date(2025, 6, 30), date(2026, 11, 22), date(2028, 2, 29))


@cache
def applications(name):
    return Applications(sgpolicy.load(name).core)


@cache
def function(name, readings):
    return generate(sgpolicy.load(name).prepared, dict(readings))


def differing(made, application, on):
    """What the function gives otherwise than the interpreter, by node."""
    wanted, given_ = made.interpreted(application, on), made.decide(application, on)
    keys = ("", *made.truths, *made.amounts)
    pairs = zip(keys, (wanted[0], *wanted[1]), (given_[0], *given_[1]), strict=True)
    return {
        key: (want, got) for key, want, got in pairs if want != got or type(want) is not type(got)
    }


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_shipped_policies(name, data):
    kind = applications(name)
    application = data.draw(kind.draw)
    readings = data.draw(st.just({}) | kind.readings())
    made = function(name, tuple(sorted(readings.items())))
    assert differing(made, application, data.draw(st.sampled_from(ON))) == {}


@given(blocks(), st.data())
def test_generated_policies(block, data):
    core = compiled(law_with(block)).core
    assume(core is not None)
    kind = Applications(core)
    made = generate(prepare(core), data.draw(kind.readings()))
    for _ in range(5):
        application = data.draw(kind.draw)
        assert differing(made, application, data.draw(st.sampled_from(ON))) == {}, made.source


SIZES = ((1, 0), (7, 0), (40, 3), (dividing.NAMES, dividing.JOINED))


@cache
def divided(name, names, joined):
    """The function in parts of so many names, by which everything that it has is handed about."""
    with mock.patch.multiple(dividing, LONGEST=0, NAMES=names, JOINED=joined):
        return generate(sgpolicy.load(name).prepared, {})


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_in_parts_it_gives_what_it_gives_as_a_whole(name, data):
    made, whole = divided(name, *data.draw(st.sampled_from(SIZES))), function(name, ())
    assert made.source.count("\ndef ") > whole.source.count("\ndef ") == 2
    application = data.draw(applications(name).draw)
    on = data.draw(st.sampled_from(ON))
    assert made.decide(application, on) == whole.decide(application, on)


@given(blocks(), st.data())
def test_generated_policies_in_parts(block, data):
    core = compiled(law_with(block)).core
    assume(core is not None)
    kind = Applications(core)
    sizes = {"NAMES": data.draw(st.integers(1, 30)), "JOINED": data.draw(st.integers(0, 4))}
    with mock.patch.multiple(dividing, LONGEST=0, **sizes):
        made = generate(prepare(core), data.draw(kind.readings()))
    for _ in range(5):
        application = data.draw(kind.draw)
        assert differing(made, application, data.draw(st.sampled_from(ON))) == {}, made.source


@pytest.mark.parametrize("name", NAMES)
def test_shipped_applications(name, repo):
    policy = sgpolicy.load(name)
    made = function(name, ())
    for file in sorted((repo / "policies" / name / "applications").glob("*.yaml")):
        application = policy.read_application(file)
        for on in ON:
            assert differing(made, application, on) == {}, file.name


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_reasons_are_those_of_the_trace(name, data):
    """Where the outcomes tell which clauses decided, they are those that the trace tells."""
    policy = sgpolicy.load(name)
    readings = dict(data.draw(st.just({}) | applications(name).readings()))
    compiled = policies_compiled(name, tuple(sorted(readings.items())))
    application = data.draw(applications(name).draw)
    on = data.draw(st.sampled_from(ON))
    found = compiled.decide(application, on=on)
    if found.outcome.is_decided:
        assert found.reasons == compiled.reasoning.traced_reasons(application, on)
    else:
        assert found.reasons == ()
    assert policy.id == name


@cache
def policies_compiled(name, readings):
    return sgpolicy.load(name).compiled(dict(readings))
