"""The benchmark compares like with like: by hand, generated and interpreted agree, rule by rule."""

import importlib
import sys

import pytest

from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import generate
from sgpolicy.model.application import Application


@pytest.fixture(scope="module")
def bench(repo):
    sys.path.insert(0, str(repo / "bench"))
    yield importlib.import_module("decide")
    sys.path.remove(str(repo / "bench"))


@pytest.fixture(scope="module")
def made(bench):
    return generate(prepare(bench.articles.core()), {})


def test_forty_eight_facts_and_forty_nine_rules(bench, made):
    by_hand = bench.by_hand.decide({})
    assert len(by_hand) == 49
    assert by_hand.keys() <= set(made.truths)
    asked = {*made.plain.__globals__["plain_keys"]}
    assert len(asked) == 48


def test_by_hand_and_generated_agree(bench, made):
    applicants = bench.articles.applicants(made.prepared.core, 2000, missing=0.1, seed=7)
    assert bench.disagreements(made, applicants) == []


def test_interpreted_and_generated_agree(bench, made):
    applicants = bench.articles.applicants(made.prepared.core, 200, missing=0.1, seed=8)
    for one in applicants:
        application = Application(one)
        assert made.interpreted(application, bench.articles.ON) == made.decide(
            application, bench.articles.ON
        )


def test_applicants_are_of_all_kinds(bench):
    core = bench.articles.core()
    outcomes = [
        bench.by_hand.decide(one)["articles_7_and_8"]
        for one in bench.articles.applicants(core, 1000, missing=0.03)
    ]
    assert all(outcomes.count(kind) > 100 for kind in (True, False, None))


def test_a_wrong_rule_is_seen(bench, made, monkeypatch):
    monkeypatch.setattr(bench.by_hand, "HALF", bench.by_hand.SIXTY)
    applicants = bench.articles.applicants(made.prepared.core, 500, missing=0.0, seed=9)
    assert {rule for _, rule in bench.disagreements(made, applicants)} >= {"qualified_share"}
