"""What all sections decide: the articles, the applicants, what is right; and who decides it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, ClassVar

import articles

from peers.columns import Columns, facts_at, generate
from peers.ours import Ours, ours
from peers.peer import Peer, Running
from peers.rules import Rules, rules_of
from sgpolicy.evaluating.generated.engine import Generated

MODULES = ("jsonlogic", "zen", "cel", "rego", "cedar", "rule_engine_", "openfisca_")
"""Row by row; what decides columns is in `batch`."""
Facts = dict[Any, Any]


def peers() -> list[Peer]:
    """Those that decide one applicant after another."""
    return [import_module(f"peers.{name}").PEER for name in MODULES]


@dataclass(frozen=True)
class Content:
    """The articles and everything that is made of them once."""

    MACHINE: ClassVar = "sgpolicy, machine code"

    @cached_property
    def rules(self) -> Rules:
        """In the form that peers can say."""
        return rules_of(self.ours.core)

    @cached_property
    def ours(self) -> Ours:
        """As sgpolicy has them."""
        return ours(articles.core())

    @cached_property
    def running(self) -> dict[str, Running]:
        """Every peer, loaded."""
        rules = self.rules
        return {peer.name: peer.load(peer.write(rules), rules) for peer in peers()}

    def applicants(self, count: int, *, missing: float) -> list[Facts]:
        """Typed facts, only those that the rules use; some on leap days, as `columns` has them."""
        known = self.rules.facts
        made = articles.applicants(self.ours.core, count - count // 4, missing=missing)
        columns = generate(self.rules, count // 4, missing=missing, seed=7)
        return [
            *({key: value for key, value in one.items() if key in known} for one in made),
            *(facts_at(self.rules, columns, row) for row in range(columns.rows)),
        ]

    def right(self, applicants: Sequence[Facts]) -> list[dict[str, bool | None]]:
        """What sgpolicy's generated function says of each."""
        return self._said(self.ours.generated, applicants)

    def _said(self, made: Generated, applicants: Sequence[Facts]) -> list[dict[str, bool | None]]:
        return [
            self.rules.expected(made, made.plain(one, {}, articles.ON)[1]) for one in applicants
        ]

    def right_of(self, columns: Columns) -> list[dict[str, bool | None]]:
        """The same of columns."""
        return self.right([facts_at(self.rules, columns, row) for row in range(columns.rows)])

    def differences(
        self, found: Sequence[Mapping[str, Any]], right: Sequence[Mapping[str, bool | None]]
    ) -> Iterator[tuple[int, str]]:
        """Which applicant and which rule; a guarded clause counts where it is known whether it applies."""
        for number, (one, truth) in enumerate(zip(found, right, strict=True)):
            for key, value in truth.items():
                guard = self.rules.guards.get(key)
                if guard is not None and truth[guard] is None:
                    continue
                if one[key] is not value:
                    yield number, key

    def agreement(self, count: int) -> dict[str, int]:
        """By peer, how many outcomes of complete applicants differ from sgpolicy's; all should be 0."""
        applicants = self.applicants(count, missing=0)
        right = self.right(applicants)
        found = {self.MACHINE: self.by_machine_code(applicants, right)}
        for name, peer in self.running.items():
            outcomes = [peer.outcomes(peer.decide(peer.convert(one))) for one in applicants]
            found[name] = sum(1 for _ in self.differences(outcomes, right))
        gaps = self.applicants(count, missing=0.03)
        found[f"{self.MACHINE}, with gaps"] = self.by_machine_code(gaps, self.right(gaps))
        return found

    def by_machine_code(
        self, applicants: Sequence[Facts], right: Sequence[Mapping[str, bool | None]]
    ) -> int:
        """How many outcomes of machine code differ."""
        outcomes = self._said(self.ours.machine, applicants)
        return sum(1 for _ in self.differences(outcomes, right))
