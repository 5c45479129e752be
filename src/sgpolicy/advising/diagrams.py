"""Decision diagrams over readings, with any values at their ends: canonical, so what matters is exact.

A variable is a level; a node asks for the variable at its level and has one branch per reading. Equal
functions are the same node.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

_LEAF = 1 << 60


class TooManyReadingsError(Exception):
    """There are more cases than the caller wants to pay for."""


class Diagrams:
    """The nodes of any number of functions over the same variables.

    Example:
        >>> made = Diagrams(100)
        >>> low, high = made.end("不符合"), made.end("符合")
        >>> one = made.case(0, [low, high])
        >>> both = made.joined(min, one, made.case(1, [low, high]))
        >>> made.counts(both, [2, 2])
        {'不符合': 3, '符合': 1}
    """

    def __init__(self, limit: int) -> None:
        """Begin empty.

        Args:
            limit: How many nodes may be made before `TooManyReadingsError` is raised.
        """
        self._levels: list[int] = []
        self._branches: list[tuple[int, ...]] = []
        self._values: list[Any] = []
        self._known: dict[Hashable, int] = {}
        self._joined: dict[tuple[object, int, int], int] = {}
        self._limit = limit

    def level(self, node: int) -> int:
        """The variable a node asks for; beyond all variables for an end."""
        return self._levels[node]

    def branches(self, node: int) -> tuple[int, ...]:
        """What follows for each reading; () at an end."""
        return self._branches[node]

    def is_end(self, node: int) -> bool:
        """Whether a node asks nothing."""
        return self._levels[node] == _LEAF

    def value(self, node: int) -> Any:  # noqa: ANN401 - whatever the ends hold
        """The value at an end."""
        return self._values[node]

    def end(self, value: Hashable) -> int:
        """The function that is `value` everywhere."""
        return self._made(("end", value), _LEAF, (), value)

    def case(self, level: int, branches: Sequence[int]) -> int:
        """The function that is `branches[i]` where the variable at `level` has its i-th reading.

        The branches may ask for any variable, that one too: each is taken where it has its own reading.
        """
        top = min(level, *(self._levels[one] for one in branches))
        if top == level:
            branches = [self._fixed(one, level, place) for place, one in enumerate(branches)]
            first = branches[0]
            if all(branch == first for branch in branches):
                return first
            key = (level, tuple(branches))
            return self._made(key, level, key[1], None)
        width = next(len(self._branches[b]) for b in branches if self._levels[b] == top)
        inner = [
            self.case(level, [self._fixed(one, top, place) for one in branches])
            for place in range(width)
        ]
        return self.case(top, inner)

    def mapped(self, change: Callable[[Any], Hashable], node: int) -> int:
        """The function with every value changed."""
        memo: dict[int, int] = {}

        def at(one: int) -> int:
            found = memo.get(one)
            if found is None:
                if self.is_end(one):
                    found = self.end(change(self._values[one]))
                else:
                    found = self.case(self._levels[one], [at(b) for b in self._branches[one]])
                memo[one] = found
            return found

        return at(node)

    def joined(self, combine: Callable[[Any, Any], Hashable], one: int, other: int) -> int:
        """The function whose value is what `combine` makes of both values."""
        key = (combine, one, other)
        found = self._joined.get(key)
        if found is not None:
            return found
        if self.is_end(one) and self.is_end(other):
            found = self.end(combine(self._values[one], self._values[other]))
        else:
            top = min(self._levels[one], self._levels[other])
            wide = one if self._levels[one] == top else other
            found = self.case(
                top,
                [
                    self.joined(combine, self._fixed(one, top, i), self._fixed(other, top, i))
                    for i in range(len(self._branches[wide]))
                ],
            )
        self._joined[key] = found
        return found

    def folded(
        self, combine: Callable[[Any, Any], Hashable], start: Hashable, nodes: Iterable[int]
    ) -> int:
        """All functions combined from the first to the last, beginning with `start`."""
        found = self.end(start)
        for node in nodes:
            found = self.joined(combine, found, node)
        return found

    def asked(self, node: int) -> frozenset[int]:
        """The variables that a function depends on."""
        seen: set[int] = set()
        levels: set[int] = set()
        waiting = [node]
        while waiting:
            at = waiting.pop()
            if at in seen or self.is_end(at):
                continue
            seen.add(at)
            levels.add(self._levels[at])
            waiting.extend(self._branches[at])
        return frozenset(levels)

    def counts(self, node: int, widths: Sequence[int]) -> dict[Any, int]:
        """In how many combinations each value comes out.

        Args:
            node: The function.
            widths: How many readings the variable at each level has.
        """
        memo: dict[int, dict[Any, int]] = {}

        def between(above: int, below: int) -> int:
            product = 1
            for width in widths[above : min(below, len(widths))]:
                product *= width
            return product

        def at(one: int) -> dict[Any, int]:
            """From this node's own level down."""
            found = memo.get(one)
            if found is None:
                if self.is_end(one):
                    found = {self._values[one]: 1}
                else:
                    found = {}
                    for branch in self._branches[one]:
                        free = between(self._levels[one] + 1, self._levels[branch])
                        for value, count in at(branch).items():
                            found[value] = found.get(value, 0) + count * free
                memo[one] = found
            return found

        free = between(0, self._levels[node])
        return {value: count * free for value, count in at(node).items()}

    def _fixed(self, node: int, level: int, place: int) -> int:
        return self._branches[node][place] if self._levels[node] == level else node

    def _made(self, key: Hashable, level: int, branches: tuple[int, ...], value: Hashable) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self._levels)
            if found > self._limit:
                raise TooManyReadingsError
            self._levels.append(level)
            self._branches.append(branches)
            self._values.append(value)
        return found


Change = tuple[int, int]
"""A level and the number of another reading there."""


def least_changes(
    made: Diagrams, node: int, base: Sequence[int], most: int
) -> tuple[dict[Any, tuple[frozenset[Change], ...]], bool]:
    """For each value, the least sets of readings to change so that it comes out.

    No set holds another one of the same value. The value of `base` itself has the empty set.

    Args:
        made: The diagrams.
        node: The function.
        base: The number of the reading in force at each level.
        most: How many sets to keep for one value, smallest first.

    Returns:
        The sets, and whether they are all there are.
    """
    memo: dict[int, dict[Any, tuple[frozenset[Change], ...]]] = {}
    is_all = True

    def at(one: int) -> dict[Any, tuple[frozenset[Change], ...]]:
        nonlocal is_all
        known = memo.get(one)
        if known is not None:
            return known
        if made.is_end(one):
            found: dict[Any, tuple[frozenset[Change], ...]] = {}
            found[made.value(one)] = (frozenset(),)
        else:
            level = made.level(one)
            every: dict[Any, list[frozenset[Change]]] = {}
            for place, branch in enumerate(made.branches(one)):
                extra = frozenset(() if place == base[level] else ((level, place),))
                for value, inner in at(branch).items():
                    every.setdefault(value, []).extend(chosen | extra for chosen in inner)
            found = {}
            for value, sets in every.items():
                least = minimal(sets)
                is_all = is_all and len(least) <= most
                found[value] = least[:most]
        memo[one] = found
        return found

    return at(node), is_all


def minimal(sets: Iterable[frozenset[Any]]) -> tuple[frozenset[Any], ...]:
    """Those sets that hold no other, smallest first.

    Example:
        >>> [sorted(one) for one in minimal([frozenset("ab"), frozenset("b"), frozenset("cd")])]
        [['b'], ['c', 'd']]
    """
    kept: list[frozenset[Any]] = []
    for one in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return tuple(kept)
