"""Chunks → passages: paragraphs as one quotes from them, cut into the segments that state one thing each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sgpolicy.drafting.records import Chunk
from sgpolicy.model.citation import Clause
from sgpolicy.records import dataclass
from sgpolicy.source.normalising import normalise
from sgpolicy.source.quantities import find_quantities

_QUOTES = str.maketrans("「」『』", "“”“”")
_BLANKS = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+")
_LISTED = re.compile(r"(?:[0-9０-９]{1,2}[.．、](?![0-9０-９])|[（(][0-9０-９]{1,2}[)）])\s*")
"""The mark of a sub-item: its number is no quantity."""
_CUTS = "，。；：！？,;:"
_INCLUDED = re.compile(r"不?含")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a passage between marks that part what is said.

    Attributes:
        start, end: Where it stands in the passage.
        is_aside: Whether it stands in brackets.
        closing: The mark after it; "" at the end.
    """

    text: str
    start: int
    end: int
    is_aside: bool
    closing: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph's words without blanks, its quotation marks such that it can be quoted.

    Attributes:
        chunk: The index of its chunk.
        kind: The paragraph's.
        whole: The clause's text in normal form: a quotation must stand in it once.
    """

    chunk: int
    kind: str
    clause: Clause
    text: str
    whole: str

    def quotable(self, start: int, end: int) -> str:
        """A stretch as a quotation; "" if it cannot be one: it stands elsewhere in the clause, too."""
        words = self.text[start:end].strip("，。；：,;: ")
        if not words or "<!--" in words or self.whole.count(normalise(words).text) != 1:
            return ""
        return words

    def segments(self) -> list[Segment]:
        """The segments in order; brackets with a number in them are segments of their own."""
        made: list[Segment] = []
        listed = _LISTED.match(self.text)
        start = at = listed.end() if listed else 0
        depth = 0
        while at < len(self.text):
            char = self.text[at]
            if char in "（(" and depth == 0 and (end := self._aside_end(at)):
                self._add(made, start, at, is_aside=False)
                self._add(made, at + 1, end, is_aside=True)
                start = at = end + 1
                continue
            depth += (char in "（(") - (char in "）)" and depth > 0)
            if char in _CUTS and depth == 0 and not self._is_in_number(at):
                self._add(made, start, at, is_aside=False)
                start = at + 1
            at += 1
        self._add(made, start, len(self.text), is_aside=False)
        return made

    def _is_in_number(self, at: int) -> bool:
        """Whether a comma parts thousands."""
        around = self.text[max(0, at - 1) : at] + self.text[at + 1 : at + 2]
        return self.text[at] == "," and len(around) == 2 and around.isdigit()

    def _aside_end(self, opening: int) -> int:
        close = re.compile(r"[）)]").search(self.text, opening)
        inner = self.text[opening + 1 : close.start()] if close else ""
        is_aside = bool(find_quantities(inner)) and not _INCLUDED.match(inner)
        return close.start() if close and is_aside else 0

    def _add(self, made: list[Segment], start: int, end: int, *, is_aside: bool) -> None:
        text = self.text[start:end]
        if text:
            made.append(Segment(text, start, end, is_aside, self.text[end : end + 1]))


def _blank(match: re.Match[str]) -> str:
    """What is left of blanks: one where digits would run together (2. 40周岁), else nothing."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() : match.end() + 1]
    return " " if after.isdigit() and (before.isdigit() or before in ".．,，") else ""


def passages_of(chunks: Sequence[Chunk]) -> list[Passage]:
    """Every paragraph that rules can quote from, in order."""
    bodies: list[tuple[int, str, Clause, str]] = []
    whole: dict[Clause, str] = {}
    for index, chunk in enumerate(chunks):
        if chunk.clause.kind == "chapter":
            continue
        for paragraph in chunk.paragraphs:
            is_mark = paragraph.kind in {"part", "annex"}
            if is_mark or (paragraph.kind == "title" and chunk.clause.kind == "notice"):
                continue
            body = paragraph.body if paragraph.kind in {"article", "item"} else paragraph.text
            text = _BLANKS.sub(_blank, body.strip()).translate(_QUOTES)
            whole[chunk.clause] = whole.get(chunk.clause, "") + normalise(text).text
            bodies.append((index, paragraph.kind, chunk.clause, text))
    return [Passage(i, kind, clause, text, whole[clause]) for i, kind, clause, text in bodies]
