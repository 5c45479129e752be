"""A policy as one function."""

import sys
from datetime import date

import pytest
from points_policy import FULL, MANIFEST, write

import sgpolicy
from sgpolicy import Outcome
from sgpolicy.evaluating.columnar.algebra import NotColumnarError
from sgpolicy.evaluating.native import engine
from sgpolicy.model.application import Application

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
        told += compiled.reasoning.decisive.of(found.codes[0], truths) is not None
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


# ── as machine code ──


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_machine_code_says_the_same(name, repo):
    compiled = sgpolicy.load(name).compiled()
    native = compiled.in_machine_code()
    assert (native.is_machine_code, compiled.is_machine_code) == (True, False)
    assert (native.readings, native.source) == (compiled.readings, compiled.source)
    files = sorted((repo / "policies" / name / "applications").glob("*.yaml"))
    assert files
    for file in files:
        application = compiled.policy.read_application(file)
        for given in (application, Application(application.facts)):
            one, other = native.decide(given, on=ON), compiled.decide(given, on=ON)
            assert dict(one) == dict(other)
            assert one.outcome is other.outcome
            assert one.amounts == other.amounts
            assert one.reasons == other.reasons
            assert one.grounds == other.grounds


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_machine_code_decides_what_is_shipped_itself(name, repo):
    """All but what has ledgers; nothing in it is so odd that it is left to Python."""
    policy = sgpolicy.load(name)
    made = policy.compiled().generated

    def python(*_):
        raise AssertionError("left to Python")

    native = engine.native(policy.core, made.readings, made.truths, python, ON)
    for file in (repo / "policies" / name / "applications").glob("*.yaml"):
        application = policy.read_application(file)
        judged = made.judged(application)
        if judged is not None:
            given = made.stated(application), judged, ON
            conclusion, outcomes = native(*given)
            wanted = made.counting(*given)
            assert (conclusion, *outcomes) == (wanted[0], *wanted[1][: len(made.truths)])


def test_machine_code_is_made_once(policy):
    compiled = policy.compiled()
    native = compiled.in_machine_code()
    assert compiled.in_machine_code() is native is native.in_machine_code()


def test_amounts_are_counted_when_they_are_asked_for(tmp_path):
    compiled = sgpolicy.load(write(tmp_path)).compiled()
    day = date(2026, 6, 1)
    by_ledgers, blank = (compiled.in_machine_code().decide(one, on=day) for one in (FULL, {}))
    assert len(blank.codes[1]) == len(compiled.generated.truths)
    for given, found in ((FULL, by_ledgers), ({}, blank)):
        assert found.amounts == compiled.decide(given, on=day).amounts != {}


def test_a_frame_s_rows_are_decided_by_machine_code_too(policy):
    frames = pytest.importorskip("pyarrow")
    frame = frames.table({"资产总额": [90_000, 1_000_000, None], "申请日期": [ON, ON, None]})
    compiled = policy.compiled()
    found, wanted = (
        one.evaluate_frame(frame, on=ON, rules=["资产规模"], engine="rows", reasons=True)
        for one in (compiled.in_machine_code(), compiled)
    )
    assert found.equals(wanted)


def test_why_there_is_no_machine_code(policy, monkeypatch):
    fresh = sgpolicy.load("shaoguan-2022-188").compiled
    with monkeypatch.context() as patched:
        patched.setattr(engine, "places", lambda: None)
        with pytest.raises(sgpolicy.MachineCodeError, match="CPython") as error:
            fresh().in_machine_code()
        assert error.value.why == "this Python"
    with monkeypatch.context() as patched:
        patched.setattr(engine, "lower", _too_much)
        with pytest.raises(sgpolicy.MachineCodeError, match="做不到") as error:
            fresh().in_machine_code()
        assert error.value.why == "the policy"
    with monkeypatch.context() as patched:
        for name in [one for one in sys.modules if one.startswith("sgpolicy.evaluating.native")]:
            patched.delitem(sys.modules, name)
        patched.setitem(sys.modules, "llvmlite", None)
        with pytest.raises(sgpolicy.MachineCodeError, match=r"sgpolicy\[compiled\]") as error:
            fresh().in_machine_code()
        assert error.value.why == "not installed"
    assert policy.compiled().in_machine_code().is_machine_code


def _too_much(*_):
    raise NotColumnarError
