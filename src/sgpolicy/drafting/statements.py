"""Words that set no condition → the documents they name, the day of issue, who explains the law, and notes."""

from __future__ import annotations

import re

from sgpolicy.drafting.actors import Actors
from sgpolicy.drafting.deadlines import ISSUE_DATE
from sgpolicy.drafting.front_matter import NUMBER
from sgpolicy.drafting.naming import Namer
from sgpolicy.drafting.passages import Passage
from sgpolicy.drafting.records import Draft
from sgpolicy.source.normalising import normalise

_CITED = re.compile(
    r"《[^《》]+(?:《[^《》]*》[^《》]*)*》[（(](?P<number>[一-鿿]{1,14}[〔\[［【][12]\d{3}[〕\]］】]第?\d{1,5}号)[）)]"
)
_YEARS = str.maketrans("", "", "〔〕[]［］【】0123456789第号")
_BASED = re.compile(r"(?:根据|依据|依照|按照)[^，。；]*$")
_DATE = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_PURPOSE = re.compile(r"^(?:为|根据|依据|按照).*制定本")
_ISSUES = re.compile(r"^(?:经.*，)?现将《.*印发给?你们")


def statement_drafts(
    passage: Passage, before: Passage | None, namer: Namer, actors: Actors
) -> list[Draft]:
    """What a passage states without setting a condition; `before` is the passage before it."""
    text, clause = passage.text, passage.clause
    if clause.kind == "notice":
        return _notice(passage, before, namer)
    documents = _documents(passage, namer)
    if _PURPOSE.match(text):
        return [*documents, *_purpose(passage, namer, documents)]
    made = list(documents)
    for segment in passage.segments():
        actor = actors.explaining(passage, segment.text)
        quote = passage.quotable(segment.start, segment.end) if actor else ""
        if actor and quote:
            name, key = namer.name("解释本办法", clause), namer.key(clause, "w")
            body = f"由 {actor[0]}；可以"
            made.append(Draft(passage.chunk, "权力", name, key, (quote,), body, actors=(actor,)))
    return made


def _documents(passage: Passage, namer: Namer) -> list[Draft]:
    made = []
    for match in _CITED.finditer(passage.text):
        if not (quote := passage.quotable(match.start(), match.end())):
            continue
        is_basis = _BASED.search(passage.text, 0, match.start()) is not None
        name = namer.name(f"{match['number'].translate(_YEARS)}文件", passage.clause)
        key = namer.key(passage.clause, "n")
        body = f"作用 {'依据' if is_basis else '精神'}；文号 {match['number']}"
        made.append(Draft(passage.chunk, "文件", name, key, (quote,), body))
    return made


def _purpose(passage: Passage, namer: Namer, documents: list[Draft]) -> list[Draft]:
    """The aim of the law, around the documents that are declared by themselves."""
    rest = passage.text
    for document in documents:
        rest = rest.replace(document.quotes[0], "\n")
    pieces = [piece.strip("，。；：、") for piece in rest.split("\n")]
    places = [passage.text.find(piece) for piece in pieces]
    quotes = tuple(
        quote
        for piece, at in zip(pieces, places, strict=True)
        if piece and at >= 0 and (quote := passage.quotable(at, at + len(piece)))
    )
    if not quotes:
        return []
    name, key = namer.name("制定目的", passage.clause), namer.key(passage.clause, "n")
    body = "因：说明制定的目的，不设条件，不作计算"
    return [Draft(passage.chunk, "说明", name, key, quotes, body)]


def _notice(passage: Passage, before: Passage | None, namer: Namer) -> list[Draft]:
    text, clause = passage.text, passage.clause
    quote = passage.quotable(0, len(text))
    key = namer.key(clause, "n")
    if not quote:
        return []
    if NUMBER.fullmatch(text):
        name, body = namer.name("本办法文号", clause), f"作用 本文；文号 {text}"
        return [Draft(passage.chunk, "文件", name, key, (quote,), body)]
    day = _DATE.fullmatch(text)
    if day is not None and ISSUE_DATE not in namer.taken:
        name = namer.name(ISSUE_DATE, clause)
        quote = _signed(passage, before) or quote
        return [Draft(passage.chunk, "定义", name, key, (quote,), text, bounds=(text,))]
    if passage.kind == "tail":
        name = namer.name("公开和印发", clause)
        return [Draft(passage.chunk, "说明", name, key, (quote,), "因：公文的格式，不设条件")]
    if _ISSUES.match(text):
        name = namer.name("印发和执行", clause)
        body = "因：印发、执行和联系方式的说明，没有可计算的条件"
        return [Draft(passage.chunk, "说明", name, key, (quote,), body)]
    return []


def _signed(passage: Passage, before: Passage | None) -> str:
    """The day together with the signature in the line before, as one quotation."""
    if before is None or before.clause != passage.clause or set("，。：；、") & set(before.text):
        return ""
    words = before.text + passage.text
    return words if passage.whole.count(normalise(words).text) == 1 else ""
