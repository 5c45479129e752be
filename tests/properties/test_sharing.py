"""Nothing follows from shared items that could be otherwise, in either direction."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.sharing import carry, recognise
from sgpolicy.model.sharing import SharedData

KNOWN = sgpolicy.shared_vocabulary()
SHARINGS = {name: KNOWN.prepared(sgpolicy.load(name)) for name in sgpolicy.shipped()}
ON = date(2026, 11, 24)


def values_of(item):
    match item.type.kind:
        case "truth":
            return st.booleans()
        case "choice":
            return st.sampled_from(item.type.members)
        case "date":
            return st.dates(date(2000, 1, 1), date(2030, 1, 1))
        case _:
            return st.text(min_size=1, max_size=4)


whole = st.fixed_dictionaries({key: values_of(item) for key, item in KNOWN.core.facts.items()})


def facts_of(sharing, items):
    return {one.fact: one.value for one in carry(sharing, SharedData(items), ON)}


@pytest.mark.parametrize("name", SHARINGS)
@given(items=whole, data=st.data())
def test_what_follows_from_part_of_the_items_follows_from_all(name, items, data):
    kept = data.draw(st.sets(st.sampled_from(sorted(items))))
    part = facts_of(SHARINGS[name], {key: items[key] for key in kept})
    assert part.items() <= facts_of(SHARINGS[name], items).items()


@pytest.mark.parametrize("name", SHARINGS)
@given(items=whole, data=st.data())
def test_what_is_recognised_is_true_of_whoever_the_facts_came_from(name, items, data):
    facts = facts_of(SHARINGS[name], items)
    kept = data.draw(st.sets(st.sampled_from(sorted(facts)))) if facts else set()
    found, wrong = recognise([(SHARINGS[name], {key: facts[key] for key in kept})], ON)
    assert wrong == ()
    assert found.facts.items() <= items.items()
    assert all(items[key] in values for key, values in found.possible.items())


@given(items=whole)
def test_facts_of_several_policies_together_tell_no_less_and_nothing_false(items):
    facts = {name: facts_of(sharing, items) for name, sharing in SHARINGS.items()}
    told = [(SHARINGS[name], facts[name]) for name in facts]
    found, wrong = recognise(told, ON)
    assert wrong == ()
    assert found.facts.items() <= items.items()
    for one in told:
        alone, _ = recognise([one], ON)
        assert alone.facts.items() <= found.facts.items()
    for name, sharing in SHARINGS.items():
        again = {one.fact: one.value for one in carry(sharing, found, ON)}
        assert again.items() <= facts_of(sharing, items).items(), name


@given(items=whole, other=whole, data=st.data())
def test_facts_that_no_applicant_has_are_refused(items, other, data):
    """Where the facts of two applicants are mixed, either somebody has them all or it is said."""
    name = data.draw(st.sampled_from(sorted(SHARINGS)))
    sharing = SHARINGS[name]
    mixed = dict(facts_of(sharing, items))
    theirs = facts_of(sharing, other)
    for key in theirs:
        if data.draw(st.booleans()):
            mixed[key] = theirs[key]
    found, wrong = recognise([(sharing, mixed)], ON)
    if not wrong:
        again = facts_of(sharing, found.facts)
        assert all(mixed[key] == value for key, value in again.items() if key in mixed)
