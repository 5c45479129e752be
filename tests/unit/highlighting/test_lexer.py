"""The Pygments lexer: no character lost, nothing unknown in a shipped policy, words as the language reads them."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Token,
    Whitespace,
)
from unit.highlighting.conftest import coloured

from sgpolicy.highlighting.classes import CLASSES
from sgpolicy.highlighting.lexer import TOKENS, RuleLexer
from sgpolicy.operators.words import DECLARATIONS, WORDS

LIKELY = st.sampled_from(
    [*WORDS, *'：；。，、（）「」“”"＂\n\n  //', "甲", "K-1", "key", "100", "万元", "５０％"]
)
TEXTS = st.one_of(st.text(), st.lists(LIKELY).map("".join))


@given(TEXTS)
def test_no_character_is_lost(text):
    tokens = coloured(text)
    assert "".join(piece for _, _, piece in tokens) == text
    assert all(text.startswith(piece, start) and piece for start, _, piece in tokens)


@given(st.data())
def test_no_character_of_a_policy_cut_off_anywhere_is_lost(fences, data):
    fence = data.draw(st.sampled_from(fences))
    start = data.draw(st.integers(0, len(fence)))
    text = fence[start : data.draw(st.integers(start, len(fence)))]
    assert "".join(piece for _, _, piece in coloured(text)) == text


def test_every_shipped_block_is_known_throughout(fences):
    assert len(fences) > 100
    unknown = [
        piece for fence in fences for _, kind, piece in coloured(fence) if kind is Token.Error
    ]
    assert not unknown


SHAPES = {
    "NAME": {Name.Variable, Name.Function},
    "ID": {Name.Attribute},
    "TEXT": {String.Doc},
    "QUOTE": {String},
    "QUANTITY": {Number},
    "DAY": {Literal.Date},
    "K_NUMBER": {Name.Constant},
}


def test_every_word_of_the_shipped_policies_is_coloured_as_the_language_reads_it(declarations):
    """The language knows the names; the lexer does not, and is right all the same."""
    wrong, seen = [], set()
    for raw, words in declarations:
        kinds = [kind for _, kind, piece in coloured(raw.text) for _ in piece]
        for word in words:
            if not word.strip():
                continue  # a stop that may be left out, and is
            wanted = SHAPES.get(word.type) or {TOKENS.get(CLASSES.get(str(word)), Punctuation)}
            if kinds[word.start_pos] not in wanted:
                wrong.append((word.type, str(word), kinds[word.start_pos], raw.text[:20]))
            seen.add(word.type)
    assert not wrong
    assert len(seen) > 60


@pytest.mark.parametrize("word", DECLARATIONS)
def test_a_declaration_is_read_with_its_name_key_and_quotation(word):
    tokens = [
        (kind, piece)
        for _, kind, piece in coloured(f"{word} 甲的名称 a_key 「原文 // 一字不改」：乙。\n")
    ]
    assert tokens[:1] == [(Keyword.Declaration, word)]
    assert (Name.Function, "甲的名称") in tokens
    assert (Name.Attribute, "a_key") in tokens
    assert (String, "原文 // 一字不改") in tokens


def test_free_words_go_on_until_their_part_ends():
    text = "口径 甲 a 「乙」：\n  问：是且，\n    还是或？ // 另议\n  读法 其一 one：按字面；\n  用于 认定。\n"
    tokens = [(kind, piece) for _, kind, piece in coloured(text) if piece.strip()]
    words = [piece for kind, piece in tokens if kind is String.Doc]
    assert words == ["是且，", "    还是或？ ", "按字面", " 认定"]
    assert (Comment.Single, "// 另议") in tokens
    assert (Keyword, "读法") in tokens


def test_words_without_spaces_between_them_are_told_apart():
    tokens = [(kind, piece) for _, kind, piece in coloured("各项至少50家以上且\n百分之六十以上")]
    assert tokens == [
        (Operator.Word, "各项至少"),
        (Number, "50"),
        (Keyword.Type, "家"),
        (Operator.Word, "以上且"),
        (Whitespace, "\n"),
        (Number, "百分之六十"),
        (Operator.Word, "以上"),
    ]


@pytest.mark.parametrize("name", ["评定口径", "满两年", "合计封顶"])
def test_names_made_of_words_are_names(name):
    assert coloured(f"{name}：")[0] == (0, Name.Variable, name)


def test_the_entry_point_names_the_lexer(repo):
    project = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))["project"]
    module, name = project["entry-points"]["pygments.lexers"]["sgpolicy"].split(":")
    assert (RuleLexer.__module__, RuleLexer.__name__) == (module, name)
    assert "sgp" in RuleLexer.aliases
