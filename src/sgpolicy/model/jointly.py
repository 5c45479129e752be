"""Several readings changed at a time, and what the decision would be then."""

from __future__ import annotations

from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class ReadingTaken:
    """A reading of an interpretation, by their names, with the interpretation's id and number."""

    id: str
    number: str
    name: str
    reading: str


@dataclass(frozen=True, slots=True)
class JointEffect:
    """Readings that decide otherwise only if all of them are taken together."""

    readings: tuple[ReadingTaken, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Jointly:
    """What several readings changed at a time would make of the decision.

    Attributes:
        effects: The least changes of two readings or more that decide otherwise.
        is_exhaustive: Whether every combination of readings was taken into account.
    """

    effects: tuple[JointEffect, ...]
    is_exhaustive: bool
