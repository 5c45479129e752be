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
    """One assessor's judgement.

    Attributes:
        met: Whether the standard is met.
        by: The actor's id.
        on: The day of the judgement.
        evidence: What it rests on.
        note: The assessor's words, if any.
    """

    met: bool
    by: str
    on: date
    evidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """One applicant's data under one policy.

    Attributes:
        facts: Fact id → stated value. For a fact split by an interpretation, the key is
            `(fact id, reading id)`.
        ledgers: Ledger id → rows (column id → value, None for a blank cell). A ledger that is not
            in the mapping was not given; an empty tuple is an empty ledger.
        findings: Finding id → record.
    """

    facts: Mapping[str | tuple[str, str], Value] = field(default_factory=dict)
    ledgers: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    findings: Mapping[str, FindingRecord] = field(default_factory=dict)
