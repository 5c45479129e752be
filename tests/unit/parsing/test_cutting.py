"""Blocks → declarations as raw text."""

import pytest

from sgpolicy.parsing.cutting import blank_comments, catalogue_items, quote_end, quotes_of

from .conftest import raws_of


def test_each_declaration_is_cut_out_at_its_line():
    first, second = raws_of("规则 甲 a：是。\n\n  定义 乙 b：\n    否。\n")
    assert (first.word, first.name.text, first.id, first.text) == (
        "规则",
        "甲",
        "a",
        "规则 甲 a：是。",
    )
    assert (second.word, second.text) == ("定义", "  定义 乙 b：\n    否。")
    assert second.span.start == len("规则 甲 a：是。\n\n")


def test_names_have_places():
    text = "\n\n　规则　资产规模　min_assets：是。"
    (raw,) = raws_of(text)
    assert text[raw.name.span.start : raw.name.span.end] == "资产规模"


@pytest.mark.parametrize("text", ["", "\n\n", "// 只有注解\n", "   \n"])
def test_nothing_to_cut(text):
    assert raws_of(text) == []


def test_the_whole():
    (raw,) = raws_of("适用 全文 范围 scope「本办法」：是。")
    assert raw.whole
    assert raw.name.text == "范围"


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("规则 甲：是。", "SG210", "甲"),
        ("规则 「引文」：是。", "SG210", ""),
        ("规则：是。", "SG210", ""),
        ("规侧 甲 a：是。", "SG202", "甲"),
        ("甲 且 乙", "SG202", ""),
    ],
)
def test_broken_headers_are_reported_and_own_their_names(text, code, name, codes):
    assert codes(text) == [code]
    (raw,) = raws_of(text)
    assert not raw.is_headed
    assert raw.name.text == name


def test_comments_are_blanked_out_but_not_in_quotes():
    text = "甲 // 注解\n「http://例」 // 又"
    blanked = blank_comments(text)
    assert len(blanked) == len(text)
    assert blanked.split() == ["甲", "「http://例」"]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("「甲“乙”」", "甲“乙”"),
        ("“甲“乙”丙”", "甲“乙”丙"),
        ("”甲“", "甲"),
        ("“甲“", "甲"),
        ('"甲"', "甲"),
        ("＂甲＂", "甲"),
    ],
)
def test_quotation_marks(text, inner):
    assert text[1 : quote_end(text, 0)] == inner
    (raw,) = raws_of(f"规则 名 key {text}：是。")
    assert [q.text for q in quotes_of(raw)] == [inner]


def test_an_open_quotation_owns_its_words():
    (raw,) = raws_of("规则 名 key 「资产总额：是。")
    (quote,) = quotes_of(raw)
    assert quote.text.startswith("资产总额")


def test_readings_results_and_items_are_known_before_parsing():
    reading, step, catalogue = raws_of(
        "口径 口 k：\n 读法 其一 either：甲（默认）\n 读法 兼备 both：乙\n"
        "步骤 评审 s：由 甲；结果 通过、 不通过。\n"
        "目录 目 c “甲“乙”、丙”：乙、\n 丙。"
    )
    assert [(name.text, key) for name, key in reading.readings] == [
        ("其一", "either"),
        ("兼备", "both"),
    ]
    assert step.results() == ("通过", "不通过")
    assert catalogue_items([catalogue]) == ("目/乙", "目/丙")
