"""Definitions in the order in which they can be built: each after those it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from sgpolicy.lowering.reporting import MisfitError
from sgpolicy.model import tree as t
from sgpolicy.model.core import Node
from sgpolicy.model.types import TRUTH, Type
from sgpolicy.records import field_names

_WORDS_NOT_NAMES = {
    t.Membership: ("names",),
    t.Choice: ("interpretation",),
    t.Tallying: ("ledger", "column"),
    t.Recorded: ("column",),
    t.EventRef: ("kind", "result"),
}

DEFINING = frozenset({"定义", "计算"})
"""Words of declarations whose type is that of their body."""


def declared_type(declaration: t.Declaration, nodes: Mapping[str, Node]) -> Type:
    """The type of a declaration's value; definitions are built in order.

    Raises:
        MisfitError: It could not be built.
    """
    if declaration.word not in DEFINING:
        return TRUTH
    node = nodes.get(declaration.id)
    if node is None:
        raise MisfitError(declaration.name.text)
    return node.body.type


def references(declaration: t.Declaration) -> Iterator[t.Name]:
    """The names that a declaration's expressions refer to; options and readings are none."""
    waiting: list[object] = [declaration.body, declaration.guard]
    for exception in declaration.exceptions:
        waiting += [exception.condition, exception.then]
    while waiting:
        at = waiting.pop()
        if isinstance(at, t.Name):
            yield at
        elif isinstance(at, t.Choice):
            yield at.interpretation
            waiting.extend(branch for _, branch in at.branches)
        elif isinstance(at, tuple):
            waiting.extend(at)
        elif names := field_names(type(at)):
            skipped = _WORDS_NOT_NAMES.get(type(at), ())
            waiting.extend([getattr(at, k) for k in names if k not in skipped])


def names_referred_to(declaration: t.Declaration) -> tuple[str, ...]:
    """The texts of `references`, in the same order."""
    return tuple([name.text for name in references(declaration)])


def definitions_of(declarations: Mapping[str, t.Declaration]) -> dict[str, t.Declaration]:
    """Those declarations that must be built in order: others have a type of their own."""
    return {n: d for n, d in declarations.items() if d.word in DEFINING}


def in_order(
    definitions: Mapping[str, t.Declaration],
    names_of: Callable[[t.Declaration], Sequence[str]] = names_referred_to,
) -> tuple[list[str], list[tuple[t.Name, list[str]]]]:
    """Sort definitions, without recursion.

    Args:
        definitions: By name.
        names_of: Tells `names_referred_to`.

    Returns:
        The names of the definitions, those that a circle leads through left out; and each circle: the
        reference that closes it, and the names along it.
    """
    order: list[str] = []
    circles: list[tuple[t.Name, list[str]]] = []
    caught: set[str] = set()
    state: dict[str, bool] = {}  # False: open; True: done
    for start, first in definitions.items():
        if start in state:
            continue
        state[start] = False
        path = [start]
        stack = [enumerate(names_of(first))]
        while stack:
            at, following = next(stack[-1], (0, None))
            if following is None:
                stack.pop()
                done = path.pop()
                state[done] = True
                if done not in caught:
                    order.append(done)
            elif following not in definitions:
                continue
            elif following not in state:
                state[following] = False
                path.append(following)
                stack.append(enumerate(names_of(definitions[following])))
            elif state[following] is False:
                circle = path[path.index(following) :]
                caught.update(circle)
                closing = next(islice(references(definitions[path[-1]]), at, None))
                circles.append((closing, [*circle, following]))
    return order, circles
