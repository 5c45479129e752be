"""A policy as one function."""

from datetime import date

import pytest
from points_policy import FULL, MANIFEST, write

import sgpolicy
from sgpolicy import Outcome

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


def applications(repo):
    return sorted((repo / "policies/shaoguan-2022-188/applications").glob("*.yaml"))


def test_outcomes_are_those_of_the_decision(policy, repo):
    compiled = policy.compiled()
    for file in applications(repo):
        found = compiled.decide(file, on=ON)
        decision = policy.evaluate(file, on=ON)
        if found.outcome.is_decided:
            assert found.outcome is decision.outcome
        rules = {name: rule.outcome for name, rule in decision.rules.items()}
        clauses = {name: one.outcome for name, one in decision.clauses.items()}
        assert rules.items() <= dict(found).items()
        assert clauses.items() <= dict(found).items()
        assert found.decision().outcome is decision.outcome


def test_reasons_are_the_decisions(policy, repo):
    compiled = policy.compiled()
    told = 0
    for file in applications(repo):
        found = compiled.decide(file, on=ON)
        truths = found.codes[1][: len(compiled.generated.truths)]
        decision = policy.evaluate(file, on=ON)
        if not found.outcome.is_decided:
            assert found.reasons == ()
            continue
        clauses = tuple(dict.fromkeys(one.clause for one in decision.citations))
        assert found.reasons == clauses
        told += compiled.decisive.of(found.codes[0], truths) is not None
    assert told >= 8  # read off the outcomes, without a trace


def test_by_name_id_and_citation(policy):
    found = policy.compiled().decide({"资产总额": "9万元"}, on=ON)
    for name in ("资产规模", "min_assets"):
        assert found[name] is Outcome.NOT_MET
    assert found["第七条第（一）项"] is found["第七条（一）"] is found["art7.1"]
    with pytest.raises(KeyError):
        found["没有这条规则"]
    with pytest.raises(KeyError):
        found["第九十九条"]


def test_readings_are_fixed_when_it_is_compiled(policy, repo):
    file = repo / "policies/shaoguan-2022-188/applications/不符合-差一家.yaml"
    assert policy.compiled().decide(file, on=ON).outcome is Outcome.NOT_MET
    visits = policy.compiled({"K-23": "逐次"})
    assert visits.decide(file, on=ON).outcome is Outcome.MET
    assert visits.decide(file, on=ON).decision().outcome is Outcome.MET
    with pytest.raises(sgpolicy.UnknownReadingError):
        policy.compiled({"K-23": "没有"})


def test_amounts(tmp_path):
    policy = sgpolicy.load(write(tmp_path))
    found = policy.compiled().decide(FULL, on=date(2026, 6, 1))
    wanted = policy.evaluate(FULL, on=date(2026, 6, 1)).amounts
    assert found.amounts == {name: one.value for name, one in wanted.items()}
    blank = policy.compiled().decide({}, on=date(2026, 6, 1))
    assert blank.amounts["学历分"].low == 0
    assert blank.amounts["学历分"].high == 30


def test_the_source_is_a_module_of_its_own(policy, repo):
    namespace = {}
    compiled = policy.compiled()
    exec(compiled.source, namespace)  # noqa: S102 - what is tested
    application = policy.read_application(
        repo / "policies/shaoguan-2022-188/applications/符合-只有申报数.yaml"
    )
    facts = compiled.generated.stated(application)
    assert namespace["plain"](facts, application.findings, ON)[0] == 7


def test_what_a_policy_is_called_never_becomes_code(tmp_path):
    folder = write(tmp_path)
    evil = r'"x\"\"\"\nraise SystemExit(1)"'  # as YAML writes it
    text = MANIFEST.replace("积分样例办法", evil)
    (folder / "policy.yaml").write_text(text, "utf-8")
    policy = sgpolicy.load(folder)
    assert "\n" in policy.title
    assert policy.compiled().decide(FULL, on=date(2026, 6, 1)).outcome is Outcome.MET


def test_problems_and_days(policy):
    with pytest.raises(sgpolicy.ApplicationError):
        policy.compiled().decide({"没有": 1}, on=ON)
    with pytest.raises(TypeError):
        policy.compiled().decide({}, on="2026-11-22")
