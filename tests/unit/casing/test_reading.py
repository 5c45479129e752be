"""Rows of case tables: every written form, and every mistake at its line."""

from datetime import date

import pytest

from sgpolicy.casing.records import CellChange, FactChange, FindingChange, LedgerChange
from sgpolicy.model.outcome import Outcome


def test_a_case_says_everything(row):
    (case,), problems = row(
        "刚好 | 资产总额=100万元；申报功能=综合服务 | K-5=兼备 | 资产规模 | 符合 | 第七条第（一）项"
    )
    assert problems == []
    assert (case.file, case.line, case.name) == ("cases/试.md", 6, "刚好")
    assert case.base == "../applications/某.yaml"
    assert case.day == date(2026, 11, 22)
    assert [(c.fact.id, c.value) for c in case.changes] == [
        ("total_assets", "100万元"),
        ("applied_functions", "综合服务"),
    ]
    assert case.readings == (("degree_and_title", "both"),)
    assert (case.target, case.target_name) == ("min_assets", "资产规模")
    assert case.expected is Outcome.MET
    assert [c.label for c in case.clauses] == ["第七条第（一）项"]


@pytest.mark.parametrize(
    "written",
    [
        "资产总额=100万元；学历=1",
        "资产总额＝（缺）",
        "资产总额 = ( 缺 )",
        "total_assets=100万元",
        "资产总额.申请日=1元",
        "资产总额．application=1元",
        "年服务企业数.2025=50家;年服务企业数.2024年=（缺）",
        "申报功能=（无）",
        "申报功能=(空)",
    ],
)
def test_facts_in_their_written_forms(row, written):
    found, problems = row(f"甲 | {written} | | 结论 | 符合 | 第七条（一）")
    if "学历" in written:
        assert "“学历”" in problems[0]
        return
    assert problems == []
    assert all(isinstance(change, FactChange) for change in found[0].changes)


def test_missing_and_empty_are_told_apart(row):
    (case,), _ = row("甲 | 资产总额=（缺）；申报功能=（无） | | 结论 | 符合 | 第七条")
    assert [change.value for change in case.changes] == [None, []]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("服务台账=（缺）", None),
        ("服务台账=(空)", 0),
        ("服务台账=前 49 行", 49),
        ("service_ledger=前四十九行", 49),
    ],
)
def test_ledgers_are_cut(row, written, expected):
    (case,), problems = row(f"甲 | {written} | | 结论 | 符合 | 第七条")
    assert problems == []
    (change,) = case.changes
    assert isinstance(change, LedgerChange)
    assert change.keep == expected


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("[3]", (3, 3)),
        ("［3－5］", None),
        ("[3-5]", (3, 5)),
        ("【3至5】", (3, 5)),
        ("[第3行]", (3, 3)),
    ],
)
def test_cells_are_changed(row, written, rows):
    found, problems = row(f"甲 | 服务台账{written}.企业规模=（缺） | | 结论 | 符合 | 第七条")
    if rows is None:
        assert "没有事项、台账" in problems[0]
        return
    (change,) = found[0].changes
    assert isinstance(change, CellChange)
    assert ((change.first, change.last), change.column.id, change.value) == (rows, "size", None)


def test_findings_are_changed(row):
    (case,), problems = row(
        "甲 | 评定.经营规范=不符合；评定.财务状况=（缺）；评定.发展前景.评定人=县级工信部门"
        " | | 结论 | 不符合 | 第七条"
    )
    assert problems == []
    assert all(isinstance(change, FindingChange) for change in case.changes)
    assert [(c.finding.name, c.part, c.value) for c in case.changes] == [
        ("经营规范", "", "不符合"),
        ("财务状况", "", None),
        ("发展前景", "评定人", "县级工信部门"),
    ]


@pytest.mark.parametrize(
    ("target", "node"),
    [
        ("资产规模", "min_assets"),
        ("min_assets", "min_assets"),
        ("第七条第（一）项", "art7.1"),
        ("第7条（一）", "art7.1"),
        ("7(1)", "art7.1"),
        ("结论", ""),
        ("经营规范", "sound_operation"),
    ],
)
def test_objects_in_their_written_forms(row, target, node):
    (case,), problems = row(f"甲 | | | {target} | 符合 | 第七条第一项")
    assert problems == []
    assert case.target == node


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            "甲 | 资产总颔=1元 | | 结论 | 符合 | 第七条",
            "没有事项、台账或者评定“资产总颔”，是不是“资产总额”？",
        ),
        ("甲 | 资产总额 | | 结论 | 符合 | 第七条", "“资产总额”没有等号"),
        ("甲 | 资产总额= | | 结论 | 符合 | 第七条", "没有填报的写“（缺）”"),
        ("甲 | =5 | | 结论 | 符合 | 第七条", "等号前面没有名称"),
        ("甲 | 资产总额=1元；资产总额=2元 | | 结论 | 符合 | 第七条", "“资产总额”改了两次"),
        ("甲 | 经营规范=符合 | | 结论 | 符合 | 第七条", "评定写成“评定.经营规范”"),
        ("甲 | 资产总额=（无） | | 结论 | 符合 | 第七条", "“资产总额”不是多选"),
        ("甲 | 资产总额.昨天=1元 | | 结论 | 符合 | 第七条", "没有读法“昨天”；有：上年末、申请日"),
        ("甲 | 资产总额.申请日.甲=1元 | | 结论 | 符合 | 第七条", "点多了"),
        ("甲 | 用户满意度.2025=80% | | 结论 | 符合 | 第七条", "“用户满意度”没有分列"),
        ("甲 | 年服务企业数.去年=80 | | 结论 | 符合 | 第七条", "点后面写年份"),
        (
            "甲 | 服务台帐[1].日期=（缺） | | 结论 | 符合 | 第七条",
            "没有台账“服务台帐”，是不是“服务台账”？",
        ),
        (
            "甲 | 服务台账[1].规模=（缺） | | 结论 | 符合 | 第七条",
            "没有“规模”这一列，是不是“企业规模”？",
        ),
        ("甲 | 服务台账[1]=（缺） | | 结论 | 符合 | 第七条", "后面写“.列名”"),
        ("甲 | 服务台账.日期=（缺） | | 结论 | 符合 | 第七条", "没有写是哪一行"),
        ("甲 | 服务台账[5-3].日期=（缺） | | 结论 | 符合 | 第七条", "由小到大"),
        ("甲 | 服务台账=很多 | | 结论 | 符合 | 第七条", "“前 49 行”，不能写“很多”"),
        ("甲 | 评定=符合 | | 结论 | 符合 | 第七条", "评定写成“评定.名称=不符合”"),
        (
            "甲 | 评定.经营规矩=符合 | | 结论 | 符合 | 第七条",
            "没有评定“经营规矩”，是不是“经营规范”？",
        ),
        ("甲 | 评定.经营规范=好 | | 结论 | 符合 | 第七条", "只能改成 符合、不符合 或者（缺）"),
        (
            "甲 | 评定.经营规范.评定者=某 | | 结论 | 符合 | 第七条",
            "没有“评定者”一栏，是不是“评定人”？",
        ),
        (
            "甲 | | 学历与职称=兼备 | 结论 | 符合 | 第七条",
            "没有口径“学历与职称”，是不是“学历和职称”？",
        ),
        ("甲 | | 学历和职称=都要 | 结论 | 符合 | 第七条", "没有读法“都要”；有：其一、兼备、分别"),
        ("甲 | | K-5=兼备；学历和职称=其一 | 结论 | 符合 | 第七条", "“学历和职称”写了两次"),
        (
            "甲 | | | 资产规摸 | 符合 | 第七条",
            "没有规则、评定、组合、计算或者条款“资产规摸”，是不是“资产规模”？",
        ),
        ("甲 | | | 统计期间 | 符合 | 第七条", "没有规则、评定、组合、计算或者条款“统计期间”"),
        ("甲 | | | 结论 | 通过 | 第七条", "期望“通过”不是结论"),
        ("甲 | | | 结论 | 符合 | 资产那条", "依据“资产那条”不是条款"),
        ("甲 | | | 结论 | 符合 | ", "“依据”一格空着"),
        (" | | | 结论 | 符合 | 第七条", "“样例”一格空着"),
        ("甲 | | | 结论 | 符合 | 第七条 | 多", "这一行有 7 格，表头只有 6 列"),
    ],
)
def test_mistakes_are_told_with_their_line(row, cells, message):
    cases, problems = row(cells)
    assert cases == []
    assert any(message in problem for problem in problems), problems
    assert all(problem.startswith("cases/试.md:6：") for problem in problems)


def test_all_mistakes_at_once(row):
    _, problems = row(
        "甲 | 资产总颔=1元；甲乙丙 | 没有=有 | 某 | 通过 | 某", "乙 | | | 结论 | 好 | 第七条"
    )
    assert len(problems) == 7
    assert [problem.split("：")[0] for problem in problems] == ["cases/试.md:6"] * 6 + [
        "cases/试.md:7"
    ]


@pytest.mark.parametrize("number", ["9" * 5000, "九" * 5000])
@pytest.mark.parametrize(
    "cells",
    [
        "甲 | 服务台账=前 {} 行 | | 结论 | 符合 | 第七条",
        "甲 | 服务台账[{}].日期=（缺） | | 结论 | 符合 | 第七条",
        "甲 | 年服务企业数.{}=1家 | | 结论 | 符合 | 第七条",
        "甲 | | | 第{}条 | 符合 | 第七条",
        "甲 | | | 结论 | 符合 | 第{}条",
    ],
)
def test_numbers_of_any_length_are_mistakes(row, cells, number):
    cases, problems = row(cells.format(number))
    assert cases == []
    assert len(problems) == 1


def test_two_cases_of_one_name(row):
    cases, problems = row("甲 | | | 结论 | 符合 | 第七条", "甲 | | | 结论 | 符合 | 第七条")
    assert len(cases) == 1
    assert problems == ["cases/试.md:7：样例“甲”与第 6 行同名"]
