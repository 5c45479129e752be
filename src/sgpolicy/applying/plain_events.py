"""Lists of events that are as nearly all are, read at once; for any other, the careful reading of `events`.

What is read here is what that reading gives, without a problem: a list of which anything is doubtful is not
read at all. What a cell of a few words was read as is kept, since the same days, bodies and results stand
in the records of many.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sgpolicy.applying.event_columns import (
    DELEGATED,
    EVIDENCE,
    KIND,
    MATERIAL,
    NOTE,
    NUMBER,
    RESULT,
    UNIT,
)
from sgpolicy.applying.events import EventReader
from sgpolicy.applying.intake import Intake, Spot
from sgpolicy.applying.judgements import Part
from sgpolicy.applying.known_cells import KnownCells
from sgpolicy.applying.materials import MaterialReader
from sgpolicy.applying.problems import RefusedError
from sgpolicy.applying.sequences import first_steps, granting_steps
from sgpolicy.applying.values import read_value
from sgpolicy.model.history import Event
from sgpolicy.records import dataclass, fields, maker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgpolicy.applying.names import Names
    from sgpolicy.model.application import Value
    from sgpolicy.model.core import Core, EventKind, LedgerColumn

_NOWHERE: Final = Spot((), ("", ""))
_OWN = -1
"""Instead of a place among an event's fields: a column of the kind's own."""

_FREE: Final = (UNIT, NUMBER, EVIDENCE, NOTE)
"""Common columns of free text."""
_FIELDS: Final = tuple(one.name for one in fields(Event))
_FIELD_OF: Final = {KIND.id: "kind", DELEGATED.id: "is_delegated"}
"""Column id → the field of an event, where the two are called differently."""

_KIND, _DATE, _BY, _RESULT, _CELLS, _POSITION = map(
    _FIELDS.index, ("kind", "date", "by", "result", "cells", "position")
)

_BLANK: Final = Event("", date.min)
"""What an event says of whose columns nothing is stated."""

make_event = maker(Event)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the events of a kind are read whose columns are called by names, or by ids.

    Attributes:
        columns: What a column is called → the place among an event's fields, what its cells are read as, its id.
        blank: An event's fields before anything is read. `cells`: its own columns.
        names_actor: Whether it must be said who acted.
        begins: Whether a round begins with it. `is_step`, `grants`: Whether it is a step; one that grants a title.
    """

    columns: Mapping[str, tuple[int, KnownCells, str]]
    blank: list[Any]
    cells: dict[str, Value | None]
    names_actor: bool
    begins: bool
    is_step: bool
    grants: bool


class PlainEvents:
    """Reads the lists of events of many histories under one policy.

    Args:
        core: The policy.
        names: Its names.

    Attributes:
        known: What cells were read as, by kind of event ("" for all kinds) and what is declared as the column.
    """

    def __init__(self, core: Core, names: Names) -> None:
        self._core = core
        self._names = names
        intake = Intake()
        self._careful = EventReader(core, names, intake, MaterialReader(core, names, intake), 0)
        self._first, self._granting = first_steps(core), granting_steps(core)
        self._plans: dict[tuple[bool, str], _Plan] = {}
        self.known: dict[tuple[str, Part | LedgerColumn], KnownCells] = {}

    def read(self, given: list[object] | tuple[object, ...]) -> tuple[Event, ...] | None:
        """The events; None where the careful reading has to say, since not all is plain and right."""
        try:
            return self._read(given)
        except RefusedError:
            return None

    def _read(self, given: list[object] | tuple[object, ...]) -> tuple[Event, ...] | None:
        events: list[Event] = []
        last = date.min
        recorded: set[tuple[Any, ...]] = set()
        taken: set[tuple[Any, ...]] = set()
        for position, one in enumerate(given):
            if type(one) is not dict:
                return None
            plan = self._plan(one)
            if plan is None:
                return None
            values, columns = plan.blank.copy(), plan.columns
            values[_CELLS] = cells = plan.cells.copy()
            for key, cell in one.items():
                column = columns.get(key)
                if column is None:
                    return None
                at, known, own = column
                value = known[cell] if type(cell) is str else known.of(cell)
                if value is not None:
                    if at >= 0:
                        values[at] = value
                    else:
                        cells[own] = value
            day, by = values[_DATE], values[_BY]
            if day is None or day < last or (plan.names_actor and not by):
                return None
            values[_POSITION] = position
            kind, result = values[_KIND], values[_RESULT]
            recorded.add((kind, day, by, result))
            if plan.begins:
                taken.clear()
            elif plan.is_step:
                act = (kind, result, by, None if plan.grants else day)
                if act in taken:
                    return None
                taken.add(act)
            last = day
            events.append(make_event(*values))
        # Those that agree in so much may agree in everything.
        return tuple(events) if len(recorded) == len(events) else None

    def _plan(self, given: Mapping[object, object]) -> _Plan | None:
        """How an entry is read; None where it does not say its kind plainly."""
        kind, is_named = given.get(KIND.name), True
        if kind is None:
            kind, is_named = given.get(KIND.id), False
        if type(kind) is not str:
            return None
        plan = self._plans.get((is_named, kind))
        if plan is None:
            found = self._names.kinds.get(kind)
            if found is not None:
                plan = self._plans[is_named, kind] = self._planned(found, is_named=is_named)
        return plan

    def _planned(self, kind: EventKind, *, is_named: bool) -> _Plan:
        columns: dict[str, tuple[int, KnownCells, str]] = {}
        cells = self._names.cells(kind)
        for named in cells.values():
            called = named.name if is_named else named.id
            if named is MATERIAL or cells.get(called) is not named:
                continue
            at = _OWN
            if isinstance(named, Part):
                at = _FIELDS.index(_FIELD_OF.get(named.id, named.id))
            columns[called] = at, self._cells_of(kind, named), named.id
        provision = self._core.provisions.get(kind.provision)
        blank = [getattr(_BLANK, name) for name in _FIELDS]
        blank[_DATE] = None
        return _Plan(
            columns,
            blank,
            {column.id: None for column in kind.columns},
            names_actor=bool(kind.provision),
            begins=kind.provision in self._first,
            is_step=provision is not None and provision.kind == "step",
            grants=kind.provision in self._granting,
        )

    def _cells_of(self, kind: EventKind, named: Part | LedgerColumn) -> KnownCells:
        """What the cells of a column are; of a common one the same for all kinds, but for results."""
        is_common = isinstance(named, Part) and named not in (KIND, RESULT)
        key = ("" if is_common else kind.id, named)
        found = self.known.get(key)
        if found is None:
            is_text = named in _FREE if isinstance(named, Part) else named.type.kind == "text"
            found = self.known[key] = KnownCells(self._reading(kind, named), is_text=is_text)
        return found

    def _reading(self, kind: EventKind, named: Part | LedgerColumn) -> Callable[[object], Any]:
        if named is KIND:
            return lambda _: kind.id
        if isinstance(named, Part):
            return lambda cell: self._careful.part(named, cell, _NOWHERE, kind)
        return lambda cell: read_value(cell, named.type)
