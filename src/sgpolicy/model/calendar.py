"""A year's calendar: which duties fall due, whose, to whom, and what ends or opens."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sgpolicy.model.chronicle import DutyState
from sgpolicy.model.citation import Citation
from sgpolicy.model.explanation import Language
from sgpolicy.records import dataclass

EntryKind = Literal["duty", "title_ends", "may_apply"]
"""A duty falls due; a title's last day; from this day on the platform may apply again."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing on a day.

    Attributes:
        kind: What it is. `key`, `name`: of the duty, title or first step.
        day: When: for a duty the day it falls due, moved past days of rest.
        nominal: The day the text names. `is_unpublished`: the year's holidays are not published yet, so
            that nothing could be moved.
        actors, addressees: The names of who acts, and to whom.
        platform: The platform it concerns; "" for every one.
        state: For a duty in a history, how it stands; None in the calendar of the law alone.
        citation: The clause.
        written: The deadline in the policy's words.
    """

    kind: EntryKind
    key: str
    name: str
    day: date
    nominal: date
    is_unpublished: bool
    actors: tuple[str, ...]
    addressees: tuple[str, ...]
    platform: str
    state: DutyState | None
    citation: Citation
    written: str


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """A policy's calendar for a year, by day.

    Attributes:
        policy, title, document_number: Of which policy.
        year: Which year.
        lang: For whom it is worded: "zh" or "en".
        holidays: Name and version of the holiday table; `is_published`: whether it covers the year.
        entries: By day, then in the order of the law.
    """

    policy: str
    title: str
    document_number: str
    year: int
    lang: Language
    holidays: str
    is_published: bool
    entries: tuple[CalendarEntry, ...]
