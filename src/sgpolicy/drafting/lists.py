"""Lists of conditions → combinations, and for each item's words without a number a question or an assessment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sgpolicy.drafting.actors import Actors
from sgpolicy.drafting.naming import Namer, short_of
from sgpolicy.drafting.passages import Passage
from sgpolicy.drafting.records import Draft, DraftFact, FrontMatter
from sgpolicy.source.numerals import read_number
from sgpolicy.source.quantities import find_quantities

_NUMERAL = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,3}"
_LISTING = re.compile(r"(?:下列|以下|如下|其中)")
_ANY = re.compile(
    rf"之一|任一|任意一|至少(?P<least>{_NUMERAL})[项个种条]|(?P<over>{_NUMERAL})[项个种条](?:以上|及以上)"
)
_EVERY = re.compile(r"条件|要求|情形|标准|规定")
_CUMULATIVE = re.compile(r"同时|均|具备|符合|满足|达到|须|应")
_JUDGED = re.compile(
    r"健全|完善|良好|较强|较高|较好|较为|突出|稳定|规范|合理|广泛|丰富|先进|显著|明显|一定的|必要的|优秀|积极|主要|方向|可持续|相应|充分|有效"
)
_HELD = re.compile(
    r"^(?:并|且|和|及)?(?:具有|具备|拥有|有|持有|持|取得|建有|建立|设有|配备|开展|依法|在|已|已经|未|无|没有|通过|经|缴纳|开放|属于|是|愿意|能够|能)"
)
_VERB = re.compile(r"具有|具备|拥有|有|持有|取得|建有|建立|设有|配备|开展|属于|积极|主要|通过|缴纳")
_TITLE = 8
_LEAST, _MOST = 4, 60


def is_lead(passage: Passage, following: Passage | None) -> bool:
    """Whether a passage leads the items that follow it."""
    return (
        following is not None
        and following.kind == "item"
        and following.clause.article == passage.clause
        and not passage.clause.item
    )


def list_draft(passage: Passage, items: Sequence[Passage], namer: Namer) -> Draft | None:
    """各项全部满足 or 各项至少 n项满足, as the words before the items say; None if they say neither."""
    sentence = passage.text.rstrip("：:")
    begin = sentence.rfind("。") + 1
    words = sentence[begin:]
    quote = passage.quotable(begin, len(sentence))
    if not quote or not _LISTING.search(words) or not _EVERY.search(words):
        return None
    any_of = _ANY.search(words)
    bounds: tuple[str, ...] = ()
    if any_of is not None:
        stated = any_of["least"] or any_of["over"]
        number = int(read_number(stated or "1") or 1)
        if not 1 <= number <= len(items):
            return None
        body = f"各项至少 {number}项 满足"
        if stated:
            bounds = (f"{number}项",)
        else:
            body += f"；\n因 {number}项：原文是“{any_of[0]}”"
    elif _CUMULATIVE.search(words):
        body = "各项全部满足"
    else:
        return None
    wanted = short_of(re.split(_LISTING, words)[-1]) or "所列条件"
    name = namer.name(wanted if len(wanted) > 2 else f"所列{wanted}", passage.clause)
    key = namer.key(passage.clause, "c")
    return Draft(passage.chunk, "组合", name, key, (quote,), body, role="list", bounds=bounds)


def item_drafts(
    passage: Passage,
    covered: Sequence[Draft],
    namer: Namer,
    actors: Actors,
    front: FrontMatter,
) -> list[Draft]:
    """A rule or an assessment for each segment of an item that nothing else carries out."""
    made: list[Draft] = []
    quoted = [q for d in covered if d.chunk == passage.chunk for q in (*d.quotes, d.body)]
    segments = passage.segments()
    for at, segment in enumerate(segments):
        words = segment.text
        quote = passage.quotable(segment.start, segment.end)
        is_first = at == 0 and len(segments) > 1
        is_title = is_first and segment.closing == "。" and len(words) <= _TITLE
        is_judged = _JUDGED.search(words) is not None
        is_stated = find_quantities(words) or any(quote in q or q in quote for q in quoted)
        if not quote or is_stated or not _LEAST <= len(words) <= _MOST:
            continue
        if is_judged:
            made.append(_assessment(passage, quote, namer, actors, front))
        elif _HELD.match(words) and not is_title:
            made.append(_question(passage, quote, namer))
    return made


def _question(passage: Passage, quote: str, namer: Namer) -> Draft:
    fact_name = namer.name(short_of(quote), passage.clause)
    fact = DraftFact(fact_name, namer.key(passage.clause, "f"), "是否", "", _asked(quote))
    name = namer.name(f"{fact_name}要求", passage.clause)
    key = namer.key(passage.clause, "r")
    return Draft(passage.chunk, "规则", name, key, (quote,), fact_name, (fact,), role="condition")


def _assessment(
    passage: Passage, quote: str, namer: Namer, actors: Actors, front: FrontMatter
) -> Draft:
    actor = actors.of(front.issuer or "认定机关", passage)
    name = namer.name(short_of(quote), passage.clause)
    body = f"由 {actor[0]}；\n问：{_asked(quote)}\n佐证：（请写明凭哪些材料判断）"
    key = namer.key(passage.clause, "h")
    return Draft(
        passage.chunk, "评定", name, key, (quote,), body, actors=(actor,), role="condition"
    )


def _asked(quote: str) -> str:
    """What is asked about words of the law: 是否具有健全的管理制度？"""
    words = re.sub(r"^(?:并|且|和|及)", "", quote)
    return f"是否{words}？" if _VERB.match(words) else f"是否做到“{words}”？"
