"""Duties as pins: a row for each duty, a pin for each day on which it was due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sgpolicy.rendering.timeline.drawing import BAD, INK, LINE, RADIUS, SOFT, extent
from sgpolicy.rendering.timeline.entries import owing
from sgpolicy.rendering.timeline.layout import due_day, rows
from sgpolicy.rendering.timeline.sheet import EDGE, LEADER, LEFT, RIGHT, SMALL
from sgpolicy.rendering.timeline.wording import duty_word, say

if TYPE_CHECKING:
    from datetime import date

    from sgpolicy.model.account import DutyAccount
    from sgpolicy.model.chronicle import DutyState
    from sgpolicy.rendering.timeline.drawing import Mark, Run
    from sgpolicy.rendering.timeline.sheet import Sheet

    Pin = tuple[DutyAccount, date]

DUTY_MARKS: dict[DutyState, Mark] = {
    "done": "done",
    "done_late": "done_late",
    "overdue": "overdue",
    "due": "due",
    "unrecorded": "unknown",
    "open": "unknown",
}
_LOUD = ("overdue", "done_late")
_LINE, _MARKS, _GAP = 30, 40, 26
_HEAVIEST = 2


def draw_duties(sheet: Sheet, top: int) -> int:
    """Draw them from `top` down; returns where they end."""
    by_key: dict[str, list[Pin]] = {}
    for duty in sheet.account.duties:
        day = due_day(duty)
        if day is not None:
            by_key.setdefault(duty.key, []).append((duty, day))
    y = top
    for pins in by_key.values():
        y = _draw_row(sheet, pins, y) + _GAP
    return y - _GAP if by_key else top


def _draw_row(sheet: Sheet, pins: Sequence[Pin], y: int) -> int:
    duty, _ = pins[0]
    named = sheet.name_row(y + 22, duty.name, duty.owners)
    sheet.grid.line((LEFT, y), (RIGHT, y), LINE, 2)
    middles = [(sheet.at(day), day) for _, day in pins]
    marks = rows([(x - RADIUS - 2, x + RADIUS + 2) for x, _ in middles])
    labels, boxes, found = _fitted(sheet, pins)
    below = y + 20 + _MARKS * (max(marks) + 1)
    high = _LINE * max(map(len, labels)) + 12
    for number, ((pin, day), mark) in enumerate(zip(pins, marks, strict=True)):
        x, middle = sheet.at(day), y + 34 + _MARKS * mark
        sheet.front.line((x, y - 8), (x, middle), LEADER, 2)
        sheet.front.begin(_told(sheet, pin, day))
        if labels[number]:
            top = below + high * found[number]
            if top > middle + _MARKS:
                sheet.under.line((x, middle), (x, top), LEADER, 2)
            _write(sheet, labels[number], boxes[number], top)
        sheet.front.mark(DUTY_MARKS[pin.state], x, middle)
        sheet.front.finish()
    deepest = max((found[n] + 1 for n, label in enumerate(labels) if label), default=0)
    return max(below + high * deepest, y + 22 + named - 20)


def _write(sheet: Sheet, label: Sequence[Run], box: tuple[int, int], top: int) -> None:
    start, end = box
    sheet.veil(start, top, (end - start, _LINE * len(label) + 12))
    for number, run in enumerate(label):
        at = ((start + end) // 2, top + 24 + _LINE * number)
        sheet.front.text(at, run, size=SMALL, anchor="middle")


def _fitted(
    sheet: Sheet, pins: Sequence[Pin]
) -> tuple[list[list[Run]], list[tuple[int, int]], tuple[int, ...]]:
    """Labels, their boxes and rows: for all if they fit side by side, else for what says most."""
    labels: list[list[Run]] = []
    boxes: list[tuple[int, int]] = []
    found: tuple[int, ...] = ()
    for least in range(_HEAVIEST + 1):
        labels = [_label(sheet, duty, day) if _weight(duty) >= least else [] for duty, day in pins]
        boxes = [_box(sheet, day, label) for (_, day), label in zip(pins, labels, strict=True)]
        found = rows(boxes)
        if max(found) <= least:
            break
    return labels, boxes, found


def _weight(duty: DutyAccount) -> int:
    return 2 if duty.state in _LOUD else 0 if duty.state == "done" else 1


def _label(sheet: Sheet, duty: DutyAccount, day: date) -> list[Run]:
    """Its day and, unless it was done in time, how it stands."""
    runs: list[Run] = [(sheet.told(day), SOFT, False)]
    if duty.state != "done":
        is_loud = duty.state == "overdue"
        word = duty_word(duty.state, duty.days_late, sheet.account.lang, is_brief=True)
        runs.append((word, BAD if is_loud else INK, is_loud))
    return runs


def _box(sheet: Sheet, day: date, label: Sequence[Run]) -> tuple[int, int]:
    """From where to where a label reaches, in the middle under its pin unless an edge is near."""
    middle = sheet.at(day)
    if not label:
        return middle, middle
    half = max(extent(run[0], SMALL) for run in label) // 2 + 8
    middle = max(min(middle, EDGE - half), LEFT - 20 + half)
    return middle - half, middle + half


def _told(sheet: Sheet, duty: DutyAccount, day: date) -> str:
    """Everything about a pin, for readers that ask for it."""
    lang = sheet.account.lang
    word = duty_word(duty.state, duty.days_late, lang)
    said = (f"{day.isoformat()} {duty.name}", owing(duty, lang), word)
    return say("semicolon", lang).join(part for part in said if part)
