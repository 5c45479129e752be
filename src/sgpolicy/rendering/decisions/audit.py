"""The audit: every clause, every test, every value with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.blocks import Fields, Heading, Item
from sgpolicy.rendering.decisions.judgements import awaited, signed, vote
from sgpolicy.rendering.decisions.letter import amount_table, differing, recounted, to_supply
from sgpolicy.rendering.decisions.line import line
from sgpolicy.rendering.decisions.naming import (
    clause,
    mentioned,
    name,
    phrases,
    to_applicant,
    told,
    with_source,
)
from sgpolicy.rendering.decisions.numbers import day, shown
from sgpolicy.rendering.decisions.relied import described, jointly_read, titled
from sgpolicy.rendering.decisions.sentences import sentence
from sgpolicy.rendering.words import SIGNS, verdict, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sgpolicy.model.explanation import (
        Check,
        Entry,
        Explanation,
        Language,
        Place,
        ReadingUsed,
        Reason,
        Value,
    )
    from sgpolicy.rendering.decisions.blocks import Block

_FOUND = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.AWAITING_FINDINGS}


def audit(explanation: Explanation) -> tuple[Block, ...]:
    """The audit's blocks: header, every clause, open and differing data, readings."""
    lang = explanation.lang
    readings = {reading.id: reading for reading in explanation.readings}
    blocks: list[Block] = [*_header(explanation), Heading(2, word("head places", lang))]
    for place in explanation.places:
        blocks.extend(_place(place, lang, readings))
    if explanation.amounts:
        blocks.append(Heading(2, word("head amounts", lang)))
        blocks.extend(amount_table(explanation.amounts, lang))
    if explanation.recounts:
        blocks.append(Heading(2, word("head recounts", lang)))
        blocks.extend(recounted(explanation.recounts, lang))
    for head, items in _lists(explanation):
        if items:
            blocks.append(Heading(2, word(head, lang)))
            blocks.extend(items)
    if explanation.jointly is not None:
        blocks.append(Heading(2, word("head jointly", lang)))
        blocks.extend(jointly_read(explanation.jointly, lang))
    return tuple(blocks)


def _header(explanation: Explanation) -> Iterator[Block]:
    lang, header = explanation.lang, explanation.header
    document = word("bracketed", lang, header.document_number) if header.document_number else ""
    yield Heading(1, word("audit title", lang))
    rows = (
        (to_applicant("applicant", header, lang), header.applicant or word("missing", lang)),
        (word("document", lang), header.title + document),
        (word("policy", lang), header.policy),
        (word("language", lang), header.language),
        (word("date", lang), day(header.on, lang)),
        (word("bounds", lang), header.bounds),
        (word("outcome", lang), verdict(explanation.outcome, lang)),
        (word("summary", lang), line(explanation)),
    )
    yield Fields(tuple(row for row in rows if row[1]))


def _lists(explanation: Explanation) -> Iterator[tuple[str, list[Item]]]:
    lang = explanation.lang
    yield "head missing", [*to_supply(explanation.missing, lang)]
    yield (
        "head awaiting",
        [
            Item(
                0,
                " ".join(dict.fromkeys(mentioned(node, lang) for node in need.where)) or need.name,
                awaited(need, lang),
                Outcome.AWAITING_FINDINGS,
            )
            for need in explanation.awaiting
        ],
    )
    yield (
        "head differences",
        [Item(0, "", (differing(value, lang),)) for value in explanation.differences],
    )
    yield "head readings", [_reading(reading, lang) for reading in explanation.readings]
    yield "head unused", [Item(0, "", (given,)) for given in explanation.unused]


def _reading(reading: ReadingUsed, lang: Language) -> Item:
    used = word("consulted" if reading.is_relied_on else "not consulted", lang)
    label = titled(reading) + word("bracketed", lang, used)
    return Item(0, label, (reading.question, described(reading, lang)))


def _place(place: Place, lang: Language, readings: Mapping[str, ReadingUsed]) -> Iterator[Block]:
    if place.entries or place.outcome is not None:
        yield Heading(3, clause(place.clause, lang), place.outcome)
    for entry in place.entries:
        yield from entry_items(entry, lang, readings)


def entry_items(
    entry: Entry, lang: Language, readings: Mapping[str, ReadingUsed]
) -> Iterator[Item]:
    """A node with everything that was found about it, line by line."""
    node = entry.mention
    if node.kind == "clause" and entry.guard is not None:
        yield Item(0, word("guard", lang), (), entry.guard.outcome, is_worded=True)
        yield from _check(entry.guard, 1, lang, readings)
        return
    label = f"{word(node.kind, lang)} {node.name}"
    yield Item(0, label + phrases(node.citation), (), node.outcome, is_worded=True)
    if entry.guard is not None:
        yield Item(1, word("guard", lang), (), entry.guard.outcome)
        yield from _check(entry.guard, 2, lang, readings)
    if entry.check is not None:
        yield from _check(entry.check, 1, lang, readings)
    if entry.value is not None and node.kind == "amount":
        yield Item(1, "", (shown(entry.value.datum, lang),))
    elif entry.value is not None:
        yield from _value(entry.value, 1, lang)


def _check(
    check: Check, depth: int, lang: Language, readings: Mapping[str, ReadingUsed]
) -> Iterator[Item]:
    match check.form:
        case "test":
            if check.reason is not None:
                yield from _test(check.reason, check.outcome, depth, lang)
        case "all" | "at_least":
            head = word("all of", lang)
            if check.form == "at_least":
                head = word("some of", lang, check.number)
            if all(part.form == "reference" for part in check.parts):
                names = word("list", lang).join(_seen(part, lang) for part in check.parts)
                yield Item(depth, "", (head + word("colon", lang) + names,), check.outcome)
                return
            yield Item(depth, "", (head + word("colon", lang),), check.outcome)
            for part in check.parts:
                yield from _check(part, depth + 1, lang, readings)
        case "not":
            yield Item(depth, "", (word("not", lang) + word("colon", lang),), check.outcome)
            yield from _check(check.parts[0], depth + 1, lang, readings)
        case "exception":
            yield from _exception(check, depth, lang, readings)
        case "reading":
            used = readings.get(check.reading)
            title, chosen = (titled(used), used.chosen) if used else (check.reading, "")
            yield Item(depth, "", (word("reading", lang, title, chosen),), check.outcome)
            for part in check.parts:
                yield from _check(part, depth + 1, lang, readings)
        case "reference":
            yield Item(
                depth, "", (word("see", lang, _seen(check, lang, signed=False)),), check.outcome
            )
        case "constant":
            key = "always" if check.outcome is Outcome.MET else "never"
            yield Item(depth, "", (word(key, lang),), check.outcome)
        case _:
            assert_never(check.form)


def _exception(
    check: Check, depth: int, lang: Language, readings: Mapping[str, ReadingUsed]
) -> Iterator[Item]:
    condition, then, otherwise = check.parts
    is_case = check.citation is None  # 按 a fact: a case, and no exception that the law words
    quoted = "" if check.citation is None else phrases(check.citation)
    state = {True: "applies", False: "does not apply", None: "is open"}[check.taken]
    kind = word("case", lang) if is_case else word("exception", lang, quoted)
    head = kind + word("colon", lang) + word(state, lang)
    yield Item(depth, "", (head,), check.outcome)
    aside = word("bracketed", lang, word("not taken", lang))
    for key, part, is_aside in (
        ("when", condition, False),
        ("case then" if is_case else "then", then, check.taken is False),
        ("case otherwise" if is_case else "otherwise", otherwise, check.taken is True),
    ):
        label = word(key, lang) + (aside if is_aside else "") + word("colon", lang)
        inner = [*_check(part, 0, lang, readings)]
        first = inner[0] if inner else Item(0, "", (), part.outcome)
        text = (label + first.text[0], *first.text[1:]) if first.text else (label,)
        yield Item(depth + 1, first.label, text, first.outcome)
        for item in inner[1:]:
            yield Item(depth + 1 + item.depth, item.label, item.text, item.outcome)


def _test(reason: Reason, outcome: Outcome, depth: int, lang: Language) -> Iterator[Item]:
    shown = Outcome.MET if reason.outcome is Outcome.MET else reason.outcome
    text = sentence(reason, lang) + word("stop", lang)
    lines = [text]
    if reason.judgement is not None and reason.judgement.question:
        lines.append(word("question", lang, reason.judgement.question))
    if reason.judgement is not None:
        lines += filter(None, (signed(reason.judgement, lang),))
    yield Item(depth, "", tuple(lines), shown if outcome.is_decided else outcome)
    if reason.judgement is not None and reason.judgement.panel is not None:
        for one in reason.judgement.panel.votes:
            who, said = vote(one, lang)
            yield Item(depth + 1, who, (said + word("stop", lang),), _FOUND[one.met])
    for value in reason.values:
        for part in _details(value):
            yield from _detail(part, depth + 1, lang)


def _details(value: Value) -> Iterator[Value]:
    """Of a value told in a sentence, the parts about which the sentence leaves something out."""
    if value.form == "definition" or value.rows is not None or value.reading:
        yield value
        return
    if value.form in ("ratio", "sum", "size"):
        for part in value.parts:
            yield from _details(part)


def _detail(value: Value, depth: int, lang: Language) -> Iterator[Item]:
    """What a sentence left out: through which definition, from how many rows, as read how."""
    if value.form == "definition":
        yield from _definition(value, depth, lang)
        return
    yield Item(depth, "", (name(value, lang) + word("colon", lang) + _aside(value, lang),))


def _definition(value: Value, depth: int, lang: Language) -> Iterator[Item]:
    is_through = len(value.parts) == 1
    inner = told(value.parts[0], lang) if is_through else with_source(value, lang)
    yield Item(depth, "", (f"{word('definition', lang)} {value.name} = {inner}",))
    for part in value.parts:
        for detail in _details(part):
            yield from _detail(detail, depth + 1, lang)


def _value(value: Value, depth: int, lang: Language) -> Iterator[Item]:
    """The value of a definition, in full."""
    if value.form == "definition":
        yield from _definition(value, depth, lang)
        return
    text = told(value, lang)
    if value.rows is not None or value.reading:
        text += word("semicolon", lang) + _aside(value, lang)
        yield Item(depth, "", (text,))
        return
    yield Item(depth, "", (text,))
    for part in _details(value):
        yield from _detail(part, depth + 1, lang)


def _aside(value: Value, lang: Language) -> str:
    parts = []
    if value.rows is not None:
        parts.append(word("rows", lang, value.rows, value.ledger or word("ledger", lang)))
    if value.reading:
        parts.append(word("as read", lang, value.reading))
    return word("comma", lang).join(parts)


def _seen(check: Check, lang: Language, *, signed: bool = True) -> str:
    if check.target is None:
        return ""
    text = mentioned(check.target, lang)
    return f"{text} {SIGNS[check.outcome]}" if signed else text
