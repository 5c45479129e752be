"""What a generated function is written like: whatever the policy's size and words, it is Python, and decides alike."""

from datetime import date
from fractions import Fraction
from unittest import mock

import pytest

import sgpolicy
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated import dividing
from sgpolicy.evaluating.generated.engine import generate
from sgpolicy.model.application import Application
from sgpolicy.model.core import All, AtLeast, Compare, Constant, FactRef, Member
from sgpolicy.records import replace

ON = date(2026, 11, 22)
SHIPPED = sgpolicy.load("shaoguan-2022-188").core


def deciding(body):
    """The shipped policy with another condition as its decision, and nothing before it."""
    root = replace(SHIPPED.nodes[SHIPPED.root], body=body, guard=None)
    core = replace(SHIPPED, nodes={**SHIPPED.nodes, root.id: root}, scopes=())
    return generate(prepare(core), {})


def fact(key):
    return FactRef(key, SHIPPED.facts[key].type)


def bounds(count):
    assets = fact("total_assets")
    return tuple(
        Compare("ge", assets, Constant(Fraction(i), assets.type)) for i in range(1, count + 1)
    )


@pytest.mark.parametrize("combined", [All, lambda parts: AtLeast(1, parts)])
def test_any_number_of_conditions_stand_together(combined):
    made = deciding(combined(bounds(4000)))
    for assets in (None, 0, 1, 3999, 4000):
        application = Application({} if assets is None else {"total_assets": assets})
        assert made.decide(application, ON) == made.interpreted(application, ON)


def test_words_of_the_policy_are_no_names_of_the_function():
    """A licence is called C1, as the function's constants are."""
    made = deciding(Member(fact("organisation_type"), ("C1", "v0", "#")))
    ledgers = dict.fromkeys(SHIPPED.ledgers, ())
    for kind in ("C1", "L1", "v0", "#"):
        for application in (
            Application({"organisation_type": kind}),
            Application({"organisation_type": kind}, ledgers),
        ):
            assert made.decide(application, ON) == made.interpreted(application, ON)


def test_a_fact_is_looked_up_by_the_very_key_that_data_have():
    made = sgpolicy.load("shaoguan-2022-188").compiled().generated
    keys = made.plain.__globals__["plain_keys"]
    assert len(keys) > 50
    assert all(key is made.prepared.core.facts[key].id for key in keys)


@pytest.mark.parametrize("longest", [0, dividing.LONGEST])
def test_what_is_not_stated_is_unknown_however_much_else_is_stated(longest):
    with mock.patch.object(dividing, "LONGEST", longest):
        plain = generate(prepare(SHIPPED), {}).plain
    unknown = plain({}, {}, ON)
    keys = [*SHIPPED.facts]
    assert plain(dict.fromkeys(keys), {}, ON) == unknown
    for left_out in (keys[0], keys[50], keys[-1]):
        some = dict.fromkeys(key for key in keys if key != left_out)
        assert plain(some, {}, ON) == unknown
        assert plain({**some, "something else": 1, "and more": 2}, {}, ON) == unknown


def test_no_part_has_more_names_than_python_reaches_in_one_step():
    facts = [one for one in SHIPPED.facts.values() if one.type.is_numeric]
    body = All(
        tuple(
            Compare("ge", FactRef(one.id, one.type), Constant(Fraction(i), one.type))
            for one in facts
            for i in range(100)
        )
    )
    made = deciding(body)
    parts = {
        name: value.__code__
        for name, value in made.plain.__globals__.items()
        if name.startswith("plain_") and hasattr(value, "__code__")
    }
    assert len(parts) > 10
    for code in parts.values():
        assert code.co_nlocals < 256
    complete = Application({one.id: 99 for one in facts})
    assert made.decide(complete, ON) == made.interpreted(complete, ON)


def test_a_policy_without_ledgers_has_one_function():
    core = replace(SHIPPED, ledgers={}, events={})
    nodes = {SHIPPED.root: replace(SHIPPED.nodes[SHIPPED.root], body=All(bounds(2)), guard=None)}
    facts = {key: replace(one, computed=None) for key, one in SHIPPED.facts.items()}
    made = generate(prepare(replace(core, nodes=nodes, facts=facts, findings={}, scopes=())), {})
    assert "return plain(facts, judged, on)" in made.source
    rich = Application({"total_assets": 2}, {"没有的": ()})
    assert made.decide(rich, ON) == made.interpreted(rich, ON)
    assert made.decide(rich, ON)[0] == 7
