"""What is lacking, owed or to come, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.line import tests
from sgpolicy.rendering.decisions.naming import clause, one_of
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.decisions.sentences import sentence
from sgpolicy.rendering.status.wording import duty_state, say, title_state
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from sgpolicy.model.account import (
        Defect,
        DutyAccount,
        EventAccount,
        NextAccount,
        OtherReading,
        TitleAccount,
    )
    from sgpolicy.model.explanation import Language, Part


_MOST_NAMED = 6
_OWN = frozenset({"competence", "delegation", "addressee", "order"})


def defect(lacking: Defect, by: str, lang: Language) -> str:
    """What an act lacks, without a full stop.

    Args:
        lacking: What.
        by: Who acted, or would act.
        lang: "zh" or "en".
    """
    is_open = lacking.outcome is not Outcome.NOT_MET
    place = clause(lacking.citation.clause, lang)
    names = one_of(lacking.wanted, lang)
    match lacking.kind:
        case "competence":
            if is_open:
                return say("competence open", lang, by, place, _lacks(lacking, lang))
            return say("competence", lang, by, place, names)
        case "delegation":
            return say("delegation open" if is_open else "delegation", lang, by, names)
        case "addressee":
            if is_open:
                return say("addressee open", lang, _lacks(lacking, lang))
            return say("addressee", lang, names)
        case "order" | "flawed_prior":
            return say(f"{lacking.kind} open" if is_open else lacking.kind, lang, names)
        case "requirement":
            if is_open:
                return say("requirement open", lang, place, lacking.name, _lacks(lacking, lang))
            told = reasons(lacking.parts, lang)
            key = "requirement" if told else "requirement bare"
            return say(key, lang, place, lacking.name, told)
        case "ground":
            if is_open:
                return say("ground open", lang, place, _lacks(lacking, lang))
            told = reasons(lacking.parts, lang)
            return say("ground" if told else "ground bare", lang, place, told)


def _lacks(lacking: Defect, lang: Language) -> str:
    names = word("list", lang).join(lacking.open[:_MOST_NAMED])
    if len(lacking.open) > _MOST_NAMED:
        names = say("and so on", lang, names, len(lacking.open))
    return say("lacking", lang, names) if names else ""


def is_rooted(event: EventAccount) -> bool:
    """Whether something is wrong or open with an event itself, not only with what it rests on."""
    return any(
        lack.kind != "flawed_prior"
        and (lack.outcome is Outcome.NOT_MET or lack.open or lack.kind in _OWN)
        for lack in event.defects
        if event.outcome is not Outcome.NOT_MET or lack.outcome is Outcome.NOT_MET
    )


def reasons(parts: tuple[Part, ...], lang: Language) -> str:
    """The deciding tests in one sentence."""
    told = [sentence(reason, lang) for part in parts for _, reason in tests(part)]
    return word("semicolon", lang).join(dict.fromkeys(told))


def called(event: EventAccount, lang: Language) -> str:
    """An event with its day and result: 2023年6月9日 名单公示（公示通过）."""
    result = say("result", lang, event.result) if event.result else ""
    number = f" {event.number}" if event.number else ""
    return f"{day(event.date, lang)} {event.name}{result}{number}"


def doer(event: EventAccount) -> str:
    """Who did it, as exactly as is recorded."""
    return f"{event.by}（{event.unit}）" if event.unit and event.by else event.by or event.unit


def title(held: TitleAccount, lang: Language) -> str:
    """A title's state."""
    return say("title", lang, held.title, title_state(held.state, lang))


def title_story(held: TitleAccount, lang: Language) -> tuple[str, ...]:
    """When it was granted, its period, and how it ended."""
    stop, place = word("stop", lang), clause(held.citation.clause, lang)
    number = word("bracketed", lang, held.number) if held.number else ""
    told = [say("granted", lang, day(held.granted_on, lang), number)]
    if held.state == "void":
        told.append(say("void", lang))
    elif held.first is None or held.last is None:
        told.append(say("no period", lang, place))
    else:
        told.append(say("period", lang, day(held.first, lang), day(held.last, lang), place))
    lines = [_begun(word("comma", lang).join(told) + stop)]
    if held.ended_on is not None:
        key = "followed on" if held.state == "followed" else "lost on"
        text = say(key, lang, day(held.ended_on, lang))
        why = reasons(held.reasons, lang)
        lines.append(_begun(text + (word("colon", lang) + why if why else "") + stop))
    if held.open:
        lines.append(_begun(say("unknown", lang, word("list", lang).join(held.open)) + stop))
    return tuple(lines)


def _begun(text: str) -> str:
    """A sentence with a capital at its beginning; Chinese has none."""
    return text[:1].upper() + text[1:]


def duty(owed: DutyAccount, lang: Language) -> tuple[str, tuple[str, ...]]:
    """A duty's name with its year, and how it stands."""
    year = say("year", lang, owed.year) if owed.year is not None else ""
    comma, stop = word("comma", lang), word("stop", lang)
    parties = word("list", lang).join(owed.owners)
    if owed.addressees:
        parties = say("owed", lang, parties, one_of(owed.addressees, lang))
    when = owed.written
    if owed.due is not None:
        when = say("by", lang, day(owed.due, lang))
        if owed.is_moved and owed.nominal is not None:
            when += say("moved", lang, day(owed.nominal, lang))
        elif owed.is_unpublished:
            when += say("unpublished", lang)
    state = duty_state(owed.state, lang)
    if owed.done_on is not None and owed.year is not None:
        state += say("done on", lang, day(owed.done_on, lang))
    if owed.days_late and owed.state != "unrecorded":
        key = "late" if owed.state == "done_late" else "overdue since"
        state += say(key, lang, owed.days_late)
    place = word("bracketed", lang, clause(owed.citation.clause, lang))
    lines = [comma.join((parties, when)) + place + stop, _begun(state + stop)]
    if owed.defects:
        told = word("semicolon", lang).join(defect(d, "", lang) for d in owed.defects)
        lines.append(_begun(say("done badly", lang) + word("colon", lang) + told + stop))
    return owed.name + year, tuple(lines)


def coming(step: NextAccount, lang: Language) -> tuple[str, ...]:
    """Who may or must act, what it can come to, and what is open or bars it."""
    stop = word("stop", lang)
    must = say("must" if step.is_must else "may", lang)
    acts = say("acts", lang, one_of(step.actors, lang), must)
    if step.delegates:
        acts += say("delegable", lang, one_of(step.delegates, lang))
    lines = [acts + word("bracketed", lang, clause(step.citation.clause, lang)) + stop]
    if step.results:
        lines.append(say("can come to", lang, word("list", lang).join(step.results)) + stop)
    if step.outcome is not Outcome.MET and step.outcome is not Outcome.NOT_MET:
        lines.append(say("not sure", lang) + stop)
    lines += [_begun(defect(d, one_of(step.actors, lang), lang) + stop) for d in step.defects]
    return tuple(lines)


def other(changed: OtherReading, lang: Language) -> str:
    """What another reading would change."""
    told = []
    if changed.title is not None:
        told.append(say("other title", lang, _held(changed.title, lang)))
        if changed.last is not None:
            told.append(say("other last", lang, day(changed.last, lang)))
    told += [
        say("other event", lang, name, day(on, lang), outcome.label(lang))
        for name, on, outcome in changed.events
    ]
    for name, year, state, due in changed.duties:
        when = "" if year is None else say("year", lang, year)
        until = (
            "" if due is None or state == "not_bound" else say("other due", lang, day(due, lang))
        )
        told.append(say("other duty", lang, name, when, duty_state(state, lang), until))
    if changed.steps:
        told.append(say("other steps", lang, word("list", lang).join(changed.steps)))
    if changed.begins is not None:
        told.append(say("other begins", lang, _may(changed.begins, lang)))
    return say("if read", lang, changed.reading, word("comma", lang).join(told))


def _held(outcome: Outcome, lang: Language) -> str:
    if outcome is Outcome.MET:
        return title_state("held", lang)
    if outcome is Outcome.NOT_MET:
        return {"zh": "无效", "en": "not held"}[lang]
    return title_state("open", lang)


def _may(outcome: Outcome, lang: Language) -> str:
    zh, en = {
        Outcome.MET: ("可以", "may"),
        Outcome.NOT_MET: ("不可以", "may not"),
    }.get(outcome, ("不能断定", "not known"))
    return en if lang == "en" else zh
