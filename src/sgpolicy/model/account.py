"""Accounts: what is to be said about a platform's life as of a day, before any wording.

How it differs from the chronicle: ids are resolved to names, citations and reasons, so that an account
is read without the core; everything that bears on the day is there, in the order of time, and nothing is
wording. Made by `sgpolicy.explaining.accounting`, worded by `sgpolicy.rendering.status`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from sgpolicy.model.chronicle import DefectKind, DutyState, TitleState
from sgpolicy.model.citation import Citation
from sgpolicy.model.explanation import Language, Length, Part, ReadingUsed
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that an event, or a step to come, lacks under the text.

    Attributes:
        kind: What is lacking, see `sgpolicy.model.chronicle.DefectKind`.
        outcome: 不符合 where the text is offended for certain; 待补材料 or 待评定 where it is not known.
        citation: The clause it offends.
        wanted: Names: of the actors who may act, of the addressees, or of the steps that must come
            first (with the result in brackets).
        name: Of the rule that is not met, for a requirement or a ground; else "".
        parts: The deciding tests of that rule.
        open: The names of facts, findings and events that are not recorded, where it is open.
    """

    kind: DefectKind
    outcome: Outcome
    citation: Citation
    wanted: tuple[str, ...] = ()
    name: str = ""
    parts: tuple[Part, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventAccount:
    """An event of the history, and whether it was done as the text says.

    Attributes:
        position: Its place in the history, from 0.
        date: When.
        key, name: Of what was done.
        by, unit: Who did it; which body exactly.
        result: What it came to; "" for none.
        number: The document's number, where the event has one.
        round: Which round it belongs to, from 1; 0 for none.
        outcome: 符合, 不符合, 待补材料 or 待评定; 不适用 for an occurrence, which nothing governs.
        citation: The clause of the step, duty or power; None for an occurrence.
        defects: What is wrong or open.
    """

    position: int
    date: date
    key: str
    name: str
    by: str
    unit: str
    result: str
    number: str
    round: int
    outcome: Outcome
    citation: Citation | None
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleAccount:
    """A title that was granted.

    Attributes:
        key, name: Of the power that grants it; `title` is what it is called, in the law's words.
        granted_on: The day of the event that grants it; `number` its document's number.
        first, last: Its period, both included; None while unknown.
        ended_on: The first day on which it is no longer held, where that comes before the period's
            end: lost, or followed by another title.
        state: As of the day asked about.
        outcome: Whether it is held on that day.
        citation: The clause that sets the period.
        reasons: The deciding tests, where it is lost or open. `open`: what is not recorded.
    """

    key: str
    name: str
    title: str
    granted_on: date
    number: str
    first: date | None
    last: date | None
    ended_on: date | None
    state: TitleState
    outcome: Outcome
    citation: Citation
    reasons: tuple[Part, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyAccount:
    """A duty, and how it stands.

    Attributes:
        key, name: Of the duty.
        owners, addressees: The names of who owes it and to whom it is addressed.
        year: The year in which it falls due; None for a duty without a day.
        nominal, due: The day the text names, and the day after moving past days of rest.
        is_moved: Whether it was moved. `is_unpublished`: whether the year's holidays are not
            published yet, so that it could not be.
        state, outcome: How it stands as of the day asked about.
        done_on: The day on which it was done, if it was.
        days_late: How many days after `due` it was done, or has been open.
        citation: The clause.
        written: The deadline in the policy's words (每年 1月 底前, 随时).
        defects: What is wrong with how it was done.
    """

    key: str
    name: str
    owners: tuple[str, ...]
    addressees: tuple[str, ...]
    year: int | None
    nominal: date | None
    due: date | None
    is_moved: bool
    is_unpublished: bool
    state: DutyState
    outcome: Outcome
    done_on: date | None
    days_late: int
    citation: Citation
    written: str
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class NextAccount:
    """A step or power that may come next.

    Attributes:
        key, name: Of the step or power.
        kind: Which of the two.
        actors, delegates: The names of who may act, and to whom it may be delegated.
        is_must: Whether whoever may act must.
        outcome: 符合 where it may be done on that day, 不符合 where the text bars it, else open.
        citation: The clause.
        results: What it can come to.
        defects: What bars it or is open.
    """

    key: str
    name: str
    kind: Literal["step", "power"]
    actors: tuple[str, ...]
    delegates: tuple[str, ...]
    is_must: bool
    outcome: Outcome
    citation: Citation
    results: tuple[str, ...] = ()
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class BeginningAccount:
    """Whether and from when a new round may begin: whether the platform may apply (again).

    Attributes:
        step: The first step of the procedure. `from_day`: the first day, from the day asked about on,
            on which nothing known bars it; None where there is none within `until`.
        then: The first step as of that day, where that is later: it may still rest on something not
            known yet.
    """

    step: NextAccount
    from_day: date | None
    until: date
    then: NextAccount | None = None


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What another reading of one interpretation would change.

    Attributes:
        number, name: Of the interpretation. `reading`: the other reading's name.
        title: Whether the title would be held; None for no change. `last`: its last day there.
        events: Names of events that come out otherwise, each with its day and outcome there.
        duties: Duties that stand otherwise, each with its year, state and due day there.
        steps: Names of what may come next there and not here, or the other way round.
        begins: Whether the platform might apply; None for no change.
    """

    number: str
    name: str
    reading: str
    title: Outcome | None = None
    last: date | None = None
    events: tuple[tuple[str, date, Outcome], ...] = ()
    duties: tuple[tuple[str, int | None, DutyState, date | None], ...] = ()
    steps: tuple[str, ...] = ()
    begins: Outcome | None = None


@dataclass(frozen=True, slots=True)
class AccountHeader:
    """What the account is about.

    Attributes:
        subject: What the law calls those whose history it is (示范平台); "" where it grants no title.
        platform: Its name; "" if not given. `complete_until`: how far the records are complete.
        holidays: Name and version of the holiday table, and the years it covers.
    """

    policy: str
    title: str
    issuer: str
    document_number: str
    subject: str
    platform: str
    on: date
    complete_until: date | None
    holidays: str
    holiday_years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is to be said about a platform as of a day, at one length.

    Attributes:
        title: The title held or last held; None where none was granted.
        titles: All, in the order of time.
        stage: The last event of the round under way and its result; None where none is.
        events: Those until the day, in the order of time.
        duties: Those that fall due until a year after the day, and those without a day.
        steps: What may or must come next, and what is barred but would else be next.
        beginning: Whether and when it may apply; None where the policy has no procedure.
        readings: The interpretations relied on.
        others: What other readings would change.
        outcome: Whether a title is held on the day.
    """

    length: Length
    lang: Language
    header: AccountHeader
    title: TitleAccount | None
    titles: tuple[TitleAccount, ...]
    stage: EventAccount | None
    events: tuple[EventAccount, ...]
    duties: tuple[DutyAccount, ...]
    steps: tuple[NextAccount, ...]
    beginning: BeginningAccount | None
    readings: tuple[ReadingUsed, ...]
    others: tuple[OtherReading, ...] = ()
    outcome: Outcome = Outcome.MISSING_FACTS
