"""What a case may name in its policy: facts, ledgers, findings, interpretations, objects, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sgpolicy.model.citation import Clause, parse_clause
from sgpolicy.model.core import Core, Fact, Finding, Interpretation, Ledger, Node
from sgpolicy.model.outcome import Outcome
from sgpolicy.source.nearest import nearest

_LONGEST = 40
OUTCOMES: Mapping[str, Outcome] = {outcome.zh: outcome for outcome in Outcome}


class Named(Protocol):
    """Whatever answers to a Chinese name and an ASCII id."""

    @property
    def id(self) -> str:
        """The ASCII id."""

    @property
    def name(self) -> str:
        """The Chinese name."""


_N = TypeVar("_N", bound=Named)


def by_either(items: Iterable[_N]) -> dict[str, _N]:
    """The items by name and by id; names come first."""
    listed = list(items)
    return {item.id: item for item in listed} | {item.name: item for item in listed}


@dataclass(frozen=True)
class Vocabulary:
    """A policy's names, looked up in any form that data and people use."""

    facts: Mapping[str, Fact]
    ledgers: Mapping[str, Ledger]
    findings: Mapping[str, Finding]
    interpretations: Mapping[str, Interpretation]
    objects: Mapping[str, Node]
    policy: Mapping[str, Interpretation]

    @classmethod
    def of(cls, core: Core) -> Vocabulary:
        """The names of a policy."""
        interpretations = by_either(core.interpretations.values())
        interpretations |= {item.number: item for item in core.interpretations.values()}
        truths = [node for node in core.nodes.values() if node.body.type.kind == "truth"]
        return cls(
            by_either(core.facts.values()),
            by_either(core.ledgers.values()),
            by_either(core.findings.values()),
            interpretations,
            by_either(truths),
            core.interpretations,
        )

    def object(self, written: str) -> Node | None:
        """A rule, finding, combination or clause by name or id, a clause also by any citation."""
        if written in self.objects:
            return self.objects[written]
        clause = clause_of(written)
        return self.objects.get(clause.id) if clause else None


def clause_of(written: str) -> Clause | None:
    """The clause of a citation in any written form; None if it is not one.

    Example:
        >>> clause_of("第七条（一）") == clause_of("7(1)")
        True
    """
    return parse_clause(written) if len(written) <= _LONGEST else None


def meant(written: str, names: Iterable[str]) -> str:
    """「，是不是“…”？」 with the nearest name, or nothing.

    Example:
        >>> meant("资产总颔", ["资产总额"])
        '，是不是“资产总额”？'
    """
    found = nearest(written, [name for name in names if not name.isascii()])
    return f"，是不是“{found}”？" if found else ""
