"""How a rule's text is taken apart for colouring, as data.

The patterns mean the same in Python and in Oniguruma, the regular expressions of editors. A highlighter
knows no policy's names: a run of characters that is all words of the language is cut into them, any other
is a name. (The language's own lexer knows the names and also cuts a run that is both.)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sgpolicy.highlighting.classes import TERMINALS, WordClass, words_of
from sgpolicy.operators.words import DECLARATIONS, TEXT_FIELDS, VERBATIM_FIELDS, WORDS
from sgpolicy.records import dataclass
from sgpolicy.source.quantities import UNITS

_Other = Literal[
    "declared",
    "key",
    "name",
    "quote",
    "mark",
    "text",
    "number",
    "unit",
    "date",
    "reference",
    "comment",
    "punctuation",
]
Kind = WordClass | _Other
"""What a stretch is, and so its colour."""

Cut = Literal["words", "expression"]
"""What is taken apart further: a run made of words only, or a stretch that `EXPRESSION` reads."""


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch found whole.

    Attributes:
        pattern: A regular expression.
        kinds: What its groups are; they cover it but for blanks.
    """

    pattern: str
    kinds: tuple[Kind | Cut, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch from a beginning to an end, with rules of its own inside.

    Attributes:
        name: For a highlighter that names its states.
        begin: How it begins, with what its groups are.
        end: A regular expression, tried before the rules inside; what it takes is of kind `end_kind`.
        content: What everything is that no rule inside takes; None: as in `EXPRESSION`.
        inside: The rules inside.
    """

    name: str
    begin: Match
    end: str
    end_kind: Kind
    content: Kind | None
    inside: tuple[Match | Region, ...]


# ── pieces of patterns ──


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _all(terminals: frozenset[str]) -> str:
    return _any(words_of(terminals))


BLANK = r"[ \t\u3000\u00a0]"
RUN = r"[^\s:：;；,，。、()（）「」“”\"＂%％\d!-~\u0000-\u001f\u007f-\u009f．＜]"
"""One character of a run."""

_DIGIT = "[0-9０-９]"
_UNIT = rf"[万亿]?(?:{_any(UNITS)})"
CHINESE_NUMBER, CHINESE_UNIT = "[零一二两三四五六七八九十百千]+", _UNIT
CHINESE_SHARE = "百分之[零一二三四五六七八九十百]+"
_DECLARATION = _any(DECLARATIONS)
_WORD = _any(word for word in WORDS if word not in DECLARATIONS)
_END = f"(?!{RUN})"
_AFTER_A_NUMBER = rf"(?:{_WORD}){{1,8}}{_END}"  # nobody writes more words than that without a space
_RUN_OF_WORDS = (
    rf"(?:(?:{_DECLARATION}|{_WORD}){_END}"
    rf"|(?:{_WORD}){{2,8}}{_END}(?!{BLANK}*[:：])"
    rf"|(?:{CHINESE_SHARE}|{CHINESE_NUMBER}{CHINESE_UNIT})(?:{_END}|{_AFTER_A_NUMBER}))"
)
"""A run made of words only. Names are made of words too (评定口径, 满两年, 合计封顶), so a number only
begins a run, a declaration's word stands alone, and several words are not what is before a colon."""

_MARKED = r"[\s「“”\"＂：:]"
_NAME, _KEY = r"[^\s「“”\"＂：:；;。]+", "[a-z][a-z0-9_]*"
_NEXT_DECLARATION = (
    rf"^(?=(?:{_DECLARATION})(?:{_MARKED}|$)"
    rf"|{BLANK}*(?:{_DECLARATION}){BLANK}+(?:全文{BLANK}+)?{_NAME}{BLANK}+{_KEY}(?:{_MARKED}|$))"
)
_PART = rf"(?:^|(?<=[;；:：。])){BLANK}*"  # where a part of a declaration begins
_ANY_PART = _all(TERMINALS["part"] | {"INTERPRETATION"})
_TEXT_END = (
    rf"[;；。](?={BLANK}*(?://|$))"
    rf"|^(?={BLANK}*(?:{_ANY_PART})(?:[\s:：「]|$))|^(?={BLANK}*$)|{_NEXT_DECLARATION}"
)
_VERBATIM_END = rf"(?=[;；。])|{_NEXT_DECLARATION}"
_QUOTE_END = (
    rf"^(?={BLANK}*$)|{_NEXT_DECLARATION}"  # where one that was not closed ends at the latest
)


def _header(declaration: str) -> Match:
    return Match(
        rf"^{BLANK}*({declaration}){BLANK}+(?:({_all(frozenset({'WHOLE'}))}){BLANK}+)?"
        rf"({_NAME}){BLANK}+({_KEY})(?={_MARKED}|$)",
        ("declaration", "constant", "declared", "key"),
    )


def _quotation(name: str, opens: str, closes: str, inside: tuple[Match | Region, ...]) -> Region:
    end = rf"{closes}|{_QUOTE_END}"
    return Region(name, Match(f"({opens})", ("mark",)), end, "mark", "quote", inside)


# ── the rules ──

_COMMENT = Match(r"(//[^\n]*)", ("comment",))
_IN_TEXT = (_COMMENT, Match("(「[^」\\n]*」|“[^”\\n]*”)", ("text",)))  # no comment begins in there

_NESTED = _quotation("nested quote", "“", "”", ())
_QUOTATIONS = (
    _quotation("quote", "「", "」", ()),
    _quotation("curly quote", "“", "”", (_NESTED,)),
    _quotation("turned quote", "”", "“", ()),
    _quotation("straight quote", '["＂]', '["＂]', ()),
)

_CATALOGUE = Region(
    "catalogue",
    _header(_all(frozenset({"CATALOGUE"}))),
    _VERBATIM_END,
    "punctuation",
    None,
    (
        _COMMENT,
        *_QUOTATIONS,
        Region(
            "items",
            Match("([:：])", ("punctuation",)),
            _VERBATIM_END,
            "punctuation",
            "text",
            _IN_TEXT,
        ),
    ),
)
_READING = Region(
    "reading",
    Match(
        rf"{_PART}({_all(frozenset({'READING'}))}){BLANK}+({_NAME}){BLANK}+({_KEY}){BLANK}*([:：])",
        ("part", "declared", "key", "punctuation"),
    ),
    _TEXT_END,
    "punctuation",
    "text",
    _IN_TEXT,
)
_TEXT = Region(
    "text",
    Match(
        rf"{_PART}({_all(TEXT_FIELDS - {'READING'})})(?!{RUN})([^:：;；。\n]*)([:：])",
        ("part", "expression", "punctuation"),
    ),
    _TEXT_END,
    "punctuation",
    "text",
    _IN_TEXT,
)
_VERBATIM = Region(
    "verbatim",
    Match(rf"{_PART}({_all(VERBATIM_FIELDS)})(?!{RUN})", ("part",)),
    _VERBATIM_END,
    "punctuation",
    "text",
    _IN_TEXT,
)

EXPRESSION: tuple[Match | Region, ...] = (
    _COMMENT,
    *_QUOTATIONS,
    Match(
        rf"({_DIGIT}{{4}}\s*年\s*{_DIGIT}{{1,2}}\s*月\s*{_DIGIT}{{1,2}}\s*日"
        rf"|{_DIGIT}{{4}}-{_DIGIT}{{1,2}}-{_DIGIT}{{1,2}})",
        ("date",),
    ),
    Match(
        rf"({_DIGIT}+(?:[,，]{_DIGIT}{{3}})*(?:[.．]{_DIGIT}+)?)"
        rf"(?:{BLANK}*({_UNIT}|[%％]))?({_AFTER_A_NUMBER})?",
        ("number", "unit", "words"),
    ),
    Match(r"(K-[0-9]+)", ("reference",)),
    Match(rf"(?<!{RUN})({_RUN_OF_WORDS})", ("words",)),
    Match(rf"({RUN}+)", ("name",)),
    Match(r"([A-Za-z][A-Za-z0-9_]*)", ("key",)),
    Match(r"([:：;；。,，、()（）])", ("punctuation",)),
)
"""Expressions, and whatever else stands in a declaration."""

RULES: tuple[Match | Region, ...] = (
    _COMMENT,
    _CATALOGUE,
    _header(_DECLARATION),
    _READING,
    _TEXT,
    _VERBATIM,
    *EXPRESSION[1:],
)
"""A whole block."""
