"""Events as flags on the axis, in lanes, so that their labels do not overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.timeline.drawing import BAD, INK, SOFT, clipped, extent
from sgpolicy.rendering.timeline.entries import entries
from sgpolicy.rendering.timeline.layout import Flag, lanes
from sgpolicy.rendering.timeline.sheet import EDGE, TEXT
from sgpolicy.rendering.timeline.wording import event_word, say

if TYPE_CHECKING:
    from sgpolicy.model.account import Account, EventAccount
    from sgpolicy.rendering.timeline.drawing import Mark, Run
    from sgpolicy.rendering.timeline.entries import Entry
    from sgpolicy.rendering.timeline.sheet import Sheet

EVENT_MARKS: dict[Outcome, Mark] = {
    Outcome.MET: "met",
    Outcome.NOT_MET: "not met",
    Outcome.MISSING_FACTS: "unsure",
    Outcome.AWAITING_FINDINGS: "unsure",
    Outcome.NOT_APPLICABLE: "occurrence",
}
_FINE = (Outcome.MET, Outcome.NOT_APPLICABLE)
_LANE, _MOST_LANES = 40, 14
_NAME, _WIDEST = 420, 700
_HEAVIEST, _SELDOM = 3, 3


def flagged(account: Account) -> list[tuple[Entry, EventAccount]]:
    """The events that are drawn above the axis: not those that only did a duty, seen there."""
    return [
        (entry, entry.event)
        for entry in entries(account)
        if entry.event is not None and not entry.is_of_duty
    ]


_MOST_FLAGS = 120
"""More labels would make no drawing that anybody reads; the latest of the weightiest are kept."""


def draw_flags(sheet: Sheet, top: int) -> tuple[int, int]:
    """Draw them from `top` down; returns where the axis is and how many events have no flag."""
    shown = flagged(sheet.account)
    chosen, flags, found = _chosen(sheet, shown)
    axis = top + _LANE * (max(found, default=0) + 1) + 20
    front = sheet.front
    sheet.name_row(axis - 12, say("events", sheet.account.lang))
    for number, (entry, event) in enumerate(shown):
        if number not in chosen:
            x = sheet.at(event.date)
            front.begin(_full(entry, sheet.account))
            front.line((x, axis - 14), (x, axis), SOFT, 2)
            front.finish()
    for number, flag, lane in zip(chosen, flags, found, strict=True):
        entry, event = shown[number]
        y = axis - 34 - _LANE * lane
        sheet.upright(flag.at, y, axis)
        front.begin(_full(entry, sheet.account))
        _draw(sheet, event, flag, y)
        front.finish()
    return axis, len(shown) - len(chosen)


def _draw(sheet: Sheet, event: EventAccount, flag: Flag, y: int) -> None:
    is_left = flag.start < flag.at
    runs = _runs(sheet, event)
    width = sum(extent(run[0], TEXT) for run in runs)
    start = flag.at - 20 - width if is_left else flag.at + 20
    sheet.veil(start - 4, y - _LANE // 2, (width + 8, _LANE))
    at = (flag.at - 20, y + 10) if is_left else (start, y + 10)
    sheet.front.text(at, *runs, size=TEXT, anchor="end" if is_left else "start")
    sheet.front.mark(EVENT_MARKS[event.outcome], flag.at, y)


def _chosen(
    sheet: Sheet, shown: Sequence[tuple[Entry, EventAccount]]
) -> tuple[list[int], list[Flag], tuple[int, ...]]:
    """Which events get a flag, the flags and their lanes: all if there is room, else the weightiest."""
    events = [event for _, event in shown]
    weights = list(_weights(events))
    for least in range(_HEAVIEST + 1):
        chosen = [number for number, weight in enumerate(weights) if weight >= least]
        if len(chosen) > _MOST_FLAGS:
            if least < _HEAVIEST:
                continue
            chosen = chosen[-_MOST_FLAGS:]
        flags = [_flag(sheet, events[number]) for number in chosen]
        most = _MOST_LANES if least < _HEAVIEST else len(flags) + 1
        found = lanes(flags, most)
        if found is not None:
            return chosen, flags, found
    return [], [], ()


def _weights(events: Sequence[EventAccount]) -> Iterator[int]:
    """3 for what is not as the text says, 2 for a round's end and what is seldom, 0 for other steps."""
    last = {event.round: number for number, event in enumerate(events)}
    often = Counter(event.key for event in events)
    for number, event in enumerate(events):
        if event.outcome not in _FINE:
            yield 3
        elif event.round:
            yield 2 if last[event.round] == number else 0
        else:
            yield 2 if often[event.key] <= _SELDOM else 1


def _runs(sheet: Sheet, event: EventAccount) -> tuple[Run, ...]:
    day, word, is_bad = f"{sheet.told(event.date)} ", "", event.outcome is Outcome.NOT_MET
    if event.outcome not in _FINE:
        word = f" {event_word(event.outcome, sheet.account.lang)}"
    room = min(_NAME, _WIDEST - extent(day + word, TEXT))
    name = clipped(event.name, TEXT, room)
    return (day, SOFT, False), (name, INK, False), (word, BAD if is_bad else SOFT, is_bad)


def _flag(sheet: Sheet, event: EventAccount) -> Flag:
    """The room for a label, with that for its mark and a gap, right of its line or, at the edge, left."""
    at = sheet.at(event.date)
    width = sum(extent(run[0], TEXT) for run in _runs(sheet, event)) + 20
    if at + width > EDGE:
        return Flag(at, at - width - 30, at)
    return Flag(at, at, at + width + 30)


def _full(entry: Entry, account: Account) -> str:
    """Everything about an event, for readers that ask for it."""
    said = (f"{entry.day.isoformat()} {entry.what}", entry.number, entry.by, *entry.standing)
    return say("semicolon", account.lang).join(part for part in said if part)
