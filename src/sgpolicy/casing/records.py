"""Cases and what is wrong with case files, as records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from sgpolicy.model.chronicle import DutyState
from sgpolicy.model.citation import Clause
from sgpolicy.model.core import EventKind, Fact, Finding, Ledger, LedgerColumn
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import Question
from sgpolicy.records import dataclass, field, replace

WHOLE = "结论"
"""How a case names the decision, or the life, as a whole."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a case file.

    Attributes:
        file: Relative to the policy folder.
        line: From 1.
        message: What is wrong and what to write instead, in Chinese.
        cell: In a workbook, the sheet and the cell (`样例!B7`); "" elsewhere.
    """

    file: str
    line: int
    message: str
    cell: str = ""

    def text(self) -> str:
        """One line: file, line or cell, message."""
        return f"{self.file}:{self.cell or self.line}：{self.message}"

    @property
    def order(self) -> tuple[str, str, int]:
        """Sorts problems by file, sheet and line."""
        return self.file, self.cell.partition("!")[0], self.line


@dataclass(slots=True)
class Problems:
    """What reading one case file found to be wrong.

    Attributes:
        file: The case file, relative to the policy folder.
        cell: The sheet's cell that is being read, where it is a workbook.
    """

    file: str
    found: list[Problem] = field(default_factory=list)
    cell: str = ""

    def report(self, line: int, message: str) -> None:
        """Note a mistake, once."""
        problem = Problem(self.file, line, message, self.cell)
        if problem not in self.found:
            self.found.append(problem)

    def within(self, cell: str) -> Problems:
        """The same collection, for what is found at `cell`."""
        return self if cell == self.cell else Problems(self.file, self.found, cell)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a case file: its line and, in a workbook, its cell."""

    line: int
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A change that stands by itself: a sheet's column, or an entry of a mapping."""

    left: str
    right: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a case table as written, with what its section says.

    Attributes:
        cells: Column → text, without the white space around it.
        base: The application or history it starts from, as written; "" where no section names one.
        day: The day of evaluation as written; "" likewise.
        pieces: Changes beside those of the 改动 cell.
        readings: Interpretations and readings beside those of the 读法 cell.
        spots: Column → where its cell stands, if not simply in `line`.
        optional: The columns that may be blank.
        cell: In a workbook, the cell that the case is known by.
        is_life: Whether it starts from a history (经历), not from an application (基础).
        rest: Up to which year days of rest are known, as written; "" where no section says.
    """

    line: int
    cells: dict[str, str]
    base: str
    day: str
    pieces: tuple[Piece, ...] = ()
    readings: tuple[Piece, ...] = ()
    spots: Mapping[str, Spot] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    cell: str = ""
    is_life: bool = False
    rest: str = ""

    def spot(self, column: str) -> Spot:
        """Where a column's cell stands."""
        return self.spots.get(column, Spot(self.line, self.cell))


@dataclass(frozen=True, slots=True)
class FactChange:
    """State a fact otherwise, or not at all.

    Attributes:
        part: The reading (of a split fact) or year (of a series) that is meant; "" for the whole.
        value: As written; None for not stated, an empty list for a set with nothing in it.
    """

    fact: Fact
    part: str
    value: str | list[str] | None


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """Give only the first rows of a ledger, or (`keep` None) no such ledger."""

    ledger: Ledger
    keep: int | None


@dataclass(frozen=True, slots=True)
class CellChange:
    """Write one column's cells otherwise in the rows from `first` to `last`, counted from 1."""

    ledger: Ledger
    first: int
    last: int
    column: LedgerColumn
    value: str | None


@dataclass(frozen=True, slots=True)
class FindingChange:
    """Change one part of a finding's record, or (`part` "" and `value` None) have no record."""

    finding: Finding
    part: str
    value: str | None


Change = FactChange | LedgerChange | CellChange | FindingChange


@dataclass(frozen=True, slots=True)
class CompletenessChange:
    """Vouch for the records until another day, or (`value` None) until none.

    Attributes:
        kind: The kind of event that is meant; None for all, or, where `is_rest`, for all others.
    """

    kind: EventKind | None
    is_rest: bool
    value: str | None


@dataclass(frozen=True, slots=True)
class StatedChange:
    """Change what the history states of the platform itself (事项), as in an application."""

    change: Change


@dataclass(frozen=True, slots=True)
class EventChange:
    """Write one column otherwise in the events of a kind from `first` to `last`, counted from 1.

    Attributes:
        is_added: Whether the event is meant that the change of that number added, not one of the base.
        value: As written; None for not recorded, an empty list for a set with nothing in it.
    """

    kind: EventKind
    first: int
    last: int
    column: LedgerColumn
    value: str | list[str] | None
    is_added: bool = False


@dataclass(frozen=True, slots=True)
class EventRemoval:
    """Have the events of a kind from `first` to `last`, counted from 1, not recorded."""

    kind: EventKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class EventAddition:
    """Record one more event, on the day `value`; `number` counts those added of its kind, from 1."""

    kind: EventKind
    number: int
    value: str


LifeChange = CompletenessChange | StatedChange | EventChange | EventRemoval | EventAddition


class _Placed:
    """What both kinds of cases know of their place."""

    __slots__ = ()
    file: str
    line: int
    cell: str
    origins: tuple[tuple[str, Spot], ...]

    @property
    def place(self) -> str:
        """Where it stands: `cases/….md:12`, `cases/….xlsx:样例!F7`."""
        return f"{self.file}:{self.cell or self.line}"

    def origin(self, name: str) -> Spot | None:
        """Where what is called so is stated, if it has a place of its own."""
        return next((spot for stated, spot in self.origins if stated == name), None)


@dataclass(frozen=True, slots=True)
class Case(_Placed):
    """One expectation: under this application, as of this day, that comes to this.

    Attributes:
        file, line: Where it stands; the file is relative to the policy folder.
        name: What staff call it.
        base: The application it starts from, as written.
        day: As of which it is evaluated.
        changes: What differs from the base, with `written`, the cell they come from.
        readings: Interpretation id → reading id, where not the default.
        target: A node's id, or "" for the decision as a whole; `target_name` as people say it.
        expected: The outcome; of an amount, 符合 where a number is expected.
        clauses: The clauses it must be put down to.
        amount: The number expected of an amount.
        cell: In a workbook, the sheet and cell that it is known by; "" elsewhere.
        origins: Fact or ledger (its name) → where it is stated, for those with a place of their own.
    """

    file: str
    line: int
    name: str
    base: str
    day: date
    changes: tuple[Change, ...]
    written: str
    readings: tuple[tuple[str, str], ...]
    target: str
    target_name: str
    expected: Outcome
    clauses: tuple[Clause, ...]
    cell: str = ""
    origins: tuple[tuple[str, Spot], ...] = ()
    amount: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LifeCase(_Placed):
    """One expectation about a history: after these events, as of this day, that comes to this.

    Attributes:
        file, line: Where it stands; the file is relative to the policy folder.
        name: What staff call it.
        base: The history it starts from, as written.
        day: As of which it is asked; later events have not happened yet.
        changes: What differs from the base, with `written`, the cell they come from.
        readings: Interpretation id → reading id, where not the default.
        question: What is asked.
        target: The same as text: a node's id, else that of a provision or kind with what tells it apart
            (`annual_report.2025`); "" for the life as a whole. `target_name` as people say it.
        expected: The outcome.
        state: For a duty, how it should stand, where that is said instead of the outcome.
        clauses: The clauses it must be put down to.
        cell: In a workbook, the sheet and cell that it is known by; "" elsewhere.
        origins: What is changed (its name) → where, for changes with a place of their own.
        rest_until: The last year whose days of rest are taken to be known; None for all published.
    """

    file: str
    line: int
    name: str
    base: str
    day: date
    changes: tuple[LifeChange, ...]
    written: str
    readings: tuple[tuple[str, str], ...]
    question: Question
    target: str
    target_name: str
    expected: Outcome
    state: DutyState | None
    clauses: tuple[Clause, ...]
    cell: str = ""
    origins: tuple[tuple[str, Spot], ...] = ()
    rest_until: int | None = None


Standing = Literal["ahead", "level", "behind", "out", "open"]
"""How one applicant stands beside another in a ranking; "out" where it is not ranked at all."""


@dataclass(frozen=True, slots=True)
class RankCase(_Placed):
    """One expectation about a ranking: beside another applicant this one stands so.

    Attributes:
        file, line: Where it stands; the file is relative to the policy folder.
        name: What staff call it.
        base: The application both start from, as written.
        day: As of which both are evaluated.
        changes: What differs from the base, with `written`, the cell they come from.
        readings: Interpretation id → reading id, where not the default.
        target: The ranking's id; `target_name` its name.
        expected: The outcome that goes with `standing`.
        clauses: The clauses it must be put down to.
        standing: How it stands beside the other.
        rival: What differs from the base in the other, with `rival_written`.
        cell: In a workbook, the sheet and cell that it is known by; "" elsewhere.
        origins: Fact or ledger (its name) → where it is stated, for those with a place of their own.
    """

    file: str
    line: int
    name: str
    base: str
    day: date
    changes: tuple[Change, ...]
    written: str
    readings: tuple[tuple[str, str], ...]
    target: str
    target_name: str
    expected: Outcome
    clauses: tuple[Clause, ...]
    standing: Standing
    rival: tuple[Change, ...] = ()
    rival_written: str = ""
    cell: str = ""
    origins: tuple[tuple[str, Spot], ...] = ()

    @property
    def other(self) -> RankCase:
        """The same with the other applicant's changes."""
        return replace(self, changes=self.rival, written=self.rival_written, origins=())


AnyCase = Case | LifeCase | RankCase
