"""Core: the small typed form that every engine folds over.

Its expressions are those of `sgpolicy.model.expressions`; here are the things that have names, and the
policy as a whole.

Invariants (`sgpolicy.lowering` makes nothing else): every id it mentions exists; definitions do
not refer to themselves, directly or not; the two sides of a comparison have one kind and unit;
a `Pick` has a branch for every reading of its interpretation; `Column` and `ThatYear` stand only
inside a tally or a computed series.
"""

from __future__ import annotations

from collections.abc import Mapping
from sys import intern
from typing import Literal

from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.expressions import (
    Accrual,
    Actors,
    All,
    AsOf,
    AtLeast,
    AtYear,
    Branch,
    CalendarYear,
    Column,
    Compare,
    Constant,
    DateConstant,
    DayBefore,
    Elapsed,
    End,
    EndOf,
    Expr,
    Extreme,
    FactRef,
    Judged,
    Later,
    Measure,
    Member,
    Not,
    Operator,
    Period,
    Pick,
    Preceding,
    Product,
    Ratio,
    Ref,
    SetCompare,
    SetOperator,
    Size,
    Stretch,
    Sum,
    Tally,
    ThatYear,
    Truth,
    Within,
)
from sgpolicy.model.types import Type
from sgpolicy.model.voting import Voting
from sgpolicy.records import dataclass, field

__all__ = [
    "EVENT_COLUMNS",
    "Accrual",
    "Actor",
    "Actors",
    "All",
    "AsOf",
    "AtLeast",
    "AtYear",
    "Branch",
    "CalendarYear",
    "Changeable",
    "Column",
    "Compare",
    "Consistency",
    "Constant",
    "Core",
    "DateConstant",
    "DayBefore",
    "Deadline",
    "Direction",
    "Elapsed",
    "End",
    "EndOf",
    "EventKind",
    "Expr",
    "Extreme",
    "Fact",
    "FactRef",
    "Finding",
    "Interpretation",
    "Judged",
    "Later",
    "Ledger",
    "LedgerColumn",
    "Measure",
    "Member",
    "Node",
    "NodeKind",
    "Not",
    "Operator",
    "Period",
    "Pick",
    "Preceding",
    "Product",
    "Provision",
    "ProvisionKind",
    "Ranking",
    "Ratio",
    "Reading",
    "Ref",
    "SetCompare",
    "SetOperator",
    "Size",
    "Stretch",
    "Sum",
    "Tally",
    "ThatYear",
    "Truth",
    "Within",
]

NodeKind = Literal["rule", "finding", "combination", "definition", "amount", "clause", "scope"]


@dataclass(frozen=True, slots=True)
class Node:
    """A named thing that evaluates: a rule, finding, combination, definition, amount, clause or scope.

    An amount (计算) is a number that the text gives as a result: points, money. Where its condition
    does not hold it is zero, by its body; it has no guard.

    A clause's node stands for the clause as a whole (id `Clause.id`): its body is its combination,
    or all of the rules and findings that stand in it. A guard that does not hold makes the node 不适用.

    Attributes:
        id: The stable ASCII id.
        name: The Chinese name (for clauses, the citation's label).
        citation: Clause and phrases; a definition may quote nothing.
        guard: When the node applies (适用, 仅当); None means always.
    """

    id: str
    name: str
    kind: NodeKind
    citation: Citation
    body: Expr
    guard: Expr | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A datum of the application.

    Attributes:
        id: The ASCII key, `name` the Chinese name; data may use either. Interned, as generated code has it: a
            key that is the same object is found without its text being read.
        question: What the applicant is asked. `evidence`: what usually proves it.
        split: The id of the interpretation by whose readings the value is asked for, or None.
            A plain stated value is then one for the default reading.
        computed: How a ledger yields it, or None.
        clauses: The clauses whose rules use it, in the order of the law.
    """

    id: str
    name: str
    type: Type
    question: str
    evidence: str
    split: str | None = None
    computed: Expr | None = None
    clauses: tuple[Clause, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", intern(self.id))


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """A column of a ledger. `unique` marks the column that identifies what a row is about."""

    id: str
    name: str
    type: Type
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table of records that the applicant keeps."""

    id: str
    name: str
    question: str
    columns: tuple[LedgerColumn, ...]


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event that a history records: a step, duty or power done, or an occurrence.

    Attributes:
        id, name: Of the step, duty or power, or its own.
        provision: The id of that step, duty or power; "" for an occurrence, which nothing governs.
        description: What is recorded, for those who keep the records.
        results: What it can come to.
        ledger: Its rows as rules see them: the common columns `EVENT_COLUMNS`, then its own.
    """

    id: str
    name: str
    provision: str
    description: str
    results: tuple[str, ...]
    ledger: Ledger

    @property
    def columns(self) -> tuple[LedgerColumn, ...]:
        """Its own columns."""
        return self.ledger.columns[len(EVENT_COLUMNS) :]


EVENT_COLUMNS = ("date", "by", "result", "is_valid", "in_round")
"""The columns that every kind has: the day, who acted (an actor's name), what it came to, whether it was
as the text says (only what was has effects), and whether it belongs to the round at hand."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody the law names: who judges, acts, owes or may."""

    id: str
    name: str
    official: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A standard that a person must judge.

    Attributes:
        assessors: Which actors may judge it; an expression, since readings may differ.
        question: What the assessor is asked. `evidence`: what is usual.
    """

    id: str
    name: str
    citation: Citation
    question: str
    evidence: str
    assessors: Expr


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an open text."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """口径: what the text leaves open, its readings side by side, one of them the default.

    Attributes:
        number: Its number in the inventory of ambiguities (K-5).
        bears_on: "eligibility", "life" (of a platform after recognition), or both.
        settled: Who settled it, when and in which document; empty while nobody has.
    """

    id: str
    name: str
    number: str
    citation: Citation
    question: str
    readings: tuple[Reading, ...]
    default: str
    bears_on: tuple[str, ...]
    settled: str = ""

    def reading(self, key: str) -> Reading | None:
        """The reading of that name or id."""
        return next((r for r in self.readings if key in (r.id, r.name)), None)


@dataclass(frozen=True, slots=True)
class Ranking:
    """排名: the order of those who apply at the same time.

    Attributes:
        keys: By what, the first that differs deciding; each from high to low, or from low to high.
            Those alike in all of them share a place.
        when: The condition for being ranked at all, or None.
    """

    id: str
    name: str
    citation: Citation
    keys: tuple[tuple[Literal["high", "low"], Expr], ...]
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a duty falls due.

    Attributes:
        every_year: Whether it recurs each calendar year.
        by_end_of_month: Due by the end of this month (1 is January); None otherwise.
        period: A length of time, or None.
        times: How often within the year, or None.
        written: As the policy writes it.
    """

    every_year: bool
    written: str
    by_end_of_month: int | None = None
    period: Period | None = None
    times: int | None = None


ProvisionKind = Literal[
    "step", "duty", "power", "note", "document", "catalogue", "convention", "reference"
]


@dataclass(frozen=True, slots=True)
class Provision:
    """A clause's work that no application decides: a step, duty, power, note, document or catalogue.

    Attributes:
        by: The actors who act, owe or may; an expression, since readings may differ. None for a note
            and its like.
        delegates: Those to whom the step may be delegated.
        towards: The addressees. `about`: those it concerns.
        after: Steps that come first, each with the result that it must have had ("" for any).
        requires: Nodes that the act itself must satisfy (须), each with the result of the act for
            which it must ("" for every result). For a title, what it takes to keep it.
        begins_with: For a title, the step whose being done grants it, with the result asked for.
        lasts: For a title, its period: a stretch of days.
        moved: When a last day that is a day of rest moves to the next working day; None for never.
        instead_of: Steps it is an alternative to.
        results: What a step can come to.
        discretion: "may" or "must" for powers; "" otherwise.
        when: The condition under which it applies, or None.
        interpretations: Ids of the interpretations it depends on.
        amounts: Ids of the amounts that are to be paid or counted by it.
        items: A catalogue's items.
        text: A note's reason, a document's role, a catalogue's audience.
        target: For a reference, the id of what it refers to.
        number: A document's number.
    """

    id: str
    name: str
    kind: ProvisionKind
    citation: Citation
    by: Expr | None = None
    delegates: Expr | None = None
    towards: Expr | None = None
    about: Expr | None = None
    after: tuple[tuple[str, str], ...] = ()
    requires: tuple[tuple[str, str], ...] = ()
    begins_with: tuple[str, str] | None = None
    lasts: Expr | None = None
    moved: Expr | None = None
    instead_of: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    deadline: Deadline | None = None
    discretion: str = ""
    when: Expr | None = None
    interpretations: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    text: str = ""
    target: str = ""
    number: str = ""


Direction = Literal["more", "less", "either", "gain", "give up", "choose", "later", "improve"]
"""How something may be changed: a number up, down or both; a yes gained or given up; another choice; a later
day; a standard judged anew. A set grows with "more" and shrinks with "less"."""


@dataclass(frozen=True, slots=True)
class Changeable:
    """What an applicant can change to qualify (可改).

    Attributes:
        id: The fact's or finding's.
        direction: How.
        weight: How much it counts against other changes.
        note: What is to be said with it; "" for nothing.
    """

    id: str
    direction: Direction
    weight: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Consistency:
    """What must be so between stated numbers, by what they mean: a part is not more than the whole.

    Attributes:
        terms: Facts and definitions with their signs; their sum is what is compared with nothing.
        operator: "le" (at most nothing) or "eq".
        written: As the policy writes it. `reason`: why it must be so.
        under: Interpretation ids with the reading under which it holds; () for always.
    """

    terms: tuple[tuple[Literal[1, -1], str], ...]
    operator: Literal["le", "eq"]
    written: str
    reason: str
    under: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Core:
    """A whole checked policy, ready for any engine.

    Attributes:
        nodes: By id, every node after those it refers to within definitions; otherwise in the order
            of the law.
        scopes: Ids of the nodes that say whether the text applies at all; any of them not met makes
            the decision 不适用.
        root: The id of the node that is the decision.
        bounds: Which convention 以上、以下 follow, for explanations.
        changeable: What an applicant can change, by id; empty where the policy does not say.
        consistent: What must be so between stated numbers.
        voting: How several judgements of one standard are counted; None where the policy does not say.
    """

    policy: str
    title: str
    issuer: str
    document_number: str
    language: str
    facts: dict[str, Fact]
    ledgers: dict[str, Ledger]
    actors: dict[str, Actor]
    findings: dict[str, Finding]
    interpretations: dict[str, Interpretation]
    nodes: dict[str, Node]
    scopes: tuple[str, ...]
    root: str
    provisions: dict[str, Provision] = field(default_factory=dict)
    bounds: str = "民法典第一千二百五十九条"
    events: dict[str, EventKind] = field(default_factory=dict)
    rankings: dict[str, Ranking] = field(default_factory=dict)
    changeable: dict[str, Changeable] = field(default_factory=dict)
    consistent: tuple[Consistency, ...] = ()
    voting: Voting | None = None

    def through(self, expr: Expr, readings: Mapping[str, str]) -> Expr:
        """What an expression is once readings and the names of nodes are looked through."""
        while isinstance(expr, Pick | Ref):
            expr = expr.chosen(readings) if isinstance(expr, Pick) else self.nodes[expr.node].body
        return expr

    def ledger(self, key: str) -> Ledger:
        """The ledger of that id: one of the applicant's, or a kind of event as rules see it."""
        return self.ledgers[key] if key in self.ledgers else self.events[key].ledger
