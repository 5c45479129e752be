"""Bounds as texts state them, and when a rule's bound is its quote's."""

from fractions import Fraction

import pytest

from sgpolicy.checking.bounds import Bound, bounds_in_text
from sgpolicy.operators.bounds import AFTER, BEFORE, flipped, with_end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不少于总服务量的 15%", [("ge", Fraction(3, 20), "%")]),
        ("超过50人（含50人）", [("ge", 50, "人")]),
        ("小于5000万元（含）", [("le", 50_000_000, "元")]),
        ("30%（含）以上", [("ge", Fraction(3, 10), "%")]),
        ("30%（不含）以上", [("gt", Fraction(3, 10), "%")]),
        ("50家以上（不含本数）", [("gt", 50, "家")]),
        ("5人以上10人以下", [("ge", 5, "人"), ("le", 10, "人")]),
        ("一项或多项", [("ge", 1, "项")]),
        ("60%及以上", [("ge", Fraction(3, 5), "%")]),
        ("创办3年内", [("le", 3, "年")]),
        ("不满三年", [("lt", 3, "年")]),
        ("未满2年", [("lt", 2, "年")]),
        ("注册满2年", [("ge", 2, "年")]),
        ("满 16 周岁", [("ge", 16, "年")]),
        ("占比分别达到 50% 以上", [("ge", Fraction(1, 2), "%")]),
        ("有效期三年", [(None, 3, "年")]),
        ("2022年10月20日", [(None, 20221020, "日期")]),
        ("至少两项，人数超过6人", [("ge", 2, "项"), ("gt", 6, "人")]),
        ("最高50万元", [("le", 500_000, "元")]),
        ("3项内容", [(None, 3, "项")]),
        ("16-24岁", [("ge", 16, "年"), ("le", 24, "年")]),
        ("3万—6万元（含3万元，不含6万元）", [("ge", 30_000, "元"), ("lt", 60_000, "元")]),
        ("5-10,000元", [("ge", 5, "元"), ("le", 10_000, "元")]),
        ("3-五年", [(None, 5, "年")]),
        ("1-0元", [("ge", 1, "元"), ("le", 0, "元")]),
    ],
)
def test_bounds_in_a_text(text, expected):
    assert [(b.operator, b.value, b.unit) for b in bounds_in_text(text)] == expected


def bound(operator, value=50, unit="家"):
    return Bound(operator, Fraction(value), unit, "")


@pytest.mark.parametrize(
    ("rule", "quote", "agrees"),
    [
        (bound("ge"), bound("ge"), True),
        (bound("gt"), bound("ge"), False),
        (bound(None), bound("le"), True),
        (bound("ge"), bound(None), True),
        (bound("eq"), bound(None), True),
        (bound("le"), bound(None), False),
        (bound("ge", 51), bound("ge"), False),
        (bound("ge", 50, "次"), bound("ge"), False),
    ],
)
def test_a_rules_bound_against_its_quotes(rule, quote, agrees):
    assert rule.agrees(quote) is agrees


@pytest.mark.parametrize(
    ("reason", "rule", "excuses"),
    [
        (bound(None), bound("ge"), True),
        (bound(None), bound(None), True),
        (bound(None), bound("le"), False),
        (bound("le"), bound("le"), True),
        (bound("ge", 3), bound("ge"), False),
    ],
)
def test_a_reason_without_a_bound_word_means_at_least(reason, rule, excuses):
    assert reason.excuses(rule) is excuses


def test_the_civil_codes_words():
    assert {AFTER[w] for w in ("以上",)} == {"ge"}
    assert {AFTER[w] for w in ("以下", "以内")} == {"le"}
    assert AFTER["以外"] == BEFORE["超过"] == "gt"
    assert BEFORE["不满"] == BEFORE["未满"] == "lt"


@pytest.mark.parametrize("operator", ["ge", "gt", "le", "lt", "eq", "ne"])
def test_ends(operator):
    assert with_end(with_end(operator, included=False), included=True) in (
        operator,
        {"gt": "ge", "lt": "le"}.get(operator),
    )
    assert flipped(flipped(operator)) == operator
