"""Explanations: what is to be said about a decision, before any wording.

How it differs from the trace: only what bears on the decision is left (for the audit, everything),
in the order of the law; ids are resolved to names, citations and questions, so that an explanation
is read without the core; numbers carry their unit; and what is short of a bound is worked out.
Nothing here is wording: no sentence, no rounding, no language. `lang` and `length` only say for
whom it was made.

All records are frozen and made of tuples: the same trace gives an equal explanation.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import NodeKind, Operator, Period, SetOperator
from sgpolicy.model.jointly import Jointly
from sgpolicy.model.judgement import Judgement, Votes
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Source
from sgpolicy.model.types import Kind
from sgpolicy.records import dataclass

Length = Literal["line", "letter", "audit"]
Language = Literal["zh", "en"]


# ── values ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or an interval of numbers, in base units (元; 1 for 100%; 平方米).

    Attributes:
        low, high: Both ends, included; `high` None is no upper end.
        kind: count, money, share or area.
        unit: The unit to show it in (家, 万元); None for none.
    """

    low: Fraction
    high: Fraction | None
    kind: Kind
    unit: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether it is a single number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Members:
    """A set of choices, in declared order."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by calendar year, in ascending order."""

    counts: tuple[tuple[int, int], ...]
    unit: str | None = None


Datum = Quantity | date | Days | Members | Series | str | bool | None
"""A value to show; None is unknown (not stated)."""

ValueForm = Literal[
    "fact",
    "definition",
    "amount",
    "constant",
    "sum",
    "ratio",
    "size",
    "product",
    "accrual",
    "extreme",
    "case",
    "tally",
    "year",
    "as_of",
    "day",
    "span",
]


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its name and where it came from.

    Attributes:
        form: What yielded it. A "fact", "definition", "amount", "tally" or "year" has a name and a key (of the
            ledger, of the series); a "sum", "ratio" or "size" is named by its parts.
        name, key: The Chinese name and the ASCII id; "" for a value without a name.
        written: For constants, how the rule writes it; for sums, the signs of the parts ("+-"); for
            a year of a series, the year.
        reading: For a fact asked for under several readings, the reading's name.
        stated, computed: Behind source "both" and "conflict".
        ledger: The name of the ledger it was computed from.
        rows, open_rows, blank: As in `sgpolicy.model.trace.Reading`.
        parts: The values it was derived from.
    """

    form: ValueForm
    name: str
    key: str
    datum: Datum
    source: Source
    written: str = ""
    reading: str = ""
    stated: Datum = None
    computed: Datum = None
    ledger: str = ""
    rows: int | None = None
    open_rows: tuple[int, ...] = ()
    blank: tuple[str, ...] = ()
    parts: tuple[Value, ...] = ()


# ── reasons ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How far a value is from its bound, exactly. A later remedy starts here.

    Attributes:
        direction: "more" is needed, "less" is needed, or the "day" has to come.
        amount: The least distance (from the value's near end); for a share, in shares (1/26).
        is_strict: Whether the bound itself does not do (more than `amount` is needed).
        heads: For a share of a known whole, how much more of the part reaches the bound.
        whole: That whole.
        day: For "day", the first day on which the test holds.
    """

    direction: Literal["more", "less", "day"]
    amount: Quantity | None = None
    is_strict: bool = False
    heads: Quantity | None = None
    whole: Value | None = None
    day: date | None = None


TestKind = Literal["compare", "elapsed", "within", "member", "set", "truth", "finding"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One test that was made, with what was compared: the leaf of every explanation.

    Attributes:
        node, name, kind: The rule, finding or definition in which the test stands.
        citation: That node's clause and phrases.
        outcome: Whether what the rule asks for holds (with `is_negated`, that the test does not).
        test: Which kind of test.
        operator: For "compare" and "set", which relation was asked for.
        values: What was tested: for "compare" left and right, for "elapsed" start and end, for
            "within" the day and the stretch, otherwise the one value.
        written: The bound as the rule writes it.
        members: For "member" and "set", the members asked for.
        length, is_inclusive: For "elapsed".
        is_negated: Whether the rule asks that the test should *not* hold.
        shortfall: For a test not met, how far off.
        judgement: For "finding".
        exceptions: The exceptions (例外) decided on the way here, and whether each applied; None
            where it is open whether it applies.
        any_of: How many of the tests beside it suffice (1 for 或); 0 where all are needed.
        note: "empty_whole" where a share of nothing was asked for.
    """

    node: str
    name: str
    kind: NodeKind
    citation: Citation
    outcome: Outcome
    test: TestKind
    operator: Operator | SetOperator | None = None
    values: tuple[Value, ...] = ()
    written: str = ""
    members: tuple[str, ...] = ()
    length: Period | None = None
    is_inclusive: bool = True
    is_negated: bool = False
    shortfall: Shortfall | None = None
    judgement: Judgement | None = None
    exceptions: tuple[tuple[Citation, bool | None], ...] = ()
    any_of: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A named node with its place and outcome, without what is in it.

    Attributes:
        title: For a clause that applies only to some, the law's own word for it (信息服务).
    """

    id: str
    name: str
    kind: NodeKind
    citation: Citation
    outcome: Outcome | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A named node on the way from the decision to the tests that decided it.

    Attributes:
        title: As in `Mention`.
        at_least: How many of its parts suffice; 0 where all are needed.
        reasons: The deciding tests that stand in the node itself.
        parts: The deciding nodes it refers to.
        inapplicable: Those that dropped out because they do not apply.
    """

    id: str
    name: str
    kind: NodeKind
    citation: Citation
    outcome: Outcome
    title: str = ""
    at_least: int = 0
    reasons: tuple[Reason, ...] = ()
    parts: tuple[Part, ...] = ()
    inapplicable: tuple[Mention, ...] = ()


# ── the audit tree ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Check:
    """A truth-valued expression with its outcome, for the audit tree.

    Attributes:
        form: "test" has a `reason`; "reference" names another node in `target`; "reading" is a
            choice by 口径 with the branch taken as its one part; "exception" has the condition, what
            holds where it applies and what holds otherwise as its parts; "constant" is 是 or 否.
        number: For "at_least".
        taken: For "exception", whether it applied; None while that is open.
        citation: For "exception", the exception's own quote.
        reading: For "reading", the id of the interpretation.
    """

    form: Literal["all", "at_least", "not", "exception", "reading", "reference", "test", "constant"]
    outcome: Outcome
    number: int = 0
    taken: bool | None = None
    citation: Citation | None = None
    reading: str = ""
    target: Mention | None = None
    reason: Reason | None = None
    parts: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One node in the audit, with everything that was found about it.

    Attributes:
        guard: When it applies, if that is restricted.
        check: Its body; None where it does not apply or is not truth-valued.
        value: For definitions that are not truth-valued.
    """

    mention: Mention
    guard: Check | None = None
    check: Check | None = None
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A clause in the audit.

    Attributes:
        clause: The clause.
        outcome: Of the clause as a whole; None where nothing is decided there.
        entries: The nodes that stand in it.
    """

    clause: Clause
    outcome: Outcome | None
    entries: tuple[Entry, ...]


# ── what is open, what differs, what was read how ────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Need:
    """Something unknown that can still change the outcome.

    Attributes:
        kind: "fact" is asked of the applicant, "finding" of those who judge.
        cause: As in `sgpolicy.model.trace.PendingItem`.
        reading: For a fact split by an interpretation, the reading for which it is asked.
        where: The rules and findings for which it matters.
        values: What is known of a fact so far, where cells are blank or the sources differ.
        assessors: For a finding, who may judge.
        panel: For a finding that a panel judges, the votes so far.
    """

    kind: Literal["fact", "finding"]
    id: str
    name: str
    question: str
    evidence: str
    cause: Literal["missing", "blank", "conflict", "refused"]
    reading: str = ""
    where: tuple[Mention, ...] = ()
    values: tuple[Value, ...] = ()
    assessors: tuple[str, ...] = ()
    panel: Votes | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """The decision's outcome under another reading, by that reading's name."""

    reading: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ReadingUsed:
    """An interpretation and the reading that was in force.

    Attributes:
        chosen, others: Names of the reading in force and of the others.
        is_default: Whether the reading in force is the default one.
        is_relied_on: Whether some rule consulted it on the way to the decision.
        effects: What other readings would have made of the decision, where that differs.
        settled: Who settled it, when and where; "" while nobody has.
    """

    id: str
    name: str
    number: str
    citation: Citation
    question: str
    chosen: str
    reason: str
    others: tuple[str, ...]
    is_default: bool
    is_relied_on: bool
    effects: tuple[Effect, ...]
    settled: str

    @property
    def is_decisive(self) -> bool:
        """Whether another reading alone decides otherwise."""
        return any(effect.outcome.is_decided for effect in self.effects)


@dataclass(frozen=True, slots=True)
class Header:
    """What the decision is about.

    Attributes:
        applicant: The applicant's name, as stated; "" if it is not.
        on: The day as of which the evaluation was made.
        language: The version of the rule language.
        bounds: Which convention 以上、以下 follow.
        is_person: Whether who applies is a person, which the policy says by asking for 姓名; else an organisation.
    """

    policy: str
    title: str
    issuer: str
    document_number: str
    language: str
    applicant: str
    on: date
    bounds: str
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty or power to pay an amount: the names of who owes it and to whom, and the clause."""

    name: str
    owners: tuple[str, ...]
    addressees: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class AmountRow:
    """A line of the table that an amount came from.

    Attributes:
        key, name: Of the amount.
        citation: The clause and the phrases that give it.
        datum: What it comes to; None where there is no number.
        depth: 0 for a total, 1 for what is counted into it, and so on.
        is_deducted: Whether it is taken off.
        values: The data it was worked out from; none for a total.
        owed: Who is to pay or count it to whom, by which clause.
    """

    key: str
    name: str
    citation: Citation
    datum: Datum
    depth: int
    is_deducted: bool
    values: tuple[Value, ...]
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True)
class Recount:
    """What another reading makes of amounts: the interpretation, the reading, each name and number."""

    number: str
    name: str
    reading: str
    amounts: tuple[tuple[str, Datum], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is to be said about one decision, at one length.

    Attributes:
        decided: For a decided outcome, the nodes and tests that decided it, from the decision down:
            those not met, those met, or (不适用) the scopes.
        is_by_cases: The outcome holds in every completion, though no single clause decides it.
        open_facts: For `is_by_cases`, the names of unstated facts whose every answer leads there.
        missing: What the applicant has to supply. `awaiting`: what waits for assessors.
        differences: Facts whose stated and computed values differ.
        readings: Those relied on that bear on eligibility; for the audit all
            that bear on it or were relied on.
        places: For the audit, every clause in the order of the law.
        amounts: Numbers that the text gives as results, as the table they came from.
        recounts: What they would be under other readings, where that differs.
        unused: For the audit, facts, ledgers and findings given that nothing rests on, by name.
        jointly: What several readings at a time would make of it; None where nobody asked.
    """

    length: Length
    lang: Language
    header: Header
    outcome: Outcome
    decided: tuple[Part, ...] = ()
    is_by_cases: bool = False
    open_facts: tuple[str, ...] = ()
    missing: tuple[Need, ...] = ()
    awaiting: tuple[Need, ...] = ()
    differences: tuple[Value, ...] = ()
    readings: tuple[ReadingUsed, ...] = ()
    places: tuple[Place, ...] = ()
    unused: tuple[str, ...] = ()
    amounts: tuple[AmountRow, ...] = ()
    recounts: tuple[Recount, ...] = ()
    jointly: Jointly | None = None
