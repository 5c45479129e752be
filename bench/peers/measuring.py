"""Times: interleaved, round by round, so that what else the machine does meets all alike; medians."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

Work = Callable[[], object]
Name = TypeVar("Name", bound=Hashable)


def seconds(work: Work) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def each(call: Callable[[Any], object], items: Sequence[Any], *, least: float = 0.05) -> Work:
    """A call for as many items, from the front again and again, as take about `least` seconds."""
    one = max(min(seconds(partial(call, items[0])) for _ in range(3)), 1e-7)
    chosen = items[: max(1, int(least / one))]
    passes = range(max(1, int(least / one / len(chosen))))

    def work() -> None:
        for _ in passes:
            for item in chosen:
                call(item)

    work.count = len(chosen) * len(passes)  # type: ignore[attr-defined]
    return work


def microseconds(
    calls: Mapping[str, tuple[Callable[[Any], object], Sequence[Any]]], rounds: int
) -> dict[str, float]:
    """Per item, by name: each call over its items, in turn; medians."""
    works = {name: each(call, items) for name, (call, items) in calls.items()}
    found = interleaved(works, rounds)
    return {name: found[name] / works[name].count * 1e6 for name in works}  # type: ignore[attr-defined]


def interleaved(
    works: Mapping[Name, Work], rounds: int, *, budget: float = math.inf
) -> dict[Name, float]:
    """Median seconds by name; see `all_rounds`."""
    found = all_rounds(works, rounds, budget=budget)
    return {name: statistics.median(times) for name, times in found.items()}


def all_rounds(
    works: Mapping[Name, Work], rounds: int, *, budget: float = math.inf
) -> dict[Name, list[float]]:
    """Seconds by name and round; at least three rounds of each, no more when the budget (seconds) is spent."""
    for work in works.values():
        work()
    times: dict[Name, list[float]] = {name: [] for name in works}
    begin = time.perf_counter()
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            if number >= 3 and time.perf_counter() - begin > budget:
                break
            for name, work in works.items():
                times[name].append(seconds(work))
    finally:
        gc.enable()
    return times


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of a straight line through the logarithms: 1 is linear."""
    xs, ys = [math.log(size) for size in sizes], [math.log(one) for one in times]
    return statistics.linear_regression(xs, ys).slope


class Bandwidth:
    """What memory gives to NumPy on one core: reading, and copying, which is read and written."""

    SIZE = 256_000_000

    def __init__(self) -> None:
        import numpy as np

        source = np.ones(self.SIZE // 8, np.int64)
        target = np.ones_like(source)
        self.works: dict[str, Work] = {
            "memory: read": source.max,
            "memory: copy": lambda: np.copyto(target, source),
        }

    def rates(self, times: dict[str, float]) -> dict[str, float]:
        """GB/s, from the times of `works`, which are taken out."""
        read, copy = (times.pop(name) for name in self.works)
        return {"read": self.SIZE / read / 1e9, "copy": 2 * self.SIZE / copy / 1e9}
