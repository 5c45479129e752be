"""The Pygments lexer: documentation and notebooks colour ```sgp blocks with it.

Pygments finds it by the entry point `pygments.lexers` (`pip install 'sgpolicy[highlight]'`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from pygments.lexer import LexerContext, RegexLexer
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
    _TokenType,
)

from sgpolicy.highlighting.rules import EXPRESSION, RULES, Cut, Kind, Match, Region
from sgpolicy.highlighting.runs import cut

TOKENS: dict[Kind, _TokenType] = {
    "declaration": Keyword.Declaration,
    "part": Keyword,
    "logic": Operator.Word,
    "comparison": Operator.Word,
    "arithmetic": Operator.Word,
    "function": Name.Builtin,
    "constant": Keyword.Constant,
    "declared": Name.Function,
    "key": Name.Attribute,
    "name": Name.Variable,
    "quote": String,
    "mark": String.Delimiter,
    "text": String.Doc,
    "number": Number,
    "unit": Keyword.Type,
    "date": Literal.Date,
    "reference": Name.Constant,
    "comment": Comment.Single,
    "punctuation": Punctuation,
}
"""The Pygments token of each kind."""

_Tokens = Iterator[tuple[int, _TokenType, str]]
_Callback = Callable[["RuleLexer", re.Match[str], LexerContext], _Tokens]


def _by_groups(kinds: tuple[Kind | Cut, ...]) -> _Callback:
    """A callback that gives each group its token, and the blanks between them theirs."""

    def callback(lexer: RuleLexer, match: re.Match[str], _: LexerContext | None = None) -> _Tokens:
        at = match.start()
        for number, kind in enumerate(kinds, 1):
            start, end = match.span(number)
            if start < 0 or start == end:
                continue
            if at < start:
                yield at, Whitespace, match.string[at:start]
            yield from _tokens(lexer, kind, start, match[number])
            at = end
        if at < match.end():
            yield at, Whitespace, match.string[at : match.end()]

    return callback


def _tokens(lexer: RuleLexer, kind: Kind | Cut, start: int, text: str) -> _Tokens:
    if kind == "words":
        for piece_kind, piece in cut(text):
            yield start, TOKENS[piece_kind], piece
            start += len(piece)
    elif kind == "expression":
        for offset, token, piece in lexer.get_tokens_unprocessed(text, ("expression",)):
            yield start + offset, token, piece
    else:
        yield start, TOKENS[kind], text


def _states() -> dict[str, list[Any]]:
    """The rules as Pygments wants them: a list for each region."""
    states: dict[str, list[Any]] = {}
    blanks = (
        (r"\n", Whitespace),
        (r"[^\S\n]+", Whitespace),
    )  # apart: rules ask where a line begins

    def of(rules: tuple[Match | Region, ...]) -> list[Any]:
        entries: list[Any] = []
        for rule in rules:
            if isinstance(rule, Match):
                entries.append((rule.pattern, _by_groups(rule.kinds)))
                continue
            entries.append((rule.begin.pattern, _by_groups(rule.begin.kinds), rule.name))
            if rule.name not in states:
                inside = of(rule.inside)
                states[rule.name] = [(rule.end, TOKENS[rule.end_kind], "#pop"), *inside]
                if rule.content is None:
                    states[rule.name] += blanks
                else:
                    states[rule.name] += [blanks[0], (r".", TOKENS[rule.content])]
        return entries

    states["root"] = [*of(RULES), *blanks]
    states["expression"] = [*of(EXPRESSION), *blanks]
    return states


class RuleLexer(RegexLexer):
    """Rules of a policy, as they stand in an ```sgp block.

    Example:
        >>> from pygments.lexers import get_lexer_by_name
        >>> [text for _, text in RuleLexer().get_tokens("资产 不低于 100万元。") if text.strip()]
        ['资产', '不低于', '100', '万元', '。']
    """

    name = "sgpolicy"
    aliases: ClassVar[list[str]] = ["sgp", "sgpolicy"]
    filenames: ClassVar[list[str]] = ["*.sgp"]
    mimetypes: ClassVar[list[str]] = []
    url = ""
    flags = re.MULTILINE
    tokens = _states()

    def get_tokens_unprocessed(
        self, text: str, stack: Iterable[str] = ("root",)
    ) -> Iterator[tuple[int, _TokenType, str]]:
        """The tokens; neighbours of one kind are one token."""
        begin, kind, pieces = 0, Whitespace, [""]
        for start, token, piece in super().get_tokens_unprocessed(text, stack):
            if token is not kind or token is Punctuation:
                if "".join(pieces):
                    yield begin, kind, "".join(pieces)
                begin, kind, pieces = start, token, []
            pieces.append(piece)
        if "".join(pieces):
            yield begin, kind, "".join(pieces)
