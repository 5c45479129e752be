"""Lines → paragraphs: what each line begins, and which lines only go on with the one before.

A line begins a chapter, an article or an item where its number goes on from the last one; otherwise
第六条 at the start of a broken line is a citation. Items that stand in one line are parted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sgpolicy.drafting.records import Line, Mend, Paragraph
from sgpolicy.records import replace
from sgpolicy.source.numerals import read_number

_NUMERAL = r"[一二三四五六七八九十百零\d]+"
_CHAPTER = re.compile(rf"第\s*({_NUMERAL})\s*章\s*")
_PART = re.compile(rf"第\s*{_NUMERAL}\s*[编节]\s*")
_ARTICLE = re.compile(rf"第\s*({_NUMERAL})\s*条\s*")
_ITEM = re.compile(r"[（(]\s*([一二三四五六七八九十]+)\s*[)）]\s*")
_SUB_ITEM = re.compile(
    r"(?:([0-9０-９]{1,2})\s*[.．、](?![0-9０-９])|[（(]\s*([0-9０-９]{1,2})\s*[)）])\s*"
)
_ANNEX = re.compile(r"附件\s*([一二三四五六七八九十\d]{0,3})\s*(?:[:：]\s*|$|(?=\s))")
_BARE_ANNEX = re.compile(r"附件\s*[一二三四五六七八九十\d]{0,3}\s*[:：]?")
"""Begins an annex; 附件：申请表, before such a line, only says that there is one."""
_ANNEX_PART = re.compile(r"([一二三四五六七八九十]{1,3})、")
_TAIL = re.compile(
    r"(?:公开方式|信息公开(?:选项|类别|属性)|抄\s*送|抄\s*报|分\s*送|主题词)\s*[:：]|.{2,30}\d{4}年\d{1,2}月\d{1,2}日印发$"
)
_ENDED = re.compile(r"[。；：！？;:!?…][”’\"'」』）)】]*$")
_CITING = frozenset("规定第的、和至到，。或及与所之款项（(；;,")
"""What after 第六条 makes it a citation."""
_ITEM_CITING = frozenset("至、项和及或款")
_INLINE = re.compile(r"(?<=[：；。:;])\s*(?=[（(]\s*[一二三四五六七八九十]+\s*[)）])")
_LONG_LINE = 20
_LONGEST_HEADING = 40
_MOST_ARTICLES = 1000
_FURTHEST_AHEAD = 10
_SHOWN = 8


def paragraphs_of(lines: Sequence[Line]) -> tuple[list[Paragraph], list[Mend]]:
    r"""The paragraphs of a text, and where broken lines were joined or items parted.

    Example:
        >>> from sgpolicy.drafting.mending import found_lines
        >>> lines, _, _ = found_lines("第一条 须有：（一）章程；（二）场\n所。")
        >>> [(p.kind, p.number, p.body) for p in paragraphs_of(lines)[0]]
        [('article', 1, '须有：'), ('item', 1, '章程；'), ('item', 2, '场所。')]
    """
    reader = _Reader(lines)
    for at, line in enumerate(lines):
        reader.read(at, line)
    return reader.parted()


class _Reader:
    """Reads line after line, knowing what has begun."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.made: list[Paragraph] = []
        self.mends: list[Mend] = []
        self.article = self.chapter = self.item = self.sub_item = 0
        self.in_annex = False
        self.last: Line | None = None
        starts = [line for line in lines if _ARTICLE.match(line.text) or _ITEM.match(line.text)]
        indented = sum(line.is_indented for line in starts)
        self.is_set_in = len(starts) >= 3 and 2 * indented > len(starts)
        self.chapters = _real_chapters(lines)
        bare = [i for i, line in enumerate(lines) if _BARE_ANNEX.fullmatch(line.text)]
        self.listed_before = bare[-1] if bare else 0

    def read(self, at: int, line: Line) -> None:
        """Take in the next line."""
        kind, number, body_at = self._kind(at, line)
        if kind == "text" and self._goes_on(line):
            self._join(line)
        else:
            self.made.append(Paragraph(kind, line.text, line.number, number, body_at))
            self._begin(kind, number)
        self.last = line

    def _begin(self, kind: str, number: int) -> None:
        if kind == "article":
            self.article, self.item, self.sub_item = number, 0, 0
        elif kind == "chapter":
            self.chapter, self.item = number, 0
        elif kind == "item":
            self.item, self.sub_item = number, 0
        elif kind == "sub_item":
            self.sub_item = number
        elif kind == "annex":
            self.in_annex = True

    def _kind(self, at: int, line: Line) -> tuple[str, int, int]:
        text = line.text
        is_short = len(text) <= _LONGEST_HEADING and not _ENDED.search(text)
        if self.article and _TAIL.match(text):
            return "tail", 0, 0
        is_listed = at < self.listed_before and not _BARE_ANNEX.fullmatch(text)
        if self.article and is_short and not is_listed and (match := _ANNEX.match(text)):
            return "annex", int(read_number(match[1]) or 0) if match[1] else 0, match.end()
        if self.in_annex:
            part = _ANNEX_PART.match(text)
            if part and is_short:
                return "annex_part", int(read_number(part[1]) or 0), part.end()
            return "text", 0, 0
        if at in self.chapters and is_short and (match := _CHAPTER.match(text)):
            number = self.chapters[at]
            if number > self.chapter:
                return "chapter", number, match.end()
        if is_short and self.chapter and _PART.match(text):
            return "part", 0, 0
        return self._clause(line) or ("title" if line.is_marked else "text", 0, 0)

    def _clause(self, line: Line) -> tuple[str, int, int] | None:
        """An article, item or sub-item that a line begins; None if it only looks like one."""
        text = line.text
        if match := _ARTICLE.match(text):
            number = int(read_number(match[1]) or 0)
            following = text[match.end() : match.end() + 1]
            is_parted = line.is_marked or not following or match[0][-1].isspace()
            is_next = number == self.article + 1 and following not in _CITING
            limit = self.article + _FURTHEST_AHEAD if self.article else _MOST_ARTICLES
            if (
                self.article < number < _MOST_ARTICLES
                and number <= limit
                and (is_parted or is_next)
            ):
                return "article", number, match.end()
            return None
        if not self.article:
            return None
        if match := _ITEM.match(text):
            number = int(read_number(match[1]) or 0)
            is_cited = text[match.end() : match.end() + 1] in _ITEM_CITING
            is_expected = number in (1, self.item + 1)
            if (
                number
                and (is_expected or self._is_ended())
                and not (is_cited and not self._is_ended())
            ):
                return "item", number, match.end()
            return None
        if match := _SUB_ITEM.match(text):
            number = int(read_number(match[1] or match[2]) or 0)
            if self._is_ended() or number in (1, self.sub_item + 1):
                return "sub_item", number, match.end()
        return None

    def _is_ended(self) -> bool:
        return not self.made or bool(_ENDED.search(self.made[-1].text))

    def _goes_on(self, line: Line) -> bool:
        """Whether a line that begins nothing goes on with the paragraph before."""
        if not self.made or self.last is None or line.is_marked or self.in_annex:
            return False
        before = self.made[-1]
        if before.kind not in {"text", "article", "item", "sub_item"}:
            return False
        is_ended = self._is_ended()
        if not self.article:
            is_prose = len(self.last.text) >= _LONG_LINE and any(c in before.text for c in "，。；")
            return is_prose and not is_ended
        if self.last.is_marked and before.body:
            return False
        if not is_ended:
            return True
        return self.is_set_in and not line.is_indented and not line.follows_blank

    def _join(self, line: Line) -> None:
        before = self.made[-1]
        if before.body or before.kind == "text":
            shown = f"{before.text[-_SHOWN:]}／{line.text[:_SHOWN]}"
            self.mends.append(Mend(line.number, "joined", shown))
        is_word = before.text[-1:].isascii() and line.text[:1].isascii()
        space = " " if is_word and before.text[-1:].isalnum() and line.text[:1].isalnum() else ""
        self.made[-1] = replace(before, text=before.text + space + line.text)

    def parted(self) -> tuple[list[Paragraph], list[Mend]]:
        """The paragraphs, items within one line parted."""
        made: list[Paragraph] = []
        for paragraph in self.made:
            pieces = list(_inline_items(paragraph))
            if len(pieces) > 1:
                shown = pieces[1].text[:_SHOWN]
                self.mends.append(Mend(paragraph.line, "split", shown))
            made += pieces
        return made, sorted(self.mends, key=lambda mend: mend.line)


def _real_chapters(lines: Sequence[Line]) -> dict[int, int]:
    """The chapters' headings, by line: of a number that a table of contents has as well, the last."""
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        match = _CHAPTER.match(line.text)
        if (
            match is not None
            and len(line.text) <= _LONGEST_HEADING
            and not _ENDED.search(line.text)
        ):
            number = int(read_number(match[1]) or 0)
            if 0 < number < _MOST_ARTICLES:
                last[number] = at
    return {at: number for number, at in last.items()}


def _inline_items(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or where it holds several items in one line, each of them."""
    if paragraph.kind not in {"article", "item", "text"}:
        yield paragraph
        return
    text = paragraph.text
    cuts: list[tuple[int, int, int]] = []
    last = paragraph.number if paragraph.kind == "item" else 0
    places = [m.end() for m in _INLINE.finditer(text)]
    if paragraph.kind == "article" and _ITEM.match(paragraph.body):
        places.insert(0, paragraph.body_at)
    for place in places:
        match = _ITEM.match(text, place)
        number = int(read_number(match[1]) or 0) if match else 0
        if match and number == last + 1 and text[match.end() : match.end() + 1] not in _ITEM_CITING:
            cuts.append((place, number, match.end()))
            last = number
    is_lone = paragraph.kind == "text" or (len(cuts) == 1 and cuts[0][0] != paragraph.body_at)
    if not cuts or (is_lone and paragraph.kind != "item" and len(cuts) < 2):
        yield paragraph
        return
    yield replace(paragraph, text=text[: cuts[0][0]].rstrip())
    for (place, number, end), following in zip(
        cuts, [*(c[0] for c in cuts[1:]), len(text)], strict=True
    ):
        own = text[place:following].rstrip()
        yield Paragraph("item", own, paragraph.line, number, end - place)
