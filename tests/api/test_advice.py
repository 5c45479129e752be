"""Questions to a decision: what the answers say, in both languages and three forms."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

import sgpolicy
from sgpolicy import Outcome

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(scope="module")
def decide(policy, pytestconfig):
    folder = pytestconfig.rootpath / "policies" / "shaoguan-2022-188" / "applications"
    return lambda name: policy.evaluate(folder / f"{name}.yaml", on=ON)


@pytest.fixture(scope="module")
def refused(decide):
    return decide("不符合-差一家")


def told_in(answer):
    """An answer in each form and language."""
    zh, en = (
        (answer.explain(lang) for lang in ("zh", "en"))
        if hasattr(answer, "explain")
        else (answer,) * 2
    )
    return str(zh), str(en), zh.to_markdown(), json.loads(zh.to_json())


@pytest.mark.parametrize("question", ["remedies", "sensitivity", "sufficient"])
@pytest.mark.parametrize(
    "name", ["不符合-差一家", "待补材料", "待评定", "不适用-不在韶关", "符合-综合服务中心"]
)
def test_every_question_has_an_answer_in_every_form(decide, question, name):
    decision = decide(name)
    zh, en, markdown, data = told_in(getattr(decision, question)())
    assert decision.outcome.zh in zh
    assert decision.outcome.en in en
    assert markdown.startswith("# ")
    assert data["schema"].startswith("sgpolicy.")
    assert data["outcome"]["zh"] == decision.outcome.zh


def test_a_remedy_says_what_how_much_and_by_which_clause(refused):
    text = refused.remedies().explain().to_text(width=200)
    assert "再增加 1 家，达到 50 家（现为 49 家）" in text
    assert "第七条第（二）项「年服务中小微企业50家以上」" in text
    assert "1 enterprise more, to reach 50 enterprises" in refused.remedies().explain("en").to_text(
        width=200
    )


def test_what_is_met_needs_no_remedy(decide):
    found = decide("符合-综合服务中心").remedies()
    assert found.remedies == found.ways == found.obstacles == ()
    assert found.by_time is None
    assert "已经符合" in str(found)


def test_a_policy_that_does_not_say_what_can_be_changed_proposes_nothing(pytestconfig):
    other = sgpolicy.load("guangzhou-2019-6")
    file = pytestconfig.rootpath / "policies/guangzhou-2019-6/applications/不符合-差一人.yaml"
    found = other.evaluate(file, on=date(2024, 5, 1)).remedies()
    assert not found.is_declared
    assert found.remedies == ()
    assert "没有写明哪些事项可以改变" in str(found)


def test_the_reading_that_flips_it_comes_with_the_rule(refused):
    found = refused.sensitivity()
    (flip,) = found.flips
    assert [(change.number, change.after) for change in flip.changes] == [("K-23", "逐次")]
    assert flip.outcome is Outcome.MET
    assert [shift.node.name for shift in flip.through] == ["年服务家数"]
    assert not found.is_firm
    assert sum(found.counts.values()) == found.report.combinations


def test_why_tells_one_clause_and_no_other(refused):
    text = str(refused.why("第七条（二）"))
    assert "还差 1 家" in text
    assert "第八条" not in text
    assert str(refused.why("art7.2")) == text


def test_why_not_says_what_would_do(refused):
    assert "达到 50 家" in str(refused.why_not("年服务家数"))
    assert "已经符合" in str(refused.why_not("场所面积"))
    assert "申报功能：增加技术服务" in str(refused.why_not("第八条第（二）项"))


def test_a_clause_that_does_not_apply_says_why(refused):
    assert "申报功能：综合服务" in str(refused.why("第八条第（一）项"))


def test_what_is_open_says_which_tests(decide):
    text = str(decide("待补材料").why("第七条第（一）项"))
    assert "资产总额" in text
    assert "未申报" in text


def test_an_unknown_clause_or_rule_is_refused_with_the_nearest(refused):
    with pytest.raises(KeyError, match="年服务家数"):
        refused.why("年服务家")


def test_what_if_shows_what_differs_and_nothing_else(refused):
    found = refused.what_if({"年服务中小微企业数": "50家"}, readings={"K-5": "兼备"})
    names = {difference.shift.node.name for difference in found.report.differences}
    assert names == {"年服务家数", "专业人员比例"}
    assert found.decision.outcome is Outcome.NOT_MET
    assert {shift.node.name for shift in found.report.clauses} == {
        "第七条第（二）项",
        "第七条第（五）项",
    }
    assert "用户满意度" not in str(found)


def test_what_if_takes_back_judges_and_puts_off(refused):
    found = refused.what_if({"用户满意度": None, "经营规范": "否"}, on=date(2027, 10, 21))
    assert found.decision.outcome is Outcome.NOT_APPLICABLE
    assert {one.subject.name for one in found.report.supposed} == {"用户满意度", "经营规范"}
    assert found.report.on_then == date(2027, 10, 21)


def test_what_if_nothing_nothing_differs(refused):
    found = refused.what_if()
    assert found.report.differences == found.report.clauses == ()
    assert "没有一条规则" in str(found)


def test_what_if_is_what_evaluating_says(policy, refused):
    """A fact stated is what the same fact stated in the application comes to."""
    application = refused.trace.application
    other = replace(application, facts={**application.facts, "user_satisfaction": 0})
    assert (
        refused.what_if({"用户满意度": "0%"}).decision.rules["用户满意"].outcome
        is policy.evaluate(other, on=ON).rules["用户满意"].outcome
    )


def test_mistakes_in_what_is_supposed_come_together(refused):
    with pytest.raises(sgpolicy.ApplicationError) as caught:
        refused.what_if({"用户满意度": "101%", "资产总客": "1万元"})
    assert {problem.path for problem in caught.value.problems} == {"用户满意度", "资产总客"}
    with pytest.raises(sgpolicy.UnknownReadingError):
        refused.what_if(readings={"K-5": "随便"})


def test_hostile_values_are_shown_as_text(policy, refused):
    application = refused.trace.application
    facts = {**application.facts, "applicant_name": "<script>\u202e"}
    decision = policy.evaluate(replace(application, facts=facts), on=ON)
    for told in (decision.remedies(), decision.sufficient(), decision.sensitivity()):
        assert "<script>" not in told.explain().to_markdown()
