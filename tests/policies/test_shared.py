"""The shared items, and what the shipped policies draw from them."""

from datetime import date
from itertools import product

import pytest

import sgpolicy
from sgpolicy.evaluating.running import Run
from sgpolicy.evaluating.sharing import carry
from sgpolicy.model.application import Application
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.sharing import SharedData

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def known():
    return sgpolicy.shared_vocabulary()


@pytest.fixture(scope="module", params=sgpolicy.shipped())
def policy(request):
    return sgpolicy.load(request.param)


def test_every_policy_says_how_it_stands_to_the_shared_items(policy, known):
    made = known.correspondence(policy)
    assert made.rules
    assert all(rule.reason for rule in made.rules)
    assert sgpolicy.check(policy.id).diagnostics == ()


def test_every_name_two_policies_have_in_common_is_accounted_for(known):
    policies = [sgpolicy.load(name) for name in sgpolicy.shipped()]
    found = known.same_names(policies)
    assert [same for same in found if not same.how] == []
    assert {same.name for same in found if same.how == "apart"} == {
        "曾获认定",
        "出生日期",
        "管理规范",
    }


def worlds(items):
    members = [
        (True, False) if item.type.kind == "truth" else item.type.members
        for item in items
        if item.type.kind in ("truth", "choice")
    ]
    keys = [item.id for item in items if item.type.kind in ("truth", "choice")]
    return [dict(zip(keys, values, strict=True)) for values in product(*members)]


def test_a_fact_never_follows_in_two_ways(policy, known):
    """Of the values given case by case one at most holds, whatever the items are."""
    sharing = known.prepared(policy)
    for fact, rules in sharing.rules.items():
        for world in worlds(sharing.items[fact]):
            run = Run(sharing.prepared, Application(world), ON, {})
            holding = [key for key, _ in rules if run.node(key).outcome is Outcome.MET]
            assert len(holding) <= 1, (fact, world)


def test_every_scope_that_rests_on_facts_can_be_told_from_shared_items(policy):
    """Of an ordinary company and of a person the shared items alone say whether a policy applies."""
    day = date.fromisoformat(policy.manifest.issued)
    company = {"applicant_type": "企业", "place_of_registration": "广州市"}
    person = {"applicant_type": "自然人", "place_of_household_register": "韶关市"}
    for items in (company, person):
        data = SharedData({**items, "assumed_application_date": day})
        one = sgpolicy.applicable(data, on=day, policies=[policy])[policy.id]
        assert one.applies.is_decided, (policy.id, items, one.wanted)


def test_a_legal_person_is_no_natural_person(known):
    """民法典第五十四条, 第五十七条: a household business is not one, either."""
    sharing = known.prepared(sgpolicy.load("shaoguan-2022-188"))
    for kind in ("自然人", "个体工商户"):
        carried = carry(sharing, SharedData({"applicant_type": kind}), ON)
        assert {one.fact: one.value for one in carried}["is_legal_person"] is False
