"""Decision records of generated applications: accepted by replay and by the standalone checker alike.

The two share no code. What the checker derives from the facts, ledgers and findings by its own few rules is
what the interpreter found, step by step, or one of the two is wrong.
"""

import dataclasses
import json
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from properties.any_application import DAYS, Applications
from properties.applicants import ON, applicants, cells, eligible
from properties.policies import blocks
from properties.test_formatting import compiled, law_with

import sgpolicy
from sgpolicy import check_record
from sgpolicy.recording.canonical import canonical

IS_LONG = settings.default.max_examples >= 1000
EXAMPLES = 2500 if IS_LONG else 60
"""Four tests: ten thousand records at the long level."""
MANY = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


@cache
def policy(name):
    return sgpolicy.load(name)


def accepted(decision, of=None):
    """Both accept the record; whether it says that every completion comes to the same."""
    record = decision.record()
    data = json.loads(record.text)
    assert canonical(data) == record.text
    found = []
    by_completions = check_record.check(data, lambda place, what: found.append((place, what)))
    assert not found
    of = of or policy(data["basis"]["policy"]["id"])
    (verified,) = sgpolicy.verify([record.to_bytes()], policy=of)
    assert verified.problems == ()
    return by_completions


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_both_accept_what_was_not_changed(name):
    applications = Applications(policy(name).core)

    @MANY
    @given(applications.draw, st.sampled_from(DAYS), applications.readings())
    def both_accept(application, on, readings):
        accepted(policy(name).evaluate(application, on=on, readings=readings))

    both_accept()


@MANY
@given(applicants())
def test_both_accept_applicants_who_nearly_qualify(application):
    accepted(policy("shaoguan-2022-188").evaluate(application, on=ON))


@settings(suppress_health_check=list(HealthCheck))
@given(blocks(), st.data())
def test_both_accept_decisions_of_generated_policies(block, data):
    compilation = compiled(law_with(block))
    assume(compilation.core is not None)
    made = sgpolicy.Policy(compilation.core, compilation.document.manifest, lambda: compilation)
    kind = Applications(made.core)
    readings = data.draw(kind.readings())
    for _ in range(3):
        on = data.draw(st.sampled_from(DAYS))
        accepted(made.evaluate(data.draw(kind.draw), on=on, readings=readings), made)


def test_a_conclusion_that_every_completion_shares_is_left_to_the_replay():
    """70 万元 is enough for 综合 alone, and 综合 fails: no choice of functions helps, which no step shows."""
    base = eligible()
    facts = {key: value for key, value in base.facts.items() if key != "applied_functions"}
    facts |= dict.fromkeys(cells(policy("shaoguan-2022-188").core.facts["total_assets"]), 700_000)
    facts["centre_origin"] = "其他机构"
    decision = policy("shaoguan-2022-188").evaluate(dataclasses.replace(base, facts=facts), on=ON)
    assert decision.outcome is sgpolicy.Outcome.NOT_MET
    assert accepted(decision), "the checker says that it did not try every completion"
