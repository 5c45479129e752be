"""The cheapest way to where one wants to be, among states that are made as they are reached."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from heapq import heappop, heappush
from typing import TypeVar

State = TypeVar("State", bound=Hashable)
Cost = TypeVar("Cost", bound=tuple[object, ...])


class SearchEndedError(Exception):
    """More states would have to be looked at than allowed."""


def cheapest_first(
    start: State,
    cost: Callable[[State], Cost | None],
    expected: Callable[[Cost, State, State], Cost],
    following: Callable[[State], Iterable[State] | None],
    most: int,
) -> Iterator[State]:
    """The states where one wants to be, those that cost least first.

    Of states that cost the same, the one that was found last goes first.

    Args:
        start: Where one begins.
        cost: What reaching the goal by way of a state costs at the least; None if it cannot be reached
            from there. Never too high, or a cheaper way may come later.
        expected: The same for a state that follows another, whose cost is known, without looking at it;
            never more than `cost` says. What waits long enough is never looked at.
        following: The states that follow, or None where a state is the goal.
        most: How many states may be looked at.

    Raises:
        SearchEndedError: After so many.

    Example:
        >>> def following(n):
        ...     return None if n == 10 else [n + 1, n * 2]
        >>> def cost(n):
        ...     return (abs(10 - n),) if n <= 10 else None
        >>> next(cheapest_first(1, cost, lambda before, n, after: (0,), following, 100))
        10
    """
    first = cost(start)
    if first is None:
        return
    waiting: list[tuple[Cost, int, bool, State]] = [(first, 0, True, start)]
    seen = {start}
    order = 0
    for _ in range(most):
        if not waiting:
            return
        price, _, is_known, state = heappop(waiting)
        if not is_known:
            found = cost(state)
            if found is not None:
                order -= 1
                heappush(waiting, (found, order, True, state))
            continue
        after = following(state)
        if after is None:
            yield state
            continue
        for one in after:
            if one not in seen:
                seen.add(one)
                order -= 1
                heappush(waiting, (expected(price, state, one), order, False, one))
    if waiting:
        raise SearchEndedError
