"""A year's calendar → plain data, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgpolicy.rendering.decisions.data import plain

if TYPE_CHECKING:
    from sgpolicy.model.calendar import CalendarEntry, YearCalendar
    from sgpolicy.model.explanation import Language

SCHEMA = "sgpolicy.calendar/1"


def calendar_data(calendar: YearCalendar) -> dict[str, Any]:
    """The calendar as plain data: dicts, lists, strings, whole numbers, truths and None.

    Days are ISO dates; names are as they were given, whatever they contain.
    """
    return {
        "schema": SCHEMA,
        "policy": calendar.policy,
        "title": calendar.title,
        "document_number": calendar.document_number,
        "year": calendar.year,
        "lang": calendar.lang,
        "holidays": {"table": calendar.holidays, "is_published": calendar.is_published},
        "entries": [_entry(entry, calendar.lang) for entry in calendar.entries],
    }


def _entry(entry: CalendarEntry, lang: Language) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "key": entry.key,
        "name": entry.name,
        "day": entry.day.isoformat(),
        "nominal": entry.nominal.isoformat(),
        "is_moved": entry.day != entry.nominal,
        "is_unpublished": entry.is_unpublished,
        "actors": list(entry.actors),
        "addressees": list(entry.addressees),
        "platform": entry.platform,
        "state": entry.state,
        "citation": plain(entry.citation, lang),
        "written": entry.written,
    }
