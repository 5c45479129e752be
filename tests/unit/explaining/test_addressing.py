"""A letter speaks to a person as to a person, to an organisation as to an organisation."""

from datetime import date
from pathlib import Path

import pytest

import sgpolicy

POLICIES = Path(__file__).parents[3] / "policies"


def explained(name, file, length="letter"):
    path = POLICIES / name / "applications" / f"{file}.yaml"
    return sgpolicy.load(name).evaluate(path, on=date(2026, 11, 22)).explain(length)


def test_a_policy_that_asks_for_a_persons_name_speaks_to_a_person():
    letter = str(explained("guangzhou-2025-8", "不符合-差两分"))
    assert "你的申报材料" in letter
    assert "单位的申报材料" not in letter
    assert "申请人：" in str(explained("guangzhou-2025-8", "不符合-差两分", "audit"))


@pytest.mark.parametrize(
    ("name", "file"), [("shaoguan-2022-188", "待评定"), ("guangzhou-2019-6", "不符合-差一人")]
)
def test_another_to_an_organisation(name, file):
    assert "你单位的申报材料" in str(explained(name, file))
    assert "申请单位：" in str(explained(name, file, "audit"))


def test_who_is_not_named_is_called_what_they_are():
    for name, called in (("guangzhou-2025-8", "申请人"), ("shaoguan-2022-188", "申请单位")):
        decision = sgpolicy.load(name).evaluate({}, on=date(2026, 11, 22))
        assert f"{called}：" in str(decision.explain())
