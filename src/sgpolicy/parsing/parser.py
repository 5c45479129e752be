"""Raw declarations → tree, one by one: a mistake in one does not hide those in the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.tree import Declaration
from sgpolicy.operators.words import WORDS
from sgpolicy.parsing.building import Builder
from sgpolicy.parsing.cutting import RawDeclaration
from sgpolicy.parsing.lexing import DeclarationLexer, LexingFailed, Vocabulary
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


class _TokensAsTheyAre(Lexer):
    """Lark is fed tokens that were made outside."""

    def __init__(self, _conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any) -> Iterator[Token]:  # noqa: D102
        return iter(lexer_state)


@lru_cache(maxsize=1)
def _lark() -> Lark:
    grammar = resources.files("sgpolicy.parsing").joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer=_TokensAsTheyAre)


def parse(
    raws: Iterable[RawDeclaration], names: Iterable[str], found: Collector
) -> list[Declaration]:
    """Parse every declaration that can be; report the others.

    Args:
        raws: The declarations as cut.
        names: Every name the policy declares: facts, members, columns, declarations, readings.
        found: Where mistakes go.
    """
    vocabulary = Vocabulary.of(names)
    parsed = (parse_one(raw, vocabulary, found) for raw in raws)
    return [declaration for declaration in parsed if declaration is not None]


def parse_one(
    raw: RawDeclaration, vocabulary: Vocabulary, found: Collector
) -> Declaration | None:
    """One declaration, or None after a report."""
    try:
        tokens = DeclarationLexer(raw, vocabulary, found).run()
    except LexingFailed:
        return None
    try:
        tree = _lark().parse(tokens)  # type: ignore[arg-type]
    except UnexpectedToken as error:
        _report(raw, tokens, error, found)
        return None
    except UnexpectedInput:
        found.report("SG211", raw.span, raw.clause, expected="")
        return None
    return Builder(raw).declaration(tree)


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


def _expected(kinds: set[str]) -> str:
    """What could stand here instead, in readers' words; only where that is short enough to help."""
    spelled = {}
    for word, kind in WORDS.items():
        spelled.setdefault(kind, word)
    words = []
    for kind in sorted(kinds):
        words.append(_MARKS.get(kind) or _KINDS.get(kind) or spelled.get(kind, ""))
    words = [w for w in words if w]
    if not words or len(words) > 6:
        return ""
    return "，这里可以写：" + "、".join(f"“{w}”" for w in words)
