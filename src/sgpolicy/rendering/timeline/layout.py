"""Days → positions: where things stand on an axis, and in which lane, so that nothing overlaps.

Days are counted as `date.toordinal` does: after the calendar's last day there is still a number, but no
date. Positions are whole numbers; whoever draws chooses the unit (a cell, a tenth of a millimetre).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from sgpolicy.model.account import Account, DutyAccount, TitleAccount
from sgpolicy.records import dataclass

StretchKind = Literal[
    "valid",  # the title is held
    "rest",  # what is left of its period after it ended
    "open",  # not known whether it is held
    "void",  # the event that should grant it was not as the text says
]
_STEPS = (1, 2, 5)
_CROSSING = 3  # to pass behind a label is as bad as to stand so many lanes higher
_UNDRAWN = ("standing", "not_bound")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in whole years; the day number `first` is in it, `end` is not.

    Attributes:
        first_year, last_year: Both included.
    """

    first_year: int
    last_year: int

    @property
    def first(self) -> int:
        """The number of the first day."""
        return date(self.first_year, 1, 1).toordinal()

    @property
    def end(self) -> int:
        """The number after that of the last day."""
        return date(self.last_year, 12, 31).toordinal() + 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a title's period; the day number `first` is in it, `end` is not."""

    first: int
    end: int
    kind: StretchKind


@dataclass(frozen=True, slots=True)
class Flag:
    """A label from `start` to `end`, with a line to the axis at `at`: its start or its end."""

    at: int
    start: int
    end: int


def position(day: int, span: Span, length: int) -> int:
    """Where a day begins on an axis of that length; days outside stand at its ends.

    Example:
        >>> position(date(2025, 7, 2).toordinal(), Span(2025, 2025), 24)
        11
    """
    inside = min(max(day, span.first), span.end)
    return (inside - span.first) * length // (span.end - span.first)


def due_day(duty: DutyAccount) -> date | None:
    """The day at which a duty is drawn; None for one that is not drawn."""
    if duty.year is None or duty.state in _UNDRAWN:
        return None
    return duty.due or duty.nominal


def span_of(account: Account) -> Span:
    """The years from the first to the last thing that is drawn, the day asked about included."""
    years = {account.header.on.year}
    years.update(event.date.year for event in account.events)
    years.update(day.year for duty in account.duties if (day := due_day(duty)) is not None)
    for title in account.titles:
        years.update(day.year for day in _days_of(title))
    return Span(min(years), max(years))


def stretches(title: TitleAccount, on: date) -> tuple[Stretch, ...]:
    """A title's period in parts, in the order of time.

    A first day that is not known is taken to be that of the grant, a last day that of `on`.

    Example:
        >>> from datetime import date
        >>> from sgpolicy.model.citation import Citation, Clause
        >>> from sgpolicy.model.outcome import Outcome
        >>> day, cited = date(2026, 6, 15), Citation(Clause("article", 16), ())
        >>> revoked = TitleAccount("t", "授予称号", "称号", day, "", day, date(2029, 6, 15),
        ...     date(2028, 4, 1), "lost", Outcome.NOT_MET, cited)
        >>> [(part.kind, part.end - part.first) for part in stretches(revoked, date(2028, 7, 1))]
        [('valid', 656), ('rest', 441)]
    """
    first = (title.first or title.granted_on).toordinal()
    end = max((title.last or on).toordinal() + 1, first + 1)
    if title.state == "void":
        return (Stretch(first, end, "void"),)
    if title.state == "open":
        return (Stretch(first, end, "open"),)
    ended = end if title.ended_on is None else min(max(title.ended_on.toordinal(), first), end)
    parts = (Stretch(first, ended, "valid"), Stretch(ended, end, "rest"))
    return tuple(part for part in parts if part.end > part.first)


def marked_years(span: Span, most: int) -> tuple[int, ...]:
    """The years to name on an axis that has room for `most`: all, or every 2nd, 5th, 10th and so on.

    Example:
        >>> marked_years(Span(2023, 2029), 10)
        (2023, 2024, 2025, 2026, 2027, 2028, 2029)
        >>> marked_years(Span(2023, 2029), 4)
        (2024, 2026, 2028)
    """
    step, place = 1, 0
    while (span.last_year - span.first_year) // step + 1 > max(most, 1):
        place += 1
        step = _STEPS[place % 3] * 10 ** (place // 3)
    first = -(-span.first_year // step) * step
    return tuple(range(first, span.last_year + 1, step)) or (span.first_year,)


def rows(stretches: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """A row for each stretch, from 0, the first in which it is free; ends may touch.

    Example:
        >>> rows([(0, 50), (40, 90), (50, 80)])
        (0, 1, 0)
    """
    taken: list[list[tuple[int, int]]] = []
    found: list[int] = []
    for start, end in stretches:
        row = 0
        while row < len(taken) and any(start < b and a < end for a, b in taken[row]):
            row += 1
        if row == len(taken):
            taken.append([])
        taken[row].append((start, end))
        found.append(row)
    return tuple(found)


def lanes(flags: Sequence[Flag], most: int) -> tuple[int, ...] | None:
    """A lane for each label, from 0 next to the axis, so that no two overlap; None if `most` are too few.

    Labels stand low, but rather a little higher than across another's line to the axis.

    Example:
        >>> lanes([Flag(0, 0, 50), Flag(20, 20, 70), Flag(90, 90, 140)], 9)
        (1, 0, 0)
    """
    placed: dict[int, int] = {}
    for number in _order(flags):
        flag = flags[number]
        near = [(other, lane) for n, lane in placed.items() if _meet(flag, other := flags[n])]
        taken = {lane for _, lane in near}
        costs = []
        for lane in range(most):
            if lane not in taken:
                crossings = sum(_cross(flag, lane, other, its) for other, its in near)
                costs.append((lane + _CROSSING * crossings, crossings, lane))
        if not costs:
            return None
        placed[number] = min(costs)[-1]
    return tuple(placed[number] for number in range(len(flags)))


def _meet(one: Flag, other: Flag) -> bool:
    return one.start < other.end and other.start < one.end


def _cross(flag: Flag, lane: int, other: Flag, its: int) -> bool:
    """Whether the line of the higher one passes behind the lower one's label."""
    if flag.at == other.at:
        return False
    low, high = (flag, other) if lane < its else (other, flag)
    return low.start <= high.at < low.end


def _order(flags: Sequence[Flag]) -> list[int]:
    """Labels to the right of their line from the last, then those to the left of it from the first."""
    right = [number for number, flag in enumerate(flags) if flag.at == flag.start]
    left = [number for number, flag in enumerate(flags) if flag.at != flag.start]
    right.sort(key=lambda number: (-flags[number].at, -number))
    left.sort(key=lambda number: (flags[number].at, number))
    return right + left


def _days_of(title: TitleAccount) -> Iterable[date]:
    days = (title.granted_on, title.first, title.last, title.ended_on)
    return (day for day in days if day is not None)
