"""Running cases about histories: results, explanations, and everything that is wrong at once."""

import json
import shutil
from datetime import date

import pytest

import sgpolicy
from sgpolicy import cases
from sgpolicy.casing.judging import state_zh
from sgpolicy.model.outcome import Outcome

HEAD = """经历：../histories/{}
评估日：{}

| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |
|---|---|---|---|---|---|
"""


FRAME = "经历: ../histories/七年.yaml\n评估日: 2025-03-01\n样例:\n"


@pytest.fixture
def test_rows(folder):
    """`test_rows("甲 | … ", …)`: the results of such rows."""

    def call(*rows, base="七年.yaml", on="2025-03-01"):
        text = HEAD.format(base, on) + "\n".join(f"| {row} |" for row in rows)
        (folder / "cases/试.md").write_text(text, "utf-8")
        return cases.run(folder)

    return call


@pytest.fixture
def mistakes(test_rows):
    def call(*rows, **more):
        with pytest.raises(cases.CaseFileError) as caught:
            test_rows(*rows, **more)
        return [problem.text() for problem in caught.value.problems]

    return call


def test_results_say_what_came_out(test_rows):
    right, wrong, elsewhere, stands = test_rows(
        "对 | | | 授予称号 | 符合 | 第十六条",
        "结论错 | 发文确认=（缺） | | 授予称号 | 符合 | 第十三条",
        "依据错 | | | 发文确认 | 符合 | 第十一条第（三）项、第十二条",
        "情况错 | | | 报送运营情况.2025 | 按期履行 | 第十四条",
    )
    assert right.passed
    assert (right.place, right.message) == ("cases/试.md:6", "")
    assert (right.decision, right.expected, right.actual) == (None, Outcome.MET, Outcome.MET)
    assert isinstance(right.status, sgpolicy.status.Status)
    assert right.status.title.first.isoformat() == "2023-06-20"
    assert wrong.message == "授予称号 期望符合，得到不符合"
    assert elsewhere.message == "依据期望有第十二条，得到第十一条第（三）项"
    assert stands.message == "报送运营情况.2025 期望按期履行，得到逾期履行"
    assert (stands.actual, stands.state) == (Outcome.NOT_MET, "done_late")


def test_an_outcome_of_a_duty_is_told_with_how_it_stands(test_rows):
    (result,) = test_rows("甲 | | | 报送运营情况.2025 | 符合 | 第十四条")
    assert result.message == "报送运营情况.2025 期望符合，得到不符合（逾期履行）"
    assert state_zh("done_late") == "逾期履行"


def test_a_duty_for_which_only_the_outcome_is_expected_may_stand_anyhow(test_rows):
    for year, outcome in ((2024, "符合"), (2025, "不符合"), (2026, "待补材料"), (2022, "不适用")):
        (result,) = test_rows(f"甲 | | | 报送运营情况.{year} | {outcome} | 第十四条")
        assert result.passed, year


@pytest.mark.parametrize(
    ("changes", "target", "clauses"),
    [
        ("", "发文确认", "第十一条第（三）项"),
        ("发文确认.由=示范平台", "发文确认", "第十一条第（三）项"),
        ("提出申报=2023-04-20", "提出申报", "第九条"),
        ("增加.撤销称号=2025-01-06", "撤销称号", "第十六条"),
        ("", "能否.择优推荐", "第十三条"),
        ("发文确认=（缺）", "能否.择优推荐", "第十三条"),
        ("", "能否.公众查询", "第十二条"),
        ("", "能否.提出申报", "第九条 第十六条"),
        ("", "报送运营情况.2024", "第十四条"),
        ("", "授予称号", "第十六条"),
        ("发文确认=（缺）", "授予称号", "第十三条 第十一条第（三）项"),
        ("发文确认.由=示范平台", "授予称号", "第十六条 第十一条第（三）项"),
        ("", "结论", "第十六条"),
        ("发文确认=（缺）", "结论", "第十三条 第十一条第（三）项"),
        ("", "称号有效", "第十六条"),
        ("专家评审.核对=不符合", "专家评审", "第三章"),
    ],
)
def test_what_it_is_put_down_to(test_rows, changes, target, clauses):
    (result,) = test_rows(f"甲 | {changes} | | {target} | 不适用 | 第一条")
    found = {clause.label for clause in result.clauses}
    assert set(clauses.split()) <= found
    assert "第一条" not in found


def test_cases_of_one_history_and_day_share_what_was_judged(folder):
    text = HEAD.format("七年.yaml", "2025-03-01")
    text += "| 甲 | | | 授予称号 | 符合 | 第十六条 |\n| 乙 | | | 结论 | 符合 | 第十六条 |\n"
    text += "| 丙 | 撤销称号=（缺） | | 结论 | 符合 | 第十六条 |\n"
    (folder / "cases/试.md").write_text(text, "utf-8")
    ready = cases.CaseRun.of(folder)
    one, two, three = (ready.asked(case) for case in ready.cases())
    assert one is two
    assert one is not three


def test_later_questions_are_answered_as_if_they_were_the_first(test_rows):
    rows = (
        "二 | | | 报送运营情况[2] | 符合 | 第十四条",
        "一 | | | 报送运营情况[1] | 符合 | 第十四条",
        "检查 | | | 定期检查[1] | 符合 | 第十五条",
        "确认 | | | 发文确认 | 符合 | 第十一条第（三）项",
        "称号 | | | 授予称号 | 符合 | 第十六条",
        "又一 | | | 报送运营情况[2] | 符合 | 第十四条",
    )
    assert [result.message for result in test_rows(*rows)] == [""] * 6
    assert [result.message for result in test_rows(*reversed(rows))] == [""] * 6


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| | | 结论 | 不符合 | 第十六条", "示范平台状况说明"),
        ("| | 发文确认 | 不符合 | 第十六条", "2023年6月20日 发文确认 韶工信〔2023〕45号"),
        ("| | 授予称号 | 不符合 | 第十六条", "有效期2023年6月20日至2026年6月20日"),
        ("| 发文确认=（缺） | 授予称号 | 符合 | 第十六条", "没有称号。"),
        ("| | 报送运营情况.2025 | 符合 | 第十四条", "逾期履行：2025年2月18日，迟 13 日。"),
        ("| | 报送运营情况.2023 | 符合 | 第十四条", "定义 首次报送已至"),
        ("| | 能否.撤销称号 | 符合 | 第十六条", "没有第十六条规定的事由"),
        ("| | 称号有效 | 不符合 | 第十六条", "定义 称号有效：符合"),
    ],
)
def test_explanations_are_about_the_object(test_rows, row, said):
    changes, target, *rest = (cell.strip() for cell in row.removeprefix("|").split("|"))
    changes, target = (changes, target) if target else ("", rest.pop(0))
    (result,) = test_rows(f"甲 | {changes} | | {target} | {' | '.join(rest)}")
    assert not result.passed
    text = result.explanation()
    assert said in text.replace("\n", "").replace("  ", "") or said in text
    assert "休假日依" not in text or target == "结论"


def test_from_nothing(folder):
    (folder / "cases/试.md").write_text(
        HEAD.format("", "2026-03-10").replace("../histories/", "（无）")
        + "| 甲 | 记载截至=2026-12-31 | | 结论 | 不符合 | 第十三条 |\n"
        + "| 乙 | | | 结论 | 待补材料 | 第十三条 |\n",
        "utf-8",
    )
    assert [result.message for result in cases.run(folder)] == ["", ""]


def test_an_edited_history_that_the_reader_refuses_is_told_at_the_case(mistakes):
    found = mistakes(
        "甲 | 专家评审.结果=好；专家评审.由=某人；事项.归口=乱写 | | 结论 | 符合 | 第十六条",
        "乙 | 现场考察.由=（缺） | | 结论 | 符合 | 第十六条",
        "丙 | | | 结论 | 符合 | 第十六条",
    )
    assert [text.split("：")[0] for text in found] == ["cases/试.md:6"] * 3 + ["cases/试.md:7"]
    assert "经历（../histories/七年.yaml，改动以后）" in found[0]
    assert any("“好”" in text or "「好」" in text for text in found)
    assert "没有填“由”" in found[3]


def test_an_object_that_did_not_happen_is_a_mistake(mistakes):
    found = mistakes(
        "甲 | | | 发文确认[2] | 符合 | 第十一条第（三）项",
        "乙 | | | 撤销称号 | 符合 | 第十六条",
        "丙 | | | 授予称号[2] | 符合 | 第十六条",
    )
    said = "对象“{}”：到 2025-03-01 为止，改动后的经历中没有第 {} 次“{}”，{}"
    assert found == [
        "cases/试.md:6：" + said.format("发文确认[2]", 2, "发文确认", "只有 1 次"),
        "cases/试.md:7：" + said.format("撤销称号", 1, "撤销称号", "一次也没有"),
        "cases/试.md:8：" + said.format("授予称号[2]", 2, "发文确认", "只有 1 次"),
    ]


def test_a_base_that_is_no_good_is_told_once(folder, mistakes):
    (folder / "histories/坏.yaml").write_text("记载截止: 2030-12-31\n经历: []\n", "utf-8")
    two = ("甲 | | | 结论 | 符合 | 第十六条", "乙 | | | 授予称号 | 符合 | 第十六条")
    (text,) = mistakes(*two, base="坏.yaml")
    assert text.startswith("cases/试.md:6：经历“../histories/坏.yaml”：")
    assert "记载截至" in text
    (text,) = mistakes(*two, base="没有.yaml")
    assert "读不出经历“../histories/没有.yaml”" in text
    (folder / "histories/空.yaml").write_text("- 1\n", "utf-8")
    (text,) = mistakes(*two, base="空.yaml")
    assert "不是一份经历" in text
    (text,) = mistakes(*two, base="../../../外面.yaml")
    assert "不在办法的文件夹里" in text


def test_materials_beside_the_history_are_read(folder, test_rows, mistakes):
    shutil.copy(folder / "applications/符合-六项功能.yaml", folder / "histories/材料.yaml")
    rows = "有材料 | 提出申报.材料=材料.yaml；专家评审.核对=（缺） | | 专家评审 | {} | 第十一条第（一）项"
    (result,) = test_rows(rows.format("不符合"))
    assert result.life.asked.views.done[1].event.material is not None
    assert mistakes(rows.format("符合").replace("材料.yaml", "../applications/符合-六项功能.yaml"))


# ── the other forms ──────────────────────────────────────────────────────────────────────


def test_yaml(folder):
    (folder / "cases/试.yaml").write_text(
        """经历: ../histories/七年.yaml
评估日: 2025-03-01
样例:
  - 样例: 写成一行
    改动: 报送运营情况[2]=（缺）
    对象: 报送运营情况.2025
    期望: 逾期未履行
    依据: 第十四条
  - 样例: 逐项写
    改动:
      发文确认: {由: 示范平台, 文号: }
      记载截至: 2030-12-31
      事项: {归口: 市直归口}
      "定期检查[1]": {检查内容: [服务质量, 服务满意度]}
      增加: {撤销称号: 2025-01-06}
    对象: 授予称号
    期望: 不符合
  - {样例: 申报材料的, 基础: ../applications/符合-六项功能.yaml, 对象: 资产规模, 期望: 符合}
""",
        "utf-8",
    )
    results = cases.run(folder)
    assert [r.message for r in results] == ["", "", ""]
    assert [r.life is None for r in results] == [False, False, True]
    assert len(results[1].case.changes) == 6
    kinds = {one.event.kind for one in results[1].life.asked.views.done}
    assert "revoke_title" in kinds


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("基础: 甲\n经历: 乙\n样例: []\n", 2, "“基础”和“经历”只能写一项"),
        (FRAME + "  - {样例: 甲, 基础: 甲, 经历: 乙, 对象: 结论, 期望: 符合}\n", 4, "只能写一项"),
        (FRAME + "  - 样例: 甲\n    改动:\n      专家评审: {结果: 好}\n    对象: 结论\n    期望: 符合\n",
         6, "「好」"),
        ("经厉: ../histories/七年.yaml\n样例: []\n", 1, "是不是“经历”"),
    ],
)  # fmt: skip
def test_mistakes_in_yaml_at_their_line(folder, text, line, message):
    (folder / "cases/试.yaml").write_text(text, "utf-8")
    with pytest.raises(cases.CaseFileError) as caught:
        cases.run(folder)
    found = [problem.text() for problem in caught.value.problems]
    assert any(f.startswith(f"cases/试.yaml:{line}：") and message in f for f in found), found


def test_excel(folder, workbook):
    workbook(
        ["经历", "../histories/七年.yaml"],
        ["评估日", date(2025, 3, 1)],
        ["样例", "改动", "报送运营情况[2].日期", "增加.撤销称号", "事项.归口", "期望（报送运营情况.2025）",
         "期望（授予称号）"],
        ["甲", "", date(2025, 2, 5), None, "县区归口", "按期履行", "符合"],
        ["乙", "发文确认.由=示范平台", "2025年2月18日", date(2025, 2, 28), "市直归口", None, "不符合"],
    )  # fmt: skip
    results = cases.run(folder)
    assert [(r.name, r.message) for r in results] == [
        ("甲 · 报送运营情况.2025", ""),
        ("甲 · 授予称号", ""),
        ("乙 · 授予称号", ""),
    ]
    kinds = [one.event.kind for one in results[2].life.asked.views.done]
    assert kinds[-1] == "revoke_title"


def test_both_kinds_in_one_sheet(folder, workbook):
    workbook(
        ["评估日", "2025-03-01"],
        ["样例", "基础", "经历", "改动", "对象", "期望"],
        ["甲", "../applications/符合-六项功能.yaml", None, "资产总额=1元", "资产规模", "不符合"],
        ["乙", None, "../histories/七年.yaml", "发文确认=（缺）", "授予称号", "不符合"],
    )
    assert [(r.message, r.life is None) for r in cases.run(folder)] == [("", True), ("", False)]


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        ([["经历：甲"], ["基础：乙"], ["样例", "期望"], ["甲", "符合"]], "A2", "只能写一项"),
        (
            [
                ["评估日", "2025-03-01"],
                ["样例", "基础", "经历", "期望"],
                ["甲", "乙", "丙", "符合"],
            ],
            "C3",
            "只能填一格",
        ),
        (
            [
                ["经历：../histories/七年.yaml"],
                ["样例", "发文确认.日子", "期望"],
                ["甲", 1, "符合"],
            ],
            "B2",
            "没有“日子”这一栏",
        ),
        (
            [["经历：../histories/七年.yaml"], ["样例", "发文确定", "期望"], ["甲", 1, "符合"]],
            "B2",
            "是不是“发文确认”",
        ),
        (
            [
                ["经历：../histories/七年.yaml"],
                ["评估日：2025-03-01"],
                ["样例", "专家评审.结果", "期望"],
                ["甲", "好", "符合"],
            ],
            "B4",
            "「好」",
        ),
    ],
)
def test_mistakes_in_sheets_at_their_cell(folder, workbook, rows, place, message):
    workbook(*rows)
    with pytest.raises(cases.CaseFileError) as caught:
        cases.run(folder)
    found = [problem.text() for problem in caught.value.problems]
    at = f"cases/试.xlsx:样例!{place}："
    assert any(f.startswith(at) and message in f for f in found), found


def test_the_status_can_be_written_as_json(test_rows):
    (result,) = test_rows("甲 | | | 授予称号 | 符合 | 第十六条")
    assert json.loads(result.status.explain("audit").to_json())["schema"] == "sgpolicy.account/1"
