"""Markdown files → Document: prose cut into clauses, blocks under their clauses, tables.

The law's own structure decides: `## 第一章 …` is a chapter, `### 第一条` an article, a paragraph that
starts with （一） an item and, below it, one that starts with 1. or （1） part of that item (目), text
before the first chapter the notice that issues the law, and text after a `---` line the notice again.
`## 附件` begins an annex, in which a heading 基础指标 1 合法稳定住所 is a row of its table (the group
stands until another comes) and 一、经办机构 one of its parts. `<!-- … -->` is a remark. Everything else
is official prose.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator

from sgpolicy.diagnostics.records import Collector, Fix
from sgpolicy.model.citation import PART, Clause
from sgpolicy.model.document import Block, Cell, ClauseText, Document, Manifest, Table
from sgpolicy.source.normalising import Normal, normalise
from sgpolicy.source.numerals import read_number
from sgpolicy.source.text import SourceFile, Span

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*(\S*)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*$")
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
_LONGEST_COMPARED = 20_000
_MOST_RESTORED = 8
"""How many wrong characters of the prose are few enough to put right unasked."""
_BREAK = re.compile(r"^\s*(-{3,}|\*{3,}|_{3,})\s*$")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE_ROW = re.compile(r"^\s*\|(\s*:?-+:?\s*\|)+\s*$")


def _without_comments(text: str) -> str:
    """The text with remarks blanked out, offsets unchanged."""
    out, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        out += [text[at:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        at = end + 3
    return "".join([*out, text[at:]])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip("\r")
        start += len(line) + 1


class _ProseReader:
    """Reads one file after another, keeping the clause at hand."""

    def __init__(self, found: Collector) -> None:
        self.found = found
        self.clause = Clause("notice")
        self.parts: dict[Clause, list[tuple[str, Span]]] = {}
        self.headings: dict[Clause, str] = {}
        self.groups: dict[str, int] = {}
        self.titles: dict[Clause, Span] = {}
        self.blocks: list[Block] = []
        self.prose: list[tuple[str, Span]] = []
        self.beginnings: list[tuple[Clause, Span]] = []

    def read(self, file: SourceFile) -> None:
        text = _without_comments(file.text)
        fence = ""
        fence_at = inner = 0
        for start, line in _lines(text):
            mark = _FENCE.match(line)
            if fence:
                if mark and mark[1].startswith(fence) and not mark[2]:
                    self._block(file, inner, start)
                    fence = ""
                continue
            if mark:
                fence, fence_at, inner = mark[1], start, min(start + len(line) + 1, len(text))
                continue
            if line.strip():
                self._prose_line(file, start, line)
        if fence:
            self.found.report("SG107", file.span(fence_at, fence_at + 3), self.clause)
            self._block(file, inner, len(text))

    def _block(self, file: SourceFile, inner: int, end: int) -> None:
        self.blocks.append(Block(self.clause, file.text[inner:end], file.span(inner, end)))

    def _prose_line(self, file: SourceFile, start: int, line: str) -> None:
        if _BREAK.match(line):
            self.clause = Clause("notice")
            return
        self.prose.append((line, file.span(start, start + len(line))))
        heading = _HEADING.match(line)
        if heading:
            before = self.clause
            self._heading(file, start + heading.start(2), heading[2])
            if self.clause is not before:
                self.beginnings.append((self.clause, file.span(start, start + len(line))))
            return
        item = _ITEM.match(line)
        number = int(read_number(item[1]) or 0) if item else 0
        if item and number and self.clause.kind == "article":
            self.clause = Clause("article", self.clause.number, 0, number)
            self.beginnings.append((self.clause, file.span(start, start + len(line))))
            start, line = start + item.end(), line[item.end() :]
        elif self.clause.item and self.clause.kind == "article" and not _SUB_ITEM.match(line):
            self.clause = self.clause.article
        if self.clause.kind != "chapter":
            span = file.span(start, start + len(line))
            self.parts.setdefault(self.clause, []).append((line, span))

    def _heading(self, file: SourceFile, start: int, text: str) -> None:
        annex = _ANNEX.match(text)
        if annex is not None:
            self.clause = Clause("annex", int(read_number(annex[1]) or 0) if annex[1] else 0)
            self.headings[self.clause] = text
            self.groups = {}
            return
        if self.clause.kind == "annex" and not _NUMBERED.match(text):
            self._annex_heading(text)
            part = (text, file.span(start, start + len(text)))
            self.parts.setdefault(self.clause, []).append(part)
            if len(self.parts[self.clause]) == 1:  # what begins it is its title
                self.titles[self.clause] = part[1]
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
            at = start + numbered.start(3)
            part = (rest, file.span(at, at + len(rest)))
            self.parts.setdefault(self.clause, []).append(part)
        else:
            self.parts.setdefault(self.clause, [])

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


def read_tables(file: SourceFile) -> Iterator[Table]:
    """Every Markdown table of a file, with the headings above it."""
    headings: list[tuple[int, str]] = []
    header: tuple[str, ...] | None = None
    rows: list[tuple[Cell, ...]] = []
    begin = end = 0
    lines = [*_lines(_without_comments(file.text)), (len(file.text), "")]
    for (start, line), (_, following) in zip(lines, [*lines[1:], (0, "")], strict=True):
        heading = _HEADING.match(line)
        if heading:
            level = len(heading[1])
            headings = [h for h in headings if h[0] < level] + [(level, heading[2])]
        if _ROW.match(line):
            if header is None and _RULE_ROW.match(following):
                header = tuple(cell.text for cell in _cells(file, start, line))
                rows, begin, end = [], start, start + len(line)
            elif header is not None and not _RULE_ROW.match(line):
                rows.append(_cells(file, start, line))
                end = start + len(line)
        elif header is not None:
            titles = tuple(text for _, text in headings)
            yield Table(titles, header, tuple(rows), file.span(begin, end))
            header = None


def _cells(file: SourceFile, start: int, line: str) -> tuple[Cell, ...]:
    cells = []
    at = line.index("|") + 1
    last = line.rindex("|")
    pieces = re.split(r"(?<!\\)\|", line[at:last])
    for piece in pieces:
        lead = len(piece) - len(piece.lstrip())
        text = piece.strip()
        place = start + at + lead
        cells.append(Cell(text.replace("\\|", "|"), file.span(place, place + len(text))))
        at += len(piece) + 1
    return tuple(cells)


def read_document(
    manifest: Manifest,
    files: dict[str, SourceFile],
    found: Collector,
    tables_of: Callable[[SourceFile], Iterable[Table]] = read_tables,
) -> Document:
    """Cut a folder's files into clauses, blocks and tables; report prose that is not the source's.

    Args:
        manifest: What the files are.
        files: By name.
        found: Where mistakes go.
        tables_of: Reads a file's tables.
    """
    reader = _ProseReader(found)
    for name in manifest.text:
        if name in files:
            reader.read(files[name])
    tables = [t for n in manifest.tables if n in files for t in tables_of(files[n])]
    inventory = tables_of(files[manifest.inventory]) if manifest.inventory in files else ()
    source = files.get(manifest.source)
    clauses = {
        clause: ClauseText(
            clause, reader.headings.get(clause, ""), tuple(parts), reader.titles.get(clause)
        )
        for clause, parts in reader.parts.items()
    }
    if source is not None:
        _compare_with_source(reader.prose, source, clauses, found)
    return Document(
        manifest,
        files,
        clauses,
        tuple(reader.blocks),
        tuple(tables),
        tuple(inventory),
        tuple(reader.prose),
        source,
        dict(reader.headings),
        tuple(reader.beginnings),
    )


def join_normal(pieces: Iterable[tuple[str, Span]]) -> tuple[Normal, list[Span]]:
    """The normal form of several pieces together, and for each character the span of its piece."""
    text: list[str] = []
    offsets: list[int] = []
    spans: list[Span] = []
    for piece, span in pieces:
        normal = normalise(piece, span.start)
        text.append(normal.text)
        offsets.extend(normal.offsets)
        spans.extend([span] * len(normal.text))
    return Normal("".join(text), tuple(offsets)), spans


def _compare_with_source(
    prose: list[tuple[str, Span]],
    source: SourceFile,
    clauses: dict[Clause, ClauseText],
    found: Collector,
) -> None:
    ours, spans = join_normal(prose)
    theirs = normalise(source.text)
    if ours.text == theirs.text:
        return
    left = 0
    limit = min(len(ours.text), len(theirs.text))
    while left < limit and ours.text[left] == theirs.text[left]:
        left += 1
    right = 0
    while right < limit - left and ours.text[-1 - right] == theirs.text[-1 - right]:
        right += 1
    here = ours.text[left : len(ours.text) - right]
    there = theirs.text[left : len(theirs.text) - right]
    if max(len(here), len(there)) > _LONGEST_COMPARED:
        span = spans[min(left, len(spans) - 1)] if spans else None
        found.report("SG105", span, file=source.name, here=_short(here), there=_short(there))
        return
    matcher = difflib.SequenceMatcher(None, here, there, autojunk=len(here) > 500)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        at = min(left + a1, len(spans) - 1)
        if at < 0:
            found.report("SG105", None, file=source.name, here="", there=_short(there))
            return
        stop = max(min(left + a2, len(spans)) - 1, at)
        while spans[stop].file != spans[at].file:
            stop -= 1
        span = Span(spans[at].file, ours.offsets[at], ours.offsets[stop] + 1)
        fix = _restored(span, here[a1:a2], there[b1:b2])
        if a1 == a2 and 0 < left + a1 < len(spans) and spans[at - 1] == spans[at]:
            place = ours.offsets[at - 1] + 1
            fix = _restored(Span(span.file, place, place), "", there[b1:b2])
        clause = _clause_at(span, clauses)
        found.report(
            "SG105", span, clause, fix=fix, here=_short(here[a1:a2]), there=_short(there[b1:b2])
        )


def _clause_at(place: Span, clauses: dict[Clause, ClauseText]) -> Clause | None:
    """The clause whose text holds a place; None for headings."""
    for clause, text in clauses.items():
        for _, span in text.parts:
            if span.file == place.file and span.start <= place.start < span.end:
                return clause
    return None


def _restored(span: Span, here: str, there: str) -> Fix | None:
    """The official characters for a few wrong ones, where the normal form shows them as printed."""
    if max(len(here), len(there)) > _MOST_RESTORED or span.end - span.start != len(here):
        return None
    return Fix(span, there) if not set(there) & set('"(),') else None


def _short(text: str, limit: int = 30) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
