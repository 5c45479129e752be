"""Titles as bars, to scale, each with its days under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.timeline.drawing import (
    ACCENT,
    BAD,
    INK,
    PALE,
    PAPER,
    SOFT,
    Drawing,
    clipped,
    extent,
)
from sgpolicy.rendering.timeline.entries import call_of
from sgpolicy.rendering.timeline.layout import rows, stretches
from sgpolicy.rendering.timeline.sheet import EDGE, SMALL
from sgpolicy.rendering.timeline.wording import say, title_word

if TYPE_CHECKING:
    from sgpolicy.model.account import TitleAccount
    from sgpolicy.rendering.timeline.drawing import Run
    from sgpolicy.rendering.timeline.layout import StretchKind
    from sgpolicy.rendering.timeline.sheet import Sheet

_BAR, _ROW, _MOST_ROWS, _LEAST = 26, 88, 3, 4
_USUAL = ("held", "followed", "expired", "not_yet")


def draw_titles(sheet: Sheet, top: int) -> int:
    """Draw them from `top` down; returns where they end."""
    titles = sheet.account.titles
    if not titles:
        return top
    labels = [_label(sheet, title) for title in titles]
    found = rows(_boxes(sheet, labels))
    if max(found) >= _MOST_ROWS:
        labels = [_briefly(sheet, title) for title in titles]
        found = rows(_boxes(sheet, labels))
    sheet.name_row(top + 22, say("title", sheet.account.lang))
    for title, label, row in zip(titles, labels, found, strict=True):
        _draw(sheet, title, label, top + _ROW * row)
    return top + _ROW * (max(found) + 1)


def draw_bar(drawing: Drawing, kind: StretchKind, at: tuple[int, int], width: int) -> None:
    """A stretch of a title: filled, pale, dashed, or hollow and struck through."""
    (x, y), size = at, (width, _BAR)
    match kind:
        case "valid":
            drawing.bar(x, y, size, ACCENT)
        case "rest":
            drawing.bar(x, y, size, PALE)
        case "open":
            drawing.bar(x, y, size, PAPER, ACCENT, "10 6")
        case "void":
            drawing.bar(x, y, size, PAPER, SOFT)
            drawing.line((x, y + _BAR // 2), (x + width, y + _BAR // 2), SOFT, 2)


def _draw(sheet: Sheet, title: TitleAccount, label: tuple[Run, ...], y: int) -> None:
    front, lang = sheet.front, sheet.account.lang
    name = title.title or title.name
    front.begin(say("item", lang, name, "".join(run[0] for run in _days(sheet, title))))
    for part in stretches(title, sheet.account.header.on):
        x = sheet.across(part.first)
        draw_bar(front, part.kind, (x, y), max(sheet.across(part.end) - x, _LEAST))
    if title.ended_on is not None and title.state == "lost":
        x = sheet.at(title.ended_on)
        front.line((x, y - 6), (x, y + _BAR + 6), BAD, 6)
    start, width = _place(sheet, title, label)
    sheet.veil(start - 4, y + _BAR + 5, (width + 8, 36))
    front.text((start, y + _BAR + 31), *label, size=SMALL)
    front.finish()


def _boxes(sheet: Sheet, labels: list[tuple[Run, ...]]) -> list[tuple[int, int]]:
    """From where to where each title takes its row, bar and label and a gap."""
    boxes = []
    for title, label in zip(sheet.account.titles, labels, strict=True):
        parts = stretches(title, sheet.account.header.on)
        first, end = sheet.across(parts[0].first), sheet.across(parts[-1].end)
        start, width = _place(sheet, title, label)
        boxes.append((min(first, start), max(end, first + _LEAST, start + width + 24)))
    return boxes


def _place(sheet: Sheet, title: TitleAccount, label: tuple[Run, ...]) -> tuple[int, int]:
    """Where a label starts, under its bar unless the edge is near, and how wide it is."""
    width = sum(extent(run[0], SMALL) for run in label)
    first = sheet.across(stretches(title, sheet.account.header.on)[0].first)
    return max(min(first, EDGE - width), 20), width


def _label(sheet: Sheet, title: TitleAccount) -> tuple[Run, ...]:
    return (*_called(sheet, title), *_days(sheet, title))


def _briefly(sheet: Sheet, title: TitleAccount) -> tuple[Run, ...]:
    """Its years, and how it stands if that is out of the common."""
    lang, unknown = sheet.account.lang, say("unknown", sheet.account.lang)
    first, last = (unknown if d is None else str(d.year) for d in (title.first, title.last))
    period = say("from to", lang, first, last)
    if title.state in _USUAL:
        return (*_called(sheet, title), (period, SOFT, False))
    return (*_called(sheet, title), (f"{period} ", SOFT, False), _word(sheet, title))


def _days(sheet: Sheet, title: TitleAccount) -> tuple[Run, ...]:
    lang, unknown = sheet.account.lang, say("unknown", sheet.account.lang)
    first, last = (unknown if d is None else d.isoformat() for d in (title.first, title.last))
    period = say("from to", lang, first, last) + say("comma", lang)
    return (period, SOFT, False), _word(sheet, title)


def _called(sheet: Sheet, title: TitleAccount) -> tuple[Run, ...]:
    if call_of(sheet.account):
        return ()
    return ((clipped(title.title or title.name, SMALL, 420) + "  ", INK, False),)


def _word(sheet: Sheet, title: TitleAccount) -> Run:
    is_bad = title.state in ("lost", "void")
    word = title_word(title.state, title.ended_on, sheet.account.lang)
    return word, BAD if is_bad else INK, is_bad
