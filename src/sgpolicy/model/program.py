"""A policy with its names bound: what is declared, where, and under which clause.

How it differs from the tree: tables have become facts, ledgers and actors with types; every
declaration can be found by name; each quotation is known to stand in its clause.
"""

from __future__ import annotations

from sgpolicy.model.document import Document
from sgpolicy.model.tree import Declaration, Name
from sgpolicy.model.types import Type
from sgpolicy.records import dataclass, field


@dataclass(frozen=True, slots=True)
class DeclaredFact:
    """A row of a table of facts. `computed` is the parsed 台账核算 cell."""

    name: Name
    id: str
    type: Type
    question: str
    evidence: str
    split: Name | None
    computed: Declaration | None


@dataclass(frozen=True, slots=True)
class DeclaredColumn:
    """A row of a ledger's table."""

    name: Name
    id: str
    type: Type
    note: str


@dataclass(frozen=True, slots=True)
class DeclaredLedger:
    """A ledger with its columns by name."""

    name: Name
    id: str
    question: str
    columns: dict[str, DeclaredColumn]


@dataclass(frozen=True, slots=True)
class DeclaredActor:
    """A row of the table of actors."""

    name: Name
    id: str
    official: str


@dataclass(frozen=True, slots=True)
class DeclaredEvents:
    """A table of what is recorded of a kind of event.

    Attributes:
        name: Of a step, duty or power, or a name of its own.
        id: "" for a step, duty or power; else the id of the occurrence it declares.
        columns: Beside the day.
    """

    name: Name
    id: str
    columns: dict[str, DeclaredColumn]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the tables declare, by Chinese name."""

    facts: dict[str, DeclaredFact]
    ledgers: dict[str, DeclaredLedger]
    actors: dict[str, DeclaredActor]
    events: dict[str, DeclaredEvents] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Every name that a rule may use: facts, members, ledgers, columns, actors."""
        found: list[str] = [*self.facts, *self.ledgers, *self.actors]
        types = [f.type for f in self.facts.values()]
        tables = [t.columns for t in self.ledgers.values()]
        tables += [t.columns for t in self.events.values()]
        for columns in tables:
            found.extend(columns)
            types.extend(c.type for c in columns.values())
        found += ["日期", *self.events]
        for type_ in types:
            found.extend(type_.members)
        return found


@dataclass(frozen=True, slots=True)
class Program:
    """A whole policy, resolved.

    Attributes:
        declarations: By Chinese name, in the order of the law.
        owners: For each declared name that rules may refer to, what it is (规则, 事项, 台账, …).
    """

    document: Document
    tables: Tables
    declarations: dict[str, Declaration]
    owners: dict[str, str]
