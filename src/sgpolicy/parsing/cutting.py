"""Blocks → declarations as raw text, and the names they declare.

Each declaration is cut out at its line and parsed alone, so one mistake is one finding, and a
declaration that fails still owns its name and its quotes.
"""

from __future__ import annotations

import re

from sgpolicy.diagnostics.records import Collector, Fix
from sgpolicy.model.citation import Clause
from sgpolicy.model.document import Block
from sgpolicy.model.tree import Name, Quote
from sgpolicy.operators.words import DECLARATIONS
from sgpolicy.records import dataclass
from sgpolicy.source.nearest import nearest, only_near
from sgpolicy.source.text import Span

_WORDS = "|".join(DECLARATIONS)
_HEADER = re.compile(
    rf"[ \t\u3000\u00a0]*(?P<word>{_WORDS})[ \t\u3000\u00a0]+(?:(?P<whole>全文)[ \t\u3000\u00a0]+)?"
    r"(?P<name>[^\s「“”\"＂：:；;。]+)[ \t\u3000\u00a0]+(?P<id>[a-z][a-z0-9_]*)"
    r"(?=[\s\u3000\u00a0「“”\"＂：:]|$)"
)
OPENING = '「“”"＂'
"""The marks that a quotation may open with."""
_MOST_NESTED = 8
_CURLY = "“”"
_CURLY_MARK = re.compile("[“”]")
_OPENING = re.compile(f"[{OPENING}]")
_OPENING_OR_COLON = re.compile(f"[{OPENING}：:]")
_COLON = re.compile("[：:]")
_UNCLOSED = re.compile(r"[^\n「]*")
_LOOSE = re.compile(
    r"[ \t\u3000\u00a0]*\S{1,6}[ \t\u3000\u00a0]+(?:全文[ \t\u3000\u00a0]+)?"
    r"(?P<name>[^\s「“”\"＂：:；;。]+)"
)
_START = re.compile(rf"(?P<word>{_WORDS})(?=[\s\u3000「“”\"＂：:]|$)")
_READING = re.compile(r"读法\s+(?P<name>[^\s：:]+)\s+(?P<id>[a-z][a-z0-9_]*)\s*[：:]")
_RESULTS = re.compile(r"[；;：:]\s*结果\s+([^；;。]*)")


@dataclass(frozen=True, slots=True)
class RawDeclaration:
    """One declaration's text, not yet read.

    Attributes:
        text: The whole text, comments blanked out.
        span: Where it stands. `body_at`: the offset in `text` after the header.
        readings: The readings a 口径 declares.
        is_headed: False where the header could not be read: reported; it owns its name and quotes.
    """

    word: str
    whole: bool
    name: Name
    id: str
    clause: Clause
    text: str
    span: Span
    body_at: int
    readings: tuple[tuple[Name, str], ...]
    is_headed: bool = True

    def results(self) -> tuple[str, ...]:
        """The results that a 步骤 names: other steps may ask for one of them."""
        match = _RESULTS.search(self.text) if self.word in {"步骤", ""} else None
        if match is None:
            return ()
        return tuple(r for r in re.sub(r"\s+", "", match[1]).split("、") if r)


def cut(blocks: tuple[Block, ...], found: Collector) -> list[RawDeclaration]:
    """All declarations of all blocks, in the order of the files."""
    return [raw for block in blocks for raw in cut_block(block, found)]


def blank_comments(text: str) -> str:
    """The text with `//` comments blanked out, offsets unchanged; never inside a quotation."""
    if "//" not in text:
        return text
    out = []
    depth = 0
    position = 0
    while position < len(text):
        char = text[position]
        if char in "「“":
            depth += 1
        elif char in "」”":
            depth = max(0, depth - 1)
        elif char == "\n":
            depth = 0
        if depth == 0 and text.startswith("//", position):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            out.append(" " * (end - position))
            position = end
            continue
        out.append(char)
        position += 1
    return "".join(out)


def cut_block(block: Block, found: Collector) -> list[RawDeclaration]:
    """The declarations of one block, in order."""
    text = blank_comments(block.text)
    starts: list[tuple[int, re.Match[str] | None, str]] = []
    offset = 0
    preamble: tuple[int, int] | None = None
    for line in text.split("\n"):
        header = _HEADER.match(line)
        loose = None if header else _START.match(line)
        if header:
            starts.append((offset, header, header["word"]))
        elif loose:
            starts.append((offset, None, loose["word"]))
        elif line.strip() and (not starts or not line[0].isspace()) and _looks_like_start(line):
            starts.append((offset, None, ""))
        elif line.strip() and not starts and preamble is None:
            preamble = (offset, offset + len(line))
        offset += len(line) + 1
    base, file = block.span.start, block.span.file
    if preamble is not None:
        place = Span(file, base + preamble[0], base + preamble[1])
        shown = text[preamble[0] : preamble[1]].strip()[:20]
        found.report("SG202", place, block.clause, text=shown, nearest="")
    raws = []
    if preamble is not None:
        first = min((s for s, _, _ in starts), default=len(text))
        begin = base + preamble[0]
        body = text[preamble[0] : first].rstrip()
        raws.append(_headless("", body, Span(file, begin, begin + len(body)), block.clause))
    for (start, header, word), following in zip(
        starts, [*(s for s, _, _ in starts), len(text)][1:], strict=True
    ):
        body = text[start:following].rstrip()
        span = Span(file, base + start, base + start + len(body))
        if header is None:
            _report_header(word, body, span, block.clause, found)
            raws.append(_headless(word, body, span, block.clause))
            continue
        name_at = span.start + header.start("name")
        name = Name(header["name"], Span(file, name_at, name_at + len(header["name"])))
        readings = _readings(body, span) if word == "口径" else ()
        raws.append(
            RawDeclaration(
                word,
                bool(header["whole"]),
                name,
                header["id"],
                block.clause,
                body,
                span,
                header.end(),
                readings,
            )
        )
    return raws


def _readings(body: str, span: Span) -> tuple[tuple[Name, str], ...]:
    found = []
    for match in _READING.finditer(body):
        place = Span(span.file, span.start + match.start("name"), span.start + match.end("name"))
        found.append((Name(match["name"], place), match["id"]))
    return tuple(found)


def _headless(word: str, body: str, span: Span, clause: Clause) -> RawDeclaration:
    match = _LOOSE.match(body) if word or _looks_like_start(body) else None
    text, at = (match["name"], match.start("name")) if match else ("", 0)
    name = Name(text, Span(span.file, span.start + at, span.start + at + len(text)))
    return RawDeclaration(
        word=word,
        whole=False,
        name=name,
        id="",
        clause=clause,
        text=body,
        span=span,
        body_at=0,
        readings=_readings(body, span),
        is_headed=False,
    )


def _looks_like_start(line: str) -> bool:
    """A line at the margin with 「word name key」: a misspelt declaration word."""
    return (
        re.match(r"[^\s「“；。：:]{1,6}\s+[^\s「“：:；。]+\s+[a-z][a-z0-9_]*[\s「“：:]", line)
        is not None
    )


def _report_header(word: str, body: str, span: Span, clause: Clause, found: Collector) -> None:
    first = body.split("\n", 1)[0]
    place = Span(span.file, span.start, span.start + len(first))
    if word:
        found.report("SG210", place, clause, word=word)
        return
    start = first.split(None, 1)[0]
    close = nearest(start, DECLARATIONS)
    place = Span(span.file, span.start, span.start + len(start))
    hint = f"，是不是“{close}”？" if close else ""
    sure = only_near(start, DECLARATIONS, shortest=2)
    fix = Fix(place, sure) if sure is not None else None
    found.report("SG202", place, clause, fix=fix, text=start, nearest=hint)


def quotes_of(raw: RawDeclaration) -> tuple[Quote, ...]:
    """The quotations in a declaration's text, found without parsing it."""
    quotes = []
    at = raw.body_at
    closing, opening = raw.text.find("」", at), raw.text.find("「", at)
    if closing >= 0 and not 0 <= opening < closing:  # not opened: it owns the words before
        lead = len(raw.text[at:closing]) - len(raw.text[at:closing].lstrip())
        place = Span(raw.span.file, raw.span.start + at + lead, raw.span.start + closing)
        quotes.append(Quote(raw.text[at + lead : closing], place))
        at = closing + 1
    while (match := _OPENING.search(raw.text, at)) is not None:
        gap = raw.text[at : match.start()].rstrip()
        if _COLON.search(gap) and not gap.endswith("例外"):
            break  # free words quote as well
        start, end = match.end(), quote_end(raw.text, match.start())
        if end < 0:  # not closed: it may own the words up to the line's end
            rest = _UNCLOSED.match(raw.text, start)
            end = rest.end() if rest else start
            following = end
        else:
            following = end + 1
        place = Span(raw.span.file, raw.span.start + start, raw.span.start + end)
        quotes.append(Quote(raw.text[start:end], place))
        at = following
    return tuple(quotes)


def quote_end(text: str, opening: int) -> int:
    """Where the quotation that opens at `opening` closes; -1 if it does not.

    Inside “” further “” may stand. Marks the wrong way round, ”…“, and straight ones quote as well.
    """
    mark, start = text[opening], opening + 1
    if mark not in _CURLY:
        end = text.find("」" if mark == "「" else mark, start)
        return -1 if mark == "「" and text.find("「", start, max(end, start)) >= 0 else end
    depth = 1
    for match in _CURLY_MARK.finditer(text, start):
        depth += 1 if match[0] == mark else -1
        if depth == 0:
            return match.start()
        if depth > _MOST_NESTED:
            break
    other = _CURLY_MARK.search(text, start)
    return other.start() if other else -1


def catalogue_items(raws: list[RawDeclaration]) -> tuple[str, ...]:
    """The items that the policy's catalogues (目录) list, as 「目录名/项目」."""
    items: list[str] = []
    for raw in raws:
        if raw.word != "目录":
            continue
        at = raw.body_at
        while (mark := _OPENING_OR_COLON.search(raw.text, at)) and mark[0] in OPENING:
            at = max(quote_end(raw.text, mark.start()), mark.start()) + 1
        match = re.compile(r"[^；;。]*").match(raw.text, mark.end()) if mark else None
        if match:
            pieces = re.sub(r"\s+", "", match[0]).split("、")
            items.extend(f"{raw.name.text}/{piece}" for piece in pieces if piece)
    return tuple(items)


def formula(name: Name, key: str, text: str, span: Span) -> RawDeclaration:
    """A table cell that holds an expression, as the declaration of a definition."""
    head = f"定义 {name.text} {key}"
    whole = f"{head}：{text}"
    at = span.start - len(head) - 1
    place = Span(span.file, at, span.end)
    return RawDeclaration(
        word="定义",
        whole=False,
        name=name,
        id=key,
        clause=Clause("notice"),
        text=whole,
        span=place,
        body_at=len(head),
        readings=(),
    )
