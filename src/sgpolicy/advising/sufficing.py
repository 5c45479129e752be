"""What suffices: the smallest set of things that are enough for something by themselves.

`is_enough` says whether a set is enough; what is enough stays so with more in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


class TooManyQuestionsError(Exception):
    """More would have to be asked than allowed."""


def smallest(
    things: Sequence[T], is_enough: Callable[[frozenset[T]], bool], most: int
) -> tuple[T, ...]:
    """A smallest set that is enough.

    What every enough set must have is found first: that without which the rest is not enough. Then sets
    that miss something are made as large as they can be without being enough; each enough set has
    something that such a set lacks. The smallest set that has something of each is tried next, until one
    is enough.

    Args:
        things: All there are; together they are enough.
        is_enough: Whether a set is enough.
        most: How many questions may be asked.

    Raises:
        TooManyQuestionsError: If they are too few.

    Example:
        >>> smallest("abcd", lambda some: "a" in some and bool(some & {"c", "d"}), 100)
        ('a', 'c')
        >>> smallest("abc", lambda some: {"a", "b"} <= some or "c" in some, 100)
        ('c',)
    """
    known: dict[frozenset[T], bool] = {}

    def enough(some: frozenset[T]) -> bool:
        if some not in known:
            if len(known) >= most:
                raise TooManyQuestionsError
            known[some] = is_enough(some)
        return known[some]

    everything = frozenset(things)
    lacking = [frozenset((one,)) for one in things if not enough(everything - {one})]
    while True:
        chosen = _hitting(lacking, things)
        if enough(chosen):
            return tuple(one for one in things if one in chosen)
        grown = chosen
        for one in things:
            if one not in grown and not enough(grown | {one}):
                grown |= {one}
        lacking.append(everything - grown)


def irreducible(things: Sequence[T], is_enough: Callable[[frozenset[T]], bool]) -> tuple[T, ...]:
    """A set that is enough, though not without any one of its things.

    Example:
        >>> irreducible("abc", lambda some: "a" in some or {"b", "c"} <= some)
        ('a',)
    """
    kept = frozenset(things)
    for one in reversed(things):
        if is_enough(kept - {one}):
            kept -= {one}
    return tuple(one for one in things if one in kept)


def _hitting(sets: Sequence[frozenset[T]], things: Sequence[T]) -> frozenset[T]:
    """A smallest set that has something of each of the sets; earlier things first."""
    best: frozenset[T] | None = None
    place = {one: i for i, one in enumerate(things)}

    def search(chosen: frozenset[T], waiting: list[frozenset[T]]) -> None:
        nonlocal best
        if best is not None and len(chosen) + _apart(waiting) >= len(best):
            return
        if not waiting:
            best = chosen
            return
        fewest: frozenset[T] = min(waiting, key=len)
        for one in sorted(fewest, key=place.__getitem__):
            search(chosen | {one}, [some for some in waiting if one not in some])

    search(frozenset(), list(sets))
    if best is None:
        raise AssertionError(sets)
    return best


def _apart(sets: Iterable[frozenset[T]]) -> int:
    """How many of the sets, at the least, have nothing in common with one another."""
    taken: set[T] = set()
    count = 0
    for one in sorted(sets, key=len):
        if taken.isdisjoint(one):
            taken |= one
            count += 1
    return count
