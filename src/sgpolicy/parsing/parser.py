"""Raw declarations → tree, one by one: a mistake in one does not hide those in the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.tree import Declaration
from sgpolicy.operators.words import WORDS
from sgpolicy.parsing.building import Builder
from sgpolicy.parsing.cutting import RawDeclaration
from sgpolicy.parsing.lexing import (
    MAX_DEPTH,
    DeclarationLexer,
    Lexeme,
    LexingError,
    Vocabulary,
    lexemes,
)
from sgpolicy.source.text import Span

_MARKS = {
    "COLON": "：",
    "SEMICOLON": "；",
    "STOP": "。",
    "COMMA": "，",
    "LIST": "、",
    "OPEN": "（",
    "CLOSE": "）",
}
_KINDS = {
    "NAME": "名称",
    "ID": "英文键",
    "TEXT": "文字",
    "QUOTE": "引文",
    "QUANTITY": "数",
    "DAY": "日期",
    "K_NUMBER": "编号",
    "BOUND": "不低于等界限词",
    "SUFFIX": "以上、以下",
    "ACCESSOR": "上年度等",
}

_DEEPEST = MAX_DEPTH + 32


class _TokensAsTheyAre(Lexer):
    """Lark is fed tokens that were made outside."""

    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, lexer_state: Iterable[Token], _parser_state: object = None) -> Iterator[Token]:  # type: ignore[override]
        """The tokens."""
        return iter(lexer_state)


@lru_cache(maxsize=1)
def _lark() -> Lark:
    grammar = resources.files("sgpolicy.parsing").joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer=_TokensAsTheyAre)


def parse_one(raw: RawDeclaration, vocabulary: Vocabulary, found: Collector) -> Declaration | None:
    """One declaration, or None after a report."""
    return read_one(raw, vocabulary, found)[1]


def read_one(
    raw: RawDeclaration, vocabulary: Vocabulary, found: Collector
) -> tuple[tuple[Lexeme, ...], Declaration | None]:
    """One declaration's words, as far as they can be told apart, and its tree; None after a report."""
    lexer = DeclarationLexer(raw, vocabulary, found)
    try:
        tokens = lexer.run()
    except LexingError:
        return lexemes(lexer.tokens), None
    return lexemes(lexer.tokens), _tree(raw, tokens, found)


def words_of(raw: RawDeclaration, vocabulary: Vocabulary) -> tuple[Lexeme, ...] | None:
    """A declaration's words; None where they cannot be told apart."""
    lexer = DeclarationLexer(raw, vocabulary, Collector())
    try:
        lexer.run()
    except LexingError:
        return None
    return lexemes(lexer.tokens)


def _tree(raw: RawDeclaration, tokens: list[Token], found: Collector) -> Declaration | None:
    try:
        tree = _lark().parse(tokens)
    except UnexpectedToken as error:
        _report(raw, tokens, error, found)
        return None
    except UnexpectedInput:
        found.report("SG211", raw.span, raw.clause, expected="")
        return None
    deep = _too_deep(tree)
    if deep is not None:
        start, end = raw.span.start + (deep.start_pos or 0), raw.span.start + (deep.end_pos or 0)
        span = Span(raw.span.file, start, end)
        found.report("SG207", span, raw.clause, limit=MAX_DEPTH)
        return None
    return Builder(raw).declaration(tree)


def acceptable(raw: RawDeclaration, vocabulary: Vocabulary) -> tuple[frozenset[str], str]:
    """Which terminals of the grammar may come after a declaration's beginning, and the last one's kind.

    Args:
        raw: The declaration as far as it is written.
        vocabulary: Every name the policy declares.

    Returns:
        ({}, "") where the beginning cannot be read. "$END" is among them where it could end.
    """
    lexer = DeclarationLexer(raw, vocabulary, Collector())
    try:
        tokens = lexer.run()
    except LexingError:
        return frozenset(), ""
    state = _lark().parse_interactive()
    try:
        for token in tokens:
            state.feed_token(token)
    except UnexpectedInput:
        return frozenset(), ""
    kinds: set[str] = state.accepts()  # type: ignore[no-untyped-call]
    return frozenset(kinds), tokens[-1].type if tokens else ""


def _too_deep(tree: Tree[Token]) -> Token | None:
    """The first token of a part that lies too deep for the stages that follow; they recurse."""
    level: list[Tree[Token]] = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
        if not level:
            return None
    at: Tree[Token] | Token = level[0]
    while isinstance(at, Tree) and at.children:
        at = at.children[0]
    return at if isinstance(at, Token) else None


def _report(
    raw: RawDeclaration, tokens: list[Token], error: UnexpectedToken, found: Collector
) -> None:
    token = error.token
    expected = _expected(set(error.accepts or error.expected or ()))
    base = raw.span.start
    if token.type == "$END":
        last = tokens[-1]
        span = Span(raw.span.file, base + (last.start_pos or 0), base + (last.end_pos or 0))
        found.report("SG211", span, raw.clause, expected=expected)
        return
    start, end = token.start_pos or 0, token.end_pos or 0
    span = Span(raw.span.file, base + start, base + max(end, start + 1))
    wanted = set(error.accepts or error.expected or ())
    if (token.type == "OR" and "AND" in wanted) or (token.type == "AND" and "OR" in wanted):
        found.report("SG208", span, raw.clause)
        return
    found.report("SG203", span, raw.clause, text=str(token), expected=expected)


@lru_cache(maxsize=1)
def _spelled() -> dict[str, str]:
    spelled: dict[str, str] = {}
    for word, kind in WORDS.items():
        spelled.setdefault(kind, word)
    return spelled


def word_of(kind: str) -> str:
    """A terminal of the grammar in readers' words; "" for one that has none."""
    return _MARKS.get(kind) or _KINDS.get(kind) or _spelled().get(kind, "")


def _expected(kinds: set[str]) -> str:
    """What could stand here instead, in readers' words; only where that is short enough to help."""
    words = [word for word in map(word_of, sorted(kinds)) if word]
    if not words or len(words) > 6:
        return ""
    return "，这里可以写：" + "、".join(f"“{w}”" for w in words)
