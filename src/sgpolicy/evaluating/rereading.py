"""What each node and fact of a policy may consult, so that another reading runs only what it bears on.

What a run happens to consult is not enough to know: a branch that was not taken, or a ledger that was not
given, may hide an interpretation that under another reading comes into play. So the expressions are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from sgpolicy.model.core import Core, Expr, FactRef, Judged, Pick, Ref

Inside = Callable[[object], Iterator[Expr]]
"""Gives an expression with everything in it."""


class Consulted:
    """The interpretations on which each node and fact of a policy may rest, directly or through others.

    Attributes:
        nodes: Node id → ids of interpretations. `facts`: likewise for facts.
    """

    def __init__(self, core: Core, inside: Inside) -> None:
        self._core = core
        self._inside = inside
        self._resting: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._found: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def nodes(self) -> dict[str, frozenset[str]]:
        """Of nodes."""
        return {key: self._of("node", key) for key in self._core.nodes}

    @cached_property
    def facts(self) -> dict[str, frozenset[str]]:
        """Of facts."""
        return {key: self._of("fact", key) for key in self._core.facts}

    def resting(self, interpretation: str) -> tuple[frozenset[str], frozenset[str]]:
        """The nodes and the facts that may rest on an interpretation."""
        known = self._resting.get(interpretation)
        if known is None:
            nodes, facts = (
                frozenset(key for key, found in one.items() if interpretation in found)
                for one in (self.nodes, self.facts)
            )
            known = self._resting[interpretation] = nodes, facts
        return known

    @cached_property
    def apart(self) -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
        """Of nodes: the interpretations that each consults itself, and the nodes it refers to."""
        return {key: self._apart(key) for key in self._core.nodes}

    def _apart(self, key: str) -> tuple[frozenset[str], tuple[str, ...]]:
        node = self._core.nodes[key]
        itself: set[str] = set()
        others: dict[str, None] = {}
        for one in (*self._inside(node.guard), *self._inside(node.body)):
            match one:
                case Pick(interpretation=interpretation):
                    itself.add(interpretation)
                case Ref(node=other):
                    others[other] = None
                case FactRef() | Judged():
                    itself.update(self._within(one))
                case _:
                    pass
        return frozenset(itself), tuple(others)

    def _of(self, kind: str, key: str) -> frozenset[str]:
        known = self._found.get((kind, key))
        if known is None:
            known = self._found[kind, key] = frozenset(self._searched(kind, key))
        return known

    def _searched(self, kind: str, key: str) -> Iterator[str]:
        if kind == "fact":
            fact = self._core.facts[key]
            if fact.split is not None:
                yield fact.split
            yield from self._within(fact.computed)
            return
        node = self._core.nodes[key]
        yield from self._within(node.guard)
        yield from self._within(node.body)

    def _within(self, expr: Expr | None) -> Iterator[str]:
        for one in self._inside(expr):
            match one:
                case Pick(interpretation=key):
                    yield key
                case Ref(node=key):
                    yield from self._of("node", key)
                case FactRef(fact=key):
                    yield from self._of("fact", key)
                case Judged(finding=key):
                    yield from self._within(self._core.findings[key].assessors)
                    if self._core.voting is not None and self._core.voting.interpretation:
                        yield self._core.voting.interpretation
                case _:
                    pass
