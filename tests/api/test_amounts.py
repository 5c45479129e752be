"""Numbers that a policy gives as results, and the order of those who apply."""

from datetime import date
from fractions import Fraction

import pytest
from points_policy import CASES, FULL, write

import sgpolicy
from sgpolicy import cases
from sgpolicy.cases.running import CaseFileError
from sgpolicy.source.text import cells

ON = date(2026, 6, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("points"))


@pytest.fixture(scope="module")
def policy(folder):
    return sgpolicy.load(folder)


def test_amounts_are_exact_and_cited(policy):
    decision = policy.evaluate(FULL, on=ON)
    amounts = decision.amounts
    assert amounts["专利分"].value == Fraction(20, 3)
    assert amounts["total"].value == 48 + 24 + 20 + 4 + Fraction(20, 3) - 10
    assert amounts["居住分"].unit == "分"
    assert amounts["居住分"].citation.clause.label == "附件基础指标第1项"
    assert decision.outcome is sgpolicy.Outcome.MET


def test_what_is_not_known_is_told_from_end_to_end(policy):
    given = {key: value for key, value in FULL.items() if key != "学历"}
    total = policy.evaluate(given, on=ON).amounts["总积分"]
    known = 48 + 24 + 4 + Fraction(20, 3) - 10
    assert (total.value, total.low, total.high) == (None, known, known + 30)


def test_the_letter_shows_the_table_a_score_came_from(policy):
    text = policy.evaluate(FULL, on=ON).explain().to_markdown()
    begin, end = text.index("| 项目"), text.index("## 三、")
    assert (
        text[begin:end].strip()
        == """\
| 项目 | 得数 | 依据 | 所依据的资料 |
|---|---:|---|---|
| 总积分 | 278/3（≈92.66） 分 | 第一条 |  |
| 　居住分 | 48 分 | 附件基础指标第1项 | 办证日期 2020年5月1日（申报值） |
| 　就业分 | 24 分 | 附件基础指标第2项 | 社保险种年数 12 年（申报值） |
| 　学历分 | 20 分 | 附件加分指标第1项 | 学历 专科（申报值） |
| 　志愿分 | 4 分 | 附件加分指标第2项 | 志愿时长 130 小时（申报值） |
| 　专利分 | 20/3（≈6.66） 分 | 附件加分指标第3项 | 专利台账 20/3（≈6.66） 分（据专利台账核算） |
| 　减分 | 减 10 分 | 附件减分指标第1项 | 不良记录 1 宗（申报值） |"""
    )


def test_the_terminal_sets_the_table_in_columns(policy):
    lines = policy.evaluate(FULL, on=ON).explain().to_text().splitlines()
    at = lines.index("二、得数")
    assert lines[at + 2].split() == ["项目", "得数", "依据", "所依据的资料"]
    assert lines[at + 5].startswith("　居住分 ")
    assert max(cells(line) for line in lines[at:]) <= 80


def test_other_policies_say_nothing_of_amounts():
    decision = sgpolicy.load("shaoguan-2022-188").evaluate({}, on=ON)
    assert "amounts" not in decision.explain().to_dict()
    assert not decision.amounts


def test_cases_expect_numbers(folder):
    assert all(result.passed for result in cases.run(folder))


def test_a_case_that_expects_another_number_is_told_both(tmp_path):
    other = write(tmp_path)
    (other / "cases" / "样例.md").write_text(CASES.replace("| 48分 |", "| 40分 |"), "utf-8")
    (message,) = [one.message for one in cases.run(other) if not one.passed]
    assert message == "居住分 期望40分，得到48分"


@pytest.mark.parametrize("written", ["40元", "四十", "符合", "40分钟"])
def test_what_is_no_number_of_its_kind_is_reported(written, tmp_path):
    other = write(tmp_path)
    (other / "cases" / "样例.md").write_text(CASES.replace("| 48分 |", f"| {written} |"), "utf-8")
    with pytest.raises(CaseFileError) as caught:
        cases.run(other)
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"期望“{written}”不是“居住分”的数；应写成 28分")


# ── ranking ──


def applicants():
    return {
        "甲": FULL,
        "乙": FULL,
        "丙": {**FULL, "志愿时长": 230},
        "丁": {**FULL, "社保险种年数": None},
        "戊": {**FULL, "办证日期": "2018-05-01", "不良记录": 9},
        "己": {**FULL, "办证日期": "2022-05-01", "社保险种年数": 20},
    }


def test_a_ranking_orders_by_each_key_in_turn_and_shares_places(policy):
    """基础分 己 32+40, 丙 甲 乙 48+24: all 72; 志愿时长 丙 230, 甲 乙 己 130."""
    given = applicants()
    del given["丁"]
    standings = policy.rank(given, on=ON, quota=2)
    places = {label: one.place for label, one in standings.items()}
    assert places == {"丙": 1, "甲": 2, "乙": 2, "己": 2, "戊": None}
    assert standings.selected == ("丙", "甲", "乙", "己")


def test_nobody_is_put_behind_another_for_what_is_not_known(policy):
    """丁 may have 48 points or any number more; so the others may be one further down."""
    standings = policy.rank(applicants(), on=ON, quota=3)
    assert {label: (one.best, one.worst) for label, one in standings.items()} == {
        "丙": (1, 2),
        "丁": (1, 5),
        "甲": (2, 3),
        "乙": (2, 3),
        "己": (2, 3),
        "戊": (None, None),
    }
    table = standings.explain()
    assert "未申报：社保险种年数" in str(table)
    assert "不符合：" in table.to_markdown()


def test_a_policy_without_a_ranking_says_so(policy):
    with pytest.raises(KeyError):
        sgpolicy.load("shaoguan-2022-188").rank({}, on=ON)
    with pytest.raises(KeyError):
        policy.rank({}, on=ON, ranking="没有")


def test_amounts_are_told_under_other_readings(repo):
    policy = sgpolicy.load("guangzhou-2019-6")
    file = repo / "policies/guangzhou-2019-6/applications/符合-示范基地附台账.yaml"
    decision = policy.evaluate(file, on=date(2023, 11, 10))
    recounts = {
        (one["number"], one["reading"]): {name: number["low"] for name, number in one["amounts"]}
        for one in decision.explain().to_dict()["recounts"]
    }
    assert recounts["K-18", "滚动年"] == {"示范补贴": "0"}
    assert recounts["K-15", "算整月"] == {"生活费补贴": "2500"}
    audit = str(decision.explain("audit"))
    assert "K-13 工资口径（未用到）" not in audit


def test_the_table_and_the_list_of_those_selected_agree(policy):
    standings = policy.rank(applicants(), on=ON, quota=2)
    rows = standings.explain().to_dict()["rows"]
    assert [row["label"] for row in rows if row["selected"]["code"] == "met"] == [
        *standings.selected
    ]
    assert {row["label"]: row["selected"]["code"] for row in rows}["丁"] == "missing_facts"
