"""YAML case files: a list of cases, and every mistake at its line."""

import pytest

from sgpolicy import cases
from sgpolicy.casing.records import CellChange, FactChange, FindingChange

FRAME = """基础: ../applications/符合-六项功能.yaml
评估日: 2026-11-22
样例:
"""
CASE = "  - {样例: 甲, 对象: 资产规模, 期望: 符合}\n"


def write(folder, text, name="试.yaml"):
    (folder / "cases" / name).write_text(text, "utf-8")


def mistakes(folder):
    with pytest.raises(cases.CaseFileError) as caught:
        cases.run(folder)
    return [problem.text() for problem in caught.value.problems]


def test_changes_as_text_and_as_a_mapping(folder):
    write(
        folder,
        FRAME
        + """  - 样例: 写成一行
    改动: 资产总额=99万元；评定.经营规范=不符合
    读法: K-5=兼备
    对象: 资产规模
    期望: 不符合
    依据: 第七条第（一）项
  - 样例: 逐项写
    改动:
      资产总额: {上年末: 99万元, 申请日: }
      申报功能: [技术服务, 综合服务]
      用户满意度:
      年服务企业数: {2025: 80家}
      评定: {经营规范: 不符合}
    读法: {学历和职称: 兼备}
    对象: 资产规模
    期望: 不符合
    依据: [第七条第（一）项]
""",
    )
    short, long = cases.run(folder)
    assert short.passed
    assert long.passed
    assert (short.line, long.line) == (4, 10)
    assert short.case.readings == long.case.readings == (("degree_and_title", "both"),)
    kinds = [type(change) for change in long.case.changes]
    assert kinds == [FactChange] * 5 + [FindingChange]
    assert [c.value for c in long.case.changes[:4]] == ["99万元", None, "技术服务、综合服务", None]
    assert ("total_assets", "application") not in long.decision.trace.application.facts


def test_a_bare_list_each_with_its_own_base_and_day(folder):
    write(
        folder,
        """- 样例: 甲
  基础: ../applications/不符合-差一家.yaml
  评估日: 2026年11月22日
  改动: {"服务台账[1].企业规模": }
  对象: 结论
  期望: 不符合
- {样例: 乙, 基础: （无）, 评估日: 2026-11-22, 对象: 资产规模, 期望: 待补材料}
""",
    )
    first, second = cases.run(folder)
    assert isinstance(first.case.changes[0], CellChange)
    assert second.passed
    assert not second.decision.trace.application.facts


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (FRAME.replace("样例", "样列") + CASE, 1, "样例"),
        ("资产总额: 1元\n", 1, "不是样例文件"),
        ("只是一句话\n", 1, "不是样例文件"),
        (FRAME + "  - 甲\n", 4, "第 1 个样例"),
        (FRAME + CASE.replace("期望", "欺望"), 4, "是不是“期望”"),
        (FRAME + CASE.replace("资产规模", "资产规摸"), 4, "是不是“资产规模”"),
        (FRAME + CASE.replace("符合", "好"), 4, "五种结论"),
        (FRAME + CASE.replace("甲", "[甲]"), 4, "“样例”应是一段文字"),
        (FRAME + CASE + CASE, 5, "同名"),
        (FRAME + CASE.replace("}", ", 改动: {资产总额: {}}}"), 4, "下面没有内容"),
        (FRAME + "  - 样例: 甲\n    改动:\n      资产总颔: 1元\n    对象: 结论\n    期望: 符合\n",
         6, "资产总额"),
        (FRAME + "  - 样例: 甲\n    改动:\n      资产总额: 很多\n    对象: 结论\n    期望: 符合\n",
         6, "读不出金额"),
        (FRAME + "  - 样例: [\n", 5, "YAML"),
        (FRAME + "  - 样例: 甲\n    样例: 乙\n", 5, "样例"),
    ],
)  # fmt: skip
def test_mistakes_at_their_line(folder, text, line, message):
    write(folder, text)
    found = mistakes(folder)
    assert any(f.startswith(f"cases/试.yaml:{line}：") and message in f for f in found), found
