"""A ranking as it is to be told: who stands where, by what, and what is open."""

from __future__ import annotations

from datetime import date

from sgpolicy.model.citation import Citation
from sgpolicy.model.explanation import Header, Language, Value
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One applicant.

    Attributes:
        label: What the applicant is called.
        best, worst: The best and the worst place, from 1; None where it is not ranked.
        is_level: Whether its place is shared.
        outcome: Of its own decision.
        selected: Within the quota: 符合, 不符合 or open; 不适用 without a quota or a place.
        keys: What it is ranked by.
        missing: Names of what is not stated and leaves its keys open.
        why: The decision in one line, where it is not ranked or that is open.
    """

    label: str
    best: int | None
    worst: int | None
    is_level: bool
    outcome: Outcome
    selected: Outcome
    keys: tuple[Value, ...]
    missing: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class StandingTable:
    """A ranking.

    Attributes:
        name: Of the ranking. `citation`: the clause that orders it.
        quota: How many places there are; None where none is given.
        columns: What is ranked by, with whether the greater comes first.
        rows: In the order of places, those not ranked at the end.
    """

    lang: Language
    header: Header
    name: str
    citation: Citation
    on: date
    quota: int | None
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[StandingRow, ...]
