"""Plain data to a `History`, with everything that is wrong in it at once.

The data is a mapping with 经历 (`events`), a list of events in the order of time, and, if wanted, 名称
(`name`), 记载截至 (`complete_until`: a day, or a day for each kind) and 事项 (`facts`: what is stated of
the platform, as in an application). Nothing here raises on data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sgpolicy.applying.blanks import is_blank, refuse_stand_in
from sgpolicy.applying.documents import Document, Form, read_document
from sgpolicy.applying.events import EventReader
from sgpolicy.applying.intake import Intake, Spot
from sgpolicy.applying.judgements import Part
from sgpolicy.applying.materials import MaterialReader, Materials
from sgpolicy.applying.names import OTHERS, Names
from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import Problem, RefusedError, if_file_name, shown
from sgpolicy.applying.reading import dumped
from sgpolicy.applying.sequences import report_order, report_repeated
from sgpolicy.applying.values import read_value
from sgpolicy.model.application import Application
from sgpolicy.model.history import History
from sgpolicy.model.types import DATE, Type
from sgpolicy.records import dataclass, field

if TYPE_CHECKING:
    from datetime import date

    from sgpolicy.applying.events import Entry
    from sgpolicy.model.core import Core
    from sgpolicy.model.history import Event

NAME: Final = Part("name", "名称")
COMPLETE: Final = Part("complete_until", "记载截至")
FACTS: Final = Part("facts", "事项")
EVENTS: Final = Part("events", "经历")
SECTIONS: Final = (NAME, COMPLETE, FACTS, EVENTS)

EVENT_LIMIT: Final = 1_000
"""Events of one history: some hundred in the life of a platform; each is judged by all before it."""

_FORM = (
    "经历: 换行后每件一行，如 - {事件: 年度申报, 日期: 2023-03-01, 由: 市工信局}",
    "`events:`, then a line for each, as - {event: yearly_call, date: 2023-03-01, by: city_bureau}",
)
_EMPTY = ("请写 []（空的列表）", "write [], an empty list")


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """A history as read, and what is wrong with the data.

    Attributes:
        history: What could be read. Where there are problems it is incomplete, and nothing should be
            decided from it.
        problems: Everything that is wrong, in the order of the data; empty where all is well.
    """

    history: History = field(default_factory=History)
    problems: tuple[Problem, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the history may be used."""
        return not self.problems


def read_history_text(
    core: Core,
    content: bytes | str,
    form: Form = "auto",
    *,
    materials: Materials | None = None,
    names: Names | None = None,
) -> HistoryResult:
    """Read a history from YAML or JSON text; never raises on content."""
    return read_history(core, read_document(content, form), materials=materials, names=names)


def read_history(
    core: Core,
    data: object,
    *,
    materials: Materials | None = None,
    names: Names | None = None,
) -> HistoryResult:
    """Read a history; never raises on data.

    Args:
        core: The policy.
        data: A mapping, a `Document` (its places then stand in the problems) or an instance of a
            pydantic model of such mappings.
        materials: Gives the content of a file that an event names as its 材料, None where it cannot
            be read. Without it no file can be named: the history is no file itself.
        names: The policy's names, for those who read much under it.

    Example:
        With `{"经历": [{"事件": "年度申报", "日期": "2023-03-01", "由": "市工信局"}]}`,
        `result.history.events[0].date` is 1 March 2023.
    """
    intake = Intake()
    if isinstance(data, Document):
        intake.places = data.places
        intake.problems += data.problems
        data = data.data
        if intake.problems and data is None:
            return HistoryResult(problems=tuple(intake.problems))
    elif not isinstance(data, Mapping) and callable(getattr(data, "model_dump", None)):
        data = dumped(data, exclude_none=True)
    names = names or Names(core)
    reader = MaterialReader(core, names, intake, materials)
    history = _History(core, names, intake, reader).read(data)
    problems = sorted(intake.problems, key=lambda p: (p.line or 0, p.column or 0))
    return HistoryResult(history, tuple(problems))


@dataclass(slots=True)
class _History:
    """Goes over the sections of one history."""

    core: Core
    names: Names
    intake: Intake
    materials: MaterialReader

    def read(self, data: object) -> History:
        whole = Spot((), ("这份经历", "the history"))
        if not isinstance(data, Mapping):
            zh, en = ("空白", "nothing") if is_blank(data) else (shown(data), shown(data))
            hint, hint_en = if_file_name(data)
            what = (
                f"现在读到的是「{zh}」。{hint}".rstrip("。"),
                f"this is “{en}”.{hint_en}".rstrip("."),
            )
            self.intake.report("SG740", data, whole, what=what, form=_FORM)
            return History()
        if not self._has_events(data, whole):
            return History()
        name = ""
        facts = Application()
        events: tuple[Event, ...] = ()
        complete: dict[str, date] = {}
        for section, spot, given in self.intake.entries(data, SECTIONS, whole, ("栏目", "section")):
            try:
                if section is NAME:
                    name = str(read_value(given, Type("text")) or "")
                elif section is COMPLETE:
                    complete = self._complete(given, spot)
                elif section is FACTS:
                    facts = self.materials.stated(given, spot) or facts
                else:
                    events = self._events(given, spot)
            except RefusedError as error:
                self.intake.refused(error, spot)
        return History(name, facts, events, complete)

    def _has_events(self, data: Mapping[object, object], whole: Spot) -> bool:
        """Whether to go on; where 经历 is missing, that is noted unless it is merely misspelt."""
        keys = [key.strip() for key in data if isinstance(key, str)]
        both = (EVENTS.name, EVENTS.id)
        if any(key in both for key in keys) or any(did_you_mean(key, both)[0] for key in keys):
            return True
        what = ("现在没有“经历”这一栏", "there is no such section")
        self.intake.report("SG740", data, whole, what=what, form=_FORM)
        sections = {name for section in SECTIONS for name in (section.id, section.name)}
        return any(key in sections for key in keys)

    def _complete(self, given: object, spot: Spot) -> dict[str, date]:
        """A day for all kinds (under ""), or for each kind that is named."""
        if not isinstance(given, Mapping):
            day = read_value(given, DATE)
            return {} if day is None else {"": day}  # type: ignore[dict-item]
        found: dict[str, date] = {}
        names = self.names.complete
        for named, place, cell in self.intake.entries(given, names, spot, ("事件", "event")):
            try:
                day = read_value(cell, DATE)
            except RefusedError as error:
                self.intake.refused(error, place)
                continue
            if day is not None:
                found["" if named is OTHERS else named.id] = day  # type: ignore[assignment]
        return found

    def _events(self, given: object, spot: Spot) -> tuple[Event, ...]:
        """The events that are right, in the order given."""
        if is_blank(given):
            return ()
        if not isinstance(given, list | tuple):
            refuse_stand_in(given, _FORM, _EMPTY)
            what = (f"现在下面是「{shown(given)}」", f"what stands there is “{shown(given)}”")
            self.intake.report("SG740", given, spot, what=what, form=_FORM)
            return ()
        if len(given) > EVENT_LIMIT:
            number, limit = str(len(given)), str(EVENT_LIMIT)
            self.intake.report("SG751", len(given), spot, number=number, limit=limit)
            return ()
        plain = self.names.plain_events.read(given)
        if plain is not None:
            return plain
        reader = EventReader(self.core, self.names, self.intake, self.materials)
        entries: list[Entry] = []
        for i, each in enumerate(given):
            entry = reader.read(each, spot.row(i), len(entries))
            if entry is not None:
                entries.append(entry)
        report_order(entries, self.intake)
        report_repeated(self.core, entries, self.intake)
        return tuple(entry.event for entry in entries if entry.event is not None)
