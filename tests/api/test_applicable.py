"""Which policies apply, from one set of data."""

from datetime import date
from pathlib import Path

import pytest

import sgpolicy
from sgpolicy import Outcome

ON = date(2026, 11, 24)
SHAOGUAN, BASES, POINTS = "shaoguan-2022-188", "guangzhou-2019-6", "guangzhou-2025-8"
COMPANY = {
    "申请者名称": "某某公司",
    "申请者类型": "企业",
    "具有法人资格": "是",
    "登记地": "韶关市",
    "假定申请日期": "2026-11-24",
}
PERSON = {
    "申请者类型": "自然人",
    "登记地": "未登记",
    "户籍地": "湛江市",
    "假定申请日期": "2026-11-24",
}


def applies(found):
    return {policy: one.applies for policy, one in found.items()}


def test_a_company_in_shaoguan():
    found = sgpolicy.applicable(COMPANY, on=ON)
    assert applies(found) == {
        SHAOGUAN: Outcome.MET,
        BASES: Outcome.NOT_MET,
        POINTS: Outcome.NOT_MET,
    }
    assert list(found) == [SHAOGUAN, BASES, POINTS]  # what applies stands first
    articles = [citation.clause.number for citation in found[SHAOGUAN].citations]
    assert articles == [2, 19]
    assert found[SHAOGUAN].decision.outcome is Outcome.MISSING_FACTS


def test_a_company_in_guangzhou_while_the_measures_were_in_force():
    day = date(2024, 3, 1)
    data = COMPANY | {"登记地": "广州市", "假定申请日期": "2024-03-01"}
    found = sgpolicy.applicable(data, on=day)
    assert found[BASES].applies is Outcome.MET
    assert found[SHAOGUAN].applies is Outcome.NOT_MET


def test_a_person():
    found = sgpolicy.applicable(PERSON, on=ON)
    assert found[POINTS].applies is Outcome.MET
    assert found[SHAOGUAN].applies is found[BASES].applies is Outcome.NOT_MET


def test_out_of_its_time_a_policy_does_not_apply_whoever_asks():
    found = sgpolicy.applicable({}, on=date(2030, 1, 1))
    assert set(applies(found).values()) == {Outcome.NOT_MET}
    assert [c.clause.number for c in found[SHAOGUAN].citations] == [19]


def test_what_is_not_known_is_asked_for_once_and_by_its_shared_name():
    found = sgpolicy.applicable({"申请者类型": "企业"}, on=ON)
    one = found[SHAOGUAN]
    assert one.applies is Outcome.MISSING_FACTS
    asked = [(w.name, w.is_shared, [c.clause.number for c in w.citations]) for w in one.wanted]
    assert asked == [("登记地", True, [2]), ("假定申请日期", True, [19])]


def test_what_no_shared_item_gives_is_asked_for_in_the_policys_own_words():
    """Whether a household business is an “other organisation” the text does not say."""
    data = {"申请者类型": "个体工商户", "登记地": "广州市", "假定申请日期": "2024-03-01"}
    one = sgpolicy.applicable(data, on=date(2024, 3, 1))[BASES]
    assert [(w.name, w.is_shared) for w in one.wanted] == [("申请主体", False)]


def test_a_section_holds_what_only_one_policy_asks():
    data = COMPANY | {"韶工信函〔2022〕188号": {"资产总额": "9万元"}}
    found = sgpolicy.applicable(data, on=ON)
    decision = found[SHAOGUAN].decision
    assert decision.rules["资产规模"].outcome is Outcome.NOT_MET
    assert decision.outcome is Outcome.NOT_MET


def test_a_policys_own_facts_tell_about_shared_items():
    found = sgpolicy.applicable({SHAOGUAN: {"韶关注册": "是"}}, on=ON)
    assert found.shared.facts == {"place_of_registration": "韶关市"}
    assert found[BASES].application.facts["registered_in_guangzhou"] is False


def test_only_what_is_certain_is_recognised():
    known = sgpolicy.shared_vocabulary()
    policy = sgpolicy.load(SHAOGUAN)
    elsewhere = known.recognise(policy, {"韶关注册": "否"}, on=ON)
    assert elsewhere.facts == {}
    here = known.recognise(policy, {"韶关注册": "是", "独立法人资格": "是"}, on=ON)
    assert here.facts == {"place_of_registration": "韶关市", "has_legal_personality": True}
    assert here.possible["applicant_type"].isdisjoint({"自然人", "个体工商户"})
    found = sgpolicy.applicable(here, on=ON)  # no natural person, so the person's policy is out
    assert found[POINTS].applies is Outcome.NOT_MET


def test_an_application_made_for_one_policy_serves_another(repo):
    file = repo / "policies" / SHAOGUAN / "applications" / "符合-六项功能.yaml"
    known = sgpolicy.shared_vocabulary().recognise(sgpolicy.load(SHAOGUAN), file, on=ON)
    found = sgpolicy.applicable(known, on=date(2024, 3, 1), policies=[BASES])
    assert found[BASES].application.facts["registered_in_guangzhou"] is False
    assert found[BASES].application.facts["applicant_name"] == known.facts["applicant"]


def test_that_somebody_applied_here_tells_nothing_of_an_application_there():
    data = {SHAOGUAN: {"申请日期": "2026-11-10"}}
    found = sgpolicy.applicable(data, on=ON)
    assert found.shared.facts == {}
    assert "application_date" not in found[POINTS].application.facts
    assumed = sgpolicy.applicable({}, on=ON, assuming={"假定申请日期": "2026-11-24"})
    assert assumed[POINTS].application.facts["application_date"] == ON


def test_equal_names_carry_nothing():
    """曾获认定 is a fact of two policies, about two titles; 出生日期 is one of two people."""
    data = {SHAOGUAN: {"曾获认定": "是"}, BASES: {"出生日期": "2003-01-01"}}
    found = sgpolicy.applicable(data, on=ON)
    assert "was_recognised" not in found[BASES].application.facts
    assert "birth_date" not in found[POINTS].application.facts
    with pytest.raises(sgpolicy.ApplicationError) as error:
        sgpolicy.applicable({"曾获认定": "是"}, on=ON)
    assert [p.code for p in error.value.problems] == ["SG702"]


def test_every_problem_at_once_with_its_place():
    text = f"""\
申请者类型: 公司
登记地: 韶关市
{SHAOGUAN}:
  资产总额: 很多
没有的办法: 1
"""
    with pytest.raises(sgpolicy.ApplicationError) as error:
        sgpolicy.applicable(text, on=ON)
    found = [(p.code, p.path, p.line) for p in error.value.problems]
    assert sorted(found) == [
        ("SG702", "没有的办法", 5),
        ("SG706", f"{SHAOGUAN}.资产总额", 4),
        ("SG716", "申请者类型", 1),
    ]


def test_a_policys_own_fact_must_not_differ_from_what_follows():
    text = f"申请者类型: 企业\n登记地: 广州市\n{SHAOGUAN}:\n  韶关注册: 是\n"
    with pytest.raises(sgpolicy.ApplicationError) as error:
        sgpolicy.applicable(text, on=ON)
    (problem,) = error.value.problems
    assert (problem.code, problem.line, problem.column) == ("SG738", 4, 9)
    assert problem.message == (
        "shaoguan-2022-188 的「韶关注册」填的是「是」，由共用事项（申请者类型、登记地）得出的是「否」，"
        "两处不一致。"
    )


def test_two_policies_facts_that_cannot_both_be_true():
    data = {SHAOGUAN: {"韶关注册": "是"}, BASES: {"本市注册": "是"}}
    with pytest.raises(sgpolicy.ApplicationError) as error:
        sgpolicy.applicable(data, on=ON)
    assert [p.code for p in error.value.problems] == ["SG739"]


def test_two_policies_facts_that_are_one_item_must_agree():
    data = {SHAOGUAN: {"单位名称": "甲"}, BASES: {"单位名称": "乙"}}
    with pytest.raises(sgpolicy.ApplicationError) as error:
        sgpolicy.applicable(data, on=ON)
    assert [p.code for p in error.value.problems] == ["SG739"]


def test_another_reading_under_which_it_applies_is_told():
    data = COMPANY | {"登记地": "广州市", SHAOGUAN: {"服务韶关企业": "是"}}
    one = sgpolicy.applicable(data, on=ON)[SHAOGUAN]
    assert one.applies is Outcome.NOT_MET
    told = [(item.number, reading, outcome) for item, reading, outcome in one.otherwise]
    assert ("K-30", "服务", Outcome.MET) in told
    chosen = sgpolicy.applicable(data, on=ON, readings={SHAOGUAN: {"K-30": "服务"}})
    assert chosen[SHAOGUAN].applies is Outcome.MET


def test_the_form_filled_in_is_the_application():
    data = COMPANY | {
        SHAOGUAN: {
            "资产总额": {"上年末": "120万元"},
            "申报功能": ["信息服务", "技术服务"],
            "服务台账": [],
            "评定": {
                "管理规范": {
                    "结论": "符合",
                    "评定人": "评审专家",
                    "日期": "2026-11-20",
                    "依据": "制度：“A” #1",
                }
            },
        }
    }
    one = sgpolicy.applicable(data, on=ON)[SHAOGUAN]
    form = one.policy.template(one.application)
    assert one.policy.read_application(form) == one.application
    assert one.policy.read_application(one.to_data()) == one.application


def test_the_blank_form_of_shared_items_states_nothing():
    known = sgpolicy.shared_vocabulary()
    assert known.read(known.template()).facts == {}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words(lang, pytestconfig):
    """`make accept` rewrites the expected text; the diff is the review."""
    data = PERSON | {"户籍地": "", SHAOGUAN: {"服务韶关企业": "是"}}
    found = sgpolicy.applicable(data, on=ON)
    told = found.explain(lang)
    text = told.to_text() if lang == "zh" else told.to_markdown()
    golden = Path(__file__).with_name("golden") / f"适用哪些办法.{lang}.txt"
    if pytestconfig.getoption("--accept"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")
    record = told.to_dict()
    assert record["schema"] == "sgpolicy.applicability/1"
    assert [row["policy"] for row in record["rows"]] == list(found)


def test_a_day_is_wanted():
    with pytest.raises(TypeError):
        sgpolicy.applicable({}, on="2026-11-24")
