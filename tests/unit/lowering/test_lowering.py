"""Program → Core: what is built, and what cannot be."""

import pytest

from sgpolicy.diagnostics.records import Collector
from sgpolicy.lowering import lowering
from sgpolicy.lowering.elaborating import Elaborator
from sgpolicy.model import core as c
from sgpolicy.model.document import Manifest
from sgpolicy.model.types import Type
from sgpolicy.pipeline import compile_policy
from sgpolicy.source.text import SourceFile

TABLE = """\
| 名称 | 键 | 类型 | 单位 | 问题 | 台账核算 |
|---|---|---|---|---|---|
| 甲 | a | 是否 | | 甲？ | |
| 人数 | staff | 计数 | 人 | 几人？ | |
| 资产 | assets | 金额 | 万元 | 多少？ | |
| 注册日 | registered | 日期 | | 哪天？ | |
| 学历 | degree | 有序（大专 < 本科 < 硕士） | | 哪种？ | |
"""


def compiled(block, law="有甲。", facts=TABLE):
    text = f"### 第一条\n\n{law}\n\n```sgp\n{block}\n```\n"
    values = dict.fromkeys(Manifest.__dataclass_fields__, "")
    values |= {"text": ("law.md",), "tables": ("facts.md",), "root": "art1"}
    files = {n: SourceFile(n, t) for n, t in {"law.md": text, "facts.md": facts}.items()}
    return compile_policy(Manifest(**values), files, Collector())


def body(expression, word="规则"):
    made = compiled(f"{word} 名称 key「有甲」：{expression}。")
    return made.core.nodes["key"].body


def codes(made):
    return {d.code for d in made.diagnostics} - {"SG306", "SG503", "SG505"}


def test_a_bare_number_takes_the_unit_of_what_it_bounds():
    made = body("资产 不低于 100万元")
    assert isinstance(made, c.Compare)
    assert made.operator == "ge"
    assert made.right.value == 1_000_000
    assert made.right.type == Type("money", "万元")


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("学历 本科 以上", ("本科", "硕士")),
        ("学历 本科 以下", ("大专", "本科")),
        ("学历 超过 本科", ("硕士",)),
        ("学历 不满 本科", ("大专",)),
        ("学历 本科（不含）以上", ("硕士",)),
    ],
)
def test_ordered_choices_become_their_members(text, members):
    assert body(text).members == members


def test_not_yet_is_the_negation_of_elapsed():
    made = body("注册日 至 评估日 不满 2年")
    assert isinstance(made, c.Not)
    assert made.operand.inclusive
    assert made.operand.length == c.Period(2, "年")
    assert not body("注册日 至 评估日 超过 2年").inclusive


def test_the_first_exception_written_decides_first():
    made = compiled(
        "规则 名称 key「有甲」：甲；例外：当 人数 超过 9人，则 是；例外：当 人数 超过 5人，则 否；因 超过 9人、".rstrip(
            "、"
        )
        + "：甲；因 超过 5人：乙。"
    ).core.nodes["key"]
    assert made.body.condition.right.value == 9
    assert made.body.otherwise.condition.right.value == 5


def test_clauses_combine_what_stands_in_them():
    made = compiled(
        "规则 一 one 「有」：甲。\n规则 二 two 「甲」：人数 超过 1人；因 超过 1人：甲。"
    )
    assert [o.node for o in made.core.nodes["art1"].body.operands] == ["one", "two"]


def test_the_conditions_of_a_clause_guard_it():
    made = compiled(
        "规则 一 one 「有」：甲。\n适用 二 two 「甲」：人数 超过 1人；因 超过 1人：甲。"
    )
    assert made.core.nodes["art1"].guard.node == "two"


def test_definitions_may_stand_after_their_use():
    made = compiled("规则 一 one 「有甲」：丙。\n定义 丙 c：乙。\n定义 乙 b：甲。")
    assert codes(made) == set()
    assert made.core.nodes["c"].body.type.kind == "truth"


def test_64_definitions_in_a_row_work_and_500_are_reported():
    def chain(length):
        names = [
            f"第{a}{b}{e}"
            for a in "甲乙丙丁戊己庚辛"
            for b in "子丑寅卯辰巳午未"
            for e in "金木水火土日月星"
        ]
        lines = [f"定义 {names[i]} d{i}：{names[i + 1]}。" for i in range(length)]
        return (
            f"规则 一 one 「有甲」：{names[0]}。\n"
            + "\n".join(lines)
            + f"\n定义 {names[length]} last：甲。"
        )

    assert codes(compiled(chain(50))) == set()
    assert codes(compiled(chain(500))) == {"SG207"}


@pytest.mark.parametrize(
    "block",
    [
        "定义 乙 b：乙。",
        "定义 乙 b：丙。\n定义 丙 c：乙。",
        "定义 乙 b：丙 且 丁。\n定义 丙 c：丁。\n定义 丁 d：乙。",
    ],
)
def test_circles_are_reported_once(block):
    made = compiled(f"规则 一 one 「有甲」：乙。\n{block}")
    assert [d.code for d in made.diagnostics if d.code != "SG306"] == ["SG304"]


def test_options_that_share_a_definitions_name_make_no_circle():
    facts = TABLE + "| 类型 | kind | 单选（乙、丙） | | 哪类？ | |\n"
    made = compiled("规则 一 one 「有甲」：乙。\n定义 乙 b：类型 属于（乙、丙）。", facts=facts)
    assert codes(made) == set()


def test_core_is_built_in_the_order_of_the_law():
    made = compiled("规则 二 two 「甲」：甲。\n规则 一 one 「有」：甲。")
    assert list(made.core.nodes) == ["art1", "two", "one"]


def test_ids_that_clauses_have_are_refused():
    assert "SG303" in codes(compiled("规则 一 art1 「有甲」：甲。"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("人数 不少于 5家", "SG401"),
        ("资产 加 人数 不少于 5人", "SG401"),
        ("人数 不早于 注册日", "SG402"),
        ("注册日 在 注册日", "SG402"),
        ("注册日 后 1.5年 不早于 注册日", "SG402"),
        ("注册日 后 9999年 不早于 注册日", "SG404"),
        ("至少 0项（甲；甲）", "SG404"),
        ("至少 1.5项（甲；甲）", "SG402"),
        ("该年 于 该年", "SG402"),
        ("学历 为 甲", "SG403"),
        ("人数 含 甲", "SG402"),
    ],
)
def test_what_does_not_fit(text, code):
    assert codes(compiled(f"规则 一 one 「有甲」：{text}。")) == {code}


def test_what_was_used_is_noted_in_one_set(monkeypatch):
    """To copy it for every declaration would take the longer for each the more there are."""
    made = []

    def noted(*given):
        one = Elaborator(*given)
        made.append((one, one.used, one.used_columns))
        return one

    monkeypatch.setattr(lowering, "Elaborator", noted)
    compiled("规则 名称 key「有甲」：甲 且 人数 不少于 3人。")
    ((elaborator, used, columns),) = made
    assert used == {"甲", "人数"}
    assert elaborator.used is used
    assert elaborator.used_columns is columns
