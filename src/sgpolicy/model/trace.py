"""The trace: what the interpreter saw and concluded, once, for every explanation.

An explanation can only say what stands here. Values keep where they came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.core import Core, Expr
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.voting import Sitting
from sgpolicy.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Range:
    """A number that may be known only between two ends, both included.

    `low == high` is a known number. `high` None is no upper end. Numbers are exact; whole ones may be
    plain ints.
    """

    low: int | Fraction
    high: int | Fraction | None

    @property
    def is_known(self) -> bool:
        """Whether it is a single number."""
        return self.low == self.high


Source = Literal[
    "stated", "ledger", "both", "conflict", "constant", "derived", "missing", "law", "absent"
]


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as it was read, with its source.

    Attributes:
        expr: The expression that yielded it.
        value: The value in base units: `Range` for numbers; bool for yes/no facts; `date`;
            `(first, last)` for stretches of days; str for choices; frozenset for sets; None when
            unknown, and for a share of nothing.
        source: stated (申报值); ledger (台账核算); both (they agree); conflict (they differ: the value
            spans both); constant; derived (from parts); missing; law (a day or bound of the text);
            absent (known not to exist: of an event that did not happen).
        stated, computed: The two values behind both and conflict.
        rows: For ledgers, how many rows counted for certain; `open_rows` the 1-based numbers of rows
            whose blank cells leave it open; `blank` the names of those columns.
        parts: The values it was derived from.
    """

    expr: Expr
    value: Range | bool | date | tuple[date, date] | str | frozenset[str] | Mapping[int, int] | None
    source: Source
    stated: Range | None = None
    computed: Range | None = None
    rows: int | None = None
    open_rows: tuple[int, ...] = ()
    blank: tuple[str, ...] = ()
    parts: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One truth-valued expression's outcome, with what it rests on.

    Attributes:
        expr: The expression.
        outcome: Its outcome (不适用 for a reference to a node that does not apply).
        children: The steps of its operands. For a `Pick`, the one branch taken; for a `Ref`, none
            (look the node up in `Trace.nodes`); for a `Branch`, condition, then, otherwise, in this
            order (all three, also where the condition is decided).
        values: The values compared, left then right.
        note: "empty_whole" where a share of nothing was asked for, "absent" where a value of an event
            that did not happen was; "" otherwise.
    """

    expr: Expr
    outcome: Outcome
    children: tuple[Step, ...] = ()
    values: tuple[Reading, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class NodeTrace:
    """A named node's outcome.

    Attributes:
        guard: The guard's step, if the node has one.
        body: The body's step; None where the guard made it 不适用, and for definitions that are not
            truth-valued.
        value: For definitions that are not truth-valued, their value.
        finding: For findings, the record, if there is one that counts.
        refused: For findings, a record by somebody who may not judge under the readings in force.
        sitting: For findings that a panel judges, the panel; `finding` is then what it came to.
    """

    id: str
    outcome: Outcome | None
    guard: Step | None = None
    body: Step | None = None
    value: Reading | None = None
    finding: FindingRecord | None = None
    refused: FindingRecord | None = None
    sitting: Sitting | None = None


@dataclass(frozen=True, slots=True)
class PendingItem:
    """Something unknown that can still change the outcome.

    Attributes:
        kind: "fact" or "finding".
        id: The fact's or finding's id; a ledger's where a rule tallies its rows directly.
        cause: "missing"; "blank" (ledger cells leave it open); "conflict" (stated and computed
            differ); "refused" (judged by somebody who may not).
        reading: For a fact split by an interpretation, the reading id for which it is asked.
        nodes: Ids of the open rules and findings that rest on it, in the order of the law; may be
            empty, as for a fact that only a scope asks for.
    """

    kind: Literal["fact", "finding"]
    id: str
    cause: Literal["missing", "blank", "conflict", "refused"]
    reading: str | None = None
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """The outcome under another reading of one interpretation, everything else alike."""

    interpretation: str
    reading: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class CountedOtherwise:
    """The amounts (by id) that another reading of one interpretation makes otherwise."""

    interpretation: str
    reading: str
    amounts: tuple[tuple[str, Range | None], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything one evaluation found.

    Attributes:
        readings: Interpretation id → reading id in force, for all interpretations.
        relied_on: Ids of interpretations that some rule consulted on the way to the decision.
        alternatives: What the decision would be under another reading of one interpretation, where
            that differs; None where nobody asked, since it takes further evaluations.
        counted_on: Ids of interpretations that some amount rests on.
        counted: The amounts under other readings of those, where they differ; like `alternatives`.
        outcome: The decision's.
        nodes: Node id → its trace, for every node of the policy.
        pending: What can still change the outcome, facts first, in the order of the law.
        differences: The readings (values) whose stated and computed values differ. A yearly
            series' stands as an `AtYear` over the year in which they do.
        grades: Of steps (by identity) of which it is open whether they apply, how far they apply and how
            far they hold where they do, as places on the chain of outcomes. `node_grades`: of such nodes.
    """

    core: Core
    application: Application
    on: date
    readings: Mapping[str, str]
    relied_on: tuple[str, ...]
    outcome: Outcome
    nodes: Mapping[str, NodeTrace]
    pending: tuple[PendingItem, ...] = ()
    differences: tuple[Reading, ...] = ()
    alternatives: tuple[Alternative, ...] | None = None
    counted_on: tuple[str, ...] = ()
    counted: tuple[CountedOtherwise, ...] = ()
    grades: Mapping[int, tuple[tuple[int, int], Step]] = field(
        default_factory=dict, compare=False, repr=False
    )
    node_grades: Mapping[str, tuple[int, int]] = field(
        default_factory=dict, compare=False, repr=False
    )
