"""The letter: how a platform stands, what it owes, what may come next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sgpolicy.model.citation import chinese_number
from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.blocks import Heading, Item, Paragraph
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.status.headline import headline
from sgpolicy.rendering.status.sentences import (
    called,
    coming,
    defect,
    doer,
    duty,
    is_rooted,
    other,
    title,
    title_story,
)
from sgpolicy.rendering.status.wording import say
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from sgpolicy.model.account import Account, EventAccount
    from sgpolicy.model.explanation import ReadingUsed
    from sgpolicy.rendering.decisions.blocks import Block

_DONE = frozenset({"done", "standing"})


def letter(account: Account) -> tuple[Block, ...]:
    """The letter's blocks, section by section."""
    return (*_opening(account), *numbered(_sections(account), account))


def coming_letter(account: Account) -> tuple[Block, ...]:
    """Only what may or must be done now, by whom."""
    lang = account.lang
    name = account.header.platform or say("anonymous", lang)
    head: list[Block] = [
        Heading(1, say("next title", lang)),
        Paragraph(f"{name}{word('colon', lang)}{headline(account)}", account.outcome),
    ]
    sections: list[tuple[str, list[Block]]] = [
        ("head next", [*coming_items(account), *urgent_duties(account)]),
        ("head barred", [*barred_items(account)]),
        ("head again", [*applying(account)]),
    ]
    return (*head, *numbered(iter(sections), account))


def numbered(sections: Iterator[tuple[str, list[Block]]], account: Account) -> Iterator[Block]:
    """Sections with numbered headings; empty ones are left out."""
    lang, number = account.lang, 0
    for head, body in sections:
        if body:
            number += 1
            mark = f"{chinese_number(number)}、" if lang == "zh" else f"{number}. "
            yield Heading(2, mark + say(head, lang))
            yield from body


def _opening(account: Account) -> Iterator[Block]:
    lang, header = account.lang, account.header
    yield Heading(1, say("letter title", lang, header.subject))
    name = header.platform or say("anonymous", lang)
    yield Paragraph(word("salutation", lang, name))
    document = word("bracketed", lang, header.document_number) if header.document_number else ""
    until = header.complete_until
    records = say("records until", lang, day(until, lang)) if until else say("records", lang)
    text = say("opening", lang, header.title.strip("《》"), document, records, day(header.on, lang))
    yield Paragraph(text)
    yield Paragraph(say("conclusion", lang, headline(account) + _aside(account)))


def _aside(account: Account) -> str:
    lang, header = account.lang, account.header
    told = []
    if header.complete_until is None or header.complete_until < header.on:
        until = header.complete_until
        told.append(
            say("records nowhere", lang)
            if until is None
            else say("records end", lang, day(until, lang))
        )
    if account.stage is not None and account.title is None:
        told.append(say("under way", lang, called(account.stage, lang)))
    overdue = sum(1 for one in account.duties if one.state == "overdue")
    flawed = sum(1 for event in account.events if event.outcome is Outcome.NOT_MET)
    if overdue:
        told.append(say("overdue", lang, overdue))
    if flawed:
        told.append(say("flawed", lang, flawed))
    gap = " " if lang == "en" and told else ""
    return gap + gap.join(told)


def _sections(account: Account) -> Iterator[tuple[str, list[Block]]]:
    lang = account.lang
    yield (
        "head titles",
        [
            Item(0, title(held, lang), title_story(held, lang), held.outcome)
            for held in account.titles
        ],
    )
    flawed = [e for e in account.events if e.outcome is Outcome.NOT_MET]
    yield "head flaws", [*_rooted(flawed, "tainted", account)]
    open_ = [
        e
        for e in account.events
        if not e.outcome.is_decided and e.outcome is not Outcome.NOT_APPLICABLE
    ]
    yield "head doubts", [*_rooted(open_, "doubtful", account)]
    yield "head duties", [*_duties(account)]
    yield "head next", [*coming_items(account)]
    yield "head barred", [*barred_items(account)]
    yield "head again", [*applying(account)]
    yield "head others", [*others(account)]
    yield "head readings", [*readings(account.readings, account)]
    yield "head notes", [*notes(account)]


def _rooted(events: list[EventAccount], key: str, account: Account) -> Iterator[Block]:
    """Events with what they lack themselves; those that only rest on them, in one line."""
    lang = account.lang
    roots = [event for event in events if is_rooted(event)]
    yield from (event_item(event, account) for event in roots or events)
    rest = [event for event in events if roots and event not in roots]
    if rest:
        names = word("list", lang).join(called(event, lang) for event in rest)
        yield Item(0, "", (say(key, lang, len(rest), names),))


def event_item(event: EventAccount, account: Account) -> Item:
    """An event with what it lacks."""
    lang = account.lang
    texts = tuple(defect(d, doer(event), lang) + word("stop", lang) for d in event.defects)
    return Item(0, called(event, lang), texts, event.outcome)


def _duties(account: Account) -> Iterator[Block]:
    for owed in account.duties:
        if owed.state not in _DONE:
            name, texts = duty(owed, account.lang)
            outcome = Outcome.MISSING_FACTS if owed.state == "due" else owed.outcome
            yield Item(0, name, texts, outcome)


def urgent_duties(account: Account) -> Iterator[Block]:
    """The duties that are overdue or due."""
    for owed in account.duties:
        if owed.state in ("overdue", "due", "unrecorded") and owed.year is not None:
            name, texts = duty(owed, account.lang)
            yield Item(0, name, texts, owed.outcome)


def coming_items(account: Account) -> Iterator[Block]:
    """What may or must come next."""
    for step in account.steps:
        if step.outcome is not Outcome.NOT_MET:
            yield Item(0, step.name, coming(step, account.lang), step.outcome)


def barred_items(account: Account) -> Iterator[Block]:
    """What would be next but for a rule."""
    for step in account.steps:
        if step.outcome is Outcome.NOT_MET:
            yield Item(0, step.name, coming(step, account.lang), step.outcome)


def applying(account: Account) -> Iterator[Block]:
    """Whether and from when the platform may apply."""
    start, lang = account.beginning, account.lang
    if start is None:
        return
    stop, by = word("stop", lang), word("list", lang).join(start.step.actors)
    texts = [defect(d, by, lang) + stop for d in start.step.defects]
    match start.step.outcome:
        case Outcome.MET:
            yield Item(0, say("may apply", lang), (), Outcome.MET)
            return
        case Outcome.NOT_MET:
            yield Item(0, say("may not apply", lang), tuple(texts), Outcome.NOT_MET)
        case _:
            yield Item(0, say("may apply open", lang), tuple(texts), start.step.outcome)
            return
    if start.from_day is None:
        yield Item(0, "", (say("no day", lang, day(start.until, lang)),))
        return
    waiting = [d.name for d in start.then.defects if d.name] if start.then is not None else []
    if waiting:
        names = word("list", lang).join(waiting)
        yield Item(0, "", (say("from day open", lang, day(start.from_day, lang), names),))
    else:
        yield Item(0, "", (say("from day", lang, day(start.from_day, lang)),))


def others(account: Account) -> Iterator[Block]:
    """What other readings would change, by interpretation."""
    lang = account.lang
    for changed in account.others:
        text = other(changed, lang) + word("stop", lang)
        label = f"{changed.number} {changed.name}{word('colon', lang)}"
        yield Item(0, "", (label + text,))


def readings(used: tuple[ReadingUsed, ...], account: Account) -> Iterator[Block]:
    """The readings relied on, in one line, those not the default first."""
    lang = account.lang
    for key, some in (
        ("readings chosen", [r for r in used if not r.is_default or r.settled]),
        ("readings", [r for r in used if r.is_default and not r.settled]),
    ):
        if some:
            names = word("list", lang).join(
                f"{r.number} {r.name}{word('bracketed', lang, r.chosen)}" for r in some
            )
            yield Paragraph(say(key, lang, len(some), names))


def notes(account: Account) -> Iterator[Block]:
    """What a reader should know of all this."""
    lang, header = account.lang, account.header
    if header.holiday_years is not None:
        first, last = header.holiday_years
        yield Item(0, "", (say("note holidays", lang, header.holidays, first, last),))
    else:
        yield Item(0, "", (say("note no holidays", lang),))
    if any(event.outcome is Outcome.NOT_MET for event in account.events):
        yield Item(0, "", (say("note effect", lang),))
    yield Item(0, "", (say("note nature", lang),))
