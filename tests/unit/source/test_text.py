"""Places, display cells and the normal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.source.nearest import nearest
from sgpolicy.source.normalising import is_operative, normalise
from sgpolicy.source.text import SourceFile, Span, cells

DAMAGED = st.text(
    st.sampled_from('第一条资产（）(),，“”「」" \n\u3000\u200b\ufeff#不低于100万元'), max_size=80
)


@given(DAMAGED)
def test_every_character_of_the_normal_form_knows_where_it_was(text):
    normal = normalise(text, base=7)
    assert len(normal.text) == len(normal.offsets)
    assert list(normal.offsets) == sorted(set(normal.offsets))
    for char, offset in zip(normal.text, normal.offsets, strict=True):
        assert normalise(text[offset - 7]).text == char


@given(DAMAGED)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text).text
    assert normalise(once).text == once


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("不低于\n\n50 万元", "不低于50万元"),
        ("（市、区）", "(市、区)"),
        ("“示范平台”", "「示范平台」"),
        ("## 第一条", "第一条"),
        ("甲，乙", "甲,乙"),
        ("\ufeff甲\u3000乙\u200b", "甲乙"),
    ],
)
def test_equal_in_the_normal_form(left, right):
    assert normalise(left).text == normalise(right).text


@pytest.mark.parametrize(
    ("left", "right"), [("50", "５０"), ("甲；乙", "甲;乙"), ("〔2022〕", "[2022]"), ("元", "圆")]
)
def test_nothing_else_is_equal(left, right):
    assert normalise(left).text != normalise(right).text


def test_a_stretch_of_the_normal_form_is_one_of_the_text():
    text = "资产 总额\n不低于"
    normal = normalise(text)
    start, end = normal.original(2, 5)
    assert text[start:end] == "总额\n不"
    assert normal.original(99, 99) == (len(text), len(text))
    assert normalise("").original(0, 0) == (0, 0)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("第七条 7", 8),
        ("「」", 4),
        ("％%", 3),
        ("e\u0301", 1),
        ("\u200b", 0),
        ("", 0),
        ("ｱ", 1),
        ("\ufffe", 1),
    ],
)
def test_cells(text, width):
    assert cells(text) == width


def test_positions_count_from_one():
    file = SourceFile("a.md", "一\n二三\n\n四")
    assert file.position(0) == (1, 1)
    assert file.position(3) == (2, 2)
    assert file.position(6) == (4, 1)
    assert file.line_text(2) == "二三"
    assert file.line_start(4) == 6
    assert Span("a.md", 0, 1).to(Span("a.md", 3, 4)) == Span("a.md", 0, 4)


@pytest.mark.parametrize("char", "，。；：、（）「」“” \n—")
def test_punctuation_is_not_operative(char):
    assert not is_operative(char)


@pytest.mark.parametrize("char", "元%％1〔第")
def test_the_rest_is_operative(char):
    assert is_operative(char)


def test_nearest():
    assert nearest("资产总颔", ["资产总额", "办公面积"]) == "资产总额"
    assert nearest("鑫", ["资产总额"]) is None
    assert nearest("鑫" * 3000, ["资产总额"]) is None
    assert nearest("", ["资产总额"]) is None
