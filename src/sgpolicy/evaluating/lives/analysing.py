"""What expressions rest on, under fixed readings: events, facts, the day; and how often each is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sgpolicy.evaluating.compiling import ledgers_in, parts_of
from sgpolicy.model import core as c
from sgpolicy.model.types import Type
from sgpolicy.records import dataclass, field


@dataclass(slots=True)
class Rests:
    """What an expression rests on.

    Attributes:
        kinds: Kinds of events that it looks at.
        is_daily: Whether it may come out otherwise on another day, all else alike.
        is_stated: Whether it looks at what is stated of the platform, or at what assessors found.
        is_by_round: Whether it asks which round is at hand.
        has_share: Whether there is a share in it, which may be one of nothing.
    """

    kinds: set[str] = field(default_factory=set)
    is_daily: bool = False
    is_stated: bool = False
    is_by_round: bool = False
    has_share: bool = False

    def add(self, other: Rests) -> None:
        """Take over what a part rests on."""
        self.kinds |= other.kinds
        self.is_daily = self.is_daily or other.is_daily
        self.is_stated = self.is_stated or other.is_stated
        self.is_by_round = self.is_by_round or other.is_by_round
        self.has_share = self.has_share or other.has_share


class Analysis:
    """What a policy's expressions rest on.

    Attributes:
        uses: How often each node and each fact is referred to from what was counted, by sort and id.
        columns: Which cells are asked for of the last or first event of some, by ledger, condition, measure and
            type.
    """

    def __init__(
        self, core: c.Core, readings: Mapping[str, str], from_events: frozenset[str]
    ) -> None:
        self._core = core
        self._readings = readings
        self._from_events = from_events
        self._nodes: dict[str, Rests] = {}
        self._facts: dict[str, Rests] = {}
        self.uses: Counter[tuple[str, str]] = Counter()
        self.columns: dict[tuple[str, c.Expr | None, str, Type], set[str]] = {}

    def is_from_events(self, fact: str) -> bool:
        """Whether a fact is computed from events, whatever is stated."""
        return fact in self._from_events

    def is_computed(self, fact: str) -> bool:
        """Whether a fact is computed, with no ledger but those of events."""
        computed = self._core.facts[fact].computed
        if computed is None:
            return False
        return ledgers_in(self._core, computed, self._readings) <= self._core.events.keys()

    def chosen(self, expr: c.Pick) -> c.Expr:
        """The branch in force."""
        return expr.chosen(self._readings)

    def rests(self, *exprs: c.Expr | None) -> Rests:
        """What some expressions rest on."""
        found = Rests()
        for expr in exprs:
            if expr is not None:
                self._walk(expr, found)
        return found

    def node(self, key: str) -> Rests:
        """What a node rests on."""
        known = self._nodes.get(key)
        if known is None:
            node = self._core.nodes[key]
            known = self._nodes[key] = self.rests(node.guard, node.body)
        return known

    def fact(self, key: str) -> Rests:
        """What a fact rests on."""
        known = self._facts.get(key)
        if known is None:
            known = Rests(is_stated=not self.is_from_events(key))
            computed = self._core.facts[key].computed
            if computed is not None and self.is_computed(key):
                known.add(self.rests(computed))
            self._facts[key] = known
        return known

    def of(self, sort: str, key: str) -> Rests:
        """What a node or a fact rests on."""
        return self.node(key) if sort == "node" else self.fact(key)

    def stated_facts(self, key: str) -> frozenset[str]:
        """The facts that may be stated and on which a node rests."""
        return self._facts_from({("node", key)})

    def facts_in(self, *exprs: c.Expr | None) -> frozenset[str]:
        """The same of some expressions."""
        return self._facts_from(
            {name for expr in exprs if expr is not None for name in self._references(expr)}
        )

    def _facts_from(self, seen: set[tuple[str, str]]) -> frozenset[str]:
        waiting = [*seen]
        while waiting:
            for one in self._behind(*waiting.pop()):
                if one is not None:
                    for name in self._references(one):
                        if name not in seen:
                            seen.add(name)
                            waiting.append(name)
        facts = {key for sort, key in seen if sort == "fact"}
        return frozenset(key for key in facts if not self.is_from_events(key))

    def _walk(self, expr: c.Expr, found: Rests) -> None:
        match expr:
            case c.Pick():
                self._walk(self.chosen(expr), found)
                return
            case c.Ref(node=key):
                found.add(self.node(key))
            case c.FactRef(fact=key):
                found.add(self.fact(key))
            case c.Ratio():
                found.has_share = True
            case c.AsOf():
                found.is_daily = True
            case c.Judged(finding=key):
                found.is_daily = found.is_stated = True
                self._walk(self._core.findings[key].assessors, found)
            case c.Tally(ledger=ledger):
                found.kinds.add(ledger)
            case c.Column(column="in_round"):
                found.is_by_round = True
            case _:
                pass
        for part in parts_of(expr):
            self._walk(part, found)

    def count(self, exprs: Iterable[c.Expr | None]) -> None:
        """Count the references in some expressions, and in what they refer to at the first."""
        for expr in exprs:
            if expr is not None:
                self._note_columns(expr)
                for one in self._references(expr):
                    self.uses[one] += 1
                    if self.uses[one] == 1:
                        self.count(self._behind(*one))

    def _note_columns(self, expr: c.Expr) -> None:
        if isinstance(expr, c.Pick):
            self._note_columns(self.chosen(expr))
            return
        if isinstance(expr, c.Tally) and expr.column is not None:
            shape = (expr.ledger, expr.where, expr.measure, expr.type)
            self.columns.setdefault(shape, set()).add(expr.column)
        for part in parts_of(expr):
            self._note_columns(part)

    def _behind(self, sort: str, key: str) -> Iterator[c.Expr | None]:
        if sort == "node":
            yield from (self._core.nodes[key].guard, self._core.nodes[key].body)
        elif self.is_computed(key):
            yield self._core.facts[key].computed

    def _references(self, expr: c.Expr) -> Iterator[tuple[str, str]]:
        if isinstance(expr, c.Pick):
            yield from self._references(self.chosen(expr))
            return
        if isinstance(expr, c.Ref):
            yield "node", expr.node
        elif isinstance(expr, c.FactRef):
            yield "fact", expr.fact
        elif isinstance(expr, c.Judged):
            yield from self._references(self._core.findings[expr.finding].assessors)
        for part in parts_of(expr):
            yield from self._references(part)
