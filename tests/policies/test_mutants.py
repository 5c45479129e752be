"""Mutation of the shipped policy: its cases notice every change to its rules, or it says why none can."""

import time
from collections import Counter

import pytest

from sgpolicy import cases, mutation
from sgpolicy.mutating.records import Operator

POLICY = "shaoguan-2022-188"


@pytest.fixture(scope="module")
def report():
    begin = time.process_time()
    found = mutation.run(POLICY)
    return found, time.process_time() - begin


def test_every_mutant_is_noticed_or_listed_as_equivalent(report):
    found, _ = report
    assert not [f"{one.mutant.id}：{one.message}" for one in found.survivors]


def test_every_listed_mutant_has_its_reason(report):
    found, _ = report
    assert all(len(reason) >= 10 for _, reason in found.equivalent)


def test_every_operator_finds_something_to_change(report):
    found, _ = report
    assert found.total >= 1000
    of_rankings = {Operator.REVERSE, Operator.SEQUENCE}  # this law ranks nobody
    assert set(found.made) == set(Operator) - of_rankings


def test_the_counts_add_up(report):
    found, _ = report
    assert sum(found.killed.values()) == len(found.killers)
    assert found.total == len(found.killers) + len(found.equivalent) + len(found.survivors)
    assert not Counter(found.killed) - Counter(found.made)


def test_it_takes_no_longer_than_running_the_cases_a_few_times(report):
    """Told in runs of all the cases, which is the same on a slow machine."""
    _, seconds = report
    begin = time.process_time()
    cases.run(POLICY)
    assert seconds < 8 * (time.process_time() - begin)
