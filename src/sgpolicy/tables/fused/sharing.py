"""Work shared out over threads: each takes the next piece until there is none.

A task for each piece would cost more than many a piece; so there is one for each thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_Piece = TypeVar("_Piece")


def share_out(
    hand: Callable[[], Callable[[_Piece], Any]], pieces: Sequence[_Piece], threads: int | None
) -> None:
    """Have every piece done by some thread.

    Args:
        hand: Makes what does a piece; called once in each thread.
        pieces: What is to be done. After an error in one, a thread does no more; the first is raised.
        threads: How many; as many as there are processors where None.

    Example:
        >>> found = []
        >>> share_out(lambda: found.append, [3, 1, 2], threads=2)
        >>> sorted(found)
        [1, 2, 3]
    """
    left = iter(pieces)  # of a list or range: the next one is taken by one thread only

    def some() -> None:
        do = hand()
        for piece in left:
            do(piece)

    count = min(threads or os.cpu_count() or 1, len(pieces))
    if count < 2:
        some()
        return
    with ThreadPoolExecutor(count) as pool:
        for task in [pool.submit(some) for _ in range(count)]:
            task.result()
