"""Advice: how firm an outcome is, on what it rests, what would change it. No wording, no evaluation."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sgpolicy.model.citation import Citation
from sgpolicy.model.explanation import Datum, Mention, Part, Quantity, Reason
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What a margin or a change is about.

    Attributes:
        kind: A "fact" as stated, a "ledger" as a whole, a "finding", or the "day" of the evaluation.
        id, name: As declared.
        reading: For a fact that is asked by reading, the name of the reading for which this is.
        year: For a yearly series, the year; None otherwise.
    """

    kind: Literal["fact", "ledger", "finding", "day"]
    id: str
    name: str
    reading: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A rule, finding, scope or clause that comes to something else.

    Attributes:
        node: It, with what it came to before.
        after: What it comes to then.
    """

    node: Mention
    after: Outcome | None


# ── how firm an outcome is ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """Another reading of one interpretation.

    Attributes:
        interpretation, number, name, citation: Which interpretation.
        before, after: The names of the reading in force and of the other one.
        reading: The other one's id.
    """

    interpretation: str
    number: str
    name: str
    citation: Citation
    before: str
    after: str
    reading: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A least set of other readings under which the outcome is another one.

    Attributes:
        changes: The readings to change; with fewer of them the outcome is not this one.
        outcome: The outcome then.
        through: The rules, findings and scopes through which it comes about.
    """

    changes: tuple[ReadingChange, ...]
    outcome: Outcome
    through: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Where, on one side of a value, the outcome changes.

    Attributes:
        at: The first value at which it is another one.
        distance: How far that is, in numbers; for days, how many.
        outcome: The outcome there.
        through: The rules, findings and scopes through which it changes.
    """

    at: Datum
    distance: Quantity
    outcome: Outcome
    through: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a stated quantity is from where the outcome would change, all else alike.

    Attributes:
        subject: The quantity.
        value: What it is.
        below, above: Where the outcome changes on either side; None where it does not.
    """

    subject: Subject
    value: Datum
    below: Turn | None
    above: Turn | None


@dataclass(frozen=True, slots=True)
class SensitivityReport:
    """How firm an outcome is under other readings and other quantities.

    Attributes:
        title, document_number, on: What was evaluated, as of when.
        outcome: The outcome under the readings in force.
        is_exhaustive: Whether every combination of readings was taken into account. Where not (there are
            too many), only one reading was changed at a time.
        matters: The interpretations (number and name) on which the outcome can depend.
        combinations: How many combinations of their readings there are.
        counts: How many of them come to which outcome; those left open count together, under the
            outcome with which they show along the rules.
        flips: The least changes of readings that decide otherwise.
        opens: The least changes of readings that leave it open: data for them is missing.
        margins: Of every quantity on which the outcome can depend.
    """

    title: str
    document_number: str
    on: date
    outcome: Outcome
    is_exhaustive: bool
    matters: tuple[tuple[str, str], ...]
    combinations: int
    counts: tuple[tuple[Outcome, int], ...]
    flips: tuple[Flip, ...]
    opens: tuple[Flip, ...]
    margins: tuple[Margin, ...]

    @property
    def is_firm(self) -> bool:
        """Whether no combination of readings decides otherwise."""
        return not self.flips


# ── on what an outcome rests ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Ground:
    """Something given that an outcome rests on.

    Attributes:
        subject: What was stated, recorded or judged.
        value: What was stated; for a finding whether it was found met; for a ledger its number of rows.
        where: The rules, findings and scopes that it decides, alone or with the others.
    """

    subject: Subject
    value: Datum
    where: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Decider:
    """Something missing that can still change the outcome.

    Attributes:
        subject: What is missing.
        question: What is asked.
        settles: Answers after which nothing else can change the outcome, each with the outcome: numbers
            and days from the first to the last, with no end (`high` None, the calendar's first or last day)
            where all beyond do. An answer by which it can no
            longer be 符合, though it is open whether the text applies, counts as 不符合.
        where: The open rules, findings and scopes that rest on it.
    """

    subject: Subject
    question: str
    settles: tuple[tuple[Datum, Outcome], ...]
    where: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class SufficientReport:
    """A sufficient reason for a decided outcome, or what can still change an open one.

    Attributes:
        title, document_number, on, outcome: What was evaluated, as of when, and what it came to.
        grounds: For a decided outcome, data that by themselves force it, whatever the rest.
        is_smallest: Whether no smaller set of data forces it.
        is_irreducible: Whether none of `grounds` can be left out. False, like `is_smallest`, only where
            finding it out would take too long.
        deciders: For an open outcome, what can still change it, the most decisive first.
    """

    title: str
    document_number: str
    on: date
    outcome: Outcome
    grounds: tuple[Ground, ...] = ()
    is_smallest: bool = True
    is_irreducible: bool = True
    deciders: tuple[Decider, ...] = ()


# ── what would change it ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """One change of a remedy.

    Attributes:
        subject: What is to be changed.
        before, after: What it is (None while it is not stated) and what it is to be, at the least.
        amount: For numbers, by how much; None otherwise, and where it is not stated.
        taken_up, dropped: For sets, the members added and left out.
        note: What the policy says with it.
        where: The rules, findings and scopes that are not met without this change.
        keeps: What would be contradicted without it: relations between numbers, with their reasons.
    """

    subject: Subject
    before: Datum
    after: Datum
    amount: Quantity | None
    taken_up: tuple[str, ...]
    dropped: tuple[str, ...]
    note: str
    where: tuple[Shift, ...]
    keeps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes that together make the outcome 符合; none of them can be left out or made smaller.

    Attributes:
        changes: The changes.
        weight: What they count together.
        on: The day of the evaluation with which this was tried: later where a day was put off.
    """

    changes: tuple[ProposedChange, ...]
    weight: int
    on: date


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A rule, finding or scope that stands in the way.

    Attributes:
        node: It.
        rests_on: What it rests on that would have to be otherwise, and may not be changed or not enough.
    """

    node: Mention
    rests_on: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One of several parts of which some suffice, such as the functions of 第八条.

    Attributes:
        node: The part.
        remedy: The smallest changes with which it carries the outcome; None if there are none.
        obstacles: What stands in the way where there are none.
    """

    node: Mention
    remedy: Remedy | None
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class RemediesReport:
    """The smallest changes that would make the outcome 符合.

    Attributes:
        title, document_number, on, outcome: What was evaluated, as of when, and what it came to.
        is_declared: Whether the policy says what can be changed at all.
        is_exhaustive: Whether no lighter changes do it; False where the search was not carried through.
        remedies: Those that weigh least, the smallest first; () if there are none within the law.
        by_time: The earliest day from which time alone makes it so, as a remedy; None if it does not.
        ways: Where some of several parts suffice and too few do: each with its nearest remedy.
        obstacles: Where there is no remedy: what stands in the way.
    """

    title: str
    document_number: str
    on: date
    outcome: Outcome
    is_declared: bool
    is_exhaustive: bool
    remedies: tuple[Remedy, ...]
    by_time: Remedy | None
    ways: tuple[Way, ...]
    obstacles: tuple[Obstacle, ...]


# ── questions and answers ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Answer:
    """Why one rule, finding, clause or combination came to what it did, or why not to 符合.

    Attributes:
        title, document_number, on: What was evaluated, as of when.
        asks: Whether it was asked why it is so, or why it is not 符合.
        node: What was asked about, with what it came to.
        part: Where that is decided: the tests that decided it.
        open: Tests in it that are open, since something they rest on is missing.
        remedies: For *why not*, the smallest changes with which it would be 符合.
    """

    title: str
    document_number: str
    on: date
    asks: Literal["why", "why_not"]
    node: Mention
    part: Part | None
    open: tuple[Reason, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Supposed:
    """Something that was supposed to be otherwise, with what it was before."""

    subject: Subject
    before: Datum
    after: Datum


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule, finding or scope that comes to something else, with the tests that decide it before and after."""

    shift: Shift
    before: tuple[Reason, ...]
    after: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What would be otherwise if something else were stated, judged or read.

    Attributes:
        title, document_number: What was evaluated.
        on, on_then: As of when, and as of when it was supposed to be.
        supposed: What was supposed. `readings`: the readings that were.
        outcome, then: The outcome, and what it would be.
        clauses: The clauses that come to something else.
        differences: The rules, findings and scopes that do.
    """

    title: str
    document_number: str
    on: date
    on_then: date
    supposed: tuple[Supposed, ...]
    readings: tuple[ReadingChange, ...]
    outcome: Outcome
    then: Outcome
    clauses: tuple[Shift, ...]
    differences: tuple[Difference, ...]
