"""Cases about a ranking: two applicants beside each other."""

import openpyxl
import pytest
from points_policy import write

from sgpolicy import cases, mutation
from sgpolicy.cli.case_report import failure
from sgpolicy.cli.wording import Words

BASE = """\
办证日期: 2020-05-01
社保险种年数: 12年
学历: 专科
志愿时长: 130小时
不良记录: 0宗
专利台账: []
"""
HEAD = """\
基础：../applications/甲.yaml

评估日：2026-06-01

| 样例 | 改动 | 另一人 | 对象 | 期望 | 依据 |
|---|---|---|---|---|---|
"""
ALL = (
    "分高 | 社保险种年数=13年 | | 入围排名 | 在前 | 第二条",
    "分低 | | 社保险种年数=13年 | 入围排名 | 在后 | 第二条",
    "分先于时长 | 社保险种年数=13年 | 志愿时长=140小时 | 入围排名 | 在前 | 第二条",
    "时长长 | 志愿时长=131小时 | | 入围排名 | 在前 | 第二条",
    "相同 | | | 入围排名 | 并列 | 第二条",
    "不到60分 | 办证日期=2026-01-01 | | 入围排名 | 不排 | 第二条",
    "另一人不到60分 | | 办证日期=2026-01-01 | 入围排名 | 在前 | 第二条",
    "时长没有填报 | 志愿时长=（缺） | | 入围排名 | 待定 | 第二条",
    "另一人时长没有填报 | | 志愿时长=（缺） | 入围排名 | 待定 | 第二条",
    "分高的不怕时长没有填报 | 社保险种年数=13年 | 志愿时长=（缺） | 入围排名 | 在前 | 第二条",
    "能不能排不知道 | 办证日期=（缺） | | 入围排名 | 待定 | 第二条",
)


@pytest.fixture
def folder(tmp_path):
    made = write(tmp_path)
    for file in (made / "cases").iterdir():
        file.unlink()
    (made / "applications").mkdir(exist_ok=True)
    (made / "applications" / "甲.yaml").write_text(BASE, "utf-8")
    return made


def write_rows(folder, *rows, head=HEAD):
    text = head + "\n".join(f"| {row} |" for row in rows) + "\n"
    (folder / "cases" / "排名.md").write_text(text, "utf-8")


def mistakes(folder):
    with pytest.raises(cases.CaseFileError) as caught:
        cases.run(folder)
    return [problem.text() for problem in caught.value.problems]


def test_every_result_a_case_may_expect(folder):
    write_rows(folder, *ALL)
    assert [result.message for result in cases.run(folder) if not result.passed] == []


def test_a_wrong_expectation_is_told_with_the_ranking(folder):
    write_rows(folder, "看错了 | 社保险种年数=13年 | 志愿时长=140小时 | 入围排名 | 在后 | 第二条")
    (result,) = cases.run(folder)
    assert result.message == "入围排名 期望在后，得到在前"
    told = failure(result, Words("zh"))
    assert told.startswith(
        "期望：入围排名 在后（依据第二条）\n得到：入围排名 在前\n"
        "改动：社保险种年数=13年\n另一人：志愿时长=140小时\n"
    )
    assert "名次  申请人  基础分  志愿时长" in told
    english = failure(result, Words("en"))
    assert "入围排名 behind" in english
    assert "the other: 志愿时长=140小时" in english


def test_a_wrong_clause(folder):
    write_rows(folder, "条款 | | | 入围排名 | 并列 | 第一条")
    (result,) = cases.run(folder)
    assert result.message == "依据期望有第一条，得到第二条"


def test_mistakes_in_the_table(folder):
    write_rows(
        folder,
        "甲 | | | 入围排名 | 符合 | 第二条",
        "乙 | | 志愿时长=很多 | 入围排名 | 并列 | 第二条",
        "丙 | | 志愿时长=1小时 | 学历分 | 20分 | 附件加分指标第1项",
        "丁 | | 没有=1 | 入围排名 | 并列 | 第二条",
    )
    found = mistakes(folder)
    assert "cases/排名.md:7：期望“符合”不是排名的结果；有：在前、并列、在后、不排、待定" in found
    assert "cases/排名.md:9：“另一人”一格只用于对象是排名的样例" in found
    assert any(text.startswith("cases/排名.md:10：没有") for text in found)
    write_rows(folder, "乙 | | 志愿时长=很多 | 入围排名 | 并列 | 第二条")
    assert mistakes(folder)[0].startswith("cases/排名.md:7：申报材料（../applications/甲.yaml）：")


def test_a_base_is_wanted(folder):
    head = HEAD.replace("基础：../applications/甲.yaml\n\n", "")
    write_rows(folder, "甲 | | | 入围排名 | 并列 | 第二条", head=head)
    (found,) = mistakes(folder)
    assert "对象是排名的，上面写“基础：”" in found


def test_in_yaml(folder):
    (folder / "cases" / "排名.yaml").write_text(
        """\
基础: ../applications/甲.yaml
评估日: 2026-06-01
样例:
  - {样例: 甲, 改动: {志愿时长: 131小时}, 另一人: {志愿时长: 140小时}, 对象: 入围排名, 期望: 在后}
  - {样例: 乙, 另一人: 志愿时长=120小时, 对象: 入围排名, 期望: 在前}
""",
        "utf-8",
    )
    assert [result.message for result in cases.run(folder)] == ["", ""]


def test_in_excel(folder):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["基础", "../applications/甲.yaml"],
        ["评估日", "2026-06-01"],
        ["样例", "志愿时长（小时）", "另一人", "对象", "期望"],
        ["甲", 131, "志愿时长=140小时", "入围排名", "在后"],
        ["乙", 131, None, "入围排名", "在前"],
    ):
        sheet.append(row)
    book.save(folder / "cases" / "排名.xlsx")
    assert [result.message for result in cases.run(folder)] == ["", ""]


def test_mutants_of_a_ranking(folder):
    """Each key dropped, turned round or put before another; who is ranked."""
    write_rows(folder, *ALL)
    report = mutation.run(folder, clause="第二条", suggest=False)
    assert report.survivors == ()
    operators = {operator.value: count for operator, count in report.made.items()}
    assert operators == {"drop": 2, "reverse": 2, "sequence": 1, "no-ground": 1, "negate": 1}


@pytest.mark.parametrize(
    ("without", "survivors"),
    [
        (["不到60分", "另一人不到60分", "能不能排不知道"], ["ranking/when/no-ground"]),
        (["分先于时长", "分高的不怕时长没有填报"], ["ranking/keys.1/sequence"]),
        (
            ["时长长", "时长没有填报", "另一人时长没有填报"],
            ["ranking/keys.1/drop", "ranking/keys.1/reverse"],
        ),
    ],
)
def test_a_missing_case_leaves_a_mutant_alive(folder, without, survivors):
    write_rows(folder, *(row for row in ALL if row.split(" |")[0] not in without))
    report = mutation.run(folder, clause="第二条", suggest=False)
    assert [one.mutant.id for one in report.survivors] == survivors


def test_the_wording_of_a_mutant(folder):
    write_rows(folder, *(row for row in ALL if row[:2] not in ("分先", "分高")))
    report = mutation.run(folder, clause="第二条")
    (survivor,) = report.survivors
    assert survivor.message == (
        "把第二条「入围排名」的 先 由高到低 基础分，后 由高到低 志愿时长 改为 "
        "先 由高到低 志愿时长，后 由高到低 基础分，没有样例发现"
    )
