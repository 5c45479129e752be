"""Numbers as Chinese texts write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.model.citation import chinese_number
from sgpolicy.source.numerals import read_arabic, read_chinese, read_number
from sgpolicy.source.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("六十", 60),
        ("一百零五", 105),
        ("二百五十", 250),
        ("三千", 3000),
        ("一万二千", 12_000),
        ("一亿二千万", 120_000_000),
    ],
)
def test_chinese(text, value):
    assert read_chinese(text) == value


@pytest.mark.parametrize("text", ["", "百万十", "一二", "十百", "亿", "一万万", "一" * 60, "甲"])
def test_not_chinese_numbers(text):
    assert read_chinese(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1,200.50", Fraction(2401, 2)), ("０.８", Fraction(4, 5)), ("007", 7)]
)
def test_arabic(text, value):
    assert read_arabic(text) == value


@pytest.mark.parametrize("text", ["1,2,3", "1.2.3", "-1", "", "1e5", "9" * 5000, "½", "٣"])
def test_not_arabic_numbers(text):
    assert read_arabic(text) is None


@given(st.integers(1, 999))
def test_spelling_and_reading_agree(number):
    assert read_number(chinese_number(number)) == number == read_number(str(number))


def found(text):
    return [(q.value, q.unit) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("资产总额不低于100万元", [(1_000_000, "元")]),
        ("50 家以上，3 次以上", [(50, "家"), (3, "次")]),
        ("百分之六十", [(Fraction(3, 5), "%")]),
        ("60％", [(Fraction(3, 5), "%")]),
        ("三年", [(3, "年")]),
        ("６人次", [(6, "人次")]),
        ("2 亿元以上", [(200_000_000, "元")]),
        ("２万人次", [(20_000, "人次")]),
        ("十二个月", [(12, "月")]),
        ("满 16 周岁", [(16, "年")]),
        ("150 平方米", [(150, "平方米")]),
        ("一定的、一经查实", []),
        ("上一年度", []),
        ("前一日", []),
        ("任意一年", []),
        ("第三次", []),
        ("以下至少一项", [(1, "项")]),
    ],
)
def test_quantities_in_a_text(text, expected):
    assert found(text) == expected


def test_quantities_know_their_place():
    text = "不少于 150 平方米"
    (quantity,) = find_quantities(text)
    assert text[quantity.start : quantity.end] == quantity.text == "150 平方米"
