"""Deadlines and periods → duties, rules and definitions: 每年1月底前, 15个工作日内, 有效期5年, 自…起施行."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sgpolicy.drafting.actors import Actors
from sgpolicy.drafting.front_matter import read_date
from sgpolicy.drafting.naming import Namer, short_of
from sgpolicy.drafting.passages import Passage, Segment
from sgpolicy.drafting.records import Draft, DraftFact, FrontMatter
from sgpolicy.source.numerals import read_number

ISSUE_DATE = "印发日期"
"""The name of the definition of the day on which the law was issued."""
_NUMERAL = r"[0-9]{1,4}|[一二两三四五六七八九十百]{1,5}"
_BY_MONTH = re.compile(r"每年(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月底(?:之?前|以前)")
_YEARLY = re.compile(rf"每年[^，。；每]{{0,12}}?(?P<number>{_NUMERAL})次(?![以数])")
_TOWARDS = re.compile(r"^向[^，。；]{1,30}?(?=报送|提交|报告|上报|备案|申报|提出|申请)")
_LONGEST = 14
_WITHIN = re.compile(
    rf"(?P<number>{_NUMERAL})(?P<unit>个工作日|工作日|个月|日|天)(?P<word>以内|之内|内)"
)
_ORDERED = re.compile(r"应|须|之日起|自|收到|受理|届满|不得|前|后")
_LASTING = re.compile(
    rf"(?P<what>[^，。；]{{0,12}}?)有效期(?:限)?(?:为|是)?(?P<number>{_NUMERAL})年"
)
_FROM = re.compile(
    r"自(?P<date>([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日)(?:起|之日起)(?:施行|实施|执行|生效)"
)
_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")


def deadline_drafts(
    passage: Passage, namer: Namer, actors: Actors, front: FrontMatter
) -> list[Draft]:
    """What a passage says about time, in order."""
    made: list[Draft] = []
    segments = passage.segments()
    if passage.kind == "tail" or passage.clause.kind == "notice":
        return made
    for at, segment in enumerate(segments):
        for draft in (
            _duty(passage, segments, at, namer, actors),
            _within(passage, segments, at, namer),
            _in_force(passage, segment, namer),
            _lasting(passage, segment, namer, front),
        ):
            if draft is not None:
                made.append(draft)
                break
    return made


def _duty(
    passage: Passage, segments: Sequence[Segment], at: int, namer: Namer, actors: Actors
) -> Draft | None:
    """每年1月底前报送…, 每年组织一次…: a duty, if the sentence says whose."""
    segment = segments[at]
    by_month, yearly = _BY_MONTH.search(segment.text), _YEARLY.search(segment.text)
    match = by_month or yearly
    actor = actors.before(passage, segment.start) if match else None
    if match is None or actor is None:
        return None
    end = segment.end
    if match.end() == len(segment.text) and segment.closing == "，" and at + 1 < len(segments):
        end = segments[at + 1].end
    quote = passage.quotable(segment.start, end)
    if not quote:
        return None
    number = int(read_number(by_month["month"] if by_month else match["number"]) or 0)
    deadline = f"每年 {number}月 底前" if by_month else f"每年 {number}次"
    text = passage.text[segment.start : end]
    said = (
        text.replace(match[0], match[0][2:].removesuffix(f"{match['number']}次"), 1)
        if yearly and not by_month
        else text[match.end() :]
    )
    doing = _TOWARDS.sub("", said.removeprefix(actor[2]).strip("，及并"))
    name = namer.name(short_of(doing)[:_LONGEST] or "每年办理", passage.clause)
    body = f"由 {actor[0]}；\n期限 {deadline}"
    key = namer.key(passage.clause, "d")
    stated = f"{number}月" if by_month else f"{match['number']}次"
    return Draft(
        passage.chunk, "义务", name, key, (quote,), body, actors=(actor,), role="deadline",
        bounds=(stated,),
    )  # fmt: skip


def _within(passage: Passage, segments: Sequence[Segment], at: int, namer: Namer) -> Draft | None:
    """15个工作日内作出决定: at most so many days."""
    segment = segments[at]
    matches = list(_WITHIN.finditer(segment.text))
    if len(matches) != 1 or not _ORDERED.search(segment.text):
        return None
    match = matches[0]
    quote = passage.quotable(segment.start, segment.end)
    doing = short_of(segment.text[match.end() :])
    if not doing and segment.closing == "，" and at + 1 < len(segments):
        doing = short_of(segments[at + 1].text)[:8]
    if not quote:
        return None
    number = match["number"]
    is_working = "工作日" in match["unit"]
    unit = {"个工作日": "个", "工作日": "个", "个月": "月"}.get(match["unit"], "日")
    days = "工作日数" if is_working else "月数" if unit == "月" else "日数"
    fact_name = namer.name(f"{doing[:10] or '办理'}所用{days}", passage.clause)
    key = namer.key(passage.clause, "f")
    fact = DraftFact(fact_name, key, "计数", unit, f"{fact_name}是多少？")
    counted = f"{number}{'个月' if unit == '月' else unit}"
    body = f"{fact_name} {counted} 以内"
    if is_working:
        body += f"；\n因 不超过 {counted}：原文是“{match[0]}”"
    name = namer.name(f"{doing[:10] or '办理'}时限", passage.clause)
    return Draft(
        passage.chunk, "规则", name, namer.key(passage.clause, "r"), (quote,), body, (fact,),
        role="deadline", bounds=(match[0],),
    )  # fmt: skip


def _in_force(passage: Passage, segment: Segment, namer: Namer) -> Draft | None:
    match = _FROM.search(segment.text)
    if match is None or not (day := _DAY.search(match["date"])) or not read_date(day):
        return None
    quote = passage.quotable(segment.start, segment.end)
    if not quote or len(_DAY.findall(quote)) != 1:
        return None
    name = namer.name("施行日期", passage.clause)
    key = namer.key(passage.clause, "n")
    return Draft(passage.chunk, "定义", name, key, (quote,), match["date"], bounds=(match["date"],))


def _lasting(passage: Passage, segment: Segment, namer: Namer, front: FrontMatter) -> Draft | None:
    """有效期5年: the corresponding day, so many years after the first one."""
    match = _LASTING.search(segment.text)
    if match is None:
        return None
    quote = passage.quotable(segment.start, segment.end)
    if not quote:
        return None
    what = short_of(match["what"])[-8:]
    facts: tuple[DraftFact, ...] = ()
    is_own = not what and any(w in passage.text for w in ("印发", "发布", "公布"))
    if is_own and front.issued and not _DAY.search(passage.text):
        start = ISSUE_DATE
    else:
        start = namer.name(f"{what}有效期起算日", passage.clause)
        key = namer.key(passage.clause, "f")
        facts = (DraftFact(start, key, "日期", "", f"{start}是哪一天？"),)
    name = namer.name(f"{what}有效期对应日", passage.clause)
    key = namer.key(passage.clause, "n")
    length = f"{match['number']}年"
    return Draft(
        passage.chunk, "定义", name, key, (quote,), f"{start} 后 {length}", facts, bounds=(length,)
    )
