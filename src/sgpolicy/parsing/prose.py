"""A Markdown file's prose, cut into clauses, with the blocks under them; see `markdown`.

How a file is read depends on where the one before it ends, and on nothing else of it.
"""

from __future__ import annotations

import re

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.citation import PART, Clause
from sgpolicy.model.document import Block
from sgpolicy.parsing.lines import FENCE, HEADING, lines_of, without_comments
from sgpolicy.records import dataclass
from sgpolicy.source.normalising import normal_text
from sgpolicy.source.numerals import read_number
from sgpolicy.source.text import SourceFile, Span

_NUMBERED = re.compile(r"^第\s*([一二三四五六七八九十百零\d]+)\s*(条|章)\s*(.*)$")
_ITEM = re.compile(r"^\s*[（(]\s*([一二三四五六七八九十]+)\s*[)）]")
_SUB_ITEM = re.compile(
    r"^\s*(?:[0-9０-９]{1,2}\s*[.．、](?![0-9０-９])|[（(]\s*[0-9０-９]{1,2}\s*[)）])"
)
_ANNEX = re.compile(r"^附件\s*([一二三四五六七八九十\d]*)\s*[:：]?\s*(.*)$")
_ANNEX_ROW = re.compile(
    r"^(?P<group>[^\d\s，。：；、:;（）()]*)\s*(?P<row>\d{1,3})\s*[、.．]?\s*(?P<name>.*)$"
)
_ANNEX_PART = re.compile(r"^(?P<part>[一二三四五六七八九十]+)、(?P<name>.*)$")
_MOST = 1000
"""No law has so many articles; numbers of clauses are spelt up to here."""
_BREAK = re.compile(r"^\s*(-{3,}|\*{3,}|_{3,})\s*$")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reader stands between two files.

    Attributes:
        clause: The clause at hand.
        groups: The groups of an annex's table so far, each with its rank.
    """

    clause: Clause = Clause("notice")
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a clause says.

    Attributes:
        clause: Which.
        words: The words and their place; None where only its heading stands.
        may_be_title: Whether they are its title, if nothing of it stands before them.
    """

    clause: Clause
    words: tuple[str, Span] | None
    may_be_title: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """What a file says.

    Attributes:
        parts: In order.
        headings: As printed.
        lines: Every line of prose with its place.
        normal: Their normal form.
        beginnings: The line at which each clause begins.
        end: Where the next file goes on.
    """

    parts: tuple[Part, ...]
    headings: tuple[tuple[Clause, str], ...]
    blocks: tuple[Block, ...]
    lines: tuple[tuple[str, Span], ...]
    normal: str
    beginnings: tuple[tuple[Clause, Span], ...]
    end: Standing


def read_prose(file: SourceFile, begin: Standing, found: Collector) -> Prose:
    """Read a file.

    Args:
        file: The file.
        begin: Where the one before it ends.
        found: Where a fence that is never closed is reported.
    """
    reader = _Reader(file, begin, found)
    reader.read()
    return Prose(
        tuple(reader.parts),
        tuple(reader.headings.items()),
        tuple(reader.blocks),
        tuple(reader.prose),
        "".join([normal_text(line) for line, _ in reader.prose]),
        tuple(reader.beginnings),
        Standing(reader.clause, tuple(reader.groups.items())),
    )


class _Reader:
    """Reads a file, keeping the clause at hand."""

    def __init__(self, file: SourceFile, begin: Standing, found: Collector) -> None:
        self.file = file
        self.found = found
        self.clause = begin.clause
        self.groups = dict(begin.groups)
        self.parts: list[Part] = []
        self.headings: dict[Clause, str] = {}
        self.blocks: list[Block] = []
        self.prose: list[tuple[str, Span]] = []
        self.beginnings: list[tuple[Clause, Span]] = []

    def read(self) -> None:
        file = self.file
        text = without_comments(file.text)
        fence = ""
        fence_at = inner = 0
        for start, line in lines_of(text):
            mark = FENCE.match(line)
            if fence:
                if mark and mark[1].startswith(fence) and not mark[2]:
                    self._block(inner, start)
                    fence = ""
                continue
            if mark:
                fence, fence_at, inner = mark[1], start, min(start + len(line) + 1, len(text))
                continue
            if line.strip():
                self._prose_line(start, line)
        if fence:
            self.found.report("SG107", file.span(fence_at, fence_at + 3), self.clause)
            self._block(inner, len(text))

    def _block(self, inner: int, end: int) -> None:
        text = self.file.text[inner:end]
        self.blocks.append(Block(self.clause, text, self.file.span(inner, end)))

    def _prose_line(self, start: int, line: str) -> None:
        if _BREAK.match(line):
            self.clause = Clause("notice")
            return
        place = self.file.span(start, start + len(line))
        self.prose.append((line, place))
        heading = HEADING.match(line)
        if heading:
            before = self.clause
            self._heading(start + heading.start(2), heading[2])
            if self.clause is not before:
                self.beginnings.append((self.clause, place))
            return
        item = _ITEM.match(line)
        number = int(read_number(item[1]) or 0) if item else 0
        if item and number and self.clause.kind == "article":
            self.clause = Clause("article", self.clause.number, 0, number)
            self.beginnings.append((self.clause, place))
            start, line = start + item.end(), line[item.end() :]
        elif self.clause.item and self.clause.kind == "article" and not _SUB_ITEM.match(line):
            self.clause = self.clause.article
        if self.clause.kind != "chapter":
            self._say(start, line)

    def _heading(self, start: int, text: str) -> None:
        annex = _ANNEX.match(text)
        if annex is not None:
            self.clause = Clause("annex", int(read_number(annex[1]) or 0) if annex[1] else 0)
            self.headings[self.clause] = text
            self.groups = {}
            return
        if self.clause.kind == "annex" and not _NUMBERED.match(text):
            self._annex_heading(text)
            self._say(start, text, may_be_title=True)
            return
        numbered = _NUMBERED.match(text)
        number = int(read_number(numbered[1]) or 0) if numbered else 0
        if numbered is None or not 0 < number < _MOST:
            return
        kind = "article" if numbered[2] == "条" else "chapter"
        self.clause = Clause(kind, number)
        self.headings[self.clause] = text
        rest = numbered[3]
        if rest:
            self._say(start + numbered.start(3), rest)
        else:
            self.parts.append(Part(self.clause, None))

    def _say(self, start: int, words: str, *, may_be_title: bool = False) -> None:
        place = self.file.span(start, start + len(words))
        self.parts.append(Part(self.clause, (words, place), may_be_title))

    def _annex_heading(self, text: str) -> None:
        """A heading begins a row or a part of the annex at hand, or else goes on with it as a whole."""
        number = self.clause.number
        row, part = _ANNEX_ROW.match(text), _ANNEX_PART.match(text)
        if row is not None:
            group = row["group"] or self.clause.group
            rank = self.groups.setdefault(group, len(self.groups) + 1)
            self.clause = Clause("annex", number, item=int(row["row"]), group=group, rank=rank)
        elif part is not None:
            item = int(read_number(part["part"]) or 0)
            self.clause = Clause("annex", number, item=item, group=PART)
        else:
            self.clause = Clause("annex", number)
            return
        self.headings[self.clause] = text
