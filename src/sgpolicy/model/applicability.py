"""Which policies apply to an applicant, as it is to be told."""

from __future__ import annotations

from datetime import date

from sgpolicy.model.citation import Citation
from sgpolicy.model.explanation import Datum, Language
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something not stated that can still decide whether a policy applies.

    Attributes:
        name, key: Of the shared item, or of the policy's own fact.
        question: What to state.
        is_shared: Whether it is a shared item; its key belongs at the top of the data.
        citations: The clauses that rest on it.
    """

    name: str
    key: str
    question: str
    is_shared: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A fact of a policy that followed from shared items.

    Attributes:
        name, key: Of the policy's fact.
        datum: Its value.
        items: The names of the shared items.
        reason: Why the meaning is the same.
    """

    name: str
    key: str
    datum: Datum
    items: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class OtherScope:
    """Whether the policy applies under another reading of one interpretation.

    Attributes:
        number, name: Of the interpretation.
        reading: The other reading's name.
        outcome: 符合 where the policy applies under it.
    """

    number: str
    name: str
    reading: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One policy.

    Attributes:
        policy, title, document_number: Of the policy.
        example: For a worked example, what it is one of; "" otherwise.
        applies: 符合 where it applies, 不符合 where not, open otherwise.
        citations: The clauses by which it applies or does not.
        asks: What can still decide that.
        drawn: What followed from shared items.
        others: Other readings under which it is otherwise.
        outcome: Of the decision itself, as far as the data goes.
        line: The decision in one line.
    """

    policy: str
    title: str
    document_number: str
    example: str
    applies: Outcome
    citations: tuple[Citation, ...]
    asks: tuple[Wanted, ...]
    drawn: tuple[Drawn, ...]
    others: tuple[OtherScope, ...]
    outcome: Outcome
    line: str


@dataclass(frozen=True, slots=True)
class ApplicabilityTable:
    """Which policies apply: those that do, then those of which it is open, then the others."""

    lang: Language
    on: date
    rows: tuple[PolicyRow, ...]
