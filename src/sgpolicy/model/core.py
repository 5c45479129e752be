"""Core: the small typed form that every engine folds over.

How it differs from the tree: names are bound to ids, readings to interpretations, units are
converted to one base (元, 1 for 100%, 平方米), ordered comparisons of choices are member sets,
exceptions are branches, and every expression carries its type.

Invariants (checked by `sgpolicy.lowering.invariants`): every id it mentions exists; definitions do
not refer to themselves, directly or not; the two sides of a comparison have one kind and unit;
a `Pick` has a branch for every reading of its interpretation; `Column` and `ThatYear` stand only
inside a tally or a computed series.

Every expression has `type` and `span` (where it stands in the policy file; not compared).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.types import ACTORS, DATE, SPAN, TRUTH, Type
from sgpolicy.records import dataclass, field
from sgpolicy.source.text import Span

Operator = Literal["ge", "gt", "le", "lt", "eq", "ne"]
SetOperator = Literal["contains", "equals", "touches"]
End = Literal["earliest", "latest", "least", "greatest"]
Measure = Literal["rows", "distinct", "sum", "latest", "earliest"]


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: whole years, months or days."""

    amount: int
    unit: Literal["年", "月", "日"]


# ── truth-valued expressions (they evaluate to an Outcome) ────────────────────────────────


@dataclass(frozen=True, slots=True)
class Truth:
    """是 / 否."""

    value: bool
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers or two dates by size. 以上/不低于 is ge, 不满 is lt: see `operators`.

    `written` is the bound as the rule writes it (「不少于 6人」), for explanations.
    """

    operator: Operator
    left: Expr
    right: Expr
    written: str = ""
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """`start 至 end 满 length`: the corresponding day has come (民法典 第二百零二条).

    With `inclusive` the corresponding day itself counts (满); without, only the day after (超过).
    """

    start: Expr
    end: Expr
    length: Period
    inclusive: bool
    written: str = ""
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Within:
    """`day 在 span`, both ends included."""

    day: Expr
    stretch: Expr
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A choice is one of `members` (属于, 为; ordered bounds are spelled out)."""

    value: Expr
    members: tuple[str, ...]
    written: str = ""
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SetCompare:
    """A set contains (含), equals (仅为) or touches (涉及: shares a member with) `members`."""

    operator: SetOperator
    value: Expr
    members: tuple[str, ...]
    written: str = ""
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """非."""

    operand: Expr
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """且: the least of the operands; those not applicable drop out."""

    operands: tuple[Expr, ...]
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `number` of the operands are met; 或 is `number == 1`.

    The n-th greatest of the operands; those not applicable drop out, and with fewer than `number`
    applicable ones the outcome is 不符合.
    """

    number: int
    operands: tuple[Expr, ...]
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """An exception (例外): where `condition` holds `then` decides, otherwise `otherwise`.

    With an unknown condition it still decides where both branches agree.
    """

    condition: Expr
    then: Expr
    otherwise: Expr
    citation: Citation | None = None
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of a finding: the body of a finding's `Node`, and nowhere else."""

    finding: str
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


# ── expressions of any type ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact of the application.

    For a fact split by an interpretation (`Fact.split`) the cell is that of the reading in force.
    """

    fact: str
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """Another named node: a rule, finding, combination, definition or clause."""

    node: str
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Pick:
    """按 口径（读法：…；…）: the branch of the reading in force. `branches` is in declared order."""

    interpretation: str
    branches: tuple[tuple[str, Expr], ...]
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Column:
    """A cell of the ledger row at hand; only inside `Tally.where`."""

    ledger: str
    column: str
    type: Type
    span: Span | None = field(default=None, compare=False)


# ── numbers ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Constant:
    """A number in base units (元; 1 for 100%; 平方米); `written` is how the rule writes it."""

    value: Fraction
    type: Type
    written: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """加 / 减: each term with its sign."""

    terms: tuple[tuple[Literal[1, -1], Expr], ...]
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ratio:
    """`part 占 whole`: a share. A share of nothing (whole is 0) meets no bound."""

    part: Expr
    whole: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Product:
    """`left 乘 right`: a number taken so many times, or a share of it."""

    left: Expr
    right: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Accrual:
    """`value 每满 step 得 gain`: `gain` for every whole `step` in a number or a stretch of days.

    With `is_rounded_up` a part of a step counts as a whole one (含不满). For a stretch of days the step is
    a period, counted from its first day (民法典 第二百零二条).
    """

    value: Expr
    step: Constant | Period
    gain: Constant
    is_rounded_up: bool
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Size:
    """How many members a set has."""

    value: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Tally:
    """A count or sum over the rows of a ledger that pass `where`.

    `measure` is "rows" (笔数), "distinct" (不同 `column`) or "sum" (`column` 合计). Blank cells make
    the result an interval. Of events, whose rows stand in the order of time, "latest" (最近) and
    "earliest" (最早) take the cell of `column` in the last or first row that passes; where none does,
    there is no such value, and no condition on it holds. A sum is one of a column or of what
    `summed` comes to in each row.
    """

    ledger: str
    where: Expr | None
    measure: Measure
    column: str | None
    type: Type
    summed: Expr | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AtYear:
    """A yearly series' value in the calendar year that `stretch` covers."""

    series: Expr
    stretch: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)


# ── days and stretches of days ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DateConstant:
    """A day written in the rule."""

    value: date
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AsOf:
    """评估日: the day as of which the evaluation is made."""

    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Later:
    """`day 后 length`: the corresponding day, or the month's last where there is none."""

    day: Expr
    length: Period
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DayBefore:
    """前一日."""

    day: Expr
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The calendar year of `day`, `back` years earlier (上年度 is 1), as a stretch of days."""

    day: Expr
    back: int
    type: Type = SPAN
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Preceding:
    """前 12个月: from the corresponding day `length` earlier to the day before `day`."""

    day: Expr
    length: Period
    type: Type = SPAN
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Stretch:
    """`从 first 到 last`, both included."""

    first: Expr
    last: Expr
    type: Type = SPAN
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EndOf:
    """第一日 / 最后一日: the first or the last day of a stretch."""

    stretch: Expr
    which: Literal["first", "last"]
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Extreme:
    """较早 / 较晚（甲；乙）: the earliest or the latest of some days; 较小 / 较大: the same of numbers."""

    which: End
    values: tuple[Expr, ...]
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ThatYear:
    """该年: the year at hand when a yearly series is computed from a ledger."""

    type: Type = SPAN
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Actors:
    """A set of actors, by id."""

    actors: tuple[str, ...]
    type: Type = ACTORS
    span: Span | None = field(default=None, compare=False)


Expr = (
    Truth
    | Compare
    | Elapsed
    | Within
    | Member
    | SetCompare
    | Not
    | All
    | AtLeast
    | Branch
    | Judged
    | FactRef
    | Ref
    | Pick
    | Column
    | Constant
    | Sum
    | Ratio
    | Product
    | Accrual
    | Size
    | Tally
    | AtYear
    | DateConstant
    | AsOf
    | Later
    | DayBefore
    | CalendarYear
    | Preceding
    | Stretch
    | EndOf
    | Extreme
    | ThatYear
    | Actors
)

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
        id: The ASCII key, `name` the Chinese name; data may use either.
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

    def ledger(self, key: str) -> Ledger:
        """The ledger of that id: one of the applicant's, or a kind of event as rules see it."""
        return self.ledgers[key] if key in self.ledgers else self.events[key].ledger
