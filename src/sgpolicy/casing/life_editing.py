"""A case's changes, applied to its history: plain data in, plain data out, the base left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, assert_never

from sgpolicy.casing.editing import Data, apply
from sgpolicy.casing.life_changes import BY, COMPLETE, DATED, EVENTS, FACTS, KIND, REST, RESULT
from sgpolicy.casing.records import (
    CompletenessChange,
    EventAddition,
    EventChange,
    EventRemoval,
    LifeCase,
    Problems,
    StatedChange,
)
from sgpolicy.casing.vocabulary import read_day
from sgpolicy.model.core import Actors, Branch, Core, EventKind, Expr, Pick, Ref
from sgpolicy.model.declared import Declared
from sgpolicy.records import dataclass, field

_EARLIEST: Final = date.min


def edited_history(
    base: Mapping[str, object], case: LifeCase, core: Core, problems: Problems
) -> Data:
    """The base with the case's changes, its events in the order of time.

    Events are counted as they stand in the base; what does not fit it is reported.
    """
    data: Data = dict(base)
    editor = _Editor.of(data, case, core, problems)
    for change in case.changes:
        match change:
            case CompletenessChange():
                _vouch(data, change)
            case StatedChange(change=inner):
                section, old = _taken(data, FACTS)
                stated: Data = dict(old) if isinstance(old, Mapping) else {}
                apply(stated, inner, case, core.interpretations, problems)
                data[section] = stated
            case EventRemoval():
                editor.remove(change)
            case EventAddition():
                editor.add(change)
            case EventChange():
                editor.change(change)
            case _:
                assert_never(change)
    section, old = _taken(data, EVENTS)
    if old is None or isinstance(old, list):
        data[section] = editor.in_order()
    return data


def _taken(data: Mapping[str, object], names: tuple[str, str]) -> tuple[str, object]:
    """The key by which the data has one of the names, and the value; else the first name and None."""
    key = next((key for key in data if key.strip() in names), names[0])
    return key, data.get(key)


def _both(named: Declared) -> tuple[str, str]:
    return named.name, named.id


def _vouch(data: Data, change: CompletenessChange) -> None:
    section, old = _taken(data, COMPLETE)
    if change.kind is None and not change.is_rest:
        data[section] = change.value
        return
    each: Data = dict(old) if isinstance(old, Mapping) else {REST[0]: old}
    names = REST if change.kind is None else _both(change.kind)
    key, _ = _taken(each, names)
    each[key] = change.value
    data[section] = each


@dataclass(slots=True)
class _Editor:
    """The events of one history while they are changed.

    Attributes:
        events: Those of the base as they stand, then those added; None where one was removed.
        places: The kind's id → where its events stand among them, in the base's order.
        added: The kind's id → where those added stand.
    """

    case: LifeCase
    core: Core
    problems: Problems
    events: list[object | None]
    places: dict[str, list[int]] = field(default_factory=dict)
    added: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Data, case: LifeCase, core: Core, problems: Problems) -> _Editor:
        _, given = _taken(data, EVENTS)
        events = list(given) if isinstance(given, list) else []
        editor = cls(case, core, problems, events)
        ids = {name: kind.id for kind in core.events.values() for name in _both(kind)}
        for at, event in enumerate(events):
            name = _taken(event, KIND)[1] if isinstance(event, Mapping) else None
            if isinstance(name, str) and name.strip() in ids:
                editor.places.setdefault(ids[name.strip()], []).append(at)
        return editor

    def remove(self, change: EventRemoval) -> None:
        for at in self._at(change.kind, change.first, change.last):
            self.events[at] = None

    def add(self, change: EventAddition) -> None:
        kind = change.kind
        event: Data = {KIND[0]: kind.name, DATED.name: change.value}
        by = self.core.provisions[kind.provision].by if kind.provision else None
        actor = None if by is None else _first_actor(self.core, by, dict(self.case.readings))
        if actor is not None:
            event[BY.name] = self.core.actors[actor].name
        if kind.results:
            event[RESULT.name] = kind.results[0]
        self.added.setdefault(kind.id, []).append(len(self.events))
        self.events.append(event)

    def change(self, change: EventChange) -> None:
        places = (
            self.added[change.kind.id][change.first - 1 : change.last]
            if change.is_added
            else self._at(change.kind, change.first, change.last)
        )
        for at in places:
            old = self.events[at]
            if isinstance(old, Mapping):
                event: Data = dict(old)
                key, _ = _taken(event, _both(change.column))
                event[key] = change.value
                self.events[at] = event

    def _at(self, kind: EventKind, first: int, last: int) -> list[int]:
        """Where the events of these numbers stand; one that is not there is reported."""
        places = self.places.get(kind.id, [])
        if last > len(places):
            had = f"只有 {len(places)} 次，没有第 {last} 次" if places else "没有"
            self.problems.report(
                self.case.line,
                f"“{kind.name}”在 {self.case.base} 中{had}"
                + ("" if places else f"；要加一次，写“增加.{kind.name}=日期”"),
            )
            return []
        gone = [
            number for number in range(first, last + 1) if self.events[places[number - 1]] is None
        ]
        if gone:
            self.problems.report(self.case.line, f"第 {gone[0]} 次“{kind.name}”已经去掉，不能再改")
            return []
        return places[first - 1 : last]

    def in_order(self) -> list[object]:
        """The events by day; those of one day, and those whose day cannot be read, as they stood."""
        dated: list[tuple[date, object]] = []
        day = _EARLIEST
        for event in self.events:
            if event is None:
                continue
            written = _taken(event, _both(DATED))[1] if isinstance(event, Mapping) else None
            day = (read_day(written) if isinstance(written, str) else None) or day
            dated.append((day, event))
        return [event for _, event in sorted(dated, key=lambda pair: pair[0])]


def _first_actor(core: Core, expr: Expr, readings: Mapping[str, str]) -> str | None:
    """The first actor that a step, duty or power names, under these readings."""
    match expr:
        case Actors(actors=named):
            return named[0] if named else None
        case Ref(node=key):
            return _first_actor(core, core.nodes[key].body, readings)
        case Branch(then=then):
            return _first_actor(core, then, readings)
        case Pick(interpretation=key, branches=branches):
            reading = readings.get(key, core.interpretations[key].default)
            return _first_actor(core, dict(branches)[reading], readings)
        case _:
            return None
