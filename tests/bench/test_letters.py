"""The applications that letters are measured with: of all outcomes, each another's."""

import importlib
import sys
from collections import Counter

import pytest

import sgpolicy


@pytest.fixture(scope="module")
def bench(repo):
    sys.path.insert(0, str(repo / "bench"))
    yield importlib.import_module("letters")
    sys.path.remove(str(repo / "bench"))


def test_applications_are_of_all_outcomes(bench, repo):
    policy = sgpolicy.load(bench.POLICY)
    folder = repo / "policies" / bench.POLICY / "applications"
    found = [policy.evaluate(one, on=bench.ON) for one in bench.applications(policy, folder, 96)]
    counts = Counter(one.outcome for one in found)
    assert set(counts) == set(sgpolicy.Outcome)
    assert all(count >= 5 for count in counts.values())
    assert len({str(one.explain("line")) + one._repr_html_() for one in found}) == len(found)
