"""Decision diagrams with many-valued variables: canonical, so what a function depends on is exact.

A variable is a level; a node asks for the variable at its level and has one branch per value. Two
equal functions are the same node: a function is constant exactly where its node is 0 or 1, and it
depends on exactly the variables that its nodes ask for.
"""

from __future__ import annotations

from collections.abc import Sequence

FALSE, TRUE = 0, 1
_LEAF = 1 << 60


class TooLarge(Exception):  # noqa: N818
    """There is more to try than the caller wants to pay for."""


class Diagrams:
    """The nodes of any number of functions over the same variables."""

    def __init__(self, limit: int) -> None:
        """Begin empty.

        Args:
            limit: How many nodes may be made before `TooLarge` is raised.
        """
        self._levels = [_LEAF, _LEAF]
        self._branches: list[tuple[int, ...]] = [(), ()]
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._negated: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._limit = limit

    def level(self, node: int) -> int:
        """The variable a node asks for; beyond all variables for 0 and 1."""
        return self._levels[node]

    def branches(self, node: int) -> tuple[int, ...]:
        """What follows for each value of the variable."""
        return self._branches[node]

    def node(self, level: int, branches: Sequence[int]) -> int:
        """The function that is `branches[i]` where the variable has its i-th value."""
        first = branches[0]
        if all(branch == first for branch in branches):
            return first
        key = (level, tuple(branches))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self._levels)
            if found > self._limit:
                raise TooLarge
            self._levels.append(level)
            self._branches.append(key[1])
        return found

    def negated(self, node: int) -> int:
        """Not the function."""
        found = self._negated.get(node)
        if found is None:
            branches = [self.negated(branch) for branch in self._branches[node]]
            found = self._negated[node] = self.node(self._levels[node], branches)
            self._negated[found] = node
        return found

    def both(self, one: int, other: int) -> int:
        """Both functions."""
        if other in (one, TRUE):
            return one
        if one == TRUE:
            return other
        if FALSE in (one, other):
            return FALSE
        key = (one, other) if one < other else (other, one)
        found = self._both.get(key)
        if found is not None:
            return found
        first, second = self._levels[one], self._levels[other]
        if first == second:
            pairs = zip(self._branches[one], self._branches[other], strict=True)
            branches = [self.both(a, b) for a, b in pairs]
        elif first < second:
            branches = [self.both(a, other) for a in self._branches[one]]
        else:
            branches = [self.both(one, b) for b in self._branches[other]]
        found = self._both[key] = self.node(min(first, second), branches)
        return found

    def either(self, one: int, other: int) -> int:
        """One of the functions, or both."""
        return self.negated(self.both(self.negated(one), self.negated(other)))

    def at_least(self, number: int, nodes: Sequence[int]) -> int:
        """At least `number` of the functions."""
        reached = [TRUE] + [FALSE] * number
        for node in nodes:
            for have in range(number, 0, -1):
                reached[have] = self.either(reached[have], self.both(reached[have - 1], node))
        return reached[number]

    def fixed(self, node: int, level: int, value: int, memo: dict[int, int]) -> int:
        """The function with the variable at `level` held at its value number `value`."""
        here = self._levels[node]
        if here > level:
            return node
        if here == level:
            return self._branches[node][value]
        found = memo.get(node)
        if found is None:
            branches = [self.fixed(one, level, value, memo) for one in self._branches[node]]
            found = memo[node] = self.node(here, branches)
        return found

    def asked(self, *nodes: int) -> frozenset[int]:
        """The variables that the functions depend on."""
        seen: set[int] = set()
        levels: set[int] = set()
        stack = list(nodes)
        while stack:
            node = stack.pop()
            if node in seen or node <= TRUE:
                continue
            seen.add(node)
            levels.add(self._levels[node])
            stack.extend(self._branches[node])
        return frozenset(levels)
