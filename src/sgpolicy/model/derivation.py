"""How a decision follows: the nodes on the way from it down to the tests, each with its check."""

from __future__ import annotations

from sgpolicy.model.explanation import Entry
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a decision was worked out from, step by step.

    Attributes:
        starts: Ids of the scopes and of the node that decides, in the order in which they are asked.
        entries: Every node that can be reached from them by reference, clauses included, by id.
        bearing: Ids of all nodes on which the outcome may rest under the readings in force: those, and the
            definitions that their values and ledgers go through.
    """

    starts: tuple[str, ...]
    entries: dict[str, Entry]
    bearing: frozenset[str]
