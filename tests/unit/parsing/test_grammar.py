"""The grammar: no conflicts, and a word for readers for everything it can ask for."""

from importlib import resources

import pytest
from lark import Lark

from sgpolicy.model import tree as t
from sgpolicy.operators.words import WORDS
from sgpolicy.parsing.parser import _TokensAsTheyAre, word_of

GRAMMAR = resources.files("sgpolicy.parsing").joinpath("grammar.lark").read_text("utf-8")


def test_it_has_no_conflicts():
    pytest.importorskip("interegular", reason="Lark's strict mode needs it")
    Lark(GRAMMAR, parser="lalr", lexer=_TokensAsTheyAre, strict=True)


TERMINALS = {
    word
    for line in GRAMMAR.splitlines()
    if line.startswith("%declare")
    for word in line.split()[1:]
}


def test_every_terminal_has_a_word_for_readers():
    assert [name for name in TERMINALS if not word_of(name)] == []


def test_every_word_is_a_terminal_of_the_grammar():
    assert set(WORDS.values()) <= TERMINALS


@pytest.mark.parametrize(
    ("body", "node"),
    [
        ("资产总额 不低于 100万元", t.Comparison),
        ("资产总额 100万元（不含）以上", t.Comparison),
        ("注册日 至 评估日 满 2年", t.Elapsing),
        ("甲 且 甲", t.Junction),
        ("非 甲", t.Negation),
        ("至少 2项（甲；甲；甲）", t.Several),
        ("家数 加 家数 占 家数 不低于 50%", t.Comparison),
        ("家数 属于（甲、仅报综合）", t.Membership),
        ("注册日 在 从 注册日 到 注册日 后 5年", t.Inside),
        ("家数 于 注册日 的 上年度", t.YearOf),
        ("按 家数（甲：甲；资产总额：甲）", t.Choice),
        ("统计 家数 当 甲，计 不同 甲", t.Tallying),
    ],
)
def test_expressions(parsed, body, node):
    assert isinstance(parsed(f"定义 名 key：{body}。").body, node)


def test_share_binds_looser_than_plus(parsed):
    share = parsed("定义 名 key：家数 加 家数 占 家数。").body
    assert isinstance(share, t.Share)
    assert isinstance(share.part, t.Arithmetic)


def test_spans_are_those_of_the_file(parsed):
    text = "规则 名 key「甲」：家数 不低于 6家；\n  例外：当 甲，则 家数 不低于 5家；因 5家：因为。"
    made = parsed(text)

    def under(node):
        return text[node.span.start : node.span.end]

    assert under(made.body) == "家数 不低于 6家"
    assert under(made.body.right) == "6家"
    assert under(made.exceptions[0].condition) == "甲"
    assert under(made.because[0].bounds[0][1]) == "5家"
    assert under(made.quotes[0]) == "甲"


@pytest.mark.parametrize("text", ["甲 且 甲 或 甲", "甲 或 甲 且 甲"])
def test_and_and_or_do_not_mix(codes, text):
    assert codes(f"定义 名 key：{text}。") == ["SG208"]


def test_two_mistakes_are_two_findings(codes):
    assert codes("规则 一 a：甲 甲。\n规则 二 b：甲 且。\n规则 三 c：甲。") == ["SG203", "SG203"]
