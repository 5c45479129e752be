"""Semantic tokens: what each word of the rules is, for colours that tell facts from rules and options."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from sgpolicy.editor import positions
from sgpolicy.editor.symbols import Symbols
from sgpolicy.editor.view import View
from sgpolicy.operators.words import DECLARATIONS
from sgpolicy.parsing.cutting import RawDeclaration, blank_comments

TYPES = (
    "keyword",
    "operator",
    "function",
    "variable",
    "enumMember",
    "property",
    "interface",
    "class",
    "type",
    "event",
    "string",
    "number",
    "comment",
    "decorator",
)
MODIFIERS = ("declaration",)
LEGEND = types.SemanticTokensLegend(list(TYPES), list(MODIFIERS))

_OF_KIND = {
    "事项": "variable",
    "台账": "class",
    "主体": "type",
    "事件": "event",
    "列": "property",
    "选项": "enumMember",
    "目录项": "enumMember",
    "读法": "enumMember",
    "结果": "enumMember",
    "口径": "interface",
    "步骤": "event",
    "义务": "event",
    "权力": "event",
}
_OPERATORS = frozenset({"BOUND", "SUFFIX", "AND", "OR", "NOT", "AT_LEAST", "FULL", "SHARE_OF"})
_OF_LEXEME = {
    "QUOTE": "string",
    "TEXT": "",
    "QUANTITY": "number",
    "DAY": "number",
    "K_NUMBER": "decorator",
    "ID": "decorator",
    **dict.fromkeys(("COLON", "SEMICOLON", "STOP", "COMMA", "LIST", "OPEN", "CLOSE"), ""),
    **dict.fromkeys(DECLARATIONS.values(), "keyword"),
    **dict.fromkeys(_OPERATORS, "operator"),
}

_Token = tuple[int, int, str, bool]


def tokens(view: View, symbols: Symbols) -> types.SemanticTokens:
    """The tokens of a file, as the protocol writes them: each relative to the one before."""
    data: list[int] = []
    last_line = last_column = 0
    reach = 0
    for start, end, kind, is_declaration in sorted(_all(view, symbols)):
        if start < reach:
            continue
        reach = end
        for first, last in _lines(view, start, end):
            place = positions.position(view.file, first, view.encoding)
            length = positions.units(view.file.text[first:last], view.encoding)
            column = place.character - (last_column if place.line == last_line else 0)
            data += [place.line - last_line, column, length, TYPES.index(kind), int(is_declaration)]
            last_line, last_column = place.line, place.character
    return types.SemanticTokens(data)


def _all(view: View, symbols: Symbols) -> Iterator[_Token]:
    named = set()
    for mention in symbols.mentions.get(view.file.name, ()):
        span = mention.span
        if span.start < span.end:
            named.add(span.start)
            kind = _OF_KIND.get(mention.symbol.kind, "function")
            yield span.start, span.end, kind, mention.is_declaration
    for raw in view.raws:
        yield from _words(view, raw, named)
    for block in view.blocks:
        blanked = blank_comments(block.text)
        at = 0
        for line, plain in zip(block.text.split("\n"), blanked.split("\n"), strict=True):
            start = next(
                (i for i, (a, b) in enumerate(zip(line, plain, strict=True)) if a != b), -1
            )
            if start >= 0:
                base = block.span.start + at
                yield base + start, base + len(line.rstrip()), "comment", False
            at += len(line) + 1


def _words(view: View, raw: RawDeclaration, named: set[int]) -> Iterator[_Token]:
    for word in view.checked.memory.lexemes(raw):
        start, end = raw.span.start + word.start, raw.span.start + word.end
        kind = _OF_LEXEME.get(word.kind, "keyword")
        if word.kind == "NAME" or not kind or start in named or start >= end:
            continue
        yield start, end, kind, False


def _lines(view: View, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch line by line, as tokens may not go over a line's end."""
    at = start
    while at < end:
        stop = view.file.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if at < stop:
            yield at, stop
        at = stop + 1
