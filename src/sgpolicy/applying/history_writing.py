"""A `History` as canonical plain data: Chinese names and exact text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.applying import event_columns as e
from sgpolicy.applying.histories import COMPLETE, EVENTS, FACTS, NAME
from sgpolicy.applying.judgements import MET, NOT_MET
from sgpolicy.applying.names import OTHERS
from sgpolicy.applying.writing import Data, to_data, to_plain
from sgpolicy.model.application import Application

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sgpolicy.applying.judgements import Part
    from sgpolicy.model.core import Core
    from sgpolicy.model.history import Event, History


def plain_history(core: Core, history: History) -> dict[str, Data]:
    """Plain data that `read_history` reads back as the same history.

    Events stand as they are, each with its columns in one order; what is not recorded is left out.

    Raises:
        KeyError: The history mentions an event, actor, column or fact that the policy lacks.
    """
    data: dict[str, Data] = {}
    if history.name:
        data[NAME.name] = history.name
    if history.complete_until:
        data[COMPLETE.name] = _complete(core, history.complete_until)
    if history.facts != Application():
        data[FACTS.name] = dict(to_data(core, history.facts))
    data[EVENTS.name] = [_event(core, event) for event in history.events]
    return data


def _complete(core: Core, until: Mapping[str, date]) -> Data:
    if set(until) == {""}:
        return until[""].isoformat()
    return {
        core.events[key].name if key else OTHERS.name: day.isoformat() for key, day in until.items()
    }


def _event(core: Core, event: Event) -> dict[str, Data]:
    kind = core.events[event.kind]
    columns = {column.id: column for column in kind.columns}
    for key in event.cells:
        columns[key]
    said: dict[Part, Data] = {
        e.KIND: kind.name,
        e.DATED: event.date.isoformat(),
        e.BY: event.by and core.actors[event.by].name,
        e.TOWARDS: event.towards and core.actors[event.towards].name,
        e.DELEGATED: {True: "是", False: "否", None: None}[event.is_delegated],
        e.UNIT: event.unit,
        e.NUMBER: event.number,
        e.RESULT: event.result,
        e.VERDICT: {True: MET, False: NOT_MET, None: None}[event.verdict],
        e.DUE_YEAR: None if event.due_year is None else str(event.due_year),
        e.EVIDENCE: event.evidence,
        e.NOTE: event.note,
    }
    parts = e.parts_of(kind)
    data: dict[str, Data] = {
        part.name: value
        for part, value in said.items()
        if part in parts and value not in ("", None)
    }
    for column in kind.columns:
        value = to_plain(event.cells.get(column.id), column.type)
        if value is not None:
            data[column.name] = value
    if event.material is not None:
        data[e.MATERIAL.name] = dict(to_data(core, event.material))
    return data
