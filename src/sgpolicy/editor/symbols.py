"""What the names of a policy folder mean, and where each is declared and mentioned.

Rules are read word by word, not by their trees, so that a half-written declaration counts too. A name is
known by its text, as in the language; a reading by its interpretation as well, since several
interpretations may call theirs alike. Data files (cases, applications, tables) mention a name where it
stands between marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from sgpolicy.editor.folders import Checked
from sgpolicy.model.document import Cell, Table
from sgpolicy.model.program import DeclaredEvents, DeclaredLedger, Tables
from sgpolicy.model.tree import Name
from sgpolicy.operators.words import WORDS
from sgpolicy.parsing.cutting import RawDeclaration, formula
from sgpolicy.parsing.lexing import Lexeme, fold
from sgpolicy.records import dataclass
from sgpolicy.source.text import SourceFile, Span

_MEMBERS = re.compile(r"(?:单选|多选|有序)\s*[（(](.*)[)）]\s*")
_SAME = re.compile(r"(?:单选|多选)\s*同\s*(\S+)")
_PIECE = re.compile(r"[^、<＜\s][^、<＜]*[^、<＜\s]|[^、<＜\s]")
_HEADING = re.compile(r"(?:事件|台账)\s*[：:]?\s*(\S+?)(?=[\s（(]|$)")
_WORD = re.compile(r"[^\s\W]+")
_IS = frozenset({"IS", "IS_NOT", "IS_ONE_OF", "IS_NONE_OF"})
BUILT_IN = frozenset({"日期"})
"""Columns that every kind of event has."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for.

    Attributes:
        kind: 事项, 规则, 口径, 读法, 选项 and so on.
        name: As it is declared.
        owner: Of a reading, its interpretation; "" for others.
    """

    kind: str
    name: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a name stands."""

    symbol: Symbol
    span: Span
    is_declaration: bool


class Symbols:
    """The names of one checked folder."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self.kinds: dict[str, tuple[str, str]] = {}
        """By half-width form: what a name is, and how it is declared."""
        self.readings: dict[str, list[str]] = {}
        """By interpretation."""
        self.owners: dict[str, list[str]] = {}
        """Of options and columns: the facts, ledgers and events that have them."""
        self._collect()

    # ── what there is ──

    def _collect(self) -> None:
        compilation = self._checked.compilation
        if compilation is None:
            return
        tables = compilation.program.tables
        for raw in self._checked.raws:
            for result in raw.results():
                self._note(result, "结果", raw.name.text)
            if raw.readings:
                self.readings[raw.name.text] = [name.text for name, _ in raw.readings]
                for name, _ in raw.readings:
                    self._note(name.text, "读法", raw.name.text)
        for fact in tables.facts.values():
            for member in fact.type.members:
                kind = "目录项" if fact.type.domain == "目录项" else "选项"
                self._note(member, kind, fact.name.text)
                self._note(member.rpartition("/")[2], kind, fact.name.text)
        for owner in _with_columns(tables):
            for column in owner.columns.values():
                self._note(column.name.text, "列", owner.name.text)
                for member in column.type.members:
                    self._note(member, "选项", column.name.text)
        for text, kind in compilation.program.owners.items():  # these come before all others
            self.kinds[fold(text)] = (kind, text)

    def _note(self, name: str, kind: str, owner: str) -> None:
        self.kinds.setdefault(fold(name), (kind, name))
        owners = self.owners.setdefault(name, [])
        if owner not in owners:
            owners.append(owner)

    def symbol(self, text: str, owner: str = "") -> Symbol | None:
        """What a name means; None if it is no name.

        Args:
            text: The name.
            owner: The interpretation whose reading it may be.
        """
        if owner and text in map(fold, self.readings.get(owner, ())):
            name = next(n for n in self.readings[owner] if fold(n) == text)
            return Symbol("读法", name, owner)
        known = self.kinds.get(fold(text))
        if known is None:
            return None
        kind, name = known
        if kind == "读法":
            holders = [o for o, names in self.readings.items() if name in names]
            return Symbol(kind, name, holders[0] if holders else "")
        return Symbol(kind, name)

    def span_of(self, symbol: Symbol) -> Span | None:
        """Where a name is declared, if it is in one place."""
        return next((m.span for m in self.mentions_of(symbol) if m.is_declaration), None)

    # ── where they stand ──

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """Every mention in rules and tables, by file, in order."""
        found: dict[str, list[Mention]] = {}
        for mention in self._mentions():
            found.setdefault(mention.span.file, []).append(mention)
        for each in found.values():
            each.sort(key=lambda m: (m.span.start, m.span.end))
        return found

    def mentions_of(self, symbol: Symbol) -> list[Mention]:
        """Where a name stands in rules and tables."""
        return [m for each in self.mentions.values() for m in each if m.symbol == symbol]

    def at(self, file: str, offset: int) -> Mention | None:
        """The name at a place of the rules or tables."""
        return next(
            (m for m in self.mentions.get(file, ()) if m.span.start <= offset <= m.span.end), None
        )

    def word_at(self, file: SourceFile, offset: int) -> Mention | None:
        """The name at a place of any other file: what stands there between marks."""
        start = file.text.rfind("\n", 0, offset) + 1
        for match in _WORD.finditer(file.text, start):
            if match.start() > offset:
                break
            if match.end() >= offset:
                symbol = self.symbol(fold(match[0]))
                place = file.span(match.start(), match.end())
                return Mention(symbol, place, is_declaration=False) if symbol else None
        return None

    def in_data(self, symbol: Symbol, file: SourceFile) -> Iterator[Span]:
        """Where a name stands between marks in a file of data."""
        pattern = rf"(?<!\w){re.escape(symbol.name)}(?!\w)"
        for match in re.finditer(pattern, file.text):
            yield file.span(match.start(), match.end())

    def _mentions(self) -> Iterator[Mention]:
        compilation = self._checked.compilation
        if compilation is None:
            return
        memory = self._checked.memory
        for raw in self._checked.raws:
            yield from self._declared(raw)
            yield from self._within(raw, memory.lexemes(raw))
        document, tables = compilation.document, compilation.program.tables
        for table in document.tables:
            yield from self._in_table(table)
        for fact in tables.facts.values():
            yield from self._named("事项", fact.name)
            if fact.split is not None:
                yield from self._plain(fact.split.text, fact.split.span)
        for owner in _with_columns(tables):
            for column in owner.columns.values():
                yield from self._named("列", column.name)
        for actor in tables.actors.values():
            yield from self._named("主体", actor.name)

    def _named(self, kind: str, name: Name) -> Iterator[Mention]:
        symbol = self.symbol(name.text) or Symbol(kind, name.text)
        yield Mention(symbol, name.span, is_declaration=True)

    def _plain(self, text: str, span: Span, owner: str = "") -> Iterator[Mention]:
        symbol = self.symbol(fold(text), owner)
        if symbol is not None:
            yield Mention(symbol, span, is_declaration=False)

    def _declared(self, raw: RawDeclaration) -> Iterator[Mention]:
        if raw.name.text:
            yield from self._named(raw.word, raw.name)
        for name, _ in raw.readings:
            symbol = Symbol("读法", name.text, raw.name.text)
            yield Mention(symbol, name.span, is_declaration=True)

    def _within(self, raw: RawDeclaration, words: Iterable[Lexeme]) -> Iterator[Mention]:
        """The names in a declaration, less those that it declares."""
        own = {raw.name.span.start, *(name.span.start for name, _ in raw.readings)}
        subjects: list[str] = []  # the interpretation or fact of each open bracket; "" for none
        last = before = Lexeme("", 0, 0, "")
        is_label = False
        for word in words:
            start = raw.span.start + word.start
            span = Span(raw.span.file, start, raw.span.start + word.end)
            match word.kind:
                case "OPEN":
                    is_subject = last.kind == "NAME" and before.kind == "PICK"
                    subjects.append(last.value if is_subject else "")
                    is_label = is_subject
                case "CLOSE":
                    if subjects:
                        subjects.pop()
                    is_label = False
                case "SEMICOLON":
                    is_label = bool(subjects and subjects[-1])
                case "COLON":
                    is_label = False
                case "NAME" if start not in own:
                    owner = subjects[-1] if is_label and subjects else ""
                    if last.kind in _IS and before.kind == "NAME":
                        owner = before.value
                    yield from self._plain(word.value, span, owner)
                case "TEXT" if last.kind == "RESULTS":
                    yield from self._results(span)
                case _:
                    pass
            before, last = last, word

    def _results(self, span: Span) -> Iterator[Mention]:
        text = self._checked.files[span.file].text[span.start : span.end]
        for piece in _PIECE.finditer(text):
            symbol = self.symbol(fold(piece[0]))
            if symbol is not None:
                place = Span(span.file, span.start + piece.start(), span.start + piece.end())
                yield Mention(symbol, place, is_declaration=symbol.kind == "结果")

    def _in_table(self, table: Table) -> Iterator[Mention]:
        yield from self._heading(table)
        for name in ("类型", "台账核算"):
            at = table.column(name)
            if at is None:
                continue
            for row in table.rows:
                if len(row) == len(table.header) and row[at].text:
                    if name == "类型":
                        yield from self._in_type(row[at])
                    else:
                        yield from self._in_formula(table, row, row[at])

    def _heading(self, table: Table) -> Iterator[Mention]:
        """The name of a ledger or a kind of event, which stands in the heading above its table."""
        match = _HEADING.match(table.headings[-1]) if table.headings else None
        if match is None:
            return
        text = self._checked.files[table.span.file].text
        at = text.rfind(table.headings[-1], 0, table.span.start)
        symbol = self.symbol(match[1])
        if at >= 0 and symbol is not None:
            place = Span(table.span.file, at + match.start(1), at + match.end(1))
            yield Mention(symbol, place, is_declaration=symbol.kind in {"台账", "事件"})

    def _in_type(self, cell: Cell) -> Iterator[Mention]:
        if "|" in cell.text:
            return
        same = _SAME.fullmatch(cell.text)
        if same is not None:
            at = cell.span.start + same.start(1)
            yield from self._plain(same[1], Span(cell.span.file, at, at + len(same[1])))
        members = _MEMBERS.fullmatch(cell.text)
        for piece in _PIECE.finditer(members[1]) if members is not None else ():
            at = cell.span.start + (members.start(1) if members else 0) + piece.start()
            symbol = self.symbol(fold(piece[0]))
            if symbol is not None:
                place = Span(cell.span.file, at, at + len(piece[0]))
                yield Mention(symbol, place, is_declaration=symbol.kind == "选项")

    def _in_formula(self, table: Table, row: tuple[Cell, ...], cell: Cell) -> Iterator[Mention]:
        name, key = table.column("名称"), table.column("键")
        if name is None or key is None:
            return
        own = row[name]
        raw = formula(Name(own.text, own.span), row[key].text, cell.text, cell.span)
        words = [w for w in self._checked.memory.lexemes(raw) if w.start > raw.body_at]
        yield from self._within(raw, words)


def _with_columns(tables: Tables) -> list[DeclaredLedger | DeclaredEvents]:
    return [*tables.ledgers.values(), *tables.events.values()]


def is_word(text: str) -> bool:
    """Whether a name is a word of the language."""
    return text in WORDS
