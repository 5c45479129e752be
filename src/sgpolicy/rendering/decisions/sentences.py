"""Reasons as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.model.explanation import Members, Quantity
from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.judgements import judgement
from sgpolicy.rendering.decisions.naming import (
    brief,
    name,
    phrases,
    plain,
    told,
    with_source,
)
from sgpolicy.rendering.decisions.numbers import (
    day,
    decimal,
    members,
    period,
    points,
    quantity,
    shown,
    typeset,
)
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.citation import Citation
    from sgpolicy.model.explanation import Language, Part, Reason, Shortfall, Value


def sentence(reason: Reason, lang: Language) -> str:
    """What was tested, what was asked for, and how far off it is; without a full stop."""
    text = word("comma", lang).join(part for part in _clauses(reason, lang) if part)
    return word("colon", lang).join((*remarks(reason, lang), text))


def summary(reason: Reason, lang: Language) -> str:
    """A failing reason for one line: 申报 46 家，还差 4 家."""
    parts: tuple[str, ...]
    match reason.test:
        case "compare" if reason.note == "empty_whole":
            parts = (_empty(reason, lang),)
        case "compare":
            parts = (brief(reason.values[0], lang), shortfall(reason, lang))
        case "elapsed" | "within" | "finding" | "truth" | "member" | "set":
            parts = tuple(_clauses(reason, lang))
        case _:
            assert_never(reason.test)
    return word("comma", lang).join(part for part in parts if part)


def met_briefly(reason: Reason, lang: Language) -> str:
    """A test met, with its key number: 用户满意度 92%（申报值；要求 80% 以上）."""
    return told(reason.values[0], lang, bound(reason, lang))


def bound(reason: Reason, lang: Language) -> str:
    """What was asked for: 要求 50 家以上."""
    match reason.test:
        case "compare":
            wanted = asked(reason, lang)
        case "member":
            wanted = word("one of", lang, members(reason.members, lang))
        case "set":
            operator = reason.operator or "contains"
            wanted = word(operator, lang, members(reason.members, lang))
        case "truth":
            return ""
        case "elapsed" | "within" | "finding":
            return ""
        case _:
            assert_never(reason.test)
    if reason.is_negated:
        return word("not required", lang, wanted)
    spaced = wanted[:1].isdigit() and lang == "zh"
    return word("required", lang, f" {wanted}" if spaced else wanted)


def shortfall(reason: Reason, lang: Language) -> str:
    """How far off: 还差 4 家; "" where that cannot be said."""
    short = reason.shortfall
    if short is None:
        return ""
    match short.direction:
        case "more" | "less":
            return _distance(short, reason.values[0], lang)
        case "day":
            if short.day is None or reason.length is None:
                return ""
            key = "full from" if reason.is_inclusive else "exceeded from"
            return word(key, lang, day(short.day, lang), period(reason.length, lang))
        case _:
            assert_never(short.direction)


def remarks(reason: Reason, lang: Language) -> tuple[str, ...]:
    """Of which exceptions it is open whether they apply."""
    return tuple(
        word("open exception", lang, phrases(cited))
        for cited, applies in reason.exceptions
        if applies is None
    )


def decided_under(part: Part) -> Citation:
    """What a part was decided under: its exception where that applied, otherwise its own clause."""
    applied = {
        next((cited for cited, applies in reversed(reason.exceptions) if applies), part.citation)
        for reason in part.reasons
    }
    return applied.pop() if len(applied) == 1 else part.citation


def _absent(values: tuple[Value, ...]) -> Iterator[str]:
    """The names of the values that do not exist, since no such event happened."""
    for value in values:
        if value.source == "absent":
            if value.name and value.form in ("fact", "tally"):
                yield value.name
            else:
                yield from _absent(value.parts)


def _clauses(reason: Reason, lang: Language) -> tuple[str, ...]:
    if reason.note == "absent":
        names = word("list", lang).join(dict.fromkeys(_absent(reason.values)))
        return (word("there is no", lang, names),)
    match reason.test:
        case "compare":
            if reason.note == "empty_whole":
                return (_empty(reason, lang),)
            return (told(reason.values[0], lang), bound(reason, lang), shortfall(reason, lang))
        case "elapsed":
            return _elapsed(reason, lang)
        case "within":
            inside, stretch = reason.values
            holds = (reason.outcome is Outcome.MET) is not reason.is_negated
            key = "inside" if holds else "outside"
            return (told(inside, lang), word(key, lang, shown(stretch.datum, lang)))
        case "member" | "set":
            is_met = reason.outcome is Outcome.MET
            has_little_to_add = is_met and reason.test == "member" and not reason.is_negated
            wanted = "" if has_little_to_add else bound(reason, lang)
            return (_held(reason.values[0], lang), wanted)
        case "truth":
            return (_answered(reason, lang),)
        case "finding":
            return () if reason.judgement is None else (judgement(reason.judgement, lang),)
        case _:
            assert_never(reason.test)


def _held(value: Value, lang: Language) -> str:
    """机构类型：企业（申报值）."""
    return f"{name(value, lang)}{word('colon', lang)}{with_source(plain(value), lang)}"


def _answered(reason: Reason, lang: Language) -> str:
    value = reason.values[0]
    text = _held(value, lang)
    if reason.is_negated and reason.outcome is Outcome.NOT_MET:
        no = word("quoted", lang, word("no", lang))
        return text + word("comma", lang) + word("required", lang, no)
    return text


def _elapsed(reason: Reason, lang: Language) -> tuple[str, ...]:
    start, end = reason.values
    if reason.length is None or start.datum is None or end.datum is None:
        return (told(start, lang), told(end, lang))
    holds = (reason.outcome is Outcome.MET) is not reason.is_negated
    key = "elapsed" if reason.is_inclusive else "exceeded"
    if not holds:
        key = f"not {key}"
    until = name(end, lang)
    until = shown(end.datum, lang) + (word("bracketed", lang, until) if until else "")
    length = period(reason.length, lang)
    return (told(start, lang), word(key, lang, until, length), shortfall(reason, lang))


def asked(reason: Reason, lang: Language) -> str:
    """The bound in the rule's words; where it is a value of its own, with that value."""
    right = plain(reason.values[1])
    if right.form == "constant" and reason.written and lang == "zh":
        return typeset(reason.written)
    operator = reason.operator or "ge"
    is_day = not isinstance(right.datum, Quantity | Members) and right.form in ("day", "as_of")
    dated = f"date {operator}" if is_day and operator not in ("eq", "ne") else operator
    return word(dated, lang, told(right, lang))


def _distance(short: Shortfall, value: Value, lang: Language) -> str:
    amount = short.amount
    if amount is None:
        return ""
    is_more = short.direction == "more"
    text = points(amount.low, lang) if amount.kind == "share" else quantity(amount, lang)
    is_exact = not isinstance(value.datum, Quantity) or value.datum.is_known
    if short.is_strict:
        key = "short strictly" if is_more else "over strictly"
        if amount.low == 0:
            key = "equal strictly" if is_more else "under strictly"
    elif is_exact and amount.kind == "share" and decimal(amount.low * 100, 4) is None:
        key, text = ("short about" if is_more else "over about"), points(amount.low, lang)
    elif is_exact:
        key = "short" if is_more else "over"
    else:
        key = "short at least" if is_more else "over at least"
    text = word(key, lang, text)
    if short.heads is None or short.whole is None:
        return text
    whole = shown(short.whole.datum, lang)
    key = "heads more" if is_more else "heads less"
    heads = word(key, lang, name(short.whole, lang), whole, quantity(short.heads, lang))
    return text + word("bracketed", lang, heads)


def _empty(reason: Reason, lang: Language) -> str:
    ratio = next((plain(v) for v in reason.values if plain(v).form == "ratio"), None)
    whole = name(ratio.parts[1], lang) if ratio is not None else name(reason.values[0], lang)
    return word("empty whole", lang, whole)
