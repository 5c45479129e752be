"""One event of a history: the columns that every kind has, the kind's own, and what may be wrong.

Every column is read, whatever is wrong with the others; an event with anything wrong in it is not
made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sgpolicy.applying.blanks import is_blank, refuse_stand_in
from sgpolicy.applying.event_columns import (
    BY,
    DATED,
    DELEGATED,
    DUE_YEAR,
    EVIDENCE,
    KIND,
    MATERIAL,
    NOTE,
    NUMBER,
    RESULT,
    TOWARDS,
    UNIT,
    VERDICT,
    VERDICTS,
)  # fmt: skip
from sgpolicy.applying.forms import form, members
from sgpolicy.applying.intake import Intake, Spot
from sgpolicy.applying.judgements import MET, NOT_MET, Part
from sgpolicy.applying.materials import MaterialReader
from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import RefusedError, refuse, shown
from sgpolicy.applying.values import read_value, read_year
from sgpolicy.model.core import Core, EventKind
from sgpolicy.model.history import Event
from sgpolicy.model.types import DATE, TRUTH, Type
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgpolicy.applying.names import Names
    from sgpolicy.model.application import Value

_OFFERS = 200
_TEXT = Type("text")
_VERDICT = ("核对结果", "the result of a check")
_VERDICT_FORM = (f"{MET} 或 {NOT_MET}", f"met or not met ({MET}, {NOT_MET})")
_RECORD_FORM = (
    "- {事件: 年度申报, 日期: 2023-03-01, 由: 市工信局}（也可每栏一行）",
    "- {event: yearly_call, date: 2023-03-01, by: city_bureau}, or a line for each column",
)
_NAMED = ("事件的名称", "the name of a kind of event")
_RESULT = ("结果的名称", "the name of a result")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list of events, as far as it could be read.

    Attributes:
        number: From 1, as data counts.
        spot: Where it stands; `dated` is where its date stands.
        kind: None where it is not known.
        date: None where it is not known.
        event: None where anything is wrong with it.
    """

    number: int
    spot: Spot
    dated: Spot
    kind: EventKind | None = None
    date: date | None = None
    event: Event | None = None


@dataclass(slots=True)
class EventReader:
    """Reads the events of one history.

    Attributes:
        core: The policy. `names`: its names.
        intake: What takes the problems.
        materials: Reads what events bring.
    """

    core: Core
    names: Names
    intake: Intake
    materials: MaterialReader
    _offers: int = _OFFERS

    def read(self, given: object, spot: Spot, position: int) -> Entry | None:
        """An entry of the list at `spot`; None for one in which nothing is stated.

        Args:
            given: What stands there.
            spot: Where that is; its path ends with the place in the list.
            position: The event's place among the events.
        """
        if is_blank(given) or (isinstance(given, Mapping) and all(map(is_blank, given.values()))):
            return None
        number = _number(spot)
        if not isinstance(given, Mapping):
            here = _event_spot(spot, "")
            self.intake.report("SG741", given, here, form=_RECORD_FORM)
            return Entry(number, here, here)
        before = len(self.intake.problems)
        kind = self._kind(given, spot)
        here = _event_spot(spot, kind.name if kind else "")
        read: dict[str, Any] = {}
        cells: dict[str, Value | None] = {c.id: None for c in kind.columns} if kind else {}
        stated: set[str] = set()
        dated = here
        for named, place, cell in self.intake.entries(
            given, self.names.cells(kind), here, ("栏目", "column")
        ):
            if is_blank(cell) or named is KIND:
                continue
            stated.add(named.id)
            dated = place if named is DATED else dated
            try:
                if isinstance(named, Part):
                    read[named.id] = self.part(named, cell, place, kind)
                elif kind is not None:
                    cells[named.id] = read_value(cell, named.type)
            except RefusedError as error:
                self.intake.refused(error, place)
        self._missing(kind, stated, given, here)
        day = read.pop(DATED.id, None)
        if kind is None or day is None or len(self.intake.problems) > before:
            return Entry(number, here, dated, kind, day)
        event = Event(
            kind.id,
            day,
            by=read.get(BY.id, ""),
            result=read.get(RESULT.id, ""),
            cells=cells,
            towards=read.get(TOWARDS.id, ""),
            is_delegated=read.get(DELEGATED.id),
            verdict=read.get(VERDICT.id),
            material=read.get(MATERIAL.id),
            due_year=read.get(DUE_YEAR.id),
            number=read.get(NUMBER.id, ""),
            unit=read.get(UNIT.id, ""),
            evidence=read.get(EVIDENCE.id, ""),
            note=read.get(NOTE.id, ""),
            position=position,
        )
        return Entry(number, here, dated, kind, day, event)

    def _kind(self, given: Mapping[object, object], spot: Spot) -> EventKind | None:
        """The kind; where it is missing or unknown, that is noted."""
        for key, value in given.items():
            if not isinstance(key, str) or key.strip() not in {KIND.name, KIND.id}:
                continue
            if is_blank(value):
                continue
            try:
                return self._known(value)
            except RefusedError as error:
                self.intake.refused(error, _event_spot(spot, "").step(key, KIND.name))
                return None
        here = _event_spot(spot, "")
        self.intake.report("SG742", given, here, members=self.names.shown_kinds)
        return None

    def _known(self, given: object) -> EventKind:
        kinds = self.names.kinds
        if isinstance(given, str) and (found := kinds.get(given.strip())) is not None:
            return found
        shown_kinds = self.names.shown_kinds
        refuse_stand_in(given, shown_kinds)
        if not isinstance(given, str):
            raise refuse("SG705", given, wanted=_NAMED, form=shown_kinds)
        every = [n for kind in self.core.events.values() for n in (kind.name, kind.id)]
        nearest = self._offer(given.strip(), every)
        raise refuse("SG743", given, nearest=nearest, members=shown_kinds)

    def _missing(self, kind: EventKind | None, stated: set[str], given: object, spot: Spot) -> None:
        if DATED.id not in stated:
            self.intake.report("SG744", given, spot, form=form(DATE))
        if kind is not None and kind.provision and BY.id not in stated:
            self.intake.report("SG745", given, spot, members=self.names.shown_actors)

    def part(self, part: Part, given: object, spot: Spot, kind: EventKind | None) -> object:
        """A common column that is not blank.

        Raises:
            RefusedError: It cannot be read.
        """
        match part.id:
            case DATED.id:
                return read_value(given, DATE)
            case BY.id | TOWARDS.id:
                return self._actor(given)
            case RESULT.id:
                return None if kind is None else self._result(given, kind)
            case DELEGATED.id:
                return read_value(given, TRUTH)
            case VERDICT.id:
                return _verdict(given)
            case DUE_YEAR.id:
                year = read_year(given)
                if year is None:
                    raise refuse("SG747", given)
                return year
            case MATERIAL.id:
                return self.materials.material(given, spot)
            case _:
                return read_value(given, _TEXT)

    def _actor(self, given: object) -> str:
        """An actor's id, by name or id, or else by the official name."""
        found = self.names.actors.get(given.strip()) if isinstance(given, str) else None
        if found is not None:
            return found
        every = [n for actor in self.core.actors.values() for n in (actor.name, actor.id)]
        offer = self._offer(given, every)
        raise refuse("SG721", given, nearest=offer, members=self.names.shown_actors)

    def _result(self, given: object, kind: EventKind) -> str:
        type_ = Type("choice", members=kind.results)
        if isinstance(given, str) and given.strip() in kind.results:
            return given.strip()
        if not kind.results:
            choices = ("这类事没有办理结果，请留空", "It has no results; leave this blank")
        else:
            refuse_stand_in(given, form(type_))
            if not isinstance(given, str):
                raise refuse("SG705", given, wanted=_RESULT, form=form(type_))
            choices = members(type_, "可填：", "One of: ")
        offer = self._offer(given, kind.results)
        raise refuse("SG746", given, event=kind.name, nearest=offer, choices=choices)

    def _offer(self, given: object, names: Iterable[str]) -> tuple[str, str]:
        """The nearest name; only for the first few hundred, since it takes time."""
        if not isinstance(given, str) or self._offers <= 0:
            return "", ""
        self._offers -= 1
        return did_you_mean(given, names)


def _verdict(given: object) -> bool:
    refuse_stand_in(given, _VERDICT_FORM)
    met = VERDICTS.get(given.strip().casefold()) if isinstance(given, str) else None
    if met is None:
        raise refuse("SG706", given, wanted=_VERDICT, form=_VERDICT_FORM)
    return met


def _number(spot: Spot) -> int:
    return int(spot.path[-1]) + 1


def _event_spot(spot: Spot, name: str) -> Spot:
    """The entry at `spot` in words."""
    number = _number(spot)
    zh, en = f"经历第 {number} 件", f"event {number}"
    if name:
        zh, en = f"{zh}「{name}」", f"{en} “{name}”"
    return Spot(spot.path, (zh, en), name or "经历")


def shown_kind(entry: Entry) -> str:
    """The kind's name in quotes; nothing where it is not known."""
    return f"「{shown(entry.kind.name)}」" if entry.kind else ""
