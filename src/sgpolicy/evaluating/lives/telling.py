"""What the interpreter found, in the form of `Codes`: its meaning is what they must have."""

from __future__ import annotations

from sgpolicy.evaluating.lives.codes import Codes
from sgpolicy.model.chronicle import Chronicle
from sgpolicy.model.outcome import Outcome

NUMBERS = {
    Outcome.NOT_MET: 0,
    Outcome.MISSING_FACTS: 1,
    Outcome.AWAITING_FINDINGS: 3,
    Outcome.MET: 7,
    Outcome.NOT_APPLICABLE: 8,
}
"""Outcome → its number."""


def codes_of(found: Chronicle) -> Codes:
    """What a chronicle says, without its reasons."""
    return Codes(
        NUMBERS[found.outcome],
        found.title,
        found.stage,
        tuple((one.round, NUMBERS[one.outcome]) for one in found.events),
        tuple(
            (
                one.power,
                one.granted_by,
                one.first,
                one.last,
                one.ended_on,
                one.state,
                NUMBERS[one.outcome],
            )
            for one in found.titles
        ),
        tuple(
            (
                one.duty,
                one.year,
                one.nominal,
                one.due,
                one.is_unpublished,
                one.state,
                NUMBERS[one.outcome],
                one.done_by,
            )
            for one in found.duties
        ),
        tuple((one.provision, NUMBERS[one.outcome]) for one in found.steps),
        None if found.beginning is None else NUMBERS[found.beginning.step.outcome],
    )
