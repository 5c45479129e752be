"""What steps are made for, and what is made: columns, outcomes in planes, the program."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sgpolicy.evaluating.columnar.algebra import Step, Truth
from sgpolicy.model.core import Expr, Tally
from sgpolicy.records import dataclass, field

LARGEST = 2**49 - 1
"""The largest whole number that steps on columns take; beyond it rows are decided one by one."""


@dataclass(frozen=True, slots=True)
class Held:
    """How a column holds the values of a fact or finding.

    Attributes:
        column: By what name the steps ask for it.
        unit: What 1 in it is, in base units.
        least, most: Between what its whole numbers lie.
        has_gaps: Whether it may say nothing in some rows.
        parts: Of a set that is told member by member: its columns, each by its member.
    """

    column: str
    unit: Fraction = Fraction(1)
    least: int = 0
    most: int = 1
    has_gaps: bool = True
    parts: tuple[tuple[str, Held], ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How columns hold what a count or sum over ledgers' rows comes to.

    Attributes:
        low, high: Its ends; both may be one column.
        no_high: A column of truths: where there is no upper end; "" where there is one in every row.
    """

    low: Held
    high: Held
    no_high: str = ""


TallyKey = tuple[Tally, Expr | None]
"""A count or sum, and of a yearly series the stretch of days that says which year."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns there are.

    Attributes:
        facts, findings: By id.
        series: Yearly series by id and year.
        ledgers: Ids of the ledgers that are given.
        tallies: What is counted in them.
        begins: Ledger → a column of the days of its first records.
        row: Where the rows are those of a ledger, its columns by id.
        as_of: A column of the days as of which is decided; None: that is one day for all.
    """

    facts: Mapping[str, Held] = field(default_factory=dict)
    series: Mapping[str, Mapping[int, Held]] = field(default_factory=dict)
    findings: Mapping[str, Held] = field(default_factory=dict)
    ledgers: frozenset[str] = frozenset()
    tallies: Mapping[TallyKey, Counted] = field(default_factory=dict)
    begins: Mapping[str, str] = field(default_factory=dict)
    row: Mapping[str, Held] = field(default_factory=dict)
    as_of: Held | None = None


@dataclass(frozen=True, slots=True)
class Planes:
    """An outcome of the chain in each row.

    Attributes:
        may: 待补材料 or better. `judged`: 待评定 or better. `met`: 符合.
    """

    may: Truth
    judged: Truth
    met: Truth


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome in each row, 不适用 (`is_out`) among them; the planes are then empty."""

    planes: Planes
    is_out: Truth


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A policy as steps on columns; known by identity, so that what is made of it can be kept.

    Attributes:
        ends: Between what the whole numbers lie, by step.
        conclusion: The decision. `nodes`: the outcomes of rules, by id.
    """

    steps: tuple[Step, ...]
    ends: Mapping[int, tuple[int, int]]
    conclusion: Shown
    nodes: Mapping[str, Shown]
