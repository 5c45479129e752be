"""A policy's rule blocks in the one canonical form; nothing outside of the blocks changes.

A declaration that does not parse stays as it is. So does a block whose canonical text would not read
as the same tokens with the same comments: the formatter checks its own work.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sgpolicy.diagnostics.records import Collector, Diagnostic
from sgpolicy.formatting.blocks import Entry, block_text
from sgpolicy.formatting.pieces import MARKS, Piece
from sgpolicy.formatting.spelling import comment, spelled
from sgpolicy.model.document import Block, Manifest
from sgpolicy.parsing.cutting import RawDeclaration, blank_comments, catalogue_items, cut
from sgpolicy.parsing.lexing import DeclarationLexer, LexingError, Vocabulary, Word, fold
from sgpolicy.parsing.markdown import read_document
from sgpolicy.parsing.parser import parse_one
from sgpolicy.pipeline import declared_names
from sgpolicy.records import dataclass
from sgpolicy.resolving.tables import read_tables
from sgpolicy.source.text import SourceFile, Span

_PASSES = 5
"""Comments in odd places may need a second pass to settle."""
_FENCE = re.compile(r"(?P<margin>\s*)(?:`{3,}|~{3,})[ \t]*(?:sgp\b.*)?")
_CLOSING = re.compile(r"\s*(?:`{3,}|~{3,})\s*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Edit:
    """A block's text replaced; `span` covers whole lines between two fences."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Formatting:
    """What the canonical form changes.

    Attributes:
        edits: By file, those in the order of the file; files without any are left out.
        unread: What keeps declarations from being read; they stay as they are.
    """

    edits: dict[str, tuple[Edit, ...]]
    unread: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment in a block: where it starts, and whether its line holds nothing else."""

    at: int
    text: str
    is_alone: bool


def format_policy(manifest: Manifest, files: dict[str, SourceFile]) -> Formatting:
    """The edits that bring a policy's blocks into the canonical form."""
    document = read_document(manifest, files, Collector())
    raws = cut(document.blocks, Collector())
    tables, _, broken = read_tables(document.tables, catalogue_items(raws), Collector())
    formatter = Formatter.of([*tables.names(), *broken, *declared_names(raws)])
    edits: dict[str, list[Edit]] = {}
    found = Collector()
    for block in document.blocks:
        file = files[block.span.file]
        margin = _margin(file, block.span)
        text = block.text if margin is None else formatter.formatted(block, margin, found)
        if text != block.text:
            edits.setdefault(file.name, []).append(Edit(block.span, text))
    return Formatting({name: tuple(found) for name, found in edits.items()}, tuple(found.sorted()))


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with the edits made."""
    for edit in reversed(edits):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def _margin(file: SourceFile, span: Span) -> str | None:
    """How far the block's fence is set in; None if the fence is not of rules, or is not closed."""
    opening = _FENCE.fullmatch(file.text[: span.start].removesuffix("\n").rpartition("\n")[2])
    if opening is None or not _CLOSING.match(file.text, span.end):
        return None
    return opening["margin"]


@dataclass(frozen=True, slots=True)
class Formatter:
    """Formats blocks of one policy.

    Attributes:
        vocabulary: Every name that the policy declares.
        spellings: How each is declared, by its half-width form.
    """

    vocabulary: Vocabulary
    spellings: dict[str, str]

    @classmethod
    def of(cls, names: list[str]) -> Formatter:
        """The formatter for a policy that declares these names."""
        distinct = sorted(set(names))
        counts = Counter(map(fold, distinct))
        spellings = {fold(n): n for n in distinct if counts[fold(n)] == 1}
        return cls(Vocabulary.of(names), spellings)

    def formatted(self, block: Block, margin: str, found: Collector) -> str:
        """The block's canonical text; as it is, if that would not read as the same."""
        self._report(block, found)
        current = block
        for _ in range(_PASSES):
            text = self._once(current, margin)
            if text == current.text:
                break
            span = Span(block.span.file, block.span.start, block.span.start + len(text))
            current = Block(block.clause, text, span)
        else:
            return block.text
        return current.text if self._meaning(current) == self._meaning(block) else block.text

    def pieces(self, raw: RawDeclaration, comments: list[_Comment], base: int) -> list[Piece]:
        """A declaration's tokens as pieces, with the comments that stand in it."""
        tokens = self._tokens(raw)
        starts = [base + (token.start_pos or 0) for token in tokens]
        before: list[list[str]] = [[] for _ in tokens]
        after: list[list[str]] = [[] for _ in tokens]
        for item in comments:
            last = max(i for i, start in enumerate(starts) if start <= item.at)
            if item.is_alone and last + 1 < len(tokens):
                before[last + 1].append(item.text)
            else:
                after[last].append(item.text)
        return [
            Piece(token.type, self._spelled(token), tuple(above), tuple(behind))
            for token, above, behind in zip(tokens, before, after, strict=True)
        ]

    def _spelled(self, token: Word) -> str:
        if token.type in MARKS:
            return MARKS[token.type]
        return spelled(token.type, token.payload, str(token), self.spellings)

    def _tokens(self, raw: RawDeclaration) -> list[Word]:
        tokens = DeclarationLexer(raw, self.vocabulary, Collector()).run()
        return [token for token in tokens if isinstance(token, Word)]

    def _reads(self, raw: RawDeclaration) -> bool:
        return raw.is_headed and parse_one(raw, self.vocabulary, Collector()) is not None

    def _report(self, block: Block, found: Collector) -> None:
        for raw in cut((block,), found):
            if raw.is_headed:
                parse_one(raw, self.vocabulary, found)

    def _once(self, block: Block, margin: str) -> str:
        entries = list(self._entries(block, margin))
        return block_text(entries, margin) if entries else block.text

    def _entries(self, block: Block, margin: str) -> Iterator[Entry]:
        text = block.text
        comments = _comments(text)
        end = 0

        def is_set_off(start: int) -> bool:
            return text.count("\n", end, start) > 1

        for raw in cut((block,), Collector()):
            start = raw.span.start - block.span.start
            stop = raw.span.end - block.span.start
            while comments and comments[0].at < start:
                item = comments.pop(0)
                yield Entry(margin + item.text, is_set_off(item.at))
                end = _line_end(text, item.at)
            own = [c for c in comments if c.at < stop or (c.at < _line_end(text, stop))]
            comments = comments[len(own) :]
            following = _line_end(text, stop)
            if self._reads(raw):
                yield Entry(self.pieces(raw, own, start), is_set_off(start))
            else:
                yield Entry(text[start:following].rstrip(), is_set_off(start))
            end = following
        for item in comments:
            yield Entry(margin + item.text, is_set_off(item.at))
            end = _line_end(text, item.at)

    def _meaning(self, block: Block) -> tuple[object, ...]:
        """All that a block says, less its form: tokens with their values, comments."""
        said: list[object] = []
        for raw in cut((block,), Collector()):
            try:
                tokens = self._tokens(raw) if self._reads(raw) else []
            except LexingError:
                tokens = []
            said.append(_essence(tokens) if tokens else raw.text)
        return (*said, tuple(_squeezed(item.text) for item in _comments(block.text)))


def _essence(tokens: list[Word]) -> tuple[tuple[str, object], ...]:
    essence: list[tuple[str, object]] = []
    for token in tokens:
        if essence and essence[-1][0] == "SEMICOLON" and token.type in {"CLOSE", "STOP"}:
            essence.pop()
        value = token.payload
        is_mark = token.type in MARKS
        essence.append(
            (token.type, "" if is_mark else _squeezed(value) if isinstance(value, str) else value)
        )
    while essence[-1][0] in {"SEMICOLON", "STOP"}:
        essence.pop()
    return tuple(essence)


def _squeezed(text: str) -> str:
    squeezed = "".join(text.split())
    return re.sub(r"[（(]默认[)）]$", "（默认）", squeezed)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _comments(text: str) -> list[_Comment]:
    """The block's comments in order: each runs to the end of its line."""
    found: list[_Comment] = []
    offset = 0
    for line, blanked in zip(text.split("\n"), blank_comments(text).split("\n"), strict=True):
        at = next((i for i, (a, b) in enumerate(zip(line, blanked, strict=True)) if a != b), -1)
        if at >= 0:
            found.append(_Comment(offset + at, comment(line[at:]), not line[:at].strip()))
        offset += len(line) + 1
    return found
