"""What refers to what in Core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sgpolicy.model.core import Expr, Fact, FactRef, Node, Ref
from sgpolicy.records import fields, is_dataclass
from sgpolicy.source.text import Span

Key = tuple[str, str]
"""("node" | "fact", id)."""


def subexpressions(expr: Expr) -> Iterator[Expr]:
    """The expression and everything inside it."""
    waiting: list[Any] = [expr]
    while waiting:
        at = waiting.pop()
        if isinstance(at, tuple):
            waiting.extend(at)
        elif is_dataclass(at) and not isinstance(at, Span):
            if isinstance(at, Expr):
                yield at
            waiting.extend(
                getattr(at, f.name) for f in fields(at) if f.name not in ("type", "span")
            )


def ids_within(node: Node) -> list[Key]:
    """The nodes and facts that a node mentions, as ("node" | "fact", id)."""
    return [*_mentions(node.guard), *_mentions(node.body)]


def _mentions(root: Expr | None) -> Iterator[Key]:
    for expr in subexpressions(root) if root is not None else ():
        if isinstance(expr, Ref):
            yield "node", expr.node
        elif isinstance(expr, FactRef):
            yield "fact", expr.fact


def find_circle_and_longest(
    nodes: Mapping[str, Node], facts: Mapping[str, Fact]
) -> tuple[list[Key], list[Key]]:
    """Follow the references from everything there is.

    Returns:
        The keys along a circle, the first one repeated at the end ([] if there is none); and those
        along the longest way that does not come back.

    A fact refers to what its ledger formula mentions.
    """
    edges: dict[Key, list[Key]] = {("node", key): ids_within(n) for key, n in nodes.items()}
    edges |= {("fact", key): list(_mentions(f.computed)) for key, f in facts.items()}
    state: dict[Key, int] = {}
    longest: dict[Key, tuple[int, Key | None]] = {}
    for start in edges:
        if start in state:
            continue
        path = [start]
        stack = [iter(edges[start])]
        state[start] = 1
        while stack:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                done = path.pop()
                state[done] = 2
                ways = [(longest[k][0] + 1, k) for k in edges[done] if k in longest]
                longest[done] = max(ways, default=(0, None), key=lambda w: w[0])
            elif following not in edges:
                continue
            elif state.get(following) == 1:
                return [*path[path.index(following) :], following], []
            elif following not in state:
                state[following] = 1
                path.append(following)
                stack.append(iter(edges[following]))
    at: Key | None = max(longest, key=lambda k: longest[k][0], default=None)
    way = []
    while at is not None:
        way.append(at)
        at = longest[at][1]
    return [], way
