"""Definitions in the order in which they can be built: each after those it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sgpolicy.model import tree as t
from sgpolicy.records import field_names

_WORDS_NOT_NAMES = {
    t.Membership: ("names",),
    t.Choice: ("interpretation",),
    t.Tallying: ("ledger", "column"),
    t.Recorded: ("column",),
    t.EventRef: ("kind", "result"),
}


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


def in_order(
    declarations: Mapping[str, t.Declaration],
) -> tuple[list[t.Declaration], list[tuple[t.Name, list[str]]]]:
    """Sort the definitions among the declarations, without recursion.

    Returns:
        The definitions, those that a circle leads through left out; and each circle: the reference
        that closes it, and the names along it.
    """
    definitions = {n: d for n, d in declarations.items() if d.word in {"定义", "计算"}}
    order: list[t.Declaration] = []
    circles: list[tuple[t.Name, list[str]]] = []
    caught: set[str] = set()
    state: dict[str, bool] = {}  # False: open; True: done
    for start, first in definitions.items():
        if start in state:
            continue
        state[start] = False
        path = [start]
        stack = [references(first)]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                done = path.pop()
                state[done] = True
                if done not in caught:
                    order.append(definitions[done])
            elif following.text not in definitions:
                continue
            elif following.text not in state:
                state[following.text] = False
                path.append(following.text)
                stack.append(references(definitions[following.text]))
            elif state[following.text] is False:
                circle = path[path.index(following.text) :]
                caught.update(circle)
                circles.append((following, [*circle, following.text]))
    return order, circles
