"""How a policy's declarations account for the law's text."""

from __future__ import annotations

from sgpolicy.model.citation import Clause
from sgpolicy.records import dataclass

MARKS = ("A", "H", "D", "P", "O", "W", "N")
"""The kinds of work, in the order in which a character that several declarations quote is counted."""


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """One clause's operative characters.

    Attributes:
        total: How many there are.
        by_mark: How many are accounted for by each kind of declaration.
        kinds: Every kind found in the clause, counted or not.
    """

    clause: Clause
    total: int
    by_mark: dict[str, int]
    kinds: frozenset[str]

    @property
    def covered(self) -> int:
        """How many are accounted for."""
        return sum(self.by_mark.values())


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every clause's coverage, in the order of the law."""

    clauses: tuple[ClauseCoverage, ...]

    @property
    def total(self) -> int:
        """All operative characters."""
        return sum(c.total for c in self.clauses)

    @property
    def covered(self) -> int:
        """Those accounted for."""
        return sum(c.covered for c in self.clauses)

    @property
    def is_complete(self) -> bool:
        """Whether every operative character is accounted for."""
        return self.covered == self.total
