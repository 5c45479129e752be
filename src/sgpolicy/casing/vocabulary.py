"""What a case may name in its policy: facts, ledgers, findings, events, objects, outcomes, days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from sgpolicy.casing.records import Standing
from sgpolicy.model.chronicle import DutyState
from sgpolicy.model.citation import Clause, parse_clause
from sgpolicy.model.core import (
    Core,
    EventKind,
    Fact,
    Finding,
    Interpretation,
    Ledger,
    Node,
    Provision,
    Ranking,
)
from sgpolicy.model.declared import Declared
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.source.nearest import nearest
from sgpolicy.source.numerals import half_width

_LONGEST = 40
_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*[日号]?")
OUTCOMES: Mapping[str, Outcome] = {outcome.zh: outcome for outcome in Outcome}
STATES: Mapping[str, tuple[DutyState, Outcome]] = {
    "按期履行": ("done", Outcome.MET),
    "逾期履行": ("done_late", Outcome.NOT_MET),
    "逾期未履行": ("overdue", Outcome.NOT_MET),
    "未到期": ("due", Outcome.MISSING_FACTS),
    "未见记载": ("unrecorded", Outcome.MISSING_FACTS),
    "经常性义务": ("standing", Outcome.MISSING_FACTS),
    "不适用": ("not_bound", Outcome.NOT_APPLICABLE),
    "不能断定": ("open", Outcome.MISSING_FACTS),
}
"""How a case says that a duty stands, with the outcome that goes with it."""


STANDINGS: Mapping[str, tuple[Standing, Outcome]] = {
    "在前": ("ahead", Outcome.MET),
    "并列": ("level", Outcome.MET),
    "在后": ("behind", Outcome.MET),
    "不排": ("out", Outcome.NOT_MET),
    "待定": ("open", Outcome.MISSING_FACTS),
}
"""How a case says that one applicant stands beside another, with the outcome that goes with it."""


_N = TypeVar("_N", bound=Declared)


def by_either(items: Iterable[_N]) -> dict[str, _N]:
    """The items by name and by id; names come first."""
    listed = list(items)
    return {item.id: item for item in listed} | {item.name: item for item in listed}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A policy's names, looked up in any form that data and people use.

    Attributes:
        events: The kinds of events that a history may record.
        acts: Its steps, duties and powers.
        rankings: Its rankings.
    """

    facts: Mapping[str, Fact]
    ledgers: Mapping[str, Ledger]
    findings: Mapping[str, Finding]
    interpretations: Mapping[str, Interpretation]
    objects: Mapping[str, Node]
    policy: Mapping[str, Interpretation]
    events: Mapping[str, EventKind]
    acts: Mapping[str, Provision]
    rankings: Mapping[str, Ranking]

    @classmethod
    def of(cls, core: Core) -> Vocabulary:
        """The names of a policy."""
        interpretations = by_either(core.interpretations.values())
        interpretations |= {item.number: item for item in core.interpretations.values()}
        truths = [
            node
            for node in core.nodes.values()
            if node.body.type.kind == "truth" or node.kind == "amount"
        ]
        return cls(
            by_either(core.facts.values()),
            by_either(core.ledgers.values()),
            by_either(core.findings.values()),
            interpretations,
            by_either(truths),
            core.interpretations,
            by_either(core.events.values()),
            by_either(p for p in core.provisions.values() if p.kind in ("step", "duty", "power")),
            by_either(core.rankings.values()),
        )

    def object(self, written: str) -> Node | None:
        """A rule, finding, combination, amount or clause by name or id; a clause by any citation."""
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


def read_day(written: str) -> date | None:
    """A day as people write it; None if it is not one.

    Example:
        >>> read_day("2026年11月22日"), read_day("2026-02-30")
        (datetime.date(2026, 11, 22), None)
    """
    match = _DAY.fullmatch(half_width(written.strip()))
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def meant(written: str, names: Iterable[str]) -> str:
    """「，是不是“…”？」 with the nearest name, or nothing.

    Example:
        >>> meant("资产总颔", ["资产总额"])
        '，是不是“资产总额”？'
    """
    found = nearest(written, [name for name in names if not name.isascii()])
    return f"，是不是“{found}”？" if found else ""
