"""Work shared out over processes, its results in the order of the work."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import connection
from typing import Any, TypeVar

_Piece = TypeVar("_Piece")
_Found = TypeVar("_Found")

_AHEAD = 4
"""How many pieces may be under way for each process: enough for none to wait, few enough to keep in memory."""


def start_method() -> str:
    """How processes are started: "fork" where that is safe, since they then have everything at once."""
    is_safe = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if is_safe else "spawn"


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_processes(
    work: Callable[[_Piece], _Found], pieces: Iterable[_Piece], processes: int, start: str
) -> Generator[_Found, None, None]:
    """What the work gives for each piece, in the order of the pieces.

    Args:
        work: Called in each process, with a piece. It is handed over once: copied by a fork, pickled otherwise.
        pieces: Taken a few ahead of what has been asked for.
        processes: How many; 1 does it here, and so does any number where there is one piece.
        start: As `start_method` says.

    Raises:
        BrokenProcessPool: A process was ended from outside, for want of memory, say.
        Exception: Whatever the work raises, at the piece that did.
    """
    left = iter(pieces)
    first = [*islice(left, processes * _AHEAD)] if processes > 1 else []
    if len(first) < 2:  # starting processes would take longer
        yield from map(work, chain(first, left))
        return
    context = multiprocessing.get_context(start)
    pool = ProcessPoolExecutor(processes, context, _begin, (work,))
    if start == "fork":
        gc.freeze()  # what is here already is not gone through, and so not copied, by every process
    try:
        under_way: deque[Future[Any]] = deque(pool.submit(_do, piece) for piece in first)
        while under_way:
            found = under_way.popleft().result()
            for piece in islice(left, 1):
                under_way.append(pool.submit(_do, piece))
            yield found
    finally:
        if start == "fork":
            gc.unfreeze()
        pool.shutdown(cancel_futures=True)


_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 - one process does one work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked for it ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave nobody behind where the one that asked was killed: it had no time to say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(piece: Any) -> Any:  # noqa: ANN401
    return _work(piece)
