"""A calendar's entries by who acts: what is the same for several platforms is one matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sgpolicy.records import dataclass
from sgpolicy.rendering.calendar.wording import day_words, say, term_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.calendar import CalendarEntry, YearCalendar
    from sgpolicy.model.chronicle import DutyState

_LOUDEST: tuple[DutyState | None, ...] = (
    "overdue",
    "unrecorded",
    "open",
    "due",
    "done_late",
    "done",
    "standing",
    "not_bound",
    None,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Platforms for which a matter stands alike; the name "" is for every one."""

    state: DutyState | None
    platforms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a matter that is addressed to the same."""

    addressees: tuple[str, ...]
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What falls on one day under one clause, for however many platforms.

    Attributes:
        entry: Any of its entries: they differ only in platform, state and addressees.
        shares: By addressees, in the order of the entries.
    """

    entry: CalendarEntry
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """All matters of some actors who have the same matters; no actors where nobody is named."""

    actors: tuple[str, ...]
    matters: tuple[Matter, ...]


def by_actor(calendar: YearCalendar) -> tuple[Agenda, ...]:
    """The calendar by who acts, in the order in which they first have to."""
    having: dict[str, dict[int, CalendarEntry]] = {}
    for number, entry in enumerate(calendar.entries):
        for actor in entry.actors or ("",):
            having.setdefault(actor, {})[number] = entry
    alike: dict[tuple[int, ...], list[str]] = {}
    for actor, entries in having.items():
        alike.setdefault(tuple(entries), []).append(actor)
    return tuple(
        Agenda(
            tuple(actor for actor in actors if actor),
            tuple(_matters(calendar.entries[number] for number in numbers)),
        )
        for numbers, actors in alike.items()
    )


def one_platform(calendar: YearCalendar) -> str:
    """The platform's name, if the calendar is that of one; else ""."""
    names = {entry.platform for entry in calendar.entries} - {""}
    return names.pop() if len(names) == 1 else ""


def about(calendar: YearCalendar, platform: str) -> Iterator[str]:
    """Under which text, for which one platform, with which holidays."""
    lang = calendar.lang
    yield say("text", lang, calendar.title, calendar.document_number)
    if platform:
        yield say("one platform", lang, platform)
    table = "holidays" if calendar.is_published else "holidays without"
    yield say(table, lang, calendar.holidays, calendar.year)


def term(entry: CalendarEntry, calendar: YearCalendar) -> str:
    """The term in the policy's words, and the day from which it was moved: "" for neither."""
    lang = calendar.lang
    parts = [term_words(entry.written)] if entry.written.strip() else []
    if entry.day != entry.nominal:
        parts.append(say("moved", lang, day_words(entry.nominal, lang, calendar.year)))
    return say("semicolon", lang).join(parts)


def notes(calendar: YearCalendar) -> Iterator[str]:
    """What a reader has to know about the days, sentence by sentence."""
    lang = calendar.lang
    marked = sorted({unpublished_year(e, calendar) for e in calendar.entries if e.is_unpublished})
    for year in marked:
        yield say("unpublished", lang, year)
    if not calendar.is_published and calendar.year not in marked:
        yield say("unpublished year", lang, calendar.year)
    unmoved = dict.fromkeys(
        day_words(entry.day, lang, calendar.year)
        for entry in calendar.entries
        if calendar.is_published and entry.kind == "duty" and _is_unmoved(entry)
    )
    if unmoved:
        yield say("weekend", lang, say("list", lang).join(unmoved))
    yield say("nature", lang)


def unpublished_year(entry: CalendarEntry, calendar: YearCalendar) -> int:
    """The year that is lacking: where the day's own is published, the one it would move into."""
    return entry.nominal.year + (calendar.is_published and entry.nominal.year == calendar.year)


def _is_unmoved(entry: CalendarEntry) -> bool:
    return entry.day == entry.nominal and not entry.is_unpublished and entry.day.weekday() > 4


def _matters(entries: Iterable[CalendarEntry]) -> Iterator[Matter]:
    alike: dict[tuple[object, ...], list[CalendarEntry]] = {}
    for entry in entries:
        key = (
            *(entry.kind, entry.key, entry.name, entry.day, entry.nominal, entry.is_unpublished),
            *(entry.citation, entry.written),
        )
        alike.setdefault(key, []).append(entry)
    for group in alike.values():
        yield Matter(group[0], tuple(_shares(group)))


def _shares(entries: Iterable[CalendarEntry]) -> Iterator[Share]:
    found: dict[tuple[str, ...], dict[DutyState | None, dict[str, None]]] = {}
    for entry in entries:
        states = found.setdefault(entry.addressees, {})
        states.setdefault(entry.state, {})[entry.platform] = None
    for addressees, states in found.items():
        ordered = sorted(states, key=_LOUDEST.index)
        yield Share(addressees, tuple(Standing(s, tuple(states[s])) for s in ordered))
