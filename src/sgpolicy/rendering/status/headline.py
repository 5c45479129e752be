"""The account in a sentence or two: whether a title is held, what is overdue, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.status.sentences import called
from sgpolicy.rendering.status.wording import say
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from sgpolicy.model.account import Account

_MOST_NAMED = 3


def headline(account: Account) -> str:
    """Whether a title is held, and until when."""
    lang, title, on = account.lang, account.title, account.header.on
    if account.outcome is Outcome.MET and title is not None and title.last is not None:
        if title.last == on:
            return say("held last day", lang)
        return say("held", lang, day(title.last, lang))
    if account.outcome is not Outcome.NOT_MET:
        if title is not None and title.first is not None and title.last is not None:
            return say("open last", lang, day(title.first, lang), day(title.last, lang))
        return say("open", lang)
    if title is None or title.first is None or title.last is None:
        return say("not held", lang)
    if title.state == "not_yet":
        return say("not yet", lang, day(title.first, lang))
    if title.ended_on is not None and title.state == "lost":
        return say("lost", lang, day(title.ended_on, lang))
    return say("expired", lang, day(title.last, lang))


def line(account: Account) -> str:
    """One sentence: the title, what is overdue, what was not as the text says, what comes next."""
    lang = account.lang
    semicolon, listed = word("semicolon", lang), word("list", lang)
    stop = word("stop", lang)
    parts = [headline(account).removesuffix(stop)]
    overdue = [duty for duty in account.duties if duty.state == "overdue"]
    if overdue:
        names = [f"{d.name}{say('year', lang, d.year) if d.year else ''}" for d in overdue]
        parts.append(say("line overdue", lang, _few(names, lang, listed)))
    flawed = [event for event in account.events if event.outcome is Outcome.NOT_MET]
    if flawed:
        names = [called(event, lang) for event in flawed]
        parts.append(say("line flawed", lang, _few(names, lang, listed)))
    steps = [s for s in account.steps if s.kind == "step" or s.is_must]
    coming = [step.name for step in steps if step.outcome is not Outcome.NOT_MET]
    if coming:
        parts.append(say("line next", lang, _few(coming, lang, listed)))
    due = next((d for d in account.duties if d.state == "due" and d.due is not None), None)
    if due is not None and due.due is not None:
        parts.append(say("line due", lang, due.name, day(due.due, lang)))
    return semicolon.join(parts) + stop


def _few(names: list[str], lang: str, listed: str) -> str:
    text = listed.join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        return word("and more", "en" if lang == "en" else "zh", text)
    return text
