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
import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from sgpolicy.diagnostics.records import Collector, Fix
from sgpolicy.model.citation import Clause
from sgpolicy.model.document import Cell, ClauseText, Document, Manifest, Table
from sgpolicy.parsing.lines import HEADING, lines_of, without_comments
from sgpolicy.parsing.prose import Prose, Standing, read_prose
from sgpolicy.source.normalising import Normal, normal_text, normalise
from sgpolicy.source.text import SourceFile, Span

_LONGEST_COMPARED = 20_000
_MOST_RESTORED = 8
"""How many wrong characters of the prose are few enough to put right unasked."""
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE_ROW = re.compile(r"^\s*\|(\s*:?-+:?\s*\|)+\s*$")


def read_tables(file: SourceFile) -> Iterator[Table]:
    """Every Markdown table of a file, with the headings above it."""
    headings: list[tuple[int, str]] = []
    header: tuple[str, ...] | None = None
    rows: list[tuple[Cell, ...]] = []
    begin = end = 0
    lines = [*lines_of(without_comments(file.text)), (len(file.text), "")]
    for (start, line), (_, following) in zip(lines, [*lines[1:], (0, "")], strict=True):
        heading = HEADING.match(line)
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
    prose_of: Callable[[SourceFile, Standing, Collector], Prose] = read_prose,
) -> Document:
    """Cut a folder's files into clauses, blocks and tables; report prose that is not the source's.

    Args:
        manifest: What the files are.
        files: By name.
        found: Where mistakes go.
        tables_of: Reads a file's tables.
        prose_of: Reads a file's prose, from where the one before it ends.
    """
    read: list[Prose] = []
    for name in manifest.text:
        if name in files:
            read.append(prose_of(files[name], read[-1].end if read else Standing(), found))
    tables = [t for n in manifest.tables if n in files for t in tables_of(files[n])]
    inventory = tables_of(files[manifest.inventory]) if manifest.inventory in files else ()
    source = files.get(manifest.source)
    headings = {clause: text for prose in read for clause, text in prose.headings}
    clauses = _clauses(read, headings)
    lines = tuple(itertools.chain.from_iterable(prose.lines for prose in read))
    if source is not None and "".join([p.normal for p in read]) != normal_text(source.text):
        _compare_with_source(lines, source, clauses, found)
    return Document(
        manifest,
        files,
        clauses,
        tuple(block for prose in read for block in prose.blocks),
        tuple(tables),
        tuple(inventory),
        lines,
        source,
        headings,
        tuple(beginning for prose in read for beginning in prose.beginnings),
    )


def _clauses(read: Iterable[Prose], headings: dict[Clause, str]) -> dict[Clause, ClauseText]:
    """Every clause with all that is said of it; what begins a part of an annex is its title."""
    said: dict[Clause, list[tuple[str, Span]]] = {}
    titles: dict[Clause, Span] = {}
    for part in itertools.chain.from_iterable(prose.parts for prose in read):
        own = said.setdefault(part.clause, [])
        if part.words is not None:
            if part.may_be_title and not own:
                titles[part.clause] = part.words[1]
            own.append(part.words)
    return {
        clause: ClauseText(clause, headings.get(clause, ""), tuple(parts), titles.get(clause))
        for clause, parts in said.items()
    }


def _joined(pieces: Iterable[tuple[str, Span]]) -> tuple[Normal, list[Span]]:
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
    prose: Iterable[tuple[str, Span]],
    source: SourceFile,
    clauses: dict[Clause, ClauseText],
    found: Collector,
) -> None:
    ours, spans = _joined(prose)
    theirs = normalise(source.text)
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
