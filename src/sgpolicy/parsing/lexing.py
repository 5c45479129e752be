"""A declaration's text → words.

Chinese is written without spaces: a run of characters is one declared name, or one word of the
language, or is cut into both in the one shortest way. Two equally short ways are an error that shows
both. Full-width and half-width punctuation are the same; so are 三年 and 3年, 60% and 百分之六十.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from lark import Token

from sgpolicy.diagnostics.records import Collector, Fix
from sgpolicy.operators.words import TEXT_FIELDS, VERBATIM_FIELDS, WORDS
from sgpolicy.parsing.cutting import OPENING, RawDeclaration, quote_end
from sgpolicy.records import dataclass
from sgpolicy.source.nearest import nearest, only_near
from sgpolicy.source.numerals import read_number
from sgpolicy.source.quantities import UNITS, base_unit
from sgpolicy.source.text import Span

MAX_RUN = 64
MAX_DEPTH = 64

_FOLD = str.maketrans(
    {
        "（": "(",
        "）": ")",
        "，": ",",
        "；": ";",
        "：": ":",
        "％": "%",
        "．": ".",
        "　": " ",
        "\u00a0": " ",
        "〔": "〔",
        "＜": "<",
    }
    | {chr(ord("０") + i): str(i) for i in range(10)}
)
_PUNCTUATION = {
    ":": "COLON",
    ";": "SEMICOLON",
    "。": "STOP",
    ",": "COMMA",
    "、": "LIST",
    "(": "OPEN",
    ")": "CLOSE",
}
_DATE = re.compile(
    r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日|([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
)
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_K_NUMBER = re.compile(r"K-\d+")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RUN = re.compile(r"[^\s:;,。、()「」“”\"＂%\d!-~\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_CHINESE_QUANTITY = re.compile(
    rf"(?:百分之([零一二三四五六七八九十百]+)"
    rf"|([零一二两三四五六七八九十百千]+)([万亿]?)({'|'.join(UNITS)}))"
)
_MORE = re.compile(r"\s*\S")
_UNIT = re.compile(rf"\s*([万亿]?(?:{'|'.join(UNITS)}))")
_FIELD_START = re.compile(
    r"\s*(?:问|佐证|因|读法|编号|用于|裁定|由|仅当|例外|对象|口径|结果|期限|先|须|起于|存续|遇假顺延|向|对|委托|文号|作用|限于|金额为)[\s:「]"
    r"|\s*待确认\s*[;。]?\s*$"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every name that a policy declares, ready for cutting."""

    names: frozenset[str]
    awkward: frozenset[str]  # names with digits or marks
    lengths: dict[str, tuple[int, ...]]  # how long those are, by first character, longest first
    longest: int

    @classmethod
    def of(cls, names: Iterable[str]) -> Vocabulary:
        """Build from names."""
        folded = {fold(n) for n in names if n}
        awkward = frozenset(name for name in folded if not _RUN.fullmatch(name))
        found: dict[str, set[int]] = {}
        for name in awkward:
            found.setdefault(name[0], set()).add(len(name))
        lengths = {char: tuple(sorted(each, reverse=True)) for char, each in found.items()}
        plain = folded.union(WORDS)
        longest = max(map(len, plain), default=1)
        return cls(frozenset(folded), awkward, lengths, longest)


def fold(text: str) -> str:
    """Full-width marks and digits as half-width ones; one character to one."""
    return text.translate(_FOLD)


class Word(Token):
    """A token with what it stands for: a quantity's value and unit, a day, a quote's inner text."""

    __slots__ = ("payload",)
    payload: Any


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word of a declaration, for those who show it: its kind, where it stands in the text, its value.

    `value` is a name's half-width form; of others, what is written.
    """

    kind: str
    start: int
    end: int
    value: str


def lexemes(tokens: Iterable[Token]) -> tuple[Lexeme, ...]:
    """Tokens as lexemes."""
    return tuple(
        Lexeme(
            token.type,
            token.start_pos or 0,
            token.end_pos or 0,
            fold(str(token)) if token.type == "NAME" else str(token),
        )
        for token in tokens
    )


class LexingError(Exception):
    """The declaration has been reported; parse the next one."""


class DeclarationLexer:
    """Turns one declaration into tokens; reports and raises `LexingError` on the first mistake."""

    def __init__(self, raw: RawDeclaration, vocabulary: Vocabulary, found: Collector) -> None:
        self.raw = raw
        self.text = fold(raw.text)
        self.vocabulary = vocabulary
        self.found = found
        self.at = 0
        self.tokens: list[Token] = []
        self.depth = 0
        self.field = ""  # the text field whose colon is awaited

    # ── places ──

    def span(self, start: int, end: int) -> Span:
        """A stretch of the declaration as a stretch of the file."""
        base = self.raw.span.start
        return Span(self.raw.span.file, base + start, base + end)

    def fail(
        self, code: str, start: int, end: int, fix: Fix | None = None, **facts: object
    ) -> LexingError:
        """Report, and give the exception to raise."""
        self.found.report(code, self.span(start, end), self.raw.clause, file="", fix=fix, **facts)
        return LexingError(code)

    def emit(self, kind: str, value: object, start: int, end: int) -> None:
        """Add a token; `value` may be any object the tree builder understands."""
        word = Word(kind, self.raw.text[start:end], start_pos=start, end_pos=end)
        word.payload = value
        self.tokens.append(word)

    # ── the whole ──

    def run(self) -> list[Token]:
        """All tokens of the declaration."""
        self._header()
        while self.at < len(self.text):
            self._next()
        return list(self._without_idle_commas())

    def _header(self) -> None:
        raw = self.raw
        start = self.text.index(raw.word)
        self.emit(WORDS[raw.word], raw.word, start, start + len(raw.word))
        if raw.whole:
            self.emit("WHOLE", "全文", start, start + len(raw.word))
        name_at = raw.name.span.start - raw.span.start
        self.emit("NAME", raw.name.text, name_at, name_at + len(raw.name.text))
        self.emit("ID", raw.id, raw.body_at - len(raw.id), raw.body_at)
        self.at = raw.body_at
        if raw.word == "目录":
            while self.at < len(self.text) and self.text[self.at] != ":":
                self._next()
            if self.at < len(self.text):
                self._punctuation()
                self._verbatim()

    def _without_idle_commas(self) -> Iterator[Token]:
        """Drop commas before 且、或、则、计: they only breathe."""
        for token, following in zip(self.tokens, [*self.tokens[1:], None], strict=True):
            breathes = following is not None and following.type in {"AND", "OR", "THEN", "MEASURE"}
            if token.type != "COMMA" or not breathes:
                yield token

    # ── one token ──

    def _next(self) -> None:
        char = self.text[self.at]
        if char.isspace():
            self.at += 1
        elif char in OPENING:
            self._quote()
        elif (awkward := self._awkward_name()) is not None:
            self.emit("NAME", awkward, self.at, self.at + len(awkward))
            self.at += len(awkward)
        elif char in _PUNCTUATION:
            self._punctuation()
        elif char.isdigit():
            self._number()
        elif match := _K_NUMBER.match(self.text, self.at):
            self.emit("K_NUMBER", match[0], match.start(), match.end())
            self.at = match.end()
        elif match := _RUN.match(self.text, self.at):
            self._run(match[0])
        elif match := _ID.match(self.text, self.at):
            self.emit("ID", match[0], match.start(), match.end())
            self.at = match.end()
        else:
            shown = char if char.isprintable() else f"U+{ord(char):04X}"
            raise self.fail("SG201", self.at, self.at + 1, text=shown)

    def _awkward_name(self) -> str | None:
        for length in self.vocabulary.lengths.get(self.text[self.at], ()):
            name = self.text[self.at : self.at + length]
            if name in self.vocabulary.awkward:
                return name
        return None

    def _punctuation(self) -> None:
        char = self.text[self.at]
        kind = _PUNCTUATION[char]
        if kind == "OPEN":
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise self.fail("SG207", self.at, self.at + 1, limit=MAX_DEPTH)
        elif kind == "CLOSE":
            self.depth -= 1
        self.emit(kind, char, self.at, self.at + 1)
        self.at += 1
        if kind == "COLON" and self.field:
            self.field = ""
            self._free_text()

    def _quote(self) -> None:
        start, end = self.at + 1, quote_end(self.text, self.at)
        if end < 0:
            raise self.fail(
                "SG204", self.at, min(self.at + 12, len(self.text)), self._closing_mark()
            )
        self.emit("QUOTE", self.raw.text[start:end], start, end)
        self.at = end + 1

    def _closing_mark(self) -> Fix | None:
        """Where the open quotation closes, if its line leaves no doubt: before the only colon."""
        line = self.raw.text[self.at + 1 : self._line_end(self.at)]
        colon = fold(line).find(":")
        if self.raw.text[self.at] != "「" or colon < 1 or fold(line).count(":") > 1:
            return None
        if any(mark in line for mark in "「」；;"):
            return None
        place = self.at + 1 + len(line[:colon].rstrip())
        return Fix(self.span(place, place), "」")

    def _number(self) -> None:
        if match := _DATE.match(self.text, self.at):
            year, month, day = (int(g) for g in match.groups() if g is not None)
            try:
                value = date(year, month, day)
            except ValueError:
                raise self.fail("SG209", match.start(), match.end(), text=match[0]) from None
            self.emit("DAY", value, match.start(), match.end())
            self.at = match.end()
            return
        match = _NUMBER.match(self.text, self.at)
        if match is None or len(match[0]) > 40:
            end = match.end() if match else self.at + 1
            raise self.fail("SG201", self.at, end, text=self.text[self.at : end][:20])
        number = read_number(match[0])
        if number is None:
            raise self.fail("SG201", match.start(), match.end(), text=match[0])
        unit = _UNIT.match(self.text, match.end())
        end, written_unit = match.end(), ""
        if unit:
            end, written_unit = unit.end(), unit[1]
        elif self.text.startswith("%", match.end()):
            end, written_unit = match.end() + 1, "%"
        scale = 1
        if written_unit[:1] in {"万", "亿"} and written_unit not in {"万元", "亿元"}:
            scale = 10_000 if written_unit[0] == "万" else 100_000_000
            written_unit = written_unit[1:]
        self.emit("QUANTITY", base_unit(number * scale, written_unit), match.start(), end)
        self.at = end

    def _run(self, run: str) -> None:
        start = self.at
        if len(run) > MAX_RUN:
            raise self.fail("SG205", start, start + len(run), length=len(run))
        for kind, value, begin, end in self._cut(run, start):
            self.emit(kind, value, begin, end)
            self.at = end
            if kind in TEXT_FIELDS and self._at_field_start():
                self.field = kind
            elif kind in VERBATIM_FIELDS and self._at_field_start():
                self._verbatim()
                return
        self.at = max(self.at, start + len(run))

    def _at_field_start(self) -> bool:
        """Whether the token just emitted starts a part."""
        if len(self.tokens) < 2:
            return False
        return self.tokens[-2].type in {"SEMICOLON", "STOP", "COLON", "TEXT", "QUOTE", "ID"}

    def _free_text(self) -> None:
        """Words up to the end of the part: the line's end, unless the next line goes on."""
        start = line = self.at
        end = self._line_end(start)
        while end < len(self.text):
            following = self.text[end + 1 : self._line_end(end + 1)]
            ended = self.text[line:end].rstrip().endswith((";", "。"))
            if not following.strip() or _FIELD_START.match(following) or ended:
                break
            line, end = end + 1, self._line_end(end + 1)
        text = self.text[start:end].rstrip()
        closing = ""
        if text.endswith((";", "。")):
            text, closing = text[:-1], text[-1]
        lead = len(text) - len(text.lstrip())
        begin, stop = start + lead, start + len(text)
        self.emit("TEXT", self.raw.text[begin:stop].strip(), begin, max(stop, begin))
        self.at = end
        # A part of free words ends with its line; the semicolon may be left out.
        kind = "SEMICOLON" if _MORE.match(self.text, end) else "STOP"
        self.emit(kind, closing, stop, stop + len(closing))

    def _line_end(self, start: int) -> int:
        end = self.text.find("\n", start)
        return len(self.text) if end < 0 else end

    def _verbatim(self) -> None:
        """Words as they stand, up to the next ； or 。."""
        match = re.compile(r"[^;。]*").match(self.text, self.at)
        end = match.end() if match else self.at
        raw = self.raw.text[self.at : end]
        lead = len(raw) - len(raw.lstrip())
        self.emit("TEXT", re.sub(r"\s+", "", raw), self.at + lead, self.at + len(raw.rstrip()))
        self.at = end

    # ── cutting a run ──

    def _pieces(self, text: str, start: int) -> Iterator[tuple[int, str, object]]:
        """Every way to read the characters of `text` from `start`: its end, kind and value."""
        limit = min(len(text), start + self.vocabulary.longest)
        for end in range(start + 1, limit + 1):
            piece = text[start:end]
            if piece in self.vocabulary.names:
                yield end, "NAME", piece
            elif piece in WORDS:
                yield end, WORDS[piece], piece
        if match := _CHINESE_QUANTITY.match(text, start):
            percent, number, scale, unit = match.groups()
            value = read_number(percent or number)
            if value is not None:
                value *= {"万": 10_000, "亿": 100_000_000}.get(scale or "", 1)
                yield match.end(), "QUANTITY", base_unit(value, "%" if percent else unit)

    def _cut(self, run: str, offset: int) -> list[tuple[str, object, int, int]]:
        size = len(run)
        infinite = size + 1
        # fewest[i]: pieces needed from i to the end; ways[i]: the next cuts that need so few.
        fewest = [infinite] * size + [0]
        ways: list[list[tuple[int, str, object]]] = [[] for _ in range(size + 1)]
        for i in range(size - 1, -1, -1):
            for end, kind, value in self._pieces(run, i):
                cost = fewest[end] + 1
                if cost < fewest[i]:
                    fewest[i], ways[i] = cost, [(end, kind, value)]
                elif cost == fewest[i] and cost < infinite:
                    ways[i].append((end, kind, value))
        if fewest[0] >= infinite:
            raise self._unknown(run, offset)
        cuts: list[tuple[str, object, int, int]] = []
        i = 0
        while i < size:
            if len(ways[i]) > 1:
                readings = [self._spell(run, i, way, ways) for way in ways[i][:2]]
                raise self.fail(
                    "SG206",
                    offset + i,
                    offset + size,
                    text=run[i:],
                    first=readings[0],
                    second=readings[1],
                )
            end, kind, value = ways[i][0]
            cuts.append((kind, value, offset + i, offset + end))
            i = end
        return cuts

    def _spell(
        self,
        run: str,
        start: int,
        way: tuple[int, str, object],
        ways: list[list[tuple[int, str, object]]],
    ) -> str:
        pieces = [run[start : way[0]]]
        at = way[0]
        while at < len(run):
            end = ways[at][0][0]
            pieces.append(run[at:end])
            at = end
        return "「" + " ".join(pieces) + "」"

    def _unknown(self, run: str, offset: int) -> LexingError:
        """Report the part of a run that no name or word accounts for."""
        size = len(run)
        reach = {0}
        for i in range(size):
            if i in reach:
                reach.update(end for end, _, _ in self._pieces(run, i))
        back = {size}
        for i in range(size - 1, -1, -1):
            if any(end in back for end, _, _ in self._pieces(run, i)):
                back.add(i)
        starts = sorted(reach)
        best = max(
            ((s, e) for s in starts for e in back if e > s),
            key=lambda p: (p[0] - p[1], p[0]),
            default=(0, size),
        )
        near = nearest(run, self.vocabulary.names)
        if near is not None:
            best = (0, size)
        text = run[best[0] : best[1]]
        if near is None and len(text) > 1:
            near = nearest(text, (*self.vocabulary.names, *WORDS))
        hint = f"，是不是“{near}”？" if near else ""
        start, end = offset + best[0], offset + best[1]
        sure = only_near(text, (*self.vocabulary.names, *WORDS))
        fix = Fix(self.span(start, end), sure) if sure is not None and sure == near else None
        return self.fail("SG301", start, end, fix, text=text, nearest=hint)
