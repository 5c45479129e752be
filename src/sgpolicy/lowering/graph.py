"""What refers to what in Core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sgpolicy.model.citation import Clause
from sgpolicy.model.core import Expr, Fact, FactRef, Node, Ref
from sgpolicy.records import field_names
from sgpolicy.source.text import Span

Key = tuple[str, str]
"""("node" | "fact", id)."""


_INNER: dict[type[Any], tuple[bool, tuple[str, ...]]] = {}


def _inner(kind: type[Any]) -> tuple[bool, tuple[str, ...]]:
    """Whether records of a class are expressions, and their fields that may hold some."""
    found = _INNER.get(kind)
    if found is None:
        names = () if kind is Span else field_names(kind)
        found = issubclass(kind, Expr), tuple(n for n in names if n not in ("type", "span"))
        _INNER[kind] = found
    return found


def subexpressions(expr: Expr) -> Iterator[Expr]:
    """The expression and everything inside it."""
    waiting: list[Any] = [expr]
    while waiting:
        at = waiting.pop()
        if isinstance(at, tuple):
            waiting.extend(at)
            continue
        is_expression, names = _inner(type(at))
        if is_expression:
            yield at
        waiting.extend([getattr(at, name) for name in names])


def ids_within(node: Node) -> list[Key]:
    """The nodes and facts that a node mentions, as ("node" | "fact", id)."""
    return [*_mentions(node.guard), *_mentions(node.body)]


def _mentions(root: Expr | None) -> Iterator[Key]:
    for expr in subexpressions(root) if root is not None else ():
        if isinstance(expr, Ref):
            yield "node", expr.node
        elif isinstance(expr, FactRef):
            yield "fact", expr.fact


def references(
    nodes: Mapping[str, Node],
    facts: Mapping[str, Fact],
    known: Mapping[Key, tuple[Node | Fact, list[Key]]],
) -> dict[Key, list[Key]]:
    """What each node and each fact mentions; a fact, what its ledger formula does.

    Args:
        nodes: By id.
        facts: By id.
        known: Nodes and facts of which that has been found out.
    """
    every: list[tuple[Key, Node | Fact]] = [(("node", key), node) for key, node in nodes.items()]
    every += [(("fact", key), fact) for key, fact in facts.items()]
    edges: dict[Key, list[Key]] = {}
    for key, one in every:
        found = known.get(key)
        edges[key] = found[1] if found and found[0] is one else mentions(one)
    return edges


def mentions(one: Node | Fact) -> list[Key]:
    """What a node or a fact mentions, as `references` has it."""
    return ids_within(one) if isinstance(one, Node) else list(_mentions(one.computed))


def find_circle_and_longest(edges: Mapping[Key, list[Key]]) -> tuple[list[Key], list[Key]]:
    """Follow the references from everything there is; see `references`.

    Returns:
        The keys along a circle, the first one repeated at the end ([] if there is none); and those
        along the longest way that does not come back.
    """
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


def clauses_by_fact(
    nodes: Mapping[str, Node], edges: Mapping[Key, list[Key]]
) -> dict[str, tuple[Clause, ...]]:
    """Which clauses use each fact, following definitions.

    Args:
        nodes: By id, in the order of the law.
        edges: See `references`.
    """
    found: dict[str, list[Clause]] = {}
    for node in nodes.values():
        if node.kind in ("definition", "clause"):
            continue
        seen: set[str] = set()
        waiting = [node.id]
        while waiting:
            at = waiting.pop()
            for kind, key in edges.get(("node", at), ()):
                if kind == "node" and key not in seen and key in nodes:
                    seen.add(key)
                    if nodes[key].kind == "definition":
                        waiting.append(key)
                elif kind == "fact":
                    places = found.setdefault(key, [])
                    if node.citation.clause not in places:
                        places.append(node.citation.clause)
    return {key: tuple(clauses) for key, clauses in found.items()}
