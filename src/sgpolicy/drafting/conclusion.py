"""What the decision is, as far as the drafts say it: the lists of conditions together, or else the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sgpolicy.drafting.passages import Passage, passages_of
from sgpolicy.drafting.records import Chunk, Draft, DraftFact
from sgpolicy.source.normalising import is_operative
from sgpolicy.source.quantities import find_quantities

_KEY = "eligible"
_NAME = "符合认定条件"
_DATE = re.compile(r"[0-9]{4}\s*年\s*[0-9]{1,2}\s*月")
_MOST = 40
"""How many rules are joined into one condition."""


def root_of(chunks: Sequence[Chunk], drafts: Sequence[Draft]) -> tuple[str, Draft | None]:
    """The key of the decision, and the draft that declares it where none of `drafts` is it already."""
    lists = [d for d in drafts if d.role == "list"]
    chosen = lists or [d for d in drafts if d.role == "condition" and d.word == "规则"][:_MOST]
    if len(chosen) == 1:
        return chosen[0].key, None
    if not chosen:
        return _KEY, _asked(chunks)
    body = "\n且 ".join(d.name for d in chosen)
    chapter = _chapter_of(chunks, chosen)
    first = chosen[0]
    if chapter is not None:
        words = re.sub(r"\s+", "", chunks[chapter].paragraphs[0].body)
        return _KEY, Draft(chapter, "组合", _NAME, _KEY, (words,), body)
    return _KEY, Draft(first.chunk, "组合", _NAME, _KEY, first.quotes, body)


def _chapter_of(chunks: Sequence[Chunk], chosen: Sequence[Draft]) -> int | None:
    """The chapter in which all of them stand, if its title can be quoted."""
    found = {
        max((i for i in range(d.chunk) if chunks[i].clause.kind == "chapter"), default=-1)
        for d in chosen
    }
    place = found.pop()
    if found or place < 0:
        return None
    title = re.sub(r"\s+", "", chunks[place].paragraphs[0].body)
    return place if title and not set('「」『』<“”"') & set(title) else None


def _asked(chunks: Sequence[Chunk]) -> Draft | None:
    """Where nothing was recognised: a question in place of the conditions, so that there is a decision."""
    passages = passages_of(chunks)
    ordered = sorted(passages, key=lambda p: p.clause.kind != "article")
    for stretch in (_whole, _segments, _characters):
        for passage in ordered:
            for start, end in stretch(passage):
                quote = passage.quotable(start, end)
                if not quote or _has_number(quote):
                    continue
                fact = DraftFact(
                    "符合全部条件", "meets_all", "是否", "", "是否符合本办法规定的全部条件？"
                )
                return Draft(
                    passage.chunk, "规则", _NAME, _KEY, (quote,), fact.name, (fact,),
                    role="condition",
                )  # fmt: skip
    return None


def _whole(passage: Passage) -> Iterator[tuple[int, int]]:
    yield 0, len(passage.text)


def _segments(passage: Passage) -> Iterator[tuple[int, int]]:
    yield from ((segment.start, segment.end) for segment in passage.segments())


def _characters(passage: Passage) -> Iterator[tuple[int, int]]:
    yield from ((at, at + 1) for at, char in enumerate(passage.text) if is_operative(char))


def _has_number(words: str) -> bool:
    """Whether words hold a number that a rule quoting them would have to carry out."""
    return bool(find_quantities(words)) or _DATE.search(words) is not None
