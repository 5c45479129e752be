"""Stretches of years → definitions: 近两年, 创办3年内的企业, 三年期满."""

from __future__ import annotations

import re
from collections.abc import Callable

from sgpolicy.drafting.naming import Namer, short_of
from sgpolicy.drafting.passages import Passage, Segment
from sgpolicy.drafting.records import Draft, DraftFact

_YEARS = r"(?P<number>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})年"
_RECENT = re.compile(
    rf"(?P<words>(?:最近|(?<![最附临接靠将])近)(?:连续)?{_YEARS})(?!度?[以之]?[上前后])"
)
_YOUNG = re.compile(
    rf"(?P<words>(?P<begun>注册(?:登记)?|登记|成立|设立|创办|创业|开办|开业|投产|执业)(?:时间|年限|期限)?"
    rf"(?:不超过|未超过|在)?{_YEARS}(?:以内|之内|内)?)的"
)
_ENDED = re.compile(
    rf"(?P<words>{_YEARS}(?:有效)?(?P<what>[^，。；：0-9]{{0,4}}?)期(?:限)?(?:届)?满)"
)
_NUMERALS = "零一二三四五六七八九"
_DIGITS = re.compile(r"[0-9]+")


def period_drafts(passage: Passage, namer: Namer) -> list[Draft]:
    """A definition for each stretch of years that a passage counts from or up to a day."""
    if passage.kind == "tail":
        return []
    made: list[Draft] = []
    for segment in passage.segments():
        for pattern, defined in _KINDS:
            if (match := pattern.search(segment.text)) and (
                draft := defined(passage, segment, match, namer)
            ):
                made.append(draft)
    return made


def _recent(passage: Passage, segment: Segment, match: re.Match[str], namer: Namer) -> Draft | None:
    """近两年: the years before the day of evaluation; whether calendar years are meant is for a person to say."""
    return _definition(
        passage, segment, match, namer, match["words"], f"评估日 的 前 {match['number']}年"
    )


def _young(passage: Passage, segment: Segment, match: re.Match[str], namer: Namer) -> Draft | None:
    """创办3年内的企业: the corresponding day is still within the years (民法典第二百零二条)."""
    if re.search(r"(?:超过|在|内)", match["words"]) is None:
        return None
    day = namer.name(f"{match['begun']}日期", passage.clause)
    fact = DraftFact(day, namer.key(passage.clause, "f"), "日期", "", f"{day}是哪一天？")
    body = f"{day} 不早于 评估日 的 前 {match['number']}年 的 第一日"
    return _definition(passage, segment, match, namer, match["words"], body, fact)


def _ended(passage: Passage, segment: Segment, match: re.Match[str], namer: Namer) -> Draft | None:
    """三年期满: the corresponding day, so many years after a day that a person must name."""
    day = namer.name(f"{short_of(match['words'])}起算日", passage.clause)
    fact = DraftFact(day, namer.key(passage.clause, "f"), "日期", "", f"{day}是哪一天？")
    body = f"{day} 后 {match['number']}年"
    return _definition(passage, segment, match, namer, f"{match['words']}日", body, fact)


def _definition(
    passage: Passage,
    segment: Segment,
    match: re.Match[str],
    namer: Namer,
    wanted: str,
    body: str,
    *facts: DraftFact,
) -> Draft | None:
    """A definition under the shortest words that stand in the clause once."""
    start = segment.start + match.start("words")
    quote = passage.quotable(start, segment.start + match.end("words")) or passage.quotable(
        start, segment.end
    )
    if not quote:
        return None
    name = namer.name(_DIGITS.sub(_in_words, wanted), passage.clause)
    key = namer.key(passage.clause, "n")
    bound = f"{match['number']}年"
    return Draft(
        passage.chunk, "定义", name, key, (quote,), body, facts, role="other", bounds=(bound,)
    )


def _in_words(match: re.Match[str]) -> str:
    """A number below a hundred as a name may have it: 12 is 十二."""
    tens, ones = divmod(int(match[0]), 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return ten + (_NUMERALS[ones] if ones or not tens else "")


_KINDS: tuple[
    tuple[re.Pattern[str], Callable[[Passage, Segment, re.Match[str], Namer], Draft | None]], ...
] = ((_RECENT, _recent), (_YOUNG, _young), (_ENDED, _ended))
