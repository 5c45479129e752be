"""The audit: every event, every title, every duty, with the clause each rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.blocks import Fields, Heading, Item, Paragraph
from sgpolicy.rendering.decisions.naming import citation
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.decisions.relied import described, titled
from sgpolicy.rendering.status.headline import headline
from sgpolicy.rendering.status.letter import (
    applying,
    barred_items,
    coming_items,
    notes,
    numbered,
    others,
)
from sgpolicy.rendering.status.sentences import called, defect, doer, duty, title, title_story
from sgpolicy.rendering.status.wording import say
from sgpolicy.rendering.words import verdict, word

if TYPE_CHECKING:
    from sgpolicy.model.account import Account, EventAccount
    from sgpolicy.rendering.decisions.blocks import Block


def audit(account: Account) -> tuple[Block, ...]:
    """The audit's blocks."""
    lang, header = account.lang, account.header
    until = header.complete_until
    rows = (
        (say("platform", lang), header.platform or say("not said", lang)),
        (say("document", lang), f"{header.title} {header.document_number}".strip()),
        (say("policy", lang), header.policy),
        (say("date", lang), day(header.on, lang)),
        (say("complete", lang), day(until, lang) if until else say("not said", lang)),
        (say("holidays", lang), header.holidays or say("not said", lang)),
        (say("outcome", lang), verdict(account.outcome, lang)),
    )
    return (
        Heading(1, say("audit title", lang)),
        Fields(rows),
        Paragraph(headline(account)),
        *numbered(_sections(account), account),
    )


def _sections(account: Account) -> Iterator[tuple[str, list[Block]]]:
    lang = account.lang
    events: list[Block] = [_event(event, account) for event in account.events]
    yield "head events", events or [Paragraph(say("no events", lang))]
    yield (
        "head titles",
        [
            Item(
                0,
                title(held, lang),
                (citation(held.citation, lang), *title_story(held, lang)),
                held.outcome,
            )
            for held in account.titles
        ],
    )
    duties: list[Block] = []
    for owed in account.duties:
        name, texts = duty(owed, lang)
        duties.append(Item(0, name, (citation(owed.citation, lang), *texts), owed.outcome))
    yield "head duties", duties
    yield "head next", [*coming_items(account)]
    yield "head barred", [*barred_items(account)]
    yield "head again", [*applying(account)]
    yield "head others", [*others(account)]
    yield (
        "head readings",
        [
            Item(0, "", (titled(used) + word("colon", lang) + described(used, lang),))
            for used in account.readings
        ],
    )
    yield "head notes", [*notes(account)]


def _event(event: EventAccount, account: Account) -> Item:
    lang = account.lang
    place = say("occurrence", lang) if event.citation is None else citation(event.citation, lang)
    by = doer(event)
    first = word("comma", lang).join(part for part in (by, place) if part)
    texts = [first, *(defect(d, by, lang) + word("stop", lang) for d in event.defects)]
    outcome = None if event.outcome is Outcome.NOT_APPLICABLE else event.outcome
    return Item(0, called(event, lang), tuple(texts), outcome)
