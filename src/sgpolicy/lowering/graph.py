"""What refers to what in Core."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from sgpolicy.model.core import Expr, FactRef, Node, Ref
from sgpolicy.source.text import Span


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
            waiting.extend(getattr(at, f.name) for f in fields(at) if f.name not in ("type", "span"))


def ids_within(node: Node) -> list[tuple[str, str]]:
    """The nodes and facts that a node mentions, as ("node" | "fact", id)."""
    found = []
    for root in (node.guard, node.body):
        for expr in subexpressions(root) if root is not None else ():
            if isinstance(expr, Ref):
                found.append(("node", expr.node))
            elif isinstance(expr, FactRef):
                found.append(("fact", expr.fact))
    return found


def find_cycle(nodes: dict[str, Node]) -> list[str]:
    """The ids along a circle of references, the first one repeated at the end; [] if there is none."""
    edges = {key: [i for k, i in ids_within(n) if k == "node" and i in nodes] for key, n in nodes.items()}
    state: dict[str, int] = {}
    for start in nodes:
        if start in state:
            continue
        path: list[str] = [start]
        stack = [iter(edges[start])]
        state[start] = 1
        while stack:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                state[path.pop()] = 2
            elif state.get(following) == 1:
                return [*path[path.index(following) :], following]
            elif following not in state:
                state[following] = 1
                path.append(following)
                stack.append(iter(edges[following]))
    return []
