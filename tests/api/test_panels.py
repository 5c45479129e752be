"""Several people judge one standard, from data to letter, auditor's page and record."""

from datetime import date
from pathlib import Path

import pytest

import sgpolicy
from sgpolicy import check_record

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(scope="module")
def applicant(repo) -> Path:
    return repo / "policies/shaoguan-2022-188/case-bases/专家合议.yaml"


@pytest.fixture(scope="module")
def decide(policy, applicant):
    return lambda **readings: policy.evaluate(applicant, on=ON, readings=readings)


def said(decision, rule, lang="zh", length="audit"):
    """What is said under one finding, as lines."""
    lines = decision.explain(length, lang).to_text(width=200).splitlines()
    start = next(
        i for i, line in enumerate(lines) if f"评定 {rule}「" in line or f" {rule} " in line
    )
    rest = lines[start + 1 :]
    end = next(i for i, line in enumerate(rest) if line and not line.startswith(" "))
    return [line.strip() for line in rest[:end]]


def test_auditors_see_every_vote(decide):
    assert said(decide(), "经营规范") == [
        (
            "✓ 评审专家于2026年11月19日评定为符合，过半数符合即为符合（2 人认为符合、1 人认为不符合），"
            "依据：信用记录；审计报告；审计报告、内部管理制度。"
        ),
        "评定内容：经营活动是否规范？",
        "✗ 专家甲（评审专家、组长）",
        "不符合，2026年11月18日，依据：信用记录，“有一次行政处罚”。",
        "✓ 专家乙（评审专家）",
        "符合，2026年11月18日，依据：审计报告。",
        "✓ 专家丙（评审专家）",
        "符合，2026年11月19日，依据：审计报告、内部管理制度。",
    ]
    assert said(decide(), "财务状况")[0] == (
        "? 评定尚未作出，过半数符合即为符合（1 人认为符合、1 人认为不符合、1 人尚未评定）。"
    )


def test_another_reading_counts_them_otherwise(decide):
    outcomes = {
        reading: decide(**{"K-41": reading}).rules["经营规范"].outcome.zh
        for reading in ("多数", "一致", "组长定")
    }
    assert outcomes == {"多数": "符合", "一致": "不符合", "组长定": "不符合"}
    assert said(decide(**{"K-41": "组长定"}), "发展前景")[0] == (
        "? 评定尚未作出，由组长决定（2 人认为符合、2 人认为不符合），没有写明谁是组长。"
    )


def test_who_may_not_judge_is_told_and_not_counted(decide):
    told = said(decide(**{"K-22": "仅专家"}), "持续发展")
    assert "另有 1 人的评定不计入：不属于可评定的主体" in told[0]
    assert told[-1] == "不符合，2026年11月20日，依据：现场考察记录，不计入：不属于可评定的主体。"


def test_a_letter_tells_the_count_and_names_nobody(policy, applicant):
    whole = policy.read_application(applicant.parent.parent / "applications" / "符合-六项功能.yaml")
    panels = policy.read_application(applicant).findings
    votes = {key: panels[key] for key in ("sound_finance", "good_prospects")}
    open_only = {**whole.findings, "sound_finance": votes["sound_finance"]}
    letter = (
        policy.evaluate(type(whole)(whole.facts, whole.ledgers, open_only), on=ON)
        .explain()
        .to_text(width=200)
    )
    assert "1 人认为符合、1 人认为不符合、1 人尚未评定" in letter
    refused = {**whole.findings, "good_prospects": votes["good_prospects"]}
    other = (
        policy.evaluate(type(whole)(whole.facts, whole.ledgers, refused), on=ON)
        .explain()
        .to_text(width=200)
    )
    assert "2 人认为符合、2 人认为不符合" in other
    assert "专家甲" not in letter + other


def test_in_english(decide):
    text = decide().explain("audit", "en").to_text(width=200)
    assert "met if more than half find so" in text
    assert "not decided yet" in text


def test_the_record_has_every_vote_and_who_chose_the_reading(policy, applicant):
    decision = policy.evaluate(applicant, on=ON, readings={"K-41": "一致"})
    record = decision.record(
        documents={"K-41": "韶工信函〔2026〕1号"}, choosers={"K-41": "局长办公会议"}
    )
    (panel,) = (one for one in record.data["basis"]["findings"] if one["name"] == "经营规范")
    assert [(one["person"], one["judged"]["result"]) for one in panel["votes"]] == [
        ("专家甲", "不符合"),
        ("专家乙", "符合"),
        ("专家丙", "符合"),
    ]
    (chosen,) = (one for one in record.data["basis"]["readings"] if one["number"] == "K-41")
    assert (chosen["chosen_by"], chosen["document"]) == ("局长办公会议", "韶工信函〔2026〕1号")
    found = []
    check_record.check(record.data, lambda place, what: found.append((place, what)))
    assert found == []
    (verified,) = sgpolicy.verify([record.to_bytes()], policy=policy)
    assert verified.is_right


def test_an_unknown_interpretation_cannot_have_been_chosen(decide):
    with pytest.raises(sgpolicy.RecordError, match="没有口径“K-99”"):
        decide().record(choosers={"K-99": "某人"})
