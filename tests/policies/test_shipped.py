"""What holds of every shipped policy, worked examples too."""

from datetime import date, timedelta

import pytest

import sgpolicy
from sgpolicy import cases, mutation

EXAMPLES = ("guangzhou-2019-6", "guangzhou-2025-8")
PERIODS = {  # the first and the last day in force under the default readings
    "guangzhou-2019-6": (date(2019, 10, 9), date(2024, 10, 9)),
    "guangzhou-2025-8": (date(2025, 6, 30), date(2026, 12, 31)),
}


@pytest.fixture(scope="module", params=EXAMPLES)
def policy(request):
    return sgpolicy.load(request.param)


def test_examples_are_listed_after_the_policies_to_rely_on():
    assert sgpolicy.shipped() == ["shaoguan-2022-188", *sorted(EXAMPLES)]
    assert all(sgpolicy.load(name).manifest.example for name in EXAMPLES)
    assert not sgpolicy.load("shaoguan-2022-188").manifest.example


def test_every_operative_character_is_accounted_for(policy):
    report = sgpolicy.check(policy.id)
    assert report.diagnostics == ()
    assert report.coverage.is_complete
    assert report.coverage.total > 1000


@pytest.mark.parametrize("days_off", [-1, 1])
def test_outside_its_time_in_force_nothing_is_decided(policy, repo, days_off):
    first, last = PERIODS[policy.id]
    day = first - timedelta(1) if days_off < 0 else last + timedelta(1)
    for file in sorted((repo / "policies" / policy.id / "applications").glob("*.yaml")):
        decision = policy.evaluate(file, on=day)
        assert decision.outcome is sgpolicy.Outcome.NOT_APPLICABLE, file.name


def test_cases_agree(policy):
    results = cases.run(policy.id)
    assert len(results) > 200
    assert [r.message for r in results if not r.passed] == []


def test_every_reading_has_a_case_of_its_own(policy):
    tried = {pair for result in cases.run(policy.id) for pair in result.case.readings}
    others = {
        (item.id, reading.id)
        for item in policy.core.interpretations.values()
        for reading in item.readings
        if reading.id != item.default
    }
    assert others <= tried


def test_every_change_of_a_rule_is_noticed(policy):
    found = mutation.run(policy.id)
    assert [survivor.mutant.id for survivor in found.survivors] == []


def test_only_what_can_change_the_outcome_is_asked_for(repo):
    """Points that are not to be had either way are not asked for: nobody is sent for a useless paper."""
    policy = sgpolicy.load("guangzhou-2025-8")
    file = repo / "policies/guangzhou-2025-8/applications/待补材料-没有填报每年申报.yaml"
    pending = policy.evaluate(file, on=date(2026, 3, 10)).pending
    assert [item.name for item in pending] == ["三年每年申报个税", "合法稳定"]


@pytest.mark.parametrize("name", ["shaoguan-2022-188", *EXAMPLES])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_blank_application_is_told_what_is_missing(name, lang):
    """Ledgers that rules count in directly are asked for like facts."""
    policy = sgpolicy.load(name)
    decision = policy.evaluate({}, on=date(2024, 3, 1) if "2019" in name else date(2026, 3, 1))
    assert not decision.outcome.is_decided
    for length in ("line", "letter", "audit"):
        assert str(decision.explain(length, lang))
    assert {item.key for item in decision.pending} == {
        need["id"] for key in ("missing", "awaiting") for need in decision.explain().to_dict()[key]
    }
