"""An application as typed data: what the applicant states, its ledgers, and what assessors found.

All values are exact and in base units: money in 元, shares with 1 for 100%, both as int or Fraction;
dates as `datetime.date`; choices as the member's Chinese name; sets as frozensets of such names;
series as a mapping from calendar year to count. None is *not stated*: never zero, never no.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from sgpolicy.records import dataclass, field

Value = bool | int | Fraction | date | str | frozenset[str] | Mapping[int, int]
Row = Mapping[str, Value | None]


class Unrecorded(dict[str, None]):
    """A row that stands for any number of rows of which nothing is known, not even whether they exist."""


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A judgement of one standard: one assessor's, or what a panel's came to.

    Attributes:
        met: Whether the standard is met.
        by: The actor's id.
        on: The day of the judgement; for a panel the day on which it was decided.
        evidence: What it rests on.
        note: The assessor's reasons, if any.
        person: Who judged for the actor, by name; "" where that is not recorded.
        role: As what the person judged (评审组长, 现场考察组成员), in free words; "" where not recorded.
    """

    met: bool
    by: str
    on: date
    evidence: str
    note: str = ""
    person: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of a panel, with the judgement if it is made.

    Attributes:
        by: The id of the actor for which the member judges.
        person: The member's name; no two of a panel have the same.
        is_chair: Whether the member chairs the panel.
        judged: What the member found; None while it is awaited.
    """

    by: str
    person: str
    is_chair: bool = False
    judged: FindingRecord | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Several people who judge one standard; the policy says how they are counted (合议)."""

    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """One applicant's data under one policy.

    Attributes:
        facts: Fact id → stated value. For a fact split by an interpretation, the key is
            `(fact id, reading id)`.
        ledgers: Ledger id → rows (column id → value, None for a blank cell). A ledger that is not
            in the mapping was not given; an empty tuple is an empty ledger.
        findings: Finding id → record, or the panel that judges it.
    """

    facts: Mapping[str | tuple[str, str], Value] = field(default_factory=dict)
    ledgers: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    findings: Mapping[str, FindingRecord | Panel] = field(default_factory=dict)
