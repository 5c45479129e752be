"""Record → what it was made of: the application as given, the day, the readings, the remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sgpolicy.model.application import Application, FindingRecord, Panel, Seat, Value
from sgpolicy.model.core import Core
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.types import Type
from sgpolicy.recording.writing import Remarks
from sgpolicy.records import dataclass

_EXACT = re.compile(r"-?\d{1,300}(/\d{1,300})?")
"""An exact number, whole or a fraction, and not so long that reading it takes long."""
_RESULTS = {Outcome.MET.zh: True, Outcome.NOT_MET.zh: False}


class UnreadableError(ValueError):
    """Something in a record that cannot be evaluated; `place` says where."""

    def __init__(self, place: str, value: object) -> None:
        super().__init__(place, value)
        self.place = place
        self.value = value


@dataclass(frozen=True, slots=True)
class Basis:
    """What a record's answer follows from, as an evaluation takes it."""

    application: Application
    on: date
    readings: Mapping[str, str]
    remarks: Remarks


def read_basis(core: Core, data: Mapping[str, Any]) -> Basis:
    """What a record was made of.

    Args:
        core: The policy to evaluate it under.
        data: The record.

    Raises:
        UnreadableError: If something in it is not what the policy knows.
    """
    basis = _object(data.get("basis"), "basis")
    facts: dict[str | tuple[str, str], Value] = {}
    references: dict[str, str] = {}
    for one, place in _listed(basis, "facts"):
        fact = core.facts.get(_text(one, "fact", place))
        if fact is None:
            raise UnreadableError(f"{place}.fact", one.get("fact"))
        key: str | tuple[str, str] = fact.id
        if "reading" in one:
            key = (fact.id, _text(one, "reading", place))
        facts[key] = _value(one.get("value"), fact.type, f"{place}.value")
        if "reference" in one:
            references[fact.id] = _text(one, "reference", place)
    ledgers = {}
    for one, place in _listed(basis, "ledgers"):
        name = _text(one, "ledger", place)
        if name not in core.ledgers:
            raise UnreadableError(f"{place}.ledger", name)
        types = {column.id: column.type for column in core.ledgers[name].columns}
        ledgers[name] = tuple(
            {
                key: None if row.get(key) is None else _value(row[key], type_, f"{where}.{key}")
                for key, type_ in types.items()
            }
            for row, where in _listed(one, "rows", place)
        )
        if "reference" in one:
            references[name] = _text(one, "reference", place)
    readings, documents, choosers = _readings(core, basis)
    previous = data.get("previous")
    if previous is not None and not isinstance(previous, str):
        raise UnreadableError("previous", previous)
    return Basis(
        Application(facts, ledgers, _findings(core, basis)),
        _day(basis.get("as_of"), "basis.as_of"),
        readings,
        Remarks(previous, references, documents, choosers),
    )


def _findings(core: Core, basis: Mapping[str, Any]) -> dict[str, FindingRecord | Panel]:
    found: dict[str, FindingRecord | Panel] = {}
    for one, place in _listed(basis, "findings"):
        key = _text(one, "finding", place)
        if key not in core.findings:
            raise UnreadableError(f"{place}.finding", key)
        if "votes" in one:
            seats = tuple(_seat(core, vote, where) for vote, where in _listed(one, "votes", place))
            found[key] = Panel(seats)
        else:
            person = _text(one, "person", place) if "person" in one else ""
            found[key] = _judgement(one, _actor(core, one, place), person, place)
    return found


def _seat(core: Core, vote: Mapping[str, Any], place: str) -> Seat:
    by, person, is_chair = (
        _actor(core, vote, place),
        _text(vote, "person", place),
        vote.get("chair"),
    )
    if not isinstance(is_chair, bool):
        raise UnreadableError(f"{place}.chair", is_chair)
    judged = None
    if "judged" in vote:
        made = _object(vote["judged"], f"{place}.judged")
        position = {"position": vote["position"]} if "position" in vote else {}
        judged = _judgement({**made, **position}, by, person, f"{place}.judged")
    return Seat(by, person, is_chair, judged)


def _actor(core: Core, one: Mapping[str, Any], place: str) -> str:
    by = _text(one, "by", place)
    if by not in core.actors:
        raise UnreadableError(f"{place}.by", by)
    return by


def _judgement(one: Mapping[str, Any], by: str, person: str, place: str) -> FindingRecord:
    result = _text(one, "result", place)
    if result not in _RESULTS:
        raise UnreadableError(f"{place}.result", result)
    day = _day(one.get("on"), f"{place}.on")
    evidence, reasons = (_text(one, name, place) for name in ("evidence", "reasons"))
    role = _text(one, "position", place) if "position" in one else ""
    return FindingRecord(_RESULTS[result], by, day, evidence, reasons, person, role)


def _readings(
    core: Core, basis: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """By interpretation: the reading in force, the document by which it was chosen, and who chose it."""
    readings: dict[str, str] = {}
    documents: dict[str, str] = {}
    choosers: dict[str, str] = {}
    for one, place in _listed(basis, "readings"):
        key, chosen = _text(one, "id", place), _text(one, "in_force", place)
        item = core.interpretations.get(key)
        if item is None:
            raise UnreadableError(f"{place}.id", key)
        if not any(reading.id == chosen for reading in item.readings):
            raise UnreadableError(f"{place}.in_force", chosen)
        readings[key] = chosen
        if "document" in one:
            documents[key] = _text(one, "document", place)
        if "chosen_by" in one:
            choosers[key] = _text(one, "chosen_by", place)
    return readings, documents, choosers


def _object(data: object, place: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise UnreadableError(place, data)
    return data


def _listed(
    data: Mapping[str, Any], name: str, place: str = "basis"
) -> list[tuple[Mapping[str, Any], str]]:
    """The objects of a list, each with its place."""
    items = data.get(name)
    if not isinstance(items, Sequence) or isinstance(items, str):
        raise UnreadableError(f"{place}.{name}", items)
    places = [f"{place}.{name}[{i}]" for i in range(len(items))]
    return [(_object(one, where), where) for one, where in zip(items, places, strict=True)]


def _text(data: Mapping[str, Any], name: str, place: str) -> str:
    found = data.get(name)
    if not isinstance(found, str):
        raise UnreadableError(f"{place}.{name}", found)
    return found


def _day(text: object, place: str) -> date:
    try:
        if isinstance(text, str):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UnreadableError(place, text)


def _value(data: object, type_: Type, place: str) -> Value:
    """A value as given, of the type that the policy says."""
    try:
        match type_.kind, data:
            case "truth", bool():
                return data
            case "count" | "money" | "share" | "area", {"number": str(text)} if _EXACT.fullmatch(
                text
            ):
                number = Fraction(text)
                return number.numerator if number.denominator == 1 else number
            case "date", {"day": str(text)}:
                return date.fromisoformat(text)
            case "choice", {"choice": str(text)} if text in type_.members:
                return text
            case "text", {"text": str(text)}:
                return text
            case "set", {"members": list(items)} if set(items) <= {*type_.members}:
                return frozenset(items)
            case "series", {"years": dict(years)}:
                return {int(year): int(count) for year, count in years.items()}
            case _:
                pass
    except (TypeError, ValueError, ZeroDivisionError):
        pass
    raise UnreadableError(place, data)
