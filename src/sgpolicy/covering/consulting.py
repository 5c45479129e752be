"""Which interpretations a value rests on: those of its 按, of its facts, of how ledgers yield them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sgpolicy.model.application import Panel
from sgpolicy.model.core import Core, Expr, FactRef, Judged, Pick, Ref, Tally
from sgpolicy.model.trace import Trace
from sgpolicy.records import dataclass, field, fields, is_dataclass
from sgpolicy.source.text import Span

_Key = tuple[int, tuple[tuple[str, str], ...], frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Consulting:
    """A policy's interpretations by expression; what was found is kept."""

    core: Core
    _known: dict[_Key, frozenset[str]] = field(default_factory=dict)

    def by(self, expr: Expr, trace: Trace) -> frozenset[str]:
        """The interpretations that an expression of this policy consults in that evaluation."""
        given = trace.application
        panels = frozenset(key for key, one in given.findings.items() if isinstance(one, Panel))
        key = (id(expr), tuple(trace.readings.items()), frozenset(given.ledgers), panels)
        if key not in self._known:
            self._known[key] = frozenset(self._consulted(expr, trace))
        return self._known[key]

    def _consulted(self, start: Expr, trace: Trace) -> Iterator[str]:
        waiting: list[Expr] = [start]
        seen: set[int] = set()
        while waiting:
            expr = waiting.pop()
            if id(expr) in seen:
                continue
            seen.add(id(expr))
            match expr:
                case Pick(interpretation=key, branches=branches):
                    yield key
                    waiting.append(dict(branches)[trace.readings[key]])
                case Ref(node=key):
                    waiting.append(self.core.nodes[key].body)
                case FactRef(fact=key):
                    fact = self.core.facts[key]
                    if fact.split is not None:
                        yield fact.split
                    if fact.computed is not None and self._is_given(fact.computed, trace):
                        waiting.append(fact.computed)
                case Judged(finding=key):
                    waiting.append(self.core.findings[key].assessors)
                    voting = self.core.voting
                    if voting is not None and isinstance(
                        trace.application.findings.get(key), Panel
                    ):
                        yield from filter(None, (voting.interpretation,))
                case _:
                    waiting += operands(expr)

    def _is_given(self, computed: Expr, trace: Trace) -> bool:
        """Whether a ledger, or a kind of event, is given that a fact is computed from."""
        waiting = [computed]
        while waiting:
            expr = waiting.pop()
            if isinstance(expr, Tally) and expr.ledger in trace.application.ledgers:
                return True
            waiting += operands(expr)
            if isinstance(expr, Ref):
                waiting.append(self.core.nodes[expr.node].body)
        return False


def operands(expr: Expr) -> Iterator[Expr]:
    """The expressions directly inside another, in the order in which they are written."""
    waiting: list[Any] = [getattr(expr, f.name) for f in reversed(fields(expr))]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
        elif is_dataclass(part) and not isinstance(part, Span) and isinstance(part, Expr):
            yield part
