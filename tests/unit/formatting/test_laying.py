"""How rules are spelt and broken into lines."""

import pytest
from properties.test_formatting import formatted, inner, law_with

CASES = {
    "spelling": (
        "规则 甲 first ”人数不少于6人“:人数不少于６ 人,且满意度达到百分之六十以上;因三年:理由",
        "规则 甲 first 「人数不少于6人」：\n  人数 不少于 6人 且 满意度 达到 60% 以上；\n  因 3年：理由。\n",
    ),
    "brackets": (
        "定义 甲 first: 非( 有证 或 有场所 )且 人数 6人(含)以上 且 类型属于(企业、院所)",
        "定义 甲 first：非 （有证 或 有场所） 且 人数 6人（含）以上 且 类型 属于（企业、院所）。\n",
    ),
    "comments": (
        "//头\n规则 甲 first：\n  // 先\n  有证 //证\n  且 有场所。//完\n// 尾",
        "// 头\n规则 甲 first：\n  // 先\n  有证 // 证\n  且 有场所。 // 完\n// 尾\n",
    ),
    "exception": (
        "规则 甲 first：有证；例外：当有场所则人数6人以上",
        "规则 甲 first：\n  有证；\n  例外：当 有场所，则 人数 6人 以上。\n",
    ),
    "tally": (
        "定义 甲 first：统计 台账 当 人次 3人次 以上 计 笔数",
        "定义 甲 first：统计 台账 当 人次 3人次 以上，计 笔数。\n",
    ),
    "blank lines": (
        "\n\n定义 甲 first：有证。\n\n\n\n定义 乙 second：有证。\n定义 丙 third：有证。\n\n",
        "定义 甲 first：有证。\n\n定义 乙 second：有证。\n定义 丙 third：有证。\n",
    ),
    "free words": (
        "评定 甲 first：由 市局；问：好\n    不好？；\n佐证:材料 A,B",
        "评定 甲 first：\n  由 市局；\n  问：好不好？\n  佐证：材料 A,B。\n",
    ),
    "a mistake": (
        "规则 甲 first :  有证   且且\n\n\n定义 乙 second: 有证",
        "规则 甲 first :  有证   且且\n\n定义 乙 second：有证。\n",
    ),
}
CASES["branches"] = (
    "规则 甲 first：按 类型（企业：人数 不少于 10人 且 专职人数 不少于 6人；院所：否；其余：资产总额 不低于 100万元）",
    """\
规则 甲 first：
  按 类型（
    企业：人数 不少于 10人 且 专职人数 不少于 6人；
    院所：否；
    其余：资产总额 不低于 100万元）。
""",
)


@pytest.mark.parametrize("name", CASES)
def test_canonical_text(name):
    text, expected = CASES[name]
    assert inner(formatted(law_with(text))) == expected


def test_other_fences_are_left():
    law = law_with("规则 甲 first: 有证").replace("```sgp", "```text")
    assert formatted(law) == law
    unclosed = law_with("规则 甲 first: 有证").rpartition("```")[0]
    assert formatted(unclosed) == unclosed
