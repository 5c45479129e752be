"""A year's duties → its calendar: names and clauses in place of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from sgpolicy.explaining.accounting import called, period_citation
from sgpolicy.explaining.operands import actor_names
from sgpolicy.model.calendar import CalendarEntry, YearCalendar
from sgpolicy.model.chronicle import Chronicle, DutyTrace
from sgpolicy.model.core import Core
from sgpolicy.model.explanation import Language
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.model.outcome import Outcome


def year_calendar(
    core: Core,
    year: int,
    law: Iterable[DutyTrace],
    lives: Sequence[tuple[Chronicle, Sequence[DutyTrace]]],
    readings: Mapping[str, str],
    table: HolidayTable,
    lang: Language = "zh",
) -> YearCalendar:
    """The calendar of a year.

    Args:
        core: The policy.
        year: Which year.
        law: The yearly duties of the policy, whomever they bind; those that a life has stand there.
        lives: Histories as of a day, each with its duties in the year.
        readings: Interpretation id → reading id in force, for all.
        table: The days of rest.
        lang: For whom.
    """
    entries: list[CalendarEntry] = []
    if not lives:
        entries += (_duty(core, duty, readings, "") for duty in law)
    else:
        own = {duty.duty for _, duties in lives for duty in duties}
        concerned = {duty.duty for found, _ in lives for duty in found.duties} | own
        entries += (_duty(core, duty, readings, "") for duty in law if duty.duty not in concerned)
    for found, duties in lives:
        name = found.history.name.strip()
        entries += (_duty(core, duty, readings, name) for duty in duties)
        entries += _turns(found, year, name)
    order = {key: at for at, key in enumerate(core.provisions)}
    entries.sort(key=lambda e: (e.day, order.get(e.key, len(order)), e.platform))
    return YearCalendar(
        core.policy,
        core.title,
        core.document_number,
        year,
        lang,
        f"{table.name} {table.version}".strip(),
        table.covers(year),
        tuple(entries),
    )


def _duty(core: Core, duty: DutyTrace, readings: Mapping[str, str], platform: str) -> CalendarEntry:
    provision = core.provisions[duty.duty]
    if duty.nominal is None or duty.due is None:
        message = f"{duty.duty} has no day"
        raise ValueError(message)
    by, towards = provision.by, provision.towards
    names = core.actors
    return CalendarEntry(
        kind="duty",
        key=duty.duty,
        name=provision.name,
        day=duty.due,
        nominal=duty.nominal,
        is_unpublished=duty.is_unpublished,
        actors=tuple(names[a].name for a in names if a in duty.actors)
        or (() if by is None else actor_names(by, core, readings)),
        addressees=tuple(names[a].name for a in names if a in duty.towards)
        or (() if towards is None else actor_names(towards, core, readings)),
        platform=platform,
        state=duty.state if platform else None,
        citation=provision.citation,
        written="" if provision.deadline is None else provision.deadline.written,
    )


def _turns(found: Chronicle, year: int, platform: str) -> Iterator[CalendarEntry]:
    """The last day of a title, and the first day on which a new round may begin."""
    core, table = found.core, found.holidays
    for title in found.titles:
        is_over = title.state == "void" or title.ended_on is not None
        if title.last is None or title.last.year != year or is_over:
            continue
        power = core.provisions[title.power]
        yield CalendarEntry(
            kind="title_ends",
            key=power.id,
            name=called(power),
            day=title.last,
            nominal=title.last,
            is_unpublished=False,
            actors=() if power.about is None else actor_names(power.about, core, found.readings),
            addressees=(),
            platform=platform,
            state=None,
            citation=period_citation(power, core),
            written="",
        )
    start = found.beginning
    if start is None or start.from_day is None or start.from_day.year != year:
        return
    if start.from_day - found.on <= timedelta(days=1):
        return  # nothing but that year's call stands in the way
    bars = [flaw.citation for flaw in start.step.flaws if flaw.outcome is Outcome.NOT_MET]
    step = core.provisions[start.step.provision]
    yield CalendarEntry(
        kind="may_apply",
        key=step.id,
        name=step.name,
        day=start.from_day,
        nominal=start.from_day,
        is_unpublished=not table.covers(year),
        actors=tuple(core.actors[a].name for a in start.step.actors),
        addressees=(),
        platform=platform,
        state=None,
        citation=bars[-1] if bars else step.citation,
        written="",
    )
