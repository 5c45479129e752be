"""A year's calendar → an iCalendar file (RFC 5545). The only module that imports icalendar.

The same calendar always gives the same bytes. An entry keeps its UID when its day or state changes, so
that importing a later file replaces what an earlier one brought.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from sgpolicy.rendering.calendar.grouping import unpublished_year
from sgpolicy.rendering.calendar.wording import day_words, say, state_words, term_words, what_words
from sgpolicy.rendering.decisions.naming import citation
from sgpolicy.rendering.decisions.safety import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Alarm, Event

    from sgpolicy.model.calendar import CalendarEntry, YearCalendar

INSTALL = "写日历文件（.ics）需要 icalendar；请运行 pip install 'sgpolicy[calendar]'"
PRODID: Final = "-//sgpolicy//calendar 1//ZH"
_BEFORE = timedelta(days=-14, hours=9)  # nine in the morning, fourteen days before
_SETTLED = frozenset({"done", "done_late", "not_bound"})


class MissingExtraError(ImportError):
    """The extra `calendar` is not installed; the message says how to install it."""


def calendar_ics(calendar: YearCalendar) -> bytes:
    """The calendar as the content of an .ics file: one all-day event for each entry.

    Raises:
        MissingExtraError: icalendar is not installed.
    """
    try:
        import icalendar
    except ImportError:
        raise MissingExtraError(INSTALL, name="icalendar") from None
    lang, title = calendar.lang, calendar.title or calendar.policy
    file = icalendar.Calendar()
    file.add("prodid", PRODID)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    name = say("calendar name", lang, calendar.year, title)
    file.add("x-wr-calname", icalendar.vText(visible(name)))
    used: dict[tuple[str, ...], int] = {}
    for entry in calendar.entries:
        same = (entry.kind, entry.key, entry.platform)
        used[same] = used.get(same, 0) + 1
        file.add_component(_event(entry, calendar, _uid(entry, calendar, used[same])))
    return bytes(file.to_ical())


def _event(entry: CalendarEntry, calendar: YearCalendar, uid: str) -> Event:
    from icalendar import Event

    event = Event()
    summary = _summary(entry, calendar)
    event.add("uid", uid)
    event.add("dtstamp", datetime(calendar.year, 1, 1, tzinfo=UTC))
    event.add("sequence", 0 if entry.is_unpublished else 1)
    event.add("dtstart", entry.day)
    if entry.day < date.max:
        event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", "\n".join(map(visible, _description(entry, calendar))))
    if any(entry.actors):
        event.add("categories", [visible(actor) for actor in entry.actors if actor])
    event.add("status", "TENTATIVE" if entry.is_unpublished else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if entry.kind == "duty" and entry.state not in _SETTLED:
        event.add_component(_alarm(summary))
    return event


def _alarm(summary: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _BEFORE)
    return alarm


def _summary(entry: CalendarEntry, calendar: YearCalendar) -> str:
    """Who and what: 示范平台：报送运营情况（丹霞公司）."""
    lang = calendar.lang
    text = what_words(entry.kind, entry.name, lang)
    if any(entry.actors):
        text = say("who and what", lang, say("list", lang).join(filter(None, entry.actors)), text)
    if entry.platform:
        text += say("aside", lang, entry.platform)
    if entry.is_unpublished:
        text += say("aside", lang, say("provisional", lang))
    return visible(text)


def _description(entry: CalendarEntry, calendar: YearCalendar) -> Iterator[str]:
    lang = calendar.lang

    def item(key: str, text: str) -> str:
        return say("item", lang, say(key, lang), text)

    if entry.addressees:
        yield item("to", say("list", lang).join(entry.addressees))
    if entry.written.strip():
        yield item("term", term_words(entry.written))
    days = [say(f"{entry.kind} on", lang, day_words(entry.day, lang))]
    if entry.day != entry.nominal:
        days.append(say("moved", lang, day_words(entry.nominal, lang)))
    yield item("date", say("comma", lang).join(days))
    if entry.is_unpublished:
        year = unpublished_year(entry, calendar)
        is_own = year == entry.nominal.year
        yield say("this unpublished" if is_own else "next unpublished", lang, year)
    if entry.state is not None:
        yield item("standing", state_words(entry.state, lang))
    if entry.platform:
        yield say("one platform", lang, entry.platform)
    yield item("basis", citation(entry.citation, lang))
    yield say("text", lang, calendar.title, calendar.document_number)
    if entry.kind == "duty":
        yield say("holidays", lang, calendar.holidays)


def _uid(entry: CalendarEntry, calendar: YearCalendar, number: int) -> str:
    """Of what the entry is about, not of its day; `number` tells apart what is else the same."""
    about = [calendar.policy, calendar.year, entry.kind, entry.key, entry.platform, number]
    return f"{uuid5(NAMESPACE_URL, 'sgpolicy:calendar:' + json.dumps(about))}@sgpolicy"
