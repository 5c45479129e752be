"""Paragraphs → the law's clauses, as the loader of policy folders will cut them again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sgpolicy.drafting.records import Chunk, Paragraph
from sgpolicy.model.citation import PART, Clause
from sgpolicy.records import replace

_LAW = re.compile(
    r"(?:办法|规定|细则|条例|规则|规范|准则|章程|方案|意见|措施|指引|规程|制度|标准)(?:[（(][^（）()]*[）)])?$"
)
_NOTICE = re.compile(r"的?(?:通知|公告|决定|通告|命令|令)$")
_NUMBERED = re.compile(r"第\s*[一二三四五六七八九十百零\d]+\s*[条章]|附件")
"""What as a heading would begin a clause."""
_LISTED = re.compile(r"[一二三四五六七八九十]+、")
_LONGEST_TITLE = 80


def chunks_of(paragraphs: Sequence[Paragraph]) -> list[Chunk]:
    """The text cut into clauses; paragraphs of one clause that stand together are one chunk."""
    made: list[Chunk] = []
    clause = Clause("notice")
    for paragraph in with_titles(paragraphs):
        clause = _clause_of(paragraph, clause)
        begins = paragraph.kind in {"chapter", "annex", "annex_part", "article", "item", "part"}
        if made and made[-1].clause == clause and not begins:
            made[-1] = replace(made[-1], paragraphs=(*made[-1].paragraphs, paragraph))
        else:
            made.append(Chunk(clause, (paragraph,)))
    return made


def _clause_of(paragraph: Paragraph, last: Clause) -> Clause:
    match paragraph.kind:
        case "chapter" | "article":
            return Clause(paragraph.kind, paragraph.number)
        case "annex":
            return Clause("annex", paragraph.number)
        case "annex_part":
            return Clause("annex", last.number, item=paragraph.number, group=PART)
        case "tail":
            return Clause("notice")
        case "item" if last.kind == "article":
            return Clause("article", last.number, item=paragraph.number)
        case "sub_item":
            return last
        case _:
            return last.article if last.kind == "article" else last


def with_titles(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with those marked that are titles: of the notice, of the law, of annexes."""
    made = [
        replace(p, kind="text") if p.kind == "title" and _NUMBERED.match(p.text) else p
        for p in paragraphs
    ]
    body = next((i for i, p in enumerate(made) if p.kind in {"chapter", "article"}), len(made))
    names = [i for i, p in enumerate(made[:body]) if _is_title(p, _LAW)]
    for i in [i for i, p in enumerate(made[:body]) if _is_title(p, _NOTICE)] + names[-1:]:
        made[i] = replace(made[i], kind="title")
    for i, paragraph in enumerate(made[:-1]):
        following = made[i + 1]
        is_bare = paragraph.kind == "annex" and not paragraph.body.strip()
        if is_bare and following.kind == "text" and _is_plain(following.text):
            made[i + 1] = replace(following, kind="title")
    return made


def _is_title(paragraph: Paragraph, ends: re.Pattern[str]) -> bool:
    text = paragraph.text
    is_whole = paragraph.kind in {"text", "title"} and 4 <= len(text) <= _LONGEST_TITLE
    is_whole = is_whole and _NUMBERED.match(text) is None
    return is_whole and ends.search(text) is not None and not set("，。；：") & set(text)


def _is_plain(text: str) -> bool:
    if _NUMBERED.match(text) or _LISTED.match(text):
        return False
    return len(text) <= _LONGEST_TITLE and not set("，。；：0123456789|") & set(text)
