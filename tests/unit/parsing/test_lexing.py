"""A declaration's text → words."""

from datetime import date
from fractions import Fraction

import pytest


def kinds(found):
    return [kind for kind, _ in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60%", (Fraction(3, 5), "%")),
        ("60％", (Fraction(3, 5), "%")),
        ("６０%", (Fraction(3, 5), "%")),
        ("百分之六十", (Fraction(3, 5), "%")),
        ("3年", (3, "年")),
        ("3 年", (3, "年")),
        ("三年", (3, "年")),
        ("六十家", (60, "家")),
        ("1,200家", (1200, "家")),
        ("2亿元", (200_000_000, "元")),
        ("0.8亿元", (80_000_000, "元")),
        ("2万人次", (20_000, "人次")),
        ("12个月", (12, "月")),
    ],
)
def test_quantities(tokens, text, value):
    assert tokens(f"家数 不低于 {text}")[2] == ("QUANTITY", value)


def test_days(tokens):
    for text in ("2022年10月20日", "2022 年 10 月 20 日", "2022-10-20"):
        assert tokens(text) == [("DAY", date(2022, 10, 20))]


def test_a_run_is_cut_into_names_and_words(tokens):
    assert tokens("资产总额不低于100万元且甲") == [
        ("NAME", "资产总额"),
        ("BOUND", "不低于"),
        ("QUANTITY", (1_000_000, "元")),
        ("AND", "且"),
        ("NAME", "甲"),
    ]


def test_a_name_may_hold_words_digits_and_brackets(tokens):
    assert tokens("仅报综合") == [("NAME", "仅报综合")]
    assert tokens("3年内企业数") == [("NAME", "3年内企业数")]
    assert tokens("担保（再担保）") == tokens("担保(再担保)")
    assert kinds(tokens("担保（再担保）")) == ["NAME"]


def test_punctuation_of_both_widths_is_the_same(tokens):
    assert tokens("（甲）、甲；") == [(k, v) for k, v in tokens("(甲)、甲;")]


def test_commas_that_only_breathe_are_dropped(tokens):
    assert kinds(tokens("甲，且 甲")) == ["NAME", "AND", "NAME"]
    assert kinds(tokens("甲，甲")) == ["NAME", "COMMA", "NAME"]


@pytest.mark.parametrize("space", ["\u3000", "\u00a0", "\r\n", "\t"])
def test_white_space_of_every_kind_parts_words(tokens, space):
    assert kinds(tokens(f"甲{space}且{space}甲")) == ["NAME", "AND", "NAME"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲 & 甲", "SG201"),
        ("甲\x00", "SG201"),
        ("甲 \ud800", "SG201"),
        ("9" * 60, "SG201"),
        ("٣人", "SG201"),
        ("「甲", "SG204"),
        ("甲且" * 40, "SG205"),
        ("（" * 65, "SG207"),
        ("2022年2月30日", "SG209"),
        ("资产总颔", "SG301"),
    ],
)
def test_mistakes(tokens, text, code):
    assert tokens(text) == code


def test_two_equally_short_ways_are_a_mistake(tokens):
    names = ("甲", "甲乙", "乙丙", "丙")
    assert tokens("甲乙丙", names) == "SG206"
    assert kinds(tokens("甲乙 丙", names)) == ["NAME", "NAME"]


def test_free_text_goes_on_to_the_end_of_its_part(parsed):
    made = parsed("说明 名 key「甲」：因：第一行，\n  第二行；仍是。\n  问：另一部分？")
    assert made.because[0].text.text == "第一行，\n  第二行；仍是"
    assert made.part("问").text.text == "另一部分？"
