"""Numbers with a bound word → rules: what must be at least, at most, more or less than something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sgpolicy.drafting.naming import Namer, short_of, subject_of
from sgpolicy.drafting.passages import Passage, Segment
from sgpolicy.drafting.records import Draft, DraftFact
from sgpolicy.model.core import Operator
from sgpolicy.operators.bounds import AFTER, AFTER_PATTERN, BEFORE, with_end
from sgpolicy.records import dataclass, replace
from sgpolicy.source.quantities import MONEY, Quantity, find_quantities

_DATE = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_BEFORE_WORD = re.compile(
    "|".join(sorted((re.escape(w) for w in BEFORE if w != "满"), key=len, reverse=True))
)
_FULL = re.compile(r"(?<![不未每])满$")
_RANGE = re.compile(
    r"[0-9一二三四五六七八九十百千万亿元%％]\s*[—－–~～-]+\s*[0-9一二三四五六七八九十]"
)
_DEFINES = re.compile(r"(?:是|系)指|(?:^|[^性])指(?![标导数定南派示令挥引])")
_SINCE = re.compile(r"注册|登记|成立|设立|创办|开业|投产|执业|入职")
_WORDS: dict[Operator, str] = {
    "ge": "不少于", "gt": "超过", "le": "不超过", "lt": "少于", "eq": "等于", "ne": "",
}  # fmt: skip
_ELAPSED: dict[Operator, str] = {"ge": "满", "gt": "超过", "lt": "不满"}
_ONE_OR_MORE = re.compile(r"[一1](?P<unit>[项种个类家])(?:或|以及|至)[多几数](?P=unit)")
_COUNTED = {
    "家": "家数", "次": "次数", "人": "人数", "人次": "人次", "户": "户数", "名": "人数", "项": "项数",
    "件": "件数", "个": "个数", "台": "台数", "种": "种数", "家次": "家次", "小时": "时长", "分": "得分",
    "年": "年数", "月": "月数", "日": "日数",
}  # fmt: skip
_IS_COUNT = re.compile(r"(?:数|数量|人次|家次|量|额|时长|分值|总分|积分|年限|年龄|期限|时间)$")


@dataclass(frozen=True, slots=True)
class Stated:
    """A bound as a segment states it: on what, with which words."""

    quantity: Quantity
    operator: Operator
    before: str
    after: str
    subject: str
    start: int
    last: int


def stated_in(text: str) -> list[Stated]:
    """The bounds of a segment that say what they are set to.

    Example:
        >>> [(s.subject, s.operator, s.quantity.text) for s in stated_in("办公场所面积不少于150平方米")]
        [('办公场所面积', 'ge', '150平方米')]
    """
    text = _DATE.sub(lambda m: "，" * len(m[0]), text)
    if _RANGE.search(text):
        return []
    made: list[Stated] = []
    last = 0
    for quantity in find_quantities(text):
        if quantity.start < last:
            continue
        start, ahead = last, text[last : quantity.start]
        after = AFTER_PATTERN.match(text, quantity.end)
        word = (after["word"] or "") if after else ""
        ends = (after["near"] or after["far"]) if after else None
        last = after.end() if after else quantity.end
        before, subject = "", ahead
        operator: Operator | None = AFTER.get(word)
        if operator is None and word != "多":
            if full := _FULL.search(ahead):
                operator, before, subject = "ge", "满", ahead[: full.start()]
            elif words := list(_BEFORE_WORD.finditer(ahead)):
                before = words[-1][0]
                operator, subject = BEFORE[before], ahead[: words[-1].start()]
                base = ahead[words[-1].end() :].strip("的")
                subject = (
                    f"{subject_of(subject)}占{base}" if base and quantity.unit == "%" else subject
                )
        elif operator is not None:
            words = list(_BEFORE_WORD.finditer(ahead))
            subject = ahead[: words[-1].start()] if words else ahead
        if operator is None:
            continue
        if ends is not None:
            operator = with_end(operator, included=ends == "含")
            before = word = ""
        is_modifier = (
            operator == "le" and text[last : last + 1] == "的" and quantity.unit in "年月日"
        )
        named = _named(subject, quantity)
        if named and not is_modifier:
            made.append(Stated(quantity, operator, before, word, named, start, last))
    return made


def _named(subject: str, quantity: Quantity) -> str:
    if quantity.text.endswith("岁") and not subject_of(subject):
        return "年龄"
    return subject_of(subject)


def bound_drafts(passage: Passage, namer: Namer) -> list[Draft]:
    """A rule for each bound of a passage; an exception in brackets belongs to the rule before it."""
    made: list[Draft] = []
    segments = passage.segments()
    at = 0
    last: tuple[Stated, Draft] | None = None
    while at < len(segments):
        segment = segments[at]
        at += 1
        found = stated_in(segment.text)
        if (match := _ONE_OR_MORE.search(segment.text)) and passage.kind != "tail":
            made += _one_or_more(passage, segment, match, namer)
        if not found or passage.kind == "tail" or _DEFINES.search(segment.text):
            continue
        joined = [(segment, found[-1])]
        while at < len(segments) and segments[at].text.startswith("或"):
            other = stated_in(segments[at].text)
            if not other:
                break
            joined.append((segments[at], other[-1]))
            at += 1
        if segment.is_aside and last is not None and len(joined) == 1:
            excepted = _exception(passage, segment, found[-1], last, namer)
            if excepted is not None:
                made[-1] = excepted
                last = None
                continue
        draft = _rule(passage, joined, namer)
        if draft is not None:
            made.append(draft)
            last = (found[-1], draft) if len(joined) == 1 else None
    return made


def _rule(passage: Passage, joined: Sequence[tuple[Segment, Stated]], namer: Namer) -> Draft | None:
    first, last = joined[0], joined[-1]
    quote = passage.quotable(_start(*first), last[0].end)
    if not quote:
        return None
    facts, terms = [], []
    for _, stated in joined:
        fact, term = _term(passage, stated, namer)
        if term == "":
            return None
        facts.append(fact)
        terms.append(term)
    name = namer.name(f"{facts[0].name}要求", passage.clause)
    key = namer.key(passage.clause, "r")
    body = " 或 ".join(terms)
    bounds = tuple(stated.quantity.text for _, stated in joined)
    return Draft(
        passage.chunk,
        "规则",
        name,
        key,
        (quote,),
        body,
        tuple(facts),
        role="condition",
        bounds=bounds,
    )


def _one_or_more(
    passage: Passage, segment: Segment, match: re.Match[str], namer: Namer
) -> list[Draft]:
    """一项或多项: at least one of what the words after it, or else before it, name."""
    quote = passage.quotable(segment.start, segment.end)
    subject = short_of(segment.text[match.end() :].split("的")[0]) or subject_of(
        segment.text[: match.start()]
    )
    if not quote or len(subject) < 2 or len(find_quantities(segment.text)) != 1:
        return []
    unit = match["unit"]
    name = namer.name(subject + _COUNTED.get(unit, "数量"), passage.clause)
    fact = DraftFact(name, namer.key(passage.clause, "f"), "计数", unit, f"{name}是多少？")
    body = f"{name} 1{unit} 以上"
    return [
        Draft(
            passage.chunk, "规则", namer.name(f"{name}要求", passage.clause),
            namer.key(passage.clause, "r"), (quote,), body, (fact,), role="condition",
            bounds=(match[0][:2],),
        )
    ]  # fmt: skip


def _start(segment: Segment, stated: Stated) -> int:
    """Where the quotation starts: after another number that the rule does not carry out."""
    others = [q.end for q in find_quantities(segment.text) if q.end <= stated.quantity.start]
    return segment.start + max([0, *(end for end in others if end <= stated.quantity.start)])


def _exception(
    passage: Passage,
    segment: Segment,
    stated: Stated,
    last: tuple[Stated, Draft],
    namer: Namer,
) -> Draft | None:
    """The rule before with its exception, where the brackets set another bound to the same thing."""
    ruled, draft = last
    quote = passage.quotable(segment.start, segment.end)
    own = stated.subject.removesuffix(ruled.subject)
    is_same = own != stated.subject and stated.quantity.unit == ruled.quantity.unit
    if not quote or not is_same or len(own) < 2 or not draft.body.startswith(draft.facts[0].name):
        return None
    name = namer.name(own.removesuffix("的"), passage.clause)
    truth = DraftFact(name, namer.key(passage.clause, "f"), "是否", "", f"是不是“{own}”？")
    term = _comparison(draft.facts[0].name, stated)
    body = f"{draft.body}；\n例外 「{quote}」：当 {name}，则 {term}"
    return replace(
        draft,
        body=body,
        facts=(*draft.facts, truth),
        bounds=(*draft.bounds, stated.quantity.text),
    )


def _term(passage: Passage, stated: Stated, namer: Namer) -> tuple[DraftFact, str]:
    unit, written = stated.quantity.unit, stated.quantity.text
    subject = stated.subject
    key = namer.key(passage.clause, "f")
    if unit == "年" and _SINCE.search(subject) and stated.operator in _ELAPSED:
        name = namer.name(re.sub(r"(?:时间|年限|日期|期限)$", "", subject) + "日期", passage.clause)
        fact = DraftFact(name, key, "日期", "", f"{name}是哪一天？")
        return fact, f"{name} 至 评估日 {_ELAPSED[stated.operator]} {written}"
    if unit == "元":
        shown = next(u for u in sorted(MONEY, key=len, reverse=True) if written.endswith(u))
        name = namer.name(subject, passage.clause)
        fact = DraftFact(name, key, "金额", shown, f"{name}是多少？")
    elif unit == "%":
        name = namer.name(subject, passage.clause)
        fact = DraftFact(name, key, "百分比", "", f"{name}是多少？")
    elif unit == "平方米":
        name = namer.name(subject, passage.clause)
        fact = DraftFact(name, key, "面积", "平方米", f"{name}是多少平方米？")
    else:
        ending = "" if _IS_COUNT.search(subject) else _COUNTED.get(unit, "数量")
        name = namer.name(subject + ending, passage.clause)
        fact = DraftFact(name, key, "计数", unit, f"{name}是多少？")
    return fact, _comparison(name, stated)


def _comparison(name: str, stated: Stated) -> str:
    written = stated.quantity.text
    if stated.after in AFTER and not stated.before:
        return f"{name} {written} {'以内' if stated.after == '内' else stated.after}"
    word = stated.before if stated.before not in ("", "满", "最高", "达到") else ""
    return f"{name} {word or _WORDS[stated.operator]} {written}"
