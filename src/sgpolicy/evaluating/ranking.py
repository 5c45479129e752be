"""The order of many applicants, as far as it is known.

A place that is open is told from the best to the worst it can be: nobody is put behind another for what
is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.evaluating.running import Figure, Prepared, Run
from sgpolicy.model.core import Ranking
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range, Reading
from sgpolicy.records import dataclass

_Ends = tuple[float | int | None, float | int | None]


@dataclass(frozen=True, slots=True)
class Contender:
    """One applicant in a ranking.

    Attributes:
        is_in: Whether it is ranked: 符合, 不符合, or not known yet.
        keys: What it is ranked by, in the order in which that decides.
    """

    is_in: Outcome
    keys: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """The best and the worst place it can have, counted from 1; those alike share one."""

    best: int
    worst: int


def within_quota(place: Placed | None, is_in: Outcome, quota: int | None) -> Outcome:
    """Whether a place is one of so many: open while it may be or not; 不适用 without a place or a quota.

    Those level with the last one are within.
    """
    if quota is None or place is None:
        return Outcome.NOT_APPLICABLE
    if place.best > quota:
        return Outcome.NOT_MET
    is_sure = place.worst <= quota and is_in is Outcome.MET
    return Outcome.MET if is_sure else Outcome.MISSING_FACTS


class Ranker:
    """A ranking made ready for the applications of one policy."""

    def __init__(self, prepared: Prepared, ranking: Ranking) -> None:
        compiler = Compiler(prepared.core)
        self._ranking = ranking
        self._figures: list[Figure] = [compiler.figure(key) for _, key in ranking.keys]
        self._when = None if ranking.when is None else compiler.condition(ranking.when)

    def contender(self, run: Run) -> Contender:
        """What an application brings to the ranking."""
        is_in = Outcome.MET if self._when is None else self._when(run).outcome
        if is_in is Outcome.NOT_APPLICABLE:
            is_in = Outcome.NOT_MET
        return Contender(is_in, tuple(figure(run) for figure in self._figures))

    def places(self, contenders: Sequence[Contender]) -> list[Placed | None]:
        """The place of each; None for those that are not ranked."""
        ends = [self._ends(one) for one in contenders]
        found: list[Placed | None] = []
        for at, one in enumerate(contenders):
            if one.is_in is Outcome.NOT_MET:
                found.append(None)
                continue
            best = worst = 1
            for other, rival in enumerate(contenders):
                if other == at or rival.is_in is Outcome.NOT_MET:
                    continue
                best += rival.is_in is Outcome.MET and _is_ahead(ends[other], ends[at])
                worst += not _is_ahead(ends[at], ends[other], or_level=True)
            found.append(Placed(best, worst))
        return found

    def _ends(self, one: Contender) -> list[_Ends]:
        """Each key from its least to its greatest, greater being better; None is without an end."""
        found: list[_Ends] = []
        for (order, _), reading in zip(self._ranking.keys, one.keys, strict=True):
            low, high = _span(reading)
            if order == "low":
                low, high = _minus(high), _minus(low)
            found.append((low, high))
        return found


def _span(reading: Reading) -> _Ends:
    value = reading.value
    if isinstance(value, Range):
        return value.low, value.high  # type: ignore[return-value]
    if isinstance(value, date):
        return value.toordinal(), value.toordinal()
    return None, None


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _is_ahead(one: Sequence[_Ends], other: Sequence[_Ends], *, or_level: bool = False) -> bool:
    """Whether one is before another (or level with it), whatever is not known."""
    for (low, _), (_, high) in zip(one, other, strict=True):
        if low is None or high is None or low < high:
            return False
        if low > high:
            return True
    return or_level
