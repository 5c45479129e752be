"""What a policy's tables of changeable things may say, and what is reported."""

import pytest
from properties.small_policies import policies_core

from sgpolicy.diagnostics.records import Collector
from sgpolicy.lowering.changing import with_changeable
from sgpolicy.parsing.markdown import read_tables
from sgpolicy.source.text import SourceFile

CHANGES = "| 事项 | 方向 | 权重 | 说明 |\n|---|---|---|---|\n"
RELATIONS = "| 这边 | 关系 | 那边 | 读法 | 理由 |\n|---|---|---|---|---|\n"


def read(text):
    found = Collector()
    tables = read_tables(SourceFile("changeable.md", text))
    core = with_changeable(policies_core(), tables, found)
    return core, [dict(one.facts)["problem"] for one in found.found]


def test_what_is_declared():
    core, problems = read(
        f"{CHANGES}| 人数 | 增加 | 3 | 明年 |\n| 评一、评二 | 改进 | | |\n\n"
        f"{RELATIONS}| 专职人数 加 人数 | 不多于 | 人数 | 口径甲=一 | 部分 |\n"
    )
    assert problems == []
    assert core.changeable["staff"].weight == 3
    assert core.changeable["staff"].note == "明年"
    assert {"finding_0", "finding_1"} <= core.changeable.keys()
    (relation,) = core.consistent
    assert relation.terms == ((1, "full_time"), (1, "staff"), (-1, "staff"))
    assert relation.under == (("way_a", "one"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{CHANGES}| 人薮 | 增加 | | |\n", "是不是“人数”"),
        (f"{CHANGES}| 人数 | 长大 | | |\n", "没有“长大”这一方向"),
        (f"{CHANGES}| 人数 | 取得 | | |\n", "不能“取得”"),
        (f"{CHANGES}| 评一 | 增加 | | |\n", "不能“增加”"),
        (f"{CHANGES}| 人数 | 增加 | 0 | |\n", "权重应为"),
        (f"{CHANGES}| 人数 | 增加 | | |\n| 人数 | 减少 | | |\n", "写了两次"),
        (f"{CHANGES}| 人数 | | | |\n", "没有写方向"),
        (f"{CHANGES}| 人数 | 增加 |\n", "这一行有"),
        (f"{RELATIONS}| 人数 | 大于 | 专职人数 | | 理由 |\n", "没有“大于”这一关系"),
        (f"{RELATIONS}| 有证 | 不多于 | 人数 | | 理由 |\n", "不是数量"),
        (f"{RELATIONS}| 人薮 | 不多于 | 人数 | | 理由 |\n", "是不是“人数”"),
        (f"{RELATIONS}| 人数 | 不多于 | 专职人数 | 口径丁=一 | 理由 |\n", "口径=读法"),
        ("| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n", "表头应有"),
    ],
)
def test_mistakes(text, said):
    _, problems = read(text)
    assert any(said in problem for problem in problems), problems
