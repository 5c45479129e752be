"""What another reading of one interpretation would change in a life."""

from __future__ import annotations

from datetime import date

from sgpolicy.evaluating.procedure.chronicling import chronicle
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.model.chronicle import Chronicle, DutyState, DutyTrace, OtherLife
from sgpolicy.model.outcome import Outcome


def other_lives(procedure: PreparedProcedure, found: Chronicle) -> tuple[OtherLife, ...]:
    """For each reading not in force of what was relied on, what it alone would change, if anything."""
    others = []
    for key in found.relied_on:
        for reading in found.core.interpretations[key].readings:
            if reading.id == found.readings[key]:
                continue
            readings = {**found.readings, key: reading.id}
            other = chronicle(procedure, found.history, found.on, readings, found.holidays)
            life = _difference(found, other, key, reading.id)
            if life != OtherLife(key, reading.id):
                others.append(life)
    return tuple(others)


def _difference(found: Chronicle, other: Chronicle, key: str, reading: str) -> OtherLife:
    here, there = _title(found), _title(other)
    events = tuple(
        (two.event.position, two.outcome)
        for one, two in zip(found.events, other.events, strict=True)
        if one.outcome is not two.outcome
    )
    stood = {_which(duty): duty for duty in found.duties}
    duties = tuple(
        (*_which(duty), duty.state, duty.due)
        for duty in other.duties
        if _stands(stood.get(_which(duty))) != _stands(duty)
    )
    begins, began = (c.beginning.step.outcome if c.beginning else None for c in (other, found))
    return OtherLife(
        key,
        reading,
        there if there != here else None,
        events,
        duties,
        tuple(sorted(_possible(found) ^ _possible(other))),
        begins if begins is not began else None,
    )


def _title(found: Chronicle) -> tuple[Outcome, date | None] | None:
    if found.title is None:
        return None
    title = found.titles[found.title]
    return title.outcome, title.last


def _which(duty: DutyTrace) -> tuple[str, int | None]:
    return duty.duty, duty.year


def _stands(duty: DutyTrace | None) -> tuple[DutyState, date | None, tuple[str, ...]]:
    if duty is None or duty.state == "not_bound":
        return "not_bound", None, ()
    return duty.state, duty.due, duty.towards


def _possible(found: Chronicle) -> frozenset[str]:
    return frozenset(step.provision for step in found.steps if step.outcome is not Outcome.NOT_MET)
