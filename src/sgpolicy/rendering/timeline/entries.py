"""What a timeline shows, in the order of time: events, the duties they did, and those that are not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.naming import clause
from sgpolicy.rendering.timeline.layout import due_day
from sgpolicy.rendering.timeline.wording import (
    DUTY_SIGNS,
    EVENT_SIGNS,
    defect_word,
    duty_word,
    event_word,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sgpolicy.model.account import Account, Defect, DutyAccount, EventAccount
    from sgpolicy.model.explanation import Language


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with the duties that it did, or a duty that is not done.

    Attributes:
        day: Of the event; else the day on which the duty is due.
        sign: Its mark.
        what: Name and result. `number`: of its document.
        by: Who did it or owes it.
        basis: The clauses, labelled.
        standing: What is to be said about it, phrase by phrase; without a phrase where all is well.
        is_loud: Whether it has to catch the eye: contrary to the text, or overdue.
        event: The event; None for a duty that is not done.
        duties: Those it did; else the one.
    """

    day: date
    sign: str
    what: str
    number: str
    by: str
    basis: tuple[str, ...]
    standing: tuple[str, ...]
    is_loud: bool
    event: EventAccount | None
    duties: tuple[DutyAccount, ...]

    @property
    def is_of_duty(self) -> bool:
        """Whether it is told in full where the duty is: not done, or done as the text says."""
        return self.event is None or bool(self.duties and not judged(self.event, "zh"))


def entries(account: Account, *, is_short: bool = False) -> tuple[Entry, ...]:
    """Everything with a day, in the order of time; on one day, events come first.

    Args:
        account: What to show.
        is_short: Whether days in the year of their entry are told without the year.
    """
    lang = account.lang
    done = _done(account)
    taken = {number for numbers in done.values() for number in numbers}
    found = [
        _of_event(
            event, tuple(account.duties[d] for d in done.get(number, ())), lang, is_short=is_short
        )
        for number, event in enumerate(account.events)
    ]
    for number, duty in enumerate(account.duties):
        day = due_day(duty)
        if day is not None and number not in taken:
            found.append(_of_duty(duty, duty.done_on or day, lang, is_short=is_short))
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.event is None)))


def platform(account: Account) -> str:
    """The platform's name, or that it has none."""
    return account.header.platform or say("anonymous", account.lang)


def about(account: Account) -> tuple[str, ...]:
    """Under which text and as of when: 《办法》文号, 截至 2028-06-30, 记载完整至 2028-05-31."""
    header, lang = account.header, account.lang
    parts = [say("text", lang, header.title, header.document_number)] if header.title else []
    parts.append(say("as of", lang, header.on.isoformat()))
    if header.complete_until is not None:
        parts.append(say("complete", lang, header.complete_until.isoformat()))
    return tuple(parts)


def call_of(account: Account) -> str:
    """The name that all titles share; "" where they do not."""
    names = {title.title or title.name for title in account.titles}
    return names.pop() if len(names) == 1 else ""


def stands(duty: DutyAccount, at: date, lang: Language, *, is_short: bool) -> str:
    """How a duty stands, told at a day: 迟 9 天（期限 2025-02-05，由 2025-01-31 顺延）."""
    day = due_day(duty)
    asides = []
    if day is not None and day != at:
        asides.append(say("deadline", lang, _dated(day, at, is_short=is_short)))
    if duty.is_moved and duty.nominal is not None and duty.nominal != day:
        asides.append(say("moved", lang, _dated(duty.nominal, at, is_short=is_short)))
    if duty.is_unpublished and duty.state != "done":
        asides.append(say("unpublished", lang))
    text = duty_word(duty.state, duty.days_late, lang)
    return text + (say("aside", lang, say("comma", lang).join(asides)) if asides else "")


def _dated(day: date, at: date, *, is_short: bool) -> str:
    return month_and_day(day) if is_short and day.year == at.year else day.isoformat()


def month_and_day(day: date) -> str:
    """06-20."""
    return day.isoformat()[5:]


def owing(duty: DutyAccount, lang: Language) -> str:
    """Who owes a duty to whom: 示范平台向县级工信部门."""
    owners, towards = (say("list", lang).join(names) for names in (duty.owners, duty.addressees))
    return say("towards", lang, owners, towards) if owners and towards else owners


def wrong(defects: tuple[Defect, ...], lang: Language) -> Iterator[str]:
    """Each defect with its clause: 未先经名单公示（公示通过）（第十一条第（三）项）."""
    for defect in defects:
        wanted = say("list", lang).join(defect.wanted) or defect.name
        text = defect_word(defect.kind, wanted, lang, is_open=not defect.outcome.is_decided)
        text += say("aside", lang, clause(defect.citation.clause, lang))
        if defect.open:
            missing = say("missing", lang, say("list", lang).join(defect.open))
            text += say("comma", lang) + missing
        yield text


def named(event: EventAccount, lang: Language) -> str:
    """What was done and what it came to: 名单公示：公示通过."""
    return say("item", lang, event.name, event.result) if event.result else event.name


def judged(event: EventAccount, lang: Language) -> str:
    """不合规定, or what is open; "" for what is as the text says."""
    fine = (Outcome.MET, Outcome.NOT_APPLICABLE)
    return "" if event.outcome in fine else event_word(event.outcome, lang)


def _done(account: Account) -> dict[int, tuple[int, ...]]:
    """By an event's index, the indices of the duties that it did."""
    first: dict[tuple[str, date], int] = {}
    for number, event in enumerate(account.events):
        first.setdefault((event.key, event.date), number)
    found: dict[int, tuple[int, ...]] = {}
    for number, duty in enumerate(account.duties):
        if duty.done_on is None or due_day(duty) is None:
            continue
        doer = first.get((duty.key, duty.done_on))
        if doer is not None:
            found[doer] = (*found.get(doer, ()), number)
    return found


def _of_event(
    event: EventAccount, duties: tuple[DutyAccount, ...], lang: Language, *, is_short: bool
) -> Entry:
    sign = EVENT_SIGNS[event.outcome]
    standing = [judged(event, lang), *wrong(event.defects, lang)]
    for duty in duties:
        if sign in "✓·":
            sign = DUTY_SIGNS[duty.state]
        standing.append(stands(duty, event.date, lang, is_short=is_short))
    by = event.by
    if event.unit:
        by += say("aside", lang, event.unit) if by else event.unit
    return Entry(
        day=event.date,
        sign=sign,
        what=named(event, lang),
        number=event.number,
        by=by,
        basis=() if event.citation is None else (clause(event.citation.clause, lang),),
        standing=tuple(text for text in standing if text),
        is_loud=event.outcome is Outcome.NOT_MET or any(d.state == "overdue" for d in duties),
        event=event,
        duties=duties,
    )


def _of_duty(duty: DutyAccount, day: date, lang: Language, *, is_short: bool) -> Entry:
    return Entry(
        day=day,
        sign=DUTY_SIGNS[duty.state],
        what=duty.name,
        number="",
        by=owing(duty, lang),
        basis=(clause(duty.citation.clause, lang),),
        standing=(stands(duty, day, lang, is_short=is_short), *wrong(duty.defects, lang)),
        is_loud=duty.state == "overdue",
        event=None,
        duties=(duty,),
    )
