"""The library's contract: the names that other programs use, and what they promise."""

from __future__ import annotations

import builtins
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

import sgpolicy

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(scope="module")
def applications(pytestconfig):
    return pytestconfig.rootpath / "policies" / "shaoguan-2022-188" / "applications"


@pytest.fixture(scope="module")
def refused(policy, applications):
    return policy.evaluate(applications / "不符合-差一家.yaml", on=ON)


def test_a_shipped_policy_is_loaded_by_name_and_a_folder_by_path(policy, applications):
    assert sgpolicy.load(applications.parent).id == policy.id == "shaoguan-2022-188"
    assert sgpolicy.load(str(applications.parent)).document_number == "韶工信函〔2022〕188号"


def test_an_unknown_policy_names_those_there_are():
    with pytest.raises(sgpolicy.UnknownPolicyError, match="shaoguan-2022-188"):
        sgpolicy.load("shaoguan-2022")


def test_a_decision_has_its_outcome_and_its_citations(refused):
    assert refused.outcome is sgpolicy.Outcome.NOT_MET
    (citation,) = refused.citations
    assert citation.clause.label == "第七条第（二）项"
    assert citation.phrases == ("年服务中小微企业50家以上",)


def test_rules_answer_to_both_names(refused):
    rule = refused.rules["年服务家数"]
    assert rule is refused.rules["yearly_clients"]
    assert rule.outcome is sgpolicy.Outcome.NOT_MET
    assert rule.citation.clause.id == "art7.2"
    assert rule.values[0].value.high == 49
    assert rule.values[0].source == "ledger"


def test_an_unknown_rule_offers_the_nearest(refused):
    with pytest.raises(KeyError, match="年服务家数"):
        refused.rules["年服务家"]


def test_pending_items_say_what_is_asked_and_where(policy, applications):
    decision = policy.evaluate(applications / "待补材料.yaml", on=ON)
    item = next(p for p in decision.pending if p.key == "total_assets")
    assert (item.kind, item.name) == ("fact", "资产总额")
    assert item.citation.clause.label == "第七条第（一）项"
    assert item.question == policy.facts["资产总额"].question
    awaiting = policy.evaluate(applications / "待评定.yaml", on=ON)
    assert {p.kind for p in awaiting.pending} == {"finding"}


@pytest.mark.parametrize("length", ["line", "letter", "audit"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_lengths_in_three_forms_and_two_languages(refused, length, lang):
    explanation = refused.explain(length, lang=lang)
    assert "第七条" in str(explanation) or "Article 7" in str(explanation)
    assert explanation.to_markdown()
    assert json.loads(explanation.to_json())["schema"] == "sgpolicy.explanation/1"
    assert str(refused.explain(length, lang=lang)) == str(explanation)


def test_a_reading_is_chosen_by_name_id_or_number(policy, applications):
    application = policy.read_application(applications / "符合-综合服务中心.yaml")
    for name, reading in (("学历和职称", "兼备"), ("degree_and_title", "both"), ("K-5", "兼备")):
        decision = policy.evaluate(application, on=ON, readings={name: reading})
        assert decision.readings["学历和职称"] == "兼备"
        assert decision.outcome is sgpolicy.Outcome.NOT_MET
    assert "学历和职称" in {i.name for i in policy.evaluate(application, on=ON).decisive_readings}


def test_an_unknown_reading_is_refused_with_those_there_are(policy):
    with pytest.raises(sgpolicy.UnknownReadingError, match="其一、兼备、分别"):
        policy.evaluate({}, on=ON, readings={"学历和职称": "随便"})
    with pytest.raises(sgpolicy.UnknownReadingError):
        policy.evaluate({}, on=ON, readings={"没有的口径": "其一"})


def test_the_day_is_asked_for(policy):
    with pytest.raises(TypeError):
        policy.evaluate({})
    with pytest.raises(TypeError, match="date"):
        policy.evaluate({}, on=datetime(2026, 11, 22))  # noqa: DTZ001 - what is refused


def test_all_problems_of_an_application_come_together(policy):
    data = {
        "资产总客": "1万元",
        "申请日期": "2026-02-31",
        "用户满意度": "101%",
        "年服务中小微企业数": "-3",
        "专职从业人数": "六次",
        "独立法人资格": "也许",
        "办公场所面积": "/",
    }
    with pytest.raises(sgpolicy.ApplicationError) as caught:
        policy.evaluate(data, on=ON)
    assert {p.path for p in caught.value.problems} == set(data)
    assert all(p.remedy and p.message for p in caught.value.problems)


def test_extra_keys_are_ignored_only_on_request(policy):
    with pytest.raises(sgpolicy.ApplicationError):
        policy.evaluate({"备注": "x"}, on=ON)
    assert policy.evaluate({"备注": "x"}, on=ON, ignore_unknown=True).outcome


def test_facts_clauses_and_interpretations_can_be_looked_up(policy):
    assert policy.facts["total_assets"] is policy.facts["资产总额"]
    clause = policy.clause("第七条（一）")
    assert clause is policy.clauses["art7.1"]
    assert "注册登记时间2年以上" in clause.text
    assert "资产规模" in {node.name for node in clause.nodes}
    assert policy.interpretations["K-5"].readings[1].name == "兼备"


def test_the_model_the_mapping_and_the_text_are_the_same_application(policy):
    data = {"资产总额": "99万元", "申报功能": ["综合服务"], "申请日期": "2026-11-10"}
    model = policy.application_model.model_validate(data)
    text = json.dumps(data, ensure_ascii=False)
    read = policy.read_application(data)
    assert policy.read_application(model) == read == policy.read_application(text)


def test_the_schema_accepts_what_the_library_accepts(policy):
    jsonschema = pytest.importorskip("jsonschema")
    schema = policy.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"资产总额": "99万元", "total_staff_of_mars": 1}) is False
    assert validator.is_valid({"资产总额": "99万元", "用户满意度": "85%"})


def test_the_blank_template_is_an_application_with_nothing_stated(policy):
    application = policy.read_application(policy.template())
    assert not application.facts
    assert not application.ledgers
    assert not application.findings


def test_threads_may_share_a_policy(policy, applications):
    files = sorted(applications.glob("*.yaml"))
    alone = [str(policy.evaluate(f, on=ON).explain("audit")) for f in files]
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda f: str(policy.evaluate(f, on=ON).explain("audit")), files * 3)
        assert list(together) == alone * 3


def test_loading_and_evaluating_use_no_network_and_write_nothing(monkeypatch, applications):
    real = builtins.open

    def reading_only(file, mode="r", *args, **kwargs):
        assert not set(mode) & set("wax+"), f"wrote {file}"
        return real(file, mode, *args, **kwargs)

    def offline(*_args, **_kwargs):
        raise AssertionError("used the network")

    monkeypatch.setattr(builtins, "open", reading_only)
    monkeypatch.setattr(Path, "write_text", offline)
    monkeypatch.setattr(Path, "write_bytes", offline)
    monkeypatch.setattr(socket, "socket", offline)
    policy = sgpolicy.load("shaoguan-2022-188")
    assert policy.evaluate(applications / "符合-综合服务中心.yaml", on=ON).explain("letter")
