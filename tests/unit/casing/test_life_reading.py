"""Cases about histories: every written form of changes, objects and expectations, and every mistake."""

from datetime import date

import pytest

from sgpolicy.applying.event_columns import PARTS
from sgpolicy.casing.life_changes import COLUMNS
from sgpolicy.casing.records import (
    Case,
    CompletenessChange,
    EventAddition,
    EventChange,
    EventRemoval,
    LifeCase,
    StatedChange,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import (
    AboutDuty,
    AboutEvent,
    AboutLife,
    AboutNext,
    AboutNode,
    AboutTitle,
)


def test_a_case_says_everything(life):
    (case,), problems = life(
        "迟报 | 报送运营情况[2].日期=2025-02-18；撤销称号=（缺） | K-17=不顺延 | 报送运营情况.2025"
        " | 逾期履行 | 第十四条"
    )
    assert problems == []
    assert isinstance(case, LifeCase)
    assert (case.file, case.line, case.name) == ("cases/试.md", 6, "迟报")
    assert (case.base, case.day) == ("../histories/某.yaml", date(2026, 11, 22))
    assert case.readings == (("moved_deadline", "never_moved"),)
    assert case.question == AboutDuty("annual_report", 2025)
    assert (case.target, case.target_name) == ("annual_report.2025", "报送运营情况.2025")
    assert (case.expected, case.state) == (Outcome.NOT_MET, "done_late")
    assert [c.label for c in case.clauses] == ["第十四条"]


def test_the_innermost_of_base_and_history_counts(read):
    table = "| 样例 | 对象 | 期望 | 依据 |\n|---|---|---|---|\n| {} | 结论 | 符合 | 第七条 |\n\n"
    cases, problems = read(
        "评估日：2026-11-22\n基础：甲.yaml\n\n"
        + table.format("一")
        + "## 二\n\n经历：乙.yaml\n\n"
        + table.format("二")
        + "### 三\n\n"
        + table.format("三")
        + "### 四\n\n基础：丙.yaml\n\n"
        + table.format("四")
        + "## 五\n\n"
        + table.format("五")
        + "经历：丁.yaml\n\n"
        + table.format("六")
    )
    assert problems == []
    assert [(c.name, type(c), c.base) for c in cases] == [
        ("一", Case, "甲.yaml"),
        ("二", LifeCase, "乙.yaml"),
        ("三", LifeCase, "乙.yaml"),
        ("四", Case, "丙.yaml"),
        ("五", Case, "甲.yaml"),
        ("六", LifeCase, "丁.yaml"),
    ]


def changes(life, written):
    (case,), problems = life(f"甲 | {written} | | 结论 | 符合 | 第十六条")
    assert problems == []
    return case.changes


def test_the_columns_are_those_that_histories_are_read_with():
    common = [(part.id, part.name) for part in PARTS if part.name != "事件"]
    assert sorted((c.id, c.name) for c in COLUMNS) == sorted(common)


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("发文确认=（缺）", (1, 1)),
        ("confirmation = (缺)", (1, 1)),
        ("发文确认[2]=（缺）", (2, 2)),
        ("发文确认【第2次】＝（空白）", (2, 2)),
        ("报送运营情况[1-3]=（缺）", (1, 3)),
        ("报送运营情况[1至3]=（缺）", (1, 3)),
    ],
)
def test_events_are_removed(life, written, places):
    (change,) = changes(life, written)
    assert isinstance(change, EventRemoval)
    assert (change.first, change.last) == places


@pytest.mark.parametrize(
    ("written", "column", "value"),
    [
        ("名单公示=2023-06-13", "date", "2023-06-13"),
        ("名单公示.日期=2023年6月13日", "date", "2023年6月13日"),
        ("名单公示[2].结果=公示未通过", "result", "公示未通过"),
        ("现场考察.委托=（缺）", "delegated", None),
        ("专家评审.核对=符合", "verdict", "符合"),
        ("报送运营情况[2].应于年度=2024", "due_year", "2024"),
        ("公示开始.截止日期=2023-06-12", "closing_date", "2023-06-12"),
        ("public_notice.by=市工信局", "by", "市工信局"),
        ("定期检查.检查内容=（无）", "inspected", []),
        ("违法查实．行为日期=2023-06-12", "conduct_date", "2023-06-12"),
    ],
)
def test_columns_are_changed(life, written, column, value):
    (change,) = changes(life, written)
    assert isinstance(change, EventChange)
    assert (change.column.id, change.value, change.is_added) == (column, value, False)


def test_events_are_added_and_changed(life):
    first, second, third, fourth = changes(
        life,
        "增加.违法查实=2025-05-06；增加.违法查实.行为日期=2023-03-03；"
        "增加.违法查实=2025-06-06；增加.违法查实.行为日期=2025-03-03",
    )
    assert [(c.number, c.value) for c in (first, third)] == [(1, "2025-05-06"), (2, "2025-06-06")]
    assert all(isinstance(c, EventAddition) for c in (first, third))
    assert [(c.first, c.value, c.is_added) for c in (second, fourth)] == [
        (1, "2023-03-03", True),
        (2, "2025-03-03", True),
    ]


def test_completeness_and_what_is_stated(life):
    whole, none, kind, rest, stated = (
        changes(life, written)[0]
        for written in (
            "记载截至=2025-01-31",
            "记载截至=（缺）",
            "记载截至.撤销称号=2025-01-31",
            "complete_until.others=（缺）",
            "事项.资产总额.申请日=5万元",
        )
    )
    assert (whole.value, none.value) == ("2025-01-31", None)
    assert isinstance(kind, CompletenessChange)
    assert (kind.kind.id, kind.is_rest) == ("revoke_title", False)
    assert (rest.kind, rest.is_rest) == (None, True)
    assert isinstance(stated, StatedChange)
    assert (stated.change.fact.id, stated.change.part) == ("total_assets", "申请日")


@pytest.mark.parametrize(
    ("written", "question", "target"),
    [
        ("结论", AboutLife(), ""),
        ("发文确认", AboutEvent("confirmation", 1), "confirmation[1]"),
        ("发文确认[2]", AboutEvent("confirmation", 2), "confirmation[2]"),
        ("报送运营情况[2]", AboutEvent("annual_report", 2), "annual_report[2]"),
        ("报送运营情况.2025", AboutDuty("annual_report", 2025), "annual_report.2025"),
        ("annual_report.2025年", AboutDuty("annual_report", 2025), "annual_report.2025"),
        ("义务.报送运营情况.2025", AboutDuty("annual_report", 2025), "annual_report.2025"),
        ("年度申报.2025", AboutDuty("yearly_call", 2025), "yearly_call.2025"),
        ("提高能力", AboutDuty("improve_ability", None), "duty.improve_ability"),
        ("义务.定期检查", AboutDuty("periodic_check", None), "duty.periodic_check"),
        ("授予称号", AboutTitle("grant_title", None), "grant_title"),
        ("授予称号[2]", AboutTitle("grant_title", 2), "grant_title[2]"),
        ("能否.撤销称号", AboutNext("revoke_title"), "next.revoke_title"),
        ("能否.提出申报", AboutNext("application"), "next.application"),
        ("称号有效", AboutNode("title_held"), "title_held"),
        ("资产规模", AboutNode("min_assets"), "min_assets"),
        ("第十六条", AboutNode("art16"), "art16"),
    ],
)
def test_objects_in_their_written_forms(life, written, question, target):
    (case,), problems = life(f"甲 | | | {written} | 符合 | 第十六条")
    assert problems == []
    assert (case.question, case.target) == (question, target)


@pytest.mark.parametrize(
    ("written", "outcome", "state"),
    [
        ("符合", Outcome.MET, None),
        ("不适用", Outcome.NOT_APPLICABLE, None),
        ("按期履行", Outcome.MET, "done"),
        ("逾期履行", Outcome.NOT_MET, "done_late"),
        ("逾期未履行", Outcome.NOT_MET, "overdue"),
        ("未到期", Outcome.MISSING_FACTS, "due"),
        ("未见记载", Outcome.MISSING_FACTS, "unrecorded"),
        ("经常性义务", Outcome.MISSING_FACTS, "standing"),
        ("不能断定", Outcome.MISSING_FACTS, "open"),
    ],
)
def test_duties_are_expected_to_stand_somehow(life, written, outcome, state):
    (case,), problems = life(f"甲 | | | 报送运营情况.2025 | {written} | 第十四条")
    assert problems == []
    assert (case.expected, case.state) == (outcome, state)


CHANGES = [
    ("发文确定=（缺）", "没有事件“发文确定”，是不是“发文确认”？"),
    ("归口=市直归口", "没有事件“归口”；平台的事项写成“事项.归口”"),
    ("服务台账=（缺）", "没有事件“服务台账”；平台的事项写成“事项.服务台账”"),
    ("授予称号=（缺）", "没有事件“授予称号”；它不是经历中登记的事"),
    ("发文确认", "“发文确认”没有等号"),
    ("发文确认=", "“发文确认=”后面没有内容"),
    ("发文确认[3-2]=（缺）", "次数从 1 数起，由小到大，不能写“发文确认[3-2]”"),
    ("发文确认[0]=（缺）", "次数从 1 数起"),
    ("发文确认=（缺）；发文确认=（缺）", "“发文确认”改了两次"),
    ("发文确认.文号=甲；发文确认[1].文号=乙", "“发文确认[1].文号”改了两次"),
    ("发文确认=昨天", "“发文确认.日期=昨天”的等号后面不是日期；应写成 2026-11-22"),
    ("发文确认.日期=2023-02-30", "不是日期"),
    ("发文确认.日期=（缺）", "事件不能没有日期；没有这件事的，写“发文确认=（缺）”"),
    ("发文确认.日子=2023-06-20", "事件“发文确认”没有“日子”这一栏，是不是“日期”？"),
    ("发文确认.某=甲", "没有“某”这一栏；有：日期、由、向"),
    ("发文确认.事件=名单公示", "“发文确认”不能改成别的事"),
    ("发文确认.由.甲=乙", "“发文确认.由.甲”中的点多了"),
    ("发文确认.结果=（无）", "“结果”不是多选，不能写“（无）”"),
    ("增加=2025-06-30", "“增加”后面写事件，如“增加.撤销称号=2025-06-30”"),
    ("增加.撤消称号=2025-06-30", "没有事件“撤消称号”，是不是“撤销称号”？"),
    ("增加.撤销称号=（缺）", "“增加.撤销称号=（缺）”的等号后面不是日期"),
    ("增加.撤销称号.由=市工信局", "先写“增加.撤销称号=日期”，再写它的“由”"),
    ("增加.撤销称号=2025-06-30；增加.撤销称号.人=某", "事件“撤销称号”没有“人”这一栏"),
    ("记载截至=今天", "“记载截至=今天”的等号后面不是日期"),
    ("记载截至.发文确定=2025-01-31", "没有事件“发文确定”"),
    ("记载截至.发文确认.日期=2025-01-31", "点多了"),
    ("事项=市直归口", "平台的事项逐项改，如“事项.归口=市直归口”"),
    ("事项.归囗=市直归口", "没有事项、台账或者评定“归囗”，是不是“归口”？"),
    ("事项.资产总额.昨天=1元", "没有读法“昨天”"),
]


@pytest.mark.parametrize(("written", "message"), CHANGES)
def test_mistakes_in_changes_are_told_with_their_line(life, written, message):
    cases, problems = life(f"甲 | {written} | | 结论 | 符合 | 第十六条")
    assert cases == []
    assert len(problems) == 1
    assert problems[0].startswith("cases/试.md:6：")
    assert message in problems[0]


OBJECTS = [
    ("发文确定 | 符合", "没有事件、义务、称号、规则或者条款“发文确定”，是不是“发文确认”？"),
    ("发文确认[1-2] | 符合", "对象只能是一件，如“发文确认[1]”"),
    ("发文确认[0] | 符合", "对象只能是一件，如“发文确认[1]”"),
    ("报送运营情况 | 符合", "“报送运营情况”是每年的义务：说某一年的，写“报送运营情况.2025”"),
    ("报送运营情况.去年 | 符合", "点后面写年份，如“报送运营情况.2025”"),
    ("报送运营情况.0000 | 符合", "点后面写年份"),
    ("报送运营情况.2025.甲 | 符合", "点多了"),
    ("定期检查 | 符合", "说义务的，写“义务.定期检查”；说登记的第一次的，写“定期检查[1]”"),
    ("提高能力.2025 | 符合", "义务“提高能力”没有逐年的期限，不写年份"),
    ("义务.提高能办 | 符合", "没有义务“提高能办”，是不是“提高能力”？"),
    ("义务 | 符合", "没有义务“”"),
    ("违法查实 | 符合", "“违法查实”只是一件事实，没有条款规定它怎样才算合规"),
    ("违法查实[1] | 符合", "“违法查实”只是一件事实"),
    ("公众查询 | 符合", "问可不可以办理，写“能否.公众查询”"),
    ("能否.报送运营情况 | 符合", "“能否”后面写步骤或者权力"),
    ("能否.授予称号 | 符合", "“能否”后面写步骤或者权力"),
    ("能否.撤消称号 | 符合", "是不是“撤销称号”？"),
    ("统计期间 | 符合", "没有事件、义务、称号、规则或者条款“统计期间”"),
    ("结论 | 有效", "期望“有效”不是结论；五种结论是：不符合"),
    ("结论 | 按期履行", "“按期履行”只用于义务"),
    ("报送运营情况.2025 | 好", "义务还可写：按期履行、逾期履行"),
]


@pytest.mark.parametrize(("cells", "message"), OBJECTS)
def test_mistakes_in_objects_and_expectations(life, cells, message):
    cases, problems = life(f"甲 | | | {cells} | 第十六条")
    assert cases == []
    assert len(problems) == 1
    assert message in problems[0]


def test_all_mistakes_at_once_and_each_once(life):
    _, problems = life(
        "甲 | 发文确定=（缺）；增加.撤销称号=某天；增加.撤销称号.由=甲 | 没有=有 | 某 | 按期履行 | 某"
    )
    assert len(problems) == 5


def test_what_takes_a_history_is_told_once_of_an_application(row, read):
    cells = "甲 | 发文确认[2].由=市工信局 | | 发文确认[2] | 符合 | 第十一条"
    _, problems = row(cells)
    assert problems == [
        "cases/试.md:6：“发文确认[2]”要有经历才能判断；上面写“经历：”，不写“基础：”"
    ]
    head = "评估日：2026-11-22\n\n| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |\n|---|---|---|---|---|---|\n"
    _, problems = read(f"{head}| {cells} |\n")
    assert problems == [
        "cases/试.md:5：没有写“经历：”，不知道从哪份经历改起；从空白的经历起，写“经历：（无）”"
    ]


@pytest.mark.parametrize("number", ["9" * 5000, "九" * 5000])
@pytest.mark.parametrize(
    "cells",
    [
        "甲 | 发文确认[{}]=（缺） | | 结论 | 符合 | 第十六条",
        "甲 | 发文确认={} | | 结论 | 符合 | 第十六条",
        "甲 | | | 发文确认[{}] | 符合 | 第十六条",
        "甲 | | | 报送运营情况.{} | 符合 | 第十六条",
    ],
)
def test_numbers_of_any_length_are_mistakes(life, cells, number):
    cases, problems = life(cells.format(number))
    assert cases == []
    assert len(problems) == 1
