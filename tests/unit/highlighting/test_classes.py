"""Colours cannot drift from the language: each word and terminal has its class, once."""

import re
from importlib import resources

import pytest

from sgpolicy.highlighting.classes import CLASSES, TERMINALS
from sgpolicy.highlighting.rules import CHINESE_NUMBER
from sgpolicy.highlighting.runs import cut
from sgpolicy.operators.words import WORDS

SHAPED = """NAME ID TEXT QUOTE QUANTITY DAY K_NUMBER
COLON SEMICOLON STOP COMMA LIST OPEN CLOSE"""  # these are known by their shape, not by a spelling


def test_each_terminal_of_the_grammar_has_one_class():
    grammar = resources.files("sgpolicy.parsing").joinpath("grammar.lark").read_text("utf-8")
    declared = {
        name
        for line in re.findall(r"^%declare (.*)$", grammar, re.MULTILINE)
        for name in line.split()
    }
    classified = [terminal for terminals in TERMINALS.values() for terminal in terminals]
    assert sorted(classified) == sorted(declared - set(SHAPED.split()))


def test_each_word_has_a_class():
    assert CLASSES.keys() == WORDS.keys()


def test_no_word_begins_as_a_number_does():
    """The editors' grammar tries words before numbers; the order must not matter."""
    assert not [word for word in WORDS if re.match(CHINESE_NUMBER, word)]


@pytest.mark.parametrize("word", sorted(WORDS))
def test_a_word_is_cut_as_itself(word):
    assert cut(word) == ((CLASSES[word], word),)


def test_words_run_together_are_cut_in_the_shortest_way():
    assert [text for _, text in cut("各项全部满足")] == ["各项", "全部", "满足"]
    assert [text for _, text in cut("前一日")] == ["前一日"]
    with pytest.raises(ValueError, match="各项资产"):
        cut("各项资产")
