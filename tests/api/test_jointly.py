"""What several readings changed at a time would decide: in the letter, the audit, the page and the data."""

import dataclasses
import json

import pytest
from properties.applicants import ON, cells, eligible, policy

import sgpolicy
from sgpolicy.model.jointly import Jointly


@pytest.fixture(scope="module")
def application():
    """Of all its staff few have a degree: that decides only if degrees count apart, and of all staff."""
    few = dict.fromkeys(cells(policy().core.facts["all_degree"]), 1)
    return dataclasses.replace(eligible(), facts=eligible().facts | few)


@pytest.fixture(scope="module")
def decision(application):
    return policy().evaluate(application, on=ON)


def test_each_effect_decides_otherwise_and_no_part_of_it_comes_to_the_same(decision, application):
    told = decision.explain(jointly=True).explanation.jointly
    assert told.is_exhaustive
    assert told.effects
    for effect in told.effects:
        readings = {one.id: key(one) for one in effect.readings}
        assert len(readings) > 1
        assert outcome(application, readings) is effect.outcome
        for left in readings:
            fewer = {id_: reading for id_, reading in readings.items() if id_ != left}
            assert outcome(application, fewer) is not effect.outcome


def key(taken):
    interpretation = policy().core.interpretations[taken.id]
    return next(one.id for one in interpretation.readings if one.name == taken.reading)


def outcome(application, readings):
    return policy().evaluate(application, on=ON, readings=readings).outcome


@pytest.mark.parametrize("length", ["letter", "audit"])
@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "同时改取，才得所写的结论"), ("en", "only if all of them are changed together")],
)
def test_it_is_told_where_it_is_asked(decision, length, lang, words):
    assert words in " ".join(str(decision.explain(length, lang, jointly=True)).split())
    assert words not in " ".join(str(decision.explain(length, lang)).split())


def test_the_page_has_it(decision):
    assert "几项口径同时改取" in decision.report(jointly=True).to_html()
    assert "几项口径同时改取" not in decision.report().to_html()


def test_the_data_have_it_only_where_it_was_asked(decision):
    assert json.loads(decision.explain(jointly=True).to_json())["jointly"]["effects"]
    assert "jointly" not in json.loads(decision.explain().to_json())


def test_an_open_outcome_has_none():
    opened = policy().evaluate(dataclasses.replace(eligible(), facts={}), on=ON)
    assert opened.outcome is sgpolicy.Outcome.MISSING_FACTS
    assert opened.explain(jointly=True).explanation.jointly is None


def test_that_there_is_none_is_told_too(decision):
    said = dataclasses.replace(
        decision.explain().explanation, jointly=Jointly((), is_exhaustive=True)
    )
    assert "除其中一项本来就改变结论的以外" in str(sgpolicy.RenderedExplanation(said)).replace(
        "\n", ""
    )
