"""Lexing and parsing one declaration at a time."""

import pytest

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.citation import Clause
from sgpolicy.model.document import Block
from sgpolicy.parsing.cutting import cut
from sgpolicy.parsing.lexing import DeclarationLexer, LexingError, Vocabulary
from sgpolicy.parsing.parser import parse_one
from sgpolicy.source.text import Span

NAMES = ("资产总额", "注册日", "家数", "甲", "仅报综合", "3年内企业数", "担保（再担保）")


def raws_of(text, found=None):
    block = Block(Clause("article", 7), text, Span("a.md", 0, len(text)))
    return cut((block,), found if found is not None else Collector())


@pytest.fixture
def codes():
    """`codes(text)`: the codes found in cutting and parsing a block."""

    def run(text, names=NAMES):
        found = Collector()
        for raw in raws_of(text, found):
            if raw.is_headed:
                parse_one(raw, Vocabulary.of(names), found)
        return [d.code for d in found.sorted()]

    return run


@pytest.fixture
def tokens():
    """`tokens(body)`: kind and value of the tokens of a rule's body; a code if lexing fails."""

    def run(body, names=NAMES):
        found = Collector()
        (raw,) = raws_of(f"规则 名称 key：{body}")
        try:
            made = DeclarationLexer(raw, Vocabulary.of(names), found).run()
        except LexingError:
            return found.found[0].code
        return [(t.type, t.payload) for t in made][4:]

    return run


@pytest.fixture
def parsed():
    """`parsed(text)`: the one declaration."""

    def run(text, names=NAMES):
        found = Collector()
        (raw,) = raws_of(text, found)
        made = parse_one(raw, Vocabulary.of(names), found)
        assert not found.found, [d.title() for d in found.found]
        return made

    return run
