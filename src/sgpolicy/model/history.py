"""A history: what was recorded of one platform, event by event, in the order of time.

What is not recorded is unknown, not undone, except up to the day until which the records are complete
(记载截至): whoever keeps them vouches that nothing of that kind happened until then but what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sgpolicy.model.application import Application, Value
from sgpolicy.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        kind: The id of the step, duty or power that was done, or of an occurrence of the tables.
        date: The day on which it was done.
        by: The id of the actor who did it; "" for an occurrence that names nobody.
        result: What a step came to, in the policy's words; "" where that is not recorded.
        cells: The kind's own columns: column id → value, None for a blank.
        towards: The id of the actor it was addressed to; "" where that is not recorded.
        is_delegated: Whether a delegate acted on a delegation; None where that is not recorded.
        verdict: What the record says of the step's conditions (核对); None where it says nothing.
        material: The application that the event brought (材料), if it is at hand.
        due_year: For a yearly duty, the year in which it was due; None for the year of `date`.
        number: The document's number (文号); "" where there is none.
        unit: Which body exactly (浈江区工信局); "" where that is not recorded.
        evidence: What shows it: a document, its number.
        note: Anything else, never computed with.
        position: Its place among the events as given, from 0.
    """

    kind: str
    date: date
    by: str = ""
    result: str = ""
    cells: Mapping[str, Value | None] = field(default_factory=dict)
    towards: str = ""
    is_delegated: bool | None = None
    verdict: bool | None = None
    material: Application | None = None
    due_year: int | None = None
    number: str = ""
    unit: str = ""
    evidence: str = ""
    note: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """Everything recorded of one platform.

    Attributes:
        name: The platform's name; "" if it is not given.
        facts: What is stated of the platform itself, as in an application.
        events: In the order of time; of one day, in the order in which they happened.
        complete_until: The last day on which the records of a kind are complete, by kind's id; the
            entry "" holds for every other kind. A kind without an entry is complete on no day.
    """

    name: str = ""
    facts: Application = field(default_factory=Application)
    events: tuple[Event, ...] = ()
    complete_until: Mapping[str, date] = field(default_factory=dict)

    def is_complete(self, kind: str, day: date) -> bool:
        """Whether everything of that kind that happened until `day` is recorded."""
        until = self.complete_until.get(kind, self.complete_until.get(""))
        return until is not None and day <= until
